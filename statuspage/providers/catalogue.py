"""Providers whose address and format are known, and what an unknown address answers with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from statuspage.providers import FORMATS
from statuspage.providers.document import Document, Options, Unreadable

_FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """A provider. ``source`` says where its address is known from, ``seen`` the month or day of that.

    ``own_page`` is its page for people, where that is not simply at the address's host; ``words`` are
    others by which people look for it.
    """

    id: str
    name: str
    address: str
    format: str
    source: str
    seen: str
    words: tuple[str, ...] = ()
    own_page: str = ""

    @property
    def page(self) -> str:
        """Its status page for people."""
        parts = urlsplit(self.address)
        return self.own_page or f"{parts.scheme}://{parts.hostname}/"


@cache
def entries() -> Mapping[str, Entry]:
    """Every provider by id, in the order of the file."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        id_: Entry(id_, **{**table, "words": tuple(table.get("words", ()))}) for id_, table in tables.items()
    }


def find(use: str) -> Entry | None:
    """The provider of this id."""
    return entries().get(use.strip().casefold())


def search(words: str) -> tuple[Entry, ...]:
    """The providers that have all of these words in their name, id, format, address or other names."""
    wanted = words.casefold().split()
    return tuple(one for one in entries().values() if all(word in _said(one) for word in wanted))


def recognize(address: str, document: Document) -> str | None:
    """The format of what an address answered with; None where no reader knows it.

    A provider's own address decides first; a bare list without entries looks like several.
    """
    own = [one.format for one in entries().values() if _place(one.address) == _place(address)]
    empty = document.body.strip() == b"[]"
    tried = own if own or empty else list(FORMATS)
    return next((format_ for format_ in tried if _is_of(format_, document)), None)


def _is_of(format_: str, document: Document) -> bool:
    try:
        FORMATS[format_].read(document, Options(), datetime(2000, 1, 1, tzinfo=UTC))
    except Unreadable:
        return False
    except Exception:  # hostile beyond what its reader thought of
        return False
    return True


def _said(entry: Entry) -> str:
    return " ".join((entry.id, entry.name, entry.format, entry.address, *entry.words)).casefold()


def _place(address: str) -> tuple[str | None, str]:
    try:
        parts = urlsplit(address)
        return parts.hostname, parts.path.rstrip("/")
    except ValueError:
        return None, ""

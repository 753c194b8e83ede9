"""What came from an address, and why it may be of no use."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from statuspage.model.provider import Match
from statuspage.model.status import Status
from statuspage.model.text import Text, text


@dataclass(frozen=True, slots=True)
class Document:
    """An answer's unpacked body, and the ``url`` that gave it.

    ``content_type`` is the header; readers trust the bytes more.
    """

    body: bytes = field(repr=False)
    content_type: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is to be read.

    ``rules`` are for feeds without a state: words, and what an item means that has them in its title (a
    status, or None to leave the item out). ``resolved`` are further words by which an item is over.
    """

    match: Match = field(default_factory=Match)
    rules: tuple[tuple[str, Status | None], ...] = ()
    resolved: tuple[str, ...] = ()


MOST_OBJECTS = 100_000
"""A JSON document with more objects is made to keep us busy: a large page has a few thousand."""


class Unreadable(Exception):
    """A document is not of the format that is wanted. ``reason`` is public, ``detail`` for operators."""

    def __init__(self, reason: Text, detail: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.detail = detail


def load_json(document: Document) -> Any:
    """The JSON of a document, in UTF-8, UTF-16 or UTF-32, whatever its headers say.

    Raises Unreadable.
    """
    body = load_bytes(document, b"{", MOST_OBJECTS)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise not_status("markup, not JSON")
    try:
        return json.loads(body.decode(json.detect_encoding(body)))
    except (ValueError, RecursionError) as error:
        raise not_status(f"no JSON: {str(error)[:200]}") from None


def load_object(document: Document, *needed: str) -> Mapping[str, Any]:
    """The same where it is an object that has these keys. Raises Unreadable."""
    whole = load_json(document)
    if not isinstance(whole, dict):
        raise not_status("the JSON is not an object")
    lacking = [key for key in needed if key not in whole]
    if lacking:
        raise not_status(f"the JSON lacks {lacking[0]!r}")
    return whole


def load_bytes(document: Document, sign: bytes, most: int) -> bytes:
    """The body, where it is not empty and has ``sign`` no more often than ``most``. Raises Unreadable."""
    if not document.body.strip(b"\x00 \t\r\n"):
        raise Unreadable(text("answers with nothing"), "the body is empty")
    if document.body.count(sign) > most:
        raise too_many(f"over {most} {sign.decode()}")
    return document.body


def too_many(detail: str) -> Unreadable:
    """What to raise where looking through everything would take too long."""
    return Unreadable(text("answers with more than can be read"), detail)


def not_status(detail: str) -> Unreadable:
    """What to raise where an answer is something else than expected."""
    return Unreadable(text("answers with something that is not its status"), detail)

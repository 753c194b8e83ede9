"""One rendered file, ready to be sent or written."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property

_SECOND = timedelta(seconds=1)

_WORTH_COMPRESSING = 400
"""Bytes below which compression gains nothing."""

_TEXTUAL = (
    "text/",
    "application/json",
    "application/rss+xml",
    "application/xml",
    "application/atom+xml",
    "application/feed+json",
    "image/svg+xml",
)


@dataclass(frozen=True)
class Document:
    """A body with its type, and the headers that are its own (not those that every answer has)."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def gzipped(self) -> bytes | None:
        """The body compressed, the same for the same bytes; None where that gains nothing."""
        if len(self.body) < _WORTH_COMPRESSING or not self.content_type.startswith(_TEXTUAL):
            return None
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @cached_property
    def digest(self) -> str:
        """A short fingerprint of the body."""
        return hashlib.sha256(self.body).hexdigest()[:20]


def instant_of(date: str | None) -> datetime | None:
    """The instant of an HTTP date (RFC 9110, section 5.6.7); None for none, and for what is no date."""
    try:
        instant = parsedate_to_datetime(date) if date else None
    except (ValueError, OverflowError):
        return None
    return instant if instant is None or instant.tzinfo is not None else instant.replace(tzinfo=UTC)


def moved_on(document: Document, earlier: Document | None, now: datetime) -> Document:
    """A document whose Last-Modified is later than that of an earlier one with another body.

    Its date is that of its newest item: an update that is dated back, or mended, does not move it, and
    who asks by date alone would never hear of it. Then it was modified ``now``.
    """
    before = instant_of(earlier.headers.get("Last-Modified")) if earlier else None
    own = instant_of(document.headers.get("Last-Modified"))
    if earlier is None or before is None or own is None or own > before:
        return document
    modified = before if earlier.body == document.body else max(now, before + _SECOND)
    headers = {**document.headers, "Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True)}
    return replace(document, headers=headers)

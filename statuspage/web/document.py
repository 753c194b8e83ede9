"""One rendered file, ready to be sent or written."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

_WORTH_COMPRESSING = 400
"""Bytes below which compression gains nothing."""

_TEXTUAL = ("text/", "application/json", "application/rss+xml", "application/atom+xml", "image/svg+xml")


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

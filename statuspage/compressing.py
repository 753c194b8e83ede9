"""Compressed copies beside files, for servers that hand them out as they are."""

import gzip
import importlib
from collections.abc import Callable, Mapping

_LEAST = 500
"""Bytes below which a copy saves nothing."""

_TEXTS = (".html", ".css", ".js", ".json", ".svg", ".rss", ".atom", ".xml", ".ics", ".csv", ".txt")

Compress = Callable[[bytes], bytes]


def ways() -> Mapping[str, Compress]:
    """The ways to compress by the ending of their files; ``.br`` only where the brotli package is there."""
    found: dict[str, Compress] = {".gz": lambda body: gzip.compress(body, 9, mtime=0)}
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        return found
    return found | {".br": lambda body: bytes(brotli.compress(body, quality=9))}


def is_worth(name: str, body: bytes) -> bool:
    """Whether a file becomes smaller by it."""
    return name.endswith(_TEXTS) and len(body) >= _LEAST

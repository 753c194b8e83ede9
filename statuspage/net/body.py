"""The body of an answer: where it ends, and as much of it as is wanted."""

import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol

from statuspage.net.clock import Clock

_PIECE = 16_384
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_ANY_PACKING = zlib.MAX_WBITS + 32
"""gzip or zlib, by the first bytes."""


class Packed(Protocol):
    """What is read of an HTTP answer: urllib3's response is one."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By name, in any case."""
        ...

    @property
    def chunked(self) -> bool:
        """Whether the body tells its own end."""
        ...

    def read(self, amt: int, decode_content: bool) -> bytes:
        """The next bytes as they came; none at the end."""
        ...

    def tell(self) -> int:
        """How many bytes came."""
        ...


def read_body(raw: Packed, clock: Clock, most: int) -> tuple[bytes, bool]:
    """Up to ``most`` unpacked bytes of the body, and whether that is all of it.

    Raises TransportError when it was cut off, and zlib.error; what ``raw`` raises passes through.
    """
    body = bytearray()
    for piece in _unpacked(raw, clock):
        body += piece
        if len(body) > most:
            return bytes(body[:most]), False
    if raw.chunked and clock.ended:
        raise clock.broken()
    return bytes(body), True


def _unpacked(raw: Packed, clock: Clock) -> Iterator[bytes]:
    """The body in small pieces, each unpacked to so many bytes at most."""
    if raw.headers.get("Content-Encoding", "").lower() not in _PACKED:
        while piece := raw.read(_PIECE, False):
            yield piece
        return
    packed = raw.read(_PIECE, False)
    unpack = zlib.decompressobj(_ANY_PACKING)
    while packed or (raw.tell() and not unpack.eof):
        piece = unpack.decompress(packed, _PIECE)
        if not packed and not piece:
            raise clock.broken()
        yield piece
        packed = unpack.unused_data or unpack.unconsumed_tail or raw.read(_PIECE, False)
        if unpack.eof and packed:  # one more member (RFC 1952, section 2.2)
            unpack = zlib.decompressobj(_ANY_PACKING)

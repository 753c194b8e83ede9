"""What the first bytes of an image tell: its kind and how large it is drawn."""

import struct
from contextlib import suppress
from typing import NamedTuple

_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""JPEG markers among those of frames that begin none (ITU-T T.81, table B.1)."""

_EXIF, _ORIENTATION = 0xE1, 0x112
_ON_ITS_SIDE = range(5, 9)


class ImageHead(NamedTuple):
    """A media type, and width and height in pixels."""

    kind: str
    width: int
    height: int


def read_head(raw: bytes) -> ImageHead | None:
    """The head of a PNG, JPEG, GIF or WebP; None for anything else and for one cut off. Never raises."""
    try:
        head = _head(raw)
    except (struct.error, IndexError):
        return None
    return head if head and 0 < head.width < 65536 and 0 < head.height < 65536 else None


def _head(raw: bytes) -> ImageHead | None:
    if raw.startswith(b"\x89PNG\r\n\x1a\n") and raw[12:16] == b"IHDR":
        return ImageHead("image/png", *struct.unpack_from(">II", raw, 16))
    if raw.startswith((b"GIF87a", b"GIF89a")):
        return ImageHead("image/gif", *struct.unpack_from("<HH", raw, 6))
    if raw.startswith(b"\xff\xd8\xff"):
        return _jpeg(raw)
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return _webp(raw)
    return None


def _jpeg(raw: bytes) -> ImageHead | None:
    """From one segment to the next, until that of the frame."""
    at, turned = 2, False
    while raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:  # a byte of filling
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack_from(">HH", raw, at + 5)
            return ImageHead("image/jpeg", *((height, width) if turned else (width, height)))
        if marker == _EXIF:
            turned = turned or _is_turned(raw[at + 4 :])
        at += 2 + max(struct.unpack_from(">H", raw, at + 2)[0], 2)
    return None


def _is_turned(segment: bytes) -> bool:
    """Whether Exif has the picture shown on its side, as photographs of phones are (tag 0x112, 5 to 8)."""
    if not segment.startswith(b"Exif\0\0"):
        return False
    order, tiff = "<" if segment[6:8] == b"II" else ">", segment[6:]
    with suppress(struct.error):
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for i in range(min(count, 100)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * i)
            if tag == _ORIENTATION:
                return value in _ON_ITS_SIDE
    return False


def _webp(raw: bytes) -> ImageHead | None:
    """Lossy, lossless or extended (RFC 9649, section 2)."""
    form = raw[12:16]
    if form == b"VP8 " and raw[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", raw, 26)
        return ImageHead("image/webp", width & 0x3FFF, height & 0x3FFF)
    if form == b"VP8L" and raw[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", raw, 21)
        return ImageHead("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8X" and len(raw) >= 30:
        width, height = int.from_bytes(raw[24:27], "little"), int.from_bytes(raw[27:30], "little")
        return ImageHead("image/webp", width + 1, height + 1)
    return None

"""Tiny images written byte by byte: heads as real programs write them, with little or nothing behind."""

import struct
import zlib


def png(width: int = 3, height: int = 2) -> bytes:
    """A whole PNG that any browser shows, black."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif(width: int, height: int) -> bytes:
    """The head of a GIF."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)


def jpeg(width: int, height: int, marker: int = 0xC0, *, order: str = ">", turn: int = 1) -> bytes:
    """A JPEG up to its frame, with Exif, a table and bytes of filling before it."""
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HIH", 42, 8, 2)
    tiff += struct.pack(f"{order}HHII", 0x100, 4, 1, 0xFFC0FFC0)
    tiff += struct.pack(f"{order}HHIHH", 0x112, 3, 1, turn, 0)
    exif = b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff
    table = b"\xff\xff\xff\xc4" + struct.pack(">H", 4) + b"\0\0"
    return b"\xff\xd8" + exif + table + bytes([0xFF, marker]) + struct.pack(">HBHHB", 8, 8, height, width, 1)


def webp(form: bytes, width: int, height: int) -> bytes:
    """The head of a WebP: ``VP8 `` is lossy, ``VP8L`` lossless, ``VP8X`` extended."""
    data = {
        b"VP8 ": b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14),
        b"VP8X": b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }[form]
    chunk = form + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk

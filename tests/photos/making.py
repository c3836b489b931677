"""Photos as phones make them, and files that only say that they are some."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def photo(size: tuple[int, int] = (400, 200), kind: str = "JPEG", **more: Any) -> bytes:
    """Red in its left half, blue in its right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def told_exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes beside a picture: how it was held, where, with what."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneOfWang"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 42.0, 1.0), 3: "E", 4: (107.0, 38.0, 2.0)})
    return exif


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has this many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100_000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )

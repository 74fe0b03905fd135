"""A student's figures as PNGs of our own: the sandbox decodes what it drew, what leaves it is pixels, and these are written here.

So no bytes of theirs reach a decoder outside the sandbox, be it the engine's or a teacher's browser's. A PNG of palette
colours without a filter is a header, the palette, and deflated rows (*Source:* W3C, PNG specification, 3rd edition).
"""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Mapping
from typing import Any

#: Figures of a notebook, and bytes of all of them: what is beyond is left out and told.
MOST_FIGURES, MOST_BYTES = 8, 80_000
#: Widths in pixels, the first that fits into the bytes that are left.
WIDTHS = (640, 320)


def written(reply: object) -> bytes | None:
    """The PNG of pixels as the sandbox tells them, the same bytes for the same pixels; None where these are none."""
    if not isinstance(reply, Mapping) or reply.get("ok") is not True:
        return None
    width, height = reply.get("width"), reply.get("height")
    palette, pixels = _bytes(reply.get("palette")), _bytes(reply.get("pixels"))
    if type(width) is not int or type(height) is not int or not 0 < width <= WIDTHS[0] or height <= 0:
        return None
    if not 0 < len(palette) <= 768 or len(palette) % 3 or len(pixels) != width * height:
        return None
    if pixels.translate(None, bytes(range(len(palette) // 3))):
        return None  # a colour that the palette has not
    rows = b"".join(b"\0" + pixels[i : i + width] for i in range(0, len(pixels), width))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(rows, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bytes(text: Any) -> bytes:
    """What base64 text holds, nothing where it is none."""
    try:
        return binascii.a2b_base64(text)
    except (TypeError, ValueError):
        return b""

"""A figure's PNG turned into pixels: few colours on white paper, no wider than asked. Hostile bytes meet a decoder here and nowhere else."""

from __future__ import annotations

import binascii
import builtins
import io
from typing import Any

from .safe import TooLarge

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))

#: Pixels of a picture that is decoded; of these, rows that are kept for each column; colours.
MOST_PIXELS, TALLEST, COLOURS = 16_000_000, 2, 64


def as_pixels(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Width, height, palette (RGB) and pixels (a byte each, row by row) of a picture, in base64."""
    # matplotlib has imported these where it drew the picture; Image.open would import every other format too.
    from PIL import Image
    from PIL.PngImagePlugin import PngImageFile

    with PngImageFile(io.BytesIO(binascii.a2b_base64(parameters["png"]))) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooLarge
        drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    shown = paper.convert("RGB")
    shown.thumbnail((parameters["width"], TALLEST * parameters["width"]))
    shown = shown.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return {
        "ok": True,
        "width": shown.width,
        "height": shown.height,
        "palette": _text(bytes(shown.getpalette() or ())),
        "pixels": _text(shown.tobytes()),
    }


def _text(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()

"""What somebody else wrote, made fit for a page: terminal colours become colours, what cannot be seen is made visible."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markupsafe import Markup, escape

_COLOUR = re.compile(r"\x1b\[([0-9;]{0,20})m")
#: Any other escape sequence of a terminal moves the cursor or worse; it says nothing.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CODE = re.compile(r"`([^`]*)`")
_KEPT = "\n\t"


def revealed(value: Any) -> Any:
    """Text with control characters, and those that turn or hide writing, shown as their names; anything else as it is.

    Templates apply this to all they print; markup of ours passes.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return "".join(map(_visible, value))


def coloured(text: str) -> Markup:
    """Printed text: its terminal colours as classes of the page's style, every other escape sequence left out."""
    parts, classes, at = [], "", 0
    for match in _COLOUR.finditer(text):
        parts.append(_span(text[at : match.start()], classes))
        classes, at = _classes(match[1], classes), match.end()
    parts.append(_span(text[at:], classes))
    return Markup("").join(parts)


def coded(text: str) -> Markup:
    """Escaped text, what stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(revealed(text)))))


def _visible(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else f"[U+{ord(character):04X}]"


def _span(text: str, classes: str) -> Markup:
    told = escape(revealed(_SEQUENCE.sub("", text)))
    return Markup('<span class="{}">{}</span>').format(classes, told) if classes and told else told


def _classes(codes: str, before: str) -> str:
    kept = set(before.split())
    for code in map(int, (codes or "0").split(";") if ";;" not in codes else ["0"]):
        if code == 0:
            kept = set()
        elif code == 1:
            kept.add("a-bold")
        elif 30 <= code <= 37 or 90 <= code <= 97:
            kept = {one for one in kept if one == "a-bold"} | {f"a-{code % 10}"}
        elif code == 39:
            kept = {one for one in kept if one == "a-bold"}
    return " ".join(sorted(kept))

"""What an output shows that has no text of its own, HTML, Markdown or LaTeX → lines of text, as a person reads them.

Most values that a notebook shows have a text beside: a frame, an array, a formula of sympy. `HTML("<table>…")` has none but its
address, `<IPython.core.display.HTML object>`. Rows of tables become lines, their cells stand between bars.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from grader.reading.markdown import RULER, plain

#: Characters of one output, and of a cell's outputs together, that are read.
LONGEST, MOST = 100_000, 500_000

_ADDRESS = re.compile(r"\s*<[\w.]{1,200}(?: object| at 0x[0-9a-f]{1,20}| object at 0x[0-9a-f]{1,20})>\s*")
#: A comment, or a tag, also one that is cut off: what stands in neither is text.
_TAG = re.compile(r"(<!--.*?(?:-->|\Z)|<[/!a-zA-Z][^<>]*(?:>|\Z))", re.DOTALL)
_NAME = re.compile(r"<(/?)(\w{1,20})")
#: What HTML sets on a line of its own, and what is a cell.
_LINES = ("tr", "p", "br", "li", "div", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "caption", "ul", "ol", "hr")
_CELLS = ("td", "th")
_UNSEEN = ("style", "script", "head")
_ITEM = re.compile(r"^\s*(?:[-*+>]|#{1,6}|\d{1,2}[.)])\s+")
_FRAME = re.compile(
    r"\\(?:begin|end)\s{0,3}\{[^{}]{0,40}\}(?:\s{0,3}\{[^{}]{0,80}\})?|\\(?:hline|toprule|midrule|bottomrule)\b"
)


class Rich:
    """Reads the outputs of one cell; of their markup no more than MOST characters in all."""

    def __init__(self) -> None:
        self._left = MOST

    def text_of(self, data: Mapping[str, Any]) -> str | None:
        """The text of an output's forms by media type: its own, unless that only tells an address; None where it has none."""
        own = data.get("text/plain")
        if isinstance(own, str) and not _ADDRESS.fullmatch(own):
            return own
        for kind, read in (("text/markdown", _markdown), ("text/latex", _latex), ("text/html", _html)):
            if isinstance(markup := data.get(kind), str):
                seen = markup[: min(LONGEST, self._left)]
                self._left -= len(seen)
                return read(seen)
        return own if isinstance(own, str) else None


def _markdown(text: str) -> str:
    return "\n".join(plain(_ITEM.sub("", line)) for line in text.splitlines() if not RULER.fullmatch(line))


def _latex(text: str) -> str:
    rows = _FRAME.sub(" ", text).replace(r"\\", "\n").replace(r"\&", " ").replace("&", " | ").splitlines()
    return "\n".join(line for row in rows if (line := plain(row)))


def _html(text: str) -> str:
    told: list[str] = []
    hidden, as_typed = "", False
    for place, part in enumerate(_TAG.split(text)):
        tag = _NAME.match(part) if place % 2 else None
        name, closes = (tag[2].lower(), bool(tag[1])) if tag is not None else ("", False)
        if hidden:
            hidden = "" if closes and name == hidden else hidden
        elif name in _UNSEEN and not closes:
            hidden = name
        elif name in _CELLS and closes:
            told.append(" | ")
        elif name in _LINES:
            told.append("\n| " if name == "tr" and not closes else "\n")
            as_typed = not closes if name == "pre" else as_typed
        elif place % 2 == 0:
            told.append(_characters(part) if as_typed else _characters(part).replace("\n", " "))
    lines = (line.strip() for line in "".join(told).splitlines())
    return "\n".join(line for line in lines if line)


def _characters(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # the number of a character, with more digits than Python reads
        return text

"""Text that no spreadsheet runs as a formula, whatever character it splits cells at."""

from __future__ import annotations

import re

_STARTS = "=+\\-@＝＋－＠−"
#: A formula's first character at the start, or after anything at which another spreadsheet might split the cell.
_FORMULA = re.compile(rf"(^|[,;|\"'\t\r\n])(?=[\s\x00-\x1f]*[{_STARTS}])|^(?=[\t\r\n])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def inert(text: str) -> str:
    """Text that no spreadsheet runs, whatever separator it splits at: an apostrophe stands before each formula's start."""
    return _FORMULA.sub(lambda match: match[1] + "'" if match[1] is not None else "'", _CONTROL.sub("", text))

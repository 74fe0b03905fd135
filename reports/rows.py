"""The table of iterates: first rows, those around the first departure, the last; the digits that went wrong are marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from grader.reports.words import localised


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a student's trace; `right` is the reference where it may be shown: up to the step to be done again."""

    t: int
    cells: tuple[Markup, ...]
    right: tuple[str, ...]
    #: Whether rows are left out before this one, and whether it is the first that departs.
    after_gap: bool
    departs: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the run that is shown."""

    label: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]


def table(picture: Mapping[str, Any], language: str) -> Table | None:
    """The table of the run that went astray first; None where none did, or the document holds no rows."""
    for run in picture["runs"]:
        wrong = run.get("wrong_step")
        if isinstance(wrong, int) and run.get("rows"):
            several = len(picture["runs"]) > 1
            variables = tuple(picture["objective"]["variables"])
            return Table(str(run["label"]) if several else "", variables, _rows(run["rows"], wrong, language))
    return None


def _rows(rows: list[Mapping[str, Any]], wrong: int, language: str) -> tuple[Row, ...]:
    made, before = [], -1
    for row in rows:
        t, reference = int(row["t"]), row["reference"]
        right = reference or [""] * len(row["student"])
        cells = tuple(
            marked(str(mine), str(other) if t >= wrong else "", language)
            for mine, other in zip(row["student"], right, strict=True)
        )
        told = tuple(localised(str(one), language) for one in reference) if reference and t <= wrong else ()
        made.append(Row(t, cells, told, t > before + 1, t == wrong))
        before = t
    return tuple(made)


def marked(shown: str, right: str, language: str) -> Markup:
    """A number as shown, its digits marked from the first that is wrong; whole where sign or size differ.

    One unit of the last digit shown, which another way of rounding gives, marks nothing.
    """
    text = localised(shown, language)
    if not right or _agree(shown, right):
        return Markup(escape(text))
    mine, other = _aligned(shown, right)
    first = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), len(other))
    # Padding in front is no digit of theirs.
    start = max(first - (len(mine) - len(shown)), 0)
    return Markup("{}<mark>{}</mark>").format(text[:start], text[start:])


def _agree(shown: str, right: str) -> bool:
    try:
        unit = 10.0 ** -len(shown.partition(".")[2])
        return abs(float(shown) - float(right)) < unit * (1 - 1e-6) or float(shown) == float(right)
    except ValueError:
        return False


def _aligned(shown: str, right: str) -> tuple[str, str]:
    """Both with as many characters before the decimal point."""
    width = max(len(text.partition(".")[0]) for text in (shown, right))
    mine, other = (" " * (width - len(text.partition(".")[0])) + text for text in (shown, right))
    return mine, other

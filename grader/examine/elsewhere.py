"""Where an answer may be when its name is not bound: other values, columns apart, printed lines, lines on axes.

Each tier is looked at only where the ones before it gave nothing; the report always says where an answer was found.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from grader.examine.context import Context, Found, NotAsked
from grader.model import Probe
from grader.reading.number import ReadingError, from_repr
from grader.reading.value import Items, Scalar, Text, numbers_of

T = TypeVar("T")

#: The probes that these tiers read; printed text comes with every execution.
PROBES = (Probe("candidates", "candidates", {}), Probe("figures", "figures", {}))
#: Longest printed text of one cell that is read as rows.
LONGEST = 100_000


def search(context: Context, dimension: int, attempt: Callable[[Found], T | None]) -> list[T]:
    """What `attempt` accepts in the first tier where it accepts anything; it may raise ReadingError to decline."""
    for tier in _tiers(context, dimension):
        accepted = []
        for found in tier:
            try:
                one = attempt(found)
            except ReadingError:
                continue
            if one is not None:
                accepted.append(one)
        if accepted:
            return accepted
    return []


def _tiers(context: Context, dimension: int) -> Iterator[Sequence[Found]]:
    values = context.candidates()
    yield values
    yield list(_columns_apart(values, dimension))
    yield [
        Found(Text(text), f"cell {cell}", "printed")
        for cell, text in context.execution.printed
        if text.strip() and len(text) <= LONGEST
    ]
    yield list(_drawn(context)) if dimension == 2 else []


def _columns_apart(values: Sequence[Found], dimension: int) -> Iterator[Found]:
    """Lists of one coordinate each, `dimension` of them in a row and equally long: xs and ys."""
    if dimension < 2:
        return
    flat = [(found, len(numbers)) for found in values if (numbers := numbers_of(found.value)) and len(numbers) >= 3]
    for i in range(len(flat) - dimension + 1):
        group = flat[i : i + dimension]
        if len({length for _, length in group}) == 1:
            together = Items("tuple", tuple(found.value for found, _ in group), -1)
            yield Found(together, ", ".join(found.name for found, _ in group)[:64])


def _drawn(context: Context) -> Iterator[Found]:
    """The lines and markers on the axes of every figure."""
    try:
        figures = context.reply("figures").get("figures")
    except NotAsked:
        return
    for figure in figures if isinstance(figures, list) else []:
        axes = figure.get("axes") if isinstance(figure, dict) else None
        for one in axes if isinstance(axes, list) else []:
            for line in (*_list(one, "lines"), *_list(one, "points")):
                rows = list(zip(_list(line, "x"), _list(line, "y"), strict=False))
                if len(rows) >= 3 and all(isinstance(c, int | float) and math.isfinite(c) for row in rows for c in row):
                    points = tuple(
                        Items("tuple", tuple(Scalar(from_repr(repr(float(c)), "float64")) for c in row), -2 - i)
                        for i, row in enumerate(rows)
                    )
                    yield Found(Items("list", points, -1), f"cell {figure.get('cell', '?')}", "figure")


def _list(holder: object, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []

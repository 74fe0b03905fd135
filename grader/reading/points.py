"""Anything that holds k+1 points in n dimensions → a trace, with a note on how it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.reading.grids import Grid, describe, grids
from grader.reading.names import roles
from grader.reading.number import Number, ReadingError
from grader.reading.value import Function, Items, TooLarge, Value

#: A grid has at most this many columns beside the point's own, and this many readings of one value are weighed.
MOST_EXTRA, MOST_READINGS = 10, 400
#: Tolerance for "starts at the start", where the digits shown are no coarser: float32 and noise stay inside.
CLOSE = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class TraceReading:
    """Iterates as rows of n numbers; `identity` is equal where two rows are one object (aliasing).

    `notes` are a subset of: transposed, columns (one list a coordinate), flat (one long list), nested (found inside another container), ragged (columns or
    rows of different lengths, cut to what they share), extra-columns, reordered (variables in another order, by name),
    by-key (a dict t → point), generator, text, zero-rows (rows of zeros left at the end), nan-rows.
    """

    rows: tuple[tuple[Number, ...], ...]
    read_as: str
    notes: tuple[str, ...]
    identity: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    grid: Grid
    columns: tuple[int, ...]
    notes: tuple[str, ...]
    named: bool
    rows: tuple[tuple[Number, ...], ...]
    identity: tuple[int, ...]


def read_trace(
    value: Value,
    dimension: int,
    *,
    length: int | None = None,
    start: Sequence[Fraction] | None = None,
    variables: Sequence[str] = ("x", "y"),
) -> TraceReading:
    """The iterates that a value holds, shape (k, n).

    Where it can be read in several ways, the numbers settle it: the reading that begins at `start`, else the one whose
    columns bear the variables' names, else the one that has `length` rows, else the most natural.

    Raises ReadingError with code "generator-consumed", "function", "too-large", "empty" or "cannot-read".
    """
    return read_traces(value, dimension, length=length, start=start, variables=variables)[0]


def read_traces(
    value: Value,
    dimension: int,
    *,
    length: int | None = None,
    start: Sequence[Fraction] | None = None,
    variables: Sequence[str] = ("x", "y"),
) -> list[TraceReading]:
    """What `read_trace` reads, and every other reading that as much speaks for: the runs of several step sizes, say."""
    refuse(value)
    readings = [r for grid in grids(value) for r in _readings(grid, dimension, variables)][:MOST_READINGS]
    if not readings:
        raise ReadingError(f"{describe(value)}: no points with {dimension} coordinates in it")
    scores = [_score(one, length, start) for one in readings]
    best = max(scores)
    return [_told(one) for one, score in zip(readings, scores, strict=True) if score == best]


def _told(chosen: _Reading) -> TraceReading:
    notes = tuple(dict.fromkeys((*chosen.grid.notes, *chosen.notes, *_leftovers(chosen.rows))))
    return TraceReading(chosen.rows, chosen.grid.read_as, notes, chosen.identity)


def starts_at(row: Sequence[Number], start: Sequence[Fraction]) -> bool:
    """Whether a row shows the start, at the digits it shows (two or more) or within 1e-6."""
    if len(row) != len(start):
        return False
    for number, expected in zip(row, start, strict=True):
        if number.exact is None:
            return False
        shown = Fraction(1, 2 * 10**number.decimals) if 2 <= number.decimals <= 40 else Fraction(0)
        if abs(number.exact - expected) > max(CLOSE, CLOSE * abs(expected), shown):
            return False
    return True


def refuse(value: Value) -> None:
    if isinstance(value, TooLarge):
        raise ReadingError("more numbers than are read", "too-large")
    if isinstance(value, Function):
        raise ReadingError(f"the function {value.name[:60]} itself, not what it returns", "function")
    if isinstance(value, Items) and not value.items:
        if value.form == "generator":
            raise ReadingError("a generator that was already consumed", "generator-consumed")
        raise ReadingError(f"an empty {value.form}", "empty")


def _readings(grid: Grid, n: int, variables: Sequence[str]) -> Iterator[_Reading]:
    if not grid.rows:
        return
    if grid.width == 1 and n > 1:
        flat = [row[0] for row in grid.rows]
        if len(flat) % n == 0 and not {"transposed", "columns"} & set(grid.notes):
            rows = tuple(tuple(flat[i : i + n]) for i in range(0, len(flat), n))
            yield _Reading(grid, (), ("flat",), False, rows, tuple(range(len(rows))))
        return
    if not n <= grid.width <= n + MOST_EXTRA:
        return
    given = roles(grid.names, variables) if any(grid.names) else []
    if all(v in given for v in variables) and len(variables) == n:
        columns = tuple(given.index(v) for v in variables)
        reordered = ("reordered",) if list(columns) != sorted(columns) else ()
        yield _window(grid, columns, True, reordered)
    windows = [tuple(range(first, first + n)) for first in range(grid.width - n + 1)]
    yield from _steps(grid, windows)
    for columns in windows:
        yield _window(grid, columns, False)


def _steps(grid: Grid, windows: Sequence[tuple[int, ...]]) -> Iterator[_Reading]:
    """Rows that hold a point and the next one, (x, y, new x, new y): the last one's next point is a row of its own."""
    if len(grid.rows) < 3:
        return
    at = {columns: [tuple(row[c].exact for c in columns) for row in grid.rows] for columns in windows}
    for columns, points in at.items():
        for ahead, following in at.items():
            if points[1:] == following[:-1] and set(columns).isdisjoint(ahead) and points[0] != points[1]:
                reading = _window(grid, columns, False)
                end = tuple(grid.rows[-1][c] for c in ahead)
                yield replace(reading, rows=(*reading.rows, end), identity=(*grid.identity, max(grid.identity) + 1))


def _window(grid: Grid, columns: tuple[int, ...], named: bool, notes: tuple[str, ...] = ()) -> _Reading:
    extra = ("extra-columns",) if grid.width > len(columns) + ("by-key" in grid.notes) else ()
    rows = tuple(tuple(row[c] for c in columns) for row in grid.rows)
    return _Reading(grid, columns, (*notes, *extra), named, rows, grid.identity)


def _score(reading: _Reading, length: int | None, start: Sequence[Fraction] | None) -> tuple[int, ...]:
    """What speaks for a reading, the weightiest first."""
    notes = reading.notes + reading.grid.notes
    begins = start is not None and starts_at(reading.rows[0], start)
    # Values of f, t and norms beside the points are columns that are not asked for.
    timed = any(counts(reading.rows, j) for j in range(len(reading.rows[0]))) and len(reading.rows) > 2
    return (
        begins, reading.named, length is not None and len(reading.rows) == length, not timed, len(reading.rows) > 1,
        "flat" not in notes, "nested" not in notes, "extra-columns" not in notes,
        not {"transposed", "columns"} & set(notes) or reading.named,
    )  # fmt: skip


def counts(rows: Sequence[Sequence[Number]], column: int) -> bool:
    """Whether a column is t: 0, 1, 2, … or 1, 2, 3, …"""
    first = rows[0][column].exact
    return first in (0, 1) and all(row[column].exact == first + i for i, row in enumerate(rows))


def _leftovers(rows: Sequence[Sequence[Number]]) -> tuple[str, ...]:
    """Rows never written at the end of a preallocated array: zeros after a point that is not near zero, or NaN."""
    kept = len(rows)
    while kept and all(c.exact == 0 for c in rows[kept - 1]):
        kept -= 1
    if 0 < kept < len(rows) and any(c.exact is None or abs(c.exact) > Fraction(1, 20) for c in rows[kept - 1]):
        return ("zero-rows",)
    kept = len(rows)
    while kept and all(c.nonfinite == "nan" for c in rows[kept - 1]):
        kept -= 1
    return ("nan-rows",) if 0 < kept < len(rows) else ()

"""A table of rows (t, variables, value, norm): by names where it has names, else by order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.reading.grids import Grid, counter, describe, grids
from grader.reading.names import role, roles
from grader.reading.number import Number, ReadingError, from_integer
from grader.reading.points import counts, refuse
from grader.reading.value import Value

#: Rows without a t are numbered by their place where they are so many that they must be a whole trace.
WHOLE_TRACE = 13


@dataclass(frozen=True, slots=True)
class TableReading:
    """Rows as column → number, None where a cell is missing; columns as asked."""

    rows: tuple[Mapping[str, Number | None], ...]
    read_as: str
    notes: tuple[str, ...] = ()


def read_table(value: Value, columns: Sequence[str] = ("t", "x", "y", "g", "norm")) -> TableReading:
    """The rows of a table. `columns` are t, the variables, the objective's name and the norm, in this order.

    t may also be the keys of a dict, or an index; a list of lists may begin with a row of names; lines of text are read.
    Raises ReadingError.
    """
    refuse(value)
    found = [(grid, _assign(grid, columns)) for grid in grids(value)]
    usable = [(grid, assigned) for grid, assigned in found if assigned is not None]
    if not usable:
        raise ReadingError(f"{describe(value)}: no rows with the columns {', '.join(columns)}")
    best = max(range(len(usable)), key=lambda i: (*_score(usable[i][0], usable[i][1], columns), -i))
    grid, assigned = usable[best]
    rows = [{c: (row[assigned[c]] if c in assigned else None) for c in columns} for row in grid.rows]
    notes = grid.notes
    if columns[0] not in assigned:
        times = _times(grid)
        if times is not None:
            rows = [{**row, columns[0]: t} for row, t in zip(rows, times, strict=True)]
            notes = (*notes, "index-is-t")
    empty = [{c: (None if n is not None and n.kind == "missing" else n) for c, n in row.items()} for row in rows]
    return TableReading(tuple(empty), grid.read_as, tuple(dict.fromkeys(notes)))


def _assign(grid: Grid, columns: Sequence[str]) -> dict[str, int] | None:
    """column → position in the grid; None where the grid cannot be such a table."""
    time, *variables, value, norm = columns
    if not grid.rows or grid.width < 2:
        return None
    if any(grid.names):
        wanted = {"t": time, "value": value, "norm": norm, **{v: v for v in variables}}
        given = roles(grid.names, variables, value)
        assigned = {wanted[one]: i for i, one in enumerate(given) if one in wanted}
        counting = (i for i, name in enumerate(grid.names) if role(name, variables, value) == "t")
        if norm not in assigned and (n := next((i for i in counting if not _whole(grid, i)), None)) is not None:
            # The n of the norm is no count.
            assigned = {column: i for column, i in assigned.items() if i != n} | {norm: n}
        in_order = grid.width == len(columns) and all(columns.index(c) == i for c, i in assigned.items())
        if assigned and in_order:
            return {c: i for i, c in enumerate(columns)}
        named = sum(c in assigned for c in columns[1:])
        if named * 2 >= len(columns) - 1:
            return assigned
        if sum(bool(name) for name in grid.names) > 1 and named:
            return None
    if grid.width >= len(columns):
        return {c: i for i, c in enumerate(columns)}
    if grid.width == len(columns) - 1:
        # Without t, or without the last column: what the first column holds decides.
        if _whole(grid, 0) and not _whole(grid, 1):
            return {c: i for i, c in enumerate(columns[:-1])}
        return {c: i for i, c in enumerate(columns[1:])}
    if grid.width >= 3 and _whole(grid, 0):
        return {c: i for i, c in enumerate(columns[: grid.width])}
    return None


def _score(grid: Grid, assigned: Mapping[str, int], columns: Sequence[str]) -> tuple[int, ...]:
    named = any(grid.names)
    timed = columns[0] in assigned and _whole(grid, assigned[columns[0]])
    exact = grid.width in (len(columns), len(columns) - 1)
    return (
        named,
        exact,
        timed,
        len(assigned),
        not {"transposed", "columns"} & set(grid.notes),
        "nested" not in grid.notes,
    )


def _whole(grid: Grid, column: int) -> bool:
    """Whether a column may be t: whole, never negative, each another."""
    cells = [row[column].exact for row in grid.rows]
    return all(c is not None and c.denominator == 1 and c >= 0 for c in cells) and len(set(cells)) == len(cells)


def _times(grid: Grid) -> list[Number] | None:
    """t from an index that is more than 0, 1, 2, …, or from the row's place in a whole trace."""
    keys = [counter(key) for key in grid.index]
    times = [key for key in keys if key is not None]
    if len(times) != len(grid.rows) or not times:
        times = []
    trivial = not times or (times[0].exact == 0 and counts([(t,) for t in times], 0))
    if times and (not trivial or len(times) >= WHOLE_TRACE):
        return times
    if len(grid.rows) >= WHOLE_TRACE:
        return [from_integer(i) for i in range(len(grid.rows))]
    return None

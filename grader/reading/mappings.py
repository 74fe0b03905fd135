"""Single answers and answers by start: one number, one text, a set of points, a mapping start → anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from grader.reading.grids import describe, grids, name_of, slices, vector
from grader.reading.lines import coordinates, lines
from grader.reading.names import roles
from grader.reading.number import ALL_DIGITS, Number, ReadingError, from_text
from grader.reading.points import counts, read_trace, refuse, starts_at
from grader.reading.value import (
    Array,
    Complex,
    Expression,
    Frame,
    Instance,
    Items,
    Nothing,
    Pairs,
    Scalar,
    Series,
    Text,
    Truth,
    Value,
    numbers_of,
)
from grader.reading.words import quantities
from grader.reference.parsing import ExpressionError, parse

_NAMED = re.compile(r"^[^\W\d][\w ]{0,30}[=:≈]\s*|^\s*[≈~]\s*")


def read_number(value: Value) -> Number:
    """One number: also a 0-d array, a list of one, "0,465", "eta = 0.465", "(5 - sqrt(13))/3". Raises ReadingError."""
    match value:
        case Scalar():
            return value.number
        case Complex() if value.imaginary.exact == 0:
            return value.real
        case Text():
            return _number_in(value.text)
        case Array() if len(value.numbers) == 1:
            return value.numbers[0]
        case Items() if len(value.items) == 1:
            return read_number(value.items[0])
        case Series() if len(value.values) == 1:
            return read_number(value.values[0])
        case Pairs() if len(value.pairs) == 1 and not isinstance(value.pairs[0][1], Pairs):
            return read_number(value.pairs[0][1])
        case Frame() if len(value.values) == 1 and len(value.values[0]) == 1:
            return read_number(value.values[0][0])
        case _:
            raise ReadingError(f"{describe(value)}: not one number")


def read_text(value: Value) -> str:
    """A text answer: a string, or what is written in a list, a dict or a number. Raises ReadingError where it is empty."""
    text = _written(value).strip()
    if not text:
        raise ReadingError("no text", "empty")
    return text


def read_points(
    value: Value, dimension: int = 2, variables: Sequence[str] = ("x", "y")
) -> tuple[tuple[Number, ...], ...]:
    """Points in any order: list, set, array, dict of points or of columns, table, text; one point is a set of one.

    Raises ReadingError.
    """
    refuse(value)
    one = vector(value)
    if one is not None and len(one) == dimension and not isinstance(value, Pairs):
        return (one,)
    if isinstance(value, Pairs):
        parts = [vector(v) for _, v in value.pairs if not isinstance(v, Nothing)]
        points = tuple(p for p in parts if p is not None)
        if (
            parts
            and len(points) == len(parts)
            and all(len(p) == dimension for p in points)
            and not _names_are(value, variables)
        ):
            return points
    if (told := _points_of_records(value, dimension, variables)) is not None:
        return told
    if isinstance(value, Items) and any(isinstance(v, Nothing) for v in value.items):
        value = replace(value, items=tuple(v for v in value.items if not isinstance(v, Nothing)))
    return read_trace(value, dimension, variables=variables[:dimension]).rows


def _points_of_records(value: Value, dimension: int, variables: Sequence[str]) -> tuple[tuple[Number, ...], ...] | None:
    """The points of records that hold one each beside other things: x of scipy's results, else the only point but their start.

    Records that name their coordinates one by one are rows of a table, whatever else they hold.
    """
    if not isinstance(value, Items) or not value.items or dimension < 2:
        return None
    records = [_fields(one) for one in value.items]
    points = [{name: numbers for name, numbers in one.items() if len(numbers) == dimension} for one in records]
    common = [name for name in points[0] if "start" not in quantities(name) and all(name in one for one in points)]
    single = [name for name, numbers in records[0].items() if len(numbers) == 1]
    if variables[0] in common:
        common = [variables[0]]
    elif len(common) != 1 or set(variables) <= set(roles(single, variables)):
        return None
    return tuple(one[common[0]] for one in points)


def _fields(value: Value) -> dict[str, tuple[Number, ...]]:
    """What an object's attributes or a dict's entries hold, of those that hold numbers."""
    match value:
        case Instance():
            pairs = value.attributes
        case Pairs():
            pairs = tuple((name_of(key) or "", one) for key, one in value.pairs)
        case _:
            pairs = ()
    return {name: numbers for name, one in pairs if (numbers := vector(one)) is not None}


def read_point(value: Value, dimension: int) -> tuple[Number, ...] | None:
    """The one finite point that a value is, None where it is anything else."""
    try:
        points = read_points(value, dimension)
    except ReadingError:
        return None
    whole = len(points) == 1 and all(c.exact is not None and c.nonfinite is None for c in points[0])
    return points[0] if whole else None


def read_by_start(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None]:
    """For each start what the value holds under it, None where nothing.

    Keys are starts in any spelling ((0, 1), "(0, 1)", "0,1", "x0=0, y0=1", arrays, x + iy); without such keys rows tell
    their start, or their run's number, in columns; else as many parts as starts stand in their order: a list, the axis of
    an array, the columns or the rows of a table.

    Raises ReadingError.
    """
    refuse(value)
    for read in (_by_key, _by_columns, _by_number, _in_order, _by_content):
        found = read(value, starts)
        if found is not None and any(one is not None for one in found):
            return found
    raise ReadingError(f"{describe(value)}: nothing in it by start")


def read_start_and_step(value: Value, dimension: int) -> tuple[tuple[Number, ...], Number]:
    """A start and a step size, nested or not, in either order where one of them is a pair. Raises ReadingError."""
    if isinstance(value, Instance):
        value = Pairs(tuple((Text(name), one) for name, one in value.attributes), value.identity)
    if isinstance(value, Frame) and len(value.index) == 1:
        value = Pairs(tuple((Text(n), column[0]) for n, column in zip(value.columns, value.values, strict=True)), -1)
    if isinstance(value, Pairs) and len(value.pairs) >= 1:
        named = [(quantities(name_of(key) or ""), one) for key, one in value.pairs]
        point = next(
            (p for what, v in named if "start" in what and len(p := _key_numbers(v, dimension) or ()) == dimension),
            None,
        )
        step = next((v for what, v in named if "rate" in what and "start" not in what), None)
        if point is not None and step is not None:
            return point, read_number(step)
        key, one = value.pairs[0]
        start = _key_numbers(key, dimension)
        if start is not None:
            return start, read_number(one)
    if isinstance(value, Text):
        for line in lines(value.text, dimension + 1):
            if len(line.numbers) == dimension + 1:
                return line.numbers[:dimension], line.numbers[dimension]
    if isinstance(value, Items) and len(value.items) == 2:
        first, second = value.items
        for one, other in ((first, second), (second, first)):
            point = _key_numbers(one, dimension)
            if point is not None and (dimension > 1 or one is first) and (step_number := _scalar(other)) is not None:
                return point, step_number
    if isinstance(value, Items) and value.items and all(isinstance(v, Items) for v in value.items):
        return read_start_and_step(value.items[0], dimension)
    numbers = numbers_of(value)
    if numbers is not None and len(numbers) == dimension + 1:
        return numbers[:dimension], numbers[dimension]
    raise ReadingError(f"{describe(value)}: not a start and a step size")


def read_array(value: Value) -> tuple[tuple[int, ...], tuple[Number, ...]]:
    """(shape, numbers in C order) of an array, a number or nested lists of equal lengths. Raises ReadingError."""
    match value:
        case Array():
            return value.shape, value.numbers
        case Frame():
            rows = [read_array(cell) for row in zip(*value.values, strict=True) for cell in row]
            return (len(value.index), len(value.columns)), tuple(n for _, numbers in rows for n in numbers)
        case Series():
            return _stacked([read_array(one) for one in value.values])
        case Items():
            return _stacked([read_array(one) for one in value.items])
        case _:
            return (), (read_number(value),)


def _stacked(parts: Sequence[tuple[tuple[int, ...], tuple[Number, ...]]]) -> tuple[tuple[int, ...], tuple[Number, ...]]:
    shapes = {shape for shape, _ in parts}
    if len(shapes) != 1:
        raise ReadingError("rows of different lengths" if parts else "an empty list")
    return (len(parts), *shapes.pop()), tuple(n for _, numbers in parts for n in numbers)


def _number_in(text: str) -> Number:
    text = _NAMED.sub("", text.strip()[:2000])
    try:
        return from_text(text)
    except ReadingError:
        pass
    read = lines(text)
    if len(read) == 1 and len(read[0].numbers) == 1 and not re.search(r"sqrt|[*/+^]|\d\s*-", text):
        return read[0].numbers[0]
    try:
        exact = parse(text, ()).evalf(25)
        real = from_text(str(exact))
    except (ExpressionError, ReadingError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise ReadingError(f"{text[:40]!r} is not one number") from error
    return replace(real, decimals=ALL_DIGITS, kind="sympy", symbolic=True)


def _scalar(value: Value) -> Number | None:
    try:
        return read_number(value)
    except ReadingError:
        return None


def _written(value: Value) -> str:
    match value:
        case Text():
            return value.text
        case Scalar():
            exact = value.number.exact
            return (
                str(value.number.nonfinite)
                if exact is None
                else f"{float(exact):.10g}"
                if abs(exact) < 10**300
                else "inf"
            )
        case Truth():
            return str(value.value)
        case Expression():
            return value.text
        case Items():
            return "\n".join(_written(one) for one in value.items)
        case Pairs():
            return "\n".join(f"{_written(key)}: {_written(one)}" for key, one in value.pairs)
        case Array() | Frame() | Series() | Instance():
            return describe(value)
        case _:
            return ""


def _names_are(value: Pairs, variables: Sequence[str]) -> bool:
    return {name_of(key) for key, _ in value.pairs} == set(variables)


def _key_numbers(key: Value, dimension: int) -> tuple[Number, ...] | None:
    """The point that a key spells, None where it spells none."""
    match key:
        case Text():
            numbers = coordinates(key.text)
        case Scalar() if dimension > 1:
            return None
        case _:
            numbers = vector(key) or ()
    return tuple(numbers) if len(numbers) == dimension else None


def _spelled(keys: Sequence[Value], starts: Sequence[Sequence[Fraction]]) -> list[int | None]:
    """For each start the position of the key that spells it."""
    dimension = len(starts[0])
    points = [_key_numbers(key, dimension) for key in keys]
    return [next((i for i, p in enumerate(points) if p is not None and starts_at(p, start)), None) for start in starts]


def _picked(
    keys: Sequence[Value], values: Sequence[Value], starts: Sequence[Sequence[Fraction]]
) -> list[Value | None] | None:
    at = _spelled(keys, starts)
    return None if all(i is None for i in at) else [None if i is None else values[i] for i in at]


def _by_key(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    match value:
        case Pairs():
            return _picked([k for k, _ in value.pairs], [v for _, v in value.pairs], starts)
        case Instance():
            return _inside([v for _, v in value.attributes], starts)
        case Series():
            return _picked(value.index, value.values, starts)
        case Frame():
            return _frame_by_key(value, starts)
        case Items() if all(isinstance(one, Items) and len(one.items) == 2 for one in value.items):
            pairs = [one.items for one in value.items if isinstance(one, Items)]
            found = _picked([p[0] for p in pairs], [p[1] for p in pairs], starts)
            # Every pair must begin with a start: four points that happen to hold one do not.
            return found if found is not None and sum(f is not None for f in found) == len(pairs) else None
        case Items() if value.items and all(isinstance(one, Pairs | Instance) for one in value.items):
            return _records(value.items, starts)
        case _:
            return None


def _records(items: Sequence[Value], starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    """A list of dicts that name their start: [{"start": (0, 1), "path": …}, …]."""
    keys: list[Value] = []
    rest: list[Value] = []
    for item in items:
        pairs = item.pairs if isinstance(item, Pairs) else ()
        at = next(
            (i for i, (k, _) in enumerate(pairs) if re.search("start|inicio|inicial", (name_of(k) or "").lower())), None
        )
        if at is None:
            return None
        others = tuple(p for i, p in enumerate(pairs) if i != at)
        keys.append(pairs[at][1])
        rest.append(others[0][1] if len(others) == 1 else Pairs(others, -1))
    return _picked(keys, rest, starts)


def _inside(values: Sequence[Value], starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    for one in values:
        if isinstance(one, Pairs) and (found := _by_key(one, starts)) is not None:
            return found
    return None


def _frame_by_key(value: Frame, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    n = len(starts[0])
    rows = [Items("tuple", tuple(column[i] for column in value.values), -1) for i in range(len(value.index))]
    if (found := _picked(value.index, rows, starts)) is not None:
        return found
    columns = [Items("list", column, -1) for column in value.values]
    if (found := _picked([Text(name) for name in value.columns], columns, starts)) is not None:
        return found
    # Columns ((0, 1), 'x') and ((0, 1), 'y'): a start's columns side by side.
    spelled = [coordinates(name) for name in value.columns]
    grouped: list[Value | None] = []
    for start in starts:
        own = [columns[i] for i, p in enumerate(spelled) if len(p) == n and starts_at(p, start)]
        grouped.append(Items("tuple", tuple(own), -1) if own else None)
    if any(one is not None for one in grouped):
        return grouped
    # A column that holds the start of each row, or n columns that do.
    for keys, used in _key_columns(value, n):
        at = [[i for i, key in enumerate(keys) if key is not None and starts_at(key, start)] for start in starts]
        if all(at) and sum(map(len, at)) == len(keys):
            rest = [i for i in range(len(value.columns)) if i not in used]
            names = tuple(value.columns[c] for c in rest)
            return [_part(value, names, rest, chosen) for chosen in at]
    return None


def _key_columns(value: Frame, n: int) -> list[tuple[list[tuple[Number, ...] | None], tuple[int, ...]]]:
    found: list[tuple[list[tuple[Number, ...] | None], tuple[int, ...]]] = []
    for i, column in enumerate(value.values):
        found.append(([_key_numbers(cell, n) for cell in column], (i,)))
    for i in range(len(value.values) - n + 1) if n > 1 else ():
        part = value.values[i : i + n]
        found.append(
            ([numbers_of(Items("tuple", cells, -1)) for cells in zip(*part, strict=True)], tuple(range(i, i + n)))
        )
    return found


def _part(value: Frame, names: tuple[str, ...], columns: Sequence[int], rows: Sequence[int]) -> Value:
    if len(rows) == 1:
        cells = tuple(value.values[c][rows[0]] for c in columns)
        return cells[0] if len(cells) == 1 else Items("tuple", cells, -1)
    return Frame(
        names, tuple(value.index[i] for i in rows), tuple(tuple(value.values[c][i] for i in rows) for c in columns)
    )


def _in_order(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    m = len(starts)
    match value:
        case Items() if len(value.items) == m:
            return list(value.items)
        case Series() if len(value.values) == m:
            return list(value.values)
        case Pairs() if len(value.pairs) == m and all(_key_numbers(k, len(starts[0])) is None for k, _ in value.pairs):
            return [v for _, v in value.pairs]
        case Array() if m in value.shape:
            return [Scalar(p.numbers[0]) if not p.shape else p for p in slices(value, value.shape.index(m))]
        case Frame() if len(value.index) == m:
            return [_part(value, value.columns, range(len(value.columns)), [i]) for i in range(m)]
        case Frame() if len(value.columns) == m:
            return [Items("list", column, -1) for column in value.values]
        case Text():
            read = lines(value.text)
            return (
                [Items("tuple", tuple(Scalar(n) for n in line.numbers), -1) for line in read]
                if len(read) == m
                else None
            )
        case _:
            return None


def _by_columns(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    """Rows that tell their start in columns of their own, all of them together: (0, 1) t = 3: 0.3 2.1; or one row a start: (0, 1) 0.1."""
    n = len(starts[0])
    for grid in grids(value):
        for first in range(min(grid.width - n, 2)):
            runs: list[list[tuple[Number, ...]]] = [[] for _ in starts]
            for row in grid.rows:
                told = next((i for i, start in enumerate(starts) if starts_at(row[first : first + n], start)), None)
                if told is None:
                    break
                runs[told].append(row[:first] + row[first + n :])
            else:
                if all(len(run) > 2 for run in runs):
                    return [_uncounted(run) for run in runs]
                # One row a start: what stands beside it is a number or a point, for a longer row is a run laid flat.
                alone = all(len(run) == 1 for run in runs) and grid.width - first <= 2 * n
                if alone and (first == 0 or counts(grid.rows, 0)):
                    rest = [tuple(map(Scalar, run[0][first:])) for run in runs]
                    return [one[0] if len(one) == 1 else Items("tuple", one, -1) for one in rest]
    return None


def _by_number(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    """Rows of all runs, one run after the other, whose number a column tells: 1, 0, 1.0, −1.0; then the next.

    Each is the run of the start at which it begins; where one begins at none, they stand in the starts' order.
    """
    m, n = len(starts), len(starts[0])
    for grid in grids(value):
        if not 3 * m <= len(grid.rows):
            continue
        for j in range(min(grid.width - n, 2)):
            runs = [list(run) for _, run in groupby(grid.rows, key=lambda row: row[j].exact)]
            rest = [[row[:j] + row[j + 1 :] for row in run] for run in runs]
            if len(runs) == m and all(len(run) > 2 for run in runs) and len({run[0][j].exact for run in runs}) == m:
                numbered = [_uncounted(run) for run in rest]
                own = [next((run for run in numbered if _begins(run, start)), None) for start in starts]
                return [*numbered] if None in own else own
    return None


def _uncounted(rows: Sequence[tuple[Number, ...]]) -> Value:
    """Rows without the columns that count them."""
    kept = [j for j in range(len(rows[0])) if not counts(rows, j)]
    return Items(
        "list", tuple(Items("tuple", tuple(Scalar(row[j]) for j in kept), -2 - i) for i, row in enumerate(rows)), -1
    )


def _by_content(value: Value, starts: Sequence[Sequence[Fraction]]) -> list[Value | None] | None:
    """Parts that begin at a start, where their number or keys do not tell: three runs of four, (runs, limits), attributes."""
    parts: list[Value] = []
    match value:
        case Items():
            parts = list(value.items)
        case Pairs():
            parts = [v for _, v in value.pairs]
        case Instance():
            parts = [v for _, v in value.attributes]
    nested = [
        found
        for part in parts[:16]
        if (found := _attempt(lambda p: _by_key(p, starts) or _in_order(p, starts), part)) is not None
    ]
    if nested and isinstance(value, Items | Instance) and len(parts) < len(starts):
        return nested[0]
    chosen: list[Value | None] = []
    for start in starts:
        chosen.append(next((p for p in parts[:16] if _begins(p, start)), None))
    return chosen if any(c is not None for c in chosen) else None


def _attempt(read: Callable[[Value], list[Value | None] | None], part: Value) -> list[Value | None] | None:
    try:
        return read(part)
    except ReadingError:
        return None


def _begins(part: Value, start: Sequence[Fraction]) -> bool:
    return any(
        len(grid.rows) > 1 and grid.width >= len(start) and starts_at(grid.rows[0][: len(start)], start)
        for grid in grids(part)
    )

"""Any value that may hold rows of numbers → grids: rows under column names, each with how it was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.reading.lines import LONGEST_LINE, MOST_LINES, Line, cells, has_points, lines, read_line
from grader.reading.number import MISSING, Number, ReadingError, from_text
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
    Value,
    numbers_of,
)

#: A transposed grid has at most this many columns, a nested value is looked into this deep, and so many parts of it.
WIDEST, DEEPEST, MOST_PARTS = 12, 4, 64
#: A name and its number, grown together: t8, theta_8.
_COUNTED = re.compile(r"^\s*([^\W\d]{1,12})_?(\d{1,6})\s*$")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of equal length; `names` a column ("" where it has none); `identity` equal where two rows are one object.

    `notes` say how the rows were come by: "transposed", "columns" (one list a coordinate), "nested", "ragged", "generator", "text", "by-key".
    """

    rows: tuple[tuple[Number, ...], ...]
    names: tuple[str, ...]
    read_as: str
    identity: tuple[int, ...]
    notes: tuple[str, ...] = ()
    index: tuple[Value, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.names)


def grids(value: Value, depth: int = 0) -> Iterator[Grid]:
    """Every grid that a value can be read as, the most natural first."""
    if depth > DEEPEST:
        return
    match value:
        case Array():
            yield from _array(value)
        case Items():
            yield from _items(value.items, value.form, describe(value), depth)
        case Series():
            for grid in _items(value.values, "Series", describe(value), depth):
                yield replace(grid, index=value.index) if len(grid.rows) == len(value.index) else grid
        case Pairs():
            yield from _pairs(value.pairs, describe(value), depth)
        case Instance():
            pairs = tuple((Text(name), one) for name, one in value.attributes)
            yield from _pairs(pairs, describe(value), depth)
        case Frame():
            yield from _frame(value, depth)
        case Text():
            yield from _text(value.text)
        case _:
            return


def describe(value: Value) -> str:
    """What a value is, in the words of whoever wrote it: 'list of 49 tuples', 'array (49, 2)', 'DataFrame of 6 rows'."""
    match value:
        case Array():
            return f"array ({', '.join(map(str, value.shape))}{',' if len(value.shape) == 1 else ''})"
        case Items():
            return f"{value.form} of {len(value.items)} {_kinds(value.items)}"
        case Pairs():
            return f"dict of {len(value.pairs)} {_kinds([v for _, v in value.pairs])}"
        case Frame():
            return f"DataFrame of {len(value.index)} rows"
        case Series():
            return f"Series of {len(value.values)} {_kinds(value.values)}"
        case Instance():
            return f"object {value.type_name[:60]}"
        case Text():
            return f"text of {len(value.text.splitlines())} lines"
        case _:
            return value.kind


def name_of(key: Value) -> str | None:
    """A key as a name: a text or a symbol."""
    match key:
        case Text():
            return key.text
        case Expression():
            return key.text
        case _:
            return None


def _kinds(values: Sequence[Value]) -> str:
    words = {
        "array": "arrays", "number": "numbers", "text": "texts", "pairs": "dicts", "complex": "complex numbers", "series": "Series",
        "expression": "expressions", "object": "objects", "frame": "DataFrames",
    }  # fmt: skip
    kinds = {f"{v.form}s" if isinstance(v, Items) else words.get(v.kind, "values") for v in values}
    return kinds.pop() if len(kinds) == 1 else "values"


def vector(value: Value) -> tuple[Number, ...] | None:
    """The numbers of a value that is one row or column: a scalar, (n,), (n, 1), (1, n), or a list of scalars."""
    match value:
        case Array():
            return value.numbers if sum(side != 1 for side in value.shape) <= 1 else None
        case Items():
            inner = [vector(one) for one in value.items]
            known = [one for one in inner if one is not None]
            if len(known) != len(inner):
                return None
            if len(known) == 1:
                return known[0]
            return tuple(n for one in known for n in one) if all(len(one) == 1 for one in known) else None
        case Scalar() | Nothing() | Complex() | Series():
            return numbers_of(value)
        case _:
            return None


def row_of(value: Value) -> tuple[tuple[Number, ...], tuple[str, ...]] | None:
    """One row, however it is nested, with the names it brings (dict keys, attributes, labels in a text)."""
    match value:
        case Pairs() | Instance():
            pairs = value.pairs if isinstance(value, Pairs) else tuple((Text(n), v) for n, v in value.attributes)
            numbers: list[Number] = []
            names: list[str] = []
            for key, one in pairs:
                found = numbers_of(one)
                if found is None:
                    continue
                name = name_of(key) or ""
                numbers += found
                names += [name] if len(found) == 1 else [f"{name}_{i}" for i in range(len(found))]
            return (tuple(numbers), tuple(names)) if numbers else None
        case Text():
            read = lines(value.text, 2)
            if len(read) != 1:
                read = lines(value.text)
            return (read[0].numbers, read[0].labels) if len(read) == 1 else None
        case Series():
            row = numbers_of(value)
            index = tuple(name_of(key) or "" for key in value.index)
            return None if row is None else (row, index if len(index) == len(row) else ("",) * len(row))
        case Items() if any(isinstance(one, Text) for one in value.items):
            parts = [_cell(one) if isinstance(one, Text) else row_of(one) for one in value.items]
            known = [p for p in parts if p is not None]
            if len(known) != len(parts):
                return None
            return tuple(n for p in known for n in p[0]), tuple(n for p in known for n in p[1])
        case _:
            row = numbers_of(value)
            return None if row is None else (row, ("",) * len(row))


def _cell(value: Text) -> tuple[tuple[Number, ...], tuple[str, ...]] | None:
    """One cell that is a text: one number, with its decimal comma; an empty one is missing, and a word beside numbers is no cell."""
    numbers = _number_text(value.text)
    if numbers is not None:
        return numbers, ("",)
    return row_of(value) or (None if any(map(str.isdigit, value.text)) else ((), ()))


def _array(value: Array) -> Iterator[Grid]:
    read_as = describe(value)
    sides = [side for side in value.shape if side != 1]
    if 0 in sides:
        return
    if len(sides) > 2:
        for i, part in enumerate(slices(value)[:MOST_PARTS]):
            for grid in _array(part):
                yield replace(
                    grid, read_as=f"{grid.read_as}, part {i + 1} of an {read_as}", notes=(*grid.notes, "nested")
                )
        return
    if len(value.shape) == 2:
        height, width = value.shape
    else:
        height, width = (sides[0], sides[1]) if len(sides) == 2 else (sides[0] if sides else 1, 1)
    rows = tuple(value.numbers[i * width : (i + 1) * width] for i in range(height))
    yield Grid(rows, ("",) * width, read_as, tuple(range(height)))
    if height <= WIDEST:
        yield _transposed(rows, ("",) * height, read_as)


def slices(value: Array, axis: int = 0) -> list[Array]:
    """The parts of an array along an axis."""
    side = value.shape[axis]
    inner = 1
    for s in value.shape[axis + 1 :]:
        inner *= s
    shape = value.shape[:axis] + value.shape[axis + 1 :]
    outer = len(value.numbers) // (side * inner) if side * inner else 0
    parts = []
    for i in range(side):
        numbers: list[Number] = []
        for o in range(outer):
            begin = (o * side + i) * inner
            numbers.extend(value.numbers[begin : begin + inner])
        parts.append(Array(shape, tuple(numbers), -(i + 1), value.dtype))
    return parts


def _transposed(
    columns: Sequence[Sequence[Number]], names: Sequence[str], read_as: str, *notes: str, by: str = "transposed"
) -> Grid:
    shortest, longest = min(map(len, columns)), max(map(len, columns))
    rows = tuple(tuple(column[i] for column in columns) for i in range(shortest))
    ragged = ("ragged",) if shortest != longest else ()
    return Grid(rows, tuple(names), read_as, tuple(range(shortest)), (by, *ragged, *notes))


def _items(items: Sequence[Value], form: str, read_as: str, depth: int) -> Iterator[Grid]:
    if not items:
        return
    notes = ("generator",) if form == "generator" else ()
    header: tuple[str, ...] = ()
    if len(items) > 1 and (words := _header(items[0])) and _header(items[1]) is None:
        header, items = words, items[1:]
    rows = [row_of(item) for item in items]
    while rows and rows[-1] is None and len(rows) > 2:
        rows.pop()  # a sentence, or a mark, below the rows
    known = [row for row in rows if row is not None]
    if known and len(known) == len(rows):
        yield from _rows(known, items, header, read_as, notes)
    columns = [vector(item) for item in items]
    if 1 <= len(items) <= WIDEST and all(c is not None and len(c) > 1 for c in columns):
        yield _transposed(
            [c for c in columns if c is not None],
            header if len(header) == len(items) else ("",) * len(items),
            read_as,
            *notes,
            by="columns",
        )
    elif len(items) <= WIDEST:
        # Some parts of a tuple are columns (xs, ys, count): those that are.
        long = [c for c in columns if c is not None and len(c) > 2]
        if len(long) >= 1 and len(long) < len(items):
            yield _transposed(long, ("",) * len(long), read_as, *notes, "nested", by="columns")
    for i, item in enumerate(items[:MOST_PARTS]):
        if isinstance(item, Array | Items | Pairs | Frame | Series | Instance) and _holds_rows(item):
            for grid in grids(item, depth + 1):
                yield replace(
                    grid, read_as=f"{grid.read_as}, item {i + 1} of a {form}", notes=(*grid.notes, "nested", *notes)
                )


def _rows(
    rows: Sequence[tuple[tuple[Number, ...], tuple[str, ...]]],
    items: Sequence[Value],
    header: tuple[str, ...],
    read_as: str,
    notes: tuple[str, ...],
) -> Iterator[Grid]:
    width = Counter(len(numbers) for numbers, _ in rows if numbers).most_common(1)
    if not width:
        return
    wide = width[0][0]
    good = [i for i, (numbers, _) in enumerate(rows) if len(numbers) == wide]
    if len(good) != len(rows):
        # Rows that differ in length: those as long as most are.
        if len(good) * 2 < len(rows):
            return
        notes = (*notes, "ragged")
    named = [rows[i][1] for i in good]
    names = header if len(header) == wide else named[0] if all(n == named[0] for n in named) else ("",) * wide
    if any(isinstance(item, Text) for item in items):
        notes = (*notes, "text")
        if set(named[0]) == {""} and len(header) != wide:
            names = ("",) * wide
    if any(named[0]) and any(n != named[0] for n in named) and {frozenset(n) for n in named} == {frozenset(named[0])}:
        # Dicts with the same keys in another order.
        names = named[0]
        aligned = [tuple(dict(zip(rows[i][1], rows[i][0], strict=True))[n] for n in names) for i in good]
    else:
        aligned = [rows[i][0] for i in good]
    identity = tuple(_identity(items[i], i) for i in good)
    yield Grid(tuple(aligned), tuple(names), read_as, identity, notes)


def _identity(item: Value, position: int) -> int:
    """Only what can be changed in place can be the same row by mistake: a tuple stored twice is two equal rows."""
    if isinstance(item, Array | Pairs | Instance) or (isinstance(item, Items) and item.form == "list"):
        return item.identity
    return 10**12 + position


def _holds_rows(item: Value) -> bool:
    if isinstance(item, Array):
        return sum(side > 1 for side in item.shape) >= 1 and len(item.numbers) > 2
    if isinstance(item, Items):
        return len(item.items) > 2 or any(not isinstance(one, Scalar) for one in item.items)
    return True


def _header(value: Value) -> tuple[str, ...] | None:
    """Column names, where a row is nothing but words."""
    if isinstance(value, Items) and value.items and all(isinstance(one, Text) for one in value.items):
        words = tuple(one.text for one in value.items if isinstance(one, Text))
        return None if any(_is_number(w) for w in words) else words
    if isinstance(value, Text) and value.text.strip() and not any(line.numbers for line in lines(value.text)):
        return tuple(cells(value.text))
    return None


def _is_number(word: str) -> bool:
    try:
        from_text(word)
    except ReadingError:
        return False
    return True


def _pairs(pairs: Sequence[tuple[Value, Value]], read_as: str, depth: int) -> Iterator[Grid]:
    if not pairs:
        return
    counted = [counter(key) for key, _ in pairs]
    if all(c is not None for c in counted) and len(pairs) > 1:
        yield from _by_counter(pairs, [c for c in counted if c is not None], read_as)
    names = [name_of(key) for key, _ in pairs]
    columns = [
        (n, c)
        for n, (_, v) in zip(names, pairs, strict=True)
        if n is not None and (c := vector(v)) is not None and len(c) > 1
    ]
    if columns:
        # Columns of one length are one grid; a pair (xs, ys) may be ragged, a final point beside them is no column.
        common = Counter(len(c) for _, c in columns).most_common(1)[0][0]
        same = [(n, c) for n, c in columns if len(c) == common]
        for chosen in (same,) if len(same) == len(columns) else (same, columns):
            yield _transposed([c for _, c in chosen], [n for n, _ in chosen], read_as, by="columns")
    elif all(n is not None for n in names) and (row := row_of(Pairs(tuple(pairs), 0))) is not None:
        yield Grid((row[0],), row[1], read_as, (0,))
    for key, value in pairs[:MOST_PARTS]:
        label = name_of(key)
        if isinstance(value, Array | Items | Pairs | Frame | Series | Instance | Text) and _holds_rows(value):
            where = (
                f"{'attribute' if read_as.startswith('object') else 'key'} {label[:60]!r}"
                if label is not None
                else "one value"
            )
            for grid in grids(value, depth + 1):
                yield replace(grid, read_as=f"{grid.read_as}, {where} of {read_as}", notes=(*grid.notes, "nested"))


def _by_counter(pairs: Sequence[tuple[Value, Value]], counters: Sequence[Number], read_as: str) -> Iterator[Grid]:
    rows = [row_of(value) for _, value in pairs]
    known = [row for row in rows if row is not None and row[0]]
    if len(known) != len(pairs) or len({len(row[0]) for row in known}) != 1 or len(known[0][0]) > WIDEST:
        return
    order = sorted(range(len(pairs)), key=lambda i: counters[i].exact or 0)
    names = known[0][1] if all(row[1] == known[0][1] for row in known) else ("",) * len(known[0][0])
    yield Grid(
        tuple((counters[i], *known[i][0]) for i in order), ("t", *names), read_as,
        tuple(_identity(pairs[i][1], i) for i in order), ("by-key",),
    )  # fmt: skip


def counter(key: Value) -> Number | None:
    """A key that counts iterations: 8, "8", "t=8", "t8"."""
    if isinstance(key, Scalar) and key.number.exact is not None:
        return key.number
    if isinstance(key, Text) and len(key.text) < 40:
        read = lines(_COUNTED.sub(r"\1 \2", key.text))
        if len(read) == 1 and len(read[0].numbers) == 1 and read[0].numbers[0].exact is not None:
            return read[0].numbers[0]
    return None


def _frame(value: Frame, depth: int) -> Iterator[Grid]:
    read_as = describe(value)
    if not value.index:
        return
    columns: list[tuple[Number, ...]] = []
    names: list[str] = []
    for name, column in zip(value.columns, value.values, strict=True):
        parts = [numbers_of(cell) if not isinstance(cell, Text) else _number_text(cell.text) for cell in column]
        known = [part for part in parts if part is not None]
        widths = {len(part) for part in known}
        if len(known) != len(parts) or len(widths) != 1:
            continue
        width = widths.pop()
        columns += [tuple(part[i] for part in known) for i in range(width)]
        names += [name] if width == 1 else [f"{name}_{i}" for i in range(width)]
    if columns:
        rows = tuple(zip(*columns, strict=True))
        yield Grid(rows, tuple(names), read_as, tuple(range(len(rows))), index=value.index)
        if len(rows) <= WIDEST:
            # A table that lies on its side: its index holds the names.
            labels = tuple(name_of(key) or "" for key in value.index)
            yield replace(_transposed(rows, labels, read_as), index=tuple(Text(n) for n in names))
    for name, column in zip(value.columns, value.values, strict=True):
        if any(isinstance(cell, Array | Items) for cell in column):
            for grid in _items(column, "column", read_as, depth + 1):
                yield replace(grid, read_as=f"column {name[:60]!r} of a {read_as}")


def _number_text(text: str) -> tuple[Number, ...] | None:
    if not text.strip():
        return (MISSING,)
    try:
        return (from_text(text),)
    except ReadingError:
        return None


def _text(text: str) -> Iterator[Grid]:
    read_as = f"text of {len(text.splitlines())} lines"
    # Rows of five between commas are told from decimal commas by the points that other rows have: one may be all whole.
    for at_least in (5, 2, 1) if has_points(text) else (2, 1):
        read = [line for line in lines(text, at_least) if len(line.numbers) >= at_least]
        if not read:
            continue
        width = Counter(len(line.numbers) for line in read).most_common(1)[0][0]
        kept = [line for line in read if len(line.numbers) == width]
        names = kept[0].labels if any(kept[0].labels) else _above(text, at_least, width)
        numbers = [line.numbers for line in kept]
        # Of a printed frame the index has no name, or one on a line of its own.
        index = tuple(Scalar(row[0]) for row in numbers) if len(names) < width else ()
        numbers = [row[width - len(names) :] for row in numbers]
        apart = _apart(numbers)
        rows = tuple(tuple(row[j] for j in apart) for row in numbers)
        yield Grid(rows, tuple(names[j] for j in apart), read_as, tuple(range(len(kept))), ("text",), index)
    yield from _labelled(text, read_as)


def _labelled(text: str, read_as: str) -> Iterator[Grid]:
    """Lines that begin with the name of what they hold: a column each, or one number each, row below row."""
    rows = [(_label(part, line), line) for part in text.splitlines()[:MOST_LINES] if (line := read_line(part)).numbers]
    labels = [label for label, _ in rows]
    widths = [len(line.numbers) for _, line in rows]
    if not labels or not all(labels):
        return
    if 2 <= len(rows) <= WIDEST and len(set(labels)) == len(rows) and min(widths) == max(widths) > 1:
        yield _transposed([line.numbers for _, line in rows], labels, read_as, "text", by="columns")
    period = next((i for i, label in enumerate(labels) if i and label == labels[0]), 0)
    whole = len(rows) // period * period if period > 1 else 0
    if whole and all((labels[i], widths[i]) == (labels[i % period], widths[i % period]) for i in range(whole)):
        names = [name for label, line in rows[:period] for name in ([label] if len(line.numbers) == 1 else line.labels)]
        numbers = [number for _, line in rows[:whole] for number in line.numbers]
        chunks = tuple(tuple(numbers[i : i + len(names)]) for i in range(0, len(numbers), len(names)))
        yield Grid(chunks, tuple(names), read_as, tuple(range(len(chunks))), ("text",))


def _label(text: str, line: Line) -> str:
    """What stands on a line before its first number; "t" where that counts."""
    before = re.split(r"[-+]?\d", text, maxsplit=1)[0].strip(" \t=:≈|([,;")
    return before or (line.labels[0] if line.labels else "")


def _above(text: str, at_least: int, width: int) -> tuple[str, ...]:
    """The names on a line above `width` columns of numbers, "" where there are none; one less where the first is a frame's index."""
    headers: list[str] = []
    for line in (part[:LONGEST_LINE] for part in text.splitlines()[:MOST_LINES]):
        if len(read_line(line, at_least).numbers) == width:
            ends = set(_ends(line)[1:])
            for header in reversed(headers):
                words = cells(header)
                if len(words) == width or (len(words) == width - 1 > 1 and ends <= set(_ends(header))):
                    return tuple(words)
            break
        if any(character.isalpha() for character in line) and not any(map(_is_number, cells(line))):
            headers.append(line)
    return ("",) * width


def _ends(line: str) -> list[int]:
    """Where the words of a line end: in a printed frame numbers end where the names of their columns do."""
    return [word.end() for word in re.finditer(r"\S+", line)]


def _apart(rows: Sequence[tuple[Number, ...]]) -> list[int]:
    """The columns but those that count once more what a column before them counts: x(3) = 0.5, y(3) = 0.1."""
    columns = list(zip(*rows, strict=True))
    counting = [
        len(rows) > 2 and all(n.decimals == 0 for n in column) and len(set(column)) == len(column) for column in columns
    ]
    return [j for j, column in enumerate(columns) if not (counting[j] and column in columns[:j])]

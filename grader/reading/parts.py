"""Any value → its parts, each with the words that lead to it: attributes, keys, columns, and what printed lines say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import NamedTuple

from grader.reading.grids import name_of
from grader.reading.lines import MOST_LINES, coordinates, sentence
from grader.reading.literals import literals
from grader.reading.number import Number
from grader.reading.value import Array, Frame, Instance, Items, Pairs, Scalar, Series, Text, Value
from grader.reading.words import enumerated, ordinal

#: Parts of one value, how deep they are looked for, and the most rows or columns whose columns are parts.
MOST_PARTS, DEEPEST, MOST_ROWS, MOST_COLUMNS = 200, 4, 64, 12


@dataclass(frozen=True, slots=True)
class Part:
    """A value inside another: `name` as its owner would write it, `own` the words it is called, `around` those that lead there.

    `number` is that of the question, where the name tells one (respuesta_2, the key "b"); `bare` the only value of a line that is like no other.
    """

    value: Value
    name: str
    own: str = ""
    around: str = ""
    number: int | None = None
    bare: bool = False


def parts(value: Value, name: str) -> list[Part]:
    """A variable's value and everything in it that has a name, or a place in a short tuple; the whole first."""
    found: list[Part] = []
    for part in _walk(Part(value, name, name, "", ordinal(name)), DEEPEST):
        if len(found) == MOST_PARTS:
            break
        found.append(part)
    return found


class _Lines(NamedTuple):
    """Printed lines of the same words, the line above the first of them, and what each of them says."""

    words: tuple[str, ...]
    above: str
    records: list[Pairs]


#: What IPython's %time and %timeit print: whole numbers now and broken ones then, and no answer.
_TIMED = re.compile(r"^(?:CPU times:|Wall time:|[\d.]+ [nmµμ]?s ± ).*$", re.MULTILINE)


def printed_parts(text: str, place: str) -> list[Part]:
    """What a printed text says: values that it spells, with their parts; else what its lines say.

    Of a line each number and point with its words, the line as a record, alike lines as a table.
    """
    spelled, text = literals(_TIMED.sub("", text))
    found = [
        replace(part, name=place)
        for one in spelled
        for part in islice(_walk(Part(one.value, place, one.words, "", ordinal(one.words)), DEEPEST), MOST_PARTS)
    ]
    alike: dict[tuple[str, ...], _Lines] = {}
    heading = ""
    for line in text.splitlines()[:MOST_LINES]:
        said = sentence(line)
        if 0 < len(said.parts) <= MOST_COLUMNS:
            before = [words for words, _ in said.parts]
            keys = [words if before.count(words) == 1 else f"{words} {i}" for i, words in enumerate(before)]
            values = [_value(numbers) for _, numbers in said.parts]
            record = Pairs(tuple((Text(key), one) for key, one in zip(keys, values, strict=True)), -1)
            key = *before, said.rest, *[str(len(numbers)) for _, numbers in said.parts]
            alike.setdefault(key, _Lines((*before, said.rest), heading, [])).records.append(record)
        heading = "" if said.parts else said.rest
    for words, above, records in alike.values():
        line = " ".join(words).strip()
        if len(records) == 1:
            pairs = records[0].pairs
            bare = len(pairs) == 1
            found.append(Part(records[0], place, line))
            # A value alone on its line is called as the line above says, where that says nothing else.
            own = [above] if bare and not line else words
            found += [Part(one, place, w, line, bare=bare) for (_, one), w in zip(pairs, own, strict=False)]
        elif len(records) <= MOST_ROWS:
            only = [r.pairs[0][1] if len(r.pairs) == 1 else r for r in records]
            table = _walk(Part(Items("list", tuple(only), -1), place, line), 1)
            found += [replace(part, name=place) for part in table]
    return found[: 2 * MOST_PARTS]


def _value(numbers: Sequence[Number]) -> Value:
    scalars = tuple(Scalar(one) for one in numbers)
    return scalars[0] if len(scalars) == 1 else Items("tuple", scalars, -1)


def _walk(part: Part, depth: int) -> Iterator[Part]:
    yield part
    if depth == 0:
        return
    inner = [*_named(part), *_columns(part)]
    for one in inner:
        yield from _walk(one, depth - 1)


def _named(part: Part) -> Iterator[Part]:
    """Attributes, entries under text keys, and the elements of a short list or tuple that holds more than numbers."""
    value, words = part.value, f"{part.around} {part.own}".strip()
    match value:
        case Instance():
            for name, one in value.attributes:
                yield Part(one, f"{part.name}.{name}", name, words, ordinal(name) or part.number)
        case Pairs():
            keys = [name_of(key) for key, _ in value.pairs]
            counted = enumerated([key for key in keys if key is not None])
            for i, (key, (_, one)) in enumerate(zip(keys, value.pairs, strict=True)):
                if key is not None and (counted or any(c.isalpha() for c in key)):
                    number = i + 1 if counted else ordinal(key) or part.number
                    yield Part(one, f"{part.name}[{key[:40]!r}]", key, words, number)
        case Series():
            for index, one in zip(value.index, value.values, strict=True):
                if (key := name_of(index)) is not None:
                    yield Part(one, f"{part.name}[{key[:40]!r}]", key, words, ordinal(key) or part.number)
        case Items() if 2 <= len(value.items) <= 8 and not _records(value)[1] and not _are_numbers(value):
            for i, one in enumerate(value.items):
                yield replace(part, value=one, name=f"{part.name}[{i}]")
        case _:
            return


def _are_numbers(value: Items) -> bool:
    return all(isinstance(one, Scalar) for one in value.items)


def _columns(part: Part) -> Iterator[Part]:
    """Each column of a table of records, under the keys of its rows where they have any, else under another column as key."""
    keys, rows = _records(part.value)
    if not 2 <= len(rows) <= MOST_ROWS:
        return
    names = [name for name in rows[0] if all(name in row for row in rows)][:MOST_COLUMNS]
    if not names:
        return
    columns = {name: tuple(row[name] for row in rows) for name in names}
    words = f"{part.around} {part.own}".strip()
    flat = [name for name in names if all(isinstance(one, Scalar) for one in columns[name])]
    # Neighbours x_end and y_end make a point.
    for one, other in pairwise(names):
        if one in flat and other in flat and _follows(one, other):
            together = tuple(Items("tuple", pair, -1) for pair in zip(columns[one], columns[other], strict=True))
            columns[f"{one} {other}"] = together
    for name, column in columns.items():
        label = f"{part.name}[…].{name}" if " " not in name and name.isidentifier() else f"{part.name}[…][{name!r}]"
        if keys is not None:
            yield Part(Pairs(tuple(zip(keys, column, strict=True)), -1), label, name, words, part.number)
            continue
        yield Part(Items("list", column, -1), label, name, words, part.number)
        for key, spelled in columns.items():
            if (
                key != name
                and set(key.split()).isdisjoint(name.split())
                and all(_spells_a_point(one) for one in spelled)
            ):
                pairs = Pairs(tuple(zip(spelled, column, strict=True)), -1)
                yield Part(pairs, label, name, f"{words} {key}", part.number)


def _spells_a_point(key: Value) -> bool:
    return isinstance(key, Items | Array) or (isinstance(key, Text) and len(coordinates(key.text)) > 1)


def _follows(one: str, other: str) -> bool:
    """Whether two names differ in one character, and there by one: x and y, x0 and x1."""
    apart = [ord(b) - ord(a) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and apart == [1]


def _records(value: Value) -> tuple[tuple[Value, ...] | None, list[dict[str, Value]]]:
    """(keys of the rows, rows by column name) of a list or dict of records, or a table."""
    keys: tuple[Value, ...] | None = None
    match value:
        case Frame():
            named = any(name_of(key) is not None or isinstance(key, Items) for key in value.index)
            rows = [dict(zip(value.columns, cells, strict=True)) for cells in zip(*value.values, strict=True)]
            return (value.index if named else None), rows
        case Pairs():
            keys, items = tuple(key for key, _ in value.pairs), tuple(one for _, one in value.pairs)
        case Items():
            items = value.items
        case _:
            return None, []
    rows = []
    for one in items:
        match one:
            case Pairs():
                rows.append({name: v for key, v in one.pairs if (name := name_of(key)) is not None})
            case Instance():
                rows.append(dict(one.attributes))
            case Series():
                rows.append({n: v for key, v in zip(one.index, one.values, strict=True) if (n := name_of(key))})
            case _:
                return None, []
    return keys, rows

"""Values that a printed text spells as Python does: print("runs =", runs), the last value of a cell, a dict by pprint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from grader.reading.lines import coordinates
from grader.reading.number import Number, ReadingError, from_quotient, from_repr, from_text
from grader.reading.value import (
    Complex,
    Instance,
    Items,
    Nothing,
    Opaque,
    Pairs,
    Scalar,
    Text,
    Truth,
    Value,
    as_numbers,
)

#: Values of one text, and brackets inside brackets, beyond which nothing is read.
MOST, DEEPEST = 100, 24
#: So many numbers in one bracket are no row or point of a line, but a column: xs = [1.0, 0.8, …].
COLUMN = 10
#: A longer line above a value is no heading of it.
LONGEST_HEADING = 60

_NUMBER = r"(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?|nan|inf|NaN|Infinity)"  # the last two as JSON writes them
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<complex>(?:(?P<real>[+-]?{_NUMBER})(?=[+-]))?(?P<imaginary>[+-]?{_NUMBER})j)\b
    |(?P<number>[+-]?{_NUMBER}(?![\w.]))
    |(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<name>[^\W\d][\w.]*)
    |(?P<opaque><[^<>\n]{{0,200}}>)
    |(?P<mark>[()\[\]{{}},:=])
    )""",
    re.VERBOSE | re.ASCII,
)
#: What a value begins with, and the name that stands at its bracket.
_BEGINS = re.compile(r"(?:(?<![\w.])[^\W\d][\w.]*)?[(\[{]")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_FORMS = {"(": "tuple", "[": "list", "{": "set"}
_WORDS: dict[str, Value] = {
    "None": Nothing(),
    "null": Nothing(),
    "True": Truth(True),
    "true": Truth(True),
    "False": Truth(False),
    "false": Truth(False),
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value, and the words before it on its line, or on the line above."""

    words: str
    value: Value


@dataclass(frozen=True, slots=True)
class _Place:
    begin: int
    end: int
    literal: Literal


def literals(text: str) -> tuple[list[Literal], str]:
    """The values with others inside them, or long, that a text spells, each at the end of a line or over several; and the other lines.

    Rows that follow each other, one line each and without words, are lines of a table and stay what they are.
    """
    found: list[_Place] = []
    line, in_vain = 0, 0
    # Who opens brackets on every line and closes none is not read for long.
    while line < len(text) and in_vain <= len(text) and len(found) < MOST:
        end, position = _end(text, line), line
        while (begins := _BEGINS.search(text, position, end)) is not None:
            reader = _Reader(text, begins.start())
            value = reader.whole()
            position = max(reader.position, begins.end())
            if value is not None:
                end = _end(text, reader.position)
                words = text[line : begins.start()].strip(" \t=:") or _heading(text, line, found)
                found.append(_Place(line, end, Literal(words, value)))
                break
            in_vain += position - line
        line = end + 1
    rows = {id(one) for pair in pairwise(found) if _are_rows(text, *pair) for one in pair}
    kept = [one for one in found if id(one) not in rows]
    gaps = zip([0, *(one.end for one in kept)], [*(one.begin for one in kept), len(text)], strict=True)
    return [one.literal for one in kept], "".join(text[begin:end] for begin, end in gaps)


def _heading(text: str, line: int, found: Sequence[_Place]) -> str:
    """What the line above says, where it says something and is no value."""
    above = text[: max(line - 1, 0)].rpartition("\n")[2].strip(" \t=:")
    is_value = bool(found) and found[-1].end + 1 == line
    return above if not is_value and len(above) <= LONGEST_HEADING and any(map(str.isalpha, above)) else ""


def _end(text: str, position: int) -> int:
    """Where the line ends that a position is in."""
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _are_rows(text: str, one: _Place, other: _Place) -> bool:
    return one.end + 1 == other.begin and not any(
        "\n" in text[p.begin : p.end] or p.literal.words for p in (one, other)
    )


class _Reader:
    """Reads one value from a position on; `nested` once a bracket stood inside another."""

    def __init__(self, text: str, position: int) -> None:
        self.text, self.position, self.nested = text, position, False
        self.fresh = count(1)

    def whole(self) -> Value | None:
        """The value, where nothing but its line's end follows it and it holds another, or many."""
        try:
            value = self.value(0)
        except ReadingError:
            return None
        follows = self.text[self.position : _end(self.text, self.position)].strip(" \t,;.")
        long = isinstance(value, Items) and len(value.items) >= COLUMN
        return value if (self.nested or long) and not follows else None

    def value(self, depth: int) -> Value:
        """Raises ReadingError where the text spells none."""
        match = self._next()
        self.nested |= depth > 1
        if match["complex"]:
            return Complex(_number(match["real"] or "0"), _number(match["imaginary"]))
        if match["number"]:
            return Scalar(_number(match["number"]))
        if match["text"]:
            return Text(match["text"][1:-1])
        if match["opaque"]:
            return Opaque(match["opaque"][:60])
        if match["name"]:
            return self._called(match["name"], depth) if self._peek() == "(" else _word(match["name"])
        if match["mark"] in _FORMS:
            return self._within(match["mark"], depth + 1)
        raise ReadingError("no value")

    def _within(self, opening: str, depth: int) -> Value:
        """The elements after an opening bracket, up to its end."""
        pairs: list[tuple[Value, Value]] = []
        items: list[Value] = []
        for _ in self._elements(_CLOSING[opening], depth):
            items.append(self.value(depth))
            if opening == "{" and self._peek() == ":":
                self._next()
                key = items.pop()
                self.nested |= isinstance(key, Text) and len(coordinates(key.text)) > 1
                pairs.append((key, self.value(depth)))
        if opening == "{" and not items:
            values = as_numbers(tuple(value for _, value in pairs))
            return Pairs(tuple(zip((key for key, _ in pairs), values, strict=True)), -next(self.fresh))
        if pairs:
            raise ReadingError("a dict and a set")
        if opening == "(" and len(items) == 1 and isinstance(items[0], Complex):
            return items[0]
        return Items(_FORMS[opening], as_numbers(tuple(items)), -next(self.fresh))

    def _called(self, name: str, depth: int) -> Value:
        """A value in its type's name: array([…]), np.float64(0.5), Fraction(1, 2), Point(x=0.8, y=-0.5)."""
        self._next()
        plain: list[Value] = []
        named: list[tuple[str, Value]] = []
        for _ in self._elements(")", depth + 1):
            one = self.value(depth)
            if isinstance(one, Opaque) and self._peek() == "=":
                self._next()
                named.append((one.type_name, self.value(depth + 1)))
            else:
                plain.append(one)
        match plain:
            case []:
                return Instance(name, tuple(named), -next(self.fresh))
            case [Scalar() as top, Scalar() as bottom] if name.endswith("Fraction"):
                return Scalar(from_quotient(str(top.number.exact), str(bottom.number.exact), "text"))
            case [Text() as one] if name.endswith("Decimal"):
                return Scalar(from_repr(one.text, "decimal"))
            case _:
                return plain[-1]

    def _elements(self, closing: str, depth: int) -> Iterator[None]:
        """One turn an element; raises ReadingError where commas and brackets do not fit."""
        if depth > DEEPEST:
            raise ReadingError("nested too deep")
        while self._peek() != closing:
            yield
            if self._peek() == ",":
                self._next()
            elif self._peek() != closing and not (
                closing == "]" and self.text[self.position : self.position + 1].isspace()
            ):
                raise ReadingError("no comma")  # only numpy leaves them out
        self._next()

    def _peek(self) -> str | None:
        match = _TOKEN.match(self.text, self.position)
        return match["mark"] if match else None

    def _next(self) -> re.Match[str]:
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            raise ReadingError("no value")
        self.position = match.end()
        return match


def _number(text: str) -> Number:
    return from_repr(text, "text") if text.lstrip("+-").isalpha() else from_text(text)


def _word(name: str) -> Value:
    return _WORDS.get(name) or Opaque(name)

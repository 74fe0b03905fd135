"""Wire JSON → values: frozen, of known shape and size; whatever is wrong with it is a ReadingError."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

from grader.reading.number import (
    MISSING,
    Number,
    ReadingError,
    from_integer,
    from_quotient,
    from_repr,
    from_text,
)

__all__ = [
    "Array", "Complex", "Expression", "Frame", "Function", "Instance", "Items", "Nothing", "Opaque", "Pairs",
    "ReadingError", "Scalar", "Series", "Text", "TooLarge", "Truth", "Value", "as_numbers", "read_value",
]  # fmt: skip

#: Deeper, longer or larger replies are not parsed. A value may refer to an object seen before, so what a walk over it
#: meets is counted too: EXPANDED is the most.
DEEPEST, MOST_NUMBERS, MOST_TEXT, EXPANDED = 24, 40_000, 2_000_000, 200_000


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""

    kind: Literal["none"] = "none"


@dataclass(frozen=True, slots=True)
class Truth:
    """A bool, which is no number here."""

    value: bool
    kind: Literal["bool"] = "bool"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One real number of any type."""

    number: Number
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class Complex:
    """x + iy: one number for some, a point of the plane for others."""

    real: Number
    imaginary: Number
    kind: Literal["complex"] = "complex"


@dataclass(frozen=True, slots=True)
class Expression:
    """A symbolic expression with free symbols, as text."""

    text: str
    symbols: tuple[str, ...]
    kind: Literal["expression"] = "expression"


@dataclass(frozen=True, slots=True)
class Text:
    """A string."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers in C order under a shape; `identity` is equal where two are one object."""

    shape: tuple[int, ...]
    numbers: tuple[Number, ...]
    identity: int
    dtype: str = "float64"
    kind: Literal["array"] = "array"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple, set or consumed generator."""

    form: str
    items: tuple[Value, ...]
    identity: int
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Pairs:
    """A dict, in its order."""

    pairs: tuple[tuple[Value, Value], ...]
    identity: int
    kind: Literal["pairs"] = "pairs"


@dataclass(frozen=True, slots=True)
class Frame:
    """A table with column names and an index; `values` are its columns."""

    columns: tuple[str, ...]
    index: tuple[Value, ...]
    values: tuple[tuple[Value, ...], ...]
    kind: Literal["frame"] = "frame"


@dataclass(frozen=True, slots=True)
class Series:
    """One named column with an index."""

    name: str
    index: tuple[Value, ...]
    values: tuple[Value, ...]
    kind: Literal["series"] = "series"


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of the student's own class, by its attributes."""

    type_name: str
    attributes: tuple[tuple[str, Value], ...]
    identity: int
    kind: Literal["object"] = "object"


@dataclass(frozen=True, slots=True)
class Function:
    """Something that can be called."""

    name: str
    parameters: tuple[str, ...]
    kind: Literal["function"] = "function"


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that holds nothing we read."""

    type_name: str
    kind: Literal["opaque"] = "opaque"


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Something beyond the caps of a reply."""

    kind: Literal["too-large"] = "too-large"


Value: TypeAlias = Union[
    Nothing, Truth, Scalar, Complex, Expression, Text, Array, "Items", "Pairs",
    "Frame", "Series", "Instance", Function, Opaque, TooLarge,
]  # fmt: skip


def read_value(wire: Any) -> Value:
    """The value that a reply carries (the wire form is in grader/execution/README.md). Raises ReadingError."""
    try:
        return _Reader().value(wire, 0)[0]
    except ReadingError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, AttributeError) as error:
        # int() refuses very long digits with ValueError, for one; the reply is a claim, and this one is malformed.
        raise ReadingError(f"a reply of another form ({type(error).__name__})") from error


@dataclass
class _Reader:
    """One reply being parsed; `seen` holds finished objects by id with the size a walk over them has."""

    seen: dict[int, tuple[Value, int]] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    numbers: int = 0
    text: int = 0
    fresh: int = 0

    def value(self, wire: Any, depth: int) -> tuple[Value, int]:
        """(value, how many values a walk over it meets)."""
        if type(wire) is not dict:
            raise ReadingError("a value that is no object")
        if depth > DEEPEST:
            raise ReadingError("a value nested too deep")
        tag = wire.get("t")
        if tag == "ref":
            return self._referred(wire)
        plain = _PLAIN.get(tag) if isinstance(tag, str) else None
        if plain is not None:
            self._count(1)
            return plain(self, wire), 1
        nested = _NESTED.get(tag) if isinstance(tag, str) else None
        if nested is None:
            raise ReadingError("a value of an unknown kind")
        identity = self._identity(wire)
        self.open.add(identity)
        value, size = nested(self, wire, identity, depth)
        self.open.discard(identity)
        if size > EXPANDED:
            raise ReadingError("a value that refers to itself too often", "too-large")
        self.seen[identity] = value, size
        return value, size

    def _referred(self, wire: dict[str, Any]) -> tuple[Value, int]:
        identity = _integer(wire.get("id"))
        if identity in self.open:
            return Opaque("an object that holds itself"), 1
        if identity not in self.seen:
            raise ReadingError("a reference to nothing")
        self._count(1)
        return self.seen[identity]

    def _identity(self, wire: dict[str, Any]) -> int:
        if "id" in wire:
            identity = _integer(wire["id"])
            if identity < 0 or identity in self.open:
                raise ReadingError("an id given twice")
            return identity
        self.fresh -= 1
        return self.fresh

    def _count(self, numbers: int, text: int = 0) -> None:
        self.numbers += numbers
        self.text += text
        if self.numbers > MOST_NUMBERS or self.text > MOST_TEXT:
            raise ReadingError("a reply beyond its cap", "too-large")

    def string(self, wire: Any) -> str:
        if type(wire) is not str:
            raise ReadingError("a text that is none")
        self._count(0, len(wire))
        return wire.encode("utf-8", "replace").decode("utf-8")

    def sequence(self, wire: Any) -> list[Any]:
        if type(wire) is not list:
            raise ReadingError("a list that is none")
        return wire

    def all(self, wire: Any, depth: int) -> tuple[tuple[Value, ...], int]:
        read = [self.value(one, depth + 1) for one in self.sequence(wire)]
        return tuple(v for v, _ in read), sum(size for _, size in read)

    # One method a tag; plain values first.

    def boolean(self, wire: dict[str, Any]) -> Value:
        return Truth(wire.get("v") is True)

    def integer(self, wire: dict[str, Any]) -> Value:
        return Scalar(from_integer(int(_digits(self.string(wire.get("v"))))))

    def floating(self, wire: dict[str, Any]) -> Value:
        return Scalar(from_repr(self.string(wire.get("v")), self.string(wire.get("dtype", "float64"))[:20]))

    def complex(self, wire: dict[str, Any]) -> Value:
        return Complex(
            from_repr(self.string(wire.get("re")), "complex"), from_repr(self.string(wire.get("im")), "complex")
        )

    def fraction(self, wire: dict[str, Any]) -> Value:
        top, _, bottom = self.string(wire.get("v")).partition("/")
        return Scalar(from_quotient(_digits(top), _digits(bottom or "1"), "fraction"))

    def decimal(self, wire: dict[str, Any]) -> Value:
        return Scalar(from_repr(self.string(wire.get("v")), "decimal"))

    def sympy(self, wire: dict[str, Any]) -> Value:
        text, number = self.string(wire.get("v")), wire.get("number")
        symbols = tuple(self.string(s) for s in self.sequence(wire.get("symbols") or []))
        if number is None or symbols:
            return Expression(text, symbols)
        top, slash, bottom = text.partition("/")
        if _is_digits(top) and (not slash or _is_digits(bottom)):
            return Scalar(from_quotient(top, bottom or "1", "sympy") if slash else from_integer(int(top), "int"))
        read = from_repr(self.string(number), "sympy")
        if wire.get("floating") is True or read.exact is None:
            return Scalar(read)
        return Scalar(Number(read.exact, None, 17, "sympy", symbolic=True))

    def words(self, wire: dict[str, Any]) -> Value:
        return Text(self.string(wire.get("v")))

    def function(self, wire: dict[str, Any]) -> Value:
        parameters = tuple(self.string(p) for p in self.sequence(wire.get("parameters") or []))
        return Function(self.string(wire.get("name", "")), parameters)

    def opaque(self, wire: dict[str, Any]) -> Value:
        return Opaque(self.string(wire.get("type", "")))

    # Nested values: (wire, identity, depth) → (value, size).

    def array(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        shape = tuple(_integer(s) for s in self.sequence(wire.get("shape")))
        texts = self.sequence(wire.get("v"))
        expected = 1
        for side in shape:
            expected *= side
        if len(shape) > 8 or any(s < 0 for s in shape) or expected != len(texts):
            raise ReadingError("an array whose shape is not that of its numbers")
        dtype = self.string(wire.get("dtype", "float64"))[:20]
        self._count(len(texts))
        whole = dtype.startswith(("int", "uint", "bool"))
        numbers = tuple(
            from_integer(int(_digits(self.string(t)))) if whole else from_repr(self.string(t), dtype) for t in texts
        )
        return Array(shape, numbers, identity, dtype), max(len(numbers), 1)

    def items(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        values, size = self.all(wire.get("v"), depth)
        return Items(str(wire["t"]), as_numbers(values), identity), size + 1

    def dictionary(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        pairs, size = [], 1
        for pair in self.sequence(wire.get("v")):
            (key, value), more = self.all(self._pair(pair), depth)
            pairs.append((key, value))
            size += more
        values = as_numbers(tuple(value for _, value in pairs))
        return Pairs(tuple(zip((key for key, _ in pairs), values, strict=True)), identity), size

    def frame(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        columns = tuple(self.string(c) for c in self.sequence(wire.get("columns")))
        index, size = self.all(wire.get("index"), depth)
        values = []
        for column in self.sequence(wire.get("v")):
            cells, more = self.all(column, depth)
            values.append(as_numbers(cells))
            size += more
        if len(values) != len(columns) or any(len(cells) != len(index) for cells in values):
            raise ReadingError("a table whose columns differ in length")
        return Frame(columns, index, tuple(values)), size + 1

    def series(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        index, size = self.all(wire.get("index"), depth)
        values, more = self.all(wire.get("v"), depth)
        if len(index) != len(values):
            raise ReadingError("a series whose index differs in length")
        return Series(self.string(wire.get("name") or ""), index, as_numbers(values)), size + more + 1

    def instance(self, wire: dict[str, Any], identity: int, depth: int) -> tuple[Value, int]:
        attributes, size = [], 1
        for pair in self.sequence(wire.get("v")):
            name, one = self._pair(pair)
            value, more = self.value(one, depth + 1)
            attributes.append((self.string(name), value))
            size += more
        return Instance(self.string(wire.get("type", "")), tuple(attributes), identity), size

    def _pair(self, wire: Any) -> list[Any]:
        pair = self.sequence(wire)
        if len(pair) != 2:
            raise ReadingError("a pair that is none")
        return pair


def as_numbers(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Texts that are one number each, and all of them, are numbers: ("3,00", "2,00") is a pair, not two of them."""
    try:
        return tuple(Scalar(from_text(v.text)) if isinstance(v, Text) else v for v in values)
    except ReadingError:
        return values


_PLAIN: dict[str, Callable[[_Reader, dict[str, Any]], Value]] = {
    "none": lambda reader, wire: Nothing(), "bool": _Reader.boolean, "int": _Reader.integer, "float": _Reader.floating,
    "complex": _Reader.complex, "fraction": _Reader.fraction, "decimal": _Reader.decimal, "sympy": _Reader.sympy,
    "str": _Reader.words, "function": _Reader.function, "opaque": _Reader.opaque,
    "too-large": lambda reader, wire: TooLarge(),
}  # fmt: skip
_NESTED: dict[str, Callable[[_Reader, dict[str, Any], int, int], tuple[Value, int]]] = {
    "array": _Reader.array, "list": _Reader.items, "tuple": _Reader.items, "set": _Reader.items,
    "generator": _Reader.items, "dict": _Reader.dictionary, "frame": _Reader.frame, "series": _Reader.series,
    "object": _Reader.instance,
}  # fmt: skip


def numbers_of(value: Value) -> tuple[Number, ...] | None:
    """All numbers of a row in reading order, however it is nested: array, list, (point, f), x + iy; None stands empty.

    None where it holds anything else.
    """
    match value:
        case Scalar():
            return (value.number,)
        case Nothing():
            return (MISSING,)
        case Complex():
            return (value.real, value.imaginary)
        case Array():
            return value.numbers
        case Items():
            return _joined(value.items)
        case Pairs():
            return _joined(tuple(v for _, v in value.pairs))
        case Series():
            return _joined(value.values)
        case _:
            return None


def _joined(values: tuple[Value, ...]) -> tuple[Number, ...] | None:
    found: list[Number] = []
    for value in values:
        numbers = numbers_of(value)
        if numbers is None:
            return None
        found.extend(numbers)
    return tuple(found)


def _integer(wire: Any) -> int:
    if type(wire) is not int or abs(wire) > 10**9:
        raise ReadingError("a whole number that is none")
    return wire


def _is_digits(text: str) -> bool:
    return text.lstrip("-").isdecimal() and text.isascii() and len(text) <= 4000


def _digits(text: str) -> str:
    if not _is_digits(text):
        raise ReadingError("a whole number that is none")
    return text

"""What the student's functions returned when they were called: vectors of numbers, or expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from grader.reading.grids import name_of
from grader.reading.number import Number, ReadingError, from_text
from grader.reading.value import Array, Expression, Items, Pairs, Scalar, Text, Value, numbers_of, read_value
from grader.reference.parsing import ExpressionError, parse


def read_values(reply: Mapping[str, Any]) -> list[Value | None]:
    """The value of each call, None where it raised or came back malformed. Raises ReadingError where there is no list."""
    values = reply.get("values")
    if type(values) is not list:
        raise ReadingError("no values in the reply")
    return [_one(value) for value in values]


def read_vectors(reply: Mapping[str, Any], dimension: int) -> list[tuple[Number, ...] | None]:
    """For each call the n numbers it returned, in whatever container; None where it returned anything else."""
    found: list[tuple[Number, ...] | None] = []
    for value in read_values(reply):
        numbers = None if value is None else _numbers(value)
        found.append(numbers if numbers is not None and len(numbers) == dimension else None)
    return found


def read_expressions(reply: Mapping[str, Any], variables: Sequence[str]) -> list[sympy.Expr]:
    """The expressions of a reply, in the variables' own names and order. Raises ReadingError."""
    texts = _texts(read_value(reply.get("value")), variables)
    symbols = sorted({s for _, own in texts for s in own})
    names = _renaming(symbols, variables)
    found = []
    for text, _ in texts:
        try:
            expression = parse(text, tuple(names) or tuple(variables))
        except ExpressionError as error:
            raise ReadingError(f"{text[:60]!r} cannot be read as an expression") from error
        renamed = {sympy.Symbol(old): sympy.Symbol(new) for old, new in names.items()}
        found.append(expression.xreplace(renamed) if renamed else expression)
    return found


def _one(wire: Any) -> Value | None:
    if not isinstance(wire, dict) or wire.get("ok") is not True:
        return None
    try:
        return read_value(wire.get("value"))
    except ReadingError:
        return None


def _numbers(value: Value) -> tuple[Number, ...] | None:
    if isinstance(value, Items) and any(isinstance(one, Text) for one in value.items):
        try:
            return (
                tuple(from_text(one.text) for one in value.items if isinstance(one, Text))
                if all(isinstance(one, Text) for one in value.items)
                else None
            )
        except ReadingError:
            return None
    return numbers_of(value)


def _texts(value: Value, variables: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Every expression's text with its free symbols, in order; a dict is put in the variables' order."""
    match value:
        case Expression():
            return [(value.text, value.symbols)]
        case Text():
            # "[x - y, 4*y - x]" or "(x - y, 4*y - x)": one text for all.
            inner = value.text.strip()
            if inner[:1] in "[(" and inner[-1:] in "])" and "," in inner:
                return [(part, ()) for part in _split(inner[1:-1])]
            return [(value.text, ())]
        case Scalar():
            exact = value.number.exact
            if exact is None:
                raise ReadingError("an expression that is not finite")
            return [(f"{exact.numerator}/{exact.denominator}", ())]
        case Array():
            return [t for n in value.numbers for t in _texts(Scalar(n), variables)]
        case Items():
            return [t for one in value.items for t in _texts(one, variables)]
        case Pairs():
            by_name = {name_of(key) or "": one for key, one in value.pairs}
            chosen = [by_name[v] for v in variables] if set(variables) <= set(by_name) else [v for _, v in value.pairs]
            return [t for one in chosen for t in _texts(one, variables)]
        case _:
            raise ReadingError(f"{value.kind}: no expression")


def _split(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _renaming(symbols: Sequence[str], variables: Sequence[str]) -> dict[str, str]:
    """The student's symbols → the assignment's variables: the same names, else the same but for case, else in order."""
    if set(symbols) <= set(variables):
        return {v: v for v in variables} if symbols else {}
    lowered = {v.lower(): v for v in variables}
    if all(s.lower() in lowered for s in symbols):
        return {s: lowered[s.lower()] for s in symbols}
    if len(symbols) == len(variables):
        return dict(zip(symbols, variables, strict=True))
    raise ReadingError(f"unknown symbols {', '.join(symbols)[:60]}")

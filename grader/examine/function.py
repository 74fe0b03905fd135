"""function: a student's function on hidden inputs, against an expression or an instructor's Python reference."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from grader.examine import hidden
from grader.examine.claims import located
from grader.examine.context import Context, absent, finding, undecided, why
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.functions import read_values
from grader.reading.mappings import read_array
from grader.reading.parts import Part
from grader.reading.value import Function, ReadingError, Value
from grader.reading.words import ordinal
from grader.reference.parsing import parse
from grader.spec import Argument, Assignment, FunctionCheck


def probes(check: FunctionCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """One probe with all hidden inputs: the function of that name, or those that take as many arguments."""
    arguments = _inputs(check, assignment, sha256)
    return [
        Probe(
            f"function:{check.id}", "function", {"names": list(assignment.names[check.answer]), "arguments": arguments}
        )
    ]


def examine(check: FunctionCheck, context: Context) -> Finding:
    """All hidden inputs right, or the first that is not is named: a function that is right by luck on some is not right."""
    reply = context.reply(f"function:{check.id}")
    if reply.get("reason") == "absent":
        return _of_another_name(check, context, reply.get("others"))
    return _examined(check, context, reply)


def _of_another_name(check: FunctionCheck, context: Context, others: Any) -> Finding:
    """The function that is called as this answer is, by its name or by those of its parameters, and returns what has its shape."""
    if not context.assignment.share_of("variable"):
        return absent(check)
    replies = {str(one.get("name", ""))[:64]: one for one in others or [] if isinstance(one, dict)}
    taken = {name for names in context.assignment.names.values() for name in names}
    reference = _reference(check, context.assignment.folder)
    expected = [reference(given) for given in _inputs(check, context.assignment, context.submission.sha256)]
    parts = context.cache["functions", check.id] = [
        ("function", Part(Function(name, _parameters(reply)), name, name, "", ordinal(name)))
        for name, reply in replies.items()
        if name not in taken and _is_shaped(reply, expected)
    ]
    return located(
        check, context, check.answer, lambda found: _examined(check, context, replies[found.name]), among=parts
    )


def _parameters(reply: Mapping[str, Any]) -> tuple[str, ...]:
    told = reply.get("parameters")
    return tuple(str(one)[:64] for one in told[:50]) if isinstance(told, list) else ()


def _is_shaped(reply: Mapping[str, Any], expected: Sequence[Any]) -> bool:
    """Whether a function returned something of the shape asked wherever it returned anything."""
    try:
        values = read_values(reply)
    except ReadingError:
        return False
    there = [(value, wanted) for value, wanted in zip(values, expected, strict=False) if value is not None]
    return bool(there) and all(_gap(value, wanted, 1.0)[0] is not None for value, wanted in there)


def _examined(check: FunctionCheck, context: Context, reply: Mapping[str, Any]) -> Finding:
    if reply.get("ok") is not True:
        return undecided(check, "cannot-call", parameters=why(reply))
    name = str(reply.get("name", check.answer))[:64]
    source = Source("function", name, named=name in context.assignment.names[check.answer])
    try:
        values = read_values(reply)
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": name, "message": str(error)[:200]})
    inputs = _inputs(check, context.assignment, context.submission.sha256)
    if len(values) != len(inputs):
        return undecided(check, "cannot-read", parameters={"name": name, "message": "another number of values"})
    if all(value is None for value in values):
        return undecided(check, "cannot-call", parameters=why(reply))
    reference = _reference(check, context.assignment.folder)
    tolerance = float(Fraction(check.tolerance))
    right = 0
    first: tuple[list[Any], str, float] | None = None
    for given, value in zip(inputs, values, strict=True):
        gap, bound = _gap(value, reference(given), tolerance)
        if gap is not None and gap <= bound:
            right += 1
        elif first is None:
            first = given, "—" if gap is None else f"{gap:.1e}", bound
    told = {"name": name, "right": right, "cells": len(inputs)}
    if first is None:
        return finding(check, "ok", 1, source=source)
    point = ", ".join(_short(one) for one in first[0])
    evidence = (Evidence(f"|{name}({point}) - expected|", first[1], f"{first[2]:.1e}", "tolerance of the assignment"),)
    return finding(check, "wrong-value", source=source, parameters={**told, "point": point}, evidence=evidence)


def _inputs(check: FunctionCheck, assignment: Assignment, sha256: str) -> list[list[Any]]:
    draw = hidden.generator(sha256, assignment.digest, check.id)
    return [[_drawn(draw, argument) for argument in check.arguments] for _ in range(check.cases)]


def _drawn(draw: random.Random, argument: Argument) -> Any:
    low, high = float(Fraction(argument.low)), float(Fraction(argument.high))

    def one() -> float | int:
        return draw.randint(round(low), round(high)) if argument.integer else draw.uniform(low, high)

    def filled(shape: Sequence[int]) -> Any:
        return [filled(shape[1:]) for _ in range(shape[0])] if shape else one()

    return filled(argument.shape)


def _reference(check: FunctionCheck, folder: Path) -> Callable[[Sequence[Any]], Any]:
    """The right function, on one list of arguments."""
    if check.expression is not None:
        names = tuple(a.name for a in check.arguments)
        compiled = sympy.lambdify([sympy.Symbol(n) for n in names], parse(check.expression, names), "numpy")

        def by_expression(given: Sequence[Any]) -> Any:
            with np.errstate(all="ignore"):
                return compiled(*(float(one) for one in given))

        return by_expression
    file, _, name = (check.reference or "").partition(":")
    function = load(folder / file, name or check.answer)
    return lambda given: function(*(np.array(one, dtype=float) if isinstance(one, list) else one for one in given))


def load(path: Path, name: str) -> Callable[..., Any]:
    """A function of an instructor's own Python file. Raises what the file raises, AttributeError where it has none such."""
    specification = importlib.util.spec_from_file_location(f"grader_assignment_{path.stem}", path)
    if specification is None or specification.loader is None:
        raise AttributeError(f"{path.name} is no Python file")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    function: Callable[..., Any] = getattr(module, name)
    return function


def _gap(value: Value | None, expected: Any, tolerance: float) -> tuple[float | None, float]:
    """The largest difference beside what is allowed, tolerance × max(1, |expected|); None where shapes or types differ."""
    wanted: NDArray[np.float64] = np.asarray(expected, dtype=float)
    with np.errstate(invalid="ignore"):
        bound = tolerance * max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
    if value is None:
        return None, bound
    try:
        shape, numbers = read_array(value)
    except ReadingError:
        return None, bound
    if (shape or (1,)) != (wanted.shape or (1,)):
        return None, bound
    given = np.array([float(number) for number in numbers]).reshape(wanted.shape)
    with np.errstate(invalid="ignore"):
        gap = float(np.max(np.where(given == wanted, 0.0, np.abs(given - wanted)), initial=0.0))
    return gap, bound


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) else "[…]"

"""Values and replies that nobody writes on purpose: made from a seed, sent through the probe, mangled, and read in every way."""

from __future__ import annotations

import collections
import decimal
import fractions
import json
import random
import string
import sys
import types
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import sympy

from grader.execution import probe
from grader.execution.client import parsed
from grader.reading.functions import read_expressions, read_values, read_vectors
from grader.reading.grids import grids
from grader.reading.mappings import read_array, read_by_start, read_number, read_points, read_start_and_step, read_text
from grader.reading.parts import parts, printed_parts
from grader.reading.points import read_trace
from grader.reading.tables import read_table
from grader.reading.value import ReadingError, Value, read_value

STARTS = [
    (Fraction(0), Fraction(1)),
    (Fraction(-1), Fraction(1)),
    (Fraction(-1), Fraction(-1)),
    (Fraction(0), Fraction(-1)),
]
#: Every way a value is read.
READERS: tuple[Callable[[Value], Any], ...] = (
    lambda v: list(grids(v)), lambda v: read_trace(v, 2, length=49, start=(Fraction(1), Fraction(-1))), lambda v: read_trace(v, 1),
    lambda v: read_trace(v, 3, variables=("a", "b", "c")), read_table, read_number, read_text, read_points, read_array,
    lambda v: read_by_start(v, STARTS), lambda v: read_start_and_step(v, 2), lambda v: parts(v, "v"),
    lambda v: printed_parts(read_text(v), "cell 1"),
)  # fmt: skip
_WORDS = (
    "x",
    "y",
    "t",
    "k",
    "norm",
    "(0, 1)",
    "0,1",
    "x0",
    "y_3",
    "0,8; -0,5",
    "nan",
    "1e999",
    "t=3: 0.1 0.2",
    "{a: [1,",
    "∇g",
    "−0.5",
)


def answers(seed: int) -> Iterator[Any]:
    """What a kernel might send, parsed as the client does: an honest reply, the same mangled, and its text cut or garbled."""
    draw = random.Random(seed)
    reply = probe.answer("value", {"names": ["v"]}, {"v": _thing(draw, 0)})
    text = json.dumps(reply, allow_nan=False)
    assert len(text) <= 2_000_000, seed
    yield parsed(text)
    yield _mangled(draw, json.loads(text))
    cut = draw.randrange(len(text) + 1)
    junk = "".join(draw.choice(string.printable) for _ in range(draw.randrange(6)))
    yield parsed(text[:cut] + junk + text[cut + draw.randrange(9) :])


def read_all(reply: Any) -> int:
    """Read a reply in every way; how many of them succeeded. Nothing but ReadingError may be raised on the way."""
    done = 0
    for read in (read_values, lambda r: read_vectors(r, 2), lambda r: read_expressions(r, ("x", "y"))):
        if isinstance(reply, dict):
            done += _tried(read, reply)
    try:
        value = read_value(reply.get("value") if isinstance(reply, dict) else reply)
    except ReadingError:
        return done
    return done + sum(_tried(read, value) for read in READERS)


def counted(action: Callable[[], Any]) -> int:
    """How many calls an action makes: work that no clock has to measure."""
    calls = 0

    def count(_frame: types.FrameType, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls


def size(wire: Any) -> int:
    """How many nodes and characters a reply has."""
    if isinstance(wire, dict):
        return 1 + sum(size(one) for one in wire.values())
    if isinstance(wire, list):
        return 1 + sum(size(one) for one in wire)
    return 1 + (len(wire) if isinstance(wire, str) else 0)


def _tried(read: Callable[[Any], Any], value: Any) -> int:
    try:
        read(value)
    except ReadingError:
        return 0
    return 1


def _number(draw: random.Random) -> Any:
    some = draw.choice(
        (0.0, -0.0, 1, 10**400, -1, draw.gauss(0, 1), draw.gauss(0, 1e200), 5e-324, float("nan"), float("inf"))
    )
    return draw.choice(
        (
            lambda: some, lambda: np.float32(draw.gauss(0, 1)), lambda: np.int64(draw.randrange(-9, 9)), lambda: draw.random() < 0.5,
            lambda: fractions.Fraction(draw.randrange(-9, 9), draw.randrange(1, 9)), lambda: decimal.Decimal(draw.randrange(99)) / 7,
            lambda: decimal.Decimal(draw.choice(("NaN", "sNaN", "-Infinity", "1E+99999"))), lambda: complex(draw.gauss(0, 1), 1),
            lambda: sympy.Rational(draw.randrange(9), 7), lambda: sympy.sqrt(draw.randrange(9)), lambda: sympy.Symbol("x") * 2, lambda: None,
        )
    )()  # fmt: skip


class _Odd:
    """An object with attributes, some of which hold it."""

    def __init__(self, draw: random.Random, depth: int) -> None:
        self.x, self.path = _thing(draw, depth + 1), [self, _thing(draw, depth + 1)]


def _thing(draw: random.Random, depth: int) -> Any:
    if depth > 4 or draw.random() < 0.3:
        return draw.choice((lambda: _number(draw), lambda: draw.choice(_WORDS), lambda: _text(draw)))()
    n = draw.choice((0, 1, 2, 2, 3, 4, 49))
    short = min(n, 4) if depth > 1 else n

    def parts() -> list[Any]:
        if draw.random() < 0.5:
            width = draw.randrange(4)
            return [tuple(draw.gauss(0, 1) for _ in range(width)) for _ in range(short)]
        return [_thing(draw, depth + 1) for _ in range(min(short, 5))]

    shape = tuple(draw.choice((0, 1, 2, 3, 49)) for _ in range(draw.randrange(4)))
    shape = shape if np.prod(shape, dtype=float) < 3000 else (2, 49)
    return draw.choice(
        (
            parts, lambda: tuple(parts()), lambda: collections.deque(parts()), lambda: (p for p in parts()), lambda: iter(parts()),
            lambda: {draw.choice(_WORDS): p for p in parts()}, lambda: dict(enumerate(parts())), lambda: {(0, i): p for i, p in enumerate(parts())},
            lambda: np.array([draw.gauss(0, 1) for _ in range(int(np.prod(shape)))]).reshape(shape), lambda: _objects(parts()),
            lambda: np.zeros(short, dtype=[("x", float), ("t", int)]), lambda: pd.DataFrame([(1.0, "a")] * short, columns=["x", draw.choice(_WORDS)]),
            lambda: pd.Series(parts(), dtype=object), lambda: _Odd(draw, depth), lambda: lambda x: x, lambda: sympy.Matrix([[1, sympy.pi]]),
            lambda: [parts()] * 3, lambda: types.SimpleNamespace(xs=parts()), lambda: _text(draw),
        )
    )()  # fmt: skip


def _objects(parts: list[Any]) -> Any:
    array = np.empty(len(parts), dtype=object)
    for i, part in enumerate(parts):
        array[i] = part
    return array


def _text(draw: random.Random) -> str:
    lines = draw.randrange(1, 30)
    marks = draw.choice((" ", ", ", "; ", " | ", "\t", "=", ""))

    def word() -> str:
        return draw.choice(
            (f"{draw.gauss(0, 1):.3f}", str(draw.randrange(99)), draw.choice(_WORDS), "0,25", "-", "e5", "∞")
        )

    return "\n".join(marks.join(word() for _ in range(draw.randrange(6))) for _ in range(lines))


def _mangled(draw: random.Random, wire: Any) -> Any:
    """The same tree with some nodes exchanged for others, lost, or doubled."""
    if draw.random() < 0.04:
        return draw.choice(
            (
                None,
                True,
                -1,
                10**30,
                1.5,
                "x",
                [],
                {},
                {"t": "ref", "id": 1},
                {"t": "array", "shape": [2], "v": []},
                "9" * 5000,
            )
        )
    if isinstance(wire, dict):
        kept = {key: _mangled(draw, one) for key, one in wire.items() if draw.random() > 0.02}
        if "t" in kept and draw.random() < 0.05:
            kept["t"] = draw.choice(
                (
                    "list",
                    "dict",
                    "array",
                    "frame",
                    "series",
                    "object",
                    "float",
                    "int",
                    "str",
                    "sympy",
                    "fraction",
                    "new",
                )
            )
        return kept
    if isinstance(wire, list):
        some = [_mangled(draw, one) for one in wire]
        return some * 2 if draw.random() < 0.03 and len(some) < 100 else some
    return wire

"""Values that are printed as Python writes them come back as they were; what is no such value stays lines of text."""

from __future__ import annotations

from collections import defaultdict, deque, namedtuple
from dataclasses import make_dataclass
from decimal import Decimal
from fractions import Fraction
from pprint import pformat
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sympy

from grader.reading import literals as module
from grader.reading.literals import literals
from grader.reading.value import Complex, Instance, Items, Pairs, Scalar, Text, Value

Point = namedtuple("Point", "x y")
Kept = make_dataclass("Kept", [("x", float), ("y", float)])
ROWS = [(1.0, -1.0), (0.8, -0.5), (6.7e-05, -0.22)]


def plain(value: Value) -> Any:
    """A value as Python has it: containers as lists, objects as dicts."""
    match value:
        case Scalar():
            return float(value.number)
        case Complex():
            return complex(float(value.real), float(value.imaginary))
        case Text():
            return value.text
        case Items():
            return [plain(one) for one in value.items]
        case Pairs():
            return [(plain(key), plain(one)) for key, one in value.pairs]
        case Instance():
            return {name: plain(one) for name, one in value.attributes}
        case _:
            return value.kind


def read(text: str) -> list[tuple[str, Any]]:
    return [(one.words, plain(one.value)) for one in literals(text)[0]]


LISTS = [[1.0, -1.0], [0.8, -0.5], [6.7e-05, -0.22]]
OBJECTS = [{"x": x, "y": y} for x, y in LISTS]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (ROWS, LISTS),
        (tuple(ROWS), LISTS),
        ([np.array(row) for row in ROWS], LISTS),
        ([np.array(row, dtype="float32") for row in ((1, -1), (0.5, 0.25))], [[1, -1], [0.5, 0.25]]),
        ([np.float64(0.5), (np.float64(1.0), 2)], [0.5, [1, 2]]),
        (deque(ROWS, maxlen=5), LISTS),
        ([Point(*row) for row in ROWS], OBJECTS),
        ([Kept(*row) for row in ROWS], OBJECTS),
        ([(Fraction(1, 2), Fraction(-3)), (Decimal("0.25"), 1)], [[0.5, -3], [0.25, 1]]),
        ([sympy.Matrix(row) for row in ((1, -1), (2, 0))], [[[1], [-1]], [[2], [0]]]),
        ([[1 - 1j], [0.8 - 0.5j, 2j]], [[1 - 1j], [0.8 - 0.5j, 2j]]),
        ({(0, 1): 0.5, (-1, 1): None}, [([0, 1], 0.5), ([-1, 1], "none")]),
        ({"(0, 1)": 0.5}, [("(0, 1)", 0.5)]),
        (defaultdict(list, {Point(0, 1): ROWS}), [({"x": 0, "y": 1}, LISTS)]),
        (SimpleNamespace(eta=0.1, runs=[(1, 2)]), {"eta": 0.1, "runs": [[1, 2]]}),
        ([["0.80", "-0.50"], ["0,67", "-0,22"]], [[0.8, -0.5], [0.67, -0.22]]),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_python_prints_is_read_as_it_was(value: Any, expected: Any) -> None:
    assert read(f"{value!r}\n") == [("", expected)]
    assert read(f"trace_g = {value!r}") == [("trace_g", expected)]
    assert read(f"before\nruns: {pformat(value, width=20, sort_dicts=False)}\nafter 3") == [("runs", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "start (0, 1): eta = 0.1", "(1, 2)\n(3, 4)", "((0, 1), 0.5)\n((-1, 1), 0.5)", "f((1, 2), [3) = 4",
        "[(1, 2), (3, 4)] + 1", "{'x': 0.8, 'y': -0.5}", "[(1, 2), ...]", "[(1, 2),\n", "[[1", "[[1 2", "{3: [7", "[(1, 2), 0x10]", "((1, 2) (3, 4))", "[[1.-1.]]", "x = [1, 2, 3]", "[1.0, 0.8] 3", "{1: (2, 3), 4}",
    ],
)  # fmt: skip
def test_points_rows_and_what_is_no_value_stay_lines(text: str) -> None:
    assert literals(text) == ([], text)


def test_numpy_leaves_commas_out_and_long_lists_are_columns() -> None:
    xs = [1.0, *(0.9**t for t in range(1, 30))]
    assert read(f"before\nP = {np.array(ROWS)}\nx: {np.array(xs)}\ny: {xs}") == [
        ("P", LISTS),
        ("x", [pytest.approx(x, abs=1e-8) for x in xs]),
        ("y", xs),
    ]


def test_a_value_bears_the_words_before_it_a_point_among_them_or_those_of_the_line_above() -> None:
    text = "(0, 1) : [(0, 1), (1, 1)]\nfrom (-1, 1)\n[(-1, 1), (0, 0)]\n[[2, 3]]\n1 2\n[(3, 4)]"
    assert [words for words, _ in read(text)] == ["(0, 1)", "from (-1, 1)", "", ""]


def test_the_lines_around_a_value_stay() -> None:
    assert literals("t 1\ntrace = [(1, 2),\n (3, 4)]\nend 2")[1] == "t 1\n\nend 2"


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "[1,\n" * 5_000, "[(1,2),\n" * 3_000, "((1,2),\n" + "(((1,2),\n" * 3_000]
)
def test_brackets_that_nobody_closes_cost_no_more_than_the_text_is_long(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = 0
    plain_next = module._Reader._next

    def counted(reader: Any) -> Any:
        nonlocal taken
        taken += 1
        return plain_next(reader)

    monkeypatch.setattr(module._Reader, "_next", counted)
    assert literals(text) == ([], text)
    assert taken <= 2 * len(text)


def test_what_is_not_finite_is_a_number_as_json_writes_it() -> None:
    ((_, rows),) = read("[[1.0, -1.0], [NaN, 0.5], [-Infinity, Infinity]]")
    assert rows[0] == [1, -1] and np.isnan(rows[1][0]) and rows[2] == [-np.inf, np.inf]

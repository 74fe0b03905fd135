"""Single answers and answers by start, in every spelling."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy

from grader.reading.mappings import read_array, read_by_start, read_number, read_points, read_start_and_step, read_text
from grader.reading.points import read_trace
from grader.reading.value import ReadingError, read_value

from .wires import wire

PAIRS = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
STARTS = [tuple(map(Fraction, p)) for p in PAIRS]
RUNS = [np.array([[x + 0.25 * i, y + 0.125 * i] for i in range(3)]) for x, y in PAIRS]
LONG = pd.concat(
    [pd.DataFrame({"inicio": str(p), "x": r[:, 0], "y": r[:, 1]}) for p, r in zip(PAIRS, RUNS, strict=True)], ignore_index=True
)  # fmt: skip

BY_START: dict[str, Any] = {
    "tuples": dict(zip(PAIRS, RUNS, strict=True)),
    "other order": dict(list(zip(PAIRS, RUNS, strict=True))[::-1]),
    "numpy numbers": {(np.float64(x), np.int64(y)): r for (x, y), r in zip(PAIRS, RUNS, strict=True)},
    "texts": {str(p): r for p, r in zip(PAIRS, RUNS, strict=True)},
    "bare texts": {f"{x},{y}": r for (x, y), r in zip(PAIRS, RUNS, strict=True)},
    "lists as texts": {str(list(p)): r for p, r in zip(PAIRS, RUNS, strict=True)},
    "labelled texts": {f"x0={x}, y0={y}": r for (x, y), r in zip(PAIRS, RUNS, strict=True)},
    "complex": {complex(*p): r for p, r in zip(PAIRS, RUNS, strict=True)},
    "names": {f"run{i}": r for i, r in enumerate(RUNS)},
    "numbers": dict(enumerate(RUNS)),
    "list": RUNS,
    "array": np.array(RUNS),
    "array, starts second": np.array(RUNS).transpose(1, 0, 2),
    "pairs": list(zip(PAIRS, RUNS, strict=True)),
    "records": [{"inicio": p, "tray": r} for p, r in zip(PAIRS, RUNS, strict=True)][::-1],
    "columns": {p: (r[:, 0], r[:, 1]) for p, r in zip(PAIRS, RUNS, strict=True)},
    "long table": LONG,
    "rows under a number": [(i + 1, *p) for i, r in enumerate(RUNS) for p in r],
    "table with a number and a count": pd.concat(
        pd.DataFrame({"t": range(3), "corrida": i, "x": r[:, 0], "y": r[:, 1], "f": r[:, 0] + 7})
        for i, r in enumerate(RUNS)
    ),
    "rows under a number, in another order": [(i, *p) for i, r in enumerate(RUNS[::-1]) for p in r],
    "inside a tuple": (dict(zip(PAIRS, RUNS, strict=True)), 0.01),
}


@pytest.mark.parametrize("name", BY_START)
def test_runs_are_found_by_start_in_every_spelling(name: str) -> None:
    found = read_by_start(read_value(wire(BY_START[name])), STARTS)
    for value, start, run in zip(found, STARTS, RUNS, strict=True):
        assert value is not None
        rows = read_trace(value, 2, start=start, length=3).rows
        assert [[float(c.exact or 0) for c in row] for row in rows] == run.tolist()


def test_three_runs_of_four_leave_one_empty() -> None:
    assert [v is None for v in read_by_start(read_value(wire(RUNS[1:])), STARTS)] == [True, False, False, False]
    partial = dict(zip(PAIRS[:2], RUNS[:2], strict=True))
    assert [v is None for v in read_by_start(read_value(wire(partial)), STARTS)] == [False, False, True, True]


@pytest.mark.parametrize(
    "value",
    [
        dict(zip(PAIRS, [0.08, 0.09, 0.1, 0.11], strict=True)), [0.08, 0.09, 0.1, 0.11], np.array([0.08, 0.09, 0.1, 0.11]),
        {str(p): e for p, e in zip(PAIRS, ["0,08", "0,09", "0.1", "0.11"], strict=True)},
        pd.Series([0.08, 0.09, 0.1, 0.11], index=[str(p) for p in PAIRS]),
        pd.DataFrame({"inicio": [str(p) for p in PAIRS], "eta": [0.08, 0.09, 0.1, 0.11]}),
    ],
)  # fmt: skip
def test_step_sizes_by_start(value: Any) -> None:
    found = read_by_start(read_value(wire(value)), STARTS)
    assert [float(read_number(v).exact or 0) for v in found if v is not None] == [0.08, 0.09, 0.1, 0.11]


@pytest.mark.parametrize("first", [0, 1])
def test_a_row_that_begins_with_its_start_is_no_value_of_its_own(first: int) -> None:
    rows = [(*range(i, i + first), *p, 0.1 * (i + 1)) for i, p in enumerate(PAIRS)]
    for value in (rows, np.array(rows), "\n".join(" ".join(map(str, row)) for row in rows)):
        found = read_by_start(read_value(wire(value)), STARTS)
        assert [float(read_number(v).exact or 0) for v in found if v is not None] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    with_limits = [(*p, 3.0, i) for i, p in enumerate(reversed(PAIRS))]
    limits = read_by_start(read_value(wire(with_limits)), STARTS)
    assert [[int(c.exact or 0) for c in read_points(v)[0]] for v in limits if v is not None] == [
        [3, 3],
        [3, 2],
        [3, 1],
        [3, 0],
    ]


def test_a_limit_of_none_is_an_answer() -> None:
    found = read_by_start(read_value(wire({p: None if i else (3, 2) for i, p in enumerate(PAIRS)})), STARTS)
    assert [v is not None and v.kind for v in found] == ["items", "none", "none", "none"]


POINTS = [(3.0, 2.0), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)]


@pytest.mark.parametrize(
    "value",
    [
        POINTS, set(POINTS), np.array(POINTS), np.array(POINTS).T, {f"m{i}": p for i, p in enumerate(POINTS)},
        {"x": [p[0] for p in POINTS], "y": [p[1] for p in POINTS]}, pd.DataFrame(POINTS, columns=["x", "y"]),
        sympy.FiniteSet(*POINTS), [{sympy.Symbol("x"): x, sympy.Symbol("y"): y} for x, y in POINTS],
        "(3, 2)\n(-2,805; 3,131)\n(-3.779, -3.283)\n(3.584 -1.848)", dict(zip(PAIRS, POINTS, strict=True)), [*POINTS, None],
    ],
)  # fmt: skip
def test_points_in_any_order_and_container(value: Any) -> None:
    assert {tuple(float(c.exact or 0) for c in p) for p in read_points(read_value(wire(value)), 2)} == set(POINTS)


def test_points_of_records_are_their_x_or_the_only_point_they_hold() -> None:
    results = [{"x": np.array(p), "jac": np.zeros(2), "fun": 0.0, "hess_inv": np.eye(2)} for p in PAIRS]
    named = [{"punto": p, "valor": 0.0, "nombre": "a"} for p in PAIRS]
    from_a_start = [{"inicio": (9, 9), "fin": p} for p in PAIRS]
    for value in (results, named, from_a_start):
        assert [tuple(int(c.exact or 0) for c in p) for p in read_points(read_value(wire(value)))] == PAIRS


@pytest.mark.parametrize("beside", ["inicio", "gradiente"])
def test_records_that_name_their_coordinates_are_points_whatever_else_they_hold(beside: str) -> None:
    value = [{beside: (9, 9), "x": x, "y": y, "f": 7} for x, y in PAIRS]
    assert [tuple(int(c.exact or 0) for c in p) for p in read_points(read_value(wire(value)))] == PAIRS


def test_one_point_is_a_set_of_one() -> None:
    assert len(read_points(read_value(wire((3, 2))), 2)) == 1
    assert len(read_points(read_value(wire(np.array([[3], [2]]))), 2)) == 1


@pytest.mark.parametrize(
    ("value", "exact", "decimals"),
    [
        ("0,465", "0.465", 3), ("≈ 0.465", "0.465", 3), ("eta = 0.4648", "0.4648", 4), (np.array(44), "44", 0), ([44], "44", 0),
        (np.float32(0.1), "0.1", 1), (Decimal("0.10"), "0.1", 2), (Fraction(1, 4), "1/4", 2), (Fraction(1, 3), "1/3", 17), (sympy.Float(0.25), "0.25", 2),
        (sympy.N((5 - sympy.sqrt(13)) / 3, 4), "0.4648", 4), (sympy.Integer(44), "44", 0), (2 + 0j, "2", 0), ({"eta": 0.3}, "0.3", 1),
    ],
)  # fmt: skip
def test_one_number_in_every_form(value: Any, exact: str, decimals: int) -> None:
    number = read_number(read_value(wire(value)))
    assert (number.exact, number.decimals) == (Fraction(exact), decimals)


def test_a_closed_form_is_read_to_all_digits() -> None:
    """(5 − √13)/3 = 0.464816241512003…, from 13's root to 20 digits by hand: 3.60555127546398929312."""
    expected = (5 - Fraction("3.60555127546398929312")) / 3
    for value in ((5 - sympy.sqrt(13)) / 3, "(5 - sqrt(13))/3"):
        number = read_number(read_value(wire(value)))
        assert number.exact is not None
        assert abs(number.exact - expected) < Fraction(1, 10**15)
        assert number.symbolic
        assert number.decimals == 17


@pytest.mark.parametrize(
    "value", [True, "hola", [1, 2], {}, None, lambda: 1, "0.4 o 0.5", sympy.Symbol("x"), "__import__('os')"]
)
def test_what_is_not_one_number_is_a_reading_error(value: Any) -> None:
    with pytest.raises(ReadingError):
        read_number(read_value(wire(value)))


@pytest.mark.parametrize(
    "value",
    [
        ((0, 1), 0.025), (0, 1, 0.025), {(0, 1): 0.025}, {"start": (0, 1), "eta": 0.025}, [np.array([0, 1]), 0.025], (0.025, (0, 1)),
        "(0, 1), 0.025", [((0, 1), 0.025)], {"(0, 1)": "0,025"}, {"eta": 0.025, "inicio": [0, 1]},
    ],
)  # fmt: skip
def test_a_start_with_its_step_size(value: Any) -> None:
    start, step = read_start_and_step(read_value(wire(value)), 2)
    assert ([c.exact for c in start], step.exact) == ([0, 1], Fraction("0.025"))


def test_texts_lists_and_dicts_are_text() -> None:
    assert read_text(read_value(wire("  g y norma  "))) == "g y norma"
    assert read_text(read_value(wire(["fila 48", 0.47]))) == "fila 48\n0.47"
    assert read_text(read_value(wire({"t=48": "es 38"}))) == "t=48: es 38"
    with pytest.raises(ReadingError):
        read_text(read_value(wire("   ")))


def test_arrays_have_a_shape() -> None:
    shape, numbers = read_array(read_value(wire([[1, 2], [3, 4], [5, 6]])))
    assert (shape, [int(n.exact or 0) for n in numbers]) == ((3, 2), [1, 2, 3, 4, 5, 6])
    assert read_array(read_value(wire(np.zeros((2, 0)))))[0] == (2, 0)
    with pytest.raises(ReadingError):
        read_array(read_value(wire([[1, 2], [3]])))

"""Every container of the census is read as the same trace, and told how."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from grader.reading.points import TraceReading, read_trace
from grader.reading.value import ReadingError, read_value

from .wires import wire

#: θ₀ … θ₃ of the worked example, exact by hand: θ₁ = (1, −1) − 0.1·(2, −5), and so on.
ROWS = [(1.0, -1.0), (0.8, -0.5), (0.67, -0.22), (0.581, -0.065)]
XS, YS = [x for x, _ in ROWS], [y for _, y in ROWS]
A = np.array(ROWS)
F = [3.5, 1.22, 0.46865, 0.214996]
START = (Fraction(1), Fraction(-1))


def read(value: Any, **more: Any) -> TraceReading:
    return read_trace(read_value(wire(value)), 2, **{"length": 4, "start": START, **more})


def floats(reading: TraceReading) -> list[tuple[float, ...]]:
    return [tuple(float("nan") if c.exact is None else float(c.exact) for c in row) for row in reading.rows]


class Descent:
    """The trace as an attribute."""

    def __init__(self) -> None:
        self.eta = 0.1
        self.camino = [np.array(row) for row in ROWS]


CONTAINERS: dict[str, tuple[Any, str, set[str]]] = {
    "array": (A, "array (4, 2)", set()),
    "transposed array": (A.T, "array (2, 4)", {"transposed"}),
    "tuples": (ROWS, "list of 4 tuples", set()),
    "lists": ([list(r) for r in ROWS], "list of 4 lists", set()),
    "arrays": ([np.array(r) for r in ROWS], "list of 4 arrays", set()),
    "(1, n) arrays": ([np.array([r]) for r in ROWS], "list of 4 arrays", set()),
    "(n, 1) arrays": ([np.array(r).reshape(2, 1) for r in ROWS], "list of 4 arrays", set()),
    "(k, n, 1) array": (A.reshape(4, 2, 1), "array (4, 2, 1)", set()),
    "float32": ([np.float32(r) for r in ROWS], "list of 4 arrays", set()),
    "two lists": ((XS, YS), "tuple of 2 lists", {"columns"}),
    "three lists": ((XS, YS, F), "tuple of 3 lists", {"columns", "extra-columns"}),
    "ragged lists": (([*XS, 0.5], YS), "tuple of 2 lists", {"columns", "ragged"}),
    "dict of lists": ({"x": XS, "y": YS}, "dict of 2 lists", {"columns"}),
    "dict, other order": ({"ys": YS, "xs": XS}, "dict of 2 lists", {"columns", "reordered"}),
    "dict, historia": ({"historia_x": XS, "historia_y": YS, "f": F}, "dict of 3 lists", {"columns", "extra-columns"}),
    "dict, numbered": ({"theta_0": XS, "theta_1": YS}, "dict of 2 lists", {"columns"}),
    "dict of symbols": ({sympy.Symbol("x"): XS, sympy.Symbol("y"): YS}, "dict of 2 lists", {"columns"}),
    "dict of t": (dict(enumerate(ROWS)), "dict of 4 tuples", {"by-key"}),
    "dict of texts t=": ({f"t={i}": r for i, r in enumerate(ROWS)}, "dict of 4 tuples", {"by-key"}),
    "dict with more": ({"path": ROWS, "f": F[:2]}, "list of 4 tuples, key 'path' of dict of 2 lists", {"nested"}),
    "frame": (pd.DataFrame({"k": range(4), "x": XS, "y": YS, "f": F}), "DataFrame of 4 rows", {"extra-columns"}),
    "frame, y first": (pd.DataFrame({"y_k": YS, "x_k": XS}), "DataFrame of 4 rows", {"reordered"}),
    "column of arrays": (pd.DataFrame({"k": range(4), "theta": [np.array(r) for r in ROWS]}), "DataFrame of 4 rows", {"extra-columns"}),
    "series": (pd.Series([np.array(r) for r in ROWS]), "Series of 4 arrays", set()),
    "list of dicts": ([{"x": x, "y": y} for x, y in ROWS], "list of 4 dicts", set()),
    "(x, y, f)": ([(x, y, f) for (x, y), f in zip(ROWS, F, strict=True)], "list of 4 tuples", {"extra-columns"}),
    "(t, x, y)": ([(i, *r) for i, r in enumerate(ROWS)], "list of 4 tuples", {"extra-columns"}),
    "(point, f)": ([(np.array(r), 1.0) for r in ROWS], "list of 4 tuples", {"extra-columns"}),
    "(t, x, y, g) array": (np.c_[np.arange(4), A, F], "array (4, 4)", {"extra-columns"}),
    "trace and values": ((A, F), "array (4, 2), item 1 of a tuple", {"nested"}),
    "complex": ([complex(x, y) for x, y in ROWS], "list of 4 complex numbers", set()),
    "complex array": (A[:, 0] + 1j * A[:, 1], "list of 4 complex numbers", set()),
    "texts": ([str(r) for r in ROWS], "list of 4 texts", {"text"}),
    "decimal commas": ("\n".join(f"{x}; {y}".replace(".", ",") for x, y in ROWS), "text of 4 lines", {"text"}),
    "labelled lines": ([f"t={i}: x = {x}, y = {y}" for i, (x, y) in enumerate(ROWS)], "list of 4 texts", {"text", "extra-columns"}),
    "printed array": (str(A), "text of 4 lines", {"text"}),
    "printed list": (repr(ROWS), "text of 1 lines", {"text"}),
    "matrices": ([sympy.Matrix(r) for r in ROWS], "list of 4 lists", set()),
    "sympy points": ([sympy.Point(*map(str, r)) for r in ROWS], "list of 4 tuples", set()),
    "fractions": ([(Fraction(str(x)), Fraction(str(y))) for x, y in ROWS], "list of 4 tuples", set()),
    "decimals": ([(Decimal(str(x)), Decimal(str(y))) for x, y in ROWS], "list of 4 tuples", set()),
    "attribute": (Descent(), "list of 4 arrays, attribute 'camino' of object Descent", {"nested"}),
    "attributes": (SimpleNamespace(x1_path=XS, x2_path=YS), "object SimpleNamespace", {"columns"}),
    "generator": ((row for row in ROWS), "generator of 4 tuples", {"generator"}),
    "one long list": ([c for row in ROWS for c in row], "list of 8 numbers", {"flat"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_of_the_census_is_the_same_trace(name: str) -> None:
    value, read_as, notes = CONTAINERS[name]
    reading = read(value)
    assert np.allclose(floats(reading), A, atol=1e-7)
    assert len(reading.rows) == 4
    assert reading.read_as == read_as
    assert set(reading.notes) == notes


def test_a_square_value_is_settled_by_where_it_starts() -> None:
    assert floats(read(A[:2], length=2)) == ROWS[:2]
    assert floats(read(A[:2].T, length=2)) == ROWS[:2]


def test_a_missing_start_does_not_turn_rows_into_columns() -> None:
    assert floats(read(A[1:])) == ROWS[1:]
    assert floats(read([(i + 1, *r) for i, r in enumerate(ROWS[1:])])) == ROWS[1:]


def test_names_lie_and_numbers_do_not() -> None:
    """An x_grad that holds x: the reading that starts at the start wins over the names."""
    assert floats(read({"x_grad": XS, "y_grad": YS}))[0] == ROWS[0]
    assert floats(read({"history": F, "pasos": ROWS})) == ROWS


def test_rows_left_over_are_kept_and_told() -> None:
    zeros, nans = np.zeros((6, 2)), np.full((6, 2), np.nan)
    zeros[:3], nans[:3] = A[:3], A[:3]
    assert len(read(zeros).rows) == 6
    assert "zero-rows" in read(zeros).notes
    assert "nan-rows" in read(nans).notes
    assert "zero-rows" not in read(A).notes


def test_one_object_in_every_row_has_one_identity_and_so_have_views_of_it() -> None:
    theta = np.array([1.0, -1.0])
    assert len(set(read([theta] * 4).identity)) == 1
    assert len(set(read([theta[:] for _ in range(4)]).identity)) == 1
    assert len(set(read([theta.copy() for _ in range(4)]).identity)) == 4
    assert len(set(read([(1.0, -1.0)] * 4).identity)) == 4, "a tuple cannot be changed in place"


def test_digits_are_those_of_the_numbers_own_type() -> None:
    rounded = [[round(np.float32(c), 2) for c in row] for row in ROWS]
    assert max(c.decimals for row in read(rounded).rows for c in row) == 2


def test_one_dimension_is_a_plain_list() -> None:
    reading = read_trace(read_value(wire([2.0, 1.5, 1.25])), 1, start=(Fraction(2),), variables=("x",))
    assert floats(reading) == [(2.0,), (1.5,), (1.25,)]


def test_three_dimensions_as_lists_by_name() -> None:
    value = read_value(wire({"z_list": [5.0, 6.0], "x_list": [1.0, 2.0], "y_list": [3.0, 4.0]}))
    assert floats(read_trace(value, 3, variables=("x", "y", "z"))) == [(1.0, 3.0, 5.0), (2.0, 4.0, 6.0)]


@pytest.mark.parametrize(
    ("value", "code"),
    [((x for x in ()), "generator-consumed"), ([], "empty"), (lambda x: x, "function"), ("hola", "cannot-read"), (3.0, "cannot-read")],
)  # fmt: skip
def test_what_holds_no_trace_says_why(value: Any, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(value)
    assert caught.value.code == code


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=4, max_size=30))
def test_either_orientation_reads_alike(points: list[tuple[float, float]]) -> None:
    """Theorem: rows, columns, and rows behind a counter are one trace, whenever it starts at the start."""
    start = tuple(Fraction(repr(c)) for c in points[0])
    expected = [tuple(map(float, p)) for p in points]
    for value in (points, [list(c) for c in zip(*points, strict=True)], np.array(points), np.array(points).T):
        reading = read_trace(read_value(wire(value)), 2, length=len(points), start=start)
        assert floats(reading) == expected


def test_a_line_of_words_above_fewer_columns_names_none_of_them() -> None:
    # Found by tests.benchmarks.fuzz: three words above one list.
    reading = read_trace(read_value(wire(["a | b | c", [[1.0, 2.0]]])), 2)
    assert [[float(c.exact or 0) for c in row] for row in reading.rows] == [[1.0, 2.0]]


def test_rows_that_hold_a_point_and_the_next_end_with_the_last_next_one() -> None:
    steps = [(t, *one, *other) for t, (one, other) in enumerate(pairwise(ROWS))]
    assert floats(read(steps)) == ROWS
    assert floats(read("\n".join(f"({a:.3f}, {b:.3f}) -> ({c:.3f}, {d:.3f})" for _, a, b, c, d in steps))) == ROWS
    assert floats(read([*steps, (3, *ROWS[3], 0.0, 0.0)])) == ROWS  # as long as is asked without it

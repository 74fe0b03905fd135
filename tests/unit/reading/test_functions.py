"""Replies of called functions: vectors in any container, expressions in any spelling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy

from grader.reading.functions import read_expressions, read_vectors
from grader.reading.value import ReadingError

from .wires import wire

x, y = sympy.symbols("x y")


@pytest.mark.parametrize(
    "value",
    [(1.5, -2.0), [1.5, -2.0], np.array([1.5, -2.0]), np.array([[1.5], [-2.0]]), {"x": 1.5, "y": -2.0}, (np.float64(1.5), sympy.Float(-2)), 1.5 - 2j],
)  # fmt: skip
def test_two_numbers_in_any_container_are_a_vector(value: Any) -> None:
    (vector,) = read_vectors({"values": [{"ok": True, "value": wire(value)}]}, 2)
    assert vector is not None
    assert [float(c.exact or 0) for c in vector] == [1.5, -2.0]


def test_an_error_or_another_shape_is_none() -> None:
    values = [{"ok": False, "error": {}}, {"ok": True, "value": wire(3.0)}, {"ok": True, "value": {"t": "?"}}, 7]
    assert read_vectors({"values": values}, 2) == [None] * 4
    with pytest.raises(ReadingError):
        read_vectors({}, 2)


@pytest.mark.parametrize(
    "value",
    [
        (x - y, 4 * y - x), sympy.Matrix([x - y, 4 * y - x]), {y: 4 * y - x, x: x - y}, ["x - y", "4*y - x"], "[x - y, 4*y - x]",
        (sympy.Symbol("x1") - sympy.Symbol("x2"), 4 * sympy.Symbol("x2") - sympy.Symbol("x1")),
        (sympy.Symbol("X") - sympy.Symbol("Y"), 4 * sympy.Symbol("Y") - sympy.Symbol("X")),
    ],
)  # fmt: skip
def test_expressions_in_the_assignments_variables(value: Any) -> None:
    first, second = read_expressions({"value": wire(value)}, ("x", "y"))
    assert sympy.expand(first - (x - y)) == 0
    assert sympy.expand(second - (4 * y - x)) == 0


@pytest.mark.parametrize("value", ["__import__('os')", (x, sympy.Symbol("q"), sympy.Symbol("r")), lambda: 1, "x +"])
def test_what_is_no_expression_is_a_reading_error(value: Any) -> None:
    with pytest.raises(ReadingError):
        read_expressions({"value": wire(value)}, ("x", "y"))

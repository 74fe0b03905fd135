"""An objective's value, gradient and Hessian: exact, in floats, of any shape, equal by content."""

from __future__ import annotations

import pickle
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy

from grader.reference.calculus import derivative
from grader.reference.objective import Objective


def test_the_worked_example_by_hand(worked_example: Objective) -> None:
    x, y = sympy.symbols("x y")
    assert worked_example.gradient == (x - y, -x + 4 * y)
    assert worked_example.hessian == sympy.ImmutableMatrix([[1, -1], [-1, 4]])
    assert worked_example.exact_value((1, -1)) == Fraction(7, 2)
    assert worked_example.exact_gradient((1, -1)) == (2, -5)
    assert worked_example.terms == {(2, 0): Fraction(1, 2), (0, 2): 2, (1, 1): -1}
    assert worked_example.gradient_terms == ({(1, 0): 1, (0, 1): -1}, {(0, 1): 4, (1, 0): -1})
    assert (worked_example.is_polynomial, worked_example.degree, worked_example.is_quadratic) == (True, 2, True)


def test_objectives_are_equal_by_content_and_travel_between_processes(himmelblau: Objective) -> None:
    again = Objective.from_text("(x^2+y-11)^2 + (x+y^2-7)^2", ("x", "y"))
    assert again == himmelblau and hash(again) == hash(himmelblau)
    assert Objective.from_text("x*y", ("x", "y")) != Objective.from_text("x*y", ("y", "x"))
    himmelblau.gradient_at((0.0, 1.0))
    assert pickle.loads(pickle.dumps(himmelblau)) == himmelblau


def test_any_leading_shape_is_evaluated_at_once(himmelblau: Objective) -> None:
    points = np.arange(24.0).reshape(3, 4, 2) / 7
    assert himmelblau.value(points).shape == (3, 4)
    assert himmelblau.gradient_at(points).shape == (3, 4, 2)
    assert himmelblau.hessian_at(points).shape == (3, 4, 2, 2)
    x, y = points[2, 1]
    assert himmelblau.value(points)[2, 1] == pytest.approx((x * x + y - 11) ** 2 + (x + y * y - 7) ** 2, rel=1e-14)
    assert himmelblau.hessian_at(points)[2, 1].ravel() == pytest.approx(
        [12 * x * x + 4 * y - 42, 4 * (x + y), 4 * (x + y), 12 * y * y + 4 * x - 26], rel=1e-13
    )
    assert himmelblau.value([0, 1]).shape == ()


@pytest.mark.parametrize("text", ["x**2/2 + 2*y**2 - x*y", "(x**2+y-11)**2 + (x+y**2-7)**2"])
def test_floats_do_not_depend_on_what_was_compiled_before(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sympy numbers its dummies through the whole process, and sorts the terms of a sum by their names."""
    points, seen = np.random.default_rng(5).normal(size=(500, 2)), []
    for made in (1, 97, 98, 99, 100, 101, 999, 9999):
        monkeypatch.setattr(sympy.Dummy, "_count", made)
        objective = Objective.from_text(text, ("x", "y"))
        seen.append(tuple(f(points).tobytes() for f in (objective.value, objective.gradient_at, objective.hessian_at)))
    assert len(set(seen)) == 1


def test_a_constant_derivative_fills_its_place() -> None:
    plane = Objective.from_text("2*x + 3", ("x", "y"))
    assert plane.gradient_at(np.zeros((5, 2))).tolist() == [[2.0, 0.0]] * 5
    assert plane.hessian_at([1.0, 2.0]).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_overflow_and_undefined_points_warn_nobody() -> None:
    steep = Objective.from_text("exp(x) + log(y)", ("x", "y"))
    values = steep.value([[1e4, 1.0], [0.0, -1.0], [0.0, 0.0]])
    assert values[0] == np.inf and np.isnan(values[1]) and values[2] == -np.inf


@pytest.mark.parametrize(
    "text", ["exp(x*y) + sin(x)", "sqrt(1 + x**2)*cos(y)", "log(2 + tanh(x - y))", "(x**2 + y - 11)**2", "x/(1+y**2)"]
)
def test_symbolic_gradients_agree_with_numeric_ones_of_fifty_digits(text: str) -> None:
    objective = Objective.from_text(text, ("x", "y"))
    names = {name: getattr(mpmath, name) for name in ("exp", "sin", "cos", "sqrt", "log", "tanh")}

    def value(x: mpmath.mpf, y: mpmath.mpf) -> mpmath.mpf:
        return eval(text, names, {"x": x, "y": y})  # the fixed texts above

    point = (0.3, -0.8)
    with mpmath.workdps(50):
        expected = [float(mpmath.diff(value, point, order)) for order in ((1, 0), (0, 1))]
        second = [float(mpmath.diff(value, point, order)) for order in ((2, 0), (1, 1), (0, 2))]
    assert objective.gradient_at(point) == pytest.approx(expected, rel=1e-13, abs=1e-13)
    assert objective.hessian_at(point)[[0, 0, 1], [0, 1, 1]] == pytest.approx(second, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "polynomial", "quadratic"),
    [
        ("x*(1/x + x)", True, True),
        ("pi*x**2", False, False),
        ("x**4", True, False),
        ("7", True, True),
        ("x", True, True),
        ("1/x", False, False),
        ("abs(x)", False, False),
    ],
)
def test_what_counts_as_a_polynomial(text: str, polynomial: bool, quadratic: bool) -> None:
    objective = Objective.from_text(text, ("x",))
    assert (objective.is_polynomial, objective.is_quadratic) == (polynomial, quadratic)


def test_only_polynomials_are_evaluated_in_rationals() -> None:
    wave = Objective.from_text("sin(x)", ("x",))
    for ask in (
        lambda: wave.terms,
        lambda: wave.exact_value((1,)),
        lambda: wave.exact_gradient((1,)),
        lambda: wave.degree,
    ):
        with pytest.raises(ValueError, match="not a polynomial"):
            ask()


def test_a_wrong_number_of_coordinates_is_an_error(himmelblau: Objective) -> None:
    with pytest.raises(ValueError, match="2 coordinates"):
        himmelblau.exact_value((1, 2, 3))
    with pytest.raises(ValueError, match="shape"):
        himmelblau.value([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="shape"):
        himmelblau.value(1.0)


def test_an_unknown_symbol_or_no_variable_is_an_error() -> None:
    with pytest.raises(ValueError, match="z is not among"):
        Objective(sympy.Symbol("z"), ("x",))
    with pytest.raises(ValueError, match="at least one"):
        Objective(sympy.Integer(1), ())


def test_floats_in_an_expression_are_their_exact_binary_value() -> None:
    objective = Objective(sympy.Float(0.1) * sympy.Symbol("x", real=True), ("x",))
    assert objective.terms == {(1,): Fraction(0.1)}


def test_coefficients_beyond_the_floats_integers_are_evaluated() -> None:
    objective = Objective.from_text("123456789012345678901234567890*x**2", ("x",))
    assert objective.value([2.0]) == pytest.approx(4 * 123456789012345678901234567890, rel=1e-15)


def test_the_absolute_value_has_a_sign_for_slope_and_none_on_its_kink() -> None:
    objective = Objective.from_text("abs(x) + y**2", ("x", "y"))
    assert objective.gradient_at([[2.0, 1.0], [-2.0, 1.0]]).tolist() == [[1.0, 2.0], [-1.0, 2.0]]
    assert objective.hessian_at([2.0, 1.0]).tolist() == [[0.0, 0.0], [0.0, 2.0]]
    assert np.isnan(objective.hessian_at([0.0, 1.0])[0, 0])


def test_the_absolute_value_of_a_logarithm_is_differentiated_as_a_real_one() -> None:
    x = sympy.Symbol("x")
    assert derivative(sympy.Abs(sympy.log(x)), x) == sympy.sign(sympy.log(x)) / x

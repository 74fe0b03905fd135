"""Functions the course does not use: tubes that hold honest programs, stationary points known otherwise."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy
from scipy.optimize import brentq

from grader.reference.objective import Objective
from grader.reference.stationary import StationaryPoint, stationary_points
from grader.reference.threshold import step_size_threshold
from grader.reference.tube import FLOAT32, FLOAT64, central, forward, tube
from tests.theorems import programs as p

#: Ten dimensions: H = 2 on the diagonal and −1 beside it (the discrete Laplacian), b = (1, 0, …, 0, −2).
TEN = "abcdfghijk"
LAPLACE = " + ".join([*(f"{v}**2" for v in TEN), f"{TEN[0]} - 2*{TEN[9]}"]) + "".join(
    f" - {v}*{w}" for v, w in itertools.pairwise(TEN)
)
ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"
BEALE = "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2"
TWO_MINIMA = "x**4 - 2*x**2 + x/5"
WAVES = "x**2 + y**2 - cos(3*x)"

Formula = Callable[[Any, Sequence[Any]], Any]


def laplace_slope(m: Any, q: Sequence[Any]) -> list[Any]:
    beside = [0, *q, 0]
    b = [1, *[0] * 8, -2]
    return [2 * q[i] - beside[i] - beside[i + 2] + b[i] for i in range(10)]


def laplace_by_rows(m: Any, q: Sequence[Any]) -> list[Any]:
    """b + Hq with the zeros multiplied too, summed from the last column to the first."""
    b = [1, *[0] * 8, -2]
    rows = [[2 if i == j else -1 if abs(i - j) == 1 else 0 for j in range(10)] for i in range(10)]
    slopes = []
    for row, constant in zip(rows, b, strict=True):
        total = 0 * q[0]
        for entry, x in reversed([*zip(row, q, strict=True)]):
            total = total + entry * x
        slopes.append(total + constant)
    return slopes


def laplace_value(m: Any, q: Sequence[Any]) -> Any:
    total = q[0] - 2 * q[9]
    for x in q:
        total = total + x * x
    for x, y in itertools.pairwise(q):
        total = total - x * y
    return total


def rosenbrock_factored(m: Any, q: Sequence[Any]) -> list[Any]:
    x, y = q
    return [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)]


def rosenbrock_expanded(m: Any, q: Sequence[Any]) -> list[Any]:
    x, y = q
    return [400 * x * x * x - 400 * x * y + 2 * x - 2, 200 * y - 200 * x * x]


def beale_slope(m: Any, q: Sequence[Any]) -> list[Any]:
    x, y = q
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return [
        2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1),
        2 * a * x + 4 * b * x * y + 6 * c * x * y**2,
    ]


def beale_by_powers(m: Any, q: Sequence[Any]) -> list[Any]:
    x, y = q
    slope_x = slope_y = 0
    for k, c in ((3, 2.625), (2, 2.25), (1, 1.5)):
        inner = c - x * (1 - y**k)
        slope_x, slope_y = slope_x - 2 * inner * (1 - y**k), slope_y + 2 * k * inner * x * y ** (k - 1)
    return [slope_x, slope_y]


#: text, variables, start, η, steps, two gradients and J, for a module m of functions.
OBJECTIVES: dict[str, tuple[str, str, tuple[str, ...], str, int, Formula, Formula, Formula]] = {
    "ten dimensions": (
        LAPLACE, TEN, tuple(f"{k}/10" for k in range(-5, 5)), "2/5", 80,
        laplace_slope, laplace_by_rows, laplace_value,
    ),
    "Rosenbrock": (
        ROSENBROCK, "xy", ("-1", "1"), "1/1000", 200, rosenbrock_factored, rosenbrock_expanded,
        lambda m, q: (1 - q[0]) ** 2 + 100 * (q[1] - q[0] ** 2) ** 2,
    ),
    "Beale": (
        BEALE, "xy", ("1", "1"), "1/100", 150, beale_slope, beale_by_powers,
        lambda m, q: sum(((c - q[0] + q[0] * q[1] ** k) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))), 0 * q[0]),
    ),
    "two minima": (
        TWO_MINIMA, "x", ("3/2",), "1/20", 100,
        lambda m, q: [4 * q[0] ** 3 - 4 * q[0] + 1 / (0 * q[0] + 5)],
        lambda m, q: [q[0] * (4 * q[0] * q[0] - 4) + 1 / (0 * q[0] + 5)],
        lambda m, q: q[0] ** 4 - 2 * q[0] ** 2 + q[0] / 5,
    ),
    "waves": (
        WAVES, "xy", ("1", "-1"), "1/20", 100,
        lambda m, q: [2 * q[0] + 3 * m.sin(3 * q[0]), 2 * q[1]],
        lambda m, q: [3 * m.sin(q[0] * 3) + (q[0] + q[0]), q[1] + q[1]],
        lambda m, q: q[0] ** 2 + q[1] ** 2 - m.cos(3 * q[0]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTIVES)
def test_a_function_the_course_does_not_use_has_tubes_that_hold_honest_programs(name: str) -> None:
    """Two spellings of ∇J in numpy and in mpmath, one in float32, and differences of J, are inside to the last step."""
    text, variables, start, rate, steps, one, other, value = OBJECTIVES[name]
    J, first, eta = Objective.from_text(text, tuple(variables)), [Fraction(x) for x in start], Fraction(rate)

    def ratio(slopes: p.Gradient, numbers: p.Numbers, arithmetic: Any) -> Fraction:
        around = tube(J, first, eta, steps, arithmetic)
        assert np.isfinite(around.radius).all()
        return p.farthest(p.run(slopes, first, eta, steps, numbers), around.centre, around.radius)[0]

    assert tube(J, first, eta, steps).horizon(1e-9) == steps
    for slopes in (one, other):
        assert ratio(lambda q, f=slopes: f(np, q), np.float64, FLOAT64) <= 1
        with mpmath.workdps(50):
            assert ratio(lambda q, f=slopes: f(mpmath, q), p.digits30, FLOAT64) <= 1
    assert ratio(lambda q: one(np, q), p.float32, FLOAT32) <= 1
    for h in (1e-4, 1e-6):
        for two_sided in (True, False):
            quotient = p.difference(lambda q: value(np, q), h, central=two_sided)
            assert ratio(quotient, np.float64, central(h) if two_sided else forward(h)) <= 1


def near(points: Sequence[StationaryPoint], expected: Sequence[tuple[str, tuple[float, ...]]]) -> bool:
    """The same kinds at the same places, each within its radius and 1e-13."""
    left = list(points)
    for kind, place in expected:
        found = [s for s in left if s.kind == kind and np.abs(s.point - place).max() <= s.radius + 1e-13]
        if len(found) != 1:
            return False
        left.remove(found[0])
    return not left


def test_the_ten_dimensional_quadratic_has_one_minimiser_and_the_laplacians_threshold() -> None:
    """Hx = −b solved in rationals, and λ_max = 2 − 2cos(10π/11) of the discrete Laplacian."""
    J = Objective.from_text(LAPLACE, tuple(TEN))
    hessian = sympy.Matrix(10, 10, lambda i, j: 2 * (i == j) - (abs(i - j) == 1))
    solved = hessian.LUsolve(-sympy.Matrix([1, *[0] * 8, -2]))
    (point,) = stationary_points(J)
    assert point.kind == "minimiser"
    for found, exact in zip(point.point.tolist(), solved, strict=True):
        assert abs(Fraction(found) - Fraction(int(exact.p), int(exact.q))) <= Fraction(point.radius)
    assert float(step_size_threshold(J)) == pytest.approx(2 / (2 - 2 * math.cos(10 * math.pi / 11)), rel=1e-13)


def test_rosenbrocks_only_stationary_point_is_its_minimiser() -> None:
    """∂J/∂y = 0 ⇒ y = x² ⇒ ∂J/∂x = −2(1 − x) = 0: (1, 1), with det ∇²J = 802·200 − 400² = 400 > 0."""
    assert near(stationary_points(Objective.from_text(ROSENBROCK, ("x", "y"))), [("minimiser", (1.0, 1.0))])


def test_beales_stationary_points_are_those_that_elimination_leaves() -> None:
    """∂J/∂x = 0 is linear in x: x = −Σc_k(y^k − 1)/Σ(y^k − 1)² for y ≠ 1; in ∂J/∂y = 0 that leaves a polynomial in y.

    At y = 1 ∂J/∂x vanishes and ∂J/∂y = 2x·Σk·c_k, so x = 0. Where y ≠ 1 the line x = 0 needs Σc_k(y^k − 1) = 0.
    """
    y = sympy.Symbol("y")
    c = {1: sympy.Rational(3, 2), 2: sympy.Rational(9, 4), 3: sympy.Rational(21, 8)}
    x = -sum(c[k] * (y**k - 1) for k in c) / sum((y**k - 1) ** 2 for k in c)
    slope_y = sympy.numer(sympy.together(sum((c[k] + x * (y**k - 1)) * k * x * y ** (k - 1) for k in c)))
    roots = {float(r) for r in sympy.Poly(slope_y, y).real_roots(multiple=True) if r != 1}
    places = [(0.0, 1.0), *((float(x.subs(y, sympy.Float(r, 30))), r) for r in roots)]

    def kind(a: float, b: float) -> str:
        inner = {k: float(c[k]) - a + a * b**k for k in c}
        xx = sum(2 * (b**k - 1) ** 2 for k in c)
        xy = sum(2 * k * b ** (k - 1) * (inner[k] + a * (b**k - 1)) for k in c)
        yy = sum(2 * a * (inner[k] * k * (k - 1) * b ** max(k - 2, 0) + a * (k * b ** (k - 1)) ** 2) for k in c)
        low, high = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
        return "minimiser" if low > 0 else "maximiser" if high < 0 else "saddle"

    expected = [(kind(a, b), (a, b)) for a, b in places]
    assert ("minimiser", (3.0, 0.5)) in [(k, (round(a, 9), round(b, 9))) for k, (a, b) in expected]  # published
    assert near(stationary_points(Objective.from_text(BEALE, ("x", "y"))), expected)


def test_the_quartic_has_the_two_minima_and_the_maximum_of_vietes_formula() -> None:
    """4x³ − 4x + 1/5 = 0: with x = 2/√3·cos φ, cos 3φ = −3√3/40, three real roots; J″ = 12x² − 4 tells their kinds."""
    third = math.acos(-3 * math.sqrt(3) / 40) / 3
    roots = [2 / math.sqrt(3) * math.cos(third - 2 * math.pi * k / 3) for k in range(3)]
    assert max(abs(4 * x**3 - 4 * x + 0.2) for x in roots) < 1e-14
    expected = [("minimiser" if 12 * x * x > 4 else "maximiser", (x,)) for x in roots]
    assert sorted(kind for kind, _ in expected) == ["maximiser", "minimiser", "minimiser"]
    assert near(stationary_points(Objective.from_text(TWO_MINIMA, ("x",))), expected)


@pytest.mark.parametrize(("text", "a", "count"), [(WAVES, 1.0, 1), ("x**2/4 + y**2 - cos(3*x)", 0.25, 13)])
def test_the_waves_stationary_points_are_the_roots_that_scipy_brackets(text: str, a: float, count: int) -> None:
    """2ax + 3sin 3x = 0 has roots in |x| ≤ 3/2a only; J_xx = 2a + 9cos 3x and J_yy = 2 tell their kinds.

    With a = 1/4 the line x/6 meets each of the three humps of −sin 3x in (0, 6) twice: 2·6 roots and 0.
    """

    def slope(x: float) -> float:
        return 2 * a * x + 3 * math.sin(3 * x)

    grid = np.linspace(-1.6001 / a, 1.6 / a, 2001).tolist()
    roots = [
        brentq(slope, left, right, xtol=1e-16, rtol=8.9e-16)
        for left, right in itertools.pairwise(grid)
        if slope(left) * slope(right) < 0
    ]
    assert len(roots) == count
    expected = [("minimiser" if 2 * a + 9 * math.cos(3 * x) > 0 else "saddle", (x, 0.0)) for x in roots]
    assert near(stationary_points(Objective.from_text(text, ("x", "y"))), expected)

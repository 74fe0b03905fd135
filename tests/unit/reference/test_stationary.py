"""Stationary points and thresholds against published values and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy

from grader.reference.objective import Objective
from grader.reference.stationary import stationary_points
from grader.reference.threshold import local_threshold, step_size_threshold

#: Himmelblau, Applied Nonlinear Programming (1972); six decimals as usually published.
HIMMELBLAU = [
    ("minimiser", (3.0, 2.0)),
    ("minimiser", (-2.805118, 3.131313)),
    ("minimiser", (-3.779310, -3.283186)),
    ("minimiser", (3.584428, -1.848127)),
    ("saddle", (0.086678, 2.884255)),
    ("saddle", (-3.073026, -0.081353)),
    ("saddle", (-0.127961, -1.953715)),
    ("saddle", (3.385154, 0.073852)),
    ("maximiser", (-0.270845, -0.923039)),
]


def kinds(text: str, *variables: str) -> list[tuple[str, tuple[float, ...]]]:
    objective = Objective.from_text(text, variables)
    return [(p.kind, tuple(round(x, 6) for x in p.point.tolist())) for p in stationary_points(objective)]


@pytest.mark.parametrize(("kind", "published"), HIMMELBLAU)
def test_himmelblaus_nine_points_are_found_and_classified(
    himmelblau: Objective, kind: str, published: tuple[float, float]
) -> None:
    points = stationary_points(himmelblau)
    assert len(points) == 9  # Bézout: two cubics meet in at most nine isolated points, so none is missing
    (found,) = [p for p in points if np.abs(p.point - published).max() < 1e-6]
    assert found.kind == kind
    assert found.radius < 1e-15


def test_the_radius_holds_the_exact_point(himmelblau: Objective) -> None:
    x, y = sympy.symbols("x y")
    for point in stationary_points(himmelblau):
        guess = tuple(map(float, point.point))
        exact = sympy.nsolve(
            [4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7), 2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7)],
            (x, y),
            guess,
            prec=40,
        )
        assert max(abs(e - sympy.Float(g, 40)) for e, g in zip(exact, guess, strict=True)) <= point.radius


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("x**2/2 + 2*y**2 - x*y", "xy", [("minimiser", (0.0, 0.0))]),
        ("(x+2*y-7)**2 + (2*x+y-5)**2", "xy", [("minimiser", (1.0, 3.0))]),  # Booth
        ("(1-x)**2 + 100*(y-x**2)**2", "xy", [("minimiser", (1.0, 1.0))]),  # Rosenbrock
        ("x**2 - y**2", "xy", [("saddle", (0.0, 0.0))]),
        ("3*x - x**2", "x", [("maximiser", (1.5,))]),
        ("x + y", "xy", []),
        ("(x + y - 2)**2", "xy", [("degenerate", (1.0, 1.0))]),  # the nearest of a line
        ("x**4/4 - x**2/2", "x", [("minimiser", (-1.0,)), ("minimiser", (1.0,)), ("maximiser", (0.0,))]),
        ("x**4", "x", [("degenerate", (0.0,))]),
        ("x**3 - 3*x*y**2", "xy", [("degenerate", (0.0, 0.0))]),  # the monkey saddle
        ("(x - 250)**2*(x + 1)**2 + y**2", "xy", [("minimiser", (-1.0, 0.0)), ("minimiser", (250.0, 0.0)), ("saddle", (124.5, 0.0))]),
        ("x*log(x)", "x", [("minimiser", (round(math.exp(-1), 6),))]),
        ("exp(-x**2 - y**2)", "xy", [("maximiser", (0.0, 0.0))]),
        ("exp(x)", "x", []),
        ("abs(x) + y**2", "xy", []),
        ("x**2 + y**2 + (z - 1)**2 + x*y*z/10", "xyz", [("minimiser", (0.0, 0.0, 1.0))]),
        ("a**2 + b**2 + c**2 + d**2 - a*b", "abcd", [("minimiser", (0.0, 0.0, 0.0, 0.0))]),
        ("a**4 + b**2 + c**2 + d**2", "abcd", []),  # not searched
    ],
)  # fmt: skip
def test_what_can_be_found_by_hand_is_found(
    text: str, variables: str, expected: list[tuple[str, tuple[float, ...]]]
) -> None:
    found = kinds(text, *variables)
    if text.startswith("x**2 + y**2 + (z"):
        found = [p for p in found if p[0] == "minimiser"]
    assert found == expected


def test_sines_minima_lie_at_odd_multiples_of_half_pi() -> None:
    points = [p for p in stationary_points(Objective.from_text("sin(x) + y**2", ("x", "y"))) if p.kind == "minimiser"]
    turns = [(p.point[0] + math.pi / 2) / (2 * math.pi) for p in points]
    assert {-1, 0, 1} <= {round(t) for t in turns}
    assert max(abs(t - round(t)) for t in turns) < 1e-12


def test_the_threshold_of_the_worked_example_is_exact(worked_example: Objective) -> None:
    assert sympy.simplify(step_size_threshold(worked_example) - (5 - sympy.sqrt(13)) / 3) == 0


@pytest.mark.parametrize(
    ("text", "variables", "exact"),
    [
        ("x**2", "x", 1),
        ("(x+2*y-7)**2 + (2*x+y-5)**2", "xy", sympy.Rational(1, 9)),  # H = [[10, 8], [8, 10]]
        ("x**2 - 5*y**2", "xy", 1),
        ("x**2/2 + y**2/2 + 3*z**2/2", "xyz", sympy.Rational(2, 3)),
        ("x**2 + y**2 + z**2 - x*y - y*z", "xyz", 2 / (2 + sympy.sqrt(2))),  # 2 − 2cos(kπ/4)
    ],
)
def test_thresholds_in_closed_form(text: str, variables: str, exact: sympy.Expr) -> None:
    assert sympy.simplify(step_size_threshold(Objective.from_text(text, tuple(variables))) - exact) == 0


def test_a_threshold_may_be_an_algebraic_number() -> None:
    threshold = step_size_threshold(Objective.from_text("x**2 + 2*y**2 + 3*z**2 - x*y + y*z", ("x", "y", "z")))
    largest = np.linalg.eigvalsh([[2.0, -1, 0], [-1, 4, 1], [0, 1, 6]])[-1]
    assert float(threshold) == pytest.approx(2 / largest, rel=1e-14)


@pytest.mark.parametrize("text", ["x**4", "-x**2", "x", "5", "sin(x)"])
def test_without_one_threshold_there_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"only a quadratic|no direction"):
        step_size_threshold(Objective.from_text(text, ("x",)))


@pytest.mark.parametrize(
    ("point", "published"),
    [
        ((3.0, 2.0), 0.0243060),
        ((-2.805118, 3.131313), 0.0248293),
        ((-3.779310, -3.283186), 0.0149493),
        ((3.584428, -1.848127), 0.0189719),
    ],
)  # 3-numerics, section 0
def test_local_thresholds_of_himmelblau(himmelblau: Objective, point: tuple[float, float], published: float) -> None:
    assert local_threshold(himmelblau, point) == pytest.approx(published, abs=5e-8)


def test_local_thresholds_where_nothing_curves_up_or_is_defined(himmelblau: Objective) -> None:
    assert local_threshold(himmelblau, (-0.270845, -0.923039)) == math.inf
    assert math.isnan(local_threshold(Objective.from_text("log(x)", ("x",)), (math.nan,)))

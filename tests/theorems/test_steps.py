"""Step bounds: |θ⁺ − T(θ)| for every right step taken from any point that a printed θ may mean, in rationals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings

from grader.reference.objective import Objective
from grader.reference.steps import step_bound, step_bounds
from grader.reference.tube import FLOAT32, FLOAT64, Arithmetic, central, forward
from tests.theorems import programs as p
from tests.theorems.test_tubes import EXPRESSIONS, Formula

few = settings(deadline=None, derandomize=True, max_examples=40)

RATES = st.sampled_from([Fraction(1, 100), Fraction(1, 10), Fraction(3, 4)])
#: Half a unit of the last digit of a display; the widest is coarser than anyone prints.
SLACKS = st.sampled_from([0.5, 0.05, 0.005, 5e-5, 5e-7])
U32, U64 = Fraction(1, 2**24), Fraction(1, 2**53)


def objective(terms: p.Terms) -> Objective:
    return Objective.from_text(p.text(terms), p.NAMES[: len(next(iter(terms)))])


def within(steps: Sequence[Any], expected: Sequence[Fraction], bound: np.ndarray) -> bool:
    """|θ⁺ − T(θ)| ≤ bound in every component, exactly."""
    return all(abs(p.exactly(a) - b) <= Fraction(c) for a, b, c in zip(steps, expected, bound.tolist(), strict=True))


def places(data: st.DataObject, point: Sequence[float], slack: Sequence[float]) -> list[list[Fraction]]:
    """All corners of the box and three random points of it."""
    centre, reach = [Fraction(x) for x in point], [Fraction(s) for s in slack]
    shares = [list(corner) for corner in itertools.product((-1, 1), repeat=len(point))]
    shares += [[data.draw(p.rationals(1, 10)) for _ in point] for _ in range(3)]
    return [[x + k * s for x, k, s in zip(centre, share, reach, strict=True)] for share in shares]


# Soundness.


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES, slack=SLACKS)
def test_the_exact_step_from_anywhere_in_the_box_stays_within_the_bound(
    terms: p.Terms, data: st.DataObject, eta: Fraction, slack: float
) -> None:
    """|T(θ + s) − T(θ)| ≤ |I − η∇²J|·|s| + η/2·Σ|∂³J||s||s| for |s| ≤ slack, a number or one a component."""
    n = len(next(iter(terms)))
    point = [float(x) for x in data.draw(p.points(n, 2))]
    reach = data.draw(st.lists(st.sampled_from([0.0, slack / 4, slack]), min_size=n, max_size=n))
    bound = step_bound(objective(terms), point, eta, slack=reach)
    here = p.step(terms, [Fraction(x) for x in point], eta)
    for place in places(data, point, reach):
        assert within(p.step(terms, place, eta), here, bound)


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES, slack=st.sampled_from([0.0, 0.05, 5e-4]))
@pytest.mark.parametrize(("arithmetic", "numbers"), [(FLOAT64, float), (FLOAT32, p.float32)], ids=["64", "32"])
def test_one_step_of_any_spelling_from_anywhere_in_the_box_stays_within_the_bound(
    terms: p.Terms, data: st.DataObject, eta: Fraction, slack: float, arithmetic: Arithmetic, numbers: p.Numbers
) -> None:
    """|fl(T(θ′)) − T(θ)| ≤ bound for every θ′ of the format within slack of θ, T(θ) exact or in float64."""
    n = len(next(iter(terms)))
    point = [float(numbers(x)) for x in data.draw(p.points(n, 2))]
    J = objective(terms)
    bound = step_bound(J, point, eta, arithmetic, slack=slack)
    here = p.step(terms, [Fraction(x) for x in point], eta)
    computed = np.array(point) - float(eta) * J.gradient_at(point)
    near = [Fraction(x) for x in computed.tolist()]
    for place in places(data, point, [slack * 0.99] * n):
        own = [numbers(x) for x in place]  # 0.99: its rounding to the format stays in the box
        for spelling in p.SPELLINGS:
            row = p.run(p.gradient(terms, spelling, numbers), [p.exactly(x) for x in own], eta, 1, numbers)[1]
            assert within(row, here, bound) and within(row, near, bound)


@few
@given(
    terms=p.polynomials(dimensions=(1, 2), most=2, denominators=(1,)),
    data=st.data(),
    eta=RATES,
    slack=st.sampled_from([0.0, 0.05, 5e-4]),
    h=st.integers(-10, -2).map(lambda k: 10.0**k),
)
@pytest.mark.parametrize("two_sided", [True, False], ids=["central", "forward"])
def test_one_step_of_a_difference_quotient_stays_within_the_bound_of_its_h(
    terms: p.Terms, data: st.DataObject, eta: Fraction, slack: float, h: float, two_sided: bool
) -> None:
    """The same with η·(h²/6·|J‴| + 12u·m(J)/h), or η·(h/2·|J″| + 24u·m(J)/h), taken on the box and h beyond."""
    n = len(next(iter(terms)))
    point = [float(x) for x in data.draw(p.points(n, 2))]
    bound = step_bound(objective(terms), point, eta, central(h) if two_sided else forward(h), slack=slack)
    here = p.step(terms, [Fraction(x) for x in point], eta)
    for place in places(data, point, [slack * 0.99] * n):
        own = [Fraction(float(x)) for x in place]
        for spelling in p.SPELLINGS:
            slopes = p.difference(spelling(terms, float), h, central=two_sided)
            assert within(p.run(slopes, own, eta, 1, float)[1], here, bound)


@pytest.mark.parametrize(("text", "start", "rate", "slopes", "value"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_steps_with_functions_and_quotients_stay_within_the_bound(
    text: str, start: tuple[str, ...], rate: str, slopes: Formula, value: Formula
) -> None:
    """The ball path: 50 digits at the corners and edges' middles of each box, and numpy's own step from them."""
    eta = Fraction(rate)
    J = Objective.from_text(text, ("x", "y")[: len(start)])
    with mpmath.workdps(50):
        run = p.run(lambda q: slopes(mpmath, q), [Fraction(x) for x in start], eta, 6, p.digits30)
        for row, (digits, slack) in itertools.product(run, [(1, 0.05), (3, 5e-4), (17, 0.0)]):
            point = [round(float(x), digits) for x in row]
            bounds = {
                a.name: step_bound(J, point, eta, a, slack=slack)
                for a in (FLOAT64, FLOAT32, central(1e-5), forward(1e-3))
            }
            assert all(np.isfinite(b).all() for b in bounds.values())
            (here,) = p.run(lambda q: slopes(mpmath, q), [Fraction(x) for x in point], eta, 1, p.digits30)[1:]
            expected = [p.exactly(x) for x in here]
            for shares in itertools.product((-0.99, 0.0, 0.99), repeat=len(point)):
                place = [x + k * slack for x, k in zip(point, shares, strict=True)]
                exact = [Fraction(x) for x in place]
                rows = {
                    "float64": p.run(lambda q: slopes(np, np.array(q)), exact, eta, 1, np.float64),
                    "central": p.run(
                        p.difference(lambda q: value(np, np.array(q))[0], 1e-5, central=True), exact, eta, 1, np.float64
                    ),
                    "forward": p.run(
                        p.difference(lambda q: value(np, np.array(q))[0], 1e-3, central=False),
                        exact,
                        eta,
                        1,
                        np.float64,
                    ),
                }
                if slack:  # with no slack the point itself need not be a float32
                    rows["float32"] = p.run(lambda q: slopes(np, np.array(q)), exact, eta, 1, p.float32)
                for name, (_, step) in rows.items():
                    assert within(step, expected, bounds[name]), (name, point, slack)
                (true,) = p.run(lambda q: slopes(mpmath, q), exact, eta, 1, p.digits30)[1:]
                assert within(true, expected, bounds["float64"])


# Sharpness: the bound is the formula of steps.py and hardly more.


def formula(terms: p.Terms, point: list[Fraction], eta: Fraction, slack: Fraction, unit: Fraction) -> list[Fraction]:
    """|I − η∇²J(θ)|·s + η/2·Σ|∂³J|·s·s + 16(u + 2⁻⁵³)(|θ| + s + η·m(∂J)), m and |∂³J| by absolute terms at |θ| + s."""
    n = len(point)
    far, bounds = [abs(x) + slack for x in point], []
    for i in range(n):
        first = p.derivative(terms, i)
        second = [p.derivative(first, j) for j in range(n)]
        line = sum((abs((i == j) - eta * p.evaluate(second[j], point)) for j in range(n)), Fraction(0)) * slack
        third = sum((p.size(p.derivative(second[j], k), far) for j in range(n) for k in range(n)), Fraction(0)) * (
            eta / 2 * slack**2
        )
        bounds.append(line + third + 16 * (unit + U64) * (far[i] + eta * p.size(first, far)))
    return bounds


@few
@given(
    terms=p.polynomials(),
    data=st.data(),
    eta=RATES,
    slack=st.sampled_from([0.0, 0.5, 0.005, 5e-7]),
    arithmetic=st.sampled_from([FLOAT64, FLOAT32]),
)
def test_the_bound_is_its_formula_and_not_a_hair_more(
    terms: p.Terms, data: st.DataObject, eta: Fraction, slack: float, arithmetic: Arithmetic
) -> None:
    """formula ≤ bound ≤ formula·(1 + 1e-8) + 2e-11·(1 + η·m(∇²J))·s: a step that errs by 1e-8 more is rejected."""
    n = len(next(iter(terms)))
    point = [float(x) for x in data.draw(p.points(n, 2))]
    exact, s = [Fraction(x) for x in point], Fraction(slack)
    bound = step_bound(objective(terms), point, eta, arithmetic, slack=slack)
    expected = formula(terms, exact, eta, s, Fraction(arithmetic.unit_roundoff))
    for i, (b, f) in enumerate(zip(bound.tolist(), expected, strict=True)):
        curvature = sum((p.size(p.derivative(p.derivative(terms, i), j), exact) for j in range(n)), Fraction(0))
        doubt = Fraction(2, 10**11) * (1 + eta * curvature) * s
        assert f <= Fraction(b) <= f * (1 + Fraction(1, 10**8)) + doubt + Fraction(1, 10**40)


@few
@given(
    curvature=st.integers(1, 40).map(lambda k: Fraction(k, 10)),
    slack=st.sampled_from([0.5, 0.005]),
    x=p.rationals(2, 10),
)
def test_the_farthest_corner_is_accepted_and_a_step_a_hair_farther_is_not(
    curvature: Fraction, slack: float, x: Fraction
) -> None:
    """J = ax²/2: T(θ ± s) − T(θ) = ±(1 − ηa)s exactly, so the bound must reach it, and 1e-6 of s beyond it must not."""
    terms, eta = {(2,): curvature / 2}, Fraction(1, 10)
    (bound,) = step_bound(objective(terms), [float(x)], eta, slack=slack).tolist()
    corner = abs(1 - eta * curvature) * Fraction(slack)
    assert corner <= Fraction(bound) < corner + Fraction(slack) / 10**6


@pytest.mark.parametrize(
    ("text", "point", "eta", "arithmetic", "expected"),
    [
        # J = x³, J‴ = 6: h²/6·6 + 12u·(2 + h)³/h, and 16·2u·(2 + η·12) for the step and its evaluation.
        ("x**3", 2.0, "1/8", central(2.0**-4), 2**-3 * (2**-8 + 12 * 2**-53 * 2.0625**3 * 16) + 32 * 2**-53 * 3.5),
        # J = x³ with h = 2⁻²⁰, where rounding is as large: 12u·8/h against h².
        (
            "x**3",
            2.0,
            "1/8",
            central(2.0**-20),
            2**-3 * (2**-40 + 12 * 2**-53 * (2 + 2**-20) ** 3 * 2**20) + 32 * 2**-53 * 3.5,
        ),
        # J = x²/2, J″ = 1: h/2 + 24u·(3 + h)²/2/h, and 16·2u·(3 + η·3).
        ("x**2/2", 3.0, "1/2", forward(2.0**-10), 2**-12 + 6 * 2**-53 * (3 + 2**-10) ** 2 * 2**10 + 144 * 2**-53),
        ("x**2/2", 3.0, "1/2", forward(2.0**-28), 2**-30 + 6 * 2**-53 * (3 + 2**-28) ** 2 * 2**28 + 144 * 2**-53),
    ],
)  # fmt: skip
def test_the_bound_of_a_difference_quotient_is_its_formula(
    text: str, point: float, eta: str, arithmetic: Arithmetic, expected: float
) -> None:
    (bound,) = step_bound(Objective.from_text(text, ("x",)), [point], Fraction(eta), arithmetic).tolist()
    assert expected * (1 - 1e-14) <= bound <= expected * (1 + 1e-8)


# The two paths.

#: π to forty digits: with it J is a polynomial and takes the float64 path, with `pi` itself it takes the path of balls.
PI = "3.141592653589793238462643383279502884197"


@few
@given(
    terms=p.polynomials(dimensions=(1, 3)),
    data=st.data(),
    eta=RATES,
    slack=st.sampled_from([0.0, 0.5, 0.005, 5e-7]),
    arithmetic=st.sampled_from([FLOAT64, FLOAT32, central(1e-2), central(1e-6), forward(1e-2), forward(1e-6)]),
)
def test_the_polynomial_path_and_the_path_of_balls_agree_within_a_factor_of_four(
    terms: p.Terms, data: st.DataObject, eta: Fraction, slack: float, arithmetic: Arithmetic
) -> None:
    """πJ takes the balls, 40 digits of π times J the floats: both hold the step, neither is 4 times the other."""
    n = len(next(iter(terms)))
    names = p.NAMES[:n]
    point = [float(x) for x in data.draw(p.points(n, 2))]
    parts = [p.text({powers: c}) for powers, c in terms.items()]
    by_float, by_ball = (
        Objective.from_text(" + ".join(f"{factor}*{part}" for part in parts), names) for factor in (PI, "pi")
    )
    assert by_float.is_polynomial and not by_ball.is_polynomial
    ours = step_bound(by_float, point, eta, arithmetic, slack=slack)
    theirs = step_bound(by_ball, point, eta, arithmetic, slack=slack)
    # 1e-290: the float64 path keeps away from subnormal numbers.
    assert (ours <= 4 * theirs + 1e-290).all() and (theirs <= 4 * ours + 1e-290).all()
    scaled = {powers: c * Fraction(PI) for powers, c in terms.items()}
    here = p.step(scaled, [Fraction(x) for x in point], eta)
    for place in places(data, point, [slack] * n):
        for bound in (ours, theirs):
            assert within(p.step(scaled, place, eta), here, bound * (1 + 1e-15))


# Shapes and ends.


def test_many_rows_are_bounded_as_each_is_alone_and_what_is_not_finite_has_no_bound() -> None:
    """Row by row, slack (k, n) included; nan, inf and rows whose numbers overflow have the bound inf."""
    J = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
    rows = np.array([[0.5, -1.0], [3.0, 2.0], [1e100, 1.0], [1e120, 1.0], [math.nan, 0.0], [0.0, -math.inf]])
    slack = np.array([[0.0, 0.5], [0.005, 0.0], [1.0, 1.0], [0.0, 0.0], [0.1, 0.1], [0.1, 0.1]])
    bounds = step_bounds(J, rows, Fraction(1, 100), slack=slack)
    assert np.isfinite(bounds[:2]).all() and np.isinf(bounds[3:]).all(axis=1).tolist() == [True, True, True]
    for row, own, bound in zip(rows[:3], slack[:3], bounds[:3], strict=True):
        assert np.allclose(step_bound(J, row, Fraction(1, 100), slack=own), bound, rtol=1e-9, atol=0)

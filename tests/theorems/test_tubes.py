"""Tubes: every program of class C is inside, whatever its spelling and its numbers; the class's edge is the tube's.

Deviations are measured in rationals: |y − centre| ≤ radius is a statement about three floats, and is checked as one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings

from grader.reference.enclosure import reference_trace
from grader.reference.objective import Objective
from grader.reference.tube import FLOAT32, FLOAT64, Arithmetic, Tube, central, forward, tube
from tests.theorems import programs as p

few = settings(deadline=None, derandomize=True, max_examples=25)

RATES = st.sampled_from([Fraction(1, 100), Fraction(1, 30), Fraction(1, 10)])
STEPS = 25


def objective(terms: p.Terms) -> Objective:
    return Objective.from_text(p.text(terms), p.NAMES[: len(next(iter(terms)))])


def ratio(rows: Sequence[Sequence[Any]], around: Tube, upto: int | None = None) -> float:
    """The largest |row − centre| / radius, in the first `upto` rows or in all."""
    return float(p.farthest(rows, around.centre[:upto], around.radius[:upto])[0])


def quadratic_map(terms: p.Terms, eta: Fraction, n: int) -> Callable[[np.ndarray], np.ndarray]:
    """θ ← (I − ηH)θ − ηb, both made of floats first."""
    zero = [Fraction(0)] * n
    shift = np.array([float(g) for g in p.slope(terms, zero)])
    columns = [[g - s for g, s in zip(p.slope(terms, unit), p.slope(terms, zero), strict=True)] for unit in units(n)]
    hessian = np.array([[float(x) for x in column] for column in columns]).T
    matrix = np.eye(n) - float(eta) * hessian
    return lambda theta: matrix @ theta - float(eta) * shift


def units(n: int) -> list[list[Fraction]]:
    return [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]


# Soundness on polynomials.


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES)
def test_every_spelling_of_a_polynomials_gradient_stays_in_the_float64_tube(
    terms: p.Terms, data: st.DataObject, eta: Fraction
) -> None:
    """fl(θ − η∇J) with at most 16 roundings on a path lies within radius_t of centre_t at every t, in any order.

    As many as 8 terms of degree 3 at most: coefficient 1 + powers 3 + sums 8 + the step 3 are 15 roundings.
    """
    n = len(next(iter(terms)))
    start = data.draw(p.points(n, 1))
    around = tube(objective(terms), start, eta, STEPS)
    assert np.isfinite(around.radius[:2]).all()
    for spelling in (*p.SPELLINGS, p.as_arrays):
        rows = p.run(p.gradient(terms, spelling, float), start, eta, STEPS, float)
        assert ratio(rows, around) <= 1


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES)
def test_exact_runs_and_runs_of_thirty_digits_are_in_every_tube(
    terms: p.Terms, data: st.DataObject, eta: Fraction
) -> None:
    """θ_t itself lies in the tubes of the two classes that only round; rationals are followed for five steps."""
    n = len(next(iter(terms)))
    start = data.draw(p.points(n, 1))
    J = objective(terms)
    exact = [start]
    for _ in range(5):
        exact.append(p.step(terms, exact[-1], eta))
    with mpmath.workdps(30):
        long = p.run(p.gradient(terms, p.nested, p.digits30), start, eta, STEPS, p.digits30)
    for arithmetic in (FLOAT64, FLOAT32):
        around = tube(J, start, eta, STEPS, arithmetic)
        assert ratio(exact, around, upto=6) <= 1
        assert ratio(long, around) <= 1


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES)
def test_every_spelling_in_single_precision_stays_in_the_float32_tube(
    terms: p.Terms, data: st.DataObject, eta: Fraction
) -> None:
    """The same theorem with u = 2⁻²⁴: every intermediate number is a float32."""
    n = len(next(iter(terms)))
    start = data.draw(p.points(n, 1))
    around = tube(objective(terms), start, eta, STEPS, FLOAT32)
    for spelling in p.SPELLINGS:
        rows = p.run(p.gradient(terms, spelling, p.float32), start, eta, STEPS, p.float32)
        assert all(isinstance(x, np.float32) for row in rows for x in row)
        assert ratio(rows, around) <= 1


@few
@given(
    terms=p.polynomials(dimensions=(1, 2), most=2, denominators=(1,)),
    data=st.data(),
    eta=RATES,
    h=st.integers(-10, -2).map(lambda k: 10.0**k),
)
@pytest.mark.parametrize("two_sided", [True, False], ids=["central", "forward"])
def test_every_spelling_of_J_differenced_stays_in_the_tube_of_its_h(
    terms: p.Terms, data: st.DataObject, eta: Fraction, h: float, two_sided: bool
) -> None:
    """A difference quotient errs by h²/6·|J‴| + 12u·m(J)/h, or h/2·|J″| + 24u·m(J)/h, and the tube holds its runs.

    4 terms of degree 4 at most, ½ and integers for coefficients: x ± h counts 4 times, powers 4, sums 4: 12 roundings.
    """
    n = len(next(iter(terms)))
    start = data.draw(p.points(n, 1))
    around = tube(objective(terms), start, eta, STEPS, central(h) if two_sided else forward(h))
    for spelling in p.SPELLINGS:
        slopes = p.difference(spelling(terms, float), h, central=two_sided)
        assert ratio(p.run(slopes, start, eta, STEPS, float), around) <= 1


@few
@given(spectrum=p.spectra(), data=st.data(), share=st.integers(1, 24).map(lambda k: Fraction(k, 10)))
def test_quadratics_as_an_affine_map_stay_in_the_tube_whether_they_converge_or_not(
    spectrum: tuple[list[Fraction], Any, list[list[Fraction]]], data: st.DataObject, share: Fraction
) -> None:
    """θ ← (I − ηH)θ − ηb is a spelling like any other, from η = 1/10·1/λ_max to 1.2·2/λ_max, as is the sum of terms."""
    values, _, hessian = spectrum
    n, eta = len(values), share / max(values)
    start = data.draw(p.points(n))
    terms = p.quadratic(hessian, data.draw(p.points(n)))
    around = tube(objective(terms), start, eta, 60)
    assert np.isfinite(around.radius).all()
    rows, step = [np.array([float(x) for x in start])], quadratic_map(terms, eta, n)
    for _ in range(60):
        rows.append(step(rows[-1]))
    assert ratio(rows, around) <= 1
    assert ratio(p.run(p.gradient(terms, p.backwards, float), start, eta, 60, float), around) <= 1
    exact = [start]
    for _ in range(60):
        exact.append(p.step(terms, exact[-1], eta))
    assert ratio(exact, around) <= 1


@settings(few, max_examples=6)
@given(data=st.data(), quartic=st.booleans(), eta=st.sampled_from([Fraction(1, 50), Fraction(1, 20)]))
def test_ten_dimensions_are_no_different(data: st.DataObject, quartic: bool, eta: Fraction) -> None:
    """Dense quadratics (10 products and their sum, 14 roundings), and x_i⁴/4 coupled to its neighbours."""
    n = 10
    upper = data.draw(st.lists(st.integers(-3, 3), min_size=55, max_size=55))
    places = [(i, j) for i in range(n) for j in range(i, n)]
    hessian = [[Fraction(0)] * n for _ in range(n)]
    for (i, j), entry in zip(places, upper, strict=True):
        hessian[i][j] = hessian[j][i] = Fraction(entry, 10)
    for i in range(n):
        hessian[i][i] = Fraction(2 + i)
    if quartic:
        hessian = [[x if abs(i - j) <= 1 else Fraction(0) for j, x in enumerate(row)] for i, row in enumerate(hessian)]
    terms = dict(p.quadratic(hessian))
    if quartic:
        terms |= {tuple(4 * x.numerator for x in unit): Fraction(1, 4) for unit in units(n)}
    start = data.draw(p.points(n, 1))
    J = objective(terms)
    for arithmetic, numbers in ((FLOAT64, float), (FLOAT32, p.float32)):
        around = tube(J, start, eta, 40, arithmetic)
        assert np.isfinite(around.radius).all()
        for spelling in (p.in_order, p.backwards):
            assert ratio(p.run(p.gradient(terms, spelling, numbers), start, eta, 40, numbers), around) <= 1
    if not quartic:
        rows, step = [np.array([float(x) for x in start])], quadratic_map(terms, eta, n)
        for _ in range(40):
            rows.append(step(rows[-1]))
        assert ratio(rows, tube(J, start, eta, 40)) <= 1


@few
@given(
    forms=st.lists(
        st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(-2, 2), st.integers(-1, 1)),
        min_size=1,
        max_size=2,
    ),
    data=st.data(),
)
def test_a_sum_of_squares_may_be_programmed_factored_or_multiplied_out(
    forms: list[tuple[int, int, int, int]], data: st.DataObject
) -> None:
    """J = Σ r_k², r_k = ax + by + c + dx²: both ∇J = Σ 2r_k∇r_k and the expanded sums are within the factored tube."""
    eta, start = Fraction(1, 200), data.draw(p.points(2, 1))
    text = " + ".join(f"({a}*x + ({b})*y + ({c}) + ({d})*x**2)**2" for a, b, c, d in forms)
    J = Objective.from_text(text, ("x", "y"))

    def factored(point: Sequence[float]) -> list[float]:
        x, y = point
        gx = gy = 0.0
        for a, b, c, d in forms:
            r = a * x + b * y + c + d * x * x
            gx, gy = gx + 2 * r * (a + 2 * d * x), gy + 2 * r * b
        return [gx, gy]

    terms: dict[tuple[int, ...], Fraction] = {}
    for a, b, c, d in forms:
        row = {(1, 0): a, (0, 1): b, (0, 0): c, (2, 0): d}
        for left, one in row.items():
            for right, other in row.items():
                powers = (left[0] + right[0], left[1] + right[1])
                terms[powers] = terms.get(powers, Fraction(0)) + one * other
    around = tube(J, start, eta, STEPS)
    assert ratio(p.run(factored, start, eta, STEPS, float), around) <= 1
    for spelling in (p.in_order, p.nested):
        assert ratio(p.run(p.gradient(terms, spelling, float), start, eta, STEPS, float), around) <= 1


@few
@given(terms=p.polynomials(), data=st.data(), eta=RATES)
def test_the_rational_iterates_lie_within_the_enclosures_radius_of_its_midpoints(
    terms: p.Terms, data: st.DataObject, eta: Fraction
) -> None:
    """|midpoints_t − θ_t| ≤ radius_t with θ_t in rationals, and the radius is half an ulp or less than a hair more."""
    start = data.draw(p.points(len(next(iter(terms))), 1))
    enclosure = reference_trace(objective(terms), start, eta, 6)
    exact = [start]
    for _ in range(6):
        exact.append(p.step(terms, exact[-1], eta))
    for row, middles, radii in zip(exact, enclosure.midpoints.tolist(), enclosure.radius.tolist(), strict=True):
        for x, middle, radius in zip(row, middles, radii, strict=True):
            assert abs(x - Fraction(middle)) <= Fraction(radius)
            assert radius <= 0.501 * math.ulp(middle) + 1e-39


# Soundness beyond polynomials: gradients by hand, for numpy and for mpmath.

Formula = Callable[[Any, Sequence[Any]], list[Any]]
#: text, start, η, ∇J and J, written for a module m of functions.
EXPRESSIONS: list[tuple[str, tuple[str, ...], str, Formula, Formula]] = [
    (
        "exp(x) - 2*x + y**2/2",
        ("-1", "1"),
        "1/10",
        lambda m, q: [m.exp(q[0]) - 2, q[1]],
        lambda m, q: [m.exp(q[0]) - 2 * q[0] + q[1] * q[1] / 2],
    ),
    (
        "x - log(x)",
        ("1/3",),
        "1/20",
        lambda m, q: [1 - 1 / q[0]],
        lambda m, q: [q[0] - m.log(q[0])],
    ),
    (
        "sin(x) + cos(x*y) + (x**2 + y**2)/2",
        ("3/2", "-1/2"),
        "1/10",
        lambda m, q: [
            m.cos(q[0]) - q[1] * m.sin(q[0] * q[1]) + q[0],
            -q[0] * m.sin(q[0] * q[1]) + q[1],
        ],
        lambda m, q: [m.sin(q[0]) + m.cos(q[0] * q[1]) + (q[0] ** 2 + q[1] ** 2) / 2],
    ),
    (
        "tanh(x - y) + x**2 + y**2",
        ("1", "-1/7"),
        "1/5",
        lambda m, q: [1 - m.tanh(q[0] - q[1]) ** 2 + 2 * q[0], -(1 - m.tanh(q[0] - q[1]) ** 2) + 2 * q[1]],
        lambda m, q: [m.tanh(q[0] - q[1]) + q[0] ** 2 + q[1] ** 2],
    ),
    (
        "sqrt(1 + x**2) + y**2/(1 + x**2)",
        ("2", "3"),
        "1/10",
        lambda m, q: [
            q[0] / m.sqrt(1 + q[0] ** 2) - 2 * q[0] * q[1] ** 2 / (1 + q[0] ** 2) ** 2,
            2 * q[1] / (1 + q[0] ** 2),
        ],
        lambda m, q: [m.sqrt(1 + q[0] ** 2) + q[1] ** 2 / (1 + q[0] ** 2)],
    ),
    (
        "log(1 + exp(x)) - x/3",
        ("4",),
        "1/2",
        lambda m, q: [m.exp(q[0]) / (1 + m.exp(q[0])) - 1 / (q[0] * 0 + 3)],
        lambda m, q: [m.log(1 + m.exp(q[0])) - q[0] / 3],
    ),
    (
        "(x - 1)/(x**2 + 1) + x**2/5",
        ("-2",),
        "1/4",
        lambda m, q: [(1 + 2 * q[0] - q[0] ** 2) / (q[0] ** 2 + 1) ** 2 + 2 * q[0] / 5],
        lambda m, q: [(q[0] - 1) / (q[0] ** 2 + 1) + q[0] ** 2 / 5],
    ),
]
# The one-letter names of the texts are x and y.
ids = [row[0] for row in EXPRESSIONS]


@pytest.mark.parametrize(("text", "start", "rate", "slopes", "value"), EXPRESSIONS, ids=ids)
def test_programs_with_functions_and_quotients_are_in_their_tubes(
    text: str, start: tuple[str, ...], rate: str, slopes: Formula, value: Formula
) -> None:
    """The same where ∇J has exp, log, sin, cos, tanh, √ or a quotient, each rounding once: 50 digits and numpy."""
    first, eta = [Fraction(x) for x in start], Fraction(rate)
    J = Objective.from_text(text, ("x", "y")[: len(first)])
    with mpmath.workdps(50):
        exact = p.run(lambda q: slopes(mpmath, q), first, eta, 60, p.digits30)
    around = tube(J, first, eta, 60)
    assert np.isfinite(around.radius).all() and around.horizon(1e-11) == 60
    enclosure = reference_trace(J, first, eta, 60)
    # mpmath's own last digits, 1e-47 at worst here, are beyond a float's radius by thirty orders.
    assert p.farthest(exact, enclosure.midpoints, enclosure.radius * (1 + 1e-15) + 1e-45)[0] <= 1
    assert ratio(exact, around) <= 1
    numpy64 = p.run(lambda q: slopes(np, np.array(q)), first, eta, 60, np.float64)
    assert ratio(numpy64, around) <= 1
    numpy32 = p.run(lambda q: slopes(np, np.array(q, dtype=np.float32)), first, eta, 60, p.float32)
    assert all(isinstance(x, np.float32) for x in numpy32[-1])
    assert ratio(numpy32, tube(J, first, eta, 60, FLOAT32)) <= 1
    for h in (1e-2, 1e-4, 1e-6, 1e-8, 1e-10):
        for two_sided in (True, False):
            quotient = p.difference(lambda q: value(np, np.array(q))[0], h, central=two_sided)
            rows = p.run(quotient, first, eta, 60, np.float64)
            around = tube(J, first, eta, 60, central(h) if two_sided else forward(h))
            assert np.isfinite(around.radius[:20]).all()
            assert ratio(rows, around) <= 1


# The edge: what the class allows at its worst fills the tube, and a little more is outside.


def worst(terms: p.Terms, operations: int, unit: float) -> list[list[Any]]:
    """One dimension from 1 with η = 1: θ₀(1 + u), then every step errs upwards by ku(|θ| + m(J′)), in 60 digits."""
    with mpmath.workdps(60):
        slope = p.in_order(p.derivative(terms, 0), p.digits30)
        rows = [[1 + mpmath.mpf(unit) * operations / 16]]
        for _ in range(10):
            (x,) = rows[-1]
            rows.append([x - slope([x]) + operations * unit * (x + slope([x]))])  # m(J′) = J′ where nothing is negative
        return rows


@few
@given(
    curvature=st.integers(1, 9).map(lambda k: Fraction(k, 10)),
    quartic=st.integers(0, 5).map(lambda k: Fraction(k, 100)),
    arithmetic=st.sampled_from([FLOAT64, FLOAT32]),
)
def test_a_program_that_errs_as_much_as_the_class_allows_fills_the_tube_and_one_that_errs_more_leaves_it(
    curvature: Fraction, quartic: Fraction, arithmetic: Arithmetic
) -> None:
    """J = ax²/2 + bx⁴ from 1, η = 1, 0 < 1 − J″ < 1: errors of one sign add up, so the bound is attained up to the
    midpoint's half ulp: 16 roundings a step always upwards are inside at every t, 18 are outside from some t on.
    """
    terms = {(2,): curvature / 2} | ({(4,): quartic * (1 - curvature) / 2} if quartic else {})
    around = tube(objective(terms), (1,), 1, 10, arithmetic)
    inside, outside = (ratio(worst(terms, k, arithmetic.unit_roundoff), around) for k in (16, 18))
    assert 0.9 < inside <= 1 < outside


@few
@given(
    curvature=st.integers(1, 9).map(lambda k: Fraction(k, 10)), h=st.sampled_from([Fraction(1, 100), Fraction(1, 1000)])
)
def test_a_forward_quotient_fills_its_tube_and_one_of_a_longer_step_leaves_it(curvature: Fraction, h: Fraction) -> None:
    """(J(x + h) − J(x))/h = J′ + h/2·J″ exactly on a quadratic: the run of h is inside, that of 1.001h outside."""
    J = objective({(2,): curvature / 2})
    around = tube(J, (1,), Fraction(1, 2), 30, forward(float(h)))

    def rows(step: Fraction) -> list[list[Fraction]]:
        return p.run(lambda q: [curvature * (q[0] + step / 2)], [Fraction(1)], Fraction(1, 2), 30, Fraction)

    assert 0.999 < ratio(rows(h), around) <= 1 < ratio(rows(h * Fraction(1001, 1000)), around)


@pytest.mark.parametrize("h", [Fraction(1, 100), Fraction(1, 1000)])
def test_a_central_quotient_fills_its_tube_and_one_of_a_longer_step_leaves_it(h: Fraction) -> None:
    """(J(x + h) − J(x − h))/2h = J′ + h²/6·J‴ exactly on a cubic: J = x²/2 + x³/12 from 1 with η = 1/4."""
    J = Objective.from_text("x**2/2 + x**3/12", ("x",))
    around = tube(J, (1,), Fraction(1, 4), 12, central(float(h)))

    def rows(step: Fraction) -> list[list[Any]]:
        with mpmath.workdps(40):
            shift = p.digits30(step) ** 2 / 12
            return p.run(lambda q: [q[0] + q[0] ** 2 / 4 + shift], [Fraction(1)], Fraction(1, 4), 12, p.digits30)

    assert 0.99 < ratio(rows(h), around) <= 1 < ratio(rows(h * Fraction(101, 100)), around)


def test_the_sequential_method_and_half_precision_are_outside_every_tube_of_rounding() -> None:
    """Another method, and numbers that round 2¹³ times as coarsely as float32: the slides' example, t = 38."""
    J = Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))
    sequential, half = [[1.0, -1.0]], [[np.float16(1), np.float16(-1)]]
    for _ in range(38):
        x, y = sequential[-1]
        x = x - 0.1 * (x - y)
        sequential.append([x, y - 0.1 * (4 * y - x)])
        x, y = half[-1]
        half.append([x - np.float16(0.1) * (x - y), y - np.float16(0.1) * (4 * y - x)])
    for arithmetic in (FLOAT64, FLOAT32, central(1e-6), forward(1e-6)):
        around = tube(J, (1, -1), Fraction(1, 10), 38, arithmetic)
        assert ratio(sequential, around) > 1
        assert not around.contains(np.array(sequential)).all()
    assert ratio(half, tube(J, (1, -1), Fraction(1, 10), 38, FLOAT32)) > 1


# The gap between two honest programs, and `contains`.


@few
@given(terms=p.polynomials(dimensions=(1, 3)), data=st.data(), eta=RATES)
def test_two_honest_programs_differ_by_at_most_twice_the_radius(
    terms: p.Terms, data: st.DataObject, eta: Fraction
) -> None:
    """|y_t − z_t| ≤ 2·radius_t for any two spellings y, z: closer than the tube's width nothing is told apart."""
    n = len(next(iter(terms)))
    start = data.draw(p.points(n, 1))
    around = tube(objective(terms), start, eta, STEPS)
    runs = [p.run(p.gradient(terms, s, float), start, eta, STEPS, float) for s in (*p.SPELLINGS, p.as_arrays)]
    for t, radii in enumerate(around.radius.tolist()):
        for i, radius in enumerate(radii):
            if math.isfinite(radius):
                seen = [p.exactly(run[t][i]) for run in runs]
                assert max(seen) - min(seen) <= 2 * Fraction(radius)


@few
@given(terms=p.polynomials(dimensions=(1, 3)), data=st.data(), arithmetic=st.sampled_from([FLOAT64, FLOAT32]))
def test_a_row_at_the_radius_is_contained_and_one_a_hair_beyond_is_not(
    terms: p.Terms, data: st.DataObject, arithmetic: Arithmetic
) -> None:
    """contains ⇔ |y − c| ≤ r in every component; r is moved by 10⁻⁹ of itself and to the next float."""
    n = len(next(iter(terms)))
    around = tube(objective(terms), data.draw(p.points(n, 1)), Fraction(1, 100), 5, arithmetic)
    t, i = data.draw(st.integers(0, 5)), data.draw(st.integers(0, n - 1))
    sign = data.draw(st.sampled_from([-1.0, 1.0]))
    centre, radius = around.centre[t, i], around.radius[t, i]
    rows = around.centre.copy()
    edge = centre + sign * radius
    while abs(Fraction(edge) - Fraction(centre)) > Fraction(radius):
        edge = math.nextafter(edge, centre)
    rows[t, i] = edge
    assert around.contains(rows).all()
    edge = centre + sign * radius * (1 + 1e-9)
    while abs(Fraction(edge) - Fraction(centre)) <= Fraction(radius) * (1 + Fraction(1, 10**10)):
        edge = math.nextafter(edge, sign * math.inf)
    rows[t, i] = edge
    assert around.contains(rows).tolist() == [k != t for k in range(6)]
    for nothing in (math.nan, math.inf, -math.inf):
        rows[t, i] = nothing
        assert around.contains(rows).tolist() == [k != t for k in range(6)]


def test_a_lost_row_holds_every_finite_number_and_nothing_else() -> None:
    """radius = inf promises nothing, so any number passes; nan and ±inf are not numbers."""
    around = tube(Objective.from_text("x**4", ("x",)), (2,), 1, 12)
    assert np.isinf(around.radius[-1]).all()
    rows = np.repeat(around.centre[:1], 13, axis=0)
    for end, held in ((1e300, True), (-0.0, True), (math.nan, False), (math.inf, False), (-math.inf, False)):
        rows[-1] = end
        assert around.contains(rows)[-1] == held


# Chaos.


def test_in_chaos_two_honest_float64_programs_part_and_the_tube_is_lost_before_they_do() -> None:
    """Himmelblau from (0, −1) with η = 0.03: floats multiplied out and factored differ by more than 1e-3 before t = 60.

    Until the tube is lost both are inside it, and so at most twice its radius apart; it never comes back.
    """
    J = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
    around = tube(J, (0, -1), Fraction(3, 100), 60)
    factored, expanded = [[0.0, -1.0]], [[0.0, -1.0]]
    for _ in range(60):
        x, y = factored[-1]
        a, b = x**2 + y - 11, x + y**2 - 7
        factored.append([x - 0.03 * (4 * x * a + 2 * b), y - 0.03 * (2 * a + 4 * y * b)])
        x, y = expanded[-1]
        gx, gy = 4 * x**3 + 4 * x * y - 42 * x + 2 * y**2 - 14, 4 * y**3 + 4 * x * y - 26 * y + 2 * x**2 - 22
        expanded.append([x - 0.03 * gx, y - 0.03 * gy])
    apart = np.abs(np.array(factored) - np.array(expanded)).max(axis=1)
    parted = int(np.flatnonzero(apart > 1e-3)[0])
    lost = int(np.flatnonzero(np.isinf(around.radius).any(axis=1))[0])
    assert 30 < lost <= parted < 60  # 3-numerics: proved lost at 48
    assert np.isinf(around.radius[lost:]).all()
    assert np.isfinite(around.centre).all()  # where the exact run is remains certain
    assert ratio(factored, around) <= 1 and ratio(expanded, around) <= 1
    assert (apart[:lost] <= 2 * around.radius[:lost].max(axis=1)).all()

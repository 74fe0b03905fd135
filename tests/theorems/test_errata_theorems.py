"""E4, E5 and E6 of reference/README.md beyond the slides' example: what is false there is false everywhere.

Exact rationals throughout. The figures of the example itself are in tests/unit/reference/test_errata.py.
"""

from __future__ import annotations

import math
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given, settings

from grader.reference.enclosure import exact_trace
from grader.reference.objective import Objective
from tests.theorems import programs as p

exact = settings(deadline=None, derandomize=True, max_examples=40)

Spectrum = tuple[list[Fraction], list[list[Fraction]], list[list[Fraction]]]
#: Step lengths of all sizes.
LENGTHS = st.integers(-12, 6).map(lambda k: Fraction(10) ** k)
#: (7 − √17)/8 = 0.359611796…, the root of 2(1 − s)² = 1 − s/2, from below and from above.
ROOT = (Fraction("0.359611796"), Fraction("0.359611797"))


def objective(terms: p.Terms) -> Objective:
    return Objective.from_text(p.text(terms), p.NAMES[: len(next(iter(terms)))])


def rise(J: Objective, point: list[Fraction], direction: list[Fraction], a: Fraction) -> Fraction:
    """J(θ + a·d) − J(θ)."""
    moved = [x + a * d for x, d in zip(point, direction, strict=True)]
    return J.exact_value(moved) - J.exact_value(point)


def sides(J: Objective, point: list[Fraction], eta: Fraction) -> tuple[Fraction, Fraction]:
    """E6's two sides without their factor: J_t − J_{t+1} and η‖∇J_{t+1}‖²."""
    here, there = exact_trace(J, point, eta, 1)
    slope = J.exact_gradient(there)
    return J.exact_value(here) - J.exact_value(there), eta * p.dot(slope, slope)


# E4: J(Θ + αd) − J(Θ) ≤ 2α⟨∇J, d⟩.


@exact
@given(spectrum=p.spectra(least=Fraction(0)), data=st.data(), a=LENGTHS)
def test_e4_with_the_factor_two_fails_for_every_length_on_every_convex_quadratic(
    spectrum: Spectrum, data: st.DataObject, a: Fraction
) -> None:
    """J convex, ⟨∇J, d⟩ < 0 ⇒ J(θ + ad) − J(θ) ≥ a⟨∇J, d⟩ > 2a⟨∇J, d⟩ for all a > 0, any descent direction d."""
    values, _, hessian = spectrum
    n = len(values)
    J = objective(p.quadratic(hessian, data.draw(p.points(n).filter(any))))
    point, direction = data.draw(p.points(n)), data.draw(p.points(n))
    product = p.dot(J.exact_gradient(point), direction)
    assume(product)
    direction = direction if product < 0 else [-d for d in direction]
    assert rise(J, point, direction, a) >= a * -abs(product) > 2 * a * -abs(product)


@exact
@given(terms=p.polynomials(degrees=(3, 4)), data=st.data(), share=st.integers(1, 99).map(lambda k: Fraction(k, 100)))
def test_e4_with_the_factor_two_fails_for_all_small_lengths_on_any_polynomial(
    terms: p.Terms, data: st.DataObject, share: Fraction
) -> None:
    """‖∇²J‖ ≤ M near θ ⇒ J(θ + ad) − J(θ) ≥ a⟨∇J, d⟩ − a²M‖d‖²/2, more than 2a⟨∇J, d⟩ for 0 < a < 2|⟨∇J, d⟩|/(M‖d‖²).

    M is taken on |x_i| ≤ 2, and a·max|d_i| ≤ 1 keeps the segment from |θ_i| ≤ 1 inside; J need not be convex.
    """
    n = len(next(iter(terms)))
    point = data.draw(p.points(n, 1))
    slope = p.slope(terms, point)
    assume(any(slope))
    twice = [[p.size(p.derivative(p.derivative(terms, i), j), [Fraction(2)] * n) for j in range(n)] for i in range(n)]
    most = max(map(sum, twice))
    a = share * min(2 / most if most else Fraction(1), 1 / max(map(abs, slope)))
    assert rise(objective(terms), point, [-g for g in slope], a) > -2 * a * p.dot(slope, slope)


@pytest.mark.parametrize(
    ("a", "holds"), [("1/1000", False), ("999999/1000000", False), ("1", True), ("1000001/1000000", True), ("7", True)]
)
def test_e4_with_the_factor_two_may_hold_for_large_lengths_where_J_is_concave(a: str, holds: bool) -> None:
    """J = −x² at 1 with d = −J′ = 2: the sides are −4a − 4a² and −8a, so it holds iff a ≥ 1; near 0 it fails."""
    length = Fraction(a)
    J, point = Objective.from_text("-x**2", ("x",)), [Fraction(1)]
    assert (rise(J, point, [Fraction(2)], length) <= 2 * length * -4) == holds


@exact
@given(spectrum=p.spectra(), data=st.data(), c=st.integers(1, 19).map(lambda k: Fraction(k, 20)))
def test_e4_holds_with_a_factor_below_one_from_every_point_exactly_up_to_its_length(
    spectrum: Spectrum, data: st.DataObject, c: Fraction
) -> None:
    """0 < c < 1, d = −∇J: J(θ + ad) − J(θ) ≤ −ca‖∇J‖² from every θ iff 0 ≤ a ≤ 2(1 − c)/λ_max (1/λ_max for 1/2)."""
    values, turn, hessian = spectrum
    J, longest = objective(p.quadratic(hessian)), 2 * (1 - c) / max(values)
    for point in (data.draw(p.points(len(values))), turn[values.index(max(values))]):
        slope = J.exact_gradient(point)
        down, norm = [-g for g in slope], p.dot(slope, slope)
        for share in (Fraction(1, 10**9), Fraction(1, 2), Fraction(1)):
            assert rise(J, point, down, share * longest) <= -c * share * longest * norm
    a = longest * (1 + Fraction(1, 10**12))  # `point` is now the eigenvector of λ_max
    assert rise(J, point, down, a) > -c * a * norm


@exact
@given(spectrum=p.spectra(), data=st.data())
def test_e4_as_printed_is_right_uphill_up_to_two_over_the_largest_eigenvalue(
    spectrum: Spectrum, data: st.DataObject
) -> None:
    """With d = +∇J on a convex quadratic the factor 2 holds from every θ iff 0 ≤ a ≤ 2/λ_max."""
    values, turn, hessian = spectrum
    J, longest = objective(p.quadratic(hessian)), 2 / max(values)
    for point in (data.draw(p.points(len(values))), turn[values.index(max(values))]):
        slope = list(J.exact_gradient(point))
        assert rise(J, point, slope, longest) <= 2 * longest * p.dot(slope, slope)
    a = longest * (1 + Fraction(1, 10**12))
    assert rise(J, point, slope, a) > 2 * a * p.dot(slope, slope)


# E5: ⟨∇J, d⟩ ≤ ‖J‖·‖d‖.


@exact
@given(terms=p.polynomials(), data=st.data())
def test_e5_holds_with_the_gradient_and_a_constant_added_to_J_refutes_it_with_J(
    terms: p.Terms, data: st.DataObject
) -> None:
    """⟨∇J, d⟩² ≤ ‖∇J‖²‖d‖², and for d = ∇J the left side is not 0; J − J(θ) has the same gradient and is 0 at θ."""
    n = len(next(iter(terms)))
    J, point = objective(terms), data.draw(p.points(n))
    slope, direction = J.exact_gradient(point), data.draw(p.points(n))
    assume(any(slope))
    assert p.dot(slope, direction) ** 2 <= p.dot(slope, slope) * p.dot(direction, direction)
    shifted = objective({**terms, (0,) * n: -J.exact_value(point)})
    assert shifted.exact_gradient(point) == slope
    assert abs(p.dot(slope, slope)) > abs(shifted.exact_value(point)) * p.dot(slope, slope)


@exact
@given(spectrum=p.spectra(), data=st.data(), share=st.integers(1, 99).map(lambda k: Fraction(k, 100)))
def test_e5_as_printed_fails_near_every_minimum_whose_value_is_zero(
    spectrum: Spectrum, data: st.DataObject, share: Fraction
) -> None:
    """J = ½xᵀHx: at sθ, J = s²J(θ) and ‖∇J‖ = s‖∇J(θ)‖, so with d = ∇J it fails iff 0 < s < ‖∇J(θ)‖/J(θ)."""
    values, _, hessian = spectrum
    J, point = objective(p.quadratic(hessian)), data.draw(p.points(len(values)).filter(any))
    # ‖Hθ‖/(½θᵀHθ) to nine digits, from below; a hair above it the inequality holds.
    image = [p.dot(row, point) for row in hessian]
    squared = p.dot(image, image) / (p.dot(image, point) / 2) ** 2
    root = Fraction(math.isqrt(int(squared * 10**18)), 10**9)
    for s, fails in ((share * root, True), (root + Fraction(2, 10**9), False)):
        near = [s * x for x in point]
        slope = J.exact_gradient(near)
        assert (p.dot(slope, slope) > J.exact_value(near) ** 2) == fails


@exact
@given(terms=p.polynomials(), data=st.data())
def test_e5s_conclusion_stands_no_direction_of_the_same_length_is_steeper_than_minus_the_gradient(
    terms: p.Terms, data: st.DataObject
) -> None:
    """‖d‖ = ‖∇J‖ ⇒ ⟨∇J, d⟩ ≥ −‖∇J‖², with equality for d = −∇J only: d runs over rational rotations of −∇J."""
    n = len(next(iter(terms)))
    point = data.draw(p.points(n))
    slope = list(objective(terms).exact_gradient(point))
    assert slope == p.slope(terms, point)
    direction = [-p.dot(row, slope) for row in data.draw(p.rotations(n))]
    assert p.dot(direction, direction) == p.dot(slope, slope)
    assert p.dot(slope, direction) >= -p.dot(slope, slope)
    assert (p.dot(slope, direction) == -p.dot(slope, slope)) == (direction == [-g for g in slope])


# E6: stop when J_t − J_{t+1} < 2η‖∇J_{t+1}‖².


@exact
@given(spectrum=p.spectra(), data=st.data(), share=st.integers(1, 100).map(lambda k: Fraction(k, 100)))
def test_e6_fires_at_the_first_step_from_anywhere_when_eta_is_small(
    spectrum: Spectrum, data: st.DataObject, share: Fraction
) -> None:
    """With s_i = ηλ_i the two sides are Σ w_i(1 − s_i/2) and 2Σ w_i(1 − s_i)²: all s_i < (7 − √17)/8 makes it fire.

    It fires 10⁶ times as far from the minimum just as well, so it tells nothing of where the run is.
    """
    values, _, hessian = spectrum
    J, eta = objective(p.quadratic(hessian)), share * ROOT[0] / max(values)
    point = data.draw(p.points(len(values)).filter(any))
    for far in (1, 10**6):
        fall, limit = sides(J, [far * x for x in point], eta)
        assert fall < 2 * limit


@exact
@given(
    spectrum=p.spectra(), s=st.sampled_from([*ROOT, Fraction(1, 2), Fraction("1.390388203"), Fraction("1.390388204")])
)
def test_e6s_small_is_sharp(spectrum: Spectrum, s: Fraction) -> None:
    """On an eigenvector it fires iff (1 − s/2) < 2(1 − s)², s = ηλ: iff s < (7 − √17)/8 or s > (7 + √17)/8 = 1.39039"""
    values, turn, hessian = spectrum
    fall, limit = sides(objective(p.quadratic(hessian)), turn[0], s / values[0])
    assert (fall < 2 * limit) == (s in (ROOT[0], Fraction("1.390388204")))


@exact
@given(terms=p.polynomials(degrees=(3, 4)), data=st.data(), share=st.integers(1, 99).map(lambda k: Fraction(k, 100)))
def test_e6_fires_at_the_first_step_on_any_polynomial_when_eta_is_small(
    terms: p.Terms, data: st.DataObject, share: Fraction
) -> None:
    """s = ηL < 1/4, convex or not: J_t − J_{t+1} ≤ (1 + s/2)η‖∇J_t‖² and ‖∇J_{t+1}‖ ≥ (1 − s)‖∇J_t‖.

    1 + s/2 < 2(1 − s)² ⇔ (1 − 4s)(2 − s) > 0, so the rule fires wherever ∇J ≠ 0. L is taken on |x_i| ≤ 2 as above.
    """
    n = len(next(iter(terms)))
    point = data.draw(p.points(n, 1))
    slope = p.slope(terms, point)
    assume(any(slope))
    rows = [[p.size(p.derivative(p.derivative(terms, i), j), [Fraction(2)] * n) for j in range(n)] for i in range(n)]
    L = max(map(sum, rows)) or Fraction(1)
    fall, limit = sides(objective(terms), point, share * min(1 / (4 * L), 1 / max(map(abs, slope))))
    assert fall < 2 * limit


@exact
@given(spectrum=p.spectra(least=Fraction(0)), data=st.data(), share=st.integers(1, 20).map(lambda k: Fraction(k, 20)))
def test_e6_with_a_constant_of_at_most_one_never_fires_before_the_end(
    spectrum: Spectrum, data: st.DataObject, share: Fraction
) -> None:
    """J convex and L-smooth, ηL ≤ 1 ⇒ J_t − J_{t+1} ≥ η‖∇J_{t+1}‖² ≥ cη‖∇J_{t+1}‖², c ≤ 1: at no t does the rule fire.

    By cocoercivity ⟨∇J_t, ∇J_{t+1}⟩ ≥ ‖∇J_{t+1}‖², and J_t − J_{t+1} ≥ η⟨∇J_{t+1}, ∇J_t⟩ by convexity.
    """
    values, _, hessian = spectrum
    J = objective(p.quadratic(hessian, data.draw(p.points(len(values)))))
    eta = share / max(values) if any(values) else share
    trace = exact_trace(J, data.draw(p.points(len(values))), eta, 8)
    for here in trace:
        fall, limit = sides(J, list(here), eta)
        assert fall >= limit


@exact
@given(data=st.data(), share=st.integers(1, 20).map(lambda k: Fraction(k, 20)))
def test_e6_with_the_constant_one_never_fires_on_a_convex_quartic_either(data: st.DataObject, share: Fraction) -> None:
    """The same for J = x⁴ + y⁴ + (x − y)²: L = 12·4 + 4 on |x|, |y| ≤ 2, where steps from |x|, |y| ≤ 2 stay.

    In the maximum norm a step with η ≤ 1/L leads towards 0: |x − η(4x³ + 2(x − y))| ≤ max(|x|, |y|) as 12ηx² + 2η ≤ 1.
    """
    J = Objective.from_text("x**4 + y**4 + (x - y)**2", ("x", "y"))
    fall, limit = sides(J, data.draw(p.points(2, 2)), share / 52)
    assert fall >= limit


@pytest.mark.parametrize(("s", "fires"), [("1", False), ("3/2", False), ("1500000001/1000000000", True)])
def test_e6_with_the_constant_one_fires_once_eta_is_too_large(s: str, fires: bool) -> None:
    """On an eigenvector 1 − s/2 < (1 − s)² iff s > 3/2: past 1/L the promise ends, and at 3/2 the truth does."""
    fall, limit = sides(Objective.from_text("x**2/2", ("x",)), [Fraction(1)], Fraction(s))
    assert (fall < limit) == fires

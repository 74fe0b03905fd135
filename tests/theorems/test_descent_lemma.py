"""The descent lemma and what follows from it, in exact rationals."""

from __future__ import annotations

import itertools
from fractions import Fraction

import hypothesis.strategies as st
import pytest
import sympy
from hypothesis import given, settings

from grader.reference.enclosure import exact_trace
from grader.reference.objective import Objective
from grader.reference.threshold import step_size_threshold
from tests.theorems import programs as p

exact = settings(deadline=None, derandomize=True, max_examples=40)

Spectrum = tuple[list[Fraction], list[list[Fraction]], list[list[Fraction]]]
#: Shares of 1/L and of 2/L, the ends included.
SHARES = st.integers(1, 20).map(lambda k: Fraction(k, 20))


def objective(terms: p.Terms) -> Objective:
    return Objective.from_text(p.text(terms), p.NAMES[: len(next(iter(terms)))])


def decrease(J: Objective, point: list[Fraction], eta: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """(J_t − J_{t+1}, ‖∇J_t‖², ‖∇J_{t+1}‖²) for the step of `exact_trace`."""
    here, there = exact_trace(J, point, eta, 1)
    before, after = J.exact_gradient(here), J.exact_gradient(there)
    return J.exact_value(here) - J.exact_value(there), p.dot(before, before), p.dot(after, after)


def smoothness(terms: p.Terms, reach: Fraction) -> Fraction:
    """L on the box |x_i| ≤ reach: ‖∇²J‖₂ ≤ ‖∇²J‖_∞, each entry at most its terms' absolute values there."""
    n = len(next(iter(terms)))
    corner = [reach] * n
    return max(sum(p.size(p.derivative(p.derivative(terms, i), j), corner) for j in range(n)) for i in range(n))


@exact
@given(spectrum=p.spectra(), data=st.data(), share=SHARES)
def test_a_step_on_a_quadratic_lowers_J_by_what_the_lemma_says_and_by_no_more_than_convexity_allows(
    spectrum: Spectrum, data: st.DataObject, share: Fraction
) -> None:
    """λ_min‖v‖² ≤ vᵀHv ≤ λ_max‖v‖² ⇒ η(1 − λ_max·η/2)‖∇J‖² ≤ J − J⁺ ≤ η(1 − λ_min·η/2)‖∇J‖² for 0 < η ≤ 2/λ_max.

    With η ≤ 1/λ_max the left side is at least η/2·‖∇J‖²; λ_min ≥ 0 puts the right side at η‖∇J‖² at most.
    """
    values, _, hessian = spectrum
    n = len(values)
    J = objective(p.quadratic(hessian, data.draw(p.points(n))))
    point, eta = data.draw(p.points(n)), 2 * share / max(values)
    fall, norm, _ = decrease(J, point, eta)
    assert eta * (1 - max(values) * eta / 2) * norm <= fall <= eta * (1 - min(values) * eta / 2) * norm
    assert fall <= eta * norm
    if eta <= 1 / max(values):
        assert fall >= eta / 2 * norm


@exact
@given(terms=p.polynomials(degrees=(3, 4)), data=st.data(), share=SHARES)
def test_a_step_on_any_polynomial_obeys_the_lemma_while_it_stays_where_L_was_taken(
    terms: p.Terms, data: st.DataObject, share: Fraction
) -> None:
    """‖∇²J‖ ≤ L on a convex set that holds θ and θ⁺ ⇒ J(θ⁺) ≤ J(θ) − η(1 − Lη/2)‖∇J‖², convex or not.

    From |θ_i| ≤ 1 the step stays in |x_i| ≤ 2 when η·max|∂J| ≤ 1.
    """
    J, n = objective(terms), len(next(iter(terms)))
    L, point = smoothness(terms, Fraction(2)), data.draw(p.points(n, 1))
    steepest = max(map(abs, p.slope(terms, point)))
    eta = min(2 * share / L, 1 / steepest if steepest else Fraction(1))
    fall, norm, _ = decrease(J, point, eta)
    assert fall >= eta * (1 - L * eta / 2) * norm
    if eta <= 1 / L:
        assert fall >= eta / 2 * norm


@exact
@given(
    forms=st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=3),
    data=st.data(),
)
def test_no_step_on_a_convex_function_lowers_J_by_more_than_eta_times_the_squared_slope(
    forms: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """J convex ⇒ J(θ) − J(θ − η∇J) ≤ η‖∇J‖² for every η > 0: here J = Σ (ax + by + c)⁴ + x² + y²."""
    point, eta = data.draw(p.points(2)), data.draw(st.sampled_from([Fraction(1, 10**k) for k in range(6)]))
    text = " + ".join(f"(({a})*x + ({b})*y + ({c}))**4" for a, b, c in forms)
    fall, norm, _ = decrease(Objective.from_text(f"{text} + x**2 + y**2", ("x", "y")), point, eta)
    assert fall <= eta * norm


def test_where_J_is_not_convex_a_step_may_lower_it_by_more() -> None:
    """J = −x²/2 from 1 with η: J falls by ((1 + η)² − 1)/2 = η + η²/2 and ∇J² = 1."""
    fall, norm, _ = decrease(Objective.from_text("-x**2/2", ("x",)), [Fraction(1)], Fraction(1, 10))
    assert (fall, norm) == (Fraction(105, 1000), 1)


@exact
@given(spectrum=p.spectra(), data=st.data(), share=SHARES)
def test_J_never_rises_along_a_run_on_a_quadratic_while_eta_is_at_most_one_over_L(
    spectrum: Spectrum, data: st.DataObject, share: Fraction
) -> None:
    """0 < η ≤ 1/L ⇒ J_{t+1} ≤ J_t − η/2·‖∇J_t‖² at every t, so J falls strictly until ∇J = 0."""
    values, _, hessian = spectrum
    J = objective(p.quadratic(hessian, data.draw(p.points(len(values)))))
    eta = share / max(values)
    trace = exact_trace(J, data.draw(p.points(len(values))), eta, 12)
    for here, there in itertools.pairwise(trace):
        slope = J.exact_gradient(here)
        assert J.exact_value(there) <= J.exact_value(here) - eta / 2 * p.dot(slope, slope)
        assert J.exact_value(there) < J.exact_value(here) or not any(slope)


@exact
@given(terms=p.polynomials(dimensions=(1, 2), degrees=(3, 4)), data=st.data())
def test_J_never_rises_along_a_run_on_a_quartic_while_it_stays_where_L_was_taken(
    terms: p.Terms, data: st.DataObject
) -> None:
    """The same for any polynomial: η ≤ 1/L and 4η·max|∂J| ≤ 1 on |x_i| ≤ 2, where four steps from |θ_i| ≤ 1 stay."""
    n = len(next(iter(terms)))
    steepest = max(p.size(p.derivative(terms, i), [Fraction(2)] * n) for i in range(n))
    # A binary η of few digits, so that the rationals of a quartic's run stay short.
    eta = Fraction(1, 2 ** int(max(smoothness(terms, Fraction(2)), 4 * steepest)).bit_length())
    J = objective(terms)
    trace = exact_trace(J, data.draw(p.points(n, 1)), eta, 4)
    for here, there in itertools.pairwise(trace):
        slope = J.exact_gradient(here)
        assert J.exact_value(there) <= J.exact_value(here) - eta / 2 * p.dot(slope, slope)


@exact
@given(spectrum=p.spectra(), hair=st.sampled_from([Fraction(1, 10**k) for k in (3, 9, 30)]))
def test_the_lemma_is_attained_and_J_rises_a_hair_beyond_two_over_L(spectrum: Spectrum, hair: Fraction) -> None:
    """On an eigenvector of λ_max, J − J⁺ = η(1 − λ_max·η/2)‖∇J‖²: zero at η = 2/λ_max, negative beyond."""
    values, turn, hessian = spectrum
    L, J = max(values), objective(p.quadratic(hessian))
    vector = turn[values.index(L)]
    for eta in (1 / (2 * L), 1 / L, 2 / L * (1 - hair), 2 / L, 2 / L * (1 + hair)):
        fall, norm, _ = decrease(J, vector, eta)
        assert fall == eta * (1 - L * eta / 2) * norm
        assert (fall > 0, fall < 0) == (eta < 2 / L, eta > 2 / L)


@exact
@given(spectrum=p.spectra(), data=st.data(), hair=st.sampled_from([Fraction(1, 10**k) for k in (1, 3, 6)]))
def test_a_run_on_a_quadratic_converges_below_two_over_the_largest_eigenvalue_and_not_above(
    spectrum: Spectrum, data: st.DataObject, hair: Fraction
) -> None:
    """θ_t = Σ (1 − ηλ_i)^t·c_i·v_i: all factors lie within (−1, 1) iff 0 < η < 2/λ_max, `step_size_threshold`.

    With c_i ≠ 0 for λ_max the run tends to 0 below it, keeps that part's size at it, and grows without bound above.
    """
    values, turn, hessian = spectrum
    L, n, J = max(values), len(values), objective(p.quadratic(hessian))
    assert step_size_threshold(J) == sympy.Rational(2 * L.denominator, L.numerator)
    shares = data.draw(st.lists(p.rationals(2, 10), min_size=n, max_size=n))
    shares[values.index(L)] = Fraction(1)
    start = [p.dot(shares, column) for column in zip(*turn, strict=True)]
    for eta in (2 / L * (1 - hair), 2 / L, 2 / L * (1 + hair)):
        trace = exact_trace(J, start, eta, 7)
        for t, row in enumerate(trace):
            assert [p.dot(v, row) for v in turn] == [
                (1 - eta * l) ** t * c for l, c in zip(values, shares, strict=True)
            ]
        factors = [abs(1 - eta * l) for l in values]
        first, last = p.dot(trace[0], trace[0]), p.dot(trace[-1], trace[-1])
        if eta < 2 / L:
            assert max(factors) < 1 and last <= max(factors) ** 14 * first
        else:
            assert max(factors) >= 1 and last >= (1 - eta * L) ** 14 and ((1 - eta * L) ** 14 > 1) == (eta > 2 / L)


@pytest.mark.parametrize("negative", [Fraction(-1, 10**6), Fraction(-3)])
def test_a_direction_of_negative_curvature_leaves_no_step_size_that_converges(negative: Fraction) -> None:
    """λ < 0 ⇒ |1 − ηλ| > 1 for every η > 0, whatever the other eigenvalues: 2/λ_max speaks of the others only."""
    J = objective(p.quadratic([[Fraction(2), Fraction(0)], [Fraction(0), negative]]))
    trace = exact_trace(J, (1, 1), Fraction(1, 2), 5)
    assert [row[0] for row in trace] == [1, 0, 0, 0, 0, 0]
    assert [row[1] for row in trace] == [(1 - negative / 2) ** t for t in range(6)]

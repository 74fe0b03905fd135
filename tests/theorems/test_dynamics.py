"""Verdicts about step sizes are theorems: each is held against arithmetic that owes nothing to ours.

Expected values come from three places: quadratics built from their eigenvalues, H = QᵀDQ with a rational orthogonal Q; a
plain float loop with Himmelblau's gradient written out by hand; and fates published with the design's table or following
from algebra told beside the test.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.reference import work
from grader.reference.arithmetic import as_fraction
from grader.reference.balls import ball, balls
from grader.reference.certified import ctx
from grader.reference.cycle import _verify, attracting_orbit
from grader.reference.drift import escape_directions
from grader.reference.dynamics import Certificate, _classify, classify
from grader.reference.escape import escape_radius
from grader.reference.intervals import Piece, diverges_beyond, prove_on_interval
from grader.reference.objective import Objective

HIMMELBLAU = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
MINIMA = {
    (0, 1): (3.0, 2.0),
    (-1, 1): (-2.805118, 3.131313),
    (-1, -1): (-3.779310, -3.283186),
    (0, -1): (3.584428, -1.848127),
}
CHAOS = [((-1, -1), "0.0205"), ((0, 1), "0.0320"), ((0, -1), "0.029")]


def plain_himmelblau(start: Sequence[float], eta: float, iterations: int = 4000) -> np.ndarray:
    """The trace in plain floats, the gradient differentiated by hand; ends where the run passes 1e6."""
    x, y = map(float, start)
    rows = [(x, y)]
    for _ in range(iterations):
        a, b = x * x + y - 11, x + y * y - 7
        x, y = x - eta * (4 * x * a + 2 * b), y - eta * (2 * a + 4 * y * b)
        rows.append((x, y))
        if not math.hypot(x, y) < 1e6:
            break
    return np.array(rows)


def contradiction(trace: np.ndarray, certificate: Certificate) -> str | None:
    """What a plain run says against a certificate, None where they agree."""
    escaped = not math.hypot(*trace[-1]) < 1e6
    if certificate.kind == "diverges":
        return None if escaped else "it stays bounded"
    if escaped:
        return "it escapes"
    if certificate.limit is not None:
        return None if np.abs(trace[-1] - certificate.limit).max() < 1e-6 else "it ends elsewhere"
    if certificate.period is not None:
        k = certificate.period
        away = [float(np.abs(trace[-1] - trace[-1 - j]).max()) for j in range(1, k + 1)]
        if away[-1] > 1e-6:
            return f"it does not return after {k} steps"
        return None if min(away[:-1], default=1.0) > 1e-6 else "it returns sooner"
    return None


# ---------------------------------------------------------------------------------------------------- quadratics


@st.composite
def quadratics(draw: st.DrawFn) -> tuple[Objective, list[Fraction], list[list[Fraction]], list[Fraction]]:
    """J = ½(θ − m)ᵀQᵀDQ(θ − m), its eigenvalues D, its eigenvectors (the rows of Q) and its centre m, all rational.

    Q is a product of plane rotations by Pythagorean angles: (3, 4, 5), (5, 12, 13), (8, 15, 17).
    """
    n = draw(st.integers(1, 4))
    d = [Fraction(draw(st.integers(1, 40)), draw(st.integers(1, 8))) for _ in range(n)]
    q = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            a, b, c = draw(st.sampled_from([(3, 4, 5), (5, 12, 13), (8, 15, 17), (0, 1, 1)]))
            cos, sin = Fraction(a, c), Fraction(b, c)
            q[i], q[j] = (
                [cos * x - sin * y for x, y in zip(q[i], q[j], strict=True)],
                [sin * x + cos * y for x, y in zip(q[i], q[j], strict=True)],
            )
    m = [Fraction(draw(st.integers(-3, 3)), 2) for _ in range(n)]
    names = tuple(f"x{i}" for i in range(n))
    parts = []
    for size, row in zip(d, q, strict=True):
        inner = " + ".join(
            f"({v.numerator}/{v.denominator})*({x} - ({c.numerator}/{c.denominator}))"
            for v, x, c in zip(row, names, m, strict=True)
        )
        parts.append(f"({size.numerator}/{size.denominator})/2*({inner})**2")
    return Objective.from_text(" + ".join(parts), names), d, q, m


@settings(max_examples=40, deadline=None)
@given(quadratics(), st.integers(-10_000, 10_000).filter(bool), st.randoms(use_true_random=False))
def test_on_a_quadratic_two_over_the_largest_eigenvalue_taking_part_is_the_threshold(
    built: tuple[Objective, list[Fraction], list[list[Fraction]], list[Fraction]], hair: int, chance: random.Random
) -> None:
    """A run on ½(θ−m)ᵀH(θ−m), H ≻ 0, converges to m iff 0 < η < 2/λ for the largest λ with a part in θ₀ − m; at 2/λ it
    tends to a 2-cycle, above it diverges. The parts along eigenvectors are known by construction, θ₀ = m + Σ w_i q_i."""
    objective, d, q, m = built
    weights = [Fraction(chance.randint(-2, 2)) for _ in d]
    assume(any(weights))
    start = [c + sum(w * row[i] for w, row in zip(weights, q, strict=True)) for i, c in enumerate(m)]
    largest = max(size for size, w in zip(d, weights, strict=True) if w)
    threshold = 2 / largest
    near = threshold * (1 + Fraction(hair, 10**9))
    beside = classify(objective, start, near)
    assert beside.kind == ("converges" if hair < 0 else "diverges")
    if hair < 0:
        assert beside.limit is not None
        assert np.allclose(beside.limit, [float(c) for c in m], atol=1e-12)
    at = classify(objective, start, threshold)
    assert (at.kind, at.period) == ("cycle", 2)
    assert at.details["factor"] == 1
    assert math.isclose(float(str(beside.details["threshold"])), float(2 / max(d)), rel_tol=1e-12)
    assert math.isclose(float(str(at.details["eigenvalue"])), float(largest), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("eta", "kind"), [("0.05", "converges"), ("0.099", "converges"), ("0.101", "diverges"), ("9", "diverges")]
)
def test_ten_dimensions_are_decided_by_their_stiffest_direction(eta: str, kind: str) -> None:
    """J = Σ i·x_i², λ_max = 20: the threshold is 0.1."""
    names = tuple(f"x{i}" for i in range(1, 11))
    objective = Objective.from_text(" + ".join(f"{i}*x{i}**2" for i in range(1, 11)), names)
    assert classify(objective, [1] * 10, Fraction(eta)).kind == kind


def test_a_direction_without_curvature_drifts_and_is_said_to() -> None:
    """J = x + y²: x falls by η at every step."""
    certificate = classify(Objective.from_text("x + y**2", ("x", "y")), (0, 1), Fraction(1, 10))
    assert (certificate.kind, certificate.details["drifts"]) == ("diverges", True)


# ---------------------------------------------------------------------------------------------------- published fates

#: From the grid the design published (3-numerics, section 3), found by its prototype and confirmed by its own float runs.
PUBLISHED = [
    ("0.015", (-1, -1), "cycle", 2),
    ("0.019", (-1, -1), "cycle", 6),
    ("0.020", (-1, -1), "cycle", 16),
    ("0.024", (-1, -1), "converges", None),
    ("0.024", (0, -1), "cycle", 4),
    ("0.0265", (0, -1), "cycle", 5),
    ("0.0278", (0, -1), "cycle", 3),
    ("0.029", (-1, -1), "diverges", None),
    ("0.030", (-1, -1), "cycle", 4),
    ("0.031", (-1, -1), "diverges", None),
    ("0.031", (0, 1), "cycle", 8),
    ("0.0312", (0, 1), "cycle", 16),
    ("0.0361", (0, 1), "cycle", 6),
    ("0.0363", (-1, 1), "cycle", 12),
    ("0.040", (0, 1), "diverges", None),
    ("0.060", (0, 1), "diverges", None),
]


@pytest.mark.parametrize(("eta", "start", "kind", "period"), PUBLISHED)
def test_the_published_fates_are_proved_and_a_plain_run_agrees(
    eta: str, start: tuple[int, int], kind: str, period: int | None
) -> None:
    certificate = classify(HIMMELBLAU, start, Fraction(eta))
    assert (certificate.kind, certificate.period) == (kind, period)
    assert contradiction(plain_himmelblau(start, float(eta)), certificate) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 600), st.sampled_from(sorted(MINIMA)))
def test_no_verdict_contradicts_a_plain_run(steps: int, start: tuple[int, int]) -> None:
    """On the grid η = 0.0001 … 0.0600 whatever is proved of a run is what 4000 plain float steps do."""
    eta = Fraction(steps, 10_000)
    certificate = classify(HIMMELBLAU, start, eta, max_iterations=600)
    if certificate.kind != "undecided":
        # Near a bifurcation the proved contraction is slow: as many turns as shrink a distance of 1 below 1e-9.
        contraction = float(str(certificate.details.get("contraction", 0.5)))
        turns = int(21 / -math.log(contraction)) * (certificate.period or 1)
        length = 4000 + 200_000 // steps + int(str(certificate.details.get("at_iteration", 0))) + turns
        assert contradiction(plain_himmelblau(start, float(eta), length), certificate) is None


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 12), st.integers(2, 40), st.integers(-30, 30))
def test_of_the_quartic_with_two_minima_no_verdict_contradicts_a_plain_run(a: int, b: int, x0: int) -> None:
    """J = x⁴ − 2x² + x/5, J' = 4x³ − 4x + 1/5 by hand."""
    eta, x = a / (4.0 * b), x0 / 10
    certificate = classify(
        Objective.from_text("x**4 - 2*x**2 + x/5", ("x",)), (Fraction(x0, 10),), Fraction(a, 4 * b), max_iterations=400
    )
    trace = [x]
    while len(trace) < 6000 and abs(x) < 1e6:
        x -= eta * (4 * x**3 - 4 * x + 0.2)
        trace.append(x)
    if certificate.kind != "undecided":
        flat = np.array(trace)[:, None]
        assert contradiction(flat, certificate) is None


# ---------------------------------------------------------------------------------------------------- certificates


def test_beyond_the_escape_radius_one_step_multiplies_the_norm_as_promised() -> None:
    """‖θ‖ ≥ R implies ‖θ − η∇J(θ)‖ ≥ 1.05·‖θ‖: on 360 directions at R and at 3R, gradient by hand."""
    for eta in (0.001, 0.01, 0.03, 0.0708, 1.0, 50.0):
        radius = escape_radius(HIMMELBLAU, as_fraction(eta))
        assert radius is not None
        for r in (radius, 3 * radius):
            angles = np.radians(np.arange(360))
            for x, y in zip(r * np.cos(angles), r * np.sin(angles), strict=True):
                after = plain_himmelblau((x, y), eta, 1)[-1]
                assert math.hypot(*after) >= 1.05 * r * (1 - 1e-9)


def test_a_divergence_names_the_iterate_and_the_radius_it_passed() -> None:
    certificate = classify(HIMMELBLAU, (-1, -1), Fraction("0.029"))
    trace = plain_himmelblau((-1, -1), 0.029)
    t, point = certificate.details["at_iteration"], certificate.details["point"]
    assert isinstance(t, int)
    assert np.allclose(np.array(point), trace[t], rtol=1e-9)
    assert math.isclose(float(str(certificate.details["norm"])), math.hypot(*trace[t]), rel_tol=1e-9)
    assert float(str(certificate.details["norm"])) > float(str(certificate.details["escape_radius"]))
    assert certificate.details["growth"] == 1.05


def test_a_convergence_names_the_ball_and_the_iterate_in_it() -> None:
    certificate = classify(HIMMELBLAU, (0, 1), Fraction("0.01"))
    details = certificate.details
    t, radius = details["at_iteration"], float(str(details["ball_radius"]))
    assert isinstance(t, int)
    trace = plain_himmelblau((0, 1), 0.01)
    assert np.allclose(np.array(details["ball_centre"]), (3, 2), atol=1e-12)
    assert math.dist(trace[t], (3, 2)) <= radius * (1 + 1e-9)
    assert float(str(details["contraction"])) < 1


def test_a_two_cycle_is_never_reported_as_a_four_cycle() -> None:
    """Newton on T⁴ (or T⁶) finds the points of a 2-cycle too; the period told is the minimal one."""
    guess = plain_himmelblau((-1, -1), 0.015)[-1].tolist()
    for multiple in (2, 4, 6):
        orbit = attracting_orbit(balls(HIMMELBLAU), Fraction("0.015"), guess, multiple)
        assert orbit is not None
        assert orbit.period == 2


def test_a_ball_that_the_map_contracts_but_moves_away_is_no_certificate() -> None:
    """Around (3.1, 2) one step contracts, and moves the centre by 0.01·‖∇J‖ = 0.08, out of the ball of radius 0.02: on
    (3.1, 2) the hand gradient is (4·3.1·0.61 + 2·0.1, 2·0.61 + 4·2·0.1) = (7.764, 2.02)."""
    with ctx.workprec(128):
        eta, basis = ball(Fraction(1, 100)), np.eye(2)
        for x, proved in ((Fraction(31, 10), False), (Fraction(3), True)):
            found = _verify(balls(HIMMELBLAU), eta, [[ball(x), ball(2)]], basis, 0.02, 1.0)
            assert (found is not None) is proved


def test_a_minimum_is_never_reported_as_a_cycle() -> None:
    orbit = attracting_orbit(balls(HIMMELBLAU), Fraction("0.01"), [3.0, 2.0], 4)
    assert orbit is not None
    assert orbit.period == 1


@pytest.mark.parametrize("start", [(0, 0), (Fraction(0), Fraction(0))])
def test_a_start_at_a_saddle_stays_there_and_is_said_to(start: tuple[Fraction, Fraction]) -> None:
    """J = x⁴ − 2x² + y²: ∇J(0, 0) = 0 and ∂²J/∂x² = −4."""
    certificate = classify(Objective.from_text("x**4 - 2*x**2 + y**2", ("x", "y")), start, Fraction("0.1"))
    assert (certificate.kind, certificate.limit) == ("converges", (0.0, 0.0))
    assert certificate.details["stationary_start"] is True


def test_a_start_at_a_rational_stationary_point_that_is_no_float_is_seen_exactly() -> None:
    """J = (3x − 1)⁴ − (3x − 1)²: J'(1/3) = 0, a maximum. Balls around 1/3 alone would see a run that leaves it."""
    certificate = classify(
        Objective.from_text("(3*x - 1)**4 - (3*x - 1)**2", ("x",)), (Fraction(1, 3),), Fraction("0.1")
    )
    assert (certificate.kind, certificate.limit) == ("converges", (1 / 3,))


def test_robust_means_that_float_programs_agree_and_false_that_some_may_not() -> None:
    """Published: from (−1, −1) η = 0.023 ends at a minimum after a long unstable transient, "f64: undecided"."""
    assert classify(HIMMELBLAU, (0, 1), Fraction("0.01")).robust is True
    assert classify(HIMMELBLAU, (-1, -1), Fraction("0.029")).robust is True
    assert classify(HIMMELBLAU, (-1, -1), Fraction("0.023")).robust is False


@pytest.mark.parametrize("eta", [0, -1, Fraction(-1, 100)])
def test_a_step_size_that_is_not_positive_is_undecided(eta: Fraction) -> None:
    certificate = classify(HIMMELBLAU, (0, 1), eta)
    assert (certificate.kind, certificate.details["stopped_by"]) == ("undecided", "step-size-not-positive")


def test_a_start_of_the_wrong_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="2 coordinates"):
        classify(HIMMELBLAU, (0, 1, 2), Fraction("0.01"))


# ---------------------------------------------------------------------------------------------------- other objectives


@pytest.mark.parametrize(
    ("eta", "kind"),
    # cos is bounded: with λ = 2 both directions grow for η > 1. At the origin ∂²J/∂x² = 11: stable for η < 2/11 = 0.1818.
    [("0.01", "converges"), ("0.18", "converges"), ("0.3", "cycle"), ("1.01", "diverges"), ("20", "diverges")],
)
def test_a_quadratic_with_a_bounded_disturbance_gets_verdicts(eta: str, kind: str) -> None:
    certificate = classify(Objective.from_text("x**2 + y**2 - cos(3*x)", ("x", "y")), (1, 1), Fraction(eta))
    assert certificate.kind == kind


def test_along_a_direction_of_escape_the_component_grows_as_promised() -> None:
    """J = x² + xy/2 + y² + sin(x − y): ∇J by hand, H = [[2, ½], [½, 2]], λ = 2.5 along (1, 1), 1.5 along (1, −1)."""
    eta = 1.5
    objective = Objective.from_text("x**2 + y**2 + x*y/2 + sin(x - y)", ("x", "y"))
    directions = escape_directions(objective, as_fraction(eta))
    assert sorted(round(d.eigenvalue, 9) for d in directions) == [1.5, 2.5]
    rng = np.random.default_rng(0)
    for direction in directions:
        axis = np.array([float(v.mid()) for v in direction.axis])
        other = np.array([-axis[1], axis[0]])
        for share, s in rng.uniform((1, -50), (3, 50), (400, 2)):
            point = axis / (axis @ axis) * max(direction.radius, 1e-3) * share + s * other
            x, y = point
            slope = np.array([2 * x + y / 2 + math.cos(x - y), 2 * y + x / 2 - math.cos(x - y)])
            assert abs(axis @ (point - eta * slope)) >= direction.growth * abs(axis @ point) * (1 - 1e-9)


@pytest.mark.parametrize(
    ("text", "start", "eta", "kind"),
    [
        ("(1 - x)**2 + 100*(y - x**2)**2", (Fraction(99, 100), Fraction(98, 100)), "0.0015", "converges"),
        ("(1 - x)**2 + 100*(y - x**2)**2", (-1, 1), "0.5", "undecided"),
        ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", (1, 1), "0.01", "converges"),
        ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", (1, 1), "0.5", "undecided"),
    ],
)
def test_where_the_top_part_has_zeros_convergence_is_proved_and_divergence_is_left_open(
    text: str, start: tuple[Fraction, Fraction], eta: str, kind: str
) -> None:
    """Rosenbrock's top part 100x⁴ and Beale's x²y⁶ vanish on an axis. The minima are (1, 1) and (3, ½)."""
    certificate = classify(Objective.from_text(text, ("x", "y")), start, Fraction(eta))
    assert certificate.kind == kind
    if kind == "converges":
        assert certificate.limit is not None
        assert np.allclose(certificate.limit, (1, 1) if "100" in text else (3, 0.5), atol=1e-9)
    else:
        assert "no escape radius is known" in str(certificate.details["reason"])


# ---------------------------------------------------------------------------------------------------- budget


@pytest.mark.parametrize(("start", "eta"), CHAOS)
def test_chaos_is_undecided_and_says_which_proofs_are_missing(start: tuple[int, int], eta: str) -> None:
    certificate = classify(HIMMELBLAU, start, Fraction(eta))
    assert certificate.kind == "undecided"
    reason = str(certificate.details["reason"])
    assert "no iterate lies beyond the escape radius" in reason
    assert "attracting" in reason


def test_a_run_that_crawls_towards_its_minimum_is_followed_until_it_gets_there() -> None:
    """2/λ_max at (3, 2) is 2/(54 + √800) = 0.024306, so η = 0.0243 contracts by 0.9995 a step; published as undecided."""
    certificate = classify(HIMMELBLAU, (0, 1), Fraction("0.0243"))
    assert certificate.kind == "converges"
    assert certificate.limit is not None
    assert np.allclose(certificate.limit, (3, 2), atol=1e-12)


def test_a_budget_is_honoured_to_within_one_step_and_said() -> None:
    certificate = classify(HIMMELBLAU, (0, 1), Fraction("0.0320"), budget_seconds=0.02)
    used, budget = certificate.details["work"], certificate.details["budget"]
    assert (certificate.kind, certificate.details["stopped_by"]) == ("undecided", "work")
    assert isinstance(used, int)
    assert isinstance(budget, int)
    assert budget == 0.02 * work.UNITS_PER_SECOND
    # One purchase more at most: the Jacobians of one pass along a cycle of 64.
    assert budget <= used <= budget + 64 * 1000
    assert f"budget of {budget} units of work was spent" in str(certificate.details["reason"])


def test_without_a_budget_nothing_is_proved_and_nothing_raised() -> None:
    assert classify(HIMMELBLAU, (0, 1), Fraction("0.01"), budget_seconds=0).kind == "undecided"


def test_a_verdict_repeats_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that leaps by an hour at every look, on a cleared cache: the same certificate, the same work."""
    first = [classify(HIMMELBLAU, start, Fraction(eta), budget_seconds=0.1) for start, eta in CHAOS]
    _classify.cache_clear()
    now = iter(range(0, 10**9, 3600))
    for clock in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        monkeypatch.setattr(time, clock, lambda: float(next(now)))
    assert [classify(HIMMELBLAU, start, Fraction(eta), budget_seconds=0.1) for start, eta in CHAOS] == first


# ---------------------------------------------------------------------------------------------------- intervals


def covers(pieces: list[Piece], low: Fraction, high: Fraction) -> bool:
    """Whether the pieces join without a gap from low to high."""
    return (pieces[0].low, pieces[-1].high) == (low, high) and all(a.high == b.low for a, b in pairwise(pieces))


@pytest.mark.parametrize("start", sorted(MINIMA))
def test_every_step_size_of_an_interval_is_proved_to_reach_the_starts_own_minimum(start: tuple[int, int]) -> None:
    """Published: proved on all of [0.001, 0.0145]; the benchmark proves that, this a part. Minima: Himmelblau's, 6 digits."""
    low, high = Fraction("0.009"), Fraction("0.0105")
    pieces = prove_on_interval(HIMMELBLAU, start, low, high)
    assert covers(pieces, low, high)
    for piece in pieces:
        assert piece.certificate.kind == "converges"
        assert piece.certificate.limit is not None
        assert np.allclose(piece.certificate.limit, MINIMA[start], atol=1e-5)


@pytest.mark.parametrize("start", sorted(MINIMA))
def test_every_step_size_from_there_on_is_proved_to_diverge(start: tuple[int, int]) -> None:
    """Published: all η ≥ 0.0708 diverge from all four starts; here [0.5, 2] by bisection, and η ≥ 2 by the first step."""
    pieces = prove_on_interval(HIMMELBLAU, start, Fraction(1, 2), 2)
    assert covers(pieces, Fraction(1, 2), Fraction(2))
    assert {piece.certificate.kind for piece in pieces} == {"diverges"}
    beyond = diverges_beyond(HIMMELBLAU, start, 2)
    assert beyond is not None
    # ∇J by hand at the start: ‖θ₁‖ ≥ 2‖∇J‖ − ‖θ₀‖.
    x, y = start
    a, b = x * x + y - 11, x + y * y - 7
    bound = 2 * math.hypot(4 * x * a + 2 * b, 2 * a + 4 * y * b) - math.hypot(x, y)
    assert math.isclose(float(str(beyond.details["norm"])), bound, rel_tol=1e-12)
    assert bound > float(str(beyond.details["escape_radius"]))


def test_the_escape_radius_falls_with_the_step_size() -> None:
    """What `diverges_beyond` rests on."""
    radii = [escape_radius(HIMMELBLAU, Fraction(k, 100)) for k in (1, 2, 5, 10, 100, 200, 1000, 100_000)]
    assert all(a is not None and b is not None and a >= b for a, b in pairwise(radii))


@settings(max_examples=15, deadline=None)
@given(
    st.integers(10, 600),
    st.integers(0, 20),
    st.sampled_from(sorted(MINIMA)),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_a_piece_is_right_about_each_step_size_in_it(
    steps: int, width: int, start: tuple[int, int], where: list[float]
) -> None:
    """For all η of a piece: the plain run does what the piece's certificate says, whatever the fate."""
    low = Fraction(steps, 10_000)
    pieces = prove_on_interval(
        HIMMELBLAU, start, low, low + Fraction(width, 100_000), budget_seconds=0.15, max_iterations=150
    )
    for piece in pieces:
        if piece.certificate.kind == "undecided":
            continue
        for share in where:
            eta = float(piece.low) + share * float(piece.high - piece.low)
            trace = plain_himmelblau(start, eta, 8000)
            told = piece.certificate
            if told.kind == "cycle":  # its points move with η, its period does not
                told = Certificate("cycle", None, None, told.period)
            assert contradiction(trace, told) is None


def test_an_interval_that_crosses_a_bifurcation_keeps_its_undecided_middle() -> None:
    """From (−1, −1) the minimum gives way to a 2-cycle at 2/λ_max = 0.014949 (published 0.0149)."""
    pieces = prove_on_interval(HIMMELBLAU, (-1, -1), Fraction("0.0140"), Fraction("0.0160"), budget_seconds=0.2)
    kinds = [piece.certificate.kind for piece in pieces]
    assert covers(pieces, Fraction("0.0140"), Fraction("0.0160"))
    assert kinds[0] == "converges"
    for piece in pieces:
        if piece.certificate.kind == "converges":
            assert piece.high < Fraction("0.01495")
        if piece.certificate.kind == "undecided":
            assert piece.certificate.details["reason"]
    assert "undecided" in kinds


def test_a_cycle_is_proved_on_an_interval() -> None:
    pieces = prove_on_interval(HIMMELBLAU, (-1, -1), Fraction("0.0160"), Fraction("0.0161"))
    assert {(piece.certificate.kind, piece.certificate.period) for piece in pieces} == {("cycle", 2)}


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (2, 1)])
def test_an_interval_of_step_sizes_begins_above_zero_and_ends_after_it(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="low ≤ high"):
        prove_on_interval(HIMMELBLAU, (0, 1), low, high)

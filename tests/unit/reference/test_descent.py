"""Gradient descent in floats, against Fraction arithmetic written out here."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader.reference import enclosure
from grader.reference.descent import descend, descend_by_coordinate
from grader.reference.enclosure import exact_trace, reference_trace
from grader.reference.objective import Objective

PARTIALS = (lambda p: p[0] - p[1], lambda p: 4 * p[1] - p[0])


def fractions(sequential: bool, iterations: int) -> list[tuple[Fraction, Fraction]]:
    """g from (1, −1) with η = 1/10: x ← x − η(x − y), y ← y − η(4y − x)."""
    x, y, eta = Fraction(1), Fraction(-1), Fraction(1, 10)
    trace = [(x, y)]
    for _ in range(iterations):
        new = x - eta * (x - y)
        y = y - eta * (4 * y - (new if sequential else x))
        x = new
        trace.append((x, y))
    return trace


@pytest.mark.parametrize("sequential", [False, True])
def test_each_form_gives_its_own_iterates(sequential: bool) -> None:
    trace = descend_by_coordinate(PARTIALS, (1, -1), 0.1, 48, sequential=sequential)
    expected = np.array([[float(v) for v in row] for row in fractions(sequential, 48)])
    assert np.abs(trace - expected).max() < 1e-15


def test_the_vector_form_is_the_simultaneous_coordinate_form(worked_example: Objective) -> None:
    vector = descend(worked_example.gradient_at, (1, -1), 0.1, 48)
    assert np.array_equal(vector, descend_by_coordinate(PARTIALS, (1, -1), 0.1, 48, sequential=False))
    sequential = descend_by_coordinate(PARTIALS, (1, -1), 0.1, 48, sequential=True)
    assert 0.02 < np.abs(vector - sequential).max() < 0.03  # 3-numerics' nearest mutant: 2.5e-02


def test_a_step_size_may_change_from_step_to_step() -> None:
    trace = descend(lambda p: 2 * p, (1.0,), [0.5, 0.25, 0.0], 3)
    assert trace[:, 0].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert descend(lambda p: 2 * p, (1.0,), [0.25, 0.0, 0.25], 3)[:, 0].tolist() == [1.0, 0.5, 0.5, 0.25]
    with pytest.raises(ValueError, match="3 iterations need"):
        descend(lambda p: p, (1.0,), [0.1], 3)


def test_no_gradient_can_change_the_trace_it_is_shown() -> None:
    def careless(point: np.ndarray) -> np.ndarray:
        point *= 2
        return point

    assert descend(careless, (1.0,), 0.25, 2)[:, 0].tolist() == [1.0, 0.5, 0.25]


def test_overflow_is_inf_or_nan_and_no_warning() -> None:
    trace = descend(lambda p: p**3, (10.0,), 1.0, 20)
    assert not np.isfinite(trace[-1]).any()


def test_no_iterations_leave_the_start() -> None:
    assert descend(lambda p: p, (1, 2), 0.1, 0).tolist() == [[1.0, 2.0]]


def test_exact_traces_are_the_fractions_of_the_definition(worked_example: Objective) -> None:
    assert exact_trace(worked_example, (1, -1), Fraction(1, 10), 48) == fractions(False, 48)


def test_a_reference_trace_is_within_its_radius_of_the_fractions(worked_example: Objective) -> None:
    exact = fractions(False, 48)
    enclosure = reference_trace(worked_example, (1, -1), Fraction(1, 10), 48)
    for row, middle, radius in zip(exact, enclosure.midpoints.tolist(), enclosure.radius.tolist(), strict=True):
        for x, m, r in zip(row, middle, radius, strict=True):
            assert abs(x - Fraction(m)) <= Fraction(r)
            assert r <= 0.5000001 * np.spacing(abs(m))


def test_long_runs_on_quadratics_are_enclosed_as_well(worked_example: Objective) -> None:
    short, long = (reference_trace(worked_example, (1, -1), Fraction(1, 100), k) for k in (300, 301))
    assert np.array_equal(short.midpoints, long.midpoints[:301])


def test_himmelblaus_first_iterates_are_enclosed_exactly(himmelblau: Objective) -> None:
    def slope(x: Fraction, y: Fraction) -> tuple[Fraction, Fraction]:
        a, b = x * x + y - 11, x + y * y - 7
        return 4 * x * a + 2 * b, 2 * a + 4 * y * b

    enclosure = reference_trace(himmelblau, (0, 1), Fraction(1, 100), 100)
    x, y = Fraction(0), Fraction(1)
    for t in range(7):
        for exact, m, r in zip((x, y), enclosure.midpoints[t].tolist(), enclosure.radius[t].tolist(), strict=True):
            assert abs(exact - Fraction(m)) <= Fraction(r)
        a, b = slope(x, y)
        x, y = x - a / 100, y - b / 100
    assert (enclosure.radius <= 0.51 * np.spacing(np.maximum(np.abs(enclosure.midpoints), 1e-20))).all()


def test_chaos_costs_bits_and_not_certainty(himmelblau: Objective) -> None:
    # η = .03 from (0, −1): equal float programs differ by 4.2 at t = 100; 128 bits blow up, 256 do not (3-numerics, 2).
    enclosure = reference_trace(himmelblau, (0, -1), Fraction(3, 100), 400)
    assert (enclosure.radius <= 0.51 * np.spacing(np.abs(enclosure.midpoints))).all()


def test_rows_after_an_overflow_are_nan_with_an_infinite_radius(himmelblau: Objective) -> None:
    enclosure = reference_trace(himmelblau, (0, 1), Fraction(1), 20)
    lost = np.isnan(enclosure.midpoints).all(axis=1)
    assert lost[-1] and not lost[0]
    assert np.array_equal(lost, np.isinf(enclosure.radius).all(axis=1))
    assert np.abs(enclosure.midpoints[~lost][:-1]).max() <= 1e150


def test_rows_where_the_objective_is_undefined_are_nan() -> None:
    root = Objective.from_text("sqrt(x)", ("x",))
    enclosure = reference_trace(root, (Fraction(1, 100),), 1, 3)
    assert np.isfinite(enclosure.midpoints[:2]).all()  # x₁ = 0.01 − 5
    assert np.isnan(enclosure.midpoints[2:]).all() and np.isinf(enclosure.radius[2:]).all()


def test_exact_iterates_that_explode_in_digits_are_refused(
    himmelblau: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosure, "_EXACT_BITS", 10_000)  # a million take most of a minute
    with pytest.raises(OverflowError, match="reference_trace"):
        exact_trace(himmelblau, (Fraction(1, 3), 1), Fraction(1, 100), 30)


def test_a_run_is_computed_once_and_cannot_be_changed(himmelblau: Objective) -> None:
    first = reference_trace(himmelblau, (0, 1), Fraction(1, 100), 10)
    assert reference_trace(himmelblau, (Fraction(0), 1.0), Fraction(1, 100), 10) is first
    with pytest.raises(ValueError, match="read-only"):
        first.midpoints[0] = 0

"""Two causes at once: one rule of update working on what another made of the gradient.

Every step without a memory is x − η·F(x), so its F stands in for the gradient in another rule: a sequential update with a
wrong term, momentum on a gradient that was negated, a decaying step size and the wrong sign. A wrong term may be any that
the steps show (terms.py), fitted as the other rule meets it: at the coordinates it has updated already, or at its own η.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.examine import causes
from grader.examine.causes import Cause
from grader.examine.exercise import Exercise
from grader.examine.fits import finite, shortened
from grader.examine.shown import Shown
from grader.examine.terms import gradient_terms, usual_terms

Floats = NDArray[np.float64]

#: Wrong terms that a pair's other cause may stand beside.
MOST = 2


def pairs(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """Candidate pairs, those first whose second cause is read off the steps."""
    for rule, order in causes.sequential(exercise.objective):
        for term in gradient_terms([(matrix, exercise)], MOST, order):
            yield together(rule, term)
    for eta in _own_step_sizes(matrix, exercise):
        factor = eta / float(exercise.step_size)
        own = replace(exercise, step_size=Fraction(repr(eta)))
        for term in gradient_terms([(matrix, own)], MOST):
            yield together(causes.scaled(factor, eta), term)
    rules = [rule for rule, _ in causes.sequential(exercise.objective)] + [
        causes.heavy_ball(beta) for beta in (0.9, 0.5)
    ]
    rates, changed = causes.rates(exercise), [*causes.changed_gradients(exercise), *usual_terms(exercise.objective)]
    ascent = causes.scaled(-1.0, float(exercise.step_size))
    yield from (together(rate, ascent) for rate in rates)
    for rule in rules:
        yield from (together(rule, inner) for inner in (*rates, ascent, *changed))
    for rate in (*rates, ascent):
        yield from (together(rate, inner) for inner in changed)


def together(outer: Cause, inner: Cause) -> Cause:
    """The rule of `outer` on the gradient that `inner` makes: two codes, told as the outer's."""
    assert inner.step is not None
    change = inner.step
    told = {**inner.parameters, **outer.parameters}
    weight = outer.weight + inner.weight + 1
    if outer.step is None:
        assert outer.recalling is not None
        remembering = outer.recalling
        return Cause(
            outer.code, None, told, weight, beside=inner.code,
            recalling=lambda g, x, eta, t, memory: remembering(lambda y: y - change(g, y, 1.0, t), x, eta, t, memory),
        )  # fmt: skip
    rule = outer.step
    return Cause(
        outer.code, lambda g, x, eta, t: rule(lambda y: y - change(g, y, 1.0, t), x, eta, t), told, weight, beside=inner.code
    )  # fmt: skip


def _own_step_sizes(matrix: Shown, exercise: Exercise) -> Iterator[float]:
    """The step sizes that one component shows alone: where another has a wrong term, its own is still told by the rest."""
    x, gradient = finite(matrix, exercise)
    if len(x) < 4:
        return
    steps = x[1:] - x[:-1]
    seen = {float(exercise.step_size)}
    for i in range(x.shape[1]):
        slope, step = gradient[:-1, i], steps[:, i]
        weight = float(slope @ slope)
        value = -float(slope @ step) / weight if weight > 0 else 0.0
        for eta in (
            shortened(value)[:2] if value > 0 else ()
        ):  # beside a wrong term a third digit fits what nobody computed
            half = matrix.finest[i] * (1 + eta * float(np.max(np.abs(exercise.objective.hessian_at(x[:1])))))
            noise = half + 1e-9 * np.maximum(1.0, np.abs(x[:-1, i]))
            if eta not in seen and bool(np.all(np.abs(step + eta * slope) <= noise)):
                seen.add(eta)
                yield eta
                break

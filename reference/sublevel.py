"""Convergence without naming the limit: step sizes so small that J falls at every step.

Let θ_T be a certified iterate (what holds from there on holds for the run), J a polynomial whose top part is positive on
the unit sphere (escape.py), ρ a radius beyond which J exceeds J(θ_T), and L ≥ ‖∇²J‖₂ on the ball of radius r = ρ + η·G,
G ≥ ‖∇J‖ on the ball of radius ρ. If 0 < η < 2/L, the descent lemma gives on each step within the ball

    J(θ⁺) ≤ J(θ) − η·(1 − ηL/2)·‖∇J(θ)‖²,

so the run never leaves the sublevel set of J(θ_T), which the ball of radius ρ holds; being bounded, with steps that
descend enough, on an analytic function, it converges to one stationary point.

*Source:* P.-A. Absil, R. Mahony, B. Andrews, Convergence of the iterates of descent methods for analytic cost functions,
SIAM J. Optim. 16 (2005), Theorem 3.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.reference.balls import ball, power, upper
from grader.reference.certified import arb, ctx
from grader.reference.escape import unit_sphere
from grader.reference.programs import Ball
from grader.reference.steps import second_terms

if TYPE_CHECKING:
    from grader.reference.objective import Objective


def settles(objective: Objective, point: Sequence[Ball], step_size: Fraction) -> bool:
    """Whether descent from every point of the box is proved to converge to some stationary point."""
    sphere = unit_sphere(objective)
    if sphere is None or step_size <= 0:
        return False
    with ctx.workprec(128):
        eta = ball(step_size)
        above = abs(_value(objective, point))

        def outside(radius: float) -> bool:
            # J(θ) − J(0) ≥ m·r^d − Σ M_k·r^k > J(θ_T) − J(0): one sign change, so it holds for all larger r as well.
            r = arb(radius)
            low = ball(sphere.least) * power(r, sphere.degree) - above
            for k, size in sphere.most:
                low -= ball(size) * power(r, k)
            return bool(low > 0)

        radius = 2.0**-20
        while not outside(radius):
            radius *= 1.25
            if radius > 1e100:
                return False
        pull = sum((ball(size) * power(arb(radius), k) for k, size in sphere.sizes), start=arb(0))
        reach = arb(radius) + eta * pull
        return bool(eta * _curvature(objective, reach) < 2)


def _value(objective: Objective, point: Sequence[Ball]) -> Ball:
    """J(θ) − J(0)."""
    total = arb(0)
    for monomial, coefficient in objective.terms.items():
        if any(monomial):
            total += ball(coefficient) * math.prod(
                (power(x, a) for x, a in zip(point, monomial, strict=True)), start=arb(1)
            )
    return total


def _curvature(objective: Objective, radius: Ball) -> Ball:
    """‖∇²J‖_F ≤ Σ of the absolute terms at |x_i| ≤ r."""
    total = arb(0)
    for terms in second_terms(objective):
        entry = sum((ball(abs(c)) * power(radius, sum(m)) for m, c in terms.items()), start=arb(0))
        total += entry * entry
    return arb(upper(total.sqrt()))

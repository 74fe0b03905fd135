"""Escape radii: beyond which distance from the origin gradient descent must run off to infinity.

Let J = Σ_k J_k (k = 1 … d, homogeneous parts, d ≥ 3) with J_d ≥ m > 0 and |J_k| ≤ M_k on the unit sphere. By Euler's
identity ⟨∇J(θ), θ⟩ = Σ k·J_k(θ), so at r = ‖θ‖

    ‖∇J(θ)‖ ≥ d·m·r^{d−1} − Σ_{1≤k<d} k·M_k·r^{k−1},

and ‖θ⁺‖ ≥ η‖∇J(θ)‖ − ‖θ‖ ≥ c·‖θ‖ wherever

    φ(r) = η·(d·m·r^{d−1} − Σ k·M_k·r^{k−1}) − (c + 1)·r ≥ 0.

The coefficients of φ change sign once, so φ has one positive root (Descartes) and stays positive beyond it: R is that
root, rounded up. From ‖θ_t‖ > R on each step multiplies the norm by at least c = 1.05, for ever.

The bounds m and M_k hold on the whole sphere, never on samples: in dimension 1 exactly, in dimension 2 on ball arcs that
cover the circle, in higher dimensions by weighted AM-GM, |x^α| ≤ Σ (α_i/d)|x_i|^d, which may fail to show m > 0 and then
nothing is claimed.

*Source:* own derivation from Euler's identity and Descartes' rule of signs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from grader.reference.arithmetic import OPERATIONS
from grader.reference.balls import ball, lower, power, upper
from grader.reference.certified import arb, ctx
from grader.reference.programs import Ball
from grader.reference.steps import majorant_terms

if TYPE_CHECKING:
    from grader.reference.objective import Objective

Terms: TypeAlias = Mapping[tuple[int, ...], Fraction]

#: The factor c by which each step beyond the radius is proved to grow.
GROWTH = 1.05
_ARCS = 1024


@dataclass(frozen=True, slots=True)
class Sphere:
    """What is known of J on the unit sphere: `degree` d, `least` m > 0, and `most` M_k for 1 ≤ k < d."""

    degree: int
    least: float
    most: tuple[tuple[int, float], ...]
    #: Σ of the absolute coefficients of the gradient's magnitude, by degree: what rounding is measured by.
    sizes: tuple[tuple[int, float], ...]
    dimension: int


def escape_radius(objective: Objective, step_size: Fraction | Ball, *, noise: float = 0.0) -> float | None:
    """R for one η > 0 (or for all η of a ball), None where the objective's form gives none.

    `noise` is a unit roundoff u: the radius then holds for every float program of class C as well.
    """
    sphere = unit_sphere(objective)
    if sphere is None:
        return None
    with ctx.workprec(128):
        eta = step_size if isinstance(step_size, arb) else ball(step_size)
        if not eta > 0:
            return None
        return _root(sphere, eta, noise)


@lru_cache(maxsize=256)
def unit_sphere(objective: Objective) -> Sphere | None:
    """The bounds on the unit sphere, None unless J is a polynomial of degree ≥ 3 whose top part is shown positive."""
    if not objective.is_polynomial or objective.degree < 3:
        return None
    parts: dict[int, dict[tuple[int, ...], Fraction]] = {}
    for monomial, coefficient in objective.terms.items():
        parts.setdefault(sum(monomial), {})[monomial] = coefficient
    degree = int(objective.degree)
    n = objective.dimension
    with ctx.workprec(80):
        least = _least(parts[degree], degree, n)
        if not least > 0:
            return None
        most = tuple((k, _most(parts[k], n)) for k in sorted(parts) if 1 <= k < degree)
        sizes: dict[int, float] = {}
        for terms in majorant_terms(objective):
            for monomial, coefficient in terms.items():
                sizes[sum(monomial)] = math.nextafter(sizes.get(sum(monomial), 0.0) + float(coefficient), math.inf)
    return Sphere(degree, least, most, tuple(sorted(sizes.items())), n)


def _root(sphere: Sphere, eta: Ball, noise: float) -> float | None:
    d = sphere.degree
    lost = ball(2 * OPERATIONS * noise)

    def grows(logarithm: float) -> bool:
        # φ(r)/r divided by η: the noise Ku·(r + η·Σ sizes·r^k) is taken from ‖θ⁺‖ as well.
        r = arb(logarithm).exp()
        pull = d * ball(sphere.least) * r ** (d - 2)
        for k, size in sphere.most:
            pull -= k * ball(size) * r ** (k - 2)
        for k, size in sphere.sizes:
            pull -= lost * ball(size) * r ** (k - 1)
        return bool(pull - (1 + ball(GROWTH) + lost) / eta >= 0)

    low, high = -300.0, 800.0
    if not grows(high):
        return None
    for _ in range(64):
        centre = (low + high) / 2
        low, high = (low, centre) if grows(centre) else (centre, high)
    radius = upper(arb(high).exp())
    return radius if math.isfinite(radius) else None


def _least(top: Terms, degree: int, n: int) -> float:
    """A lower bound of the homogeneous part on the unit sphere; not positive where none was shown."""
    if n == 1:
        return float(top[(degree,)]) * (1 - 1e-15) if degree % 2 == 0 else -1.0
    if degree % 2:
        return -1.0
    if n == 2:
        return min((_signed_lower(value) for value in _circle(top)), default=-1.0)
    return _diagonal_least(top, degree, n)


def _most(part: Terms, n: int) -> float:
    """An upper bound of |part| on the unit sphere."""
    if n == 2:
        return max(upper(value) for value in _circle(part))
    total = arb(0)
    for monomial, coefficient in part.items():
        # max of |x^α| on the sphere is Π (α_i/|α|)^{α_i/2}
        k = sum(monomial)
        peak = math.prod((a / k) ** (a / 2) for a in monomial if a) * (1 + 1e-12)
        total += abs(ball(coefficient)) * arb(min(peak, 1.0))
    return upper(total)


def _circle(part: Terms) -> list[Ball]:
    """The part on arcs that cover the unit circle: p(φ₀) + [−1, 1]·(|p'(φ₀)|·w + M₂·w²/2) on |φ − φ₀| ≤ w.

    By Bernstein's inequality |p''| ≤ k²·max|p| for a trigonometric polynomial of degree k, and max|p| ≤ Σ|c|.
    """
    k = max(sum(monomial) for monomial in part)
    size = sum((abs(ball(c)) for c in part.values()), start=arb(0))
    half = arb.pi() / _ARCS
    values = []
    for i in range(_ARCS):
        angle = 2 * half * i
        x, y = angle.cos(), angle.sin()
        value, slope = arb(0), arb(0)
        for (a, b), coefficient in part.items():
            c = ball(coefficient)
            value += c * power(x, a) * power(y, b)
            slope += c * b * power(x, a + 1) * power(y, b - 1) - c * a * power(x, a - 1) * power(y, b + 1)
        around = arb(upper(abs(slope) * half + k * k * size * half * half / 2))
        values.append(value + around * ball(0.0, 1.0))
    return values


def _signed_lower(value: Ball) -> float:
    return math.nextafter(float(value.lower()), -math.inf)


def _diagonal_least(top: Terms, degree: int, n: int) -> float:
    """J_d ≥ Σ b_i·x_i^d by weighted AM-GM, and min Σ b_i·x_i^d = (Σ b_i^{−2/(d−2)})^{−(d−2)/2} on the unit sphere."""
    weights = [arb(0)] * n
    for monomial, coefficient in top.items():
        c = ball(coefficient)
        if max(monomial) == degree:
            weights[monomial.index(degree)] += c
        elif coefficient < 0 or any(a % 2 for a in monomial):
            for i, a in enumerate(monomial):
                weights[i] -= abs(c) * a / degree
    if not all(weight > 0 for weight in weights):
        return -1.0
    power = arb(2) / (degree - 2)
    total = sum((1 / (weight.log() * power).exp() for weight in weights), start=arb(0))
    return lower(1 / (total.log() / power).exp())

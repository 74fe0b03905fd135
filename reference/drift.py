"""Directions of escape where J is a quadratic plus a disturbance of bounded gradient, as x² + y² − cos 3x.

Let J(θ) = ½θᵀHθ + bᵀθ + s(θ), v an eigenvector of H with eigenvalue λ, and G ≥ |⟨v, b + ∇s⟩| on all of ℝⁿ. One step gives

    ⟨v, θ⁺⟩ = (1 − ηλ)·⟨v, θ⟩ − η·⟨v, b + ∇s(θ)⟩,

so with f = |1 − ηλ| > 1, c = (1 + f)/2 and R = ηG/(f − c) the component along v grows by at least c at every step once
|⟨v, θ⟩| > R, for ever: the run diverges. Eigenvectors are enclosed in balls, so v is the exact one. G is one evaluation of
⟨v, b + ∇s⟩ on the box ℝⁿ, where balls know that sine, cosine and arctangent are bounded; where that evaluation is not
finite nothing is claimed.

*Source:* own derivation; the enclosure of eigenvectors is Arb's (S. Rump's method, acb_mat_eig_multiple_rump and relatives).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import sympy

from grader.reference.balls import ball, middle, upper
from grader.reference.calculus import derivative
from grader.reference.certified import acb_mat, arb, ctx, fmpq
from grader.reference.programs import Ball, CannotEnclose, translate

if TYPE_CHECKING:
    from grader.reference.objective import Objective

_PRECISION = 128


@dataclass(frozen=True, slots=True)
class Direction:
    """An eigenvector `axis` (balls), its `eigenvalue`, and the `radius` R beyond which |⟨v, θ⟩| grows by `growth` a step."""

    axis: tuple[Ball, ...]
    eigenvalue: float
    radius: float
    growth: float

    def along(self, point: Sequence[Ball]) -> Ball:
        """|⟨v, θ⟩| over a box."""
        return abs(sum((v * x for v, x in zip(self.axis, point, strict=True)), start=arb(0)))


def escape_directions(objective: Objective, step_size: Fraction | Ball) -> list[Direction]:
    """The directions of escape for one η > 0 (or all η of a ball); none where J has not this form."""
    found = []
    with ctx.workprec(_PRECISION):
        eta = step_size if isinstance(step_size, arb) else ball(step_size)
        if not eta > 0:
            return []
        for axis, eigenvalue, pull in _disturbed(objective):
            factor = abs(1 - eta * eigenvalue)
            if factor > 1:
                least = arb(factor.lower())
                growth = (1 + least) / 2
                radius = upper(eta * ball(pull) / (least - growth))
                if np.isfinite(radius):
                    found.append(Direction(axis, middle(eigenvalue), radius, float(growth.lower()) * (1 - 1e-15)))
    return found


@lru_cache(maxsize=256)
def _disturbed(objective: Objective) -> list[tuple[tuple[Ball, ...], Ball, float]]:
    """(v, λ, G) for each eigenvector that could be enclosed and whose G is finite."""
    if objective.is_polynomial:
        return []
    quadratic, rest = sympy.Integer(0), sympy.Integer(0)
    for term in sympy.Add.make_args(sympy.expand(objective.expression)):
        if _is_quadratic(term, objective.symbols):
            quadratic += term
        else:
            rest += term
    hessian = sympy.hessian(quadratic, objective.symbols)
    everywhere = [arb(0, float("inf"))] * objective.dimension
    origin = dict.fromkeys(objective.symbols, 0)
    pulls = [derivative(rest, s) + derivative(quadratic, s).subs(origin) for s in objective.symbols]
    try:
        slopes = translate(pulls, objective.variables)(everywhere)
    except CannotEnclose:
        return []
    found = []
    for axis, eigenvalue in _eigenvectors(hessian):
        # A component that v has no part in may be unbounded.
        parts = [v * slope for v, slope in zip(axis, slopes, strict=True) if not v.is_zero()]
        pull = upper(sum(parts, start=arb(0)))
        if np.isfinite(pull):
            found.append((axis, eigenvalue, pull))
    return found


def _is_quadratic(term: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> bool:
    polynomial = term.as_poly(*symbols)
    return (
        polynomial is not None
        and (polynomial.domain.is_ZZ or polynomial.domain.is_QQ)
        and polynomial.total_degree() <= 2
    )


def _eigenvectors(hessian: sympy.Matrix) -> list[tuple[tuple[Ball, ...], Ball]]:
    """Enclosed eigenvectors: unit vectors exactly where a row is diagonal, else Arb's, where it separates all eigenvalues."""
    n = hessian.rows
    exact = [[fmpq(int(entry.p), int(entry.q)) for entry in hessian.row(i)] for i in range(n)]
    alone = [i for i in range(n) if not any(exact[i][j] for j in range(n) if j != i)]
    found = [(tuple(arb(int(i == j)) for j in range(n)), arb(exact[i][i])) for i in alone]
    coupled = [i for i in range(n) if i not in alone]
    if coupled:
        block = acb_mat([[arb(exact[i][j]) for j in coupled] for i in coupled])
        try:
            values, vectors = block.eig(right=True)
        except ValueError:  # a double eigenvalue: its eigenvectors cannot be enclosed
            return found
        for k, value in enumerate(values):
            column = [vectors[i, k] for i in range(len(coupled))]
            # A real symmetric matrix has real eigenvectors: turn the enclosed one until its largest entry is 1.
            largest = max(column, key=lambda entry: float(abs(entry).mid()))
            own = dict(zip(coupled, ((entry / largest).real for entry in column), strict=True))
            found.append((tuple(own.get(i, arb(0)) for i in range(n)), value.real))
    return found

"""Step bounds: how far one right step, taken from a student's own iterate, may land from T(θ_t) = θ_t − η·∇J(θ_t).

(With a class about the quotient T is the quotient's own map, evaluated exactly by whoever compares.) This is the local test for traces past their horizon. For a printed θ_t that stands for any point within `slack` of it,
and a class of arithmetic with step error ℓ (arithmetic.py), the right θ_{t+1} obeys, component by component,

    |θ_{t+1} − T(θ_t)| ≤ |I − η∇²J(θ_t)|·s + η/2·Σ_jk |∂_i∂_j∂_k J|·s_j·s_k + ℓ + ℓ₆₄,

the third derivatives and ℓ taken on the box θ_t ± s, and ℓ₆₄ = K·2⁻⁵³·(|θ| + η·m(∇J)) for the float64 evaluation of T
by whoever compares. Nothing is linearised without its remainder, so the bound holds for coarse displays too; it holds for
traces that escape until the numbers of the bound themselves overflow (inf).

Polynomials are bounded in float64: apart from values at a point, whose rounding 1e-11·Σ|c||θ|^α dominates, every number
is a sum of products of nonnegative floats, so each of at most 10⁵ roundings raises or lowers it by a relative 2⁻⁵³ and
the factor 1 + 1e-9 dominates them all. Other expressions are bounded by ball arithmetic, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import sympy

from grader.reference.arithmetic import (
    FLOAT64,
    OPERATIONS,
    Arithmetic,
    as_fraction,
    nearest,
    step_noise,
)
from grader.reference.balls import Balls, ball, balls, upper
from grader.reference.certified import ctx
from grader.reference.lohner import times
from grader.reference.programs import CannotEnclose
from grader.reference.quotients import Quotients, quotients

if TYPE_CHECKING:
    from grader.reference.objective import Objective

#: A polynomial's terms: exponents → coefficient.
Terms: TypeAlias = Mapping[tuple[int, ...], Fraction]

_DOMINATES = 1 + 1e-9
_TINY = 1e-300


def step_bound(
    objective: Objective,
    point: Sequence[float] | np.ndarray,
    step_size: Fraction | float,
    arithmetic: Arithmetic = FLOAT64,
    *,
    slack: float | Sequence[float] | np.ndarray = 0.0,
) -> np.ndarray:
    """The bound for one step from one point: (n,) → (n,); see `step_bounds`."""
    points = np.asarray(point, dtype=float)[None, :]
    bound: np.ndarray = step_bounds(objective, points, step_size, arithmetic, slack=slack)[0]
    return bound


def step_bounds(
    objective: Objective,
    points: np.ndarray,
    step_size: Fraction | float,
    arithmetic: Arithmetic = FLOAT64,
    *,
    slack: float | Sequence[float] | np.ndarray = 0.0,
) -> np.ndarray:
    """Bounds on |θ_{t+1} − T(θ_t)| for steps taken from each row of `points`.

    `points` (k, n); `slack` a number, (n,) or (k, n): the uncertainty of each printed coordinate, ≥ 0. Returns (k, n);
    inf where nothing can be promised (the point is not finite, or the numbers overflow).
    """
    points = np.asarray(points, dtype=float)
    spread = np.broadcast_to(np.asarray(slack, dtype=float), points.shape)
    exact = as_fraction(step_size)
    try:
        if objective.is_polynomial:
            with np.errstate(all="ignore"):
                bounds = _polynomial_bounds(
                    _tables(objective), points, spread, abs(nearest(exact)), nearest(exact), arithmetic
                )
        else:
            bounds = _ball_bounds(objective, points, spread, exact, arithmetic)
    except CannotEnclose:
        return np.full_like(points, np.inf)
    return np.where(np.isfinite(bounds), bounds, np.inf)


def majorant_terms(objective: Objective) -> list[Terms]:
    """m(∂J/∂x_i) for x ≥ 0 as polynomials with coefficients ≥ 0, n of them (polynomial objectives)."""
    source = balls(objective)
    return [_terms(_majorant(sympy.diff(source.spelt, s)), source.symbols) for s in source.symbols]


def second_terms(objective: Objective) -> list[Terms]:
    """All n² second derivatives as polynomials."""
    source = balls(objective)
    terms = _terms(source.spelt, source.symbols)
    n = source.dimension
    return [_derivative(_derivative(terms, i), j) for i in range(n) for j in range(n)]


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """Coefficients of J's derivatives over one list of monomials `exponents` (m, n)."""

    exponents: np.ndarray
    hessian: np.ndarray  # (n, n, m)
    third: np.ndarray  # (n, n, n, m), absolute
    pure_second: np.ndarray  # (n, m): ∂²J/∂x_i²
    pure_third: np.ndarray  # (n, m): ∂³J/∂x_i³
    fourth: np.ndarray  # (n, n, m), absolute: ∂⁴J/∂x_i³∂x_j
    gradient_magnitude: np.ndarray  # (n, m), coefficients ≥ 0
    value_magnitude: np.ndarray  # (m,), coefficients ≥ 0
    operations: int

    def monomials(self, points: np.ndarray) -> np.ndarray:
        """(k, n) → (k, m)."""
        result = np.ones((len(points), len(self.exponents)))
        for i, powers in enumerate(self.exponents.T):
            table = np.ones((powers.max(initial=0) + 1, len(points)))
            table[1:] = np.cumprod(np.broadcast_to(points[:, i], (len(table) - 1, len(points))), axis=0)
            result *= table[powers].T
        return result


@lru_cache(maxsize=256)
def _tables(objective: Objective) -> _Tables:
    source = balls(objective)
    symbols, n = source.symbols, source.dimension
    terms = _terms(source.spelt, symbols)
    second = [[_derivative(_derivative(terms, i), j) for j in range(n)] for i in range(n)]
    third = [[[_derivative(second[i][j], l) for l in range(n)] for j in range(n)] for i in range(n)]
    fourth = [[_derivative(third[i][i][i], j) for j in range(n)] for i in range(n)]
    sizes = majorant_terms(objective)
    size = _terms(_majorant(source.spelt), symbols)
    # J's majorant and its gradient's hold every monomial that a derivative of J can have, and perhaps more.
    cubes = [t for plane in third for row in plane for t in row]
    every = [terms, size, *sizes, *cubes, *(t for row in second for t in row), *(t for row in fourth for t in row)]
    exponents = sorted({monomial for polynomial in every for monomial in polynomial} or {(0,) * n})
    place = {monomial: i for i, monomial in enumerate(exponents)}

    def row(polynomial: Terms) -> np.ndarray:
        coefficients = np.zeros(len(exponents))
        for monomial, coefficient in polynomial.items():
            coefficients[place[monomial]] = float(coefficient)
        return coefficients

    return _Tables(
        np.array(exponents, dtype=int),
        np.array([[row(t) for t in line] for line in second]),
        np.abs(np.array([[[row(t) for t in line] for line in plane] for plane in third])),
        np.array([row(second[i][i]) for i in range(n)]),
        np.array([row(third[i][i][i]) for i in range(n)]),
        np.abs(np.array([[row(t) for t in line] for line in fourth])),
        np.array([row(t) for t in sizes]),
        row(size),
        source.operations,
    )


def _terms(polynomial: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> Terms:
    return {m: Fraction(int(c.p), int(c.q)) for m, c in sympy.Poly(polynomial, *symbols, domain="QQ").terms() if c}


def _derivative(terms: Terms, i: int) -> Terms:
    return {(*m[:i], m[i] - 1, *m[i + 1 :]): c * m[i] for m, c in terms.items() if m[i]}


def _majorant(node: sympy.Expr) -> sympy.Expr:
    """The magnitude of a polynomial, as it is spelt, for x ≥ 0: every constant replaced by its absolute value."""
    if node.is_Add or node.is_Mul:
        return node.func(*(_majorant(part) for part in node.args), evaluate=False)
    if node.is_Pow:
        return _majorant(node.base) ** node.exp
    return abs(node) if node.is_number else node


def _polynomial_bounds(
    tables: _Tables, points: np.ndarray, slack: np.ndarray, eta: float, signed_eta: float, arithmetic: Arithmetic
) -> np.ndarray:
    u, size = arithmetic.unit_roundoff, abs(arithmetic.h)
    reach = np.abs(points) + slack + (size if arithmetic.about_quotient else 0.0)
    high = tables.monomials(reach)
    sizes = high @ tables.gradient_magnitude.T
    sizes = np.where(reach + (1 + eta) * sizes > arithmetic.largest / OPERATIONS, np.inf, sizes)
    noise = OPERATIONS * (u + 2.0**-53) * (reach + eta * sizes) + OPERATIONS * arithmetic.smallest * (1 + eta) + _TINY
    if slack.any():
        low = tables.monomials(np.abs(points))
        value = np.einsum("kp,ijp->kij", tables.monomials(points), tables.hessian)
        doubt = 1e-11 * (np.eye(points.shape[1]) + eta * np.einsum("kp,ijp->kij", low, np.abs(tables.hessian)))
        slope = np.abs(np.eye(points.shape[1]) - signed_eta * value) + doubt
        curvature = np.einsum("kp,ijlp->kijl", high, tables.third)
        noise += np.einsum("kij,kj->ki", slope, slack)
        noise += eta / 2 * np.einsum("kijl,kj,kl->ki", curvature, slack, slack)
        if arithmetic.about_quotient:
            # Row i of the quotient's slopes is the Hessian's somewhere within h along x_i.
            noise += eta * size * np.einsum("kiij,kj->ki", curvature, slack)
    if arithmetic.difference != "none":
        noise += eta * _difference_errors(tables, points, slack, arithmetic)
    bounds: np.ndarray = noise * _DOMINATES
    return bounds


def _difference_errors(tables: _Tables, points: np.ndarray, slack: np.ndarray, arithmetic: Arithmetic) -> np.ndarray:
    central, h, u = arithmetic.difference == "central", abs(arithmetic.h), arithmetic.unit_roundoff
    # |∂ᵏJ/∂x_iᵏ| on the box widened by h: its value at the point, plus its slope's absolute polynomial times the way.
    pure = tables.pure_third if central else tables.pure_second
    rounded = tables.operations * (1 if central else 2)
    at_point = np.abs(tables.monomials(points) @ pure.T) + 1e-11 * (tables.monomials(np.abs(points)) @ np.abs(pure).T)
    errors = np.empty_like(points)
    for i in range(points.shape[1]):
        way = np.array(slack)
        way[:, i] += h
        wide = tables.monomials(np.abs(points) + way)
        slopes = wide @ (tables.fourth[i] if central else tables.third[i, i]).T
        derivative = at_point[:, i] + (slopes * way).sum(axis=1)
        errors[:, i] = rounded * u * (wide @ tables.value_magnitude) / h
        if not arithmetic.about_quotient:
            errors[:, i] += h * h / 6 * derivative if central else h / 2 * derivative
    return errors


def _ball_bounds(
    objective: Objective, points: np.ndarray, slack: np.ndarray, step_size: Fraction, arithmetic: Arithmetic
) -> np.ndarray:
    sizes = balls(objective)
    maps: Balls | Quotients = sizes
    if arithmetic.about_quotient:
        maps = quotients(objective, arithmetic.h, central=arithmetic.difference == "central")
    bounds = np.full(points.shape, np.inf)
    with ctx.workprec(80):
        eta = ball(step_size)
        for row, (point, spread) in enumerate(zip(points.tolist(), slack.tolist(), strict=True)):
            if not np.isfinite(point).all():
                continue
            box = [ball(x, s) for x, s in zip(point, spread, strict=True)]
            noise = step_noise(sizes, box, eta, arithmetic)
            own = step_noise(sizes, box, eta, FLOAT64)
            total = [a + b for a, b in zip(noise, own, strict=True)]
            if any(spread):
                # The Jacobian on the whole box: the mean value theorem leaves no remainder.
                slope = maps.jacobian(box, eta)
                total = [a + b for a, b in zip(total, times(slope, [ball(s) for s in spread]), strict=True)]
            bounds[row] = [upper(x) for x in total]
    return bounds

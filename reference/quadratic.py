"""Gradient descent on a quadratic, in closed form and exact arithmetic.

For J = ½θᵀHθ + bᵀθ + c with rational H, b the gradients obey g_t = (I − ηH)^t·g_0. Only the eigenvalues λ of H in whose
eigenspace g_0 has a part take part; they are the roots of the minimal polynomial of g_0 under H, found exactly from the
Krylov vectors g_0, Hg_0, H²g_0, …, all simple and real since H is symmetric. The run then

* converges iff 0 < ηλ < 2 for each of them, to θ₀ − q with Hq = g_0, q in the Krylov space;
* diverges iff some ηλ > 2, λ < 0 (growth |1 − ηλ| a step) or λ = 0 (a constant drift);
* tends to a 2-cycle iff the largest is ηλ = 2 exactly.

λ = 0 and λ = 2/η are tested as exact rational roots; the others are isolated in balls, with more bits until each lies on
one side, which always ends.

*Robust* means that every float64 program of class C does the same. Per step it errs by at most δ·(‖θ‖ + ‖θ*‖),
δ = 2·K·u·√n·(1 + η‖ |H| ‖_F). Convergence is robust when all of H's spectrum, not only what takes part, contracts by more
than δ. Divergence is robust when the fastest growing part is present and has grown by 10⁶ before rounding could
have moved it by a thousandth.

*Source:* R. Horn and C. Johnson, Matrix Analysis, §3.3 (minimal polynomials); Y. Saad, Iterative Methods, §6.2 (Krylov).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.reference.arithmetic import FLOAT64, OPERATIONS, nearest
from grader.reference.balls import middle
from grader.reference.certified import arb, ctx, fmpq, fmpq_mat, fmpq_poly
from grader.reference.programs import Ball

if TYPE_CHECKING:
    from grader.reference.objective import Objective

_LARGE = 1e100  # numbers beyond it are not examined for robustness


@dataclass(frozen=True, slots=True)
class QuadraticFate:
    """How a run on a quadratic ends; `factor` is the largest |1 − ηλ| that takes part, `eigenvalue` its λ.

    `threshold` is 2/λ_max over all of H, None unless λ_max > 0: above it some start diverges, this one perhaps not.
    """

    kind: Literal["converges", "diverges", "cycle"]
    robust: bool
    factor: float
    eigenvalue: float
    limit: tuple[float, ...] | None
    threshold: float | None


def quadratic_fate(objective: Objective, start: Sequence[Fraction], step_size: Fraction) -> QuadraticFate:
    """The fate of gradient descent with η > 0 on a polynomial of degree ≤ 2."""
    hessian, linear = _coefficients(objective)
    point = [_rational(x) for x in start]
    gradient = [a + b for a, b in zip(_apply(hessian, point), linear, strict=True)]
    threshold = _threshold(hessian)
    if not any(gradient):
        limit = tuple(map(nearest, start))
        return QuadraticFate("converges", _all_contract(hessian, step_size), 0.0, 0.0, limit, threshold)
    krylov, polynomial = _minimal_polynomial(hessian, gradient)
    eta = _rational(step_size)
    drifts = polynomial[0] == 0
    borderline = polynomial(2 / eta) == 0
    factor, eigenvalue, verdict = _largest_factor(polynomial, eta, drifts=drifts, borderline=borderline)
    if verdict == "converges":
        q = [fmpq(0)] * len(point)
        for k in range(1, polynomial.degree() + 1):
            q = [a - polynomial[k] / polynomial[0] * v for a, v in zip(q, krylov[k - 1], strict=True)]
        limit = tuple(_float(v) for v in (a - b for a, b in zip(point, q, strict=True)))
        return QuadraticFate("converges", _all_contract(hessian, step_size), factor, eigenvalue, limit, threshold)
    if verdict == "cycle":
        return QuadraticFate("cycle", False, factor, eigenvalue, None, threshold)
    robust = _surely_grows(hessian, linear, start, step_size, factor)
    return QuadraticFate("diverges", robust, factor, eigenvalue, None, threshold)


def _threshold(hessian: Any) -> float | None:
    """2/λ_max, rounded: said to readers, decided upon nowhere."""
    with ctx.workprec(128):
        largest = max((middle(root.real) for root, _ in hessian.charpoly().numer().complex_roots()), default=0.0)
    return 2 / largest if largest > 0 else None


def _largest_factor(
    polynomial: Any, eta: Any, *, drifts: bool, borderline: bool
) -> tuple[float, float, Literal["converges", "diverges", "cycle"]]:
    for root in [fmpq(0)] * drifts + [2 / eta] * borderline:
        polynomial //= fmpq_poly([-root, 1])
    factor, eigenvalue = (1.0, _float(2 / eta)) if borderline else (0.0, 0.0)
    factor, eigenvalue = (1.0, 0.0) if drifts else (factor, eigenvalue)
    grows = False
    for root in _roots(polynomial, eta):
        size = abs(1 - arb(eta) * root)
        grows = grows or bool(size > 1)
        if middle(size) >= factor:
            factor, eigenvalue = middle(size), middle(root)
    if grows or drifts:
        return factor, eigenvalue, "diverges"
    return factor, eigenvalue, "cycle" if borderline else "converges"


def _roots(polynomial: Any, eta: Any) -> list[Ball]:
    """The real roots as balls, narrow enough that each |1 − ηλ| is known to be above or below 1."""
    if polynomial.degree() < 1:
        return []
    whole = polynomial.numer()
    precision = 128
    while True:
        ctx.prec, before = precision, ctx.prec
        try:
            roots = [root.real for root, _ in whole.complex_roots()]
            sizes = [abs(1 - arb(eta) * root) for root in roots]
            if all(size < 1 or size > 1 for size in sizes):
                return roots
        finally:
            ctx.prec = before
        precision *= 2


def _minimal_polynomial(hessian: Any, vector: list[Any]) -> tuple[list[list[Any]], Any]:
    """The Krylov vectors and the monic polynomial of least degree that takes the vector to 0."""
    krylov = [vector]
    while True:
        following = _apply(hessian, krylov[-1])
        columns = fmpq_mat([list(row) for row in zip(*krylov, strict=True)])
        extended = fmpq_mat([list(row) for row in zip(*krylov, following, strict=True)])
        if extended.rank() == len(krylov):
            gram = columns.transpose() * columns
            weights = gram.solve(columns.transpose() * fmpq_mat([[x] for x in following]))
            return krylov, fmpq_poly([*(-w for w in weights.entries()), 1])
        krylov.append(following)


def _coefficients(objective: Objective) -> tuple[Any, list[Any]]:
    n = objective.dimension
    rows = [[fmpq(0)] * n for _ in range(n)]
    linear = [fmpq(0)] * n
    for monomial, coefficient in objective.terms.items():
        where = [i for i, power in enumerate(monomial) for _ in range(power)]
        value = _rational(coefficient)
        if len(where) == 1:
            linear[where[0]] += value
        elif len(where) == 2:
            i, j = where
            rows[i][j] += value
            rows[j][i] += value
    return fmpq_mat(rows), linear


def _apply(matrix: Any, vector: list[Any]) -> list[Any]:
    product: list[Any] = (matrix * fmpq_mat([[x] for x in vector])).entries()
    return product


def _rational(number: Fraction) -> Any:
    return fmpq(number.numerator, number.denominator)


def _float(number: Any) -> float:
    return nearest(Fraction(int(number.p), int(number.q)))


def _noise(hessian: np.ndarray, eta: float) -> float:
    n = len(hessian)
    return 2 * OPERATIONS * FLOAT64.unit_roundoff * math.sqrt(n) * (1 + eta * float(np.linalg.norm(np.abs(hessian))))


def _floats(hessian: Any) -> np.ndarray:
    n = hessian.nrows()
    return np.array([_float(x) for x in hessian.entries()]).reshape(n, n)


def _all_contract(hessian: Any, step_size: Fraction) -> bool:
    matrix, eta = _floats(hessian), nearest(step_size)
    if not (np.abs(matrix) < _LARGE).all() or not eta < _LARGE:
        return False
    largest = float(np.abs(1 - eta * np.linalg.eigvalsh(matrix)).max())
    return bool(largest < 1 - 2 * _noise(matrix, eta))


def _surely_grows(
    hessian: Any, linear: list[Any], start: Sequence[Fraction], step_size: Fraction, factor: float
) -> bool:
    matrix, eta = _floats(hessian), nearest(step_size)
    shift, point = np.array([_float(x) for x in linear]), np.array([nearest(x) for x in start])
    numbers = np.concatenate([matrix.ravel(), shift, point, [eta]])
    if not 1 < factor < _LARGE or not (np.abs(numbers) < _LARGE).all():
        return False
    values, vectors = np.linalg.eigh(matrix)
    factors = np.abs(1 - eta * values)
    if factors.max() > factor * (1 + 1e-12):
        return False
    centre = -np.linalg.pinv(matrix) @ shift
    offset = vectors.T @ (point - centre)
    fastest = float(np.linalg.norm(offset[factors >= factor * (1 - 1e-12)]))
    size = float(np.linalg.norm(offset) + np.linalg.norm(centre))
    if not fastest > 0:
        return False
    steps = math.log(1e6 * (size + 1) / fastest) / math.log(factor)
    return bool(_noise(matrix, eta) * steps * size / fastest < 1e-3)

"""Wrong terms of the gradient: the smallest change of its coefficients that the trace's own steps show.

The residual (θ_t − θ_{t+1})/η − ∇J(θ_t) is what the student's gradient has beside the right one, known to the digits
shown. For each component the fewest regressors that explain it are found by weighted least squares: monomials below J's
degree, and the terms of the derivative as it is written. A change counts only if it is *round*: people forget a factor
or turn a sign, they do not type 1.175. So a trace that merely lies on a curve is not explained by a gradient that nobody
would write.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import sympy
from numpy.typing import NDArray

from grader.examine import causes
from grader.examine.causes import Cause
from grader.examine.exercise import Exercise
from grader.examine.fits import finite
from grader.examine.shown import Shown
from grader.reference.objective import Objective

Floats = NDArray[np.float64]

#: Changed terms that one cause may have, over all components.
MOST = 3
#: … and where the start is wrong as well.
MOST_ELSEWHERE = 2
_CANDIDATES = 200


class _Regressor(NamedTuple):
    expression: sympy.Expr
    evaluate: Callable[[Floats], Floats]
    component: int | None
    #: What it stands with in each component of ∇J.
    coefficients: tuple[Fraction, ...]


class _Samples(NamedTuple):
    """Points (k, n), what one component of the student's gradient has there beside the right one, and how sure that is (k,)."""

    points: Floats
    residual: Floats
    noise: Floats


class _Change(NamedTuple):
    component: int
    regressor: _Regressor
    delta: Fraction

    @property
    def is_usual(self) -> bool:
        """Whether a term is left out, doubled, turned or halved."""
        return self.delta in _usual(self.regressor.coefficients[self.component])


def gradient_terms(
    runs: Sequence[tuple[Shown, Exercise]], most: int, order: Sequence[int] | None = None
) -> Iterator[Cause]:
    """Candidate causes of at most `most` changed terms, fewest first; whether one explains a trace its replay says.

    Several runs of one objective are fitted together. `order` is that of a sequential update: each component of the gradient is
    taken where the ones before it have been updated already.
    """
    objective = runs[0][1].objective
    samples = [_samples(matrix, exercise, order) for matrix, exercise in runs]
    components = [
        _Samples(*map(np.concatenate, zip(*(run[i] for run in samples), strict=True)))
        for i in range(objective.dimension)
    ]
    if min(len(c.residual) for c in components) < 2:
        return
    regressors = _regressors(objective)
    shows = [int(np.sum(np.abs(c.residual) > 2 * c.noise)) for c in components]
    options = [
        _options(i, c.points, c.residual, c.noise, regressors) if shown else [()]
        for i, (c, shown) in enumerate(zip(components, shows, strict=True))
    ]
    changes = [tuple(itertools.chain(*combination)) for combination in itertools.product(*options)]
    if all(matrix.on_a_line for matrix, _ in runs):
        # Two changes fit any pace along a line: there only those count that people make.
        changes = [c for c in changes if len(c) < 2 or all(one.is_usual for one in c)]
    kept = sorted((c for c in changes if 0 < len(c) <= most and _is_shown(c, shows)), key=len)
    for change in itertools.islice(kept, _CANDIDATES):
        yield _cause(objective, change)


def _samples(matrix: Shown, exercise: Exercise, order: Sequence[int] | None) -> list[_Samples]:
    """For each component what every step shows of its wrong terms."""
    n = exercise.objective.dimension
    x, _ = finite(matrix, exercise)
    if len(x) < 3:
        return [_Samples(np.empty((0, n)), np.empty(0), np.empty(0))] * n
    eta, half = float(exercise.step_size), matrix.unit[: len(x)] / 2
    at, found = x[:-1].copy(), {}
    for i in order if order is not None else range(n):
        points = at.copy()
        gradient = exercise.objective.gradient_at(points)[:, i]
        curvature = np.abs(exercise.objective.hessian_at(points))[:, i]
        near = (np.max(np.abs(points), axis=1) < 1e3) & np.isfinite(curvature).all(axis=1)
        residual = (x[:-1, i] - x[1:, i]) / eta - gradient
        # Two numbers shown a step, and the gradient taken at a point shown; truncation errs by twice as much as rounding.
        noise = (half[:-1, i] + half[1:, i]) / eta + np.sum(curvature * half[:-1], axis=1)
        noise += 1e-9 * (1 + np.abs(gradient)) + 4e-16 * (1 + np.abs(points[:, i])) / eta
        found[i] = _Samples(points[near], residual[near], noise[near])
        if order is not None:
            at[:, i] = x[1:, i]
    return [found[i] for i in range(n)]


@lru_cache(maxsize=64)
def usual_terms(objective: Objective) -> tuple[Cause, ...]:
    """Each term of each derivative left out, doubled, turned or halved, and with a factor forgotten or one too many.

    The first are for traces whose single steps are all noise; the others no fit of coefficients would find.
    """
    found: list[Cause] = []
    for i in range(objective.dimension):
        usable = [r for r in _regressors(objective) if r.component in (None, i) and r.coefficients[i]]
        for regressor in usable:
            for change in _usual(regressor.coefficients[i]):
                found.append(_cause(objective, (_Change(i, regressor, change),)))
        for regressor in usable:
            coefficient, term = regressor.coefficients[i], regressor.expression
            for s in objective.symbols:
                for other in (term / s, term / (2 * s), term * s, term * s**2, sympy.integrate(term, s)):
                    if term.has(s) or other == term * s:
                        found.append(_replaced(objective, i, regressor, coefficient, other))
    return tuple(found)


def _replaced(objective: Objective, i: int, regressor: _Regressor, coefficient: Fraction, other: sympy.Expr) -> Cause:
    """The term with another in its place."""
    given = _lambdified(objective.symbols, other)

    def change(x: Floats) -> Floats:
        total = np.zeros_like(x)
        total[..., i] = float(coefficient) * (given(x) - regressor.evaluate(x))
        return total

    term, given_term = _term(coefficient, regressor.expression), _term(coefficient, other)
    told = {"component": objective.variables[i], "term": term, "given_term": given_term}
    return causes.modified_gradient(change, told)


def _is_shown(changes: tuple[_Change, ...], shows: Sequence[int]) -> bool:
    """Whether more steps show a change than it takes to fit it: one odd step can be fitted by anything."""
    counts = Counter(change.component for change in changes)
    return all(shows[i] > count for i, count in counts.items())


def _options(
    i: int, points: Floats, residual: Floats, noise: Floats, regressors: tuple[_Regressor, ...]
) -> list[tuple[_Change, ...]]:
    """Changes of one component that leave no more than noise: those of the smallest size that has any."""
    usable = [r for r in regressors if r.component in (None, i)]
    columns = np.stack([r.evaluate(points) / noise for r in usable], axis=1)
    sound = np.isfinite(columns).all(axis=0)
    target = residual / noise
    for size in (1, 2):
        found: list[tuple[float, tuple[_Change, ...]]] = []
        for chosen in itertools.combinations(np.flatnonzero(sound).tolist(), size):
            design = columns[:, chosen]
            solution, *_ = np.linalg.lstsq(design, target, rcond=None)
            if np.max(np.abs(design @ solution - target)) > 2.5:
                continue
            # Displayed digits err alike where a trace has settled: the worst case is a sum, not a root of squares.
            reach = np.abs(np.linalg.pinv(design)).sum(axis=1)
            rounded = [
                _round(float(d), float(r), size, usable[j].coefficients[i])
                for j, d, r in zip(chosen, solution, reach, strict=True)
            ]
            for deltas in itertools.product(*rounded):
                error = float(np.sqrt(np.mean((design @ np.array([float(d) for d in deltas]) - target) ** 2)))
                changes = tuple(_Change(i, usable[j], d) for j, d in zip(chosen, deltas, strict=True))
                found.append((error, changes))
        if found:
            found.sort(key=lambda f: f[0])
            return [changes for _, changes in found[:24]]
    return []


def _round(value: float, reach: float, size: int, coefficient: Fraction) -> list[Fraction]:
    """Changes within reach of a value: the term left out, doubled, turned or halved; then round numbers, tenths last.

    Tenths count only where a single term is changed.
    """
    reach += 1e-6 * max(1.0, abs(value))
    found = dict.fromkeys(d for d in _usual(coefficient) if abs(float(d) - value) <= reach)
    for denominator in (1, 2, 4, 5, 10) if size == 1 else (1, 2, 4):
        nearest = round(value * denominator)
        for numerator in sorted(range(nearest - 2, nearest + 3), key=lambda i: abs(i - value * denominator)):
            if numerator and abs(numerator / denominator - value) <= reach:
                found[Fraction(numerator, denominator)] = None
    return list(found)[:8]


def _usual(coefficient: Fraction) -> tuple[Fraction, ...]:
    return (-coefficient, coefficient, -2 * coefficient, -coefficient / 2) if coefficient else ()


@lru_cache(maxsize=64)
def _regressors(objective: Objective) -> tuple[_Regressor, ...]:
    symbols = objective.symbols
    expressions: list[tuple[sympy.Expr, int | None]] = []
    degree = min(objective.degree - 1, 3) if objective.is_polynomial else 1
    for powers in sorted(itertools.product(range(degree + 1), repeat=len(symbols)), key=sum):
        if sum(powers) <= degree and len(expressions) < 40:
            expressions.append((sympy.Mul(*(s**p for s, p in zip(symbols, powers, strict=True))), None))
    for i, component in enumerate(objective.gradient):
        expressions += [(t, i) for t in _written_terms(component) if not t.is_number]
    n = objective.dimension
    return tuple(
        _Regressor(e, _lambdified(symbols, e), i, tuple(_coefficient(objective, j, e) for j in range(n)))
        for e, i in expressions
    )


def _written_terms(component: sympy.Expr) -> list[sympy.Expr]:
    """The additive terms of a derivative as it is written, and the whole: factored objectives keep their factors."""
    terms = list(sympy.Add.make_args(component))
    return [*terms, component] if len(terms) > 1 else terms


def _lambdified(symbols: tuple[sympy.Symbol, ...], expression: sympy.Expr) -> Callable[[Floats], Floats]:
    function = sympy.lambdify(symbols, expression, "numpy", docstring_limit=0)

    def evaluate(points: Floats) -> Floats:
        with np.errstate(all="ignore"):
            value = function(*np.moveaxis(points, -1, 0))
        return np.broadcast_to(np.asarray(value, dtype=float), points.shape[:-1])

    return evaluate


def _cause(objective: Objective, changes: tuple[_Change, ...]) -> Cause:
    def change(x: Floats) -> Floats:
        total = np.zeros_like(x)
        for i, regressor, delta in changes:
            total[..., i] += float(delta) * regressor.evaluate(x)
        return total

    i, regressor, delta = changes[0]
    expected = regressor.coefficients[i]
    parameters = {
        "component": objective.variables[i],
        "term": _term(expected, regressor.expression),
        "given_term": _term(expected + delta, regressor.expression),
    }
    return causes.modified_gradient(change, parameters)


def _coefficient(objective: Objective, i: int, expression: sympy.Expr) -> Fraction:
    if expression in _written_terms(objective.gradient[i]) and not expression.is_Symbol:
        return Fraction(1)
    if objective.is_polynomial:
        powers = tuple(int(p) for p in sympy.Poly(expression, *objective.symbols).monoms()[0])
        return Fraction(objective.gradient_terms[i].get(powers, 0))
    return Fraction(0)


def _term(coefficient: Fraction, expression: sympy.Expr) -> str:
    return str(sympy.Rational(coefficient.numerator, coefficient.denominator) * expression)

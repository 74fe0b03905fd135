"""Misconceptions with a free parameter: step size, decay, momentum and wrong terms of the gradient, fitted to the trace."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import sympy
from numpy.typing import NDArray

from grader.examine import causes
from grader.examine.causes import Cause, Exercise
from grader.examine.shown import Shown
from grader.reference.objective import Objective

Floats = NDArray[np.float64]


def step_sizes(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """η fitted by least squares on the first steps: e = −⟨Δ, ∇⟩/⟨∇, ∇⟩, snapped to few digits first."""
    x, gradient = _finite(matrix, exercise)
    if len(x) < 2:
        return
    eta = float(exercise.step_size)
    steps = x[1:] - x[:-1]
    for slope in _slopes(steps, gradient):
        for value in _snapped(-slope):
            if value != 0 and abs(value / eta - 1) > 1e-6:
                yield causes.scaled(value / eta, value)
    n = exercise.objective.dimension
    for order in (list(range(n)), list(range(n))[::-1]) if n > 1 else ():
        mixed = _sequential_gradient(x, order, exercise.objective)
        for slope in _slopes(steps, mixed):
            for value in _snapped(-slope)[:3]:
                if value > 0 and abs(value / eta - 1) > 1e-6:
                    yield causes.sequential_with(value / eta, order, exercise.objective.variables, value)


def schedules(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """Momentum by two regressors, Δ_t = −e∇_t + βΔ_{t−1}; decay from the trend of e_t and 1/e_t."""
    x, gradient = _finite(matrix, exercise)
    if len(x) < 4:
        return
    eta = float(exercise.step_size)
    steps = x[1:] - x[:-1]
    design = np.stack([-gradient[1:-1].ravel(), steps[:-1].ravel()], axis=1)
    for stop in (3, 8, len(design)):
        rows = slice(0, stop * x.shape[1])
        (e, beta), *_ = np.linalg.lstsq(design[rows], steps[1:].ravel()[rows], rcond=None)
        for b, value in itertools.product(_snapped(float(beta))[:2], _snapped(float(e))[:3]):
            if 0 < b < 1.5 and value > 0:
                yield causes.heavy_ball(b, value / eta)
    squares = np.sum(gradient[:-1] ** 2, axis=1)
    with np.errstate(all="ignore"):
        rates = -np.sum(steps * gradient[:-1], axis=1) / squares / eta
    scale = np.max(np.abs(matrix.unit[: len(x)])) / 2
    trusted = np.flatnonzero((eta * np.sqrt(squares) > 20 * scale) & (rates > 0))[:12]
    if len(trusted) >= 3:
        slope, offset = np.polyfit(trusted, np.log(rates[trusted]), 1)
        for gamma, first in itertools.product(_snapped(math.exp(slope))[:4], _snapped(math.exp(offset))[:2]):
            yield causes.geometric(gamma, first)
        slope, offset = np.polyfit(trusted, 1 / rates[trusted], 1)
        if offset > 0:
            for kappa, first in itertools.product(_snapped(slope / offset)[:4], _snapped(1 / offset)[:2]):
                yield causes.hyperbolic(kappa, first)


def gradient_terms(matrix: Shown, exercise: Exercise, *, most: int = 60) -> Iterator[Cause]:
    """Wrong terms of the gradient: a sparse fit of (θ_t − θ_{t+1})/η − ∇J(θ_t), at most two terms a component.

    Regressors are the monomials below J's degree and the terms of the derivative as it is written.
    """
    x, gradient = _finite(matrix, exercise)
    if len(x) < 3:
        return
    eta = float(exercise.step_size)
    near = np.max(np.abs(x), axis=1) < 1e3
    residual = ((x[:-1] - x[1:]) / eta - gradient[:-1])[near[:-1]]
    points = x[:-1][near[:-1]]
    noise = np.max(matrix.unit[: len(x)], axis=0) * 1.5 / eta + 1e-9 * (1 + np.max(np.abs(gradient), axis=0))
    regressors = _regressors(exercise.objective)
    options = [
        _component_options(i, points, residual[:, i], noise[i], regressors)
        if np.max(np.abs(residual[:, i]), initial=0) > noise[i]
        else [()]
        for i in range(exercise.objective.dimension)
    ]
    found = itertools.product(*options)
    for combination in itertools.islice(sorted(found, key=lambda c: sum(len(o) for o in c)), most):
        chosen = [(i, regressor, delta) for i, option in enumerate(combination) for regressor, delta in option]
        if chosen:
            yield _term_cause(exercise.objective, chosen)


def difference_steps(matrix: Shown, exercise: Exercise, centre: Floats) -> list[tuple[float, bool]]:
    """Candidate (h, central) for a gradient by differences: h fitted from the drift, snapped to 1·10^k and 2 digits."""
    k = min(len(matrix), len(centre))
    drift = matrix.values[:k] - centre[:k]
    good = np.all(np.isfinite(drift), axis=1) & (np.max(np.abs(centre[:k]), axis=1) < 1e3)
    found: list[tuple[float, bool]] = []
    for central in (False, True):
        probe = 1e-4 if not central else 1e-2
        with np.errstate(all="ignore"):
            shift = causes.differences(exercise.objective, probe, central=central).trace(exercise, rows=k) - centre[:k]
        usable = good & np.all(np.isfinite(shift), axis=1)
        weight = float(np.sum(shift[usable] ** 2))
        if not weight > 1e-18:
            continue
        ratio = float(np.sum(drift[usable] * shift[usable])) / weight
        h = probe * ratio if not central else (probe * math.sqrt(ratio) if ratio > 0 else 0.0)
        if 0 < abs(h) < 1 and (not central or h > 0):
            tens = math.copysign(10.0 ** round(math.log10(abs(h))), h)
            found += [(value, central) for value in dict.fromkeys((tens, *_snapped(h)))]
    return found


def _slopes(steps: Floats, gradient: Floats) -> list[float]:
    found = []
    for stop in sorted({min(stop, len(steps)) for stop in (1, 3, 8, len(steps))}):
        weight = float(np.sum(gradient[:stop] ** 2))
        if weight > 0:
            found.append(float(np.sum(steps[:stop] * gradient[:stop])) / weight)
    return found


def _snapped(value: float) -> list[float]:
    """The value at 1, 2, 3 and 4 significant digits, then as it is; nothing where it is not finite."""
    if not math.isfinite(value) or value == 0:
        return []
    return list(dict.fromkeys([float(f"{value:.{d}g}") for d in (1, 2, 3, 4)] + [value]))


def _finite(matrix: Shown, exercise: Exercise) -> tuple[Floats, Floats]:
    x = matrix.values
    finite = np.all(np.isfinite(x), axis=1) & np.all(np.abs(np.nan_to_num(x, nan=np.inf)) < 1e8, axis=1)
    stop = int(np.argmin(finite)) if not np.all(finite) else len(x)
    return x[:stop], exercise.objective.gradient_at(x[:stop])


def _sequential_gradient(x: Floats, order: list[int], objective: Objective) -> Floats:
    columns = np.zeros_like(x[:-1])
    mixed = x[:-1].copy()
    for i in order:
        columns[:, i] = objective.gradient_at(mixed)[:, i]
        mixed[:, i] = x[1:, i]
    return columns


@lru_cache(maxsize=64)
def _regressors(objective: Objective) -> tuple[tuple[sympy.Expr, Callable[..., Floats], int | None], ...]:
    symbols = sympy.symbols(objective.variables)
    symbols = symbols if isinstance(symbols, tuple) else (symbols,)
    expressions: list[tuple[sympy.Expr, int | None]] = []
    degree = min(objective.degree - 1, 3) if objective.is_polynomial else 1
    for powers in sorted(itertools.product(range(degree + 1), repeat=len(symbols)), key=sum):
        if sum(powers) <= degree and len(expressions) < 40:
            expressions.append((sympy.Mul(*(s**p for s, p in zip(symbols, powers, strict=True))), None))
    for i, component in enumerate(objective.gradient):
        expressions += [(t, i) for t in _written_terms(component) if not t.is_number]
    return tuple((e, _lambdified(symbols, e), i) for e, i in expressions)


def _written_terms(component: sympy.Expr) -> list[sympy.Expr]:
    """The additive terms of a derivative as it is written, and the whole: factored objectives keep their factors."""
    terms = list(sympy.Add.make_args(component))
    return [*terms, component] if len(terms) > 1 else terms


def _lambdified(symbols: tuple[sympy.Symbol, ...], expression: sympy.Expr) -> Callable[..., Floats]:
    function = sympy.lambdify(symbols, expression, "numpy")

    def evaluate(points: Floats) -> Floats:
        with np.errstate(all="ignore"):
            value = function(*np.moveaxis(points, -1, 0))
        return np.broadcast_to(np.asarray(value, dtype=float), points.shape[:-1])

    return evaluate


_Option: TypeAlias = tuple[tuple[tuple[sympy.Expr, Callable[..., Floats], int | None], float], ...]


def _component_options(
    i: int,
    points: Floats,
    residual: Floats,
    noise: float,
    regressors: tuple[tuple[sympy.Expr, Callable[..., Floats], int | None], ...],
) -> list[_Option]:
    usable = [r for r in regressors if r[2] in (None, i)]
    columns = [r[1](points) for r in usable]
    scored: list[tuple[float, int, _Option]] = []
    for size in (1, 2):
        for chosen in itertools.combinations(range(len(usable)), size):
            design = np.stack([columns[j] for j in chosen], axis=1)
            if not np.all(np.isfinite(design)):
                continue
            solution, *_ = np.linalg.lstsq(design, residual, rcond=None)
            error = float(np.sqrt(np.mean((design @ solution - residual) ** 2)))
            if error > 3 * noise:
                continue
            option = tuple((usable[j], _nice(float(d), noise)) for j, d in zip(chosen, solution, strict=True))
            if all(abs(d) >= 0.01 for _, d in option):
                scored.append((error + size * noise, size, option))
        if scored:
            break
    scored.sort(key=lambda s: s[:2])
    return [option for _, _, option in scored[:6]]


def _nice(delta: float, noise: float) -> float:
    for denominator in (1, 2, 4, 10):
        nearest = round(delta * denominator) / denominator
        if nearest != 0 and abs(nearest - delta) <= max(0.02 * abs(delta), min(0.2 * abs(nearest), noise)):
            return nearest
    return delta


def _term_cause(
    objective: Objective, chosen: list[tuple[int, tuple[sympy.Expr, Callable[..., Floats], int | None], float]]
) -> Cause:
    def change(x: Floats) -> Floats:
        total = np.zeros_like(x)
        for i, (_, evaluate, _), delta in chosen:
            total[..., i] += delta * evaluate(x)
        return total

    i, (expression, _, _), delta = chosen[0]
    symbols = sympy.symbols(objective.variables)
    symbols = symbols if isinstance(symbols, tuple) else (symbols,)
    expected = _coefficient(objective, i, expression, symbols)
    given = expected + Fraction(delta).limit_denominator(1000)
    parameters = {
        "component": objective.variables[i],
        "term": _term(expected, expression),
        "given_term": _term(given, expression),
    }
    return causes.modified_gradient(change, parameters)


def _coefficient(objective: Objective, i: int, expression: sympy.Expr, symbols: tuple[sympy.Symbol, ...]) -> Fraction:
    if expression in _written_terms(objective.gradient[i]) and not expression.is_Symbol:
        return Fraction(1)
    if objective.is_polynomial:
        powers = tuple(int(p) for p in sympy.Poly(expression, *symbols).monoms()[0])
        return Fraction(objective.gradient_terms[i].get(powers, 0))
    return Fraction(0)


def _term(coefficient: Fraction, expression: sympy.Expr) -> str:
    return str(sympy.Rational(coefficient.numerator, coefficient.denominator) * expression)

"""Misconceptions with a free parameter: step size, decay, momentum, limits and difference step, fitted to the trace.

First guesses come from least squares on single steps; where the digits shown are few these are poor, so a guess is then
refined by Gauss-Newton on the replay itself. Round values near it are tried first, since that is what people type.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.examine import causes
from grader.examine.causes import Cause, Parameter
from grader.examine.exercise import Exercise
from grader.examine.shown import Shown
from grader.reference.objective import Objective

Floats = NDArray[np.float64]
#: A cause with free parameters, made from their values.
Family: TypeAlias = Callable[[Sequence[Parameter]], Cause]

#: Rows that a refinement looks at: enough to fix a parameter, few enough that a replay keeps its way.
_WINDOW = 40
#: Steps after which a linear decay reaches zero, and κ of η/(1 + κt).
_ROUND_SPANS = (50, 60, 75, 80, 100, 120, 150, 200, 500, 1000)
_ROUND_DECAYS = (0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 10.0)
#: A step that falls short by less may be rounding, in single precision too.
_FELT = 1e-6
#: Difference steps whose drift is known to be in proportion to h, or to h² of central ones: one-sided, central.
_PROBES = (1e-4, 1e-2)


def step_sizes(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """η fitted by least squares on the first steps: e = −⟨Δ, ∇⟩/⟨∇, ∇⟩, snapped to few digits first."""
    x, gradient = finite(matrix, exercise)
    if len(x) < 2:
        return
    eta = float(exercise.step_size)
    steps = x[1:] - x[:-1]
    slopes = _slopes(steps, gradient, matrix)
    for slope in slopes:
        for value in shortened(-slope):
            if abs(value / eta - 1) > 1e-6:
                yield causes.scaled(value / eta, value)
    n = exercise.objective.dimension
    for order in (list(range(n)), list(range(n))[::-1]) if n > 1 else ():
        mixed = _sequential_gradient(x, order, exercise.objective)
        for slope in _slopes(steps, mixed, matrix):
            for value in shortened(-slope)[:3]:
                if value > 0 and abs(value / eta - 1) > 1e-6:
                    yield causes.sequential_with(value / eta, order, exercise.objective.variables, value)
    if slopes:
        for (value,) in _refined(lambda p: causes.scaled(p[0], p[0] * eta), (-slopes[-1] / eta,), matrix, exercise):
            if abs(value - 1) > 1e-6:
                yield causes.scaled(value, value * eta)
    for order in (list(range(n)), list(range(n))[::-1]) if n > 1 and matrix.coarsest <= 8 else ():
        names = exercise.objective.variables
        first = max(
            (-s for s in _slopes(steps, _sequential_gradient(x, order, exercise.objective), matrix)), default=0.0
        )
        if first > 0:
            family = _sequential_family(order, names, eta)
            for (value,) in _refined(family, (first / eta,), matrix, exercise):
                if value > 0 and abs(value - 1) > 1e-6:
                    yield family((value,))
    lengths = np.linalg.norm(steps, axis=1)
    if lengths[0] > 0:
        for rate in shortened(float(lengths[0])):
            yield causes.normalised(rate / eta, rate)


def schedules(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """Momentum by two regressors, Δ_t = −e∇_t + βΔ_{t−1}; decay from the trend of e_t and 1/e_t."""
    x, gradient = finite(matrix, exercise)
    if len(x) < 4:
        return
    eta = float(exercise.step_size)
    steps = x[1:] - x[:-1]
    design = np.stack([-gradient[1:-1].ravel(), steps[:-1].ravel()], axis=1)
    target, n = steps[1:].ravel(), x.shape[1]
    e, beta = np.linalg.lstsq(design, target, rcond=None)[0].tolist()
    momentum = _is_met(target - design @ (e, beta), target, matrix)
    for stop in (3, 8, len(x)) if momentum else ():
        e, beta = np.linalg.lstsq(design[: stop * n], target[: stop * n], rcond=None)[0].tolist()
        for b, value in itertools.product(shortened(float(beta))[:2], shortened(float(e))[:3]):
            if 0 < b < 1.5 and value > 0:
                yield causes.heavy_ball(b, value / eta)
    squares = np.sum(gradient[:-1] ** 2, axis=1)
    with np.errstate(all="ignore"):
        rates = -np.sum(steps * gradient[:-1], axis=1) / squares / eta
    scale = np.max(matrix.finest) / 2
    trusted = np.flatnonzero((eta * np.sqrt(squares) > 20 * scale) & (rates > 0))[:12]
    # What people type, where the digits are too few to lead there.
    for span in (exercise.iterations, exercise.iterations + 1, len(matrix) - 1, len(matrix), *_ROUND_SPANS):
        yield causes.linear(1 / span)
    for kappa in _ROUND_DECAYS:
        yield causes.hyperbolic(kappa)
    guesses: list[tuple[Family, tuple[float, ...]]] = []
    if matrix.coarsest <= 2:
        # Of a rate that falls fast only the first steps show, and no trend; with η as it is asked one number is left to find.
        guesses += [(lambda p: causes.hyperbolic(p[0]), (kappa,)) for kappa in (1.0, 3.0, 10.0)]
    if len(trusted) < 4:
        # Steps shorter than the digits: no single one tells its rate, the replay still does.
        guesses += [(lambda p: causes.geometric(p[0], p[1]), (0.99, 1.0))]
        guesses += [(lambda p: causes.hyperbolic(p[0], p[1]), (kappa, 1.0)) for kappa in (0.01, 1.0, 3.0, 10.0)]
    else:
        slope, offset = np.polyfit(trusted, np.log(rates[trusted]), 1)
        if _is_met(np.exp(slope * trusted + offset) - rates[trusted], rates[trusted], matrix):
            gamma = math.exp(slope)
            for value, first in itertools.product(shortened(gamma)[:4], shortened(math.exp(offset))[:2]):
                yield causes.geometric(value, first)
            guesses.append((lambda p: causes.geometric(p[0], p[1]), (min(gamma, 1.0), math.exp(offset))))
        slope, offset = np.polyfit(trusted, rates[trusted], 1)
        if slope < 0 < offset and _is_met(slope * trusted + offset - rates[trusted], rates[trusted], matrix):
            for value, first in itertools.product(shortened(-slope / offset)[:4], shortened(offset)[:2]):
                yield causes.linear(value, first)
            # A rate that reaches zero after so many steps: people type the number of steps.
            last = round(-offset / slope)
            for span in (last, last - 1, last + 1, last - 2, last + 2, 10 * round(last / 10)):
                if span > 0:
                    yield causes.linear(1 / span)
            guesses.append((lambda p: causes.linear(p[0], p[1]), (-slope / offset, offset)))
        slope, offset = np.polyfit(trusted, 1 / rates[trusted], 1)
        if offset > 0 and _is_met(slope * trusted + offset - 1 / rates[trusted], 1 / rates[trusted], matrix):
            kappa = max(slope / offset, 1e-3)
            for value, first in itertools.product(shortened(slope / offset)[:4], shortened(1 / offset)[:2]):
                if value > 0:
                    yield causes.hyperbolic(value, first)
            guesses.append((lambda p: causes.hyperbolic(p[0], p[1]), (kappa, 1 / offset)))
    if momentum and 0 < beta < 1.5 and e > 0:
        guesses.append((lambda p: causes.heavy_ball(p[0], p[1]), (float(beta), float(e) / eta)))
    for family, guess in guesses:
        for values in _refined(family, guess, matrix, exercise):
            if min(values) > 0:
                yield family(values)


def limits(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """A gradient clipped at c, by its norm or by component: c is what the steps that fall short of the gradient all show."""
    x, gradient = finite(matrix, exercise)
    gradient = gradient[:-1]
    eta = float(exercise.step_size)
    given = (x[:-1] - x[1:]) / eta
    least = (2 * np.max(matrix.finest) + _FELT) / eta
    lengths, slopes = (np.linalg.norm(one, axis=1, keepdims=True) for one in (given, gradient))
    ways = ((False, np.abs(given), np.abs(gradient)), (True, lengths, slopes))
    for by_norm, shown, asked in ways if exercise.objective.dimension > 1 else ways[:1]:
        short = shown[asked - shown > least]
        if not len(short) or not np.median(short) > 0:
            continue
        for (limit,) in _refined(_clipped(by_norm), (float(np.median(short)),), matrix, exercise):
            if limit > 0:
                yield causes.clipped(limit, by_norm=by_norm)


def frozen(matrix: Shown, exercise: Exercise) -> Iterator[Cause]:
    """Several coordinates that never move."""
    still = np.flatnonzero(np.all(matrix.values == matrix.values[:1], axis=0)).tolist()
    if 1 < len(still) < exercise.objective.dimension:
        yield causes.frozen(still, exercise.objective.variables)


def difference_steps(matrix: Shown, exercise: Exercise, longest: float = 1.0) -> Iterator[tuple[float, bool]]:
    """Candidate (h, central) for a gradient by differences: h fitted from the drift, round values first.

    Where only |h| up to `longest` are of use, a drift that speaks of far longer ones is not fitted by replay.
    """
    k = min(len(matrix), exercise.iterations + 1)
    centre = exercise.trace(k)
    with np.errstate(all="ignore"):
        drift = matrix.values[:k] - centre
        good = np.all(np.isfinite(drift), axis=1) & (np.max(np.abs(centre), axis=1) < 1e3)
    for central in (False, True):
        probe = _PROBES[central]
        with np.errstate(all="ignore"):
            shift = _by_differences(exercise, k, central) - centre
        usable = good & np.all(np.isfinite(shift), axis=1)
        weight = float(np.sum(shift[usable] ** 2))
        if not weight > 1e-18:
            continue
        ratio = float(np.sum(drift[usable] * shift[usable])) / weight
        with np.errstate(all="ignore"):
            left = np.abs(drift - ratio * shift)[usable] - matrix.unit[:k][usable]
        if np.max(left) > 0.5 * np.max(np.abs(drift[usable])):
            continue  # whatever moved this trace, it was no difference quotient
        h = probe * ratio if not central else (probe * math.sqrt(ratio) if ratio > 0 else 0.0)
        if 0 < abs(h) < 1:
            tens = math.copysign(10.0 ** round(math.log10(abs(h))), h)
            yield from ((value, central) for value in dict.fromkeys((tens, *shortened(h))) if abs(value) < 1)
            if 1e-3 < abs(h) < 3 * longest:  # so long a step bends the drift: fitted by replay
                family = _quotient(exercise.objective, central)
                for (value,) in _refined(family, (h,), matrix, exercise):
                    if 0 < abs(value) < 1:
                        # Of a central quotient ±h are the same; of a one-sided one h < 0 looks back.
                        yield (abs(value) if central else value), central


@lru_cache(maxsize=256)
def _by_differences(exercise: Exercise, rows: int, central: bool) -> Floats:
    """The iterates with the difference step that drifts are compared with."""
    trace = causes.differences(exercise.objective, _PROBES[central], central=central).trace(exercise, rows=rows)
    trace.setflags(write=False)
    return trace


def finite(matrix: Shown, exercise: Exercise) -> tuple[Floats, Floats]:
    """The rows before the first that is not finite, is beyond 1e8 or has no finite gradient, and ∇J at them."""
    x = matrix.values
    gradient = exercise.objective.gradient_at(x)
    tame = np.all((np.abs(x) < 1e8) & (np.abs(gradient) < 1e100), axis=1)  # nan is never less
    stop = int(np.argmin(tame)) if not np.all(tame) else len(x)
    return x[:stop], gradient[:stop]


def _sequential_family(order: list[int], names: tuple[str, ...], eta: float) -> Family:
    return lambda p: causes.sequential_with(p[0], order, names, p[0] * eta)


def _clipped(by_norm: bool) -> Family:
    return lambda p: causes.clipped(p[0], by_norm=by_norm)


def _quotient(objective: Objective, central: bool) -> Family:
    return lambda p: causes.differences(objective, p[0], central=central)


def _refined(family: Family, guess: Sequence[float], matrix: Shown, exercise: Exercise) -> Iterator[tuple[float, ...]]:
    """Parameters near the guess whose replay is nearest to the rows: round ones first, then the optimum itself."""
    k = min(len(matrix), _WINDOW)
    rows = matrix.values[:k]
    best = np.array(guess, dtype=float)

    with np.errstate(all="ignore"):
        for turn in range(8):
            nudges = 1e-6 * np.maximum(np.abs(best), 1e-6)
            tried = best + np.vstack([0 * best, np.diag(nudges)])
            starts = np.tile(exercise.start_float, (len(tried), 1))
            replays = family(tried.T[..., None]).trace(exercise, starts, k)
            here = replays[:, 0]
            if turn == 2 and not np.nanmax(np.abs(rows - here)) < 0.1 * np.nanmax(np.abs(rows - rows[0])):
                return  # no member of this family comes near
            slopes = np.moveaxis(replays[:, 1:] - here[:, None], 1, -1) / nudges
            usable = np.isfinite(here) & np.isfinite(rows) & np.isfinite(slopes).all(axis=-1) & (np.abs(here) < 1e4)
            if not usable.any():
                return
            move, *_ = np.linalg.lstsq(slopes[usable], (rows - here)[usable], rcond=None)
            best = best + np.clip(move, -0.5 * np.abs(best), 0.5 * np.abs(best))
            if np.all(np.abs(move) <= 1e-9 * np.abs(best)):
                break
    if not np.isfinite(best).all():
        return
    choices = [shortened(value)[:3] for value in best.tolist()]
    yield from itertools.product(*choices)
    yield tuple(best.tolist())
    if matrix.coarsest > 8:
        return
    # Few digits leave an interval of parameters; its middle is where the largest residual is least, in each display mode.
    unit = matrix.unit[:k]
    for shift in (0.0 * unit, np.sign(rows) * unit / 2, unit / 2):
        yield tuple((best + _least_largest(slopes[usable], (rows + shift - here)[usable])).tolist())


def _least_largest(slopes: Floats, residual: Floats) -> Floats:
    """The step that makes the largest |residual − slopes·step| least: Lawson's weights, a few rounds.

    *Source:* C. Lawson (1961); J. Rice and K. Usow, The Lawson algorithm and extensions, Math. Comp. 22 (1968).
    """
    weights = np.full(len(residual), 1 / len(residual))
    step = np.zeros(slopes.shape[1])
    for _ in range(60):
        root = np.sqrt(weights)[:, None]
        step = np.linalg.lstsq(slopes * root, residual * root[:, 0], rcond=None)[0]
        sizes = weights * np.abs(residual - slopes @ step)
        if not sizes.sum() > 0:
            break
        weights = sizes / sizes.sum()
    return step


def _is_met(residual: Floats, target: Floats, matrix: Shown) -> bool:
    """Whether a fit leaves so little that its family may have made the trace; few digits do not tell."""
    return matrix.coarsest <= 8 or bool(np.max(np.abs(residual)) <= 1e-3 * np.max(np.abs(target)))


def _slopes(steps: Floats, gradient: Floats, matrix: Shown) -> list[float]:
    """Least-squares slopes of the steps over the gradient, of the first 1, 3, 8 and of all; none where they are not parallel."""
    found = list[float]()
    for stop in sorted({min(stop, len(steps)) for stop in (1, 3, 8, len(steps))}):
        weight = float(np.sum(gradient[:stop] ** 2))
        if weight > 0:
            found.append(float(np.sum(steps[:stop] * gradient[:stop])) / weight)
    return found if found and _is_met(steps - found[-1] * gradient[: len(steps)], steps, matrix) else []


def _sequential_gradient(x: Floats, order: list[int], objective: Objective) -> Floats:
    columns = np.zeros_like(x[:-1])
    mixed = x[:-1].copy()
    for i in order:
        columns[:, i] = objective.gradient_at(mixed)[:, i]
        mixed[:, i] = x[1:, i]
    return columns


def shortened(value: float) -> list[float]:
    """The value at 1, 2, 3 and 4 significant digits, then as it is; nothing where it is not finite or 0."""
    if not math.isfinite(value) or value == 0:
        return []
    return list(dict.fromkeys([float(f"{value:.{d}g}") for d in (1, 2, 3, 4)] + [value]))

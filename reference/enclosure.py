"""Where the exact iterates of gradient descent are: rationals for quadratics, certified balls for everything else.

The run meant is θ_{t+1} = θ_t − η·∇J(θ_t) in real numbers, from a rational start with a rational η. On a quadratic the
iterates are rationals whose digits grow linearly; on a polynomial of degree d the digits grow like (d − 1)^t, so there
each iterate is a ball, and the whole run is repeated with twice the bits until every ball is far narrower than the gap
between two floats. A table of floats then stands for the run, each entry with its certified distance to the exact iterate:

    |midpoints[t, i] − θ_t,i| ≤ radius[t, i],        about half an ulp unless the run outlasts the highest precision.

*Source:* F. Johansson, Arb, IEEE Trans. Computers 66 (2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from grader.reference.arithmetic import as_fraction, nearest
from grader.reference.balls import Balls, ball, balls, middle, upper
from grader.reference.certified import ctx, fmpq
from grader.reference.programs import Ball
from grader.reference.quotients import Quotients, quotients

if TYPE_CHECKING:
    from grader.reference.objective import Objective

#: Beyond this size a run counts as overflown: later rows hold nan, with infinite radius.
HUGE = 1e150

_PRECISIONS = (128, 256, 512, 1024, 2048, 4096, 8192)
_LONGEST_EXACT_RUN = 300
_EXACT_BITS = 1_000_000
_FLOOR = 1e-40  # a ball this narrow is good enough, however small its midpoint


@dataclass(frozen=True, slots=True, eq=False)
class Enclosure:
    """`midpoints` and `radius`, both (k+1, n) float64 and read-only."""

    midpoints: npt.NDArray[np.float64]
    radius: npt.NDArray[np.float64]


def exact_trace(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    step_size: Fraction | int | float,
    iterations: int,
) -> list[tuple[Fraction, ...]]:
    """θ₀ … θ_k as rationals; floats are taken at their exact values.

    Polynomials only (else ValueError). For degrees above 2 the digits multiply at each step: OverflowError once an
    iterate needs more than a million bits.
    """
    eta = as_fraction(step_size)
    point = tuple(as_fraction(x) for x in start)
    trace = [point]
    for _ in range(iterations):
        slope = objective.exact_gradient(point)
        point = tuple(x - eta * g for x, g in zip(point, slope, strict=True))
        if any(x.denominator.bit_length() > _EXACT_BITS for x in point):
            raise OverflowError("the exact iterates have grown beyond a million bits: use reference_trace")
        trace.append(point)
    return trace


def reference_trace(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    step_size: Fraction | int | float,
    iterations: int,
    quotient: tuple[float, bool] | None = None,
) -> Enclosure:
    """The run's floats and radii, from the cache where the same run was asked before.

    With `quotient` (h, central) the run is that of difference quotients with exactly this h (quotients.py).

    Rows after ‖θ‖ > 1e150, and rows where J is not defined, hold nan with infinite radius. Raises programs.CannotEnclose
    for an expression without ball rules.
    """
    exact = tuple(as_fraction(x) for x in start)
    return _reference_trace(objective, exact, as_fraction(step_size), int(iterations), quotient)


@lru_cache(maxsize=256)
def _reference_trace(
    objective: Objective,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    iterations: int,
    quotient: tuple[float, bool] | None,
) -> Enclosure:
    midpoints = np.full((iterations + 1, len(start)), np.nan)
    radius = np.full_like(midpoints, np.inf)
    if objective.is_quadratic and quotient is None and iterations <= _LONGEST_EXACT_RUN:
        _fill_exactly(objective, start, step_size, midpoints, radius)
    else:
        maps = balls(objective) if quotient is None else quotients(objective, quotient[0], central=quotient[1])
        done = 0
        for precision in _PRECISIONS:
            with ctx.workprec(precision):
                reached = _fill(maps, start, step_size, midpoints, radius)
            # More bits help a ball that has widened, not a gradient that is undefined where the run arrives.
            if reached > iterations or (reached == done and precision >= 1024):
                break
            done = reached
    midpoints.setflags(write=False)
    radius.setflags(write=False)
    return Enclosure(midpoints, radius)


def _fill_exactly(
    objective: Objective,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    midpoints: npt.NDArray[np.float64],
    radius: npt.NDArray[np.float64],
) -> None:
    # The gradient of a quadratic is affine: θ⁺ = M·θ + v.
    n = len(start)
    units = [tuple(int(i == j) for j in range(n)) for i in range(n)]
    slopes, constant = objective.gradient_terms, (0,) * n
    matrix = [[_exactly(int(i == j) - step_size * slopes[i].get(units[j], 0)) for j in range(n)] for i in range(n)]
    moves = [_exactly(-step_size * slope.get(constant, 0)) for slope in slopes]
    point = [_exactly(x) for x in start]
    for t in range(len(midpoints)):
        row = [_nearest(x) for x in point]
        midpoints[t] = row
        radius[t] = [
            _above(_nearest(abs(x - _exactly(Fraction(m))))) if math.isfinite(m) else math.inf
            for x, m in zip(point, row, strict=True)
        ]
        if not max(map(abs, row)) <= HUGE:
            return
        point = [
            sum((m * x for m, x in zip(line, point, strict=True)), start=v)
            for line, v in zip(matrix, moves, strict=True)
        ]


def _fill(
    maps: Balls | Quotients,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    midpoints: npt.NDArray[np.float64],
    radius: npt.NDArray[np.float64],
) -> int:
    """Write rows at the current precision; the first row that deserves more bits, k + 1 where none does."""
    eta = ball(step_size)
    point = [ball(x) for x in start]
    first_wide = len(midpoints)
    for t in range(len(midpoints)):
        if not all(x.is_finite() for x in point):
            return min(t, first_wide)
        row = [middle(x) for x in point]
        midpoints[t] = row
        radius[t] = [upper(x - ball(m)) for x, m in zip(point, row, strict=True)]
        if first_wide > t and not all(_narrow(x, m) for x, m in zip(point, row, strict=True)):
            first_wide = t
        if not max(map(abs, row)) <= HUGE:
            midpoints[t + 1 :] = np.nan
            radius[t + 1 :] = np.inf
            return first_wide
        point = maps.step(point, eta)
    return first_wide


def _narrow(value: Ball, midpoint: float) -> bool:
    return upper(value - value.mid()) <= max(_FLOOR, math.ulp(midpoint) / 1024)


def _exactly(number: Fraction) -> Any:
    return fmpq(number.numerator, number.denominator)


def _nearest(number: Any) -> float:
    return nearest(Fraction(int(number.p), int(number.q)))


def _above(number: float) -> float:
    return math.nextafter(number, math.inf) if number else 0.0

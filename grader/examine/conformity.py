"""Whether rows are gradient descent in some honest arithmetic: the tube up to the horizon, single steps beyond it.

Up to the *horizon*, the last iterate on which equal programs still agree to 2e-3, a row is compared with the reference;
after it only the step that led to it is, taken from the student's own row before. Difference quotients are compared with
their own iterates, and each of their steps is judged as well: where a tiny h makes the tube wide, the steps are narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.examine import fits
from grader.examine.causes import MOST_DIGITS, differences, roundings
from grader.examine.exercise import Exercise
from grader.examine.replay import Replays
from grader.examine.shown import Flags, Shown, agreement
from grader.model import Remark
from grader.reference import tube as tubes
from grader.spec import Credit

Floats = NDArray[np.float64]

#: Beyond this tube radius equal programs may differ: only single steps are compared (3-numerics, design item 4).
HORIZON = 2e-3
#: Difference steps up to here leave no drift that could be fitted: rounding hides it.
_HIDDEN = 2e-7
#: The least difference step: below it nothing is left but rounding.
_SHORTEST = 1e-10
#: Rows that are looked at first.
_HEAD = 8


@dataclass(frozen=True)
class Fit:
    """How a matrix of rows agrees with gradient descent in one arithmetic: flags a row, and the bounds used.

    Rows up to `horizon` were compared with the reference, those after it with a step from the row before.
    """

    rows: Flags
    excess: Floats
    radius: Floats
    centre: Floats
    horizon: int
    arithmetic: tubes.Arithmetic

    @property
    def right(self) -> bool:
        """Whether every row agrees."""
        return bool(np.all(self.rows))

    @property
    def first_wrong(self) -> int:
        """The first row that does not agree; their number where all do."""
        wrong = np.flatnonzero(~self.rows)
        return int(wrong[0]) if len(wrong) else len(self.rows)


def conforms(matrix: Shown, exercise: Exercise, arithmetic: tubes.Arithmetic = tubes.FLOAT64) -> Fit:
    """Rows against one class of arithmetic. Rows beyond the asked ones, and after an overflow, are not judged."""
    k = min(len(matrix), exercise.iterations + 1)
    rows = matrix.rows(0, k)
    tube = exercise.tube(arithmetic)
    centre, radius = np.array(tube.centre[:k]), np.array(tube.radius[:k])
    horizon = min(tube.horizon(HORIZON), k - 1)
    if horizon < k - 1:
        ahead, bound = _steps(rows, exercise, arithmetic, max(horizon, 0))
        centre[max(horizon, 0) + 1 :], radius[max(horizon, 0) + 1 :] = ahead, bound
    flags, gap = agreement(rows, centre, radius)
    if arithmetic.difference != "none" and k > 1 and np.all(flags | _overflowed(tube.centre[:k], rows.values)):
        ahead, bound = _steps(rows, exercise, arithmetic, 0)
        flags[1:] &= agreement(rows.rows(1), ahead, bound)[0]
    return Fit(flags | _overflowed(tube.centre[:k], rows.values), gap, radius, centre, horizon, arithmetic)


def best_fit(matrix: Shown, exercise: Exercise, credit: Credit) -> tuple[Fit, tuple[Remark, ...]]:
    """The arithmetic in which all rows are right, with what is to be said of it; else the fit in float64."""
    exact = conforms(matrix, exercise)
    if exact.right:
        return exact, ()
    single = conforms(matrix, exercise, tubes.FLOAT32)
    # At few digits a drift and a rounding in each step may print the same, and the student has the benefit of it.
    if single.right and not (matrix.coarsest > 4 and _is_rounded(matrix, exercise)):
        return single, (Remark("single-precision", {}),) if "float32" in matrix.kinds else ()
    if not credit.max_difference_step or not _may_be_differences(matrix, exercise, credit):
        return exact, ()
    replays = Replays(matrix, exercise)
    rough = _steps_are_right(matrix, exercise, tubes.forward(_SHORTEST))
    for h, central in _difference_steps(matrix, exercise, credit, hidden=rough):
        fitted = abs(h) > _HIDDEN
        own = differences(exercise.objective, h, central=central)
        if fitted and not replays.begins(own):
            continue
        fit = conforms(matrix, exercise, (tubes.central if central else tubes.forward)(h, about_quotient=fitted))
        if fit.right:
            if not fitted and _is_systematic(matrix, exercise):
                return exact, ()
            if (not fitted or matrix.coarsest > 4) and _is_rounded(matrix, exercise):
                return exact, ()
            shift = (
                float(np.max(np.abs(fit.centre[-1] - exact.centre[-1]))) if fit.horizon == len(fit.rows) - 1 else 0.0
            )
            told = {"h": f"{abs(h):.2g}", "central": central, "limit_shift": f"{shift:.1e}"}
            return fit, (Remark("finite-differences", told),)
    return exact, ()


def _may_be_differences(matrix: Shown, exercise: Exercise, credit: Credit) -> bool:
    """Whether the first steps are within what some honest quotient may differ by from the gradient.

    Truncation is most where h is, rounding where it is least; three times both holds what `conforms` allows for any h.
    """
    rows = matrix.rows(0, min(len(matrix), exercise.iterations + 1, _HEAD))
    longest = tubes.forward(credit.max_difference_step * (1 + 1e-9))
    ahead, bound = _steps(rows, exercise, longest, 0)
    bound = 3 * (bound + _steps(rows, exercise, tubes.forward(_SHORTEST), 0)[1]) + 1e-12 * (1 + np.abs(ahead))
    return bool(np.all(agreement(rows.rows(1), ahead, bound)[0] | _overflowed(ahead, rows.values[1:])))


def _is_rounded(matrix: Shown, exercise: Exercise) -> bool:
    """Whether hand work rounded at the digits shown reproduces the rows: a tube that noise widens must not swallow it."""
    digits = [d for d in matrix.decimals if d <= MOST_DIGITS]
    return any(map(Replays(matrix, exercise).explains, roundings(digits)))


def _is_systematic(matrix: Shown, exercise: Exercise) -> bool:
    """Whether the residuals of the steps are no noise: a constant, the coordinates and the gradient make up nine tenths.

    Rounding of a tiny difference step leaves no such trace; a slightly wrong η or coefficient leaves nothing else. What
    truncation leaves of h, −η·h/2·∂²J/∂x_i² with one h for all, is taken out before.
    """
    points, eta = matrix.values[:-1], float(exercise.step_size)
    slopes, curvature = exercise.objective.gradient_at(points), exercise.objective.hessian_at(points)
    residual = matrix.values[1:] - (points - eta * slopes)
    moving = np.any(np.abs(np.diff(matrix.values, axis=0)) > 1e-3 * np.max(np.abs(matrix.values)), axis=1)
    clear = moving & np.all(np.abs(residual) < 1.0, axis=1) & np.isfinite(curvature).all(axis=(1, 2))
    design = np.column_stack([np.ones(len(points)), points, slopes])[clear]
    if len(design) < design.shape[1] + 3:
        return False
    bend = np.diagonal(curvature, axis1=1, axis2=2)[clear]
    residual = residual[clear]
    h = -2 / eta * float(np.sum(residual * bend)) / max(float(np.sum(bend * bend)), 1e-300)
    residual = residual + eta * np.clip(h, -_HIDDEN, _HIDDEN) / 2 * bend
    size = float(np.linalg.norm(residual))
    if not size > float(np.linalg.norm(np.broadcast_to(matrix.finest, residual.shape))):
        return False  # what the display hides is no evidence
    left = residual - design @ np.linalg.lstsq(design, residual, rcond=None)[0]
    return bool(np.linalg.norm(left) < 0.1 * size)


def _steps(rows: Shown, exercise: Exercise, arithmetic: tubes.Arithmetic, first: int) -> tuple[Floats, Floats]:
    """Where each row from `first` on leads in one step, and how far a right next row may be from there."""
    points, slack = rows.values[first:-1], rows.unit[first:-1] / 2
    with np.errstate(all="ignore"):
        if arithmetic.about_quotient:
            own = differences(exercise.objective, arithmetic.h, central=arithmetic.difference == "central")
            ahead = own.ahead(exercise, points)
        else:
            ahead = points - float(exercise.step_size) * exercise.objective.gradient_at(points)
        bound = tubes.step_bounds(exercise.objective, points, exercise.step_size, arithmetic, slack=slack)
        if arithmetic.about_quotient:
            # `ahead` is evaluated in floats too: once more the quotient's own rounding.
            bound = bound + tubes.step_bounds(exercise.objective, points, exercise.step_size, arithmetic)
    return ahead, bound


def _steps_are_right(matrix: Shown, exercise: Exercise, arithmetic: tubes.Arithmetic) -> bool:
    """Whether every step is right to the arithmetic's own rounding, which is quicker to know than a tube."""
    rows = matrix.rows(0, min(len(matrix), exercise.iterations + 1))
    ahead, bound = _steps(rows, exercise, arithmetic, 0)
    return len(rows) > 1 and bool(
        np.all(agreement(rows.rows(1), ahead, bound)[0] | _overflowed(ahead, rows.values[1:]))
    )


def _difference_steps(
    matrix: Shown, exercise: Exercise, credit: Credit, *, hidden: bool
) -> Iterator[tuple[float, bool]]:
    """h fitted from the drift, the steps that people type, then those too small to leave a drift."""
    usual = [(10.0**-power, central) for central in (False, True) for power in (3, 4, 5, 6)]
    longest = credit.max_difference_step * (1 + 1e-9)
    for h, central in dict.fromkeys((*fits.difference_steps(matrix, exercise, longest), *usual)):
        if _HIDDEN < abs(h) <= longest:
            yield h, central
    # The smallest h has the largest rounding: where that is not enough, no tiny h is.
    for power in (7, 8, 9, 10) if hidden else ():
        for central in (False, True):
            if 10.0**-power <= credit.max_difference_step:
                yield 10.0**-power, central


def _overflowed(reference: Floats, given: Floats) -> Flags:
    """Rows after escape: from where the reference or the row before is beyond 1e12, rounding decides."""
    with np.errstate(invalid="ignore"):
        tame = np.all(np.abs(reference) < 1e12, axis=1)
        own = np.all(np.abs(given) < 1e12, axis=1)
    gone = np.zeros(len(given), dtype=bool)
    if not np.all(tame) and not np.all(own):
        gone[max(int(np.argmin(tame)), int(np.argmin(own))) :] = True
    return gone

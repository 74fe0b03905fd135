"""Isolated slips: one wrong step, or one wrong row, between right informative ones.

From each slip on the trace goes on as gradient descent would from there, or as if the slip had not been written down; a
new point that is already stationary is no slip, since any method would stay there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.examine import causes
from grader.examine.exercise import Exercise
from grader.examine.informative import COARSEST, informative
from grader.examine.shown import Shown, agreement

Floats = NDArray[np.float64]


def slips(matrix: Shown, exercise: Exercise, most: int) -> list[int] | None:
    """The rows that wrong steps lead to; None where the trace is not gradient descent but for at most `most` of them."""
    k = min(len(matrix), exercise.iterations + 1)
    rows = matrix.rows(0, k)
    if k < 4 or not np.all(np.isfinite(rows.values)):
        return None
    found: list[int] = []
    faint = 0
    begin = 0
    start: Floats | None = None
    while True:
        good, beyond = _run_of_agreement(rows.rows(begin), exercise, start)
        wrong = begin + good
        if wrong >= k:
            return found or None
        # Twice no more than a digit off is a drift that the display cuts into steps, not two slips.
        faint += beyond < 1
        if good == 0 or len(found) >= most or (found and good < 2) or faint > 1:
            return None
        first = wrong == 1 and _slips_at_once(rows, exercise)
        if not found and not first and not np.any(informative(rows.values[begin : wrong - 1], exercise)):
            return None
        if _is_typed(rows, exercise, begin, start, wrong):
            found.append(wrong)
            rows = _mended(rows, wrong, exercise, begin, start)
            continue
        if _stationary(rows.values[wrong], rows.unit[wrong] / 2, exercise):
            return None
        found.append(wrong)
        begin, start = wrong, rows.values[wrong]
        if begin == k - 1:
            return found


def _slips_at_once(rows: Shown, exercise: Exercise) -> bool:
    """Whether the first step is wrong in some components and right in another that it moves, so that it began at the start.

    At least three informative right steps follow; else these might be the rows of another run.
    """
    right = causes.plain().trace(exercise, rows=2)
    with np.errstate(all="ignore"):
        same = np.abs(rows.values[1] - right[1]) <= rows.unit[1] + 2e-6 * np.maximum(1.0, np.abs(right[1]))
        moved = np.abs(right[1] - right[0]) > 5 * np.maximum(COARSEST, rows.unit[1] / 2)
    good, _ = _run_of_agreement(rows.rows(1), exercise, rows.values[1])
    return bool(np.any(same & moved)) and int(np.sum(informative(rows.values[1:good], exercise))) >= 3


def _stationary(point: Floats, half: Floats, exercise: Exercise) -> bool:
    """Whether the point, or one that is shown alike, is where the method would stay."""
    with np.errstate(all="ignore"):
        slope = np.abs(exercise.objective.gradient_at(point[None])[0])
        doubt = np.abs(exercise.objective.hessian_at(point[None])[0]) @ half
        return bool(np.max(abs(float(exercise.step_size)) * (slope - doubt)) <= COARSEST)


def _run_of_agreement(rows: Shown, exercise: Exercise, start: Floats | None) -> tuple[int, float]:
    """How many rows agree with gradient descent from `start` (the exercise's own where None).

    And by how many units of its last digit the next one is out of reach.
    """
    with np.errstate(all="ignore"):
        if start is None:
            replay, spread = exercise.trace(len(rows)), 0.0
        else:
            # A row that was cut off rather than rounded stands for a point up to a whole unit away.
            around = start + np.vstack([0 * start, np.diag(rows.unit[0])])
            fan = causes.plain().trace(exercise, around, len(rows))
            replay, spread = fan[:, 0], np.abs(fan[:, 1:] - fan[:, :1]).sum(axis=1)
        radius = 2e-6 * np.maximum(1.0, np.abs(replay)) + spread
    flags, gap = agreement(rows, replay, radius)
    wrong = np.flatnonzero(~flags)
    return (int(wrong[0]), float(np.max(gap[wrong[0]] / rows.unit[wrong[0]]))) if len(wrong) else (len(rows), 0.0)


def _is_typed(rows: Shown, exercise: Exercise, begin: int, start: Floats | None, wrong: int) -> bool:
    """One row written down wrongly: the rows after it go on as if it had been right."""
    if wrong >= len(rows) - 2:
        return False
    mended = _mended(rows, wrong, exercise, begin, start)
    return _run_of_agreement(mended.rows(begin), exercise, start)[0] > wrong - begin + 2


def _mended(rows: Shown, wrong: int, exercise: Exercise, begin: int, start: Floats | None) -> Shown:
    values = rows.values.copy()
    values[wrong] = causes.plain().trace(exercise, start, wrong - begin + 1)[-1]
    return replace(rows, values=values)

"""Whether a cause explains a trace: its replay prints the student's own rows, for as long as equal programs agree.

The replay runs from the trace's start together with starts beside it, so that it knows its own sensitivity. Where that
passes 1e4 the rows can no longer be told from those of a like program; from there each step is tried from the student's
own row, as conformity.py does. A cause that remembers cannot be tried so, and must have shown itself before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.examine.causes import Cause
from grader.examine.exercise import Exercise
from grader.examine.shown import Shown, agreement

Floats = NDArray[np.float64]

_NUDGE = 1e-9
_SENSITIVE = 1e4
_FAR = 1e8
#: What two float programs may differ by, relative, a step: any honest h or single precision included.
_NOISE = 2e-7
#: Rows that a remembering cause must print before its replay loses its way.
_ENOUGH = 12


def explains(cause: Cause, matrix: Shown, exercise: Exercise, origin: Floats | None) -> bool:
    """Whether the cause, from `origin` (the exercise's start where None), yields the whole trace at the digits shown."""
    if len(matrix) < 3:
        return False
    start = exercise.start_float if origin is None else origin
    spread = np.zeros_like(start) if origin is None else matrix.unit[0] / 2
    first_rows = _agrees_exactly if cause.exact else begins
    if not first_rows(cause, matrix.rows(0, 6), exercise, start):
        return False  # most causes part from a trace within a few rows
    if cause.exact:
        return _agrees_exactly(cause, matrix, exercise, start)
    return _agrees(cause, matrix, exercise, start, spread)


def begins(cause: Cause, matrix: Shown, exercise: Exercise, start: Floats) -> bool:
    """A generous look at the first rows: each is near where the cause would go from the row before, or from the start."""
    if cause.step is not None:
        ahead = cause.ahead(exercise, _fan(matrix.values[:-1], matrix.unit[:-1]))
        rows, given, unit = ahead[:, 0], matrix.values[1:], matrix.unit[1:]
        with np.errstate(all="ignore"):
            slack = 2 * np.abs(ahead[:, 1:] - rows[:, None]).sum(axis=1)
    else:
        rows, given, unit = cause.trace(exercise, start, len(matrix)), matrix.values, matrix.unit
        slack = 8 * np.broadcast_to(matrix.unit[0], rows.shape)
    with np.errstate(all="ignore"):
        near = np.abs(given - rows) <= slack + unit + 1e-4 * np.maximum(1.0, np.abs(rows).max(axis=-1, keepdims=True))
        return bool(np.all(near | ~(np.abs(rows) < _FAR) | ~(np.abs(given) < _FAR)))


def _agrees(cause: Cause, matrix: Shown, exercise: Exercise, start: Floats, spread: Floats) -> bool:
    n, k = len(start), len(matrix)
    nudge = _NUDGE * np.maximum(1.0, np.abs(start))
    fan = cause.trace(exercise, start + np.vstack([np.zeros(n), np.diag(nudge)]), k)
    rows = fan[:, 0]
    with np.errstate(all="ignore"):
        slopes = np.abs(fan[:, 1:] - rows[:, None]) / nudge[:, None]
        sensitivity = slopes.max(axis=(1, 2))
        clear = _tame(rows) & (sensitivity < _SENSITIVE)
        told = int(np.argmin(clear)) if not np.all(clear) else k
        noise = _NOISE * np.maximum(1.0, np.abs(rows))
        if not spread.any() and np.all(agreement(matrix, rows, noise)[0]):
            return True  # the very same numbers, however sensitive
        radius = noise * np.maximum(1.0, sensitivity)[:, None]
        radius += np.einsum("tij,i->tj", slopes, spread)
    if told < min(3, k) and cause.step is None:
        return False
    if not np.all(agreement(matrix.rows(0, told), rows[:told], radius[:told])[0]):
        return False
    if told == k and (cause.step is None or not spread.any()):
        return True
    if told == k:
        # The start is known to its digits only, and what that leaves open grows: the single steps are sharper.
        return _steps_agree(cause, matrix, exercise, 0)
    if cause.step is None:
        return told >= min(_ENOUGH, k // 2) and _runs_away(matrix, rows, told)
    return _steps_agree(cause, matrix, exercise, max(told - 1, 0))


def _agrees_exactly(cause: Cause, matrix: Shown, exercise: Exercise, start: Floats) -> bool:
    rows = cause.trace(exercise, start, len(matrix))
    told = int(np.argmin(_tame(rows))) if not np.all(_tame(rows)) else len(matrix)
    exactly = Shown(matrix.values, np.minimum(matrix.unit, matrix.finest), matrix.decimals)
    agree = agreement(exactly.rows(0, told), rows[:told], 1e-13 * np.maximum(1.0, np.abs(rows[:told])))[0]
    return bool(np.all(agree)) and _runs_away(matrix, rows, told)


def _steps_agree(cause: Cause, matrix: Shown, exercise: Exercise, first: int) -> bool:
    """Whether each row after `first` is one step of the cause from the row before, at the digits shown."""
    ahead = cause.ahead(exercise, _fan(matrix.values[first:-1], matrix.unit[first:-1] / 2), first)
    with np.errstate(all="ignore"):
        rows = ahead[:, 0]
        radius = np.abs(ahead[:, 1:] - rows[:, None]).sum(axis=1) * 1.5
        radius += _NOISE * np.maximum(1.0, np.abs(rows).max(axis=1, keepdims=True))
        near = _tame(matrix.values[first + 1 :], 1e100)
        agree = agreement(matrix.rows(first + 1), rows, radius)[0]
    last = int(np.argmin(near)) if not np.all(near) else len(near)
    # What follows an overflow is inf or nan in one program and not yet in another.
    return bool(np.all(agree[:last])) and not bool(np.any(_tame(matrix.values[first + 1 :], 1e30)[last:]))


def _fan(points: Floats, size: Floats) -> Floats:
    """Each point, and beside it the points that lie `size` further along one coordinate: (k, n) → (k, n + 1, n)."""
    k, n = points.shape
    return np.asarray(points[:, None, :] + np.concatenate([np.zeros((k, 1, n)), size[:, :, None] * np.eye(n)], axis=1))


def _runs_away(matrix: Shown, rows: Floats, told: int) -> bool:
    """Where the cause itself leaves all bounds, the trace must leave them too."""
    if told == len(matrix) or bool(_tame(rows[[told]])[0]):
        return True
    return not bool(np.any(_tame(matrix.values[told + 1 :], 1e6)))


def _tame(rows: Floats, limit: float = _FAR) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = np.all(np.abs(rows) < limit, axis=1)
    return found

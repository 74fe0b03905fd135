"""Whether a cause explains a trace: its replay prints the student's own rows, for as long as equal programs agree.

The replay runs from the trace's start together with starts beside it, so that it knows its own sensitivity. Where that
passes 1e4 the rows can no longer be told from those of a like program; from there each step is tried from the student's
own row, as conformity.py does. A cause that remembers cannot be tried so, and must have shown itself before.

Most causes part from a trace within a few rows. So each is looked at in turns that grow: its first steps from the
student's own rows, the first rows of its replay, and only then the whole of it.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.examine.causes import MOST_DIGITS, Cause
from grader.examine.exercise import Exercise
from grader.examine.shown import Shown, agreement

Floats = NDArray[np.float64]

_NUDGE = 1e-9
_SENSITIVE = 1e4
_FAR = 1e8
#: What two float programs may differ by, relative, a step: any honest h or single precision included.
_NOISE = 2e-7
#: … and what the same program in another spelling may.
_SPELLING = 1e-12
#: Rows that a remembering cause must print before its replay loses its way.
_ENOUGH = 12
#: Rows of the first look, and of the first part of a replay.
_HEAD, _GLANCE = 6, 9


class Replays:
    """Replays of causes beside one trace, from `origin` (the exercise's start where None)."""

    def __init__(self, matrix: Shown, exercise: Exercise, origin: Floats | None = None) -> None:
        self._matrix, self._exercise = matrix, exercise
        self._start = exercise.start_float if origin is None else origin
        self._spread = np.zeros_like(self._start) if origin is None else matrix.unit[0] / 2

    def explains(self, cause: Cause) -> bool:
        """Whether the cause yields the whole trace at the digits shown."""
        if len(self._matrix) < 3:
            return False
        if cause.exact:
            return self._agrees_exactly(cause) or self._agrees_but_for_ties(cause)
        return self.begins(cause) and (self._is_itself(cause) or self._agrees(cause))

    def begins(self, cause: Cause) -> bool:
        """A generous look at the first rows: each is near where the cause would go from the row before, or from the start."""
        values, unit = self._matrix.values[:_HEAD], self._matrix.unit[:_HEAD]
        with np.errstate(all="ignore"):
            if cause.step is None:
                slack, replay = unit + 16 * self._spread, cause.iterates(self._exercise, self._start)
                return all(_is_near(*rows, 2e-3) for rows in zip(values, replay, slack, strict=False))
            ahead = cause.step(self._gradient_ahead, self._fan, float(self._exercise.step_size), _times(self._fan))
            rows = ahead[:, 0]
            slack = unit[1:] + 2 * np.abs(ahead[:, 1:] - rows[:, None]).sum(axis=1)
            return _is_near(values[1:], rows, slack, 1e-4)

    def may_be_rounded(self, digits: int) -> bool:
        """Whether the first rows may be whole multiples of 10^−digits."""
        values, unit = self._matrix.values[:_HEAD], self._exactly.unit[:_HEAD]
        with np.errstate(all="ignore"):
            gap = np.abs(values - np.round(values, digits))
            return bool(np.all((gap <= _wide(values, unit)) | ~(np.abs(values) < _FAR)))

    @cached_property
    def _exactly(self) -> Shown:
        matrix = self._matrix
        return Shown(matrix.values, np.minimum(matrix.unit, matrix.finest), matrix.decimals)

    @cached_property
    def _fan(self) -> Floats:
        return _fan(self._matrix.values[:_HEAD][:-1], self._matrix.unit[:_HEAD][:-1])

    @cached_property
    def _slopes(self) -> Floats:
        return self._exercise.objective.gradient_at(self._fan)

    def _gradient_ahead(self, points: Floats) -> Floats:
        # Nearly every cause takes the gradient at the rows themselves.
        return self._slopes if points is self._fan else self._exercise.objective.gradient_at(points)

    def _is_itself(self, cause: Cause) -> bool:
        """Whether each row, shown in full, is the cause's own step from the row before: no replay could be nearer."""
        values = self._matrix.values
        if cause.step is None or self._matrix.coarsest <= MOST_DIGITS or not np.all(_tame(values)):
            return False
        rows = np.concatenate([self._start[None], cause.ahead(self._exercise, values[:-1])])
        return bool(np.all(np.abs(values - rows) <= _SPELLING * np.maximum(1.0, np.abs(values))))

    def _agrees(self, cause: Cause) -> bool:
        matrix, start, spread, k = self._matrix, self._start, self._spread, len(self._matrix)
        n = len(start)
        nudge = _NUDGE * np.maximum(1.0, np.abs(start))
        replay = cause.iterates(self._exercise, start + np.vstack([np.zeros(n), np.diag(nudge)]))
        fan = np.full((k, n + 1, n), np.nan)
        with np.errstate(all="ignore"):
            done = 0
            for end in sorted({min(_GLANCE, k), k}):
                for t, here in zip(range(done, end), replay, strict=False):
                    fan[t] = here
                done = end
                rows = fan[:end, 0]
                slopes = np.abs(fan[:end, 1:] - rows[:, None]) / nudge[:, None]
                sensitivity = slopes.max(axis=(1, 2))
                clear = _tame(rows) & (sensitivity < _SENSITIVE)
                told = int(np.argmin(clear)) if not np.all(clear) else end
                noise = _NOISE * np.maximum(1.0, np.abs(rows))
                radius = noise * np.maximum(1.0, sensitivity)[:, None] + np.einsum("tij,i->tj", slopes, spread)
                if not np.all(agreement(matrix.rows(0, told), rows[:told], radius[:told])[0]):
                    return False
        if not spread.any() and np.all(agreement(matrix, rows, noise)[0]):
            return True  # the very same numbers, however sensitive
        if told < min(3, k) and cause.step is None:
            return False
        if told == k and (cause.step is None or not spread.any()):
            return True
        if told == k:
            # The start is known to its digits only, and what that leaves open grows: the single steps are sharper.
            return self._steps_agree(cause, 0)
        if cause.step is None:
            return told >= min(_ENOUGH, k // 2) and _runs_away(matrix, rows, told)
        return self._steps_agree(cause, max(told - 1, 0))

    def _agrees_exactly(self, cause: Cause) -> bool:
        matrix = self._exactly
        within = _wide(matrix.values, matrix.unit)
        rows = np.full_like(matrix.values, np.nan)
        with np.errstate(all="ignore"):
            for t, row in zip(range(len(rows)), cause.iterates(self._exercise, self._start), strict=False):
                rows[t] = row
                if not np.all(np.abs(row) < _FAR):
                    break
                if not (np.abs(matrix.values[t] - row) <= within[t]).all():
                    return False
        told = int(np.argmin(_tame(rows))) if not np.all(_tame(rows)) else len(matrix)
        agree = agreement(matrix.rows(0, told), rows[:told], 1e-13 * np.maximum(1.0, np.abs(rows[:told])))[0]
        return bool(np.all(agree)) and _runs_away(matrix, rows, told)

    def _agrees_but_for_ties(self, cause: Cause) -> bool:
        """Whether each row is the rounded step from the row before, where two spellings of a gradient round a tie apart."""
        values, digits = self._exactly.values, int(cause.parameters.get("digits", 0))
        if cause.step is None or self._matrix.coarsest < digits or not np.all(_tame(values)):
            return False
        nothing = np.zeros(())
        whole = _is_near(values[1:], np.round(values[1:], digits), nothing, 1e-9) or not digits
        if not whole or not _is_near(values[0], self._start, nothing, 1e-9):
            return False
        eta, times = float(self._exercise.step_size), _times(values[:-1])
        slopes = self._exercise.objective.gradient_at(values[:-1])
        near = np.zeros(slopes.shape, dtype=bool)
        for nudge in (0.0, _SPELLING, -_SPELLING):
            told = slopes + nudge * (1 + np.abs(slopes))
            ahead = cause.step(lambda _, told=told: told, values[:-1], eta, times)  # type: ignore[misc]
            near |= np.abs(values[1:] - ahead) <= 1e-9 * (1 + np.abs(ahead))
        return bool(near.all())

    def _steps_agree(self, cause: Cause, first: int) -> bool:
        """Whether each row after `first` is one step of the cause from the row before, at the digits shown."""
        matrix = self._matrix
        ahead = cause.ahead(self._exercise, _fan(matrix.values[first:-1], matrix.unit[first:-1] / 2), first)
        with np.errstate(all="ignore"):
            rows = ahead[:, 0]
            radius = np.abs(ahead[:, 1:] - rows[:, None]).sum(axis=1) * 1.5
            radius += _NOISE * np.maximum(1.0, np.abs(rows).max(axis=1, keepdims=True))
            near = _tame(matrix.values[first + 1 :], 1e100)
            agree = agreement(matrix.rows(first + 1), rows, radius)[0]
        last = int(np.argmin(near)) if not np.all(near) else len(near)
        # What follows an overflow is inf or nan in one program and not yet in another.
        return bool(np.all(agree[:last])) and not bool(np.any(_tame(matrix.values[first + 1 :], 1e30)[last:]))


def _is_near(given: Floats, rows: Floats, slack: Floats, relative: float) -> bool:
    near = np.abs(given - rows) <= slack + relative * np.maximum(1.0, np.abs(rows).max(axis=-1, keepdims=True))
    return bool(np.all(near | ~(np.abs(rows) < _FAR) | ~(np.abs(given) < _FAR)))


def _wide(values: Floats, unit: Floats) -> Floats:
    """How far a number may be from what is shown of it, whichever way it is displayed."""
    return np.asarray(unit + 1e-9 * (1 + np.abs(values)))


def _times(points: Floats) -> NDArray[np.int_]:
    """0, 1, … beside the rows of `points` (k, ..., n)."""
    return np.arange(len(points)).reshape(-1, *[1] * (points.ndim - 1))


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

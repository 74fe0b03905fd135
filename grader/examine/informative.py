"""Which steps prove something: those longer than any display could hide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.examine.exercise import Exercise
from grader.examine.shown import Flags, Shown

Floats = NDArray[np.float64]

#: The coarsest display that iterates may have is two decimals: half its unit decides which steps prove something,
#: so that credit is the same at every display.
COARSEST = 0.005


def informative(points: Floats, exercise: Exercise, unit: Floats | None = None) -> Flags:
    """Which steps from `points` (k, n) prove something: ‖η∇J‖ above five tolerances, at the coarsest display allowed.

    `unit` (n,) is the display's own where that is coarser still. Where no step of the exercise itself is that long, any
    step that is not zero counts.
    """
    eta = abs(float(exercise.step_size))
    tolerance = COARSEST if unit is None else max(COARSEST, float(np.max(unit, initial=0.0)) / 2)
    with np.errstate(all="ignore"):
        longest = eta * np.linalg.norm(exercise.objective.gradient_at(exercise.trace()), axis=1)
        if not np.nanmax(longest, initial=0.0) > 5 * COARSEST:
            tolerance = 0.0
        flags: Flags = eta * np.linalg.norm(exercise.objective.gradient_at(points), axis=1) > 5 * tolerance
    return flags


def is_degenerate(matrix: Shown, exercise: Exercise) -> bool:
    """One point repeated after the start, nothing that moves by more than the coarsest display, or no informative step."""
    finite = matrix.values[np.all(np.isfinite(matrix.values), axis=1)]
    if len(finite) < 3:
        return False
    rest = finite[1:]
    centre = exercise.trace()
    with np.errstate(all="ignore"):
        reach = float(np.nanmax(np.abs(centre - centre[0])))
    floor = COARSEST if reach > 10 * COARSEST else 1e-12 * max(1.0, reach)
    return bool(np.max(np.abs(rest - rest[0])) <= floor) or not bool(np.any(informative(finite, exercise)))

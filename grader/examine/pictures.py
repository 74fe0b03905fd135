"""What the report draws of traces: a student's rows beside the reference, small enough to travel in the document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine.exercise import Exercise
from grader.reference.stationary import stationary_points

Floats = NDArray[np.float64]

#: Longer traces are drawn by their first rows: a document stays small.
MOST_ROWS = 202


def picture(exercise: Exercise, runs: Sequence[tuple[tuple[Fraction, ...], Floats, int | None]]) -> Mapping[str, Any]:
    """The objective, each run (start, student's rows (k, n), first wrong row) with its reference, and stationary points."""
    objective = exercise.objective
    drawn = []
    for start, values, wrong in runs:
        own = Exercise(objective, start, exercise.step_size, exercise.iterations)
        reference = own.trace()
        drawn.append(
            {
                "start": [float(c) for c in start],
                "label": "(" + ", ".join(f"{float(c):g}" for c in start) + ")",
                "student": [_row(r) for r in values[:MOST_ROWS]],
                "reference": [r for r in map(_row, reference[:MOST_ROWS]) if r is not None],
                "wrong_step": wrong if wrong is not None and wrong < len(values) else None,
            }
        )
    return {
        "objective": {"variables": list(objective.variables), "expression": str(objective.expression)},
        "runs": drawn,
        "points": _points(exercise),
    }


def _points(exercise: Exercise) -> list[dict[str, Any]]:
    if exercise.objective.dimension != 2 or not exercise.objective.is_polynomial:
        return []
    return [
        {"x": float(f"{p.point[0]:.6g}"), "y": float(f"{p.point[1]:.6g}"), "kind": p.kind}
        for p in stationary_points(exercise.objective)
        if p.kind in ("minimiser", "saddle", "maximiser")
    ]


def _row(row: Floats) -> list[float] | None:
    return [float(f"{c:.6g}") for c in row] if all(math.isfinite(c) and abs(c) < 1e9 for c in row) else None

"""What the report draws of traces: a student's rows beside the reference, small enough to travel in the document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine.exercise import Exercise
from grader.examine.shown import Shown
from grader.reference.certificate import Certificate
from grader.reference.objective import Objective
from grader.reference.stationary import stationary_points

Floats = NDArray[np.float64]

#: Longer traces are drawn by their first rows: a document stays small.
MOST_ROWS = 202
#: Iterates of a run that a student only names η for, beyond the one where its certificate takes hold.
AFTER = 6
#: What a certificate's picture needs of its numbers.
_DRAWN = ("escape_radius", "ball_centre", "ball_radius", "cycle", "at_iteration")


def picture(exercise: Exercise, runs: Sequence[tuple[tuple[Fraction, ...], Shown, int | None]]) -> Mapping[str, Any]:
    """The objective, each run (start, student's rows (k, n), first wrong row) with its reference, and stationary points.

    `rows` are the few that a table shows, as text; `allowed` is, row by row, how far a right one may lie from the
    reference in any coordinate: the tube's radius and half a unit of the last digit shown.
    """
    drawn = []
    for start, matrix, wrong in runs:
        own = Exercise(exercise.objective, start, exercise.step_size, exercise.iterations)
        reference = own.trace()
        first = wrong if wrong is not None and wrong < len(matrix) else None
        drawn.append(
            {
                "start": [float(c) for c in start],
                "label": _label(start),
                "student": [_row(r) for r in matrix.values[:MOST_ROWS]],
                "reference": [r for r in map(_row, reference[:MOST_ROWS]) if r is not None],
                "wrong_step": first,
                "rows": _table(matrix, reference, first),
                "allowed": _allowed(own, matrix),
            }
        )
    return {**_about(exercise.objective), "step_size": f"{float(exercise.step_size):g}", "runs": drawn}


def orbits(
    objective: Objective, claims: Iterable[tuple[tuple[Fraction, ...], Fraction, Certificate]]
) -> Mapping[str, Any]:
    """Each run that (start, η, certificate) speaks of, as far as its certificate needs it, with what was proved of it."""
    drawn = []
    for start, eta, certificate in claims:
        proof = {key: certificate.details[key] for key in _DRAWN if certificate.details.get(key) is not None}
        reached = proof.get("at_iteration")
        steps = (reached if isinstance(reached, int) else 24) + AFTER
        rows = Exercise(objective, start, eta, min(steps, MOST_ROWS - 1)).trace()
        drawn.append(
            {
                "start": [float(c) for c in start],
                "label": _label(start),
                "student": [],
                "reference": [r for r in map(_row, rows) if r is not None],
                "wrong_step": None,
                "proof": {"kind": certificate.kind, "eta": f"{float(eta):g}", "limit": certificate.limit, **proof},
            }
        )
    return {**_about(objective), "runs": drawn}


def _about(objective: Objective) -> dict[str, Any]:
    about = {"variables": list(objective.variables), "expression": str(objective.expression)}
    return {"objective": about, "points": _points(objective)}


def _points(objective: Objective) -> list[dict[str, Any]]:
    if objective.dimension != 2 or not objective.is_polynomial:
        return []
    return [
        {"x": float(f"{p.point[0]:.6g}"), "y": float(f"{p.point[1]:.6g}"), "kind": p.kind}
        for p in stationary_points(objective)
        if p.kind in ("minimiser", "saddle", "maximiser")
    ]


def _telling_rows(count: int, wrong: int | None) -> list[int]:
    """The first rows, those around the first departure, and the last."""
    around = () if wrong is None else range(wrong - 1, wrong + 2)
    return sorted({t for t in (0, 1, 2, *around, count - 1) if 0 <= t < count})


def _table(matrix: Shown, reference: Floats, wrong: int | None) -> list[dict[str, Any]]:
    """The telling rows as their digits show them, but no more digits than the first departure needs, and the reference."""
    most = 6
    if wrong is not None and wrong < len(reference):
        with np.errstate(all="ignore"):
            gap = float(np.max(np.abs(matrix.values[wrong] - reference[wrong])))
        most = min(max(most, math.ceil(-math.log10(gap)) + 2), 15) if 0 < gap < 1 else most
    rows = []
    for t in _telling_rows(len(matrix), wrong):
        shown = [_text(v, min(d, most)) for v, d in zip(matrix.values[t], matrix.decimals, strict=True)]
        right = reference[t] if t < len(reference) else ()
        rows.append({"t": t, "student": shown, "reference": [_text(v, most) for v in right] or None})
    return rows


def _text(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return str(float(value))
    return f"{value:.{decimals}f}" if abs(value) < 1e6 else f"{value:.6g}"


def _allowed(exercise: Exercise, matrix: Shown) -> list[float | None]:
    radius = exercise.tube().radius
    k = min(len(radius), len(matrix), MOST_ROWS)
    with np.errstate(all="ignore"):
        widest = np.max(radius[:k] + matrix.unit[:k] / 2, axis=1)
    return [float(f"{r:.1e}") if math.isfinite(r) else None for r in widest]


def _label(start: Sequence[Fraction]) -> str:
    return "(" + ", ".join(f"{float(c):g}" for c in start) + ")"


def _row(row: Floats) -> list[float] | None:
    return [float(f"{c:.10g}") for c in row] if all(math.isfinite(c) and abs(c) < 1e9 for c in row) else None

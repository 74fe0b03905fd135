"""Evidence for a trace: what was measured, the bound it was held against, and how that bound came about, in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.examine.conformity import HORIZON, Fit
from grader.examine.exercise import Exercise
from grader.examine.shown import Shown
from grader.model import Evidence
from grader.reference.arithmetic import OPERATIONS, Arithmetic


def trace_evidence(
    matrix: Shown, fit: Fit, row: int | None, component: str, exercise: Exercise
) -> tuple[Evidence, ...]:
    """The row that decides: the given one, or of a right trace the one that comes nearest to its bound; () past its end."""
    k = len(fit.rows)
    if row is not None and row >= k:
        return ()
    names = exercise.objective.variables
    with np.errstate(all="ignore"):
        gaps = np.abs(matrix.values[:k] - fit.centre)
        bounds = fit.radius + matrix.unit[:k] / 2
    if row is None:
        with np.errstate(all="ignore"):
            used = np.nan_to_num(gaps / bounds, nan=0.0, posinf=0.0)
        row, column = divmod(int(np.argmax(used)), used.shape[1])
        component = names[column]
    j = names.index(component)
    beyond = row > max(fit.horizon, 0)
    against = "one step from the row before" if beyond else "reference"
    details: dict[str, Any] = {
        "formula": _FORMULAS["step" if beyond else "tube"],
        "radius": _two(fit.radius[row, j]),
        "half_unit_shown": _two(matrix.unit[row, j] / 2),
        "digits": matrix.decimals[j],
        **_assumptions(fit.arithmetic),
        "horizon": fit.horizon,
        "agreement": _two(HORIZON),
        "covers": covers(fit.arithmetic),
        "source": "reference/steps.py" if beyond else "reference/tube.py (Lohner-QR in ball arithmetic)",
    }
    name = f"{'step bound' if beyond else 'tube'} {fit.arithmetic.name}"
    where = {"t": row, "component": component}
    return (
        Evidence(f"|{component}_{row} - {against}|", _two(gaps[row, j]), _two(bounds[row, j]), name, where, details),
    )


_FORMULAS = {
    "tube": "|θ_t − reference_t| ≤ radius + half a unit of the last digit shown",
    "step": "|θ_{t+1} − (θ_t − η∇J(θ_t))| ≤ radius + half a unit of the last digit shown",
}


def covers(arithmetic: Arithmetic) -> str:
    """The class of programs that a bound speaks of."""
    how = {"none": "", "central": ", central differences", "forward": ", forward differences"}[arithmetic.difference]
    return (
        f"any program of class C in {'float32' if arithmetic.name == 'float32' else 'float64'}{how}: "
        f"at most {OPERATIONS} rounded operations a component, partial sums within the absolute-value polynomial"
    )


def _assumptions(arithmetic: Arithmetic) -> dict[str, Any]:
    found: dict[str, Any] = {"unit_roundoff": f"{arithmetic.unit_roundoff:.2g}", "operations": OPERATIONS}
    return found if arithmetic.difference == "none" else {**found, "h": f"{abs(arithmetic.h):.2g}"}


def _two(number: float) -> str:
    """Two significant digits: a document repeats on every machine."""
    return f"{float(number):.1e}"

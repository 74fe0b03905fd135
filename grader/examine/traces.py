"""One trace judged: right within its bounds, right as far as it goes, slips, one systematic cause, or else.

The order of the lines is that of the credit rules; but with few digits a systematic cause goes before slips, because there
a wrong algorithm shows few wrong steps, and credit never depends on the digits shown (tests/unit/test_mutation.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine.bounds import trace_evidence
from grader.examine.causes import MOST_DIGITS, Cause
from grader.examine.conformity import Fit, best_fit
from grader.examine.diagnosis import aliased_cause, diagnose, name_degenerate
from grader.examine.exercise import Exercise
from grader.examine.informative import informative, is_degenerate
from grader.examine.shown import Shown, agreement
from grader.examine.slips import slips
from grader.model import Evidence, Remark
from grader.spec import Credit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Judgement:
    """What one trace earns and why; `share` of the points, `wrong_row` the first wrong one."""

    code: str
    share: Fraction
    parameters: Mapping[str, Any] = field(default_factory=dict)
    explanations: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    remarks: tuple[Remark, ...] = ()
    wrong_row: int | None = None
    degenerate: bool = False
    #: Whether one cause explains all of it, and the cause itself where it can be replayed.
    systematic: bool = False
    cause: Cause | None = None

    @property
    def right(self) -> bool:
        """Whether the whole trace is right."""
        return self.code == "ok"


def judge(
    matrix: Shown,
    exercise: Exercise,
    credit: Credit,
    *,
    identity: Sequence[int] = (),
    hand: bool = False,
    known: Iterable[Cause] = (),
    previous_end: Floats | None = None,
) -> Judgement:
    """Judge rows (k, n) against an exercise; `known` causes (found in a sister run) are tried first.

    `previous_end` is where the run before this one ended: a start changed in place begins there.
    """
    if len(matrix) == 0 or (len(matrix) == 1 < exercise.iterations and not _at_start(matrix, exercise)):
        # One point that is not the start is where a run ended: no iterates.
        told = {"rows": len(matrix), "asked": exercise.iterations + 1}
        return Judgement("wrong-shape", Fraction(0), told, ("wrong-shape",))
    with np.errstate(all="ignore"):  # a student's rows may be anything: what overflows agrees with nothing
        judged = _judge(matrix, exercise, credit, identity, hand, list(known), previous_end)
    return replace(judged, share=min(max(judged.share, Fraction(0)), Fraction(1)))


def _judge(
    given: Shown,
    exercise: Exercise,
    credit: Credit,
    identity: Sequence[int],
    hand: bool,
    known: list[Cause],
    previous_end: Floats | None,
) -> Judgement:
    asked = exercise.iterations
    structural = Fraction(str(credit.structural_share))
    aliased = len(identity) >= 3 and len(set(identity[1:])) == 1  # one object in every row; the start may stand apart
    matrix = _without_leftover(given, exercise)
    fit, remarks = best_fit(matrix, exercise, credit)
    few = matrix.coarsest < 2 and not _in_full(matrix, fit)
    if fit.right and not few and not aliased:
        return _count_rows(matrix, exercise, credit, remarks, fit)
    wrong = fit.first_wrong
    told: dict[str, Any] = {"t": wrong, "rows": len(given), "asked": asked + 1}
    component = _component(fit, wrong, exercise)
    base = Judgement(
        "unexplained",
        _informative_share(exercise, fit, credit, matrix.finest if matrix.coarsest < 2 else None),
        {**told, "component": component},
        evidence=trace_evidence(matrix, fit, wrong, component, exercise),
        wrong_row=wrong,
    )
    if aliased and (causes_too := aliased_cause(matrix, exercise)) is not None:
        # Identity shows it: the one point says what the algorithm was, so no step of it is asked to be informative.
        return replace(
            base, code="aliasing", share=structural, parameters={"t": 1, "rows": len(matrix)},
            explanations=("aliasing", *causes_too), wrong_row=0, degenerate=True, systematic=True,
        )  # fmt: skip
    if is_degenerate(matrix, exercise):
        named = name_degenerate(matrix, exercise, previous_end)
        if named is None:
            return replace(base, degenerate=True)
        parameters = {**base.parameters, **named.parameters}
        return replace(
            base, code=named.code, explanations=named.explanations, parameters=parameters, degenerate=True, systematic=True
        )  # fmt: skip
    if _ends_in_zeros(matrix, wrong):
        # Rows never written, or the minimiser copied: the numbers are the same, and prove what the rows before them prove.
        return replace(base, code="short", parameters={**told, "rows": wrong}, explanations=("short",))
    if few and fit.right:
        return replace(
            base,
            code="too-few-digits",
            parameters={"digits": matrix.coarsest, **told},
            explanations=("too-few-digits",),
        )
    rows_share = Fraction(min(len(matrix) - 1, asked), asked)
    # With all their digits no wrong algorithm looks like a few slips; with fewer it may, and is asked for first.
    in_full = matrix.coarsest > MOST_DIGITS
    slipped = slips(matrix, exercise, credit.slips) if in_full else None
    # Rows beyond the asked ones say nothing new of what made the trace.
    found = diagnose(matrix.rows(0, asked + 1), exercise, credit, known, previous_end) if slipped is None else None
    if found is not None:
        if hand and found.code == "rounding-in-update":
            return Judgement("ok", Fraction(1), remarks=(Remark("rounding-in-update", dict(found.parameters)),))
        whole = not {"off-by-one", "start-mutated"}.isdisjoint(found.explanations)
        return replace(
            base, code=found.code, share=structural * (1 if whole else rows_share), systematic=True, cause=found.cause,
            explanations=found.explanations, parameters={**base.parameters, **found.parameters},
        )  # fmt: skip
    if slipped is None and not in_full:
        slipped = slips(matrix, exercise, credit.slips)
    if slipped is not None:
        share = Fraction(asked - len(slipped), asked) * (rows_share if len(matrix) <= asked else 1)
        parameters = {**told, "t": slipped[0], "slips": slipped, "component": component}
        return replace(base, code="slip", share=share, explanations=("slip",), parameters=parameters)
    if not np.all(np.isfinite(matrix.values)):
        first = int(np.argmin(np.all(np.isfinite(matrix.values), axis=1)))
        return replace(base, code="not-finite", explanations=("not-finite",), parameters={**told, "t": first})
    return base


def _count_rows(matrix: Shown, exercise: Exercise, credit: Credit, remarks: tuple[Remark, ...], fit: Fit) -> Judgement:
    asked, rows = exercise.iterations, len(matrix)
    told = {"rows": rows, "asked": asked + 1, "t": rows}
    if rows == asked + 1:
        return Judgement("ok", Fraction(1), remarks=remarks, evidence=trace_evidence(matrix, fit, None, "", exercise))
    if rows > asked + 1:
        share = Fraction(str(credit.too_many_rows_share))
        return Judgement(
            "too-many-rows", share, {**told, "t": asked + 1}, ("too-many-rows",), remarks=remarks, wrong_row=asked + 1
        )
    code = "last-missing" if rows == asked else "short"
    return Judgement(code, Fraction(rows - 1, asked), told, (code,), remarks=remarks, wrong_row=rows)


def _informative_share(exercise: Exercise, fit: Fit, credit: Credit, unit: Floats | None = None) -> Fraction:
    right = max(min(fit.first_wrong, exercise.iterations + 1) - 1, 0)
    count = int(np.sum(informative(fit.centre[:right], exercise, unit))) if right else 0
    return min(Fraction(count, exercise.iterations), Fraction(str(credit.informative_share)))


def _in_full(matrix: Shown, fit: Fit) -> bool:
    """Numbers that are right to the last bit show enough digits, however few they print."""
    k = len(fit.rows)
    full = Shown(matrix.values[:k], np.full((k, matrix.values.shape[1]), 1e-15), matrix.decimals)
    return bool(np.all(agreement(full, fit.centre, fit.radius)[0]))


def _at_start(matrix: Shown, exercise: Exercise) -> bool:
    return bool(np.all(np.abs(matrix.values[0] - exercise.start_float) <= matrix.unit[0] + 1e-6))


def _without_leftover(matrix: Shown, exercise: Exercise) -> Shown:
    """Rows at the end of a preallocated array are no iterates: zeros, unless the method can rest there, and nan after all that are asked."""
    written = len(matrix) - int(np.argmin(np.all(np.isnan(matrix.values[::-1]), axis=1)))
    if exercise.iterations < written < len(matrix):
        matrix = matrix.rows(0, written)
    values = matrix.values
    zero = np.all(values == 0, axis=1)
    count = len(zero) - (int(np.flatnonzero(~zero)[-1]) + 1 if not np.all(zero) else 0)
    if count < 2 or count == len(values):
        return matrix
    at_zero = exercise.objective.gradient_at(np.zeros((1, exercise.objective.dimension)))[0]
    return matrix if np.max(np.abs(at_zero)) < 1e-9 else matrix.rows(0, len(values) - count)


def _ends_in_zeros(matrix: Shown, wrong: int) -> bool:
    """Whether nothing but zeros follows the right rows, and the last of those is too far from zero to step there."""
    there = len(matrix) - wrong > 1 and wrong > 3 and not np.any(matrix.values[wrong:])
    return bool(there and np.max(np.abs(matrix.values[wrong - 1])) > max(0.02, 10 * float(np.max(matrix.finest))))


def _component(fit: Fit, wrong: int, exercise: Exercise) -> str:
    if wrong >= len(fit.excess):
        return exercise.objective.variables[0]
    return exercise.objective.variables[int(np.nanargmax(np.nan_to_num(fit.excess[wrong], nan=np.inf)))]

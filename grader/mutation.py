"""The mutation score: how many wrong algorithms and fakes an assignment's checks tell from a right answer.

The solution is run once; then each mutant's numbers stand in the place of its trace, at 2, 4 and 16 digits (a descent's in full), and the check
examines them as it would a student's. A mutant that earns full points *survives*. It may be equivalent: its rows are the
right ones to within what honest programs differ by, or they print alike at those digits. Any other survivor is a hole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from grader.examine import KINDS
from grader.examine.context import Context
from grader.examine.descent import hidden_exercises
from grader.examine.exercise import Exercise
from grader.examine.iterates import declared_step_size
from grader.model import Finding, Verdict
from grader.mutants import mutants
from grader.pipeline import Report
from grader.reading.number import from_repr
from grader.reference.tube import FLOAT32, forward
from grader.spec import Assignment, Check, DescentCheck, IteratesCheck, RunsCheck

Floats = NDArray[np.float64]

DIGITS = (2, 4, 16)
Why = Literal["right-rows", "prints-alike", ""]
_ORDER: tuple[Why, ...] = ("right-rows", "prints-alike", "")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that earned full points in a check at so many digits; `why` it is equivalent, "" where it is a hole."""

    check: str
    mutant: str
    digits: int
    why: Why


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant put to one check, shown with so many digits; `why` says of each run how it is equivalent to a right one."""

    mutant: str
    sort: Literal["algorithm", "fake"]
    digits: int
    finding: Finding
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many mutants were put to the checks, and which were not told from a right answer."""

    tried: int
    survivors: tuple[Survivor, ...]

    @property
    def told(self) -> int:
        """Mutants that did not earn full points."""
        return self.tried - len(self.survivors)

    @property
    def holes(self) -> tuple[Survivor, ...]:
        """Survivors that are not equivalent to a right answer."""
        return tuple(s for s in self.survivors if not s.why)


def mutation_score(solution: Report, digits: Sequence[int] = DIGITS) -> MutationScore:
    """The score of every check of traces, from the solution's own report."""
    context = Context(solution.assignment, solution.submission, solution.execution)
    tried = 0
    survivors: list[Survivor] = []
    for check in solution.assignment.checks:
        for trial in trials(check, context, digits):
            tried += 1
            if trial.finding.verdict is Verdict.PASSED:
                why = max(trial.why, key=_ORDER.index)
                survivors.append(Survivor(check.id, trial.mutant, trial.digits, why))
    return MutationScore(tried, tuple(survivors))


def trials(check: Check, context: Context, digits: Sequence[int]) -> Iterator[Trial]:
    """Every mutant of a check of traces put to it at each display; nothing for other kinds of check.

    `context` holds the solution's execution: what is not the mutant's is the solution's.
    """
    exercises = _exercises(check, context)
    if not exercises:
        return
    # One mutant a check: the same wrong program on each of its exercises.
    by_name = [{mutant.name: mutant for mutant in mutants(e)} for e in exercises]
    for name, first in by_name[0].items():
        rows = [own[name].rows for own in by_name if name in own]
        if len(rows) < len(exercises):
            continue  # a term that only one of the hidden objectives has
        for shown in digits if not isinstance(check, DescentCheck) else (16,):
            replies = _replies(check, [_at(r, shown) for r in rows], exercises)
            changed = replace(context.execution, replies={**context.execution.replies, **replies})
            finding = KINDS[check.kind].examine(check, replace(context, execution=changed, cache={}))
            why = tuple(equivalence(e, r, shown) for e, r in zip(exercises, rows, strict=True))
            # Of a descent only the hidden inputs earn points; the published one stands before them.
            yield Trial(
                name, first.sort, shown, finding, why[-check.cases :] if isinstance(check, DescentCheck) else why
            )


def _exercises(check: Check, context: Context) -> list[Exercise]:
    assignment = context.assignment
    if isinstance(check, DescentCheck):
        exercises: list[Exercise] = hidden_exercises(check, assignment, context.submission.sha256)
        return exercises
    if isinstance(check, IteratesCheck):
        return [_exercise(check, assignment, check.start, Fraction(check.step_size))]
    if isinstance(check, RunsCheck):
        eta = declared_step_size(check, context)
        return [_exercise(check, assignment, start, eta) for start in check.starts] if eta else []
    return []


def _exercise(
    check: IteratesCheck | RunsCheck, assignment: Assignment, start: Sequence[Any], eta: Fraction
) -> Exercise:
    return Exercise(assignment.objective(check), tuple(Fraction(c) for c in start), eta, check.iterations)


def _replies(check: Check, rows: Sequence[Floats], exercises: Sequence[Exercise]) -> Mapping[str, Any]:
    """What the kernel would have replied, had the solution computed these rows."""
    if isinstance(check, DescentCheck):
        cases = [{"ok": True, "value": _wire(r)} for r in rows]
        return {f"descent:{check.id}": {"ok": True, "name": check.answer, "cases": cases}}
    assert isinstance(check, IteratesCheck | RunsCheck)
    value = _wire(rows[0])
    if isinstance(check, RunsCheck):
        keys = [{"t": "str", "v": ", ".join(str(float(c)) for c in e.start)} for e in exercises]
        value = {"t": "dict", "v": [[key, _wire(r)] for key, r in zip(keys, rows, strict=True)]}
    return {f"value:{check.answer}": {"ok": True, "name": check.answer, "value": value}}


def _wire(rows: Floats) -> dict[str, Any]:
    return {"t": "array", "dtype": "float64", "shape": list(rows.shape), "v": [repr(float(v)) for v in rows.ravel()]}


def _at(rows: Floats, digits: int) -> Floats:
    with np.errstate(all="ignore"):
        return np.array(
            [[round(float(v), digits) if digits < 16 and np.isfinite(v) else v for v in row] for row in rows]
        )


def equivalence(exercise: Exercise, rows: Floats, digits: int) -> Why:
    """Whether wrong rows are right rows: within the widest tube of an honest program, or alike when printed."""
    centre, radius = _honest(exercise)
    if rows.shape != centre.shape:
        return ""
    with np.errstate(all="ignore"):
        gap = np.abs(rows - centre)
        if np.all((gap <= radius) | np.isinf(radius)):
            return "right-rows"
        # Whoever rounds in each step shows no more than that.
        shown = min(digits, max((from_repr(repr(float(v)), "float64").decimals for v in rows.ravel()), default=16))
        alike = shown < 16 and np.all((gap <= 10.0**-shown + radius) | np.isinf(radius))
    return "prints-alike" if alike else ""


@lru_cache(maxsize=64)
def _honest(exercise: Exercise) -> tuple[Floats, Floats]:
    """The reference and the widest radius of an honest program: single precision, or differences with any usual h."""
    tubes = [exercise.tube(arithmetic) for arithmetic in (FLOAT32, forward(1e-5), forward(1e-8), forward(1e-10))]
    return tubes[0].centre, np.max([tube.radius for tube in tubes], axis=0)

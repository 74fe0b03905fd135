"""iterates and runs: the traces a notebook holds, judged by the credit rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.examine import fits
from grader.examine.causes import Cause
from grader.examine.conformity import best_fit, conforms
from grader.examine.context import Absent, Context, Found, absent, finding, undecided
from grader.examine.elsewhere import PROBES, again, drawn, kept, printed, search, worth
from grader.examine.exercise import Exercise
from grader.examine.pictures import picture
from grader.examine.replay import Replays
from grader.examine.shown import Shown, agreement, shown
from grader.examine.terms import MOST, gradient_terms
from grader.examine.traces import Judgement, judge
from grader.model import Evidence, Finding, Probe, Remark, Source
from grader.reading.mappings import read_by_start, read_number
from grader.reading.points import TraceReading, read_trace, read_traces, starts_at
from grader.reading.value import ReadingError
from grader.reference.objective import Objective
from grader.spec import Assignment, Credit, IteratesCheck, LimitsCheck, RunsCheck

Floats = NDArray[np.float64]
Start: TypeAlias = tuple[Fraction, ...]


@dataclass(frozen=True)
class OwnTrace:
    """A student's trace as found and judged; None fields where there is none."""

    matrix: Shown
    reading: TraceReading
    judged: Judgement
    source: Source
    remarks: tuple[Remark, ...] = ()


def probes(check: IteratesCheck | RunsCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Traces are values; where the name is not bound, every other value is looked at, and functions are called again."""
    return [*PROBES, again(check, assignment)]


def examine(check: IteratesCheck, context: Context) -> Finding:
    """One trace."""
    exercise = exercise_of(check, context.assignment.objective(check))
    try:
        own = own_trace(check.answer, exercise, context, hand=check.hand, check=check)
    except Absent:
        return absent(check)
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": check.answer, "message": str(error)[:200]})
    judged = own.judged
    drawing = picture(exercise, [(exercise.start, own.matrix, judged.wrong_row)])
    found = finding(
        check, judged.code, judged.share, source=own.source, explanations=judged.explanations, parameters=judged.parameters,
        evidence=judged.evidence, remarks=(*own.remarks, *judged.remarks), picture=drawing,
    )  # fmt: skip
    return worth(found, context)


def exercise_of(check: Any, objective: Objective) -> Exercise:
    """The exercise of a check that has one start."""
    return Exercise(objective, tuple(Fraction(c) for c in check.start), Fraction(check.step_size), check.iterations)


def own_trace(name: str, exercise: Exercise, context: Context, *, hand: bool, check: Any) -> OwnTrace:
    """The student's trace under its name, an alias, or else any value that reads as it. Raises Absent, ReadingError."""
    key = ("trace", name, exercise, hand)
    if key not in context.cache:
        try:
            context.cache[key] = _own_trace(name, exercise, context, hand, check)
        except (Absent, ReadingError) as error:
            context.cache[key] = error
    kept = context.cache[key]
    if isinstance(kept, Exception):
        raise kept
    assert isinstance(kept, OwnTrace)
    return kept


def _own_trace(name: str, exercise: Exercise, context: Context, hand: bool, check: Any) -> OwnTrace:
    try:
        own = _read(context.answer(name), exercise, context, hand, check)
    except (Absent, ReadingError):
        # The best reading wins: whoever stored a right trace under a name of their own has it.
        found = search(
            context, name, exercise.objective.dimension, lambda f: _attempt(f, exercise, context, hand, check),
            lambda own: _earned(own, context) == 1, lambda own: own.judged.systematic,
        )  # fmt: skip
        best = max(
            found, key=lambda own: (_earned(own, context), 0 if own.judged.share else len(own.matrix)), default=None
        )
        if best is None:
            raise
        own = best
    return replace(own, remarks=(*own.remarks, *_disagreements([(exercise, own.matrix)], own.source, context)))


def _earned(own: OwnTrace, context: Context) -> Fraction:
    return own.judged.share * kept(own.source, context)


def _disagreements(runs: Sequence[tuple[Exercise, Shown]], source: Source, context: Context) -> tuple[Remark, ...]:
    """Where the notebook also prints, or draws, one of its runs, and none of what it shows there is what was judged."""
    remarks = []
    for where, places in (("printed", printed), ("figure", drawn)):
        if source.where == where:
            continue
        elsewhere = list(places(context))
        for exercise, matrix in runs:
            others = [one for found in elsewhere if (one := _beside(found, exercise, matrix)) is not None]
            if others and not any(np.all(agree) for _, agree in others):
                name, agree = others[0]
                told = {"where": where, "cell": name.removeprefix("cell "), "t": int(np.argmin(agree))}
                if len(runs) > 1:
                    told["start"] = _label(exercise.start)
                remarks.append(Remark("sources-disagree", told))
                break
    return tuple(remarks)


def _beside(found: Found, exercise: Exercise, own: Shown) -> tuple[str, NDArray[np.bool_]] | None:
    """Where it is, and which of its rows agree with the student's own: for what begins where they do and is as long."""
    try:
        rows = shown(_reading(found.value, exercise).rows)
    except ReadingError:
        return None
    k = min(len(rows), len(own))
    if k < 3 or len(rows) < len(own) - 1:
        return None
    if not agreement(rows.rows(0, 1), own.values[:1], 1e-6 + own.unit[:1])[0][0]:
        return None
    slack = own.unit[:k] + 1e-6 * np.maximum(1.0, np.abs(own.values[:k]))
    return found.name, agreement(rows.rows(0, k), own.values[:k], slack)[0]


def _read(found: Found, exercise: Exercise, context: Context, hand: bool, check: Any) -> OwnTrace:
    reading = _reading(found.value, exercise)
    matrix = shown(reading.rows)
    judged = judge(matrix, exercise, context.assignment.credit(check), identity=reading.identity, hand=hand)
    source = Source(found.where, found.name, reading.read_as, found.named)
    return OwnTrace(matrix, reading, judged, source, _notes(reading))


def _attempt(found: Found, exercise: Exercise, context: Context, hand: bool, check: Any) -> OwnTrace | None:
    """A value under another name, where it is as long as a trace of this exercise and looks like one."""
    reading = _reading(found.value, exercise)
    asked = exercise.iterations + 1
    begins = starts_at(reading.rows[0], exercise.start)
    if len(reading.rows) < max(3, asked // 4) or not (begins or len(reading.rows) in (asked - 1, asked)):
        return None
    own = _read(found, exercise, context, hand, check)
    return own if own.judged.share > 0 or own.judged.explanations else None


def _reading(value: Any, exercise: Exercise) -> TraceReading:
    """The reading of a value; where several begin at the start alike, the one that is this run."""
    readings = read_traces(
        value, exercise.objective.dimension, length=exercise.iterations + 1,
        start=exercise.start, variables=exercise.objective.variables,
    )  # fmt: skip
    if len(readings) == 1:
        return readings[0]
    return next((one for one in readings if conforms(shown(one.rows), exercise).right), readings[0])


def _notes(reading: TraceReading) -> tuple[Remark, ...]:
    return tuple(Remark("read-as", {"note": note}) for note in reading.notes)


@dataclass(frozen=True)
class OwnRuns:
    """The student's runs, one judgement a start (None where missing), and the step size they were judged with."""

    exercises: tuple[Exercise, ...]
    matrices: tuple[Shown | None, ...]
    judged: tuple[Judgement | None, ...]
    source: Source
    step_size: Fraction | None
    outside: bool
    remarks: tuple[Remark, ...]


def examine_runs(check: RunsCheck, context: Context) -> Finding:
    """Each start earns its equal part; one cause across the runs is one cause."""
    try:
        own = own_runs(check, context)
    except Absent:
        return absent(check)
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": check.answer, "message": str(error)[:200]})
    n = len(own.judged)
    structural = Fraction(str(context.assignment.credit(check).structural_share))
    shares = [min(j.share, structural) if own.outside else j.share for j in own.judged if j is not None]
    share = sum(shares, Fraction(0)) / n
    wrong = [j for j in own.judged if j is not None and not j.right]
    missing = [_label(e.start) for e, j in zip(own.exercises, own.judged, strict=True) if j is None]
    drawn = [
        (e.start, m, j.wrong_row if j else None)
        for e, m, j in zip(own.exercises, own.matrices, own.judged, strict=True)
        if m is not None
    ]
    drawing = picture(own.exercises[0], drawn)
    given = {"eta": f"{float(own.step_size):g}"} if own.step_size is not None else {}
    code, explanations, evidence = "ok", tuple[str, ...](), tuple[Evidence, ...]()
    parameters: dict[str, Any] = {**given}
    if own.outside:
        code, explanations = "wrong-step-size", ("wrong-step-size",)
        evidence = wrong[0].evidence if wrong else ()
    elif wrong:
        code = Counter(j.code for j in wrong).most_common(1)[0][0]
        first = next(j for j in wrong if j.code == code)
        start = next(e.start for e, j in zip(own.exercises, own.judged, strict=True) if j is first)
        same = [j for j in wrong if j.code == code]
        explanations = (
            tuple(c for c in first.explanations if all(c in j.explanations for j in same)) or first.explanations
        )
        parameters |= {**first.parameters, "start": _label(start), "runs_wrong": len(wrong), "missing": missing}
        evidence = first.evidence
    elif missing:
        code, explanations = "short", ("short",)
        parameters |= {"missing": missing, "rows": n - len(missing), "asked": n}
    remarks = (
        own.remarks
        + tuple(r for j in own.judged if j is not None for r in j.remarks if r.code == "finite-differences")[:1]
    )
    found = finding(
        check, code, share, source=own.source, explanations=explanations, parameters=parameters,
        evidence=evidence, remarks=remarks, picture=drawing,
    )  # fmt: skip
    return worth(found, context)


def own_runs(check: RunsCheck, context: Context) -> OwnRuns:
    """The student's runs, judged with the declared η, or the fitted one. Raises Absent, ReadingError."""
    key = f"runs:{check.id}"
    if key not in context.cache:
        try:
            context.cache[key] = _own_runs(check, context)
        except (Absent, ReadingError) as error:
            context.cache[key] = error
    kept = context.cache[key]
    if isinstance(kept, Exception):
        raise kept
    assert isinstance(kept, OwnRuns)
    return kept


def declared_step_size(check: RunsCheck | LimitsCheck, context: Context) -> Fraction | None:
    """η as the student declares it, or the spec's own; None where neither is a positive number."""
    if check.step_size_answer is not None:
        try:
            number = read_number(context.answer(check.step_size_answer).value)
            if number.exact is not None and number.nonfinite is None:
                return number.exact
        except (Absent, ReadingError):
            pass
    if isinstance(check, RunsCheck) and check.step_size is not None:
        return Fraction(check.step_size)
    return None


def in_range(eta: Fraction, check: RunsCheck | LimitsCheck) -> bool:
    """Whether η lies in the interval the spec allows, ends included."""
    if check.step_size_range is None:
        return eta > 0
    low, high = (Fraction(b) for b in check.step_size_range)
    return low <= eta <= high


def _own_runs(check: RunsCheck, context: Context) -> OwnRuns:
    objective = context.assignment.objective(check)
    starts = [tuple(Fraction(c) for c in s) for s in check.starts]
    found, readings = _find_runs(check, starts, objective, context)
    matrices = [shown(r.rows) if r is not None else None for r in readings]
    remarks: list[Remark] = []
    eta = declared_step_size(check, context)
    if eta is None or eta <= 0:
        fitted = _fitted_step_size(matrices, starts, objective, check, context.assignment.credit(check))
        if eta is None and fitted is not None:
            remarks.append(Remark("step-size-fitted", {"eta": f"{float(fitted):g}"}))
        judged_with = fitted if fitted is not None else Fraction("0.01")
        outside = eta is not None or not in_range(judged_with, check)
        eta = eta if eta is not None else fitted
    else:
        judged_with, outside = eta, not in_range(eta, check)
    exercises = tuple(Exercise(objective, s, judged_with, check.iterations) for s in starts)
    judged = _judge_runs(exercises, matrices, readings, check, context)
    read_as = f"{sum(r is not None for r in readings)} × {next((r.read_as for r in readings if r), '')}"
    source = Source(found.where, found.name, read_as, found.named)
    there = [(exercise, matrix) for exercise, matrix in zip(exercises, matrices, strict=True) if matrix is not None]
    remarks += _disagreements(there, source, context)
    return OwnRuns(exercises, tuple(matrices), judged, source, eta, outside, tuple(remarks))


def _find_runs(
    check: RunsCheck, starts: list[Start], objective: Objective, context: Context
) -> tuple[Found, list[TraceReading | None]]:
    def read(found: Found) -> list[TraceReading | None]:
        values = read_by_start(found.value, starts)
        readings: list[TraceReading | None] = []
        for start, value in zip(starts, values, strict=True):
            try:
                readings.append(
                    None
                    if value is None
                    else read_trace(
                        value,
                        objective.dimension,
                        length=check.iterations + 1,
                        start=start,
                        variables=objective.variables,
                    )
                )
            except ReadingError:
                readings.append(None)
        if not any(readings):
            raise ReadingError("no run could be read")
        return readings

    def whole(found: Found) -> tuple[Found, list[TraceReading | None]] | None:
        readings = read(found)
        return (found, readings) if _are_long(readings, check.iterations // 4) else None

    def full(held: tuple[Found, list[TraceReading | None]]) -> bool:
        return _are_long(held[1], check.iterations)

    try:
        found = context.answer(check.answer)
        return found, read(found)
    except (Absent, ReadingError):
        held = search(context, check.answer, objective.dimension, whole, full)
        held = held or _assembled(check, starts, objective, context)
        if not held:
            raise
        return max(held, key=full)


def _are_long(readings: Sequence[TraceReading | None], rows: int) -> bool:
    return all(reading is not None and len(reading.rows) >= rows for reading in readings)


def _assembled(
    check: RunsCheck, starts: list[Start], objective: Objective, context: Context
) -> list[tuple[Found, list[TraceReading | None]]]:
    """Each run in a variable, a printed block or a line of its own, told by the point it starts at.

    Runs that start elsewhere stand for the starts that are left, in their order, where there are just as many. A run may have stopped
    early; what shows only a tenth of it leaves the rest to be looked for.
    """
    length = check.iterations + 1
    seen: set[int] = set()
    strangers: dict[str, dict[object, tuple[Found, TraceReading]]] = {}

    def standing_in() -> list[tuple[Found, int, TraceReading]]:
        left = [i for i in range(len(starts)) if i not in seen]
        runs = next((runs for runs in strangers.values() if left and len(runs) == len(left)), {})
        return [(found, i, reading) for i, (found, reading) in zip(left, runs.values(), strict=bool(runs))]

    def begun(found: Found) -> list[tuple[Found, int, TraceReading]] | None:
        there, elsewhere = [], None
        for i, start in enumerate(starts):
            reading = read_trace(
                found.value, objective.dimension, length=length, start=start, variables=objective.variables
            )
            if not starts_at(reading.rows[0], start):
                elsewhere = reading
            elif _goes_on(reading, i, starts):
                return None
            elif len(reading.rows) >= length // 10:
                there.append((found, i, reading))
        if not there and elsewhere is not None and len(elsewhere.rows) == length:
            shown_there = tuple(tuple(number.exact for number in row) for row in elsewhere.rows)
            strangers.setdefault(found.where, {}).setdefault(shown_there, (found, elsewhere))
        return there if there or standing_in() else None

    def all_there(held: list[tuple[Found, int, TraceReading]]) -> bool:
        seen.update(i for _, i, reading in held if len(reading.rows) >= length // 4)
        return len(seen) == len(starts)

    lists = search(context, check.answer, objective.dimension, begun, all_there, lambda _: bool(standing_in()))
    held = [*(one for there in lists for one in there), *standing_in()]
    if not held:
        return []
    readings: list[TraceReading | None] = [None] * len(starts)

    def away(reading: TraceReading) -> int:
        return abs(len(reading.rows) - check.iterations - 1)

    for _, i, reading in held:
        kept = readings[i]
        if kept is None or away(reading) < away(kept):
            readings[i] = reading
    names = ", ".join(dict.fromkeys(found.name for found, _, _ in held))
    return [(Found(held[0][0].value, names[:64], held[0][0].where, False), readings)]


def _goes_on(reading: TraceReading, own: int, starts: Sequence[Start]) -> bool:
    """Whether the run of another start follows in the same rows: all runs of a text, one below the other, are no run."""
    others = [start for i, start in enumerate(starts) if i != own]
    return any(starts_at(row, start) for row in reading.rows[1:] for start in others)


def _judge_runs(
    exercises: Sequence[Exercise],
    matrices: Sequence[Shown | None],
    readings: Sequence[TraceReading | None],
    check: RunsCheck,
    context: Context,
) -> tuple[Judgement | None, ...]:
    credit = context.assignment.credit(check)
    judged: list[Judgement | None] = []
    end: Floats | None = None
    for exercise, matrix, reading in zip(exercises, matrices, readings, strict=True):
        if matrix is None or reading is None:
            judged.append(None)
            continue
        judged.append(
            judge(
                matrix,
                exercise,
                credit,
                identity=reading.identity,
                hand=check.hand,
                known=_causes(judged),
                previous_end=end,
            )
        )
        end = matrix.values[-1] if len(matrix) else None
    together = _together(exercises, matrices, judged)
    known = together or _causes(judged)
    for i, result in enumerate(judged):
        # A cause that a sister run shows clearly may explain a run that alone fits several, or none.
        matrix, reading = matrices[i], readings[i]
        if known and result is not None and matrix is not None and reading is not None and _is_open(result, together):
            judged[i] = judge(matrix, exercises[i], credit, identity=reading.identity, hand=check.hand, known=known)
    return tuple(judged)


def _is_open(judged: Judgement, together: Sequence[Cause] = ()) -> bool:
    """Whether a run has no cause yet; with a cause of all runs at hand, whether it has another one."""
    return judged.code in ("unexplained", "slip", "not-finite") or bool(together and judged.cause is not None)


def _together(
    exercises: Sequence[Exercise], matrices: Sequence[Shown | None], judged: Sequence[Judgement | None]
) -> list[Cause]:
    """The wrong terms that all wrong runs show together, where each alone fits something else, or nothing."""
    wrong = [
        (m, e, j)
        for m, e, j in zip(matrices, exercises, judged, strict=True)
        if m is not None and j is not None and not j.degenerate and (j.cause is not None or _is_open(j))
    ]
    alone = [{j.code, *j.explanations} for _, _, j in wrong]
    if len(wrong) < 2 or (not any(_is_open(j) for _, _, j in wrong) and set.intersection(*alone)):
        return []
    replays = [Replays(m, e) for m, e, _ in wrong]
    candidates = gradient_terms([(m, e) for m, e, _ in wrong], MOST)
    return next(([c] for c in candidates if all(one.explains(c) for one in replays)), [])


def _causes(judged: Sequence[Judgement | None]) -> list[Cause]:
    return [j.cause for j in judged if j is not None and j.cause is not None]


def _fitted_step_size(
    matrices: Sequence[Shown | None], starts: list[Start], objective: Objective, check: RunsCheck, credit: Credit
) -> Fraction | None:
    fitted = (
        fitted_step_size(matrix.rows(0, check.iterations + 1), start, objective, credit)
        for matrix, start in zip(matrices, starts, strict=True)
        if matrix is not None
    )
    return next((eta for eta in fitted if eta is not None), None)


def fitted_step_size(matrix: Shown, start: Start, objective: Objective, credit: Credit) -> Fraction | None:
    """η from a run itself: the fit with the fewest digits under which its first rows are right in any honest arithmetic."""
    rows = matrix.rows(0, 12)
    if len(rows) < 3:
        return None
    for cause in fits.step_sizes(rows, Exercise(objective, start, Fraction("0.0123456789"), len(rows) - 1)):
        eta = cause.parameters.get("eta")
        if cause.code == "wrong-step-size" and isinstance(eta, float) and eta > 0:
            exact = Fraction(repr(eta))
            fit, _ = best_fit(rows, Exercise(objective, start, exact, len(rows) - 1), credit)
            if fit.right:
                return exact
    return None


def _label(start: Start) -> str:
    return "(" + ", ".join(f"{float(c):g}" for c in start) + ")"

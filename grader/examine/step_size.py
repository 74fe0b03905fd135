"""step-size: claims about η, decided by certificates: diverges, converges, cycles, or honestly undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from grader.examine.claims import located
from grader.examine.context import Absent, Context, Found, finding, undecided
from grader.examine.elsewhere import PROBES, search
from grader.examine.exercise import Exercise
from grader.examine.iterates import fitted_step_size
from grader.examine.pictures import MOST_ROWS, orbits, picture
from grader.examine.shown import Shown, shown
from grader.examine.traces import Judgement, judge
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.mappings import read_by_start, read_number, read_start_and_step
from grader.reading.number import Number
from grader.reading.points import TraceReading, read_trace, starts_at
from grader.reading.value import Pairs, ReadingError, Scalar
from grader.reference.dynamics import Certificate, classify
from grader.reference.objective import Objective
from grader.spec import Assignment, Credit, StepSizeCheck

Start: TypeAlias = tuple[Fraction, ...]

#: A divergent trace proves itself with ten right steps (2-assignments, Rulings).
ENOUGH = 10


def probes(check: StepSizeCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Step sizes and traces are values, under whatever name."""
    return list(PROBES)


def examine(check: StepSizeCheck, context: Context) -> Finding:
    """A claim about η, by what was claimed."""
    if check.claim == "cycles":
        return located(check, context, check.answer, partial(_cycle, check, context))
    if check.trace_answer is not None:
        judge = partial(_with_trace, check, context, check.trace_answer)
        return located(check, context, check.answer, judge, lambda: _of_traces(check, context))
    return located(check, context, check.answer, partial(_each_start, check, context))


def _cycle(check: StepSizeCheck, context: Context, found: Found) -> Finding:
    objective = context.assignment.objective(check)
    start, number = read_start_and_step(found.value, objective.dimension)
    source = Source(found.where, found.name, "start and η", found.named)
    eta = number.exact if number.nonfinite is None else None
    if eta is None or eta <= 0 or any(c.exact is None for c in start):
        return finding(check, "wrong-value", source=source, parameters={"name": found.name})
    point = tuple(c.exact for c in start if c.exact is not None)
    certificate = classify(objective, point, eta)
    told = _told(point, eta, certificate)
    evidence = (_evidence(point, eta, certificate),)
    drawing = orbits(objective, [(point, eta, certificate)])
    if certificate.kind == "undecided":
        return undecided(check, "cannot-certify", source=source, parameters=told, evidence=evidence, picture=drawing)
    share = Fraction(int(certificate.kind == "cycle"))
    return finding(
        check, "wrong-class", share, source=source, explanations=("wrong-class",), parameters=told,
        evidence=evidence, picture=drawing,
    )  # fmt: skip


def _each_start(check: StepSizeCheck, context: Context, found: Found) -> Finding:
    objective = context.assignment.objective(check)
    starts = [tuple(Fraction(c) for c in s) for s in check.starts]
    steps = _step_sizes(found.value, starts)
    credit = context.assignment.credit(check)
    results = [_claim(objective, s, eta, credit) for s, eta in zip(starts, steps, strict=True)]
    source = Source(
        found.where, found.name, named=found.named, read_as=f"η for {sum(e is not None for e in steps)} starts"
    )
    claims = [
        (s, eta, c)
        for s, eta, (_, _, c) in zip(starts, steps, results, strict=True)
        if c is not None and eta is not None
    ]
    evidence = tuple(_evidence(*claim) for claim in claims)
    drawing = orbits(objective, claims)
    open_ones = [_told(*claim) for claim in claims if claim[2].kind == "undecided"]
    if open_ones:
        return undecided(
            check, "cannot-certify", source=source, evidence=evidence, parameters=open_ones[0], picture=drawing
        )
    share = sum((r[0] for r in results), Fraction(0)) / len(starts)
    wrong = [(s, eta, r) for s, eta, r in zip(starts, steps, results, strict=True) if r[0] < 1]
    parameters: dict[str, Any] = {"rows": len(starts) - len(wrong), "asked": len(starts)}
    code = "ok"
    if wrong:
        # A claim of the wrong class teaches more than a missing one.
        s, eta, result = next((w for w in wrong if w[2][1] == "wrong-class"), wrong[0])
        code = result[1]
        parameters |= _told(s, eta, result[2]) if result[2] is not None and eta is not None else {"start": _label(s)}
    explanations = (code,) if code in ("wrong-class", "absent") else ()
    return finding(
        check, code, share, source=source, explanations=explanations, parameters=parameters,
        evidence=evidence, picture=drawing,
    )  # fmt: skip


def _with_trace(check: StepSizeCheck, context: Context, trace_answer: str, found: Found) -> Finding:
    """The claim and the iterates are judged apart, half the points each."""
    objective = context.assignment.objective(check)
    start = tuple(Fraction(c) for c in check.starts[0])
    credit = context.assignment.credit(check)
    number = read_number(found.value)
    source = Source(found.where, found.name, number.kind, found.named)
    eta = number.exact if number.nonfinite is None else None
    if eta is None or eta <= 0:
        return finding(check, "wrong-value", source=source, parameters={"name": found.name})
    claim_share, claim_code, certificate = _claim(objective, start, eta, credit)
    judged, matrix = _trace(trace_answer, objective, start, eta, context, credit)
    share = (claim_share + judged.share) / 2
    evidence = ((_evidence(start, eta, certificate),) if certificate is not None else ()) + judged.evidence
    told = _told(start, eta, certificate) if certificate is not None else {"eta": f"{float(eta):g}"}
    drawing = orbits(objective, [(start, eta, certificate)]) if certificate is not None else None
    if matrix is not None:
        drawn = matrix.rows(0, MOST_ROWS)
        exercise = Exercise(objective, start, eta, max(len(drawn) - 1, 1))
        drawing = picture(exercise, [(start, drawn, judged.wrong_row)])
    if certificate is not None and certificate.kind == "undecided":
        return undecided(check, "cannot-certify", source=source, evidence=evidence, parameters=told, picture=drawing)
    code = claim_code if claim_share < 1 else judged.code
    explanations = ((claim_code,) if claim_share < 1 else ()) + judged.explanations
    parameters = {**judged.parameters, **told, "trace": judged.code}
    return finding(
        check,
        code,
        share,
        source=source,
        explanations=explanations,
        parameters=parameters,
        evidence=evidence,
        picture=drawing,
    )


def _of_traces(check: StepSizeCheck, context: Context) -> list[Found]:
    """The η that traces of the notebook were made with, where it says none: each as if it had been written down."""
    objective = context.assignment.objective(check)
    start = tuple(Fraction(c) for c in check.starts[0])
    assert check.trace_answer is not None

    def attempt(found: Found) -> Found | None:
        matrix = shown(_reading(found, objective, start).rows)
        eta = fitted_step_size(matrix, start, objective, context.assignment.credit(check))
        return None if eta is None else replace(found, value=Scalar(Number(eta, None, 0, "fitted")))

    try:
        named = attempt(context.answer(check.trace_answer))
        return [named] if named is not None else []
    except (Absent, ReadingError):
        return search(context, check.trace_answer, objective.dimension, attempt, lambda found: True)


def _trace(
    name: str, objective: Objective, start: Start, eta: Fraction, context: Context, credit: Credit
) -> tuple[Judgement, Shown | None]:
    """The trace under its name; else the one elsewhere that is most nearly the run with this η."""

    def attempt(found: Found) -> tuple[Judgement, Shown]:
        return _judged(_reading(found, objective, start), objective, start, eta, credit)

    try:
        reading = read_trace(
            context.answer(name).value, objective.dimension, length=None, start=start, variables=objective.variables
        )
        return _judged(reading, objective, start, eta, credit)
    except Absent:
        held = search(
            context, name, objective.dimension, attempt, lambda one: one[0].right, lambda one: one[0].systematic
        )
        missing = Judgement("absent", Fraction(0), {"name": name, "missing": [name]}, ("absent",))
        return max(held, key=lambda one: one[0].share, default=(missing, None))
    except ReadingError:
        return Judgement("wrong-shape", Fraction(0), {"name": name}, ("wrong-shape",)), None


def _reading(found: Found, objective: Objective, start: Start) -> TraceReading:
    """A trace under another name: three rows or more that begin at the start. Raises ReadingError."""
    reading = read_trace(found.value, objective.dimension, length=None, start=start, variables=objective.variables)
    if len(reading.rows) < 3 or not starts_at(reading.rows[0], start):
        raise ReadingError("no trace from the start")
    return reading


def _judged(
    reading: TraceReading, objective: Objective, start: Start, eta: Fraction, credit: Credit
) -> tuple[Judgement, Shown]:
    matrix = shown(reading.rows)
    with np.errstate(invalid="ignore"):
        tame = np.all(np.abs(matrix.values) < 1e100, axis=1)
    overflowed = not bool(np.all(tame))
    kept = matrix.rows(0, int(np.argmin(tame))) if overflowed else matrix
    if len(kept) == 0:
        return Judgement("not-finite", Fraction(0), explanations=("not-finite",)), matrix
    steps = max(len(kept) - 1, 1)
    iterations = steps if overflowed and _overflows(objective, start, eta, steps) else max(steps, ENOUGH)
    judged = judge(kept, Exercise(objective, start, eta, iterations), credit, identity=reading.identity[: len(kept)])
    return judged, matrix


def _overflows(objective: Objective, start: Start, eta: Fraction, steps: int) -> bool:
    """Whether the run itself is beyond all bounds soon after: an early NaN is a mistake, an overflow is the answer."""
    exercise = Exercise(objective, start, eta, steps + 3)
    trace = exercise.trace()
    with np.errstate(invalid="ignore"):
        return not bool(np.all(np.abs(trace) < 1e90))


def _claim(
    objective: Objective, start: Start, eta: Fraction | None, credit: Credit
) -> tuple[Fraction, str, Certificate | None]:
    if eta is None:
        return Fraction(0), "absent", None
    if eta <= 0:
        return Fraction(0), "wrong-value", None
    certificate = classify(objective, start, eta)
    if certificate.kind == "diverges":
        return Fraction(1), "ok", certificate
    if certificate.kind == "cycle":
        return Fraction(str(credit.cycle_share)), "wrong-class", certificate
    return Fraction(0), "wrong-class" if certificate.kind == "converges" else "cannot-certify", certificate


def _step_sizes(value: Any, starts: Sequence[Start]) -> list[Fraction | None]:
    """η for each start; one number means all of them, one entry under a start only that one."""
    if not isinstance(value, Pairs):
        try:
            number = read_number(value)
            return [number.exact if number.nonfinite is None else Fraction(0)] * len(starts)
        except ReadingError:
            pass
    found: list[Fraction | None] = []
    for one in read_by_start(value, starts):
        try:
            own = read_number(one) if one is not None else None
        except ReadingError:
            own = None
        # What is not finite is no step size: judged as a wrong value, not as a missing one.
        found.append(None if own is None else own.exact if own.nonfinite is None else Fraction(0))
    return found


def _told(start: Start, eta: Fraction, certificate: Certificate) -> dict[str, Any]:
    told: dict[str, Any] = {"start": _label(start), "eta": f"{float(eta):g}", "kind": certificate.kind}
    if certificate.period is not None:
        told["period"] = certificate.period
    if certificate.limit is not None:
        told["limit"] = "(" + ", ".join(f"{float(c):.3g}" for c in certificate.limit) + ")"
    return told


def certified(eta: Fraction, certificate: Certificate) -> dict[str, Any]:
    """A certificate's numbers, with what it proves: kind, whether it is robust, η, and limit or period."""
    said = {
        "certificate": certificate.kind, "robust": certificate.robust, "eta": f"{float(eta):g}",
        "limit": list(certificate.limit) if certificate.limit is not None else None, "period": certificate.period,
    }  # fmt: skip
    return {**said, **certificate.details}


def _evidence(start: Start, eta: Fraction, certificate: Certificate) -> Evidence:
    return Evidence(
        f"run from {_label(start)} with η = {float(eta):g}", certificate.kind, "certificate",
        {True: "certificate, robust to float64", False: "certificate, exact arithmetic only", None: "certificate"}[certificate.robust],
        {"start": _label(start)}, certified(eta, certificate),
    )  # fmt: skip


def _label(start: Start) -> str:
    return "(" + ", ".join(f"{float(c):g}" for c in start) + ")"

"""number: one number, against an expression, the first small gradient, or the step-size threshold 2/λmax."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial

import numpy as np

from grader.examine.claims import located
from grader.examine.context import Absent, Context, Found, NotAsked, finding
from grader.examine.elsewhere import CANDIDATES
from grader.examine.exercise import Exercise
from grader.examine.iterates import own_trace
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.mappings import read_number
from grader.reading.number import Number
from grader.reading.value import ReadingError
from grader.reference.objective import Objective
from grader.reference.parsing import parse
from grader.reference.threshold import step_size_threshold
from grader.spec import Assignment, NumberCheck

#: A stopping rule is looked for among this many iterates.
LONGEST = 20_000


def probes(check: NumberCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """The number is a value, under whatever name."""
    return [CANDIDATES]


def examine(check: NumberCheck, context: Context) -> Finding:
    """One number, by the quantity it stands for."""
    return located(check, context, check.answer, partial(_judged, check, context))


def _judged(check: NumberCheck, context: Context, found: Found) -> Finding:
    number = read_number(found.value)
    source = Source(found.where, found.name, number.kind, found.named)
    if not math.isfinite(float(number)):
        return finding(
            check, "not-finite", source=source, explanations=("not-finite",), parameters={"name": found.name}
        )
    if check.quantity == "first-small-gradient":
        return _first_small_gradient(check, context, number, source)
    if check.quantity == "step-size-threshold":
        return _threshold(check, context, number, source)
    return _expression(check, number, source)


def _first_small_gradient(check: NumberCheck, context: Context, number: Number, source: Source) -> Finding:
    objective = context.assignment.objective(check)
    assert check.start is not None and check.step_size is not None and check.tolerance is not None
    tolerance = float(Fraction(check.tolerance))
    exercise = Exercise(objective, tuple(Fraction(c) for c in check.start), Fraction(check.step_size), LONGEST)
    expected = _first_below(_trace_until(exercise, tolerance), objective, tolerance)
    given = number.exact
    evidence = _norms_at(given, exercise, tolerance)
    if expected is not None and given == expected:
        return finding(check, "ok", 1, source=source, evidence=evidence)
    parameters: dict[str, object] = {"given": _short(number), "tolerance": f"{tolerance:g}"}
    if check.trace_answer is not None and given is not None and given.denominator == 1:
        other = next(
            (c for c in context.assignment.checks if c.kind == "iterates" and c.answer == check.trace_answer), None
        )
        if other is not None:
            own_exercise = Exercise(exercise.objective, exercise.start, exercise.step_size, other.iterations)
            try:
                own = own_trace(check.trace_answer, own_exercise, context, hand=other.hand, check=other)
                by_own = (
                    None
                    if own.judged.right or own.judged.degenerate
                    else _first_below(own.matrix.values, objective, tolerance)
                )
            except (Absent, NotAsked, ReadingError):
                by_own = None
            if by_own is not None and given == by_own:
                share = Fraction(str(context.assignment.credit(check).carried_forward_share))
                return finding(
                    check,
                    "carried-forward",
                    share,
                    source=source,
                    explanations=("carried-forward",),
                    parameters=parameters,
                    evidence=evidence,
                )
    code = "off-by-one" if expected is not None and given is not None and abs(given - expected) == 1 else "wrong-value"
    return finding(
        check, code, 0, source=source, explanations=(code,) if code != "wrong-value" else (), parameters=parameters,
        evidence=evidence,
    )  # fmt: skip


def _norms_at(given: Fraction | None, exercise: Exercise, tolerance: float) -> tuple[Evidence, ...]:
    """‖∇J‖ at the answer's t and just before: the first is small and the second not where the answer is right."""
    if given is None or given.denominator != 1 or not 0 <= given <= LONGEST:
        return ()
    t = int(given)
    with np.errstate(all="ignore"):
        norms = np.linalg.norm(exercise.objective.gradient_at(exercise.trace(t + 1)), axis=1)
    details = {"before": f"{norms[t - 1]:.1e}"} if t > 0 else {}
    return (
        Evidence(f"‖∇J‖ at t = {t}", f"{norms[t]:.1e}", f"{tolerance:.1e}", "tolerance of the assignment", {"t": t}, details),
    )  # fmt: skip


def _trace_until(exercise: Exercise, tolerance: float) -> np.ndarray:
    for k in (256, 2048, LONGEST):
        trace = exercise.trace(k)
        if _first_below(trace, exercise.objective, tolerance) is not None or not np.all(np.isfinite(trace)):
            break
    return trace


def _first_below(trace: np.ndarray, objective: Objective, tolerance: float) -> int | None:
    with np.errstate(all="ignore"):
        norms = np.linalg.norm(objective.gradient_at(trace), axis=1)
    small = np.flatnonzero(norms <= tolerance)
    return int(small[0]) if len(small) else None


def _threshold(check: NumberCheck, context: Context, number: Number, source: Source) -> Finding:
    objective = context.assignment.objective(check)
    threshold = float(step_size_threshold(objective))
    tolerance = float(Fraction(check.tolerance or "0.0005"))
    credit = context.assignment.credit(check)
    assert number.exact is not None
    given = float(number)
    evidence = (_gap(number, threshold, tolerance, "2/λmax"),)
    parameters = {"given": _short(number), "digits": number.decimals}
    if abs(given - threshold) <= tolerance or (_significant(number) >= 3 and _consistent(number, threshold)):
        return finding(check, "ok", 1, source=source, evidence=evidence)
    if _significant(number) == 2 and _consistent(number, threshold):
        share = Fraction(str(credit.two_digits_share))
        return finding(
            check,
            "too-few-digits",
            share,
            source=source,
            explanations=("too-few-digits",),
            parameters=parameters,
            evidence=evidence,
        )
    if abs(given - threshold / 2) <= tolerance or (_significant(number) >= 2 and _consistent(number, threshold / 2)):
        share = Fraction(str(credit.inverse_share))
        return finding(
            check,
            "wrong-value",
            share,
            source=source,
            parameters={**parameters, "kind": "inverse-eigenvalue"},
            evidence=evidence,
        )
    return finding(check, "wrong-value", 0, source=source, parameters=parameters, evidence=evidence)


def _expression(check: NumberCheck, number: Number, source: Source) -> Finding:
    assert check.expression is not None and number.exact is not None
    expected = float(parse(check.expression, ()).evalf(30))
    given = float(number)
    if check.tolerance is not None:
        tolerance = float(Fraction(check.tolerance))
        right = abs(given - expected) <= tolerance + 4 * math.ulp(1.0) * abs(expected)
    else:
        tolerance = 10.0**-number.decimals / 2
        near = abs(given - expected) <= 1e-9 * max(1.0, abs(expected))
        right = near or (_consistent(number, expected) and number.decimals >= 2)
        if not right and _consistent(number, expected):
            return finding(
                check,
                "too-few-digits",
                0,
                source=source,
                explanations=("too-few-digits",),
                parameters={"given": _short(number), "digits": number.decimals},
            )
    evidence = (_gap(number, expected, tolerance, "the expected value"),)
    if right:
        return finding(check, "ok", 1, source=source, evidence=evidence)
    return finding(check, "wrong-value", 0, source=source, parameters={"given": _short(number)}, evidence=evidence)


def _gap(number: Number, expected: float, bound: float, name: str) -> Evidence:
    assert number.exact is not None
    details = {"given": _short(number), "digits": number.decimals, "significant": _significant(number)}
    gap = f"{abs(float(number) - expected):.1e}"
    return Evidence(f"|answer - {name}|", gap, f"{bound:.1e}", "tolerance of the assignment", {}, details)


def _significant(number: Number) -> int:
    assert number.exact is not None
    value = abs(float(number))
    return number.decimals + math.floor(math.log10(value)) + 1 if value > 0 else 0


def _consistent(number: Number, exact: float) -> bool:
    """Whether the digits shown are the exact value rounded (either way at a tie) or truncated."""
    assert number.exact is not None
    given, unit = float(number), 10.0**-number.decimals
    slack = 1e-12 * max(1.0, abs(exact))
    return abs(given - exact) <= unit / 2 + slack or (
        abs(exact) >= abs(given) - slack and abs(exact - given) < unit and given * exact >= 0
    )


def _short(number: Number) -> str:
    if number.exact is not None and number.exact.denominator == 1 and abs(number.exact) < 10**15:
        return str(int(number.exact))
    return f"{float(number):.6g}" if number.exact is not None else str(number.nonfinite)

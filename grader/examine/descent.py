"""descent: the student's gradient descent, called on inputs that did not exist while the notebook ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from grader.examine import hidden
from grader.examine.causes import Cause
from grader.examine.context import Absent, Context, NotAsked, absent, finding, undecided, why
from grader.examine.elsewhere import worth
from grader.examine.exercise import Exercise
from grader.examine.iterates import exercise_of, own_trace
from grader.examine.replay import Replays
from grader.examine.shown import Shown, shown
from grader.examine.traces import Judgement, judge
from grader.model import Finding, Probe, Remark, Source
from grader.reading.points import read_trace
from grader.reading.value import ReadingError, read_value
from grader.spec import Assignment, Credit, DescentCheck, IteratesCheck

#: The arguments that may be found unused, as the probe names them.
ARGUMENTS = ("gradient", "start", "step_size", "iterations")


def probes(check: DescentCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """The published input and the hidden ones, in one probe."""
    variables = assignment.objective(check).variables
    cases = [_wire(e) for e in hidden_exercises(check, assignment, sha256)]
    parameters = {"names": list(assignment.names[check.answer]), "cases": cases, "variables": list(variables)}
    return [Probe(f"descent:{check.id}", "descent", parameters)]


def examine(check: DescentCheck, context: Context) -> Finding:
    """The first four lines of the credit rules on the hidden inputs; `hard_coded_share` where only the published input comes out right."""
    reply = context.reply(f"descent:{check.id}")
    if reply.get("ok") is not True:
        if reply.get("reason") == "absent":
            return absent(check)
        return undecided(check, "cannot-call", parameters=why(reply))
    named = reply.get("name") in context.assignment.names[check.answer]
    if not named and not context.assignment.share_of("variable"):
        return absent(check)
    return worth(_examined(check, context, reply), context)


def _examined(check: DescentCheck, context: Context, reply: Mapping[str, Any]) -> Finding:
    name = str(reply.get("name", check.answer))[:64]
    source = Source("function", name, named=name in context.assignment.names[check.answer])
    replies = [c if isinstance(c, dict) else {} for c in reply.get("cases") or []]
    exercises = hidden_exercises(check, context.assignment, context.submission.sha256)
    if len(replies) != len(exercises):
        return undecided(check, "cannot-read", source=source)
    if all(c.get("ok") is not True for c in replies):
        return undecided(check, "cannot-call", source=source, parameters={**why(reply), "name": name})
    # The gradient is handed to the student's function: there is nothing to take differences of.
    credit = context.assignment.credit(check).model_copy(update={"max_difference_step": 0.0})
    matrices = [_rows(c, e) for c, e in zip(replies, exercises, strict=True)]
    judged: list[Judgement] = []
    for k, (case, matrix, exercise) in enumerate(zip(replies, matrices, exercises, strict=True)):
        if k and _same(matrix, matrices[0]):
            # The same rows for other inputs: whatever they are, they were not computed from these.
            judged.append(Judgement("unexplained", Fraction(0)))
            continue
        known = [j.cause for j in judged if j.cause is not None] or _of_the_trace(check, context)
        judged.append(_judged(case, matrix, exercise, credit, known))
    # A rounding that some inputs show, and others hide or bring to rest, is one cause all the same.
    rounded = next((j for j in judged if j.cause is not None and j.cause.exact and not j.degenerate), None)
    if rounded is not None and rounded.cause is not None:
        for k, (matrix, exercise) in enumerate(zip(matrices, exercises, strict=True)):
            open_to_it = judged[k].right or judged[k].degenerate
            if open_to_it and matrix is not None and Replays(matrix[0], exercise).explains(rounded.cause):
                judged[k] = replace(rounded, evidence=judged[k].evidence)
    seen, unseen = judged[: -check.cases], judged[-check.cases :]
    changed = any(c.get("start_changed") is True for c in replies)
    remarks: tuple[Remark, ...] = (Remark("start-mutated", {"name": name}),) if changed else ()
    remarks += _habits(reply, name)
    if all(j.right for j in unseen):
        remarks += tuple(r for j in unseen for r in j.remarks if r.code != "single-precision")[:1]
        return finding(check, "ok", 1, source=source, remarks=remarks)
    # Right with the published gradient, and elsewhere with one a term away from what was handed over: that one was not used.
    unused = all(_proves_nothing(j) or j.code == "wrong-gradient" for j in unseen)
    if any(j.right for j in seen) and not any(j.right for j in unseen) and unused:
        share = Fraction(str(credit.hard_coded_share))
        # Right once and never again: what it answers has either been written into it, or is kept from call to call.
        code = "keeps-state" if reply.get("repeats") is False else "hard-coded"
        told = {"name": name}
        return finding(check, code, share, source=source, explanations=(code,), parameters=told, remarks=remarks)
    share = sum((Fraction(0) if _proves_nothing(j) else j.share for j in unseen), Fraction(0)) / len(unseen)
    wrong = [j for j in unseen if not j.right]
    code = Counter(j.code for j in wrong).most_common(1)[0][0]
    first = next(j for j in wrong if j.code == code)
    explanations = tuple(c for c in first.explanations if all(c in j.explanations for j in wrong if j.code == code))
    return finding(
        check, code, min(share, Fraction(99, 100)), source=source, explanations=explanations or first.explanations,
        parameters={"name": name, **first.parameters}, evidence=first.evidence, remarks=remarks,
    )  # fmt: skip


def _of_the_trace(check: DescentCheck, context: Context) -> list[Cause]:
    """The cause of the notebook's own wrong trace: most likely the function's as well, and so tried first."""
    objective = context.assignment.objective(check)
    for other in context.assignment.checks:
        if isinstance(other, IteratesCheck) and context.assignment.objective(other) == objective:
            exercise = exercise_of(other, objective)
            with suppress(Absent, NotAsked, ReadingError):
                cause = own_trace(other.answer, exercise, context, hand=other.hand, check=other).judged.cause
                return [cause] if cause is not None else []
    return []


def _habits(reply: Mapping[str, Any], name: str) -> tuple[Remark, ...]:
    """What a function does beside returning rows: it prints, changes from call to call, or does not use an argument."""
    remarks = [Remark("prints", {"name": name})] if reply.get("printed") is True else []
    if reply.get("repeats") is False:
        remarks.append(Remark("keeps-state", {"name": name}))
    ignored = reply.get("ignored")
    ignored = [one for one in ARGUMENTS if one in ignored] if isinstance(ignored, list) else []
    if ignored:
        remarks.append(Remark("ignores-argument", {"name": name, "arguments": ignored}))
    return tuple(remarks)


def _same(one: tuple[Shown, tuple[int, ...]] | None, other: tuple[Shown, tuple[int, ...]] | None) -> bool:
    """Whether two calls returned the same numbers."""
    return one is not None and other is not None and np.array_equal(one[0].values, other[0].values)


def _proves_nothing(judged: Judgement) -> bool:
    return judged.code in ("unexplained", "not-finite", "wrong-shape", "cannot-call", "too-few-digits") or (
        judged.degenerate and judged.code != "aliasing"
    )


def _rows(reply: dict[str, Any], exercise: Exercise) -> tuple[Shown, tuple[int, ...]] | None:
    """What one call returned, as rows and which of them are one object; None where it is no trace."""
    if reply.get("ok") is not True:
        return None
    try:
        reading = read_trace(
            read_value(reply.get("value")), exercise.objective.dimension, length=exercise.iterations + 1,
            start=exercise.start, variables=exercise.objective.variables,
        )  # fmt: skip
    except ReadingError:
        return None
    return shown(reading.rows), reading.identity


def _judged(
    reply: dict[str, Any],
    rows: tuple[Shown, tuple[int, ...]] | None,
    exercise: Exercise,
    credit: Credit,
    known: list[Cause],
) -> Judgement:
    if reply.get("ok") is not True:
        code = "cannot-call" if reply.get("reason") != "error" else "unexplained"
        return Judgement(code, Fraction(0), why({"error": reply.get("error")}))
    if rows is None:
        return Judgement("wrong-shape", Fraction(0), explanations=("wrong-shape",))
    return judge(rows[0], exercise, credit, identity=rows[1], known=known)


def hidden_exercises(check: DescentCheck, assignment: Assignment, sha256: str) -> list[Exercise]:
    """The published exercise, where its gradient can be sent as a polynomial, then the hidden ones."""
    objective = assignment.objective(check)
    published = Exercise(
        objective, tuple(Fraction(c) for c in check.start), Fraction(check.step_size), check.iterations
    )
    unseen = _unseen(sha256, assignment.digest, check.id, objective.variables, check.cases)
    return [published, *unseen] if objective.is_polynomial else list(unseen)


@lru_cache(maxsize=64)
def _unseen(sha256: str, digest: str, check: str, variables: tuple[str, ...], count: int) -> tuple[Exercise, ...]:
    """Drawn when the plan is made and again when its replies are examined: the same objects, their gradients compiled once."""
    return tuple(hidden.exercises(hidden.generator(sha256, digest, check), variables, count))


def _wire(exercise: Exercise) -> dict[str, Any]:
    gradient = [
        [[str(float(c)), list(powers)] for powers, c in terms.items()] for terms in exercise.objective.gradient_terms
    ]
    return {
        "gradient": gradient,
        "start": [str(float(c)) for c in exercise.start],
        "step_size": str(float(exercise.step_size)),
        "iterations": exercise.iterations,
    }

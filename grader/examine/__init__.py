"""Examinations: one module a check kind turns a check and what came back into a Finding."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from grader.examine import (
    array,
    custom,
    descent,
    figure,
    function,
    gradient,
    iterates,
    number,
    points,
    step_size,
    table,
    text,
)
from grader.examine.context import Context, NotAsked, skipped, undecided
from grader.model import Finding, Probe, Verdict
from grader.spec import Assignment, Check, judged_with, own_answer

_log = logging.getLogger(__name__)
# Tracebacks are for who configures logging; where nobody does, Python would print them.
_log.addHandler(logging.NullHandler())


class Kind(NamedTuple):
    """What a check kind asks of the kernel, (check, assignment, sha256) → probes, and how its answer is examined."""

    probes: Callable[[Any, Assignment, str], list[Probe]]
    examine: Callable[[Any, Context], Finding]


KINDS: dict[str, Kind] = {
    "gradient": Kind(gradient.probes, gradient.examine),
    "descent": Kind(descent.probes, descent.examine),
    "iterates": Kind(iterates.probes, iterates.examine),
    "runs": Kind(iterates.probes, iterates.examine_runs),
    "table": Kind(table.probes, table.examine),
    "number": Kind(number.probes, number.examine),
    "points": Kind(points.probes, points.examine),
    "limits": Kind(points.probes, points.examine_limits),
    "step-size": Kind(step_size.probes, step_size.examine),
    "figure": Kind(figure.probes, figure.examine),
    "text": Kind(text.probes, text.examine),
    "array": Kind(array.probes, array.examine),
    "function": Kind(function.probes, function.examine),
    "custom": Kind(custom.probes, custom.examine),
}


def examine(context: Context) -> tuple[Finding, ...]:
    """One finding a check, in the spec's order, whatever happens: a fault of ours is undecided, never the student's."""
    findings: dict[str, Finding] = {}
    as_seen = _as_seen(context)
    for check in context.assignment.checks:
        found = _examine(check, as_seen if check.visible else context)
        if found.code.endswith(".absent") and any(_missing(findings[need]) for need in check.needs):
            found = skipped(check)  # what it builds on is not there either: the question has no meaning
        findings[check.id] = _what_is_missing(check, found, context)
    return tuple(findings.values())


def _as_seen(context: Context) -> Context:
    """The context that visible checks are judged in, here as in a student's own copy, which knows nothing of hidden ones.

    A hidden check that a visible one is judged with stays; no copy is made of such an assignment (release.py).
    """
    checks = context.assignment.checks
    if all(check.visible for check in checks):
        return context
    needed = {name for check in checks if check.visible for name in judged_with(check)}
    kept = tuple(check for check in checks if check.visible or own_answer(check) in needed)
    spec = context.assignment.spec.model_copy(update={"checks": kept})
    return replace(context, assignment=replace(context.assignment, spec=spec), cache={})


def _examine(check: Check, context: Context) -> Finding:
    try:
        return KINDS[check.kind].examine(check, context)
    except NotAsked:
        return skipped(check)
    except Exception as error:
        _log.exception("examining %s of %s", check.id, context.submission.student)
        return replace(undecided(check, "cannot-certify"), parameters={"message": type(error).__name__})


def _what_is_missing(check: Check, finding: Finding, context: Context) -> Finding:
    """What is absent tells whether its name is there without a value, and how many cells ran where nobody listened."""
    if not finding.code.endswith(".absent"):
        return finding
    heard = finding.kind == "figure" or context.assignment.share_of("printed")
    told = {
        "empty": context.empty(own_answer(check) or ""),
        "unheard": context.execution.unheard if heard else 0,
    }
    return replace(finding, parameters={**finding.parameters, **{key: one for key, one in told.items() if one}})


def _missing(finding: Finding) -> bool:
    return finding.verdict is Verdict.SKIPPED or finding.code.endswith(".absent")

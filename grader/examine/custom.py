"""custom: an instructor's own check, a Python file that sees parsed data only and gives a finding.

Its answers are found by their names and aliases alone: only its author knows what else could stand for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grader.examine.context import Absent, Context, absent, finding, undecided
from grader.examine.function import load
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.value import ReadingError, Value
from grader.spec import Assignment, CustomCheck


@dataclass(frozen=True)
class CheckContext:
    """What `check(answers, context)` gets beside the answers: the check itself, and ways to make its finding."""

    check: CustomCheck

    def finding(
        self,
        share: Fraction | float,
        code: str = "wrong-value",
        *,
        parameters: Mapping[str, Any] | None = None,
        explanations: tuple[str, ...] = (),
        evidence: tuple[Evidence, ...] = (),
    ) -> Finding:
        """A finding that earns `share` of the points; `code` is told where share < 1: one of the contract's, or of `codes`."""
        exact = min(max(Fraction(str(share)), Fraction(0)), Fraction(1))
        source = Source("variable", self.check.answers[0])
        return finding(
            self.check, code, exact, source=source, parameters=parameters, explanations=explanations, evidence=evidence
        )

    def undecided(self, code: str = "for-a-person", *, parameters: Mapping[str, Any] | None = None) -> Finding:
        """A finding for a person to decide."""
        return undecided(self.check, code, parameters=parameters or {})


def probes(check: CustomCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """A custom check reads values."""
    return []


def examine(check: CustomCheck, context: Context) -> Finding:
    """Whatever the file says. Its own errors are the instructor's to mend, and never cost a student a point."""
    answers: dict[str, Value] = {}
    missing = []
    for name in check.answers:
        try:
            answers[name] = context.answer(name).value
        except Absent:
            missing.append(name)
        except ReadingError as error:
            return undecided(check, "cannot-read", parameters={"name": name, "message": str(error)[:200]})
    if not answers:
        return absent(check)
    if missing:
        return finding(check, "absent", explanations=("absent",), parameters={"name": missing[0], "missing": missing})
    try:
        result = load(context.assignment.folder / check.file, "check")(answers, CheckContext(check))
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": check.answers[0], "message": str(error)[:200]})
    except Exception as error:
        return undecided(
            check, "cannot-certify", parameters={"message": f"{check.file}: {type(error).__name__}: {error}"[:300]}
        )
    if not isinstance(result, Finding) or result.check != check.id or result.maximum != Decimal(check.points):
        return undecided(
            check,
            "cannot-certify",
            parameters={"message": f"{check.file}: check() must return what context.finding makes"},
        )
    return result

"""Which reports leave: decided ones, of one and the same grading, with points that are points."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Generic, TypeAlias, TypeVar

from grader.document import known_of
from grader.errors import ExportError
from grader.folder import Stored
from grader.late import final_points
from grader.model import Origin

Document: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the teacher must know before uploading: a code, whom or what it is about, and what its sentence names."""

    code: str
    about: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grade(Generic[T]):
    """One report as an export needs it; `kept` is what the caller took from its document, which is not held itself."""

    stem: str
    student: str
    name: str
    file: str
    points: Decimal
    maximum: Decimal
    state: str
    digest: str
    kept: T
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Selection(Generic[T]):
    """The grades that leave, and what to tell of the others."""

    grades: tuple[Grade[T], ...]
    told: tuple[Notice, ...]


def select(
    documents: Iterable[Stored],
    keep: Callable[[Document], T],
    *,
    provisional: bool = False,
    mixed: bool = False,
) -> Selection[T]:
    """Choose from reports with a person's decisions applied, one document in memory at a time.

    A report that waits for a person is left out unless `provisional`. Raises ExportError where the documents are of
    different gradings (assignment, its digest within one variant, grader version), unless `mixed`; and where none is.
    """
    gradings: dict[str, dict[str, list[str]]] = {"assignment": {}, "grader version": {}}
    grades: list[Grade[T]] = []
    told: list[Notice] = []
    for stored in documents:
        document = stored.document
        assignment, submission, score = document["assignment"], document["submission"], document["score"]
        student = str(submission["student"])
        variant = json.dumps(assignment.get("variant"), sort_keys=True)
        gradings.setdefault(f"digest{variant}", {}).setdefault(
            f"{assignment['id']} version {assignment['version']} ({str(assignment['digest'])[:19]})", []
        ).append(student)
        gradings["assignment"].setdefault(f"{assignment['id']} version {assignment['version']}", []).append(student)
        gradings["grader version"].setdefault(str(document["versions"].get("grader")), []).append(student)
        if stale := document.get("stale_decisions"):
            checks = ", ".join(str(one["check"]) for one in stale)
            told.append(Notice("stale-decision", student, {"checks": checks}))
        points, maximum = exact(final_points(score)), exact(score["maximum"])
        if points is None or maximum is None or not 0 <= points <= maximum:
            outside = {"points": str(final_points(score)), "maximum": str(score["maximum"])}
            told.append(Notice("out-of-range", student, outside))
            continue
        if score["state"] != "graded" and not provisional:
            told.append(Notice("needs-review", student))
            continue
        grades.append(
            Grade(
                stored.stem,
                student,
                str(submission["name"]),
                str(submission["file"]),
                points,
                maximum,
                str(score["state"]),
                stored.digest,
                keep(document),
                known_of(document).origin,
            )
        )
    if not grades and not told:
        raise ExportError("no report was found: name a folder that `grader batch --out` wrote.")
    if not mixed:
        _refuse_mixture(gradings)
    return Selection(tuple(grades), tuple(told))


def exact(value: Any) -> Decimal | None:
    """A JSON number as it is shown; None for NaN, infinities and what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Decimal(str(value))


def scaled(points: Decimal, maximum: Decimal, to: Decimal) -> Decimal:
    """points · to / maximum, rounded half-up to 0.01."""
    return (points * to / maximum).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _refuse_mixture(gradings: Mapping[str, Mapping[str, list[str]]]) -> None:
    for what, found in gradings.items():
        if len(found) > 1:
            kinds = "; ".join(f"{name}: {_some(students)}" for name, students in sorted(found.items()))
            raise ExportError(
                f"the reports are of different gradings ({'assignment' if what.startswith('digest') else what}): {kinds}. "
                "Run the batch again, or `grader regrade`, so that all are graded alike; --mixed sends them as they are."
            )


def _some(students: list[str]) -> str:
    shown = ", ".join(students[:3])
    return f"{len(students)} ({shown}{', …' if len(students) > 3 else ''})"

"""What was sent where: lines of DIR/exports.jsonl, and how the grades of now differ from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from grader.lms.selection import Grade

#: The journal's name in the folder of the batch.
JOURNAL = "exports.jsonl"


@dataclass(frozen=True, slots=True)
class Change:
    """One student since the last export to the same target; points are None where there are none."""

    student: str
    kind: Literal["new", "points", "report", "same", "gone"]
    before: str | None
    after: str | None


def entries(format: str, target: str, sent: Sequence[tuple[Grade[Any], Decimal]]) -> str:
    """Lines to append: format, target, student, points as sent, digest of the document."""
    return "".join(
        json.dumps(
            {
                "format": format,
                "target": target,
                "student": grade.student,
                "points": str(points),
                "document": grade.digest,
            },
            ensure_ascii=False,
        )
        + "\n"
        for grade, points in sent
    )


def differences(
    journal: str, format: str, target: str, sent: Sequence[tuple[Grade[Any], Decimal]]
) -> tuple[Change, ...]:
    """Each student of now or of the journal: new, other points, the same points with another report, the same, gone."""
    before = _last(journal, format, target)
    changes: list[Change] = []
    for grade, points in sent:
        old = before.pop(grade.student, None)
        if old is None:
            changes.append(Change(grade.student, "new", None, str(points)))
        else:
            same = Decimal(old["points"]) == points
            kind: Literal["points", "report", "same"] = (
                "points" if not same else "same" if old["document"] == grade.digest else "report"
            )
            changes.append(Change(grade.student, kind, old["points"], str(points)))
    changes += [Change(student, "gone", old["points"], None) for student, old in sorted(before.items())]
    return tuple(changes)


def _last(journal: str, format: str, target: str) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for line in journal.split("\n"):
        try:
            entry = json.loads(line)
            if (entry["format"], entry["target"]) == (format, target):
                Decimal(entry["points"])
                found[entry["student"]] = {"points": str(entry["points"]), "document": str(entry["document"])}
        except (ValueError, KeyError, TypeError, ArithmeticError):
            continue  # an empty line, or one that a full disk cut short: the export before it counts
    return found

"""The document: a report as one JSON object, codes and numbers without prose, that every renderer reads."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from grader.late import lateness, plain_number, rescored
from grader.model import Evidence, Finding, Known, Origin, Received
from grader.reference.certified import ENGINE
from grader.score import points

if TYPE_CHECKING:  # what only reads documents, such as an export, starts without the mathematics
    from grader.pipeline import Report
    from grader.spec import Assignment

#: Characters of printed text that a document keeps: of one cell, and of all.
MOST_OF_A_CELL, MOST_PRINTED = 2_000, 20_000

#: Libraries whose version may change a number of a report; of the two engines, the one that this installation computes with.
_LIBRARIES = {
    "grader": "pendiente",
    "numpy": "numpy",
    "sympy": "sympy",
    "flint" if ENGINE == "python-flint" else "mpmath": ENGINE,
    "ipykernel": "ipykernel",
}


def describe(report: Report) -> dict[str, Any]:
    """A report as JSON data, format 1 (2-assignments, The document). Without `resources` it is the same run after run."""
    assignment, submission, execution = report.assignment, report.submission, report.execution
    document = {
        "format": 1,
        "assignment": {
            "id": assignment.id,
            "version": assignment.version,
            "digest": assignment.digest,
            "title": dict(assignment.title),
            "variant": assignment.variant,
            "checks": {check.id: dict(check.title) for check in assignment.checks},
            # Graded, but not in a student's self-check: pages keep the reference of these back.
            "hidden": [check.id for check in assignment.checks if not check.visible],
        },
        "submission": {"student": submission.student, "file": submission.file, "sha256": submission.sha256},
        "execution": {
            "ending": execution.ending.value,
            "isolation": execution.isolation,
            "errors": [{"cell": e.cell, "name": e.name, "text": e.text} for e in execution.errors],
            "reason": execution.reason,
            "fixed": dict(execution.fixed),
        },
        "score": {
            "points": plain_number(report.score.points),
            "maximum": plain_number(report.score.maximum),
            "state": report.score.state,
        },
        "findings": [_finding(finding) for finding in report.findings],
        "versions": versions(),
        "resources": {
            "wall_seconds": round(execution.wall_seconds, 2),
            "runs": execution.runs,
            # Standard output and error meet in no fixed order, and many a notebook prints the time.
            "printed": _printed(execution.printed),
            "figures": [{"cell": figure.cell, "png": figure.png} for figure in execution.figures],
            "figures_left_out": execution.figures_left_out,
        },
    }
    return handed_in(document, assignment, submission.known)


def handed_in(document: Mapping[str, Any], assignment: Assignment, known: Known) -> dict[str, Any]:
    """The document with what is known now of how the submission came in: whose it is, when, and what lateness takes."""
    told = document["submission"]
    rules = assignment.submissions
    due = known.due or rules.due_at
    submission: dict[str, Any] = {
        "student": told["student"],
        "name": known.name or told["student"],
        "file": told["file"],
        "sha256": told["sha256"],
    }
    if known.origin is not None:
        origin = known.origin
        submission["origin"] = {
            "system": origin.system,
            "number": origin.number,
            "names": list(origin.names),
            "identities": list(origin.identities),
        }
    if known.received is not None:
        at = known.received.at.astimezone(rules.zone).isoformat()
        submission["received"] = {"at": at, "from": known.received.told_by}
    if known.due is not None:
        submission["due"] = known.due.astimezone(rules.zone).isoformat()
    late = None
    if due is not None and known.received is not None:
        late = lateness(
            known.received.at,
            due.astimezone(rules.zone),  # shown so
            penalty=rules.late.penalty,
            share_a_day=rules.late.share_a_day,
            grace=rules.grace,
        )
    return {**document, "submission": submission, "score": rescored(document["score"], late)}


def known_of(document: Mapping[str, Any]) -> Known:
    """What a document tells of how its submission came in."""
    told = document["submission"]
    origin, received, due = told.get("origin"), told.get("received"), told.get("due")
    return Known(
        "" if told["name"] == told["student"] else told["name"],
        None
        if origin is None
        else Origin(origin["system"], origin["number"], tuple(origin["names"]), tuple(origin["identities"])),
        None if received is None else Received(datetime.fromisoformat(received["at"]), received["from"]),
        None if due is None else datetime.fromisoformat(due),
    )


def runs_of(document: Mapping[str, Any]) -> int:
    """How often a document's notebook ran."""
    return int(document.get("resources", {}).get("runs", 1))


def dump(document: Mapping[str, Any]) -> str:
    """A document as text: UTF-8 without escapes, NaN refused, a line break at the end; a key a line, `resources` last."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    told = [("python", platform.python_version())]
    for name, package in _LIBRARIES.items():
        with suppress(PackageNotFoundError):  # a student's installation has no kernel of ours
            told.append((name, version(package)))
    return tuple(told)


def versions() -> dict[str, str]:
    """What a document was made with: two documents are comparable where these agree."""
    return dict(_versions())


def _finding(finding: Finding) -> dict[str, Any]:
    source = finding.source
    described = {
        "check": finding.check,
        "kind": finding.kind,
        "verdict": finding.verdict.value,
        "code": finding.code,
        "points": plain_number(points(finding)),
        "maximum": plain_number(finding.maximum),
        "source": {"where": source.where, "name": source.name, "as": source.read_as} if source is not None else None,
        "explanations": list(finding.explanations),
        "parameters": _plain(finding.parameters),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "remarks": [{"code": remark.code, "parameters": _plain(remark.parameters)} for remark in finding.remarks],
    }
    return described if finding.picture is None else {**described, "picture": _plain(finding.picture)}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    described = {
        "quantity": evidence.quantity,
        "measured": evidence.measured,
        "bound": evidence.bound,
        "name": evidence.name,
        "where": _plain(evidence.where),
    }
    return {**described, "details": _plain(evidence.details)} if evidence.details else described


def _printed(texts: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """The beginning of what each cell printed, for the report to unfold; together at most MOST_PRINTED characters."""
    left, told = MOST_PRINTED, []
    for cell, text in texts:
        kept = _text(text.strip("\n")[: min(left, MOST_OF_A_CELL)])
        if kept.strip():
            told.append({"cell": cell, "text": kept})
            left -= len(kept)
    return told


def _plain(value: Any) -> Any:
    """JSON data: numbers of any library as int or float, what is not finite as text, the rest by its text."""
    if value is None or isinstance(value, bool | str):
        return _text(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else str(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, Fraction | Decimal):
        return str(value)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return _text(str(value))
    if not math.isfinite(number):
        return str(number)
    return int(number) if hasattr(value, "dtype") and value.dtype.kind in "iu" else number


def _text(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates, which a notebook may hold, become replacement characters."""
    return text.encode("utf-8", "replace").decode("utf-8")

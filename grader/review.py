"""Reviewing: what waits for a person in a graded class, whom a decision is about, and what it changed."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from grader import late
from grader.decisions import (
    Decision,
    Ledger,
    append_decisions,
    decided,
    now,
    read_decisions,
    undoing,
    waits,
)
from grader.errors import DecisionError
from grader.folder import decided_documents, read_stored, rewrite, student_of
from grader.late import plain_number

Document: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class Group:
    """The students who share one finding that waits."""

    check: str
    code: str
    maximum: float
    students: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Waiting:
    """What a person should look at: points that hang on a finding, the largest group first; texts; decisions that no longer apply."""

    groups: list[Group]
    #: `stale_decisions` of each document, with its student.
    stale: list[dict[str, Any]]
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One finding that a decision is about, as it is now; or lateness, whose points are those that it takes, and `graded` its days."""

    student: str
    check: str
    code: str
    sha256: str
    #: Points as graded, as they are now, and at most.
    graded: Decimal
    points: Decimal
    maximum: Decimal
    #: What a person gave, and wrote to the student, so far.
    given: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a command did to one finding, and to that student's score."""

    student: str
    check: str
    before: float
    after: float
    score_before: float
    score_after: float
    state: str

    def as_json(self) -> dict[str, Any]:
        """JSON data."""
        return {
            "student": self.student,
            "check": self.check,
            "before": self.before,
            "after": self.after,
            "score": {"before": self.score_before, "after": self.score_after, "state": self.state},
        }


def waiting(folder: Path) -> Waiting:
    """Everything that waits for a person in a folder."""
    groups: dict[tuple[str, str], Group] = {}
    stale = []
    for document in (stored.document for stored in decided_documents(folder)):
        student = document["submission"]["student"]
        stale += [{"student": student, **one} for one in document.get("stale_decisions", ())]
        for finding in document["findings"]:
            if waits(finding):
                key = finding["check"], finding["code"]
                groups.setdefault(key, Group(*key, finding["maximum"])).students.append(student)
    ordered = sorted(groups.values(), key=lambda g: (g.maximum == 0, -len(g.students), g.check, g.code))
    return Waiting(ordered, stale, read_decisions(folder).torn)


def find_document(folder: Path, student: str) -> Document:
    """One student's document with the decisions on it. Raises DecisionError, with what was likely meant."""
    known = []
    for stem, found in ((stored.stem, student_of(stored.document)) for stored in decided_documents(folder)):
        whole = read_stored(folder / "reports" / f"{stem}.json") if found == student else None
        if whole is not None:
            return decided(whole.document, read_decisions(folder).standing.get(student, ()))
        known.append(found)
    raise DecisionError(f"{folder}: no report of the student {student!r}.{_meant(student, known)}")


def targets(
    folder: Path, check: str, *, student: str | None = None, code: str | None = None, also_decided: bool = False
) -> list[Target]:
    """The findings of a check that one student has, or all whose finding has `code` (with or without its kind).

    Of all, those that a person has decided already are left out unless `also_decided`. Raises DecisionError where
    there are none.
    """
    if student is not None:
        found = [_target(find_document(folder, student), check)]
        if code is not None and code not in _codes(found[0].code):
            raise DecisionError(f"{student}: the finding of {check!r} is {found[0].code}, not {code}.")
        return found
    codes: set[str] = set()
    found, left = [], 0
    for document in (stored.document for stored in decided_documents(folder)):
        finding = reviewed(document, check)
        if finding is None:
            continue
        codes.add(finding["code"])
        if code is None or code in _codes(finding["code"]):
            target = _target(document, check)
            left += target.given is not None and not also_decided
            if also_decided or target.given is None:
                found.append(target)
    if found:
        return found
    if left:
        raise DecisionError(f"{check}: all {left} are decided already. --also-decided decides them anew.")
    there = f" Codes there: {', '.join(sorted(codes))}." if codes else " `grader review list` shows what waits."
    raise DecisionError(f"{folder}: nobody has the finding {code} of a check {check!r}.{there}")


def decisions_on(
    found: Sequence[Target],
    *,
    points: Decimal | None = None,
    comment: str | None = None,
    reason: str = "",
    by: str = "",
) -> list[Decision]:
    """One decision a finding, all of one moment; what is left out stays as a person decided it before, if anyone did.

    Raises DecisionError where a finding has not that many points.
    """
    for one in found:
        if one.code == late.CHECK and points:
            raise DecisionError(
                "lateness can be waived, with --points 0, and not made cheaper: a date in the roster's column `due` does that."
            )
        if points is not None and points > one.maximum:
            raise DecisionError(f"{one.check} has at most {plain_number(one.maximum)} points, not {points}.")
    moment = now()
    return [
        Decision(
            t.student,
            t.check,
            t.code,
            t.graded,
            t.sha256,
            t.given if points is None else points,
            t.comment if comment is None else comment,
            reason,
            by,
            moment,
        )
        for t in found
    ]


def undone(
    folder: Path, *, student: str | None = None, check: str | None = None, by: str = "", reason: str = ""
) -> list[Decision]:
    """The lines that take back the last decision on a student's finding; without both, the whole of the last command's.

    Raises DecisionError where nothing is left to undo.
    """
    live = [
        one
        for one in read_decisions(folder).live
        if (student is None or one.student == student) and (check is None or one.check == check)
    ]
    if not live:
        about = " · ".join(part for part in (student, check) if part)
        raise DecisionError(f"{folder}: there is no decision{f' on {about}' if about else ''} to undo.")
    last = live[-1]
    moment = now()
    return [
        undoing(one, by=by, reason=reason, when=moment) for one in live if (one.when, one.by) == (last.when, last.by)
    ]


def carry_out(folder: Path, lines: Sequence[Decision], *, language: str | None = None) -> list[Change]:
    """Append the lines, make pages, class page and grades again, and tell what changed for whom."""
    students = {line.student for line in lines}
    before = {row["student"]: row for row in map(_short, _of(folder, students))}
    append_decisions(folder, lines)
    result = rewrite(folder, language, students=students)
    after = {row["student"]: row for row in result.document["reports"] if row["student"] in students}
    changes = []
    for line in lines:
        if line.student not in before or line.student not in after:
            continue  # a decision on a report that is gone is undone in the file alone
        old, new = before[line.student], after[line.student]
        was, is_ = ((reviewed(row, line.check) or {"points": 0})["points"] for row in (old, new))
        score = new["score"]
        changes.append(
            Change(
                line.student,
                line.check,
                was,
                is_,
                late.final_points(old["score"]),
                late.final_points(score),
                score["state"],
            )
        )
    return changes


def comments(ledger: Ledger) -> list[str]:
    """The comments written so far, each once, in the order of their first use: the numbers that `@N` names never change."""
    return list(dict.fromkeys(line.comment for line in ledger.lines if line.comment))


def history(ledger: Ledger, student: str, check: str) -> list[Decision]:
    """Every line about one finding, undone ones and undos too."""
    return [line for line in ledger.lines if (line.student, line.check) == (student, check)]


def reviewed(document: Mapping[str, Any], check: str) -> Mapping[str, Any] | None:
    """What a decision on a check is about, of a document or a row of class.json: its finding, or lateness told like one."""
    if check != late.CHECK:
        return next((one for one in document["findings"] if one["check"] == check), None)
    came = document["score"].get("late")
    if not came:
        return None
    taken = -late.taken(document["score"])
    told = {"check": late.CHECK, "kind": late.CHECK, "code": late.CHECK, "points": taken, "maximum": taken}
    return {**told, "decision": came["decision"]} if "decision" in came else told


def _target(document: Document, check: str) -> Target:
    student, findings = document["submission"]["student"], document["findings"]
    finding = reviewed(document, check)
    if finding is None and check == late.CHECK:
        raise DecisionError(f"{student}: was not handed in late; there is nothing to waive.")
    if finding is None:
        raise DecisionError(f"{student}: there is no check {check!r}.{_meant(check, [f['check'] for f in findings])}")
    decision = finding.get("decision")
    points = Decimal(str(finding["points"]))
    came = document["score"].get("late") if check == late.CHECK else None
    return Target(
        student,
        check,
        finding["code"],
        document["submission"]["sha256"],
        Decimal(came["days"]) if came else Decimal(str(decision["before"])) if decision else points,
        points,
        Decimal(str(finding["maximum"])),
        Decimal(str(decision["points"])) if decision and decision["points"] is not None else None,
        decision["comment"] if decision else "",
    )


def _codes(code: str) -> tuple[str, str]:
    return code, code.split(".", 1)[-1]


def _of(folder: Path, students: Collection[str]) -> Iterable[Document]:
    return (one.document for one in decided_documents(folder) if one.document["submission"]["student"] in students)


def _short(document: Document) -> dict[str, Any]:
    findings = [{"check": f["check"], "points": f["points"]} for f in document["findings"]]
    return {"student": document["submission"]["student"], "score": document["score"], "findings": findings}


def _meant(given: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    if near:
        return f" Did you mean {near[0]!r}?"
    return f" There are: {', '.join(sorted(known)[:20])}." if known else " The folder holds no reports."

"""The gradebook: a class graded one submission after another into a folder whose documents are the truth."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader.document import describe, dump, versions
from grader.errors import GraderError, Interrupted, OutputError, SubmissionError
from grader.files import safe_names, write_whole
from grader.model import Ending, Submission
from grader.pipeline import Executor, grade
from grader.sources import Collection, Refused
from grader.spec import Assignment

Document: TypeAlias = Mapping[str, Any]
#: Grades one submission; `pipeline.grade` then `document.describe`, unless a test puts another in its place.
Grade: TypeAlias = Callable[[Assignment, Submission, Executor], Document]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """One submission is done: graded now, kept from an earlier run, or without a report (with the reason)."""

    student: str
    outcome: Literal["graded", "kept", "failed"]
    done: int
    total: int
    document: Document | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What a batch leaves behind: the class document, and the page to open."""

    document: Document
    page: Path

    @property
    def complete(self) -> bool:
        """Whether every submission has a report."""
        return not self.document["unreported"]


def grade_class(
    assignment: Assignment,
    collection: Collection,
    out: Path,
    executor: Executor,
    *,
    again: bool = False,
    language: str | None = None,
    isolation: Sequence[str] = (),
    observe: Callable[[Event], None] = lambda event: None,
    grade_one: Grade = lambda assignment, submission, executor: describe(grade(assignment, submission, executor)),
) -> ClassResult:
    """Grade every entry into `out`: reports/<student>.json and .html, then class.json, grades.csv and index.html.

    A document already there is kept when its submission, assignment, versions and isolation (one of `isolation`, any
    where that is empty) are the same, unless `again`. A submission that fails unexpectedly is listed and the rest goes
    on. Raises OutputError where `out` cannot be written, Interrupted on Ctrl-C; what was graded is kept in both cases.
    """
    language = language or assignment.languages[0]
    book = _Book(assignment, out, language, collection)
    book.open()
    unreported = list(collection.refused)
    total = len(collection.entries)
    try:
        for done, entry in enumerate(collection.entries, 1):
            student = entry.student
            try:
                submission = entry.read()
                asked = assignment.for_student(student)
                document = None if again else book.kept(submission, asked, isolation)
                outcome: Literal["graded", "kept"] = "graded" if document is None else "kept"
                if document is None:
                    document = grade_one(asked, submission, executor)
                book.store(student, document, anew=outcome == "graded")
                observe(Event(student, outcome, done, total, document))
            except SubmissionError as error:
                book.documents.pop(student, None)
                unreported.append(Refused(entry.name, str(error), student))
                observe(Event(student, "failed", done, total, reason=str(error)))
            except GraderError:
                raise  # no kernel, a full disk: the next submission would fare no better
            except Exception as error:
                _log.exception("grading %s", student)
                reason = f"the grader failed ({type(error).__name__}: {error}); please report this"
                book.documents.pop(student, None)  # an older report is not this submission's
                unreported.append(Refused(entry.name, reason, student))
                observe(Event(student, "failed", done, total, reason=reason))
    except KeyboardInterrupt:
        book.close(unreported, ended=False)
        raise Interrupted(
            f"Interrupted. What was graded is kept in {out}; the same command goes on from there."
        ) from None
    return book.close(unreported, ended=True)


def grades_csv(document: Document) -> str:
    """One row a student: points as numbers, text so that no spreadsheet runs it as a formula."""
    checks = [check["id"] for check in document["assignment"]["checks"]]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["student", "name", "points", "maximum", "state", "ending", *map(_inert, checks), "file", "report"])
    for row in document["reports"]:
        points = {finding["check"]: finding["points"] for finding in row["findings"]}
        score = row["score"]
        table.writerow(
            [
                _inert(row["student"]),
                _inert(row["name"]),
                score["points"],
                score["maximum"],
                score["state"],
                row["ending"],
            ]
            + [points.get(check, "") for check in checks]
            + [_inert(row["file"]), row["report"]]
        )
    for row in document["unreported"]:
        blank = [""] * len(checks)
        table.writerow([_inert(row["student"] or ""), "", "", "", "no-report", "", *blank, _inert(row["entry"]), ""])
    return text.getvalue()


def _inert(text: str) -> str:
    """Text that a spreadsheet shows as it is: a formula's first character gets an apostrophe before it."""
    return (
        "'" + text if text.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} else text
    )


class _Book:
    """The output folder of one batch."""

    def __init__(self, assignment: Assignment, out: Path, language: str, collection: Collection) -> None:
        self.assignment, self.out, self.language, self.collection = assignment, out, language, collection
        self.reports = out / "reports"
        #: Student → document, of this run and of earlier ones.
        self.documents: dict[str, Document] = {}
        self.files: dict[str, str] = {}

    def open(self) -> None:
        """Take the folder, or say why it cannot be ours."""
        try:
            if (
                self.out.is_dir()
                and not self.reports.is_dir()
                and any(not p.name.startswith(".") for p in self.out.iterdir())
            ):
                raise OutputError(
                    f"{self.out}: holds other files. Name a new folder, or one that an earlier batch wrote."
                )
            self.reports.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError.from_os(self.out, error) from error
        for path in sorted(self.reports.glob("*.json")):
            document = _read(path)
            if document is None:
                continue
            found = document["assignment"]["id"]
            if found != self.assignment.id:
                raise OutputError(
                    f"{self.out}: holds reports of the assignment {found!r}. Name another folder for {self.assignment.id!r}."
                )
            self.documents[document["submission"]["student"]] = document
        self.files = safe_names([*self.documents, *(entry.student for entry in self.collection.entries)])

    def kept(self, submission: Submission, assignment: Assignment, isolation: Sequence[str]) -> Document | None:
        """The stored document, if grading again would only write the same."""
        document = self.documents.get(submission.student)
        if document is None:
            return None
        same = (
            document["submission"]["sha256"] == submission.sha256
            and document["assignment"]["digest"] == assignment.digest
            and document["versions"] == versions()
            and document["execution"]["ending"] != Ending.SANDBOX_FAULT
            and (not isolation or document["execution"]["isolation"] in isolation)
        )
        return document if same else None

    def store(self, student: str, document: Document, *, anew: bool) -> None:
        """Write a report's two files; the document last, so that one which is found has its page beside it."""
        from grader.reports.html import render_report

        # A kept document's page is made again too: its wording or its language may have changed.
        write_whole(self.reports / f"{self.files[student]}.html", render_report(document, language=self.language))
        if anew:
            write_whole(self.reports / f"{self.files[student]}.json", dump(document))
        self.documents[student] = document

    def close(self, unreported: Sequence[Refused], *, ended: bool) -> ClassResult:
        """Write the pages of the class."""
        from grader.reports.class_page import render_class_page

        document = self._class_document(unreported, ended)
        write_whole(self.out / "class.json", json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        # Spreadsheets take a file for UTF-8 only where it begins with this mark.
        write_whole(self.out / "grades.csv", "\ufeff" + grades_csv(document))
        write_whole(self.out / "index.html", render_class_page(document, language=self.language))
        return ClassResult(document, self.out / "index.html")

    def _class_document(self, unreported: Sequence[Refused], ended: bool) -> Document:
        rows = [self._row(student, document) for student, document in sorted(self.documents.items())]
        missing = [
            refused for refused in unreported if refused.student is None or refused.student not in self.documents
        ]
        told = [refused for refused in unreported if refused not in missing]
        spec = self.assignment
        return {
            "format": 1,
            "assignment": {
                "id": spec.id,
                "version": spec.version,
                "digest": spec.digest,
                "title": dict(spec.title),
                "checks": [
                    {"id": check.id, "kind": check.kind, "maximum": _number(check.points), "title": dict(check.title)}
                    for check in spec.checks
                ],
            },
            "complete": ended,
            "reports": rows,
            "unreported": [_listed(refused) for refused in missing],
            "passed_over": [_listed(refused) for refused in (*told, *self.collection.passed_over)],
        }

    def _row(self, student: str, document: Document) -> dict[str, Any]:
        file = self.files[student]
        return {
            **_facts(document),
            "report": f"reports/{file}.html",
            "document": f"reports/{file}.json",
            # False for a report of an earlier version of the assignment that this batch did not reach.
            "current": document["assignment"]["digest"] == self.assignment.for_student(student).digest,
        }


def _facts(document: Document) -> dict[str, Any]:
    """What the class page and the grades tell of a document. Raises KeyError or TypeError where it is none of ours."""
    return {
        "student": document["submission"]["student"],
        "name": document["submission"]["name"],
        "file": document["submission"]["file"],
        "score": {key: document["score"][key] for key in ("points", "maximum", "state")},
        "ending": document["execution"]["ending"],
        "isolation": document["execution"]["isolation"],
        "findings": [
            {key: finding[key] for key in ("check", "verdict", "code", "points", "maximum")}
            for finding in document["findings"]
        ],
    }


def _listed(refused: Refused) -> dict[str, Any]:
    return {"entry": refused.entry, "student": refused.student, "reason": refused.reason}


def _number(points: Any) -> int | float:
    return int(points) if points == int(points) else float(points)


def _read(path: Path) -> Document | None:
    """A stored document of ours; None for what is damaged or another's: that student is graded again."""
    try:
        document: Document = json.loads(path.read_bytes())
        _ = _facts(document), document["assignment"]["id"], document["assignment"]["digest"], document["versions"]
        ours = document["format"] == 1 and isinstance(document["submission"]["student"], str)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return document if ours else None

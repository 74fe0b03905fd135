"""The gradebook: a class graded one submission after another into a folder whose documents are the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader.decisions import Ledger, decided, read_decisions
from grader.document import describe, dump, versions
from grader.errors import GraderError, Interrupted, OutputError, SubmissionError
from grader.files import safe_names, write_whole
from grader.folder import (
    ClassResult,
    about_class,
    class_row,
    keep_execution,
    stored_documents,
    write_class,
)
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

    Each notebook and its recorded execution are kept beside them (`keep_execution`), for `grader regrade`.

    A document already there is kept when its submission, assignment, versions and isolation (one of `isolation`, any
    where that is empty) are the same, unless `again`. A submission that fails unexpectedly is listed and the rest goes
    on. Raises OutputError where `out` cannot be written, Interrupted on Ctrl-C; what was graded is kept in both cases.
    """
    from grader.execution.recorded import Recording  # the kernel's libraries load slowly: only what grades needs them

    language = language or assignment.languages[0]
    recording = Recording(executor)
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
                    document = grade_one(asked, submission, recording)
                    keep_execution(out, book.files[student], submission, recording.take())
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


class _Book:
    """The output folder of one batch."""

    def __init__(self, assignment: Assignment, out: Path, language: str, collection: Collection) -> None:
        self.assignment, self.out, self.language, self.collection = assignment, out, language, collection
        self.reports = out / "reports"
        #: Student → document, of this run and of earlier ones.
        self.documents: dict[str, Document] = {}
        self.files: dict[str, str] = {}
        self.ledger = Ledger()
        self.standing = self.ledger.standing

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
        self.ledger = read_decisions(self.out)
        self.standing = self.ledger.standing
        for _, document in stored_documents(self.reports):
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
        page = render_report(self.decided(document), language=self.language)
        write_whole(self.reports / f"{self.files[student]}.html", page)
        if anew:
            write_whole(self.reports / f"{self.files[student]}.json", dump(document))
        self.documents[student] = document

    def decided(self, document: Document) -> Document:
        """A document with what a person decided on it."""
        return decided(document, self.standing.get(document["submission"]["student"], ()))

    def close(self, unreported: Sequence[Refused], *, ended: bool) -> ClassResult:
        """Write the pages of the class."""
        self._hear_what_was_decided_meanwhile()
        return write_class(self.out, self._class_document(unreported, ended), self.language)

    def _hear_what_was_decided_meanwhile(self) -> None:
        """A batch takes an hour, and people work beside it: whose decisions have changed gets a new page."""
        before, self.ledger = self.standing, read_decisions(self.out)
        self.standing = self.ledger.standing
        for student in sorted({*before, *self.standing}):
            if before.get(student) != self.standing.get(student) and student in self.documents:
                self.store(student, self.documents[student], anew=False)

    def _class_document(self, unreported: Sequence[Refused], ended: bool) -> Document:
        rows = [
            class_row(
                self.files[student],
                self.decided(document),
                # False for a report of an earlier version of the assignment that this batch did not reach.
                current=document["assignment"]["digest"] == self.assignment.for_student(student).digest,
            )
            for student, document in sorted(self.documents.items())
        ]
        missing = [
            refused for refused in unreported if refused.student is None or refused.student not in self.documents
        ]
        told = [refused for refused in unreported if refused not in missing]
        return {
            "format": 1,
            "assignment": about_class(self.assignment),
            "language": self.language,
            "complete": ended,
            "reports": rows,
            "unreported": [_listed(refused) for refused in missing],
            "passed_over": [_listed(refused) for refused in (*told, *self.collection.passed_over)],
        }


def _listed(refused: Refused) -> dict[str, Any]:
    return {"entry": refused.entry, "student": refused.student, "reason": refused.reason}

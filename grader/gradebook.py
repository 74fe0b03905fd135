"""The gradebook: a class graded, by one worker or many, into a folder whose documents are the truth."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader.decisions import Decision, Ledger, decided, read_decisions
from grader.document import describe, dump, runs_of, versions
from grader.errors import GraderError, Interrupted, OutputError
from grader.files import safe_names, sweep, write_whole
from grader.folder import (
    ClassResult,
    Stored,
    about_class,
    class_row,
    fingerprint,
    gist,
    keep_execution,
    page,
    refresh_page,
    retell,
    stored_documents,
    student_of,
    write_class,
)
from grader.intake import about_intake, twins
from grader.model import Ending, Execution, Executor, Limits, Note, Submission
from grader.pipeline import grade, judge
from grader.sources import Collection, Entry, Refused
from grader.sources.files import Untaken
from grader.spec import Assignment
from grader.workers import WorkerLost, submitter

Document: TypeAlias = Mapping[str, Any]
#: Grades one submission; `pipeline.grade` then `document.describe`, unless a test puts another in its place.
Grade: TypeAlias = Callable[[Assignment, Submission, Executor], Document]

#: Seconds beyond a notebook's own that its worker may take: a kernel's start, the probes, the examination, the page.
MARGIN = 300.0

#: A folder of ours in a batch's: grader/attempts.py.
ATTEMPTS = "attempts"

_log = logging.getLogger(__name__)
# Tracebacks are for who configures logging; where nobody does, Python would print them.
_log.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Graded:
    """What grading one submission leaves: its document as text and as a gist, its page, its execution as it is kept."""

    document: str
    gist: Document
    page: str
    execution: bytes | None


@dataclass(frozen=True, slots=True)
class Event:
    """One submission is done: graded now, kept from an earlier run, or without a report (with the reason)."""

    student: str
    outcome: Literal["graded", "kept", "failed"]
    done: int
    total: int
    #: The document's gist.
    document: Document | None = None
    why: Note | None = None


def _described(assignment: Assignment, submission: Submission, executor: Executor) -> Document:
    return describe(grade(assignment, submission, executor))


def grade_class(
    assignment: Assignment,
    collection: Collection,
    out: Path,
    executor: Executor,
    *,
    pool: futures.Executor | None = None,
    ahead: int = 1,
    again: bool = False,
    twice: bool = False,
    language: str | None = None,
    isolation: Sequence[str] = (),
    observe: Callable[[Event], None] = lambda event: None,
    grade_one: Grade = _described,
) -> ClassResult:
    """Grade every entry into `out`: reports/<student>.json and .html, then class.json, grades.csv and index.html.

    Each notebook and its recorded execution are kept beside them (`keep_execution`), for `grader regrade`.

    Notebooks are graded in `pool`, `ahead` of them at a time, each of its processes unpickling the executor once; without
    a pool here, one after another. This process alone writes, and no output depends on the order. A submission
    whose worker is lost (WorkerLost) ends as SANDBOX_FAULT: a person looks, and the next run tries it again.

    With `twice` each notebook runs two times (grader/execution/twice.py). A document already there is kept when its
    submission, assignment, versions and isolation (one of `isolation`, any where that is empty) are the same and it ran
    as often as is asked, unless `again`. A submission that fails unexpectedly is listed and the rest goes
    on. Raises OutputError where `out` cannot be written, Interrupted on Ctrl-C; what was graded is kept in both cases.
    """
    language = language or assignment.languages[0]
    book = _Book(assignment, out, language, collection, observe)
    retell(out, assignment, {entry.student: entry.known for entry in collection.entries})
    book.open()
    task = _Task(assignment, language, grade_one, twice)
    submit = submitter(pool, task, executor)
    running: dict[futures.Future[Graded], tuple[Entry, Submission]] = {}

    def settle(done: Iterable[futures.Future[Graded]]) -> None:
        for future in done:
            entry, submission = running[future]
            with book.listing(entry):
                try:
                    graded = future.result()
                except WorkerLost as lost:
                    graded = task.fault(submission, book.decisions(entry.student), str(lost))
                book.store(submission, graded)
            del running[future]

    try:
        for entry, submission in book.missing(isolation, runs=2 if twice else 1, again=again):
            running[submit(submission, book.decisions(entry.student))] = entry, submission
            while len(running) >= ahead:
                settle(futures.wait(running, return_when=futures.FIRST_COMPLETED).done)
        while running:
            settle(futures.wait(running, return_when=futures.FIRST_COMPLETED).done)
    except KeyboardInterrupt:
        settle([future for future in running if future.done()])
        book.close(ended=False)
        raise Interrupted(
            f"Interrupted. What was graded is kept in {out}; the same command goes on from there."
        ) from None
    return book.close(ended=True)


def longest(limits: Limits, *, twice: bool = False) -> float:
    """Seconds after which the worker of one submission is taken for hung."""
    return (2 if twice else 1) * limits.wall_seconds + MARGIN


@dataclass(frozen=True, slots=True)
class _Task:
    """What is done to each submission, here or in a worker."""

    assignment: Assignment
    language: str
    grade_one: Grade
    twice: bool

    def __call__(self, executor: Executor, submission: Submission, decisions: Sequence[Decision]) -> Graded:
        from grader.execution.recorded import Recording, pack  # loads slowly: only what grades needs it
        from grader.execution.twice import Twice

        recording = Recording(Twice(executor) if self.twice else executor)
        document = self.grade_one(self.assignment.for_student(submission.student), submission, recording)
        record = recording.take()
        return self._graded(document, decisions, pack(record) if record is not None else None)

    def fault(self, submission: Submission, decisions: Sequence[Decision], reason: str) -> Graded:
        """What a submission gets that no worker came back with: the fault is ours, and nothing of it is read here."""
        asked = self.assignment.for_student(submission.student)
        report = judge(asked, submission, Execution(Ending.SANDBOX_FAULT, reason=reason))
        return self._graded(describe(report), decisions, None)

    def _graded(self, document: Document, decisions: Sequence[Decision], execution: bytes | None) -> Graded:
        text = dump(document)
        stored = Stored("", document, fingerprint(text.encode()))
        return Graded(text, gist(document), page(stored, decisions, self.language), execution)


class _Book:
    """The output folder of one batch."""

    def __init__(
        self,
        assignment: Assignment,
        out: Path,
        language: str,
        collection: Collection,
        observe: Callable[[Event], None],
    ) -> None:
        self.assignment, self.out, self.language, self.collection = assignment, out, language, collection
        self.reports = out / "reports"
        #: Student → report, of this run and of earlier ones; of each document the gist, so that a class of any size fits.
        self.stored: dict[str, Stored] = {}
        self.stems: dict[str, str] = {}
        #: Student → why there is no report.
        self.failed: dict[str, Note] = {}
        #: Parts of gists that many students share, by what they say.
        self._parts: dict[str, Any] = {}
        self.standing = Ledger().standing
        self._observe, self._told = observe, set[str]()

    def open(self) -> None:
        """Take the folder, or say why it cannot be ours."""
        try:
            if (
                self.out.is_dir()
                and not self.reports.is_dir()
                and any(not p.name.startswith(".") and p.name != ATTEMPTS for p in self.out.iterdir())
            ):
                raise OutputError(
                    f"{self.out}: holds other files. Name a new folder, or one that an earlier batch wrote."
                )
            self.reports.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError.from_os(self.out, error) from error
        for folder in ("", "reports", "submissions", "executions"):
            sweep(self.out / folder)
        self.standing = read_decisions(self.out).standing
        for stored in stored_documents(self.out, brief=True):
            found = stored.document["assignment"]["id"]
            if found != self.assignment.id:
                raise OutputError(
                    f"{self.out}: holds reports of the assignment {found!r}. Name another folder for {self.assignment.id!r}."
                )
            self._keep(student_of(stored.document), replace(stored, document=gist(stored.document)))
        self.stems = safe_names([*self.stored, *(entry.student for entry in self.collection.entries)])

    def decisions(self, student: str) -> Sequence[Decision]:
        """What a person decided on a student's report."""
        return self.standing.get(student, ())

    def missing(self, isolation: Sequence[str], *, runs: int, again: bool) -> Iterator[tuple[Entry, Submission]]:
        """The submissions to grade; the others are kept, their pages made again where the wording has changed."""
        for entry in self.collection.entries:
            with self.listing(entry):
                submission = entry.read()
                if again or not self._is_kept(submission, isolation, runs):
                    yield entry, submission
                else:
                    stored = self.stored[entry.student]
                    refresh_page(self.out, stored, self.decisions(entry.student), self.language)
                    self._tell(entry.student, "kept", stored.document)

    @contextmanager
    def listing(self, entry: Entry) -> Iterator[None]:
        """What goes wrong with one submission is listed, and the rest goes on."""
        try:
            yield
            return
        except Untaken as error:
            why = error.note
        except GraderError:
            raise  # no kernel, a full disk: the next submission would fare no better
        except Exception as error:
            _log.exception("grading %s", entry.student)
            why = Note("fault", {"error": f"{type(error).__name__}: {error}"})
        self.stored.pop(entry.student, None)  # an older report is not this submission's
        self.failed[entry.student] = why
        self._tell(entry.student, "failed", why=why)

    def store(self, submission: Submission, graded: Graded) -> None:
        """Write all that a submission leaves; the document last, so that one which is found has the others beside it."""
        stem = self.stems[submission.student]
        keep_execution(self.out, stem, submission, graded.execution)
        write_whole(self.reports / f"{stem}.html", graded.page)
        write_whole(self.reports / f"{stem}.json", graded.document)
        self._keep(submission.student, Stored(stem, graded.gist, fingerprint(graded.document.encode())))
        self._tell(submission.student, "graded", graded.gist)

    def close(self, *, ended: bool) -> ClassResult:
        """Write the pages of the class."""
        self._hear_what_was_decided_meanwhile()
        return write_class(self.out, self._class_document(ended), self.language)

    def _keep(self, student: str, stored: Stored) -> None:
        """Remember a report by its gist, of which a large class shares most: the same finding is held once."""
        document = stored.document
        shared = {key: self._shared(document[key]) for key in ("assignment", "versions", "execution", "score")}
        shared["findings"] = [self._shared(finding) for finding in document["findings"]]
        self.stored[student] = replace(stored, document={**document, **shared})

    def _shared(self, part: Any) -> Any:
        return self._parts.setdefault(json.dumps(part, sort_keys=True), part)

    def _is_kept(self, submission: Submission, isolation: Sequence[str], runs: int) -> bool:
        """Whether grading again would only write the same document."""
        if submission.student not in self.stored:
            return False
        document = self.stored[submission.student].document
        ending = document["execution"]["ending"]
        return bool(
            document["submission"]["sha256"] == submission.sha256
            and document["assignment"]["digest"] == self.assignment.for_student(submission.student).digest
            and document["versions"] == versions()
            and ending != Ending.SANDBOX_FAULT
            and (
                ending == Ending.UNREADABLE  # it ran nowhere
                or ((not isolation or document["execution"]["isolation"] in isolation) and runs_of(document) >= runs)
            )
        )

    def _tell(
        self,
        student: str,
        outcome: Literal["graded", "kept", "failed"],
        document: Document | None = None,
        why: Note | None = None,
    ) -> None:
        if student not in self._told:  # Ctrl-C may come while it is told; then it is settled once more
            self._told.add(student)
            done, total = len(self._told), len(self.collection.entries)
            self._observe(Event(student, outcome, done, total, document, why))

    def _hear_what_was_decided_meanwhile(self) -> None:
        """A batch takes an hour, and people work beside it: whose decisions have changed gets a new page."""
        before, self.standing = self.standing, read_decisions(self.out).standing
        for student in sorted({*before, *self.standing}):
            if before.get(student) != self.standing.get(student) and student in self.stored:
                refresh_page(self.out, self.stored[student], self.decisions(student), self.language)

    def _class_document(self, ended: bool) -> Document:
        rows = [
            class_row(
                stored.stem,
                decided(stored.document, self.decisions(student)),
                # False for a report of an earlier version of the assignment that this batch did not reach.
                current=stored.document["assignment"]["digest"] == self.assignment.for_student(student).digest,
            )
            for student, stored in sorted(self.stored.items())
        ]
        failed = [
            Refused(entry.name, self.failed[entry.student], entry.student)
            for entry in self.collection.entries
            if entry.student in self.failed
        ]
        unreported = [*self.collection.refused, *failed]
        missing = [refused for refused in unreported if refused.student is None or refused.student not in self.stored]
        told = [refused for refused in unreported if refused not in missing]
        return {
            "format": 1,
            "assignment": about_class(self.assignment),
            "language": self.language,
            "complete": ended,
            **about_intake(self.collection, self.assignment),
            "twins": twins(stored.document for stored in self.stored.values()),
            "reports": rows,
            "unreported": [_listed(refused) for refused in missing],
            "passed_over": [_listed(refused) for refused in (*told, *self.collection.passed_over)],
        }


def _listed(refused: Refused) -> dict[str, Any]:
    why = refused.why
    return {"entry": refused.entry, "student": refused.student, "code": why.code, "parameters": dict(why.parameters)}

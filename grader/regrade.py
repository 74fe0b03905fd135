"""Regrading: what a changed assignment does to whom, foreseen from recorded executions before anything is changed.

A record answers only questions that it was asked: where the new assignment asks others, `must_run` names the notebook,
and it is run again from DIR/submissions or not regraded at all. Every check that draws hidden inputs (`gradient`,
`descent`, `function`) draws them from the assignment's digest, so with such a check any change asks anew, and the grader
says so rather than guess. What cannot be regraded keeps its old document, `current: false` in class.json.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader.decisions import Decision, decided, read_decisions, staleness
from grader.document import describe, dump, handed_in, known_of, runs_of, versions
from grader.errors import DocumentError, GraderError, Interrupted
from grader.execution.recorded import NotRecorded, Record, Recording, Replaying, pack, unpack
from grader.execution.twice import Twice
from grader.files import write_whole
from grader.folder import graded_documents, keep_record, read_class, rewrite
from grader.late import CHECK, final_points, plain_number, taken
from grader.model import Ending, Executor, Submission
from grader.pipeline import grade
from grader.plan import plan
from grader.spec import Assignment
from grader.submission import Unreadable, read_notebook
from grader.workers import WorkerLost, submitter

Document: TypeAlias = Mapping[str, Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shift:
    """One check before and after, as (points, code); None where the assignment had or has no such check."""

    check: str
    before: tuple[float, str] | None
    after: tuple[float, str] | None


@dataclass(frozen=True, slots=True)
class Quarrel:
    """A person's decision that a new document no longer agrees with: stale now (why), or made on other points (`disagrees`)."""

    check: str
    why: str
    decision: Decision
    #: Points that the grader gives now, or days late, where that is what was decided on; None where there are none any more.
    graded: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One student: regraded (then `shifts`, perhaps none), current already, or not regraded (then `why`)."""

    student: str
    outcome: Literal["regraded", "current", "left"]
    #: (points, maximum), a person's decisions in them.
    before: tuple[float, float]
    after: tuple[float, float]
    shifts: tuple[Shift, ...] = ()
    quarrels: tuple[Quarrel, ...] = ()
    #: `cells`, `limits`, `questions`, `no-record`: the notebook must run again; `no-notebook`, `fault`: it cannot.
    why: str = ""
    #: What lateness takes before and after, as points of 0 or less.
    late: tuple[float, float] = (0, 0)
    #: Whether the notebook ran for it; otherwise its recorded execution was examined anew.
    ran: bool = False

    @property
    def gain(self) -> float:
        """Points gained, negative where lost; exact to the cent."""
        return plain_number(Decimal(str(self.after[0])) - Decimal(str(self.before[0])))


def must_run(assignment: Assignment, folder: Path) -> list[tuple[str, str]]:
    """(student, why) of every notebook whose record cannot answer what the assignment asks now; nothing is examined."""
    found: list[tuple[str, str]] = []
    for stem, document in _ours(assignment, folder):
        asked = assignment.for_student(document["submission"]["student"])
        submission = _submission(folder, stem, document)
        if submission is None or _is_current(document, asked):
            continue
        try:
            cells = read_notebook(submission.notebook).cells
            record = _record(folder, stem)
            if record is None:
                raise NotRecorded("no-record")
            record.replay(plan(asked, cells, submission.sha256))
        except Unreadable:
            continue  # what cannot be read is graded without running
        except NotRecorded as missing:
            found.append((submission.student, missing.why))
    return found


def regrade(
    assignment: Assignment,
    folder: Path,
    executor: Executor | None = None,
    *,
    write: bool = False,
    language: str | None = None,
    pool: futures.Executor | None = None,
    ahead: int = 1,
    observe: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Examine every document of a folder anew, by student; without `write` no document, page or grade is changed.

    Notebooks that must run are run by `executor`, and their executions kept, so that what was run to foresee is not run
    again to write; without one they are left as they are. `pool` examines `ahead` of them at a time, as it grades a batch;
    this process alone writes, and outcomes come by student all the same. With `write` class.json becomes the new assignment's at the end.
    Raises DocumentError where the folder is of another assignment, OutputError where it cannot be written, Interrupted on Ctrl-C.
    """
    outcomes: list[Outcome] = []
    standing = read_decisions(folder).standing
    submit = submitter(pool, _Task(assignment, folder), executor)
    running: deque[tuple[str, Outcome, futures.Future[_Regraded]]] = deque()

    def settle() -> None:
        stem, kept, future = running.popleft()
        try:
            done = future.result()
        except WorkerLost:
            done = _left(kept, "fault")
        if done.outcome.ran:
            keep_record(folder, stem, done.record)
        if write and done.document is not None:
            write_whole(folder / "reports" / f"{stem}.json", done.document)
        outcomes.append(done.outcome)
        observe(done.outcome)

    try:
        for stem, document in _ours(assignment, folder):
            decisions = standing.get(document["submission"]["student"], ())
            running.append((stem, _kept(document, decisions), submit(stem, document, decisions)))
            while len(running) >= ahead:
                settle()
        while running:
            settle()
    except KeyboardInterrupt:
        if write:
            rewrite(folder, language, assignment=assignment)
        raise Interrupted(f"Interrupted. The same command goes on from there in {folder}.") from None
    if write:
        rewrite(folder, language, assignment=assignment)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Regraded:
    """What becomes of one student: the new document as text, None where there is none, and the record of a notebook that ran."""

    outcome: Outcome
    document: str | None = None
    record: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """What is done to each document, here or in a worker; nothing is written."""

    assignment: Assignment
    folder: Path

    def __call__(
        self, executor: Executor | None, stem: str, document: Document, decisions: tuple[Decision, ...]
    ) -> _Regraded:
        kept = _kept(document, decisions)
        asked = self.assignment.for_student(kept.student)
        if _is_current(document, asked):
            new = handed_in(document, asked, known_of(document))
            if new == document:
                return _Regraded(kept)
            # The checks are the same, and what lateness costs is not.
            return _Regraded(_outcome(document, new, decisions), dump(new))
        submission = _submission(self.folder, stem, document)
        if submission is None:
            return _left(kept, "no-notebook")
        recording = Recording(_as_often(executor, document)) if executor is not None else None
        replaying = Replaying(_record(self.folder, stem), recording)
        try:
            new = describe(grade(asked, submission, replaying))
        except NotRecorded as missing:
            return _left(kept, missing.why)
        except GraderError:
            raise
        except Exception:
            _log.exception("regrading %s", kept.student)
            return _left(kept, "fault")
        outcome = _outcome(document, new, decisions)
        if recording is None or replaying.why is None:
            return _Regraded(outcome, dump(new))
        record = recording.take()
        if record is None:  # a fault of the sandbox: the old document is worth more than that
            return _left(kept, "fault")
        return _Regraded(replace(outcome, ran=True), dump(new), pack(record))


def _as_often(executor: Executor, document: Document) -> Executor:
    """What ran twice for its document runs twice again."""
    return Twice(executor) if runs_of(document) > 1 else executor


def _kept(document: Document, decisions: tuple[Decision, ...]) -> Outcome:
    score = _score(decided(document, decisions))
    return Outcome(document["submission"]["student"], "current", score, score)


def _outcome(old: Document, new: Document, decisions: tuple[Decision, ...]) -> Outcome:
    before, after = decided(old, decisions), decided(new, decisions)
    return Outcome(
        before["submission"]["student"],
        "regraded",
        _score(before),
        _score(after),
        tuple(_shifts(before, after)),
        tuple(_quarrels(old, new, decisions)),
        late=(taken(before["score"]), taken(after["score"])),
    )


def _left(kept: Outcome, why: str) -> _Regraded:
    return _Regraded(replace(kept, outcome="left", why=why))


def _shifts(before: Document, after: Document) -> Iterator[Shift]:
    """The checks whose points changed, in the new order, then those that are gone and carried points."""
    old = {finding["check"]: finding for finding in before["findings"]}
    new = {finding["check"]: finding for finding in after["findings"]}
    for check in [*new, *(check for check in old if check not in new)]:
        was, is_ = old.get(check), new.get(check)
        if (was["points"] if was else 0) != (is_["points"] if is_ else 0):
            yield Shift(check, _told(was), _told(is_))


def _told(finding: Mapping[str, Any] | None) -> tuple[float, str] | None:
    return None if finding is None else (finding["points"], finding["code"])


def _quarrels(old: Document, new: Document, decisions: tuple[Decision, ...]) -> Iterator[Quarrel]:
    """Decisions that applied until now and no longer do, and those whose finding is worth other points than it was then."""
    graded = {finding["check"]: finding["points"] for finding in new["findings"]}
    if came := new["score"].get("late"):
        graded[CHECK] = came["days"]
    for decision in decisions:
        if staleness(old, decision) is not None:
            continue  # told by `review list` already; nothing of this regrade's
        why: str | None = staleness(new, decision)
        if why is None and Decimal(str(graded[decision.check])) != decision.graded:
            why = "disagrees"
        if why is not None:
            yield Quarrel(decision.check, why, decision, graded.get(decision.check))


def _ours(assignment: Assignment, folder: Path) -> Iterator[tuple[str, Document]]:
    found = read_class(folder)["assignment"]["id"]
    if found != assignment.id:
        raise DocumentError(f"{folder}: holds reports of the assignment {found!r}, not of {assignment.id!r}.")
    return ((stored.stem, stored.document) for stored in graded_documents(folder))


def _is_current(document: Document, assignment: Assignment) -> bool:
    same = document["assignment"]["digest"] == assignment.digest and document["versions"] == versions()
    return bool(same and document["execution"]["ending"] != Ending.SANDBOX_FAULT)


def _submission(folder: Path, stem: str, document: Document) -> Submission | None:
    """The notebook that a document was made from, None where the folder keeps no copy or another one."""
    told = document["submission"]
    try:
        notebook = (folder / "submissions" / f"{stem}.ipynb").read_bytes()
    except OSError:
        return None
    submission = Submission(told["student"], notebook, told["file"], known_of(document))
    return submission if submission.sha256 == told["sha256"] else None


def _record(folder: Path, stem: str) -> Record | None:
    try:
        return unpack((folder / "executions" / f"{stem}.json.gz").read_bytes())
    except (OSError, DocumentError):
        return None  # a damaged record is as good as none: the notebook runs again


def _score(document: Document) -> tuple[float, float]:
    return final_points(document["score"]), document["score"]["maximum"]

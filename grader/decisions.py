"""A person's last word: points and comments in one append-only file beside the documents, applied when pages and grades are made.

Documents stay as they were graded. `DIR/decisions.jsonl` holds one JSON object a line, and so does every undo. A decision
names what it was made on, the notebook's sha256 and the finding's code: on anything else it is *stale*, told and not applied.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader import late
from grader.errors import DocumentError, OutputError
from grader.files import sync_folder
from grader.late import plain_number

try:
    import fcntl
except ImportError:  # Windows: appending alone must do, and does for two people who do not write in the same moment
    fcntl = None  # type: ignore[assignment]

Document: TypeAlias = Mapping[str, Any]

FILE = "decisions.jsonl"
#: Ends a line that a killed process left unfinished (CAN, "cancel"): readers pass it over, and nothing is ever rewritten.
_CANCELLED = b"\x18"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file. `points` None leaves the points as they are; `undoes` is the `when` of a decision taken back.

    One on lateness has `late.CHECK` for check and code; its `graded` are the days, and `points`, 0, what they may cost.
    """

    student: str
    check: str
    #: The finding's code and points when it was decided, and the notebook.
    code: str
    graded: Decimal
    sha256: str
    points: Decimal | None
    comment: str = ""
    reason: str = ""
    by: str = ""
    when: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was decided in a folder, in the order it was written; `torn` where a killed process left half a line."""

    lines: tuple[Decision, ...] = ()
    torn: bool = False

    @property
    def live(self) -> tuple[Decision, ...]:
        """The decisions that nobody took back, oldest first."""
        undone = {(line.student, line.check, line.undoes) for line in self.lines if line.undoes}
        return tuple(
            line for line in self.lines if not line.undoes and (line.student, line.check, line.when) not in undone
        )

    @property
    def standing(self) -> dict[str, tuple[Decision, ...]]:
        """Student → the last live decision of each check."""
        last = {(line.student, line.check): line for line in self.live}
        found: dict[str, list[Decision]] = {}
        for line in last.values():
            found.setdefault(line.student, []).append(line)
        return {student: tuple(lines) for student, lines in found.items()}


Staleness: TypeAlias = Literal["other-submission", "other-finding", "too-many-points", "no-such-check", "not-late"]


def decided(document: Document, decisions: Iterable[Decision]) -> Document:
    """The document with the standing decisions on it: points and verdict, score and state anew, and what was decided.

    That stands beside each finding as `decision` {points, comment, reason, by, when, before, verdict}, the last two as
    graded; `reason` and `by` are for colleagues.
    Points that equal the maximum are `passed`, fewer `failed`; the code and the evidence stay what the grader found.
    Lateness that is waived takes nothing any more, and has its `decision` beside it in `score.late`.
    Where `points` is None nothing but the comment is added, and an undecided finding that carries points goes on waiting.
    What does not apply is told in `stale_decisions`. The document given is not changed; without decisions it comes back itself.
    """
    ours = {one.check: one for one in decisions if one.student == document["submission"]["student"]}
    if not ours:
        return document
    stale = {check: why for check, one in ours.items() if (why := staleness(document, one)) is not None}
    findings = [
        _applied(finding, ours[finding["check"]])
        if finding["check"] in ours and finding["check"] not in stale
        else finding
        for finding in document["findings"]
    ]
    points = sum((Decimal(str(finding["points"])) for finding in findings), Decimal(0))
    score = {
        **document["score"],
        "points": plain_number(points),
        "state": "needs-review" if any(map(waits_with_points, findings)) else "graded",
    }
    score = late.rescored(score, _excused(score.get("late"), ours.get(late.CHECK) if late.CHECK not in stale else None))
    told = [
        {
            "check": check,
            "why": why,
            "code": ours[check].code,
            "points": _number_or_none(ours[check].points),
            "by": ours[check].by,
            "when": ours[check].when,
        }
        for check, why in stale.items()
    ]
    return {**document, "score": score, "findings": findings, **({"stale_decisions": told} if told else {})}


def staleness(document: Document, decision: Decision) -> Staleness | None:
    """Why a decision does not apply to a document as it is now; None where it does."""
    if decision.code == late.CHECK:
        came = document["score"].get("late")
        return "not-late" if not came else _other(document, decision)
    finding = next((one for one in document["findings"] if one["check"] == decision.check), None)
    if finding is None:
        return "no-such-check"
    if (other := _other(document, decision)) is not None:
        return other
    if finding["code"] != decision.code:
        return "other-finding"
    if decision.points is not None and decision.points > Decimal(str(finding["maximum"])):
        return "too-many-points"
    return None


def _other(document: Document, decision: Decision) -> Staleness | None:
    return None if document["submission"]["sha256"] == decision.sha256 else "other-submission"


def waits_with_points(finding: Mapping[str, Any]) -> bool:
    """Whether points hang on a finding that nobody has decided: what makes a report `needs-review`."""
    return finding["verdict"] in ("undecided", "skipped") and finding["maximum"] > 0


def waits(finding: Mapping[str, Any]) -> bool:
    """Whether a person should look: points hang on it, or it is a text that nobody has read yet."""
    unread = finding["verdict"] == "undecided" and finding["maximum"] == 0 and "decision" not in finding
    return unread or waits_with_points(finding)


def read_decisions(folder: Path) -> Ledger:
    """All that was decided in a folder; an empty ledger where nothing was.

    Half a line at the end, left by a killed process, is passed over and told. Raises DocumentError, naming file and
    line, for any other line that is not ours: a decision is never dropped silently.
    """
    path = folder / FILE
    try:
        with path.open("rb") as file, _locked(file.fileno(), exclusive=False):
            data = file.read()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}.") from None
    whole, _, rest = data.rpartition(b"\n")
    lines = tuple(
        _parsed(line, f"{path}, line {number}")
        for number, line in enumerate(whole.split(b"\n"), 1)
        if line.strip() and not line.endswith(_CANCELLED)
    )
    return Ledger(lines, torn=bool(rest.strip()))


def append_decisions(folder: Path, decisions: Sequence[Decision]) -> None:
    """Add lines at the end, all in one write, and wait until the disk has them; two people may do so at once.

    Raises OutputError where the folder cannot be written.
    """
    if not decisions:
        return
    path = folder / FILE
    data = b"".join(_line(one) for one in decisions)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            with _locked(descriptor, exclusive=True):
                if os.lseek(descriptor, 0, os.SEEK_END) and not _ends_whole(descriptor):
                    data = _CANCELLED + b"\n" + data  # half a line of a killed process: closed, and passed over
                while data:
                    data = data[os.write(descriptor, data) :]
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(folder)
    except OSError as error:
        raise OutputError.from_os(path, error) from error


def undoing(decision: Decision, *, by: str, reason: str = "", when: str = "") -> Decision:
    """The line that takes a decision back; the one before it, if any, stands again."""
    return replace(decision, by=by, reason=reason, comment="", when=when or now(), undoes=decision.when)


def now() -> str:
    """This moment, ISO, UTC; the lines of one command share it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def read_points(text: object) -> Decimal:
    """Points as a person writes them: 0 or more, at most two decimals, a comma will do. Raises ValueError."""
    written = str(text).strip().replace(",", ".")
    if not re.fullmatch(r"\+?\d{1,6}(\.\d{0,9})?|\.\d{1,9}", written, re.ASCII):
        raise ValueError(f"{text!r} are no points; write a number of 0 or more, such as 2 or 1.5")
    points = Decimal(written)
    if points != points.quantize(Decimal("0.01")):
        raise ValueError(f"{text!r} has more than two decimals; points have at most two")
    return points


def _excused(came: Mapping[str, Any] | None, decision: Decision | None) -> Mapping[str, Any] | None:
    """How late it came in, with what was decided about that; `before` is the share that was taken."""
    if came is None or decision is None:
        return came
    share = came["share"] if decision.points is None else 0.0
    return {**came, "share": share, "decision": {**_what(decision), "before": came["share"]}}


def _what(decision: Decision) -> dict[str, Any]:
    told = {key: getattr(decision, key) for key in ("comment", "reason", "by", "when")}
    return {"points": _number_or_none(decision.points), **told}


def _applied(finding: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    told = {**_what(decision), "before": finding["points"], "verdict": finding["verdict"]}
    if decision.points is None:
        return {**finding, "decision": told}
    full = decision.points == Decimal(str(finding["maximum"]))
    return {**finding, "points": told["points"], "verdict": "passed" if full else "failed", "decision": told}


def _number_or_none(points: Decimal | None) -> int | float | None:
    return None if points is None else plain_number(points)


def _line(one: Decision) -> bytes:
    told: dict[str, Any] = {"format": 1, "when": one.when, "by": one.by, "student": one.student, "check": one.check}
    told |= {"code": one.code, "graded": plain_number(one.graded), "sha256": one.sha256}
    told |= {"points": _number_or_none(one.points), "comment": one.comment, "reason": one.reason}
    if one.undoes:
        told["undoes"] = one.undoes
    return json.dumps(told, allow_nan=False).encode() + b"\n"  # ASCII: no text of a person can break a line


def _ends_whole(descriptor: int) -> bool:
    os.lseek(descriptor, -1, os.SEEK_END)  # O_APPEND writes at the end wherever this stands
    return os.read(descriptor, 1) == b"\n"


_TEXTS = ("student", "check", "code", "sha256", "comment", "reason", "by", "when")


def _parsed(line: bytes, where: str) -> Decision:
    """One line of the file. Raises DocumentError with `where`."""
    try:
        told = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        raise DocumentError(f"{where}: is no JSON. Restore the file from a copy, or mend that line.") from None
    if not isinstance(told, dict) or told.get("format") != 1:
        raise DocumentError(
            f"{where}: is no decision of format 1; a newer grader may have written it. Update this one."
        )
    texts = {key: text for key in _TEXTS if isinstance(text := told.get(key), str)}
    wrong = [key for key in _TEXTS if key not in texts]
    undoes = told.get("undoes", "")
    if wrong or not isinstance(undoes, str):
        raise DocumentError(f"{where}: {', '.join(wrong) or 'undoes'}: text is wanted. Mend that line.")
    try:
        graded = read_points(told.get("graded"))
        points = None if told.get("points") is None else read_points(told["points"])
    except ValueError as error:
        raise DocumentError(f"{where}: {error}. Mend that line.") from None
    return Decision(**texts, graded=graded, points=points, undoes=undoes)


@contextmanager
def _locked(descriptor: int, *, exclusive: bool) -> Iterator[None]:
    """Hold the file while it is read or appended to, so that nobody sees half of another's lines."""
    if fcntl is None:
        yield
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

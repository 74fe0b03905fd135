"""A batch's folder: documents that are the truth, and what is made from them and a person's decisions.

DIR/reports/<stem>.json        a document, as it was graded; <stem>.html its page, with the decisions
DIR/decisions.jsonl            what people decided (grader/decisions.py)
DIR/class.json, grades.csv, index.html    made from the decided documents
DIR/submissions/<stem>.ipynb, executions/<stem>.json.gz    what a regrade needs
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from grader.decisions import Decision, decided, read_decisions, waits
from grader.document import dump, handed_in, known_of
from grader.errors import DocumentError
from grader.files import write_whole
from grader.inert import inert
from grader.late import final_points, plain_number, taken

if TYPE_CHECKING:
    from grader.model import Known, Submission
    from grader.spec import Assignment

Document: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What a batch leaves behind: the class document, and the page to open."""

    document: Document
    page: Path

    @property
    def complete(self) -> bool:
        """Whether every submission has a report."""
        return not self.document["unreported"]


@dataclass(frozen=True, slots=True)
class Stored:
    """A report in the folder: the stem of its files, the document as it was graded, and a digest of what that says."""

    stem: str
    document: Document
    digest: str


def decided_documents(folder: Path) -> Iterator[Stored]:
    """Every report in a batch's folder, in brief, with a person's decisions applied, by student; the digest tells of them too.

    One document is in memory at a time. Files that are none of our documents are passed over, as a batch does.
    Raises DocumentError where the decisions cannot be read.
    """
    standing = read_decisions(folder).standing
    for stored in graded_documents(folder, brief=True):
        decisions = standing.get(student_of(stored.document), ())
        yield Stored(stored.stem, decided(stored.document, decisions), _told(stored.digest, decisions))


def graded_documents(folder: Path, *, brief: bool = False) -> Iterator[Stored]:
    """Every report in a batch's folder, by student, one in memory at a time."""
    owners = _owners(folder)
    for path in sorted((folder / "reports").glob("*.json"), key=lambda path: (owners(path), path.stem)):
        if (stored := read_stored(path, brief=brief)) is not None:
            yield stored


def fingerprint(text: bytes) -> str:
    """SHA-256, hex, of a document's file without `resources`, which `document.dump` writes last and which differ from run to run."""
    before, _, _ = text.rpartition(b'\n "resources": ')
    return sha256(before or text).hexdigest()


def student_of(document: Document) -> str:
    """Whose a document is."""
    return str(document["submission"]["student"])


def gist(document: Document) -> Document:
    """A document without what only its page shows: a kilobyte, on which decisions apply as on the whole, and rows too."""
    told = ("check", "verdict", "code", "points", "maximum")
    return {
        **{key: document[key] for key in ("submission", "score", "versions")},
        "assignment": {key: document["assignment"][key] for key in ("id", "digest")},
        "execution": {key: document["execution"][key] for key in ("ending", "isolation")},
        "findings": [{key: finding[key] for key in told} for finding in document["findings"]],
        "resources": _time(document),
    }


def page(stored: Stored, decisions: Sequence[Decision], language: str) -> str:
    """A report's page with the decisions, and the stamp that tells what it was made from as its last line."""
    from grader.reports.html import render_report

    made = render_report(decided(stored.document, decisions), language=language)
    return made + stamp(_told(stored.digest, decisions), language)


def current_page(folder: Path, stem: str, digest: str, decisions: Sequence[Decision], language: str) -> bytes:
    """A report's page as a decided document, known by its digest, and the wording give it: the stored one where that is it.

    Raises DocumentError where it must be made again and the report is gone.
    """
    path = folder / "reports" / f"{stem}.html"
    with suppress(OSError):  # made again
        made = path.read_bytes()
        if made.endswith(stamp(digest, language).encode()):
            return made
    stored = read_stored(path.with_suffix(".json"))
    if stored is None:
        raise DocumentError(
            f"{path.with_suffix('.json')}: is no document of ours any more. Run the same `grader batch` again."
        )
    return page(stored, decisions, language).encode()


def refresh_page(folder: Path, stored: Stored, decisions: Sequence[Decision], language: str) -> None:
    """Make a report's page again where it is not the one that the document, the decisions and the wording give now."""
    path = folder / "reports" / f"{stored.stem}.html"
    if not _ends_with(path, stamp(_told(stored.digest, decisions), language).encode()):
        whole = read_stored(path.with_suffix(".json"))  # what is given may be brief
        if whole is not None:
            write_whole(path, page(whole, decisions, language))


def _ends_with(path: Path, stamp: bytes) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-len(stamp), os.SEEK_END)
            return file.read() == stamp
    except OSError:  # not there, or shorter than a stamp
        return False


def stamp(digest: str, language: str) -> str:
    """A page's last line: a comment with a digest of all that the page was made from; `digest` is the decided document's."""
    from grader.reports.edition import edition

    return f"<!-- {sha256(repr((digest, language, edition())).encode()).hexdigest()} -->\n"


def _told(digest: str, decisions: Sequence[Decision]) -> str:
    """A document's digest with the decisions on it."""
    return sha256(repr((digest, tuple(decisions))).encode()).hexdigest() if decisions else digest


def keep_execution(folder: Path, stem: str, submission: Submission, packed: bytes | None) -> None:
    """Put the notebook and what came back from it beside the documents, so that a regrade need not run it, or can.

    DIR/submissions/<stem>.ipynb and DIR/executions/<stem>.json.gz; the latter goes where nothing could be recorded.
    """
    write_whole(folder / "submissions" / f"{stem}.ipynb", submission.notebook)
    keep_record(folder, stem, packed)


def keep_record(folder: Path, stem: str, packed: bytes | None) -> None:
    """Keep what came back from a notebook that is kept already."""
    path = folder / "executions" / f"{stem}.json.gz"
    if packed is not None:
        write_whole(path, packed)
    else:
        path.unlink(missing_ok=True)  # another notebook's, or another attempt's


def read_class(folder: Path) -> Document:
    """class.json of a batch's folder. Raises DocumentError where there is none of ours."""
    path = folder / "class.json"
    try:
        document: Document = json.loads(path.read_bytes())
        _ = document["assignment"]["digest"], document["assignment"]["checks"], document["reports"]
        if document["format"] != 1:
            raise ValueError
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror}. Name the folder that `grader batch --out` wrote.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DocumentError(f"{path}: is no class document of ours. Run the same `grader batch` again.") from None
    return document


def rewrite(
    folder: Path,
    language: str | None = None,
    *,
    students: Container[str] | None = None,
    assignment: Assignment | None = None,
) -> ClassResult:
    """Make pages, class page and grades again from the documents and the decisions as they are now; nothing is graded.

    `students` names whose pages to make (all where left out); `assignment` is the one that reports now count as current
    for, else that of class.json. Raises DocumentError where the folder holds no batch, OutputError where it cannot be written.
    """
    before = read_class(folder)
    language = language or before.get("language") or next(iter(before["assignment"]["title"]), "en")
    about = before["assignment"] if assignment is None else about_class(assignment)
    standing, rows = read_decisions(folder).standing, []
    for stored in graded_documents(folder, brief=True):
        student = student_of(stored.document)
        decisions = standing.get(student, ())
        if students is None or student in students:
            refresh_page(folder, stored, decisions, language)
        current = stored.document["assignment"]["digest"] == about["digest"]
        rows.append(class_row(stored.stem, decided(stored.document, decisions), current=current))
    document = {**before, "assignment": about, "language": language, "reports": rows}
    return write_class(folder, document, language)


def retell(folder: Path, assignment: Assignment, known: Mapping[str, Known]) -> None:
    """Make the stored documents tell how their submissions came in as it is known now; what was found stays as it is.

    `known` by student; for the others the document's own is kept, and today's due date and penalty hold for all.
    """
    for stored in stored_documents(folder):
        student, document = student_of(stored.document), stored.document
        if document["assignment"]["id"] == assignment.id:
            told = handed_in(document, assignment.for_student(student), known.get(student) or known_of(document))
            if told != document:
                write_whole(folder / "reports" / f"{stored.stem}.json", dump(told))


def grades_csv(document: Document) -> str:
    """One row a student: points as numbers, text so that no spreadsheet runs it as a formula.

    The checks' points and `late`, what lateness takes, add up to `points`. Who is on the roster and handed in nothing
    has a row without points.
    """
    checks = [check["id"] for check in document["assignment"]["checks"]]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    head = ["student", "name", "points", "maximum", "state", "ending", *map(inert, checks), "late", "file", "report"]
    table.writerow(head)
    for row in document["reports"]:
        points = {finding["check"]: finding["points"] for finding in row["findings"]}
        score = row["score"]
        table.writerow(
            [
                inert(row["student"]),
                inert(row["name"]),
                final_points(score),
                score["maximum"],
                score["state"],
                row["ending"],
            ]
            + [points.get(check, "") for check in checks]
            + [taken(score) or "", inert(row["file"]), row["report"]]
        )
    blank = [""] * (len(checks) + 1)
    for row in document["unreported"]:
        table.writerow([inert(row["student"] or ""), "", "", "", "no-report", "", *blank, inert(row["entry"]), ""])
    for person in (document.get("roster") or {}).get("absent", ()):
        name, student = inert(person["name"]), inert(person["student"])
        table.writerow([student, name, "", "", "no-submission", "", *blank, "", ""])
    return text.getvalue()


def write_class(folder: Path, document: Document, language: str) -> ClassResult:
    """Write class.json, grades.csv and index.html from the class document."""
    from grader.reports.class_page import render_class_page

    write_whole(folder / "class.json", _spelled(document))
    # Spreadsheets take a file for UTF-8 only where it begins with this mark.
    write_whole(folder / "grades.csv", "\ufeff" + grades_csv(document))
    write_whole(folder / "index.html", render_class_page(document, language=language))
    return ClassResult(document, folder / "index.html")


def _spelled(document: Document) -> str:
    """The class document as text: a key a line, and of lists an item a line, which is fast to write and to compare."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

    def value(told: Any) -> str:
        return "[\n  " + ",\n  ".join(map(encode, told)) + "\n ]" if isinstance(told, list) and told else encode(told)

    return "{\n" + ",\n".join(f" {encode(key)}: {value(told)}" for key, told in document.items()) + "\n}\n"


def about_class(spec: Assignment) -> dict[str, Any]:
    """What class.json tells of the assignment."""
    return {
        "id": spec.id,
        "version": spec.version,
        "digest": spec.digest,
        "title": dict(spec.title),
        "checks": [
            {
                "id": check.id,
                "kind": check.kind,
                "maximum": plain_number(Decimal(check.points)),
                "title": dict(check.title),
            }
            for check in spec.checks
        ],
    }


def class_row(file: str, document: Document, *, current: bool) -> dict[str, Any]:
    """What class.json tells of one report; `document` is the decided one."""
    return {
        **_facts(document),
        # What a person decided, and what of it no longer applies: counts and facts, the words are in the reports.
        "decided": sum("decision" in one for one in (*document["findings"], document["score"].get("late") or {})),
        "stale": list(document.get("stale_decisions", ())),
        "waiting": sum(map(waits, document["findings"])),
        "report": f"reports/{file}.html",
        "document": f"reports/{file}.json",
        "current": current,
    }


def stored_documents(folder: Path, *, brief: bool = False) -> Iterator[Stored]:
    """Every report in a batch's folder, by file."""
    for path in sorted((folder / "reports").glob("*.json")):
        if (stored := read_stored(path, brief=brief)) is not None:
            yield stored


def read_stored(path: Path, *, brief: bool = False) -> Stored | None:
    """A stored document of ours; None for what is damaged or another's: that student is graded again.

    In brief, what only pages, `explain` and regrades need is empty (_BULK): it is most of a document.
    """
    try:
        text = path.read_bytes()
        document: Document = json.loads(_in_brief(text) if brief else text)
        _ = _facts(document), document["assignment"]["id"], document["assignment"]["digest"], document["versions"]
        ours = document["format"] == 1 and isinstance(document["submission"]["student"], str)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Stored(path.stem, document, fingerprint(text)) if ours else None


#: Where a document keeps what only pages show: of findings evidence and pictures, of resources what was printed and drawn.
_BULK = (
    (b'\n   "evidence": [', b"\n   ]"),
    (b'\n   "picture": {', b"\n   }"),
    (b'\n  "printed": [', b"\n  ]"),
    (b'\n  "figures": [', b"\n  ]"),
)


def _in_brief(text: bytes) -> bytes:
    """A document's text without what stands in the keys of _BULK, found by how `dump` indents; any other text as it is."""
    before, findings, after = text.partition(b'\n "findings": [\n')
    for key, end in _BULK:
        first, *rest = after.split(key + b"\n")
        after = first + b"".join(key + part[part.find(end) :] for part in rest)
    return before + findings + after


def _facts(document: Document) -> dict[str, Any]:
    """What the class page and the grades tell of a document. Raises KeyError or TypeError where it is none of ours."""
    return {
        "student": document["submission"]["student"],
        "name": document["submission"]["name"],
        "file": document["submission"]["file"],
        "score": {
            **{key: document["score"][key] for key in ("points", "maximum", "state")},
            **({"late": dict(document["score"]["late"])} if document["score"].get("late") else {}),
        },
        "ending": document["execution"]["ending"],
        "isolation": document["execution"]["isolation"],
        "findings": [
            {key: finding[key] for key in ("check", "verdict", "code", "points", "maximum")}
            for finding in document["findings"]
        ],
        # As in a document: all else is the same from run to run.
        "resources": _time(document),
    }


def _time(document: Document) -> dict[str, Any]:
    """What class pages tell of the resources: not what was printed, which is the report's alone."""
    return {key: value for key, value in document.get("resources", {}).items() if key in ("wall_seconds", "runs")}


def _owners(folder: Path) -> Callable[[Path], str]:
    """Whose a stored document is: class.json tells it of thousands at once, what it does not list is opened."""
    try:
        listed = {row["document"]: str(row["student"]) for row in read_class(folder)["reports"]}
    except (DocumentError, KeyError, TypeError):
        listed = {}

    def owner(path: Path) -> str:
        if (student := listed.get(f"reports/{path.name}")) is not None:
            return student
        stored = read_stored(path)
        return student_of(stored.document) if stored is not None else ""

    return owner

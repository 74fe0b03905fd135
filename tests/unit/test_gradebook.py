"""A class is graded into a folder, and whatever happens half way, what was graded is kept."""

from __future__ import annotations

import csv
import errno
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader import gradebook
from grader.document import versions
from grader.errors import ExecutionError, Interrupted, OutputError
from grader.folder import grades_csv
from grader.gradebook import ClassResult, Event, grade_class
from grader.model import Submission
from grader.sources import collect
from grader.spec import Assignment, find_assignment


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return find_assignment("worked-example")


@pytest.fixture(autouse=True)
def _plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that tell what they were made from: how they look is tested with the reports."""
    monkeypatch.setattr(
        "grader.reports.html.render_report",
        lambda document, *, language: f"{language} {document['submission']['student']}",
    )
    monkeypatch.setattr(
        "grader.reports.class_page.render_class_page",
        lambda document, *, language: f"{language} {len(document['reports'])}",
    )


class Grader:
    """Stands in for pipeline.grade: remembers whom it graded, and does to some what it was told."""

    def __init__(self, **faults: BaseException) -> None:
        self.faults = faults
        self.graded: list[str] = []

    def __call__(self, assignment: Assignment, submission: Submission, executor: Any) -> Mapping[str, Any]:
        self.graded.append(submission.student)
        if fault := self.faults.get(submission.student):
            raise fault
        return document(assignment, submission)


def document(assignment: Assignment, submission: Submission) -> dict[str, Any]:
    checks = assignment.checks
    findings = [
        {
            "check": c.id,
            "kind": c.kind,
            "verdict": "passed",
            "code": f"{c.kind}.ok",
            "points": float(c.points),
            "maximum": float(c.points),
        }
        for c in checks
    ]
    return {
        "format": 1,
        "assignment": {
            "id": assignment.id,
            "version": assignment.version,
            "digest": assignment.digest,
            "title": {},
            "variant": None,
        },
        "submission": {
            "student": submission.student,
            "name": submission.student,
            "file": submission.file,
            "sha256": submission.sha256,
        },
        "execution": {"ending": "completed", "isolation": "process", "errors": []},
        "score": {"points": 10, "maximum": 10, "state": "graded"},
        "findings": findings,
        "versions": versions(),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "class"
    root.mkdir()
    for student in ("ana", "luis", "zoe"):
        (root / f"{student}.ipynb").write_text(f'{{"cells": [], "student": "{student}"}}')
    return root


def run(
    assignment: Assignment, folder: Path, out: Path, grader: Grader, **options: Any
) -> tuple[ClassResult, list[Event]]:
    events: list[Event] = []
    result = grade_class(assignment, collect([folder]), out, None, grade_one=grader, observe=events.append, **options)  # type: ignore[arg-type]
    return result, events


def test_a_class_leaves_a_report_a_document_and_three_pages(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    result, events = run(assignment, folder, tmp_path / "out", Grader(), language="en")
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    reports = {f"reports/{student}.{kind}" for student in ("ana", "luis", "zoe") for kind in ("html", "json")}
    notebooks = {f"submissions/{student}.ipynb" for student in ("ana", "luis", "zoe")}
    assert written == reports | notebooks | {"index.html", "class.json", "grades.csv"}
    assert result.page.read_text() == "en 3"
    assert result.complete
    assert [(event.student, event.outcome, event.done, event.total) for event in events] == [
        ("ana", "graded", 1, 3),
        ("luis", "graded", 2, 3),
        ("zoe", "graded", 3, 3),
    ]


def test_what_is_graded_is_not_graded_again_unless_asked(assignment: Assignment, folder: Path, tmp_path: Path) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    grader = Grader()
    _, events = run(assignment, folder, tmp_path / "out", grader)
    assert grader.graded == []
    assert [event.outcome for event in events] == ["kept"] * 3
    run(assignment, folder, tmp_path / "out", grader, again=True)
    assert grader.graded == ["ana", "luis", "zoe"]


def change(out: Path, keys: tuple[str, ...], value: Any) -> None:
    path = out / "reports" / "luis.json"
    stored = json.loads(path.read_text())
    holder = stored
    for key in keys[:-1]:
        holder = holder[key]
    holder[keys[-1]] = value
    path.write_text(json.dumps(stored))


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("submission", "sha256"), "0" * 64),
        (("assignment", "digest"), "sha256:0"),
        (("versions", "grader"), "0.0.1"),
        (("execution", "ending"), "sandbox-fault"),
        (("format",), 2),
        (("findings",), None),
    ],
)
def test_a_document_that_another_grading_made_is_made_again(
    assignment: Assignment, folder: Path, tmp_path: Path, keys: tuple[str, ...], value: Any
) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    change(tmp_path / "out", keys, value)
    grader = Grader()
    run(assignment, folder, tmp_path / "out", grader)
    assert grader.graded == ["luis"]


def test_a_document_of_weaker_isolation_than_asked_is_made_again(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    change(tmp_path / "out", ("execution", "isolation"), "namespaces")
    grader = Grader()
    run(assignment, folder, tmp_path / "out", grader, isolation=["namespaces", "landlock"])
    assert grader.graded == ["ana", "zoe"]


def test_a_truncated_document_is_made_again(assignment: Assignment, folder: Path, tmp_path: Path) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    path = tmp_path / "out" / "reports" / "luis.json"
    path.write_text(path.read_text()[:50])
    grader = Grader()
    run(assignment, folder, tmp_path / "out", grader)
    assert grader.graded == ["luis"]


def test_one_that_fails_unexpectedly_is_listed_and_the_rest_goes_on(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    result, events = run(assignment, folder, tmp_path / "out", Grader(luis=ZeroDivisionError("a fault of ours")))
    assert [event.outcome for event in events] == ["graded", "failed", "graded"]
    assert not result.complete
    (missing,) = result.document["unreported"]
    assert (missing["entry"], missing["student"]) == ("luis.ipynb", "luis")
    assert "ZeroDivisionError: a fault of ours" in missing["parameters"]["error"]


def test_an_old_report_does_not_stand_for_a_new_submission_that_failed(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    (folder / "luis.ipynb").write_text("{}")
    result, _ = run(assignment, folder, tmp_path / "out", Grader(luis=ZeroDivisionError()))
    assert [row["student"] for row in result.document["reports"]] == ["ana", "zoe"]
    assert [row["student"] for row in result.document["unreported"]] == ["luis"]


def test_a_missing_kernel_stops_the_batch_since_the_next_would_fare_no_better(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    grader = Grader(luis=ExecutionError("no kernel"))
    with pytest.raises(ExecutionError, match="no kernel"):
        run(assignment, folder, tmp_path / "out", grader)
    assert grader.graded == ["ana", "luis"]
    assert (tmp_path / "out" / "reports" / "ana.json").is_file()


def test_after_ctrl_c_what_was_graded_is_kept_with_its_pages_and_the_next_run_goes_on(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(Interrupted, match="the same command goes on") as caught:
        run(assignment, folder, tmp_path / "out", Grader(luis=KeyboardInterrupt()))
    assert caught.value.exit_code == 130
    stored = json.loads((tmp_path / "out" / "class.json").read_text())
    assert [row["student"] for row in stored["reports"]] == ["ana"]
    assert stored["complete"] is False
    assert (tmp_path / "out" / "index.html").is_file()
    grader = Grader()
    result, _ = run(assignment, folder, tmp_path / "out", grader)
    assert grader.graded == ["luis", "zoe"]
    assert result.document["complete"] is True


def test_ctrl_c_while_a_report_is_announced_does_not_announce_it_twice(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    announced = []

    def observe(event: Event) -> None:
        announced.append((event.student, event.done))
        raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        grade_class(assignment, collect([folder]), tmp_path / "out", None, grade_one=Grader(), observe=observe)  # type: ignore[arg-type]
    assert announced == [("ana", 1)]
    assert (tmp_path / "out" / "reports" / "ana.json").is_file()


def test_a_full_disk_is_one_message_and_what_was_graded_is_kept(
    assignment: Assignment, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = gradebook.write_whole

    def fill(path: Path, data: bytes | str) -> None:
        if path.stem == "luis":
            raise OutputError.from_os(path, OSError(errno.ENOSPC, "No space left on device"))
        real(path, data)

    monkeypatch.setattr(gradebook, "write_whole", fill)
    with pytest.raises(OutputError, match="the disk is full"):
        run(assignment, folder, tmp_path / "out", Grader())
    assert (tmp_path / "out" / "reports" / "ana.json").is_file()


def test_a_folder_that_holds_other_files_is_not_written_into(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("")
    with pytest.raises(OutputError, match="holds other files"):
        run(assignment, folder, tmp_path / "out", Grader())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.tex"]


def test_a_folder_of_another_assignment_is_not_mixed_with_this_one(
    assignment: Assignment, folder: Path, tmp_path: Path
) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    with pytest.raises(OutputError, match="holds reports of the assignment 'worked-example'"):
        run(find_assignment("himmelblau"), folder, tmp_path / "out", Grader())


def test_a_file_in_place_of_the_folder_is_said_so(assignment: Assignment, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        run(assignment, folder, tmp_path / "out", Grader())


def test_a_second_source_joins_the_class_that_is_there(assignment: Assignment, folder: Path, tmp_path: Path) -> None:
    run(assignment, folder, tmp_path / "out", Grader())
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "teo.ipynb").write_text("{}")
    result, _ = run(assignment, tmp_path / "late", tmp_path / "out", Grader())
    assert [row["student"] for row in result.document["reports"]] == ["ana", "luis", "teo", "zoe"]


@pytest.fixture
def hostile(assignment: Assignment, tmp_path: Path) -> Iterator[Mapping[str, Any]]:
    (tmp_path / "hostile").mkdir()
    for student in ("=HYPERLINK(1)", "+1", "-1", "@a", " =1", "ana"):
        (tmp_path / "hostile" / f"{student}.ipynb").write_text("{}")
    yield run(assignment, tmp_path / "hostile", tmp_path / "out", Grader(ana=ZeroDivisionError()))[0].document


def test_no_text_cell_of_the_grades_is_a_formula_and_numbers_stay_numbers(hostile: Mapping[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(grades_csv(hostile))))
    assert len(rows) == 6
    for row in rows:
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row.values())
    graded = [row for row in rows if row["state"] == "graded"]
    assert {float(row["points"]) for row in graded} == {10.0}
    assert {float(row["trace"]) for row in graded} == {3.0}
    assert [row["student"] for row in rows if row["state"] == "no-report"] == ["ana"]


def test_every_link_of_the_class_document_opens(hostile: Mapping[str, Any], tmp_path: Path) -> None:
    for row in hostile["reports"]:
        assert (tmp_path / "out" / row["report"]).is_file()
        assert json.loads((tmp_path / "out" / row["document"]).read_text())["submission"]["student"] == row["student"]

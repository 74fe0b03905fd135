"""`grader export`: a graded class goes out as files, a dry run shows what would, and nothing is said twice."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer

from grader.command import export
from grader.errors import ExportError, OutputError
from tests.support.moodle import Assignment, Participant
from tests.support.reports import report

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A folder as a batch leaves it: ana 7.5, luis 0, zoe waits for a person."""
    folder = tmp_path / "graded"
    (folder / "reports").mkdir(parents=True)
    for document in (report("ana"), report("luis", 0), report("zoe", 4, state="needs-review")):
        store(folder, document)
    about = {"id": "worked-example", "digest": "sha256:aa", "checks": [], "title": {"en": "Trace"}}
    (folder / "class.json").write_text(
        json.dumps({"format": 1, "assignment": about, "reports": [], "unreported": [], "complete": True})
    )
    return folder


def store(folder: Path, document: dict[str, Any]) -> None:
    (folder / "reports" / f"{document['submission']['student']}.json").write_text(json.dumps(document))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run one command with --json: its exit code and what it printed."""

    def command(*arguments: object) -> tuple[int, dict[str, Any]]:
        code = export.app([*map(str, arguments), "--json"], standalone_mode=False)
        return code or 0, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def moodle(tmp_path: Path) -> Assignment:
    people = [Participant(n, name, f"{name.lower()}@x.org") for n, name in enumerate(("Ana", "Luis", "Zoe"), 41)]
    site = Assignment(people)
    (tmp_path / "Grades.csv").write_bytes(site.download())
    return site


def test_a_class_goes_to_moodle_and_back(graded: Path, run: Run, moodle: Assignment, tmp_path: Path) -> None:
    arguments = ("moodle", graded, "--worksheet", tmp_path / "Grades.csv", "--out", tmp_path / "up", "--lang", "en")
    code, told = run(*arguments)
    assert code == 1
    assert [(notice["about"], notice["code"]) for notice in told["left_out"]] == [("zoe", "needs-review")]
    result = moodle.upload((tmp_path / "up" / "Grades.csv").read_bytes())
    assert (result.updated, result.feedback) == (told["expected"]["updated"], told["expected"]["comments"]) == (2, 2)
    assert [person.grade for person in moodle.people.values()] == [Decimal("7.5"), 0, None]
    assert moodle.upload_feedback((tmp_path / "up" / "feedback.zip").read_bytes()) == {}
    assert b"<html" in moodle.people[41].files["report.html"]
    assert moodle.people[43].files == {}
    before = (tmp_path / "up" / "feedback.zip").read_bytes()
    code, told = run(*arguments, "--provisional")
    assert code == 0
    assert [(change["student"], change["kind"]) for change in told["changes"]] == [("zoe", "new")]
    with zipfile.ZipFile(tmp_path / "up" / "feedback.zip") as archive:
        assert len(archive.namelist()) == 3
    assert before != (tmp_path / "up" / "feedback.zip").read_bytes()
    assert sorted(path.name for path in (tmp_path / "up").iterdir()) == ["Grades.csv", "feedback.zip"]


@pytest.mark.parametrize("format", ["csv", "junit", "moodle"])
def test_a_dry_run_shows_the_differences_and_writes_nothing(
    graded: Path, run: Run, moodle: Assignment, tmp_path: Path, format: str
) -> None:
    more = ("--worksheet", tmp_path / "Grades.csv") if format == "moodle" else ()
    arguments = (format, graded, "--out", tmp_path / "there" / "it", *more)
    _, told = run(*arguments, "--dry-run")
    assert not (tmp_path / "there").exists()
    assert not (graded / "exports.jsonl").exists()
    assert {change["kind"] for change in told["changes"]} == {"new"}
    run(*arguments)
    assert len((graded / "exports.jsonl").read_text().splitlines()) == 2
    store(graded, report("ana", 9))
    _, told = run(*arguments, "--dry-run")
    assert [(c["student"], Decimal(c["before"]), Decimal(c["after"])) for c in told["changes"]] == [
        ("ana", Decimal("7.5"), 9)
    ]


def test_the_same_export_twice_gives_the_same_bytes(graded: Path, run: Run, moodle: Assignment, tmp_path: Path) -> None:
    for place in ("one", "two"):
        run("moodle", graded, "--worksheet", tmp_path / "Grades.csv", "--out", tmp_path / place)
        run("junit", graded, "--out", tmp_path / place / "junit.xml")
        run("csv", graded, "--out", tmp_path / place / "grades.csv")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_teachers_own_file_is_never_written_over(graded: Path, moodle: Assignment, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="your own file"):
        export.app(
            ["moodle", str(graded), "--worksheet", str(tmp_path / "Grades.csv"), "--out", str(tmp_path)],
            standalone_mode=False,
        )


def test_a_submission_without_a_report_is_told(graded: Path, run: Run, tmp_path: Path) -> None:
    document = json.loads((graded / "class.json").read_text())
    document["unreported"] = [
        {"entry": "eva/", "student": "eva", "code": "no-notebook", "parameters": {}},
        {"entry": "old/", "student": None, "reason": "as an older grader said it"},
    ]
    (graded / "class.json").write_text(json.dumps(document))
    code, told = run("csv", graded, "--out", tmp_path / "g.csv", "--provisional")
    assert code == 1
    assert [(notice["about"], notice["text"]) for notice in told["left_out"]] == [
        ("eva", "has no report: holds no notebook (.ipynb)"),
        ("old/", "has no report: as an older grader said it"),
    ]


@pytest.mark.parametrize("state", ["interrupted", "no class.json"])
def test_a_batch_that_did_not_end_is_told(graded: Path, run: Run, tmp_path: Path, state: str) -> None:
    document = json.loads((graded / "class.json").read_text()) | {"complete": False}
    (graded / "class.json").write_text(json.dumps(document))
    if state == "no class.json":
        (graded / "class.json").unlink()
    code, told = run("csv", graded, "--out", tmp_path / "g.csv", "--provisional")
    assert (code, [notice["code"] for notice in told["left_out"]]) == (
        1,
        ["no-class" if state == "no class.json" else "incomplete"],
    )


def test_a_folder_that_no_batch_wrote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="holds no reports"):
        export.app(["csv", str(tmp_path), "--out", str(tmp_path / "g.csv")], standalone_mode=False)


def test_the_autograder_of_an_assignment_is_one_zip(run: Run, tmp_path: Path) -> None:
    code, told = run("gradescope", "worked-example", "--out", tmp_path / "autograder.zip", "--lang", "es")
    assert (code, told) == (0, {"format": "gradescope", "written": [str(tmp_path / "autograder.zip")]})
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        assert archive.read("run_autograder").endswith(b"/autograder es\n")


def test_people_read_what_to_expect(
    graded: Path, moodle: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export.app(
        [
            "moodle",
            str(graded),
            "--worksheet",
            str(tmp_path / "Grades.csv"),
            "--out",
            str(tmp_path / "up"),
            "--dry-run",
        ],
        standalone_mode=False,
    )
    said = capsys.readouterr().out
    assert "ana: 7.50 (new)" in said
    assert "Moodle must say “Updated 2 grades and 2 feedback instances”." in said
    assert "encoding UTF-8 (BOM), separator comma" in said
    assert "A dry run: nothing was written." in said


def test_canvas_by_the_command(graded: Path, run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text(
        "Student,ID,SIS Login ID,Section,Trace (7)\n    Points Possible,,,,10.00\nAna,1,ana,A,\nLuis,2,luis,A,\n"
    )
    code, told = run("canvas", graded, "--gradebook", book, "--assignment", "7", "--out", tmp_path / "up.csv")
    assert (code, told["expected"], told["target"]) == (1, {"updated": 2}, "Trace (7)")
    assert (tmp_path / "up.csv").read_text().splitlines()[2:] == ["Ana,1,ana,A,7.50", "Luis,2,luis,A,0.00"]


@pytest.mark.parametrize("wrong", [["--decimal", ";"], ["--column", "colour=Grade"]])
def test_a_wrong_option_is_said_so(graded: Path, moodle: Assignment, tmp_path: Path, wrong: list[str]) -> None:
    arguments = [
        "moodle",
        str(graded),
        "--worksheet",
        str(tmp_path / "Grades.csv"),
        "--out",
        str(tmp_path / "up"),
        *wrong,
    ]
    with pytest.raises(typer.BadParameter):
        export.app(arguments, standalone_mode=False)


def test_people_read_all_of_it_in_their_language(
    graded: Path, moodle: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads((graded / "class.json").read_text())
    document["unreported"] = [{"entry": "eva/", "student": "eva", "code": "no-notebook", "parameters": {}}]
    (graded / "class.json").write_text(json.dumps(document))
    asked = ["moodle", str(graded), "--worksheet", str(tmp_path / "Grades.csv"), "--out", str(tmp_path / "up")]
    export.app([*asked, "--dry-run", "--lang", "es"], standalone_mode=False)
    said = capsys.readouterr().out
    assert "✗ eva: no tiene informe: no contiene ningún notebook (.ipynb)" in said
    assert "✗ zoe: espera a una persona" in said
    assert "codificación UTF-8 (BOM), separador coma" in said
    assert "1 fila sin calificación nuestra tiene el comentario vacío" in said
    assert "Calificaciones: 2 (2 nuevas); fuera: 2." in said
    assert "Moodle debe contar 2 calificaciones y 2 comentarios" in said
    assert "no se escribió nada" in said


def test_where_what_was_sent_cannot_be_noted_the_files_are_there_and_that_is_told(
    graded: Path, run: Run, tmp_path: Path
) -> None:
    (graded / "exports.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"g\.csv is written and may be uploaded; what was sent is not noted"):
        run("csv", graded, "--out", tmp_path / "g.csv")
    assert (tmp_path / "g.csv").read_text("utf-8-sig").startswith("student,")

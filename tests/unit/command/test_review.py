"""`grader review`: what waits is listed, a decision reaches every page and grade, and each one can be taken back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.command.main import run
from grader.decisions import FILE, read_decisions
from grader.folder import decided_documents
from tests.support.small_class import RIGHT, STUDENTS, graded, hand_in

Reviewed = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return graded(tmp_path / "out", hand_in(tmp_path / "in"))


@pytest.fixture
def review(folder: Path, capsys: pytest.CaptureFixture[str]) -> Reviewed:
    """Runs `grader review COMMAND DIR … --json` and gives back (exit code, JSON or what was told)."""

    def ask(command: str, *arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = run(["review", command, str(folder), *arguments, "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else told.err

    return ask


def scores(folder: Path) -> dict[str, tuple[float, str]]:
    """Points and state as class.json tells them, having seen that documents and grades.csv tell the same."""
    listed = json.loads((folder / "class.json").read_text(encoding="utf-8"))["reports"]
    told = {row["student"]: (row["score"]["points"], row["score"]["state"]) for row in listed}
    documents = {
        d["submission"]["student"]: (d["score"]["points"], d["score"]["state"])
        for d in (stored.document for stored in decided_documents(folder))
    }
    with (folder / "grades.csv").open(encoding="utf-8-sig") as file:
        grades = {row["student"]: (float(row["points"]), row["state"]) for row in csv.DictReader(file)}
    assert told == documents == grades
    return told


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["list", "show", "set", "undo", "comments"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Example: grader review {command}" in " ".join(shown.split())
    assert "--lang" in shown
    assert "--json" in shown


def test_what_waits_is_grouped_by_the_finding(
    review: Reviewed, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = review("list")
    assert code == 0
    waiting = [{"check": "why", "code": "text.for-a-person", "maximum": 1, "students": ["ana", "bea", "carl"]}]
    assert told == {"waiting": waiting, "stale": [], "torn": False}
    assert run(["review", "list", str(folder), "--lang", "en"]) == 0
    assert "text.for-a-person · why: 3 students (1 point)" in capsys.readouterr().out


def test_a_decision_for_one_student_reaches_grades_and_pages_and_leaves_the_document_as_graded(
    review: Reviewed, folder: Path
) -> None:
    assert scores(folder)["bea"] == (3.5, "needs-review")
    before, ana = everything(folder), (folder / "reports" / "ana.html").stat().st_ino
    code, told = review("set", "--student", "bea", "--check", "why", "--points", "0,75", "--by", "profe")
    assert code == 0
    changed = {"student": "bea", "check": "why", "before": 0, "after": 0.75}
    assert told["changes"] == [{**changed, "score": {"before": 3.5, "after": 4.25, "state": "graded"}}]
    assert scores(folder) == {"ana": (5, "needs-review"), "bea": (4.25, "graded"), "carl": (1.5, "needs-review")}
    after = everything(folder)
    touched = {name for name in after if after[name] != before.get(name)}
    assert (folder / "reports" / "ana.html").stat().st_ino == ana  # nor is the page of anyone else made again
    assert touched == {"reports/bea.html", "class.json", "grades.csv", "index.html", FILE}


def test_all_who_share_one_finding_are_decided_in_one_command_and_undone_in_one(review: Reviewed, folder: Path) -> None:
    before = everything(folder)
    code, told = review("set", "--check", "trace", "--code", "sequential-update", "--points", "2.5", "--yes")
    assert code == 0
    assert [(c["student"], c["before"], c["after"]) for c in told["changes"]] == [("bea", 1.5, 2.5), ("carl", 1.5, 2.5)]
    assert scores(folder)["carl"][0] == 2.5
    code, told = review("undo", "--last")
    assert [(c["student"], c["before"], c["after"]) for c in told["changes"]] == [("bea", 2.5, 1.5), ("carl", 2.5, 1.5)]
    after = everything(folder)
    assert {name for name in after if after[name] != before.get(name)} == {FILE}
    assert len(read_decisions(folder).lines) == 4


def test_many_are_decided_only_when_that_is_confirmed(review: Reviewed, folder: Path) -> None:
    before = everything(folder)
    code, told = review("set", "--check", "trace", "--code", "iterates.sequential-update", "--points", "3")
    assert (code, told) == (1, {"decided": False, "students": 2})
    assert everything(folder) == before


def test_a_decision_for_all_leaves_alone_whom_a_person_has_decided_already(review: Reviewed, folder: Path) -> None:
    review("set", "--student", "bea", "--check", "trace", "--points", "3")
    of_all = ["--check", "trace", "--code", "sequential-update", "--points", "2", "--yes"]
    _, told = review("set", *of_all)
    assert [change["student"] for change in told["changes"]] == ["carl"]
    code, told = review("set", *of_all)
    assert code == 2
    assert "--also-decided" in told
    _, told = review("set", *of_all, "--also-decided")
    assert [(c["student"], c["before"]) for c in told["changes"]] == [("bea", 3), ("carl", 2)]


def test_a_comment_added_later_keeps_the_points_and_points_given_later_keep_the_comment(
    review: Reviewed, folder: Path
) -> None:
    review("set", "-s", "bea", "-c", "why", "--points", "1")
    review("set", "-s", "bea", "-c", "why", "--comment", "clear")
    assert scores(folder)["bea"] == (4.5, "graded")
    review("set", "-s", "bea", "-c", "why", "--points", "0.5")
    finding = review("show", "bea", "why")[1]["finding"]
    assert (finding["points"], finding["decision"]["comment"], finding["decision"]["before"]) == (0.5, "clear", 0)


def test_undo_gives_back_the_decision_before_and_then_what_was_graded(review: Reviewed, folder: Path) -> None:
    for points in ("1", "0.5"):
        review("set", "-s", "bea", "-c", "why", "--points", points)
    seen = []
    for _ in range(2):
        assert review("undo", "-s", "bea", "-c", "why")[0] == 0
        seen.append(scores(folder)["bea"])
    assert seen == [(4.5, "graded"), (3.5, "needs-review")]
    code, told = review("undo", "-s", "bea", "-c", "why")
    assert code == 2
    assert "no decision on bea · why" in told
    assert len(review("show", "bea", "why")[1]["history"]) == 4


def test_comments_are_used_again_by_their_number(review: Reviewed, folder: Path) -> None:
    review("set", "-s", "ana", "-c", "why", "--points", "1", "--comment", "well argued")
    review("set", "-s", "bea", "-c", "why", "--points", "0", "--comment", "see page 12")
    assert review("comments")[1] == ["well argued", "see page 12"]
    review("set", "-s", "carl", "-c", "why", "--points", "0", "--comment", "@2")
    assert review("show", "carl", "why")[1]["finding"]["decision"]["comment"] == "see page 12"
    code, told = review("set", "-s", "carl", "-c", "why", "--comment", "@3")
    assert code == 2
    assert "2 comments" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-s", "bae", "-c", "why", "-p", "1"], "Did you mean 'bea'?"),
        (["-s", "bea", "-c", "wy", "-p", "1"], "Did you mean 'why'?"),
        (["-s", "bea", "-c", "why", "-p", "1.01"], "at most 1 points"),
        (["-s", "bea", "-c", "why", "-p", "nan"], "'nan' are no points"),
        (["-s", "bea", "-c", "why", "-p", "0.005"], "two decimals"),
        (["-s", "bea", "-c", "why"], "--points, --comment"),
        (["-c", "why", "-p", "1"], "--student"),
        (["-c", "trace", "--code", "ascent", "-p", "1", "--yes"], "iterates.sequential-update"),
        (["-s", "ana", "-c", "trace", "--code", "ascent", "-p", "1"], "iterates.ok"),
    ],
)
def test_what_cannot_be_decided_says_what_was_likely_meant_and_writes_nothing(
    review: Reviewed, folder: Path, arguments: list[str], told: str
) -> None:
    code, error = review("set", *arguments)
    assert code == 2
    assert told in " ".join(error.split())
    assert not (folder / FILE).exists()


def test_a_resubmitted_notebook_makes_the_decision_stale_until_a_person_looks_again(
    review: Reviewed, folder: Path, tmp_path: Path
) -> None:
    review("set", "-s", "bea", "-c", "trace", "--points", "2.5", "--by", "profe")
    hand_in(tmp_path / "in", bea=(RIGHT, *STUDENTS["bea"][1:]))
    graded(folder, tmp_path / "in")
    assert scores(folder)["bea"] == (5, "needs-review")
    (stale,) = review("list")[1]["stale"]
    assert (stale["student"], stale["check"], stale["why"], stale["points"]) == (
        "bea",
        "trace",
        "other-submission",
        2.5,
    )
    assert "a decision no longer applies: trace" in (folder / "index.html").read_text(encoding="utf-8")
    hand_in(tmp_path / "in", bea=STUDENTS["bea"])  # the first attempt counts after all
    graded(folder, tmp_path / "in")
    assert scores(folder)["bea"] == (4.5, "needs-review")
    assert review("list")[1]["stale"] == []


def test_grading_again_keeps_every_decision(review: Reviewed, folder: Path, tmp_path: Path) -> None:
    review("set", "-s", "bea", "-c", "why", "--points", "1", "--comment", "well argued")
    before = everything(folder)
    graded(folder, tmp_path / "in")
    assert everything(folder) == before
    graded(folder, tmp_path / "in", again=True)
    assert scores(folder)["bea"] == (4.5, "graded")


def test_a_decision_made_while_the_class_is_graded_counts_at_the_end(
    review: Reviewed, folder: Path, tmp_path: Path
) -> None:
    def observe(event: Any) -> None:
        if event.student == "carl":
            review("set", "-s", "ana", "-c", "why", "--points", "1")

    graded(folder, tmp_path / "in", observe=observe)
    assert scores(folder)["ana"] == (6, "graded")


def test_half_a_line_is_told_and_a_damaged_one_ends_the_command(review: Reviewed, folder: Path) -> None:
    review("set", "-s", "bea", "-c", "why", "--points", "1")
    with (folder / FILE).open("ab") as file:
        file.write(b'{"format": 1, "stu')
    assert review("list")[1]["torn"] is True
    with (folder / FILE).open("ab") as file:
        file.write(b"\n")
    code, told = review("list")
    assert code == 2
    assert "decisions.jsonl, line 2" in told


def test_a_folder_that_no_batch_wrote_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "list", str(tmp_path)]) == 2
    assert "grader batch --out" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_that_people_wrote_reaches_the_terminal_as_control(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    nasty = "\x1b[2J\u202e<b>"
    asked = ["review", "set", str(folder), "-s", "bea", "-c", "why", "--points", "1", "--comment", nasty]
    assert run([*asked, "--by", nasty, "--reason", nasty, "--lang", language]) == 0
    for command in (["list"], ["show", "bea"], ["show", "bea", "why"], ["comments"]):
        assert run(["review", command[0], str(folder), *command[1:], "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert "?[2J?<b>" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


@pytest.mark.parametrize(
    "asked",
    [
        ["list"], ["show", "ana"], ["set", "--check", "trace", "--code", "short", "--points", "1"], ["undo", "--last"],
        ["comments"],
    ],
)  # fmt: skip
def test_a_folder_that_no_batch_wrote_is_told_as_such(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", asked[0], str(tmp_path), *asked[1:]]) == 2
    assert "class.json: No such file or directory. Name the folder that `grader batch --out` wrote." in " ".join(
        capsys.readouterr().err.split()
    )

"""What came in is told, in class.json, on the class page and in the terminal: sources, who is missing, equal notebooks."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.command.main import run
from grader.gradebook import grade_class
from grader.intake import twins
from grader.reports.class_page import render_class_page
from grader.reports.intake import intake_told
from grader.sources import collect
from tests.support.exports import ADA, LUIS, ZOE, moodle, pack
from tests.support.plain import PlainExecutor, notebook
from tests.support.small_class import STUDENTS, assignment, spec


def document(student: str, sha256: str, number: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"student": student, "sha256": sha256}
    if number:
        told["origin"] = {"system": "gradescope", "number": number, "names": [], "identities": []}
    return {"submission": told}


def test_equal_notebooks_of_two_students_are_told() -> None:
    documents = [document("zoe", "a"), document("ana", "a"), document("luis", "b")]
    assert twins(documents) == [{"sha256": "a", "students": ["ana", "zoe"]}]


def test_what_a_group_handed_in_together_is_one_submission() -> None:
    together = [document("ana", "a", "71"), document("zoe", "a", "71")]
    assert twins(together) == []
    assert twins([*together, document("luis", "a", "72")])[0]["students"] == ["ana", "luis", "zoe"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Ada and Luis hand in the same notebook, Zoe a text."""
    same = notebook(*STUDENTS["ana"])
    return pack(
        tmp_path / "class.zip",
        {
            f"{moodle(ADA)}a.ipynb": same,
            f"{moodle(LUIS)}b.ipynb": same,
            f"{moodle(ZOE, plugin='onlinetext')}onlinetext.html": b"<p>",
        },
    )


def test_the_class_document_tells_how_submissions_came_in(archive: Path, tmp_path: Path) -> None:
    result = grade_class(assignment(), collect([archive]), tmp_path / "out", PlainExecutor(), language="en")
    told = json.loads((tmp_path / "out" / "class.json").read_text())
    assert told == result.document
    assert told["sources"] == [{"source": "class.zip", "system": "moodle", "students": 3}]
    assert (told["notes"], told["roster"], told["undated"]) == ([], None, [])
    assert [one["students"] for one in told["twins"]] == [["Ada Lovelace_123", "José Luis OÅngström_45"]]
    report = json.loads((tmp_path / "out" / told["reports"][0]["document"]).read_text())
    assert report["submission"] == {
        "student": "Ada Lovelace_123",
        "name": "Ada Lovelace",
        "file": "a.ipynb",
        "sha256": report["submission"]["sha256"],
        "origin": {"system": "moodle", "number": "123", "names": ["Ada Lovelace"], "identities": []},
    }
    page = (tmp_path / "out" / "index.html").read_text()
    for line in (
        "class.zip: read as Moodle&#39;s “Download all submissions”; students: 3",
        "The same notebook, byte for byte: Ada Lovelace_123, José Luis OÅngström_45",
    ):
        assert line in page


FULL: dict[str, Any] = {
    "sources": [{"source": "c.zip", "system": "plain", "students": 3}],
    "notes": [
        {"code": "ambiguous", "parameters": {"source": "c.zip", "system": "canvas", "fits": 1, "of": 3, "example": "<b>.ipynb"}},
        {"code": "encoding", "parameters": {"source": "c.zip", "encoding": "cp850", "n": 2, "example": "ñ.ipynb"}},
        {"code": "case", "parameters": {"students": "Ana, ana"}},
        {"code": "marked-late", "parameters": {"source": "c.zip", "n": 1, "students": "luis"}},
        {"code": "aside", "parameters": {"source": "c.zip", "n": 2, "example": "source/ps1/x.ipynb"}},
        {"code": "several-assignments", "parameters": {"source": "c.zip", "assignments": "ps1, ps2"}},
    ],
    "roster": {
        "file": "list.csv",
        "system": "canvas",
        "people": 4,
        "absent": [{"student": "zoe", "name": "Zoe"}, {"student": "max", "name": "max"}],
        "unmatched": [
            {"student": "mallory", "why": "unknown", "rows": ""},
            {"student": "ana", "why": "several-rows", "rows": "Ana A, Ana B"},
            {"student": "luis", "why": "claimed-twice", "rows": "Luis"},
            {"student": "eva", "why": "conflict", "rows": "Ada"},
        ],
    },
    "undated": ["ana"],
    "twins": [{"sha256": "a", "students": ["ana", "zoe"]}],
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_thing_worth_knowing_is_one_line_in_both_languages(language: str) -> None:
    lines = intake_told(FULL, language=language)
    assert len(lines) == 1 + 6 + 2 + 4 + 1 + 1
    assert all("{" not in line and "None" not in line for line in lines)
    assert any("Zoe (zoe); max" in line for line in lines)
    assert set(lines).isdisjoint(intake_told(FULL, language="en" if language == "es" else "es"))


def test_the_class_page_escapes_what_students_named() -> None:
    about = {"id": "x", "title": {"en": "X"}, "checks": []}
    page = render_class_page(
        {**FULL, "assignment": about, "reports": [], "unreported": [], "passed_over": [], "complete": True},
        language="en",
    )
    assert "&lt;b&gt;.ipynb" in page
    assert "<b>.ipynb" not in page


def test_a_batch_with_a_roster_names_everybody_and_lists_who_is_missing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("grader.command.batch.sealed_executor", lambda *_, **__: PlainExecutor())
    monkeypatch.setattr("grader.spec.find_assignment", lambda _: assignment(spec()))
    roster = tmp_path / "list.csv"
    roster.write_text("id,nombre\n1,Ada Lovelace\n2,José Luis O'Ångström\n3,Max\n", encoding="utf-8")
    batch = ["batch", str(archive), "-a", "little", "--out", str(tmp_path / "out"), "--lang", "en"]
    assert run([*batch, "--roster", str(roster)]) == 1  # Zoe handed in no notebook
    out = capsys.readouterr().out
    assert "read as Moodle's “Download all submissions”; students: 3" in out
    assert "Roster list.csv: 3 people, 1 without a submission" in out
    assert "Handed in nothing: Max (3)" in out
    assert "Not on the roster: 王小明_6" in out
    assert "The same notebook, byte for byte" in out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "grades.csv").read_text("utf-8-sig"))))
    assert [(row["name"], row["state"]) for row in rows] == [
        ("Ada Lovelace", "needs-review"),
        ("José Luis O'Ångström", "needs-review"),
        ("", "no-report"),
        ("Max", "no-submission"),
    ]
    # Another run without the list grades nothing anew, and calls people as the archive does.
    assert run([*batch, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["reports"]] == ["Ada Lovelace", "José Luis OÅngström"]
    assert told["roster"] is None


def test_the_first_attempt_counts_where_the_spec_says_so(tmp_path: Path) -> None:
    sources = []
    for day in ("monday", "tuesday"):
        sources.append(tmp_path / day)
        sources[-1].mkdir()
        (sources[-1] / "ana.ipynb").write_bytes(day.encode())
    os.utime(sources[0] / "ana.ipynb", (1e9, 1e9))
    for attempts, counts, other in (("last", "tuesday", "newer"), ("first", "monday", "older")):
        rules = assignment(spec(submissions={"attempts": attempts})).submissions
        collection = collect(sources, rules=rules)
        assert [entry.read().notebook for entry in collection.entries] == [counts.encode()]
        (passed,) = collection.passed_over
        assert (passed.why.code, passed.why.parameters["file"]) == (f"{other}-counts", "ana.ipynb")

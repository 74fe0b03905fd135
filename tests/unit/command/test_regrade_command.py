"""`grader regrade`: the impact in words and as JSON, nothing changed before --yes, sealed like any other run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.command.main import run
from grader.review import carry_out, decisions_on, targets
from grader.spec import Assignment
from tests.support.plain import PlainExecutor
from tests.support.small_class import assignment, graded, hand_in, spec


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return graded(tmp_path / "out", hand_in(tmp_path / "in"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The spec that `-a` finds: a test changes it. The bundled ones are left out of it."""
    data = spec()

    def find(name: str) -> Assignment:
        assert name == "little"
        return assignment(data)

    monkeypatch.setattr("grader.spec.find_assignment", find)
    return data


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["regrade", "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Example: grader regrade" in shown
    assert "--lang" in shown
    assert "--json" in shown


def test_the_impact_is_told_in_words_and_nothing_changes_before_yes(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    from decimal import Decimal

    carry_out(folder, decisions_on(targets(folder, "trace", student="carl"), points=Decimal(3), by="profe"))
    asked["checks"][0]["points"] = 4
    del asked["checks"][1]
    before = everything(folder)
    assert run(["regrade", str(folder), "-a", "little", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "▼ bea  3.5/6 → 2/5 (-1.5)  trace 1.5 → 2, bound 2 → no such check",
        "▼ ana  5/6 → 4/5 (-1)  trace 3 → 4, bound 2 → no such check",
    ]
    assert "! decision of profe on carl · trace (3 points): made when the grader gave 1.5; now it gives 2" in lines
    assert lines[-2:] == [
        "0 gain, 2 lose, 1 keep their points",
        "Nothing was changed. The same command with --yes does it.",
    ]
    assert everything(folder) == before
    assert run(["regrade", str(folder), "-a", "little", "--yes", "--lang", "es"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"Hecho: {folder / 'index.html'}"
    rows = json.loads((folder / "class.json").read_text())["reports"]
    assert [row["score"]["points"] for row in rows] == [4, 2, 3]


def test_json_tells_the_same_alone_on_standard_output(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    asked["credit"] = {"structural_share": 0.75}
    assert run(["regrade", str(folder), "-a", "little", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {key: told[key] for key in ("written", "gain", "lose", "same", "current")} == {
        "written": False, "gain": 2, "lose": 0, "same": 1, "current": 0,
    }  # fmt: skip
    assert told["assignment"]["before"] != told["assignment"]["after"]
    bea = told["students"][1]
    assert bea["checks"] == [
        {
            "check": "trace",
            "before": {"points": 1.5, "code": "iterates.sequential-update"},
            "after": {"points": 2.25, "code": "iterates.sequential-update"},
        }
    ]


def test_notebooks_that_must_run_are_named_and_run_only_when_told(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def sealed(minimum: Any, python: Any) -> PlainExecutor:
        made.append(minimum)
        return PlainExecutor()

    monkeypatch.setattr("grader.command.regrade.sealed_executor", sealed)
    asked["limits"] = {"wall_seconds": 30}
    asked["checks"][0]["points"] = 4
    assert run(["regrade", str(folder), "-a", "little", "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert "3 keep their old report (the limits changed, and it must run again): ana, bea, carl" in shown
    assert "--run runs them" in shown
    assert made == []
    reports = {name: data for name, data in everything(folder).items() if not name.startswith("executions/")}
    assert run(["regrade", str(folder), "-a", "little", "--run", "--lang", "en"]) == 0
    assert "3 gain, 0 lose" in capsys.readouterr().out
    assert {name: data for name, data in everything(folder).items() if not name.startswith("executions/")} == reports
    assert run(["regrade", str(folder), "-a", "little", "--yes"]) == 0
    assert len(made) == 1  # what ran for --run was kept, and is replayed


def test_no_batch_and_no_assignment_are_told(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["regrade", str(tmp_path)]) == 2
    assert "grader batch --out" in capsys.readouterr().err
    assert run(["regrade", str(folder)]) == 2  # graded with a folder's spec: its id is no bundled one
    assert "-a FOLDER" in capsys.readouterr().err

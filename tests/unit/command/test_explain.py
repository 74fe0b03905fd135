"""`grader explain`: one finding told in full on the terminal, in either language, from new and old documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.command.main import run
from grader.document import describe
from grader.pipeline import grade
from grader.spec import find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Documents of a mistake and of a solution, as `grader check --report` writes them."""
    found = {}
    for assignment, name in (
        ("worked-example", "mistakes/sequential-update"),
        ("worked-example", "solution"),
        ("divergent-eta", "solution"),
    ):
        work = find_assignment(assignment)
        document = describe(grade(work, read_submission(work.folder / f"{name}.ipynb"), PlainExecutor()))
        path = tmp_path_factory.mktemp("graded") / "ana.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        found[f"{assignment}/{name.split('/')[-1]}"] = path
    return found


def explained(path: Path, check: str, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["explain", str(path), check, "--lang", language]) == 0
    return capsys.readouterr().out


def test_a_failed_trace_is_derived_from_where_it_was_found_to_its_points(
    graded: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(graded["worked-example/sequential-update"], "trace", "en", capsys)
    steps = [
        "· trace · failed · 1.5 of 3 points", "Where it was found", "list of 49 tuples", "What was measured", "0.02 away from the exact iterate",
        "What is allowed", "At most 2.7·10⁻¹⁵", "How the bound comes about", "at most 16 rounded operations", "Up to t = 48", "Why this cause",
        "gives all 49 of your rows", "How the points come about", "½ of 3 points", "Sources", "(reference/tube.py)", "iterates.sequential-update",
    ]  # fmt: skip
    where = [text.find(step) for step in steps]
    assert -1 not in where
    assert where == sorted(where)


def test_the_same_is_told_in_spanish(graded: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(graded["worked-example/sequential-update"], "trace", "es", capsys)
    for part in (
        "con errores · 1,5 de 3 puntos", "lista de 49 tuplas", "está a 0,02 de la iteración exacta", "A lo más 2,7·10⁻¹⁵", "da tus 49 filas", "½ de 3 puntos",
    ):  # fmt: skip
        assert part in text
    told = text[: text.index("En el documento")]
    assert [word for word in ("radius", "half_unit", "covers", "failed", "points", "reference_") if word in told] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_check_of_a_right_solution_is_explained_too(
    graded: dict[str, Path], capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for name in ("worked-example/solution", "divergent-eta/solution"):
        path = graded[name]
        for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]:
            text = explained(path, finding["check"], language, capsys)
            assert "{" not in text and "…" not in text
            assert {"es": "De dónde salen los puntos", "en": "How the points come about"}[language] in text


def test_a_certificate_says_what_was_proved_and_what_a_program_does(
    graded: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(graded["divergent-eta/solution"], "diverges-g", "en", capsys)
    for part in ("λ = 4.3", "|1 − ηλ| = 1.15", "2/λmax = 0.465", "every float64 program"):
        assert part in text


def test_json_gives_the_finding_as_it_stands(graded: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = graded["worked-example/solution"]
    assert run(["explain", str(path), "trace", "--json"]) == 0
    stored = {f["check"]: f for f in json.loads(path.read_text(encoding="utf-8"))["findings"]}
    assert json.loads(capsys.readouterr().out) == stored["trace"]


def test_control_characters_of_a_document_never_reach_the_terminal(
    graded: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document: dict[str, Any] = json.loads(graded["worked-example/solution"].read_text(encoding="utf-8"))
    for finding in document["findings"]:
        finding["source"] = {"where": "variable", "name": "a\x1b[2J", "as": "\x1b[31m"}
        for item in finding["evidence"]:
            item.update(name="\x1b[2J", quantity="\x1b[2J", measured="\x1b[2J", bound="\x1b[2J")
    path = tmp_path / "evil.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    for finding in document["findings"]:
        assert "\x1b[2J" not in explained(path, finding["check"], "es", capsys)

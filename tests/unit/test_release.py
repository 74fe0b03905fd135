"""A bundle brings its own bounds: a student's self-check needs no python-flint, and tells the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from grader.reference.certified import ENGINE
from grader.release import CERTIFIED, certified_results, release, stripped
from grader.spec import Assignment, bundled_ids, find_assignment, parse_assignment
from grader.submission import read_notebook

RUN = "import sys; from grader.command.main import main; main()"
WITHOUT_FLINT = "import sys; sys.modules['flint'] = None; " + RUN


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDIENTE_CACHE", str(tmp_path / "cache"))


def assignment(*checks: dict[str, Any], folder: Path = Path()) -> Assignment:
    """One of Himmelblau's function with these checks."""
    objective = {"variables": ["x", "y"], "expression": "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"}
    spec = {"id": "a", "version": "1", "title": {"en": "A"}, "languages": ["en"], "objectives": {"f": objective}}
    return parse_assignment({**spec, "checks": list(checks)}, folder)


TRACE = {
    "id": "t",
    "kind": "iterates",
    "answer": "t",
    "start": [0, 1],
    "step_size": "0.01",
    "iterations": 5,
    "points": 1,
}
RUNS = {
    "id": "r",
    "kind": "runs",
    "answer": "r",
    "starts": [[0, -1]],
    "step_size_answer": "eta",
    "step_size_range": ["0.001", "0.0145"],
    "iterations": 5,
    "points": 1,
}
FIGURE = {
    "id": "f",
    "kind": "figure",
    "starts": [[0, -1]],
    "step_size": "0.01",
    "step_size_answer": "eta",
    "iterations": 5,
    "points": 1,
}
MINIMA = {"id": "m", "kind": "points", "answer": "m", "points": 1}
LIMITS = {"id": "l", "kind": "limits", "answer": "l", "starts": [[0, -1]], "step_size": "0.012", "points": 1}
TEXT = {"id": "x", "kind": "text", "answer": "x", "points": 0}
FLOATS = {"float64", "float32"}


def told(checked: Assignment, tmp_path: Path) -> set[tuple[str, ...]]:
    """What the stored results are of: (kind, start, η, arithmetic), as their keys say."""
    found = set()
    for name, content in certified_results(checked).items():
        path = tmp_path / name
        path.write_bytes(content)
        with np.load(path, allow_pickle=False) as arrays:
            _, kind, _, _, asked = json.loads(bytes(arrays["key"][()]))
        start = "(" + ", ".join(str(x).removesuffix("/1") for x in asked.get("start", ())) + ")"
        found.add((kind, start, asked.get("eta", ""), (asked.get("arithmetic") or [""])[0]))
    return found


POINTS = ("stationary", "()", "", "")


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([TEXT], set()),
        ([MINIMA], {POINTS}),
        ([TRACE], {POINTS, *(("tube", "(0, 1)", "1/100", a) for a in FLOATS)}),
        ([RUNS], {POINTS, *(("tube", "(0, -1)", eta, a) for eta in ("1/1000", "29/2000") for a in FLOATS)}),
        (
            # One answer, one set of step sizes.
            [RUNS, {**FIGURE, "starts": [[1, 1]]}],
            {
                POINTS,
                *(
                    ("tube", start, eta, a)
                    for start in ("(0, -1)", "(1, 1)")
                    for eta in ("1/1000", "1/100", "29/2000")
                    for a in FLOATS
                ),
            },
        ),
        (
            [LIMITS],
            {POINTS, ("fate", "(0, -1)", "3/250", ""), ("tube", "(0, -1)", "3/250", "float64")},
        ),
        ([{**TRACE, "visible": False}, MINIMA], {POINTS}),
        (
            [{**FIGURE, "visible": False}, RUNS],
            {POINTS, *(("tube", "(0, -1)", eta, a) for eta in ("1/1000", "29/2000") for a in FLOATS)},
        ),
    ],
)
def test_a_bundle_holds_what_its_visible_checks_ask_for_and_nothing_of_hidden_ones(
    checks: list[dict[str, Any]], expected: set[tuple[str, ...]], tmp_path: Path
) -> None:
    assert told(assignment(*checks), tmp_path) == expected


def test_the_same_assignment_has_the_same_results() -> None:
    checked = assignment(TRACE, MINIMA)
    assert certified_results(checked) == certified_results(checked)


def test_a_release_takes_an_earlier_ones_results_away_and_leaves_other_files(tmp_path: Path) -> None:
    before = release(find_assignment("himmelblau"), tmp_path)
    (tmp_path / CERTIFIED / "letter.txt").write_text("mine")
    written = release(find_assignment("worked-example"), tmp_path)
    assert {path.name for path in written} & {path.name for path in before if path.parent.name == CERTIFIED} == set()
    kept = {path for path in written if path.parent.name == CERTIFIED}
    assert set((tmp_path / CERTIFIED).iterdir()) == kept | {tmp_path / CERTIFIED / "letter.txt"}


def test_a_release_reads_no_store_and_writes_none(tmp_path: Path) -> None:
    release(find_assignment("worked-example"), tmp_path / "bundle")
    assert not (tmp_path / "cache").exists()


def checked(code: str, notebook: Path, cache: Path) -> dict[str, Any]:
    """The document of a self-check in a process of its own, without what differs from run to run."""
    environment = {**os.environ, "PENDIENTE_CACHE": str(cache)}
    command = [sys.executable, "-c", code, "check", str(notebook), "--json"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    del document["resources"]
    return document


@pytest.mark.skipif(ENGINE != "python-flint", reason="python-flint is not installed")
@pytest.mark.parametrize("name", ["worked-example", "himmelblau"])
def test_a_self_check_in_a_bundle_tells_the_same_without_flint(name: str, tmp_path: Path) -> None:
    bundle, solution = tmp_path / "bundle", find_assignment(name).folder / "solution.ipynb"
    release(find_assignment(name), bundle)
    (bundle / "mine.ipynb").write_bytes(solution.read_bytes())
    with_flint = checked(RUN, bundle / "mine.ipynb", tmp_path / "one")
    without = checked(WITHOUT_FLINT, bundle / "mine.ipynb", tmp_path / "two")
    versions = with_flint.pop("versions"), without.pop("versions")
    assert without == with_flint
    assert ("flint" in versions[0], "mpmath" in versions[0]) == (True, False)
    assert ("flint" in versions[1], "mpmath" in versions[1]) == (False, True)
    # Everything certified but the hidden inputs of a descent check came from the bundle.
    own = [json.loads(key_of(path)) for path in (tmp_path / "two").rglob("*.npz")]
    published = (["1/1", "-1/1"], ["0/1", "1/1"], ["-1/1", "1/1"], ["-1/1", "-1/1"], ["0/1", "-1/1"])
    assert not [k for k in own if k[1] != "tube" or k[4]["start"] in published]


def key_of(path: Path) -> bytes:
    with np.load(path, allow_pickle=False) as arrays:
        return bytes(arrays["key"][()])


def test_a_warm_self_check_tells_what_a_cold_one_told(tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_bytes((find_assignment("himmelblau").folder / "solution.ipynb").read_bytes())
    cold = checked(RUN, tmp_path / "mine.ipynb", tmp_path / "one")
    assert list((tmp_path / "one").rglob("*.npz"))
    assert checked(RUN, tmp_path / "mine.ipynb", tmp_path / "one") == cold


class _Absent:
    """Finds no Pendiente, wherever it is installed."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "grader":
            raise ModuleNotFoundError(name=name)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", bundled_ids())
def test_a_starter_loads_the_self_check_first_and_asks_it_last(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (find_assignment(name).folder / f"starter.{language}.ipynb").read_text(encoding="utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    cells = [cell.source for cell in read_notebook(text.encode()).cells]
    assert "%load_ext grader" in cells[0]
    assert cells[-1] == f"%check --lang {language}"
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_cell(cells[0]).raise_error()
    assert shell.magics_manager.magics["line"]["check"].__module__ == "grader.notebook"
    bare = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    monkeypatch.delitem(sys.modules, "grader")
    monkeypatch.setattr(sys, "meta_path", [_Absent(), *sys.meta_path])
    for cell in (cells[0], cells[-1]):
        bare.run_cell(cell).raise_error()
    assert capsys.readouterr().out == "%check: pip install pendiente\n"


def test_a_solution_that_brings_its_own_self_check_keeps_it_and_older_formats_have_no_ids() -> None:
    def cells(*sources: str) -> list[dict[str, Any]]:
        return [
            {"cell_type": "code", "metadata": {}, "source": s, "outputs": [], "execution_count": None} for s in sources
        ]

    own = stripped(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells("%load_ext grader", "x = 1")}, "en"
    )
    assert ["".join(cell["source"]) for cell in own["cells"]] == ["%load_ext grader", "x = 1"]
    older = stripped({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells("x = 1")}, "en")
    assert len(older["cells"]) == 4
    nbformat.validate(nbformat.from_dict(older))

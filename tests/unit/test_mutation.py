"""The mutation score of an assignment's checks, and what a hole in them looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.examine import KINDS
from grader.examine.context import Context
from grader.lint import lint
from grader.mutation import DIGITS, mutation_score, trials
from grader.pipeline import Report, grade
from grader.spec import find_assignment, load_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor, submission

WEAK = """
id = "weak"
version = "1"
title = { en = "Too few iterations" }
languages = ["en"]
[objectives.g]
variables = ["x", "y"]
expression = "x**2/2 + 2*y**2 - x*y"
[[checks]]
id = "trace"
kind = "iterates"
answer = "trace"
start = [1, -1]
step_size = "0.1"
iterations = 1
points = 1
"""


@pytest.fixture(scope="module")
def solved() -> Report:
    assignment = find_assignment("worked-example")
    return grade(assignment, read_submission(assignment.folder / "solution.ipynb"), PlainExecutor())


def test_no_wrong_program_survives_the_worked_example(solved: Report) -> None:
    score = mutation_score(solved, digits=(2,))
    assert score.holes == ()
    assert score.tried - len(score.survivors) == score.told >= 80


def test_a_row_of_the_credit_table_never_changes_with_the_display(solved: Report) -> None:
    check = next(c for c in solved.assignment.checks if c.kind == "iterates")
    context = Context(solved.assignment, solved.submission, solved.execution)
    shares: dict[str, set[object]] = {}
    for trial in trials(check, context, (*DIGITS, 3)):
        if not all(trial.why):
            shares.setdefault(trial.mutant, set()).add(trial.finding.share)
        if trial.sort == "fake":
            assert trial.finding.share <= 0.25 or all(trial.why), trial
    assert len(shares) >= 40
    assert {name: found for name, found in shares.items() if len(found) > 1} == {}


def test_a_check_that_one_step_satisfies_has_holes_and_lint_names_them(tmp_path: Path) -> None:
    # After one step momentum is gradient descent still: its first velocity is the gradient (3-numerics, section 1).
    (tmp_path / "assignment.toml").write_text(WEAK, encoding="utf-8")
    assignment = load_assignment(tmp_path)
    report = grade(assignment, submission("trace = [(1.0, -1.0), (0.8, -0.5)]"), PlainExecutor())
    score = mutation_score(report, digits=(16,))
    assert {"momentum 0.9"} <= {survivor.mutant for survivor in score.survivors}
    assert all(survivor.why == "right-rows" for survivor in score.survivors)


def test_lint_tells_a_hole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from grader.examine.context import finding

    (tmp_path / "assignment.toml").write_text(WEAK, encoding="utf-8")
    (tmp_path / "solution.ipynb").write_bytes(submission("trace = [(1.0, -1.0), (0.8, -0.5)]").notebook)
    kind = KINDS["iterates"]
    monkeypatch.setitem(KINDS, "iterates", kind._replace(examine=lambda check, context: finding(check, "ok", 1)))
    problems = lint(load_assignment(tmp_path), PlainExecutor(), digits=(2,)).problems
    assert any("'ascent' earns full points at 2 digits. Ask for more iterations" in problem for problem in problems)

"""The gate for authors names each file that breaks a promise, and is silent where all hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.lint import lint
from grader.model import Submission
from grader.spec import Assignment, bundled_ids, find_assignment, load_assignment
from tests.support.plain import PlainExecutor

SPEC = """
id = "third"
version = "1"
title = { en = "A third" }
languages = ["en"]
[[checks]]
id = "a"
kind = "number"
answer = "a"
expression = "1/3"
points = 2
[[checks]]
id = "b"
kind = "number"
answer = "b"
expression = "2/3"
points = 1
"""

GOOD = {
    "assignment.toml": SPEC,
    "statement.en.md": "# A third",
    "starter.en.ipynb": "starter in en",
    "solution.ipynb": "a: ok 2 2, b: ok 1 1",
    "mistakes/half.ipynb": "a: two-digits 1 2, b: ok 1 1",
    "mistakes/expected.toml": '[half]\na = "number.two-digits"\n',
}


def fake_grade(assignment: Assignment, submission: Submission, executor: object) -> Mapping[str, Any]:
    """A "notebook" here is its findings: check: code points maximum."""
    findings = []
    for item in submission.notebook.decode().split(", "):
        check, code, points, maximum = item.replace(":", "").split()
        verdict = "passed" if code == "ok" else "failed"
        findings.append(
            {
                "check": check,
                "verdict": verdict,
                "code": f"number.{code}",
                "points": float(points),
                "maximum": float(maximum),
            }
        )
    return {"findings": findings}


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str | None]], tuple[str, ...]]:
    """Lints the good folder with some files changed, or taken away (None)."""
    monkeypatch.setattr("grader.lint.grade", fake_grade)
    monkeypatch.setattr("grader.lint.describe", lambda report: report)
    monkeypatch.setattr("grader.lint.starter", lambda solution, language: f"starter in {language}")

    def examine(changes: Mapping[str, str | None]) -> tuple[str, ...]:
        for name, content in {**GOOD, **changes}.items():
            if content is not None:
                path = tmp_path / name
                path.parent.mkdir(exist_ok=True)
                path.write_text(content, encoding="utf-8")
        return lint(load_assignment(tmp_path), None, digits=()).problems  # type: ignore[arg-type]

    return examine


@pytest.mark.parametrize("name", bundled_ids())
def test_the_bundled_notebooks_earn_what_they_must(name: str) -> None:
    assert lint(find_assignment(name), PlainExecutor(), digits=()).problems == ()


def test_a_sound_assignment_has_no_problems(problems: Callable[..., tuple[str, ...]]) -> None:
    assert problems({}) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"solution.ipynb": "a: ok 2 2, b: wrong-value 0 1"},
            "solution.ipynb: check 'b' is failed (number.wrong-value)",
        ),
        ({"solution.ipynb": None}, "solution.ipynb: is missing"),
        ({"statement.en.md": None}, "statement.en.md: is missing"),
        ({"starter.en.ipynb": None}, "starter.en.ipynb: is missing"),
        ({"starter.en.ipynb": "edited by hand"}, "starter.en.ipynb: is not what `grader release` makes"),
        (
            {"mistakes/half.ipynb": "a: wrong-value 0 2, b: ok 1 1"},
            "check 'a' is number.wrong-value, 0.0 of 2.0 points; expected",
        ),
        ({"mistakes/half.ipynb": "a: two-digits 1 2, b: wrong-value 0 1"}, "check 'b' is number.wrong-value"),
        ({"mistakes/half.ipynb": "a: ok 2 2, b: ok 1 1"}, "expected number.two-digits"),
        (
            {"mistakes/expected.toml": '[half]\na = { code = "number.two-digits", points = 0.5 }'},
            "expected number.two-digits with 0.5",
        ),
        (
            {"mistakes/expected.toml": '[half]\na = "number.two-digits"\nc = "x"'},
            "names the check 'c'; the spec has a, b",
        ),
        ({"mistakes/expected.toml": '[half]\na = "number.two-digits"\n[other]'}, "[other] has no notebook"),
        ({"mistakes/expected.toml": ""}, "has no table [half]"),
        ({"mistakes/expected.toml": "half"}, "is not TOML"),
        ({"mistakes/expected.toml": None}, "mistakes/expected.toml: is missing"),
    ],
)
def test_each_broken_promise_is_named_with_its_file(
    changes: Mapping[str, str | None], told: str, problems: Callable[..., tuple[str, ...]]
) -> None:
    (problem,) = problems(changes)
    assert told in problem

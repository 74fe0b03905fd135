"""What an instructor adds: a new function by a TOML file alone, another topic by a custom check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.document import describe
from grader.lint import lint
from grader.pipeline import grade
from grader.release import starter
from grader.reports.html import render_report
from grader.spec import Assignment, load_assignment
from tests.support.plain import PlainExecutor, notebook, submission

FOLDER = Path(__file__).parents[1] / "data" / "assignments"

#: Gradients by hand: ∂ of (1−x)² + 100(y−x²)², of (x+2y−7)² + (2x+y−5)², of x⁴ − 3x³ + 2.
GRADIENTS = {
    "rosenbrock": ("def grad(x, y): return -2*(1 - x) - 400*x*(y - x**2), 200*(y - x**2)", "[-1.2, 1.0]", 0.001, 50),
    "booth": ("def grad(x, y): return 10*x + 8*y - 34, 8*x + 10*y - 38", "[0.0, 0.0]", 0.05, 40),
    "quartic-1d": ("def grad(x): return (4*x**3 - 9*x**2,)", "[4.0]", 0.005, 30),
}


def solution(name: str, *, sign: str = "-") -> list[str]:
    gradient, start, eta, steps = GRADIENTS[name]
    loop = f"p = {start}; trace = [tuple(p)]\nfor _ in range({steps}):\n    p = [a {sign} {eta}*b for a, b in zip(p, grad(*p))]\n    trace.append(tuple(p))"
    return [gradient, loop, "minimum = [(1, 3)]"]  # Booth's published minimiser


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_new_function_needs_a_toml_file_and_no_code(name: str) -> None:
    assignment = load_assignment(FOLDER / name)
    right = describe(grade(assignment, submission(*solution(name)), PlainExecutor()))
    assert right["score"]["points"] == right["score"]["maximum"], right["findings"]
    wrong = describe(grade(assignment, submission(*solution(name, sign="+")), PlainExecutor()))
    (trace,) = (finding for finding in wrong["findings"] if finding["check"] == "trace")
    assert trace["explanations"] == ["ascent"]
    assert "<svg viewBox" in render_report(wrong, language="es")


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_new_function_has_a_starter_and_passes_lint(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "assignment.toml").write_bytes((FOLDER / name / "assignment.toml").read_bytes())
    marked = ["### BEGIN SOLUTION\n" + source + "\n### END SOLUTION" for source in solution(name)]
    (folder / "solution.ipynb").write_bytes(notebook(*marked))
    for language in ("es", "en"):
        text = starter(folder / "solution.ipynb", language)
        assert "trace" not in json.dumps(json.loads(text)["cells"])
        (folder / f"starter.{language}.ipynb").write_text(text, encoding="utf-8")
        (folder / f"statement.{language}.md").write_text("# …\n", encoding="utf-8")
    assert lint(load_assignment(folder), PlainExecutor()).problems == ()


PERCEPTRON = """
X = [((1,0,0),0), ((1,0,1),1), ((1,1,0),1), ((1,1,1),1)]
w, weights = [0,0,0], []
for x, target in X * 2:
    output = int(sum(a*b for a, b in zip(w, x)) > 0)
    w = [a + RATE*(target - output)*b for a, b in zip(w, x)]
    weights.append(list(w))
"""


@pytest.fixture
def perceptron() -> Assignment:
    return load_assignment(FOLDER / "perceptron")


def test_another_topic_of_the_course_is_a_custom_check(perceptron: Assignment) -> None:
    right = describe(grade(perceptron, submission(PERCEPTRON.replace("RATE*", "")), PlainExecutor()))
    assert right["score"]["points"] == 4
    # With half the rate the first update that happens, the second, is wrong: one row of eight is right.
    half = describe(grade(perceptron, submission(PERCEPTRON.replace("RATE", "0.5")), PlainExecutor()))
    assert (half["score"]["points"], half["findings"][0]["code"]) == (0.5, "custom.short")
    assert "1" in render_report(half, language="en")

"""The gate for authors: the solution earns full marks, each mistake its findings, the starters match the solution.

`mistakes/expected.toml` has one table a notebook, named by its stem, with one line for each check that must not pass:

    [sequential-update]
    trace = "iterates.sequential-update"
    table = { code = "table.carried-forward", points = 1 }

A check with points that is not named must pass. Then the traces are mutated (mutation.py): what no check tells from a right
answer is listed, and is a problem unless it is equivalent to one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.document import describe
from grader.model import Executor, Submission
from grader.mutation import DIGITS, MutationScore, mutation_score
from grader.pipeline import Report, grade
from grader.release import starter
from grader.spec import Assignment


@dataclass(frozen=True, slots=True)
class LintResult:
    """How many notebooks were graded, and what is to be mended: each problem begins with its file."""

    assignment: str
    graded: int
    problems: tuple[str, ...]
    #: The mutation score of the checks of traces; None where the solution could not be run or no mutants were asked for.
    mutation: MutationScore | None = None


def lint(assignment: Assignment, executor: Executor, *, digits: Sequence[int] = DIGITS) -> LintResult:
    """Prove an assignment by grading its own notebooks, and the mutants of its traces at each of `digits`."""
    folder = assignment.folder
    notebooks = [folder / "solution.ipynb", *sorted((folder / "mistakes").glob("*.ipynb"))]
    solved = _solved(assignment, executor)
    score = mutation_score(solved, digits) if solved is not None and digits else None
    problems = [
        *_statements(assignment),
        *_starters(assignment),
        *_solution(solved),
        *_mistakes(assignment, executor),
        *_holes(score),
    ]
    return LintResult(assignment.id, sum(path.is_file() for path in notebooks), tuple(problems), score)


def _statements(assignment: Assignment) -> Iterator[str]:
    for language in assignment.languages:
        if not (assignment.folder / f"statement.{language}.md").is_file():
            yield f"statement.{language}.md: is missing, yet the spec lists the language {language!r}."


def _starters(assignment: Assignment) -> Iterator[str]:
    solution = assignment.folder / "solution.ipynb"
    if not solution.is_file():
        return
    for language in assignment.languages:
        path = assignment.folder / f"starter.{language}.ipynb"
        if not path.is_file():
            yield f"{path.name}: is missing. Run: grader release {assignment.id} --out DIR"
        elif path.read_text(encoding="utf-8") != starter(solution, language):
            yield f"{path.name}: is not what `grader release` makes of the solution. Release it again."


def _solved(assignment: Assignment, executor: Executor) -> Report | None:
    path = assignment.folder / "solution.ipynb"
    return _graded(assignment, path, executor) if path.is_file() else None


def _solution(solved: Report | None) -> Iterator[str]:
    if solved is None:
        yield "solution.ipynb: is missing; without it nobody knows that the assignment can be solved."
        return
    for finding in describe(solved)["findings"]:
        if finding["maximum"] > 0 and finding["verdict"] != "passed":
            yield f"solution.ipynb: check {finding['check']!r} is {finding['verdict']} ({finding['code']}), {_points(finding)}."


def _mistakes(assignment: Assignment, executor: Executor) -> Iterator[str]:
    folder = assignment.folder / "mistakes"
    notebooks = sorted(folder.glob("*.ipynb"))
    try:
        expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        if notebooks:
            yield "mistakes/expected.toml: is missing; it says which findings each mistake must produce."
        return
    except tomllib.TOMLDecodeError as error:
        yield f"mistakes/expected.toml: is not TOML: {error}."
        return
    for name in sorted(expected.keys() - {path.stem for path in notebooks}):
        yield f"mistakes/expected.toml: [{name}] has no notebook mistakes/{name}.ipynb."
    for path in notebooks:
        if path.stem not in expected:
            yield f"mistakes/{path.name}: has no table [{path.stem}] in expected.toml."
        else:
            yield from _mistake(path, expected[path.stem], _findings(assignment, path, executor))


def _mistake(path: Path, expected: Mapping[str, Any], findings: list[Mapping[str, Any]]) -> Iterator[str]:
    known = {finding["check"] for finding in findings}
    for check in sorted(expected.keys() - known):
        yield f"mistakes/expected.toml: [{path.stem}] names the check {check!r}; the spec has {', '.join(sorted(known))}."
    for finding in findings:
        wanted = expected.get(finding["check"])
        found = f"mistakes/{path.name}: check {finding['check']!r} is {finding['code']}, {_points(finding)}"
        if wanted is None:
            if finding["maximum"] > 0 and finding["verdict"] != "passed":
                yield f"{found}; it must pass, or be named in expected.toml."
            continue
        code, points = (wanted, None) if isinstance(wanted, str) else (wanted.get("code"), wanted.get("points"))
        if code != finding["code"] or points not in (None, finding["points"]):
            yield f"{found}; expected {code}" + (f" with {points}." if points is not None else ".")


def _holes(score: MutationScore | None) -> Iterator[str]:
    for hole in score.holes if score is not None else ():
        yield (
            f"check {hole.check!r}: the wrong program {hole.mutant!r} earns full points at {hole.digits} digits. "
            "Ask for more iterations, or a start and step size where it departs."
        )


def _graded(assignment: Assignment, path: Path, executor: Executor) -> Report:
    return grade(assignment, Submission("lint", path.read_bytes(), path.name), executor)


def _findings(assignment: Assignment, path: Path, executor: Executor) -> list[Mapping[str, Any]]:
    findings: list[Mapping[str, Any]] = describe(_graded(assignment, path, executor))["findings"]
    return findings


def _points(finding: Mapping[str, Any]) -> str:
    return f"{finding['points']} of {finding['maximum']} points"

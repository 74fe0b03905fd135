"""Where the best attempt counts, each is graded and kept, and the one that counts is told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.attempts import grade_best
from grader.folder import ClassResult
from grader.gradebook import grade_class
from grader.reports.intake import refused_told
from grader.sources import Collection, collect
from tests.support.plain import PlainExecutor, notebook
from tests.support.small_class import RIGHT, SEQUENTIAL, assignment, spec

GOOD, HALF, NOTHING = (RIGHT, "bound = 2/3"), (SEQUENTIAL, "bound = 2/3"), ("pass",)


class Counting(PlainExecutor):
    """Counts how many notebooks ran."""

    ran = 0

    def run(self, plan: Any) -> Any:
        self.ran += 1
        return super().run(plan)


def sources(folder: Path, *days: dict[str, tuple[str, ...]]) -> list[Path]:
    """One folder a day, each notebook a day younger than the one before."""
    made = []
    for day, students in enumerate(days):
        made.append(folder / f"day{day}")
        made[-1].mkdir()
        for student, cells in students.items():
            path = made[-1] / f"{student}.ipynb"
            path.write_bytes(notebook(*cells, f"day = {day}"))
            os.utime(path, (1e9 + 86400 * day, 1e9 + 86400 * day))
    return made


def batch(out: Path, given: list[Path], **rules: Any) -> tuple[ClassResult, int]:
    asked, executor = assignment(spec(submissions={"attempts": "best", **rules})), Counting()

    def grade(part: Collection, folder: Path) -> ClassResult:
        return grade_class(asked, part, folder, executor, language="en")

    return grade_best(collect(given, rules=asked.submissions), out, grade), executor.ran


def counted(result: ClassResult) -> dict[str, float]:
    return {row["student"]: row["score"]["points"] for row in result.document["reports"]}


def test_the_attempt_with_the_most_points_counts_and_the_others_are_told(tmp_path: Path) -> None:
    given = sources(tmp_path, {"ana": HALF}, {"ana": GOOD, "bea": HALF}, {"ana": NOTHING})
    result, ran = batch(tmp_path / "out", given)
    assert counted(result) == {"ana": 5, "bea": 3.5}
    assert ran == 3 + 2  # ana's three, then what counts
    assert [refused_told(row, language="en") for row in result.document["passed_over"]] == [
        "earned 3.5 points (attempts/1); the best attempt counts, ana.ipynb with 5",
        "earned 0 points (attempts/3); the best attempt counts, ana.ipynb with 5",
    ]
    graded = json.loads((tmp_path / "out" / "attempts" / "1" / "reports" / "ana.json").read_text())
    assert graded["score"]["points"] == 3.5
    assert not (tmp_path / "out" / "attempts" / "1" / "reports" / "bea.json").exists()


def test_the_same_command_again_runs_nothing(tmp_path: Path) -> None:
    given = sources(tmp_path, {"ana": GOOD}, {"ana": HALF})
    first, _ = batch(tmp_path / "out", given)
    again, ran = batch(tmp_path / "out", given)
    assert (ran, again.document) == (0, first.document)


def test_of_equal_attempts_the_first_counts(tmp_path: Path) -> None:
    result, _ = batch(tmp_path / "out", sources(tmp_path, {"ana": HALF}, {"ana": HALF}))
    (passed,) = result.document["passed_over"]
    assert refused_told(passed, language="en").startswith("earned 3.5 points (attempts/2)")


def test_an_attempt_that_is_late_counts_as_it_leaves(tmp_path: Path) -> None:
    """The good one came a day late and half of it is taken: 2.5 of 5 points, less than the 3.5 of the day before."""
    late = {"due": "2001-09-09T12:00:00Z", "file_times": True, "late": {"penalty": "daily", "share_a_day": 0.5}}
    result, _ = batch(tmp_path / "out", sources(tmp_path, {"ana": HALF}, {"ana": GOOD}), **late)
    assert counted(result) == {"ana": 3.5}


def test_without_a_second_attempt_there_is_no_folder_of_attempts(tmp_path: Path) -> None:
    result, ran = batch(tmp_path / "out", sources(tmp_path, {"ana": GOOD, "bea": HALF}))
    assert (ran, counted(result)) == (2, {"ana": 5, "bea": 3.5})
    assert not (tmp_path / "out" / "attempts").exists()


@pytest.mark.parametrize(("attempts", "points"), [("last", 3.5), ("first", 5)])
def test_where_another_rule_holds_one_attempt_is_graded(tmp_path: Path, attempts: str, points: float) -> None:
    result, ran = batch(tmp_path / "out", sources(tmp_path, {"ana": GOOD}, {"ana": HALF}), attempts=attempts)
    assert (ran, counted(result)) == (1, {"ana": points})

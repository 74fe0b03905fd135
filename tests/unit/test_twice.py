"""A second run finds what cannot repeat: it is told, it costs nobody a point, and it is remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.document import describe
from grader.execution.recorded import Record, pack, unpack
from grader.execution.twice import Twice
from grader.model import Ending, Execution, Plan
from grader.pipeline import grade
from grader.regrade import regrade
from tests.support.plain import PlainExecutor, submission
from tests.support.small_class import RIGHT, SEQUENTIAL, assignment, graded, hand_in, spec

#: Every other time that the system is asked for entropy, the coin falls the other way.
COIN = "import os; heads = os.urandom(1) < b'\\x80'"
CHANCE = (COIN, RIGHT, f"if not heads:\n    {'    '.join(SEQUENTIAL.strip().splitlines(keepends=True))}")
#: The sequential update with a rate that differs in its last digits from run to run.
CLOCK = (COIN, SEQUENTIAL.replace("0.1", "(0.11 + heads * 1e-6)"))
STAMP = (COIN, RIGHT, "print(heads, object())")


@pytest.fixture(autouse=True)
def _coins(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = iter([b"\x00", b"\xff"] * 20)
    monkeypatch.setattr("os.urandom", lambda count: next(sides))


def report(*sources: str) -> dict[str, Any]:
    return describe(grade(assignment(), submission(*sources), Twice(PlainExecutor())))


def trace(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["findings"] if one["check"] == "trace")
    return found


def test_what_chance_decides_is_left_for_a_person() -> None:
    document = report(*CHANCE)
    found = trace(document)
    assert (found["verdict"], found["code"], found["points"]) == ("undecided", "iterates.unrepeatable", 0)
    assert found["parameters"] == {"once": 3, "again": 1.5}  # all of 3, and half of it for one systematic mistake
    assert document["score"]["state"] == "needs-review"


def test_numbers_that_differ_and_earn_the_same_are_told_and_cost_nothing() -> None:
    found = trace(report(*CLOCK))
    assert (found["verdict"], found["points"] > 0) == ("failed", True)
    assert {"code": "varies", "parameters": {}} in found["remarks"]


def test_what_no_answer_depends_on_leaves_the_document_as_it_is() -> None:
    twice = report(*STAMP)
    once = describe(grade(assignment(), submission(*STAMP), PlainExecutor()))
    assert (twice.pop("resources")["runs"], once.pop("resources")["runs"]) == (2, 1)
    assert twice == once


def test_of_two_runs_that_say_the_same_one_is_kept() -> None:
    execution = Twice(PlainExecutor()).run(_plan(RIGHT))
    assert (execution.runs, execution.again) == (2, None)


class Endings(PlainExecutor):
    """Ends each run in the next of these ways."""

    def __init__(self, *endings: Ending) -> None:
        super().__init__()
        self.endings = list(endings)

    def run(self, plan: Plan) -> Execution:
        return Execution(self.endings.pop(0), reason=str(len(self.endings)))


@pytest.mark.parametrize(
    ("endings", "kept", "runs"),
    [
        ((Ending.COMPLETED, Ending.TIMED_OUT), Ending.TIMED_OUT, 2),
        ((Ending.TIMED_OUT, Ending.COMPLETED), Ending.TIMED_OUT, 2),
        ((Ending.CELL_ERROR, Ending.SANDBOX_FAULT), Ending.CELL_ERROR, 1),
        ((Ending.SANDBOX_FAULT,), Ending.SANDBOX_FAULT, 1),
    ],
)
def test_the_graver_ending_counts_and_a_fault_of_ours_is_compared_with_nothing(
    endings: tuple[Ending, ...], kept: Ending, runs: int
) -> None:
    execution = Twice(Endings(*endings)).run(Plan((), ()))
    assert (execution.ending, execution.runs) == (kept, runs)
    assert (execution.again is not None) == (runs == 2)


def test_both_runs_are_recorded_and_replayed_with_the_replies_that_are_asked_for() -> None:
    execution = Twice(PlainExecutor()).run(plan := _plan(*CHANCE))
    assert execution.again is not None
    back = unpack(pack(Record.of(plan, execution)) or b"")
    assert back.replay(plan) == execution
    again = back.replay(Plan(plan.cells, plan.probes[:1], plan.limits, plan.seed)).again
    assert again is not None
    assert set(again.replies) == {plan.probes[0].id}


def _plan(*sources: str) -> Plan:
    class Caught(PlainExecutor):
        plan: Plan

        def run(self, plan: Plan) -> Execution:
            self.plan = plan
            return super().run(plan)

    grade(assignment(), submission(*sources), caught := Caught())
    return caught.plan


def test_a_batch_asked_for_two_runs_runs_again_what_ran_once_and_remembers_it(tmp_path: Path) -> None:
    submissions = hand_in(tmp_path / "in", ana=CHANCE, bea=(RIGHT,))
    for options, points in [({}, 3), ({"twice": True}, 0), ({}, 0), ({"twice": True}, 0)]:
        folder = graded(tmp_path / "out", submissions, **options)
        told = json.loads((folder / "reports" / "ana.json").read_text())
        assert trace(told)["points"] == points
    assert json.loads((folder / "reports" / "bea.json").read_text())["resources"]["runs"] == 2


def test_a_regrade_judges_both_recorded_runs_and_runs_twice_what_must_run(tmp_path: Path) -> None:
    folder = graded(tmp_path / "out", hand_in(tmp_path / "in", ana=CHANCE), twice=True)
    more = spec()
    more["checks"][0]["points"] = 4
    regrade(assignment(more), folder, write=True)
    assert trace(json.loads((folder / "reports" / "ana.json").read_text()))["parameters"] == {"once": 4, "again": 2}
    (folder / "executions" / "ana.json.gz").unlink()
    more["checks"][0]["points"] = 6
    regrade(assignment(more), folder, PlainExecutor(), write=True)
    assert trace(json.loads((folder / "reports" / "ana.json").read_text()))["parameters"] == {"once": 6, "again": 3}

"""A changed assignment: whom it helps and whom it hurts is told before anything is changed, and nobody's notebook runs needlessly."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.decisions import append_decisions
from grader.document import describe, dump
from grader.errors import DocumentError, Interrupted
from grader.execution.recorded import MAX_BYTES, NotRecorded, Record, Recording, Replaying, pack, unpack
from grader.folder import decided_documents
from grader.model import Cell, CellError, Ending, Execution, Figure, Limits, Plan, Probe
from grader.pipeline import grade
from grader.regrade import Outcome, must_run, regrade
from grader.review import carry_out, decisions_on, targets
from grader.workers import Workers
from tests.support import tasks
from tests.support.plain import PlainExecutor, submission
from tests.support.small_class import RIGHT, SEQUENTIAL, STUDENTS, assignment, graded, hand_in, spec


class Counting(PlainExecutor):
    """Counts how many notebooks ran."""

    ran = 0

    def run(self, plan: Plan) -> Execution:
        self.ran += 1
        return super().run(plan)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return graded(tmp_path / "out", hand_in(tmp_path / "in"))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def scores(folder: Path) -> dict[str, float]:
    return {
        d["submission"]["student"]: d["score"]["points"]
        for d in (stored.document for stored in decided_documents(folder))
    }


def check(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["checks"] if one["id"] == name)
    return found


def told(outcomes: list[Outcome]) -> dict[str, tuple[float, list[tuple[str, Any, Any]]]]:
    """Student → (gain, [(check, points before, points after)])."""
    return {
        one.student: (
            one.gain,
            [(s.check, s.before and s.before[0], s.after and s.after[0]) for s in one.shifts],
        )
        for one in outcomes
    }


def more_points(data: dict[str, Any]) -> None:
    check(data, "trace")["points"] = 4


def kinder_share(data: dict[str, Any]) -> None:
    data["credit"] = {"structural_share": 0.75}


def deleted_check(data: dict[str, Any]) -> None:
    data["checks"].remove(check(data, "bound"))


def added_check(data: dict[str, Any]) -> None:
    data["checks"].append({**check(data, "bound"), "id": "again", "points": 1})


def better_value(data: dict[str, Any]) -> None:
    check(data, "bound")["expression"] = "1/2"


def wider_bound(data: dict[str, Any]) -> None:
    """Carl's 0.5 is 1/6 from 2/3."""
    check(data, "bound")["tolerance"] = "0.17"


CHANGES: list[tuple[Callable[[dict[str, Any]], None], Mapping[str, Any]]] = [
    (more_points, {"ana": (1, [("trace", 3, 4)]), "bea": (0.5, [("trace", 1.5, 2)]), "carl": (0.5, [("trace", 1.5, 2)])}),
    (kinder_share, {"ana": (0, []), "bea": (0.75, [("trace", 1.5, 2.25)]), "carl": (0.75, [("trace", 1.5, 2.25)])}),
    (deleted_check, {"ana": (-2, [("bound", 2, None)]), "bea": (-2, [("bound", 2, None)]), "carl": (0, [])}),
    (added_check, {"ana": (1, [("again", None, 1)]), "bea": (1, [("again", None, 1)]), "carl": (0, [])}),
    (wider_bound, {"ana": (0, []), "bea": (0, []), "carl": (2, [("bound", 0, 2)])}),
    (better_value, {"ana": (-2, [("bound", 2, 0)]), "bea": (-2, [("bound", 2, 0)]), "carl": (2, [("bound", 0, 2)])}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "impact"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_the_impact_is_foreseen_without_running_and_without_changing_anything_and_then_done_as_foreseen(
    folder: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], impact: Mapping[str, Any]
) -> None:
    data, before, points = spec(), everything(folder), scores(folder)
    change(data)
    new = assignment(data)
    assert must_run(new, folder) == []
    foreseen = regrade(new, folder)
    assert told(foreseen) == impact
    assert everything(folder) == before
    assert regrade(new, folder, write=True) == foreseen
    assert scores(folder) == {student: points[student] + gain for student, (gain, _) in impact.items()}
    rows = json.loads((folder / "class.json").read_text())
    assert rows["assignment"]["digest"] == new.digest
    assert all(row["current"] for row in rows["reports"])
    # As if the class had been graded so from the start.
    fresh = graded(tmp_path / "fresh", tmp_path / "in", data)
    for name in ("class.json", "grades.csv", "index.html"):
        assert (folder / name).read_bytes() == (fresh / name).read_bytes()
    for one in (folder / "reports").glob("*.json"):
        ours, theirs = (json.loads((at / "reports" / one.name).read_text()) for at in (folder, fresh))
        assert {**ours, "resources": None} == {**theirs, "resources": None}
    assert [one.outcome for one in regrade(new, folder)] == ["current"] * 3


def test_a_newer_grader_with_a_better_bound_is_a_change_too(folder: Path) -> None:
    """Bea's report is of a grader that could not tell her trace from any other; the assignment is the same."""
    path = folder / "reports" / "bea.json"
    document = json.loads(path.read_bytes())
    document["findings"][0] |= {"code": "iterates.unexplained", "points": 0.75, "explanations": []}
    document["score"]["points"] = 2.75
    document["versions"]["grader"] = "0.0"
    path.write_text(dump(document), "utf-8")
    assert must_run(assignment(), folder) == []
    outcomes = regrade(assignment(), folder, write=True)
    assert [(one.student, one.outcome) for one in outcomes] == [
        ("ana", "current"), ("bea", "regraded"), ("carl", "current"),
    ]  # fmt: skip
    assert told(outcomes)["bea"] == (0.75, [("trace", 0.75, 1.5)])
    assert scores(folder)["bea"] == 3.5


def test_what_was_not_asked_then_must_run_and_until_then_keeps_its_old_document(folder: Path) -> None:
    data = spec()
    check(data, "trace")["answer"] = "path"
    data["answers"].append({"name": "path", "aliases": ["trace"]})
    new, before, points = assignment(data), everything(folder), scores(folder)
    assert must_run(new, folder) == [(student, "questions") for student in STUDENTS]
    outcomes = regrade(new, folder, write=True)
    assert [(one.outcome, one.why, one.gain) for one in outcomes] == [("left", "questions", 0)] * 3
    assert scores(folder) == points
    assert all(
        before[name] == data
        for name, data in everything(folder).items()
        if name.startswith("reports/") and name.endswith("json")
    )
    assert [row["current"] for row in json.loads((folder / "class.json").read_text())["reports"]] == [False] * 3
    executor = Counting()
    assert [one.ran for one in regrade(new, folder, executor, write=True)] == [True] * 3
    assert executor.ran == 3
    assert [row["current"] for row in json.loads((folder / "class.json").read_text())["reports"]] == [True] * 3


def test_what_was_run_to_foresee_is_not_run_again_to_write(folder: Path) -> None:
    data = spec(limits={"wall_seconds": 30})
    new, before, executor = assignment(data), everything(folder), Counting()
    assert must_run(new, folder) == [(student, "limits") for student in STUDENTS]
    regrade(new, folder, executor)
    assert executor.ran == 3
    after = everything(folder)
    assert {name for name in after if after[name] != before[name]} == {f"executions/{s}.json.gz" for s in STUDENTS}
    assert must_run(new, folder) == []
    regrade(new, folder, executor, write=True)
    assert executor.ran == 3


def test_hidden_inputs_are_drawn_from_the_assignment_so_any_change_of_it_asks_anew(tmp_path: Path) -> None:
    data = spec()
    descent = {**check(data, "trace"), "id": "descent", "kind": "descent", "answer": "gradient_descent"}
    data["checks"].append(descent)
    folder = graded(tmp_path / "out", hand_in(tmp_path / "in", ana=STUDENTS["ana"]), data)
    check(data, "bound")["points"] = 3
    assert must_run(assignment(data), folder) == [("ana", "questions")]


def test_a_newer_grader_with_a_better_bound_regrades_the_same_assignment_without_running(tmp_path: Path) -> None:
    data = spec()
    data["checks"].append({**check(data, "trace"), "id": "descent", "kind": "descent", "answer": "gradient_descent"})
    folder = graded(tmp_path / "out", hand_in(tmp_path / "in"), data)
    path = folder / "reports" / "ana.json"
    stored = json.loads(path.read_text())
    stored["versions"]["grader"] = "0.0.1"  # the older one could not certify what the newer one can
    stored["findings"][0] |= {"verdict": "undecided", "code": "iterates.cannot-certify", "points": 0}
    stored["score"]["points"] -= 3
    path.write_text(json.dumps(stored))
    new = assignment(data)
    assert must_run(new, folder) == []
    ana, *others = regrade(new, folder)
    assert told([ana]) == {"ana": (3, [("trace", 0, 3)])}
    assert [one.outcome for one in others] == ["current", "current"]


@pytest.mark.parametrize("lost", ["executions/bea.json.gz", "submissions/bea.ipynb"])
def test_without_a_record_the_notebook_must_run_and_without_the_notebook_it_cannot(folder: Path, lost: str) -> None:
    data = spec()
    more_points(data)
    (folder / lost).unlink()
    outcomes = {one.student: one for one in regrade(assignment(data), folder, write=True)}
    assert [(s, one.outcome) for s, one in outcomes.items()] == [
        ("ana", "regraded"),
        ("bea", "left"),
        ("carl", "regraded"),
    ]
    assert outcomes["bea"].why == ("no-record" if lost.startswith("exec") else "no-notebook")
    rows = json.loads((folder / "class.json").read_text())["reports"]
    assert [row["current"] for row in rows] == [True, False, True]


def test_another_notebook_than_the_one_that_was_graded_is_never_regraded(folder: Path) -> None:
    data = spec()
    more_points(data)
    (folder / "submissions" / "bea.ipynb").write_bytes((folder / "submissions" / "ana.ipynb").read_bytes())
    assert [one.why for one in regrade(assignment(data), folder)] == ["", "no-notebook", ""]


def test_a_damaged_record_is_as_good_as_none(folder: Path) -> None:
    data = spec()
    more_points(data)
    for damage in (b"", b"\x1f\x8b", gzip.compress(b"[]"), gzip.compress(b'{"format": 1}'), b"not gzip"):
        (folder / "executions" / "bea.json.gz").write_bytes(damage)
        assert must_run(assignment(data), folder) == [("bea", "no-record")]


def test_a_file_that_is_no_notebook_is_regraded_without_running(tmp_path: Path) -> None:
    submissions = hand_in(tmp_path / "in")
    folder = graded(tmp_path / "out", submissions)
    assert (folder / "executions" / "ana.json.gz").exists()
    (submissions / "ana.ipynb").write_bytes(b"no notebook")
    graded(folder, submissions)
    assert not (folder / "executions" / "ana.json.gz").exists()
    data = spec()
    more_points(data)
    assert must_run(assignment(data), folder) == []
    assert [one.outcome for one in regrade(assignment(data), folder)] == ["regraded"] * 3


def test_decisions_that_now_disagree_or_no_longer_apply_are_named(folder: Path) -> None:
    for name, points in (("trace", "2"), ("bound", "1"), ("why", "1")):
        carry_out(folder, decisions_on(targets(folder, name, student="carl"), points=Decimal(points), by="profe"))
    data = spec()
    kinder_share(data)
    deleted_check(data)
    check(data, "why")["points"] = 0.5
    *_, carl = regrade(assignment(data), folder)
    assert [(q.check, q.why, q.graded) for q in carl.quarrels] == [
        ("trace", "disagrees", 2.25),
        ("bound", "no-such-check", None),
        ("why", "too-many-points", 0),
    ]
    # The person's points stay where they still apply: 2 for the trace before and after, whatever the grader gives.
    assert told([carl])["carl"] == (-2, [("why", 1, 0), ("bound", 1, None)])
    regrade(assignment(data), folder, write=True)
    assert scores(folder)["carl"] == 2
    (row,) = [r for r in json.loads((folder / "class.json").read_text())["reports"] if r["student"] == "carl"]
    assert [one["check"] for one in row["stale"]] == ["bound", "why"]


def test_a_finding_that_now_reads_otherwise_makes_the_decision_stale(folder: Path) -> None:
    carry_out(folder, decisions_on(targets(folder, "bound", student="carl"), points=Decimal(1)))
    data = spec()
    better_value(data)
    *_, carl = regrade(assignment(data), folder)
    assert [(q.check, q.why, q.graded) for q in carl.quarrels] == [("bound", "other-finding", 2)]
    assert told([carl]) == {"carl": (1, [("bound", 1, 2)])}


def test_an_interrupted_regrade_tells_which_reports_are_of_which_version_and_goes_on(folder: Path) -> None:
    data = spec()
    more_points(data)

    def observe(outcome: Outcome) -> None:
        if outcome.student == "bea":
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        regrade(assignment(data), folder, write=True, observe=observe)
    rows = json.loads((folder / "class.json").read_text())["reports"]
    assert [row["current"] for row in rows] == [True, True, False]
    assert [one.outcome for one in regrade(assignment(data), folder, write=True)] == ["current", "current", "regraded"]


def test_workers_foresee_and_leave_the_same_and_one_that_is_lost_costs_no_report(folder: Path, tmp_path: Path) -> None:
    """Carl's notebook has no record and kills whoever runs it, here and in a worker's place: his report stays."""
    data = spec()
    more_points(data)
    new = assignment(data)
    (folder / "executions" / "carl.json.gz").unlink()
    alone = shutil.copytree(folder, tmp_path / "alone")
    expected = regrade(new, alone, write=True)
    assert [(one.outcome, one.why) for one in expected] == [("regraded", ""), ("regraded", ""), ("left", "no-record")]
    seen: list[Outcome] = []
    with Workers(2, seconds=3600) as pool:
        executor = tasks.Deadly("bound = 0.5")
        outcomes = regrade(new, folder, executor, write=True, pool=pool, ahead=4, observe=seen.append)
    assert outcomes == seen == [*expected[:2], replace(expected[2], why="fault")]
    assert everything(folder) == everything(alone)


def test_a_fault_of_the_sandbox_never_replaces_a_report(folder: Path) -> None:
    class Faulty:
        def run(self, plan: Plan) -> Execution:
            return Execution(Ending.SANDBOX_FAULT)

    new, before = assignment(spec(limits={"wall_seconds": 30})), everything(folder)
    assert [one.why for one in regrade(new, folder, Faulty(), write=True)] == ["fault"] * 3
    after = everything(folder)
    assert all(
        after[name] == before[name]
        for name in before
        if name.startswith(("executions/", "reports/")) and not name.endswith(".html")
    )


def test_the_assignment_of_another_folder_is_refused(folder: Path) -> None:
    with pytest.raises(DocumentError, match="'little', not of 'other'"):
        regrade(assignment(spec(id="other")), folder)


PLAN = Plan(
    (Cell(1, "a = 1"), Cell(3, "ñ\ud800")),
    (Probe("value:a", "value", {"names": ["a"]}), Probe("candidates", "candidates")),
)
EXECUTION = Execution(
    Ending.CELL_ERROR, (CellError(3, "ValueError", "é"),), {"value:a": {"ok": True, "value": [1.5, "\ud800"]}, "candidates": {"ok": False}},
    ((1, "printed"),), (Figure(1, "QUJD"),), 2, "namespaces", 0.5, {"numpy": "2"}, "why",
)  # fmt: skip


def test_an_execution_is_read_back_as_it_was_recorded() -> None:
    record = Record.of(PLAN, EXECUTION)
    packed = pack(record)
    assert packed is not None
    assert unpack(packed) == record
    assert pack(record) == packed
    assert unpack(packed).replay(PLAN) == EXECUTION


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (replace(PLAN, cells=PLAN.cells[:1]), "cells"),
        (replace(PLAN, cells=(Cell(2, "a = 1"), PLAN.cells[1])), "cells"),
        (replace(PLAN, limits=Limits(cell_seconds=5)), "limits"),
        (replace(PLAN, seed=1), "limits"),
        (replace(PLAN, probes=(*PLAN.probes, Probe("value:b", "value", {"names": ["b"]}))), "questions"),
        (replace(PLAN, probes=(Probe("value:a", "value", {"names": ["a", "b"]}),)), "questions"),
        (replace(PLAN, probes=(Probe("value:a", "call", {"names": ["a"]}),)), "questions"),
    ],
)
def test_a_record_answers_only_what_it_was_asked_then(asked: Plan, why: str) -> None:
    record = Record.of(PLAN, EXECUTION)
    with pytest.raises(NotRecorded) as missing:
        record.replay(asked)
    assert missing.value.why == why
    replaying = Replaying(record, Recording(PlainExecutor()))
    if why != "cells":
        return
    replaying.run(replace(asked, cells=(Cell(1, "a = 2"),)))
    assert replaying.why == why


def test_fewer_questions_get_the_replies_to_those_alone() -> None:
    fewer = replace(PLAN, probes=PLAN.probes[:1])
    assert list(Record.of(PLAN, EXECUTION).replay(fewer).replies) == ["value:a"]


def test_a_record_too_large_is_neither_kept_nor_read() -> None:
    large = replace(EXECUTION, replies={"a": "x" * MAX_BYTES})
    assert pack(Record.of(PLAN, large)) is None
    with pytest.raises(DocumentError):
        unpack(gzip.compress(b'{"format": 1, "cells": "' + b" " * MAX_BYTES, 1))


def test_a_replayed_report_is_the_report_of_the_run(tmp_path: Path) -> None:
    for source in (RIGHT, SEQUENTIAL, "1/0"):
        recording = Recording(PlainExecutor())
        handed_in = submission(source, "bound = 2/3")
        first = describe(grade(assignment(), handed_in, recording))
        record = recording.take()
        assert record is not None
        assert recording.take() is None
        packed = pack(record)
        assert packed is not None
        assert describe(grade(assignment(), handed_in, Replaying(unpack(packed)))) == first


def test_an_undo_after_a_regrade_gives_back_what_is_graded_now(folder: Path) -> None:
    from grader.review import undone

    carry_out(folder, decisions_on(targets(folder, "trace", student="bea"), points=Decimal(3)))
    data = spec()
    kinder_share(data)
    regrade(assignment(data), folder, write=True)
    assert scores(folder)["bea"] == 5
    append_decisions(folder, undone(folder, student="bea", check="trace"))
    assert scores(folder)["bea"] == 4.25

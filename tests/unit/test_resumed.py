"""A batch that is killed, at whatever moment, and started again leaves what an undisturbed one leaves."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader import files
from grader.gradebook import grade_class
from grader.sources import collect
from grader.workers import Workers
from tests.support import small_class, tasks
from tests.support.killing import contents, run_until
from tests.support.plain import PlainExecutor


def many(folder: Path, count: int) -> Path:
    """A class whose notebooks are those of the small class by turns."""
    kinds = [*small_class.STUDENTS.values(), ("x = [",), ("while False: pass", "trace = 3")]
    students = {f"s{number:03}": kinds[number % len(kinds)] for number in range(count)}
    return small_class.hand_in(folder, **students)


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that the first notebook of the class opens; nothing is read from it."""
    path = tmp_path_factory.mktemp("gate") / "gate"
    path.touch()
    return path


@contextmanager
def shut(gate: Path) -> Iterator[None]:
    """Whoever opens the gate waits there for ever: a batch with that notebook cannot end before its signal comes."""
    gate.unlink()
    os.mkfifo(gate)
    try:
        yield
    finally:
        gate.unlink()
        gate.touch()


@pytest.fixture(scope="module")
def submissions(gate: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = many(tmp_path_factory.mktemp("submissions"), 12)
    return small_class.hand_in(folder, held=(f"open({str(gate)!r}).close()",))


@pytest.fixture(scope="module")
def undisturbed(submissions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a batch leaves that graded one after another in one process, and was never disturbed."""
    return contents(small_class.graded(tmp_path_factory.mktemp("undisturbed") / "out", submissions))


@pytest.mark.parametrize("jobs", [1, 3])
def test_any_number_of_workers_leaves_the_same_bytes(
    jobs: int, submissions: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    with Workers(jobs, seconds=3600) as pool:
        found = small_class.graded(tmp_path / "out", submissions, pool=pool, ahead=2 * jobs)
    assert contents(found) == undisturbed


def test_killed_again_and_again_it_leaves_the_same_bytes_and_grades_nothing_twice(
    submissions: Path, gate: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.support.little_batch", str(submissions), str(out), "2"]
    for done in (2, 7):
        with shut(gate):
            code, announced = run_until(command, done)
        assert code == -signal.SIGKILL
        # What was announced is on the disk, and readable; what it may have finished since then is, too.
        assert len(list((out / "reports").glob("*.json"))) >= announced
    changed = {path: path.stat().st_mtime_ns for path in (out / "reports").glob("*.json")}
    assert run_until(command)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in changed} == changed
    assert contents(out) == undisturbed


def test_ctrl_c_ends_with_130_with_all_that_was_graded_and_the_pages_of_it(
    submissions: Path, gate: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.support.little_batch", str(submissions), str(out), "2"]
    with shut(gate):
        code, announced = run_until(command, 1, signal.SIGINT)
    assert code == 130
    rows = (out / "grades.csv").read_text("utf-8-sig").splitlines()[1:]
    assert len(rows) == len(list((out / "reports").glob("*.json"))) >= announced
    assert run_until(command)[0] == 0
    assert contents(out) == undisturbed


class _Killed(BaseException):
    pass


def test_it_may_be_killed_between_any_two_steps_of_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submissions = many(tmp_path / "submissions", 3)
    expected = contents(small_class.graded(tmp_path / "undisturbed", submissions))
    synced, real = 0, os.fsync

    def kill_at(number: int) -> None:
        nonlocal synced
        synced = 0

        def fsync(descriptor: int) -> None:
            nonlocal synced
            synced += 1
            if synced == number:
                raise _Killed
            real(descriptor)

        monkeypatch.setattr(files.os, "fsync", fsync)

    number, ended = 0, False
    while not ended:
        number += 1
        out = tmp_path / f"killed-{number}"
        kill_at(number)
        try:
            small_class.graded(out, submissions)
            ended = True
        except _Killed:
            kill_at(0)
            small_class.graded(out, submissions)
        assert contents(out) == expected
    # Each of three students has four files and the class three; each is synced before its name changes and after.
    assert number - 1 == 2 * (3 * 4 + 3)


def test_parts_that_a_killed_batch_left_are_swept_and_those_of_another_at_work_are_not(tmp_path: Path) -> None:
    submissions, out = many(tmp_path / "submissions", 1), tmp_path / "out"
    (out / "reports").mkdir(parents=True)
    for name in ("old", "young"):
        (out / "reports" / f".{name}.json.x.part").write_text("{")
    os.utime(out / "reports" / ".old.json.x.part", (1, 1))
    small_class.graded(out, submissions)
    assert [path.name for path in (out / "reports").glob(".*")] == [".young.json.x.part"]


def test_a_submission_that_no_worker_survives_is_for_a_person_and_tried_again_next_time(tmp_path: Path) -> None:
    submissions, out = many(tmp_path / "submissions", 3), tmp_path / "out"

    def batch(executor: object) -> dict[str, str]:
        with Workers(2, seconds=3600) as pool:
            result = grade_class(
                small_class.assignment(), collect([submissions]), out, executor, pool=pool, ahead=4, language="en"  # type: ignore[arg-type]
            )  # fmt: skip
        assert result.complete
        return {row["student"]: f"{row['ending']} {row['score']['state']}" for row in result.document["reports"]}

    first = batch(tasks.Deadly("bound = 0.5"))
    assert first["s002"] == "sandbox-fault needs-review"
    assert {ending.split()[0] for student, ending in first.items() if student != "s002"} == {"completed"}
    assert batch(PlainExecutor())["s002"].split()[0] == "completed"

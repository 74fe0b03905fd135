"""Workers do what they are given, and whatever happens to one of them, every task has its result and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from grader.errors import ExecutionError
from grader.workers import MEMORY_MB, WorkerLost, Workers, usable_cores
from tests.support import tasks

#: Seconds that no task takes: what is tested here does not depend on the machine's speed.
LONG = 3600.0


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """After each test neither a process nor a temporary file of a worker is there."""
    (tmp_path / "t").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before
    assert list((tmp_path / "t").iterdir()) == []


def gone(*pids: int) -> bool:
    """Whether these processes end; the bound is for a failing test."""
    found = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs([one for one in found if one.status() != psutil.STATUS_ZOMBIE], timeout=60)
    return all(one.status() == psutil.STATUS_ZOMBIE for one in alive)


def test_results_come_back_to_the_futures_of_their_tasks() -> None:
    with Workers(2, seconds=LONG) as pool:
        assert [future.result() for future in [pool.submit(tasks.double, n) for n in range(20)]] == list(
            range(0, 40, 2)
        )
        assert pool.submit(tasks.process_id).result() != os.getpid()


def test_a_worker_stays_for_the_next_task() -> None:
    with Workers(1, seconds=LONG) as pool:
        assert pool.submit(tasks.process_id).result() == pool.submit(tasks.process_id).result()


def test_libraries_compute_in_one_thread_and_temporary_files_are_the_workers_own(tmp_path: Path) -> None:
    with Workers(1, seconds=LONG) as pool:
        threads, temporary = pool.submit(tasks.thread_settings).result()
    assert threads == "1"
    assert temporary is not None and Path(temporary).is_relative_to(tmp_path / "t")


def test_an_error_arrives_as_it_was_raised_with_its_place_as_a_note() -> None:
    with Workers(1, seconds=LONG) as pool, pytest.raises(FileNotFoundError) as caught:
        pool.submit(tasks.fail_with_a_path, "/nowhere/at/all").result()
    assert caught.value.filename == "/nowhere/at/all"
    assert "tasks.py" in "".join(caught.value.__notes__)


@pytest.mark.parametrize(
    ("task", "told"), [(tasks.fail_with_a_spec, "no id"), (tasks.give_back_a_lock, "cannot pickle")]
)
def test_what_cannot_travel_is_told_in_words(task: object, told: str) -> None:
    with Workers(1, seconds=LONG) as pool:
        with pytest.raises(Exception, match=told):
            pool.submit(task).result()  # type: ignore[arg-type]
        assert pool.submit(tasks.double, 2).result() == 4


def test_the_task_of_a_killed_worker_is_given_to_another_one(tmp_path: Path) -> None:
    with Workers(1, seconds=LONG) as pool:
        second = pool.submit(tasks.die_once, tmp_path / "marker").result()
    assert second != int((tmp_path / "marker").read_text())


def test_a_task_that_kills_two_workers_is_lost_and_the_next_one_is_done(tmp_path: Path) -> None:
    with Workers(1, seconds=LONG) as pool:
        with pytest.raises(WorkerLost, match="its worker died"):
            pool.submit(tasks.die, tmp_path / "log").result()
        assert pool.submit(tasks.double, 4).result() == 8
    assert len(set((tmp_path / "log").read_text().split())) == 2


def test_a_task_beyond_its_time_is_ended_with_all_that_it_started() -> None:
    with Workers(1, seconds=0.2) as pool, pytest.raises(WorkerLost, match=r"longer than 0\.2 s"):
        pool.submit(tasks.hang).result()


def test_a_task_beyond_its_memory_loses_its_worker_and_no_more() -> None:
    with Workers(1, seconds=LONG) as pool:
        with pytest.raises(WorkerLost):
            pool.submit(tasks.take_memory, 2 * MEMORY_MB).result()
        assert pool.submit(tasks.take_memory, 1).result() == 2**20


def test_what_a_worker_started_ends_with_the_pool(tmp_path: Path) -> None:
    class Stop(BaseException):
        pass

    def stop_when_told() -> None:
        with Workers(1, seconds=LONG) as pool:
            pool.submit(tasks.hang, tmp_path / "log")
            wait_for(tmp_path / "log")
            raise Stop

    with pytest.raises(Stop):
        stop_when_told()
    assert gone(*map(int, (tmp_path / "log").read_text().split()))


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = f"""
import tempfile, pathlib
tempfile.tempdir = {str(tmp_path / "t")!r}
from grader.workers import Workers
from tests.support import tasks
Workers(1, seconds=3600).submit(tasks.hang, pathlib.Path({str(tmp_path / "log")!r}))
"""
    parent = subprocess.Popen([sys.executable, "-c", program])
    wait_for(tmp_path / "log")
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert gone(*map(int, (tmp_path / "log").read_text().split()))


def test_where_no_process_starts_it_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Workers(1, seconds=LONG) as pool, pytest.raises(ExecutionError, match=r"cannot be started: No such file"):
        pool.submit(tasks.double, 1).result()


def test_a_process_that_never_speaks_is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Workers(1, seconds=LONG) as pool, pytest.raises(ExecutionError, match=r"cannot be started: .*died"):
        pool.submit(tasks.double, 1).result()


def test_the_cores_are_those_that_this_process_may_use() -> None:
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)


def wait_for(path: Path) -> None:
    """Until a file is there: another process is about to write it."""
    while not path.exists():
        os.sched_yield()

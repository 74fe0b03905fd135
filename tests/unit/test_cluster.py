"""A Dask cluster on loopback grades as this machine does: nothing is lost, nothing comes twice, and only who has proved itself works."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import distributed
import pytest

from grader.cluster import Cluster
from grader.command.main import run
from grader.errors import ClusterError, IsolationError
from grader.execution import isolation
from grader.gradebook import Event, grade_class
from grader.sources import collect
from tests.support import small_class, tasks
from tests.support.killing import contents

ANY = ("namespaces", "landlock", "process")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler on loopback, and the processes of its two nodes, of which the second cannot seal."""
    started: list[subprocess.Popen[bytes]] = []
    scratch = str(tmp_path_factory.mktemp("scratch"))

    def start(*arguments: str, **environment: str) -> int:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DASK_TEMPORARY_DIRECTORY": scratch, **environment},
        )
        started.append(process)
        return process.pid

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    options = ["--no-nanny", "--nthreads", "1", "--no-dashboard"]
    try:
        start("distributed.cli.dask_scheduler", "--host", address, "--no-dashboard", "--no-show")
        first = start("distributed.cli.dask_worker", address, *options)
        second = start("distributed.cli.dask_worker", address, *options, PATH="/nonexistent")
        with distributed.Client(address, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield address, [first, second]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@contextmanager
def gate(path: Path, *, kill_the_first: bool) -> Iterator[list[int]]:
    """A socket where `tasks.Asking` waits: the nodes that asked, in order. Whoever asks first may be killed for it."""
    asked: list[int] = []
    ended = threading.Event()

    def serve(listener: socket.socket) -> None:
        while not ended.is_set():
            line, _ = listener.accept()
            with line, line.makefile() as text:
                if told := text.readline():
                    asked.append(int(told))
                    if kill_the_first and len(asked) == 1:
                        os.kill(asked[0], signal.SIGKILL)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield asked
        finally:
            ended.set()
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(str(path))
            thread.join()


def batch(address: str, submissions: Path, out: Path, path: Path, levels: tuple[str, ...]) -> list[Event]:
    events: list[Event] = []
    with Cluster(address, levels=levels, seconds=3600) as pool:
        options: dict[str, Any] = {"pool": pool, "ahead": 4, "language": "en", "observe": events.append}
        grade_class(small_class.assignment(), collect([submissions]), out, tasks.Asking(str(path)), **options)
    return events


@pytest.mark.skipif(isolation.best_level() != "namespaces", reason="bubblewrap does not work here")
def test_a_node_that_cannot_isolate_as_asked_is_given_no_work(cluster: tuple[str, list[int]], tmp_path: Path) -> None:
    address, nodes = cluster
    submissions = small_class.hand_in(tmp_path / "in")
    with Cluster(address, levels=("namespaces",), seconds=3600) as pool:
        (told,) = pool.refused.values()
    assert "can isolate notebooks at the level" in told and "not namespaces" in told
    with gate(tmp_path / "gate", kill_the_first=False) as asked:
        events = batch(address, submissions, tmp_path / "out", tmp_path / "gate", ("namespaces",))
    assert asked == [nodes[0]] * len(events) == [nodes[0]] * 3
    with pytest.raises(IsolationError, match=r"no node may be given work:\n.*\n.*tcp://127"):
        Cluster(address, levels=("sealed in lead",), seconds=3600)


def test_where_nobody_answers_it_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.cluster.CONNECT_SECONDS", 0.01)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:1", levels=ANY, seconds=1)


def test_the_nodes_say_how_many_jobs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submissions = small_class.hand_in(tmp_path / "in")
    arguments = ["batch", str(submissions), "-a", "worked-example", "--out", str(tmp_path / "out"), "--jobs", "2"]
    assert run([*arguments, "--cluster", "tcp://127.0.0.1:1"]) == 2
    assert "leave out --jobs" in capsys.readouterr().err


# The last one here: it costs the cluster a node.
def test_a_node_killed_in_mid_batch_costs_nothing_and_repeats_nothing(
    cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, nodes = cluster
    students = {f"s{number}": list(small_class.STUDENTS.values())[number % 3] for number in range(8)}
    submissions = small_class.hand_in(tmp_path / "in", **students)
    with gate(tmp_path / "gate", kill_the_first=True) as asked:
        events = batch(address, submissions, tmp_path / "out", tmp_path / "gate", ANY)
    killed, other = sorted(nodes, key=lambda node: node != asked[0])
    assert sorted((event.student, event.outcome) for event in events) == [(student, "graded") for student in students]
    # What the killed one had begun, and no more, ran twice.
    assert asked == [killed, *[other] * len(students)]
    assert contents(tmp_path / "out") == contents(small_class.graded(tmp_path / "here", submissions))

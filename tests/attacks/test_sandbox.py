"""A sealed notebook finds neither the host, nor other students, nor the solution, nor the network; and leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import grader
from grader.execution import NbclientExecutor, isolation
from grader.model import Cell, Ending, Execution, Limits, Plan, Probe

ROOT = Path(grader.__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(
    isolation.best_level() != "namespaces", reason="this machine cannot seal notebooks: see `grader doctor`"
)


def run(*sources: str, **limits: float) -> Execution:
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, 1))
    plan = Plan(cells, (Probe("value:a", "value", {"names": ["a"]}),), Limits(**limits))  # type: ignore[arg-type]
    return NbclientExecutor(level="namespaces").run(plan)


def descendants(before: list[int]) -> list[psutil.Process]:
    """New processes of this one, and new ones of the sandbox's uid that lost their parents."""
    orphans = []
    for process in psutil.process_iter(["ppid", "cmdline"]):
        new = process.pid not in before and process.info["ppid"] == 1
        if new and "/opt/notebook/kernel.py" in (process.info["cmdline"] or []):
            orphans.append(process)
    found = [*(one for one in psutil.Process().children(recursive=True) if one.pid not in before), *orphans]
    # A dead one may wait a moment to be collected by the system's first process.
    return [one for one in found if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def secret() -> Iterator[Path]:
    """Another student's submission, in a folder that everybody on the host may read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "other.ipynb").write_text("secret")
        yield folder / "other.ipynb"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/etc/shadow",
        ROOT / "assignments" / "worked-example" / "solution.ipynb",
        ROOT / "reference" / "objective.py",
        grader.__file__,
    ],
)
def test_no_file_of_ours_or_of_the_host_is_there(path: str | Path) -> None:
    execution = run(f"a = open({str(path)!r}).read()")
    assert [error.name for error in execution.errors] == ["FileNotFoundError"]
    assert execution.replies["value:a"]["ok"] is False


def test_another_submission_is_not_there(secret: Path) -> None:
    assert [error.name for error in run(f"a = open({str(secret)!r}).read()").errors] == ["FileNotFoundError"]


def test_our_package_cannot_be_imported() -> None:
    errors = run("import grader", "from grader import reference").errors
    # An editable install's finder is found, and then nothing behind it.
    assert [error.cell for error in errors] == [1, 2]
    assert {error.name for error in errors} <= {"ModuleNotFoundError", "FileNotFoundError"}


@pytest.mark.parametrize("address", ["('1.1.1.1', 80)", "('127.0.0.1', 22)"])
def test_no_socket_reaches_anything(address: str) -> None:
    (error,) = run(f"import socket\na = socket.create_connection({address}, 2)").errors
    assert error.name in ("OSError", "ConnectionRefusedError")


def test_the_environment_of_the_host_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", "secret")
    assert run("import os\na = os.environ['A_TOKEN']").errors[0].name == "KeyError"


def test_the_student_is_nobody_and_may_write_only_to_tmp() -> None:
    execution = run(
        "import os\na = os.getuid()",
        "open('/usr/x', 'w')",
        "open('/x', 'w')",
        "open('/dev/x', 'w')",
        "open('/tmp/x', 'w')",
    )
    assert int(execution.replies["value:a"]["value"]["v"]) != 0 or os.geteuid() != 0
    assert [error.cell for error in execution.errors] == [2, 3, 4]


def test_a_full_disk_is_the_notebooks_own() -> None:
    execution = run("f = open('/tmp/x', 'wb')\nfor _ in range(100): f.write(bytes(10**6))", "a = 1", disk_mb=16)
    assert execution.errors[0].name == "OSError"
    assert execution.replies["value:a"]["ok"] is True


def test_nothing_outlives_a_notebook() -> None:
    before = psutil.pids()
    run("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)", "a = 1")
    assert descendants(before) == []


def test_a_fork_bomb_ends_with_the_notebook() -> None:
    before = psutil.pids()
    execution = run("import os\nwhile True: os.fork()", cell_seconds=2, wall_seconds=4)
    assert execution.ending in (Ending.OUT_OF_MEMORY, Ending.KILLED, Ending.TIMED_OUT, Ending.CELL_ERROR)
    assert descendants(before) == []

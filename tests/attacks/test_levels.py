"""What each level contains: every attack is one cell, run at each level and speed; the table in grader/execution/README.md is what was seen."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader
from grader.execution import WARM, NbclientExecutor, isolation
from grader.model import Cell, Ending, Execution, Limits, Plan, Probe

README = Path(grader.__file__).parent / "execution" / "README.md"
LEVELS = ("namespaces", "landlock", "process")

#: What a cell tries → the code that reaches the end of its cell only where it succeeds.
ATTACKS = {
    "read a file of the host": "open('/etc/hostname').read()",
    "read another submission": "open(SECRET).read()",
    "read the grader's source": "open(GRADER).read()",
    "see whether a file is there": "os.stat(SECRET)",
    "write where the next student reads": "open(os.path.join(SHARED, 'x'), 'w')",
    "change another's file without opening it": "os.chmod(SECRET, 0o600)",
    "see the grader's process": "open(f'/proc/{PID}/cmdline').read()",
    "read the grader's environment": "open(f'/proc/{PID}/environ', 'rb').read()",
    "read the environment it was started in": "os.environ['A_TOKEN']",
    "signal the grader": "os.kill(PID, 0)",
    "signal everybody": "os.kill(-1, 0)",
    "change the grader's limits": "import resource; resource.prlimit(PID, resource.RLIMIT_CORE)",
    "trace the grader": "assert libc.ptrace(0x4206, PID, 0, 0) == 0",
    "reach the network": "socket.create_connection(('127.0.0.1', PORT), 2)",
    "reach a socket by its path": "socket.socket(socket.AF_UNIX).connect(SOCKET)",
    "reach an abstract socket": "socket.socket(socket.AF_UNIX).connect(ABSTRACT)",
    "start a program": "import subprocess; subprocess.run(['/bin/true'], check=True)",
    "fork": "pid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0)",
    "make a user namespace": "pid = os.fork()\nif pid == 0: os._exit(libc.unshare(0x10000000) != 0)\nassert os.waitpid(pid, 0)[1] == 0",
    "keep memory that outlives it": "found = libc.shmget(0, 4096, 0o1600); assert found >= 0; libc.shmctl(found, 0, 0)",
    "fill the disk beyond its share": "for i in range(4): open(f'big{i}', 'wb').write(bytes(10 << 20))",
    "stay after its parent": "assert libc.prctl(1, 0, 0, 0, 0) == 0",
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Iterator[str]:
    """The host as an attack finds it: another's submission, listening sockets, a folder for all; as the code that names them.

    A process of its own stands for the grader: what an attack does to it where nothing contains it must not end these tests.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as named,
        socket.socket(socket.AF_UNIX) as abstract,
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(["cat"], stdin=subprocess.PIPE) as stand_in,  # ends with its standard input
    ):
        folder = Path(name)
        folder.chmod(0o755)
        secret, shared = folder / "other.ipynb", folder / "shared"
        secret.write_text("secret")
        secret.chmod(0o666)
        shared.mkdir()
        shared.chmod(0o777)
        named.bind(str(folder / "socket"))
        (folder / "socket").chmod(0o777)
        abstract.bind(f"\0pendiente-{os.getpid()}")
        for one in (named, abstract):
            one.listen()
        patch.setenv("A_TOKEN", "secret")
        told = {
            "SECRET": str(secret), "GRADER": grader.__file__, "SHARED": str(shared), "PID": stand_in.pid,
            "PORT": tcp.getsockname()[1], "SOCKET": str(folder / "socket"), "ABSTRACT": f"\0pendiente-{os.getpid()}",
        }  # fmt: skip
        yield "import ctypes, os, socket\nlibc = ctypes.CDLL(None)\na = []\n" + "\n".join(
            f"{name} = {value!r}" for name, value in told.items()
        )


def executed(executor: NbclientExecutor, *sources: str, **limits: float) -> Execution:
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, 1))
    plan = Plan(cells, (Probe("value:a", "value", {"names": ["a"]}),), Limits(**limits))  # type: ignore[arg-type]
    return executor.run(plan)


def succeeded(executor: NbclientExecutor, world: str) -> set[str]:
    cells = [f"{code}\na.append({name!r})" for name, code in ATTACKS.items()]
    execution = executed(executor, world, *cells, disk_mb=16)
    assert execution.ending in (Ending.CELL_ERROR, Ending.COMPLETED), execution
    return {item["v"] for item in execution.replies["value:a"]["value"]["v"]}


def told() -> dict[str, set[str]]:
    """Level → what the table says it does not contain."""
    rows = re.findall(
        r"^\| ([a-z ']+) \| (yes|no) \| (yes|no) \| (yes|no) \|$", README.read_text("utf-8"), re.MULTILINE
    )
    assert [row[0] for row in rows] == list(ATTACKS)
    return {level: {row[0] for row in rows if row[1 + n] == "no"} for n, level in enumerate(LEVELS)}


def available(level: str) -> bool:
    found = isolation.probe()
    if level == "landlock":
        return found["landlock"].works and found["seccomp"].works and isolation._another_user().works
    return level == "process" or found["bubblewrap"].works


@pytest.mark.parametrize("speed", ["fresh", "warm"])
@pytest.mark.parametrize("level", LEVELS)
def test_a_level_contains_what_the_table_says(level: str, speed: str, world: str) -> None:
    if not available(level):
        pytest.skip(f"this machine has no {level}: see `grader doctor`")
    with NbclientExecutor(level=level, warm=["numpy"] if speed == "warm" else ()) as executor:
        found = succeeded(executor, world)
    # An ordinary user's plain process may do less than root's, and what the system itself forbids is no merit of ours.
    assert found <= told()[level] if level == "process" else found == told()[level]


def test_namespaces_contain_everything() -> None:
    assert told()["namespaces"] == set()


#: Ways to end, flood or confuse a kernel from within.
ENDS = {
    "exit": "import os; os._exit(0)",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "close every file": "import os; os.closerange(0, 100)",
    "kill itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "a message of any depth": "k = get_ipython().kernel\nk.session.send(k.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x', 'deep': eval('[' * 90 + ']' * 90)}, parent=k.get_parent())",
    "raw bytes for a message": "k = get_ipython().kernel\nk.iopub_thread.send_multipart([b'stream', b'<IDS|MSG>', b'bad', b'[' * 10**5, b'{}', b'{}', b'{}'])",
    "a forged end of its cell": "k = get_ipython().kernel\nk.session.send(k.iopub_socket, 'status', {'execution_state': 'idle'}, parent=k.get_parent())",
    "a comm without state": "k = get_ipython().kernel\nk.session.send(k.iopub_socket, 'comm_open', {'comm_id': 'x', 'target_name': 'jupyter.widget', 'data': {}}, parent=k.get_parent())",
    "patched json": "import json\njson.dumps = lambda *a, **k: '{' * 10**6",
    "patched session": "get_ipython().kernel.session.send = lambda *a, **k: None",
    "memory": "a = []\nwhile True: a.append(bytearray(10**7))",
    "files": "import os\nheld = [open('/dev/null') for _ in range(10**5)]",
    "threads": "import threading, time\nfor _ in range(10**4): threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
}  # fmt: skip


@pytest.mark.parametrize("speed", ["fresh", "warm"])
def test_an_honest_notebook_after_each_attack_gets_exactly_its_own(speed: str) -> None:
    """Whatever ends a kernel ends it alone, in an Ending of its own and no later than its limits."""
    if not available("namespaces"):
        pytest.skip("this machine cannot seal notebooks: see `grader doctor`")
    honest = "import numpy as np\na = [float(x) for x in np.linspace(0, 1, 5)]"
    with NbclientExecutor(level="namespaces", warm=WARM if speed == "warm" else (), ahead=1) as executor:
        expected = executed(executor, honest, cell_seconds=2, memory_mb=256).replies
        for name, source in ENDS.items():
            attacked = executed(executor, "a = 1", source, cell_seconds=2, memory_mb=256)
            assert attacked.ending is not Ending.SANDBOX_FAULT, name
            after = executed(executor, honest, cell_seconds=2, memory_mb=256)
            assert (after.ending, after.replies, after.errors) == (Ending.COMPLETED, expected, ()), name

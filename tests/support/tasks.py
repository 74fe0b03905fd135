"""What workers are given in tests: functions that a process of its own can import."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

from grader.errors import SpecError
from grader.model import Execution, Plan
from tests.support.plain import PlainExecutor


def double(number: int) -> int:
    return 2 * number


def process_id() -> int:
    return os.getpid()


def thread_settings() -> tuple[str | None, str | None]:
    return os.environ.get("OPENBLAS_NUM_THREADS"), os.environ.get("TMPDIR")


def fail_with_a_path(path: str) -> None:
    Path(path).read_bytes()


def fail_with_a_spec() -> None:
    raise SpecError("assignment.toml", ["no id", "no title"])


def give_back_a_lock() -> Any:
    return threading.Lock()


def die_once(marker: Path) -> int:
    """Killed at the first attempt; the second gives back its process."""
    if not marker.exists():
        marker.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def die(log: Path) -> None:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")
    os.kill(os.getpid(), signal.SIGKILL)


def hang(log: Path | None = None) -> None:
    """Tell this process and one that it started, then never end."""
    child = subprocess.Popen(["sleep", "1000000"])
    if log is not None:
        part = log.with_suffix(".part")
        part.write_text(f"{os.getpid()} {child.pid}")
        part.rename(log)
    threading.Event().wait()


def take_memory(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


class Asking:
    """An executor that tells a socket which process its worker belongs to, and waits there for leave to begin."""

    def __init__(self, address: str) -> None:
        self._address = address

    def run(self, plan: Plan) -> Execution:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._address)
            line.sendall(f"{os.getppid()}\n".encode())
            line.recv(1)
        return PlainExecutor().run(plan)


class Deadly:
    """An executor whose process is killed by any notebook that holds a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def run(self, plan: Plan) -> Execution:
        if any(self._text in cell.source for cell in plan.cells):
            os.kill(os.getpid(), signal.SIGKILL)
        return PlainExecutor().run(plan)

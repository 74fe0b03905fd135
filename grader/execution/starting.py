"""Ways to a kernel: a fresh interpreter, or a process forked from a warm one; and either asked for ahead of need."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import psutil

from grader.execution import sandbox
from grader.execution.sandbox import HOME, INSIDE, STUDENT_UID, Interpreter
from grader.model import Limits

CHANNELS = ("shell", "iopub", "stdin", "control")
#: Imported before the first notebook, where the course's interpreter has them.
WARM = ("numpy", "matplotlib.pyplot", "sympy", "pandas")
#: Seconds for an interpreter to import these, and for a kernel to answer.
WARM_SECONDS, READY_SECONDS = 120.0, 60.0
#: Open files of a notebook; CPU seconds for each second of its wall clock, all its threads together.
OPEN_FILES, CPU_PER_WALL = 1024, 2
_KILOBYTE = 1024
#: A file held open is reached through /proc without its name, where there is a /proc.
_REACHED_OPEN = Path("/proc/self/fd").is_dir()
#: Where our programs stand, outside a bubblewrap sandbox.
PROGRAMS = Path(__file__).parent


class StartError(Exception):
    """A kernel did not start: a fault of ours or of the machine, never the student's."""


@dataclass(frozen=True, slots=True)
class Station:
    """Where kernels run: the isolation level, the interpreter, and which primitives of seal.py this machine has."""

    level: str
    python: Interpreter
    landlock: bool = False
    seccomp: bool = False

    @property
    def bubblewrapped(self) -> bool:
        """Whether a sandbox hides the host."""
        return self.level == "namespaces"


@dataclass(frozen=True, slots=True)
class Order:
    """What a kernel is told before it starts: kernels of one order are alike."""

    limits: Limits
    seed: int


class Way(Protocol):
    """Whoever starts kernels."""

    def start(self, order: Order) -> Kernel:
        """A kernel, started or starting. Raises StartError."""
        ...

    def alive(self) -> bool:
        """False where what kernels come from has ended, and the kernels with it."""
        ...

    def close(self) -> None:
        """End all that was started ahead."""
        ...


class Sockets:
    """Listening sockets, one a channel, and the addresses where our own client alone reaches them."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="nb-"))
        self.listening: list[socket.socket] = []
        self._held: list[int] = []
        self._folder: Path | None = folder
        for channel in CHANNELS:
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listening.append(listener)
            listener.bind(str(folder / channel))
            listener.listen(16)
            listener.setblocking(False)
            if _REACHED_OPEN:
                self._held.append(os.open(folder / channel, os.O_PATH | os.O_CLOEXEC))
        if _REACHED_OPEN:
            # Nothing is left on the disk, whatever ends us.
            shutil.rmtree(folder)
            self._folder = None

    def addresses(self) -> dict[str, str]:
        """Channel → address."""
        if self._folder is not None:
            return {channel: f"ipc://{self._folder}/{channel}" for channel in CHANNELS}
        return {channel: f"ipc:///proc/self/fd/{held}" for channel, held in zip(CHANNELS, self._held, strict=True)}

    def given(self) -> None:
        """The kernel has its own descriptors of what listens."""
        for listener in self.listening:
            listener.close()

    def close(self) -> None:
        """Leave nothing."""
        self.given()
        for held in self._held:
            os.close(held)
        self._held = []
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@dataclass
class Kernel:
    """One kernel: the line to it until it is ready, the sockets where it listens, its process."""

    channel: socket.socket
    key: str
    sockets: Sockets
    home: Path | None
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None
    pid: int | None = None
    _pidfd: int | None = None

    async def ready(self) -> None:
        """Wait until it listens. Raises StartError."""
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self.channel, _once(heard))
        try:
            await asyncio.wait_for(heard, READY_SECONDS)
            text, ancillary, _, _ = self.channel.recvmsg(4096, socket.CMSG_SPACE(12))
        except ConnectionResetError:
            text, ancillary = b"", []
        except TimeoutError:
            raise StartError("the kernel was not ready in time") from None
        finally:
            loop.remove_reader(self.channel)
        answer = json.loads(text) if text.endswith(b"\n") else {"fault": _last_line(self.log)}
        if "fault" in answer:
            raise StartError(answer["fault"])
        if self.process is not None:
            self.pid = self.process.pid
        else:
            # A forked kernel is no child of ours: the system itself tells who has spoken.
            self.pid = struct.unpack("iII", ancillary[0][2])[0]
            self._pidfd = os.pidfd_open(self.pid)
        self.channel.close()

    def alive(self) -> bool:
        """Whether it still runs."""
        if self.process is not None:
            return self.process.poll() is None
        return self._pidfd is not None and not select.select([self._pidfd], [], [], 0)[0]

    def kill(self) -> None:
        """End it and everything it started."""
        if self.process is not None:
            kill_tree(self.process.pid)
        elif self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def family(self) -> list[psutil.Process]:
        """Its living processes."""
        return family(self.pid) if self.pid is not None else []

    def end(self) -> None:
        """The same, until nothing of it is left."""
        if self.process is not None:
            end_tree(self.process)
        elif self._pidfd is not None:
            self.kill()
            select.select([self._pidfd], [], [])

    def close(self) -> None:
        """End it, and leave nothing."""
        self.channel.close()
        self.end()
        self.sockets.close()
        if self.process is not None:
            self.log.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)


class Fresh:
    """Each kernel is an interpreter of its own, alone in its sandbox."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def start(self, order: Order) -> Kernel:
        """Start an interpreter. Raises StartError."""
        log = tempfile.TemporaryFile()  # noqa: SIM115  the kernel's, closed with it
        kernel, theirs = _kernel(self.station, order, log)
        try:
            kernel.process = _interpreter(self.station, "kernel.py", theirs, log, order.limits.disk_mb, kernel.home)
        except OSError as error:
            kernel.close()
            raise StartError(str(error)) from None
        finally:
            theirs.close()
        return kernel

    def alive(self) -> bool:
        """Always: a fresh kernel comes from nothing."""
        return True

    def close(self) -> None:
        """Nothing is kept."""


class Warm:
    """Kernels are forked from one interpreter, started at the first need, that has imported `warm`."""

    def __init__(self, station: Station, warm: Sequence[str] = WARM) -> None:
        self.station, self.warm = station, tuple(warm)
        #: Of these, once a kernel has been started, what the interpreter has not.
        self.missing: list[str] = []
        self._zygote: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._control: socket.socket | None = None
        self._log: IO[bytes] | None = None
        self._home: Path | None = None

    def begin(self) -> None:
        """Start the zygote where none runs; the first kernel waits until it has imported all. Raises StartError."""
        if self.alive():
            return
        self.close()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the zygote
        self._control, theirs = socket.socketpair()
        self._home = None if self.station.bubblewrapped else _home(self.station)
        told = {"warm": self.warm, "namespaces": self.station.bubblewrapped, **_place(self.station, self._home)}
        try:
            # What a kernel writes goes to a file system of its own.
            self._zygote = _interpreter(self.station, "zygote.py", theirs, self._log, 1, self._home)
            theirs.close()
            self._control.sendall(json.dumps(told).encode() + b"\n")
        except OSError as error:
            self.close()
            raise StartError(f"the warm process did not start: {error}") from None
        finally:
            theirs.close()

    def start(self, order: Order) -> Kernel:
        """Fork a kernel, from a new zygote where the last one has ended. Raises StartError."""
        self.begin()
        self._wait()
        assert self._control is not None
        assert self._log is not None
        kernel, theirs = _kernel(self.station, order, self._log)
        kernel.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        try:
            socket.send_fds(self._control, [b"k"], [theirs.fileno()])
        except OSError as error:
            kernel.close()
            raise StartError(str(error)) from None
        finally:
            theirs.close()
        return kernel

    def _wait(self) -> None:
        if self._ready:
            return
        assert self._control is not None
        assert self._log is not None
        self._control.settimeout(WARM_SECONDS)
        try:
            with self._control.makefile() as line:
                said = line.readline()
        except OSError as error:
            self.close()
            raise StartError(f"the warm process did not start: {error}") from None
        self._control.settimeout(None)
        if not said:
            said = _last_line(self._log)
            self.close()
            raise StartError(f"the warm process did not start: {said}")
        self.missing = json.loads(said)["missing"]
        self._ready = True

    def alive(self) -> bool:
        """Whether the zygote runs."""
        return self._zygote is not None and self._zygote.poll() is None

    def close(self) -> None:
        """End the zygote and every kernel that it forked."""
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            end_tree(self._zygote)
        if self._log is not None:
            self._log.close()
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
        self._control = self._zygote = self._log = self._home = None
        self._ready = False


class Ahead:
    """Another way's kernels, `count` of them started before they are asked for: like the last one that was."""

    def __init__(self, way: Way, count: int) -> None:
        self._way, self._count = way, count
        self._order: Order | None = None
        self._waiting: list[Kernel] = []

    def start(self, order: Order) -> Kernel:
        """The kernel that has waited longest, a new one where none like it waits; others are started. Raises StartError."""
        if order != self._order or not self._way.alive():
            self._drop()
            self._order = order
        kernel = self._waiting.pop(0) if self._waiting else self._way.start(order)
        while len(self._waiting) < self._count:
            self._waiting.append(self._way.start(order))
        return kernel

    def alive(self) -> bool:
        """As the way."""
        return self._way.alive()

    def _drop(self) -> None:
        for kernel in self._waiting:
            kernel.close()
        self._waiting = []

    def close(self) -> None:
        """End the kernels that wait, and the way."""
        self._drop()
        self._way.close()


def _kernel(station: Station, order: Order, log: IO[bytes]) -> tuple[Kernel, socket.socket]:
    """A kernel that has been told all it must know, and the end of the line that is still to reach it."""
    ours, theirs = socket.socketpair()
    sockets = Sockets()
    home = None if station.bubblewrapped else _home(station)
    key = os.urandom(32).hex()
    told = {**_told(station, order, home), "channels": CHANNELS, "connection": _connection(key)}
    socket.send_fds(ours, [json.dumps(told).encode() + b"\n"], [one.fileno() for one in sockets.listening])
    sockets.given()
    return Kernel(ours, key, sockets, home, log), theirs


def _connection(key: str) -> dict[str, Any]:
    """What a connection file would hold. The addresses are names only: the sockets listen already."""
    ports = {f"{channel}_port": number for number, channel in enumerate((*CHANNELS, "hb"), 1)}
    return {"transport": "ipc", "ip": "kernel", "key": key, "signature_scheme": "hmac-sha256", **ports}


def _told(station: Station, order: Order, home: Path | None) -> dict[str, Any]:
    limits, python = order.limits, station.python
    primitives = {"landlock": station.landlock, "seccomp": station.seccomp}
    seal: dict[str, Any] | None = None
    if station.bubblewrapped:
        seal = sandbox.hidden_host(**primitives)
    elif home is not None and station.level == "landlock":
        seal = sandbox.seen_host(python, home, **primitives)
    caps = {
        "DATA": limits.memory_mb << 20,
        "FSIZE": limits.disk_mb << 20,
        "CORE": 0,
        "NOFILE": OPEN_FILES,
        # The engine looks first; this holds where it cannot.
        "CPU": int(CPU_PER_WALL * limits.wall_seconds) + 60,
    }
    return {
        **_place(station, home),
        "limits": caps,
        "threads": limits.threads if station.bubblewrapped else None,
        "disk_mb": limits.disk_mb,
        "below_tmp": [path for path in python.elsewhere if Path(path).is_relative_to("/tmp")],
        "seal": seal,
        "most_text": 2 * limits.text_kb * _KILOBYTE,
        "seed": order.seed,
    }


def _place(station: Station, home: Path | None) -> dict[str, Any]:
    """Where a kernel lives (kernel.py, `move_in`)."""
    if home is None:
        fonts = [f"{INSIDE}/fonts/{Path(path).name}" for path in station.python.fonts]
        return {"home": HOME, "environment": {"HOME": HOME}, "fonts": fonts}
    if station.level == "landlock":
        return {"home": str(home), "environment": {"HOME": str(home), "TMPDIR": str(home)}, "fonts": []}
    return {"home": None, "environment": {}, "fonts": []}  # it is there, in the user's own environment


def _home(station: Station) -> Path:
    home = Path(tempfile.mkdtemp(prefix="nb-"))
    if station.level == "landlock":
        cache = home / ".cache" / "matplotlib"
        cache.mkdir(parents=True)
        for path in station.python.fonts:
            shutil.copy(path, cache)
        if os.geteuid() == 0:
            # The folder above may be root's alone, as a worker's is: another uid must pass through it.
            home.parent.chmod(home.parent.stat().st_mode | 0o011)
            for one in (home, *home.rglob("*")):
                os.chown(one, STUDENT_UID, STUDENT_UID)
    return home


def _interpreter(
    station: Station, program: str, line: socket.socket, log: IO[bytes], disk_mb: int, home: Path | None
) -> subprocess.Popen[bytes]:
    """One of our programs in the course's interpreter, sealed from outside as the level says."""
    before: list[str] = []
    environment: dict[str, str] | None = None
    place = str(PROGRAMS / program)
    if station.bubblewrapped:
        before, place = sandbox.sandbox(station.python, disk_mb), f"{INSIDE}/{program}"
    elif station.level == "landlock":
        before = sandbox.as_nobody() if os.geteuid() == 0 else []
        environment = sandbox.fixed(station.level)
    else:
        environment = {**os.environ, **sandbox.fixed(station.level)}
    return subprocess.Popen(
        [*before, station.python.executable, "-P", place, str(line.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=log,
        pass_fds=(line.fileno(),),
        cwd=home or "/",
        env=environment,
        start_new_session=True,
    )


def _once(heard: asyncio.Future[None]) -> Callable[[], None]:
    def hear() -> None:
        if not heard.done():
            heard.set_result(None)

    return hear


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    said = log.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
    return said[-1][:300] if said else "the kernel ended before it was ready"


def family(pid: int) -> list[psutil.Process]:
    """A process and all its living descendants."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process of ours, its descendants and their process groups, until all are dead.

    An orphan among them is dead before the system's first process, which may take a second, has collected it.
    """
    watched = [found for one in family(process.pid) if (found := _pidfd(one.pid)) is not None]
    kill_tree(process.pid)
    process.wait()
    for found in watched:
        select.select([found], [], [])
        os.close(found)


def _pidfd(pid: int) -> int | None:
    """A descriptor that can be read once the process is dead; None where it is gone, or the system has none."""
    try:
        return os.pidfd_open(pid)
    except (OSError, AttributeError):
        return None


def kill_tree(pid: int) -> None:
    """SIGKILL to all of them."""
    found = family(pid)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for one in found:
        with contextlib.suppress(psutil.Error):
            one.kill()

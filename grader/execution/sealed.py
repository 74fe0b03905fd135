"""The provisioner: one fresh kernel a submission, inside one bubblewrap sandbox at `namespaces`, plain at `process`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.provisioning import KernelProvisionerBase

from grader.model import Limits

#: The uid that runs a student's code where the engine is root: limits on processes do not hold for root.
STUDENT_UID = 54321
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
_KERNEL = Path(__file__).with_name("kernel.py")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that runs notebooks: its executable, the folders it lives in, and what of ours lies within them."""

    executable: str
    prefixes: tuple[str, ...]
    hidden: tuple[str, ...]
    fonts: tuple[str, ...]


_ASK = """
import glob, json, os, site, sys, sysconfig
import ipykernel
paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
fonts = []
try:
    import matplotlib, matplotlib.font_manager
    fonts = glob.glob(os.path.join(matplotlib.get_cachedir(), "fontlist-*.json"))
except Exception:
    pass
hidden = [found for path in paths for name in ("grader", "pendiente-*", "__editable__*", "_pendiente*")
          for found in glob.glob(os.path.join(path, name)) if os.path.isdir(found)]
print(json.dumps([sys.executable, sorted({sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)}), hidden, fonts]))
"""


@cache
def interpreter(python: str | None = None) -> Interpreter:
    """What is to know of a Python, ours where None. Raises OSError or ValueError where it is none or lacks ipykernel."""
    asked = subprocess.run(
        [python or sys.executable, "-P", "-c", _ASK],
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    if asked.returncode:
        raise ValueError((asked.stderr.strip().splitlines() or [f"exit code {asked.returncode}"])[-1])
    executable, prefixes, hidden, fonts = json.loads(asked.stdout)
    return Interpreter(executable, tuple(prefixes), tuple(hidden), tuple(fonts))


def sandbox(python: Interpreter, limits: Limits) -> list[str]:
    """The command that puts what follows it into a sandbox: no network, a read-only system, private tmp and home."""
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    root = os.geteuid() == 0
    command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else ["--unshare-user"]
    command += ["--die-with-parent", "--new-session", "--hostname", "notebook", "--clearenv"]
    for name, value in {
        **_SETTINGS,
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp/home",
        "USER": "student",
        "LANG": "C.UTF-8",
    }.items():
        command += ["--setenv", name, value]
    # tmpfs first: an interpreter may itself live below /tmp or /home.
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", str(16 << 20), "--tmpfs", "/dev/shm"]
    command += ["--perms", "1777", "--size", str(limits.disk_mb << 20), "--tmpfs", "/tmp"]
    for path in _SYSTEM:
        if Path(path).is_symlink():
            command += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            command += ["--ro-bind", path, path]
    elsewhere = [prefix for prefix in python.prefixes if not Path(prefix).is_relative_to("/usr")]
    for folder in _folders_above(["/etc/alternatives", "/opt/notebook/kernel.py", *elsewhere]):
        command += ["--perms", "0755", "--dir", folder]
    for path in ("/etc/ld.so.cache", "/etc/alternatives"):
        command += ["--ro-bind-try", path, path]
    for prefix in elsewhere:
        command += ["--ro-bind", prefix, prefix]
    for path in python.hidden:
        command += ["--tmpfs", path]
    for name in ("kernel.py", "probe"):
        command += ["--ro-bind", str(_KERNEL.with_name(name)), f"/opt/notebook/{name}"]
    command += [
        "--perms",
        "0777",
        "--dir",
        "/tmp/home",
        "--perms",
        "0777",
        "--dir",
        "/tmp/home/.config",
        "--perms",
        "0777",
    ]
    command += ["--dir", "/tmp/home/.cache", "--perms", "0777", "--dir", "/tmp/home/.cache/matplotlib"]
    for path in python.fonts:
        command += ["--ro-bind", path, f"/tmp/home/.cache/matplotlib/{Path(path).name}"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp/home", "--"]
    if root:
        ids = [
            f"--reuid={STUDENT_UID}",
            f"--regid={STUDENT_UID}",
            "--clear-groups",
            "--inh-caps=-all",
            "--bounding-set=-all",
        ]
        command += ["setpriv", *ids]
    return command


def _folders_above(paths: list[str]) -> list[str]:
    """Every folder above these, outermost first: bubblewrap would make them readable to root alone."""
    above = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(above - {"/", "/tmp", "/usr", "/dev", "/proc"})


class SealedProvisioner(KernelProvisionerBase):  # type: ignore[misc]
    """jupyter_client's seam. `settings` of NbclientExecutor travel in launch_kernel's `settings`."""

    process: subprocess.Popen[bytes] | None = None
    folder: Path | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not yet collected."""
        return self.process is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """The connection is ipc in a private folder, which the sandbox never sees."""
        self.settings: Mapping[str, Any] = kwargs.pop("settings")
        manager = self.parent
        manager.transport = "ipc"
        manager.ip = str(Path(self.settings["folder"]) / "k")
        for number, channel in enumerate(CHANNELS, 1):
            setattr(manager, f"{channel}_port", number)
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)  # type: ignore[no-any-return]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Mapping[str, Any]:
        """Start the kernel with listening sockets it inherits, so that the first connection succeeds at once."""
        settings = self.settings
        python: Interpreter = settings["python"]
        limits: Limits = settings["limits"]
        sealed = settings["level"] == "namespaces"
        command = sandbox(python, limits) if sealed else []
        kernel = "/opt/notebook/kernel.py" if sealed else str(_KERNEL)
        listeners = {channel: _listen(f"{self.parent.ip}-{number}") for number, channel in enumerate(CHANNELS, 1)}
        descriptors = {channel: listener.fileno() for channel, listener in listeners.items()}
        caps = {"DATA": limits.memory_mb << 20, "FSIZE": limits.disk_mb << 20, "CORE": 0}
        if sealed:
            caps["NPROC"] = limits.threads
        told = {
            "connection": {**self.connection_info, "key": self.parent.session.key.decode()},
            "sockets": descriptors,
            "limits": caps,
            "most_text": 2 * limits.text_kb * 1024,
            "seed": settings["seed"],
            "arguments": [],
        }
        told["connection"] = {k: v for k, v in told["connection"].items() if isinstance(v, str | int)}
        try:
            self.process = subprocess.Popen(
                [*command, python.executable, "-P", kernel],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=settings["log"],
                pass_fds=tuple(descriptors.values()),
                cwd=settings["folder"] if not sealed else "/",
                env=None if sealed else {**os.environ, **_SETTINGS},
                start_new_session=True,
            )
            assert self.process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(json.dumps(told).encode() + b"\n")
                self.process.stdin.close()
        finally:
            for listener in listeners.values():
                listener.close()
        return self.connection_info  # type: ignore[no-any-return]

    async def poll(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process is not None else 0

    async def wait(self) -> int | None:
        """Wait for the end, which a kill has made certain."""
        if self.process is None:
            return 0
        code = await asyncio.to_thread(self.process.wait)
        self.process = None
        return code

    async def send_signal(self, signum: int) -> None:
        """SIGKILL to the kernel and all it started; other signals go by message, through the sandbox."""
        if signum == signal.SIGKILL:
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and everything it started."""
        if self.process is not None:
            kill_tree(self.process.pid)

    async def terminate(self, restart: bool = False) -> None:
        """The same as kill: a kernel of ours has nothing to put in order."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is kept here: the executor owns the folder."""


def _listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(16)
    listener.setblocking(False)
    return listener


def family(pid: int) -> list[psutil.Process]:
    """A process and all its living descendants."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def kill_tree(pid: int) -> None:
    """SIGKILL to a process, its descendants, and their process groups."""
    found = family(pid)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for one in found:
        with contextlib.suppress(psutil.Error):
            one.kill()


def resident_mb(processes: Iterable[psutil.Process]) -> float:
    """Resident memory of these processes together, MiB; what they share counts once in each."""
    total = 0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            total += one.memory_info().rss
    return total / (1 << 20)


def bubblewrap() -> str | None:
    """The path of bwrap, None where it is not installed."""
    return shutil.which("bwrap")

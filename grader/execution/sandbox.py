"""The command that starts an interpreter where it sees neither the host nor the network, as nobody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.errors import ExecutionError

#: The uid that runs a student's code where the engine is root: limits on processes do not hold for root.
STUDENT_UID = 54321
_HERE = Path(__file__).resolve().parent
#: What of ours runs inside, and its place in a bubblewrap sandbox.
FILES = tuple(_HERE / name for name in ("kernel.py", "seal.py", "zygote.py", "probe"))
INSIDE = "/opt/notebook"
HOME = "/tmp/home"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
#: Fixed so that documents repeat: the hash seed, one thread in each library.
SETTINGS = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
#: The whole environment of a sealed notebook, but HOME: locale and time zone too, and the backend before a warm import reads it.
ENVIRONMENT = {
    **SETTINGS,
    "PATH": "/usr/bin:/bin",
    "USER": "student",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def fixed(level: str) -> dict[str, str]:
    """The variables that are the same for every notebook; at `process` the rest of the environment is the user's own."""
    return dict(SETTINGS if level == "process" else ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that runs notebooks: its executable, the folders it lives in, and what of ours lies within them."""

    executable: str
    prefixes: tuple[str, ...]
    hidden: tuple[str, ...]
    fonts: tuple[str, ...]

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Its folders beyond /usr."""
        return tuple(prefix for prefix in self.prefixes if not Path(prefix).is_relative_to("/usr"))


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
    """What is to know of a Python, ours where None. Raises ExecutionError where it is none, does not answer or lacks ipykernel."""
    try:
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
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        why = "it did not answer" if isinstance(error, subprocess.TimeoutExpired) else error
        raise ExecutionError(
            f"{python or 'this Python'}: cannot run notebooks: {why}. Install the kernel there (python -m pip install ipykernel), "
            "or name another Python with --python."
        ) from None
    return Interpreter(executable, tuple(prefixes), tuple(hidden), tuple(fonts))


def bubblewrap() -> str | None:
    """The path of bwrap, None where it is not installed."""
    return shutil.which("bwrap")


def sandbox(python: Interpreter, disk_mb: int) -> list[str]:
    """The bubblewrap command that puts what follows it into a sandbox: no network, a read-only system, private tmp and home."""
    command = [
        "bwrap",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    root = os.geteuid() == 0
    if root:
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SYS_ADMIN"):
            command += ["--cap-add", capability]
    else:
        command += ["--unshare-user"]
    command += ["--die-with-parent", "--new-session", "--hostname", "notebook", "--clearenv"]
    for name, value in {**fixed("namespaces"), "HOME": HOME}.items():
        command += ["--setenv", name, value]
    # tmpfs first: an interpreter may itself live below /tmp or /home.
    command += [
        "--dir" if root else "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--perms",
        "1777",
        "--size",
        str(16 << 20),
        "--tmpfs",
        "/dev/shm",
    ]
    command += ["--perms", "1777", "--size", str(disk_mb << 20), "--tmpfs", "/tmp"]
    for path in _SYSTEM:
        if Path(path).is_symlink():
            command += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            command += ["--ro-bind", path, path]
    for folder in _folders_above(["/etc/alternatives", f"{INSIDE}/tmp/x", f"{INSIDE}/fonts/x", *python.elsewhere]):
        command += ["--perms", "0755", "--dir", folder]
    for path in ("/etc/ld.so.cache", "/etc/alternatives"):
        command += ["--ro-bind-try", path, path]
    for prefix in python.elsewhere:
        command += ["--ro-bind", prefix, prefix]
    for path in python.hidden:
        command += ["--tmpfs", path]
    for file in FILES:
        command += ["--ro-bind", str(file), f"{INSIDE}/{file.name}"]
    for path in python.fonts:
        command += ["--ro-bind-try", path, f"{INSIDE}/fonts/{Path(path).name}"]
    command += ["--perms", "0777", "--dir", HOME]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME, "--"]
    # bubblewrap covers parts of a /proc that root mounts, and nobody could then mount another inside: so it is mounted here.
    mounted = 'mount -t proc -o nosuid,nodev,noexec proc /proc && exec "$@"'
    return [*command, *(("sh", "-c", mounted, "sh", *as_nobody()) if root else ())]


def as_nobody() -> list[str]:
    """The command by which root becomes the student's uid, without capabilities, before it runs what follows."""
    ids = [f"--reuid={STUDENT_UID}", f"--regid={STUDENT_UID}", "--clear-groups", "--inh-caps=-all"]
    return ["setpriv", *ids, "--bounding-set=-all"]


def _folders_above(paths: Iterable[str]) -> list[str]:
    """Every folder above these, outermost first: bubblewrap would make them readable to root alone."""
    above = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(above - {"/", "/tmp", "/usr", "/dev", "/proc"})


def hidden_host(**primitives: bool) -> dict[str, Any]:
    """How a kernel seals itself inside a bubblewrap sandbox, where all that is there may be read (seal.py, `seal`)."""
    return {"read": ["/"], "listed": [], "write": ["/tmp", "/dev/shm", "/dev"], "hidden_host": True, **primitives}


def seen_host(python: Interpreter, home: Path, **primitives: bool) -> dict[str, Any]:
    """The same without one: the interpreter, the system's libraries, devices that hold nothing, and the kernel's own folder."""
    read, listed = ["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/usr/share/zoneinfo", *python.fonts], []
    for folder in ("/usr", "/lib", "/lib32", "/lib64", "/libx32", *python.elsewhere):
        whole, names = _around(Path(folder), [Path(path) for path in python.hidden])
        read += whole
        listed += names
    devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random"]
    told = {"read": [*read, *map(str, FILES), *devices], "listed": listed, "write": [str(home), "/dev/null"]}
    return {**told, "hidden_host": False, **primitives}


def _around(folder: Path, hidden: list[Path]) -> tuple[list[str], list[str]]:
    """What is to be read so that all of a folder is but the hidden ones, and the folders passed on the way, to be listed."""
    within = [path for path in hidden if path.is_relative_to(folder)]
    if not within:
        return [str(folder)], []
    read, listed = [], [str(folder)]
    for entry in sorted(folder.iterdir()) if folder not in within else ():
        below, names = _around(entry, within)
        read += below
        listed += names
    return (read, listed) if folder not in within else ([], [])

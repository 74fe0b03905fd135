"""What this machine can isolate, found by trying each primitive, never by version."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.errors import ExecutionError
from grader.execution.sandbox import FILES, Interpreter, as_nobody, bubblewrap, interpreter, sandbox
from grader.execution.starting import Order, StartError, Station, Warm, Way
from grader.model import Limits

#: Run inside the sandbox: nothing of the host may be there.
_LOOK = """
import os, socket, sys
seen = [p for p in ("/etc/passwd", "/etc/shadow", "/home", "/var/lib") if os.path.exists(p)]
try:
    socket.create_connection(("127.0.0.1", 9), 0.2)
    seen.append("network")
except ConnectionRefusedError:
    pass
except OSError:
    pass
try:
    open("/usr/x", "w")
    seen.append("writable /usr")
except OSError:
    pass
if os.getuid() == 0 and sys.argv[1] == "root":
    seen.append("root")
sys.exit("visible inside: " + ", ".join(seen) if seen else 0)
"""
_INSTALLERS = {
    "apt-get": "sudo apt-get install bubblewrap",
    "dnf": "sudo dnf install bubblewrap",
    "zypper": "sudo zypper install bubblewrap",
    "pacman": "sudo pacman -S bubblewrap",
    "apk": "sudo apk add bubblewrap",
}
#: Settings that refuse user namespaces, the value that does, and the one that allows them.
_REFUSALS = {
    "kernel.apparmor_restrict_unprivileged_userns": ("1", "0"),
    "kernel.unprivileged_userns_clone": ("0", "1"),
    "user.max_user_namespaces": ("0", "15000"),
}
_CONTAINER = (
    "in a container, start it with: docker run --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined …"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One primitive tried: whether it worked, what was seen where not, the errno's name, and the remedy."""

    works: bool
    seen: str = ""
    remedy: str = ""
    errno: str = ""


@cache
def probe() -> dict[str, Trial]:
    """Every primitive that the levels rest on by name, tried once a process."""
    if sys.platform != "linux":
        told = Trial(False, f"{sys.platform} has none of Linux's sandboxes", "grade on Linux, or in a Linux container")
        return {"bubblewrap": told, "landlock": told, "seccomp": told}
    found = {"bubblewrap": _bubblewrap(), **_seals()}
    if not found["bubblewrap"].works:
        found["another user"] = _another_user()
    return found


@cache
def tried_all() -> dict[str, Trial]:
    """These, and where notebooks can be hidden from the host, whether kernels can be forked from a warm process."""
    found = probe()
    if found["bubblewrap"].works:
        return {**found, "warm kernels": _warm(station("namespaces", interpreter()))}
    return found


def best_level() -> str:
    """The strongest level that works here: namespaces, landlock or process."""
    found = probe()
    if found["bubblewrap"].works:
        return "namespaces"
    parts = [found["landlock"], found["seccomp"], found.get("another user", Trial(False))]
    return "landlock" if all(trial.works for trial in parts) else "process"


def station(level: str, python: Interpreter) -> Station:
    """Where kernels of a level run: with every primitive this machine has."""
    return Station(level, python, *(_primitives(_seals()) if level != "process" else (False, False)))


def _primitives(found: dict[str, Trial]) -> tuple[bool, bool]:
    return found["landlock"].works, found["seccomp"].works


def _bubblewrap() -> Trial:
    if bubblewrap() is None:
        known = (command for name, command in _INSTALLERS.items() if shutil.which(name))
        return Trial(False, "bwrap is not installed", next(known, "install bubblewrap"), "ENOENT")
    python = interpreter()
    seen = _run([*sandbox(python, 16), python.executable, "-I", "-c", _LOOK, "root" if os.geteuid() == 0 else "user"])
    return Trial(False, seen, _namespace_remedy(), _errno_in(seen)) if seen else Trial(True)


def _namespace_remedy() -> str:
    for name, (refusing, allowing) in _REFUSALS.items():
        try:
            if Path("/proc/sys", *name.split(".")).read_text().strip() == refusing:
                return f"sudo sysctl {name}={allowing}"
        except OSError:
            continue
    return _CONTAINER


@cache
def _seals() -> dict[str, Trial]:
    """The primitives of seal.py, tried by itself. Raises ExecutionError where that cannot be: nothing runs less sealed for it."""
    seal = next(path for path in FILES if path.name == "seal.py")
    try:
        tried = subprocess.run(
            [sys.executable, "-I", str(seal)], capture_output=True, timeout=60, stdin=subprocess.DEVNULL, check=True
        )
        numbers = json.loads(tried.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        why = (
            f"exit code {error.returncode}"
            if isinstance(error, subprocess.CalledProcessError)
            else type(error).__name__
        )
        raise ExecutionError(
            f"what this machine can isolate could not be tried ({why}). Run the same command again."
        ) from None
    remedies = {
        "landlock": "a kernel from 5.13 on, started with landlock in its lsm= parameter",
        "seccomp": "a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64",
    }
    return {name: _trial(number, remedies[name]) for name, number in numbers.items()}


def _trial(number: int, remedy: str) -> Trial:
    return (
        Trial(False, os.strerror(number), remedy, errno.errorcode.get(number, str(number))) if number else Trial(True)
    )


def _another_user() -> Trial:
    """Root must be able to run the interpreter as nobody; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return Trial(True)
    python = interpreter()
    seen = _run([*as_nobody(), python.executable, "-c", "import ipykernel"])
    remedy = f"make {python.prefixes[0]} readable to all users, or name another Python with --python"
    return Trial(False, seen, remedy, _errno_in(seen)) if seen else Trial(True)


def _warm(where: Station) -> Trial:
    way = Warm(where, ())
    try:
        asyncio.run(tried(way))
    except StartError as error:
        return Trial(False, str(error), "none is needed: kernels are started fresh instead", _errno_in(str(error)))
    finally:
        way.close()
    return Trial(True)


async def tried(way: Way) -> None:
    """Start a kernel and end it. Raises StartError."""
    kernel = way.start(Order(Limits(), 0))
    try:
        await kernel.ready()
    finally:
        kernel.close()


def _run(command: list[str]) -> str:
    """The last line of what a command complained about, empty where it ended well."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd="/", errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1] if done.returncode else ""


def _errno_in(text: str) -> str:
    """The name of the error that a text ends with in the system's words."""
    return next((name for number, name in errno.errorcode.items() if os.strerror(number) in text), "")

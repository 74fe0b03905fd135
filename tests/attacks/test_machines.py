"""The same notebook on other machines, each simulated for a whole process: the strongest level that is left, the same answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.execution import isolation

ROOT = Path(grader.__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or isolation.best_level() != "namespaces",
    reason="only root can make another machine of this one, and only where bubblewrap works",
)

#: Runs a notebook at the best level; prints that level, whether kernels were forked warm, and what came back.
RUNNING = """
import json
from grader.execution import NbclientExecutor, isolation
from grader.execution.starting import Warm
from grader.model import Cell, Limits, Plan, Probe

cells = "import numpy as np", "a = np.linspace(0, 1, 5)", "print(a.sum())", "1 / 0"
asked = Probe("value:a", "value", {"names": ["a"]}), Probe("candidates", "candidates", {})
level = isolation.best_level()
with NbclientExecutor(level=level, warm=["numpy"]) as executor:
    told = executor.run(Plan(tuple(Cell(number, cell) for number, cell in enumerate(cells, 1)), asked, Limits()))
    warm = isinstance(executor._way(), Warm)
errors = [error.name for error in told.errors]
print(json.dumps([[level, told.isolation, warm], [told.ending, errors, told.printed, told.replies]]))
"""

#: Another user cannot look into root's home, where this interpreter may be: a private mount shows them what they may need.
READABLE = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
for folder in $NEEDED; do mkdir -p /mnt/$folder; mount --bind $folder /mnt/$folder; done
for folder in $CLOSED; do mount -t tmpfs -o mode=755 tmpfs $folder; done
for folder in $NEEDED; do mkdir -p $folder; mount --bind /mnt/$folder $folder; done
exec setpriv --reuid 54321 --regid 54321 --clear-groups "$@"
"""

_AS_USER = ("bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000", "--gid", "1000")

#: What the machine is → (the command that makes it, the level that is left, whether kernels are warm).
MACHINES = {
    "an ordinary user": (("unshare", "--mount", "sh", "-c", READABLE, "sh"), "namespaces", True),
    "a user whose bubblewrap may not mount again inside": (_AS_USER, "namespaces", False),
    "no bubblewrap": (("env", "PATH={tools}"), "landlock", True),
    "user namespaces refused": ((*_AS_USER, "--disable-userns"), "landlock", True),
    "a container that masks parts of /proc": (
        (*_AS_USER, "--unshare-pid", "--proc", "/proc", "--tmpfs", "/proc/driver"), "landlock", True,
    ),
    "a container without /proc": ((*_AS_USER, "--tmpfs", "/proc"), "landlock", True),
    "root without capabilities": (("setpriv", "--bounding-set", "-all", "--inh-caps", "-all"), "process", False),
}  # fmt: skip


def ran(command: tuple[str, ...], tools: Path) -> list[object]:
    """What RUNNING tells where `command` starts it; `tools` becomes a folder of the system's commands without bubblewrap."""
    (tools / "setpriv").symlink_to(str(shutil.which("setpriv")))
    needed = [str(ROOT), sys.prefix, sys.base_prefix]
    closed = {str(parent) for folder in needed for parent in Path(folder).parents if not parent.stat().st_mode & 0o001}
    environment = {**os.environ, "NEEDED": " ".join(needed), "CLOSED": " ".join(sorted(closed)), "HOME": "/nowhere"}
    done = subprocess.run(
        [*(part.format(tools=tools) if part.startswith("PATH=") else part for part in command), sys.executable, "-c", RUNNING],
        env=environment, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """The same on this machine as it is."""
    return ran((), tmp_path_factory.mktemp("tools"))


@pytest.mark.parametrize("machine", MACHINES)
def test_every_machine_runs_alike_at_the_strongest_level_it_has(
    machine: str, here: list[object], tmp_path: Path
) -> None:
    command, level, warm = MACHINES[machine]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    assert here[0] == ["namespaces", "namespaces", True]
    assert ran(command, tmp_path) == [[level, level, warm], here[1]]
    assert here[1][:3] == ["cell-error", ["ZeroDivisionError"], [[3, "2.5\n"]]]  # type: ignore[index]

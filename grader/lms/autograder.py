"""Runs inside Gradescope's container, as root: grades the one submission there, the notebook under another uid.

    python -m grader.lms.autograder /autograder en

Gradescope's containers give no user namespaces. So the kernel starts under an unprivileged uid, in a folder of its own,
sealed by landlock and a system call filter where the container's kernel has them (isolation level `landlock`). Where it has
not, the uid alone has to hold (`process`): of /autograder it reaches only the files of ours that it runs.
"""

from __future__ import annotations

import os
import resource
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from grader.document import describe
from grader.errors import ExportError, GraderError
from grader.execution import NbclientExecutor, isolation
from grader.execution.sandbox import FILES, SETTINGS, STUDENT_UID, as_nobody
from grader.execution.starting import Station
from grader.files import write_whole
from grader.lms.gradescope import as_json, failed, results
from grader.model import Executor
from grader.pipeline import grade
from grader.reports.words import wording
from grader.spec import find_assignment
from grader.submission import read_submission

#: Processes and threads of the student's uid; one submission is alone in its container.
PROCESSES = 512
#: What the kernel of a submission must be able to open.
_OPEN = (
    *(f"grader/execution/{file.name}" for file in FILES),
    "grader/execution/probe/*.py",
)


class StudentExecutor(NbclientExecutor):
    """A plain kernel under the student's uid, without capabilities, started by a script at `launcher`."""

    def __init__(self, launcher: Path) -> None:
        super().__init__(level="process")
        self.launcher = launcher

    @cached_property
    def station(self) -> Station:
        """The usual one, its interpreter started by the script. Raises ExecutionError."""
        usual = super().station
        return replace(usual, python=replace(usual.python, executable=str(self.launcher)))


def main(root: Path, language: str) -> int:
    """Grade root/submission with root/source/assignment into root/results/results.json, which is valid in every case."""
    target = root / "results" / "results.json"
    words = wording(language).AUTOGRADER
    write_whole(target, as_json(failed(words["stopped"])))
    target.chmod(0o600)
    try:
        found = _grade(root, language)
    except GraderError as error:
        found = failed(str(error))
    except Exception as error:
        found = failed(words["fault"].format(error=type(error).__name__))
        sys.stderr.write(f"{error!r}\n")
    write_whole(target, as_json(found))
    return 0


def _grade(root: Path, language: str) -> dict[str, object]:
    if os.geteuid() != 0:
        raise ExportError("the autograder runs as root, so that the notebook can run as somebody else.")
    notebooks = sorted(
        (path for path in (root / "submission").rglob("*.ipynb") if path.is_file() and not path.is_symlink()),
        key=lambda path: (path.stat().st_mtime, path.name),
    )
    if not notebooks:
        return failed(wording(language).AUTOGRADER["no-notebook"])
    _close(root)
    # Root has no such limit, and what it starts under the student's uid inherits this one.
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    assignment = find_assignment(str(root / "source" / "assignment"))
    with _executor() as executor:
        report = grade(assignment, read_submission(notebooks[-1]), executor)
    hidden = {check.id for check in assignment.checks if not check.visible}
    return results(describe(report), language=language, hidden=hidden)


@contextmanager
def _executor() -> Iterator[Executor]:
    """The strongest there is: what this container can seal, else another uid."""
    level = isolation.best_level()
    if level != "process":
        yield NbclientExecutor(level=level)
        return
    with (
        tempfile.TemporaryDirectory(prefix="student-") as home,
        tempfile.TemporaryDirectory(prefix="launcher-") as place,
    ):
        os.chown(home, STUDENT_UID, STUDENT_UID)
        yield StudentExecutor(_launcher(Path(place), Path(home)))


def _close(root: Path) -> None:
    """Nobody but root reads the source, the submission or the results; what the kernel loads can be reached, its way there not listed."""
    source = root / "source"
    reachable = {path for pattern in _OPEN for path in source.glob(pattern)}
    passed = {folder for path in reachable for folder in path.parents if folder.is_relative_to(source)}
    for path in (source, *source.rglob("*")):
        if not path.is_symlink():
            opened = (0o755 if path.is_dir() else 0o644) if path in reachable else 0o711 if path in passed else 0o700
            path.chmod(opened)
    for folder in ("submission", "results"):
        (root / folder).chmod(0o700)


def _launcher(place: Path, home: Path) -> Path:
    settings = shlex.join(f"{name}={value}" for name, value in SETTINGS.items())
    where = shlex.quote(str(home))
    launcher = place / "python"
    launcher.write_text(
        f"#!/bin/sh\ncd {where} && exec env -i {settings} LANG=C.UTF-8 PATH=/usr/bin:/bin HOME={where} TMPDIR={where} "
        f'{shlex.join(as_nobody())} --no-new-privs {shlex.quote(sys.executable)} "$@"\n'
    )
    launcher.chmod(0o700)
    return launcher


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

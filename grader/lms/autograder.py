"""Runs inside Gradescope's container, as root: grades the one submission there, the notebook under another uid.

    python -m grader.lms.autograder /autograder en

Gradescope's containers give no user namespaces. So the kernel starts under an unprivileged uid, in a folder of its own,
and of /autograder it can reach only the two files of ours that it runs: neither assignment, nor submission, nor results.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from grader.document import describe
from grader.errors import ExportError, GraderError
from grader.execution import NbclientExecutor
from grader.execution.sandbox import STUDENT_UID, Interpreter
from grader.files import write_whole
from grader.lms.gradescope import as_json, failed, results
from grader.pipeline import grade
from grader.spec import find_assignment
from grader.submission import read_submission

#: Processes and threads of the student's uid; one submission is alone in its container.
PROCESSES = 512
#: What the kernel of a submission must be able to open.
_OPEN = (
    "grader/execution/kernel.py",
    "grader/execution/seal.py",
    "grader/execution/probe",
    "grader/execution/probe/*.py",
)


class StudentExecutor(NbclientExecutor):
    """A plain kernel under the student's uid, without capabilities, started by a script at `launcher`."""

    def __init__(self, launcher: Path) -> None:
        super().__init__(level="process")
        self.launcher = launcher

    def _interpreter(self) -> Interpreter:
        return replace(super()._interpreter(), executable=str(self.launcher))


def main(root: Path, language: str) -> int:
    """Grade root/submission with root/source/assignment into root/results/results.json, which is valid in every case."""
    target = root / "results" / "results.json"
    write_whole(target, as_json(failed("The grader was stopped before it ended. Please submit again.")))
    target.chmod(0o600)
    try:
        found = _grade(root, language)
    except GraderError as error:
        found = failed(str(error))
    except Exception as error:
        found = failed(f"The grader failed ({type(error).__name__}); please tell your instructor.")
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
        raise ExportError("No notebook (.ipynb) was submitted.")
    _close(root)
    assignment = find_assignment(str(root / "source" / "assignment"))
    with tempfile.TemporaryDirectory(prefix="student-") as home:
        os.chown(home, STUDENT_UID, STUDENT_UID)
        with tempfile.TemporaryDirectory(prefix="launcher-") as place:
            executor = StudentExecutor(_launcher(Path(place), Path(home)))
            report = grade(assignment, read_submission(notebooks[-1]), executor)
    hidden = {check.id for check in assignment.checks if not check.visible}
    return results(describe(report), language=language, hidden=hidden)


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
    ids = (
        f"--reuid={STUDENT_UID} --regid={STUDENT_UID} --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs"
    )
    settings = "PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1"
    where = shlex.quote(str(home))
    launcher = place / "python"
    launcher.write_text(
        f"#!/bin/sh\ncd {where} && exec env -i {settings} PYDEVD_DISABLE_FILE_VALIDATION=1 LANG=C.UTF-8 PATH=/usr/bin:/bin "
        f'HOME={where} TMPDIR={where} prlimit --nproc={PROCESSES} setpriv {ids} {shlex.quote(sys.executable)} "$@"\n'
    )
    launcher.chmod(0o700)
    return launcher


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

"""The tree of errors that a user can meet; each message ends with the next step.

    GraderError                  exit code 2 unless said otherwise
    ├── SpecError                an assignment.toml that is not one, or an unknown assignment: every problem at once
    ├── SubmissionError          one notebook that cannot be graded: unreadable, too large, not a notebook
    ├── SourceError              a SOURCE of `batch` that holds nothing to grade, or cannot be opened
    ├── OutputError              DIR cannot be written: a full disk, missing permission, a file in the way
    ├── ExecutionError           notebooks cannot be run here: no kernel, a --python that is not one
    │   ├── IsolationError       this machine cannot isolate as strongly as was asked
    │   └── ClusterError         no cluster answers, or its nodes cannot work
    ├── ExportError              a worksheet or gradebook that cannot be filled in, reports that may not leave together
    ├── DocumentError            a file that is no report of ours, or of another format
    ├── DecisionError            a decision that cannot be made: no such student or finding, more points than there are
    └── Interrupted              Ctrl-C: exit code 130, what was graded is kept

A student's own mistakes are no errors: they are findings. A fault of the sandbox is none either: it is an Ending.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Sequence
from pathlib import Path


def fault(error: Exception) -> str:
    """One sentence on an exception that nobody foresaw, with its place."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"a fault of ours, please report it: {type(error).__name__}: {error} ({where})"


class GraderError(Exception):
    """Anything that the person at the keyboard can mend; `exit_code` as 2-assignments lists."""

    exit_code = 2


class SpecError(GraderError):
    """A spec's problems, all of them; `path` is the file, each problem begins with its path within it."""

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        lines = [f"{path}: {problems[0]}"] if len(problems) == 1 else [f"{path}: {len(problems)} problems", *problems]
        super().__init__("\n  ".join(lines))


class SubmissionError(GraderError):
    """One notebook cannot be graded."""


class SourceError(GraderError):
    """A folder, archive or list of files that gives no submissions."""


class OutputError(GraderError):
    """The output folder or file cannot be written."""

    @classmethod
    def from_os(cls, path: Path, error: OSError) -> OutputError:
        """The sentence for an error of the operating system while writing `path`."""
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return cls(
                f"{path}: the disk is full. Free some space and run the same command again: it goes on where it stopped."
            )
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return cls(f"{path}: may not be written ({error.strerror}). Choose another folder.")
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            return cls(f"{path}: a file stands where a folder is needed. Move it, or choose another folder.")
        return cls(f"{path}: cannot be written: {error.strerror or error}.")


class ExecutionError(GraderError):
    """Notebooks cannot be run on this machine as asked."""


class IsolationError(ExecutionError):
    """The isolation asked for cannot be had here."""


class ClusterError(ExecutionError):
    """The cluster asked for cannot be used."""


class ExportError(GraderError):
    """Grades cannot be exported as asked."""


class DocumentError(GraderError):
    """A file that is not one of our JSON documents."""


class DecisionError(GraderError):
    """A person's decision that cannot be made as it was asked."""


class Interrupted(GraderError):
    """Ctrl-C: what was graded has been kept."""

    exit_code = 130

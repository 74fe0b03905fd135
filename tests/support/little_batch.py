"""`python -m tests.support.little_batch SOURCE OUT JOBS`: the batch of `grader batch`, its cells run in the workers themselves.

The small class's assignment, the whole line and its pages, without kernels: what a batch survives is told in seconds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.command.progress import Progress
from grader.errors import GraderError
from grader.gradebook import grade_class
from grader.sources import collect
from grader.workers import Workers
from tests.support.plain import PlainExecutor
from tests.support.small_class import assignment


def main(source: Path, out: Path, jobs: int) -> None:
    """Grade; one line on standard error for each submission that is done."""
    collection = collect([source])
    with Workers(jobs, seconds=3600) as pool, Progress(len(collection.entries)) as progress:
        grade_class(
            assignment(), collection, out, PlainExecutor(), pool=pool, ahead=2 * jobs, observe=progress.show, language="en"
        )  # fmt: skip


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    except GraderError as error:
        sys.exit(error.exit_code)

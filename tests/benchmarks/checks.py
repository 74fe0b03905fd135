"""What the checks of one notebook cost, the execution aside: milliseconds for all of them together, with warm caches.

`python -m tests.benchmarks.checks`: each bundled assignment's solution and mistakes, executed once in this process and
then examined five times; the first examination fills the caches (cold), the median of the others is what a class pays.
"""

from __future__ import annotations

import statistics
import sys
import time

from grader.examine import examine
from grader.examine.context import Context
from grader.pipeline import grade
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor


def main() -> None:
    """Print a line a notebook."""
    for name in bundled_ids():
        assignment = find_assignment(name)
        paths = [assignment.folder / "solution.ipynb", *sorted((assignment.folder / "mistakes").glob("*.ipynb"))]
        warm: dict[str, float] = {}
        for path in paths:
            report = grade(assignment, read_submission(path), PlainExecutor())
            taken = []
            for _ in range(5):
                began = time.process_time()
                examine(Context(assignment, report.submission, report.execution))
                taken.append(1e3 * (time.process_time() - began))
            warm[path.stem] = statistics.median(taken[1:])
        slowest = sorted(warm, key=lambda stem: -warm[stem])
        told = ", ".join(f"{stem} {warm[stem]:.0f}" for stem in slowest[:4])
        mean = statistics.mean(warm.values())
        sys.stdout.write(f"{name}: solution {warm['solution']:.1f} ms, mean {mean:.0f} ms; slowest: {told}\n")


if __name__ == "__main__":
    main()

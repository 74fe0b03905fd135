"""What grading costs: each solution plain and sealed, interleaved, medians in seconds."""

from __future__ import annotations

import statistics
import sys
import time

from grader.execution import NbclientExecutor, isolation
from grader.pipeline import grade
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission


def main() -> None:
    """Print one line an assignment."""
    levels = ["process", *(["namespaces"] if isolation.best_level() == "namespaces" else [])]
    for name in bundled_ids():
        assignment = find_assignment(name)
        submission = read_submission(assignment.folder / "solution.ipynb")
        taken: dict[str, list[float]] = {level: [] for level in levels}
        for _ in range(5):
            for level in levels:
                began = time.perf_counter()
                grade(assignment, submission, NbclientExecutor(level=level))
                taken[level].append(time.perf_counter() - began)
        told = ", ".join(f"{level} {statistics.median(times):.2f}" for level, times in taken.items())
        sys.stdout.write(f"{name}: {told}\n")


if __name__ == "__main__":
    main()

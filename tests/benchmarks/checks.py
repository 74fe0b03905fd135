"""What the checks of one notebook cost, the execution aside: milliseconds of processor time for all of them together.

`python -m tests.benchmarks.checks`: each bundled assignment's solution and mistakes are executed once in this process and
examined six times. The first examination fills the caches; the least of the others is the cost with warm caches. Then
three copies of the notebook are planned and examined that differ by nothing but their sha256: what a class pays for a
notebook whose hidden inputs nobody has seen before, the plan that draws them included; the least of the three is told.
Exit code 1 where the solution or a mistake takes longer with warm caches than its assignment's limit.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import replace

from grader.examine import examine
from grader.examine.context import Context
from grader.pipeline import grade
from grader.plan import plan
from grader.spec import Assignment, bundled_ids, find_assignment
from grader.submission import Submission, read_notebook, read_submission
from tests.support.plain import PlainExecutor

#: Milliseconds that all checks of one notebook may take together with warm caches.
LIMITS = {"divergent-eta": 30, "worked-example": 30, "himmelblau": 100}


def seen(assignment: Assignment, submission: Submission) -> float:
    """Milliseconds with warm caches."""
    report = grade(assignment, submission, PlainExecutor())
    taken = []
    for _ in range(6):
        began = time.process_time()
        examine(Context(report.assignment, report.submission, report.execution))
        taken.append(1e3 * (time.process_time() - began))
    return min(taken[1:])


def never_seen(assignment: Assignment, submission: Submission) -> float:
    """Milliseconds for plan and checks where only the hidden inputs are new."""
    taken = []
    for copy in range(3):
        notebook = json.loads(submission.notebook)
        notebook["metadata"]["copy"] = f"{submission.sha256} {copy}"
        fresh = replace(submission, notebook=json.dumps(notebook).encode())
        began = time.process_time()
        asked = plan(assignment, read_notebook(fresh.notebook).cells, fresh.sha256)
        planned = time.process_time() - began
        execution = PlainExecutor().run(asked)
        began = time.process_time()
        examine(Context(assignment, fresh, execution))
        taken.append(1e3 * (planned + time.process_time() - began))
    return min(taken)


def main() -> int:
    """Print a line an assignment and a measure; 1 where a limit is passed."""
    late = 0
    for name in bundled_ids():
        assignment = find_assignment(name)
        paths = [assignment.folder / "solution.ipynb", *sorted((assignment.folder / "mistakes").glob("*.ipynb"))]
        for measure in (seen, never_seen):
            cost = {path.stem: measure(assignment.for_student(path.stem), read_submission(path)) for path in paths}
            slowest = sorted(cost, key=lambda stem: -cost[stem])
            told = ", ".join(f"{stem} {cost[stem]:.0f}" for stem in slowest[:4])
            sys.stdout.write(
                f"{name}, {measure.__name__.replace('_', ' ')}: solution {cost['solution']:.1f} ms, "
                f"mean {statistics.mean(cost.values()):.0f} ms; slowest: {told}\n"
            )
            late += measure is seen and sum(taken > LIMITS[name] for taken in cost.values())
    sys.stdout.write(f"{late} notebooks above the limit with warm caches\n")
    return int(late > 0)


if __name__ == "__main__":
    raise SystemExit(main())

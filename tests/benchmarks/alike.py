"""Warm and fresh kernels over every notebook: both corpora and the bundled classes, each graded both ways.

`python -m tests.benchmarks.alike [STRIDE]`: every STRIDE-th notebook (all). Prints those whose documents differ in a byte,
seconds aside, and how long the texts are that they agree on. Exit code 1 where one differs. `make test` takes a sample.
"""

from __future__ import annotations

import json
import sys

from grader.document import describe
from grader.execution import WARM, NbclientExecutor, isolation
from grader.model import Ending, Submission
from grader.pipeline import grade
from grader.spec import Assignment, bundled_ids, find_assignment
from tests.support.corpus import INDEPENDENT, examples
from tests.support.plain import notebook


def notebooks() -> list[tuple[str, str, bytes]]:
    """Assignment, name and bytes of each."""
    found = [(one.assignment, one.name, notebook(*one.cells)) for one in (*examples(), *examples(INDEPENDENT))]
    for name in bundled_ids():
        folder = find_assignment(name).folder
        found += [(name, path.name, path.read_bytes()) for path in sorted(folder.rglob("*.ipynb"))]
    return found


def told(assignment: Assignment, name: str, data: bytes, executor: NbclientExecutor) -> str | None:
    """The document without its seconds; None where the clock ended a loop: how far it came is the clock's to say."""
    report = grade(assignment, Submission("student", data, name), executor)
    if report.execution.ending is Ending.TIMED_OUT:
        return None
    return json.dumps({key: value for key, value in describe(report).items() if key != "resources"}, sort_keys=True)


def main(stride: int) -> int:
    """Print a line for each that differs, and one for all."""
    level, differing, length, timed_out = isolation.best_level(), 0, 0, 0
    every = notebooks()[::stride]
    with NbclientExecutor(level=level, warm=WARM, ahead=1) as warm, NbclientExecutor(level=level, ahead=1) as fresh:
        for assignment, name, data in every:
            one, other = (told(find_assignment(assignment), name, data, executor) for executor in (warm, fresh))
            if one != other:
                differing += 1
                sys.stdout.write(f"{assignment}/{name} differs\n")
            timed_out += one is None
            length += len(one or "")
    sys.stdout.write(
        f"{len(every)} notebooks at {level}: {differing} differ; {length / 1e6:.1f} MB alike, {timed_out} ended by the clock\n"
    )
    return int(differing > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))

"""What reading a notebook's answers adds to running it: the probes in its kernel, and the replies made into values.

`python -m tests.benchmarks.reading`: the bundled solutions and every fifteenth notebook of the corpus, each run in a kernel of its own with
and without the questions, in turn. CPU seconds of kernel and grader together, the least of three runs; exit code 1 where reading adds
15 % or more on average.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grader.execution import NbclientExecutor
from grader.model import Plan
from grader.plan import plan
from grader.reading.points import read_trace
from grader.reading.value import ReadingError, read_value
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_notebook, read_submission
from tests.support.corpus import examples
from tests.support.plain import cells

#: What is promised, as a share of the time without reading.
MOST = 0.15


def main() -> int:
    """Print a line a notebook; 1 where the mean is above the promise."""
    # A plain kernel is a child of ours, so that its CPU seconds are counted when it ends; a sandbox would hide them.
    executor = NbclientExecutor(level="process")
    without, added = [], []
    for name, whole in _plans():
        silent = replace(whole, probes=())
        run, asked = (min(_spent(lambda p=p: executor.run(p)) for _ in range(3)) for p in (silent, whole))  # type: ignore[misc]
        replies = executor.run(whole).replies
        parsed = min(_spent(lambda r=replies: [_read(one) for one in r.values()]) for _ in range(3))
        extra = max(asked - run, 0.0) + parsed
        without.append(run)
        added.append(extra)
        sys.stdout.write(
            f"{name:45.45} run {run:5.2f} s CPU, questions {asked - run:+5.2f}, replies read {parsed:5.2f}: {extra / run:5.1%}\n"
        )
    share = sum(added) / sum(without)
    sys.stdout.write(f"{len(added)} notebooks: reading adds {share:.1%} on average (at most {MOST:.0%} is promised)\n")
    return int(share >= MOST)


def _plans() -> list[tuple[str, Plan]]:
    found = []
    for name in bundled_ids():
        assignment = find_assignment(name)
        given = read_submission(assignment.folder / "solution.ipynb")
        found.append((f"{name}/solution", plan(assignment, read_notebook(given.notebook).cells, given.sha256)))
    for example in [one for one in examples() if not one.in_kernel][::15]:
        asked = plan(find_assignment(example.assignment), cells(*example.cells), "0" * 64)
        found.append((f"{example.assignment}/{example.name}", asked))
    return found


def _read(reply: Any) -> None:
    try:
        read_trace(read_value(reply.get("value")), 2)
    except ReadingError:
        return


def _spent(action: Callable[[], Any]) -> float:
    """CPU seconds of this process and of the children that ended meanwhile."""
    began = time.process_time() + _children()
    action()
    return time.process_time() + _children() - began


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())

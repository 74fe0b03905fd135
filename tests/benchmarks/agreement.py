"""Whether the self-check says what the grading says: every notebook of the corpora, graded, checked and asked live.

`python -m tests.benchmarks.agreement [--kernels]`: in this process, or graded in warm sealed kernels and checked in fresh plain ones
(about ten minutes). Exit code 1 where two of them disagree on a visible check.
"""

from __future__ import annotations

import sys
import warnings
from contextlib import ExitStack

import matplotlib

from grader.execution import WARM, NbclientExecutor, isolation
from grader.model import Executor, Submission
from tests.support.agreement import disagreements
from tests.support.corpus import INDEPENDENT, examples
from tests.support.plain import notebook


def main(*arguments: str) -> int:
    """Print each disagreement and how many notebooks were asked."""
    matplotlib.use("Agg")
    warnings.simplefilter("ignore")
    batch: Executor | None = None
    check: Executor | None = None
    asked = [one for one in (*examples(), *examples(INDEPENDENT)) if not one.in_kernel]
    differ = 0
    with ExitStack() as stack:
        if "--kernels" in arguments:
            batch = stack.enter_context(NbclientExecutor(level=isolation.best_level(), warm=WARM))
            check = NbclientExecutor(level="process")
        for one in asked:
            told = disagreements(one.assignment, Submission(one.name, notebook(*one.cells), "x.ipynb"), batch, check)
            differ += bool(told)
            sys.stdout.writelines(f"{one.assignment}/{one.name}: {line}\n" for line in told)
    sys.stdout.write(f"{len(asked)} notebooks asked three ways; {differ} with a disagreement\n")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))

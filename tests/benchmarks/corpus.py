"""What the grader makes of the corpus: false verdicts, causes named, and notebooks that ignore the contract's names.

`python -m tests.benchmarks.corpus [FOLDER]`: the notebooks of tests/corpus, or those of another folder in the same form, each run
in this process (those that need a kernel in one). Exit code 1 where an expectation is not met or a promise is broken.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import matplotlib

from grader.execution import NbclientExecutor, isolation
from grader.model import Verdict
from tests.support.corpus import FOLDER, Outcome, examples, outcomes

#: The kinds of checks whose finding is about iterates.
OF_TRACES = ("iterates", "runs")
#: The least shares that are promised.
NAMED, READ = 0.95, 0.90


def main(folder: Path = FOLDER) -> int:
    """Print the figures; 1 where one of them breaks its promise."""
    matplotlib.use("Agg")
    warnings.simplefilter("ignore")
    found = [(e, outcomes(e, e.graded(_kernel() if e.in_kernel else None))) for e in examples(folder)]
    everything = [o for _, some in found for o in some]
    asked = [o for o in everything if o.check in o.example.checks]
    rejects, accepts = [o for o in asked if o.false_reject], [o for o in everything if o.false_accept]
    traces = [o for o in asked if o.finding.kind in OF_TRACES and not {"ok", "absent"} & set(o.expected.codes)]
    known = [o for o in traces if "unexplained" not in o.expected.codes]
    named = [o for o in known if o.named]
    alternatives = [len(o.finding.explanations) for o in named]
    own = [
        (e, [o for o in some if "ok" in o.expected.codes and o.check in e.checks])
        for e, some in found
        if e.own_names and e.is_right
    ]
    whole = [e for e, some in own if all(o.finding.verdict is Verdict.PASSED for o in some)]
    failed = [e for e, some in own if any(o.finding.verdict is Verdict.FAILED for o in some)]
    waiting = [e for e, _ in own if e not in whole and e not in failed]
    out = sys.stdout.write
    out(f"{len(found)} notebooks, {len(asked)} expectations written by hand\n")
    out(f"false rejects: {len(rejects)} of {sum(o.expected.codes == ('ok',) for o in asked)} right answers\n")
    out(
        f"false accepts: {len(accepts)} of {sum(not {'ok', 'open'} & set(o.expected.codes) for o in everything)} wrong or absent answers\n"
    )
    out(f"wrong traces whose cause is named: {_share(len(named), len(known))}\n")
    out(f"alternatives told with a named cause: {sum(alternatives) / max(len(alternatives), 1):.2f} on average\n")
    out(
        f"right notebooks without the contract's names, read in full: {_share(len(whole), len(own))}, "
        f"left to a person: {len(waiting)}, failed: {len(failed)}\n"
    )
    broken = [o for o in everything if not o.holds]
    _list("not as expected", broken)
    kept = not rejects and not accepts and not failed
    enough = len(named) >= NAMED * len(known) and len(whole) >= READ * len(own)
    return int(bool(broken) or not (kept and enough))


def _kernel() -> NbclientExecutor:
    return NbclientExecutor(level=isolation.best_level())


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"


def _list(title: str, some: Sequence[Outcome]) -> None:
    if some:
        sys.stdout.write(f"\n{title}:\n" + "".join(f"  {o}\n" for o in some))


if __name__ == "__main__":
    raise SystemExit(main(*map(Path, sys.argv[1:2])))

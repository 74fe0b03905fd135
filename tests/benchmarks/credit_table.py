"""What every mutant and fake earns, as a share of the points, at 2, 3, 4 and 16 digits: a row never changes.

`python -m tests.benchmarks.credit_table`: the worked example, and Himmelblau's four runs with η = 0.01 as one check. A row
marked = prints what a right program prints at the display where it earns all. Exit code 1 where a row changes with the
display without that reason, or a fake earns more than the share of its right steps can be.
"""

from __future__ import annotations

import sys

from grader.examine.context import Context
from grader.execution import NbclientExecutor
from grader.mutation import trials
from grader.pipeline import grade
from grader.spec import find_assignment
from grader.submission import read_submission

DISPLAYS = (2, 3, 4, 16)


def main() -> int:
    """Print the tables; 1 where a row breaks its promise."""
    broken = 0
    for name, check_id in (("worked-example", "trace"), ("himmelblau", "runs")):
        assignment = find_assignment(name)
        solved = grade(
            assignment, read_submission(assignment.folder / "solution.ipynb"), NbclientExecutor(level="process")
        )
        context = Context(assignment, solved.submission, solved.execution)
        check = next(c for c in assignment.checks if c.id == check_id)
        credit = assignment.credit(check)
        most = max(credit.informative_share, 0.0)
        rows: dict[str, list[tuple[float, str, float]]] = {}
        sorts: dict[str, str] = {}
        for trial in trials(check, context, DISPLAYS):
            alike = sum(why != "" for why in trial.why) / len(trial.why)
            rows.setdefault(trial.mutant, []).append((float(trial.finding.share), trial.finding.code, alike))
            sorts[trial.mutant] = trial.sort
        sys.stdout.write(f"\n{name}, check {check_id}: share of the points at {', '.join(map(str, DISPLAYS))} digits\n")
        for mutant, found in rows.items():
            changes = len({share for share, _, alike in found if alike < 1}) > 1
            # A run that is as good as right earns its part; of the others the fake may earn a quarter at most.
            too_much = sorts[mutant] == "fake" and any(share > alike + (1 - alike) * most for share, _, alike in found)
            broken += changes or too_much
            shares = " ".join(f"{share:6.3f}{'=' if alike else ' '}" for share, _, alike in found)
            code = found[-1][1].split(".", 1)[1]
            sys.stdout.write(
                f"{'!' if changes or too_much else ' '} {sorts[mutant]:9} {mutant:44.44} {shares} {code}\n"
            )
    sys.stdout.write(f"\n{broken} rows change with the display or earn too much\n")
    return int(broken > 0)


if __name__ == "__main__":
    raise SystemExit(main())

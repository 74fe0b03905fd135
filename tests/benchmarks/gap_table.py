"""The gap between right and wrong: no honest program rejected, no wrong algorithm or fake accepted, at every display.

For each exercise: the spread of the honest float64 programs, the tube that is proved to hold them, the honest programs
that were rejected, and the mutants that were accepted though their rows are not those of an honest program. The
exercises and displays are those of 3-numerics, section 6. `python -m tests.benchmarks.gap_table [--quick]`; exit code 1
where anything is wrong.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from grader.examine.conformity import HORIZON
from grader.examine.exercise import Exercise
from grader.examine.shown import Shown, shown
from grader.examine.traces import judge
from grader.mutants import mutants
from grader.mutation import equivalence
from grader.reading.number import from_repr
from grader.reference.objective import Objective
from grader.reference.tube import FLOAT64
from grader.spec import Credit
from tests.support.honest import programs

OBJECTIVES = {
    "g": Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y")),
    "f": Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y")),
}
STARTS = ((0, 1), (-1, 1), (-1, -1), (0, -1))
ETAS = ("0.01", "0.015", "0.02", "0.024", "0.03", "0.039")
DISPLAYS = (2, 3, 4, 16)
CASES = [("g", (1, -1), "0.1", 48), *(("f", start, eta, 100) for eta in ETAS for start in STARTS)]


@dataclass
class Cell:
    """What one exercise showed."""

    name: str
    spread: float = 0.0
    bound: float = 0.0
    horizon: int = 0
    outside: list[str] = field(default_factory=list)
    honest: Counter[int] = field(default_factory=Counter)
    rejected: list[str] = field(default_factory=list)
    wrong: Counter[int] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    equivalent: list[str] = field(default_factory=list)


def display(rows: object, digits: int) -> Shown:
    """Rows as `round(v, digits)` shows them; 16 digits are the shortest repr."""
    return shown(
        [
            [
                from_repr(repr(round(float(v), digits) if digits < 16 and np.isfinite(v) else float(v)), "float64")
                for v in r
            ]
            for r in np.asarray(rows, dtype=float)
        ]
    )


def examine(case: tuple[str, tuple[int, int], str, int], displays: tuple[int, ...] = DISPLAYS) -> Cell:
    """One exercise with its zoo and its mutants."""
    objective, start, eta, k = case
    exercise = Exercise(OBJECTIVES[objective], tuple(map(Fraction, start)), Fraction(eta), k)
    credit = Credit()
    tube = exercise.tube(FLOAT64)
    cell = Cell(f"{objective} {start} η = {eta}", horizon=tube.horizon(HORIZON))
    told = slice(0, cell.horizon + 1)
    cell.bound = float(np.max(tube.radius[told]))
    honest = []
    for program in programs(objective):
        with np.errstate(all="ignore"):
            rows = np.asarray(program.run((float(start[0]), float(start[1])), float(eta), k), dtype=float)
        honest.append(rows)
        if program.h is None and "float32" not in program.name:
            gap = np.abs(rows - tube.centre)[told]
            cell.spread = max(cell.spread, float(np.max(gap)))
            if not np.all(gap <= tube.radius[told]):
                cell.outside.append(program.name)
        for digits in displays:
            cell.honest[digits] += 1
            judged = judge(display(rows, digits), exercise, credit)
            coarse = program.h is not None and program.h > credit.max_difference_step
            fine = judged.right or (coarse and "coarse-differences" in judged.explanations)
            if not fine:
                cell.rejected.append(f"{program.name} @ {digits}: {judged.code}")
    for mutant in mutants(exercise):
        for digits in displays:
            if not judge(display(mutant.rows, digits), exercise, credit).right:
                cell.wrong[digits] += 1
                continue
            # Rows within what honest programs differ by, or that print as theirs do, are right rows; and beyond the
            # horizon, where single steps are judged, no display shows a rounding finer than itself.
            hidden = "rounded to" in mutant.name and digits < 3
            same = hidden or equivalence(exercise, mutant.rows, digits)
            (cell.equivalent if same else cell.accepted).append(f"{mutant.name} @ {digits}")
    return cell


def main() -> int:
    """Print the table; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="the worked example and four runs of Himmelblau's function"
    )
    cases = CASES[:5] if parser.parse_args().quick else CASES
    with concurrent.futures.ProcessPoolExecutor() as pool:
        cells = list(pool.map(examine, cases))
    write = sys.stdout.write
    write(f"{'exercise':24}{'horizon':>8}{'spread':>9}{'bound':>9}  honest rejected  mutants accepted\n")
    for c in cells:
        write(f"{c.name:24}{c.horizon:8}{c.spread:9.0e}{c.bound:9.0e}  {len(c.rejected):15}  {len(c.accepted):16}\n")
    for title, names in (
        ("outside the tube", "outside"),
        ("rejected", "rejected"),
        ("accepted", "accepted"),
        ("equivalent", "equivalent"),
    ):
        for c in cells:
            write("".join(f"{title}: {c.name}: {name}\n" for name in getattr(c, names)))
    for digits in DISPLAYS:
        honest, wrong = (sum(getattr(c, what)[digits] for c in cells) for what in ("honest", "wrong"))
        write(f"{digits:2} digits: {honest} honest traces, {wrong} wrong ones told from them\n")
    return int(any(c.outside or c.rejected or c.accepted for c in cells))


if __name__ == "__main__":
    raise SystemExit(main())

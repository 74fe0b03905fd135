"""No honest program is rejected, no wrong one accepted: the zoo of support/honest.py against the library of mutants.

A sample of what `tests/benchmarks/gap_table.py` prints whole (25 exercises, four displays).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader.examine.exercise import Exercise
from grader.examine.shown import Shown, shown
from grader.examine.traces import judge
from grader.mutants import mutants
from grader.mutation import equivalence
from grader.reading.number import from_repr
from grader.reference.objective import Objective
from grader.spec import Credit
from tests.support.honest import Program, programs

G = Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))
F = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
#: The worked example; Himmelblau's function where it contracts, where it is about to double its period, and in chaos.
CASES = {
    "g": ("g", Exercise(G, (Fraction(1), Fraction(-1)), Fraction(1, 10), 48)),
    "f": ("f", Exercise(F, (Fraction(0), Fraction(1)), Fraction(1, 100), 100)),
    "f near its threshold": ("f", Exercise(F, (Fraction(-1), Fraction(-1)), Fraction("0.0145"), 100)),
    "f in chaos": ("f", Exercise(F, (Fraction(0), Fraction(-1)), Fraction("0.03"), 60)),
}
CREDIT = Credit()


def display(rows: np.ndarray, digits: int) -> Shown:
    """Rows as `round(v, digits)` shows them; 16 digits are the shortest repr."""
    cells = [[round(float(v), digits) if digits < 16 and np.isfinite(v) else float(v) for v in row] for row in rows]
    return shown([[from_repr(repr(v), "float64") for v in row] for row in cells])


def rows_of(program: Program, exercise: Exercise) -> np.ndarray:
    with np.errstate(all="ignore"):
        start = (float(exercise.start[0]), float(exercise.start[1]))
        return np.asarray(program.run(start, float(exercise.step_size), exercise.iterations), dtype=float)


@pytest.mark.parametrize("digits", [2, 4, 16])
@pytest.mark.parametrize("case", CASES)
def test_every_honest_program_is_right_at_every_display(case: str, digits: int) -> None:
    """Class C and beyond: spellings, orders, single precision, many digits, difference quotients from 1e-10 to 1e-3."""
    zoo, exercise = CASES[case]
    for program in programs(zoo):
        judged = judge(display(rows_of(program, exercise), digits), exercise, CREDIT)
        if program.h is not None and program.h > CREDIT.max_difference_step:
            assert judged.right or "coarse-differences" in judged.explanations, (program.name, judged)
        else:
            assert judged.right, (program.name, judged)


@pytest.mark.parametrize("digits", [2, 16])
@pytest.mark.parametrize("case", ["g", "f"])
def test_no_wrong_algorithm_and_no_fake_is_right_at_any_display(case: str, digits: int) -> None:
    """What is accepted lies within what honest programs differ by, or prints as they do."""
    _, exercise = CASES[case]
    wrong = list(mutants(exercise))
    assert len(wrong) >= 70
    for mutant in wrong:
        judged = judge(display(mutant.rows, digits), exercise, CREDIT)
        assert not judged.right or equivalence(exercise, mutant.rows, digits), mutant.name


def test_a_difference_step_is_found_from_the_trace_and_the_shift_of_the_limit_told() -> None:
    """Forward differences on a quadratic end at −∇²g⁻¹·(h/2)·diag(∇²g) = h·(−5/6, −... ): H⁻¹ = (1/3)[[4, 1], [1, 1]]."""
    _, exercise = CASES["g"]
    (program,) = (p for p in programs("g") if p.h == 1e-4 and not p.central)
    judged = judge(display(rows_of(program, exercise), 16), exercise, CREDIT)
    (remark,) = judged.remarks
    assert remark.code == "finite-differences" and remark.parameters["h"] == "0.0001"
    # H·θ = −(h/2)·(1, 4) at the fixed point: θ = −(h/2)·(4 + 4, 1 + 4)/3 = −h·(4/3, 5/6); by t = 48 all but 4 % of it.
    assert 0.9 * 4 / 3 * 1e-4 < float(remark.parameters["limit_shift"]) <= 4 / 3 * 1e-4


def test_single_steps_are_judged_beyond_the_horizon() -> None:
    """In chaos two right programs part; each of their steps is still right, and one wrong step still shows."""
    _, exercise = CASES["f in chaos"]
    exercise = exercise.longer(30)
    one, other = (rows_of(p, exercise) for p in programs("f") if p.name in ("chain rule", "Horner"))
    assert np.abs(one - other).max() > 1e-2
    rows, spoilt = one, one.copy()
    assert judge(display(other, 16), exercise, CREDIT).right
    spoilt[55] += 1e-3
    assert judge(display(rows, 16), exercise, CREDIT).right
    judged = judge(display(spoilt, 16), exercise, CREDIT)
    assert not judged.right and judged.wrong_row == 55

"""Whatever rows a notebook holds, judging them ends with a share of the points and no exception."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.examine.exercise import Exercise
from grader.examine.shown import shown
from grader.examine.traces import judge
from grader.reading.number import from_repr
from grader.reference.objective import Objective
from grader.spec import Credit

EXERCISES = [
    Exercise(Objective.from_text("x**4 - 2*x**2 + x/5", ("x",)), (Fraction(2),), Fraction(1, 20), 12),
    Exercise(
        Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y")), (Fraction(1), Fraction(-1)), Fraction(1, 10), 12
    ),
    Exercise(Objective.from_text("x**2 + y**2 - cos(3*x)", ("x", "y")), (Fraction(1), Fraction(1)), Fraction(1, 10), 8),
    Exercise(Objective.from_text("x**2 + y**2 + z**2 + x*y", ("x", "y", "z")), (Fraction(1),) * 3, Fraction(1, 5), 8),
    Exercise(Objective.from_text("sqrt(x) + 1/y", ("x", "y")), (Fraction(1), Fraction(1)), Fraction(1, 2), 6),
]
CELLS = st.one_of(
    st.floats(-3, 3).map(lambda v: round(v, 2)),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-2, 2).map(float),
    st.just(0.0),
)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: str(e.objective.expression))
@settings(max_examples=25)
@given(data=st.data())
def test_any_rows_are_judged(exercise: Exercise, data: st.DataObject) -> None:
    """Random rows, rows that begin rightly, and near-right rows: 0 ≤ share ≤ 1, right only with every row there."""
    n, right = len(exercise.start), exercise.trace().tolist()
    kept = data.draw(st.integers(0, len(right)), label="right rows")
    length = data.draw(st.integers(1, 20), label="length")
    rows = right[:kept] + [data.draw(st.lists(CELLS, min_size=n, max_size=n)) for _ in range(max(0, length - kept))]
    judged = judge(shown([[from_repr(repr(float(v)), "float64") for v in row] for row in rows]), exercise, Credit())
    assert 0 <= judged.share <= 1 and (judged.share == 1) == judged.right
    # Zeros that nobody wrote into the end of an array are no rows, unless the run could rest there.
    written = max((i + 1 for i, row in enumerate(rows) if any(row)), default=0)
    assert not judged.right or len(right) in (len(rows), written)
    for evidence in judged.evidence:
        assert math.isfinite(float(evidence.bound)) or evidence.bound in ("inf", "nan")

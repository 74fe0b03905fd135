"""The credit rules, each at 2, 4 and 16 digits with the same result (2-assignments, Credit).

Traces are made here by plain loops over ∇g = (x − y, 4y − x), written by hand, so that nothing of ours is its own judge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from grader.model import Cell, Finding, Plan, Submission
from grader.pipeline import grade
from grader.spec import Assignment, find_assignment, parse_assignment
from tests.support.plain import PlainExecutor, notebook
from tests.support.small_class import spec

Point = tuple[float, float]
DIGITS = [2, 4, 16]


@pytest.fixture(scope="module")
def worked_example() -> Assignment:
    return find_assignment("worked-example")


def gradient(x: float, y: float) -> Point:
    return x - y, 4 * y - x


def descend(step: Callable[[int, float, float], Point], start: Point = (1.0, -1.0), k: int = 48) -> list[Point]:
    rows = [start]
    for t in range(k):
        rows.append(step(t, *rows[-1]))
    return rows


def right(eta: float = 0.1) -> Callable[[int, float, float], Point]:
    def step(_t: int, x: float, y: float) -> Point:
        gx, gy = gradient(x, y)
        return x - eta * gx, y - eta * gy

    return step


def sequential(_t: int, x: float, y: float) -> Point:
    x = x - 0.1 * (x - y)
    y = y - 0.1 * (4 * y - x)
    return x, y


def sequential_y_first(_t: int, x: float, y: float) -> Point:
    y = y - 0.1 * (4 * y - x)
    x = x - 0.1 * (x - y)
    return x, y


def ascent(_t: int, x: float, y: float) -> Point:
    gx, gy = gradient(x, y)
    return x + 0.1 * gx, y + 0.1 * gy


def missing_step_size(_t: int, x: float, y: float) -> Point:
    gx, gy = gradient(x, y)
    return x - gx, y - gy


def slip(t: int, x: float, y: float) -> Point:
    gx, gy = gradient(x, y)
    # One step with the wrong sign in one component.
    return (x + 0.1 * gx if t == 6 else x - 0.1 * gx), y - 0.1 * gy


def wrong_term(_t: int, x: float, y: float) -> Point:
    return x - 0.1 * (x - y), y - 0.1 * (2 * y - x)


def clipped_by_norm(limit: float) -> Callable[[int, float, float], Point]:
    def step(_t: int, x: float, y: float) -> Point:
        gx, gy = gradient(x, y)
        factor = min(1.0, limit / max(math.hypot(gx, gy), 1e-300))
        return x - 0.1 * factor * gx, y - 0.1 * factor * gy

    return step


def clipped_by_component(limit: float) -> Callable[[int, float, float], Point]:
    def step(_t: int, x: float, y: float) -> Point:
        gx, gy = (min(max(c, -limit), limit) for c in gradient(x, y))
        return x - 0.1 * gx, y - 0.1 * gy

    return step


def momentum() -> list[Point]:
    rows, vx, vy = [(1.0, -1.0)], 0.0, 0.0
    for _ in range(48):
        x, y = rows[-1]
        gx, gy = gradient(x, y)
        vx, vy = 0.9 * vx + gx, 0.9 * vy + gy
        rows.append((x - 0.1 * vx, y - 0.1 * vy))
    return rows


def shown(rows: list[Point], digits: int) -> list[Point]:
    return [(round(x, digits), round(y, digits)) for x, y in rows] if digits < 16 else rows


def judged(assignment: Assignment, rows: object) -> Finding:
    submission = Submission("ana", notebook(f"trace = {rows!r}"), "ana.ipynb")
    report = grade(assignment, submission, PlainExecutor())
    return next(f for f in report.findings if f.check == "trace")


HALF = Fraction(1, 2)
TRUE = descend(right())
SYSTEMATIC: list[tuple[str, list[Point]]] = [
    ("sequential-update", descend(sequential)),
    ("sequential-update", descend(sequential_y_first)),
    ("ascent", descend(ascent)),
    ("missing-step-size", descend(missing_step_size)),
    ("wrong-step-size", descend(right(0.12))),
    ("wrong-step-size", descend(right(0.01))),
    ("wrong-step-size", descend(right(0.2))),
    ("wrong-start", descend(right(), start=(1.0, 1.0))),
    ("wrong-start", descend(right(), start=(-1.0, -1.0))),
    ("off-by-one", [*TRUE[1:], right()(0, *TRUE[-1])]),
    ("off-by-one", TRUE[1:]),
    ("wrong-gradient", descend(wrong_term)),
    ("momentum", momentum()),
    *(("normalised-gradient", descend(clipped_by_norm(limit))) for limit in (0.5, 1, 2, 5)),
    *(("normalised-gradient", descend(clipped_by_component(limit))) for limit in (0.5, 1, 2.5)),
    ("wrong-gradient", descend(lambda _t, x, y: (x, y - 0.1 * (4 * y - x)))),
    ("swapped-components", [(y, x) for x, y in TRUE]),
]


@pytest.mark.parametrize("digits", DIGITS)
def test_a_right_trace_earns_all(worked_example: Assignment, digits: int) -> None:
    finding = judged(worked_example, shown(TRUE, digits))
    assert (finding.code, finding.share) == ("iterates.ok", 1)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(("code", "rows"), SYSTEMATIC, ids=[f"{i}-{code}" for i, (code, _) in enumerate(SYSTEMATIC)])
def test_one_systematic_cause_earns_half_whatever_the_digits(
    worked_example: Assignment, code: str, rows: list[Point], digits: int
) -> None:
    finding = judged(worked_example, shown(rows, digits))
    assert code in finding.explanations, finding
    assert finding.share == HALF
    assert finding.code == f"iterates.{code}"


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize(
    ("code", "rows", "share"),
    [
        ("slip", descend(slip), Fraction(47, 48)),
        ("short", TRUE[:39], Fraction(38, 48)),
        ("last-missing", TRUE[:48], Fraction(47, 48)),
        ("too-many-rows", descend(right(), k=60), Fraction(9, 10)),
    ],
)
def test_right_as_far_as_it_goes(
    worked_example: Assignment, code: str, rows: list[Point], share: Fraction, digits: int
) -> None:
    finding = judged(worked_example, shown(rows, digits))
    assert (finding.code, finding.share) == (f"iterates.{code}", share)


@pytest.mark.parametrize(
    "rows",
    [
        [(1, -1)] + 48 * [(0, 0)],
        [(1.0, -1.0)] * 49,
        [(1.0, -1.0), *[(0.0, 0.0)] * 48],
        [(0.0, 0.0)] * 49,
    ],
)
def test_a_degenerate_trace_earns_nothing(worked_example: Assignment, rows: list[Point]) -> None:
    finding = judged(worked_example, rows)
    assert finding.share == 0 and finding.verdict == "failed", finding


def test_integer_arithmetic_earns_nothing_and_is_named(worked_example: Assignment) -> None:
    finding = judged(worked_example, [(1, -1)] + 48 * [(0, 0)])
    assert "integer-arithmetic" in finding.explanations


def test_one_object_in_every_row_is_aliasing_at_half(worked_example: Assignment) -> None:
    source = """
p = [1.0, -1.0]
trace = [p]
for t in range(48):
    gx, gy = p[0] - p[1], 4*p[1] - p[0]
    p[0] -= 0.1*gx
    p[1] -= 0.1*gy
    trace.append(p)
"""
    report = grade(worked_example, Submission("ana", notebook(source), "ana.ipynb"), PlainExecutor())
    finding = next(f for f in report.findings if f.check == "trace")
    assert (finding.code, finding.share) == ("iterates.aliasing", HALF)


def test_numbers_that_nothing_explains_earn_at_most_a_quarter(worked_example: Assignment) -> None:
    import random

    draw = random.Random(3)
    rows = [(1.0, -1.0)] + [(draw.uniform(-1, 1), draw.uniform(-1, 1)) for _ in range(48)]
    finding = judged(worked_example, rows)
    assert finding.code == "iterates.unexplained" and finding.share == 0
    half_right = TRUE[:25] + rows[25:]
    finding = judged(worked_example, half_right)
    assert finding.code == "iterates.unexplained" and 0 < finding.share <= Fraction(1, 4)


def test_nan_is_not_finite(worked_example: Assignment) -> None:
    rows = [list(r) for r in TRUE]
    report = grade(
        worked_example,
        Submission(
            "ana", notebook(f"nan = float('nan')\ntrace = {rows!r}\nfor r in trace[5:]: r[0] = nan"), "ana.ipynb"
        ),
        PlainExecutor(),
    )
    finding = next(f for f in report.findings if f.check == "trace")
    assert finding.code == "iterates.not-finite" and finding.share <= Fraction(1, 4)


def test_points_are_rounded_half_up_once() -> None:
    from grader.score import points

    finding = Finding("a", "iterates", "failed", "iterates.slip", Fraction(1, 8), Decimal("0.2"))  # type: ignore[arg-type]
    assert points(finding) == Decimal("0.03")  # 0.025 half-up


def test_a_plan_holds_no_expected_value(worked_example: Assignment) -> None:
    from grader.plan import plan

    made: Plan = plan(worked_example, (Cell(1, "x = 1"),), "0" * 64)
    assert "0.0124" not in repr(made) and len({p.id for p in made.probes}) == len(made.probes)


FOUR = {
    "objectives": {"j": {"variables": ["a", "b", "c", "d"], "expression": "a**2 + b**2/2 + 2*c**2 + d**2 - a*c - b*d/2"}},
    "answers": [{"name": "trace"}],
    "checks": [{"id": "trace", "kind": "iterates", "answer": "trace", "start": [1, -1, 2, 1], "step_size": "0.1", "iterations": 20, "points": 3}],
}  # fmt: skip


@pytest.mark.parametrize("digits", DIGITS)
def test_coordinates_that_never_move_are_named_together(digits: int) -> None:
    # The gradient by hand: (2a − c, b − d/2, 4c − a, 2d − b/2); the first layer, a and b, is never updated.
    rows = [(1.0, -1.0, 2.0, 1.0)]
    for _ in range(20):
        a, b, c, d = rows[-1]
        rows.append((a, b, c - 0.1 * (4 * c - a), d - 0.1 * (2 * d - b / 2)))
    printed = [tuple(round(v, digits) for v in row) for row in rows]
    finding = judged(parse_assignment(spec(**FOUR), Path()), printed)
    assert (finding.code, finding.share) == ("iterates.wrong-gradient", HALF)
    assert finding.parameters["frozen"] == "a, b"

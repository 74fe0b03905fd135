"""flintlike against exact rationals, against mpmath at many bits, and against python-flint itself."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain
from operator import add, eq, gt, lt, mul, sub, truediv
from pathlib import Path
from typing import Any

import flint
import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mpmath.libmp import from_man_exp, to_rational

from grader.reference import flintlike
from grader.reference.dynamics import classify
from grader.reference.flintlike import acb_mat, arb, arb_mat, ctx, fmpq, fmpq_mat, fmpq_poly
from grader.reference.objective import Objective
from grader.reference.stationary import stationary_points
from grader.reference.threshold import step_size_threshold
from grader.reference.tube import FLOAT32, FLOAT64, forward, tube

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "sqrt")
PRECISIONS = (53, 80, 160, 1024, 4096)

thorough = settings(
    derandomize=True, deadline=None, max_examples=150, database=None, suppress_health_check=list(HealthCheck)
)
precisions = st.sampled_from(PRECISIONS)
#: Numbers of few and of many bits, of every size a run can meet.
dyadics = st.builds(
    lambda man, shift: Fraction(man) * Fraction(2) ** shift,
    st.one_of(st.integers(-9, 9), st.integers(-(2**53), 2**53), st.integers(-(2**300), 2**300)),
    st.one_of(st.integers(-4, 4), st.integers(-400, 60)),
)
widths = st.one_of(st.just(Fraction(0)), dyadics.map(abs), st.integers(1, 900).map(lambda k: Fraction(1, 2**k)))
moderate = st.builds(lambda man, shift: Fraction(man, 2**shift), st.integers(-(2**60), 2**60), st.integers(54, 62))


@st.composite
def boxes(draw: st.DrawFn, centres: st.SearchStrategy[Fraction] = dyadics) -> tuple[Fraction, Fraction]:
    """The ends of an interval."""
    low = draw(centres)
    return low, low + draw(widths)


@contextmanager
def both(precision: int) -> Iterator[None]:
    """The working precision of both engines."""
    with ctx.workprec(precision), flint.ctx.workprec(precision):
        yield


def ours(low: Fraction, high: Fraction) -> arb:
    """The ball of exactly these dyadic ends."""
    ends = (from_man_exp(x.numerator, 1 - x.denominator.bit_length()) for x in (low, high))
    return flintlike._made(tuple(ends))  # type: ignore[arg-type]


def theirs(low: Fraction, high: Fraction) -> Any:
    """flint's ball of the same midpoint, its radius rounded up to flint's thirty bits."""
    with flint.ctx.workprec(4000):
        middle, half = (low + high) / 2, (high - low) / 2
        return flint.arb(flint.fmpq(middle.numerator, middle.denominator)) + flint.arb(
            0, flint.arb(flint.fmpq(half.numerator, half.denominator))
        )


def ends(ball: arb) -> tuple[Fraction, Fraction]:
    """A finite ball's ends, exactly."""
    low, high = ball._ends
    return Fraction(*map(int, to_rational(low))), Fraction(*map(int, to_rational(high)))


def flint_ends(ball: Any) -> tuple[Fraction, Fraction]:
    """A finite flint ball's ends, exactly."""
    both_ends = []
    for number in (ball.mid(), ball.rad()):
        man, exp = number.man_exp()
        both_ends.append(Fraction(int(man)) * Fraction(2) ** int(exp))
    middle, radius = both_ends
    return middle - radius, middle + radius


def check(ball: arb, exact: list[Fraction], other: Any, precision: int) -> None:
    """The ball holds the exact values, meets flint's, and is hardly wider than that."""
    assert ball.is_finite() or not other.is_finite()
    if not ball.is_finite():
        return
    low, high = ends(ball)
    for value in exact:
        assert low <= value <= high
    if other.is_finite():
        a, b = flint_ends(other)
        assert max(a, low) <= min(b, high)
        assert high - low <= 2 * (b - a) + max(abs(low), abs(high)) / 2 ** (precision - 4)


@thorough
@given(boxes(), boxes(), st.sampled_from([add, sub, mul, truediv]), precisions)
def test_the_field_operations_hold_the_exact_results(
    x: tuple[Fraction, Fraction], y: tuple[Fraction, Fraction], operation: Callable[[Any, Any], Any], precision: int
) -> None:
    zero = operation is truediv and y[0] <= 0 <= y[1]
    points = [] if zero else [operation(a, b) for a in (*x, sum(x) / 2) for b in (*y, sum(y) / 2)]
    with both(precision):
        result = operation(ours(*x), ours(*y))
        assert result.is_finite() is not zero
        check(result, points, operation(theirs(*x), theirs(*y)), precision)


@thorough
@given(boxes(), dyadics, st.sampled_from([add, sub, mul, truediv]), precisions)
def test_plain_numbers_stand_on_either_side(
    x: tuple[Fraction, Fraction], number: Fraction, operation: Callable[[Any, Any], Any], precision: int
) -> None:
    assume(x[0] > 0 and number)
    with ctx.workprec(precision):
        for plain in (number, fmpq(number), int(number) or 1, float(number) or 0.5):
            exact = Fraction(plain)
            for a in x:
                low, high = ends(operation(ours(*x), plain))
                assert low <= operation(a, exact) <= high
                low, high = ends(operation(plain, ours(*x)))
                assert low <= operation(exact, a) <= high


@thorough
@given(boxes(), st.integers(-3, 7), precisions)
def test_powers_signs_and_sizes(x: tuple[Fraction, Fraction], n: int, precision: int) -> None:
    holds_zero = x[0] <= 0 <= x[1]
    with both(precision):
        ball, other = ours(*x), theirs(*x)
        power = ball**n
        assert power.is_finite() is not (holds_zero and n < 0)
        # flint 0.9 has no power of a ball around 0.
        check(power, [a**n for a in x if a or n >= 0], flint.arb("nan") if holds_zero else other**n, precision)
        check(abs(ball), [abs(a) for a in x], abs(other), precision)
        check(-ball, [-a for a in x], -other, precision)
        check(ball.sgn(), [Fraction((a > 0) - (a < 0)) for a in x], other.sgn(), precision)
        assert ends(ball.lower()) == (x[0], x[0]) and ends(ball.upper()) == (x[1], x[1])
        least, most = Fraction(0) if holds_zero else min(map(abs, x)), max(map(abs, x))
        assert ball.is_zero() == (x == (0, 0)) and ends(ball.union(arb(3))) == (min(x[0], 3), max(x[1], 3))
        assert ends(ball.abs_lower()) == (least, least) and ends(ball.abs_upper()) == (most, most)
        middle, radius = ends(ball.mid())[0], ends(ball.rad())[0]
        assert middle - radius <= x[0] and x[1] <= middle + radius
        assert abs(middle - sum(x) / 2) <= abs(sum(x)) / 2**precision


@thorough
@given(boxes(), boxes())
def test_comparisons_are_true_only_when_certain(x: tuple[Fraction, Fraction], y: tuple[Fraction, Fraction]) -> None:
    a, b = ours(*x), ours(*y)
    assert (a < b) == (x[1] < y[0]) and (a <= b) == (x[1] <= y[0])
    assert (a > b) == (x[0] > y[1]) and (a >= b) == (x[0] >= y[1])
    assert (a == b) == (x[0] == x[1] == y[0] == y[1])
    apart = x[1] < y[0] or y[1] < x[0]
    assert (a != b) == apart and a.overlaps(b) == (not apart)
    assert a.contains(b) == (x[0] <= y[0] and y[1] <= x[1])
    assert a.contains(0) == (x[0] <= 0 <= x[1])
    whole = ours(Fraction(-1), Fraction(1))
    assert whole.contains(0) and not whole < 1 and whole <= 1 and not eq(whole, whole)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_hold_the_values_of_the_whole_ball(name: str) -> None:
    tame = name in ("asin", "acos")

    @thorough
    @given(st.one_of(boxes(moderate), boxes()), st.fractions(0, 1), precisions)
    def verify(x: tuple[Fraction, Fraction], share: Fraction, precision: int) -> None:
        if tame and max(map(abs, x)) > 1:
            x = (Fraction(0), Fraction(1)) if x[0] < -1 else (Fraction(-1), max(Fraction(-1), min(x[0], Fraction(1))))
        between = x[0] + (x[1] - x[0]) * Fraction(int(share * 2**40), 2**40)
        if max(map(abs, x)) > 2 ** (10 if name in ("exp", "sinh", "cosh") else 70):
            return
        with both(precision):
            ball, other = getattr(ours(*x), name)(), getattr(theirs(*x), name)()
        if tame and max(map(abs, x)) == 1:
            other = flint.arb("nan")  # flint's radius of thirty bits reaches beyond 1
        assert ball.is_finite() or not other.is_finite()
        if not ball.is_finite():
            return
        low, high = ends(ball)
        with mpmath.workprec(2 * precision + 1200):
            for point in (*x, between):
                at = mpmath.mpf(point.numerator) / point.denominator
                value = Fraction(*map(int, to_rational(getattr(mpmath, name)(at)._mpf_)))
                slack = abs(value) / 2 ** (2 * precision)
                assert low - slack <= value <= high + slack
        if other.is_finite():
            a, b = flint_ends(other)
            assert max(a, low) <= min(b, high)
            if x[0] == x[1]:
                assert high - low <= max(abs(low), abs(high)) / 2 ** (precision - 4)

    verify()


@pytest.mark.parametrize("name", ["sin", "cos"])
@pytest.mark.parametrize("quarter", range(-5, 6))
@pytest.mark.parametrize("precision", [53, 1024])
def test_extrema_inside_a_ball_are_held(name: str, quarter: int, precision: int) -> None:
    with ctx.workprec(precision):
        around = arb(0, 1e-9) + arb.pi() * quarter / 2
        value = Fraction(round(getattr(math, name)(quarter * math.pi / 2)))
        low, high = ends(getattr(around, name)())
        assert low <= value <= high and high - low < Fraction(1, 10**8)
        assert ends(getattr(arb(quarter, 4), name)()) == (-1, 1)
        assert -1 <= getattr(arb(10**400), name)() <= 1


def test_the_constants_hold_their_digits() -> None:
    for precision in PRECISIONS:
        with both(precision):
            for own, other in ((arb.pi(), flint.arb.pi()), (arb.const_e(), flint.arb.const_e())):
                check(own, [], other, precision)
                assert own.rad() <= own / 2 ** (precision - 4)


def test_values_that_are_exact_stay_exact() -> None:
    zero, one = arb(0), arb(1)
    for name in ("sin", "tan", "sinh", "tanh", "asin", "atan", "sqrt"):
        assert getattr(zero, name)() == 0
    for name in ("exp", "cos", "cosh"):
        assert getattr(zero, name)() == 1
    assert one.log() == 0 and one.acos() == 0 and one.sqrt() == 1 and arb(Fraction(1, 4)).sqrt() == 0.5
    assert not eq(arb(fmpq(1, 3)), arb(fmpq(1, 3))) and arb(0.5) != arb(fmpq(1, 3))


def test_a_sum_is_rounded_outward_where_mpmaths_is_not() -> None:
    # mpf_add(…, 53, floor) of these two gives 2¹⁹⁹, which the sum is below: terms of more bits than the precision.
    large, small = 2**199 + 1, Fraction(-(2**250 - 1), 2**108)
    with ctx.workprec(53):
        low, high = ends(arb(large) + ours(small, small))
        assert low <= large + small <= high
        low, high = ends(arb(large) - ours(-small, -small))
        assert low <= large + small <= high


@pytest.mark.parametrize(
    "text",
    ["arb(1) / arb(0, 1)", "1 / arb(0)", "arb(0) / arb(0)", "arb(1) / (arb(0, 0.5) + 0.5)", "arb(0, 1).log()",
     "arb(0).log()", "arb(0, float('inf')).log()", "1 / arb(0, float('inf'))", "arb(0, float('inf')).tan()",
     "arb(1, float('nan'))", "arb(float('nan')).cos()", "arb(float('nan')).sgn()", "arb(1).union(arb(float('nan')))",
     "arb(-2).log()", "arb(-1).sqrt()", "arb(0.5, 1).sqrt()", "arb(2).asin()", "arb(0, 2).acos()",
     "arb(1.6, 0.2).tan()", "arb(0) * arb(float('nan'))", "arb(0, 1) ** -1", "(arb(10) ** 1000).exp()",
     "(arb(10) ** 1000).sinh()",
     "(-(arb(10) ** 1000)).cosh()", "arb(float('nan')).sin()", "arb(float('nan')).tanh()", "abs(arb(float('nan')))",
     "arb(float('nan')).exp()", "arb(float('nan')) ** 2", "-arb(float('nan'))", "arb(float('nan')).sqrt()",
     "arb(float('nan')).atan()", "arb(float('nan')).cosh()", "arb(float('nan')).log()"],
)  # fmt: skip
def test_what_is_not_defined_fails_closed(text: str) -> None:
    ball = eval(text)
    assert not ball.is_finite()
    assert not any((ball < 1, ball <= 1, ball > -1, ball >= -1, ball == ball, ball == 1, ball != 1))
    assert not any((ball < ball, ball <= ball, ball > ball, ball >= ball, lt(1, ball), gt(1, ball)))
    assert ball.contains(0) and ball.overlaps(arb(1)) and arb(1).overlaps(ball) and not arb(0, 9).contains(ball)
    for number in (ball, ball.mid(), ball.rad(), ball.lower(), ball.upper(), ball.abs_lower(), ball.abs_upper()):
        assert math.isnan(float(number)) and not number.is_finite()
    for result in (ball + 1, 1 - ball, ball * 0, ball / 2, 1 / ball, ball.log(), ball.acos(), ball.asin(), ball.tan()):
        assert not result.is_finite()


@pytest.mark.parametrize(
    "text", ["arb(0, inf)", "arb(inf)", "arb(-inf) - 1", "0 * arb(0, inf)", "-arb(1, inf) / 3", "arb(0, inf) ** 2"]
)
def test_bounded_functions_of_all_reals_are_bounded(text: str) -> None:
    everything = eval(text, {"arb": arb, "inf": math.inf})
    assert not everything.is_finite() and math.isnan(float(everything.abs_upper()))
    assert not any(
        (everything < 1, everything >= 1, everything == everything, everything != 1, everything <= everything)
    )
    assert everything.contains(0) and everything.overlaps(arb(7)) and not arb(0, 9).contains(everything)
    assert ends(everything.sin()) == ends(everything.cos()) == ends(everything.sgn()) == (-1, 1)
    angle, bend = everything.atan(), everything.tanh()
    assert angle.contains(arb(0, 1.5707963267948966)) and 1.57 < angle.abs_upper() < 1.58
    assert bend.contains(arb(0, 1)) and bend.abs_upper() < 1.001
    for name in ("exp", "log", "tan", "sqrt", "asin", "acos", "sinh", "cosh"):
        assert not getattr(everything, name)().sin().is_finite()


def test_very_large_and_very_small_arguments_cost_nothing() -> None:
    huge = arb(2) ** 2**80
    tiny = 1 / huge
    assert not huge.exp().is_finite() and (-huge).exp() >= 0 and (-huge).exp() < tiny**0
    assert huge.tanh().contains(1) and (-huge).tanh().contains(-1) and not tiny.tanh() <= 0
    assert tiny.sin() >= 0 and tiny.cos().contains(1) and -tiny.sin() <= 0 and (-tiny).sin().contains(0)
    assert tiny.sin().contains(tiny) and (-tiny).sin().contains(-tiny)
    assert huge.atan().overlaps(arb.pi() / 2) and huge.log() > 1e20 and tiny.asin() > 0 and tiny.sinh() > 0
    assert float(huge) == math.inf and float(-huge) == -math.inf and float(tiny) == 0.0


@thorough
@given(st.one_of(st.integers(-(2**400), 2**400), st.floats(allow_nan=False, allow_infinity=False), dyadics), precisions)
def test_floats_are_the_nearest(number: int | float | Fraction, precision: int) -> None:
    exact = Fraction(number)
    assume(exact == 0 or 2.0**-1022 <= abs(exact) < 2**1000)
    with ctx.workprec(precision):
        if not isinstance(number, Fraction):
            assert ends(arb(number)) == (exact, exact) and float(arb(number)) == float(exact)
        assert float(ours(exact, exact)) == float(exact)
        low, high = ends(arb(fmpq(exact) / 3))
        assert low <= exact / 3 <= high and high - low <= abs(exact) / 2**precision


def test_a_precision_ends_with_its_block_and_is_a_threads_own() -> None:
    before = ctx.prec
    with pytest.raises(KeyError), ctx.workprec(200):
        assert ctx.prec == 200
        raise KeyError
    assert ctx.prec == before


def test_only_numbers_become_balls() -> None:
    for wrong in ("1", None, [1]):
        with pytest.raises(TypeError):
            arb(wrong)
        with pytest.raises(TypeError):
            _ = arb(1) + wrong
        with pytest.raises(TypeError):
            _ = arb(1) < wrong
        assert arb(1) != wrong and not eq(arb(1), wrong)


rationals = st.fractions(-50, 50, max_denominator=12)


@st.composite
def systems(draw: st.DrawFn) -> tuple[int, list[Fraction], list[Fraction]]:
    """n, an n × n matrix and an n × 2 right side, rational, row by row."""
    n = draw(st.integers(1, 4))
    return n, draw(st.lists(rationals, min_size=n * n, max_size=n * n)), draw(
        st.lists(rationals, min_size=2 * n, max_size=2 * n)
    )  # fmt: skip


@thorough
@given(systems(), st.sampled_from([0, Fraction(1, 2**30)]))
def test_matrices_hold_the_exact_results(
    system: tuple[int, list[Fraction], list[Fraction]], radius: Fraction | int
) -> None:
    n, left, right = system
    a, b = fmpq_mat(n, n, left), fmpq_mat(n, 2, right)
    plain = [flint.fmpq(x.numerator, x.denominator) for x in left]
    their_a = flint.fmpq_mat(n, n, plain)
    their_b = flint.fmpq_mat(n, 2, [flint.fmpq(x.numerator, x.denominator) for x in right])
    assert a.rank() == their_a.rank()
    own_polynomial, their_polynomial = a.charpoly(), their_a.charpoly()
    assert [(own_polynomial[k].p, own_polynomial[k].q) for k in range(n + 2)] == [
        (their_polynomial[k].p, their_polynomial[k].q) for k in range(n + 2)
    ]
    assert [(x.p, x.q) for x in (a * b).entries()] == [(x.p, x.q) for x in (their_a * their_b).entries()]
    assert [x.p for x in b.transpose().entries()] == [x.p for x in their_b.transpose().entries()]
    with ctx.workprec(100):
        balls, column = arb_mat(n, n, [arb(x, radius) for x in left]), arb_mat(n, 2, right)
        assert (column.nrows(), column.ncols()) == (column.transpose().ncols(), column.mid().ncols()) == (n, 2)
        enclosed(balls * column, (a * b).entries())
        enclosed(balls * arb(3) - balls.mid(), [2 * x for x in left])
        enclosed(balls.transpose() + balls, [x + y for x, y in zip(left, a.transpose().entries(), strict=True)])
        if a.rank() < n:
            for attempt in (lambda: a.solve(b), lambda: balls.solve(column), balls.inv):
                with pytest.raises(ZeroDivisionError):
                    attempt()
            return
        exact = a.solve(b).entries()
        assert [(x.p, x.q) for x in exact] == [(x.p, x.q) for x in their_a.solve(their_b).entries()]
        try:
            enclosed(balls.solve(column), exact)
            identity = fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
            enclosed(balls.inv(), a.solve(identity).entries())
        except ZeroDivisionError:
            assert radius or n > 1  # rounding or the radius has let a pivot reach 0


symmetric = st.integers(1, 4).flatmap(
    lambda n: st.lists(rationals, min_size=n * n, max_size=n * n).map(
        lambda flat: [[flat[n * min(i, j) + max(i, j)] for j in range(n)] for i in range(n)]
    )
)


@settings(thorough, max_examples=60)
@given(symmetric, st.sampled_from([0, 1e-20]), st.sampled_from([53, 128, 300]))
def test_eigenvectors_of_symmetric_matrices_are_enclosed(rows: list[list[Fraction]], radius: float, bits: int) -> None:
    n = len(rows)
    polynomial = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows]).charpoly()
    with ctx.workprec(bits):
        matrix = acb_mat([[arb(x, radius) for x in row] for row in rows])
        try:
            values, vectors = matrix.eig(right=True)
        except ValueError:
            exact = np.sort(np.linalg.eigvalsh(np.array(rows, dtype=float)))
            assert n > 1 and np.diff(exact).min() < 1e-3  # flint, too, refuses eigenvalues that it cannot tell apart
            return
    with flint.ctx.workprec(2 * bits + 100):
        roots = [root.real for root, _ in flint.fmpq_poly(polynomial).numer().complex_roots()]
        for k, (value, root) in enumerate(zip(values, sorted(roots, key=float), strict=True)):
            low, high = ends(value)
            a, b = flint_ends(root)
            assert low <= a and b <= high
            assert high - low <= Fraction(1, 2 ** (bits // 2 - 10)) + Fraction(radius) * 10**10
            # A·v − λ·v holds 0 in every component, and some component of v is 1.
            rest = matrix * arb_mat(n, 1, [vectors[i, k] for i in range(n)])
            assert all((rest[i, 0] - value * vectors[i, k]).contains(0) for i in range(n))
            assert any(vectors[i, k] == 1 for i in range(n))


def test_eigenvalues_that_are_not_told_apart_are_refused() -> None:
    for rows in (
        [[1, 0], [0, 1]],
        [[1, 2], [3, 4]],
        [[float("nan")]],
        [[0, 1e-30], [1e-30, 0]],
        [[arb(1, 1), 0], [0, 1.5]],
        [[arb(0, 124), 0], [0, arb(1000, 124)]],
    ):
        with pytest.raises(ValueError, match=r"separated|simple|symmetric|enclosed"):
            acb_mat(rows).eig(right=True)


def test_one_eigenvector_found_twice_is_not_taken_for_two(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = ([1.0, 1.0], [[1.0, 0.0], [1.0, 0.0]])
    monkeypatch.setattr(acb_mat, "_guesses", staticmethod(lambda floats: twice))
    with pytest.raises(ValueError, match="separated"):
        acb_mat([[1, 0], [0, 2]]).eig(right=True)


def enclosed(matrix: Any, exact: list[Fraction]) -> None:
    for ball, value in zip(matrix.entries(), exact, strict=True):
        low, high = ends(ball)
        assert low <= value <= high and high - low <= Fraction(1, 10**3)


def test_shapes_and_unknown_entries() -> None:
    assert [float(x) for x in arb_mat(2, 2).entries()] == [0.0] * 4
    assert [[float(x) for x in row] for row in arb_mat([[1, 2.5], [fmpq(1, 2), arb(4)]]).tolist()] == [
        [1, 2.5],
        [0.5, 4],
    ]
    for wrong in (lambda: arb_mat(2, 2, [1]), lambda: arb_mat([[1], [1, 2]]), lambda: arb_mat(2, 2) * arb_mat(1, 2),
                  lambda: arb_mat(2, 2) - arb_mat(1, 2), lambda: arb_mat(1, 2).solve(arb_mat(1, 1))):  # fmt: skip
        with pytest.raises(ValueError, match=r"fill|lengths|shapes"):
            wrong()
    with pytest.raises(ZeroDivisionError):
        arb_mat([[float("nan"), 1], [1, float("nan")]]).mid().inv().mid().inv()
    with pytest.raises(ZeroDivisionError):
        arb_mat([[arb(1, 0.5), 1], [1, 1]]).inv()
    assert not any(x.is_finite() for x in (arb_mat([[float("inf")]]) * arb_mat([[0]])).entries())


@thorough
@given(st.lists(rationals, min_size=1, max_size=5), rationals, rationals, st.sampled_from([53, 160]))
def test_roots_lie_in_their_balls(roots: list[Fraction], scale: Fraction, at: Fraction, precision: int) -> None:
    assume(scale)
    polynomial, other = fmpq_poly([scale]), flint.fmpq_poly([flint.fmpq(scale.numerator, scale.denominator)])
    for root in roots:
        polynomial = _times(polynomial, root)
        other *= flint.fmpq_poly([flint.fmpq(-root.numerator, root.denominator), 1])
    assert polynomial.degree() == other.degree()
    assert [polynomial[k].p for k in range(-1, 8)] == [0, *(other[k].p for k in range(8))]
    assert polynomial(at) == scale * math.prod(at - root for root in roots)
    divided = polynomial // fmpq_poly([-roots[0], 1])
    assert divided.degree() == len(roots) - 1 and divided(at + 99) * (at + 99 - roots[0]) == polynomial(at + 99)
    with ctx.workprec(precision):
        found = polynomial.numer().complex_roots()
        assert all(polynomial.numer()[k].q == 1 for k in range(len(roots) + 1))
        for (ball, multiplicity), root in zip(found, sorted(set(roots)), strict=True):
            low, high = ends(ball.real)
            assert low <= root <= high and high - low <= abs(root) / 2 ** (precision - 3)
            assert multiplicity == roots.count(root)


def _times(polynomial: fmpq_poly, root: Fraction) -> fmpq_poly:
    n = polynomial.degree() + 1
    return fmpq_poly([polynomial[k - 1] - root * polynomial[k] for k in range(n + 1)])


def test_irrational_roots_agree_with_flints_and_others_are_refused() -> None:
    for coefficients in ([-5, 0, 1], [1, 0, -5, 0, 1], [3, -5, 1], [-1, 9, -15, 6]):
        with both(160):
            found = fmpq_poly(coefficients).numer().complex_roots()
            for (own, _), (other, _) in zip(found, flint.fmpq_poly(coefficients).numer().complex_roots(), strict=True):
                check(own, [], other.real, 150)
                low, high = map(fmpq_poly(coefficients), ends(own))
                assert low * high <= 0
    for coefficients in ([1, 0, 1], [-1, 1, -1, 1], [1, 0, 2, 0, 1]):
        with pytest.raises(ValueError, match="not real"):
            fmpq_poly(coefficients).complex_roots()
    assert fmpq_poly([7]).complex_roots() == [] and fmpq_poly([0]).degree() == -1
    with pytest.raises(ZeroDivisionError):
        _ = fmpq_poly([1, 1]) // fmpq_poly([0])


# The same computations by both engines: here with python-flint, in a subprocess without it.

PROBLEMS = """
from fractions import Fraction as F
g = Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))
himmelblau = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
waves = Objective.from_text("exp(-x**2 - y**2) + sin(x) + x**4 + tanh(y) + sqrt(1 + y**2)", ("x", "y"))
rippled = Objective.from_text("x**2 + x*y + y**2 - cos(3*x)", ("x", "y"))
numbers = lambda found: [found.centre.tolist(), found.radius.tolist()]
fate = lambda found: [found.kind, found.robust, found.limit and list(found.limit), found.period]
answers = {
    "tubes": [
        numbers(tube(g, (1, -1), F(1, 10), 48, FLOAT64)),
        numbers(tube(g, (1, -1), F(1, 10), 48, FLOAT32)),
        numbers(tube(g, (1, -1), F(1, 10), 48, forward(1e-6))),
        numbers(tube(himmelblau, (0, 1), F(1, 100), 100)),
        numbers(tube(waves, (1, 1), F(1, 10), 40)),
    ],
    "points": [[p.kind, p.point.tolist(), p.radius] for p in stationary_points(himmelblau)],
    "fates": [
        fate(classify(g, (1, -1), F(1, 2))),
        fate(classify(g, (1, -1), F(1, 10))),
        fate(classify(himmelblau, (0, 1), F(1, 10))),
        fate(classify(himmelblau, (0, 1), F(1, 100))),
        fate(classify(himmelblau, (-1, -1), F(15, 1000), budget_seconds=20.0)),
        fate(classify(waves, (1, 1), F(1, 10), budget_seconds=20.0)),
        fate(classify(rippled, (1, 2), F(2))),
    ],
    "threshold": str(step_size_threshold(g)),
}
"""
FLINTLESS = f"""
import json, sys
sys.modules["flint"] = None
from grader.reference import certified
from grader.reference.dynamics import classify
from grader.reference.objective import Objective
from grader.reference.stationary import stationary_points
from grader.reference.threshold import step_size_threshold
from grader.reference.tube import FLOAT32, FLOAT64, forward, tube
{PROBLEMS}
json.dump({{"engine": certified.ENGINE, **answers}}, sys.stdout)
"""


@pytest.fixture(scope="module")
def flintless() -> dict[str, Any]:
    """What a Python without python-flint computes."""
    run = subprocess.run([sys.executable, "-c", FLINTLESS], capture_output=True, text=True, check=True, cwd=ROOT)
    answers: dict[str, Any] = json.loads(run.stdout)
    return answers


@pytest.fixture(scope="module")
def flintful() -> dict[str, Any]:
    """What this one computes."""
    scope: dict[str, Any] = {
        "FLOAT32": FLOAT32, "FLOAT64": FLOAT64, "Objective": Objective, "classify": classify, "forward": forward,
        "stationary_points": stationary_points, "step_size_threshold": step_size_threshold, "tube": tube,
    }  # fmt: skip
    exec(PROBLEMS, scope)
    answers: dict[str, Any] = json.loads(json.dumps(scope["answers"]))
    return answers


def test_without_flint_the_other_engine_computes(flintless: dict[str, Any]) -> None:
    assert flintless["engine"] == "mpmath"
    from grader.reference.certified import ENGINE

    assert ENGINE == "python-flint"
    importing = [
        path.name
        for path in (ROOT / "reference").glob("*.py")
        if "from flint import" in path.read_text(encoding="utf-8") and path.name != "certified.py"
    ]
    assert importing == []


def test_tubes_have_the_same_centres_and_radii_within_a_factor_of_two(
    flintless: dict[str, Any], flintful: dict[str, Any]
) -> None:
    for (centre, radius), (their_centre, their_radius) in zip(flintless["tubes"], flintful["tubes"], strict=True):
        assert centre == their_centre
        for own, other in zip(chain(*radius), chain(*their_radius), strict=True):
            # Never below what soundness needs: no narrower than flint's but by what flint itself rounds away.
            assert (1 - 1e-6) * other <= own <= 2 * other and own < math.inf


def test_stationary_points_and_fates_are_the_same(flintless: dict[str, Any], flintful: dict[str, Any]) -> None:
    assert [p[:2] for p in flintless["points"]] == [p[:2] for p in flintful["points"]]
    assert [p[0] for p in flintless["points"]].count("minimiser") == 4 and len(flintless["points"]) == 9
    for (*_, own), (*_, other) in zip(flintless["points"], flintful["points"], strict=True):
        assert (1 - 1e-6) * other <= own <= 2 * other
    assert flintless["fates"] == flintful["fates"]
    assert [fate[0] for fate in flintless["fates"]] == [
        "diverges", "converges", "diverges", "converges", "cycle", "converges", "diverges",
    ]  # fmt: skip
    assert flintless["fates"][3][2] == pytest.approx([3, 2], abs=1e-12)
    assert flintless["threshold"] == flintful["threshold"]

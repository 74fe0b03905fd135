"""Inputs drawn after the notebook has run: the same for the same notebook, assignment and check, unknown before."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from fractions import Fraction

import sympy

from grader.examine.exercise import Exercise
from grader.reference.objective import Objective

#: Iterations of the hidden descents: few, where every step is long, and many.
SHORT, LONG = (6, 8, 5, 9), 60


def generator(sha256: str, digest: str, check: str) -> random.Random:
    """The random generator of one check on one notebook (2-assignments, Calling the student's functions)."""
    return random.Random(hashlib.sha256(f"{sha256}|{digest}|{check}".encode()).digest())


def points(draw: random.Random, dimension: int, count: int = 12) -> list[tuple[Fraction, ...]]:
    """Points with coordinates in eighths within [-3, 3], none on an axis or a diagonal: every term of a gradient shows."""
    found: list[tuple[Fraction, ...]] = []
    while len(found) < count:
        point = tuple(Fraction(draw.randint(-24, 24), 8) for _ in range(dimension))
        if 0 not in point and len({abs(c) for c in point}) == dimension:
            found.append(point)
    return found


def exercises(draw: random.Random, variables: Sequence[str], count: int) -> list[Exercise]:
    """Convex polynomials of the spec's dimension with starts, step sizes and iterations, all steps informative.

    Coefficients couple the variables, so that a sequential update differs from the first step on; a start has no zero
    gradient component. How many iterations each one asks is the same for everybody, so that one error costs the same;
    one of them is long, so that a run which stops early of its own accord shows.
    """
    found: list[Exercise] = []
    while len(found) < count:
        i = len(found)
        iterations = LONG if i == count - 1 else SHORT[i % len(SHORT)]
        exercise = _exercise(draw, tuple(variables), iterations, quartic=i % 2 == 1 and iterations != LONG)
        if _informative(exercise):
            found.append(exercise)
    return found


def _exercise(draw: random.Random, variables: tuple[str, ...], iterations: int, *, quartic: bool) -> Exercise:
    symbols = [sympy.Symbol(v) for v in variables]
    n = len(symbols)
    expression: sympy.Expr = sympy.Integer(0)
    for i, s in enumerate(symbols):
        expression += sympy.Rational(draw.randint(3, 8), 2) * s**2 + sympy.Rational(draw.randint(-4, 4), 2) * s
        if i + 1 < n:
            expression += draw.choice((-1, 1)) * sympy.Rational(draw.randint(2, 4), 2) * s * symbols[i + 1]
    if quartic:
        expression += sympy.Rational(1, draw.randint(8, 16)) * symbols[0] ** 4
    start = tuple(Fraction(draw.choice((-1, 1)) * draw.randint(4, 12), 4) for _ in variables)
    step_size = Fraction(draw.randint(4, 9), 100)
    return Exercise(Objective(sympy.expand(expression), variables), start, step_size, iterations)


def _informative(exercise: Exercise) -> bool:
    point, objective, eta = exercise.start, exercise.objective, exercise.step_size
    for _ in range(3):
        gradient = objective.exact_gradient(point)
        if min(abs(g) for g in gradient) * eta < Fraction(1, 25):
            return False
        point = tuple(p - eta * g for p, g in zip(point, gradient, strict=True))
    return True

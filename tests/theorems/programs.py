"""Polynomials and the programs an honest student may write for them, with nothing of grader.reference in it.

A polynomial is its terms, exponents → coefficient. A *spelling* makes of it a function of a point that works in any
numbers: floats, numpy's float32, Fractions, mpmath. What the theorems expect is computed here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
from hypothesis import strategies as st

Terms = Mapping[tuple[int, ...], Fraction]
Number = Any
#: A rational as a number of some arithmetic.
Numbers = Callable[[Fraction], Number]
Value = Callable[[Sequence[Number]], Number]
Gradient = Callable[[Sequence[Number]], list[Number]]
Spelling = Callable[[Terms, Numbers], Value]

NAMES = "abcdfghijk"  # ten variables; e is a constant


# Polynomials, exactly.


def text(terms: Terms, names: Sequence[str] = NAMES) -> str:
    """The sum of its terms as a spec would write it."""
    written = [
        "*".join([f"({c})", *(f"{name}**{power}" for name, power in zip(names, powers, strict=False) if power)])
        for powers, c in terms.items()
    ]
    return " + ".join(written) or "0"


def derivative(terms: Terms, i: int) -> Terms:
    """∂/∂x_i, term by term."""
    return {(*p[:i], p[i] - 1, *p[i + 1 :]): c * p[i] for p, c in terms.items() if p[i]}


def evaluate(terms: Terms, point: Sequence[Fraction]) -> Fraction:
    """Its value in rationals."""
    return sum(
        (c * _product(x**k for x, k in zip(point, powers, strict=True)) for powers, c in terms.items()), Fraction(0)
    )


def size(terms: Terms, point: Sequence[Fraction]) -> Fraction:
    """Σ|c||x|^α: what rounding errors of a sum of terms are measured by."""
    return evaluate({p: abs(c) for p, c in terms.items()}, [abs(x) for x in point])


def slope(terms: Terms, point: Sequence[Fraction]) -> list[Fraction]:
    """∇J in rationals."""
    return [evaluate(derivative(terms, i), point) for i in range(len(point))]


def step(terms: Terms, point: Sequence[Fraction], eta: Fraction) -> list[Fraction]:
    """θ − η∇J(θ) in rationals."""
    return [x - eta * g for x, g in zip(point, slope(terms, point), strict=True)]


def dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    """⟨a, b⟩."""
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def quadratic(hessian: Sequence[Sequence[Fraction]], linear: Sequence[Fraction] | None = None) -> Terms:
    """½xᵀHx + bᵀx."""
    n = len(hessian)
    terms: dict[tuple[int, ...], Fraction] = {}
    for i, j in itertools.combinations_with_replacement(range(n), 2):
        powers = tuple((k == i) + (k == j) for k in range(n))
        terms[powers] = hessian[i][j] / 2 if i == j else hessian[i][j]
    for i, b in enumerate(linear or []):
        terms[tuple(int(k == i) for k in range(n))] = b
    return {p: c for p, c in terms.items() if c}


def _product(factors: Any) -> Any:
    result: Any = 1
    for factor in factors:
        result = result * factor
    return result


# Numbers.


def float32(number: Fraction) -> np.float32:
    """As np.float32(0.1) does it: a literal is a float64 first."""
    return np.float32(float(number))


def digits30(number: Fraction) -> mpmath.mpf:
    """To be used within mpmath.workdps(30)."""
    return mpmath.mpf(number.numerator) / number.denominator


def exactly(number: Number) -> Fraction:
    """The rational that a finite number is."""
    if isinstance(number, mpmath.mpf):
        sign, mantissa, exponent, _ = number._mpf_
        return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** exponent
    return number if isinstance(number, Fraction) else Fraction(float(number))


# Spellings: five ways to write one polynomial. Each rounds at most terms + degree + 1 times on a path.


def in_order(terms: Terms, number: Numbers) -> Value:
    """c*x*x*y + …, from left to right."""
    listed = [(number(c), powers) for c, powers in ((c, p) for p, c in terms.items())]

    def value(point: Sequence[Number]) -> Number:
        total = number(Fraction(0))
        for c, powers in listed:
            for x, power in zip(point, powers, strict=True):
                for _ in range(power):
                    c = c * x
            total = total + c
        return total

    return value


def backwards(terms: Terms, number: Numbers) -> Value:
    """The same sum from the last term to the first."""
    return in_order(dict(reversed(terms.items())), number)


def by_powers(terms: Terms, number: Numbers) -> Value:
    """x**2*y*c + …, powers first and the coefficient last."""
    listed = [(number(c), powers) for powers, c in terms.items()]

    def value(point: Sequence[Number]) -> Number:
        total = number(Fraction(0))
        for c, powers in listed:
            total = total + _product(x**k for x, k in zip(point, powers, strict=True) if k) * c
        return total

    return value


def nested(terms: Terms, number: Numbers) -> Value:
    """Horner's rule in the first variable, its coefficients by Horner's rule in the next, and so on."""
    if not terms or not next(iter(terms)):
        constant = number(terms.get((), Fraction(0)))
        return lambda point: constant
    highest = max(powers[0] for powers in terms)
    coefficients = [
        nested({p[1:]: c for p, c in terms.items() if p[0] == power}, number)
        if power in {p[0] for p in terms}
        else None
        for power in range(highest, -1, -1)
    ]

    def value(point: Sequence[Number]) -> Number:
        total = number(Fraction(0))
        for i, coefficient in enumerate(coefficients):
            if i:
                total = total * point[0]
            if coefficient is not None:
                total = total + coefficient(point[1:])
        return total

    return value


def as_arrays(terms: Terms, number: Numbers) -> Value:
    """coefficients @ prod(point ** exponents), in numpy's own order of summation (floats only)."""
    exponents = np.array(list(terms) or [(0,)], dtype=int)
    coefficients = np.array([number(c) for c in terms.values()] or [number(Fraction(0))])
    return lambda point: coefficients @ np.prod(np.asarray(point) ** exponents, axis=1) if terms else coefficients[0]


SPELLINGS: tuple[Spelling, ...] = (in_order, backwards, by_powers, nested)


# Programs.


def gradient(terms: Terms, spelling: Spelling, number: Numbers) -> Gradient:
    """∇J, every component in one spelling."""
    n = len(next(iter(terms)))
    partials = [spelling(derivative(terms, i), number) for i in range(n)]
    return lambda point: [partial(point) for partial in partials]


def difference(value: Value, h: float, *, central: bool) -> Gradient:
    """(J(x + h·e_i) − J(x − h·e_i)) / 2h, or (J(x + h·e_i) − J(x)) / h."""

    def slopes(point: Sequence[Number]) -> list[Number]:
        found = []
        for i, x in enumerate(point):
            ahead = value([*point[:i], x + h, *point[i + 1 :]])
            if central:
                found.append((ahead - value([*point[:i], x - h, *point[i + 1 :]])) / (2 * h))
            else:
                found.append((ahead - value(point)) / h)
        return found

    return slopes


def run(
    slopes: Gradient, start: Sequence[Fraction], eta: Fraction, iterations: int, number: Numbers
) -> list[list[Number]]:
    """The rows of x ← x − eta*slope, all components at once, up to where the numbers overflow."""
    rate, rows = number(eta), [[number(x) for x in start]]
    with np.errstate(all="ignore"):
        for _ in range(iterations):
            try:
                row = [x - rate * g for x, g in zip(rows[-1], slopes(rows[-1]), strict=True)]
            except OverflowError:  # Python's own floats, x**3
                break
            if not all(abs(x) < 1e307 for x in row):
                break
            rows.append(row)
    return rows


def farthest(
    rows: Sequence[Sequence[Number]], centre: np.ndarray, radius: np.ndarray
) -> tuple[Fraction, tuple[int, int]]:
    """The largest |row − centre| / radius where the radius is finite, exactly, and where: (t, component).

    A row that is missing or not finite where the radius is finite lies infinitely far; a radius of 0 asks for equality.
    """
    worst, place = Fraction(0), (-1, -1)
    for t, i in np.argwhere(np.isfinite(radius)).tolist():
        if t >= len(rows) or not math.isfinite(rows[t][i]):
            return Fraction(10**9), (t, i)
        away, reach = abs(exactly(rows[t][i]) - Fraction(centre[t, i])), Fraction(radius[t, i])
        ratio = away / reach if reach else Fraction(10**9 if away else 0)
        if ratio > worst:
            worst, place = ratio, (t, i)
    return worst, place


# What hypothesis draws.


def rationals(reach: int, *denominators: int) -> st.SearchStrategy[Fraction]:
    """k/d with |k/d| ≤ reach and d among the denominators."""
    return st.sampled_from(denominators).flatmap(
        lambda d: st.integers(-reach * d, reach * d).map(lambda k: Fraction(k, d))
    )


@st.composite
def polynomials(
    draw: st.DrawFn,
    dimensions: tuple[int, int] = (1, 4),
    degrees: tuple[int, int] = (2, 4),
    most: int = 4,
    denominators: Sequence[int] = (1, 2, 3, 7),
) -> Terms:
    """½Σx_i² and up to `most` more terms of degree 1 to the drawn degree, coefficients up to 3."""
    n, degree = draw(st.integers(*dimensions)), draw(st.integers(*degrees))
    terms = dict(quadratic([[Fraction(int(i == j)) for j in range(n)] for i in range(n)]))
    for _ in range(draw(st.integers(1, most))):
        chosen = draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=degree))
        powers = tuple(chosen.count(i) for i in range(n))
        # A term that would cancel another leaves it as it was, so J is never flat.
        added = terms.get(powers, Fraction(0)) + draw(rationals(3, *denominators))
        terms |= {powers: added} if added else {}
    return terms


@st.composite
def rotations(draw: st.DrawFn, n: int) -> list[list[Fraction]]:
    """A rational orthogonal matrix: the product of two reflections I − 2vvᵀ/vᵀv."""
    matrix = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    for _ in range(2):
        v = draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n).filter(any))
        mirror = [[int(i == j) - Fraction(2 * v[i] * v[j], sum(x * x for x in v)) for j in range(n)] for i in range(n)]
        matrix = product(matrix, mirror)
    return matrix


def product(a: Sequence[Sequence[Fraction]], b: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """The matrix AB."""
    return [[dot(row, column) for column in zip(*b, strict=True)] for row in a]


@st.composite
def spectra(
    draw: st.DrawFn, *, least: Fraction = Fraction(1, 10)
) -> tuple[list[Fraction], list[list[Fraction]], list[list[Fraction]]]:
    """(λ, Q, H) with H = QᵀDQ, D = diag(λ), λ ≥ least, dimension 1 to 4: row i of Q is the eigenvector of λ_i."""
    n = draw(st.integers(1, 4))
    values = draw(
        st.lists(st.integers(0, 60).map(lambda k: least + Fraction(k, 10)), min_size=n, max_size=n).filter(any)
    )
    turn = draw(rotations(n))
    scaled = [[value * x for x in row] for value, row in zip(values, turn, strict=True)]
    return values, turn, product(list(zip(*turn, strict=True)), scaled)


def points(n: int, reach: int = 3) -> st.SearchStrategy[list[Fraction]]:
    """Rational points of tenths."""
    return st.lists(rationals(reach, 10), min_size=n, max_size=n)

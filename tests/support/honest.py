"""Right programs as students write them, coded without anything of ours: the promise is that each of them is accepted.

Two objectives, g(x, y) = x²/2 + 2y² − xy and Himmelblau's f, in many spellings of the gradient, orders of update and
arithmetics (3-numerics, section 1: the zoo). Every program is a plain loop that returns its rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import mpmath
import numpy as np

Pair = tuple[float, float]
Rows = list[tuple[float, float]]


@dataclass(frozen=True)
class Program:
    """A right program: (start, η, k) → k+1 rows; `h` is its difference step, None where it has none."""

    name: str
    run: Callable[[Pair, float, int], Rows]
    h: float | None = None
    central: bool = False


def _simultaneous(gradient: Callable[[float, float], Pair]) -> Callable[[Pair, float, int], Rows]:
    def run(start: Pair, eta: float, k: int) -> Rows:
        x, y = float(start[0]), float(start[1])
        rows = [(x, y)]
        for _ in range(k):
            try:
                gx, gy = gradient(x, y)
                x, y = x - eta * gx, y - eta * gy
            except OverflowError:
                x, y = math.inf, math.nan
            rows.append((x, y))
        return rows

    return run


def _array(gradient: Callable[[float, float], Pair], dtype: type = np.float64) -> Callable[[Pair, float, int], Rows]:
    def run(start: Pair, eta: float, k: int) -> Rows:
        theta, rate = np.array(start, dtype=dtype), dtype(eta)
        rows = [theta]
        with np.errstate(all="ignore"):
            for _ in range(k):
                theta = theta - rate * np.array(gradient(*theta), dtype=dtype)
                rows.append(theta)
        return [(r[0], r[1]) for r in rows]

    return run


def _turned(gradient: Callable[[float, float], Pair]) -> Callable[[Pair, float, int], Rows]:
    """θ ← −η∇J + θ, the sum in the other order and η/2 applied twice the half gradient."""

    def run(start: Pair, eta: float, k: int) -> Rows:
        x, y = float(start[0]), float(start[1])
        rows = [(x, y)]
        for _ in range(k):
            try:
                gx, gy = gradient(x, y)
                x, y = -eta * gx + x, -(eta / 2) * (2 * gy) + y
            except OverflowError:
                x, y = math.inf, math.nan
            rows.append((x, y))
        return rows

    return run


def _quotient(value: Callable[[float, float], float], h: float, central: bool) -> Callable[[Pair, float, int], Rows]:
    def gradient(x: float, y: float) -> Pair:
        if central:
            return (value(x + h, y) - value(x - h, y)) / (2 * h), (value(x, y + h) - value(x, y - h)) / (2 * h)
        here = value(x, y)
        return (value(x + h, y) - here) / h, (value(x, y + h) - here) / h

    return _simultaneous(gradient)


def _matrix(start: Pair, eta: float, k: int) -> Rows:
    step = np.eye(2) - eta * np.array([[1.0, -1.0], [-1.0, 4.0]])
    theta = np.array(start, dtype=float)
    rows = [theta]
    for _ in range(k):
        theta = step @ theta
        rows.append(theta)
    return [(r[0], r[1]) for r in rows]


def _precise(gradient: Callable[..., tuple[mpmath.mpf, mpmath.mpf]]) -> Callable[[Pair, float, int], Rows]:
    def run(start: Pair, eta: float, k: int) -> Rows:
        with mpmath.workdps(80):
            x, y, rate = mpmath.mpf(start[0]), mpmath.mpf(start[1]), mpmath.mpf(repr(eta))
            rows = [(float(x), float(y))]
            for _ in range(k):
                gx, gy = gradient(x, y)
                x, y = x - rate * gx, y - rate * gy
                rows.append((float(x), float(y)))
        return rows

    return run


def _exact(start: Pair, eta: float, k: int) -> Rows:
    x, y, rate = Fraction(start[0]), Fraction(start[1]), Fraction(repr(eta))
    rows = [(float(x), float(y))]
    for _ in range(k):
        x, y = x - rate * (x - y), y - rate * (4 * y - x)
        rows.append((float(x), float(y)))
    return rows


def _g(x: float, y: float) -> float:
    return x**2 / 2 + 2 * y**2 - x * y


def _g_products(x: float, y: float) -> float:
    return 0.5 * x * x + y * (2 * y - x)


_G_GRADIENTS: dict[str, Callable[[float, float], Pair]] = {
    "x - y, 4y - x": lambda x, y: (x - y, 4 * y - x),
    "-y + x, -x + 4y": lambda x, y: (-y + x, -x + 4 * y),
    "x - y, 2*2*y - x": lambda x, y: (x - y, 2 * 2 * y - x),
    "2x/2 - y, 4y - x": lambda x, y: (2 * x / 2 - y, 4 * y - x),
    "1.0*x - 1.0*y": lambda x, y: (1.0 * x - 1.0 * y, -1.0 * x + 4.0 * y),
    "y + y + y + y - x": lambda x, y: (x - y, y + y + y + y - x),
    "0.5*2*x - y, 2*(2y) - x": lambda x, y: (0.5 * 2 * x - y, 2 * (2 * y) - x),
    "-(y - x), -(x - 4y)": lambda x, y: (-(y - x), -(x - 4 * y)),
    "fsum": lambda x, y: (math.fsum((x, -y)), math.fsum((4 * y, -x))),
}


def _f(x: float, y: float) -> float:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _f_products(x: float, y: float) -> float:
    a, b = x * x + y - 11, x + y * y - 7
    return a * a + b * b


def _f_horner(x: float, y: float) -> Pair:
    return ((4 * x * x + 4 * y - 42) * x + 2 * y * y - 14, ((4 * y * y + 4 * x - 26) * y) + 2 * x * x - 22)


def _f_named(x: float, y: float) -> Pair:
    a = x**2 + y - 11
    b = x + y**2 - 7
    return 2 * a * 2 * x + 2 * b, 2 * a + 2 * b * 2 * y


_F_GRADIENTS: dict[str, Callable[[float, float], Pair]] = {
    "chain rule": lambda x, y: (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    ),
    "chain rule, turned": lambda x, y: (
        2 * (x + y**2 - 7) + 4 * x * (x**2 + y - 11),
        4 * y * (x + y**2 - 7) + 2 * (x**2 + y - 11),
    ),
    "products": lambda x, y: (
        4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
        2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
    ),
    "expanded": lambda x, y: (
        4 * x**3 + 4 * x * y - 42 * x + 2 * y**2 - 14,
        4 * y**3 + 4 * x * y - 26 * y + 2 * x**2 - 22,
    ),
    "expanded backwards": lambda x, y: (
        -14 + 2 * y**2 - 42 * x + 4 * x * y + 4 * x**3,
        -22 + 2 * x**2 - 26 * y + 4 * x * y + 4 * y**3,
    ),
    "Horner": _f_horner,
    "named parts": _f_named,
    "twice the half": lambda x, y: (
        2 * (2 * x * (x**2 + y - 11) + (x + y**2 - 7)),
        2 * ((x**2 + y - 11) + 2 * y * (x + y**2 - 7)),
    ),
    "powers by pow": lambda x, y: (
        4 * x * (pow(x, 2) + y - 11) + 2 * x + 2 * pow(y, 2) - 14,
        2 * pow(x, 2) + 2 * y - 22 + 4 * y * (x + pow(y, 2) - 7),
    ),
    "half expanded": lambda x, y: (
        4 * x**3 + 4 * x * (y - 11) + 2 * (x + y**2 - 7),
        4 * y**3 + 4 * y * (x - 7) + 2 * (x**2 + y - 11),
    ),
}

#: Difference steps of the zoo, those beyond `max_difference_step` (1e-3) included.
STEPS = (1e-10, 1e-9, 1e-8, 1.4901161193847656e-08, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)


def programs(objective: str) -> Iterator[Program]:
    """The zoo of "g" or "f"."""
    gradients = _G_GRADIENTS if objective == "g" else _F_GRADIENTS
    values = (_g, _g_products) if objective == "g" else (_f, _f_products)
    for name, gradient in gradients.items():
        yield Program(name, _simultaneous(gradient))
        yield Program(f"{name}, arrays", _array(gradient))
        if len(name) % 3 == 0:
            yield Program(f"{name}, turned update", _turned(gradient))
    for name, gradient in list(gradients.items())[:2]:
        yield Program(f"{name}, float32", _array(gradient, np.float32))
        yield Program(f"{name}, 80 digits", _precise(gradient))
    if objective == "g":
        yield Program("(I - eta H) theta", _matrix)
        yield Program("fractions", _exact)
    for h in STEPS:
        yield Program(f"forward h = {h:.3g}", _quotient(values[0], h, False), h)
    for h in (1e-8, 1e-6, 1e-5, 1e-4, 1e-3):
        yield Program(f"central h = {h:g}", _quotient(values[1], h, True), h, True)

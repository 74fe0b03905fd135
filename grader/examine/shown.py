"""Displayed numbers as intervals: what a column of shown digits allows, under one rounding mode a column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.reading.number import Number

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Rounding modes a column may be shown in; half-up and half-even are both covered by "round" (closed intervals).
MODES = ("round", "trunc", "floor")
#: Rows shown in full lie on a line where they leave it by no more than this part of their way.
_LINE = 1e-9


@dataclass(frozen=True)
class Shown:
    """A matrix of shown numbers: values (k, n) with NaN where not finite, `unit` (k, n) the last digit shown.

    `decimals` (n,) are the most decimals any number of the column shows.
    """

    values: Floats
    unit: Floats
    decimals: tuple[int, ...]
    kinds: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def coarsest(self) -> int:
        """The fewest decimals that a column shows."""
        return min(self.decimals, default=0)

    @property
    def finest(self) -> Floats:
        """One unit of the last digit that each column shows, shape (n,)."""
        return np.array([10.0 ** -min(d, 300) for d in self.decimals])

    @property
    def on_a_line(self) -> bool:
        """Whether rows of several coordinates lie on one straight line, as far as is shown."""
        moved = self.values - self.values[:1]
        if self.values.shape[1] < 2 or not np.all(np.isfinite(moved)):
            return False
        moved = moved / np.maximum(self.finest, _LINE * np.abs(moved).max(initial=0.0))
        beside = moved @ np.linalg.svd(moved, full_matrices=False).Vh[1:].T
        return bool(np.all(np.abs(beside) <= math.sqrt(moved.shape[1])))

    def rows(self, start: int, stop: int | None = None) -> Shown:
        """Rows start … stop-1, digits as counted over the whole matrix."""
        return Shown(self.values[start:stop], self.unit[start:stop], self.decimals, self.kinds)

    def columns(self, order: Sequence[int]) -> Shown:
        """The same rows with the columns in another order."""
        index = list(order)
        return Shown(self.values[:, index], self.unit[:, index], tuple(self.decimals[i] for i in index), self.kinds)


def shown(rows: Sequence[Sequence[Number]]) -> Shown:
    """Rows of numbers as shown, shape (k, n).

    A column has the most decimals that any of its numbers shows (repr(0.8) is exact beside 0.72); a column that never
    shows two takes the whole trace's. With significant-digit formats (%.4g) a large number shows fewer: its unit is
    min(own, max(10^-d_max, 10^(⌊log10|v|⌋-s_max+1))).  Source: 3-numerics, section 4.
    """
    if not rows:
        return Shown(np.empty((0, 0)), np.empty((0, 0)), ())
    n = len(rows[0])
    cells = [[_Cell(number) for number in row] for row in rows]
    values = np.array([[cell.value for cell in row] for row in cells], dtype=float).reshape(len(rows), n)
    every = [cell for row in cells for cell in row if cell.finite]
    overall = max((cell.decimals for cell in every), default=0)
    unit = np.ones_like(values)
    decimals = []
    for j in range(n):
        column = [row[j] for row in cells]
        finite = [cell for cell in column if cell.finite]
        most = max((cell.decimals for cell in finite), default=0)
        if most < 2:
            most, finite = overall, every  # a coordinate that hardly moves shows what its neighbours show
        significant = max((cell.digits for cell in finite), default=1)
        decimals.append(most)
        unit[:, j] = [cell.unit(most, significant) for cell in column]
    return Shown(values, unit, tuple(decimals), frozenset(c.kind for row in rows for c in row))


def excess(matrix: Shown, lower: Floats, upper: Floats, modes: Sequence[str] = MODES) -> Floats:
    """How far each shown number lies outside what [lower, upper] (k, n) may show in each mode: (modes, k, n); 0 inside.

    The interval of a shown number must intersect the enclosure, it need not contain it. NaN lies outside all.
    """
    v, u = matrix.values, matrix.unit
    # A decimal text and its double differ by half an ulp; ties such as -0.065 must stay inside.
    slack = 4 * np.finfo(float).eps * np.abs(v) + 1e-9 * np.minimum(u, 1.0)
    gaps: Floats = np.empty((len(modes), *v.shape))
    with np.errstate(invalid="ignore", over="ignore"):
        for gap, mode in zip(gaps, modes, strict=True):
            below, above = v - u / 2, v + u / 2
            if mode == "trunc":
                below, above = np.where(v > 0, v, v - u), np.where(v < 0, v, v + u)
            elif mode == "floor":
                below, above = v, v + u
            np.maximum(np.maximum(below - slack - upper, lower - above - slack), 0.0, out=gap)
    return gaps


def agreement(matrix: Shown, centre: Floats, radius: Floats) -> tuple[Flags, Floats]:
    """Which rows agree with centre ± radius (k, n), one mode a column, and the excess (k, n) under the modes chosen.

    The mode of a column is the one under which it agrees longest.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        lower, upper = centre - radius, centre + radius
    plain: Floats = excess(matrix, lower, upper, MODES[:1])[0]
    if np.all(plain <= 0):
        return np.ones(len(plain), dtype=bool), plain  # no mode agrees longer
    gaps = np.concatenate([plain[None], excess(matrix, lower, upper, MODES[1:])])
    good = gaps <= 0  # NaN <= 0 is false: what is not finite never agrees
    prefixes = np.logical_and.accumulate(good, axis=1).sum(axis=1)
    best = np.argmax(prefixes * (good.shape[1] + 1) + good.sum(axis=1), axis=0)
    chosen: Floats = np.take_along_axis(gaps, best[None, None, :], axis=0)[0]
    rows: Flags = np.all(chosen <= 0, axis=1)
    return rows, chosen


class _Cell:
    """A number with what its column asks of it: its double, its digits, and the power of ten of the first (None for 0)."""

    __slots__ = ("decimals", "finite", "magnitude", "value")

    def __init__(self, number: Number) -> None:
        self.value = float(number)
        self.finite = number.nonfinite is None
        self.decimals = number.decimals
        self.magnitude = _magnitude(number.exact, self.value) if number.exact else None

    @property
    def digits(self) -> int:
        return 1 if self.magnitude is None else max(1, self.decimals + self.magnitude + 1)

    def unit(self, most: int, significant: int) -> float:
        places = min(most, 300)
        if self.magnitude is not None and math.isfinite(self.value):
            places = min(places, max(min(significant - 1 - self.magnitude, 300), -300))
        return 10.0 ** -max(places, min(self.decimals, 300))


def _magnitude(exact: Fraction, value: float) -> int:
    # Fractions that no float holds are rare, and their magnitude is what counts.
    if value and math.isfinite(value):
        return math.floor(math.log10(abs(value)))
    return len(str(exact.numerator)) - len(str(exact.denominator))

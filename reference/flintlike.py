"""The few names of python-flint that this folder uses, in plain Python: slower, and every rounding outward too.

For an installation without python-flint (certified.py chooses). A real ball is kept here as an interval [a, b] of two
dyadic numbers, so that a ball x stands for all reals a ≤ x ≤ b:

* + − × ÷ √ are mpmath's directed roundings, correct to the last bit of `ctx.prec`;
* for exp, log, tan, … mpmath promises a small error, not a side. A value is computed with many bits to spare and then
  widened by far more than that error (`_widened`), and the interval's image is read off where f is monotone;
* rationals are Python's Fractions; matrices are eliminated by Gauss's method with pivots that are certainly not 0.

What is not defined on the whole ball is the *undefined* ball, and stays so, as arb's nan does: no comparison with it is
true, it overlaps and contains everything. The ball of all reals, arb(0, inf), is not finite either and compares as
little, but a function that is bounded has a bounded image of it. The floats of both are nan.

*Source:* mpmath.libmp (F. Johansson et al.); R. Moore, R. Kearfott, M. Cloud, Introduction to Interval Analysis (2009);
Sturm's theorem for `fmpq_poly.complex_roots`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil, lcm
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from mpmath.libmp import (
    finf,
    fnan,
    fninf,
    fone,
    from_float,
    from_int,
    from_man_exp,
    from_rational,
    fzero,
    mpf_acos,
    mpf_add,
    mpf_asin,
    mpf_atan,
    mpf_cosh,
    mpf_e,
    mpf_exp,
    mpf_ge,
    mpf_gt,
    mpf_le,
    mpf_log,
    mpf_lt,
    mpf_mul,
    mpf_neg,
    mpf_pi,
    mpf_pos,
    mpf_shift,
    mpf_sign,
    mpf_sinh,
    mpf_sqrt,
    mpf_tan,
    mpf_tanh,
    to_float,
)
from mpmath.libmp.libmpi import mpi_abs, mpi_cos_sin, mpi_div, mpi_mul, mpi_neg, mpi_pow_int

__all__ = ["acb_mat", "arb", "arb_mat", "ctx", "fmpq", "fmpq_mat", "fmpq_poly"]

Dyadic: TypeAlias = tuple[int, Any, int, int]  # mpmath's (sign, mantissa, exponent, bits); its bits < 0 mean inf or nan
Ends: TypeAlias = tuple[Dyadic, Dyadic]
Entry = TypeVar("Entry")

_UNDEFINED: Ends = (fnan, fnan)  # this object alone: a test by `is` finds it
_EVERYTHING: Ends = (fninf, finf)
#: Beyond 2**64 exp, sinh and cosh are not attempted, and tanh has long reached ±1.
_LARGEST: Dyadic = from_man_exp(1, 64)
#: Magnitudes, in bits, up to which angles are reduced, and below which they are replaced by 0 ± 2**−4096.
_FARTHEST, _NEAREST = 1024, -4096


class _Context(threading.local):
    """The working precision in bits, one a thread; results are rounded to it, numbers that come in are not."""

    prec: int = 53

    @contextmanager
    def workprec(self, bits: int) -> Iterator[None]:
        """`bits` of precision inside the block."""
        before, self.prec = self.prec, bits
        try:
            yield
        finally:
            self.prec = before


ctx = _Context()


class fmpq(Fraction):
    """A rational number p/q: a Fraction whose sums, products and quotients have `p` and `q` again."""

    __slots__ = ()

    @property
    def p(self) -> int:
        """The numerator."""
        return self.numerator

    @property
    def q(self) -> int:
        """The denominator, > 0."""
        return self.denominator

    def __add__(self, other: Any) -> Any:
        return _as_fmpq(super().__add__(other))

    def __radd__(self, other: Any) -> Any:
        return _as_fmpq(super().__radd__(other))

    def __sub__(self, other: Any) -> Any:
        return _as_fmpq(super().__sub__(other))

    def __rsub__(self, other: Any) -> Any:
        return _as_fmpq(super().__rsub__(other))

    def __mul__(self, other: Any) -> Any:
        return _as_fmpq(super().__mul__(other))

    def __rmul__(self, other: Any) -> Any:
        return _as_fmpq(super().__rmul__(other))

    def __truediv__(self, other: Any) -> Any:
        return _as_fmpq(super().__truediv__(other))

    def __rtruediv__(self, other: Any) -> Any:
        return _as_fmpq(super().__rtruediv__(other))

    def __neg__(self) -> fmpq:
        return fmpq(super().__neg__())

    def __abs__(self) -> fmpq:
        return fmpq(super().__abs__())


def _as_fmpq(number: Any) -> Any:
    return fmpq(number) if isinstance(number, Fraction) else number  # NotImplemented goes through


class arb:
    """A ball of reals: arb(x), x an int, float or rational, or arb(midpoint, radius).

    Ints and floats are taken exactly, rationals and midpoints with radii outward to `ctx.prec` bits.
    """

    __slots__ = ("_ends",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any = 0, radius: Any = 0) -> None:
        ends = _ends(value)
        if ends is None or (half := _ends(radius)) is None:
            raise TypeError(f"no ball is made of {type(value).__name__} and {type(radius).__name__}")
        if half != (fzero, fzero):
            reach = mpi_abs(half)[1]
            known = half is not _UNDEFINED and ends[0][3] >= 0
            ends = _sum(ends, (mpf_neg(reach), reach), ctx.prec) if known else _UNDEFINED
        self._ends = _checked(ends)

    def __repr__(self) -> str:
        return f"[{to_float(self._ends[0])!r}, {to_float(self._ends[1])!r}]"

    def __float__(self) -> float:
        """The midpoint as the nearest float, ±inf beyond the largest; nan where the ball is not finite."""
        return float(to_float(self.mid()._ends[0], rnd="n")) if self.is_finite() else float("nan")

    def is_finite(self) -> bool:
        """Whether the ball is bounded."""
        return bool(self._ends[0][3] >= 0)

    def is_zero(self) -> bool:
        """Whether the ball is 0 exactly."""
        return self._ends == (fzero, fzero)

    @property
    def real(self) -> arb:
        """The ball itself."""
        return self

    @staticmethod
    def pi() -> arb:
        """π."""
        return _made(_widened(lambda _, prec, rnd: mpf_pi(prec, rnd), fone, ctx.prec))

    @staticmethod
    def const_e() -> arb:
        """e."""
        return _made(_widened(lambda _, prec, rnd: mpf_e(prec, rnd), fone, ctx.prec))

    def mid(self) -> arb:
        """The midpoint, rounded to `ctx.prec` bits: an exact number in the middle of the ball."""
        a, b = self._ends
        if a == b or not self.is_finite():
            return self
        middle = mpf_shift(mpf_add(a, b, ctx.prec, "n"), -1)
        return _made((middle, middle))

    def rad(self) -> arb:
        """A radius about `mid()` that covers the ball: an exact number."""
        if not self.is_finite():
            return self
        (a, b), (middle, _) = self._ends, self.mid()._ends
        low, high = _plus(middle, mpf_neg(a), ctx.prec, "c"), _plus(b, mpf_neg(middle), ctx.prec, "c")
        radius = high if mpf_gt(high, low) else low
        return _made((radius, radius))

    def lower(self) -> arb:
        """The lower end, exact."""
        return _made((self._ends[0], self._ends[0]))

    def upper(self) -> arb:
        """The upper end, exact."""
        return _made((self._ends[1], self._ends[1]))

    def abs_lower(self) -> arb:
        """The least |x| of the ball, exact."""
        return abs(self).lower()

    def abs_upper(self) -> arb:
        """The largest |x| of the ball, exact."""
        return abs(self).upper()

    def union(self, other: Any) -> arb:
        """The least ball that holds both."""
        low, high = _certain_ends(other)
        if not self.is_finite() or high[3] < 0:
            return _made(_UNDEFINED)
        a, b = self._ends
        return _made((a if mpf_lt(a, low) else low, b if mpf_gt(b, high) else high))

    def contains(self, other: Any) -> bool:
        """Whether the whole of `other` lies in the ball; the undefined ball contains everything."""
        low, high = _certain_ends(other)
        return self._ends is _UNDEFINED or bool(mpf_le(self._ends[0], low) and mpf_ge(self._ends[1], high))

    def overlaps(self, other: Any) -> bool:
        """Whether the two balls may have a number in common."""
        low, high = its = _certain_ends(other)
        if self._ends is _UNDEFINED or its is _UNDEFINED:
            return True
        return bool(mpf_le(self._ends[0], high) and mpf_ge(self._ends[1], low))

    # Comparisons hold for all numbers of both balls, or are false: `not x < y` does not mean x ≥ y.

    def __lt__(self, other: Any) -> Any:
        return _compared(mpf_lt, 1, self, other, 0)

    def __le__(self, other: Any) -> Any:
        return _compared(mpf_le, 1, self, other, 0)

    def __gt__(self, other: Any) -> Any:
        return _compared(mpf_gt, 0, self, other, 1)

    def __ge__(self, other: Any) -> Any:
        return _compared(mpf_ge, 0, self, other, 1)

    def __eq__(self, other: object) -> bool:
        ends = _ends(other)
        return ends is not None and self.is_finite() and self._ends[0] == self._ends[1] == ends[0] == ends[1]

    def __ne__(self, other: object) -> bool:
        return _ends(other) is None or not self.overlaps(other)

    def __neg__(self) -> arb:
        return _made(mpi_neg(self._ends))

    def __abs__(self) -> arb:
        return _made(mpi_abs(self._ends)) if self.is_finite() else self

    def __add__(self, other: Any) -> Any:
        return _combined(_sum, self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return _combined(_difference, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _combined(_difference, other, self)

    def __mul__(self, other: Any) -> Any:
        return _combined(mpi_mul, self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return _combined(_quotient, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _combined(_quotient, other, self)

    def __pow__(self, exponent: int) -> Any:
        if not isinstance(exponent, int):
            return NotImplemented
        if exponent < 0:
            return 1 / self**-exponent
        if exponent == 0:
            return arb(1)
        return _made(mpi_pow_int(self._ends, exponent, ctx.prec)) if self.is_finite() else self

    def sgn(self) -> arb:
        """−1, 0 or 1; [−1, 1] where the sign is not certain."""
        a, b = (mpf_sign(end) for end in self._ends)
        return self if self._ends is _UNDEFINED else _made((from_int(a), from_int(b)))

    def sqrt(self) -> arb:
        """√x; undefined where x may be negative."""
        a, b = self._ends
        if mpf_sign(a) < 0 or not self.is_finite():
            return _made(_UNDEFINED)
        return _made((mpf_sqrt(a, ctx.prec, "f"), mpf_sqrt(b, ctx.prec, "c")))

    def exp(self) -> arb:
        """e^x; undefined where x may exceed 2⁶⁴."""
        a, b = self._ends
        if not self.is_finite() or mpf_gt(b, _LARGEST):
            return _made(_UNDEFINED)
        least = fzero if mpf_lt(a, mpf_neg(_LARGEST)) else _widened(mpf_exp, a, ctx.prec)[0]
        return _made((least, _widened(mpf_exp, _clamped(b), ctx.prec)[1]))

    def log(self) -> arb:
        """The natural logarithm; undefined where x may be ≤ 0."""
        return self._rising(mpf_log) if mpf_sign(self._ends[0]) > 0 else _made(_UNDEFINED)

    def sin(self) -> arb:
        """The sine."""
        return self._turned(1)

    def cos(self) -> arb:
        """The cosine."""
        return self._turned(0)

    def tan(self) -> arb:
        """The tangent; undefined where a pole may lie in the ball."""
        cosine = self.cos()._ends
        # Where the cosine has no zero the ball lies between two poles, and tan rises there.
        regular = mpf_sign(cosine[0]) * mpf_sign(cosine[1]) > 0 and max(map(_magnitude, self._ends)) <= _FARTHEST
        return self._rising(mpf_tan) if regular else _made(_UNDEFINED)

    def sinh(self) -> arb:
        """The hyperbolic sine; undefined where |x| may exceed 2⁶⁴."""
        return self._rising(mpf_sinh) if mpf_le(mpi_abs(self._ends)[1], _LARGEST) else _made(_UNDEFINED)

    def cosh(self) -> arb:
        """The hyperbolic cosine; undefined where |x| may exceed 2⁶⁴."""
        size = abs(self)  # cosh(x) = cosh|x|, and rises there
        return size._rising(mpf_cosh) if mpf_le(size._ends[1], _LARGEST) else _made(_UNDEFINED)

    def tanh(self) -> arb:
        """The hyperbolic tangent."""
        a, b = map(_clamped, self._ends)
        return _made((a, b))._rising(mpf_tanh)  # at ±2⁶⁴ the widening covers ±1

    def asin(self) -> arb:
        """The arcsine; undefined where |x| may exceed 1."""
        return self._rising(mpf_asin) if mpf_le(mpi_abs(self._ends)[1], fone) else _made(_UNDEFINED)

    def acos(self) -> arb:
        """The arccosine; undefined where |x| may exceed 1."""
        if not mpf_le(mpi_abs(self._ends)[1], fone):
            return _made(_UNDEFINED)
        (low, _), (_, high) = (_widened(mpf_acos, x, ctx.prec) for x in self._ends[::-1])
        return _made((low, high))

    def atan(self) -> arb:
        """The arctangent."""
        return self._rising(mpf_atan)

    def _turned(self, which: int) -> arb:
        if self._ends is _UNDEFINED:
            return self
        within = self.is_finite() and max(map(_magnitude, self._ends)) <= _FARTHEST
        return _made(_cos_sin(*_angle(self._ends), ctx.prec)[which] if within else (from_int(-1), fone))

    def _rising(self, function: Callable[..., Dyadic]) -> arb:
        if self._ends is _UNDEFINED:
            return self
        a, b = self._ends
        low, high = _widened(function, a, ctx.prec)
        return _made((low, high if a == b else _widened(function, b, ctx.prec)[1]))


def _ends(value: Any) -> Ends | None:
    """A number as an interval, exact but for rationals; None for what is not a number."""
    if isinstance(value, arb):
        return value._ends
    if isinstance(value, int):
        number = from_int(int(value))
        return number, number
    if isinstance(value, float):
        number = from_float(value)
        if number[3] >= 0:
            return number, number
        return _UNDEFINED if number == fnan else _EVERYTHING
    if isinstance(value, Fraction):
        p, q = value.numerator, value.denominator
        return from_rational(p, q, ctx.prec, "f"), from_rational(p, q, ctx.prec, "c")
    return None


def _certain_ends(value: Any) -> Ends:
    ends = _ends(value)
    if ends is None:
        raise TypeError(f"{type(value).__name__} is no number")
    return ends


def _checked(ends: Ends) -> Ends:
    # An interval with one infinite end is taken for the whole line.
    a, b = ends
    if a[3] >= 0 and b[3] >= 0:
        return ends
    return _UNDEFINED if fnan in (a, b) else _EVERYTHING


def _made(ends: Ends) -> arb:
    ball = arb.__new__(arb)
    ball._ends = _checked(ends)
    return ball


def _plus(x: Dyadic, y: Dyadic, prec: int, rounding: str) -> Dyadic:
    # mpmath's sum of numbers of more than `prec` bits may be rounded to the wrong side when their exponents are far
    # apart (mpf_add puts one unit below the larger term's last bits in place of the smaller one). With at least as many
    # bits as the terms have it is right, and a second rounding to the same side stays on that side.
    enough = max(prec, x[3], y[3])
    total: Dyadic = mpf_add(x, y, enough, rounding)
    return total if enough == prec else mpf_pos(total, prec, rounding)


def _sum(x: Ends, y: Ends, prec: int) -> Ends:
    return _plus(x[0], y[0], prec, "f"), _plus(x[1], y[1], prec, "c")


def _difference(x: Ends, y: Ends, prec: int) -> Ends:
    return _plus(x[0], mpf_neg(y[1]), prec, "f"), _plus(x[1], mpf_neg(y[0]), prec, "c")


def _quotient(x: Ends, y: Ends, prec: int) -> Ends:
    if mpf_sign(y[0]) <= 0 <= mpf_sign(y[1]):
        return _UNDEFINED
    quotient: Ends = mpi_div(x, y, prec)
    return quotient


def _combined(operation: Callable[[Ends, Ends, int], Ends], left: Any, right: Any) -> Any:
    a, b = _ends(left), _ends(right)
    if a is None or b is None:
        return NotImplemented
    if a is _UNDEFINED or b is _UNDEFINED:
        return _made(_UNDEFINED)
    return _made(operation(a, b, ctx.prec))


def _compared(relation: Callable[[Dyadic, Dyadic], bool], own: int, ball: arb, other: Any, its: int) -> Any:
    ends = _ends(other)
    if ends is None:
        return NotImplemented
    return relation(ball._ends[own], ends[its])


def _widened(function: Callable[..., Dyadic], x: Dyadic, prec: int) -> Ends:
    """Bounds of f(x) for mpmath's f, which errs by some units in the last place it is asked for.

    The worst rule of mpmath 1.3 leaves a relative error of 2^(−0.96·p) (sinh where e^(−2x) is dropped). Asked for
    p = 9/8·prec + 40 bits, that is far below the 2^(−prec − 8) by which the value is widened.
    """
    value = function(x, prec + prec // 8 + 40, "n")
    if value == fzero or (x == fzero and value == fone):
        return value, value  # sin 0, log 1, cosh 0, …: exact, and nowhere else are these functions 0
    more = from_man_exp((1 << (prec + 8)) + 1, -(prec + 8))
    less = from_man_exp((1 << (prec + 8)) - 1, -(prec + 8))
    low, high = (more, less) if value[0] else (less, more)
    return mpf_mul(value, low, prec, "f"), mpf_mul(value, high, prec, "c")


def _magnitude(x: Dyadic) -> int:
    return x[2] + x[3]  # 2**(m − 1) ≤ |x| < 2**m, for x ≠ 0


def _clamped(x: Dyadic) -> Dyadic:
    if mpf_gt(x, _LARGEST):
        return _LARGEST
    return mpf_neg(_LARGEST) if mpf_lt(x, mpf_neg(_LARGEST)) else x


def _angle(ends: Ends) -> Ends:
    # mpmath shifts tiny angles to a fixed point, which costs memory without end: they are widened to 0 or ±2**_NEAREST.
    a, b = ends
    tiny = from_man_exp(1, _NEAREST)
    if a != fzero and _magnitude(a) <= _NEAREST:
        a = mpf_neg(tiny) if mpf_sign(a) < 0 else fzero
    if b != fzero and _magnitude(b) <= _NEAREST:
        b = tiny if mpf_sign(b) > 0 else fzero
    return a, b


@lru_cache(maxsize=4096)  # the arcs of escape.py are asked for again and again, and cos comes with sin
def _cos_sin(a: Dyadic, b: Dyadic, prec: int) -> tuple[Ends, Ends]:
    found: tuple[Ends, Ends] = mpi_cos_sin((a, b), prec)
    return found


class _Matrix(Generic[Entry]):
    """What matrices of balls and of rationals share: (rows) | (m, n) | (m, n, flat entries), and the operations."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, *content: Any) -> None:
        if len(content) == 1:
            table = [list(row) for row in content[0]]
            columns = len(table[0]) if table else 0
        else:
            rows, columns = content[:2]
            flat = list(content[2]) if len(content) == 3 else [0] * (rows * columns)
            if len(flat) != rows * columns:
                raise ValueError(f"{len(flat)} entries do not fill {rows} × {columns}")
            table = [flat[i * columns : (i + 1) * columns] for i in range(rows)]
        if any(len(row) != columns for row in table):
            raise ValueError("rows of different lengths")
        self._rows: list[list[Entry]] = [[self._entry(x) for x in row] for row in table]
        self._columns: int = columns

    def _entry(self, value: Any) -> Entry:
        raise NotImplementedError

    def _size(self, entry: Entry) -> Any:
        """A lower bound of |entry| by which pivots are chosen; 0 where the entry may be 0."""
        raise NotImplementedError

    def __getitem__(self, place: tuple[int, int]) -> Entry:
        return self._rows[place[0]][place[1]]

    def nrows(self) -> int:
        """m."""
        return len(self._rows)

    def ncols(self) -> int:
        """n."""
        return self._columns

    def entries(self) -> list[Entry]:
        """All entries, row by row."""
        return [x for row in self._rows for x in row]

    def transpose(self) -> Any:
        """The transpose."""
        flat = [row[j] for j in range(self._columns) for row in self._rows]
        return type(self)(self._columns, len(self._rows), flat)

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, _Matrix):
            return type(self)([[x * other for x in row] for row in self._rows])
        if self._columns != other.nrows():
            raise ValueError("incompatible shapes for matrix multiplication")
        columns = list(zip(*other._rows, strict=True))
        return type(self)([[_dot(row, column) for column in columns] for row in self._rows])

    def solve(self, right: Any) -> Any:
        """X with A·X = B. Raises ZeroDivisionError where no regular matrix is certain."""
        n = len(self._rows)
        if self._columns != n or right.nrows() != n:
            raise ValueError("incompatible shapes for solve()")
        rows: list[list[Any]] = [[*own, *its] for own, its in zip(self._rows, right._rows, strict=True)]
        if len(self._eliminate(rows, n)) < n:
            raise ZeroDivisionError("singular matrix in solve()")
        for i in reversed(range(n)):
            for j in range(n, len(rows[i])):
                for k in range(i + 1, n):
                    rows[i][j] = rows[i][j] - rows[i][k] * rows[k][j]
                rows[i][j] = rows[i][j] / rows[i][i]
        return type(self)([row[n:] for row in rows])

    def _eliminate(self, rows: list[list[Any]], columns: int) -> list[int]:
        """Bring the first columns to row echelon form in place, largest pivots first; the columns that have a pivot."""
        pivots: list[int] = []
        for column in range(columns):
            top = len(pivots)
            below = range(top, len(rows))
            best = max(below, key=lambda i: self._size(rows[i][column]), default=None)
            if best is None or not self._size(rows[best][column]) > 0:
                continue
            rows[top], rows[best] = rows[best], rows[top]
            pivots.append(column)
            for i in range(top + 1, len(rows)):
                factor = rows[i][column] / rows[top][column]
                for j in range(column + 1, len(rows[i])):
                    rows[i][j] = rows[i][j] - factor * rows[top][j]
        return pivots


def _dot(row: Sequence[Any], column: Sequence[Any]) -> Any:
    total = row[0] * column[0]
    for x, y in zip(row[1:], column[1:], strict=True):
        total = total + x * y
    return total


class arb_mat(_Matrix[arb]):
    """A matrix of balls: it stands for all real matrices whose entries lie in them."""

    __slots__ = ()

    def _entry(self, value: Any) -> arb:
        return value if isinstance(value, arb) else arb(value)

    def _size(self, entry: arb) -> arb:
        return entry.abs_lower() if entry.is_finite() else arb(0)

    def __add__(self, other: arb_mat) -> arb_mat:
        return self._with(other, lambda x, y: x + y)

    def __sub__(self, other: arb_mat) -> arb_mat:
        return self._with(other, lambda x, y: x - y)

    def _with(self, other: arb_mat, operation: Callable[[arb, arb], arb]) -> arb_mat:
        if (self.nrows(), self.ncols()) != (other.nrows(), other.ncols()):
            raise ValueError("incompatible shapes for matrix addition")
        flat = [operation(x, y) for x, y in zip(self.entries(), other.entries(), strict=True)]
        return arb_mat(self.nrows(), self.ncols(), flat)

    def mid(self) -> arb_mat:
        """The matrix of midpoints."""
        return arb_mat(self.nrows(), self.ncols(), [x.mid() for x in self.entries()])

    def tolist(self) -> list[list[arb]]:
        """The rows."""
        return [list(row) for row in self._rows]

    def inv(self) -> arb_mat:
        """The inverses of all its matrices, enclosed. Raises ZeroDivisionError where one may be singular."""
        n = self.nrows()
        inverse: arb_mat = self.solve(arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]))
        return inverse


class acb_mat(arb_mat):
    """A matrix of balls that is asked for its eigenvalues: symmetric real ones alone, so nothing here is complex."""

    __slots__ = ()

    def eig(self, *, right: bool) -> tuple[list[arb], arb_mat]:
        """All eigenvalues λ in disjoint balls, and a matrix whose column k encloses an eigenvector of the k-th.

        Raises ValueError for a matrix not symmetric, and where the eigenvalues are not separated. With k the largest
        component of v in floats and v_k = 1, the pair is a zero of F(v, λ) = A·v − λ·v; Krawczyk's operator proves one
        in a box around Newton's last iterate, for every matrix that the balls stand for.

        *Source:* S. Rump, Verification methods, Acta Numerica 19 (2010), §13.4.
        """
        floats = np.array([float(x) for x in self.entries()]).reshape(self.nrows(), self.ncols())
        if not right or not np.isfinite(floats).all() or not np.array_equal(floats, floats.T):
            raise ValueError("right eigenvectors of finite symmetric matrices only")
        pairs = [self._pair(value, vector) for value, vector in zip(*self._guesses(floats), strict=True)]
        values = [value for value, _ in pairs]
        if any(x.overlaps(y) for x, y in combinations(values, 2)):
            raise ValueError("the eigenvalues are not separated")
        return values, arb_mat([vector for _, vector in pairs]).transpose()

    @staticmethod
    def _guesses(floats: np.ndarray) -> tuple[list[float], list[list[float]]]:
        values, vectors = np.linalg.eigh(floats)
        return values.tolist(), vectors.T.tolist()

    def _pair(self, value: float, vector: Sequence[float]) -> tuple[arb, list[arb]]:
        n, k = self.nrows(), max(range(len(vector)), key=lambda i: abs(vector[i]))
        # The unknowns are the other components of v, with λ in the place of v_k.
        x = [arb(value if i == k else v / vector[k]) for i, v in enumerate(vector)]
        identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
        try:
            for _ in range(ctx.prec.bit_length()):  # from 50 bits on each step doubles what is right
                move = self._slope(x, k).mid().solve(self._defect(x, k).mid()).entries()
                x = [(a - b).mid() for a, b in zip(x, move, strict=True)]
            inverse = self._slope(x, k).mid().inv().mid()
        except ZeroDivisionError:
            raise ValueError("an eigenvalue is not simple") from None
        drift = (inverse * self._defect(x, k)).entries()
        least = max(abs(d).upper() for d in drift) + arb(2) ** -ctx.prec
        for inflation in (4, 2**12, 2**24):
            spread = arb(0, least.upper() * inflation)
            box = [a + spread for a in x]
            image = ((identity - inverse * self._slope(box, k)) * arb_mat([[spread]] * n)).entries()
            if all(abs(s - d).upper() < spread.upper() for s, d in zip(image, drift, strict=True)):
                return box[k], [arb(1) if i == k else a for i, a in enumerate(box)]
        raise ValueError("an eigenvalue could not be enclosed")

    def _defect(self, x: Sequence[arb], k: int) -> arb_mat:
        vector = arb_mat([[arb(1) if i == k else a] for i, a in enumerate(x)])
        defect: arb_mat = self * vector - vector * x[k]
        return defect

    def _slope(self, x: Sequence[arb], k: int) -> arb_mat:
        rows = self.tolist()
        for i, row in enumerate(rows):
            row[i] = row[i] - x[k]
            row[k] = arb(-1) if i == k else -x[i]
        return arb_mat(rows)


class fmpq_mat(_Matrix[fmpq]):
    """A matrix of rationals, every result exact."""

    __slots__ = ()

    def _entry(self, value: Any) -> fmpq:
        return value if isinstance(value, fmpq) else fmpq(value)

    def _size(self, entry: fmpq) -> fmpq:
        return abs(entry)

    def rank(self) -> int:
        """The rank."""
        return len(self._eliminate([list(row) for row in self._rows], self.ncols()))

    def charpoly(self) -> fmpq_poly:
        """det(λI − A) as a polynomial in λ, by Faddeev and LeVerrier."""
        n = self.nrows()
        coefficients = [fmpq(1)]  # from the leading one down
        product = self
        for k in range(1, n + 1):
            coefficients.append(-sum((product[i, i] for i in range(n)), start=fmpq(0)) / k)
            rows = [[x + coefficients[k] * (i == j) for j, x in enumerate(row)] for i, row in enumerate(product._rows)]
            product = self * fmpq_mat(rows)
        return fmpq_poly(coefficients[::-1])


class fmpq_poly:
    """A polynomial with rational coefficients, given from the constant term up."""

    __slots__ = ("_coefficients",)

    def __init__(self, coefficients: Sequence[Any]) -> None:
        kept = [fmpq(c) for c in coefficients]
        while kept and kept[-1] == 0:
            kept.pop()
        self._coefficients = kept

    def degree(self) -> int:
        """The degree, −1 for the zero polynomial."""
        return len(self._coefficients) - 1

    def __getitem__(self, power: int) -> fmpq:
        return self._coefficients[power] if 0 <= power <= self.degree() else fmpq(0)

    def __call__(self, x: Any) -> Any:
        value: Any = fmpq(0)
        for c in reversed(self._coefficients):
            value = value * x + c
        return value

    def __floordiv__(self, divisor: fmpq_poly) -> fmpq_poly:
        return self._divided(divisor)[0]

    def numer(self) -> fmpq_poly:
        """The polynomial times the least common multiple of its denominators."""
        common = lcm(*(c.q for c in self._coefficients))
        return fmpq_poly([c * common for c in self._coefficients])

    def complex_roots(self) -> list[tuple[arb, int]]:
        """The roots with their multiplicities, in rising order, each in a ball of relative width 2^(1 − prec).

        Raises ValueError unless all roots are real, as those of symmetric matrices (quadratic.py) are.
        """
        # What is left of p after k divisions by the product of its distinct factors has the roots of multiplicity > k.
        radicals, rest = [], self
        while rest.degree() >= 1:
            common = rest._common(rest._derivative())
            radicals.append(rest // common)
            rest = common
        found = []
        for k, radical in enumerate(radicals):
            exactly = radical // radicals[k + 1] if k + 1 < len(radicals) else radical
            found += [(low, high, k + 1) for low, high in exactly._isolated()]
        return [(_made((arb(low)._ends[0], arb(high)._ends[1])), times) for low, high, times in sorted(found)]

    def _isolated(self) -> list[tuple[Fraction, Fraction]]:
        """Dyadic intervals around the roots of a polynomial without double ones."""
        if self.degree() < 1:
            return []
        chain = self._sturm_chain()
        cauchy = 1 + max(abs(c / self[self.degree()]) for c in self._coefficients)
        bound = Fraction(1 << ceil(cauchy).bit_length())  # a power of 2: every point of a bisection is then dyadic
        pending = [(-bound, bound, _variations(chain, -bound), _variations(chain, bound))]
        if pending[0][2] - pending[0][3] != self.degree():
            raise ValueError("a root is not real")
        found: list[tuple[Fraction, Fraction]] = []
        while pending:
            # By Sturm's theorem V(low) − V(high) roots lie in (low, high].
            low, high, before, after = pending.pop()
            if before - after == 1:
                found.append(self._narrowed(low, high))
            elif before > after:
                middle = (low + high) / 2
                between = _variations(chain, middle)
                pending += [(low, middle, before, between), (middle, high, between, after)]
        return found

    def _narrowed(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """The one root in (low, high], a simple one, between ends 2^(1 − prec) apart: by the sign of p right of it."""
        end = self(high)
        if end == 0:
            return high, high
        while high - low > Fraction(2, 2**ctx.prec) * min(abs(low), abs(high)):
            middle = (low + high) / 2
            value = self(middle)
            if value == 0:
                return middle, middle
            low, high = (low, middle) if (value > 0) == (end > 0) else (middle, high)
        return low, high

    def _derivative(self) -> fmpq_poly:
        return fmpq_poly([power * c for power, c in enumerate(self._coefficients)][1:])

    def _common(self, other: fmpq_poly) -> fmpq_poly:
        """The greatest common divisor, up to a factor."""
        a, b = self, other
        while b.degree() >= 0:
            a, b = b, a._divided(b)[1]
        return a

    def _divided(self, divisor: fmpq_poly) -> tuple[fmpq_poly, fmpq_poly]:
        """Quotient and remainder; ZeroDivisionError for the divisor 0."""
        rest, size = list(self._coefficients), divisor.degree()
        if size < 0:
            raise ZeroDivisionError("division by the zero polynomial")
        quotient = [fmpq(0)] * max(0, len(rest) - size)
        for shift in reversed(range(len(quotient))):
            quotient[shift] = rest[shift + size] / divisor[size]
            for power in range(size + 1):
                rest[shift + power] -= quotient[shift] * divisor[power]
        return fmpq_poly(quotient), fmpq_poly(rest)

    def _sturm_chain(self) -> list[fmpq_poly]:
        """p, p′, and then each time minus the remainder of the last two."""
        chain = [self, self._derivative()]
        while (rest := chain[-2]._divided(chain[-1])[1]).degree() >= 0:
            chain.append(fmpq_poly([-c for c in rest._coefficients]))
        return chain


def _variations(chain: Sequence[fmpq_poly], x: Fraction) -> int:
    values = [value for polynomial in chain if (value := polynomial(x)) != 0]
    return sum((a > 0) != (b > 0) for a, b in pairwise(values))

"""Ball arithmetic for objectives: an expression and its derivatives evaluated on boxes, every rounding outward.

A ball [m ± r] stands for all reals within r of m; every operation returns a ball that contains all results. Besides the
*value* of the gradient and the Hessian on a box there is the gradient's *magnitude*, the size that rounding errors are
measured by (programs.py defines both readings).

*Source:* F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Computers 66
(2017).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import sympy

from grader.reference.calculus import derivative
from grader.reference.certified import arb, arb_mat, fmpq
from grader.reference.programs import Ball, translate

if TYPE_CHECKING:
    from grader.reference.objective import Objective

Matrix = Any  # flint's arb_mat has no type hints


class Balls:
    """One objective's gradient, Hessian and magnitudes on boxes; every method takes n balls and uses `ctx.prec` bits."""

    def __init__(self, objective: Objective) -> None:
        self.variables = tuple(objective.variables)
        self.dimension = len(self.variables)
        self.symbols = [sympy.Symbol(name, real=True) for name in self.variables]
        real = {symbol: sympy.Symbol(symbol.name, real=True) for symbol in objective.expression.free_symbols}
        written = objective.expression.xreplace(real)
        self._expression = sympy.expand(written) if objective.is_polynomial else written
        #: J as it is written, unless it is a polynomial only once multiplied out, as x·(1/x + x).
        keeps = not objective.is_polynomial or bool(written.is_polynomial(*self.symbols))
        self.spelt = written if keeps else self._expression
        self._is_polynomial = objective.is_polynomial
        degree = int(objective.degree) if objective.is_polynomial else 8
        #: Rounded operations that one evaluation of J may spend: class C's allowance for finite differences.
        self.operations = 8 + max(4, degree)

    def gradient(self, box: Sequence[Ball]) -> list[Ball]:
        """∇J on the box, n balls."""
        return self._gradient(box)

    def hessian(self, box: Sequence[Ball]) -> Matrix:
        """∇²J on the box, an n × n matrix of balls."""
        n = self.dimension
        upper = iter(self._hessian(box))
        rows: list[list[Ball]] = [[None] * n for _ in range(n)]
        for i in range(n):
            for j in range(i, n):
                rows[i][j] = rows[j][i] = next(upper)
        return arb_mat(rows)

    def jacobian(self, box: Sequence[Ball], step_size: Ball) -> Matrix:
        """DT = I − η·∇²J on the box, T(θ) = θ − η·∇J(θ) one step of gradient descent."""
        n = self.dimension
        return arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]) - self.hessian(box) * step_size

    def step(self, box: Sequence[Ball], step_size: Ball) -> list[Ball]:
        """T on the box."""
        return [x - step_size * slope for x, slope in zip(box, self._gradient(box), strict=True)]

    def gradient_magnitude(self, box: Sequence[Ball]) -> list[Ball]:
        """m(∂J/∂x_i) on the box, for the gradient as the objective is spelt (a factored spelling has the larger sums)."""
        return self._gradient_magnitude(box)

    def value(self, box: Sequence[Ball]) -> Ball:
        """J on the box."""
        return self._value(box)[0]

    def value_magnitude(self, box: Sequence[Ball]) -> Ball:
        """m(J) on the box."""
        return self._value_magnitude(box)[0]

    def pure_derivative(self, order: int, i: int, box: Sequence[Ball]) -> Ball:
        """∂ᵏJ/∂x_iᵏ on the box, k = order."""
        return self._pure(order, i)(box)[0]

    @cached_property
    def _gradient(self) -> Callable[[Sequence[Ball]], list[Ball]]:
        return translate([self._diff(self._expression, s) for s in self.symbols], self.variables)

    @cached_property
    def _hessian(self) -> Callable[[Sequence[Ball]], list[Ball]]:
        s = self.symbols
        entries = [self._diff(self._expression, s[i], s[j]) for i in range(len(s)) for j in range(i, len(s))]
        return translate(entries, self.variables)

    @cached_property
    def _gradient_magnitude(self) -> Callable[[Sequence[Ball]], list[Ball]]:
        return translate([derivative(self.spelt, s) for s in self.symbols], self.variables, magnitude=True)

    @cached_property
    def _value(self) -> Callable[[Sequence[Ball]], list[Ball]]:
        return translate([self._expression], self.variables)

    @cached_property
    def _value_magnitude(self) -> Callable[[Sequence[Ball]], list[Ball]]:
        return translate([self.spelt], self.variables, magnitude=True)

    @lru_cache(maxsize=64)  # noqa: B019 - a Balls lives as long as the process, see `balls`
    def _pure(self, order: int, i: int) -> Callable[[Sequence[Ball]], list[Ball]]:
        return translate([self._diff(self._expression, *[self.symbols[i]] * order)], self.variables)

    def _diff(self, expression: sympy.Expr, *symbols: sympy.Symbol) -> sympy.Expr:
        found = derivative(expression, *symbols)
        return sympy.expand(found) if self._is_polynomial else found


@lru_cache(maxsize=256)
def balls(objective: Objective) -> Balls:
    """The ball programs of an objective, translated once a process."""
    return Balls(objective)


def ball(value: Fraction | int | float, radius: float = 0.0) -> Ball:
    """A number as a ball of `ctx.prec` bits; a float is taken at its exact value."""
    centre = arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else arb(value)
    return centre + arb(0, radius) if radius else centre


def power(base: Ball, exponent: int) -> Ball:
    """base**exponent by products (in python-flint 0.9 arb(0, r)**n is nan); 0 for a negative exponent of a derived term."""
    result = arb(int(exponent >= 0))
    for _ in range(exponent):
        result *= base
    return result


def upper(value: Ball) -> float:
    """A float that no |x| of the ball exceeds; inf for what is not finite."""
    number = float(value.abs_upper())
    return math.nextafter(number, math.inf) if number == number else math.inf


def lower(value: Ball) -> float:
    """A float ≥ 0 that no |x| of the ball undercuts; 0 for what is not finite."""
    number = float(value.abs_lower())
    return max(0.0, math.nextafter(number, 0.0)) if number == number and number != math.inf else 0.0


def middle(value: Ball) -> float:
    """The ball's midpoint as the nearest float."""
    return float(value.mid())

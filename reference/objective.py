"""An objective J: ℝⁿ → ℝ, made from an expression: its value, gradient and Hessian, exactly and fast.

    J = Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))
    J.gradient                        (x - y, -x + 4*y)                      expressions
    J.exact_gradient((1, -1))         (Fraction(2, 1), Fraction(-5, 1))      rationals, polynomials only
    J.gradient_at([[1, -1], [0, 0]])  [[2, -5], [0, 0]]                      float64, any leading shape

Everything is derived from the one expression. Floats are evaluated in its own spelling (a factored J stays factored, its
derivatives follow the chain rule), in the order sympy keeps terms in; rounding errors are those of class C (arithmetic.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

from grader.reference.calculus import derivative
from grader.reference.parsing import check_variables, parse

Terms = dict[tuple[int, ...], Fraction]

#: Integers up to here are float64 numbers; larger ones are written as floats, lest numpy takes them for objects.
_EXACT_INTEGER = 2**53


@dataclass(frozen=True)
class Objective:
    """J(θ) with θ = (θ₁, …, θ_n) named by `variables`, n ≥ 1. Two objectives are equal when expression and variables are.

    The expression may use the variables and no other symbol (else ValueError). Floats in it are taken at their exact
    binary value: write sympy.Rational(1, 10), or parse "0.1", for a tenth.
    """

    expression: sympy.Expr
    variables: tuple[str, ...]

    def __post_init__(self) -> None:
        names = check_variables(self.variables)
        if not names:
            raise ValueError("an objective needs at least one variable")
        expression = sympy.sympify(self.expression)
        plain = {s: sympy.Symbol(s.name) for s in expression.free_symbols if s != sympy.Symbol(s.name)}
        exact = {number: sympy.Rational(number) for number in expression.atoms(sympy.Float)}
        expression = expression.xreplace(plain | exact)
        unknown = sorted(s.name for s in expression.free_symbols if s.name not in names)
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is not among the variables {', '.join(names)}")
        object.__setattr__(self, "expression", expression)
        object.__setattr__(self, "variables", names)

    @classmethod
    def from_text(cls, text: str, variables: Sequence[str]) -> Objective:
        """The objective a text spells. Raises parsing.ExpressionError, a ValueError."""
        return cls(parse(text, variables), tuple(variables))

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled functions do not travel between processes; the expression does.
        return (Objective, (self.expression, self.variables))

    @property
    def dimension(self) -> int:
        """n."""
        return len(self.variables)

    @cached_property
    def gradient(self) -> tuple[sympy.Expr, ...]:
        """(∂J/∂θ₁, …, ∂J/∂θ_n)."""
        return tuple(derivative(self.expression, s) for s in self.symbols)

    @cached_property
    def hessian(self) -> sympy.ImmutableMatrix:
        """∇²J, n × n, symmetric."""
        n = self.dimension
        upper = {(i, j): derivative(self.gradient[i], self.symbols[j]) for i in range(n) for j in range(i, n)}
        return sympy.ImmutableMatrix(n, n, lambda i, j: upper[min(i, j), max(i, j)])

    @cached_property
    def symbols(self) -> tuple[sympy.Symbol, ...]:
        """The variables as sympy's plain symbols."""
        return tuple(sympy.Symbol(name) for name in self.variables)

    @property
    def is_polynomial(self) -> bool:
        """Whether J is a polynomial with rational coefficients."""
        return self._terms is not None

    @property
    def degree(self) -> int:
        """Total degree, 0 for constants. Raises ValueError unless polynomial."""
        return max((sum(powers) for powers in self.terms), default=0)

    @property
    def is_quadratic(self) -> bool:
        """Whether J is a polynomial of degree at most 2: its Hessian is constant."""
        return self.is_polynomial and self.degree <= 2

    @property
    def terms(self) -> Terms:
        """J multiplied out: exponents of the variables → coefficient, none of them 0. Raises ValueError unless polynomial."""
        if self._terms is None:
            raise ValueError(f"{self.expression} is not a polynomial with rational coefficients")
        return self._terms

    @cached_property
    def gradient_terms(self) -> tuple[Terms, ...]:
        """The same for each partial derivative."""
        return tuple(_differentiate(self.terms, i) for i in range(self.dimension))

    def exact_value(self, point: Sequence[Fraction | int]) -> Fraction:
        """J(point) in rationals. Raises ValueError unless polynomial."""
        return _evaluate(self.terms, self._exact(point))

    def exact_gradient(self, point: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
        """∇J(point) in rationals. Raises ValueError unless polynomial."""
        exact = self._exact(point)
        return tuple(_evaluate(terms, exact) for terms in self.gradient_terms)

    def value(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """J at points (..., n) → (...), float64. What is undefined or overflows is nan or inf, without a warning."""
        return self._compiled_value(self._points(points))[..., 0]

    def gradient_at(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """∇J at points (..., n) → (..., n), float64."""
        return self._compiled_gradient(self._points(points))

    def hessian_at(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """∇²J at points (..., n) → (..., n, n), float64."""
        array, n = self._points(points), self.dimension
        return self._compiled_hessian(array).reshape(*array.shape[:-1], n, n)

    @cached_property
    def _terms(self) -> Terms | None:
        try:
            polynomial = sympy.Poly(self.expression, *self.symbols)
        except sympy.PolynomialError:
            return None
        if not (polynomial.domain.is_ZZ or polynomial.domain.is_QQ):
            return None
        return {tuple(map(int, powers)): Fraction(int(c.p), int(c.q)) for powers, c in polynomial.terms() if c != 0}

    @cached_property
    def _compiled_value(self) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
        return _compiled([self.expression], self.symbols)

    @cached_property
    def _compiled_gradient(self) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
        return _compiled(self.gradient, self.symbols)

    @cached_property
    def _compiled_hessian(self) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
        return _compiled(list(self.hessian), self.symbols)

    def _points(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        array = np.asarray(points, dtype=np.float64)
        if array.ndim == 0 or array.shape[-1] != self.dimension:
            raise ValueError(f"points of shape (..., {self.dimension}) are asked, not {array.shape}")
        return array

    def _exact(self, point: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
        if len(point) != self.dimension:
            raise ValueError(f"a point of {self.dimension} coordinates is asked, not {len(point)}")
        return tuple(Fraction(x) for x in point)


def _compiled(
    expressions: Sequence[sympy.Expr], symbols: Sequence[sympy.Symbol]
) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    """A function (..., n) → (..., number of expressions); a constant expression fills its whole place."""
    # Any name may be a variable, so places stand for them. Not sympy's dummies: these count on through the process, the
    # order of a sum follows their names, and Dummy_1000 comes before Dummy_999: last digits would depend on what ran before.
    places = {symbol: sympy.Symbol(f"_{i:04d}") for i, symbol in enumerate(symbols)}
    ready = [_with_float_constants(e).xreplace(places) for e in expressions]
    function = sympy.lambdify(
        list(places.values()), ready, modules=[{"DiracDelta": _no_slope}, "numpy"], cse=True, docstring_limit=0
    )

    def run(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        result = np.empty((*points.shape[:-1], len(ready)))
        components = result.T
        with np.errstate(all="ignore"):
            for i, component in enumerate(function(*points.T)):
                components[i] = component
        return result

    return run


def _no_slope(x: npt.NDArray[np.float64], _order: int = 0) -> npt.NDArray[np.float64]:
    # The derivative of sign, where |x| has one: 0 beside the kink, undefined on it.
    return np.where(x == 0, np.nan, 0.0)


def _with_float_constants(expression: sympy.Expr) -> sympy.Expr:
    large = {n: sympy.Float(n, 17) for n in expression.atoms(sympy.Rational) if max(abs(n.p), n.q) > _EXACT_INTEGER}
    return expression.xreplace(large)


def _differentiate(terms: Terms, i: int) -> Terms:
    return {
        (*powers[:i], powers[i] - 1, *powers[i + 1 :]): coefficient * powers[i]
        for powers, coefficient in terms.items()
        if powers[i]
    }


def _evaluate(terms: Terms, point: tuple[Fraction, ...]) -> Fraction:
    total = Fraction(0)
    for powers, coefficient in terms.items():
        product = coefficient
        for x, power in zip(point, powers, strict=True):
            product *= x**power
        total += product
    return total

"""Expressions as straight-line programs over balls, each common subexpression computed once.

An expression e is read in one of two ways at a box:

* its *value*: a ball that contains e(x) for every x of the box;
* its *magnitude* m(e) ≥ |e|: the size that rounding errors are measured by. Evaluating e in floating point with k
  rounded operations on the longest path errs by at most about k·u·m(e), however its sums are ordered:
  m(c) = |c|, m(x) = |x|, m(a + b) = m(a) + m(b), m(a·b) = m(a)·m(b), m(f(a)) = |f(a)| + |f'(a)|·m(a).
  For a polynomial written as a sum of terms this is the polynomial with absolute coefficients at |x|.

*Source:* N. Higham, Accuracy and Stability of Numerical Algorithms, ch. 3 (error bounds by absolute values).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy

from grader.reference.certified import arb, ctx, fmpq

Ball = Any  # flint's arb has no type hints


class CannotEnclose(ValueError):
    """An expression holds something ball arithmetic has no rule for (a derivative of |x| at 0, an unknown function)."""


def translate(
    expressions: Sequence[sympy.Expr], variables: Sequence[str], *, magnitude: bool = False
) -> Callable[[Sequence[Ball]], list[Ball]]:
    """A function from n balls to one ball an expression: its value, or its magnitude.

    The returned function gives non-finite balls where an expression is not defined on the whole box. Raises
    CannotEnclose for what has no rule.
    """
    program = _Program(tuple(variables))
    read = program.magnitude if magnitude else program.value
    return program.finish([read(sympy.sympify(e)) for e in expressions])


_VALUES = {
    "exp": "({0}).exp()",
    "log": "({0}).log()",
    "sin": "({0}).sin()",
    "cos": "({0}).cos()",
    "tan": "({0}).tan()",
    "sinh": "({0}).sinh()",
    "cosh": "({0}).cosh()",
    "tanh": "({0}).tanh()",
    "asin": "({0}).asin()",
    "acos": "({0}).acos()",
    "atan": "({0}).atan()",
    "Abs": "abs({0})",
    "sign": "({0}).sgn()",
    "DiracDelta": "kink({0})",
}
# |f'(a)| as an upper bound; {0} is the argument a, {1} the value f(a).
_SLOPES = {
    "exp": "{1}",
    "log": "1 / abs({0})",
    "sin": "abs(({0}).cos())",
    "cos": "abs(({0}).sin())",
    "tan": "(1 + {1} * {1})",
    "sinh": "({0}).cosh()",
    "cosh": "abs(({0}).sinh())",
    "tanh": "(1 + {1} * {1})",
    "asin": "1 / (1 - {0} * {0}).sqrt()",
    "acos": "1 / (1 - {0} * {0}).sqrt()",
    "atan": "1 / (1 + {0} * {0})",
    "Abs": "1",
    "sign": "0",
    "DiracDelta": "0",
}


class _Program:
    """A straight-line program under construction: one line a node, one name a distinct subexpression."""

    def __init__(self, variables: tuple[str, ...]) -> None:
        self.variables = variables
        self.lines: list[str] = []
        self.names: dict[object, str] = {}
        self.constants: list[sympy.Expr] = []

    def finish(self, outputs: Sequence[str]) -> Callable[[Sequence[Ball]], list[Ball]]:
        """The program as a function; its constants are rounded once a precision."""
        arguments = ", ".join(f"x{i}" for i in range(len(self.variables)))
        constants = "".join(f"k{i}, " for i in range(len(self.constants)))
        source = [f"def program(point, constants):\n    {arguments}, = point"]
        source += [f"    {constants}= constants"] if constants else []
        source += [f"    {line}" for line in self.lines]
        source += [f"    return [{', '.join(outputs)}]"]
        # The text is ours, built from node types alone: no name or string of the expression enters it.
        scope: dict[str, Any] = {"absolute": _absolute, "kink": _kink}
        exec("\n".join(source), scope)
        program, rounded = scope["program"], dict[int, list[Ball]]()
        numbers = list(self.constants)

        def run(point: Sequence[Ball]) -> list[Ball]:
            precision = ctx.prec
            if precision not in rounded:
                rounded[precision] = [_constant(number) for number in numbers]
            return program(point, rounded[precision])  # type: ignore[no-any-return]

        return run

    def value(self, node: sympy.Expr) -> str:
        """The name that holds the node's value."""
        if node in self.names:
            return self.names[node]
        if node.is_Symbol:
            if node.name not in self.variables:
                raise CannotEnclose(f"unknown variable {node.name}")
            return f"x{self.variables.index(node.name)}"
        if node.is_number and (node.is_Rational or node.is_Float or node in (sympy.pi, sympy.E)):
            return self._remember(node, f"k{self._constant_index(node)}", line=False)
        if node.is_Add:
            return self._remember(node, " + ".join(self.value(part) for part in node.args))
        if node.is_Mul:
            sign, parts = ("-", node.args[1:]) if node.args[0] == -1 else ("", node.args)
            return self._remember(node, sign + " * ".join(self.value(part) for part in parts))
        if node.is_Pow:
            return self._power(node)
        return self._remember(node, _rule(_VALUES, node).format(self.value(node.args[0])))

    def magnitude(self, node: sympy.Expr) -> str:
        """The name that holds the node's magnitude."""
        key = ("m", node)
        if key in self.names:
            return self.names[key]
        if not node.args:
            return self._remember(key, f"absolute({self.value(node)})")
        if node.is_Add:
            return self._remember(key, " + ".join(self.magnitude(part) for part in node.args))
        if node.is_Mul:
            return self._remember(key, " * ".join(self.magnitude(part) for part in node.args))
        if node.is_Pow:
            base, exponent = node.args
            if exponent.is_Integer and exponent > 0:
                return self._repeated(("m", base), self.magnitude(base), int(exponent))
            if not exponent.is_number:
                return self.magnitude(sympy.exp(exponent * sympy.log(base), evaluate=False))
            slope = self.value(exponent * base ** (exponent - 1))
            return self._remember(key, f"absolute({self.value(node)}) + absolute({slope}) * {self.magnitude(base)}")
        argument, result = self.value(node.args[0]), self.value(node)
        slope = _rule(_SLOPES, node).format(argument, result)
        return self._remember(key, f"absolute({result}) + ({slope}) * {self.magnitude(node.args[0])}")

    def _power(self, node: sympy.Expr) -> str:
        base, exponent = node.args
        if exponent.is_Integer:
            positive = self._repeated(("v", base), self.value(base), abs(int(exponent)))
            return positive if exponent > 0 else self._remember(node, f"1 / {positive}")
        if base == sympy.E:
            return self._remember(node, f"({self.value(exponent)}).exp()")
        if exponent == sympy.S.Half:
            return self._remember(node, f"({self.value(base)}).sqrt()")
        return self._remember(node, f"(({self.value(base)}).log() * {self.value(exponent)}).exp()")

    def _repeated(self, key: tuple[str, sympy.Expr], base: str, exponent: int) -> str:
        # Products instead of `**`: in python-flint 0.9 arb(0, r) ** n is nan when the midpoint is exactly 0.
        if exponent == 1:
            return base
        name = (*key, exponent)
        if name in self.names:
            return self.names[name]
        half = self._repeated(key, base, exponent // 2)
        return self._remember(name, f"{half} * {half}" + (f" * {base}" if exponent % 2 else ""))

    def _constant_index(self, node: sympy.Expr) -> int:
        self.constants.append(node)
        return len(self.constants) - 1

    def _remember(self, key: object, text: str, *, line: bool = True) -> str:
        name = f"v{len(self.lines)}" if line else text
        if line:
            self.lines.append(f"{name} = {text}")
        self.names[key] = name
        return name


def _rule(table: dict[str, str], node: sympy.Expr) -> str:
    name = type(node).__name__
    if name not in table or len(node.args) != 1:
        raise CannotEnclose(f"no rule encloses {name}")
    return table[name]


def _constant(number: sympy.Expr) -> Ball:
    if number == sympy.pi:
        return arb.pi()
    if number == sympy.E:
        return arb.const_e()
    exact = sympy.Rational(number)
    return arb(fmpq(int(exact.p), int(exact.q)))


def _absolute(value: Ball) -> Ball:
    # The upper end alone: magnitudes are monotone, so nothing is gained by carrying their lower ends.
    return arb(value.abs_upper())


def _kink(value: Ball) -> Ball:
    # sign' is 0 away from 0; on a box that holds the kink of |x| no derivative is claimed.
    return arb(float("nan")) if value.contains(0) else arb(0)

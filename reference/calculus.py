"""Derivatives of real expressions: as sympy's, with d|g| = sign(g)·dg whether or not sympy can tell that g is real.

Left to itself sympy differentiates |log(x)| through real and imaginary parts, which nothing downstream can evaluate.
The derivative of sign is written with DiracDelta, which is 0 beside the kink; on the kink no derivative is claimed.
"""

from __future__ import annotations

import sympy


class _Size(sympy.Function):  # type: ignore[misc]
    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return _Side(self.args[0])


class _Side(sympy.Function):  # type: ignore[misc]
    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return 2 * sympy.DiracDelta(self.args[0])


def derivative(expression: sympy.Expr, *symbols: sympy.Symbol) -> sympy.Expr:
    """∂ᵏe/∂s₁…∂s_k for real variables."""
    if not expression.has(sympy.Abs, sympy.sign):
        return sympy.diff(expression, *symbols)
    found = sympy.diff(expression.replace(sympy.Abs, _Size).replace(sympy.sign, _Side), *symbols)
    return found.replace(_Size, sympy.Abs).replace(_Side, sympy.sign)

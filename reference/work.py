"""Work: a budget counted in operations of ball arithmetic, never in seconds, so verdicts repeat on every machine.

One unit is one operation on balls of few bits. With a the operations of ∇J (counted on the expression, before common
subexpressions are shared), n the dimension, p the bits and w(p) = 1 + (p/2048)² the price of long numbers,

    one step of descent:             150 + n + a·w(p)                     150 for what is looked at after each step,
    one step with its Jacobian:      250 + 10·n³ + (n + 1)·a·w(p)         in searches for orbits and on intervals.

A budget is given in seconds for people's sake and converted by UNITS_PER_SECOND, a constant measured once on an ordinary
machine, on chaotic runs of Himmelblau's function, and rounded down. No clock is ever read: on a slower machine the same
work takes longer and ends in the same verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from grader.reference.certified import ctx

if TYPE_CHECKING:
    from grader.reference.objective import Objective

UNITS_PER_SECOND = 25_000_000
_FUNCTION = 20  # operations that exp, cos, … count for


class Work:
    """A budget for one objective; what it pays for is counted at `ctx.prec` bits. `spent` once nothing is left."""

    def __init__(self, objective: Objective, seconds: float) -> None:
        self.budget = max(0, int(seconds * UNITS_PER_SECOND))
        self.used = 0
        self._dimension = objective.dimension
        self._operations = operations(objective)

    @property
    def spent(self) -> bool:
        """Whether the budget is exhausted."""
        return self.used >= self.budget

    def step(self) -> None:
        """Pay for one step of gradient descent."""
        self.used += 150 + self._dimension + self._priced(self._operations)

    def slope(self) -> None:
        """Pay for one step together with its Jacobian."""
        n = self._dimension
        self.used += 250 + 10 * n**3 + (n + 1) * self._priced(self._operations)

    @staticmethod
    def _priced(operations: int) -> int:
        bits: int = ctx.prec
        return operations + operations * bits * bits // 2**22


def operations(objective: Objective) -> int:
    """a: the operations of one gradient."""
    if objective.is_polynomial:
        return sum(1 + sum(a > 0 for a in powers) for terms in objective.gradient_terms for powers in terms)
    nodes = [node for slope in objective.gradient for node in sympy.preorder_traversal(slope)]
    return sum(_FUNCTION if node.is_Function or (node.is_Pow and not node.exp.is_Integer) else 1 for node in nodes)

"""The step size above which gradient descent no longer converges: 2/λ_max of the Hessian.

Near a minimiser θ* the error obeys e_{t+1} ≈ (I − η·∇²J(θ*))·e_t, whose factors 1 − ηλ all lie within (−1, 1) exactly
when 0 < η < 2/λ_max. On a quadratic this decides the run from (almost) every start. On other objectives it is local:
crossing it makes that minimiser repelling, usually by the birth of a 2-cycle, and says nothing of escape to infinity.

*Source:* Y. Nesterov, Introductory Lectures on Convex Optimization (2004), §2.1.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import sympy

if TYPE_CHECKING:
    from grader.reference.objective import Objective


def step_size_threshold(objective: Objective) -> sympy.Expr:
    """2/λ_max exactly, for a quadratic with λ_max > 0 (else ValueError).

    Radicals where the eigenvalue is rational or quadratic over ℚ, as (5 − √13)/3; otherwise an algebraic number that
    evaluates to any number of digits.
    """
    if not objective.is_quadratic:
        raise ValueError("only a quadratic objective has one threshold for all its minimisers")
    unknown = sympy.Dummy("lambda")
    spectrum = sympy.real_roots(objective.hessian.charpoly(unknown).as_expr(), unknown)
    largest = max(spectrum)
    if not largest > 0:
        raise ValueError("the objective has no direction of positive curvature, so no step size converges")
    return sympy.radsimp(2 / largest)


def local_threshold(objective: Objective, point: npt.ArrayLike) -> float:
    """2/λ_max(∇²J(point)) in float64; inf where no curvature is positive, nan where the Hessian is not finite."""
    hessian = objective.hessian_at(point)
    if not np.isfinite(hessian).all():
        return float("nan")
    largest = float(np.linalg.eigvalsh(hessian)[-1])
    return 2 / largest if largest > 0 else float("inf")

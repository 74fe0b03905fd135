"""Certified bounds on the spectral norm of a ball matrix: the numbers that contraction proofs rest on.

With A_c the midpoints and R the radii of A, ‖A‖₂ ≤ ‖A_c‖₂ + ‖R‖₂ and ‖R‖₂ ≤ √(‖R‖₁·‖R‖_∞). For the midpoint matrix let
A_c = U·diag(s)·Vᵀ + E be a float singular value decomposition, all in balls; then

    ‖A_c‖₂ ≤ ‖U‖₂·s_max·‖V‖₂ + ‖E‖₂,      ‖U‖₂² ≤ 1 + ‖UᵀU − I‖₂,

each remaining norm bounded by √(‖·‖₁·‖·‖_∞). The floats are only a guess; the residuals are enclosed.

*Source:* S. Rump, Verification methods: rigorous results using floating-point arithmetic, Acta Numerica 19 (2010), §10.
"""

from __future__ import annotations

import numpy as np

from grader.reference.balls import Matrix, upper
from grader.reference.certified import arb, arb_mat
from grader.reference.lohner import floats
from grader.reference.programs import Ball


def spectral_norm(matrix: Matrix) -> float:
    """An upper bound of ‖A‖₂ over all matrices in the ball matrix; inf where it is not finite."""
    n = matrix.nrows()
    centre = floats(matrix)
    if not np.isfinite(centre).all():
        return float("inf")
    left, sizes, right = np.linalg.svd(centre)
    u, v, identity = _exact(left), _exact(right), _exact(np.eye(n))
    scaled = arb_mat(n, n, np.diag(sizes).ravel().tolist())
    rest = matrix - u * scaled * v  # holds both the residual of the midpoint and the radii
    stretch = (1 + _crude(u.transpose() * u - identity)).sqrt() * (1 + _crude(v * v.transpose() - identity)).sqrt()
    return upper(stretch * arb(float(sizes[0])) + _crude(rest))


def euclidean(vector: list[Ball]) -> float:
    """An upper bound of ‖v‖₂ over a box."""
    return upper(sum((arb(x.abs_upper()) ** 2 for x in vector), start=arb(0)).sqrt())


def _crude(matrix: Matrix) -> Ball:
    sizes = [[abs(x) for x in row] for row in matrix.tolist()]
    rows = max(upper(sum(row, start=arb(0))) for row in sizes)
    columns = max(upper(sum(column, start=arb(0))) for column in zip(*sizes, strict=True))
    return (arb(rows) * arb(columns)).sqrt()


def _exact(matrix: np.ndarray) -> Matrix:
    return arb_mat(*matrix.shape, matrix.ravel().tolist())

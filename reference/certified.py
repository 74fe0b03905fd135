"""Where certified arithmetic comes from: python-flint where it is installed, else flintlike.py, with the same promises.

Every other module of this folder takes its balls and rationals from here. With either engine each ball holds the true
value; flintlike is slower, and its radii may differ in their last digits.
"""

from __future__ import annotations

try:
    from flint import acb_mat, arb, arb_mat, ctx, fmpq, fmpq_mat, fmpq_poly

    #: The package that computes: "python-flint" or "mpmath".
    ENGINE = "python-flint"
except ImportError:
    from grader.reference.flintlike import acb_mat, arb, arb_mat, ctx, fmpq, fmpq_mat, fmpq_poly

    ENGINE = "mpmath"

__all__ = ["ENGINE", "acb_mat", "arb", "arb_mat", "ctx", "fmpq", "fmpq_mat", "fmpq_poly"]

"""Lohner's rotating frame: how a small set of errors travels through a map, without the growth that boxes cause.

The errors d_t of all programs of a class obey d_{t+1} ∈ A_t·d_t + [−ℓ_t, ℓ_t], A_t the Jacobian on the box that holds
them. Carried as a box, a rotation inflates them every step (the wrapping effect). Carried as Q·[−r, r] with an orthogonal
Q that follows the longest direction of A·Q·diag(r), they grow at the true rate of expansion only:

    r⁺ = |Q'⁻¹·A·Q|·r + |Q'⁻¹|·ℓ,        |d_{t+1}| ≤ min(|Q'|·r⁺, |A|·|d_t| + ℓ).

Q' is any invertible matrix of floats; its inverse is enclosed, so nothing rests on its orthogonality.

*Source:* R. Lohner, Enclosing the solutions of ordinary initial and boundary value problems (1987);
N. Nedialkov and K. Jackson, An interval Hermite-Obreschkoff method (1999), §4.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.reference.balls import Matrix, middle
from grader.reference.certified import arb, arb_mat
from grader.reference.programs import Ball


class Frame:
    """Errors as Q·[−r, r], and as the box `widths` that also contains them (exact nonnegative balls)."""

    def __init__(self, widths: Sequence[Ball]) -> None:
        n = len(widths)
        self.widths = [arb(width.abs_upper()) for width in widths]
        self._axes = arb_mat(n, n, [float(i == j) for i in range(n) for j in range(n)])
        self._radii = list(self.widths)

    def step(self, jacobian: Matrix, noise: Sequence[Ball]) -> None:
        """d ← A·d + [−ℓ, ℓ] for every A in the ball matrix `jacobian`."""
        image = jacobian * self._axes
        axes = _orthogonal(image, self._radii)
        inverse = axes.inv()
        turned, added = times(inverse * image, self._radii), times(inverse, noise)
        self._radii = [_up(a + b) for a, b in zip(turned, added, strict=True)]
        framed = times(axes, self._radii)
        boxed = times(jacobian, self.widths)
        self.widths = [_smaller(_up(a), _up(b + c)) for a, b, c in zip(framed, boxed, noise, strict=True)]
        self._axes = axes


def times(matrix: Matrix, sizes: Sequence[Ball]) -> list[Ball]:
    """|M|·s for a ball matrix and nonnegative balls."""
    n = matrix.ncols()
    entries = matrix.entries()
    rows = (entries[i : i + n] for i in range(0, len(entries), n))
    return [sum((abs(entry) * size for entry, size in zip(row, sizes, strict=True)), start=arb(0)) for row in rows]


def floats(matrix: Matrix) -> np.ndarray:
    """The midpoints of a ball matrix."""
    return np.array([middle(entry) for entry in matrix.entries()]).reshape(matrix.nrows(), matrix.ncols())


def _orthogonal(image: Matrix, radii: Sequence[Ball]) -> Matrix:
    """An orthogonal matrix of floats whose first column is the longest column of image·diag(radii), and so on."""
    n = len(radii)
    with np.errstate(over="ignore", invalid="ignore"):  # escaping traces: any axes will do
        spread = floats(image) * np.array([middle(radius) for radius in radii])
    size = float(np.abs(spread).max())
    if not 0 < size < np.inf:
        return arb_mat(n, n, [float(i == j) for i in range(n) for j in range(n)])
    spread /= size
    longest_first = np.argsort(-(spread * spread).sum(axis=0), kind="stable")
    axes, _ = np.linalg.qr(spread[:, longest_first])
    return arb_mat(n, n, axes.ravel().tolist())


def _up(value: Ball) -> Ball:
    return arb(value.abs_upper())


def _smaller(a: Ball, b: Ball) -> Ball:
    # A nan on either side fails closed: nan is kept, and the caller's test `not width <= cap` stops.
    return a if a < b else b

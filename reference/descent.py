"""Gradient descent in floating point, in the two forms that courses write it in.

Vector form: θ_{t+1} = θ_t − η·∇J(θ_t), every component computed from the same θ_t. Coordinate form: for each j,
θ_j ← θ_j − η·∂J/∂θ_j. Read with the derivatives taken at the old point (*simultaneous*) the two are one method; coded
literally, overwriting θ_j before the next derivative is taken (*sequential*, Gauss-Seidel), the coordinate form is
another method with other iterates: here both are available, so that each can be recognised.

*Source:* A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Point = npt.NDArray[np.float64]


def descend(
    gradient: Callable[[Point], npt.ArrayLike],
    start: npt.ArrayLike,
    step_size: float | Sequence[float],
    iterations: int,
) -> Point:
    """θ₀ … θ_k as rows, (k+1, n) float64, k = `iterations`.

    `gradient` maps (n,) → (n,); `step_size` is η, or η₀ … η_{k−1}. What overflows becomes inf or nan without a warning.
    """
    sizes = _sizes(step_size, iterations)
    trace = _trace(start, iterations)
    with np.errstate(all="ignore"):
        for t, eta in enumerate(sizes):
            trace[t + 1] = trace[t] - eta * np.asarray(gradient(trace[t].copy()), dtype=np.float64)
    return trace


def descend_by_coordinate(
    partials: Sequence[Callable[[Point], float]],
    start: npt.ArrayLike,
    step_size: float | Sequence[float],
    iterations: int,
    *,
    sequential: bool,
) -> Point:
    """The same from n partial derivatives, each (n,) → number.

    `sequential` False takes them all at θ_t, which is `descend`; True takes each at the point already updated in the
    coordinates before it, in the order of `partials`.
    """
    sizes = _sizes(step_size, iterations)
    trace = _trace(start, iterations)
    with np.errstate(all="ignore"):
        for t, eta in enumerate(sizes):
            point = trace[t].copy()
            for j, partial in enumerate(partials):
                seen = point if sequential else trace[t]
                point[j] -= eta * float(partial(seen.copy()))
            trace[t + 1] = point
    return trace


def _sizes(step_size: float | Sequence[float], iterations: int) -> list[float]:
    sizes = np.asarray(step_size, dtype=np.float64)
    if sizes.ndim and len(sizes) != iterations:
        raise ValueError(f"{iterations} iterations need as many step sizes, not {len(sizes)}")
    listed: list[float] = np.broadcast_to(sizes, (iterations,)).tolist()
    return listed


def _trace(start: npt.ArrayLike, iterations: int) -> Point:
    first = np.asarray(start, dtype=np.float64).reshape(-1)
    trace = np.empty((iterations + 1, len(first)))
    trace[0] = first
    return trace

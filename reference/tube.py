"""Tubes: where every correct program must be at each iterate, as a certified radius around the exact trace.

For an objective J, a start θ₀, a step size η and a class of arithmetic (see arithmetic.py), every program of class C has
its iterate t within `radius[t]` of `centre[t]`, component by component. With x_t the exact iterate, y_t the program's
and d_t = y_t − x_t, the mean value theorem on the box that holds both gives

    d_{t+1} ∈ (I − η·∇²J(box))·d_t + [−ℓ, ℓ],       |d_0| ≤ u·|θ₀|,

which Lohner's frame (lohner.py) carries. `centre[t]` is a float64 midpoint of the certified exact trace, and `radius[t]`
adds that midpoint's own distance from x_t, so the promise is about the floats that are compared. All of it is ball
arithmetic: nothing is sampled. A tube is *lost* when its half-width passes a tenth of max(1, ‖θ_t‖): equal programs may
disagree from there on, and the radius is inf.

*Source:* R. Lohner (1987) as in lohner.py; N. Higham as in arithmetic.py.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grader.reference import store
from grader.reference.arithmetic import (
    FLOAT32,
    FLOAT64,
    Arithmetic,
    as_fraction,
    central,
    forward,
    step_noise,
)
from grader.reference.balls import Balls, ball, balls, upper
from grader.reference.certified import ctx
from grader.reference.enclosure import reference_trace
from grader.reference.lohner import Frame
from grader.reference.programs import CannotEnclose
from grader.reference.quotients import Quotients, quotients
from grader.reference.steps import step_bound, step_bounds

if TYPE_CHECKING:
    from grader.reference.objective import Objective

__all__ = [
    "FLOAT32",
    "FLOAT64",
    "Arithmetic",
    "Tube",
    "central",
    "forward",
    "step_bound",
    "step_bounds",
    "tube",
]

_PRECISION = 80  # bits; the radii need far fewer
_LOST = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Tube:
    """`centre` and `radius`, both (k+1, n) float64 and read-only; rows with an infinite radius promise nothing."""

    centre: np.ndarray
    radius: np.ndarray
    arithmetic: Arithmetic

    def horizon(self, limit: float = 2e-3) -> int:
        """The last t up to which all radii stay within `limit`; −1 where even the start does not."""
        beyond = np.flatnonzero(~(self.radius <= limit).all(axis=1))
        return int(beyond[0]) - 1 if beyond.size else len(self.radius) - 1

    def contains(self, trace: np.ndarray) -> np.ndarray:
        """(k+1,) booleans: which rows of a trace of the same shape lie in the tube (not finite rows do not)."""
        with np.errstate(invalid="ignore"):
            inside = np.abs(trace - self.centre) <= self.radius
        lost = np.isinf(self.radius) & np.isfinite(trace)
        answer: np.ndarray = (inside | lost).all(axis=1)
        return answer


def tube(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    step_size: Fraction | int | float,
    iterations: int,
    arithmetic: Arithmetic = FLOAT64,
) -> Tube:
    """The tube of one run, from memory or from the store (store.py) where the same run was asked before.

    Numbers are taken at their exact values: pass Fraction(1, 10), not 0.1, for the step size that "0.1" means (class C
    covers the rounding of η and of the start). A class about the quotient has the quotient's own iterates for its centre. Never raises for an objective without ball rules: its radii are inf.
    """
    exact = tuple(as_fraction(x) for x in start)
    return _tube(objective, exact, as_fraction(step_size), int(iterations), arithmetic, store.places())


@lru_cache(maxsize=512)
def _tube(
    objective: Objective,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    iterations: int,
    arithmetic: Arithmetic,
    _: store.Places,
) -> Tube:
    centre = np.full((iterations + 1, len(start)), np.nan)
    radius = np.full_like(centre, np.inf)

    def compute() -> tuple[np.ndarray, np.ndarray]:
        quotient = (arithmetic.h, arithmetic.difference == "central") if arithmetic.about_quotient else None
        trace = reference_trace(objective, start, step_size, iterations, quotient)
        centre[:] = trace.midpoints
        with ctx.workprec(_PRECISION):
            _fill(objective, start, step_size, centre, np.asarray(trace.radius), radius, arithmetic)
        return centre, radius

    def unpack(arrays: store.Arrays) -> tuple[np.ndarray, np.ndarray]:
        found = arrays["centre"], arrays["radius"]
        if any((array.shape, array.dtype) != (centre.shape, centre.dtype) for array in found):
            raise ValueError("no tube of this run")
        return found

    key = store.key(
        "tube", objective, start=start, eta=step_size, iterations=iterations, arithmetic=astuple(arithmetic)
    )
    # Where the gradient cannot be enclosed the radii so far are all that is promised, and nothing is stored.
    with contextlib.suppress(CannotEnclose):
        centre, radius = store.kept(key, compute, lambda t: {"centre": t[0], "radius": t[1]}, unpack)
    centre.setflags(write=False)
    radius.setflags(write=False)
    return Tube(centre, radius, arithmetic)


def _fill(
    objective: Objective,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    centre: np.ndarray,
    midpoint_radius: np.ndarray,
    radius: np.ndarray,
    arithmetic: Arithmetic,
) -> None:
    """Write the radii row by row until the tube is lost."""
    eta, sizes = ball(step_size), balls(objective)
    maps: Balls | Quotients = sizes
    if arithmetic.about_quotient:
        maps = quotients(objective, arithmetic.h, central=arithmetic.difference == "central")
    unit = ball(arithmetic.unit_roundoff)
    frame = Frame([unit * abs(ball(x)) for x in start])
    rows = zip(centre.tolist(), midpoint_radius.tolist(), strict=True)
    last = len(centre) - 1
    same = objective.is_quadratic and not arithmetic.about_quotient  # one Jacobian everywhere
    jacobian = None
    for t, (point, own) in enumerate(rows):
        widths = [width + ball(distance) for width, distance in zip(frame.widths, own, strict=True)]
        reach = [upper(width) for width in widths]
        cap = _LOST * max(1.0, *map(abs, point))
        if not all(width <= cap for width in reach):
            return
        radius[t] = reach
        if t == last:
            return
        box = [ball(x, width) for x, width in zip(point, reach, strict=True)]
        jacobian = jacobian if same and jacobian is not None else maps.jacobian(box, eta)
        frame.step(jacobian, step_noise(sizes, box, eta, arithmetic))

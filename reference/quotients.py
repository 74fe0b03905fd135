"""Gradient descent by difference quotients as a map of its own: θ⁺ = θ − η·G(θ), with a given step h.

    forward   G_i(θ) = (J(θ + h·e_i) − J(θ)) / h          (h < 0: backward)
    central   G_i(θ) = (J(θ + h·e_i) − J(θ − h·e_i)) / 2h

Its iterates differ from gradient descent's by the truncation of the quotient, which is no error of the student's program:
a tube around *these* iterates holds every honest program with that h, and is as narrow as rounding allows. By the mean
value theorem row i of DG on a box lies in row i of ∇²J on the box widened by h along e_i; so nothing is divided by h but
numbers whose enclosures are exact to the working precision.

*Source:* R. Moore, R. Kearfott, M. Cloud, Introduction to Interval Analysis (2009), ch. 6 (mean value form).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.reference.balls import Balls, Matrix, ball, balls
from grader.reference.certified import arb_mat
from grader.reference.programs import Ball

if TYPE_CHECKING:
    from grader.reference.objective import Objective


class Quotients:
    """The map of one objective and one h, on n balls; `maps` are the objective's own programs."""

    def __init__(self, maps: Balls, h: float, *, central: bool) -> None:
        self.maps, self.h, self.central = maps, h, central
        self.dimension = maps.dimension

    def step(self, box: Sequence[Ball], step_size: Ball) -> list[Ball]:
        """θ − η·G(θ) on the box: at its centre, and from there by the slopes."""
        centre = [x.mid() for x in box]
        at_centre = [x - step_size * slope for x, slope in zip(centre, self._slopes(centre), strict=True)]
        offset = arb_mat([[x - c] for x, c in zip(box, centre, strict=True)])
        spread = (self.jacobian(box, step_size) * offset).entries()
        return [x + s for x, s in zip(at_centre, spread, strict=True)]

    def jacobian(self, box: Sequence[Ball], step_size: Ball) -> Matrix:
        """I − η·DG on the box."""
        n = self.dimension
        rows = []
        for i in range(n):
            slopes = self.maps.hessian(self.widened(box, i)).tolist()[i]
            rows.append([int(i == j) - step_size * slope for j, slope in enumerate(slopes)])
        return arb_mat(rows)

    def widened(self, box: Sequence[Ball], i: int) -> list[Ball]:
        """The box and all points whose values a quotient along e_i takes."""
        wide, size = list(box), abs(self.h)
        wide[i] = box[i] + (ball(0.0, size) if self.central else ball(self.h) / 2 + ball(0.0, size / 2 * (1 + 1e-15)))
        return wide

    def _slopes(self, point: Sequence[Ball]) -> list[Ball]:
        h = ball(self.h)
        here = None if self.central else self.maps.value(point)
        slopes = []
        for i, x in enumerate(point):
            ahead, back = list(point), list(point)
            ahead[i], back[i] = x + h, x - h
            value = self.maps.value(back) if here is None else here
            slopes.append((self.maps.value(ahead) - value) / (2 * h if self.central else h))
        return slopes


@lru_cache(maxsize=256)
def quotients(objective: Objective, h: float, *, central: bool) -> Quotients:
    """The map of an objective with one h, made once a process."""
    return Quotients(balls(objective), h, central=central)

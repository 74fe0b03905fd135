"""The fate of a run for every real η of an interval: η as one more coordinate, which never moves, and bisection.

On [a, b] with midpoint η₀ let c_t be a point near the iterate θ_t(η₀), c_{t+1} the rounded T_{η₀}(c_t). For every η of
the interval d_t = θ_t(η) − c_t obeys, by the mean value theorem on a box B that holds c_t and c_t + d_t,

    (d_{t+1}, η − η₀) ∈ [ I − η∇²J(B)   −∇J(B) ] · (d_t, η − η₀)  +  (rounding of c_{t+1}, 0),
                        [      0            1   ]

which Lohner's frame in n + 1 dimensions carries: that all the d_t come from one and the same η is not forgotten. The box
c_t + [−|d_t|, |d_t|] then holds θ_t(η) for *every* η ∈ [a, b], and the certificates of dynamics.py are asked of it, each with
η as a ball: the escape radius, the balls of attracting orbits. Where none is found the interval is halved.

For all η ≥ a at once (`diverges_beyond`): ‖θ₁‖ ≥ η‖∇J(θ₀)‖ − ‖θ₀‖ grows with η, and the escape radius R(η) falls with it,
since φ(r)/(η·r) of escape.py rises with η. So a‖∇J(θ₀)‖ − ‖θ₀‖ > R(a) proves that every η ≥ a diverges.

*Source:* R. Lohner as in lohner.py; own derivation of the second argument from escape.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from grader.reference.arithmetic import as_fraction
from grader.reference.balls import Balls, Matrix, ball, balls, lower, middle, upper
from grader.reference.certificate import Certificate, undecided
from grader.reference.certified import arb, arb_mat, ctx
from grader.reference.cycle import EVERY, Attractors, Orbit
from grader.reference.drift import escape_directions
from grader.reference.escape import GROWTH, escape_radius
from grader.reference.lohner import Frame
from grader.reference.norms import euclidean
from grader.reference.programs import Ball
from grader.reference.work import Work

if TYPE_CHECKING:
    from grader.reference.objective import Objective

_PRECISION = 128
_WIDEST = 0.5  # a box wider than this, relative to max(1, ‖c‖), is halved at once
_SHORTEST = 2**-24  # of the whole interval: what is not proved there stays undecided


@dataclass(frozen=True, slots=True)
class Piece:
    """Every real η with low ≤ η ≤ high has this fate; `certificate.details` are about all of them."""

    low: Fraction
    high: Fraction
    certificate: Certificate


def prove_on_interval(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    low: Fraction | int | float,
    high: Fraction | int | float,
    *,
    budget_seconds: float = 20.0,
    max_iterations: int = 600,
) -> list[Piece]:
    """Pieces that cover [low, high] from left to right, neighbours sharing their ends; 0 < low ≤ high, else ValueError.

    Pieces left undecided say why in details["reason"], and undecided neighbours with one reason are joined. A cycle's
    points move with η: `cycle` gives them at one η of the piece. Budget: work, as in dynamics.classify.
    """
    point = tuple(as_fraction(x) for x in start)
    ends = as_fraction(low), as_fraction(high)
    if not 0 < ends[0] <= ends[1]:
        raise ValueError(f"an interval of step sizes 0 < low ≤ high is asked, not [{low}, {high}]")
    if len(point) != objective.dimension:
        raise ValueError(f"a start of {objective.dimension} coordinates is asked, not {len(point)}")
    work = Work(objective, budget_seconds)
    shortest = (ends[1] - ends[0]) * Fraction(_SHORTEST)
    waiting, pieces = [ends], list[Piece]()
    with ctx.workprec(_PRECISION):
        while waiting:
            a, b = waiting.pop()
            certificate = _fate(objective, point, a, b, work, max_iterations)
            if certificate.kind == "undecided" and b - a > shortest and not work.spent:
                centre = (a + b) / 2
                waiting += [(centre, b), (a, centre)]  # the left half comes next
            else:
                _append(pieces, Piece(a, b, certificate))
    return pieces


def diverges_beyond(
    objective: Objective, start: Sequence[Fraction | int | float], low: Fraction | int | float
) -> Certificate | None:
    """A certificate that the run diverges for every real η ≥ low > 0, from its first step alone; None where none is found."""
    eta = as_fraction(low)
    radius = escape_radius(objective, eta)
    if radius is None:
        return None
    with ctx.workprec(_PRECISION):
        point = [ball(as_fraction(x)) for x in start]
        reach = ball(eta) * _norm(balls(objective).gradient(point)) - _norm(point)
        if not reach > radius:
            return None
        details: dict[str, object] = {
            "escape_radius": radius,
            "norm": middle(reach),
            "at_iteration": 1,
            "growth": GROWTH,
        }
    return Certificate("diverges", None, None, None, details)


def _fate(
    objective: Objective, start: tuple[Fraction, ...], low: Fraction, high: Fraction, work: Work, iterations: int
) -> Certificate:
    """One certificate for the whole of [low, high], or undecided."""
    maps, centre_eta = balls(objective), ball((low + high) / 2)
    half = ball((high - low) / 2)
    eta = centre_eta + arb(0, upper(half)) if high > low else centre_eta
    radius, directions = escape_radius(objective, eta), escape_directions(objective, eta)
    attractors = Attractors(maps, eta, work)
    centre = [ball(x).mid() for x in start]
    widths = [abs(ball(x) - c) for x, c in zip(start, centre, strict=True)]
    frame = Frame([*widths, half + abs(centre_eta - centre_eta.mid())])
    trace = np.full((iterations + 1, len(start)), np.nan)
    for t in range(iterations + 1):
        here = trace[t] = [middle(x) for x in centre]
        reach = [upper(width) for width in frame.widths[:-1]]
        if not max(reach) <= _WIDEST * max(1.0, float(np.abs(here).max())):
            return undecided("too-wide", "the box of iterates grew too wide on intervals not worth halving again")
        box = [c + arb(0, width) for c, width in zip(centre, reach, strict=True)]
        if radius is not None:
            norm = _norm(box)
            if norm > radius:
                return _diverges(t, norm, radius, GROWTH)
        for direction in directions:
            along = direction.along(box)
            if along > direction.radius:
                axis = [middle(v) for v in direction.axis]
                return _diverges(t, along, direction.radius, direction.growth, axis=axis)
        orbit = attractors.holding(trace[t], box)
        if orbit is not None:
            return _attracted(t, orbit)
        if work.spent:
            return undecided("work", f"the budget of {work.budget} units of work was spent")
        if t % EVERY == 0:
            attractors.look(trace, t)
        work.slope()
        moved = maps.step(centre, centre_eta.mid())
        frame.step(_augmented(maps, box, eta), [*(arb(upper(x - x.mid())) for x in moved), arb(0)])
        centre = [x.mid() for x in moved]
    return undecided(
        "iterations", f"in {iterations} iterations no escape radius was passed and no attracting ball entered"
    )


def _augmented(maps: Balls, box: list[Ball], eta: Ball) -> Matrix:
    """The Jacobian of (θ, η) ↦ (T_η(θ), η) on the box."""
    n = len(box)
    slope, pull = maps.jacobian(box, eta), maps.gradient(box)
    rows = [[*(slope[i, j] for j in range(n)), -pull[i]] for i in range(n)]
    return arb_mat([*rows, [*([arb(0)] * n), arb(1)]])


def _norm(box: Sequence[Ball]) -> Ball:
    """‖θ‖ over a box, its lower end ≥ 0."""
    total = sum((arb(x.abs_lower()) ** 2 for x in box), start=arb(0)).sqrt()
    return total.union(arb(euclidean(list(box))))


def _diverges(t: int, norm: Ball, radius: float, growth: float, **more: object) -> Certificate:
    # The norm told is the least over the piece, R the largest.
    details: dict[str, object] = {"escape_radius": radius, "norm": lower(norm), "at_iteration": t, "growth": growth}
    details |= more
    return Certificate("diverges", None, None, None, details)


def _attracted(t: int, orbit: Orbit) -> Certificate:
    details: dict[str, object] = {
        "at_iteration": t,
        "ball_centre": orbit.points[0].tolist(),
        "ball_radius": orbit.radius,
        "contraction": orbit.contraction,
    }
    if orbit.period == 1:
        return Certificate("converges", None, tuple(orbit.points[0].tolist()), None, details)
    details["cycle"] = orbit.points.tolist()
    return Certificate("cycle", None, None, orbit.period, details)


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece at the right end, joined with an undecided neighbour for the same reason."""
    if pieces and piece.certificate.kind == "undecided":
        last = pieces[-1]
        if last.certificate.details.get("reason") == piece.certificate.details["reason"]:
            pieces[-1] = Piece(last.low, piece.high, last.certificate)
            return
    pieces.append(piece)

"""What a run of gradient descent does in the end, proved: it diverges, converges to a minimiser, or runs into a cycle.

The claim is about the exact iterates θ_{t+1} = θ_t − η∇J(θ_t) from a rational start with a rational η > 0. The first
certificate that succeeds is given:

* quadratics: closed form, in any dimension (quadratic.py);
* *diverges*: the certified iterate lies beyond the escape radius, from where each step grows by 5 % (escape.py);
* *converges*: the certified iterate lies in a ball around a minimiser that the map contracts (cycle.py, k = 1);
* *cycle*: it lies in the ball of an attracting k-cycle, k minimal (cycle.py);
* *converges* without naming the limit: η below 2/L on a ball that holds the whole sublevel set (sublevel.py);
* else *undecided*, which is never wrong: `details["reason"]` says what was missing.

`robust` says whether every float64 program of class C (arithmetic.py) does the same: its tube, too, lies wholly beyond
the radius, or in a ball that absorbs the rounding. False means not proved; None, not examined.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
from flint import arb, ctx

from grader.reference.arithmetic import FLOAT64, as_fraction, nearest
from grader.reference.balls import Balls, ball, balls, middle, upper
from grader.reference.cycle import Orbit, attracting_orbit
from grader.reference.escape import GROWTH, escape_radius
from grader.reference.programs import Ball, CannotEnclose
from grader.reference.quadratic import quadratic_fate
from grader.reference.sublevel import settles
from grader.reference.tube import tube

if TYPE_CHECKING:
    from grader.reference.objective import Objective

_PRECISIONS = (256, 512, 1024, 2048, 4096, 8192)
_LONGEST_CYCLE = 64
_EVERY = 8  # iterates between two searches for a return of the trace
_HUGE = 1e150
_MORE = 60  # iterates that a float64 tube is followed past the exact certificate


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proved fate. `limit` is the minimiser of a convergent run, `period` the minimal period of a cycle.

    `details` holds what a reader is told, by name: escape_radius, norm, at_iteration, growth · ball_radius, contraction,
    at_iteration · cycle (its points), ball_radius, contraction, at_iteration · eigenvalue, factor (quadratics) ·
    reason, iterations (undecided).
    """

    kind: Literal["diverges", "converges", "cycle", "undecided"]
    robust: bool | None = None
    limit: tuple[float, ...] | None = None
    period: int | None = None
    details: dict[str, object] = field(default_factory=dict)


def classify(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    step_size: Fraction | int | float,
    *,
    budget_seconds: float = 2.0,
    max_iterations: int = 2000,
) -> Certificate:
    """The fate of one run. Always returns: undecided (reason "time") when the budget is spent, and for η ≤ 0."""
    exact = tuple(as_fraction(x) for x in start)
    return _classify(objective, exact, as_fraction(step_size), float(budget_seconds), int(max_iterations))


@lru_cache(maxsize=2048)
def _classify(
    objective: Objective, start: tuple[Fraction, ...], step_size: Fraction, budget_seconds: float, max_iterations: int
) -> Certificate:
    if step_size <= 0:
        return _undecided("step-size-not-positive")
    if objective.is_quadratic:
        return _quadratic(objective, start, step_size)
    try:
        run = _Run(objective, start, step_size, time.thread_time() + budget_seconds, max_iterations)
        return run.classify()
    except CannotEnclose as problem:
        return _undecided("no-enclosure", missing=str(problem))


def _quadratic(objective: Objective, start: tuple[Fraction, ...], step_size: Fraction) -> Certificate:
    fate = quadratic_fate(objective, start, step_size)
    details: dict[str, object] = {"factor": fate.factor, "eigenvalue": fate.eigenvalue}
    period = 2 if fate.kind == "cycle" else None
    return Certificate(fate.kind, fate.robust, fate.limit, period, details)


class _Run:
    """One run under examination: the certified trace, at rising precision, beside the targets known so far."""

    def __init__(
        self, objective: Objective, start: tuple[Fraction, ...], step_size: Fraction, deadline: float, iterations: int
    ) -> None:
        self.objective, self.start, self.step_size = objective, start, step_size
        self.deadline, self.iterations = deadline, iterations
        self.maps: Balls = balls(objective)
        self.radius = escape_radius(objective, step_size)
        self.orbits: list[Orbit] = []
        self.tries: dict[int, int] = {}
        self.trace = np.full((iterations + 1, len(start)), np.nan)
        self.reached = 0
        self.last: list[Ball] = []

    def classify(self) -> Certificate:
        reason = "precision"
        for precision in _PRECISIONS:
            with ctx.workprec(precision):
                outcome = self._follow()
            if isinstance(outcome, Certificate):
                return outcome
            reason = outcome
            if reason != "precision":
                break
        if settles(self.objective, self.last, self.step_size):
            return Certificate("converges", None, None, None, {"at_iteration": self.reached, "descends": True})
        largest = float(np.nanmax(np.abs(self.trace[: self.reached + 1])))
        missing = {} if self.radius is not None else {"missing": "escape-radius"}
        return _undecided(reason, iterations=self.reached, largest=largest, **missing)

    def _follow(self) -> Certificate | str:
        """The certificate met along the trace at this precision, or why none was."""
        eta = ball(self.step_size)
        point = [ball(x) for x in self.start]
        if all(upper(slope) == 0 for slope in self.maps.gradient(point)):
            limit = tuple(nearest(x) for x in self.start)
            return Certificate("converges", None, limit, None, {"at_iteration": 0, "stationary_start": True})
        for t in range(self.iterations + 1):
            here = [middle(x) for x in point]
            size = max(map(abs, here))
            if not all(x.is_finite() and upper(x - x.mid()) <= 1e-9 * max(1.0, size) for x in point):
                return "precision"
            self.trace[t] = here
            if t >= self.reached:
                self.reached, self.last = t, point
            if self.radius is not None and not np.hypot.reduce(self.trace[t]) <= self.radius:
                norm = sum((x * x for x in point), start=arb(0)).sqrt()
                if norm > self.radius:
                    return self._diverges(t, norm)
            if not size < _HUGE:
                return "overflow"
            for orbit in self.orbits:
                if (np.abs(self.trace[t] - orbit.points[0]) <= orbit.reach).all() and orbit.holds(point):
                    return self._attracted(t, orbit)
            if t % _EVERY == 0:
                if time.thread_time() > self.deadline:
                    return "time"
                self._look_for_an_orbit(t)
            point = self.maps.step(point, eta)
        return "iterations"

    def _look_for_an_orbit(self, t: int) -> None:
        """Where the trace has nearly returned after k steps, try to prove an attracting orbit of period k there."""
        before = self.trace[max(0, t - _LONGEST_CYCLE) : t][::-1]
        away = np.abs(before - self.trace[t]).max(axis=1)
        for k in (np.flatnonzero(away <= 0.02 * max(1.0, float(np.abs(self.trace[t]).max()))) + 1).tolist()[:2]:
            if t < self.tries.get(k, 0):
                continue
            self.tries[k] = t + max(_EVERY, t // 2)
            orbit = attracting_orbit(self.maps, self.step_size, self.trace[t].tolist(), k)
            if orbit is not None and not any(np.allclose(orbit.points[0], known.points[0]) for known in self.orbits):
                self.orbits.append(orbit)

    def _diverges(self, t: int, norm: Ball) -> Certificate:
        details: dict[str, object] = {
            "escape_radius": self.radius,
            "norm": middle(norm),
            "at_iteration": t,
            "growth": GROWTH,
        }
        radius = escape_radius(self.objective, self.step_size, noise=FLOAT64.unit_roundoff)
        return Certificate("diverges", radius is not None and self._tube_escapes(t, radius), None, None, details)

    def _attracted(self, t: int, orbit: Orbit) -> Certificate:
        details: dict[str, object] = {
            "at_iteration": t,
            "ball_radius": orbit.radius,
            "contraction": orbit.contraction,
        }
        robust = orbit.robust and self._tube_enters(t, orbit)
        if orbit.period == 1:
            return Certificate("converges", robust, tuple(orbit.points[0].tolist()), None, details)
        details["cycle"] = orbit.points.tolist()
        return Certificate("cycle", robust, None, orbit.period, details)

    def _tube_escapes(self, t: int, radius: float) -> bool:
        where = tube(self.objective, self.start, self.step_size, t + 2, FLOAT64)
        with np.errstate(over="ignore", invalid="ignore"):
            nearer = np.maximum(np.abs(where.centre) - where.radius, 0.0)
            norms = np.sqrt((nearer * nearer).sum(axis=1)) * (1 - 1e-12)
        return bool((norms[np.isfinite(where.radius).all(axis=1)] > radius).any())

    def _tube_enters(self, t: int, orbit: Orbit) -> bool:
        where = tube(self.objective, self.start, self.step_size, t + _MORE, FLOAT64)
        near = (np.abs(where.centre - orbit.points[0]) <= orbit.reach).all(axis=1)
        rows = np.isfinite(where.radius).all(axis=1) & near
        boxes = zip(where.centre[rows].tolist(), where.radius[rows].tolist(), strict=True)
        with ctx.workprec(80):
            return any(orbit.holds([ball(x, r) for x, r in zip(*box, strict=True)]) for box in boxes)


def _undecided(reason: str, **more: object) -> Certificate:
    return Certificate("undecided", None, None, None, {"reason": reason, **more})

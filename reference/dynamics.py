"""What a run of gradient descent does in the end, proved: it diverges, converges to a minimiser, or runs into a cycle.

The claim is about the exact iterates θ_{t+1} = θ_t − η∇J(θ_t) from a rational start with a rational η > 0. The first
certificate that succeeds is given:

* quadratics: closed form, in any dimension (quadratic.py);
* *diverges*: the certified iterate lies beyond the escape radius, from where each step grows by 5 % (escape.py), or so far
  along an eigenvector of a disturbed quadratic that its component grows for ever (drift.py);
* *converges*: the certified iterate lies in a ball around a minimiser that the map contracts (cycle.py, k = 1);
* *cycle*: it lies in the ball of an attracting k-cycle, k minimal (cycle.py);
* *converges* without naming the limit: η below 2/L on a ball that holds the whole sublevel set (sublevel.py);
* else *undecided*, which is never wrong: `details["reason"]` says what was missing.

The effort is bounded in operations, not in seconds (work.py): the same question has the same answer on every machine,
and the answer is kept (store.py).

`robust` says whether every float64 program of class C (arithmetic.py) does the same: its tube, too, lies wholly beyond
the radius, or in a ball that absorbs the rounding. False means not proved; None, not examined.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grader.reference import store
from grader.reference.arithmetic import FLOAT64, as_fraction, nearest
from grader.reference.balls import Balls, ball, balls, middle, upper
from grader.reference.certificate import Certificate, pack, undecided, unpack
from grader.reference.certified import ctx
from grader.reference.cycle import EVERY, LONGEST_CYCLE, Attractors, Orbit
from grader.reference.drift import Direction, escape_directions
from grader.reference.escape import GROWTH, escape_radius
from grader.reference.lohner import Frame
from grader.reference.programs import Ball, CannotEnclose
from grader.reference.quadratic import quadratic_fate
from grader.reference.sublevel import settles
from grader.reference.tube import tube
from grader.reference.work import Work

if TYPE_CHECKING:
    from grader.reference.objective import Objective

__all__ = ["Certificate", "classify"]

_PRECISIONS = (256, 512, 1024, 2048, 4096, 8192)
_HUGE = 1e150
_PATIENCE = 10  # a run near a proved attractor is followed so many times as long
_WIDE = 1e-3  # beyond this half-width a frame is given up
_MORE = 60  # iterates that a float64 tube is followed past the exact certificate


def classify(
    objective: Objective,
    start: Sequence[Fraction | int | float],
    step_size: Fraction | int | float,
    *,
    budget_seconds: float = 2.0,
    max_iterations: int = 2000,
) -> Certificate:
    """The fate of one run; undecided for η ≤ 0, and when the budget or the iterations run out. Never raises for these.

    A run is followed for `max_iterations`, or ten times as many once an attracting orbit near it is proved.
    `budget_seconds` is converted into work by work.UNITS_PER_SECOND, whatever the machine. It pays for the search; the
    closed form of a quadratic and the robustness of what was found come on top, about as much again at most.
    Raises ValueError for a start whose coordinates are not as many as the variables.
    """
    exact = tuple(as_fraction(x) for x in start)
    if len(exact) != objective.dimension:
        raise ValueError(f"a start of {objective.dimension} coordinates is asked, not {len(exact)}")
    return _classify(
        objective, exact, as_fraction(step_size), float(budget_seconds), int(max_iterations), store.places()
    )


@lru_cache(maxsize=2048)
def _classify(
    objective: Objective,
    start: tuple[Fraction, ...],
    step_size: Fraction,
    budget_seconds: float,
    max_iterations: int,
    _: store.Places,
) -> Certificate:
    if step_size <= 0:
        return undecided("step-size-not-positive", "the step size is not positive")
    if objective.is_quadratic:
        return _quadratic(objective, start, step_size)
    work = Work(objective, budget_seconds)

    def compute() -> Certificate:
        return _Run(objective, start, step_size, work, max_iterations).classify()

    key = store.key("fate", objective, start=start, eta=step_size, budget=work.budget, iterations=max_iterations)
    try:
        return store.kept(key, compute, pack, unpack)
    except CannotEnclose as problem:
        return undecided("no-enclosure", f"the gradient or a derivative of it cannot be enclosed: {problem}")


def _quadratic(objective: Objective, start: tuple[Fraction, ...], step_size: Fraction) -> Certificate:
    fate = quadratic_fate(objective, start, step_size)
    details: dict[str, object] = {"factor": fate.factor, "eigenvalue": fate.eigenvalue, "threshold": fate.threshold}
    if fate.kind == "diverges" and fate.eigenvalue == 0:
        details["drifts"] = True  # a constant slope along a direction without curvature
    period = 2 if fate.kind == "cycle" else None
    return Certificate(fate.kind, fate.robust, fate.limit, period, details)


class _Run:
    """One run under examination: the certified trace, at rising precision, beside the targets known so far."""

    def __init__(
        self, objective: Objective, start: tuple[Fraction, ...], step_size: Fraction, work: Work, iterations: int
    ) -> None:
        self.objective, self.start, self.step_size = objective, start, step_size
        self.work, self.iterations = work, iterations
        self.maps: Balls = balls(objective)
        self.radius = escape_radius(objective, step_size)
        self.directions = escape_directions(objective, step_size)
        self.attractors = Attractors(self.maps, step_size, work)
        self.trace = np.full((iterations + 1, len(start)), np.nan)
        self.reached = self.followed = -1
        self.last: list[Ball] = []

    def classify(self) -> Certificate:
        if self._starts_stationary():
            limit = tuple(nearest(x) for x in self.start)
            return Certificate("converges", None, limit, None, {"at_iteration": 0, "stationary_start": True})
        stopped, before, precision = "precision", -1, 0
        for precision in _PRECISIONS:
            with ctx.workprec(precision):
                outcome = self._follow()
            if isinstance(outcome, Certificate):
                return outcome
            stopped = outcome
            if stopped != "precision":
                break
            if self.reached == before and precision >= 1024:
                # More bits help a ball that has widened, not a gradient that is undefined where the run arrives.
                stopped = "not-enclosed"
                break
            before = self.reached
        if stopped in ("iterations", "precision") and (found := self._follow_on()) is not None:
            return found
        if self.last and settles(self.objective, self.last, self.step_size):
            return Certificate("converges", None, None, None, {"at_iteration": self.reached, "descends": True})
        return self._gave_up(stopped, precision)

    def _starts_stationary(self) -> bool:
        """Whether ∇J(θ₀) = 0, as far as it can be told exactly."""
        if self.objective.is_polynomial:
            return not any(self.objective.exact_gradient(self.start))
        with ctx.workprec(_PRECISIONS[0]):
            return all(bool(slope == 0) for slope in self.maps.gradient([ball(x) for x in self.start]))

    def _follow(self) -> Certificate | str:
        """The certificate met along the trace at this precision, or the code of what ended it."""
        eta = ball(self.step_size)
        point = [ball(x) for x in self.start]
        for t in range(self.iterations + 1):
            if self.work.spent:
                return "work"
            here = [middle(x) for x in point]
            size = max(map(abs, here))
            if not all(x.is_finite() and upper(x - x.mid()) <= 1e-9 * max(1.0, size) for x in point):
                return "precision"
            self.trace[t] = here
            if t >= self.reached:
                self.reached, self.last = t, point
            certificate = self._escaped(t, point) or self._caught(t, point)
            if certificate is not None:
                return certificate
            if not size < _HUGE:
                return "overflow"
            if t % EVERY == 0:
                self.attractors.look(self.trace, t)
            self.work.step()
            point = self.maps.step(point, eta)
        return "iterations"

    def _follow_on(self) -> Certificate | None:
        """From the last iterate towards the attractors known, in a frame that does not widen where the map contracts."""
        with ctx.workprec(_PRECISIONS[0]):
            eta = ball(self.step_size)
            centre = [x.mid() for x in self.last]
            frame = Frame([x - c for x, c in zip(self.last, centre, strict=True)])
            for t in range(self.reached, _PATIENCE * self.iterations):
                self.followed = t
                here, reach = np.array([middle(x) for x in centre]), [upper(width) for width in frame.widths]
                box = [c + ball(0.0, width) for c, width in zip(centre, reach, strict=True)]
                orbit = self.attractors.holding(here, box)
                if orbit is not None:
                    return self._attracted(t, here, orbit)
                if self.work.spent or not self.attractors.orbits or not max(reach) < _WIDE:
                    return None
                self.work.slope()
                moved = self.maps.step(centre, eta)
                frame.step(self.maps.jacobian(box, eta), [ball(upper(x - x.mid())) for x in moved])
                centre = [x.mid() for x in moved]
        return None

    def _escaped(self, t: int, point: list[Ball]) -> Certificate | None:
        here = self.trace[t]
        if self.radius is not None and not np.hypot.reduce(here) <= self.radius:
            norm = sum((x * x for x in point), start=ball(0)).sqrt()
            if norm > self.radius:
                return self._diverges(t, norm)
        for direction in self.directions:
            along = direction.along(point)
            if along > direction.radius:
                return self._drifts(t, direction, along)
        return None

    def _caught(self, t: int, point: list[Ball]) -> Certificate | None:
        orbit = self.attractors.holding(self.trace[t], point)
        return self._attracted(t, self.trace[t], orbit) if orbit is not None else None

    def _diverges(self, t: int, norm: Ball) -> Certificate:
        details: dict[str, object] = {
            "escape_radius": self.radius,
            "norm": middle(norm),
            "at_iteration": t,
            "growth": GROWTH,
            "point": self.trace[t].tolist(),
        }
        radius = escape_radius(self.objective, self.step_size, noise=FLOAT64.unit_roundoff)
        return Certificate("diverges", radius is not None and self._tube_escapes(t, radius), None, None, details)

    def _drifts(self, t: int, direction: Direction, along: Ball) -> Certificate:
        details: dict[str, object] = {
            "escape_radius": direction.radius,
            "norm": middle(along),
            "at_iteration": t,
            "growth": direction.growth,
            "point": self.trace[t].tolist(),
            "axis": [middle(v) for v in direction.axis],
            "eigenvalue": direction.eigenvalue,
        }
        return Certificate("diverges", None, None, None, details)

    def _attracted(self, t: int, here: np.ndarray, orbit: Orbit) -> Certificate:
        details: dict[str, object] = {
            "at_iteration": t,
            "point": here.tolist(),
            "ball_centre": orbit.points[0].tolist(),
            "ball_radius": orbit.radius,
            "contraction": orbit.contraction,
        }
        # A tube as long as that costs more than the search did.
        robust = None if t > self.iterations else orbit.robust and self._tube_enters(t, orbit)
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

    def _gave_up(self, stopped: str, precision: int) -> Certificate:
        t, work = self.reached, self.work
        said = {
            "work": f"the budget of {work.budget} units of work was spent at {precision} bits, iterate {t} the farthest reached",
            "iterations": f"{t} iterations were followed and prove nothing",
            "precision": f"after iterate {t} the run is too sensitive for {precision} bits",
            "not-enclosed": f"the gradient is undefined, or cannot be enclosed, where the run arrives at iterate {t + 1}",
            "overflow": f"iterate {t} is larger than {_HUGE:g}, and nothing proves that the run never comes back",
        }[stopped]
        missing = [self._no_escape(), self._no_attractor()]
        return undecided(
            stopped,
            "; ".join([said, *missing]),
            missing=missing,
            iterations=t,
            precision=precision,
            largest=float(np.nanmax(np.abs(self.trace[: t + 1]), initial=0.0)),
            work=work.used,
            budget=work.budget,
        )

    def _no_escape(self) -> str:
        if self.radius is not None:
            return f"no iterate lies beyond the escape radius {self.radius:.4g}"
        if self.directions:
            radii = ", ".join(f"{direction.radius:.4g}" for direction in self.directions)
            return f"no iterate lies beyond the radius along a direction of escape ({radii})"
        if self.objective.is_polynomial:
            return "the objective is not a polynomial with a top part shown positive, so no escape radius is known"
        return (
            "the objective is neither a polynomial with a positive top part nor a quadratic that grows at this step size "
            "plus a disturbance of bounded gradient, so no escape radius is known"
        )

    def _no_attractor(self) -> str:
        orbits = self.attractors.orbits
        if orbits:
            periods = ", ".join(str(orbit.period) for orbit in orbits)
            return f"no iterate up to {max(self.reached, self.followed)} was proved to enter the attracting balls found (periods {periods})"
        return f"no attracting minimiser or cycle of a period up to {LONGEST_CYCLE} was proved where the trace nearly returns"

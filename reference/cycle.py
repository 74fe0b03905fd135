"""Attracting orbits: balls that gradient descent provably never leaves, around a minimiser or a k-cycle.

With S = T^k, k the period (1 for a minimiser), p a point found by Newton's method, and B the ball ‖V⁻¹(x − p)‖₂ ≤ ρ in
the eigenvector basis V of DS(p): if over the whole of B

    q = sup ‖V⁻¹·DS·V‖₂ < 1     and     ‖V⁻¹(S(p) − p)‖₂ + q·ρ ≤ ρ,

Banach's theorem gives one periodic point in B, which attracts all of B at the rate q. For k = 1 the map's Jacobian is
I − η∇²J, so q < 1 makes ∇²J positive definite on B and the point a strict minimiser. For k > 1 the boxes T^j(B) of the
proper divisors j of k are disjoint from B, so k is the minimal period. Everything is enclosed: DT on boxes that hold
T^j(B), its product, the norm.

The orbit is *robust* when k steps of any float64 program of class C started in B end in B too:
‖V⁻¹(S(p) − p)‖₂ + q·ρ + ‖V⁻¹δ‖₂ ≤ ρ, δ_{j+1} = |DT|·δ_j + ℓ_j the rounding carried along.

Where to try is told by a trace: when it has nearly returned after k steps, Newton starts there (`Attractors`).

*Source:* Banach's fixed point theorem; S. Rump, Verification methods, Acta Numerica 19 (2010), §13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from grader.reference.arithmetic import FLOAT64, step_noise
from grader.reference.balls import Balls, Matrix, ball, middle, upper
from grader.reference.certified import arb, arb_mat, ctx
from grader.reference.lohner import floats, times
from grader.reference.norms import euclidean, spectral_norm
from grader.reference.programs import Ball
from grader.reference.work import Work

LONGEST_CYCLE = 64
#: Iterates between two looks for a return of the trace.
EVERY = 8
_PRECISION = 160
_NEWTON_STEPS = 14
_RADII = 24


@dataclass(frozen=True, slots=True, eq=False)
class Orbit:
    """An attracting orbit and its ball. `points` (k, n) floats; `radius` ρ and `contraction` q in the basis V."""

    points: np.ndarray
    radius: float
    contraction: float
    robust: bool
    #: Half-widths of a box that holds the ball: a float test before the certified one.
    reach: np.ndarray
    centre: tuple[Ball, ...]
    inverse: Matrix

    @property
    def period(self) -> int:
        """The minimal period k."""
        return len(self.points)

    def holds(self, box: Sequence[Ball]) -> bool:
        """Whether the whole box lies in the ball."""
        offset = arb_mat([[x - p] for x, p in zip(box, self.centre, strict=True)])
        return euclidean((self.inverse * offset).entries()) <= self.radius


class Attractors:
    """The orbits proved along one trace so far, for one η or for every η of a ball; searches are paid from `work`."""

    def __init__(self, objective: Balls, step_size: Fraction | Ball, work: Work | None = None) -> None:
        self.objective, self.step_size, self.work = objective, step_size, work
        self.orbits: list[Orbit] = []
        self._next_try: dict[int, int] = {}

    def look(self, trace: np.ndarray, t: int) -> None:
        """Where the trace has nearly returned after k steps, try to prove an attracting orbit of period k there."""
        before = trace[max(0, t - LONGEST_CYCLE) : t][::-1]
        away = np.abs(before - trace[t]).max(axis=1)
        near = np.flatnonzero(away <= 0.02 * max(1.0, float(np.abs(trace[t]).max()))) + 1
        for k in near.tolist()[:2]:
            if t < self._next_try.get(k, 0):
                continue
            self._next_try[k] = t + max(EVERY, t // 2)
            orbit = attracting_orbit(self.objective, self.step_size, trace[t].tolist(), k, self.work)
            if orbit is not None and not any(np.allclose(orbit.points[0], known.points[0]) for known in self.orbits):
                self.orbits.append(orbit)

    def holding(self, here: np.ndarray, box: Sequence[Ball]) -> Orbit | None:
        """The orbit whose ball holds the whole box; `here` is the box's midpoint in floats."""
        for orbit in self.orbits:
            if (np.abs(here - orbit.points[0]) <= orbit.reach).all() and orbit.holds(box):
                return orbit
        return None


def attracting_orbit(
    objective: Balls, step_size: Fraction | Ball, guess: Sequence[float], period: int, work: Work | None = None
) -> Orbit | None:
    """The attracting orbit of a period dividing `period` near `guess`, None where none is proved or `work` is spent.

    `step_size` may be a ball: then the claims hold for every η of it.
    """
    with ctx.workprec(_PRECISION):
        eta = step_size if isinstance(step_size, arb) else ball(step_size)
        found = _newton(objective, eta.mid(), guess, period, work)
        if found is None:
            return None
        points, slope = found
        if not np.isfinite(slope).all():
            return None
        basis = _eigenbasis(slope, symmetric=len(points) == 1)
        least = max(abs(np.linalg.eigvals(slope)))
        if not least < 1 - 1e-9:
            return None
        scale = max(1.0, *(abs(middle(x)) for x in points[0]))
        for exponent in range(_RADII):
            if _cannot_pay(work, len(points)):
                return None
            orbit = _verify(objective, eta, points, basis, scale * 2.0 ** (1 - exponent), 1 - (1 - least) / 16)
            if orbit is not None:
                return orbit
        return None


def _newton(
    objective: Balls, eta: Ball, guess: Sequence[float], period: int, work: Work | None
) -> tuple[list[list[Ball]], np.ndarray] | None:
    """Points p, T(p), … (midpoints of 160 bits) of the orbit near the guess, its period made minimal, and DT^k(p)."""
    n = objective.dimension
    point = [ball(float(x)) for x in guess]
    identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    for _ in range(_NEWTON_STEPS):
        if _cannot_pay(work, period):
            return None
        orbit, slope = _along(objective, eta, point, period)
        rest = arb_mat([[a - b] for a, b in zip(orbit[-1], point, strict=True)])
        try:
            move = (identity - slope).mid().solve(rest.mid()).mid().entries()
        except ZeroDivisionError:
            return None
        point = [(a + b).mid() for a, b in zip(point, move, strict=True)]
        size = max(upper(x) for x in move)
        if not size < 1e3:
            return None
        if size < 1e-38:
            break
    else:
        if not size < 1e-20:
            return None
    scale = max(1.0, *(abs(x) for x in guess))
    if max(abs(middle(x) - g) for x, g in zip(point, guess, strict=True)) > 2 * scale:
        return None
    orbit, slope = _along(objective, eta, point, period)
    for shorter in range(1, period):
        away = [upper(a - b) for a, b in zip(orbit[shorter], point, strict=True)]
        if period % shorter == 0 and max(away) < 1e-15 * scale:
            orbit, slope = _along(objective, eta, point, shorter)
            break
    return orbit[:-1], floats(slope)


def _cannot_pay(work: Work | None, steps: int) -> bool:
    """Whether the budget is spent; else that many steps with their Jacobians are paid."""
    if work is None:
        return False
    if work.spent:
        return True
    for _ in range(steps):
        work.slope()
    return False


def _along(objective: Balls, eta: Ball, point: list[Ball], period: int) -> tuple[list[list[Ball]], Matrix]:
    orbit, slope = [point], objective.jacobian(point, eta)
    for j in range(period):
        orbit.append([x.mid() for x in objective.step(orbit[-1], eta)])
        if j + 1 < period:
            slope = (objective.jacobian(orbit[-1], eta) * slope).mid()
    return orbit, slope


def _eigenbasis(slope: np.ndarray, *, symmetric: bool) -> np.ndarray:
    """Real columns that bring the slope to (near) block-diagonal form: eigenvectors, or real and imaginary parts."""
    if symmetric:
        basis: np.ndarray = np.linalg.eigh(slope)[1]
        return basis
    values, vectors = np.linalg.eig(slope)
    columns: list[np.ndarray] = []
    for value, vector in zip(values, vectors.T, strict=True):
        if value.imag > 0:
            columns += [vector.real, vector.imag]
        elif value.imag == 0:
            columns.append(vector.real)
    basis = np.array(columns).T
    return basis if np.linalg.cond(basis) < 1e6 else np.eye(len(slope))


def _verify(
    objective: Balls, eta: Ball, points: list[list[Ball]], basis: np.ndarray, radius: float, enough: float
) -> Orbit | None:
    """The certificate for one radius ρ; None when it does not hold with a contraction below `enough`."""
    n, period = objective.dimension, len(points)
    frame = arb_mat(n, n, basis.ravel().tolist())
    inverse = frame.inv()
    reach = [upper(ball(float(size))) * (1 + 1e-12) for size in np.sqrt((basis**2).sum(axis=1)) * radius]
    start = [p + ball(0.0, width) for p, width in zip(points[0], reach, strict=True)]
    boxes = [start]
    slope = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    wander = [arb(0)] * n
    for _ in range(period):
        box = boxes[-1]
        jacobian = objective.jacobian(box, eta)
        noise = step_noise(objective, box, eta, FLOAT64)
        if not all(x.is_finite() for x in [*jacobian.entries(), *noise]):
            return None
        slope = jacobian * slope
        wander = [a + b for a, b in zip(times(jacobian, wander), noise, strict=True)]
        centre = [x.mid() for x in box]
        offset = arb_mat([[x - c] for x, c in zip(box, centre, strict=True)])
        moved = [a + b for a, b in zip(objective.step(centre, eta), (jacobian * offset).entries(), strict=True)]
        boxes.append([x + ball(0.0, upper(loss)) for x, loss in zip(moved, noise, strict=True)])
    contraction = spectral_norm(inverse * slope * frame)
    if not contraction <= enough:
        return None
    image = points[0]
    for _ in range(period):
        image = objective.step(image, eta)
    drift = euclidean((inverse * arb_mat([[a - b] for a, b in zip(image, points[0], strict=True)])).entries())
    rounding = euclidean(times(inverse, wander))
    if not drift + contraction * radius <= radius * (1 - 1e-12):
        return None
    divisors = (j for j in range(1, period) if period % j == 0)
    if any(all(a.overlaps(b) for a, b in zip(boxes[j], boxes[0], strict=True)) for j in divisors):
        return None
    return Orbit(
        np.array([[_tidy(x) for x in point] for point in points]),
        radius,
        contraction,
        drift + rounding + contraction * radius <= radius * (1 - 1e-12),
        np.array(reach) * (1 + 1e-9),
        tuple(points[0]),
        inverse,
    )


def _tidy(coordinate: Ball) -> float:
    # Newton's remainder of 1e-40 stands for 0.
    number = middle(coordinate)
    return number if abs(number) > 1e-30 else 0.0

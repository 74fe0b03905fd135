"""The library of misconceptions: wrong algorithms that students really write, each replayable from any start."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.reference.objective import Objective

Floats = NDArray[np.float64]
#: (gradient, start (n,), step size, iterations) → iterates (k+1, n)
Replay = Callable[[Callable[[Floats], Floats], Floats, float, int], Floats]


@dataclass(frozen=True)
class Exercise:
    """One gradient descent that was asked for, with exact start and step size."""

    objective: Objective
    start: tuple[Fraction, ...]
    step_size: Fraction
    iterations: int

    @property
    def start_float(self) -> Floats:
        """The start as floats, shape (n,)."""
        return np.array([float(c) for c in self.start])


@dataclass(frozen=True)
class Cause:
    """A wrong algorithm: its code, the parameters that words may use, and how to replay it."""

    code: str
    replay: Replay
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: Replays of other causes that often print the same are offered beside it.
    weight: int = 0

    def trace(self, exercise: Exercise, start: Floats | None = None, rows: int | None = None) -> Floats:
        """The iterates this cause yields, shape (rows, n): NaN and inf where it overflows."""
        origin = exercise.start_float if start is None else start
        count = (exercise.iterations if rows is None else rows - 1) if rows is None or rows > 0 else 0
        with np.errstate(all="ignore"):
            return self.replay(exercise.objective.gradient_at, origin, float(exercise.step_size), max(count, 0))


def library(exercise: Exercise) -> list[Cause]:
    """Every misconception without a free parameter, likeliest first."""
    n = exercise.objective.dimension
    names = exercise.objective.variables
    causes: list[Cause] = []
    if n > 1:
        for order in (list(range(n)), list(range(n))[::-1]):
            causes.append(Cause("sequential-update", _sequential(order), {"t": 1, "component": names[order[1]]}))
    causes.append(Cause("ascent", _scaled(-1.0), {"t": 1}))
    causes.append(Cause("missing-step-size", _missing, {"t": 1}))
    for rate, label in ((0.5, "1/2"), (2.0, "2"), (0.1, "1/10"), (10.0, "10")):
        causes.append(
            Cause("wrong-step-size", _scaled(rate), {"factor": label, "eta": float(exercise.step_size) * rate}, 1)
        )
    for name, schedule in _SCHEDULES.items():
        causes.append(Cause("decaying-step-size", _scheduled(schedule), {"factor": name}))
    for beta in (0.9, 0.5, 0.8, 0.95, 0.99):
        causes.append(Cause("momentum", _heavy_ball(beta), {"factor": beta}))
        causes.append(Cause("momentum", _averaged(beta), {"factor": beta}))
        causes.append(Cause("momentum", _nesterov(beta), {"factor": beta}))
    causes.append(Cause("normalised-gradient", _normalised))
    causes.append(Cause("normalised-gradient", _signed))
    causes.append(Cause("integer-arithmetic", _truncated))
    causes.append(Cause("integer-arithmetic", _truncated_gradient))
    for i in range(n):
        flips = np.ones(n)
        flips[i] = -1.0
        if n > 1:
            causes.append(Cause("wrong-gradient", _masked(flips), {"component": names[i], "factor": "-1"}, 1))
            frozen = np.ones(n)
            frozen[i] = 0.0
            causes.append(Cause("wrong-gradient", _masked(frozen), {"component": names[i], "factor": "0"}, 1))
            alone = np.zeros(n)
            alone[i] = 1.0
            if n > 2:
                causes.append(Cause("wrong-gradient", _masked(alone), {"component": names[i]}, 1))
    if n == 2:
        causes.append(Cause("wrong-gradient", _exchanged, {"factor": "exchanged"}, 1))
        causes.append(Cause("wrong-gradient", _alternating, {"factor": "alternating"}, 2))
    return causes


def roundings() -> Iterator[Cause]:
    """Hand work: every iterate rounded to d decimals before the next step; half-even, half-up and truncation."""
    for d in (2, 3, 4, 1, 5, 6, 0):
        for mode in ("even", "up", "trunc"):
            yield Cause("rounding-in-update", _rounded(d, mode), {"digits": d})
            yield Cause("rounding-in-update", _rounded_step(d, mode), {"digits": d}, 1)


def scaled(factor: float, eta: float) -> Cause:
    """Gradient descent with η times `factor`, told as `eta`."""
    if factor < 0:
        return Cause("ascent", _scaled(factor), {"t": 1, "eta": -eta})
    return Cause("wrong-step-size", _scaled(factor), {"t": 1, "eta": eta})


def heavy_ball(beta: float, factor: float = 1.0) -> Cause:
    """Heavy-ball momentum β with η times `factor`."""
    return Cause("momentum", _heavy_ball(beta, factor), {"factor": beta})


def geometric(gamma: float, factor: float = 1.0) -> Cause:
    """Step sizes η·factor·γᵗ."""
    return Cause("decaying-step-size", _scheduled(lambda t: factor * gamma**t), {"factor": f"γ = {gamma:.4g}"})


def hyperbolic(kappa: float, factor: float = 1.0) -> Cause:
    """Step sizes η·factor/(1 + κt)."""
    return Cause(
        "decaying-step-size", _scheduled(lambda t: factor / (1 + kappa * t)), {"factor": f"1/(1 + {kappa:.4g}·t)"}
    )


def modified_gradient(change: Callable[[Floats], Floats], parameters: Mapping[str, Any]) -> Cause:
    """Gradient descent with ∇J + change(θ): a wrong term."""

    def replay(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        return _iterate(lambda x, _t: x - eta * (gradient(x) + change(x)), start, k)

    return Cause("wrong-gradient", replay, parameters)


def sequential_with(factor: float, order: list[int], names: tuple[str, ...], eta: float) -> Cause:
    """A sequential update with another step size: two errors at once, told as the first of them."""

    def replay(gradient: Callable[[Floats], Floats], start: Floats, step: float, k: int) -> Floats:
        return _sequential(order)(gradient, start, step * factor, k)

    return Cause("sequential-update", replay, {"t": 1, "component": names[order[1]], "eta": eta}, 3)


def differences(objective: Objective, h: float, *, central: bool) -> Cause:
    """The gradient by differences with step h: honest when h is small, coarse when it is not."""
    n = objective.dimension
    axes = np.eye(n) * h

    def gradient(x: Floats) -> Floats:
        ahead = objective.value(x + axes)
        back, width = (objective.value(x - axes), 2 * h) if central else (objective.value(x), h)
        return np.asarray((ahead - back) / width, dtype=float)

    def replay(_gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        return _iterate(lambda x, _t: x - eta * gradient(x), start, k)

    return Cause("coarse-differences", replay, {"h": h, "central": central})


def _iterate(step: Callable[[Floats, int], Floats], start: Floats, k: int) -> Floats:
    rows = np.full((k + 1, len(start)), np.nan)
    rows[0] = start
    for t in range(k):
        rows[t + 1] = step(rows[t], t)
        if not np.all(np.abs(rows[t + 1]) < 1e150):
            break
    return rows


def _sequential(order: list[int]) -> Replay:
    def replay(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        def step(x: Floats, _t: int) -> Floats:
            new = x.copy()
            for i in order:
                new[i] -= eta * gradient(new)[i]
            return new

        return _iterate(step, start, k)

    return replay


def _scaled(factor: float) -> Replay:
    return lambda gradient, start, eta, k: _iterate(lambda x, _t: x - factor * eta * gradient(x), start, k)


def _masked(mask: Floats) -> Replay:
    return lambda gradient, start, eta, k: _iterate(lambda x, _t: x - eta * mask * gradient(x), start, k)


def _missing(gradient: Callable[[Floats], Floats], start: Floats, _eta: float, k: int) -> Floats:
    return _iterate(lambda x, _t: x - gradient(x), start, k)


_SCHEDULES: dict[str, Callable[[int], float]] = {
    "1/(t + 1)": lambda t: 1 / (t + 1),
    "1/√(t + 1)": lambda t: 1 / math.sqrt(t + 1),
    "0.99ᵗ": lambda t: 0.99**t,
    "0.9ᵗ": lambda t: 0.9**t,
    "0.95ᵗ": lambda t: 0.95**t,
    "0.5ᵗ": lambda t: 0.5**t,
}


def _scheduled(schedule: Callable[[int], float]) -> Replay:
    return lambda gradient, start, eta, k: _iterate(lambda x, t: x - schedule(t) * eta * gradient(x), start, k)


def _heavy_ball(beta: float, factor: float = 1.0) -> Replay:
    def replay(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        velocity = np.zeros_like(start)

        def step(x: Floats, _t: int) -> Floats:
            nonlocal velocity
            velocity = beta * velocity - factor * eta * gradient(x)
            return x + velocity

        return _iterate(step, start, k)

    return replay


def _averaged(beta: float) -> Replay:
    def replay(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        mean = np.zeros_like(start)

        def step(x: Floats, _t: int) -> Floats:
            nonlocal mean
            mean = beta * mean + (1 - beta) * gradient(x)
            return x - eta * mean

        return _iterate(step, start, k)

    return replay


def _nesterov(beta: float) -> Replay:
    def replay(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
        velocity = np.zeros_like(start)

        def step(x: Floats, _t: int) -> Floats:
            nonlocal velocity
            velocity = beta * velocity - eta * gradient(x + beta * velocity)
            return x + velocity

        return _iterate(step, start, k)

    return replay


def _normalised(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    def step(x: Floats, _t: int) -> Floats:
        g = gradient(x)
        return x - eta * g / np.linalg.norm(g)

    return _iterate(step, start, k)


def _signed(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    return _iterate(lambda x, _t: x - eta * np.sign(gradient(x)), start, k)


def _truncated(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    return _iterate(lambda x, _t: np.trunc(x - eta * gradient(x)), np.trunc(start), k)


def _truncated_gradient(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    return _iterate(lambda x, _t: x - eta * np.trunc(gradient(x)), start, k)


def _exchanged(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    return _iterate(lambda x, _t: x - eta * gradient(x)[::-1], start, k)


def _alternating(gradient: Callable[[Floats], Floats], start: Floats, eta: float, k: int) -> Floats:
    def step(x: Floats, t: int) -> Floats:
        new = x.copy()
        new[t % len(x)] -= eta * gradient(x)[t % len(x)]
        return new

    return _iterate(step, start, k)


def _round(x: Floats, d: int, mode: str) -> Floats:
    scale = 10.0**d
    if mode == "even":
        return np.round(x, d)
    if mode == "trunc":
        # 0.29 * 100 is 28.999…: the nudge keeps an exact decimal where it is.
        return np.trunc(x * scale + np.sign(x) * 1e-9) / scale
    return np.sign(x) * np.floor(np.abs(x) * scale + 0.5 + 1e-9) / scale


def _rounded(d: int, mode: str) -> Replay:
    return lambda gradient, start, eta, k: _iterate(lambda x, _t: _round(x - eta * gradient(x), d, mode), start, k)


def _rounded_step(d: int, mode: str) -> Replay:
    return lambda gradient, start, eta, k: _iterate(
        lambda x, _t: _round(x - eta * _round(gradient(x), d, mode), d, mode), start, k
    )

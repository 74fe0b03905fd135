"""The library of misconceptions: wrong algorithms that students really write, each as one step that any start can take.

A cause is a step rule, vectorised over starting points: (∇, x (..., n), η, t) → x⁺ (..., n). So it can be *replayed* from a
start, many nearby starts at once, or tried on every row of a trace at once to see where the next row should be.
Causes with a memory (momentum) can only be replayed: their step also takes a list that lives as long as the replay.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.examine.exercise import Exercise
from grader.reference.objective import Objective

Floats = NDArray[np.float64]
Gradient: TypeAlias = Callable[[Floats], Floats]
#: A free parameter of a cause: a number, or a column (m, 1) of them, with which m starts (m, n) are replayed side by side.
Parameter: TypeAlias = float | Floats
#: t is a number, or an array that broadcasts against (..., 1).
Step: TypeAlias = Callable[[Gradient, Floats, Parameter, Any], Floats]
Recalling: TypeAlias = Callable[[Gradient, Floats, float, Any, list[Floats]], Floats]


#: A rounding finer than this is lost in the rounding of floats.
MOST_DIGITS = 12


@dataclass(frozen=True)
class Cause:
    """A wrong algorithm: its code, the parameters that words may use, and one step of it."""

    code: str
    step: Step | None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: Among causes that print the same, the one with less weight is told first.
    weight: int = 0
    #: A step that remembers, where `step` is None.
    recalling: Recalling | None = None
    #: A rounded map is not continuous: its replay is exact, or it is not the cause.
    exact: bool = False
    #: The code of a second cause that is at work too.
    beside: str = ""

    def iterates(self, exercise: Exercise, starts: Floats) -> Iterator[Floats]:
        """The iterates from `starts` (..., n), one after the other; they end once all have overflown."""
        here, memory = np.asarray(starts, dtype=float), list[Floats]()
        gradient, eta = exercise.objective.gradient_at, float(exercise.step_size)
        for t in itertools.count():
            yield here
            if not (np.abs(here) < 1e150).any():
                return
            if self.step is not None:
                here = self.step(gradient, here, eta, t)
            elif self.recalling is not None:
                here = self.recalling(gradient, here, eta, t, memory)

    def trace(self, exercise: Exercise, starts: Floats | None = None, rows: int | None = None) -> Floats:
        """The iterates from `starts` (..., n), the exercise's own where left out: (rows, ..., n), nan once they overflow."""
        here = exercise.start_float if starts is None else starts
        found = np.full((exercise.iterations + 1 if rows is None else rows, *here.shape), np.nan)
        with np.errstate(all="ignore"):
            for t, row in zip(range(len(found)), self.iterates(exercise, here), strict=False):
                found[t] = row
        return found

    def ahead(self, exercise: Exercise, points: Floats, first: int = 0) -> Floats:
        """One step from each row of `points` (k, ..., n), the rows of iterates first, first + 1, …"""
        assert self.step is not None
        t = np.arange(first, first + len(points)).reshape(-1, *[1] * (points.ndim - 1))
        with np.errstate(all="ignore"):
            return self.step(exercise.objective.gradient_at, points, float(exercise.step_size), t)


def library(exercise: Exercise) -> list[Cause]:
    """Every misconception without a free parameter, likeliest first."""
    causes: list[Cause] = []
    causes += [cause for cause, _ in sequential(exercise.objective)]
    causes.append(Cause("ascent", _scaled(-1.0), {"t": 1}))
    causes += rates(exercise)
    for beta in (0.9, 0.5, 0.8, 0.95, 0.99):
        for recalling in (_heavy_ball(beta), _averaged(beta), _nesterov(beta)):
            causes.append(Cause("momentum", None, {"factor": beta}, recalling=recalling))
    causes.append(normalised(1.0, float(exercise.step_size)))
    causes.append(Cause("normalised-gradient", lambda g, x, eta, t: x - eta * np.sign(g(x))))
    for name, adaptive in (("Adam", _adam), ("Adagrad", _adagrad), ("RMSprop", _rmsprop)):
        causes.append(Cause("normalised-gradient", None, {"factor": name}, 1, adaptive))
    causes.append(integers())
    causes.append(Cause("integer-arithmetic", lambda g, x, eta, t: x - eta * np.trunc(g(x)), exact=True))
    causes += changed_gradients(exercise)
    return causes


def sequential(objective: Objective) -> list[tuple[Cause, list[int]]]:
    """The sequential updates, each with the order of its coordinates; none of one coordinate."""
    names, n = objective.variables, objective.dimension
    return [
        (Cause("sequential-update", _sequential(order), {"t": 1, "component": names[order[1]]}), order)
        for order in (_orders(n) if n > 1 else ())
    ]


def rates(exercise: Exercise) -> list[Cause]:
    """Another step size, or one that changes: the round ones."""
    eta = float(exercise.step_size)
    found = [Cause("missing-step-size", _scaled(1 / eta), {"t": 1})]
    for rate, label in ((0.5, "1/2"), (2.0, "2"), (0.1, "1/10"), (10.0, "10")):
        found.append(Cause("wrong-step-size", _scaled(rate), {"factor": label, "eta": eta * rate}, 1))
    found += [Cause("decaying-step-size", _scheduled(s), {"factor": name}) for name, s in _SCHEDULES.items()]
    return found


def frozen(coordinates: Sequence[int], names: Sequence[str]) -> Cause:
    """Gradient descent that never moves some coordinates."""
    mask = np.ones(len(names))
    mask[list(coordinates)] = 0.0
    told = ", ".join(names[i] for i in coordinates)
    return Cause("wrong-gradient", _masked(mask), {"component": told, "frozen": told, "factor": "0"}, 1)


def changed_gradients(exercise: Exercise) -> list[Cause]:
    """Components of the gradient negated, left out, exchanged, or used in turn."""
    n, names = exercise.objective.dimension, exercise.objective.variables
    causes: list[Cause] = []
    for i in range(n if n > 1 else 0):
        told = {"component": names[i]}
        causes.append(Cause("wrong-gradient", _masked(1 - 2 * np.eye(n)[i]), {**told, "factor": "-1"}, 1))
        causes.append(frozen([i], names))
        if n > 2:
            causes.append(Cause("wrong-gradient", _masked(np.eye(n)[i]), told, 1))
    if n == 2:
        causes.append(
            Cause("wrong-gradient", lambda g, x, eta, t: x - eta * g(x)[..., ::-1], {"factor": "exchanged"}, 1)
        )
        causes.append(Cause("wrong-gradient", _alternating, {"factor": "alternating"}, 2))
    return causes


def integers() -> Cause:
    """Whole numbers throughout, as an int array truncates them."""
    return Cause("integer-arithmetic", lambda g, x, eta, t: np.trunc(np.trunc(x) - eta * g(np.trunc(x))), exact=True)


def roundings(digits: Iterable[int] = (2, 3, 4, 1, 5, 6, 0)) -> Iterator[Cause]:
    """Hand work: every iterate rounded to d decimals before the next step; half-even, half-up and truncation."""
    for d in dict.fromkeys(digits):
        for mode in ("even", "up", "trunc"):
            yield Cause("rounding-in-update", _rounded(d, mode), {"digits": d}, exact=True)
            yield Cause("rounding-in-update", _rounded_step(d, mode), {"digits": d}, 1, exact=True)


def plain() -> Cause:
    """Gradient descent itself: what makes a trace wrong is then its start."""
    return Cause("wrong-start", _scaled(1.0))


def scaled(factor: Parameter, eta: Parameter) -> Cause:
    """Gradient descent with η times `factor`, told as `eta`."""
    if np.all(factor < 0):
        return Cause("ascent", _scaled(factor), {"t": 1, "eta": -eta})
    return Cause("wrong-step-size", _scaled(factor), {"t": 1, "eta": eta})


def normalised(factor: float, eta: float) -> Cause:
    """Steps of one length: the gradient divided by its norm, with η times `factor`, told as `eta`."""

    def step(gradient: Gradient, x: Floats, rate: Parameter, _t: Any) -> Floats:
        slope = gradient(x)
        return np.asarray(x - factor * rate * slope / np.linalg.norm(slope, axis=-1, keepdims=True), dtype=float)

    return Cause("normalised-gradient", step, {"eta": eta})


def clipped(limit: Parameter, *, by_norm: bool) -> Cause:
    """Steps that take no gradient beyond a limit: of its norm, its direction kept, or of each component."""

    def step(gradient: Gradient, x: Floats, eta: Parameter, _t: Any) -> Floats:
        slope = gradient(x)
        if not by_norm:
            return np.asarray(x - eta * np.clip(slope, -limit, limit), dtype=float)
        length = np.linalg.norm(slope, axis=-1, keepdims=True)
        return np.asarray(x - eta * slope * np.fmin(1.0, limit / length), dtype=float)

    return Cause("normalised-gradient", step, {"norm_limit" if by_norm else "limit": f"{_told(limit):.4g}"})


def heavy_ball(beta: Parameter, factor: Parameter = 1.0) -> Cause:
    """Heavy-ball momentum β with η times `factor`."""
    return Cause("momentum", None, {"factor": beta}, recalling=_heavy_ball(beta, factor))


def geometric(gamma: Parameter, factor: Parameter = 1.0) -> Cause:
    """Step sizes η·factor·γᵗ."""
    told = {"factor": f"γ = {_told(gamma):.4g}"}
    return Cause("decaying-step-size", _scheduled(lambda t: factor * gamma**t), told)


def hyperbolic(kappa: Parameter, factor: Parameter = 1.0) -> Cause:
    """Step sizes η·factor/(1 + κt)."""
    told = {"factor": f"1/(1 + {_told(kappa):.4g}·t)"}
    return Cause("decaying-step-size", _scheduled(lambda t: factor / (1 + kappa * t)), told)


def linear(kappa: Parameter, factor: Parameter = 1.0) -> Cause:
    """Step sizes η·factor·(1 − κt), never negative."""
    told = {"factor": f"1 − {_told(kappa):.4g}·t"}
    return Cause("decaying-step-size", _scheduled(lambda t: factor * np.maximum(1 - kappa * t, 0.0)), told)


def modified_gradient(change: Gradient, parameters: Mapping[str, Any]) -> Cause:
    """Gradient descent with ∇J + change(θ): a wrong term."""
    return Cause("wrong-gradient", lambda g, x, eta, t: x - eta * (g(x) + change(x)), parameters)


def sequential_with(factor: Parameter, order: Sequence[int], names: tuple[str, ...], eta: Parameter) -> Cause:
    """A sequential update with another step size: two errors at once, told as the first of them."""
    step = _sequential(order)
    told = {"t": 1, "component": names[order[1]], "eta": eta}
    return Cause("sequential-update", lambda g, x, rate, t: step(g, x, rate * factor, t), told, 3)


def differences(objective: Objective, h: Parameter, *, central: bool) -> Cause:
    """The gradient by differences with step h: honest when h is small, coarse when it is not."""
    n = objective.dimension
    apart = np.asarray(h, dtype=float)[..., None] * np.eye(n)

    def quotient(x: Floats) -> Floats:
        here = x[..., None, :]
        values = objective.value(np.concatenate([here + apart, here - apart if central else here], axis=-2))
        return np.asarray((values[..., :n] - values[..., n:]) / ((2 if central else 1) * h), dtype=float)

    told = {"h": f"{abs(_told(h)):.2g}", "central": central}
    return Cause("coarse-differences", lambda g, x, eta, t: x - eta * quotient(x), told)


def _told(parameter: Parameter) -> float:
    return float(np.ravel(parameter)[0])


def _orders(n: int) -> tuple[list[int], list[int]]:
    return list(range(n)), list(range(n))[::-1]


def _sequential(order: Sequence[int]) -> Step:
    def step(gradient: Gradient, x: Floats, eta: Parameter, _t: Any) -> Floats:
        new = x.copy()
        for i in order:
            new[..., i] -= (eta * gradient(new))[..., i]
        return new

    return step


def _scaled(factor: Parameter) -> Step:
    return lambda g, x, eta, t: x - factor * eta * g(x)


def _masked(mask: Floats) -> Step:
    return lambda g, x, eta, t: x - eta * mask * g(x)


_SCHEDULES: dict[str, Callable[[Any], Any]] = {
    "1/(t + 1)": lambda t: 1 / (t + 1),
    "1/√(t + 1)": lambda t: (t + 1) ** -0.5,
    "0.99ᵗ": lambda t: 0.99**t,
    "0.9ᵗ": lambda t: 0.9**t,
    "0.95ᵗ": lambda t: 0.95**t,
    "0.5ᵗ": lambda t: 0.5**t,
}


def _scheduled(schedule: Callable[[Any], Any]) -> Step:
    return lambda g, x, eta, t: x - schedule(t) * eta * g(x)


def _heavy_ball(beta: Parameter, factor: Parameter = 1.0) -> Recalling:
    def step(gradient: Gradient, x: Floats, eta: float, _t: Any, memory: list[Floats]) -> Floats:
        before = memory[0] if memory else np.zeros_like(x)
        memory[:] = [beta * before - factor * eta * gradient(x)]
        return x + memory[0]

    return step


def _averaged(beta: float) -> Recalling:
    def step(gradient: Gradient, x: Floats, eta: float, _t: Any, memory: list[Floats]) -> Floats:
        before = memory[0] if memory else np.zeros_like(x)
        memory[:] = [beta * before + (1 - beta) * gradient(x)]
        return x - eta * memory[0]

    return step


def _nesterov(beta: float) -> Recalling:
    def step(gradient: Gradient, x: Floats, eta: float, _t: Any, memory: list[Floats]) -> Floats:
        before = memory[0] if memory else np.zeros_like(x)
        memory[:] = [beta * before - eta * gradient(x + beta * before)]
        return x + memory[0]

    return step


def _adam(gradient: Gradient, x: Floats, eta: float, t: Any, memory: list[Floats]) -> Floats:
    mean, square = memory or (np.zeros_like(x), np.zeros_like(x))
    slope = gradient(x)
    memory[:] = [0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2]
    mean, square = memory[0] / (1 - 0.9 ** (t + 1)), memory[1] / (1 - 0.999 ** (t + 1))
    return np.asarray(x - eta * mean / (np.sqrt(square) + 1e-8), dtype=float)


def _adagrad(gradient: Gradient, x: Floats, eta: float, _t: Any, memory: list[Floats]) -> Floats:
    slope = gradient(x)
    memory[:] = [(memory[0] if memory else np.zeros_like(x)) + slope**2]
    return x - eta * slope / (np.sqrt(memory[0]) + 1e-8)


def _rmsprop(gradient: Gradient, x: Floats, eta: float, _t: Any, memory: list[Floats]) -> Floats:
    slope = gradient(x)
    memory[:] = [0.9 * (memory[0] if memory else np.zeros_like(x)) + 0.1 * slope**2]
    return x - eta * slope / (np.sqrt(memory[0]) + 1e-8)


def _alternating(gradient: Gradient, x: Floats, eta: Parameter, t: Any) -> Floats:
    n = x.shape[-1]
    return np.asarray(x - eta * gradient(x) * (np.arange(n) == np.asarray(t) % n), dtype=float)


def _round(x: Floats, d: int, mode: str) -> Floats:
    scale = 10.0**d
    if mode == "even":
        return np.round(x, d)
    if mode == "trunc":
        # 0.29 * 100 is 28.999…: the nudge keeps an exact decimal where it is.
        return np.asarray(np.trunc(x * scale + np.sign(x) * 1e-9) / scale, dtype=float)
    return np.asarray(np.sign(x) * np.floor(np.abs(x) * scale + 0.5 + 1e-9) / scale, dtype=float)


def _rounded(d: int, mode: str) -> Step:
    return lambda g, x, eta, t: _round(x - eta * g(x), d, mode)


def _rounded_step(d: int, mode: str) -> Step:
    return lambda g, x, eta, t: _round(x - eta * _round(g(x), d, mode), d, mode)

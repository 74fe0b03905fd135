"""Wrong algorithms and fakes, each run on an exercise: what the checks of an assignment must not take for right.

An *algorithm* is a program somebody might write; what it earns is a fixed share, whatever the display. A *fake* is made
from the answer rather than computed: it proves nothing, and earns at most the share of its right steps. They are coded
here from the objective's gradient alone and share nothing with the library that diagnoses (examine/causes.py): what one
of them forgets, the other does not forget with it.

*Source:* 6-what-students-write (what really goes wrong) and 3-numerics, section 1 (mutants) and design item 12 (fakes).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import sympy
from numpy.typing import NDArray

from grader.examine.exercise import Exercise

Floats = NDArray[np.float64]
Gradient: TypeAlias = Callable[[Floats], Floats]
#: (t, θ_t, all iterates so far) → θ_{t+1}
Step: TypeAlias = Callable[[int, Floats, Sequence[Floats]], Floats]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong answer: its name, what sort it is, and its rows (k+1, n); rows that overflowed are inf or nan."""

    name: str
    sort: Literal["algorithm", "fake"]
    rows: Floats


def mutants(exercise: Exercise) -> Iterator[Mutant]:
    """Every mutant of one exercise, those first that people write."""
    with np.errstate(all="ignore"):
        for name, rows in (*_algorithms(exercise), *_wrong_terms(exercise)):
            yield Mutant(name, "algorithm", rows)
        for name, rows in _fakes(exercise):
            yield Mutant(name, "fake", rows)


def run(start: Floats, iterations: int, step: Step) -> Floats:
    """The iterates of a step rule, (k+1, n)."""
    rows = [np.array(start, dtype=float)]
    for t in range(iterations):
        rows.append(np.asarray(step(t, rows[-1].copy(), rows), dtype=float))
    return np.array(rows)


def _algorithms(exercise: Exercise) -> Iterator[tuple[str, Floats]]:
    eta, start, k, n = float(exercise.step_size), exercise.start_float, exercise.iterations, len(exercise.start)
    slope = exercise.objective.gradient_at

    def plain(rate: float, origin: Floats = start, steps: int = k) -> Floats:
        return run(origin, steps, lambda t, x, _: x - rate * slope(x))

    if n > 1:
        yield "sequential update, first coordinate first", run(start, k, _sequential(slope, eta, range(n)))
        yield "sequential update, last coordinate first", run(start, k, _sequential(slope, eta, range(n)[::-1]))
        yield "sequential update with twice the step size", run(start, k, _sequential(slope, 2 * eta, range(n)))
        yield "one coordinate at a time", run(start, k, _alternating(slope, eta))
        yield "partial derivatives exchanged", run(start, k, lambda t, x, _: x - eta * slope(x)[::-1])
        yield "coordinates exchanged", plain(eta)[:, ::-1]
        yield "start with its coordinates exchanged", plain(eta, start[::-1])
        yield "first coordinate negated", plain(eta) * np.where(np.arange(n) == 0, -1.0, 1.0)
        for i, name in enumerate(exercise.objective.variables):
            sign, keep = np.ones(n), np.ones(n)
            sign[i], keep[i] = -1.0, 0.0
            yield f"partial in {name} negated", run(start, k, lambda t, x, _, s=sign: x - eta * s * slope(x))  # type: ignore[misc]
            yield f"{name} never moves", run(start, k, lambda t, x, _, s=keep: x - eta * s * slope(x))  # type: ignore[misc]
    if n > 3:
        moving = np.arange(n) >= n // 2
        yield (
            "the first half of the coordinates never moves",
            run(start, k, lambda t, x, _: x - eta * moving * slope(x)),
        )
    yield "ascent", plain(-eta)
    yield "step size left out", plain(1.0)
    for factor in (2.0, 0.5, 10.0, 0.1, 1.2, 0.9):
        yield f"step size times {factor:g}", plain(factor * eta)
    yield "step size / (t + 1)", run(start, k, lambda t, x, _: x - eta / (t + 1) * slope(x))
    yield "step size / sqrt(t + 1)", run(start, k, lambda t, x, _: x - eta / math.sqrt(t + 1) * slope(x))
    for gamma in (0.99, 0.9, 0.5):
        yield f"step size times {gamma:g}^t", run(start, k, lambda t, x, _, g=gamma: x - eta * g**t * slope(x))  # type: ignore[misc]
    yield "step size / (1 + t/100)", run(start, k, lambda t, x, _: x - eta / (1 + 0.01 * t) * slope(x))
    for beta in (0.9, 0.5):
        yield f"momentum {beta:g}", run(start, k, _heavy_ball(slope, eta, beta))
        yield f"averaged gradient {beta:g}", run(start, k, _averaged(slope, eta, beta))
    yield "Nesterov 0.9", run(start, k, _nesterov(slope, eta, 0.9))
    yield "normalised gradient", run(start, k, lambda t, x, _: x - eta * slope(x) / np.linalg.norm(slope(x)))
    steepest = float(np.linalg.norm(slope(start)))
    for limit in dict.fromkeys((1.0, float(f"{steepest / 2:.1g}"))):
        yield f"gradient clipped to a norm of {limit:g}", run(start, k, _clipped(slope, eta, limit))
        yield (
            f"each component of the gradient clipped to {limit:g}",
            run(start, k, lambda t, x, _, c=limit: x - eta * np.clip(slope(x), -c, c)),  # type: ignore[misc]
        )
    yield "sign of the gradient", run(start, k, lambda t, x, _: x - eta * np.sign(slope(x)))
    yield "whole numbers", run(np.trunc(start), k, lambda t, x, _: np.trunc(x - eta * slope(x)))
    yield "Adam", run(start, k, _adam(slope, eta))
    yield "Adagrad", run(start, k, _adagrad(slope, eta))
    yield "gradient of the step before", run(start, k, lambda t, x, old: x - eta * slope(old[max(t - 1, 0)]))
    yield "Newton's method", run(start, k, _newton(exercise))
    yield "Newton's method, damped by the step size", run(start, k, _newton(exercise, eta))
    yield "exact line search", run(start, k, _line_search(exercise))
    yield "start negated", plain(eta, -start)
    yield "start moved by 0.1", plain(eta, start + 0.1)
    yield "start left out", plain(eta, steps=k + 1)[1:]
    yield "start twice", np.vstack([start, plain(eta, steps=k - 1)])
    yield "zeros before the start", np.vstack([0 * start, plain(eta, steps=k - 1)])
    yield "forward differences with h = 0.1", run(start, k, _differences(exercise, 0.1))
    yield "forward differences with h = 0.5", run(start, k, _differences(exercise, 0.5))
    for digits in (2, 3):
        yield (
            f"iterates rounded to {digits} decimals in the update",
            run(start, k, lambda t, x, _, d=digits: np.round(x - eta * slope(x), d)),  # type: ignore[misc]
        )
    yield "ascent from the negated start", plain(-eta, -start)


def _wrong_terms(exercise: Exercise) -> Iterator[tuple[str, Floats]]:
    """Each additive term of each partial derivative left out, doubled, or with its sign turned."""
    objective, eta, k = exercise.objective, float(exercise.step_size), exercise.iterations
    slope, symbols = objective.gradient_at, objective.symbols
    for i, (name, component) in enumerate(zip(objective.variables, objective.gradient, strict=True)):
        for term in sympy.Add.make_args(sympy.expand(component))[:6]:
            value = sympy.lambdify(symbols, term, "numpy")
            for factor, said in ((-1.0, "left out"), (1.0, "doubled"), (-2.0, "with its sign turned")):

                def step(
                    _t: int, x: Floats, _: object, i: int = i, v: Callable[..., float] = value, f: float = factor
                ) -> Floats:
                    g = slope(x)
                    g[i] += f * float(v(*x))
                    return x - eta * g

                yield f"d/d{name}: {term} {said}", run(exercise.start_float, k, step)


def _fakes(exercise: Exercise) -> Iterator[tuple[str, Floats]]:
    eta, start, k = float(exercise.step_size), exercise.start_float, exercise.iterations
    slope = exercise.objective.gradient_at
    draw = random.Random(20160)

    def plain(steps: int, rate: float = eta, origin: Floats = start) -> Floats:
        return run(origin, steps, lambda t, x, _: x - rate * slope(x))

    right = plain(k)
    # Where the exercise itself is going; far enough that every display shows the limit.
    limit = plain(100 * k)[-1]
    limit = limit if np.isfinite(limit).all() else np.zeros_like(start)
    gaps = np.linspace(0, 1, k + 1)[:, None]

    def noisy(size: float) -> Floats:
        noise = np.array([[draw.uniform(-size, size) for _ in start] for _ in right])
        noise[0] = 0
        made: Floats = right + noise
        return made

    yield "start, then the minimiser", np.vstack([start, np.tile(limit, (k, 1))])
    yield "the start repeated", np.tile(start, (k + 1, 1))
    yield "the minimiser repeated", np.tile(limit, (k + 1, 1))
    yield "zeros", np.zeros_like(right)
    yield "start, then the last iterate", np.vstack([start, np.tile(right[-1], (k, 1))])
    for kept in (kept for kept in (2, 5, 10, 20) if kept < k):
        yield (
            f"{kept} right rows, then a constant",
            np.vstack([right[:kept], np.tile(right[kept - 1], (k + 1 - kept, 1))]),
        )
        yield f"{kept} right rows, then the minimiser", np.vstack([right[:kept], np.tile(limit, (k + 1 - kept, 1))])
    yield "a straight line to the minimiser", start + gaps * (limit - start)
    yield "a geometric approach to the minimiser", limit + (start - limit) * np.exp(-6 * gaps)
    yield "the reference with noise of 0.02", noisy(0.02)
    yield "the reference with noise of 0.1", noisy(0.1)
    yield "random points", np.vstack([start, *([draw.uniform(-1, 1) for _ in start] for _ in range(k))])
    yield "rows of another run", np.vstack([start, plain(k, origin=start + 0.5)[1:]])
    yield "a step size of a millionth", plain(k, eta * 1e-6)
    yield "a step size of zero", plain(k, 0.0)
    yield "the rows backwards", right[::-1]
    yield "every second row", plain(2 * k)[::2]
    yield "each row twice", right[np.arange(k + 1) // 2]
    yield "rows in another order", right[[0, *draw.sample(range(1, k + 1), k)]]
    yield (
        "the reference with its last half random",
        np.vstack([right[: k // 2 + 1], *([draw.uniform(-1, 1) for _ in start] for _ in range(k - k // 2))]),
    )


def _sequential(slope: Gradient, eta: float, order: Sequence[int]) -> Step:
    def step(_t: int, x: Floats, _: object) -> Floats:
        for i in order:
            x[i] = x[i] - eta * slope(x)[i]
        return x

    return step


def _alternating(slope: Gradient, eta: float) -> Step:
    def step(t: int, x: Floats, _: object) -> Floats:
        i = t % len(x)
        x[i] = x[i] - eta * slope(x)[i]
        return x

    return step


def _heavy_ball(slope: Gradient, eta: float, beta: float) -> Step:
    def step(t: int, x: Floats, old: Sequence[Floats]) -> Floats:
        before = old[t - 1] if t else x
        return x - eta * slope(x) + beta * (x - before)

    return step


def _averaged(slope: Gradient, eta: float, beta: float) -> Step:
    def step(t: int, x: Floats, old: Sequence[Floats]) -> Floats:
        weights = (1 - beta) * beta ** np.arange(t, -1, -1.0)
        return x - eta * np.asarray(weights @ np.array([slope(y) for y in old]), dtype=float)

    return step


def _nesterov(slope: Gradient, eta: float, beta: float) -> Step:
    def step(t: int, x: Floats, old: Sequence[Floats]) -> Floats:
        speed = beta * (x - old[t - 1]) if t else 0 * x
        return x + speed - eta * slope(x + speed)

    return step


def _clipped(slope: Gradient, eta: float, limit: float) -> Step:
    def step(_t: int, x: Floats, _: object) -> Floats:
        g = slope(x)
        length = float(np.linalg.norm(g))
        return x - eta * (g if length <= limit else g * (limit / length))

    return step


def _adam(slope: Gradient, eta: float) -> Step:
    def step(t: int, x: Floats, old: Sequence[Floats]) -> Floats:
        slopes = np.array([slope(y) for y in old])
        ages = np.arange(t, -1, -1.0)
        mean = 0.1 * 0.9**ages @ slopes / (1 - 0.9 ** (t + 1))
        square = 0.001 * 0.999**ages @ slopes**2 / (1 - 0.999 ** (t + 1))
        return np.asarray(x - eta * mean / (np.sqrt(square) + 1e-8), dtype=float)

    return step


def _adagrad(slope: Gradient, eta: float) -> Step:
    def step(_t: int, x: Floats, old: Sequence[Floats]) -> Floats:
        size = np.sqrt(sum(slope(y) ** 2 for y in old)) + 1e-8
        return np.asarray(x - eta * slope(x) / size, dtype=float)

    return step


def _newton(exercise: Exercise, factor: float = 1.0) -> Step:
    objective = exercise.objective

    def step(_t: int, x: Floats, _: object) -> Floats:
        if not np.isfinite(x).all():
            return x
        move = np.linalg.pinv(objective.hessian_at(x)) @ objective.gradient_at(x)
        return np.asarray(x - factor * move, dtype=float)

    return step


def _line_search(exercise: Exercise) -> Step:
    objective, eta = exercise.objective, float(exercise.step_size)
    rates = eta * np.geomspace(0.01, 100, 400)

    def step(_t: int, x: Floats, _: object) -> Floats:
        slope = objective.gradient_at(x)
        ahead = x - rates[:, None] * slope
        return np.asarray(ahead[int(np.nanargmin(objective.value(ahead)))], dtype=float)

    return step


def _differences(exercise: Exercise, h: float) -> Step:
    objective, eta = exercise.objective, float(exercise.step_size)

    def step(_t: int, x: Floats, _: object) -> Floats:
        ahead = np.array([float(objective.value(x + h * e)) for e in np.eye(len(x))])
        return np.asarray(x - eta * (ahead - float(objective.value(x))) / h, dtype=float)

    return step

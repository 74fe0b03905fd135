"""The arithmetic classes a correct program may use, and the error that one of its steps may make.

Class C: a program whose step is θ⁺ = θ − η·g(θ), where each component is evaluated with at most K = 16 rounded operations
on its longest path, in any order and spelling whose partial sums the magnitude m(∇J) bounds. Then one step errs by at most

    ℓ = K·u·(|θ| + η·m(∇J)) + K·ω          per component, u the unit roundoff, ω the smallest subnormal number,

and where the gradient is a difference quotient with step h, by η·d more:

    central   d = h²/6·|∂³J/∂x_i³| + c·u·m(J)/h        on the box widened by ±h in x_i,
    forward   d = h/2·|∂²J/∂x_i²| + 2c·u·m(J)/h        on the box widened by h in x_i,

where the first term, the quotient's truncation, falls away if the class is *about the quotient*: its programs are then
compared with the iterates of the quotient's own map (quotients.py), not with those of the gradient. Here c = 12 rounded operations an evaluation of J, roundings of x ± h included (8 + degree for degrees above 4).
Not covered: formulas that cancel on purpose (adding and subtracting 1e6), products that pass through subnormal numbers
and are scaled up again, and unsafe reorderings beyond K.

*Source:* N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 (γ_k) and §3.5; Taylor's theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grader.reference.balls import Balls, ball, upper
from grader.reference.programs import Ball

#: Rounded operations a component that class C allows.
OPERATIONS = 16


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One class of programs: `unit_roundoff` u, and how the gradient is obtained (`difference`, with its step `h`)."""

    name: str
    unit_roundoff: float
    difference: Literal["none", "central", "forward"] = "none"
    h: float = 0.0
    #: Compared with the iterates of the quotient itself: its truncation is part of the map, not an error.
    about_quotient: bool = False
    #: Largest finite number and smallest subnormal of the format.
    largest: float = field(default=1.7976931348623157e308, repr=False)
    smallest: float = field(default=5e-324, repr=False)


FLOAT64 = Arithmetic("float64", 2.0**-53)
FLOAT32 = Arithmetic("float32", 2.0**-24, largest=3.4028234663852886e38, smallest=2.0**-149)


def central(h: float, *, about_quotient: bool = False) -> Arithmetic:
    """Central differences (J(x + h·e_i) − J(x − h·e_i)) / 2h in float64."""
    return Arithmetic("central", 2.0**-53, "central", _positive(h), about_quotient)


def forward(h: float, *, about_quotient: bool = False) -> Arithmetic:
    """Forward differences (J(x + h·e_i) − J(x)) / h in float64; backward ones are those with h < 0, about the quotient."""
    if about_quotient and h < 0:
        return Arithmetic("forward", 2.0**-53, "forward", -_positive(-h), about_quotient)
    return Arithmetic("forward", 2.0**-53, "forward", _positive(h), about_quotient)


def step_noise(objective: Balls, box: Sequence[Ball], step_size: Ball, arithmetic: Arithmetic) -> list[Ball]:
    """ℓ of the module's text on a box: n balls whose upper ends bound the error of one step taken from anywhere in it."""
    unit = ball(arithmetic.unit_roundoff)
    # A quotient is a derivative somewhere within h of the box.
    reach = [x + ball(0.0, abs(arithmetic.h)) for x in box] if arithmetic.about_quotient else box
    sizes = objective.gradient_magnitude(reach)
    floor = ball(OPERATIONS * arithmetic.smallest)
    noise = [
        OPERATIONS * unit * (abs(x) + abs(step_size) * size) + floor * (1 + abs(step_size))
        for x, size in zip(box, sizes, strict=True)
    ]
    moves = [abs(x) + (1 + abs(step_size)) * size for x, size in zip(reach, sizes, strict=True)]
    if any(upper(move) > arithmetic.largest / OPERATIONS for move in moves):
        return [ball(float("inf")) for _ in box]
    if arithmetic.difference == "none":
        return noise
    errors = difference_errors(objective, box, arithmetic)
    return [own + abs(step_size) * error for own, error in zip(noise, errors, strict=True)]


def difference_errors(objective: Balls, box: Sequence[Ball], arithmetic: Arithmetic) -> list[Ball]:
    """d of the module's text on a box: n balls, the error of each component of the difference quotient."""
    h, size, unit = ball(arithmetic.h), abs(arithmetic.h), ball(arithmetic.unit_roundoff)
    two_sided = arithmetic.difference == "central"
    rounded = objective.operations * (1 if two_sided else 2)
    errors = []
    for i, x in enumerate(box):
        wide = list(box)
        wide[i] = x + (ball(0.0, size) if two_sided else h / 2 + ball(0.0, size / 2))
        error = rounded * unit * objective.value_magnitude(wide) / ball(size)
        if not arithmetic.about_quotient:
            curvature = objective.pure_derivative(3 if two_sided else 2, i, wide)
            error += h * h / 6 * abs(curvature) if two_sided else h / 2 * abs(curvature)
        errors.append(error)
    return errors


def as_fraction(number: Fraction | int | float) -> Fraction:
    """A step size or coordinate as the exact rational it is."""
    return number if isinstance(number, Fraction) else Fraction(number)


def nearest(number: Fraction) -> float:
    """The nearest float64, ±inf beyond the largest."""
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _positive(h: float) -> float:
    if not 0 < h < float("inf"):
        raise ValueError(f"a difference step must be positive and finite, not {h}")
    return float(h)

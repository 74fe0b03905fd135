"""The chart of a run: the value and the gradient's norm over t on a log axis, with what the bound allows as a band."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from grader.reference.objective import Objective
from grader.reports.plane import objective_of
from grader.reports.words import filled, localised, wording

Floats = NDArray[np.float64]

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640.0, 230.0, 58.0, 22.0, 12.0
#: Orders of magnitude shown below the largest value, at most.
DECADES = 9


def chart(picture: Mapping[str, Any], language: str) -> Markup:
    """The chart of the run that went astray first, else of the first one; empty where it would show nothing."""
    runs = [run for run in picture["runs"] if run["student"]]
    if not runs:
        return Markup("")
    run = next((one for one in runs if isinstance(one.get("wrong_step"), int)), runs[0])
    objective = objective_of(picture["objective"]["expression"], tuple(picture["objective"]["variables"]))
    reference, student = _matrix(run["reference"], objective), _matrix(run["student"], objective)
    if len(reference) < 3 or len(student) < 3:
        return Markup("")
    curves = {"norm": (_norm(objective, reference), _norm(objective, student))}
    value = objective.value(reference)
    if np.all(value >= 0):
        curves = {"value": (value, objective.value(student)), **curves}
    ys = np.concatenate([right for right, _ in curves.values()])
    ys = ys[np.isfinite(ys) & (ys > 0)]
    if not len(ys):
        return Markup("")
    high = math.ceil(math.log10(float(ys.max())) + 1e-9)
    low = max(math.floor(math.log10(float(ys.min()))), high - DECADES)
    axis = _Axis(max(len(reference), len(student)) - 1, low, max(high, low + 1))
    parts = [axis.grid(language)]
    # Names stand where no curve has reached the ground yet, if that is wide enough.
    apart = np.min([right for right, _ in curves.values()], axis=0) > 10.0**low
    seen = len(apart) if apart.all() or np.argmin(apart) < len(apart) / 8 else int(np.argmin(apart))
    upper = max(curves, key=lambda name: float(curves[name][0][seen // 2]))
    for name, (right, mine) in curves.items():
        band = _band(objective, reference, run.get("allowed") or (), right, of_value=name == "value")
        parts += [axis.band(*band), axis.line(right, f"reference {name}"), axis.line(mine, f"yours {name}")]
        parts.append(axis.name(right[:seen], wording(language).PICTURE[name], above=name == upper))
    if isinstance(t := run.get("wrong_step"), int) and t < len(student):
        parts.append(axis.mark(t))
    words = wording(language).PICTURE
    data = {"start": str(run["label"]), "last": str(axis.last), "first": _short(curves["norm"][1][0]), "final": _short(curves["norm"][1][-1])}  # fmt: skip
    title = escape(filled(words["chart"], {key: text for key, text in data.items() if text}, language))
    return Markup(
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{title}"><title>{title}</title>{"".join(parts)}</svg>'
    )


def _matrix(rows: Sequence[Sequence[float] | None], objective: Objective) -> Floats:
    blank = [math.nan] * objective.dimension
    return np.array([blank if row is None else row for row in rows], dtype=float).reshape(-1, objective.dimension)


def _norm(objective: Objective, rows: Floats) -> Floats:
    with np.errstate(all="ignore"):
        found: Floats = np.linalg.norm(objective.gradient_at(rows), axis=1)
    return found


def _band(
    objective: Objective, reference: Floats, allowed: Sequence[float | None], centre: Floats, *, of_value: bool
) -> tuple[Floats, Floats]:
    """Lowest and highest a right row may have, to second order in how far it may lie from the reference."""
    k = min(len(allowed), len(reference))
    radius = np.array([math.nan if r is None else r for r in allowed[:k]]) * math.sqrt(objective.dimension)
    with np.errstate(all="ignore"):
        curvature = np.linalg.norm(objective.hessian_at(reference[:k]), ord=2, axis=(1, 2))
        slope = _norm(objective, reference[:k]) if of_value else curvature
        reach = slope * radius + (curvature * radius**2 / 2 if of_value else 0)
    return centre[:k] - reach, centre[:k] + reach


def _short(value: float) -> str:
    return f"{value:.2g}" if math.isfinite(value) else ""


class _Axis:
    """t across from 0 to `last`, powers of ten upwards from `low` to `high`."""

    def __init__(self, last: int, low: int, high: int) -> None:
        self.last, self.low, self.high = last, low, high

    def x(self, t: float) -> float:
        return LEFT + (WIDTH - LEFT - 12) * t / max(self.last, 1)

    def y(self, value: float) -> float:
        power = math.log10(value) if value > 0 else self.low
        share = (min(max(power, self.low), self.high + 1) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share

    def grid(self, language: str) -> str:
        parts = []
        step = max(1, math.ceil((self.high - self.low) / 5))
        for power in range(self.low, self.high + 1, step):
            y = self.y(10.0**power)
            parts.append(f'<path class="grid" d="M{LEFT:.0f} {y:z.1f}H{WIDTH - 12:.0f}"/>')
            label = localised(f"{10.0**power:g}", language) if -3 <= power <= 3 else f"10{_raised(power)}"
            parts.append(f'<text class="tick" x="{LEFT - 5:.0f}" y="{y + 4:z.1f}" text-anchor="end">{label}</text>')
        unit = next(u for u in (1, 2, 5, 10, 20, 50, 100, 10**9) if self.last / u <= 8)
        for t in range(0, self.last + 1 - unit // 3, unit):
            parts.append(
                f'<text class="tick" x="{self.x(t):z.1f}" y="{HEIGHT - 5:.0f}" text-anchor="middle">{t}</text>'
            )
        parts.append(f'<text class="tick" x="{WIDTH - 2:.0f}" y="{HEIGHT - 5:.0f}" text-anchor="end">t</text>')
        return "".join(parts)

    def line(self, values: Floats, kind: str) -> str:
        return self._shape([(t, v) for t, v in enumerate(values) if math.isfinite(v)], kind)

    def band(self, low: Floats, high: Floats) -> str:
        kept = [(t, a, b) for t, (a, b) in enumerate(zip(low, high, strict=True)) if math.isfinite(a + b)]
        return self._shape([(t, a) for t, a, _ in kept] + [(t, b) for t, _, b in reversed(kept)], "band", "Z")

    def _shape(self, points: Sequence[tuple[int, float]], kind: str, end: str = "") -> str:
        if not points:
            return ""
        line = "L".join(f"{self.x(t):z.1f} {self.y(float(v)):z.1f}" for t, v in points)
        return f'<path class="{kind}" d="M{line}{end}"/>'

    def name(self, values: Floats, text: str, *, above: bool) -> str:
        """The curve's name, above it from its first third, or below it up to its second, on the side that the curve leaves free."""
        t = len(values) // 3 if above else 2 * len(values) // 3
        value = float(values[t])
        if not math.isfinite(value):
            return ""
        y = max(self.y(value) - 9, 14) if above else min(self.y(value) + 20, HEIGHT - BOTTOM - 4)
        falls = not values[min(t + 1, len(values) - 1)] > values[max(t - 1, 0)]
        side = "start" if falls == above else "end"
        # A letter is about seven units wide.
        x = self.x(t) if side == "start" else max(self.x(t), LEFT + 7 * len(text))
        return f'<text class="said" x="{x:z.1f}" y="{y:z.1f}" text-anchor="{side}">{escape(text)}</text>'

    def mark(self, t: int) -> str:
        return f'<path class="apart" d="M{self.x(t):z.1f} {TOP:.0f}V{HEIGHT - BOTTOM:.0f}"/>'


def _raised(power: int) -> str:
    return str(power).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))

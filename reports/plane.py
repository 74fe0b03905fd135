"""The plane a picture is drawn on: its box, its level curves and its axes, as pieces of SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import contourpy
import numpy as np
from markupsafe import escape

from grader.reference.objective import Objective
from grader.reports.words import localised

Point: TypeAlias = tuple[float, float]
#: SVG units between which coordinates are written: nothing beyond is ever seen.
FAR = (-2000.0, 3000.0)
#: Grid points a side for the level curves.
GRID = 90


@lru_cache(maxsize=64)
def objective_of(expression: str, variables: tuple[str, ...]) -> Objective:
    """An objective as the document spells it."""
    return Objective.from_text(expression, variables)


@dataclass(frozen=True, slots=True)
class Plane:
    """A rectangle of the plane and its drawing area, in SVG units."""

    left: float
    right: float
    bottom: float
    top: float
    width: float = 640
    height: float = 420

    @classmethod
    def around(
        cls,
        points: Iterable[Point],
        *,
        room: float = 0.12,
        stretch: float | None = 12,
        width: float = 640,
        height: float = 420,
    ) -> Plane | None:
        """The plane that holds all points, on round numbers, so that students share backgrounds; None without a point.

        A unit is as long across as upwards, lest a gradient look askew, unless the points spread more than `stretch`
        times as far one way as the other (None: always).
        """
        array = np.array([p for p in points if all(map(math.isfinite, p))], dtype=float)
        if not len(array):
            return None
        low, high = array.min(axis=0), array.max(axis=0)
        stretched = stretch is not None and np.max(high - low) > stretch * np.min(high - low)
        span = np.maximum(high - low, 1e-9 + 0.02 * float(np.max(high - low)))
        low, high = low - room * span, high + room * span
        if not stretched:
            wanted = max((high[0] - low[0]) / width, (high[1] - low[1]) / height) * np.array([width, height])
            low, high = (low + high - wanted) / 2, (low + high + wanted) / 2
        unit = 10.0 ** math.floor(math.log10(float(np.max(high - low)))) / 8
        middle, half = np.round((low + high) / 2 / unit) * unit, (high - low) / 2
        scale = np.ceil(half.max() / unit) * unit / half.max()
        (left, bottom), (right, top) = (middle - scale * half).tolist(), (middle + scale * half).tolist()
        return cls(left, right, bottom, top, width, height)

    def place(self, point: Sequence[float]) -> Point:
        """Where a point of the plane is drawn; far outside, coordinates would only make the file longer."""
        x, y = self._spot(point)
        return min(max(x, FAR[0]), FAR[1]), min(max(y, FAR[0]), FAR[1])

    def _spot(self, point: Sequence[float]) -> Point:
        x = self.width * (point[0] - self.left) / (self.right - self.left)
        y = self.height * (self.top - point[1]) / (self.top - self.bottom)
        return min(max(x, -1e9), 1e9), min(max(y, -1e9), 1e9)

    def holds(self, point: Sequence[float]) -> bool:
        """Whether a point is inside."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def length(self, distance: float) -> float:
        """A distance in the plane, in SVG units across."""
        return distance * self.width / (self.right - self.left)

    def path(self, points: Sequence[Sequence[float]], kind: str, marker: str = "") -> str:
        """A polyline of a class, with a dot at every point where a marker is named."""
        if not points:
            return ""
        placed = [self.place(point) for point in points]
        if any(FAR[0] in spot or FAR[1] in spot for spot in placed):
            placed = _cut([self._spot(point) for point in points], placed)
        line = "M" + "L".join(f"{x:z.1f} {y:z.1f}" for x, y in placed)
        ends = "".join(f' marker-{end}="url(#{marker})"' for end in ("start", "mid", "end")) if marker else ""
        return f'<path class="{kind}" d="{line}"{ends}/>'

    def axes(self, names: Sequence[str], language: str) -> str:
        """Ticks along both axes, and the variables' names."""
        parts = []
        for value in _ticks(self.left, self.right):
            x, _ = self.place((value, self.bottom))
            parts.append(_text(x, self.height - 5, localised(f"{value:g}", language), "middle"))
        for value in _ticks(self.bottom, self.top):
            _, y = self.place((self.left, value))
            parts.append(_text(4, y + 4, localised(f"{value:g}", language)))
        parts.append(_text(self.width - 6, self.height - 5, names[0], "end"))
        parts.append(_text(4, 14, names[1]))
        return "".join(parts)

    def background(self, objective: Objective) -> str:
        """The level curves of an objective of two variables, the graph of one of one."""
        return _background(str(objective.expression), objective.variables, self)

    def svg(self, parts: Iterable[str], title: str) -> str:
        """The whole drawing, which says in words what it shows."""
        name = escape(title)
        return (
            f'<svg viewBox="0 0 {self.width:.0f} {self.height:.0f}" role="img" aria-label="{name}">'
            f"<title>{name}</title>{''.join(parts)}</svg>"
        )


def _cut(spots: Sequence[Point], placed: Sequence[Point]) -> list[Point]:
    """The polyline, each piece cut where it goes far outside: it keeps its direction, which a point moved alone would turn."""
    kept = [placed[0]] if len(placed) == 1 or spots[0] == placed[0] else []
    for (a, b), (near_a, near_b) in zip(pairwise(spots), pairwise(placed), strict=True):
        if a != near_a:
            kept.append(_towards(b, a) if b == near_b else near_a)
        kept.append(_towards(a, b) if b != near_b and a == near_a else near_b)
    return kept


def _towards(inside: Point, outside: Point) -> Point:
    """How far one comes from inside towards outside."""
    shares = [
        ((FAR[0] if there < here else FAR[1]) - here) / (there - here)
        for here, there in zip(inside, outside, strict=True)
        if not FAR[0] <= there <= FAR[1]
    ]
    share = min(shares, default=1.0)
    return inside[0] + share * (outside[0] - inside[0]), inside[1] + share * (outside[1] - inside[1])


@lru_cache(maxsize=128)
def _background(expression: str, variables: tuple[str, ...], plane: Plane) -> str:
    objective = objective_of(expression, variables)
    if len(variables) == 1:
        x = np.linspace(plane.left, plane.right, 200)
        return plane.path(list(zip(x.tolist(), objective.value(x[:, None]).tolist(), strict=True)), "level")
    x, y = np.meshgrid(np.linspace(plane.left, plane.right, GRID), np.linspace(plane.bottom, plane.top, GRID))
    with np.errstate(all="ignore"):
        z = objective.value(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(x.shape)
    if not np.all(np.isfinite(z)):
        return ""
    low, high = float(z.min()), float(z.max())
    # Closer together near the bottom, where descent ends: shares to the power 5/2, without `**`, whose last digit is the processor's.
    shares = np.linspace(0, 1, 14)[1:-1]
    levels = low + (high - low) * shares * shares * np.sqrt(shares)
    generator = contourpy.contour_generator(x, y, z, name="serial")
    return "".join(
        plane.path(_thinned(line), "level") for level in levels for line in generator.lines(float(level)) if len(line)
    )


def _thinned(line: object) -> list[Sequence[float]]:
    """Every other vertex of a curve, its ends kept: a level curve is smooth."""
    points: list[Sequence[float]] = np.asarray(line).tolist()
    return points if len(points) < 12 else [*points[:-1:2], points[-1]]


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="tick" x="{x:z.1f}" y="{y:z.1f}"{where}>{escape(text)}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers inside."""
    raw = (high - low) / 5
    unit = 10.0 ** np.floor(np.log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    first = np.ceil((low + 0.06 * (high - low)) / step) * step
    return [round(float(t), 12) + 0.0 for t in np.arange(first, high - 0.06 * (high - low), step)]

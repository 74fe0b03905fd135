"""The picture of a finding as inline SVG: level curves, the student's path and the reference, no script and no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import contourpy
import numpy as np
from markupsafe import Markup, escape

from grader.reference.objective import Objective

#: Drawing area in SVG units, and the number of grid points a side for the level curves.
WIDTH, HEIGHT, EDGE, GRID = 640.0, 420.0, 34.0, 90
#: Path numbers have one decimal: a tenth of a unit cannot be seen, and a report stays small.
Point = tuple[float, float]


def draw(picture: Mapping[str, Any], labels: Mapping[str, str]) -> Markup:
    """SVG of one or two variables' traces; empty where there is nothing to draw (other dimensions, nothing finite)."""
    variables = picture["objective"]["variables"]
    if len(variables) > 2 or not picture["runs"]:
        return Markup("")
    lifted = len(variables) == 1
    objective = Objective.from_text(picture["objective"]["expression"], variables)

    def plane(rows: Iterable[Sequence[float] | None]) -> list[Point]:
        kept = [row for row in rows if row is not None]
        if lifted:
            return [(row[0], float(objective.value([row[0]]))) for row in kept]
        return [(row[0], row[1]) for row in kept]

    runs = [(run, plane(run["reference"]), plane(run["student"])) for run in picture["runs"]]
    box = _box([p for _, reference, student in runs for p in _near(reference, student)])
    if box is None:
        return Markup("")
    curve = _graph(objective, box) if lifted else _levels(objective, box)
    parts = [*curve]
    for run, reference, student in runs:
        parts.append(_path(reference, box, "reference"))
        parts.append(_path(student, box, "yours"))
        wrong = run.get("wrong_step")
        if isinstance(wrong, int) and 0 <= wrong < len(student):
            x, y = _place(student[wrong], box)
            if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
                parts.append(
                    f'<circle class="wrong" cx="{x:.1f}" cy="{y:.1f}" r="7"><title>{escape(labels["first-wrong"])}: t = {wrong}</title></circle>'
                )
    for point in picture.get("points", []):
        x, y = _place((point["x"], point["y"]), box)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            name = escape(labels.get(point["kind"], point["kind"]))
            parts.append(f'<path class="stationary" d="M{x - 5:.1f} {y:.1f}h10m-5 -5v10"><title>{name}</title></path>')
    parts += _axes(box, variables)
    title = escape(labels["picture"])
    return Markup(
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{title}"><title>{title}</title>'
        + "".join(parts)
        + "</svg>"
    )


def _near(reference: list[Point], student: list[Point]) -> list[Point]:
    """What the picture must show: the reference, and the student's points where they stay near it."""
    if not reference:
        return student
    low, high = np.min(reference, axis=0), np.max(reference, axis=0)
    room = 3 * np.maximum(high - low, 0.5)
    kept = [p for p in student if np.all(np.asarray(p) >= low - room) and np.all(np.asarray(p) <= high + room)]
    return [*reference, *kept]


def _box(points: list[Point]) -> tuple[float, float, float, float] | None:
    if not points:
        return None
    array = np.asarray(points, dtype=float)
    low, high = array.min(axis=0), array.max(axis=0)
    room = 0.15 * np.maximum(high - low, 0.4)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return left, right, bottom, top


def _place(point: Point, box: tuple[float, float, float, float]) -> Point:
    left, right, bottom, top = box
    return WIDTH * (point[0] - left) / (right - left), HEIGHT * (top - point[1]) / (top - bottom)


def _levels(objective: Objective, box: tuple[float, float, float, float]) -> list[str]:
    left, right, bottom, top = box
    x, y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(bottom, top, GRID))
    z = objective.value(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(x.shape)
    if not np.all(np.isfinite(z)):
        return []
    low, high = float(z.min()), float(z.max())
    # Closer together near the bottom, where descent ends.
    levels = low + (high - low) * np.linspace(0, 1, 14)[1:-1] ** 2.5
    generator = contourpy.contour_generator(x, y, z, name="serial")
    return [_path([tuple(p) for p in line], box, "level") for level in levels for line in generator.lines(float(level))]


def _graph(objective: Objective, box: tuple[float, float, float, float]) -> list[str]:
    x = np.linspace(box[0], box[1], 200)
    return [_path(list(zip(x.tolist(), objective.value(x[:, None]).tolist(), strict=True)), box, "level")]


def _path(points: Sequence[Point], box: tuple[float, float, float, float], kind: str) -> str:
    if not points:
        return ""
    placed = [_place(p, box) for p in points]
    # Far outside the picture, coordinates would only make the file longer.
    inside = [(min(max(x, -2000), 3000), min(max(y, -2000), 3000)) for x, y in placed]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in inside)
    marked = ' marker-start="url(#dot)" marker-mid="url(#dot)" marker-end="url(#dot)"' if kind == "yours" else ""
    return f'<path class="{kind}" d="{line}"{marked}/>'


def _axes(box: tuple[float, float, float, float], variables: Sequence[str]) -> list[str]:
    left, right, bottom, top = box
    parts = []
    for value in _ticks(left, right):
        x, _ = _place((value, bottom), box)
        parts.append(f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 4:.1f}" text-anchor="middle">{value:g}</text>')
    for value in _ticks(bottom, top):
        _, y = _place((left, value), box)
        parts.append(f'<text class="tick" x="4" y="{y + 4:.1f}">{value:g}</text>')
    parts.append(
        f'<text class="tick" x="{WIDTH - 6:.1f}" y="{HEIGHT - 4:.1f}" text-anchor="end">{escape(variables[0])}</text>'
    )
    second = escape(variables[1]) if len(variables) > 1 else "J"
    parts.append(f'<text class="tick" x="4" y="14">{second}</text>')
    return parts


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers inside."""
    raw = (high - low) / 5
    unit = 10.0 ** np.floor(np.log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    first = np.ceil((low + 0.06 * (high - low)) / step) * step
    return [round(float(t), 10) + 0.0 for t in np.arange(first, high - 0.06 * (high - low), step)]

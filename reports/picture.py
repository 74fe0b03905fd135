"""The pictures of a finding as inline SVG: paths on level curves, the step where they part enlarged, what was proved of η."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from grader.reference.objective import Objective
from grader.reports.plane import Plane, Point, objective_of
from grader.reports.words import filled, wording

#: A run's rows in the plane beside its entry in the document.
_Run = tuple[Mapping[str, Any], list[Point], list[Point | None]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of one finding: the whole, the step where the paths part, and which lines a key must explain."""

    whole: Markup
    enlarged: Markup
    #: The row at which the paths part, which is enlarged.
    step: int | None
    lines: tuple[str, ...]
    #: Labels of the signs that are in it.
    signs: tuple[str, ...]


def draw(picture: Mapping[str, Any], language: str) -> Drawing | None:
    """The drawing of traces of one or two variables; None where there is nothing to draw (other dimensions, nothing finite)."""
    variables = tuple(picture["objective"]["variables"])
    if len(variables) > 2 or not picture["runs"]:
        return None
    objective = objective_of(picture["objective"]["expression"], variables)
    runs: list[_Run] = [
        (run, [p for p in _points(run["reference"], objective) if p], _points(run["student"], objective))
        for run in picture["runs"]
    ]
    marked = [p for p in picture.get("points", ()) if p["kind"] in ("minimiser", "saddle", "maximiser")]
    plane = _plane(runs, marked, stretch=12 if len(variables) == 2 else 0)
    if plane is None:
        return None
    names = variables if len(variables) == 2 else (variables[0], "J")
    parts = [plane.background(objective)]
    for run, reference, student in runs:
        kind, marker = ("reference", "dot-ref") if any(student) else ("orbit", "dot-orbit")
        parts += [_proof(plane, run.get("proof"), language), plane.path(reference, kind, marker)]
        parts.append(plane.path([p for p in student if p], "yours", "dot"))
    parts += [_stationary(plane, p, language) for p in marked if plane.holds((p["x"], p["y"]))]
    parts += _starts(plane, runs)
    parted = next(((run, r, s) for run, r, s in runs if _parting(run, r, s)), None)
    enlarged = Markup("")
    if parted is not None:
        parts.append(_ring(plane, parted))
        enlarged = Markup(_enlarged(objective, parted, names, language))
    parts.append(plane.axes(names, language))
    mine = any(any(student) for _, _, student in runs)
    title = _title(runs, marked, parted, language)
    inside = {p["kind"] for p in marked if plane.holds((p["x"], p["y"]))}
    signs = [f"{kind}s" for kind in ("minimiser", "saddle", "maximiser") if kind in inside]
    proofs = [run.get("proof") or {} for run, _, _ in runs]
    keys = (("escape_radius", "escape"), ("ball_centre", "ball"), ("cycle", "cycle"))
    signs += [name for key, name in keys if any(proof.get(key) for proof in proofs)]
    lines = ("yours", "reference") if mine else ("orbit",)
    step = parted[0]["wrong_step"] if parted is not None else None
    return Drawing(Markup(plane.svg(parts, title)), enlarged, step, lines, tuple(signs))


def _points(rows: Iterable[Sequence[float] | None], objective: Objective) -> list[Point | None]:
    """Rows as points of the plane: those of one variable on the graph."""
    kept = [None if row is None else tuple(map(float, row)) for row in rows]
    if objective.dimension == 2:
        return [None if row is None else (row[0], row[1]) for row in kept]
    return [None if row is None else (row[0], float(objective.value([row[0]]))) for row in kept]


def _plane(runs: Sequence[_Run], marked: Sequence[Mapping[str, Any]], *, stretch: float) -> Plane | None:
    """What must be seen: starts, references, what was proved, the student's points and stationary points not far away."""
    needed: list[Point] = []
    for run, reference, student in runs:
        proof = run.get("proof") or {}
        if (radius := proof.get("escape_radius")) is not None:
            needed += [(-radius, -radius), (radius, radius), *reference[:1]]
        elif proof.get("kind") in ("diverges", "undecided"):
            needed += reference[:6]
        else:
            needed += reference or [p for p in student if p]
    if not needed:
        return None
    low, high = np.min(needed, axis=0), np.max(needed, axis=0)
    room = 1.5 * np.maximum(high - low, 0.25 * float(np.max(high - low)) + 1e-9)
    others = [p for _, _, student in runs for p in student if p] + [(p["x"], p["y"]) for p in marked]
    near = [p for p in others if np.all(np.asarray(p) >= low - room) and np.all(np.asarray(p) <= high + room)]
    return Plane.around([*needed, *near], stretch=stretch)


def _parting(run: Mapping[str, Any], reference: Sequence[Point], student: Sequence[Point | None]) -> bool:
    t = run.get("wrong_step")
    return isinstance(t, int) and t < min(len(reference), len(student)) and student[t] is not None


def _ring(plane: Plane, parted: _Run) -> str:
    run, _, student = parted
    at = student[run["wrong_step"]]
    if at is None or not plane.holds(at):
        return ""
    x, y = plane.place(at)
    return f'<circle class="wrong" cx="{x:z.1f}" cy="{y:z.1f}" r="9"/>'


def _enlarged(objective: Objective, parted: _Run, names: Sequence[str], language: str) -> str:
    """The step at which the paths part: one arrow where it led, one where it should lead, from the row before."""
    run, reference, student = parted
    t = int(run["wrong_step"])
    mine, right = student[t], reference[t]
    before = student[t - 1] if t else None
    assert mine is not None
    near = [mine, right]
    apart = math.dist(mine, right)
    if before is not None and math.dist(before, right) < 25 * apart:
        near.append(before)
    plane = Plane.around(near, room=0.35, stretch=None if objective.dimension == 2 else 0, width=420, height=420)
    assert plane is not None
    words, labels = wording(language).PICTURE, wording(language).LABELS
    step = [p for p in (before, mine) if p]
    own = reference[t - 1] if t and before is not None and math.dist(reference[t - 1], before) < apart else before
    parts = [
        plane.background(objective),
        plane.path([p for p in (own, right) if p], "reference", "dot-ref"),
        plane.path(step, "yours", "dot"),
        plane.path([mine, right], "apart"),
        _named(plane, mine, before, labels["yours"], "yours", above=mine[1] >= right[1]),
        _named(plane, right, own, labels["reference"], "reference", above=mine[1] < right[1]),
        plane.axes(names, language),
    ]  # fmt: skip
    told = {"t": str(t), "yours": _point(mine), "reference": _point(right)}
    return plane.svg(parts, filled(words["enlarged"], told, language))


def _named(plane: Plane, point: Point, before: Point | None, label: str, kind: str, *, above: bool) -> str:
    """Yours and the reference by name, beside the point: away from each other, and from the line that leads there where there is room."""
    x, y = plane.place(point)
    left = x > plane.width / 2
    if before is not None and 0.3 * plane.width < x < 0.7 * plane.width:
        left = plane.place(before)[0] > x
    side, dx = ("end", -4) if left else ("start", 4)
    y += -12 if above else 22
    return f'<text class="said {kind}-said" x="{x + dx:z.1f}" y="{y:z.1f}" text-anchor="{side}">{escape(label)}</text>'


def _stationary(plane: Plane, point: Mapping[str, Any], language: str) -> str:
    """A cross at a minimum, a saddle's own sign, a square at a maximum; the name as a tip."""
    x, y = plane.place((point["x"], point["y"]))
    kind = point["kind"]
    shape = {"minimiser": "m-5 0h10m-5 -5v10", "saddle": "m-5 -5l10 10m0 -10l-10 10", "maximiser": "m-4 -4h8v8h-8z"}[
        kind
    ]
    name = escape(wording(language).LABELS[kind])
    return f'<path class="stationary {kind}" d="M{x:z.1f} {y:z.1f}{shape}"><title>{name}</title></path>'


def _starts(plane: Plane, runs: Sequence[_Run]) -> list[str]:
    """A ring at each start; its name stands away from the other starts."""
    found = [(run, (reference or [p for p in student if p])[:1]) for run, reference, student in runs]
    placed = [(run, *plane.place(first[0])) for run, first in found if first and plane.holds(first[0])]
    if not placed:
        return []
    middle = sum(x for _, x, _ in placed) / len(placed), sum(y for _, _, y in placed) / len(placed)
    parts = []
    for run, x, y in placed:
        left = x < middle[0] - 1 or (len(placed) == 1 and x > plane.width * 0.7)
        below = y > middle[1] + 1
        side, dx, dy = ("end" if left else "start"), (-9 if left else 9), (17 if below else -7)
        parts.append(f'<circle class="start" cx="{x:z.1f}" cy="{y:z.1f}" r="5"/>')
        parts.append(
            f'<text class="said" x="{x + dx:z.1f}" y="{y + dy:z.1f}" text-anchor="{side}">{escape(run["label"])}</text>'
        )
    return parts


def _proof(plane: Plane, proof: Mapping[str, Any] | None, language: str) -> str:
    """The escape radius, the ball that contracts, the points of a cycle: what the verdict on η rests on."""
    if not proof:
        return ""
    words, parts = wording(language).PICTURE, []
    if (radius := proof.get("escape_radius")) is not None:
        parts.append(_circle(plane, (0, 0), radius, "escape", words["escape"]))
    if (centre := proof.get("ball_centre")) is not None and len(centre) == 2:
        parts.append(_circle(plane, centre, max(proof["ball_radius"], 0), "ball", words["ball"]))
    for one in proof.get("cycle") or ():
        if len(one) == 2 and plane.holds(one):
            x, y = plane.place(one)
            parts.append(f'<path class="cycle" d="M{x:z.1f} {y - 8:z.1f}l8 8l-8 8l-8 -8z"/>')
    return "".join(parts)


def _circle(plane: Plane, centre: Sequence[float], radius: float, kind: str, name: str) -> str:
    x, y = plane.place(centre)
    r = max(plane.length(radius), 4)
    return f'<circle class="{kind}" cx="{x:z.1f}" cy="{y:z.1f}" r="{r:z.1f}"><title>{escape(name)}</title></circle>'


def _title(runs: Sequence[_Run], marked: Sequence[Mapping[str, Any]], parted: _Run | None, language: str) -> str:
    """What the picture shows, for who does not see it."""
    words = wording(language).PICTURE
    said = []
    if any(any(student) for _, _, student in runs):
        said.append(filled(words["paths"], {"n": str(len(runs))}, language))
        if parted is not None:
            run, reference, student = parted
            t = run["wrong_step"]
            data = {"t": str(t), "start": str(run["label"]), "yours": _point(student[t]), "reference": _point(reference[t])}  # fmt: skip
            said.append(filled(words["parted"], data, language))
        elif not any(isinstance(run.get("wrong_step"), int) for run, _, _ in runs):
            said.append(words["together"])
        if len(runs) == 1:
            ends = [p for p in runs[0][2] if p][-1:]
            said += [filled(words["ends"], {"yours": _point(p)}, language) for p in ends]
    for run, _, _ in runs:
        if proof := run.get("proof"):
            numbers = {
                key: f"{proof[key]:.3g}" for key in ("escape_radius", "ball_radius") if proof.get(key) is not None
            }
            data = {"start": str(run["label"]), "eta": str(proof["eta"]), **numbers}
            if proof.get("cycle"):
                data["period"] = str(len(proof["cycle"]))
            if limit := proof.get("limit") or proof.get("ball_centre"):
                data["limit"] = _point(limit)
            said.append(filled(words[f"proof-{proof['kind']}"], data, language))
    for kind in ("minimiser", "saddle", "maximiser"):
        if n := sum(p["kind"] == kind for p in marked):
            said.append(filled(words[kind], {"n": str(n)}, language))
    return " ".join(said)


def _point(point: Sequence[float] | None) -> str:
    return "" if point is None else "(" + ", ".join(f"{c:.4g}" for c in point) + ")"

"""figure: level curves of the objective and the traces drawn on them, as drawn (axes data), never as pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine.conformity import conforms
from grader.examine.context import Absent, Context, NotAsked, absent, finding
from grader.examine.exercise import Exercise
from grader.examine.iterates import own_runs, own_trace
from grader.examine.shown import Shown, shown
from grader.examine.traces import Judgement, judge
from grader.model import Finding, Probe, Source
from grader.reading.number import Number, from_repr
from grader.reading.value import ReadingError
from grader.reference import tube as tubes
from grader.reference.objective import Objective
from grader.spec import Assignment, Credit, FigureCheck, IteratesCheck, RunsCheck

Floats = NDArray[np.float64]

#: Along its own level curves a function hardly varies: the share of its variance that the levels must explain. Drawn on a
#: grid of 10 × 10 nodes right functions keep 0.98; of curves drawn over the indices of their grid lines keep 0.1, bands,
#: which are split in two as best they can, 0.96; a wrong sign in g's mixed term leaves 0.8.
EXPLAINED, EXPLAINED_BY_BANDS = 0.93, 0.97


@dataclass(frozen=True)
class _Asked:
    """One run that must be drawn, with the student's own rows where they stored them."""

    exercise: Exercise
    own: Floats | None = None
    judged: Judgement | None = None


@dataclass(frozen=True)
class _Axes:
    """One pair of axes: drawn points (m, 2), the lines apart, and whether it shows level curves of the objective."""

    points: Floats
    lines: tuple[Floats, ...]
    curves: bool
    #: Level curves are there, but of another function.
    other_curves: bool
    cell: int


def probes(check: FigureCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """All figures of the notebook, as drawn."""
    return [Probe("figures", "figures", {})]


def examine(check: FigureCheck, context: Context) -> Finding:
    """Each run earns its equal part: in full on level curves of the objective, half without, half for an own wrong trace."""
    objective = context.assignment.objective(check)
    drawn = list(_axes(context.reply("figures"), objective))
    if not drawn:
        return replace(absent(check), parameters={"missing": ["level-curves", "trace"]})
    credit = context.assignment.credit(check)
    shares: list[Fraction] = []
    defects: list[str] = []
    cell = drawn[0].cell
    for asked in _asked(check, objective, context):
        share, defect, cell = max((_run(asked, axes, credit) for axes in drawn), key=lambda found: found[0])
        shares.append(share)
        if defect:
            defects.append(defect)
    share = sum(shares, Fraction(0)) / len(shares)
    source = Source("figure", str(cell), f"cell {cell}")
    code = max(defects, key=defects.count) if defects else "ok"
    curves = any(axes.curves for axes in drawn)
    missing = ([] if curves else ["level-curves"]) + (["trace"] if Fraction(0) in shares else [])
    parameters = {"rows": sum(s == 1 for s in shares), "asked": len(shares), "missing": missing, "cell": cell}
    return finding(
        check,
        code,
        share,
        source=source,
        explanations=(code,) if code in ("carried-forward", "short") else (),
        parameters=parameters,
    )


def _run(asked: _Asked, axes: _Axes, credit: Credit) -> tuple[Fraction, str, int]:
    """(share, what is wrong, cell) of one run on one pair of axes."""
    share, defect = _trace_share(asked, axes, credit)
    if not axes.curves:
        share, defect = share / 2, "wrong-value" if axes.other_curves else "short"
    return share, defect, axes.cell


#: Right as far as they go.
UNFINISHED = ("short", "last-missing", "too-many-rows")


def _trace_share(asked: _Asked, axes: _Axes, credit: Credit) -> tuple[Fraction, str]:
    carried = Fraction(str(credit.carried_forward_share))
    whole = _is_right(_nearest(axes.points, asked.exercise), asked.exercise)
    if asked.own is not None and asked.judged is not None and _holds(axes.points, asked.own):
        # What is stored may end early, and a line that is drawn not: then nothing wrong is drawn. Where the run has nearly
        # settled its last points hide under each other, so they are counted.
        longer = any(len(line) > len(asked.own) and _starts(line, asked.exercise) for line in axes.lines)
        if asked.judged.right or (whole and longer and asked.judged.code in UNFINISHED):
            return Fraction(1), ""
        return (Fraction(0), "wrong-value") if asked.judged.degenerate else (carried, "carried-forward")
    if whole:
        return Fraction(1), ""
    for line in axes.lines:
        # A trace that was drawn and not stored: judged as drawn.
        if max(3, asked.exercise.iterations // 4) <= len(line) <= 2 * asked.exercise.iterations + 2 and _starts(
            line, asked.exercise
        ):
            judged = judge(_shown(line), asked.exercise, credit)
            if judged.right:
                return Fraction(1), ""
            # A right trace of which only a part is drawn has no error to carry forward.
            unfinished = asked.judged is not None and asked.judged.right and judged.code in UNFINISHED
            if judged.explanations and not judged.degenerate and not unfinished:
                return carried, "carried-forward"
    return Fraction(0), "short"


def _asked(check: FigureCheck, objective: Objective, context: Context) -> list[_Asked]:
    starts = [tuple(Fraction(c) for c in s) for s in check.starts]
    checks = context.assignment.checks
    if check.runs_answer is not None:
        runs = next((c for c in checks if isinstance(c, RunsCheck) and c.answer == check.runs_answer), None)
        try:
            if runs is not None:
                own = own_runs(runs, context)
                return [
                    _Asked(e, None if m is None else m.values, j)
                    for e, m, j in zip(own.exercises, own.matrices, own.judged, strict=True)
                ]
        except (Absent, NotAsked, ReadingError):
            pass
    eta = Fraction(check.step_size or "0.01")
    exercises = [Exercise(objective, s, eta, check.iterations) for s in starts]
    if check.trace_answer is not None and len(exercises) == 1:
        trace = next((c for c in checks if isinstance(c, IteratesCheck) and c.answer == check.trace_answer), None)
        try:
            if trace is not None:
                found = own_trace(check.trace_answer, exercises[0], context, hand=trace.hand, check=trace)
                return [_Asked(exercises[0], found.matrix.values, found.judged)]
        except (Absent, NotAsked, ReadingError):
            pass
    return [_Asked(e) for e in exercises]


def _holds(points: Floats, rows: Floats) -> bool:
    """Whether every row is among the drawn points, up to single precision."""
    finite = rows[np.all(np.isfinite(rows), axis=1)]
    if len(points) == 0 or len(finite) < 2 or finite.shape[1] != points.shape[1]:
        return False
    tolerance = 1e-6 * np.maximum(1.0, np.max(np.abs(finite), axis=1))
    return all(
        float(np.min(np.max(np.abs(points - row), axis=1))) <= limit
        for row, limit in zip(finite, tolerance, strict=True)
    )


def _nearest(points: Floats, exercise: Exercise) -> Shown | None:
    """For each reference iterate the drawn point nearest to it."""
    reference = tubes.tube(exercise.objective, exercise.start, exercise.step_size, exercise.iterations).centre
    if len(points) == 0 or points.shape[1] != reference.shape[1] or not np.all(np.isfinite(reference)):
        return None
    index = [int(np.argmin(np.sum((points - row) ** 2, axis=1))) for row in reference]
    return _shown(points[index])


def _is_right(rows: Shown | None, exercise: Exercise) -> bool:
    if rows is None or rows.coarsest < 2:
        return False
    return any(conforms(rows, exercise, arithmetic).right for arithmetic in (tubes.FLOAT64, tubes.FLOAT32))


def _starts(line: Floats, exercise: Exercise) -> bool:
    return line.shape[1] == exercise.objective.dimension and bool(np.all(np.abs(line[0] - exercise.start_float) < 1e-6))


def _shown(rows: Floats) -> Shown:
    return shown([[_number(c) for c in row] for row in rows.tolist()])


def _number(value: float) -> Number:
    return from_repr(repr(value), "float64")


def _axes(reply: Mapping[str, Any], objective: Objective) -> Iterator[_Axes]:
    """Every pair of axes that shows anything; what is not in the agreed form is passed over."""
    figures = reply.get("figures")
    for figure in figures if isinstance(figures, list) else []:
        if not isinstance(figure, dict):
            continue
        cell = figure.get("cell")
        for axes in _list(figure.get("axes")):
            if isinstance(axes, dict):
                yield _one(axes, objective, cell if isinstance(cell, int) else 0)


def _one(axes: Mapping[str, Any], objective: Objective, cell: int) -> _Axes:
    lines = tuple(p for line in _list(axes.get("lines")) if len(p := _pairs(line)))
    scattered = tuple(p for one in _list(axes.get("points")) if len(p := _pairs(one)))
    if objective.dimension == 1:
        # The graph of the function takes the place of level curves, and a point of the trace stands on it or below it.
        curves = any(len(line) >= 10 and np.ptp(line[:, 0]) > 0 and _on_graph(line, objective).all() for line in lines)
        traces = tuple(
            line[:, :1] for line in (*scattered, *lines) if (_on_graph(line, objective) | (line[:, 1] == 0)).all()
        )
        points = np.concatenate(traces) if traces else np.empty((0, 1))
        return _Axes(points, traces, curves, False, cell)
    points = np.concatenate((*lines, *scattered)) if lines or scattered else np.empty((0, 2))
    contours = [c for c in _list(axes.get("contours")) if isinstance(c, dict)]
    there = any(_list(c.get("paths")) for c in contours)
    curves = any(_are_level_curves(c, objective) for c in contours)
    return _Axes(points, (*lines, *scattered), curves, there and not curves, cell)


def _on_graph(line: Floats, objective: Objective) -> NDArray[np.bool_]:
    values = objective.value(line[:, :1])
    answer: NDArray[np.bool_] = np.abs(values - line[:, 1]) <= 1e-6 * np.maximum(1.0, np.abs(values))
    return answer


def _are_level_curves(contour: Mapping[str, Any], objective: Objective) -> bool:
    """Whether the objective is nearly constant along the curves of each level, measured by the variance the levels explain."""
    paths = _list(contour.get("paths"))
    places = _list(contour.get("of"))
    told = len(places) == len(paths) and all(isinstance(place, int) for place in places)
    drawn = [(places[i] if told else i, p) for i, path in enumerate(paths) if len(p := _path(path)) >= 2]
    if not drawn or objective.dimension != 2:
        return False
    every = np.concatenate([path for _, path in drawn])
    low, high = every.min(axis=0), every.max(axis=0)
    filled = contour.get("filled") is True
    levels: dict[int, list[Floats]] = {}
    for place, path in drawn:
        if filled:
            # A filled band is bounded by two levels, and by the frame, which is none.
            inside = np.all((path > low + 1e-9 * (high - low)) & (path < high - 1e-9 * (high - low)), axis=1)
            path = path[inside]
        g = objective.value(path) if len(path) else np.empty(0)
        levels.setdefault(place, []).append(g[np.isfinite(g)])
    values = [g for parts in levels.values() if len(g := np.concatenate(parts)) >= 2]
    if not values:
        return True  # bands without an inner point: nothing to compare
    within = sum(_two_levels(g) if filled else float(np.sum((g - g.mean()) ** 2)) for g in values)
    total = np.concatenate(values)
    spread = float(np.sum((total - total.mean()) ** 2))
    left = 1 - (EXPLAINED_BY_BANDS if filled else EXPLAINED)
    if len(levels) == 1 or spread == 0:
        # One level alone: it must hug its curve against what the function does across the box.
        across = objective.value(
            np.stack(np.meshgrid(*(np.linspace(a, b, 9) for a, b in zip(low, high, strict=True))), -1)
        )
        return within <= left * len(total) * float(np.var(across)) + 1e-12
    return within <= left * spread


def _two_levels(g: Floats) -> float:
    """The sum of squares left when values are split best into two groups."""
    g = np.sort(g)
    n = np.arange(1, len(g) + 1)
    head = np.cumsum(g**2) - np.cumsum(g) ** 2 / n
    back = g[::-1]
    tail = (np.cumsum(back**2) - np.cumsum(back) ** 2 / n)[::-1]
    split = head[:-1] + tail[1:]
    return float(max(min(head[-1], split.min()), 0.0))


def _pairs(line: Any) -> Floats:
    if not isinstance(line, dict):
        return np.empty((0, 2))
    return _path(list(zip(_list(line.get("x")), _list(line.get("y")), strict=False)))


def _path(points: Any) -> Floats:
    kept = [
        (float(p[0]), float(p[1])) for p in _list(points)
        if isinstance(p, list | tuple) and len(p) == 2 and all(isinstance(c, int | float) and math.isfinite(c) for c in p)
    ]  # fmt: skip
    return np.array(kept, dtype=float).reshape(-1, 2)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []

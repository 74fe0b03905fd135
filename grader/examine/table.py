"""table: rows (t, variables, value, gradient norm), judged cell by cell at the digits shown, never finer than asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.examine.context import Absent, Context, Found, NotAsked, absent, finding, undecided
from grader.examine.elsewhere import PROBES, search, worth
from grader.examine.exercise import Exercise
from grader.examine.gradient import own_gradient
from grader.examine.iterates import exercise_of, own_trace
from grader.examine.shown import Shown, agreement, excess, shown
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.number import Number
from grader.reading.tables import TableReading, read_table
from grader.reading.value import ReadingError
from grader.reference.objective import Objective
from grader.spec import Assignment, TableCheck

Floats = NDArray[np.float64]

#: Float noise of a value computed by any formula near a minimum: 16 rounded operations on numbers of order 1000.
NOISE = 1e-9


#: A value and its uncertainty.
_Quantity: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class _Cell:
    t: int
    column: int
    right: bool
    carried: bool
    copied: bool


def probes(check: TableCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """A table is a value, under whatever name."""
    return list(PROBES)


def examine(check: TableCheck, context: Context) -> Finding:
    """Right cells earn in full, cells right by the student's own trace or gradient half, copied slide rows nothing."""
    objective = context.assignment.objective(check)
    exercise = exercise_of(check, objective)
    columns = ("t", *objective.variables, check.objective or next(iter(context.assignment.objectives)), "norm")
    try:
        found, reading = _find(check, columns, context)
    except Absent:
        return absent(check)
    except ReadingError as error:
        return undecided(check, "cannot-read", parameters={"name": check.answer, "message": str(error)[:200]})
    source = Source(found.where, found.name, reading.read_as, found.named)
    rows = _by_t(reading.rows, check.at)
    if not rows:
        return finding(
            check,
            "wrong-shape",
            source=source,
            explanations=("wrong-shape",),
            parameters={"name": found.name, "missing": list(check.at)},
        )
    reference = _reference(exercise)
    matrix = {t: _truth(objective, reference[t]) for t in check.at}
    width = objective.dimension + 2
    copied = {t for t, row in rows.items() if _published(row, check, columns)}
    own = _own_quantities(check, exercise, context)
    cells: list[_Cell] = []
    codes: Counter[str] = Counter()
    evidence: list[Evidence] = []
    told: dict[str, Any] = {}
    for c in range(width):
        name = columns[c + 1]
        entries = _entries(rows, name)
        judged = _column(entries, {t: matrix[t][c] for t in check.at}, check, partial(own, c))
        slide = c >= objective.dimension
        wrong_here = [t for t in entries if not judged.get(t, (False, False))[0]]
        # What follows from the student's own trace is no other quantity, also where that trace is a row early or late.
        follows = all(judged.get(t, (False, False))[1] for t in wrong_here)
        held = None if follows else _column_holds(entries, reference, objective, c, check)
        code = held.code if held is not None else None
        # A column that holds another quantity holds no right cell, though at few digits some print alike.
        another = held is not None and held.lag is not None
        for t in check.at:
            right, carried = judged.get(t, (False, False))
            copy = slide and t in copied and not right
            cells.append(_Cell(t, c, right and not another, carried and not copy, copy))
        if any(c_.copied for c_ in cells if c_.column == c):
            codes["slide-values"] += 100
        elif wrong_here:
            codes[code or ("carried-forward" if follows else "wrong-value")] += len(wrong_here) + (10 if code else 0)
            if not evidence:
                evidence.append(_evidence(entries, matrix, wrong_here[0], c, name, check))
                told = {"column": name, "row": wrong_here[0], "t": wrong_here[0]}
                if held is not None and held.lag is not None:
                    told |= {"quantity": held.quantity, **({"lag": held.lag} if held.lag else {})}
    if not evidence and (near := _nearest(rows, columns, matrix)) is not None:
        t, c = near
        evidence.append(_evidence(_entries(rows, columns[c + 1]), matrix, t, c, columns[c + 1], check))
    missing = [t for t in check.at if t not in rows]
    if missing:
        codes["short"] += len(missing)
    credit = context.assignment.credit(check)
    half = Fraction(str(credit.carried_forward_share))
    earned = sum((Fraction(1) if c.right else half if c.carried else Fraction(0) for c in cells), Fraction(0))
    share = earned / len(cells)
    code = codes.most_common(1)[0][0] if codes else "ok"
    digits = min((_decimals(entries) for name in columns[1:] if (entries := _entries(rows, name))), default=0)
    if share < 1 and not any(c.right for c in cells) and digits < 2 and code == "wrong-value":
        code = "too-few-digits"
    parameters = {
        **told, "name": found.name, "missing": missing, "digits": digits,
        "right": sum(c.right for c in cells), "cells": len(cells), "copied": sorted(copied),
    }  # fmt: skip
    told_of = finding(
        check, code, share, source=source, explanations=tuple(k for k, _ in codes.most_common() if k != "wrong-value")[:3] or (code,),
        parameters=parameters, evidence=tuple(evidence),
    )  # fmt: skip
    return worth(told_of, context)


def _find(check: TableCheck, columns: tuple[str, ...], context: Context) -> tuple[Found, TableReading]:
    """The table under its name, else whatever holds at least half of the asked rows by their t. Raises Absent, ReadingError."""

    def attempt(found: Found) -> tuple[int, Found, TableReading] | None:
        reading = read_table(found.value, columns)
        # Who writes down the slide's own table, to say what is wrong with it, gives none.
        if found.where == "written" and any(_published(row, check, columns) for row in reading.rows):
            return None
        asked = {t for t in check.at if any((n := row.get("t")) is not None and n.exact == t for row in reading.rows)}
        full = all(any(row.get(name) is not None for row in reading.rows) for name in columns)
        return (len(asked), found, reading) if full and 2 * len(asked) >= len(check.at) else None

    try:
        found = context.answer(check.answer)
        return found, read_table(found.value, columns)
    except (Absent, ReadingError):
        held = search(context, check.answer, len(columns), attempt, lambda one: True)
        if not held:
            raise
        return max(held, key=lambda one: one[0])[1:]


def _entries(rows: Mapping[int, Mapping[str, Number | None]], name: str) -> dict[int, Number]:
    """A column's numbers by t, where there is one."""
    return {t: number for t, row in rows.items() if (number := row.get(name)) is not None}


def _by_t(rows: Sequence[Mapping[str, Number | None]], at: Sequence[int]) -> dict[int, Mapping[str, Number | None]]:
    """Rows matched by t, in any order; without a t they stand for the asked ones in order, if they are as many."""
    found: dict[int, Mapping[str, Number | None]] = {}
    for row in rows:
        t = row.get("t")
        if t is not None and t.exact is not None and t.exact.denominator == 1 and int(t.exact) in at:
            found.setdefault(int(t.exact), row)
    if not found and len(rows) == len(at) and all(row.get("t") is None for row in rows):
        return dict(zip(at, rows, strict=True))
    return found


def _column(
    entries: Mapping[int, Number],
    truth: Mapping[int, float],
    check: TableCheck,
    own: Callable[[int], list[_Quantity]],
) -> dict[int, tuple[bool, bool]]:
    """(right, right by the student's own trace) for each shown cell of one column, one rounding mode for all of it."""
    if not entries:
        return {}
    ts = list(entries)
    column = shown([[entries[t]] for t in ts])
    if column.coarsest < 2:
        return dict.fromkeys(ts, (False, False))
    exact = np.array([[truth[t]] for t in ts])
    right = _agree(column, exact, np.full_like(exact, NOISE) * np.maximum(1, np.abs(exact)), check.digits)[:, 0]
    mine = [own(t) for t in ts]
    carried = np.zeros(len(ts), dtype=bool)
    for way in range(max(map(len, mine))):
        centre = np.array([[m[way][0] if way < len(m) else np.nan] for m in mine])
        radius = np.array([[m[way][1] if way < len(m) else 0.0] for m in mine]) + NOISE
        carried |= _agree(column, centre, radius, check.digits)[:, 0]
    return {t: (bool(r), bool(c) and not bool(r)) for t, r, c in zip(ts, right, carried, strict=True)}


def _agree(column: Shown, centre: Floats, radius: Floats, digits: int) -> NDArray[np.bool_]:
    """Which cells of one column, or of the same in several columns, agree with centre ± radius, in one mode a column."""
    if column.coarsest > digits:
        # Shown finer than asked: within half a unit of the digits asked.
        coarse = Shown(column.values, np.maximum(column.unit, 10.0**-digits), (digits,))
        gap = excess(coarse, centre - radius, centre + radius, ("round",))[0]
    else:
        gap = agreement(column, centre, radius)[1]
    return np.asarray(gap <= 0)


def _reference(exercise: Exercise) -> Floats:
    return exercise.trace()


def _truth(objective: Any, point: Floats) -> list[float]:
    return [
        *map(float, point),
        float(objective.value(point[None])[0]),
        float(np.linalg.norm(objective.gradient_at(point[None])[0])),
    ]


def _published(row: Mapping[str, Number | None], check: TableCheck, columns: Sequence[str]) -> bool:
    """Whether a row's value and norm are those of a published wrong row."""
    value, norm, t = row.get(columns[-2]), row.get(columns[-1]), row.get("t")
    for printed in check.published_rows:
        same_t = t is None or t.exact == Fraction(printed[0])
        pairs = ((value, printed[-2]), (norm, printed[-1]))
        if same_t and all(
            n is not None and n.exact is not None and abs(n.exact - Fraction(p)) <= Fraction(1, 20000) for n, p in pairs
        ):
            return True
    return False


def _own_quantities(check: TableCheck, exercise: Exercise, context: Context) -> Callable[[int, int], list[_Quantity]]:
    """What column c at t would be by the student's own wrong trace, own gradient, or both, with its uncertainty."""
    objective, n = exercise.objective, exercise.objective.dimension
    trace, gradient = _own_trace(check, exercise, context), _own_gradient(check, context)
    reference = _reference(exercise)

    def quantities(c: int, t: int) -> list[_Quantity]:
        found: list[_Quantity] = []
        if trace is not None and t < len(trace) and np.all(np.isfinite(trace.values[t])):
            point, half = trace.values[t], trace.unit[t] / 2
            if c < n:
                found.append((float(point[c]), float(half[c])))
            elif c == n:
                slope = objective.gradient_at(point)
                found.append((float(objective.value(point)), float(np.abs(slope) @ half)))
            else:
                spread = float(np.linalg.norm(objective.hessian_at(point), 2) * np.linalg.norm(half))
                found.append((float(np.linalg.norm(objective.gradient_at(point))), spread))
                if gradient is not None:
                    found.append((float(np.linalg.norm(gradient(point[None])[0])), spread))
        if c == n + 1 and gradient is not None and t < len(reference):
            found.append((float(np.linalg.norm(gradient(reference[t][None])[0])), 0.0))
        return found

    return quantities


def _own_trace(check: TableCheck, exercise: Exercise, context: Context) -> Shown | None:
    """The student's wrong trace; None where it is right, proves nothing, or is not there."""
    if check.trace_answer is None:
        return None
    try:
        own = own_trace(check.trace_answer, exercise, context, hand=False, check=check)
    except (Absent, NotAsked, ReadingError):
        return None
    return None if own.judged.right or own.judged.degenerate else own.matrix


def _own_gradient(check: TableCheck, context: Context) -> Callable[[Floats], Floats] | None:
    if check.gradient_answer is None:
        return None
    try:
        return own_gradient(check.gradient_answer, context)
    except (NotAsked, ReadingError):
        return None


@dataclass(frozen=True)
class _Held:
    """What a column really holds: a code, and the quantity with how many rows later (lag) where one was recognised."""

    code: str
    quantity: str = ""
    lag: int | None = None


def _column_holds(
    entries: Mapping[int, Number], reference: Floats, objective: Objective, c: int, check: TableCheck
) -> _Held | None:
    """Which other quantity, at which lag, the whole column really holds."""
    ts = list(entries)
    column = shown([[entries[t]] for t in ts])
    if column.coarsest < 2:
        return _Held("too-few-digits")
    if not np.all(np.isfinite(column.values)):
        return _Held("not-finite")
    gradient, value = objective.gradient_at(reference), objective.value(reference)
    norm = np.linalg.norm(gradient, axis=1)
    asked: list[tuple[str, Floats]] = [(v, reference[:, i]) for i, v in enumerate(objective.variables)]
    asked += [(check.objective or "J", value), ("‖∇‖", norm)]
    others = [
        ("‖∇‖²", norm**2), ("‖∇‖∞", np.max(np.abs(gradient), axis=1)), ("‖∇‖₁", np.sum(np.abs(gradient), axis=1)),
        ("η‖∇‖", float(Fraction(check.step_size)) * norm), ("‖θ‖", np.linalg.norm(reference, axis=1)), ("2J", 2 * value),
        *((f"∂/∂{v}", gradient[:, i]) for i, v in enumerate(objective.variables)),
    ]  # fmt: skip
    quantities = [*asked, *others]
    mine = asked[c][0]
    for lag in (0, -1, 1, -2, 2):
        usable = [t for t in ts if 0 <= t + lag < len(reference)]
        if len(usable) < max(2, len(ts) - 1):
            continue

        centre = np.column_stack([values[[t + lag for t in usable]] for _, values in quantities])
        some = shown([[entries[t]] for t in usable]).columns([0] * len(quantities))
        fits = np.all(_agree(some, centre, np.full_like(centre, NOISE), check.digits), axis=0)
        for (name, _), fit in zip(quantities, fits, strict=True):
            if fit and not (lag == 0 and name == mine):
                return _Held(_code_of(name, lag, mine, [a for a, _ in asked]), name, lag)
    return None


def _code_of(name: str, lag: int, mine: str, asked: Sequence[str]) -> str:
    if name == "‖∇‖²" and mine == "‖∇‖":
        return "squared-norm"
    if name == mine:
        return "stale-column"
    return "swapped-columns" if lag == 0 and name in asked else "wrong-quantity"


def _nearest(
    rows: Mapping[int, Mapping[str, Number | None]], columns: Sequence[str], matrix: Mapping[int, Sequence[float]]
) -> tuple[int, int] | None:
    """Row and column of the cell farthest from its exact value, where every cell is right."""
    away = {
        (t, c): abs(float(number) - matrix[t][c])
        for c, name in enumerate(columns[1:])
        for t, number in _entries(rows, name).items()
        if math.isfinite(float(number))
    }
    return max(away, key=away.__getitem__, default=None)


def _evidence(
    entries: Mapping[int, Number], matrix: Mapping[int, Sequence[float]], t: int, c: int, name: str, check: TableCheck
) -> Evidence:
    number = entries[t]
    digits = min(_decimals(entries), check.digits)
    away = abs(float(number) - matrix[t][c])
    measured = f"{away:.1e}" if math.isfinite(away) else "not finite"
    return Evidence(
        f"|{name} at t = {t} - reference|", measured, f"{10.0**-digits / 2:.1e}", "half a unit of the last digit judged", {"t": t, "column": name},
        {"digits": digits, "formula": "|shown − exact| ≤ ½·10^−d, or truncation or floor for the whole column", "source": "grader/examine/shown.py"},
    )  # fmt: skip


def _decimals(entries: Mapping[int, Number]) -> int:
    return max((n.decimals for n in entries.values()), default=0)

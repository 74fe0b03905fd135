"""The one systematic cause of a wrong trace: rows shifted or swapped, another start, the library, then fits.

What explains a trace reproduces it whole, from the student's own start. Several causes may: they are told as alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine import causes, fits
from grader.examine.causes import Cause
from grader.examine.conformity import HORIZON
from grader.examine.exercise import Exercise
from grader.examine.informative import COARSEST, informative
from grader.examine.pairs import pairs
from grader.examine.replay import Replays
from grader.examine.shown import Shown, agreement
from grader.examine.terms import MOST, MOST_ELSEWHERE, gradient_terms, usual_terms
from grader.reference import tube as tubes
from grader.spec import Credit

Floats = NDArray[np.float64]

#: Difference steps that people type, too long to be honest.
_COARSE = tuple((h, central) for h in (0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0) for central in (False, True))


@dataclass(frozen=True)
class Diagnosis:
    """The code told first, every code that fits as well, what words may use, and the cause itself where it can be replayed."""

    code: str
    explanations: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cause: Cause | None = None


def diagnose(
    matrix: Shown, exercise: Exercise, credit: Credit, known: Sequence[Cause] = (), previous_end: Floats | None = None
) -> Diagnosis | None:
    """The systematic cause of a wrong trace, None where nothing explains it. `known` causes are tried before all others."""
    shifted = _shifted(matrix, exercise)
    if shifted is not None:
        return shifted
    n = exercise.objective.dimension
    if n == 2 and Replays(matrix.columns([1, 0]), exercise).explains(causes.plain()):
        return Diagnosis("swapped-components", ("swapped-components",))
    own = matrix.values[0]
    start_right = bool(agreement(matrix.rows(0, 1), exercise.start_float[None], np.full((1, n), 1e-12))[0][0])
    replays = Replays(matrix, exercise, None if start_right else own)
    if not start_right and np.all(np.isfinite(own)) and replays.explains(causes.plain()):
        code = "start-mutated" if begins_at(previous_end, matrix) else "wrong-start"
        return Diagnosis(code, (code,), {"start": own.tolist()})
    if not start_right and not (np.all(np.isfinite(own)) and informative(own[None], exercise)[0]):
        return None  # from a place where hardly anything moves, many programs print the same
    hits = [c for c in known if replays.explains(c)]
    hits = hits or [c for c in causes.library(exercise) if replays.explains(c)]
    digits = (*matrix.decimals, 2, 3, 4, 1, 5, 6, 0)
    hand = causes.roundings(d for d in digits if d <= causes.MOST_DIGITS and replays.may_be_rounded(d))
    if not hits and (hits := _first(hand, replays)):
        # At few digits a coarse difference prints what a rounding in each step prints.
        coarse = _coarse_differences(exercise, credit, _COARSE) if matrix.coarsest <= 4 else ()
        hits += _first(coarse, replays)
    most = MOST if start_right else MOST_ELSEWHERE
    hits = hits or _first(_fitted(matrix, exercise, credit, most), replays)
    if hits and hits[0].code == "coarse-differences" and not _is_typed(hits[0]):
        # Nobody types such an h; on a polynomial it is a change of coefficients, which may be the simpler way to say it.
        hits = [*_first(gradient_terms([(matrix, exercise)], most), replays), *hits]
    if not hits:
        return None
    hits.sort(key=lambda c: c.weight)
    codes = tuple(dict.fromkeys(code for c in hits for code in (c.code, c.beside) if code))
    if not start_right:
        early = hits[0].trace(exercise, rows=2)[1]
        left_out = bool(np.all(np.abs(early - own) <= matrix.unit[0] / 2 + 1e-6 * np.maximum(1.0, np.abs(own))))
        codes = (*codes, "off-by-one" if left_out else "wrong-start")
    return Diagnosis(hits[0].code, codes, hits[0].parameters, hits[0])


def name_degenerate(matrix: Shown, exercise: Exercise, previous_end: Floats | None) -> Diagnosis | None:
    """What a trace that proves nothing may come from: a start changed in place, whole numbers, a step size, aliasing."""
    if begins_at(previous_end, matrix):
        return Diagnosis("start-mutated", ("start-mutated",), {"start": matrix.values[0].tolist()})
    candidates = [causes.integers()]
    if matrix.coarsest >= 2:
        # At fewer digits nearly every step size reproduces "start, then zeros".
        missing = [c for c in causes.library(exercise) if c.code in ("missing-step-size", "wrong-step-size")]
        candidates += [*missing, *fits.step_sizes(matrix, exercise)]
    replays = Replays(matrix, exercise)
    for cause in candidates:
        if replays.explains(cause):
            return Diagnosis(cause.code, (cause.code,), cause.parameters)
    if matrix.coarsest >= 2 and aliased_cause(matrix, exercise) is not None:
        return Diagnosis("aliasing", ("aliasing",), {"t": 1})
    return None


def aliased_cause(matrix: Shown, exercise: Exercise) -> tuple[str, ...] | None:
    """What an aliased trace's one point is: the last iterate (nothing more), or a misconception's; None if neither."""
    last = matrix.rows(len(matrix) - 1)
    for arithmetic in (tubes.FLOAT64, tubes.FLOAT32):
        tube = exercise.longer(1).tube(arithmetic)  # one update more where each follows the append
        for row in range(max(1, exercise.iterations - 1), exercise.iterations + 2):
            if bool(agreement(last, tube.centre[[row]], np.minimum(tube.radius[[row]], HORIZON))[0][0]):
                return ()
    for cause in causes.library(exercise):
        end = cause.trace(exercise)[[-1]]
        if np.all(np.isfinite(end)) and bool(agreement(last, end, 1e-7 * (1 + np.abs(end)))[0][0]):
            return (cause.code,)
    return None


def begins_at(previous_end: Floats | None, matrix: Shown) -> bool:
    """Whether a run starts where the run before it ended: the caller's start was changed in place."""
    return previous_end is not None and bool(np.all(np.abs(matrix.values[0] - previous_end) <= matrix.unit[0] + 1e-6))


def _fitted(matrix: Shown, exercise: Exercise, credit: Credit, most: int) -> Iterator[Cause]:
    yield from fits.step_sizes(matrix, exercise)
    yield from _coarse_differences(exercise, credit, (*fits.difference_steps(matrix, exercise), *_COARSE))
    yield from fits.schedules(matrix, exercise)
    yield from fits.limits(matrix, exercise)
    yield from fits.frozen(matrix, exercise)
    yield from gradient_terms([(matrix, exercise)], most)
    yield from usual_terms(exercise.objective)
    if not matrix.on_a_line:  # two causes at once would fit any pace along it
        yield from pairs(matrix, exercise)


def _is_typed(cause: Cause) -> bool:
    return any(cause.parameters["h"] == f"{h:.2g}" for h, _ in _COARSE)


def _coarse_differences(
    exercise: Exercise, credit: Credit, candidates: Iterable[tuple[float, bool]]
) -> Iterator[Cause]:
    for h, central in candidates:
        if abs(h) > credit.max_difference_step:
            yield causes.differences(exercise.objective, h, central=central)


def _first(candidates: Iterable[Cause], replays: Replays) -> list[Cause]:
    return next(([c] for c in candidates if replays.explains(c)), [])


def _shifted(matrix: Shown, exercise: Exercise) -> Diagnosis | None:
    """The start left out, or the iterates one row late behind a made-up first row."""
    for early, rows in ((True, matrix), (False, matrix.rows(1))):
        if len(rows) < 3:
            continue
        needed = min(len(rows), exercise.iterations + 1)
        first = 1 if early else 0
        away = np.abs(rows.values[0] - exercise.trace(first + 1)[first]) - rows.unit[0]
        if not np.all(away <= 3 * HORIZON):
            continue  # nowhere near: quicker to know than a tube
        tube = exercise.longer(first).tube(tubes.FLOAT32)
        # Beyond the horizon nothing can be recognised by its place: the radius is capped, never open.
        radius = np.minimum(tube.radius[first : first + needed], HORIZON) + 2e-5
        flags, _ = agreement(rows.rows(0, needed), tube.centre[first : first + needed], radius)
        moved = float(np.max(np.abs(rows.values[:needed] - rows.values[0]))) > 10 * COARSEST
        if bool(np.all(flags)) and (moved or early):
            told = {"t": 0 if early else 1, "rows": len(matrix), "first": "missing" if early else "made-up"}
            return Diagnosis("off-by-one", ("off-by-one",), told)
    return None

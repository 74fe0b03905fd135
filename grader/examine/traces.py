"""One trace judged: right within its bounds, right as far as it goes, slips, one systematic cause, or else.

The order of the lines is that of 2-assignments.md, Credit; a systematic cause from the library goes before slips,
because at two decimals a wrong algorithm shows few wrong steps, and credit never depends on the digits shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.examine import causes, fits
from grader.examine.causes import Cause, Exercise
from grader.examine.shown import Flags, Shown, agreement
from grader.model import Evidence, Remark
from grader.reference import tube as tubes
from grader.spec import Credit

Floats = NDArray[np.float64]

#: Beyond this tube radius equal programs may differ: only single steps are compared (3-numerics, design item 4).
HORIZON = 2e-3
#: The coarsest display that iterates may have is two decimals: half its unit decides which steps prove something,
#: so that credit is the same at every display.
COARSEST = 0.005


@dataclass(frozen=True)
class Judgement:
    """What one trace earns and why; `share` of the points, `wrong_row` the first wrong one."""

    code: str
    share: Fraction
    parameters: Mapping[str, Any] = field(default_factory=dict)
    explanations: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    remarks: tuple[Remark, ...] = ()
    wrong_row: int | None = None
    degenerate: bool = False
    cause: Cause | None = None

    @property
    def right(self) -> bool:
        """Whether the whole trace is right."""
        return self.code == "ok"


@dataclass(frozen=True)
class _Fit:
    """How a matrix of rows agrees with gradient descent in one arithmetic: flags a row, and the bounds used."""

    rows: Flags
    excess: Floats
    radius: Floats
    centre: Floats
    name: str

    @property
    def right(self) -> bool:
        return bool(np.all(self.rows))

    @property
    def first_wrong(self) -> int:
        wrong = np.flatnonzero(~self.rows)
        return int(wrong[0]) if len(wrong) else len(self.rows)


def judge(
    matrix: Shown,
    exercise: Exercise,
    credit: Credit,
    *,
    identity: Sequence[int] = (),
    hand: bool = False,
    known: Iterable[Cause] = (),
    previous_end: Floats | None = None,
) -> Judgement:
    """Judge rows (k, n) against an exercise; `known` causes (found in a sister run) are tried first.

    `previous_end` is where the run before this one ended: a start changed in place begins there.
    """
    judged = _judge(matrix, exercise, credit, identity, hand, list(known), previous_end)
    return replace(judged, share=min(max(judged.share, Fraction(0)), Fraction(1)))


def _judge(
    matrix: Shown,
    exercise: Exercise,
    credit: Credit,
    identity: Sequence[int],
    hand: bool,
    known: list[Cause],
    previous_end: Floats | None,
) -> Judgement:
    asked = exercise.iterations
    if len(matrix) == 0:
        return Judgement("wrong-shape", Fraction(0), {"rows": 0, "asked": asked + 1})
    structural = Fraction(str(credit.structural_share))
    aliased = _aliased(identity)
    matrix, dropped = _without_leftover(matrix, exercise)
    fit, remarks = _best_fit(matrix, exercise, credit)
    few = matrix.coarsest < 2 and not _in_full(matrix, fit)
    if fit.right and not few and not aliased:
        return _count_rows(matrix, exercise, credit, remarks)
    wrong = fit.first_wrong
    told: dict[str, Any] = {"t": wrong, "rows": len(matrix) + dropped, "asked": asked + 1}
    component = _component(fit, wrong, exercise)
    base = Judgement(
        "unexplained",
        _informative_share(matrix, exercise, fit, credit),
        {**told, "component": component},
        evidence=_evidence(matrix, fit, wrong, exercise),
        wrong_row=wrong,
    )
    if aliased and (cause := _alias_cause(matrix, exercise)) is not None:
        alias_told = {"t": 1, "rows": len(matrix)}
        return replace(
            base,
            code="aliasing",
            share=structural,
            parameters=alias_told,
            explanations=("aliasing", *cause),
            wrong_row=0,
            degenerate=True,
        )
    if _degenerate(matrix, exercise):
        return _named_degenerate(base, matrix, exercise, previous_end)
    if few and _coarse_rows_agree(matrix, fit):
        return replace(
            base,
            code="too-few-digits",
            parameters={"digits": matrix.coarsest, **told},
            explanations=("too-few-digits",),
        )
    rows_share = Fraction(min(len(matrix) - 1, asked), asked)
    found = _systematic(matrix, exercise, credit, known, previous_end, hand)
    if found is not None:
        code, explanations, parameters, cause_found = found
        if hand and code == "rounding-in-update":
            return Judgement("ok", Fraction(1), remarks=(Remark("rounding-in-update", dict(parameters)),))
        share = structural * (Fraction(1) if code in ("off-by-one", "start-mutated") else rows_share)
        return replace(
            base,
            code=code,
            share=share,
            explanations=explanations,
            parameters={**base.parameters, **parameters},
            cause=cause_found,
        )
    if (slips := _slips(matrix, exercise, credit)) is not None:
        share = Fraction(asked - len(slips), asked) * (rows_share if len(matrix) <= asked else 1)
        return replace(
            base,
            code="slip",
            share=share,
            explanations=("slip",),
            parameters={**told, "t": slips[0], "slips": slips, "component": component},
        )
    if not np.all(np.isfinite(matrix.values)):
        first = int(np.argmin(np.all(np.isfinite(matrix.values), axis=1)))
        return replace(base, code="not-finite", explanations=("not-finite",), parameters={**told, "t": first})
    return base


def _count_rows(matrix: Shown, exercise: Exercise, credit: Credit, remarks: tuple[Remark, ...]) -> Judgement:
    asked, rows = exercise.iterations, len(matrix)
    told = {"rows": rows, "asked": asked + 1, "t": rows}
    if rows == asked + 1:
        return Judgement("ok", Fraction(1), remarks=remarks)
    if rows > asked + 1:
        share = Fraction(str(credit.too_many_rows_share))
        return Judgement(
            "too-many-rows", share, {**told, "t": asked + 1}, ("too-many-rows",), remarks=remarks, wrong_row=asked + 1
        )
    code = "last-missing" if rows == asked else "short"
    return Judgement(code, Fraction(rows - 1, asked), told, (code,), remarks=remarks, wrong_row=rows)


def conforms(matrix: Shown, exercise: Exercise, arithmetic: tubes.Arithmetic = tubes.FLOAT64) -> _Fit:
    """Rows against the tube up to the horizon, each step from the student's own row beyond it.

    Rows beyond the asked ones, and rows after the reference has overflowed, are not judged.
    """
    k = min(len(matrix), exercise.iterations + 1)
    rows = matrix.rows(0, k)
    tube = tubes.tube(exercise.objective, exercise.start, exercise.step_size, exercise.iterations, arithmetic)
    centre, radius = np.array(tube.centre[:k]), np.array(tube.radius[:k])
    horizon = min(tube.horizon(HORIZON), k - 1)
    if horizon < k - 1:
        points = rows.values[horizon : k - 1]
        slack = rows.unit[horizon : k - 1] / 2
        eta = float(exercise.step_size)
        with np.errstate(all="ignore"):
            ahead = points - eta * exercise.objective.gradient_at(points)
            bound = tubes.step_bounds(exercise.objective, points, exercise.step_size, arithmetic, slack=slack)
        centre[horizon + 1 :], radius[horizon + 1 :] = ahead, bound
    exempt = _overflowed(tube.centre[:k], rows.values)
    flags, gap = agreement(rows, centre, radius)
    return _Fit(flags | exempt, gap, radius, centre, f"tube {arithmetic.name}")


def _overflowed(reference: Floats, given: Floats) -> Flags:
    """Rows after escape: from where the reference or the row before is beyond 1e12, rounding decides."""
    with np.errstate(invalid="ignore"):
        tame = np.all(np.abs(reference) < 1e12, axis=1)
        own = np.all(np.abs(given) < 1e12, axis=1)
    gone = np.zeros(len(given), dtype=bool)
    if not np.all(tame) and not np.all(own):
        gone[max(int(np.argmin(tame)), int(np.argmin(own))) :] = True
    return gone


def _best_fit(matrix: Shown, exercise: Exercise, credit: Credit) -> tuple[_Fit, tuple[Remark, ...]]:
    exact = conforms(matrix, exercise)
    if exact.right:
        return exact, ()
    single = conforms(matrix, exercise, tubes.FLOAT32)
    if single.right:
        return single, (Remark("single-precision", {}),) if "float32" in matrix.kinds else ()
    # A rounding inside each step is a cause of its own: a loose bound for tiny h must not swallow it.
    if any(_explains(c, matrix, exercise, None) for c in causes.roundings()):
        return exact, ()
    for h, central in fits.difference_steps(matrix, exercise, exact.centre):
        honest = abs(h) <= credit.max_difference_step
        fit = _differences_fit(matrix, exercise, h, central) if honest else None
        if fit is not None and fit.right:
            shift = float(np.max(np.abs(fit.centre[-1] - exact.centre[-1]))) if len(fit.centre) else 0.0
            return fit, (
                Remark("finite-differences", {"h": f"{abs(h):.2g}", "central": central, "limit_shift": f"{shift:.1e}"}),
            )
    for k in (5, 6, 7, 8, 9, 10):
        for central in (False, True):
            fit = _differences_fit(matrix, exercise, 10.0**-k, central)
            if fit is not None and fit.right:
                return fit, (Remark("finite-differences", {"h": f"1e-{k}", "central": central, "limit_shift": "0"}),)
    return exact, ()


def _differences_fit(matrix: Shown, exercise: Exercise, h: float, central: bool) -> _Fit | None:
    """Rows against a replay with difference step h; the radius propagates the quotient's own rounding, 24u|f|/h a step.

    Provisional bound (first order): R_{t+1} = ‖I − ηH(θ_t)‖₂ R_t + √n (η·24u|f|_abs/h + float64's own rounding).
    """
    k = min(len(matrix), exercise.iterations + 1)
    rows = matrix.rows(0, k)
    centre = causes.differences(exercise.objective, h, central=central).trace(exercise, rows=k)
    if not np.all(np.isfinite(centre)) or np.max(np.abs(centre)) > 1e8:
        return None
    eta, n = float(exercise.step_size), exercise.objective.dimension
    values = np.abs(exercise.objective.value(centre)) + _absolute(exercise, centre)
    noise = eta * 24 * 2.0**-53 * values / abs(h) + 32 * 2.0**-53 * (1 + np.max(np.abs(centre), axis=1))
    jacobian = np.eye(n) - eta * exercise.objective.hessian_at(centre)
    growth = np.linalg.norm(jacobian, 2, axis=(1, 2))
    radius = np.zeros((k, n))
    reach = 0.0
    for t in range(1, k):
        reach = growth[t - 1] * reach + np.sqrt(n) * noise[t - 1]
        radius[t] = reach
    if not np.max(radius, initial=0.0) <= HORIZON:
        radius = np.minimum(radius, HORIZON)
    flags, gap = agreement(rows, centre, radius)
    return _Fit(flags, gap, radius, centre, f"differences with h = {h:.2g} (provisional, first order)")


def _absolute(exercise: Exercise, points: Floats) -> Floats:
    """|f|_abs: the objective with absolute coefficients at |θ|, what a sum may pass through before it cancels."""
    if not exercise.objective.is_polynomial:
        return np.ones(len(points))
    total = np.zeros(len(points))
    for powers, coefficient in exercise.objective.terms.items():
        total += abs(float(coefficient)) * np.prod(np.abs(points) ** np.array(powers), axis=1)
    return total


def _in_full(matrix: Shown, fit: _Fit) -> bool:
    """Numbers that are right to the last bit show enough digits, however few they print."""
    k = len(fit.rows)
    full = Shown(matrix.values[:k], np.full((k, matrix.values.shape[1]), 1e-15), matrix.decimals)
    return bool(np.all(agreement(full, fit.centre, fit.radius)[0]))


def _coarse_rows_agree(matrix: Shown, fit: _Fit) -> bool:
    return fit.right


def _without_leftover(matrix: Shown, exercise: Exercise) -> tuple[Shown, int]:
    """Zero rows at the end of a preallocated array are no iterates, unless zero is a point the method can rest at."""
    values = matrix.values
    zero = np.all(values == 0, axis=1)
    count = len(zero) - (int(np.flatnonzero(~zero)[-1]) + 1 if not np.all(zero) else 0)
    if count < 2 or count == len(values):
        return matrix, 0
    at_zero = exercise.objective.gradient_at(np.zeros((1, exercise.objective.dimension)))[0]
    if np.max(np.abs(at_zero)) < 1e-9:
        return matrix, 0
    return matrix.rows(0, len(values) - count), count


def _aliased(identity: Sequence[int]) -> bool:
    """One object in every row (the start may stand apart)."""
    return len(identity) >= 3 and len(set(identity[1:])) == 1


def _alias_cause(matrix: Shown, exercise: Exercise) -> tuple[str, ...] | None:
    """What an aliased trace's one point is: the last iterate (nothing more), or a misconception's; None if neither."""
    last = matrix.rows(len(matrix) - 1)
    for arithmetic in (tubes.FLOAT64, tubes.FLOAT32):
        tube = tubes.tube(exercise.objective, exercise.start, exercise.step_size, exercise.iterations, arithmetic)
        for row in range(max(1, exercise.iterations - 1), exercise.iterations + 1):
            if bool(agreement(last, tube.centre[[row]], np.minimum(tube.radius[[row]], HORIZON))[0][0]):
                return ()
    for cause in causes.library(exercise):
        end = cause.trace(exercise)[[-1]]
        if np.all(np.isfinite(end)) and bool(agreement(last, end, 1e-7 * (1 + np.abs(end)))[0][0]):
            return (cause.code,)
    return None


def informative(points: Floats, unit: Floats, exercise: Exercise) -> Flags:
    """Which steps from `points` (k, n) prove something: ‖η∇J‖ above five tolerances, at the coarsest display allowed.

    Where no step of the exercise itself is that long, the tolerance is the display's own.
    """
    eta = abs(float(exercise.step_size))
    own = np.max(unit, axis=1) / 2
    centre = tubes.tube(
        exercise.objective, exercise.start, exercise.step_size, exercise.iterations, tubes.FLOAT64
    ).centre
    with np.errstate(all="ignore"):
        reference = eta * np.linalg.norm(exercise.objective.gradient_at(centre), axis=1)
        floor = COARSEST if np.nanmax(reference, initial=0.0) > 5 * COARSEST else 0.0
        lengths = eta * np.linalg.norm(exercise.objective.gradient_at(points), axis=1)
        flags: Flags = lengths > 5 * np.maximum(own, floor)
    return flags


def _informative_share(matrix: Shown, exercise: Exercise, fit: _Fit, credit: Credit) -> Fraction:
    right = max(min(fit.first_wrong, exercise.iterations + 1) - 1, 0)
    count = int(np.sum(informative(fit.centre[:right], matrix.unit[:right], exercise))) if right else 0
    return min(Fraction(count, exercise.iterations), Fraction(str(credit.informative_share)))


def _degenerate(matrix: Shown, exercise: Exercise) -> bool:
    """One point repeated after the start, nothing that moves by more than the coarsest display, or no informative step."""
    values = matrix.values
    finite = values[np.all(np.isfinite(values), axis=1)]
    if len(finite) < 3:
        return False
    rest = finite[1:]
    centre = tubes.tube(
        exercise.objective, exercise.start, exercise.step_size, exercise.iterations, tubes.FLOAT64
    ).centre
    with np.errstate(all="ignore"):
        reach = np.nanmax(np.abs(centre - centre[0])) if len(centre) else 0.0
    floor = COARSEST if reach > 10 * COARSEST else 1e-12 * max(1.0, float(reach))
    if np.max(np.abs(rest - rest[0])) <= floor:
        return True
    return not bool(np.any(informative(finite, matrix.unit[: len(finite)], exercise)))


def _named_degenerate(base: Judgement, matrix: Shown, exercise: Exercise, previous_end: Floats | None) -> Judgement:
    """A degenerate trace earns line 5 at most; a cause that reproduces it is still named."""
    named = replace(base, degenerate=True)
    if previous_end is not None and bool(np.all(np.abs(matrix.values[0] - previous_end) <= matrix.unit[0] + 1e-6)):
        told = {**base.parameters, "start": matrix.values[0].tolist()}
        return replace(named, code="start-mutated", explanations=("start-mutated",), parameters=told)
    library = causes.library(exercise)
    # Integers first: at no decimals shown nearly every step size reproduces "start, then zeros".
    order = ("integer-arithmetic", "missing-step-size", "wrong-step-size")
    candidates = [cause for code in order for cause in library if cause.code == code]
    for cause in [*candidates, *fits.step_sizes(matrix, exercise)]:
        if _explains(cause, matrix, exercise, None):
            return replace(
                named, code=cause.code, explanations=(cause.code,), parameters={**base.parameters, **cause.parameters}
            )
    if _alias_cause(matrix, exercise) is not None:
        return replace(named, code="aliasing", explanations=("aliasing",), parameters={**base.parameters, "t": 1})
    return named


_Found: TypeAlias = tuple[str, tuple[str, ...], Mapping[str, Any], Cause | None]


def _systematic(
    matrix: Shown, exercise: Exercise, credit: Credit, known: list[Cause], previous_end: Floats | None, hand: bool
) -> _Found | None:
    shifted = _shifted(matrix, exercise)
    if shifted is not None:
        return shifted
    n = exercise.objective.dimension
    if n == 2 and _right_from(matrix.columns([1, 0]), exercise, exercise.start_float):
        return "swapped-components", ("swapped-components",), {}, None
    own = matrix.values[0]
    start_right = bool(agreement(matrix.rows(0, 1), exercise.start_float[None], np.full((1, n), 1e-12))[0][0])
    origin = None if start_right else own
    if not start_right and np.all(np.isfinite(own)) and _right_from(matrix, exercise, own):
        mutated = previous_end is not None and bool(np.all(np.abs(own - previous_end) <= matrix.unit[0] + 1e-6))
        code = "start-mutated" if mutated else "wrong-start"
        return code, (code,), {"start": own.tolist()}, None
    hits = [c for c in known if _explains(c, matrix, exercise, origin)]
    hits = hits or [c for c in causes.library(exercise) if _explains(c, matrix, exercise, origin)]
    hits = hits or _first(causes.roundings(), matrix, exercise, origin)
    hits = hits or _first(fits.step_sizes(matrix, exercise), matrix, exercise, origin)
    hits = hits or _coarse_differences(matrix, exercise, credit, origin)
    hits = hits or _first(fits.schedules(matrix, exercise), matrix, exercise, origin)
    hits = hits or _first(fits.gradient_terms(matrix, exercise), matrix, exercise, origin)
    if not hits:
        return None
    hits.sort(key=lambda c: c.weight)
    codes = tuple(dict.fromkeys(c.code for c in hits))
    if not start_right:
        codes = (*codes, "wrong-start")
    return hits[0].code, codes, hits[0].parameters, hits[0]


def _first(candidates: Iterable[Cause], matrix: Shown, exercise: Exercise, origin: Floats | None) -> list[Cause]:
    return next(([c] for c in candidates if _explains(c, matrix, exercise, origin)), [])


def _coarse_differences(matrix: Shown, exercise: Exercise, credit: Credit, origin: Floats | None) -> list[Cause]:
    centre = causes.scaled(1.0, float(exercise.step_size)).trace(exercise, origin, len(matrix))
    for h, central in fits.difference_steps(matrix, exercise, centre):
        cause = causes.differences(exercise.objective, h, central=central)
        if abs(h) > credit.max_difference_step and _explains(cause, matrix, exercise, origin):
            return [Cause(cause.code, cause.replay, {"h": f"{abs(h):.2g}", "central": central})]
    return []


def _shifted(matrix: Shown, exercise: Exercise) -> _Found | None:
    """The start left out, or the iterates one row late behind a made-up first row."""
    k = len(matrix)
    for early, rows in ((True, matrix), (False, matrix.rows(1))):
        if len(rows) < 3:
            continue
        needed = min(len(rows), exercise.iterations + 1)
        tail = _reference_tail(exercise, 1 if early else 0, needed)
        flags, _ = agreement(rows.rows(0, needed), *tail)
        moved = float(np.max(np.abs(rows.values[:needed] - rows.values[0]))) > 10 * COARSEST
        if bool(np.all(flags)) and (moved or early):
            return (
                "off-by-one",
                ("off-by-one",),
                {"t": 0 if early else 1, "rows": k, "first": "missing" if early else "made-up"},
                None,
            )
    return None


def _reference_tail(exercise: Exercise, first: int, rows: int) -> tuple[Floats, Floats]:
    longer = replace(exercise, iterations=exercise.iterations + first)
    tube = tubes.tube(longer.objective, longer.start, longer.step_size, longer.iterations, tubes.FLOAT32)
    # Beyond the horizon nothing can be recognised by its place: the radius is capped, never open.
    return np.array(tube.centre[first : first + rows]), np.minimum(tube.radius[first : first + rows], HORIZON) + 2e-5


def _right_from(matrix: Shown, exercise: Exercise, own: Floats) -> bool:
    """Whether every row is gradient descent from the trace's own first row, known only to its digits."""
    return _explains(causes.scaled(1.0, float(exercise.step_size)), matrix, exercise, own)


def _explains(cause: Cause, matrix: Shown, exercise: Exercise, origin: Floats | None) -> bool:
    """Whether a replay yields the whole trace at the digits shown, up to where equal programs part."""
    k = len(matrix)
    if k < 3:
        return False
    if not _agrees(cause, matrix.rows(0, min(k, 5)), exercise, origin):
        return False
    return k <= 5 or _agrees(cause, matrix, exercise, origin)


def _agrees(cause: Cause, matrix: Shown, exercise: Exercise, origin: Floats | None) -> bool:
    start = exercise.start_float if origin is None else origin
    replay = cause.trace(exercise, start, len(matrix))
    with np.errstate(all="ignore"):
        nudge = 1e-9 * np.maximum(1.0, np.abs(start))
        sensitivity = np.zeros(len(matrix))
        spread = np.zeros_like(replay)
        for i in range(len(start)):
            ahead = np.zeros_like(start)
            ahead[i] = nudge[i]
            moved = cause.trace(exercise, start + ahead, len(matrix)) - replay
            sensitivity = np.maximum(sensitivity, np.max(np.abs(moved), axis=1) / nudge[i])
            if origin is not None:
                spread += np.abs(moved) / nudge[i] * matrix.unit[0, i] / 2
        tame = np.all(np.abs(replay) < 1e8, axis=1) & (sensitivity < 1e4) & np.isfinite(sensitivity)
        if cause.code in ("rounding-in-update", "integer-arithmetic"):
            # A rounded map is not continuous: its replay is exact or it is not the cause.
            tame, sensitivity = np.all(np.abs(replay) < 1e8, axis=1), np.ones(len(matrix))
        last = int(np.argmin(tame)) if not np.all(tame) else len(matrix)
        if last < min(3, len(matrix)):
            return False
        radius = 2e-7 * np.maximum(1.0, np.abs(replay)) * np.maximum(1.0, sensitivity)[:, None] + spread
    flags, _ = agreement(matrix.rows(0, last), replay[:last], radius[:last])
    if not bool(np.all(flags)):
        return False
    if last < len(matrix) and not np.all(np.abs(replay[last]) < 1e8):
        # The cause runs away: what follows must run away too.
        rest = matrix.values[last + 1 :]
        with np.errstate(invalid="ignore"):
            return bool(np.all(~(np.max(np.abs(rest), axis=1) < 1e6))) if len(rest) else True
    return True


def _slips(matrix: Shown, exercise: Exercise, credit: Credit) -> list[int] | None:
    """Rows that isolated wrong steps lead to, None where the trace is not gradient descent but for at most three.

    From each wrong row on the trace goes on as gradient descent would from there, and that row is not stationary.
    """
    k = min(len(matrix), exercise.iterations + 1)
    rows = matrix.rows(0, k)
    if k < 4 or not np.all(np.isfinite(rows.values)):
        return None
    slips: list[int] = []
    begin = 0
    start: Floats | None = None
    while True:
        good = _run_of_agreement(rows.rows(begin), exercise, start)
        wrong = begin + good
        if wrong >= k:
            return slips or None
        if (
            good == 0
            or len(slips) >= credit.slips
            or (slips and good < 2)
            or not _some_informative(rows, exercise, begin, wrong, not slips)
        ):
            return None
        typed = _typed_row(rows, exercise, begin, start, wrong)
        if typed:
            slips.append(wrong)
            if len(slips) > credit.slips:
                return None
            rows = _replaced(rows, wrong, exercise, begin, start)
            continue
        if _stationary(rows.values[wrong], exercise):
            return None
        slips.append(wrong)
        begin, start = wrong, rows.values[wrong]
        if begin == k - 1:
            return slips


def _some_informative(rows: Shown, exercise: Exercise, begin: int, wrong: int, first: bool) -> bool:
    return not first or bool(
        np.any(informative(rows.values[begin : wrong - 1], rows.unit[begin : wrong - 1], exercise))
    )


def _stationary(point: Floats, exercise: Exercise) -> bool:
    step = abs(float(exercise.step_size)) * np.abs(exercise.objective.gradient_at(point[None])[0])
    return bool(np.max(step) <= COARSEST)


def _run_of_agreement(rows: Shown, exercise: Exercise, start: Floats | None) -> int:
    """How many rows agree with gradient descent from `start` (the exercise's own where None)."""
    plain = causes.scaled(1.0, float(exercise.step_size))
    origin = exercise.start_float if start is None else start
    replay = plain.trace(exercise, origin, len(rows))
    radius = np.full_like(replay, 2e-6) * np.maximum(1.0, np.abs(replay))
    if start is not None:
        for i in range(len(origin)):
            half = np.zeros_like(origin)
            half[i] = rows.unit[0, i] / 2
            if half[i] > 0:
                radius += np.abs(plain.trace(exercise, origin + half, len(rows)) - replay)
    flags, _ = agreement(rows, replay, radius)
    wrong = np.flatnonzero(~flags)
    return int(wrong[0]) if len(wrong) else len(rows)


def _typed_row(rows: Shown, exercise: Exercise, begin: int, start: Floats | None, wrong: int) -> bool:
    """One row written down wrongly: the rows after it go on as if it had been right."""
    if wrong >= len(rows) - 2:
        return False
    return (
        _run_of_agreement(_replaced(rows, wrong, exercise, begin, start).rows(begin), exercise, start)
        > wrong - begin + 2
    )


def _replaced(rows: Shown, wrong: int, exercise: Exercise, begin: int, start: Floats | None) -> Shown:
    plain = causes.scaled(1.0, float(exercise.step_size))
    values = rows.values.copy()
    values[wrong] = plain.trace(exercise, start, wrong - begin + 1)[-1]
    return replace(rows, values=values)


def _component(fit: _Fit, wrong: int, exercise: Exercise) -> str:
    if wrong >= len(fit.excess):
        return exercise.objective.variables[0]
    return exercise.objective.variables[int(np.nanargmax(np.nan_to_num(fit.excess[wrong], nan=np.inf)))]


def _evidence(matrix: Shown, fit: _Fit, wrong: int, exercise: Exercise) -> tuple[Evidence, ...]:
    if wrong >= len(fit.rows):
        return ()
    component = _component(fit, wrong, exercise)
    j = exercise.objective.variables.index(component)
    with np.errstate(invalid="ignore"):
        measured = abs(matrix.values[wrong, j] - fit.centre[wrong, j])
    bound = fit.radius[wrong, j] + matrix.unit[wrong, j] / 2
    details = {
        "formula": "|θ_t − reference_t| ≤ tube radius + half a unit of the last digit shown",
        "tube_radius": f"{fit.radius[wrong, j]:.1e}",
        "half_unit_shown": f"{matrix.unit[wrong, j] / 2:.1e}",
        "digits": matrix.decimals[j],
        "covers": "any program of class C: at most 16 rounded operations a component, partial sums within the absolute-value polynomial",
        "source": "Lohner-QR tube, reference/tube.py",
    }
    return (
        Evidence(
            f"|{component}_{wrong} - reference|",
            f"{measured:.1e}",
            f"{bound:.1e}",
            fit.name,
            {"t": wrong, "component": component},
            details,
        ),
    )

"""points and limits: minimisers as a set, and the certified limit of each run."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.examine.claims import located
from grader.examine.context import Absent, Context, Found, NotAsked, finding, undecided
from grader.examine.elsewhere import CANDIDATES
from grader.examine.iterates import declared_step_size, in_range, own_runs
from grader.examine.step_size import certified
from grader.model import Evidence, Finding, Probe, Source
from grader.reading.mappings import read_by_start, read_point, read_points
from grader.reading.value import ReadingError, Value
from grader.reference.dynamics import classify
from grader.reference.objective import Objective
from grader.reference.stationary import stationary_points
from grader.spec import Assignment, LimitsCheck, PointsCheck, RunsCheck

Floats = NDArray[np.float64]


def probes(check: PointsCheck | LimitsCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Points are values, under whatever name."""
    return [CANDIDATES]


def examine(check: PointsCheck, context: Context) -> Finding:
    """Each expected point earns an equal part, in any order; a point that is none of them takes one away."""
    return located(check, context, check.answer, partial(_set, check, context))


def _set(check: PointsCheck, context: Context, found: Found) -> Finding:
    expected = _expected(check, context)
    given = read_points(found.value, expected.shape[1])
    source = Source(found.where, found.name, f"{len(given)} points", found.named)
    if not given:
        return finding(
            check, "wrong-shape", source=source, explanations=("wrong-shape",), parameters={"name": found.name}
        )
    tolerance = float(Fraction(check.tolerance)) + 1e-12
    points = np.array([[float(coordinate) for coordinate in point] for point in given])
    distance = np.max(np.abs(points[:, None, :] - expected[None, :, :]), axis=2)
    close = distance <= tolerance
    matched = int(np.sum(np.any(close, axis=0)))
    extra = int(np.sum(~np.any(close, axis=1)))
    share = Fraction(
        max(matched - extra, 0) if matched == len(expected) else max(min(matched, len(expected) - extra), 0),
        len(expected),
    )
    told = {"rows": matched, "asked": len(expected), "k": extra, "name": found.name}
    if share == 1:
        farthest = points[int(np.argmax(np.min(distance, axis=1)))]
        return finding(check, "ok", 1, source=source, evidence=(_distance(farthest, expected, check),))
    code = "short" if matched == len(given) and extra == 0 else "wrong-value"
    wrong = points[~np.any(close, axis=1)]
    evidence: tuple[Evidence, ...] = ()
    if len(wrong) and np.all(np.isfinite(wrong[0])):
        evidence = (_distance(wrong[0], expected, check),)
    return finding(
        check,
        code,
        share,
        source=source,
        explanations=(code,) if code == "short" else (),
        parameters=told,
        evidence=evidence,
    )


def _distance(point: Floats, expected: Floats, check: PointsCheck) -> Evidence:
    """How far a point is from the nearest expected one, in its worst coordinate."""
    near = float(np.min(np.max(np.abs(point - expected), axis=1)))
    place = "(" + ", ".join(f"{c:.6g}" for c in point) + ")"
    of = {"of": "expected" if check.expected is not None else check.of}
    tolerance = f"{float(Fraction(check.tolerance)):.1e}"
    quantity = f"distance of {place} to the nearest"
    return Evidence(quantity, f"{near:.1e}", tolerance, "tolerance of the assignment", {"point": place}, of)


def examine_limits(check: LimitsCheck, context: Context) -> Finding:
    """Each start's certified limit; an unfinished last iterate of the student's own run earns half."""
    return located(check, context, check.answer, partial(_each_limit, check, context))


def _each_limit(check: LimitsCheck, context: Context, found: Found) -> Finding:
    objective = context.assignment.objective(check)
    starts = [tuple(Fraction(c) for c in s) for s in check.starts]
    values = read_by_start(found.value, starts)
    source = Source(found.where, found.name, f"{sum(v is not None for v in values)} points", found.named)
    eta, ends = _step_size_and_ends(check, context)
    certificates = [classify(objective, s, eta) for s in starts]
    tolerance = float(Fraction(check.tolerance)) + 1e-12
    credit = context.assignment.credit(check)
    shares: list[Fraction] = []
    told: list[dict[str, Any]] = []
    evidence: list[Evidence] = []
    open_question = False
    for start, value, certificate, end in zip(starts, values, certificates, ends, strict=True):
        label = "(" + ", ".join(f"{float(c):g}" for c in start) + ")"
        if certificate.kind == "undecided":
            open_question = True
            continue
        expected = (
            np.array(certificate.limit, dtype=float)
            if certificate.kind == "converges" and certificate.limit is not None
            else None
        )
        given = _point(value, objective.dimension)
        right = (
            given is None and value is not None and value.kind == "none"
            if expected is None
            else given is not None and _near(given, expected, tolerance)
        )
        if right:
            shares.append(Fraction(1))
        elif given is not None and end is not None and _near(given, end, tolerance):
            shares.append(Fraction(str(credit.carried_forward_share)))
            told.append({"start": label, "code": "carried-forward"})
        else:
            shares.append(Fraction(0))
            told.append({"start": label, "code": "absent" if value is None else "wrong-value"})
        if given is not None and expected is not None:
            gap = float(np.max(np.abs(given - expected)))
            evidence.append(
                Evidence(
                    f"distance to the limit from {label}", f"{gap:.1e}", f"{tolerance:.1e}", "tolerance of the assignment",
                    {"start": label}, certified(eta, certificate),
                )
            )  # fmt: skip
    if open_question:
        return undecided(
            check, "cannot-certify", source=source, evidence=tuple(evidence), parameters={"eta": f"{float(eta):g}"}
        )
    share = sum(shares, Fraction(0)) / len(starts)
    codes = [t["code"] for t in told]
    code = max(set(codes), key=codes.count) if codes else "ok"
    parameters = {
        "eta": f"{float(eta):g}",
        **({"start": told[0]["start"], "rows": sum(s == 1 for s in shares), "asked": len(starts)} if told else {}),
    }
    explanations = (code,) if code == "carried-forward" else ()
    return finding(
        check, code, share, source=source, explanations=explanations, parameters=parameters, evidence=tuple(evidence)
    )


def _step_size_and_ends(check: LimitsCheck, context: Context) -> tuple[Fraction, list[Floats | None]]:
    """The η of the runs (declared, else fitted, else the spec's) and where the student's own runs ended."""
    ends: list[Floats | None] = [None] * len(check.starts)
    eta = declared_step_size(check, context)
    runs = next(
        (c for c in context.assignment.checks if isinstance(c, RunsCheck) and c.answer == check.runs_answer), None
    )
    if runs is not None:
        try:
            own = own_runs(runs, context)
            eta = eta or own.step_size
            ends = [
                m.values[-1] if m is not None and j is not None and not j.degenerate and len(m) > 1 else None
                for m, j in zip(own.matrices, own.judged, strict=True)
            ]
        except (Absent, NotAsked, ReadingError):
            pass
    if eta is None or (not in_range(eta, check) and eta <= 0):
        eta = Fraction(check.step_size or "0.01")
    return eta, ends


def _point(value: Value | None, dimension: int) -> Floats | None:
    point = None if value is None else read_point(value, dimension)
    return None if point is None else np.array([float(coordinate) for coordinate in point])


def _near(a: Floats, b: Floats, tolerance: float) -> bool:
    return bool(np.all(np.abs(a - b) <= tolerance))


def _expected(check: PointsCheck, context: Context) -> Floats:
    if check.expected is not None:
        return np.array([[float(Fraction(c)) for c in p] for p in check.expected])
    objective: Objective = context.assignment.objective(check)
    kinds: Sequence[str] = (
        ("minimiser", "saddle", "maximiser", "degenerate") if check.of == "stationary" else (check.of,)
    )
    return np.array([p.point for p in stationary_points(objective) if p.kind in kinds], dtype=float).reshape(
        -1, objective.dimension
    )

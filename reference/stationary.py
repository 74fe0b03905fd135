"""Stationary points ∇J = 0, each proved to exist, enclosed, and classified by the signs of its Hessian's eigenvalues.

Guesses come from Newton's method on a grid of starts. Each is proved by Krawczyk's operator on a box X around it,

    K(X) = p − Y·∇J(p) + (I − Y·∇²J(X))·(X − p),     K(X) ⊂ interior of X  ⇒  exactly one stationary point in X,

Y the inverse of the midpoint Hessian. The signs are read off Vᵀ·∇²J(X)·V by Gershgorin's discs, V the eigenvectors in
floats: by Sylvester's law of inertia any invertible V gives the true signs. Where the Hessian is singular Krawczyk
proves nothing; rational points where a polynomial's gradient vanishes exactly are given as *degenerate*.

Every point listed is proved. That none is missing is proved for quadratics (closed form), and by Bézout's theorem where
as many were found as the product of the degrees of J's partial derivatives, as for Himmelblau's function (3·3 = 9).
Otherwise the list holds what the grids found: a point far from the origin, or one of infinitely many, may be missing.

*Source:* R. Krawczyk, Computing 4 (1969); R. Moore, R. Kearfott, M. Cloud, Introduction to Interval Analysis (2009), ch. 8.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import sympy

from grader.reference import store
from grader.reference.arithmetic import nearest
from grader.reference.balls import Balls, Matrix, ball, balls, middle, upper
from grader.reference.certified import arb, arb_mat, ctx
from grader.reference.lohner import floats
from grader.reference.programs import CannotEnclose

if TYPE_CHECKING:
    from grader.reference.objective import Objective

Kind = Literal["minimiser", "saddle", "maximiser", "degenerate"]

_ORDER: tuple[Kind, ...] = ("minimiser", "saddle", "maximiser", "degenerate")
_GRIDS = {1: (401, 101), 2: (41, 15), 3: (13, 5)}  # starts along each axis …
_REACHES = (10.0, 300.0)  # … from −reach to reach, denser near 0
_NEWTON_STEPS = 60
_MOST_POINTS = 64
_MOST_GUESSES = 300
_PRECISION = 160


@dataclass(frozen=True, slots=True, eq=False)
class StationaryPoint:
    """A float64 `point` (n,), read-only, with a true stationary point within `radius` in every coordinate."""

    kind: Kind
    point: npt.NDArray[np.float64]
    radius: float


def stationary_points(objective: Objective) -> tuple[StationaryPoint, ...]:
    """The stationary points: minimisers, saddles, maximisers, degenerate ones, each kind by rising coordinates.

    From memory or from the store (store.py) where they were asked before.

    Objectives of more than three variables are searched only when quadratic. A quadratic whose stationary points form a
    line or plane is represented by the one nearest the origin. () where nothing was found and proved.
    """
    return _stationary_points(objective, store.places())


@lru_cache(maxsize=256)
def _stationary_points(objective: Objective, _: store.Places) -> tuple[StationaryPoint, ...]:
    def unpack(arrays: store.Arrays) -> tuple[StationaryPoint, ...]:
        kinds, points, radii = arrays["kinds"].tolist(), arrays["points"], arrays["radii"].tolist()
        if points.shape != (len(kinds), objective.dimension):
            raise ValueError("no stationary points of this objective")
        rows = zip(kinds, points.tolist(), radii, strict=True)
        return tuple(_point(_ORDER[kind], row, radius) for kind, row, radius in rows)

    def pack(found: tuple[StationaryPoint, ...]) -> store.Arrays:
        return {
            "kinds": np.array([_ORDER.index(p.kind) for p in found], dtype=np.int64),
            "points": np.array([p.point for p in found]).reshape(len(found), objective.dimension),
            "radii": np.array([p.radius for p in found], dtype=np.float64),
        }

    compute = _of_quadratic if objective.is_quadratic else _searched
    try:
        return store.kept(store.key("stationary", objective), lambda: compute(objective), pack, unpack)
    except CannotEnclose:
        return ()


def _searched(objective: Objective) -> tuple[StationaryPoint, ...]:
    maps = balls(objective)
    found: list[StationaryPoint] = []
    for guess in _guesses(objective):
        if len(found) < _MOST_POINTS and not any(_same(guess, known) for known in found):
            proved = _prove(maps, guess) or _degenerate(objective, guess)
            if proved is not None and not any(_same(proved.point, known) for known in found):
                found.append(proved)
    return tuple(sorted(found, key=lambda p: (_ORDER.index(p.kind), p.point.tolist())))


def _of_quadratic(objective: Objective) -> tuple[StationaryPoint, ...]:
    n = objective.dimension
    origin = dict.fromkeys(objective.symbols, sympy.Integer(0))
    slope = sympy.Matrix([g.subs(origin) for g in objective.gradient])
    hessian = sympy.Matrix(objective.hessian)
    nearest_solution = -hessian.pinv() * slope
    if any(sympy.simplify(x) != 0 for x in hessian * nearest_solution + slope):
        return ()
    exact = [Fraction(int(x.p), int(x.q)) for x in nearest_solution]
    kind: Kind = "degenerate"
    if hessian.rank() == n:
        spectrum = arb_mat([[ball(Fraction(int(x.p), int(x.q))) for x in row] for row in hessian.tolist()])
        precision = _PRECISION
        while (found := _inertia(spectrum)) is None:
            precision *= 2
            with ctx.workprec(precision):
                spectrum = arb_mat([[ball(Fraction(int(x.p), int(x.q))) for x in row] for row in hessian.tolist()])
        kind = found
    return (_point(kind, [nearest(x) for x in exact], max(_distance(x) for x in exact)),)


def _guesses(objective: Objective) -> npt.NDArray[np.float64]:
    """(m, n) floats where the gradient nearly vanishes, distinct, those near the origin first."""
    n = objective.dimension
    if n not in _GRIDS:
        return np.empty((0, n))
    grids = [np.zeros((1, n))]
    for count, reach in zip(_GRIDS[n], _REACHES, strict=True):
        axis = np.linspace(-1, 1, count)
        axis = reach * np.sign(axis) * np.abs(axis) ** 1.5
        # A little off centre, so that no symmetry of J makes all starts special.
        grids.append(np.array(list(itertools.product(axis, repeat=n))) * 1.0137 + 0.0031 * np.arange(n))
    points = np.vstack(grids)
    for _ in range(_NEWTON_STEPS):
        slope, hessian = objective.gradient_at(points), objective.hessian_at(points)
        usable = (
            np.isfinite(slope).all(axis=1) & np.isfinite(hessian).all(axis=(1, 2)) & (np.abs(points) < 1e8).all(axis=1)
        )
        points, slope, hessian = points[usable], slope[usable], hessian[usable]
        # Where the Hessian is nearly singular the least-squares step keeps Newton going.
        with np.errstate(all="ignore"):
            move = np.einsum("kij,kj->ki", np.linalg.pinv(hessian, rcond=1e-12, hermitian=True), slope)
            points = points - move
        if not len(points) or not (np.abs(move) > 1e-13 * np.maximum(1.0, np.abs(points))).any():
            break
    slope = objective.gradient_at(points)
    settled = np.isfinite(slope).all(axis=1) & (np.abs(move) <= 1e-3 * np.maximum(1.0, np.abs(points))).all(axis=1)
    points = points[settled]
    _, first = np.unique(np.round(points, 6) + 0.0, axis=0, return_index=True)
    points = points[first]
    nearest_first: npt.NDArray[np.float64] = points[np.argsort((points * points).sum(axis=1), kind="stable")]
    return nearest_first[:_MOST_GUESSES]


def _prove(maps: Balls, guess: npt.NDArray[np.float64]) -> StationaryPoint | None:
    """Newton in 160 bits from the guess, then Krawczyk's test on boxes of rising width."""
    n = maps.dimension
    with ctx.workprec(_PRECISION):
        point = [ball(x) for x in guess.tolist()]
        for _ in range(10):
            try:
                move = maps.hessian(point).mid().solve(arb_mat([[g] for g in maps.gradient(point)]).mid()).entries()
            except ZeroDivisionError:
                return None
            point = [(x - d).mid() for x, d in zip(point, move, strict=True)]
            if not all(x.is_finite() for x in point):
                return None
            if max(upper(d) for d in move) < 1e-40:
                break
        if not np.allclose([middle(x) for x in point], guess, rtol=1e-3, atol=1e-3):
            return None
        try:
            inverse = maps.hessian(point).mid().inv().mid()
        except ZeroDivisionError:
            return None
        identity = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
        drift = inverse * arb_mat([[g] for g in maps.gradient(point)])
        for width in (1e-36, 1e-30, 1e-24, 1e-18):
            box = [x + ball(0.0, width) for x in point]
            hessian = maps.hessian(box)
            spread = (identity - inverse * hessian) * arb_mat([[ball(0.0, width)] for _ in range(n)])
            image = [s - d for s, d in zip(spread.entries(), drift.entries(), strict=True)]
            if all(upper(x) < width for x in image) and (kind := _inertia(hessian)) is not None:
                row = [middle(x) for x in point]
                reach = max(upper(x - ball(m)) for x, m in zip(box, row, strict=True))
                return _point(kind, row, reach)
    return None


def _degenerate(objective: Objective, guess: npt.NDArray[np.float64]) -> StationaryPoint | None:
    """A point of small denominators near the guess where the gradient is exactly zero and the Hessian singular."""
    if not objective.is_polynomial:
        return None
    for limit in (1, 12, 1000):
        exact = [Fraction(x).limit_denominator(limit) for x in guess.tolist()]
        near = all(abs(float(e) - x) <= 1e-2 * max(1.0, abs(x)) for e, x in zip(exact, guess.tolist(), strict=True))
        if near and not any(objective.exact_gradient(exact)):
            return _point("degenerate", [nearest(x) for x in exact], max(_distance(x) for x in exact))
    return None


def _inertia(hessian: Matrix) -> Kind | None:
    """The kind that the eigenvalues' signs give, None where a sign is not certain."""
    centre = floats(hessian)
    if not np.isfinite(centre).all():
        return None
    n = len(centre)
    basis = arb_mat(n, n, np.linalg.eigh(centre)[1].ravel().tolist())
    turned = (basis.transpose() * hessian * basis).tolist()
    signs = set[bool]()
    for i, row in enumerate(turned):
        others = sum((abs(x) for j, x in enumerate(row) if j != i), start=arb(0))
        if not abs(row[i]) > others:
            return None
        signs.add(bool(row[i] > 0))
    if len(signs) == 2:
        return "saddle"
    return "minimiser" if signs == {True} else "maximiser"


def _point(kind: Kind, coordinates: Sequence[float], radius: float) -> StationaryPoint:
    array = np.array(coordinates) + 0.0
    array.setflags(write=False)
    return StationaryPoint(kind, array, radius)


def _same(point: npt.NDArray[np.float64], known: StationaryPoint) -> bool:
    return bool(np.allclose(point, known.point, rtol=1e-6, atol=1e-6))


def _distance(exact: Fraction) -> float:
    gap = abs(exact - Fraction(nearest(exact)))
    return float(np.nextafter(float(gap), np.inf)) if gap else 0.0

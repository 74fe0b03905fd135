"""gradient: the student's gradient at hidden points, or their expressions, against the exact one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from grader.examine import hidden
from grader.examine.claims import meant
from grader.examine.context import Context, Found, absent, finding, undecided, why
from grader.model import Evidence, Finding, Probe, Remark, Source
from grader.reading.functions import read_expressions, read_vectors
from grader.reading.value import Function, ReadingError
from grader.reading.words import quantities
from grader.reference.objective import Objective
from grader.spec import Assignment, GradientCheck

Floats = NDArray[np.float64]


def probes(check: GradientCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """One call of the student's function at twelve hidden points, or of whatever may be meant as it."""
    where = _points(check, assignment, sha256)
    names = list(assignment.names[check.answer])
    points = [[str(float(c)) for c in p] for p in where]
    return [
        Probe(
            f"call:{check.id}",
            "call",
            {"names": names, "points": points, "variables": list(assignment.objective(check).variables)},
        )
    ]


def examine(check: GradientCheck, context: Context) -> Finding:
    """Right where every component is within the bounds of one arithmetic; the wrong term is named where one explains it."""
    reply = context.reply(f"call:{check.id}")
    if reply.get("ok") is not True:
        if reply.get("reason") == "absent" and not context.assignment.share_of("variable"):
            return absent(check)
        if reply.get("reason") == "absent":
            return _of_another_name(check, context, reply.get("others"))
        return undecided(check, "cannot-call", parameters=why(reply))
    return _examined(check, context, reply)


def _of_another_name(check: GradientCheck, context: Context, others: Any) -> Finding:
    """A function or formula that is called a gradient; else one that is it, whatever its name, and not by chance at twelve points."""
    replies = {str(one.get("name", ""))[:64]: one for one in others or [] if isinstance(one, dict)}
    found = [Found(Function(name, ()), name, "function") for name in replies]
    telling = [one for one in found if "gradient" in quantities(one.name)]

    def judge(found: Found) -> Finding:
        return _examined(check, context, replies[found.name])

    return meant(check, context, check.answer, judge, telling, [one for one in found if judge(one).share == 1])


def _examined(check: GradientCheck, context: Context, reply: Mapping[str, Any]) -> Finding:
    objective = context.assignment.objective(check)
    name = str(reply.get("name", check.answer))[:64]
    named = name in context.assignment.names[check.answer]
    where = np.array([[float(c) for c in p] for p in _points(check, context.assignment, context.submission.sha256)])
    try:
        if reply.get("convention") == "expression":
            source = Source("variable", name, "expressions", named)
            expressions = read_expressions(reply, objective.variables)
            if len(expressions) != objective.dimension:
                return finding(
                    check, "wrong-shape", source=source, explanations=("wrong-shape",), parameters={"name": name}
                )
            given = np.stack([_evaluate(e, objective.variables, where) for e in expressions], axis=1)
        else:
            source = Source("function", name, str(reply.get("convention", ""))[:40], named)
            vectors = read_vectors(reply, objective.dimension)
            if all(v is None for v in vectors):
                if _errors(reply) == len(vectors):
                    return undecided(check, "cannot-call", source=source, parameters=why(reply))
                return finding(
                    check, "wrong-shape", source=source, explanations=("wrong-shape",), parameters={"name": name}
                )
            given = np.array([[np.nan] * objective.dimension if v is None else [float(c) for c in v] for v in vectors])
    except ReadingError:
        return undecided(check, "cannot-read", parameters={"name": name})
    found = _judge(check, objective, where, given, source, context)
    prints = (Remark("prints", {"name": name}),) if reply.get("printed") is True else ()
    return replace(found, remarks=(*found.remarks, *prints))


def own_gradient(answer: str, context: Context) -> Callable[[Floats], Floats] | None:
    """The student's own gradient as a map of points (k, n) → (k, n): their expressions, or the polynomial of the
    objective's degree through the values at the hidden points, where it passes through all of them. None otherwise."""
    checks = (c for c in context.assignment.checks if isinstance(c, GradientCheck) and c.answer == answer)
    check = next(checks, None)
    if check is None:
        return None
    objective = context.assignment.objective(check)
    reply = context.reply(f"call:{check.id}")
    if reply.get("ok") is not True:
        return None
    if reply.get("convention") == "expression":
        expressions = read_expressions(reply, objective.variables)
        if len(expressions) != objective.dimension:
            return None
        return lambda points: np.stack([_evaluate(e, objective.variables, points) for e in expressions], axis=1)
    vectors = read_vectors(reply, objective.dimension)
    if not objective.is_polynomial or any(v is None for v in vectors):
        return None
    where = np.array([[float(c) for c in p] for p in _points(check, context.assignment, context.submission.sha256)])
    given = np.array([[float(c) for c in v or ()] for v in vectors])
    degree, n = objective.degree, objective.dimension
    powers = [e for e in itertools.product(range(degree), repeat=n) if sum(e) < degree]
    if len(powers) > len(where) - 2 or not np.all(np.isfinite(given)):
        return None

    def monomials(points: Floats) -> Floats:
        return np.stack([np.prod(points ** np.array(e), axis=1) for e in powers], axis=1)

    coefficients = np.linalg.lstsq(monomials(where), given, rcond=None)[0]
    if np.max(np.abs(monomials(where) @ coefficients - given)) > 1e-6 * max(1.0, float(np.max(np.abs(given)))):
        return None
    return lambda points: np.asarray(monomials(points) @ coefficients, dtype=float)


def _judge(
    check: GradientCheck, objective: Objective, where: Floats, given: Floats, source: Source, context: Context
) -> Finding:
    credit = context.assignment.credit(check)
    exact = objective.gradient_at(where)
    bound = 16 * 2.0**-24 * (1 + _scale(objective, where))
    error = np.abs(given - exact)
    if bool(np.all(error <= bound)):
        nearest = _evidence(objective, where, error, bound, *divmod(int(np.argmax(error / bound)), error.shape[1]))
        return finding(check, "ok", 1, source=source, evidence=(nearest,))
    step = _difference_step(objective, where, given - exact)
    if step is not None:
        h, central = step
        if h <= credit.max_difference_step:
            return finding(
                check,
                "ok",
                1,
                source=source,
                remarks=(Remark("finite-differences", {"h": f"{h:.1g}", "central": central}),),
            )
        share = Fraction(str(credit.structural_share))
        return finding(
            check,
            "coarse-differences",
            share,
            source=source,
            explanations=("coarse-differences",),
            parameters={"h": f"{h:.1g}"},
        )
    wrong = ~(error <= bound)
    j = int(np.argmax(np.any(wrong, axis=0)))
    i = int(np.argmax(wrong[:, j]))
    evidence = _evidence(objective, where, error, bound, i, j)
    code, parameters = _cause(objective, where, given, exact)
    parameters = {"component": objective.variables[j], **parameters}
    return finding(check, code, 0, source=source, explanations=(code,), parameters=parameters, evidence=(evidence,))


def _evidence(objective: Objective, where: Floats, error: Floats, bound: Floats, i: int, j: int) -> Evidence:
    """Component j at hidden point i, beside what any honest formula may err by there."""
    details = {
        "formula": "16·2⁻²⁴·(1 + |∇J|_abs)", "covers": "any formula of at most 16 rounded operations, float32 or finer",
        "operations": 16, "unit_roundoff": f"{2.0**-24:.2g}", "points": len(where), "source": "reference/arithmetic.py",
    }  # fmt: skip
    return Evidence(
        f"|∂/∂{objective.variables[j]} - exact|", f"{error[i, j]:.1e}", f"{bound[i, j]:.1e}", "16 rounded operations in float32",
        {"point": [f"{c:g}" for c in where[i]], "component": objective.variables[j]}, details,
    )  # fmt: skip


def _cause(objective: Objective, where: Floats, given: Floats, exact: Floats) -> tuple[str, dict[str, Any]]:
    if not np.all(np.isfinite(given)):
        return "not-finite", {}
    if np.allclose(given, -exact, rtol=1e-6, atol=1e-9):
        return "ascent", {}
    if given.shape[1] == 2 and np.allclose(given, exact[:, ::-1], rtol=1e-6, atol=1e-9):
        return "swapped-components", {}
    return "wrong-gradient", _wrong_term(objective, where, given - exact)


def _wrong_term(objective: Objective, where: Floats, error: Floats) -> dict[str, Any]:
    """The monomial whose coefficient is off, where one alone explains the first wrong component."""
    if not objective.is_polynomial:
        return {}
    symbols = [sympy.Symbol(v) for v in objective.variables]
    for j in range(error.shape[1]):
        if np.max(np.abs(error[:, j])) <= 1e-6:
            continue
        monomials = {m for terms in objective.gradient_terms for m in terms} | {(0,) * objective.dimension}
        monomials |= {tuple(int(i == k) for k in range(objective.dimension)) for i in range(objective.dimension)}
        for powers in sorted(monomials, key=sum):
            column = np.prod(where ** np.array(powers), axis=1)
            delta = float(column @ error[:, j] / (column @ column))
            if np.allclose(delta * column, error[:, j], rtol=1e-6, atol=1e-8):
                expected = objective.gradient_terms[j].get(powers, Fraction(0))
                given = expected + Fraction(delta).limit_denominator(1000)
                monomial = sympy.Mul(*(s**p for s, p in zip(symbols, powers, strict=True)))
                return {
                    "component": objective.variables[j],
                    "term": str(sympy.Rational(expected.numerator, expected.denominator) * monomial),
                    "given_term": str(sympy.Rational(given.numerator, given.denominator) * monomial),
                }
        return {"component": objective.variables[j]}
    return {}


def _difference_step(objective: Objective, where: Floats, error: Floats) -> tuple[float, bool] | None:
    """h of forward (error = h/2·J_ii) or central differences (h²/6·J_iii), where one h explains every error."""
    n = objective.dimension
    if not np.all(np.isfinite(error)):
        return None
    axes = np.eye(n)

    def quotient(h: float, central: bool) -> Floats:
        ahead = objective.value(where[:, None, :] + h * axes)
        back = objective.value(where[:, None, :] - h * axes) if central else objective.value(where)[:, None]
        return np.asarray((ahead - back) / (2 * h if central else h) - objective.gradient_at(where), dtype=float)

    value = np.abs(objective.value(where))[:, None] + _scale(objective, where)
    for central in (False, True):
        shape = quotient(1e-3, central)
        weight = float(np.sum(shape**2))
        candidates = [10.0**-k for k in range(1, 11)]
        if weight > 1e-16:
            ratio = float(np.sum(shape * error)) / weight
            if ratio > 0:
                h = 1e-3 * (np.sqrt(ratio) if central else ratio)
                candidates = [float(f"{h:.1g}"), float(f"{h:.2g}"), h, *candidates]
        for h in candidates:
            if 1e-12 < h < 1:
                noise = 24 * 2.0**-53 * value / h + 1e-9 * (1 + np.abs(value))
                if bool(np.all(np.abs(error - quotient(h, central)) <= noise)):
                    # Of a tiny h nothing is left but rounding, and rounding is no smooth function of the point.
                    return None if h < 2e-7 and _is_smooth(where, error, 1e-9 * (1 + value)) else (h, central)
    return None


def _is_smooth(where: Floats, error: Floats, floor: Floats) -> bool:
    """Whether a polynomial of degree two through the hidden points leaves less than a tenth of some component's error."""
    n = where.shape[1]
    powers = [e for e in itertools.product(range(3), repeat=n) if sum(e) <= 2]
    if 2 * len(powers) > len(where):
        powers = [e for e in powers if sum(e) <= 1]
    design = np.stack([np.prod(where ** np.array(e), axis=1) for e in powers], axis=1)
    left = error - design @ np.linalg.lstsq(design, error, rcond=None)[0]
    clear = np.max(np.abs(error) / floor, axis=0) > 10
    smooth = np.linalg.norm(left, axis=0) < 0.1 * np.linalg.norm(error, axis=0)
    return bool(np.any(clear & smooth))


def _scale(objective: Objective, where: Floats) -> Floats:
    """|∇J|_abs at |θ|, shape (k, n): what a component's partial sums stay within."""
    if not objective.is_polynomial:
        return np.abs(objective.gradient_at(where)) + 1
    scale = np.zeros_like(where)
    for j, terms in enumerate(objective.gradient_terms):
        for powers, coefficient in terms.items():
            scale[:, j] += abs(float(coefficient)) * np.prod(np.abs(where) ** np.array(powers), axis=1)
    return scale


def _points(check: GradientCheck, assignment: Assignment, sha256: str) -> list[tuple[Fraction, ...]]:
    draw = hidden.generator(sha256, assignment.digest, check.id)
    return hidden.points(draw, assignment.objective(check).dimension)


def _evaluate(expression: sympy.Expr, variables: Sequence[str], where: Floats) -> Floats:
    symbols = [sympy.Symbol(v) for v in variables]
    if expression.free_symbols - set(symbols):
        return np.full(len(where), np.nan)
    function = sympy.lambdify(symbols, expression, "numpy", docstring_limit=0)
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(function(*where.T), dtype=float), (len(where),))


def _errors(reply: Any) -> int:
    return sum(1 for v in reply.get("values") or [] if isinstance(v, dict) and v.get("ok") is not True)

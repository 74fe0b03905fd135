"""Gradient descent on inputs that were unknown while the cells ran."""

from __future__ import annotations

import builtins
import importlib
import re
from typing import Any

from .gradients import polynomial_gradient
from .safe import MOST_NUMBERS, Raised, TooLarge, error_told, imported, signature_of
from .student import Quiet, called, function_named, is_stub, own_functions
from .wire import Encoder

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def on_hidden_inputs(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's gradient descent on gradients, starts and step sizes that were unknown while the cells ran."""
    variables = list(parameters.get("variables") or ["x", "y"])
    name, value = function_named(parameters["names"], namespace)
    if name is None:
        # Under another name it is known by its parameters, where all are called by their roles; else by what it does.
        own = own_functions(namespace).items()
        name, value = next(
            (one for one in own if _by_role(one[1], variables) and _told(one[1], variables)), (None, None)
        )
        if name is None:
            with Quiet():
                name, value = next((one for one in own if _descends(one[1], parameters, variables)), (None, None))
    if name is None:
        near = next((name for name, one in own_functions(namespace).items() if _takes_a_gradient(one, variables)), None)
        return {"ok": False, "reason": "absent" if near is None else "cannot-call", "name": near}
    if not callable(value):
        return {"ok": False, "reason": "not-callable", "name": name}
    with Quiet() as sink:
        numpy = imported("numpy", "ndarray") or importlib.import_module("numpy")
        cases = parameters["cases"]
        budget = MOST_NUMBERS // max(1, len(cases))
        replies = [_one_descent(numpy, value, case, variables, budget) for case in cases]
        idle = [one.get("value") for one in replies] if not any(one.get("calls") for one in replies) else []
        if is_stub(idle, replies[0].get("error") if replies else None):
            return {"ok": False, "reason": "absent", "name": name}
        told = {"printed": sink.written > 0, **_habits(numpy, value, cases, replies[0], variables, budget)}
        return {"ok": True, "name": name, "cases": replies, **told}


def _told(function: Any, variables: list[str]) -> bool:
    """Whether every parameter is called by its role."""
    return None not in _roles(function, variables)


def _takes_a_gradient(function: Any, variables: list[str]) -> bool:
    """Whether a function is handed a gradient and a start, beside whatever else."""
    roles = set(_roles(function, variables))
    return "gradient" in roles and not roles.isdisjoint({"start", *(f"coordinate {v}" for v in variables)})


def _descends(function: Any, parameters: dict[str, Any], variables: list[str]) -> bool:
    """Whether a function of four such parameters takes the gradient that it is given, first at the start that it is given."""
    if not _by_role(function, variables):
        return False
    case = parameters["cases"][0]
    numpy = imported("numpy", "ndarray") or importlib.import_module("numpy")
    calls: list[list[str]] = _one_descent(numpy, function, case, variables, MOST_NUMBERS).get("calls") or []
    return calls[:1] == [[repr(float(c)) for c in case["start"]]]


def _habits(
    numpy: Any, function: Any, cases: list[dict[str, Any]], first: dict[str, Any], variables: list[str], budget: int
) -> dict[str, Any]:
    """Whether the first case comes out the same when asked again, and which arguments it comes out the same without."""
    if first.get("ok") is not True or len(cases) < 2:
        return {}

    def same(**changes: Any) -> bool:
        again = _one_descent(numpy, function, {**cases[0], **changes}, variables, budget)
        return bool(again.get("value") == first["value"])

    if not same():
        return {"repeats": False}
    asked = ("gradient", "start", "step_size", "iterations")
    return {"repeats": True, "ignored": [one for one in asked if same(**{one: cases[1][one]})]}


def _one_descent(numpy: Any, function: Any, case: dict[str, Any], variables: list[str], budget: int) -> dict[str, Any]:
    start = [float(c) for c in case["start"]]
    step_size, iterations = float(case["step_size"]), int(case["iterations"])
    first: BaseException | None = None
    for label, arguments in _descent_conventions(numpy, function, start, step_size, iterations, variables):
        calls: list[list[str]] = []
        gradient = polynomial_gradient(numpy, case["gradient"], variables, calls)
        given, keywords, begun = arguments(gradient)
        result, error = called(function, given, keywords)
        if error is None:
            try:
                wire = Encoder(budget).encode(result)
            except TooLarge:
                return {"ok": False, "reason": "too-large"}
            except Raised as raised:
                error = raised.args[0]
        if error is None:
            changed = begun is not None and [float(c) for c in begun] != start
            return {"ok": True, "value": wire, "start_changed": changed, "calls": calls, "convention": label}
        first = first or error
    return {"ok": False, "reason": "error", "error": error_told(first) if first is not None else None}


def _descent_conventions(
    numpy: Any, function: Any, start: list[float], step_size: float, iterations: int, variables: list[str]
) -> Any:
    """As the contract says first; others only where that raised. Each gives (arguments, keywords, the start handed over)."""

    def positional(make: Any) -> Any:
        def arguments(gradient: Any) -> Any:
            begun = make(start)
            return (gradient, begun, step_size, iterations), {}, begun

        return arguments

    yield "positional", positional(lambda s: numpy.array(s, dtype=numpy.float64))
    yield "start-tuple", positional(tuple)
    yield "start-list", positional(list)
    required = [name for name, kind in signature_of(function) if kind == "required"]
    roles = _by_role(function, variables)
    coordinates = [f"coordinate {v}" for v in variables]
    if roles:

        def by_name(gradient: Any) -> Any:
            begun = numpy.array(start, dtype=numpy.float64)
            values = {
                "gradient": gradient,
                "start": begun,
                "step": step_size,
                "iterations": iterations,
                "tolerance": 0.0,
            }
            values.update(zip(coordinates, start, strict=True))
            return (), {name: values[str(one)] for name, one in zip(required, roles, strict=True)}, begun

        yield "names", by_name
    elif len(required) == len(start) + 3 and len(start) > 1:
        yield "coordinates", lambda gradient: ((gradient, *start, step_size, iterations), {}, None)


def _by_role(function: Any, variables: list[str]) -> list[str]:
    """The role of each parameter that must be given, where they are those of gradient descent; else nothing.

    Parameters called by no known word take the roles that are left, in the order of the contract.
    """
    roles = _roles(function, variables)
    begins = {f"coordinate {v}" for v in variables}
    left = [
        one for one in ("gradient", "start", "step", "iterations")
        if one not in roles and not (one == "start" and begins <= set(roles))
    ]  # fmt: skip
    if len(left) > 2 or roles.count(None) != len(left):
        return []
    roles = [one if one is not None else left.pop(0) for one in roles]
    return [str(one) for one in roles] if len(set(roles)) == len(roles) else []


def _roles(function: Any, variables: list[str]) -> list[str | None]:
    """What each parameter that must be given is called for; one coordinate alone, x0 say, is the whole start."""
    roles = [role(name, variables) for name, kind in signature_of(function) if kind == "required"]
    if {f"coordinate {v}" for v in variables} <= set(roles):
        return roles
    return ["start" if one is not None and one.startswith("coordinate") else one for one in roles]


def role(name: str, variables: list[str]) -> str | None:
    """What a parameter of gradient descent is called for."""
    plain = name.lower().strip("_")
    for variable in variables:
        if re.fullmatch(rf"{re.escape(variable.lower())}(_?(0|init|ini|inicial|start))?", plain):
            return "start" if len(variables) == 1 else f"coordinate {variable}"
    for role, pattern in (
        ("tolerance", r"tol\w*|eps\w*"),
        ("gradient", r"\w*grad\w*|d[fgj]\w*|nabla\w*|deriv\w*|jac\w*"),
        ("iterations", r"\w*iter\w*|n|k|num\w*|n_\w+|max\w*|epochs?|epocas?|steps|pasos|t|nmax|vueltas|veces|voltes"),
        ("step", r"eta|lr|alpha|alfa|gamma|step\w*|tasa\w*|\w*rate\w*|paso|h|ritmo|taux|taxa|pas"),
        (
            "start",
            r"desde|depart|orig\w*|\w*start\w*|\w*inic\w*|\w*init\w*|theta\w*|p0?|\w*punto\w*|\w*point\w*|x_?0|v0?|w0?",
        ),
    ):
        if re.fullmatch(pattern, plain):
            return role
    return None

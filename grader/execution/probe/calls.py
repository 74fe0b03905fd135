"""A function at some points, or on given arguments; how it wants them is found by trying."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import re
import types
from typing import Any

from .safe import MOST_NUMBERS, MOST_OTHERS, Raised, TooLarge, clean, error_told, imported, signature_of
from .student import Quiet, called, function_named, is_formula, is_stub, is_symbolic, own_functions, own_methods
from .wire import Encoder, leaves

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def at_points(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's function at some points; how it wants them is found by trying."""
    names, variables = parameters["names"], list(parameters["variables"])
    points = [[float(c) for c in point] for point in parameters["points"]]
    name, value = function_named(names, namespace)
    if name is None:
        return {"ok": False, "reason": "absent", "others": _others(variables, points, namespace)}
    with Quiet() as sink:
        reply = _try_conventions(value, variables, points)
        if is_stub([one.get("value") for one in reply.get("values") or []], reply.get("error")):
            reply = {"ok": False, "reason": "absent"}
        if reply.get("ok"):
            reply["value"] = reply.get("value") or _described(value)
        return {**reply, "name": name, "printed": sink.written > 0}


def _others(variables: list[str], points: list[list[float]], namespace: dict[str, Any]) -> list[dict[str, Any]]:
    """What functions, methods, partial derivatives and formulas of other names that may be meant give at the points."""
    with Quiet():
        functions, formulas = own_functions(namespace), list[tuple[str, Any]]()
        with contextlib.suppress(Exception):  # an object that raises when it is looked at has neither
            functions |= own_methods(namespace)
            formulas = _partials(variables, namespace)
        meant = [item for item in functions.items() if is_gradient(item[1], variables, points[0])] + formulas
        replies = [
            {**_try_conventions(one, variables, points), "name": clean(name)} for name, one in meant[:MOST_OTHERS]
        ]
        return [reply for reply in replies if reply.get("ok")]


def _partials(variables: list[str], namespace: dict[str, Any]) -> list[tuple[str, Any]]:
    """(names, values) of what is one a variable, fx and fy say, and formulas that stand together: functions or sympy expressions."""
    found: list[tuple[str, Any]] = [
        (", ".join(names), tuple(namespace[name] for name in names)) for names in partials(variables, namespace)
    ]
    for name, value in list(namespace.items()):
        members = _members(value)
        if type(name) is str and not name.startswith("_") and len(members) == len(variables):
            found += [(name, value)] if all(is_formula(one) for one in members) else []
    return found


def partials(variables: list[str], namespace: dict[str, Any]) -> list[list[str]]:
    """The names of functions or formulas that are one a variable, in the variables' order: fx and fy."""
    stems: dict[str, dict[str, str]] = {}
    for name, value in list(namespace.items()):
        if type(name) is str and not name.startswith("_") and (is_formula(value) or type(value) is types.FunctionType):
            for variable in variables:
                head, there, tail = name.rpartition(variable)
                if there and head + tail:
                    stems.setdefault(f"{head}\0{tail}", {}).setdefault(variable, name)
    return [[names[v] for v in variables] for names in stems.values() if len(names) == len(variables) > 1]


def _members(value: Any) -> list[Any]:
    """What stands together in a list, a tuple, a dict or a matrix of formulas."""
    if type(value) is dict:
        return list(value.values())
    sympy = imported("sympy", "Basic")
    whole = type(value) in (list, tuple) or (sympy is not None and isinstance(value, sympy.MatrixBase))
    return list(value) if whole and len(value) < 9 else []


def is_gradient(function: Any, variables: list[str], start: list[float]) -> bool:
    """Whether it maps a point, and nothing else, to as many numbers."""
    if len([kind for _, kind in signature_of(function) if kind == "required"]) not in (1, len(variables)):
        return False
    for label, arguments in conventions(function, variables):
        given = arguments(start)
        if given is None or label in ("symbols", "nothing", "keywords"):
            continue
        result, error = called(function, *given)
        try:
            if error is None and kind_of_result(Encoder(200, consume=False).encode(result), len(variables)) == "vector":
                return True
        except (TooLarge, Raised):
            continue
    return False


def _described(value: Any) -> dict[str, Any]:
    try:
        return Encoder(2_000, consume=False).encode(value)
    except (TooLarge, MemoryError):
        return {"t": "too-large"}


def _try_conventions(value: Any, variables: list[str], points: list[list[float]]) -> dict[str, Any]:
    n = len(variables)
    parts = _parts(value, variables)
    if parts is not None:
        return values_at("functions", lambda point: _each(parts, variables, point), points)
    if not callable(value) or is_symbolic(value):
        wire = Encoder().encode(value)
        if any(leaf["t"] in ("sympy", "str") for leaf in leaves(wire)):
            return {"ok": True, "convention": "expression", "value": _ordered(wire, variables)}
        return {"ok": False, "reason": "not-callable", "value": wire}
    fallback: tuple[str, Any] | None = None
    first_error: BaseException | None = None
    for label, arguments in conventions(value, variables):
        for point in points[:2] or [[0.5] * n]:
            given = arguments(point)
            if given is None:
                break
            result, error = called(value, *given)
            if error is not None:
                first_error = first_error or error
                continue
            try:
                wire = Encoder().encode(result)
            except Raised as raised:
                first_error = first_error or raised.args[0]
                continue
            kind = kind_of_result(wire, n)
            if kind == "expression":
                return {"ok": True, "convention": "expression", "value": _ordered(wire, variables)}
            if label in ("symbols", "nothing"):
                continue
            if kind == "vector":
                return values_at(label, lambda p, a=arguments: called(value, *a(p)), points, variables)
            fallback = fallback or (label, arguments)
    if fallback is not None:
        label, arguments = fallback
        return values_at(label, lambda p: called(value, *arguments(p)), points, variables)
    return {"ok": False, "reason": "cannot-call", "error": error_told(first_error) if first_error else None}


def _parts(value: Any, variables: list[str]) -> list[Any] | None:
    """A tuple, list or dict of one function a component."""
    if type(value) is dict and len(value) == len(variables):
        by_name = {str(key)[-1:]: one for key, one in value.items()}
        value = (
            [by_name[v[-1:]] for v in variables] if all(v[-1:] in by_name for v in variables) else list(value.values())
        )
    if (
        type(value) in (list, tuple)
        and len(value) == len(variables)
        and all(callable(one) and not is_symbolic(one) for one in value)
    ):
        return list(value)
    return None


def _each(parts: list[Any], variables: list[str], point: list[float]) -> tuple[Any, BaseException | None]:
    results: list[Any] = []
    for part in parts:
        error: BaseException | None = None
        for _, arguments in conventions(part, variables):
            given = arguments(point)
            if given is None:
                continue
            result, raised = called(part, *given)
            if raised is None:
                results.append(result)
                break
            error = error or raised
        else:
            return None, error
    return results, None


def values_at(label: str, call: Any, points: list[list[float]], variables: list[str] | None = None) -> dict[str, Any]:
    values: list[dict[str, Any]] = []
    for point in points:
        result, error = call(point)
        try:
            wire = None if error is not None else Encoder(MOST_NUMBERS // max(1, len(points))).encode(result)
        except Raised as raised:
            wire, error = None, raised
        if wire is None:
            values.append({"ok": False, "reason": "error", "error": error_told(error) if error is not None else None})
        else:
            values.append({"ok": True, "value": _ordered(wire, variables) if variables else wire})
    return {"ok": True, "convention": label, "values": values}


def conventions(function: Any, variables: list[str]) -> list[tuple[str, Any]]:
    """Ways to hand over a point, the likeliest by the signature first; each gives (arguments, keywords) or None."""
    n = len(variables)
    numpy = imported("numpy", "ndarray")
    sympy = imported("sympy", "Basic")
    coordinates: tuple[str, Any] = ("coordinates", lambda p: (tuple(p), {}))
    vectors: list[tuple[str, Any]] = [
        ("vector", lambda p: None if numpy is None else ((numpy.array(p, dtype=float),), {})),
        ("point-tuple", lambda p: ((tuple(p),), {})),
        ("point-list", lambda p: ((list(p),), {})),
        ("column", lambda p: None if numpy is None else ((numpy.array(p, dtype=float).reshape(n, 1),), {})),
    ]
    keywords = ("keywords", lambda p: ((), dict(zip(variables, p, strict=True))))
    rest: list[tuple[str, Any]] = [
        keywords,
        ("complex", lambda p: ((complex(*p),), {}) if n == 2 else None),
        ("point-dict", lambda p: ((dict(zip(variables, p, strict=True)),), {})),
        ("symbols", lambda p: None if sympy is None else (tuple(sympy.Symbol(v) for v in variables), {})),
        ("symbols", lambda p: None if sympy is None else ((sympy.Matrix([sympy.Symbol(v) for v in variables]),), {})),
        ("symbols", lambda p: None if sympy is None else ((tuple(sympy.Symbol(v) for v in variables),), {})),
        ("nothing", lambda p: ((), {})),
    ]
    signature = signature_of(function)
    required = [name for name, kind in signature if kind == "required"]
    named = [name for name, _ in signature[:n]]
    starred = any(kind == "star" for _, kind in signature)
    if n > 1 and sorted(named) == sorted(variables) and named != variables:
        return [keywords, coordinates, *vectors, *rest]
    if n > 1 and len(required) == 1 and not starred:
        return [*vectors, coordinates, *rest]
    return [coordinates, *vectors, *rest]


def kind_of_result(wire: dict[str, Any], n: int) -> str:
    """ "vector" for n numbers, "expression" for n symbolic ones, else "other"."""
    plain = list(leaves(wire))
    if n == 2 and wire["t"] == "complex":
        return "vector"
    if len(plain) != n:
        return "other"
    if any(leaf["t"] == "sympy" and leaf["symbols"] for leaf in plain):
        return "expression"
    numeric = ("int", "float", "fraction", "decimal", "sympy")
    return "vector" if all(leaf["t"] in numeric for leaf in plain) else "other"


def _ordered(wire: dict[str, Any], variables: list[str]) -> dict[str, Any]:
    """A dict of components in the variables' order, where its keys name them."""
    if wire["t"] != "dict" or len(wire["v"]) != len(variables):
        return wire
    by_name = {re.sub(r"\W|_", "", str(key.get("v", "")))[-1:]: pair for pair in wire["v"] for key in (pair[0],)}
    if all(v[-1:] in by_name for v in variables) and len(by_name) == len(variables):
        return {**wire, "v": [by_name[v[-1:]] for v in variables]}
    return wire


def on_arguments(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's function on given arguments, or where it is not there the functions that take as many."""
    name, value = function_named(parameters["names"], namespace)
    given: list[list[Any]] = parameters["arguments"]
    if name is None:
        others = own_functions(namespace) | own_methods(namespace)
        fitting = [(name, one) for name, one in others.items() if _takes(one, len(given[0]))][:MOST_OTHERS]
        return {"ok": False, "reason": "absent", "others": [_on_each(name, one, given) for name, one in fitting]}
    if not callable(value):
        return {"ok": False, "reason": "not-callable", "name": name}
    return _on_each(name, value, given)


def _takes(function: Any, count: int) -> bool:
    """Whether it can be handed so many arguments, and no fewer by its own account."""
    kinds = [kind for _, kind in signature_of(function)]
    positional = kinds.count("required") + kinds.count("optional")
    return "keyword" not in kinds and kinds.count("required") <= count and (count <= positional or "star" in kinds)


def _on_each(name: str, function: Any, given: list[list[Any]]) -> dict[str, Any]:
    """What it returns on each list of arguments; lists in these are handed over as arrays, as lists where those are refused."""

    def call(arguments: list[Any]) -> tuple[Any, BaseException | None]:
        result, error = called(function, tuple(_argument(one, arrays=True) for one in arguments))
        if error is not None and any(type(one) is list for one in arguments):
            again, refused = called(function, tuple(_argument(one, arrays=False) for one in arguments))
            if refused is None:
                return again, None
        return result, error

    with Quiet() as sink:
        reply = values_at("arguments", call, given)
        takes = [parameter for parameter, _ in signature_of(function)]
        return {**reply, "name": clean(name), "parameters": takes, "printed": sink.written > 0}


def _argument(value: Any, *, arrays: bool) -> Any:
    if type(value) is not list:
        return value
    if arrays:
        return importlib.import_module("numpy").array(value, dtype=float)
    return [_argument(one, arrays=False) for one in value]

"""The student's own code run again: what functions return on the asked input, and where they and loops evaluate a gradient."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable
from typing import Any

from .calls import is_gradient, partials
from .descents import role
from .loops import run_once_more
from .safe import MOST_NUMBERS, Raised, TooLarge, imported, signature_of
from .student import Quiet, called, own_functions
from .watch import watched
from .wire import ROWS, Encoder, leaves

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))

#: Functions tried, ways to hand over a start, and points recorded in one run.
MOST_FUNCTIONS, MOST_RECORDED = 8, 1_000


def called_again(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Every run that a function of the notebook makes from a start asked, and those of its loops; nothing where the answer is bound to its name."""
    names, variables = parameters["names"], list(parameters["variables"])
    starts = [[float(c) for c in start] for start in parameters["starts"]]
    if any(_holds_rows(namespace[name]) for name in names if name in namespace):
        return {"ok": False, "reason": "not-needed"}
    step_size = next(
        (namespace[n] for n in parameters["step_size_names"] if type(namespace.get(n)) in (int, float)), None
    )
    given = {
        "step": float(parameters["step_size"]) if step_size is None else step_size,
        "iterations": int(parameters["iterations"]),
    }
    functions = own_functions(namespace)
    runs: list[dict[str, Any]] = []
    with Quiet():
        gradients = {
            name: f
            for name, f in functions.items()
            if is_gradient(f, variables, starts[0]) and not _is_run(f, variables)
        }
        others = [name for name in functions if name not in gradients]
        for name in others[:MOST_FUNCTIONS]:
            for i, start in enumerate(starts):
                run = _run(name, functions, gradients, variables, {**given, "start": start}, namespace)
                if run is None:
                    break
                runs.append({"name": name, "start": i, **run})
        # Last: a loop may change in place what functions read.
        asked = [*gradients, *(one for some in partials(variables, functions) for one in some)]
        try:
            loops = run_once_more(asked, variables, namespace)
        except (KeyboardInterrupt, RecursionError):
            loops = []
        return {"ok": True, "runs": runs, "loops": loops}


def _is_run(function: Any, variables: list[str]) -> bool:
    """Whether it takes a step size and a number of iterations, given or not: what it makes of a point is no gradient."""
    return {"step", "iterations"} <= {role(parameter, variables) for parameter, _ in signature_of(function)}


def _holds_rows(value: Any) -> bool:
    if type(value) is types.GeneratorType:
        return value.gi_frame is not None and value.gi_frame.f_lasti < 0
    try:
        wire = Encoder(consume=False).encode(value)
    except (TooLarge, MemoryError):
        return True
    return wire["t"] in ROWS and sum(1 for _ in leaves(wire)) >= 2


def _run(
    name: str, functions: dict[str, Any], gradients: dict[str, Any], variables: list[str], asked: dict[str, Any],
    namespace: dict[str, Any],
) -> dict[str, Any] | None:  # fmt: skip
    """What one function returns from one start, and the points at which gradients were taken; None where it cannot be asked."""
    function = functions[name]
    for keywords in _arguments(function, gradients, variables, asked):
        recorded: dict[str, list[list[str]]] = {one: [] for one in gradients}
        asking = {one: watched(gradients[one], len(variables), _noting(recorded[one])) for one in gradients}
        for parameter, value in keywords.items():
            found = next((one for one in gradients if gradients[one] is value), None)
            keywords[parameter] = asking[found] if found is not None else value
        namespace.update(asking)
        try:
            result, error = called(function, (), keywords)
            wire = None if error is not None else Encoder(MOST_NUMBERS // 8).encode(result)
        except (TooLarge, Raised):
            continue
        finally:
            namespace.update(gradients)
        points = [{"name": one, "points": some} for one, some in recorded.items() if some]
        if wire is not None and (points or wire["t"] in (*ROWS, "generator")):
            return {"value": wire, "calls": points}
    return None


def _arguments(
    function: Any, gradients: dict[str, Any], variables: list[str], asked: dict[str, Any]
) -> list[dict[str, Any]]:
    """Ways to hand over what is asked, by what the parameters are called for; none where one is called for nothing known."""
    numpy, start = imported("numpy", "ndarray"), asked["start"]
    values: dict[str, Any] = {
        "step": asked["step"], "iterations": asked["iterations"], "tolerance": 0.0,
        "gradient": next(iter(gradients.values()), None),
        **{f"coordinate {v}": c for v, c in zip(variables, start, strict=True)},
    }  # fmt: skip
    chosen: dict[str, Any] = {}
    begins: list[str] = []
    for parameter, kind in signature_of(function):
        what = role(parameter, variables)
        if what == "start":
            begins.append(parameter)
        elif what is not None and values[what] is not None:
            # A tolerance of its own is the student's; the other defaults may be those of another run.
            if kind == "required" or what != "tolerance":
                chosen[parameter] = values[what]
        elif kind == "required":
            return []
    if not chosen and not begins:
        return []
    if len(begins) == len(variables) > 1:
        return [{**chosen, **dict(zip(begins, start, strict=True))}]
    if len(begins) > 1:
        return []
    makes: list[Any] = [tuple, list] if numpy is None else [lambda s: numpy.array(s, dtype=numpy.float64), tuple, list]
    return [{**chosen, begins[0]: make(start)} for make in makes] if begins else [chosen]


def _noting(points: list[list[str]]) -> Callable[[list[str]], None]:
    def note(point: list[str]) -> None:
        if len(points) < MOST_RECORDED:
            points.append(point)

    return note

"""Values by name, and every other value of the namespace that may be an answer."""

from __future__ import annotations

import builtins
import re
import types
from typing import Any

from .safe import (
    DEEPEST,
    MOST_CHARACTERS,
    MOST_NAMES,
    MOST_NUMBERS,
    MOST_PER_NAME,
    MOST_SCALARS,
    TooLarge,
    clean,
    imported,
)
from .state import state
from .student import Quiet, bound_name
from .wire import FUNCTIONS, ROWS, SCALARS, Encoder, leaves

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


#: So many numbered names may be the questions of an assignment.
MOST_QUESTIONS = 9


def named_value(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    name = bound_name(parameters["names"], namespace)
    if name is None:
        return {"ok": False, "reason": "absent"}
    with Quiet():
        return {"ok": True, "name": name, "value": Encoder().encode(namespace[name])}


def candidates(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Every value of the student's that may be an answer: rows of numbers, or one; numbered variables x0, x1, … as one."""
    found: list[list[Any]] = []
    left, characters, several, scalars = MOST_NUMBERS, MOST_CHARACTERS, 0, 0
    own = [name for name in namespace if type(name) is str and not name.startswith("_")]
    own = [name for name in own if state.known.get(name) != id(namespace[name])]
    with Quiet():
        numbered, apart = _numbered(own, namespace)
        for name, value in [*((n, namespace[n]) for n in own if n not in apart), *numbered]:
            if len(found) >= MOST_NAMES + MOST_SCALARS:
                break
            if type(value) in _NOTHING or isinstance(value, (types.ModuleType, *FUNCTIONS)):
                continue
            if is_array(value) and value.ndim == 2 and min(value.shape) > DEEPEST:
                continue  # a mesh, not rows of points
            encoder = Encoder(min(left, MOST_PER_NAME), consume=False)
            encoder.characters = min(encoder.characters, characters)
            try:
                wire = encoder.encode(value)
            except (TooLarge, MemoryError):
                continue
            rows = wire["t"] in ROWS
            several += rows
            scalars += not rows
            if (rows and several <= MOST_NAMES and any(True for _ in leaves(wire))) or (
                wire["t"] in SCALARS and scalars <= MOST_SCALARS
            ):
                spent = min(left, MOST_PER_NAME) - encoder.numbers
                left, characters = left - spent, encoder.characters
                found.append([clean(name), wire])
    return {"ok": True, "values": found}


_NOTHING = {type(None), bool}


def _numbered(names: list[str], namespace: dict[str, Any]) -> tuple[list[tuple[str, Any]], set[str]]:
    """x0 … x38 and y0 … y38 as {"x": [...], "y": [...]}: some write every iterate into a variable of its own. And their names."""
    stems: dict[str, dict[int, str]] = {}
    for name in names:
        match = re.fullmatch(r"([^\W\d]\w*?)_?(\d{1,4})", name)
        value = namespace[name]
        if (
            match
            and type(value) not in (bool, type(None))
            and (isinstance(value, (int, float)) or _size(value) in range(1, 9))
        ):
            stems.setdefault(match[1], {}).setdefault(int(match[2]), name)
    whole = {stem: some for stem, some in stems.items() if len(some) >= 4}
    if not whole:
        return [], set()
    rows = {stem: [namespace[some[i]] for i in sorted(some)] for stem, some in whole.items()}
    label = ", ".join(f"{stem}{min(some)} … {stem}{max(some)}" for stem, some in whole.items())
    # respuesta_1 … respuesta_4 are answers of their own as well.
    long = [some for some in whole.values() if len(some) > MOST_QUESTIONS]
    single = {name for some in long for name in some.values() if isinstance(namespace[name], (int, float))}
    return [(label[:80], rows if len(rows) > 1 else next(iter(rows.values())))], single


def _size(value: Any) -> int:
    return len(value) if type(value) in (list, tuple) else int(getattr(value, "size", 0)) if is_array(value) else 0


def is_array(value: Any) -> bool:
    numpy = imported("numpy", "ndarray")
    return numpy is not None and issubclass(type(value), numpy.ndarray)

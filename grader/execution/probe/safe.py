"""The caps on a reply, and ways to look at what is the student's without trusting it."""

from __future__ import annotations

import builtins
import inspect
import re
import sys
import types
from typing import Any

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


#: Caps on one reply: functions of other names that are tried, numbers, characters of text, nesting, arguments recorded, items taken from a generator, names and
#: figures looked at.
MOST_OTHERS, MOST_METHODS = 6, 16
MOST_SCALARS = 100
MOST_NUMBERS, MOST_CHARACTERS, DEEPEST = 20_000, 1_500_000, 12
MOST_CALLS, MOST_YIELDED, MOST_NAMES, MOST_PER_NAME, MOST_FIGURES = 200, 2_000, 60, 6_000, 24
#: Caps on one figure: axes, artists of one sort in each, points in a line, points in all level curves together.
MOST_AXES, MOST_ARTISTS, MOST_POINTS, MOST_CONTOUR_POINTS = 16, 600, 2_000, 4_000
LONGEST_TEXT, LONGEST_EXPRESSION, LONGEST_INTEGER = 200_000, 4_000, 4_000

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")


class TooLarge(Exception):
    """A value beyond the caps."""


class Raised(Exception):
    """A generator that raised before it yielded; the error is the argument."""


def imported(name: str, attribute: str) -> Any:
    """A library that the student's cells have imported, if it is really one."""
    module = sys.modules.get(name)
    return module if type(module) is types.ModuleType and isinstance(getattr(module, attribute, None), type) else None


def attributes_of(kind: type) -> set[str]:
    return {name for base in type.__getattribute__(kind, "__mro__") for name in base.__dict__}


def clean(text: str) -> str:
    """Text that is valid in any encoding, as an exact str."""
    return str.encode(str.__str__(text), "utf-8", "replace").decode("utf-8")


def type_name(value: Any) -> str:
    try:
        return clean(type.__getattribute__(type(value), "__name__"))[:100]
    except BaseException:
        return "unknown"


def error_told(error: BaseException) -> dict[str, Any]:
    """An error's type and text; addresses differ from run to run and are taken out."""
    if isinstance(error, Raised):
        error = error.args[0]
    try:
        text = _ADDRESS.sub("0x…", clean(str(error)))[:500]
    except BaseException:
        text = ""
    return {"name": type_name(error), "text": text}


def signature_of(function: Any) -> list[tuple[str, str]]:
    """(name, "required" | "optional" | "star" | "keyword") for each parameter; empty where it cannot be told."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except BaseException:
        return []
    kinds = []
    for one in parameters[:50]:
        if one.kind is one.VAR_POSITIONAL:
            kind = "star"
        elif one.kind is one.VAR_KEYWORD:
            continue
        elif one.kind is one.KEYWORD_ONLY:
            kind = "keyword"
        else:
            kind = "required" if one.default is one.empty else "optional"
        kinds.append((clean(str(one.name)), kind))
    return kinds

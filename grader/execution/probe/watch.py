"""A function as it is, that tells the points it is given."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Callable
from typing import Any

from .safe import TooLarge
from .wire import Encoder

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def watched(function: Any, n: int, note: Callable[[list[str]], None]) -> Any:
    """The function, calling `note` with the coordinates of each point of `n` numbers before it is asked there."""

    @functools.wraps(function)
    def asked(*arguments: Any, **keywords: Any) -> Any:
        try:
            numbers = _numbers(Encoder(200, consume=False).encode([*arguments, *keywords.values()]))
        except (TooLarge, KeyError):
            numbers = []
        if len(numbers) == n:
            note(numbers)
        return function(*arguments, **keywords)

    return asked


def _numbers(wire: dict[str, Any]) -> list[str]:
    if wire["t"] == "array":
        return list(wire["v"])
    if wire["t"] in ("list", "tuple"):
        return [number for one in wire["v"] for number in _numbers(one)]
    return [wire["v"]] if wire["t"] in ("int", "float") else []

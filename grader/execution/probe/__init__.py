"""Runs inside the student's kernel, standing alone: keeps figures as drawn, and answers probes with plain data.

`install(shell)` before the first cell, `answer(kind, parameters, namespace)` after the last. What is found there is the
student's: it may be huge, hold itself, lie about its type or raise from any method. So types are checked exactly, sizes
are capped before anything is copied, and whatever goes wrong becomes an opaque value or an error reply. Nothing that a
student sees is changed, and nothing depends on names in their namespace. The wire form stands in README.md.

Only the standard library is imported; numpy, sympy, pandas and matplotlib are used where the student's own cells have
imported them (numpy also to call a descent).
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

from .again import called_again
from .calls import at_points, on_arguments
from .descents import on_hidden_inputs
from .figures import Finder, all_figures, hook
from .names import candidates, named_value
from .pixels import as_pixels
from .safe import TooLarge, error_told
from .state import state

#: Cells that are remembered, and the longest of them, characters.
MOST_CELLS, LONGEST_CELL = 200, 100_000
#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def install(shell: Any, *, counting: bool = True) -> None:
    """Before the first cell: remembers which names are not the student's, and hooks the closing of figures.

    The cells that run are counted, unless `counting` is false: then `begin_cell` tells which are.
    """
    state.shell = shell
    namespace = getattr(shell, "user_ns", None)
    state.known = {name: id(value) for name, value in namespace.items()} if type(namespace) is dict else {}
    state.figures = []
    state.cell = 0
    state.cells = []
    events = getattr(shell, "events", None)
    if counting and events is not None:
        events.register("pre_run_cell", _next_cell)
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is not None:
        hook(helpers)
    else:
        sys.meta_path.insert(0, Finder())


def begin_cell(number: int, source: str) -> None:
    """Tells which cell runs next."""
    state.cell = number
    state.cells = [*state.cells, (number, source)][-MOST_CELLS:] if len(source) <= LONGEST_CELL else state.cells


def _next_cell(told: Any) -> None:
    source = getattr(told, "raw_cell", None)
    begin_cell(state.cell + 1, source if type(source) is str else "")


def answer(kind: str, parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The reply to one probe, JSON-ready; never raises."""
    try:
        handler = _HANDLERS.get(kind)
        if handler is None:
            return {"ok": False, "reason": "error", "error": {"name": "ProbeError", "text": f"no probe {kind!r}"}}
        reply: dict[str, Any] = handler(parameters, namespace)
        return reply
    except KeyboardInterrupt:
        return {"ok": False, "reason": "timeout"}
    except (TooLarge, MemoryError):
        return {"ok": False, "reason": "too-large"}
    except BaseException as error:
        return {"ok": False, "reason": "error", "error": error_told(error)}


_HANDLERS: dict[str, Any] = {
    "value": named_value, "call": at_points, "descent": on_hidden_inputs, "function": on_arguments, "figures": all_figures, "candidates": candidates, "again": called_again, "pixels": as_pixels,
}  # fmt: skip

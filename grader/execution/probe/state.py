"""What is kept between cells."""

from __future__ import annotations

import builtins
from typing import Any

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


class State:
    """What is kept between cells."""

    def __init__(self) -> None:
        self.shell: Any = None
        self.known: dict[str, int] = {}
        self.cell = 0
        #: (number, source) of the cells that ran, in their order.
        self.cells: list[tuple[int, str]] = []
        self.quiet = False
        self.figures: list[dict[str, Any]] = []


state = State()

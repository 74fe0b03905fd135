"""Execution: a plan in, what came back out. NbclientExecutor runs notebooks, RecordedExecutor replays them."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from grader.execution import isolation
from grader.execution.recorded import RecordedExecutor
from grader.execution.sandbox import fixed, interpreter
from grader.execution.starting import WARM, Ahead, Fresh, StartError, Station, Warm, Way
from grader.model import Ending, Execution, Plan

# nbclient imports nbformat, and that, where JupyterLab is installed too, a grammar of web addresses, whose making takes
# longer than all other imports together.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__all__ = ["WARM", "NbclientExecutor", "RecordedExecutor"]


class NbclientExecutor:
    """Runs each plan in a kernel of its own, killed at the end with everything it started.

    `level` is namespaces, landlock or process; `python` names another interpreter with ipykernel. `warm` names modules:
    kernels are then forked from a process that has imported them, where this machine can, else started fresh. `ahead`
    kernels are started before they are needed. With either, close the executor, or use it in a `with` statement.
    Raises ExecutionError where that interpreter cannot run notebooks at all.
    """

    def __init__(self, *, level: str, python: str | None = None, warm: Sequence[str] = (), ahead: int = 0) -> None:
        self.level = level
        self.python = python
        self._warm, self._count = tuple(warm), ahead
        self._warming: Warm | None = None
        self._chosen: Way | None = None

    @cached_property
    def station(self) -> Station:
        """Where its kernels run. Raises ExecutionError where that interpreter cannot run notebooks."""
        return isolation.station(self.level, interpreter(self.python))

    def run(self, plan: Plan) -> Execution:
        """Run the cells, then ask the probes; whatever the notebook does becomes an Ending."""
        from grader.execution.run import Run  # loads slowly: only who runs notebooks needs it

        began = time.monotonic()
        way = self._way()
        told = asyncio.run(Run(plan, way).whole())
        if Ending.SANDBOX_FAULT in told.endings or not way.alive():
            # It did not start, or what it came from has ended, and the kernel with it: no fault of the notebook's.
            told = asyncio.run(Run(plan, way).whole())
        return Execution(
            ending=max(told.endings, key=lambda ending: ending.gravity),
            errors=tuple(told.errors),
            replies=told.replies,
            printed=tuple((number, "".join(parts)) for number, parts in sorted(told.printed.items())),
            figures=tuple(told.figures),
            figures_left_out=told.drawn - len(told.figures),
            isolation=self.level,
            fixed={**fixed(self.level), "seed": str(plan.seed)},
            wall_seconds=time.monotonic() - began,
            reason=told.reason,
        )

    def without(self) -> list[str]:
        """Of the warm imports those that its interpreter has not. Raises StartError where no kernel can be forked after them."""
        warm = Warm(self.station, self._warm)
        try:
            asyncio.run(isolation.tried(warm))
        finally:
            warm.close()
        return warm.missing

    def close(self) -> None:
        """End every process that was started ahead or kept warm."""
        for way in (self._chosen, self._warming):
            if way is not None:
                way.close()
        self._chosen = self._warming = None

    def __getstate__(self) -> dict[str, Any]:
        # What is sent to another process starts its own kernels.
        return {**self.__dict__, "_chosen": None, "_warming": None, "station": self.station}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if self._count and self._warm and self.level != "process":
            # It has come to a worker: what its kernels are forked from starts while the worker is still importing.
            self._warming = Warm(self.station, self._warm)
            with contextlib.suppress(StartError):  # the first run tries again, and does without
                self._warming.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _way(self) -> Way:
        if self._chosen is None:
            way: Way = Fresh(self.station)
            if self._warm and self.level != "process":
                self._warming = self._warming or Warm(self.station, self._warm)
                way = _warm_or(way, self._warming)
            self._chosen = Ahead(way, self._count) if self._count else way
        return self._chosen


def _warm_or(fresh: Way, warm: Way) -> Way:
    """The warm way where a kernel can be had by it."""
    try:
        asyncio.run(isolation.tried(warm))
    except StartError:
        warm.close()
        return fresh
    return warm

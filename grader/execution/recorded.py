"""An executor that replays stored executions: tests, demos and regrading without running anything again."""

from __future__ import annotations

from collections.abc import Mapping

from grader.errors import ExecutionError
from grader.model import Cell, Execution, Plan


class RecordedExecutor:
    """Gives back the execution recorded for a plan's cells. Public: `RecordedExecutor({cells: execution})`."""

    def __init__(self, recorded: Mapping[tuple[Cell, ...], Execution]) -> None:
        self._recorded = dict(recorded)

    def run(self, plan: Plan) -> Execution:
        """The recorded execution. Raises ExecutionError where these cells were never recorded."""
        try:
            return self._recorded[plan.cells]
        except KeyError:
            raise ExecutionError("no execution was recorded for these cells; run them with NbclientExecutor.") from None

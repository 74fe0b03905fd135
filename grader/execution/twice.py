"""A second run: what cannot repeat, such as the system's entropy, a clock or a race, is found by running again."""

from __future__ import annotations

from dataclasses import replace

from grader.model import Ending, Execution, Executor, Plan


class Twice:
    """An executor that runs each plan two times in the one within it.

    The execution given back has `runs` 2 and, where the two differ, the other one as `again`; of two endings the graver
    one's comes first. A run that a fault of ours ended is compared with nothing.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def run(self, plan: Plan) -> Execution:
        """Run the plan, and then once more."""
        first = self._executor.run(plan)
        if first.ending is Ending.SANDBOX_FAULT:
            return first
        second = self._executor.run(plan)
        if second.ending is Ending.SANDBOX_FAULT:
            return first
        graver, other = sorted((first, second), key=lambda run: run.ending.gravity, reverse=True)
        return replace(
            graver,
            runs=2,
            wall_seconds=first.wall_seconds + second.wall_seconds,
            again=None if _told(first) == _told(second) else other,
        )


def _told(execution: Execution) -> tuple[object, ...]:
    """All of an execution that an answer may be read from, and how it ended."""
    return execution.ending, execution.errors, execution.replies, execution.printed

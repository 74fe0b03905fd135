"""The bar of a batch tells how many are done, and its time left is that of the notebooks still to be graded."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.command import progress
from grader.gradebook import Event
from grader.model import Note


def test_what_is_kept_counts_as_done_and_says_nothing_about_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "err", Console(file=io.StringIO(), force_terminal=True))
    with progress.Progress(100) as shown:
        assert shown._bar is not None
        (task,) = shown._bar.tasks
        for number in range(1, 61):
            shown.show(Event(f"s{number}", "kept", number, 100))
        assert (task.completed, task.total, task.speed) == (60, 100, None)
        for number in range(61, 64):
            shown.show(Event(f"s{number}", "failed", number, 100, why=Note("no-notebook")))
        assert task.completed == 63
        assert task.speed is not None

"""The bar of a batch tells how many are done, and its time left is that of the notebooks still to be graded."""

from __future__ import annotations

import errno
import io
import sys

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


class Terminal(io.StringIO):
    """Standard error as a terminal; or one that went away."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__()
        self.gone = gone

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.gone:
            raise OSError(errno.EIO, "Input/output error")
        return super().write(text)


@pytest.mark.parametrize("gone", [False, True])
def test_a_bar_ends_nothing_though_its_terminal_has_gone(gone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(gone=gone)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress.Progress(1) as shown:
        assert shown._bar is not None
        shown.show(Event("ana", "failed", 1, 1, why=Note("no-notebook")))
    assert ("ana" in terminal.getvalue()) is not gone


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "[1/1] ana: 2,94 de 10, falta una persona (de antes)\n"),
        ("en", "[1/1] ana: 2.94 of 10, needs review (kept)\n"),
    ],
)
def test_a_line_of_progress_speaks_the_language_with_its_decimal_mark(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(progress, "err", Console(file=said, force_terminal=False))
    score = {"points": 2.94, "maximum": 10, "state": "needs-review"}
    with progress.Progress(1, language=language) as shown:
        shown.show(Event("ana", "kept", 1, 1, document={"score": score}))
    assert said.getvalue() == told

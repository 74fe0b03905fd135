"""Progress of a batch: a bar with the time left on a terminal, one plain line a submission elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from grader.command.terminal import err, in_words, plain
from grader.gradebook import Event
from grader.late import final_points
from grader.reports.intake import note_told
from grader.reports.words import number


class Progress:
    """Shows events on standard error; `quiet` shows nothing but what went wrong."""

    def __init__(self, total: int, *, quiet: bool = False, language: str = "en") -> None:
        self._quiet, self._language = quiet, language
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self._bar = Bar(*columns, console=err) if err.is_terminal and not quiet and total else None
        self._task = self._bar.add_task("", total=total) if self._bar else None

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, event: Event) -> None:
        """Show that one more submission is done."""
        if self._bar is not None and self._task is not None:
            if event.outcome == "kept":  # takes no time: the time left is told by what is graded
                self._bar.reset(self._task, completed=event.done)
            else:
                self._bar.update(self._task, completed=event.done)
            self._bar.update(self._task, description=plain(event.student).replace("[", r"\["))
            if event.outcome == "failed":
                self._bar.console.print(_line(event, self._language), markup=False)
        elif not self._quiet or event.outcome == "failed":
            err.print(_line(event, self._language), markup=False)


_WORDS = {
    "es": {"score": "{points} de {maximum}", "none": "sin informe: {why}", "review": "falta una persona", "kept": "(de antes)"},
    "en": {"score": "{points} of {maximum}", "none": "no report: {why}", "review": "needs review", "kept": "(kept)"},
}  # fmt: skip


def _line(event: Event, language: str) -> str:
    words = in_words(_WORDS, language)
    if event.document is None:
        why = note_told(event.why.code, event.why.parameters, language=language) if event.why else ""
        told = words["none"].format(why=plain(why))
    else:
        score = event.document["score"]
        told = words["score"].format(
            points=number(final_points(score), language), maximum=number(score["maximum"], language)
        )
        told += f", {words['review']}" if score["state"] == "needs-review" else ""
        told += f" {words['kept']}" if event.outcome == "kept" else ""
    return f"[{event.done}/{event.total}] {plain(event.student)}: {told}"


@contextmanager
def working(text: str, *, quiet: bool = False) -> Iterator[None]:
    """While one notebook runs: what is done and for how long on a terminal, one plain line elsewhere, nothing if `quiet`."""
    if quiet:
        yield
        return
    if not err.is_terminal:
        err.print(text, markup=False)
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        bar.add_task(text, total=None)
        yield

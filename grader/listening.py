"""What the cells of a live notebook say: the text of each, and what it printed, kept as a batch keeps it.

What was run counts, not what the notebook's file holds: a file may be older than the variables that are asked, and name cells
that never ran. A cell counts as it ran last, so what it said before an edit is forgotten; it is told by its id where the front
end sends one (JupyterLab, Notebook, VS Code), else by its text. A deleted cell is forgotten as soon as that is told (JupyterLab).
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.model import Cell, Limits
from grader.reading.rich import Rich

#: Characters kept of one cell, and of all: what came last stays.
MOST = Limits().text_kb * 1024


@dataclass(slots=True)
class _Run:
    """The last run of one cell; `said` is None where nobody listened."""

    key: str
    source: str
    said: list[str] | None = field(default_factory=list)
    length: int = 0
    rich: Rich = field(default_factory=Rich)


class _Tap:
    """A method that somebody hears as long as `heard` is there."""

    def __init__(self, method: Callable[..., Any], heard: Callable[..., Any]) -> None:
        self._method = method
        self.heard: Callable[..., Any] | None = heard

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if self.heard is None:
            return self._method(*arguments, **keywords)
        return self.heard(self._method, *arguments, **keywords)


class Listener:
    """Listens to a shell's cells, from the one that runs now. The student's streams stay the objects that they are.

    While a cell runs, and only then, the methods through which its text goes out take note of it too; text that went elsewhere
    (`%%capture`, a file in place of sys.stdout) is not heard, nor are tracebacks, as in a batch. `began` is told the n of each In[n], and its text.
    """

    def __init__(self, shell: Any, began: Callable[[int, str], None]) -> None:
        self._shell, self._began = shell, began
        self._now: _Run | None = None
        self._silent = 0
        self._undo: list[Callable[[], None]] = []
        sources = list(enumerate(shell.history_manager.input_hist_raw))
        self._runs = {number: _Run(source, source, None) for number, source in sources if source.strip()}
        if sys.displayhook is shell.displayhook:  # a cell is running
            self._begin(*sources[-1])
        shell.events.register("pre_run_cell", self._opened)
        shell.events.register("post_run_cell", self._closed)

    def notebook(self, markdown: Iterable[Cell] = ()) -> bytes:
        """The cells that were run, as a notebook in which In[n] has the place n, the others are empty, and Markdown comes last."""
        sources = [self._runs[n].source if n in self._runs else "" for n in range(1, max(self._runs, default=0) + 1)]
        cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
        cells += [{"cell_type": "markdown", "source": cell.source, "metadata": {}} for cell in markdown]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()

    @property
    def cells(self) -> tuple[tuple[int, str], ...]:
        """(n, text) of each In[n] that counts."""
        return tuple((number, run.source) for number, run in sorted(self._runs.items()))

    @property
    def printed(self) -> tuple[tuple[int, str], ...]:
        """(n, text) of each In[n] that printed."""
        return tuple((number, "".join(run.said)) for number, run in sorted(self._runs.items()) if run.said)

    @property
    def unheard(self) -> int:
        """How many cells ran before anybody listened, and not since."""
        return sum(run.said is None for run in self._runs.values())

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """While we speak ourselves."""
        now, self._now = self._now, None
        try:
            yield
        finally:
            self._now = now

    def _opened(self, info: Any) -> None:
        if info.store_history:  # else it is no cell of the notebook's
            self._begin(len(self._shell.history_manager.input_hist_raw), info.raw_cell)

    def _closed(self, result: Any) -> None:
        if result is None or result.info.store_history:
            self._end()

    def _begin(self, number: int, source: str) -> None:
        self._end()
        self._began(number, source)
        parent = self._shell.get_parent() if hasattr(self._shell, "get_parent") else {}
        told = parent.get("metadata") or {}
        self._now = _Run(told.get("cellId") or source, source)
        gone = {self._now.key, *(told.get("deletedCells") or ())}
        self._runs = {
            one: run
            for one, run in self._runs.items()
            if run.key not in gone and (run.said is not None or run.source != source)
        }
        self._runs[number] = self._now
        for stream in {id(one): one for one in (sys.stdout, sys.stderr)}.values():
            self._tap(stream, "write", self._wrote)
        self._tap(self._shell.display_pub, "publish", self._showed)
        self._tap(self._shell.displayhook, "write_format_data", self._showed)
        # A terminal writes these to standard output.
        self._tap(self._shell.displayhook, "write_output_prompt", self._in_silence)
        self._tap(self._shell, "_showtraceback", self._in_silence)

    def _end(self) -> None:
        while self._undo:
            self._undo.pop()()
        self._now = None
        held = 0
        for _, run in sorted(self._runs.items(), reverse=True):
            held += run.length
            if held > MOST and run.said:
                run.said, run.length = [], 0

    def _tap(self, owner: Any, name: str, heard: Callable[..., Any]) -> None:
        """Until the cell's end, owner.name(…) is heard(owner.name, …)."""
        try:
            own, original = name in vars(owner), getattr(owner, name)
            setattr(owner, name, tap := _Tap(original, heard))
        except (AttributeError, TypeError):
            return  # a stream of somebody's own, that lets nobody listen

        def undo() -> None:
            tap.heard = None
            if vars(owner).get(name) is not tap:
                return  # somebody else listens too, and calls it on
            if own:
                setattr(owner, name, original)
            else:
                delattr(owner, name)

        self._undo.append(undo)

    def _wrote(self, write: Callable[..., Any], text: object, *more: Any) -> Any:
        written = write(text, *more)
        if not self._silent:
            self._take(text)
        return written

    def _showed(self, show: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        data = keywords.get("data", arguments[0] if arguments else None)
        if isinstance(data, dict) and not keywords.get("update") and self._now is not None:
            self._take(self._now.rich.text_of(data), end="\n")
        return self._in_silence(show, *arguments, **keywords)

    def _in_silence(self, call: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        """What is written meanwhile is no text of the cell's, or has been tap already."""
        self._silent += 1
        try:
            return call(*arguments, **keywords)
        finally:
            self._silent -= 1

    def _take(self, text: object, end: str = "") -> None:
        run = self._now
        if run is None or run.said is None or not isinstance(text, str):
            return
        if kept := (text + end)[: max(MOST - run.length, 0)]:
            run.said.append(kept)
            run.length += len(kept)

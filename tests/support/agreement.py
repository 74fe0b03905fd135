"""One notebook asked three ways: by `grader batch`, by `grader check`, which asks less, and by `%check`, live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import matplotlib.pyplot as plt
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from grader.document import describe
from grader.model import Executor, Submission
from grader.notebook import Live, begin, examine
from grader.pipeline import grade
from grader.spec import Assignment, find_assignment
from grader.submission import read_notebook
from tests.support.plain import PlainExecutor

#: Checks that an instructor could hide: no other one is judged with their answers.
HIDDEN = {
    "worked-example": {"descent", "stopping", "figure"},
    "himmelblau": {"minima", "figure"},
    "divergent-eta": {"threshold", "oscillates"},
}


@cache
def with_hidden(name: str) -> Assignment:
    """A bundled assignment of which students do not see every check."""
    assignment = find_assignment(name)
    checks = tuple(c.model_copy(update={"visible": c.id not in HIDDEN[name]}) for c in assignment.checks)
    return replace(assignment, spec=assignment.spec.model_copy(update={"checks": checks}))


class Shell(InteractiveShell):
    """A shell whose cells have ids, as JupyterLab tells them."""

    request: ClassVar[dict[str, Any]] = {}

    def get_parent(self) -> dict[str, Any]:
        """The request that runs now."""
        return self.request

    def cell(self, source: str, id: str = "", *, deleted: Sequence[str] = ()) -> None:
        """Run a cell; what it shows goes nowhere."""
        self.request = {"metadata": {"cellId": id, "deletedCells": list(deleted)}}
        with capture_output():
            self.run_cell(source, store_history=True)


def new_shell() -> Shell:
    """A shell in which nothing has run."""
    plt.close("all")  # an earlier notebook's figures are not this one's
    return Shell(config=Config({"HistoryManager": {"enabled": False}}))


def live(*cells: str) -> Live:
    """A shell that has run the cells after `%load_ext grader`."""
    shell = new_shell()
    began = begin(shell)
    for number, source in enumerate(cells):
        shell.cell(source, f"c{number}")
    return began


def disagreements(
    name: str, submission: Submission, batch: Executor | None = None, check: Executor | None = None
) -> list[str]:
    """What the three ways do not say alike of the visible checks, empty where all agree; of the hidden ones, batch and `%check`."""
    assignment = with_hidden(name)
    graded = describe(grade(assignment, submission, batch or PlainExecutor()))
    checked = describe(grade(assignment.visible_only(), submission, check or PlainExecutor()))
    began = live(*(cell.source for cell in read_notebook(submission.notebook).cells))
    with TemporaryDirectory() as folder:
        (path := Path(folder) / "saved.ipynb").write_bytes(submission.notebook)
        began.shell.user_ns["__vsc_ipynb_file__"] = str(path)
        shown = examine(f"-a {name}", began).document
    whole, asked, seen = _by_check(graded), _by_check(checked), _by_check(shown)
    # What %check asks of is the bundled assignment, which hides nothing.
    open_to_all = _by_check(describe(grade(find_assignment(name), submission, batch or PlainExecutor())))
    assert set(asked) == set(whole) - HIDDEN[name]
    assert set(seen) == set(whole)
    told = [f"{one}: batch {_gist(whole[one])}, check {_gist(asked[one])}" for one in asked if asked[one] != whole[one]]
    return told + [
        f"{one}: batch {_gist(found)}, %check {_gist(seen[one])}"
        for one, found in open_to_all.items()
        if _gist(seen[one]) != _gist(found)
    ]


def _by_check(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {one["check"]: one for one in document["findings"]}


def _gist(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """What does not depend on hidden inputs, which are drawn from the notebook's bytes, nor on how cells are counted."""
    return tuple(finding[key] for key in ("verdict", "code", "points", "explanations"))

"""One notebook asked three ways: by `grader batch`, by `grader check`, which asks less, and by `%check`, live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import matplotlib.pyplot as plt
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from grader import notebook
from grader.document import describe
from grader.model import Executor, Submission
from grader.pipeline import grade
from grader.spec import Assignment, find_assignment
from grader.submission import read_notebook
from tests.support.plain import PlainExecutor

#: Checks that an instructor could hide: no other one is judged with their answers.
HIDDEN = {
    "worked-example": {"descent", "stopping", "figure"},
    "himmelblau": {"minima"},
    "divergent-eta": {"threshold", "oscillates"},
}


@cache
def with_hidden(name: str) -> Assignment:
    """A bundled assignment of which students do not see every check."""
    assignment = find_assignment(name)
    checks = tuple(c.model_copy(update={"visible": c.id not in HIDDEN[name]}) for c in assignment.checks)
    return replace(assignment, spec=assignment.spec.model_copy(update={"checks": checks}))


def live(*cells: str) -> tuple[InteractiveShell, Any]:
    """A shell that has run the cells after `%load_ext grader`, and its probe."""
    plt.close("all")  # an earlier notebook's figures are not this one's
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    probe = notebook._probe()
    probe.install(shell)
    probe.state.known = {}
    with capture_output():
        for cell in cells:
            shell.run_cell(cell)
    return shell, probe


def disagreements(
    name: str, submission: Submission, batch: Executor | None = None, check: Executor | None = None
) -> list[str]:
    """What the three ways do not say alike of the visible checks, empty where all agree; of the hidden ones, batch and `%check`.

    A check that took printed text or the text of cells is left out of `%check`, which sees neither, and says so.
    """
    assignment = with_hidden(name)
    graded = describe(grade(assignment, submission, batch or PlainExecutor()))
    checked = describe(grade(assignment.visible_only(), submission, check or PlainExecutor()))
    shell, probe = live(*(cell.source for cell in read_notebook(submission.notebook).cells))
    shown, _, _ = notebook.examine(f"-a {name}", shell, probe)
    whole, asked, seen = _by_check(graded), _by_check(checked), _by_check(shown)
    # What %check asks of is the bundled assignment, which hides nothing.
    open_to_all = _by_check(describe(grade(find_assignment(name), submission, batch or PlainExecutor())))
    assert set(asked) == set(whole) - HIDDEN[name]
    assert set(seen) == set(whole)
    told = [f"{one}: batch {_gist(whole[one])}, check {_gist(asked[one])}" for one in asked if asked[one] != whole[one]]
    return told + [
        f"{one}: batch {_gist(found)}, %check {_gist(seen[one])}"
        for one, found in open_to_all.items()
        if _gist(seen[one]) != _gist(found) and not _needs_more(found)
    ]


def _needs_more(finding: Mapping[str, Any]) -> bool:
    """Whether printed text, or the text of the cells, was needed to judge it or to leave it to a person."""
    return (finding["source"] or {}).get("where") == "printed" or str(finding["code"]).endswith(".unidentified")


def _by_check(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {one["check"]: one for one in document["findings"]}


def _gist(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """What does not depend on hidden inputs, which are drawn from the notebook's bytes, nor on how cells are counted."""
    return tuple(finding[key] for key in ("verdict", "code", "points", "explanations"))

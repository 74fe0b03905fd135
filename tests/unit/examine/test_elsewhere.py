"""Where an answer counts that its name does not hold, and what is told of other places."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import Finding
from grader.pipeline import grade
from tests.support.plain import PlainExecutor, submission
from tests.support.small_class import RIGHT, SEQUENTIAL, assignment, spec

PRINTS = """
def show():
    x, y = 1.0, -1.0
    for t in range(7):
        print(t, x, y)
        x, y = x - 0.1 * (x - y), y - 0.1 * (4 * y - x)
show()
"""


def trace(*cells: str, **changes: Any) -> Finding:
    report = grade(assignment(spec(**changes)), submission(*cells), PlainExecutor())
    return next(finding for finding in report.findings if finding.check == "trace")


@pytest.mark.parametrize(("share", "code"), [(1, "ok"), (0.5, "found-elsewhere"), (0, "absent")])
def test_one_line_of_the_spec_says_what_a_source_is_worth(share: float, code: str) -> None:
    finding = trace(PRINTS, sources={"printed": share})
    assert (finding.code, finding.share) == (f"iterates.{code}", share)


def test_a_name_of_the_contract_is_worth_all_whatever_the_sources() -> None:
    sources = dict.fromkeys(("variable", "called", "gradient_calls", "printed", "figure"), 0)
    assert trace(RIGHT, sources=sources).share == 1
    assert trace(RIGHT.replace("trace", "mine"), sources=sources).code == "iterates.absent"


def test_what_is_printed_beside_another_run_is_told_and_the_same_run_is_not() -> None:
    told = {remark.code: remark.parameters for remark in trace(SEQUENTIAL, PRINTS).remarks}
    # y at t = 1 is the first that a sequential update changes: −0.52 for −0.5.
    assert told["sources-disagree"] == {"where": "printed", "cell": "2", "t": 1}
    assert "sources-disagree" not in {remark.code for remark in trace(RIGHT, PRINTS).remarks}


def test_a_function_is_called_again_only_where_the_name_holds_nothing() -> None:
    function = "def run(x=1.0, y=-1.0, eta=0.1, n=6):\n    rows = [(x, y)]\n    for _ in range(n):\n        x, y = x - eta*(x - y), y - eta*(4*y - x)\n        rows.append((x, y))\n    return rows\n"
    finding = trace(function)
    assert finding.source is not None
    assert (finding.share, finding.source.where, finding.source.name) == (1, "called", "run")
    counted = "calls = 0\n" + function.replace("rows = [", "global calls\n    calls += 1\n    rows = [")
    executor = PlainExecutor()
    grade(assignment(), submission(RIGHT, counted), executor)
    assert executor.namespace["calls"] == 0

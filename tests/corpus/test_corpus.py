"""Every notebook of the corpus finds what its header says; nothing right is rejected, nothing wrong accepted."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from grader.execution import WARM, NbclientExecutor, isolation
from grader.pipeline import Report
from tests.support.corpus import INDEPENDENT, Example, examples, outcomes, remarks

EVERY = [*examples(), *examples(INDEPENDENT)]
IN_PROCESS = [example for example in EVERY if not example.in_kernel]
#: Run in real kernels too: those that need one, and every fortieth of the others.
IN_KERNELS = [example for example in EVERY if example.in_kernel] + IN_PROCESS[::40]


def _holds(example: Example, report: Report) -> None:
    found = outcomes(example, report)
    assert [str(outcome) for outcome in found if not outcome.holds] == []
    assert example.remark is None or example.remark in remarks(report)


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(examples()) >= 120


@pytest.mark.parametrize("example", IN_PROCESS, ids=lambda example: f"{example.assignment}/{example.name}")
def test_a_notebook_finds_what_its_header_says(example: Example) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the notebook's own; a kernel shows them and goes on
        report = example.graded()
    assert example.errors or not report.execution.errors
    _holds(example, report)


@pytest.fixture(scope="module")
def kernels() -> Iterator[NbclientExecutor]:
    with NbclientExecutor(level=isolation.best_level(), warm=WARM) as executor:
        yield executor


@pytest.mark.parametrize("example", IN_KERNELS, ids=lambda example: f"{example.assignment}/{example.name}")
def test_a_real_kernel_finds_the_same(example: Example, kernels: NbclientExecutor) -> None:
    report = example.graded(kernels)
    assert example.errors == bool(report.execution.errors)
    _holds(example, report)

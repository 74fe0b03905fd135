"""Every ending that can occur here, reached by a notebook that deserves it; answers leave as data."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import release
from grader.errors import ExecutionError
from grader.execution import NbclientExecutor, RecordedExecutor, isolation
from grader.execution.client import cleaned, parsed
from grader.execution.sandbox import interpreter
from grader.execution.starting import Fresh, Kernel, Order, StartError
from grader.model import Cell, Ending, Execution, Limits, Plan, Probe


def plan(*sources: str, **limits: float) -> Plan:
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, 1))
    return Plan(cells, (Probe("value:a", "value", {"names": ["a"]}),), Limits(**limits), seed=7)  # type: ignore[arg-type]


def run(*sources: str, **limits: float) -> Execution:
    return NbclientExecutor(level="process").run(plan(*sources, **limits))


FOREVER = "while True: pass"
DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"

ENDINGS = [
    (["a = 1"], {}, Ending.COMPLETED, True),
    ([], {}, Ending.COMPLETED, False),
    (["1/0", "a = 1"], {}, Ending.CELL_ERROR, True),
    (["a = 1", "import sys; sys.exit(3)"], {}, Ending.CELL_ERROR, True),
    (["a = 1", "exit()"], {}, Ending.CELL_ERROR, True),
    (["a = 1", "input()"], {}, Ending.CELL_ERROR, True),
    (["a = 1", "!ls"], {}, Ending.CELL_ERROR, True),
    ([FOREVER, "a = 1"], {"cell_seconds": 1}, Ending.TIMED_OUT, True),
    (["a = 1", DEAF], {"cell_seconds": 1}, Ending.KILLED, False),
    (["a = 1", FOREVER, FOREVER], {"cell_seconds": 1, "wall_seconds": 1}, Ending.TIMED_OUT, True),
    (["a = 1", "while True: print('x' * 1000)"], {"text_kb": 64}, Ending.OUTPUT_FLOOD, True),
    (["a = 1", "'x' * 10**6"], {"text_kb": 64}, Ending.OUTPUT_FLOOD, True),
    (["a = 1", "import os; os._exit(3)"], {}, Ending.KILLED, False),
    (["a = 1", "import numpy as np\nnp.ones(10**13)"], {}, Ending.OUT_OF_MEMORY, True),
]  # fmt: skip


@pytest.mark.parametrize(("sources", "limits", "ending", "answered"), ENDINGS)
def test_each_ending_is_reached_and_what_can_be_read_is_read(
    sources: list[str], limits: dict[str, float], ending: Ending, answered: bool
) -> None:
    execution = run(*sources, **limits)
    assert execution.ending is ending
    assert execution.replies.get("value:a", {"ok": False})["ok"] is answered


#: What `import torch` and a first tensor ask of a machine, without its 200 MB: address space that nobody fills, a library
#: mapped from a file beyond the limit of memory, a team of threads, and 300 MiB in use.
LIKE_TORCH = """
import mmap, threading, numpy as np
NORESERVE = 0x4000
reserved = [mmap.mmap(-1, 8 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE, prot=0) for _ in range(2)]
with open("library", "w+b") as file:
    file.truncate(200 << 20)
    mapped = [mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ) for _ in range(10)]
together = threading.Barrier(17)
team = [threading.Thread(target=together.wait) for _ in range(16)]
for one in team: one.start()
together.wait()
used = np.ones((300, 1 << 17))
a = used.sum()
"""


@pytest.mark.parametrize("level", sorted({isolation.best_level(), "process"}))
def test_what_a_large_library_asks_for_is_there_under_the_default_limits(level: str) -> None:
    execution = NbclientExecutor(level=level).run(plan(LIKE_TORCH))
    assert execution.errors == ()
    assert execution.ending is Ending.COMPLETED


#: What ends a notebook under its second cell → the error that names the cell, at any level.
CULPRITS = [
    ("import os; os._exit(3)", {}, Ending.KILLED, "DeadKernelError"),
    (DEAF, {"cell_seconds": 1}, Ending.KILLED, "TimeoutError"),
    (FOREVER, {"cell_seconds": 1}, Ending.TIMED_OUT, "TimeoutError"),
    ("import time, threading\nfor _ in range(3): threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()\ntime.sleep(9)",
     {"wall_seconds": 0.5}, Ending.TIMED_OUT, "TimeoutError"),
    ("import mmap\nheld = mmap.mmap(-1, 300 << 20)\nfor i in range(0, 300 << 20, 4096): held[i] = 1\nimport time; time.sleep(9)",
     {"memory_mb": 128}, Ending.OUT_OF_MEMORY, "MemoryError"),
    ("from IPython.display import display\nfor _ in range(10**6): display({}, raw=True)",
     {"cell_seconds": 600, "wall_seconds": 600}, Ending.OUTPUT_FLOOD, "KeyboardInterrupt"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "limits", "ending", "name"), CULPRITS)
def test_the_cell_that_met_a_limit_is_named(
    monkeypatch: pytest.MonkeyPatch, source: str, limits: dict[str, float], ending: Ending, name: str
) -> None:
    if ending is Ending.OUTPUT_FLOOD:  # a busy machine needs its time to hear the interrupt among so many messages
        monkeypatch.setattr("grader.execution.run.GRACE", 600.0)
    execution = run("a = 1", source, **limits)
    assert execution.ending is ending
    assert [(error.cell, error.name) for error in execution.errors] == [(2, name)]


def test_a_client_that_hangs_meets_the_outer_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forever(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("grader.execution.run.Run._probes", forever)
    monkeypatch.setattr("grader.execution.run.SLACK", -39.0)
    execution = run("a = 1", wall_seconds=2)
    assert (execution.ending, execution.reason) == (Ending.TIMED_OUT, "nothing ended in time")


@pytest.mark.parametrize("body", ["while True: pass", "raise KeyboardInterrupt"])
def test_a_question_without_an_answer_costs_the_next_ones_nothing(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setattr("grader.execution.run.PROBE_SECONDS", 2.0)
    called = Probe("call:f", "call", {"names": ["f"], "points": [[1.0]], "variables": ["x"]})
    asked = plan(f"def f(x):\n    {body}", "a = 1")
    execution = NbclientExecutor(level="process").run(replace(asked, probes=(called, *asked.probes, called)))
    assert {id: (reply["ok"], reply.get("reason")) for id, reply in execution.replies.items()} == {
        "call:f": (False, "timeout"),
        "value:a": (True, None),
    }
    assert execution.ending is Ending.COMPLETED


def test_what_an_installer_or_a_front_end_would_do_is_passed_over() -> None:
    execution = run("%matplotlib notebook\n!pip install numpy\n%pip install numpy\na = 1")
    assert (execution.ending, execution.errors) == (Ending.COMPLETED, ())


@pytest.mark.parametrize("load", ["%load_ext grader", "%reload_ext grader", release.SELF_CHECK["es"][0]])
def test_a_self_check_that_was_left_in_a_notebook_asks_nothing_while_it_is_graded(load: str) -> None:
    execution = run(load, "a = 1", "%check\n%check trace --lang en")
    assert (execution.ending, execution.errors, execution.printed) == (Ending.COMPLETED, (), ())
    assert execution.replies["value:a"]["ok"] is True


def test_a_kernel_that_cannot_start_is_never_the_students_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "kernel.py"
    broken.write_text("raise SystemExit('no room')")
    monkeypatch.setattr("grader.execution.starting.PROGRAMS", tmp_path)
    execution = run("a = 1")
    assert execution.ending is Ending.SANDBOX_FAULT
    assert "no room" in execution.reason


class Stumbling(Fresh):
    """Its first kernel does not start."""

    tries = 0

    def start(self, order: Order) -> Kernel:
        self.tries += 1
        if self.tries == 1:
            raise StartError("no room")
        return super().start(order)


def test_a_kernel_that_did_not_start_is_started_once_more() -> None:
    executor = NbclientExecutor(level="process")
    executor._chosen = way = Stumbling(executor.station)
    execution = executor.run(plan("a = 1"))
    assert (execution.ending, execution.reason, way.tries) == (Ending.COMPLETED, "", 2)


def killed(command: list[str], *, check: bool = False, **_: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.CompletedProcess(command, -9, "", "")
    if check:
        done.check_returncode()
    return done


def without_an_answer(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    raise subprocess.TimeoutExpired(command, 60)


def not_started(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


@pytest.mark.parametrize("happens", [killed, without_an_answer, not_started])
@pytest.mark.parametrize("tries", [interpreter, isolation._seals])
def test_a_trial_that_bad_luck_ends_is_one_clear_message_and_seals_nothing_less(
    happens: Callable[..., Any], tries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", happens)
    with pytest.raises(ExecutionError) as told:
        tries.__wrapped__()
    assert len(str(told.value)) < 250  # no program of ours is shown in it


def test_a_python_without_a_kernel_is_one_clear_message() -> None:
    with pytest.raises(ExecutionError, match="--python"):
        NbclientExecutor(level="process", python="/nowhere/python").run(plan("a = 1"))


def test_random_numbers_repeat() -> None:
    sources = ["import random, numpy as np\na = [random.random(), np.random.rand()]"]
    assert run(*sources).replies == run(*sources).replies


def test_text_printed_comes_back_by_cell() -> None:
    shown = "from IPython.display import HTML\nHTML('<table><tr><td>0.5</td><td>−1</td></tr></table>')"
    assert run("print('one')", "'two'", shown).printed == ((1, "one\n"), (2, "'two'\n"), (3, "| 0.5 | −1 |\n"))


def test_error_texts_hold_nothing_that_differs_from_run_to_run() -> None:
    assert cleaned("\x1b[31m<f at 0x7f12ab34> in /tmp/nb-1a/x.py\x1b[0m") == "<f at 0x…> in /tmp/…"
    assert len(cleaned("x" * 10**6)) == 2000


@pytest.mark.parametrize("text", ["NaN", '{"a": Infinity}', "[" * 100_000, "{", 3, None])
def test_a_reply_that_is_no_json_is_none(text: object) -> None:
    assert parsed(text) is None


def test_recorded_executions_are_replayed() -> None:
    asked = plan("a = 1")
    recorded = Execution(Ending.COMPLETED)
    assert RecordedExecutor({asked.cells: recorded}).run(asked) is recorded
    with pytest.raises(ExecutionError, match="recorded"):
        RecordedExecutor({}).run(asked)


def test_the_kernel_is_the_asked_python() -> None:
    execution = NbclientExecutor(level="process", python=sys.executable).run(plan("import sys; a = sys.executable"))
    assert execution.replies["value:a"]["value"]["v"] == sys.executable


def test_a_forged_number_of_a_cell_ends_nothing() -> None:
    forged = [1.0, "1", [1], 10**30, -1, None]
    answer = f"lambda *_: {{'ok': True, 'figures': [{{'cell': one}} for one in {forged}], 'loops': 7}}"
    source = f"type(get_ipython().kernel).probe_request.__globals__['_probe'].answer = {answer}"
    told = NbclientExecutor(level="process").run(Plan((Cell(3, source),), (Probe("figures", "figures", {}),)))
    assert told.ending is Ending.COMPLETED
    assert [one["cell"] for one in told.replies["figures"]["figures"]] == forged


def test_what_a_cell_drew_or_asked_is_told_with_its_number_in_the_notebook() -> None:
    drawn = "import matplotlib.pyplot as plt\nplt.plot([0, 1, 2], [0, 1, 0])\nplt.show()"
    asked = "def grad(p):\n    return p\nx = 1.0\nfor t in range(4):\n    x = x - 0.1 * grad(x)"
    again = {"names": ["trace"], "variables": ["x"], "starts": [["1.0"]], "step_size": "0.1", "step_size_names": [], "iterations": 4}  # fmt: skip
    probes = (Probe("figures", "figures", {}), Probe("again:trace", "again", again))
    replies = NbclientExecutor(level="process").run(Plan((Cell(3, drawn), Cell(7, asked)), probes)).replies
    assert [one["cell"] for one in replies["figures"]["figures"]] == [3]
    assert [(one["name"], one["cell"], len(one["points"])) for one in replies["again:trace"]["loops"]] == [
        ("grad", 7, 5)
    ]

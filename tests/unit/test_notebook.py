"""`%check` in a live shell: the verdicts of `grader check` and of the grading, nothing run again, nothing changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from grader import notebook
from grader.model import Submission
from grader.release import judged_with_hidden
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.agreement import disagreements, live, new_shell, with_hidden
from tests.support.corpus import INDEPENDENT, examples
from tests.support.plain import Markdown
from tests.support.plain import notebook as plain

#: Of the bundled mistakes one in six, of the corpora one in thirty, in order: `python -m tests.benchmarks.agreement` asks all.
NOTEBOOKS = [
    pytest.param(name, read_submission(path), id=f"{name}-{path.stem}")
    for name in bundled_ids()
    for path in sorted((find_assignment(name).folder / "mistakes").glob("*.ipynb"))[::6]
] + [
    pytest.param(one.assignment, Submission("ana", plain(*one.cells), "ana.ipynb"), id=f"{one.assignment}-{one.name}")
    for one in [one for one in (*examples(), *examples(INDEPENDENT)) if not one.in_kernel][::30]
]


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever runs these tests tells of no notebook."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)


@pytest.mark.parametrize(("name", "given"), NOTEBOOKS)
def test_the_self_checks_say_what_the_grading_says(name: str, given: Submission) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the notebook's own
        assert disagreements(name, given) == []


def test_what_is_hidden_can_be_hidden() -> None:
    """Else a self-check could not agree with the grading, and `grader release` would refuse the spec."""
    for name in bundled_ids():
        assert judged_with_hidden(with_hidden(name)) == []


MEDDLING = """
calls, trace = [], ((float(i), 0.0) for i in range(3))
def gradient_descent(grad, start, step_size, iterations):
    calls.append(step_size)
    start[:] = 7
    return [start]
def grad_g(x, y):
    calls.append(x)
    while True: pass
"""


def test_what_a_function_does_when_called_stays_out_of_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "ONE", 0.2)
    began = live(MEDDLING)
    shell = began.shell
    before = set(shell.user_ns)
    document = notebook.examine("-a worked-example", began).document
    assert shell.user_ns["calls"] == []
    assert next(shell.user_ns["trace"]) == (0.0, 0.0)
    assert set(shell.user_ns) == before
    assert document["execution"]["ending"] == "completed"
    assert len(document["findings"]) == 7


#: Until there are too many to be counted, each process writes where it came.
FORKING = """
import os
def grad_g(x, y):
    if os.path.getsize(COUNTED) < 400:
        os.fork()
    with open(COUNTED, "ab") as file:
        file.write(b".")
    return x - y, 4 * y - x
"""


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_function_that_forks_is_asked_by_one_process_alone(tmp_path: Path) -> None:
    counted = tmp_path / "counted"
    counted.touch()
    seen = notebook.examine("-a worked-example gradient", live(f"COUNTED = {str(counted)!r}", FORKING))
    (found,) = [one for one in seen.document["findings"] if one["check"] == "gradient"]
    assert found["verdict"] == "passed"
    # Two a call at most; where both went on to ask, each call would double them.
    assert counted.stat().st_size < 200


def test_a_loop_that_keeps_nothing_runs_once_more_in_the_copy_alone() -> None:
    setting = "calls, x, y = [], 1, -1\ndef grad(x, y):\n    calls.append(x)\n    return x - y, 4*y - x"
    loop = "for t in range(48):\n    gx, gy = grad(x, y); x = x - 0.1*gx; y = y - 0.1*gy"
    began = live(setting, "1 + 1", loop)
    began.shell.cell(loop.replace("0.1", "0.01"), "an earlier text of the loop, since deleted")
    began.shell.cell("x, y = 1, -1", "again")
    began.shell.cell(loop, "c2", deleted=["an earlier text of the loop, since deleted"])
    document = notebook.examine("trace -a worked-example", began).document
    (found,) = [one for one in document["findings"] if one["check"] == "trace"]
    assert (found["code"], found["source"]["name"]) == ("iterates.ok", "grad (cell 6)")
    assert len(began.shell.user_ns["calls"]) == 3 * 48


def test_one_check_is_asked_alone_and_shown_as_html_and_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    shell = new_shell()
    notebook.load(shell)
    shell.cell("t_stop = 45")
    shell.run_line_magic("check", "stopping -a worked-example --lang en")
    (output,) = shown
    assert "✗ stopping 0/1" in " ".join(output["text/plain"].split())
    assert "trace" not in output["text/plain"]
    assert "0 of 1 point" in output["text/plain"]
    assert 'class="pendiente" lang="en"' in output["text/html"]
    assert "<script" not in output["text/html"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["eta_f = 0.1", "eta_cycle = ((0, 1), 0.02)"], "divergent-eta"),
        (["runs = limits = minima = {}"], "himmelblau"),
        (["t_stop = 44"], "worked-example"),
    ],
)
def test_the_assignment_is_recognised_by_the_answers_that_are_there(cells: list[str], told: str) -> None:
    assert notebook.recognised(None, live(*cells).shell.user_ns, None).id == told


def test_the_notebooks_own_file_says_which_assignment_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.ipynb"
    metadata = {"grader": {"assignment": "himmelblau"}}
    path.write_text(json.dumps({"cells": [], "metadata": metadata}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert notebook.examine("--lang en", live("t_stop = 44")).document["assignment"]["id"] == "himmelblau"


WRITTEN = Markdown("The largest learning rate that converges is **0.4648**.")


@pytest.mark.parametrize("front_end", ["Jupyter", "VS Code"])
def test_what_a_markdown_cell_says_is_read_from_the_file_as_it_was_saved(
    front_end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    path = tmp_path / "mía.ipynb"
    path.write_bytes(plain("x = 1", WRITTEN))
    began = live("x = 1")
    if front_end == "Jupyter":
        monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    else:
        monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "of another front end.ipynb"))
        began.shell.user_ns["__vsc_ipynb_file__"] = str(path)
    before = dict(began.shell.user_ns)
    notebook.check("threshold -a divergent-eta --lang en", began)
    assert "✓ threshold" in shown[0]["text/plain"]
    assert "your Markdown cells as you saved them last" in shown[0]["text/html"]
    assert began.shell.user_ns == before


@pytest.mark.parametrize(
    "saved",
    [None, b"", b"{", b"[" * 100_000, b'{"cells": 3}', b'{"nbformat": 3, "worksheets": [{"cells": 4}]}', "a folder", "too large", "a pipe"],
)  # fmt: skip
def test_where_the_file_is_no_notebook_the_variables_alone_are_read(
    saved: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ipynb"
    if isinstance(saved, bytes):
        path.write_bytes(saved)
    elif saved == "a folder":
        path.mkdir()
    elif saved == "a pipe":
        os.mkfifo(path)
    elif saved == "too large":
        path.write_bytes(plain("x = 1", WRITTEN))
        monkeypatch.setattr("grader.submission.MAX_BYTES", 100)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    seen = notebook.examine("threshold -a divergent-eta", live("x = 1"))
    assert [one["code"] for one in seen.document["findings"]] == ["number.absent"]
    assert not seen.saved
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("told", ["\0", "x" * 5000, 7, "\ud800"])
def test_a_name_that_no_file_can_have_is_no_trouble(told: object) -> None:
    began = live("x = 1")
    began.shell.user_ns["__vsc_ipynb_file__"] = told
    assert not notebook.examine("threshold -a divergent-eta", began).saved


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nope -a worked-example", "there is no check 'nope'"),
        ("-a nothing", "Bundled:"),
        ("--sideways", "So it goes: %check"),
        ("'", "No closing quotation"),
        ("", "Say it so: %check -a"),
    ],
)
def test_what_cannot_be_checked_is_one_sentence(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    notebook.check(line, live())
    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_a_notebook_that_broke_what_we_rely_on_gets_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    began = live("def grad_g(x, y): return x - y, 4 * y - x")
    monkeypatch.setattr(os, "fork", None)
    notebook.check("-a worked-example", began)
    said = capsys.readouterr().err
    assert said.startswith("%check: a fault of ours, please report it: TypeError: 'NoneType' object is not callable (")
    assert said.endswith("Restart the kernel and run all cells again.\n")
    assert said.count("\n") == 1


def test_a_system_without_fork_is_told_what_to_do_instead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    began = live("t_stop = 44")
    monkeypatch.delattr("os.fork")
    notebook.check("-a worked-example", began)
    assert "grader check NOTEBOOK.ipynb" in capsys.readouterr().err


#: What the extra `grade` brings, and flint: a student's own installation has none of it for us.
HEAVY = (
    "nbformat",
    "nbclient",
    "jupyter_client",
    "ipykernel",
    "psutil",
    "matplotlib",
    "scipy",
    "pandas",
    "flint",
    "zmq",
)
LIGHT = f"""
import sys
for name in {HEAVY!r}:
    sys.modules[name] = None
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
from grader import notebook
shell = InteractiveShell(config=Config({{"HistoryManager": {{"enabled": False}}}}))
live = notebook.begin(shell)
shell.run_cell("t_stop = 44", store_history=True)
document = notebook.examine("stopping -a worked-example", live).document
assert [one["verdict"] for one in document["findings"] if one["check"] == "stopping"] == ["passed"], document
from grader.command.main import run
raise SystemExit(run(["batch", sys.argv[1], "-a", "worked-example", "--out", sys.argv[2]]))
"""


def test_a_students_light_installation_checks_and_names_the_extra_for_the_rest(tmp_path: Path) -> None:
    (tmp_path / "ana.ipynb").write_bytes(b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    command = [sys.executable, "-c", LIGHT, str(tmp_path / "ana.ipynb"), str(tmp_path / "out")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2, result.stderr
    assert "pip install 'pendiente[grade]'" in result.stderr
    assert "Traceback" not in result.stderr

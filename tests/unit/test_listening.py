"""What a live notebook said: as a batch hears it, as each cell ran last, and without a trace in the student's process."""

from __future__ import annotations

import contextlib
import io
import json
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader import listening, notebook
from grader.listening import Listener
from grader.reports.text import as_text
from grader.submission import read_notebook
from tests.support.agreement import Shell, live, new_shell


def heard(*cells: str) -> dict[int, str]:
    return dict(live(*cells).listener.printed)


@pytest.fixture
def without_tee(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython before its version 9, which does not listen itself, nor puts back what a cell did to its streams."""
    monkeypatch.setattr(InteractiveShell, "_tee", lambda *_, **__: contextlib.nullcontext(), raising=False)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("print('a', 1); print(2, end='')", "a 1\n2"),
        ("import sys\nsys.stderr.write('w\\n'); sys.stdout.writelines(['x', 'y'])", "w\nxy"),
        ("print('a')\n[0.5, 1]", "a\n[0.5, 1]\n"),
        ("0.5;", None),
        ("get_ipython().display_pub.publish({'text/plain': 'told', 'text/html': '<b>9</b>'})", "told\n"),
        ("from IPython.display import Markdown\nMarkdown('**0.5**')", "0.5\n"),
        ("get_ipython().display_pub.publish(data={'text/plain': 'anew'}, update=True)", None),
        ("%%capture kept\nprint(7)\n8", None),
        ("import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n    print(7)\nprint(8)", "8\n"),
        ("print('before')\n1 / 0", "before\n"),
        ("def broken(:", None),
        ("get_ipython().run_cell('print(3)', silent=True)\nprint(4)", "3\n4\n"),
        ("import logging\nlogging.basicConfig(force=True)\nlogging.error('e')", "ERROR:root:e\n"),
        ("import sys, io\nsys.stdout = io.StringIO()\nprint(5)", None),
    ],
)
def test_what_a_cell_printed_is_heard_as_a_batch_hears_it(
    cell: str, text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streams and the text of what is shown; nothing that was captured, that stayed in a file, or that tells of an error."""
    shell = new_shell()
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    said = notebook.begin(shell).listener
    shell.cell(cell)
    assert dict(said.printed).get(1) == text


def test_the_students_streams_are_the_same_during_a_cell_and_untouched_after_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shell = new_shell()
    shell.run_cell("1", store_history=True)
    heard_from = (sys.stdout, sys.stderr, shell.display_pub, shell.displayhook, shell)
    before = [(one, set(vars(one))) for one in heard_from]
    notebook.begin(shell)
    shell.user_ns["streams"] = sys.stdout, sys.stderr
    for cell in (
        "import sys; same = streams == (sys.stdout, sys.stderr)",
        "print('seen')\n1 / 0",
        "raise KeyboardInterrupt",
    ):
        shell.run_cell(cell, store_history=True)
    assert shell.user_ns["same"] is True
    assert "seen" in capsys.readouterr().out
    for owner, names in before:
        assert set(vars(owner)) - names <= {"write"}  # which IPython leaves there, as it found it
    for stream in (sys.stdout, sys.stderr):
        assert stream.write.__self__ is stream


@pytest.mark.usefixtures("without_tee")
def test_a_stream_that_lets_nobody_listen_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        __slots__ = ("text",)

        def write(self, text: str) -> None:
            self.text = text

        def flush(self) -> None:
            pass

    shell = new_shell()
    said = notebook.begin(shell).listener
    monkeypatch.setattr(sys, "stdout", Closed())
    shell.run_cell("print(1)\nx = 2", store_history=True)
    assert shell.user_ns["x"] == 2
    assert said.printed == ()


@pytest.mark.usefixtures("without_tee")
def test_where_a_cell_listens_to_its_stream_too_all_is_heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    shell = new_shell()
    said = notebook.begin(shell).listener
    theirs = "import sys\nwrite = sys.stdout.write\nsys.stdout.write = lambda text: write(text.upper())"
    for cell in (theirs, "print('x')"):
        shell.run_cell(cell, store_history=True)
    print("y")
    assert stream.getvalue() == "X\nY\n"
    assert said.printed == ((2, "x\n"),)


def sources(listener: Listener) -> list[tuple[int, str]]:
    return [(cell.number, cell.source) for cell in read_notebook(listener.notebook()).cells]


def test_a_cell_counts_as_it_ran_last_wherever_it_stood_before() -> None:
    shell = new_shell()
    said = notebook.begin(shell).listener
    shell.cell("print(1)", "a")
    shell.cell("print(2)", "b")
    shell.cell("print(3)", "a")
    assert said.printed == ((2, "2\n"), (3, "3\n"))
    assert sources(said) == [(2, "print(2)"), (3, "print(3)")]
    shell.cell("print(2)", "c", deleted=["b"])
    assert said.printed == ((3, "3\n"), (4, "2\n"))
    assert said.unheard == 0


def test_without_ids_a_cell_is_told_by_its_text() -> None:
    shell = new_shell()
    said = notebook.begin(shell).listener
    for cell in ("print(1)", "print(2)", "print(1)"):
        shell.cell(cell)
    assert said.printed == ((2, "2\n"), (3, "1\n"))


def test_what_ran_before_is_known_by_its_text_and_what_it_printed_is_not() -> None:
    shell = new_shell()
    for cell in ("print(1)", "t = 44", "  "):
        shell.cell(cell, cell)
    shell.user_ns["begin"] = lambda: shell.user_ns.update(said=notebook.begin(shell).listener)
    shell.cell("print('unheard')\nbegin()\nprint('heard')", "load")
    said = shell.user_ns["said"]
    assert said.printed == ((3, "heard\n"),)
    assert said.unheard == 2
    assert [source for _, source in sources(said)][:2] == ["print(1)", "t = 44"]
    shell.cell("print(1)", "print(1)")
    assert (said.printed[-1], said.unheard) == ((4, "1\n"), 1)


def test_text_is_kept_up_to_a_limit_and_the_latest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST", 100)
    said = heard("print('a' * 60)", "print('b' * 30)", "print('c' * 30)", "for _ in range(200): print('d')")
    assert said == {4: "d\n" * 50}
    assert heard("print('a' * 60)", "print('b' * 30)", "print('c' * 30)") == {2: "b" * 30 + "\n", 3: "c" * 30 + "\n"}


def test_what_check_says_is_not_the_students() -> None:
    """Else the numbers of its sentences would be read as answers the next time."""
    shell = new_shell()
    notebook.load(shell)
    bound = [getattr(one, "__self__", None) for one in shell.events.callbacks["pre_run_cell"]]
    (said,) = [one for one in bound if isinstance(one, Listener)]
    shell.cell("print('mine')\nget_ipython().run_line_magic('check', '-a worked-example')\nprint('too')", "a")
    shell.cell("get_ipython().run_line_magic('check', '--nonsense')", "b")
    assert said.printed == ((1, "mine\ntoo\n"),)


def test_loaded_twice_it_forgets_nothing() -> None:
    shell = new_shell()
    notebook.load(shell)
    before = len(shell.events.callbacks["pre_run_cell"])
    notebook.load(shell)
    assert len(shell.events.callbacks["pre_run_cell"]) == before


PRINTED = "print('t_stop =', 44)"


def told(shell: Shell, began: notebook.Live, check: str = "stopping") -> tuple[str, str]:
    document = notebook.examine(f"{check} -a worked-example", began).document
    (finding,) = [one for one in document["findings"] if one["check"] == check]
    return finding["verdict"], " ".join(as_text(document, language="en").split())


def test_an_answer_that_is_only_printed_is_found_where_it_was_heard() -> None:
    began = live(PRINTED)
    assert told(began.shell, began)[0] == "passed"


def test_where_it_may_have_been_printed_unheard_the_student_is_told_what_to_do() -> None:
    shell = new_shell()
    shell.cell(PRINTED, "a")
    shell.cell("pass", "load")
    began = notebook.begin(shell)
    verdict, words = told(shell, began)
    assert verdict == "failed"
    assert "run all cells again: what 2 cells printed before %load_ext grader is not seen" in words
    shell.cell(PRINTED, "a")
    assert told(shell, began)[0] == "passed"
    verdict, words = told(shell, live("x = 1"))
    assert (verdict, "%load_ext" in words) == ("failed", False)


def test_the_notebook_of_what_was_run_is_one() -> None:
    data = json.loads(live("x = 1").listener.notebook())
    assert data["nbformat"] == 4

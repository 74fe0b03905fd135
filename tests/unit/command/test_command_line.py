"""The command line: exit codes, one clear message for what is unusable, JSON that is alone on standard output."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import string
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader import command as command_package
from grader.command.check import exit_code
from grader.command.levels import Level
from grader.command.main import run
from grader.command.terminal import chosen_language, plain, say, tell
from grader.errors import ExecutionError
from grader.execution.isolation import Trial
from grader.model import Submission
from grader.spec import Assignment

COMMANDS = ["demo", "check", "batch", "release", "explain", "schema", "doctor"]
COMMANDS += ["assignments list", "assignments show", "assignments lint", "regrade"]
COMMANDS += ["review list", "review show", "review set", "review undo", "review comments"]
COMMANDS += ["export csv", "export moodle", "export canvas", "export junit", "export gradescope"]


def document(*findings: tuple[str, float], ending: str = "completed", student: str = "ana") -> dict[str, Any]:
    """A report with a finding (verdict, maximum) for each pair."""
    return {
        "format": 1,
        "assignment": {
            "id": "worked-example",
            "version": "1",
            "digest": "sha256:" + "0" * 64,
            "title": {"en": "T"},
            "variant": None,
        },
        "submission": {"student": student, "name": student, "file": f"{student}.ipynb", "sha256": "0" * 64},
        "execution": {"ending": ending, "isolation": "process", "errors": []},
        "score": {"points": 0, "maximum": 10, "state": "graded"},
        "findings": [
            {
                "check": f"check-{number}",
                "kind": "number",
                "verdict": verdict,
                "code": "number.ok" if verdict == "passed" else "number.wrong-value",
                "points": maximum if verdict == "passed" else 0,
                "maximum": maximum,
                "source": None,
                "explanations": [],
                "parameters": {},
                "evidence": [],
                "remarks": [],
            }
            for number, (verdict, maximum) in enumerate(findings)
        ],
        "versions": {"grader": "0.1.0"},
    }


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "ana.ipynb"
    cells = {"cells": [], "metadata": {"grader": {"assignment": "worked-example"}}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(cells), encoding="utf-8")
    return path


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Any] | BaseException], list[Assignment]]:
    """Makes every grading give one document, or raise; the list tells what was asked."""

    def arrange(outcome: Mapping[str, Any] | BaseException) -> list[Assignment]:
        asked: list[Assignment] = []

        def grade(assignment: Assignment, submission: Submission, executor: object) -> Mapping[str, Any]:
            asked.append(assignment)
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr("grader.pipeline.grade", grade)
        monkeypatch.setattr("grader.document.describe", lambda report: report)
        return asked

    return arrange


@pytest.mark.parametrize(
    ("findings", "ending", "code"),
    [
        ([("passed", 1), ("passed", 2)], "completed", 0),
        ([("passed", 1), ("undecided", 0)], "completed", 0),  # a text answer without points
        ([("passed", 1), ("failed", 0)], "cell-error", 0),
        ([("passed", 1), ("failed", 1), ("undecided", 1)], "completed", 1),
        ([("passed", 1), ("undecided", 1)], "completed", 3),
        ([("skipped", 1)], "sandbox-fault", 3),
        ([("skipped", 1)], "unreadable", 2),
    ],
)
def test_check_exits_by_its_findings(findings: list[tuple[str, float]], ending: str, code: int) -> None:
    assert exit_code(document(*findings, ending=ending)) == code


def test_check_prints_a_line_for_each_check_and_exits_by_the_findings(
    notebook: Path, graded: Callable[..., list[Assignment]], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = graded(document(("passed", 1), ("failed", 2)))
    assert run(["check", str(notebook), "--lang", "en"]) == 1
    shown = capsys.readouterr().out
    assert [assignment.id for assignment in asked] == ["worked-example"]
    assert "✓ check-0" in shown
    assert "✗ check-1" in shown
    assert "0/2" in shown
    assert "0 of 10 points" in shown


def test_json_is_alone_on_standard_output(
    notebook: Path, graded: Callable[..., list[Assignment]], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = document(("passed", 1))
    graded(expected)
    assert run(["check", str(notebook), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == expected


def test_check_asks_only_what_a_student_may_see(
    tmp_path: Path, notebook: Path, graded: Callable[..., list[Assignment]]
) -> None:
    (tmp_path / "assignment.toml").write_text(
        """
        id = "mine"
        version = "1"
        title = { es = "Mía", en = "Mine" }
        [[checks]]
        id = "seen"
        kind = "number"
        answer = "a"
        expression = "1/3"
        points = 1
        [[checks]]
        id = "hidden"
        kind = "number"
        answer = "b"
        expression = "2/3"
        points = 1
        visible = false
        """,
        encoding="utf-8",
    )
    asked = graded(document(("passed", 1)))
    assert run(["check", str(notebook), "-a", str(tmp_path)]) == 0
    assert [check.id for check in asked[0].checks] == ["seen"]


UNUSABLE = [
    ("", "empty"),
    ("<!doctype html><p>", "web page"),
    ('{"cells": [', "breaks off"),
    ('{"cells": [], "metadata": {}}', "Name it with -a"),
    ('{"cells": [], "metadata": {"grader": {"assignment": "other"}}}', "not bundled"),
]


@pytest.mark.parametrize(("text", "told"), UNUSABLE)
def test_an_unusable_notebook_is_one_clear_message(
    tmp_path: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ana.ipynb").write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path / "ana.ipynb")]) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "nothing.ipynb"], "cannot be read"),
        (["check"], "NOTEBOOK"),
        (["chekc"], "chekc"),
        (["assignments", "show", "himelblau"], "Did you mean 'himmelblau'?"),
        (["explain", "nothing.json", "trace"], "Check the path"),
        (["batch", "nothing", "-a", "himmelblau", "--out", "out"], "Check the path"),
        (["batch", ".", "-a", "himmelblau", "--out", "out", "--isolation", "none"], "namespaces"),
        (["batch", ".", "-a", "himmelblau", "--out", "out", "--jobs", "0"], "--jobs"),
    ],
)
def test_an_unusable_command_is_one_clear_message(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (ExecutionError("no kernel"), 2, "no kernel"),
        (KeyboardInterrupt(), 130, "nterrupted"),
        (ZeroDivisionError("what"), 2, "a fault of ours, please report it: ZeroDivisionError: what"),
    ],
)
def test_no_traceback_reaches_the_user(
    fault: BaseException,
    code: int,
    told: str,
    notebook: Path,
    graded: Callable[..., list[Assignment]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    graded(fault)
    assert run(["check", str(notebook)]) == code
    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err


def test_a_spec_with_three_mistakes_shows_all_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "assignment.toml").write_text(
        """
        id = "mine"
        version = "1"
        title = { es = "Mía", en = "Mine" }
        langages = ["en"]
        [[checks]]
        id = "a"
        kind = "number"
        answer = "a"
        expression = "1/3"
        points = 1.234
        [[checks]]
        id = "b"
        kind = "numbre"
        answer = "b"
        points = 1
        """,
        encoding="utf-8",
    )
    assert run(["assignments", "show", str(tmp_path)]) == 2
    shown = capsys.readouterr().err
    for place, remedy in (("langages", "languages"), ("points", "two decimals"), ("numbre", "number")):
        assert place in shown
        assert remedy in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Example: grader {command}" in " ".join(shown.split())
    assert "--lang" in shown
    assert "--json" in shown


@pytest.fixture
def a_machine_that_isolates_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda level: monkeypatch.setattr("grader.execution.isolation.best_level", lambda *args, **kwargs: level)


def test_batch_refuses_weak_isolation_and_ends_with_the_command_to_run(
    notebook: Path,
    tmp_path: Path,
    a_machine_that_isolates_at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_machine_that_isolates_at("process")
    arguments = ["batch", str(notebook), "-a", "worked-example", "--out", str(tmp_path / "a folder")]
    monkeypatch.setattr(sys, "argv", ["grader", *arguments])
    assert run(arguments) == 2
    last = capsys.readouterr().err.splitlines()[-1].strip()
    assert last == f"grader batch {notebook} -a worked-example --out '{tmp_path}/a folder' --isolation process"
    assert not (tmp_path / "a folder").exists()


def test_batch_writes_the_class_and_exits_1_where_one_has_no_report(
    notebook: Path,
    tmp_path: Path,
    a_machine_that_isolates_at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_machine_that_isolates_at("process")
    (tmp_path / "luis.ipynb").symlink_to(notebook)

    def grade(assignment: Assignment, submission: Submission, executor: object) -> Mapping[str, Any]:
        return document(("passed", 1), student=submission.student)

    monkeypatch.setattr("grader.gradebook.grade", grade)
    monkeypatch.setattr("grader.gradebook.describe", lambda report: report)
    monkeypatch.setattr("grader.reports.html.render_report", lambda document, *, language: "page")
    monkeypatch.setattr("grader.reports.class_page.render_class_page", lambda document, *, language: "page")
    arguments = [
        "batch",
        str(tmp_path),
        "-a",
        "worked-example",
        "--out",
        str(tmp_path / "out"),
        "--isolation",
        "process",
    ]
    assert run([*arguments, "--json"]) == 1
    shown = capsys.readouterr()
    printed = json.loads(shown.out)
    assert [row["student"] for row in printed["reports"]] == ["ana"]
    assert [row["entry"] for row in printed["unreported"]] == ["luis.ipynb"]
    assert run([*arguments, "--lang", "en"]) == 1
    shown = capsys.readouterr()
    assert f"1 with a report, 1 without. Open {tmp_path}/out/index.html" in shown.out
    assert "luis.ipynb: is a link" in shown.out
    assert "[1/1] ana: 0 of 10" in shown.err


@pytest.mark.parametrize(("level", "code"), [("namespaces", 0), ("process", 1)])
def test_doctor_says_what_can_be_isolated_and_exits_by_it(
    level: str,
    code: int,
    a_machine_that_isolates_at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_machine_that_isolates_at(level)
    monkeypatch.setattr("grader.execution.isolation.tried_all", lambda: {"bubblewrap": Trial(False, "EPERM")})
    assert run(["doctor"]) == code
    shown = capsys.readouterr().out
    assert f"Isolation here: {level}" in shown
    assert "seen: EPERM" in shown
    assert run(["doctor", "--json"]) == code
    assert json.loads(capsys.readouterr().out)["level"] == level


def test_a_level_includes_every_stronger_one() -> None:
    assert [level.value for level in Level.landlock.at_least()] == ["namespaces", "landlock"]


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        ("en", {"LANG": "es_MX.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "es_ES.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LANG": "C.UTF-8"}, "es"),
        (None, {"LANG": "de_DE.UTF-8"}, "es"),
        (None, {}, "es"),
    ],
)
def test_the_language_is_the_one_given_else_the_locales_else_the_assignments_first(
    given: str | None, environment: Mapping[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert chosen_language(given, ("es", "en")) == expected


def test_what_comes_from_outside_cannot_move_the_cursor() -> None:
    assert plain("\x1b[2Jana\u202e\r\udcff") == "?[2Jana???"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    report = document(("failed", 2))
    report["findings"][0]["evidence"] = [
        {
            "quantity": "|y_1 - reference|",
            "measured": "2.0e-2",
            "bound": "9.0e-15",
            "name": "tube float64",
            "where": {"t": 1, "component": "y"},
            "details": {"formula": "u * 3", "source": "3-numerics"},
        }
    ]
    path = tmp_path / "ana.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    return path


def test_explain_tells_every_number_bound_and_source(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(stored), "check-0", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "|y_1 - reference|",
        "2.0e-2",
        "9.0e-15",
        "tube float64",
        "t = 1",
        "u * 3",
        "3-numerics",
        "number.wrong-value",
    ):
        assert part in shown


def test_explain_of_an_unknown_check_names_the_known_ones(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(stored), "check-9"]) == 2
    assert "Did you mean 'check-0'?" in capsys.readouterr().err


def test_each_commands_own_words_name_the_same_data_in_both_languages() -> None:
    def named(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)}

    spoken = []
    for module in pkgutil.iter_modules(command_package.__path__):
        words = getattr(importlib.import_module(f"grader.command.{module.name}"), "_WORDS", None)
        if words is not None:
            spoken.append(module.name)
            assert {key: named(text) for key, text in words["en"].items()} == {
                key: named(text) for key, text in words["es"].items()
            }, module.name
    assert {"sending", "review", "regrade", "progress", "explain", "demo"} <= set(spoken)


#: Ctrl-C comes when the commands are to be loaded.
LOADING = """
import sys
from importlib.abc import MetaPathFinder
class Interrupted(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "grader.command.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from grader.command.__main__ import main
main()
"""


def test_ctrl_c_while_the_commands_load_is_one_line_and_130() -> None:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "grader: interrupted.\n")


#: A command that is told to end while it works; with its own doing of what is to be put in order.
TOLD_TO_END = """
import os, signal, sys, types
def work():
    try:
        os.kill(os.getpid(), int(sys.argv[1]))
        sys.stdout.write("goes on, ")
    finally:
        sys.stdout.write("in order")
sys.modules["grader.command.main"] = types.SimpleNamespace(main=work)
from grader.command.__main__ import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_shutdown_and_a_closed_terminal_leave_things_in_order_as_ctrl_c_does(number: signal.Signals) -> None:
    command = [sys.executable, "-c", TOLD_TO_END, str(int(number))]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # whoever runs the tests may be under nohup
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "in order", "grader: interrupted.\n")


def test_under_nohup_a_closed_terminal_ends_nothing() -> None:
    command = ["nohup", sys.executable, "-c", TOLD_TO_END, str(int(signal.SIGHUP))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (0, "goes on, in order")


needs_a_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
COMMAND_LINE = f"'{sys.executable}' -m grader.command"


def by_shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)


@needs_a_full_device
@pytest.mark.parametrize("arguments", ["schema", "--help"])
def test_standard_output_on_a_full_disk_is_one_sentence_and_2(arguments: str) -> None:
    done = by_shell(f"{COMMAND_LINE} {arguments} > /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("grader: standard output: the disk is full. Free some space")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", ["schema", "--help"])
def test_a_reader_that_goes_away_is_no_failure(arguments: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "grader.command", arguments], stdout=writes, stderr=subprocess.PIPE, check=False
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "<&- >&- 2>&-"])
def test_standard_streams_that_a_shell_closed_are_no_failure(closed: str) -> None:
    done = by_shell(f"{COMMAND_LINE} schema {closed}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs_a_full_device
def test_remarks_that_cannot_be_written_are_lost_and_nothing_else() -> None:
    done = by_shell(f"{COMMAND_LINE} explain nowhere.json trace 2> /dev/full")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(("name", "speak"), [("stderr", tell), ("stdout", say)])
def test_what_nobody_reads_ends_nothing(
    name: str, speak: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w", buffering=1) as stream:
        monkeypatch.setattr(sys, name, stream)
        speak("one")
        speak("two")

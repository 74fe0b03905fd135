"""`grader check`: agrees with the batch on all that both ask, and checks again whenever the notebook is saved."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.command.check import saves
from grader.command.main import run
from grader.document import describe
from grader.errors import SpecError
from grader.pipeline import grade
from grader.release import judged_with_hidden, release
from grader.spec import bundled_ids, find_assignment, judged_with, own_answer
from grader.submission import read_submission
from tests.support.plain import PlainExecutor

NOTEBOOKS = [
    pytest.param(name, path, id=f"{name}-{path.stem}")
    for name in bundled_ids()
    for path in [
        find_assignment(name).folder / "solution.ipynb",
        *sorted((find_assignment(name).folder / "mistakes").glob("*.ipynb")),
    ]
]


@pytest.mark.parametrize(("name", "path"), NOTEBOOKS)
def test_check_agrees_with_batch_on_every_check_that_a_student_may_see(name: str, path: Path) -> None:
    """The batch also asks a hidden one, that no other is judged with; what is told of the others is the same to the letter."""
    assignment, submission = find_assignment(name), read_submission(path)
    needed = {answer for check in assignment.checks for answer in judged_with(check)}
    kept_back = next(check for check in assignment.checks if own_answer(check) not in needed)
    checks = tuple(one.model_copy(update={"visible": one is not kept_back}) for one in assignment.checks)
    hidden = replace(assignment, spec=assignment.spec.model_copy(update={"checks": checks}))
    assert judged_with_hidden(hidden) == []
    batch = describe(grade(hidden, submission, PlainExecutor()))
    check = describe(grade(hidden.visible_only(), submission, PlainExecutor()))
    assert batch["assignment"]["hidden"] == [kept_back.id]
    assert check["findings"] == [one for one in batch["findings"] if one["check"] != kept_back.id]


def test_a_bundle_whose_self_check_would_differ_from_the_grades_is_not_made(tmp_path: Path) -> None:
    """`table` carries errors of the gradient forward: with that one hidden, a self-check could not."""
    assignment = find_assignment("worked-example")
    checks = tuple(one.model_copy(update={"visible": one.id != "gradient"}) for one in assignment.checks)
    hidden = replace(assignment, spec=assignment.spec.model_copy(update={"checks": checks}))
    assert judged_with_hidden(hidden) == [("table", "grad_g")]
    with pytest.raises(SpecError, match=r"checks\.table: is judged with 'grad_g'"):
        release(hidden, tmp_path / "bundle")


def test_a_hidden_figure_is_no_answer_that_others_are_judged_with() -> None:
    """It reads the chosen step size as the runs do; nobody asks for that one."""
    assignment = find_assignment("himmelblau")
    checks = tuple(one.model_copy(update={"visible": one.id != "figure"}) for one in assignment.checks)
    assert judged_with_hidden(replace(assignment, spec=assignment.spec.model_copy(update={"checks": checks}))) == []


def test_each_save_is_checked_once_when_the_file_holds_still(tmp_path: Path) -> None:
    path = tmp_path / "mine.ipynb"
    path.write_text("1")
    #: What happens to the file between two looks: nothing; an editor takes it away; it comes back; grows once more; rests.
    script = iter(
        [lambda: None, path.unlink, lambda: path.write_text("22"), lambda: path.write_text("333"), *[lambda: None] * 9]
    )
    looks = 0

    def pause() -> None:
        nonlocal looks
        looks += 1
        step = next(script, None)
        if step is None:
            raise KeyboardInterrupt
        step()
        if path.exists():
            os.utime(path, ns=(len(path.read_text()),) * 2)

    seen = []
    with pytest.raises(KeyboardInterrupt):
        for _ in saves(path, pause=pause):
            seen.append(path.read_text())
    assert seen == ["1", "333"]
    assert looks > 5


def test_watching_shows_words_and_no_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "mine.ipynb"), "--watch", "--json"]) == 2
    assert "--json" in capsys.readouterr().err


UNREADABLE = {
    b"<!DOCTYPE html><html></html>": "This is a web page saved as .ipynb. Download the notebook itself.",
    b'{"cells": [], "metadata": {"language_info": {"name": "R"}}}': "The notebook is written for another language; this grader runs Python.",
    b'{"cells": [{"cell_type": "co': "The file breaks off in the middle or is damaged. Save the notebook again and upload it again.",
}  # fmt: skip


@pytest.mark.parametrize("data", UNREADABLE)
def test_what_is_no_notebook_gets_one_clear_sentence(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.ipynb"
    path.write_bytes(data)
    assert run(["check", str(path), "-a", "worked-example", "--lang", "en"]) == 2
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert said == ["Trace the worked example", "The file cannot be read as a notebook.", UNREADABLE[data], "0 of 10 points"]  # fmt: skip

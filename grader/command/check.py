"""`grader check`: a student's self-check of one notebook, with the checks that students may see."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.command.terminal import (
    AssignmentOption,
    JsonOption,
    LanguageOption,
    chosen_language,
    in_words,
    print_json,
    tell,
)
from grader.errors import SpecError, SubmissionError

if TYPE_CHECKING:
    from grader.model import Submission
    from grader.spec import Assignment

EXAMPLE = "Example: `grader check my-notebook.ipynb --watch`"


def command(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="The notebook to check.", show_default=False)],
    assignment: AssignmentOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again each time the notebook is saved, until Ctrl-C.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="Write the report there: HTML, or the document where FILE ends in .json."
        ),
    ] = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check your own notebook.

    The assignment is recognised from the notebook where -a is left out. The notebook runs as it would if you opened it
    and ran every cell. Exit code: 0 every check with points passed, 1 some failed, 3 none failed but a person must look,
    2 the notebook or the command cannot be used.
    """
    if watch and json:
        raise typer.BadParameter("--watch shows words for a person; leave --json out.")
    if not watch:
        raise typer.Exit(exit_code(check(notebook, assignment, report, json=json, lang=lang)))
    for _ in saves(notebook, pause=lambda: time.sleep(0.5)):
        try:
            check(notebook, assignment, report, json=False, lang=lang)
        except SubmissionError as error:  # half saved, or not yet a notebook: the next save may be one
            tell(f"grader: {error}", style="red")
        tell(in_words(_WATCHING, chosen_language(lang)).format(notebook.name), style="dim")


def check(notebook: Path, name: str | None, report: Path | None, *, json: bool, lang: str | None) -> dict[str, Any]:
    """Check a notebook once, show and write what was found, and return the document."""
    from grader.command.progress import working
    from grader.command.shown import show_document
    from grader.document import describe, dump
    from grader.execution import NbclientExecutor
    from grader.files import write_whole
    from grader.pipeline import grade
    from grader.reference import store
    from grader.release import CERTIFIED
    from grader.reports.html import render_report
    from grader.submission import read_submission

    submission = read_submission(notebook)
    asked = recognised(submission, notebook, name).visible_only()
    language = chosen_language(lang, asked.languages)
    # A bundle brings its bounds along.
    with (
        store.reading(asked.folder / CERTIFIED),
        working(in_words(_RUNNING, language).format(notebook.name), quiet=json),
    ):
        document = describe(grade(asked, submission, NbclientExecutor(level="process")))
    if report is not None:
        write_whole(report, dump(document) if report.suffix == ".json" else render_report(document, language=language))
    if json:
        print_json(document)
    else:
        show_document(document, language)
        if report is not None:
            tell(in_words(_WRITTEN, language).format(report))
    return document


def saves(path: Path, *, pause: Callable[[], None]) -> Iterator[None]:
    """Once now, then once after each time the file has changed and holds still from one look to the next."""
    seen = _stamp(path)
    yield
    while True:
        pause()
        now = _stamp(path)
        if now not in (None, seen):
            while (later := _stamp_after(path, pause)) != now:
                now = later
            seen = now
            yield


def _stamp_after(path: Path, pause: Callable[[], None]) -> tuple[int, int] | None:
    pause()
    return _stamp(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None  # editors put a new file in the place of the old one
    return told.st_mtime_ns, told.st_size


_RUNNING = {"es": "Ejecutando {} …", "en": "Running {} …"}
_WATCHING = {
    "es": "Esperando a que guardes {} (Ctrl-C termina) …",
    "en": "Waiting for you to save {} (Ctrl-C ends) …",
}
_WRITTEN = {"es": "El informe completo está en {}", "en": "The whole report is in {}"}


def exit_code(document: dict[str, Any]) -> int:
    """0 every check with points passed · 1 some failed · 3 none failed, some undecided · 2 nothing could be asked of the file."""
    if document["execution"]["ending"] == "unreadable":
        return 2
    verdicts = {finding["verdict"] for finding in document["findings"] if finding["maximum"] > 0}
    if "failed" in verdicts:
        return 1
    return 0 if verdicts <= {"passed"} else 3


def recognised(submission: Submission, notebook: Path, given: str | None) -> Assignment:
    """The assignment a notebook answers: the given one, the one beside the notebook, or a bundled one of its id."""
    from grader.spec import bundled_ids, find_assignment, load_assignment
    from grader.submission import Unreadable, read_notebook

    if given is not None:
        return find_assignment(given)
    beside = notebook.resolve().parent / "assignment.toml"
    try:
        found = read_notebook(submission.notebook).assignment
    except Unreadable as error:
        raise SubmissionError(f"{notebook}: {error}") from None
    if beside.is_file():
        local = load_assignment(beside.parent)
        # A released bundle is a folder with the spec beside the notebook; it may hold another version than ours.
        if found in (None, local.id):
            return local
    known = ", ".join(bundled_ids())
    if found is None:
        raise SubmissionError(
            f"{notebook}: does not say which assignment it answers. Name it with -a, one of: {known}."
        )
    if found not in bundled_ids():
        raise SpecError(
            found,
            [
                f"{notebook.name} answers this assignment, which is not bundled. Name its folder with -a. Bundled: {known}."
            ],
        )
    return find_assignment(found)

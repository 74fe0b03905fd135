"""`grader check`: a student's self-check of one notebook, with the checks that students may see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.command.terminal import (
    AssignmentOption,
    JsonOption,
    LanguageOption,
    chosen_language,
    err,
    print_json,
    tell,
)
from grader.errors import SpecError, SubmissionError

if TYPE_CHECKING:
    from grader.model import Submission
    from grader.spec import Assignment

EXAMPLE = "Example: `grader check my-notebook.ipynb --report report.html`"


def command(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="The notebook to check.", show_default=False)],
    assignment: AssignmentOption = None,
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
    asked = recognised(submission, notebook, assignment).visible_only()
    language = chosen_language(lang, asked.languages)
    # A bundle brings its bounds along.
    with store.reading(asked.folder / CERTIFIED), err.status(_RUNNING[language].format(notebook.name)):
        document = describe(grade(asked, submission, NbclientExecutor(level="process")))
    if report is not None:
        write_whole(report, dump(document) if report.suffix == ".json" else render_report(document, language=language))
    if json:
        print_json(document)
    else:
        show_document(document, language)
        if report is not None:
            tell(_WRITTEN[language].format(report))
    raise typer.Exit(exit_code(document))


_RUNNING = {"es": "Ejecutando {} …", "en": "Running {} …"}
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

"""`grader export`: grades into the files that other systems take, with what they would skip or corrupt told before."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from grader.command.sending import Export, finish
from grader.command.terminal import JsonOption, LanguageOption, chosen_language, in_words, print_json, say
from grader.errors import ExportError, OutputError
from grader.files import write_whole

if TYPE_CHECKING:
    from grader.folder import Stored
    from grader.lms.selection import Document, Grade, Selection

EXAMPLE = "Example: `grader export moodle graded --worksheet Grades.csv --out upload --dry-run`"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Write grades for CSV, Moodle, Canvas and JUnit, or a Gradescope autograder. Exit code: 0 all is in, 1 some are left out (listed), 2 unusable.",
)

FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder that `grader batch --out` wrote.", show_default=False)
]
FileOut = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")]
Provisional = Annotated[
    bool, typer.Option("--provisional", help="Send the points so far of reports that wait for a person, too.")
]
Mixed = Annotated[
    bool, typer.Option("--mixed", help="Send reports of different assignment or grader versions together.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what differs from the last export to the same place; write nothing.")
]
Scale = Annotated[bool, typer.Option("--scale", help="Convert every grade where the maximum there is another one.")]
DecimalMark = Annotated[
    str | None,
    typer.Option("--decimal", metavar="MARK", help="The decimal mark to write: . or , (else the file's own)."),
]

T = TypeVar("T")


@app.command("csv", epilog="Example: `grader export csv graded --out grades.csv`")
def csv(
    folder: FolderArgument,
    out: FileOut,
    provisional: Provisional = False,
    mixed: Mixed = False,
    dry_run: DryRun = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write a table for people: numbers are numbers, and no text is a formula."""
    from grader.lms.selection import select
    from grader.lms.table import checks_of, grades_table

    chosen = select(documents_of(folder), checks_of, provisional=provisional, mixed=mixed)
    files = {out: grades_table(chosen.grades)}
    finish(folder, Export("csv", out.name, _points(chosen), chosen.told, files), dry_run=dry_run, json=json, lang=lang)


@app.command("junit", epilog="Example: `grader export junit graded --out junit.xml`")
def junit(
    folder: FolderArgument,
    out: FileOut,
    provisional: Provisional = False,
    mixed: Mixed = False,
    dry_run: DryRun = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write JUnit XML: a test suite for each submission, a test case for each check."""
    from grader.lms.junit import junit as xml
    from grader.lms.junit import suite_of
    from grader.lms.selection import select

    chosen = select(
        documents_of(folder),
        lambda document: suite_of(document, _language(lang, document)),
        provisional=provisional,
        mixed=mixed,
    )
    files = {out: xml(chosen.grades)}
    finish(
        folder, Export("junit", out.name, _points(chosen), chosen.told, files), dry_run=dry_run, json=json, lang=lang
    )


@app.command("moodle", epilog=EXAMPLE)
def moodle(
    folder: FolderArgument,
    worksheet: Annotated[
        Path, typer.Option("--worksheet", metavar="FILE", help="The grading worksheet that you downloaded, as it is.")
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FOLDER", help="Where the worksheet to upload and feedback.zip are written."),
    ],
    scale: Scale = False,
    decimal: DecimalMark = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="MEANING=HEADER",
            help="Name a column by hand: identifier, name, grade, maximum, changeable, modified or comments.",
        ),
    ] = None,
    replace_comments: Annotated[
        bool, typer.Option("--replace-comments", help="Write over comments that a person wrote in Moodle.")
    ] = False,
    provisional: Provisional = False,
    mixed: Mixed = False,
    dry_run: DryRun = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Fill in Moodle's own grading worksheet, and make the zip of feedback files.

    Only the grades and feedback comments change; every other byte stays. What Moodle would skip without a word is told
    here, with the count that it must show after the upload.
    """
    from grader.decisions import read_decisions
    from grader.folder import current_page
    from grader.lms.comment import comment
    from grader.lms.feedback import folder_name, report_name
    from grader.lms.moodle import fill_worksheet
    from grader.lms.selection import select
    from grader.lms.worksheet import read_worksheet

    sheet = read_worksheet(_read(worksheet), worksheet.name, columns=_columns(column or []), decimal=_mark(decimal))
    target = _beside(worksheet, out / worksheet.name)

    def commented(document: Document) -> tuple[str, str]:
        file, language = report_name(document["submission"]["file"]), _language(lang, document)
        return comment(document, language=language, file=file), language

    chosen = select(documents_of(folder), commented, provisional=provisional, mixed=mixed)
    filled = fill_worksheet(
        sheet,
        chosen.grades,
        lambda grade: grade.kept[0],
        file=worksheet.name,
        scale=scale,
        replace_comments=replace_comments,
    )
    people = {row.index: row for row in sheet.rows}
    standing = read_decisions(folder).standing

    def pages() -> Iterator[tuple[str, bytes]]:
        """Where each page goes, and the page: one in memory at a time."""
        for one in filled.sent:
            grade, row = one.grade, people[one.row]
            place = folder_name(row.number, row.person.names[0] if row.person.names else "")
            made = current_page(folder, grade.stem, grade.digest, standing.get(grade.student, ()), grade.kept[1])
            yield f"{place}/{report_name(grade.file)}", made

    export = Export(
        "moodle",
        worksheet.name,
        [(one.grade, one.after) for one in filled.sent],
        (*chosen.told, *filled.told),
        {target: filled.data, out / "feedback.zip": lambda path: _write_zip(path, pages())},
        {"updated": filled.updated, "comments": filled.comments, "need_the_box": filled.need_the_box},
    )
    finish(folder, export, dry_run=dry_run, json=json, lang=lang)


@app.command(
    "canvas", epilog='Example: `grader export canvas graded --gradebook G.csv --assignment "Trace (42)" --out up.csv`'
)
def canvas(
    folder: FolderArgument,
    gradebook: Annotated[
        Path, typer.Option("--gradebook", metavar="FILE", help="The gradebook that you exported, as it is.")
    ],
    assignment: Annotated[
        str, typer.Option("--assignment", metavar="TITLE", help='The column: "Trace (42)", or its id 42.')
    ],
    out: FileOut,
    scale: Scale = False,
    decimal: DecimalMark = None,
    provisional: Provisional = False,
    mixed: Mixed = False,
    dry_run: DryRun = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Fill in one column of Canvas's own gradebook export; students are matched by ID, SIS User ID or SIS Login ID."""
    from grader.lms.canvas import fill_gradebook, read_gradebook
    from grader.lms.selection import select

    book = read_gradebook(_read(gradebook), gradebook.name, assignment)
    target = _beside(gradebook, out)
    chosen = select(documents_of(folder), lambda *_: None, provisional=provisional, mixed=mixed)
    filled = fill_gradebook(book, chosen.grades, file=gradebook.name, scale=scale, decimal=_mark(decimal) or ".")
    export = Export(
        "canvas",
        book.title,
        [(one.grade, one.after) for one in filled.sent],
        (*chosen.told, *filled.told),
        {target: filled.data},
        {"updated": filled.updated},
    )
    finish(folder, export, dry_run=dry_run, json=json, lang=lang)


@app.command("gradescope", epilog="Example: `grader export gradescope worked-example --out autograder.zip`")
def gradescope(
    assignment: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A bundled assignment's id, or a folder with an assignment.toml.", show_default=False
        ),
    ],
    out: FileOut,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write a Gradescope autograder: this grader and one assignment, grading there, the notebook under another uid."""
    from grader.lms.gradescope import autograder_zip
    from grader.spec import find_assignment

    asked = find_assignment(assignment)
    language = chosen_language(lang, asked.languages)
    write_whole(out, autograder_zip(asked.folder, language=language))
    if json:
        print_json({"format": "gradescope", "written": [str(out)]})
    else:
        say(str(out))
        say(in_words(_UPLOAD, language))


_UPLOAD = {
    "es": "Súbalo a Gradescope: Configure Autograder, Zip file upload. 1 CPU y 1,5 GB de memoria le bastan.",
    "en": "Upload it to Gradescope: Configure Autograder, Zip file upload. 1 CPU and 1.5 GB of memory suit it.",
}


def documents_of(folder: Path) -> Iterable[Stored]:
    """The reports of a batch with a person's decisions applied. Raises ExportError where the folder is none."""
    from grader import folder as kept

    if not (folder / "reports").is_dir():
        raise ExportError(f"{folder}: holds no reports. Name the folder that `grader batch --out` wrote.")
    return kept.decided_documents(folder)


def _write_zip(path: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    from grader.lms.feedback import write_feedback

    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".feedback.", suffix=".part", delete=False) as target:
            temporary = Path(target.name)
            write_feedback(target, pages)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError.from_os(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _points(chosen: Selection[T]) -> list[tuple[Grade[T], Decimal]]:
    return [(grade, grade.points) for grade in chosen.grades]


def _language(lang: str | None, document: Document) -> str:
    return chosen_language(lang, [str(key) for key in document["assignment"]["title"]] or ("es", "en"))


def _columns(given: Sequence[str]) -> dict[str, str]:
    meanings = ("identifier", "name", "grade", "maximum", "changeable", "modified", "comments")
    pairs = [text.partition("=") for text in given]
    wrong = [meaning for meaning, sign, _ in pairs if not sign or meaning not in meanings]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r} is none of {', '.join(meanings)}", param_hint="--column")
    return {meaning: header for meaning, _, header in pairs}


def _mark(decimal: str | None) -> str | None:
    if decimal not in (None, ".", ","):
        raise typer.BadParameter(f"{decimal!r} is neither . nor ,", param_hint="--decimal")
    return decimal


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None


def _beside(original: Path, target: Path) -> Path:
    if target.resolve() == original.resolve():
        raise ExportError(f"{target}: is your own file, and it is kept. Name another place with --out.")
    return target

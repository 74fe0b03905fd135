"""`grader review`: what waits for a person, and a person's decisions: made, listed, taken back."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.command.terminal import (
    JsonOption,
    LanguageOption,
    chosen_language,
    in_words,
    plain,
    print_json,
    say,
)
from grader.reports.words import number

if TYPE_CHECKING:
    from grader.decisions import Decision
    from grader.review import Change, Target

EXAMPLE = "Example: `grader review list graded`"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="See what waits for a person, and decide points and comments.",
)

_WORDS: dict[str, dict[str, str]] = {
    "es": {
        "nothing": "Nada espera a una persona.",
        "group": "{code} · {check}: {students} ({maximum})",
        "student": "1 estudiante", "students": "{n} estudiantes",
        "point": "1 punto", "points": "{n} puntos",
        "and": "y {n} más",
        "set": "para decidir: grader review set {folder} --check {check} --code {code} --points …",
        "stale": "Decisiones que ya no valen, porque se tomaron sobre otra cosa:",
        "other-submission": "se entregó otro notebook después",
        "other-finding": "el hallazgo era {code}",
        "too-many-points": "{points} puntos son más de los que hay ahora",
        "not-late": "ya no es una entrega tardía",
        "no-such-check": "la tarea ya no tiene esa pregunta",
        "torn": "La última línea de decisions.jsonl quedó a medias (un proceso interrumpido) y no cuenta: repita esa decisión.",
        "changed": "{check}: {students}: {before} → {after}",
        "commented": "{check}: {students}: comentario; los puntos siguen en {before}",
        "score": "{student}: {before} → {after} puntos en total",
        "review": "aún falta una persona",
        "made": "Páginas, notas y la página de la clase, hechas de nuevo: {page}",
        "ask": "¿Decidir para {students}?",
        "told": "No se cambió nada. La misma orden con --yes decide para {students}.",
        "no-comments": "Aún no hay comentarios.",
        "undid": "deshizo una decisión",
        "gave": "{points} puntos",
        "left": "puntos sin cambio",
    },
    "en": {
        "nothing": "Nothing waits for a person.",
        "group": "{code} · {check}: {students} ({maximum})",
        "student": "1 student", "students": "{n} students",
        "point": "1 point", "points": "{n} points",
        "and": "and {n} more",
        "set": "to decide: grader review set {folder} --check {check} --code {code} --points …",
        "stale": "Decisions that no longer apply, because they were made on something else:",
        "other-submission": "another notebook was handed in since",
        "other-finding": "the finding was {code}",
        "too-many-points": "{points} points are more than there are now",
        "not-late": "it is not late any more",
        "no-such-check": "the assignment no longer has that check",
        "torn": "The last line of decisions.jsonl is unfinished (a killed process) and does not count: make that decision again.",
        "changed": "{check}: {students}: {before} → {after}",
        "commented": "{check}: {students}: a comment; the points stay {before}",
        "score": "{student}: {before} → {after} points in all",
        "review": "still needs a person",
        "made": "Pages, grades and the class page are made again: {page}",
        "ask": "Decide for {students}?",
        "told": "Nothing was changed. The same command with --yes decides for {students}.",
        "no-comments": "There are no comments yet.",
        "undid": "undid a decision",
        "gave": "{points} points",
        "left": "points left as they are",
    },
}  # fmt: skip


def _graded(folder: Path) -> Path:
    """A folder without class.json is told as such, not as one where nothing waits and nobody has that finding."""
    from grader.folder import read_class

    read_class(folder)
    return folder


FolderArgument = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", help="The folder that `grader batch --out` wrote.", show_default=False, callback=_graded
    ),
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides; else this computer's name for you.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for colleagues; students do not see it.")]


@app.command("list", epilog=EXAMPLE)
def list_(folder: FolderArgument, json: JsonOption = False, lang: LanguageOption = None) -> None:
    """List what waits for a person, one line for all students who share a finding, and decisions that no longer apply."""
    from dataclasses import asdict

    from grader.review import waiting

    found = waiting(folder)
    if json:
        print_json({"waiting": [asdict(group) for group in found.groups], "stale": found.stale, "torn": found.torn})
        return
    language = chosen_language(lang)
    words = in_words(_WORDS, language)
    if not found.groups:
        say(words["nothing"])
    for group in found.groups:
        many, maximum = (
            _many(language, thing, n) for thing, n in (("student", len(group.students)), ("point", group.maximum))
        )
        say(
            words["group"].format(code=group.code, check=plain(group.check), students=many, maximum=maximum),
            style="bold",
        )
        say("  " + _names(group.students, words), style="dim")
        if group.maximum:
            # Ready to be copied: a name with a space or a quote in it must not become two words.
            say("  " + words["set"].format(folder=_quoted(folder), check=group.check, code=group.code), style="dim")
    if found.stale:
        say(words["stale"], style="yellow")
    for one in found.stale:
        why = words[one["why"]].format(code=one["code"], points=number(one["points"] or 0, language))
        say(f"  {plain(one['student'])} · {plain(one['check'])}: {plain(why)} ({plain(one['by'])}, {one['when'][:10]})")
    if found.torn:
        say(words["torn"], style="yellow")


@app.command("show", epilog="Example: `grader review show graded ana trace`")
def show(
    folder: FolderArgument,
    student: Annotated[str, typer.Argument(metavar="STUDENT", show_default=False)],
    check: Annotated[str | None, typer.Argument(metavar="[CHECK]", show_default=False)] = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show one student's report, or one finding of it with the student's text and what was decided so far."""
    from grader.command.shown import show_document, show_words
    from grader.decisions import read_decisions
    from grader.late import CHECK
    from grader.reports.intake import late_told
    from grader.review import find_document, history, reviewed, targets

    document = find_document(folder, student)
    language = chosen_language(lang)
    if check is None:
        if json:
            print_json(document)
        else:
            show_document(document, language)
        return
    target = targets(folder, check, student=student)[0]
    finding = reviewed(document, check)
    assert finding is not None  # `targets` would have said so
    lines = history(read_decisions(folder), student, check)
    if json:
        print_json({"finding": finding, "history": [_as_json(line) for line in lines]})
        return
    words = in_words(_WORDS, language)
    points, maximum = (number(float(n), language) for n in (target.points, target.maximum))
    if check == CHECK:
        say(f"{plain(student)}: {plain(late_told(document, language=language))}", style="bold")
    else:
        say(f"{plain(student)} · {plain(check)}: {plain(target.code)}, {points}/{maximum}", style="bold")
        show_words(finding, document, language)
    text = finding["parameters"].get("text") if finding["kind"] == "text" else None
    for line in str(text or "").splitlines():
        say("  │ " + plain(line))
    for decision in lines:
        given = (
            words["left"]
            if decision.points is None
            else words["gave"].format(points=number(float(decision.points), language))
        )
        told = words["undid"] if decision.undoes else given
        parts = [told, *(f"«{part}»" for part in (decision.comment, decision.reason) if part)]
        say(f"  {decision.when[:16]} {plain(decision.by)}: {plain(' '.join(parts))}")


@app.command("set", epilog="Example: `grader review set graded --check trace --code short --points 2 --comment @1`")
def set_(
    folder: FolderArgument,
    check: Annotated[str, typer.Option("--check", "-c", metavar="ID", help="The check it is about.")],
    points: Annotated[
        str | None, typer.Option("--points", "-p", metavar="X", help="The points; left out, they stay as they are.")
    ] = None,
    comment: Annotated[
        str | None,
        typer.Option("--comment", help="What the student reads; @N uses comment N of `grader review comments`."),
    ] = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    student: Annotated[str | None, typer.Option("--student", "-s", metavar="ID", help="One student.")] = None,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help="All students with this finding, as `review list` tells it."),
    ] = None,
    also_decided: Annotated[
        bool, typer.Option("--also-decided", help="With --code: those that a person has decided already, too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --code: decide without asking.")] = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Decide points or a comment, for one student or for all who share one finding.

    `--check late --points 0` waives what lateness takes, and `review undo --check late` takes that back.
    Documents stay as they were graded; the decision is one line more in DIR/decisions.jsonl, and pages and grades are
    made again with it. Exit code: 0 decided, 1 not confirmed and nothing changed, 2 it cannot be decided so.
    """
    from grader.decisions import read_decisions, read_points
    from grader.review import comments, decisions_on, targets

    if student is None and code is None:
        raise typer.BadParameter("name one student with --student, or all who share a finding with --code.")
    if points is None and comment is None:
        raise typer.BadParameter("give --points, --comment, or both.")
    try:
        given = None if points is None else read_points(points)
    except ValueError as error:
        raise typer.BadParameter(f"--points: {error}.") from None
    comment = _comment(comment, comments(read_decisions(folder)))
    found = targets(folder, check, student=student, code=code, also_decided=also_decided)
    lines = decisions_on(found, points=given, comment=comment, reason=reason, by=_person(by))
    language = chosen_language(lang)
    if student is None and not yes and not _confirmed(found, given, language, quiet=json):
        raise typer.Exit(1)
    _finish(folder, lines, language, json=json)


@app.command("undo", epilog="Example: `grader review undo graded --student ana --check trace`")
def undo(
    folder: FolderArgument,
    student: Annotated[str | None, typer.Option("--student", "-s", metavar="ID", help="Whose decision.")] = None,
    check: Annotated[str | None, typer.Option("--check", "-c", metavar="ID", help="The check it is about.")] = None,
    last: Annotated[
        bool, typer.Option("--last", help="All that the last `review set` decided, for as many students as it was.")
    ] = False,
    reason: ReasonOption = "",
    by: ByOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Take back the last decision on one finding, or the whole of the last one; what was decided before stands again."""
    from grader.review import undone

    if not last and (student is None or check is None):
        raise typer.BadParameter("name --student and --check, or --last for all that was decided last.")
    lines = undone(folder, student=student, check=check, by=_person(by), reason=reason)
    _finish(folder, lines, chosen_language(lang), json=json)


@app.command("comments", epilog="Example: `grader review comments graded`")
def list_comments(folder: FolderArgument, json: JsonOption = False, lang: LanguageOption = None) -> None:
    """List the comments written so far with the numbers that `--comment @N` takes."""
    from grader.decisions import read_decisions
    from grader.review import comments

    found = comments(read_decisions(folder))
    if json:
        print_json(found)
        return
    for index, text in enumerate(found, 1):
        say(f"@{index}  {plain(text)}")
    if not found:
        say(in_words(_WORDS, chosen_language(lang))["no-comments"])


def _confirmed(found: Sequence[Target], points: Decimal | None, language: str, *, quiet: bool) -> bool:
    """Whether a person at a terminal says yes; elsewhere what would be decided is told, and nothing is."""
    words = in_words(_WORDS, language)
    many = _many(language, "student", len(found))
    if not quiet:
        for one in found[:20]:
            after = one.points if points is None else points
            say(f"  {plain(one.student)}: {number(float(one.points), language)} → {number(float(after), language)}")
        if len(found) > 20:
            say("  " + words["and"].format(n=len(found) - 20))
    if sys.stdin.isatty() and not quiet:
        return typer.confirm(words["ask"].format(students=many))
    say(words["told"].format(students=many)) if not quiet else print_json({"decided": False, "students": len(found)})
    return False


def _finish(folder: Path, lines: Sequence[Decision], language: str, *, json: bool) -> None:
    """Carry the lines out and tell for how many students what became of which points."""
    from grader.review import carry_out

    changes = carry_out(folder, lines)
    if json:
        print_json({"decided": True, "changes": [change.as_json() for change in changes]})
        return
    words = in_words(_WORDS, language)
    alike: dict[tuple[str, float, float], list[Change]] = {}
    for change in changes:
        alike.setdefault((change.check, change.before, change.after), []).append(change)
    for (check, before, after), group in alike.items():
        many = _many(language, "student", len(group))
        text = words["changed" if before != after else "commented"]
        points = {"before": number(before, language), "after": number(after, language)}
        say(text.format(check=plain(check), students=many, **points), style="bold")
        for change in group[:20]:
            told = words["score"].format(
                student=plain(change.student),
                before=number(change.score_before, language),
                after=number(change.score_after, language),
            )
            say(f"  {told}" + (f" · {words['review']}" if change.state == "needs-review" else ""))
        if len(group) > 20:
            say("  " + words["and"].format(n=len(group) - 20))
    say(words["made"].format(page=folder / "index.html"))


def _comment(given: str | None, known: Sequence[str]) -> str | None:
    """The comment itself, or the one that @N names."""
    if given is None or not re.fullmatch(r"@\d{1,6}", given):
        return given
    index = int(given[1:])
    if not 1 <= index <= len(known):
        raise typer.BadParameter(
            f"--comment {given}: there are {len(known)} comments; `grader review comments DIR` lists them."
        )
    return known[index - 1]


def _person(given: str | None) -> str:
    """Who decides: as told, else the account's name; a machine without accounts has none to tell."""
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _as_json(line: Decision) -> dict[str, Any]:
    points = None if line.points is None else float(line.points)
    told = {"when": line.when, "by": line.by, "points": points, "comment": line.comment, "reason": line.reason}
    return {**told, "code": line.code, "undoes": line.undoes or None}


def _many(language: str, thing: str, n: float) -> str:
    words = in_words(_WORDS, language)
    return words[thing] if n == 1 else words[f"{thing}s"].format(n=number(n, language))


def _names(students: Sequence[str], words: Mapping[str, str]) -> str:
    shown = ", ".join(plain(student) for student in students[:8])
    return shown + (f" {words['and'].format(n=len(students) - 8)}" if len(students) > 8 else "")


def _quoted(folder: Path) -> str:
    import shlex

    return shlex.quote(plain(folder))

"""`grader assignments`: what is bundled, what one asks, and whether its solution and mistakes earn what they must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from grader.command.terminal import (
    JsonOption,
    LanguageOption,
    chosen_language,
    err,
    plain,
    print_json,
    say,
    title_in,
)
from grader.reports.words import number

if TYPE_CHECKING:
    from grader.mutation import MutationScore

EXAMPLE = "Example: `grader assignments show worked-example --lang en`"

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="List, show and lint assignments.")

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="A bundled assignment's id, or a folder with an assignment.toml.", show_default=False
    ),
]


@app.command("list", epilog="Example: `grader assignments list --lang es`")
def list_(json: JsonOption = False, lang: LanguageOption = None) -> None:
    """List the bundled assignments."""
    from grader.spec import bundled_ids, find_assignment

    found = [find_assignment(name) for name in bundled_ids()]
    if json:
        print_json(
            [{"id": a.id, "version": a.version, "title": dict(a.title), "maximum": float(a.maximum)} for a in found]
        )
        return
    width = max((len(a.id) for a in found), default=0)
    for a in found:
        language = chosen_language(lang, a.languages)
        say(f"{a.id:<{width}}  {number(float(a.maximum), language):>3}  {title_in(a, language)}")


@app.command("show", epilog=EXAMPLE)
def show(assignment: IdArgument, json: JsonOption = False, lang: LanguageOption = None) -> None:
    """Show one assignment: its objectives, its checks and what they are worth."""
    from grader.spec import find_assignment

    a = find_assignment(assignment)
    if json:
        print_json({**a.spec.model_dump(mode="json"), "digest": a.digest})
        return
    language = chosen_language(lang, a.languages)
    say(f"{title_in(a, language)}  ({a.id}, version {a.version}, {number(float(a.maximum), language)})", style="bold")
    for name, objective in a.spec.objectives.items():
        say(f"  {name}({', '.join(objective.variables)}) = {objective.expression}")
    width = max(len(check.id) for check in a.checks)
    for check in a.checks:
        title = {str(key): text for key, text in check.title.items()}.get(language, "")
        hidden = "" if check.visible else "  (hidden from the self-check)"
        say(f"  {check.id:<{width}}  {number(float(check.points), language):>4}  {check.kind:<10}  {title}{hidden}")


@app.command("lint", epilog="Example: `grader assignments lint my-assignment/`")
def lint(
    assignment: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Every bundled assignment where left out.", show_default=False)
    ] = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Prove an assignment: the solution earns full marks, each mistake its findings, wrong traces are told from right ones.

    Exit code: 0 nothing to mend, 1 something is (each with its place).
    """
    from dataclasses import asdict

    from grader.errors import SpecError
    from grader.execution import NbclientExecutor, isolation
    from grader.lint import LintResult
    from grader.lint import lint as examine
    from grader.spec import bundled_ids, find_assignment

    results: list[LintResult] = []
    executor = NbclientExecutor(level=isolation.best_level())
    for name in [assignment] if assignment is not None else bundled_ids():
        with err.status(f"{name} …"):
            try:
                results.append(examine(find_assignment(name), executor))
            except SpecError as error:
                results.append(LintResult(name, 0, error.problems))
    if json:
        print_json([asdict(result) for result in results])
    else:
        for result in results:
            for problem in result.problems:
                say(f"✗ {result.assignment}: {plain(problem)}", style="red")
            if not result.problems:
                say(f"✓ {result.assignment}: {result.graded} notebooks earn what they must", style="green")
            if result.mutation is not None and result.mutation.tried:
                say(
                    f"  {result.mutation.told} of {result.mutation.tried} wrong traces are told from right ones",
                    style="dim",
                )
                for name, where in _survivors(result.mutation).items():
                    say(f"    not told, and rightly: {name} ({where})", style="dim")
    raise typer.Exit(1 if any(result.problems for result in results) else 0)


_WHY = {"right-rows": "its rows are right rows", "prints-alike": "it prints as a right trace does at {digits} digits"}


def _survivors(score: MutationScore) -> dict[str, str]:
    """Each equivalent mutant once, with the check and the reason."""
    found: dict[str, str] = {}
    for one in score.survivors:
        if one.why:
            found.setdefault(f"{one.check}: {one.mutant}", _WHY[one.why].format(digits=one.digits))
    return found

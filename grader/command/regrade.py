"""`grader regrade`: who gains and who loses by a changed assignment, told first and done when told."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.command.batch import sealed_executor
from grader.command.levels import Level
from grader.command.terminal import (
    AssignmentOption,
    JsonOption,
    LanguageOption,
    chosen_language,
    in_words,
    plain,
    print_json,
    say,
    tell,
)
from grader.errors import DocumentError
from grader.late import CHECK
from grader.reports.words import number

if TYPE_CHECKING:
    from grader.decisions import Decision
    from grader.regrade import Outcome, Shift

EXAMPLE = "Example: `grader regrade graded -a worked-example`"

_WORDS = {
    "es": {
        "sums": "{gain} ganan, {lose} pierden, {same} quedan igual",
        "current": "{n} ya estaban al día",
        "late": "retraso",
        "gone": "sin la pregunta",
        "left": "{n} conservan su informe anterior ({why}): {names}",
        "cells": "lo grabado es de otro notebook",
        "limits": "los límites cambiaron y hay que ejecutarlo de nuevo",
        "questions": "la tarea pregunta ahora algo que entonces no se preguntó y hay que ejecutarlo de nuevo",
        "no-record": "no hay ejecución grabada y hay que ejecutarlo de nuevo",
        "no-notebook": "no hay copia del notebook; calificar con grader batch",
        "fault": "falló el grader; informe de ello, por favor",
        "run": "Con --run se ejecutan para ver también su efecto; con --yes se ejecutan y se recalifican.",
        "quarrel": "decisión de {by} sobre {student} · {check} ({points}): {why}",
        "disagrees": "se tomó cuando el grader daba {then}; ahora da {now}",
        "disagrees-late": "se tomó cuando eran {then} días de retraso; ahora son {now}",
        "not-late": "ya no es una entrega tardía; no hay nada que perdonar",
        "waived": "retraso perdonado",
        "other-finding": "era sobre {code}; ya no se aplica",
        "too-many-points": "son más puntos de los que hay ahora; ya no se aplica",
        "no-such-check": "esa pregunta ya no está; no se aplica",
        "other-submission": "era sobre otro notebook; no se aplica",
        "as-is": "puntos sin cambio",
        "points": "{n} puntos",
        "nothing": "No se cambió nada. La misma orden con --yes lo hace.",
        "done": "Hecho: {page}",
    },
    "en": {
        "sums": "{gain} gain, {lose} lose, {same} keep their points",
        "current": "{n} were up to date already",
        "late": "lateness",
        "gone": "no such check",
        "left": "{n} keep their old report ({why}): {names}",
        "cells": "the record is of another notebook",
        "limits": "the limits changed, and it must run again",
        "questions": "the assignment now asks something that was not asked then, and it must run again",
        "no-record": "there is no recorded execution, and it must run again",
        "no-notebook": "there is no copy of the notebook; grade with grader batch",
        "fault": "the grader failed; please report this",
        "run": "--run runs them to see what becomes of them too; --yes runs and regrades them.",
        "quarrel": "decision of {by} on {student} · {check} ({points}): {why}",
        "disagrees": "made when the grader gave {then}; now it gives {now}",
        "disagrees-late": "made when it was {then} days late; now it is {now}",
        "not-late": "it is not late any more; there is nothing to waive",
        "waived": "lateness waived",
        "other-finding": "it was on {code}; it no longer applies",
        "too-many-points": "more points than there are now; it no longer applies",
        "no-such-check": "that check is gone; it does not apply",
        "other-submission": "it was on another notebook; it does not apply",
        "as-is": "points left as they are",
        "points": "{n} points",
        "nothing": "Nothing was changed. The same command with --yes does it.",
        "done": "Done: {page}",
    },
}  # fmt: skip
#: Reports that are examined in the time that a worker takes to start.
_A_WORKERS_START = 10
_MUST_RUN = ("cells", "limits", "questions", "no-record")


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder that `grader batch --out` wrote.", show_default=False)
    ],
    assignment: AssignmentOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it: write documents, pages and grades anew.")] = False,
    run: Annotated[
        bool,
        typer.Option("--run", help="Run what must run again already now, to foresee it too; reports stay as they are."),
    ] = False,
    isolation: Annotated[
        Level,
        typer.Option("--isolation", metavar="MINIMUM", help="The weakest isolation to accept for what must run again."),
    ] = Level.namespaces,
    python: Annotated[
        Path | None, typer.Option("--python", metavar="PATH", help="The Python that runs the notebooks.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            metavar="N",
            min=1,
            help="Reports to examine at a time; as many as there are cores, one for a few.",
        ),
    ] = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Tell what the assignment as it is now does to a graded class: who gains, who loses, which decisions disagree.

    Recorded executions are examined anew, so most changes of points, shares and bounds run nothing. Nothing is changed
    until --yes. Exit code: 0 every report is or would be of this assignment, 1 some keep their old one (they are listed),
    2 it cannot be done.
    """
    from grader.document import runs_of
    from grader.folder import read_class
    from grader.gradebook import longest
    from grader.regrade import must_run, regrade
    from grader.spec import bundled_ids, find_assignment
    from grader.workers import Workers, usable_cores

    graded = read_class(folder)
    before, reports = graded["assignment"], len(graded["reports"])
    if assignment is None and before["id"] not in bundled_ids():
        raise DocumentError(f"{folder}: is of {before['id']!r}, which is not bundled. Name its folder with -a FOLDER.")
    asked = find_assignment(assignment if assignment is not None else before["id"])
    runs = must_run(asked, folder) if yes or run else []
    executor = sealed_executor(isolation, python) if runs else None
    ran = itertools.count(1)
    language = chosen_language(lang, asked.languages)

    def observe(outcome: Outcome) -> None:
        if outcome.ran and not json:
            tell(f"[{next(ran)}/{len(runs)}] {plain(outcome.student)}: {number(outcome.after[0], language)}")

    jobs = jobs or min(usable_cores(), max(1, reports // _A_WORKERS_START))
    twice = any(runs_of(row) > 1 for row in graded["reports"])
    with Workers(jobs, seconds=longest(asked.limits, twice=twice)) if jobs > 1 else nullcontext() as pool:
        outcomes = regrade(
            asked, folder, executor, write=yes, pool=pool, ahead=2 * jobs if pool else 1, observe=observe
        )
    left = any(outcome.outcome == "left" for outcome in outcomes)
    if json:
        digests = {"before": before["digest"], "after": asked.digest}
        print_json({"assignment": {"id": asked.id, **digests}, "written": yes, **impact(outcomes)})
    else:
        _show(outcomes, language, folder, written=yes)
    raise typer.Exit(1 if left else 0)


def impact(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The impact as JSON data: the sums, then each student."""
    regraded = [outcome for outcome in outcomes if outcome.outcome == "regraded"]
    return {
        "gain": sum(outcome.gain > 0 for outcome in regraded),
        "lose": sum(outcome.gain < 0 for outcome in regraded),
        "same": sum(outcome.gain == 0 for outcome in regraded),
        "current": sum(outcome.outcome == "current" for outcome in outcomes),
        "students": [
            {
                "student": outcome.student,
                "outcome": outcome.outcome,
                "why": outcome.why or None,
                "ran": outcome.ran,
                "before": {"points": outcome.before[0], "maximum": outcome.before[1]},
                "after": {"points": outcome.after[0], "maximum": outcome.after[1]},
                "gain": outcome.gain,
                "late": {"before": outcome.late[0], "after": outcome.late[1]},
                "checks": [
                    {"check": shift.check, "before": _side(shift.before), "after": _side(shift.after)}
                    for shift in outcome.shifts
                ],
                "decisions": [
                    {
                        "check": quarrel.check,
                        "why": quarrel.why,
                        "points": None if quarrel.decision.points is None else float(quarrel.decision.points),
                        "by": quarrel.decision.by,
                        "graded": {"then": float(quarrel.decision.graded), "now": quarrel.graded},
                    }
                    for quarrel in outcome.quarrels
                ],
            }
            for outcome in outcomes
        ],
    }


def _side(side: tuple[float, str] | None) -> dict[str, Any] | None:
    return None if side is None else {"points": side[0], "code": side[1]}


def _show(outcomes: Sequence[Outcome], language: str, folder: Path, *, written: bool) -> None:
    words, sums = in_words(_WORDS, language), impact(outcomes)
    for outcome in sorted(outcomes, key=lambda outcome: (outcome.gain, outcome.student)):
        if outcome.shifts or outcome.before != outcome.after:
            _show_one(outcome, language)
    for outcome in outcomes:
        for quarrel in outcome.quarrels:
            now = words["gone"] if quarrel.graded is None else number(quarrel.graded, language)
            late = "-late" if quarrel.why == "disagrees" and quarrel.check == CHECK else ""
            why = words[f"{quarrel.why}{late}"].format(
                code=quarrel.decision.code, then=number(float(quarrel.decision.graded), language), now=now
            )
            told = words["quarrel"].format(
                by=quarrel.decision.by or "?",
                student=outcome.student,
                check=quarrel.check,
                points=_given(quarrel.decision, language),
                why=why,
            )
            say("! " + plain(told), style="yellow")
    for why in dict.fromkeys(outcome.why for outcome in outcomes if outcome.outcome == "left"):
        names = [plain(outcome.student) for outcome in outcomes if outcome.why == why]
        shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        say("– " + words["left"].format(n=len(names), why=words[why], names=shown), style="yellow")
    if not written and any(outcome.why in _MUST_RUN for outcome in outcomes):
        say("  " + words["run"], style="dim")
    say(words["sums"].format(**{key: sums[key] for key in ("gain", "lose", "same")}), style="bold")
    if sums["current"]:
        say(words["current"].format(n=sums["current"]))
    say(words["done"].format(page=folder / "index.html") if written else words["nothing"])


def _show_one(outcome: Outcome, language: str) -> None:
    sign, style = ("▲", "green") if outcome.gain > 0 else ("▼", "red") if outcome.gain < 0 else ("=", "dim")
    maxima = outcome.before[1] != outcome.after[1]
    before, after = (
        number(points, language) + (f"/{number(maximum, language)}" if maxima else "")
        for points, maximum in (outcome.before, outcome.after)
    )
    shifted = [_shifted(shift, language) for shift in outcome.shifts]
    if outcome.late[0] != outcome.late[1]:
        was, now = (number(points, language) for points in outcome.late)
        shifted.append(f"{in_words(_WORDS, language)['late']} {was} → {now}")
    checks, gain = ", ".join(shifted), f"{'+' if outcome.gain >= 0 else ''}{number(outcome.gain, language)}"
    say(
        f"{sign} {plain(outcome.student)}  {before} → {after} ({gain})  {plain(checks)}".rstrip(),
        style=style,
    )


def _shifted(shift: Shift, language: str) -> str:
    gone = in_words(_WORDS, language)["gone"]
    before, after = (gone if side is None else number(side[0], language) for side in (shift.before, shift.after))
    return f"{shift.check} {before} → {after}"


def _given(decision: Decision, language: str) -> str:
    words = in_words(_WORDS, language)
    if decision.points is None:
        return words["as-is"]
    return (
        words["waived"]
        if decision.check == CHECK
        else words["points"].format(n=number(float(decision.points), language))
    )

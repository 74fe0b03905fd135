"""A report in the terminal: each check with its sign, its points, one line of words, and advice where points were lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.command.terminal import number, out, plain, say
from grader.reports.decided import decision_told
from grader.reports.words import short

_SIGNS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow"), "undecided": ("?", "yellow")}
_WORDS = {
    "es": {
        "points": "{points} de {maximum} puntos",
        "needs-review": "Una persona debe mirar lo que lleva «?»: el grader no puede decidirlo.",
        "cell": "Celda {cell}: {name}: {text}",
        "ending": "La ejecución terminó antes de tiempo: {ending}.",
    },
    "en": {
        "points": "{points} of {maximum} points",
        "needs-review": "A person must look at what is marked “?”: the grader cannot decide it.",
        "cell": "Cell {cell}: {name}: {text}",
        "ending": "The run ended early: {ending}.",
    },
}


def show_document(document: Mapping[str, Any], language: str) -> None:
    """Print a document's findings and score."""
    words = _WORDS[language]
    execution = document["execution"]
    say(plain(document["assignment"]["title"].get(language) or document["assignment"]["id"]), style="bold")
    for error in execution["errors"]:
        first = plain((error["text"].splitlines() or [""])[0])[:160]
        say("  " + words["cell"].format(cell=error["cell"], name=plain(error["name"]), text=first), style="yellow")
    if execution["ending"] not in ("completed", "cell-error"):
        say("  " + words["ending"].format(ending=execution["ending"]), style="yellow")
    width = max((len(finding["check"]) for finding in document["findings"]), default=0)
    for finding in document["findings"]:
        _show_finding(finding, document, language, width)
    score = document["score"]
    total = words["points"].format(points=number(score["points"]), maximum=number(score["maximum"]))
    say(total, style="bold green" if score["points"] == score["maximum"] else "bold")
    if score["state"] == "needs-review":
        say(words["needs-review"], style="yellow")


def _show_finding(finding: Mapping[str, Any], document: Mapping[str, Any], language: str, width: int) -> None:
    sign, colour = _SIGNS[finding["verdict"]]
    told = short(finding, document, language=language)
    points = f"{number(finding['points'])}/{number(finding['maximum'])}"
    out.print(f" {sign} ", style=colour, end="", markup=False)
    say(f"{plain(finding['check']):<{width}}  {points:>7}  {plain(told.saw)}")
    if finding["verdict"] != "passed" and told.advice:
        say(" " * (width + 14) + plain(told.advice), style="dim")
    if (decision := decision_told(finding, language=language)) is not None:
        say(" " * (width + 14) + plain(f"{decision.sentence} {decision.comment}".strip()))


def show_words(finding: Mapping[str, Any], document: Mapping[str, Any], language: str) -> None:
    """Print a finding's words: what we saw, what to try next."""
    told = short(finding, document, language=language)
    for line in (told.saw, told.advice):
        if line:
            say("  " + plain(line))

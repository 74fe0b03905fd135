"""`grader explain`: one finding of a report in full: every number, bound, assumption and source."""

from __future__ import annotations

import difflib
import json as json_
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.command.terminal import JsonOption, LanguageOption, chosen_language, in_words, plain, print_json, say
from grader.errors import DocumentError

EXAMPLE = "Example: `grader explain graded/reports/ana.json trace --lang en`"

_WORDS = {
    "es": {
        "point": "{points} de {maximum} punto",
        "points": "{points} de {maximum} puntos",
        "passed": "correcto",
        "failed": "con errores",
        "skipped": "sin preguntar",
        "undecided": "por decidir",
        "record": "En el documento",
    },
    "en": {
        "point": "{points} of {maximum} point",
        "points": "{points} of {maximum} points",
        "passed": "passed",
        "failed": "failed",
        "skipped": "skipped",
        "undecided": "undecided",
        "record": "In the document",
    },
}


def command(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A report's .json file.", show_default=False)],
    check: Annotated[str, typer.Argument(metavar="CHECK", help="The id of a check in it.", show_default=False)],
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Explain one finding of a report: what was measured, what is allowed and why, what was proved, and how the points come about."""
    from grader.command.shown import show_words
    from grader.reports.derivation import derive
    from grader.reports.words import number, remark, wording

    report = read_document(document)
    findings = {finding["check"]: finding for finding in report["findings"]}
    if check not in findings:
        near = difflib.get_close_matches(check, findings, n=1)
        meant = f"Did you mean {near[0]!r}? " if near else ""
        raise DocumentError(f"{document}: has no check {check!r}. {meant}It has: {', '.join(findings)}.")
    finding = findings[check]
    if json:
        print_json(finding)
        return
    language = chosen_language(lang)
    words = in_words(_WORDS, language)
    form = words["point" if finding["maximum"] == 1 else "points"]
    points = form.format(points=number(finding["points"], language), maximum=number(finding["maximum"], language))
    verdict = words.get(finding["verdict"], finding["verdict"])
    say(f"{plain(report['submission']['name'])} · {plain(check)} · {plain(verdict)} · {points}", style="bold")
    show_words(finding, report, language)
    told = [(part.heading, part.text) for part in derive(finding, report, language=language)]
    noted = [remark(one, language=language) for one in finding.get("remarks") or ()]
    before = None
    for heading, text in [*told, *((wording(language).LABELS["remarks"], note) for note in noted)]:
        if heading != before:
            say()
            say(heading, style="bold")
        say(f"  {plain(text)}")
        before = heading
    say()
    say(plain(f"{words['record']}: {finding['code']}{''.join(map(_as_stored, finding['evidence']))}"), style="dim")


def read_document(path: Path) -> Mapping[str, Any]:
    """A report's JSON document. Raises DocumentError with the remedy."""
    try:
        found = json_.loads(path.read_bytes())
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}. Check the path.") from None
    except (ValueError, RecursionError):
        raise DocumentError(
            f"{path}: is no JSON. Name a report's .json file, such as graded/reports/ana.json."
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("findings"), list):
        raise DocumentError(
            f"{path}: is no report of this grader. Name a report's .json file, such as graded/reports/ana.json."
        )
    if found.get("format") != 1:
        raise DocumentError(
            f"{path}: has format {found.get('format')!r}, this grader reads format 1. Install the grader that wrote it."
        )
    return found


def _as_stored(item: Mapping[str, Any]) -> str:
    """Evidence under the names that the document gives it, to be found there."""
    return f"; {item['quantity']} {item['measured']}, {item['name']} {item['bound']}"

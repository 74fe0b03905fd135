"""`grader explain`: one finding of a report in full: every number, bound, assumption and source."""

from __future__ import annotations

import difflib
import json as json_
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.command.terminal import JsonOption, LanguageOption, chosen_language, number, plain, print_json, say
from grader.errors import DocumentError

EXAMPLE = "Example: `grader explain graded/reports/ana.json trace --lang en`"

_WORDS = {
    "es": {
        "points": "{points} de {maximum} puntos",
        "code": "código",
        "source": "dónde se encontró",
        "explanations": "causas que lo reproducen",
        "parameters": "datos",
        "remarks": "observaciones",
        "evidence": "Evidencia",
        "none": "Este hallazgo no lleva números: no hubo nada que medir.",
        "measured": "medido {measured}",
        "bound": "cota {bound}",
        "name": "nombre de la cota",
        "where": "dónde",
    },
    "en": {
        "points": "{points} of {maximum} points",
        "code": "code",
        "source": "where it was found",
        "explanations": "causes that reproduce it",
        "parameters": "data",
        "remarks": "remarks",
        "evidence": "Evidence",
        "none": "This finding has no numbers: there was nothing to measure.",
        "measured": "measured {measured}",
        "bound": "bound {bound}",
        "name": "the bound's name",
        "where": "where",
    },
}


def command(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A report's .json file.", show_default=False)],
    check: Annotated[str, typer.Argument(metavar="CHECK", help="The id of a check in it.", show_default=False)],
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Explain one finding of a report: what was measured, against which bound, what the bound covers and where it comes from."""
    from grader.command.shown import show_words

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
    words = _WORDS[language]
    points = words["points"].format(points=number(finding["points"]), maximum=number(finding["maximum"]))
    say(f"{plain(report['submission']['name'])} · {check} · {finding['verdict']} · {points}", style="bold")
    show_words(finding, report, language)
    _line(words["code"], finding["code"])
    if source := finding.get("source"):
        _line(words["source"], source)
    for key in ("explanations", "parameters", "remarks"):
        if finding.get(key):
            _line(words[key], finding[key])
    say()
    if not finding["evidence"]:
        say(words["none"])
        return
    say(words["evidence"], style="bold")
    for item in finding["evidence"]:
        measured, bound = words["measured"].format(**item), words["bound"].format(**item)
        say(f"  {plain(item['quantity'])}: {plain(measured)}, {plain(bound)}")
        _line(words["name"], item["name"], indent=4)
        if item.get("where"):
            _line(words["where"], item["where"], indent=4)
        for key, value in (item.get("details") or {}).items():
            _line(key, value, indent=4)


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


def _line(name: str, value: Any, *, indent: int = 2) -> None:
    say(" " * indent + f"{plain(name)}: {plain(_text(value))}")


def _text(value: Any) -> str:
    """Data on one line: lists by commas, objects as key value pairs."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_text(item)}" for key, item in value.items() if item not in (None, {}, []))
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    return str(value)

"""The feedback comment: a report reduced to the HTML that survives Moodle's filter, beginning with a word no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from grader.late import final_points
from grader.reports.foreign import coded
from grader.reports.intake import late_told
from grader.reports.words import SIGNS, number, short, wording

_WORDS = {
    "en": {
        "score": "Score:",
        "so-far": "(so far: a person still looks at what is marked ?)",
        "more": "All of it, with the pictures and the next steps, is in the feedback file {file}.",
    },
    "es": {
        "score": "Puntaje:",
        "so-far": "(hasta ahora: una persona revisa aún lo marcado con ?)",
        "more": "Todo, con las figuras y los pasos que siguen, está en el archivo de retroalimentación {file}.",
    },
}
#: What each of our comments begins with: a comment that does not is a person's own.
STARTS = tuple(words["score"] for words in _WORDS.values())
_COLOURS = {"passed": "#1a7f37", "failed": "#b3261e", "skipped": "#57606a", "undecided": "#9a6700"}
_CELL = "padding: 4px 8px; border: 1px solid #d0d7de"


def comment(document: Mapping[str, Any], *, language: str, file: str | None = "report.html") -> str:
    """One line of HTML: the score, then a row for each check with its sign, title, points and what we saw.

    Only p, table, tr, td, code and inline colour, padding and border; no svg, no data: address, no class. Neither a
    double quote nor a backslash stands in it, so every CSV dialect reads the cell alike. `file` names the report to open.
    """
    words = _WORDS.get(language, _WORDS["en"])
    score = document["score"]
    titles = document["assignment"].get("checks", {})
    points, maximum = number(final_points(score), language), number(score["maximum"], language)
    # Plain text put together of what is escaped: markupsafe's own formatting took a third of an export's time.
    head = [f"{words['score']} {points} / {maximum}", late_told(document, language=language)]
    if score["state"] != "graded":
        head.append(words["so-far"])
    rows = [_row(finding, document, titles.get(finding["check"], {}), language) for finding in document["findings"]]
    told = " ".join(escape(part) for part in head if part)
    told += f"<table style='border-collapse: collapse'>{''.join(rows)}</table>"
    if file:
        told += f"<p>{escape(words['more'].format(file=file))}</p>"
    return " ".join(told.replace("\\", "&#92;").split())


def _row(finding: Mapping[str, Any], document: Mapping[str, Any], title: Mapping[str, str], language: str) -> str:
    verdict = str(finding["verdict"])
    told = short(finding, document, language=language)
    asked = title.get(language) or next(iter(title.values()), "")
    asked = asked or wording(language).ASKED.get(finding["kind"], finding["check"])
    decision = finding.get("decision") or {}
    # Where a person gave full points, the grader's own words would contradict them.
    overruled = bool(decision) and verdict == "passed" and not str(finding["code"]).endswith(".ok")
    said = [*(() if overruled else (told.saw, told.advice)), str(decision.get("comment") or "")]
    colour, sign = _COLOURS.get(verdict, "#57606a"), SIGNS.get(verdict, "?")
    words = " ".join(coded(text) for text in said if text)
    return (
        f"<tr><td style='{_CELL}; color: {colour}'>{sign}</td><td style='{_CELL}'>{coded(asked)}</td>"
        f"<td style='{_CELL}'>{number(finding['points'], language)} / {number(finding['maximum'], language)}</td><td style='{_CELL}'>{words}</td></tr>"
    )

"""A report's document as one self-contained HTML page: no script, no outside address, readable printed and on a phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grader.late import final_points
from grader.reports.chart import chart
from grader.reports.decided import decision_told
from grader.reports.derivation import derive
from grader.reports.environment import environment
from grader.reports.foreign import coloured
from grader.reports.intake import late_told
from grader.reports.picture import draw
from grader.reports.rows import table
from grader.reports.summary import (
    AT_ONCE,
    earned,
    groups,
    in_language,
    more_errors,
    nothing_ran,
    pictured,
    same_as,
    sentence,
    title,
    waits,
)
from grader.reports.words import filled, is_hidden, number, remark, short, spoken, trouble, wording

#: What a kernel tells of a figure to who cannot show it.
_STAND_IN = re.compile(r"^<Figure size [\d.]+x[\d.]+ with \d+ Axes>$", re.MULTILINE)


#: Cells with an error that are told, most of them unfolded.
MOST = 50


def render_report(document: Mapping[str, Any], *, language: str) -> str:
    """The page of one report in a language."""
    words = wording(language)
    execution, score = document["execution"], document["score"]
    first = pictured(document)
    shown = first if first is not None and not is_hidden(first, document) else None
    drawing = draw(shown["picture"], language) if shown is not None else None
    ending = execution["ending"]
    points = {"points": number(final_points(score), language), "maximum": number(score["maximum"], language)}
    return (
        environment()
        .get_template("report.html")
        .render(
            language=spoken(language),
            document=document,
            title=in_language(document["assignment"]["title"], language) or document["assignment"]["id"],
            went=sentence(document, language=language),
            groups=[
                {"name": name, "findings": [_told(one, document, language, one is shown and drawing) for one in found]}
                for name, found in ([] if nothing_ran(document) else groups(document))
            ],
            unrun=nothing_ran(document),
            first_drawing=drawing,
            words=words.LABELS,
            errors=[{**one, "told": trouble(one, language=language)} for one in execution["errors"][:MOST]],
            more_errors=more_errors(document, language=language),
            at_once=AT_ONCE,
            ending="" if ending == "completed" else words.ENDINGS.get(ending, ending),
            reason=words.REASONS.get(execution.get("reason", ""), ""),
            points=filled(words.LABELS["points"], points, language),
            final=final_points(score),
            waits=waits(document),
            late=late_told(document, language=language),
            showed=_showed(document.get("resources", {})),
            left_out=_left_out(document.get("resources", {}), language),
            made=filled(words.LABELS["made-by"], {"version": str(document["versions"].get("grader", ""))}, language),
        )
    )


def _told(finding: Mapping[str, Any], document: Mapping[str, Any], language: str, above: object) -> dict[str, Any]:
    """A finding as its card shows it; of a hidden check no reference and no evidence, from which its answer could be read."""
    words, hidden = wording(language), is_hidden(finding, document)
    derived = derive(finding, document, language=language, sealed=True)
    picture = finding.get("picture") if not hidden else None
    rows = table(picture, language) if picture else None
    return {
        **finding,
        "hidden": hidden and finding["verdict"] != "passed",
        "decided": decision_told(finding, language=language),
        "told": short(finding, document, language=language),
        "asked": title(finding, document, language),
        "earned": earned(finding, language),
        "same": same_as(finding, document, language=language),
        "noted": [remark(one, language=language) for one in finding["remarks"]],
        "derived": [] if hidden else [part for part in derived if part.step != "found"],
        "found": [part.text for part in derived if part.step == "found"],
        "above": bool(above),
        "drawing": draw(picture, language) if picture and not above else None,
        "chart": chart(picture, language) if picture else "",
        "table": {
            "caption": filled((words.LABELS["rows-of"], words.LABELS["rows"]), {"start": rows.label} if rows.label else {}, language),
            "variables": rows.variables, "rows": rows.rows,
        } if rows else None,
        "text": finding["parameters"].get("text") if finding["kind"] == "text" else None,
    }  # fmt: skip


def _showed(resources: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cell by cell what it printed and drew. A drawn figure needs no `<Figure size …>` in its place."""
    texts = {one["cell"]: str(one["text"]) for one in resources.get("printed", ())}
    drawn: dict[int, list[str]] = {}
    for one in resources.get("figures", ()):
        drawn.setdefault(one["cell"], []).append(one["png"])
    for cell in drawn.keys() & texts.keys():
        texts[cell] = _STAND_IN.sub("", texts[cell]).strip("\n")
    return [
        {"cell": cell, "text": coloured(texts.get(cell, "")), "figures": drawn.get(cell, [])}
        for cell in sorted(drawn.keys() | texts.keys())
    ]


def _left_out(resources: Mapping[str, Any], language: str) -> str:
    n = resources.get("figures_left_out", 0)
    return filled(wording(language).LABELS["left-out"], {"n": str(n)}, language) if n else ""

"""A report's document as one self-contained HTML page: no script, no outside address, readable printed and on a phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.late import final_points
from grader.reports.decided import decision_told
from grader.reports.derivation import derive
from grader.reports.intake import late_told
from grader.reports.picture import draw
from grader.reports.words import filled, remark, short, wording

SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–", "undecided": "?"}


@cache
def environment() -> Environment:
    """The templates: everything escaped, an undefined name an error."""
    found = Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["number"] = number
    found.filters["coded"] = coded
    found.globals["signs"] = SIGNS
    return found


def number(value: float) -> str:
    """Points as people write them: 10, 7.5, 8.42."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def coded(text: str) -> Markup:
    """Escaped text, what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))


def render_report(document: Mapping[str, Any], *, language: str) -> str:
    """The page of one report in a language."""
    words = wording(language)
    titles = document["assignment"].get("checks", {})
    findings: list[dict[str, Any]] = []
    for finding in document["findings"]:
        derived = derive(finding, document, language=language, sealed=True)
        title = _in(titles.get(finding["check"], {}), language)
        findings.append(
            {
                **finding,
                "decided": decision_told(finding, language=language),
                "told": short(finding, document, language=language),
                "asked": title or words.ASKED.get(finding["kind"], finding["kind"]),
                "noted": [remark(one, language=language) for one in finding["remarks"]],
                "derived": [part for part in derived if part.step != "found"],
                "found": [part.text for part in derived if part.step == "found"],
                "drawing": _drawing(finding, words.LABELS),
                "text": finding["parameters"].get("text") if finding["kind"] == "text" else None,
            }
        )
    reason = document["execution"].get("reason", "")
    return (
        environment()
        .get_template("report.html")
        .render(
            language=language if language in ("es", "en") else "en",
            document=document,
            title=_in(document["assignment"]["title"], language) or document["assignment"]["id"],
            findings=findings,
            words=words.LABELS,
            ending=words.ENDINGS.get(document["execution"]["ending"], document["execution"]["ending"]),
            reason=words.REASONS.get(reason, ""),
            points=filled(
                words.LABELS["points"],
                {"points": number(final_points(document["score"])), "maximum": number(document["score"]["maximum"])},
            ),
            late=late_told(document, language=language),
            made=filled(words.LABELS["made-by"], {"version": str(document["versions"].get("grader", ""))}),
        )
    )


def _drawing(finding: Mapping[str, Any], labels: Mapping[str, str]) -> Markup:
    picture = finding.get("picture")
    return draw(picture, labels) if picture else Markup("")


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")

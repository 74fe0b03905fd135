"""The page of a class: every student with points and findings, linked to the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.late import final_points
from grader.reports.decided import row_told
from grader.reports.html import environment, number
from grader.reports.intake import intake_told
from grader.reports.words import filled, wording


def render_class_page(document: Mapping[str, Any], *, language: str) -> str:
    """One HTML page from class.json's data."""
    words = wording(language)
    title = document["assignment"]["title"]
    rows = document["reports"]
    maximum = sum(check["maximum"] for check in document["assignment"]["checks"])
    mean = sum(final_points(row["score"]) for row in rows) / len(rows) if rows else 0
    return (
        environment()
        .get_template("class.html")
        .render(
            language=language if language in ("es", "en") else "en",
            document=document,
            title=title.get(language) or next(iter(title.values()), document["assignment"]["id"]),
            words=words.LABELS,
            endings=words.ENDINGS,
            finals=[final_points(row["score"]) for row in rows],
            intake=intake_told(document, language=language),
            by_a_person=[row_told(row, language=language) for row in rows],
            mean=filled(words.LABELS["mean"], {"n": str(len(rows)), "mean": number(mean), "maximum": number(maximum)}),
        )
    )

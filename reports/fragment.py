"""A report inside a notebook: a piece of HTML that brings its own style, as light as what surrounds it is dark or light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.reports.environment import environment, inlined
from grader.reports.picture import draw
from grader.reports.summary import earned, in_language, leading, pictured, same_as, sentence, title
from grader.reports.words import filled, is_hidden, number, short, spoken, wording


def render_fragment(document: Mapping[str, Any], *, language: str, saved: bool) -> str:
    """Score, one sentence, the picture, each check with what to try next, and whether Markdown was read as the file has it saved."""
    words, score = wording(language), document["score"]
    first, begin = pictured(document), leading(document)
    shown = first is not None and not is_hidden(first, document)
    return (
        environment()
        .get_template("fragment.html")
        .render(
            language=spoken(language),
            style=inlined("fragment.css"),
            words=words.LABELS,
            title=in_language(document["assignment"]["title"], language) or document["assignment"]["id"],
            points=filled(
                words.TEXT["points"], {key: number(score[key], language) for key in ("points", "maximum")}, language
            ),
            went=sentence(document, language=language),
            read=words.LABELS["live-saved" if saved else "live-only"],
            drawing=draw(first["picture"], language) if first is not None and shown else None,
            findings=[
                {
                    "check": one["check"],
                    "verdict": one["verdict"],
                    "begin": one is begin,
                    "earned": earned(one, language),
                    "asked": title(one, document, language),
                    "told": short(one, document, language=language),
                    "same": same_as(one, document, language=language),
                }
                for one in document["findings"]
            ],
        )
    )

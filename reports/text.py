"""A report as lines of text: for the terminal, and for a notebook that shows no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.reports.decided import decision_told
from grader.reports.summary import AT_ONCE, in_language, leading, more_errors, nothing_ran, waits
from grader.reports.words import SIGNS, filled, number, short, trouble, wording


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what it is: title, trouble, a verdict, advice, next (the advice to begin with), decided or total."""

    text: str
    role: str
    #: Stands in front of a verdict's line.
    sign: str = ""


def lines(document: Mapping[str, Any], *, language: str) -> Iterator[Line]:
    """What went wrong while it ran, each check with what to try next, and the score. What students wrote is in it as it is."""
    words = wording(language)
    execution, score = document["execution"], document["score"]
    yield Line(in_language(document["assignment"]["title"], language) or document["assignment"]["id"], "title")
    for error in execution["errors"][:AT_ONCE]:
        stopped = trouble(error, language=language)
        data = {
            "cell": str(error["cell"]),
            "name": error["name"],
            "text": (error["text"].splitlines() or [""])[0][:160],
        }
        head = filled(words.LABELS["cell"], data, language)
        said = f"{head}: {stopped}" if stopped else filled(words.TEXT["cell"], data, language)
        yield Line("  " + said, "trouble")
    if more := more_errors(document, language=language):
        yield Line(f"  {more}.", "trouble")
    if execution["ending"] not in ("completed", "cell-error"):
        yield Line("  " + words.ENDINGS.get(execution["ending"], execution["ending"]), "trouble")
    if reason := words.REASONS.get(execution.get("reason", "")):
        yield Line("  " + reason, "trouble")
    ran = [] if nothing_ran(document) else document["findings"]
    width = max((len(finding["check"]) for finding in ran), default=0)
    begin = leading(document)
    for finding in ran:
        told = short(finding, document, language=language)
        points = f"{number(finding['points'], language)}/{number(finding['maximum'], language)}"
        verdict = finding["verdict"]
        yield Line(f"{finding['check']:<{width}}  {points:>7}  {told.saw}", verdict, SIGNS[verdict])
        if verdict != "passed" and told.advice:
            yield Line(" " * (width + 14) + told.advice, "next" if finding is begin else "advice")
        if (decision := decision_told(finding, language=language)) is not None:
            yield Line(" " * (width + 14) + f"{decision.sentence} {decision.comment}".strip(), "decided")
    counts = {key: number(score[key], language) for key in ("points", "maximum")}
    yield Line(filled(words.TEXT["points"], counts, language), "total")
    if waits(document):
        yield Line(words.TEXT["needs-review"], "trouble")


def as_text(document: Mapping[str, Any], *, language: str) -> str:
    """All lines as one text."""
    return "\n".join(
        f" {line.sign} {line.text}" if line.sign else line.text for line in lines(document, language=language)
    )

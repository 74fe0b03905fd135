"""A report in the terminal: each check with its sign, its points, one line of words, and advice where points were lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.command.terminal import out, plain, say
from grader.reports.text import lines
from grader.reports.words import short

_STYLES = {
    "title": "bold", "trouble": "yellow", "advice": "dim", "next": "bold", "total": "bold",
    "passed": "green", "failed": "red", "skipped": "yellow", "undecided": "yellow",
}  # fmt: skip


def show_document(document: Mapping[str, Any], language: str) -> None:
    """Print a document's findings and score."""
    for line in lines(document, language=language):
        style = _STYLES.get(line.role)
        if line.sign:
            out.print(f" {line.sign} ", style=style, end="", markup=False)
            say(plain(line.text))
        else:
            say(plain(line.text), style=style)


def show_words(finding: Mapping[str, Any], document: Mapping[str, Any], language: str) -> None:
    """Print a finding's words: what we saw, what to try next."""
    told = short(finding, document, language=language)
    for line in (told.saw, told.advice):
        if line:
            say("  " + plain(line))

"""How a finding came about, as a person would explain it: paragraphs from the document's codes, numbers and evidence.

Both the terminal (`grader explain`) and the page print these. A sentence that lacks a number falls back on one that does
without, so documents of older graders still read; text that the grader did not make is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.reports.credited import points, why
from grader.reports.measured import measured
from grader.reports.proved import way_of
from grader.reports.telling import Telling


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One step of the explanation under its heading."""

    heading: str
    text: str
    #: Which step it is, in no language: a key of HEADINGS.
    step: str = ""


def derive(
    finding: Mapping[str, Any], document: Mapping[str, Any], *, language: str, sealed: bool = False
) -> list[Paragraph]:
    """The paragraphs of one finding. `sealed` leaves out certified numbers that would answer a question not yet answered right."""
    told = Telling(finding, document, language, sealed)
    parts = [*_found(told), *measured(told), *why(told), *points(told), *_sources(told)]
    return [Paragraph(told.words.HEADINGS[heading], _begun(text), heading) for heading, text in parts if text]


def _found(told: Telling) -> Iterator[tuple[str, str]]:
    source = told.finding.get("source")
    if not source:
        return
    where = source.get("where", "")
    key = f"found-{where}" if f"found-{where}" in told.words.SENTENCES else "found-variable"
    name = re.sub(r"\bcell \d+", lambda cell: _read_as(told, cell[0]), source.get("name") or "")
    yield "found", told.say(key, name=name, read=_read_as(told, source.get("as") or ""))


def _read_as(told: Telling, text: str) -> str:
    for pattern, said in told.words.READ_AS:
        text = re.sub(pattern, said, text)
    return text


def _sources(told: Telling) -> Iterator[tuple[str, str]]:
    found: list[str] = []
    for item in told.evidence:
        details = item.get("details") or {}
        fate = str(details.get("certificate") or item.get("measured"))
        way = way_of(fate, details) if item.get("bound") == "certificate" or "certificate" in details else ""
        for source in (details.get("source"), told.words.LITERATURE.get(way)):
            if source:
                found.append(told.words.SOURCES.get(str(source), str(source)))
    if found:
        yield "sources", "; ".join(dict.fromkeys(found)) + "."


def _begun(text: str) -> str:
    """With a capital letter, where it begins with one of ours and not with a symbol."""
    return text[0].upper() + text[1:] if text[0].isascii() else text

"""text: free text; a person reads it."""

from __future__ import annotations

from functools import partial

from grader.examine.claims import located
from grader.examine.context import Context, Found, absent, undecided
from grader.examine.elsewhere import CANDIDATES
from grader.model import Finding, Probe, Source
from grader.reading.mappings import read_text
from grader.reading.value import ReadingError
from grader.spec import Assignment, TextCheck

#: A longer text is cut in the document; the notebook has it whole.
LONGEST = 4000


def probes(check: TextCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Text is a value, under whatever name."""
    return [CANDIDATES]


def examine(check: TextCheck, context: Context) -> Finding:
    """Present: for a person. Not there, or empty: absent."""
    return located(check, context, check.answer, partial(_judged, check))


def _judged(check: TextCheck, found: Found) -> Finding:
    try:
        text = read_text(found.value)
    except ReadingError as error:
        if error.code == "empty":
            return absent(check)
        return undecided(check, "for-a-person", parameters={"name": check.answer})
    return undecided(
        check,
        "for-a-person",
        source=Source(found.where, found.name, "text", found.named),
        parameters={"name": found.name, "text": text[:LONGEST]},
    )

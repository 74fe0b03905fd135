"""text: free text; a person reads it."""

from __future__ import annotations

from grader.examine.context import Absent, Context, absent, undecided
from grader.model import Finding, Probe, Source
from grader.reading.mappings import read_text
from grader.reading.value import ReadingError
from grader.spec import Assignment, TextCheck

#: A longer text is cut in the document; the notebook has it whole.
LONGEST = 4000


def probes(check: TextCheck, assignment: Assignment, sha256: str) -> list[Probe]:
    """Text is a value."""
    return []


def examine(check: TextCheck, context: Context) -> Finding:
    """Present: for a person. Not there, or empty: absent."""
    try:
        found = context.answer(check.answer)
        text = read_text(found.value)
    except Absent:
        return absent(check)
    except ReadingError as error:
        if error.code == "empty":
            return absent(check)
        return undecided(check, "for-a-person", parameters={"name": check.answer})
    return undecided(
        check,
        "for-a-person",
        source=Source("variable", found.name, "text"),
        parameters={"name": found.name, "text": text[:LONGEST]},
    )

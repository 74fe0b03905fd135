"""A person's decision in words: for the student's page and the terminal, and on the class page what no longer applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.reports.words import filled, number, wording


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """What a student reads of a decision: a heading, one sentence, and the person's own comment (text, to be escaped)."""

    heading: str
    sentence: str
    comment: str


def decision_told(finding: Mapping[str, Any], *, language: str) -> DecisionTold | None:
    """A finding's decision in words, None where nobody decided. Reason and name are for colleagues, and stay out."""
    decision = finding.get("decision")
    if not decision:
        return None
    words = wording(language).DECIDED
    data = {key: number(value, language) for key in ("points", "before") if (value := decision[key]) is not None}
    if "points" not in data or not finding["maximum"]:
        key = "read"  # no points hang on it, and none are spoken of
    elif decision["verdict"] in ("undecided", "skipped"):
        key = "given"
    else:
        key = "confirmed" if decision["points"] == decision["before"] else "changed"
    sentence = filled(words[key], {"maximum": number(finding["maximum"], language), **data}, language)
    return DecisionTold(words["heading"], sentence, str(decision["comment"]))


def row_told(row: Mapping[str, Any], *, language: str) -> list[str]:
    """What the class page adds to a student's state: points decided by a person, decisions that no longer apply."""
    words = wording(language).DECIDED
    told = [words["decided"]] if row.get("decided") else []
    if stale := row.get("stale"):
        told.append(words["stale"].format(checks=", ".join(str(one["check"]) for one in stale)))
    return told

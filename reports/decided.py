"""A person's decision in words: for the student's page and the terminal, and on the class page what no longer applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WORDS = {
    "es": {
        "heading": "Lo vio una persona",
        "changed": "Una persona decidió {points} de {maximum} puntos; antes eran {before}.",
        "given": "Una persona dio {points} de {maximum} puntos.",
        "confirmed": "Una persona revisó los puntos y los dejó en {points} de {maximum}.",
        "read": "Una persona lo leyó.",
        "decided": "decidido por una persona",
        "stale": "una decisión ya no se aplica: {checks}",
    },
    "en": {
        "heading": "A person looked",
        "changed": "A person decided {points} of {maximum} points; before it was {before}.",
        "given": "A person gave {points} of {maximum} points.",
        "confirmed": "A person went over the points and left them at {points} of {maximum}.",
        "read": "A person read it.",
        "decided": "decided by a person",
        "stale": "a decision no longer applies: {checks}",
    },
}


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
    words = _words(language)
    data = {key: _number(value) for key in ("points", "before") if (value := decision[key]) is not None}
    if "points" not in data or not finding["maximum"]:
        key = "read"  # no points hang on it, and none are spoken of
    elif decision["verdict"] in ("undecided", "skipped"):
        key = "given"
    else:
        key = "confirmed" if decision["points"] == decision["before"] else "changed"
    sentence = words[key].format(**{"maximum": _number(finding["maximum"]), **data})
    return DecisionTold(words["heading"], sentence, str(decision["comment"]))


def row_told(row: Mapping[str, Any], *, language: str) -> list[str]:
    """What the class page adds to a student's state: points decided by a person, decisions that no longer apply."""
    words = _words(language)
    told = [words["decided"]] if row.get("decided") else []
    if stale := row.get("stale"):
        told.append(words["stale"].format(checks=", ".join(str(one["check"]) for one in stale)))
    return told


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

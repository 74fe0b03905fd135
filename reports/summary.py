"""How it went, in one sentence, and the order in which a person reads the checks: the first real mistake first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from grader.reports.words import filled, number, short, wording

Finding: TypeAlias = Mapping[str, Any]

#: Cells with an error that are told at once.
AT_ONCE = 5
#: Findings that another one explains: whoever mends that one mends them.
_FOLLOWING = ("carried-forward",)
#: Codes that say nothing of a cause: two findings with one of these have no mistake in common.
_NO_CAUSE = (
    "absent",
    "wrong-value",
    "wrong-shape",
    "unexplained",
    "short",
    "not-finite",
    "too-few-digits",
    "wrong-class",
)


def leading(document: Mapping[str, Any]) -> Finding | None:
    """The finding to begin with: the first that lost points by itself, else the first that lost any; None where none did."""
    lost = [one for one in document["findings"] if one["verdict"] == "failed" and one["maximum"] > 0]
    return next((one for one in lost if bare(one) not in _FOLLOWING), lost[0] if lost else None)


def groups(document: Mapping[str, Any]) -> list[tuple[str, list[Finding]]]:
    """(name, findings): what to mend, the leading one first; what waits for a person; what is right; what is missing and carries no points."""
    first = leading(document)
    mend = [one for one in document["findings"] if one["verdict"] == "failed" and one["maximum"] > 0]
    mend.sort(key=lambda one: (one is not first, bare(one) in _FOLLOWING))
    waits = [one for one in document["findings"] if one["verdict"] in ("undecided", "skipped")]
    right = [one for one in document["findings"] if one["verdict"] == "passed"]
    free = [one for one in document["findings"] if one["verdict"] == "failed" and not one["maximum"] > 0]
    named = (("mend", mend), ("waits", waits), ("right", right), ("free", free))
    return [(name, found) for name, found in named if found]


def same_as(finding: Finding, document: Mapping[str, Any], *, language: str) -> str:
    """Which finding before this one, as they are read, shows the same mistake; '' where none does."""
    if finding["verdict"] != "failed" or bare(finding) in (*_FOLLOWING, *_NO_CAUSE):
        return ""
    order = [one for _, found in groups(document) for one in found]
    before = order[: order.index(finding)]
    first = next((one for one in before if bare(one) == bare(finding) and one["verdict"] == "failed"), None)
    if first is None:
        return ""
    return filled(wording(language).LABELS["same"], {"name": named(first, document, language)}, language)


def pictured(document: Mapping[str, Any]) -> Finding | None:
    """The finding whose picture stands on the first screen: the leading one's, or one that shows the same mistake, or any."""
    first = leading(document)
    drawn = [one for one in document["findings"] if one.get("picture")]
    same = [one for one in drawn if first is not None and bare(one) == bare(first)]
    astray = [one for one in drawn if one["verdict"] == "failed"]
    return next(iter([one for one in drawn if one is first] + same + astray + drawn), None)


def sentence(document: Mapping[str, Any], *, language: str) -> str:
    """How it went."""
    words = wording(language).SUMMARY
    asked = [one for one in document["findings"] if one["maximum"] > 0]
    right = [one for one in asked if one["verdict"] == "passed"]
    waiting = [one for one in asked if one["verdict"] in ("undecided", "skipped")]
    counts = {"right": str(len(right)), "asked": str(len(asked)), "waiting": str(len(waiting))}
    if nothing_ran(document):
        return filled(words["nothing-ran"], counts, language)
    first = leading(document)
    if first is not None:
        told = short(first, document, language=language)
        data = {**counts, "name": named(first, document, language), "text": told.saw}
        key = "mend-one" if len(asked) == 1 else "mend" if right or waiting else "mend-all"
        return filled(words[key], data, language)
    return filled(words["waiting" if waiting else "right"], counts, language)


def nothing_ran(document: Mapping[str, Any]) -> bool:
    """Whether no check could be asked: one sentence says it, not each check."""
    asked = [one for one in document["findings"] if one["maximum"] > 0]
    return bool(asked) and all(one["verdict"] == "skipped" for one in asked)


def more_errors(document: Mapping[str, Any], *, language: str) -> str:
    """How many cells raised an error besides those that are told at once; '' where none did."""
    n = len(document["execution"]["errors"][AT_ONCE:])
    return filled(wording(language).LABELS["more-errors"], {"n": str(n)}, language) if n else ""


def waits(document: Mapping[str, Any]) -> bool:
    """Whether points hang on a person who looks at a finding."""
    return document["score"]["state"] == "needs-review" and not nothing_ran(document)


def named(finding: Finding, document: Mapping[str, Any], language: str) -> str:
    """A check in a sentence: its title, else its id beside what its kind asks, which other checks may ask too."""
    asked = title(finding, document, language)
    return asked if document["assignment"].get("checks", {}).get(finding["check"]) else f"{finding['check']} ({asked})"


def title(finding: Finding, document: Mapping[str, Any], language: str) -> str:
    """What a check asks, as the assignment names it, else by its kind."""
    texts = document["assignment"].get("checks", {}).get(finding["check"], {})
    asked: str = in_language(texts, language) or wording(language).ASKED.get(finding["kind"], finding["check"])
    return asked


def earned(finding: Finding, language: str) -> str:
    """What it earned of what it can earn; '' where that is nothing."""
    points, most = (number(finding[key], language) for key in ("points", "maximum"))
    return f"{points} / {most}" if finding["maximum"] else ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text of the assignment in the language, else in the first one it has."""
    return texts.get(language) or next(iter(texts.values()), "")


def bare(finding: Finding) -> str:
    """A finding's code without its kind."""
    return str(finding["code"]).split(".", 1)[-1]

"""How submissions came in, in words: how each source was read, who handed in nothing, who was late, equal notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.reports.words import number, wording

#: Rosters by who exports them: names, in every language.
_LISTS = {"moodle": "Moodle", "canvas": "Canvas", "gradescope": "Gradescope", "nbgrader": "nbgrader", "classroom": "Google Classroom"}  # fmt: skip


def intake_told(document: Mapping[str, Any], *, language: str) -> list[str]:
    """One line for each source and all that is worth knowing of how submissions came in, from class.json's data."""
    words, systems = wording(language).INTAKE, wording(language).SYSTEMS
    told = [_say(words, "source", {**row, "system": systems[row["system"]]}) for row in document.get("sources", ())]
    for note in document.get("notes", ()):
        data = dict(note["parameters"])
        if "system" in data:
            data["system"] = _LISTS[data["system"]]
        told.append(_say(words, note["code"], data))
    roster = document.get("roster")
    if roster:
        listed = _LISTS.get(roster["system"])
        data = {**roster, "absent": len(roster["absent"]), "system": listed}
        told.append(_say(words, "roster" if listed else "roster-list", data))
        if roster["absent"]:
            names = [_person(one) for one in roster["absent"]]
            told.append(_say(words, "absent", {"people": "; ".join(names)}))
        told += [_say(words, one["why"], one) for one in roster["unmatched"]]
    if document.get("undated"):
        told.append(_say(words, "undated", {"students": ", ".join(document["undated"])}))
    told += [_say(words, "twins", {"students": ", ".join(one["students"])}) for one in document.get("twins", ())]
    return told


def late_told(document: Mapping[str, Any], *, language: str) -> str:
    """One sentence for what came in late, from a report's document; '' for what did not."""
    late = document["score"].get("late")
    if not late:
        return ""
    words = wording(language).INTAKE
    received = document["submission"]["received"]
    by = words["by"]
    assert isinstance(by, dict)
    data = {
        "when": f"{_moment(received['at'])} ({by[received['from']]})",
        "due": _moment(late["due"]),
        "days": words["one-day"] if late["days"] == 1 else str(words["days"]).format(n=late["days"]),
        "share": f"{late['share'] * 100:.4g} %",
        "before": number(document["score"]["points"], language),
        "after": number(late["points"], language),
    }
    return _say(words, "late" if late["share"] else "late-free", data)


def _say(words: Mapping[str, Any], key: str, data: Mapping[str, Any]) -> str:
    return str(words[key]).format(**data)


def _person(one: Mapping[str, str]) -> str:
    return one["student"] if one["name"] in ("", one["student"]) else f"{one['name']} ({one['student']})"


def _moment(iso: str) -> str:
    """2026-11-20T23:59:00-03:00 as 2026-11-20 23:59 UTC-03:00: the zone always stands beside the hour."""
    offset = iso[19:] if len(iso) > 19 and iso[19] != "." else iso[26:]
    return f"{iso[:10]} {iso[11:16]} UTC{'' if offset in ('Z', '+00:00') else offset}"

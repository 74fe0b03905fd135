"""How submissions came in, in words: how each source was read, who handed in nothing, who was late, equal notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.reports.words import filled, number, wording

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
        strangers = [one["student"] for one in roster["unmatched"] if one["why"] == "unknown"]
        if strangers:
            told.append(_say(words, "unknown", {"students": ", ".join(strangers)}))
        told += [_say(words, one["why"], one) for one in roster["unmatched"] if one["why"] != "unknown"]
    if document.get("undated"):
        told.append(_say(words, "undated", {"students": ", ".join(document["undated"])}))
    told += [_say(words, "twins", {"students": ", ".join(one["students"])}) for one in document.get("twins", ())]
    return told


def late_told(document: Mapping[str, Any], *, language: str) -> str:
    """What came in late, from a report's document, and what a person decided about it; '' for what did not."""
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
    told = [_say(words, "late" if late["share"] else "late-free", data)]
    if decision := late.get("decision"):
        told += [wording(language).DECIDED["waived"]] if decision["points"] == 0 else []
        told.append(str(decision["comment"]))
    return " ".join(part for part in told if part)


def refused_told(row: Mapping[str, Any], *, language: str) -> str:
    """Why a row of class.json's `unreported` or `passed_over` has no report; class.json of an older grader says it in English."""
    return str(row["reason"]) if "reason" in row else note_told(row["code"], row["parameters"], language=language)


def note_told(code: str, parameters: Mapping[str, Any], *, language: str) -> str:
    """Why an entry was not taken, to stand after its name; a code from a newer grader is shown as it is."""
    sentence = wording(language).REFUSED.get(code, code)
    return str(
        sentence.format(**{key: number(v, language) if isinstance(v, float) else v for key, v in parameters.items()})
    )


def notice_told(code: str, parameters: Mapping[str, Any], *, language: str) -> str:
    """What a teacher must know before an upload, to stand after whom it is about."""
    words = wording(language)
    data = {key: str(value) for key, value in parameters.items()}
    if "separator" in data:
        data["separator"] = words.SEPARATORS.get(data["separator"], data["separator"])
    return filled(words.NOTICES.get(code, code), data, language)


def _say(words: Mapping[str, Any], key: str, data: Mapping[str, Any]) -> str:
    return str(words[key]).format(**data)


def _person(one: Mapping[str, str]) -> str:
    return one["student"] if one["name"] in ("", one["student"]) else f"{one['name']} ({one['student']})"


def _moment(iso: str) -> str:
    """2026-11-20T23:59:00-03:00 as 2026-11-20 23:59 UTC-03:00: the zone always stands beside the hour."""
    offset = iso[19:] if len(iso) > 19 and iso[19] != "." else iso[26:]
    return f"{iso[:10]} {iso[11:16]} UTC{'' if offset in ('Z', '+00:00') else offset}"

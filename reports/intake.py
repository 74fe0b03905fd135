"""How submissions came in, in words: how each source was read, who handed in nothing, who was late, equal notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SYSTEMS = {
    "es": {
        "moodle": "la descarga de Moodle «Descargar todas las entregas»",
        "canvas": "la descarga de entregas de Canvas",
        "gradescope": "la exportación de entregas de Gradescope",
        "nbgrader": "las carpetas de nbgrader",
        "classroom": "copias por estudiante de Google Classroom",
        "plain": "archivos y carpetas con el nombre de cada estudiante",
        "list": "una lista simple",
    },
    "en": {
        "moodle": "Moodle's “Download all submissions”",
        "canvas": "Canvas's download of submissions",
        "gradescope": "Gradescope's export of submissions",
        "nbgrader": "nbgrader's folders",
        "classroom": "Google Classroom's copies for each student",
        "plain": "files and folders named after students",
        "list": "a plain list",
    },
}
_LISTS = {
    "es": {"moodle": "Moodle", "canvas": "Canvas", "gradescope": "Gradescope", "nbgrader": "nbgrader", "classroom": "Google Classroom"},
    "en": {"moodle": "Moodle", "canvas": "Canvas", "gradescope": "Gradescope", "nbgrader": "nbgrader", "classroom": "Google Classroom"},
}  # fmt: skip
_WORDS = {
    "es": {
        "source": "{source}: leído como {system}; estudiantes: {students}",
        "ambiguous": "{source}: {fits} de {of} notebooks se llaman como en {system}, y {example} no. Se leyó como archivos y carpetas simples; indique los demás como otra fuente",
        "encoding": "{source}: {n} nombres no dicen su codificación y se leyeron como {encoding}, por ejemplo {example}",
        "case": "Solo se distinguen por mayúsculas, y se califican aparte: {students}",
        "marked-late": "{source}: Canvas marca como tardías {n} entregas, sin decir cuánto: {students}",
        "several-assignments": "{source}: hay entregas de varias tareas ({assignments}); se toma el notebook más nuevo que corresponda",
        "roster": "Lista {file} ({system}): {people} personas, {absent} sin entrega",
        "roster-list": "Lista {file}: {people} personas, {absent} sin entrega",
        "absent": "Sin entrega: {people}",
        "unknown": "{student} no está en la lista",
        "several-rows": "{student} puede ser varias personas de la lista ({rows})",
        "claimed-twice": "{student} comparte persona de la lista ({rows}) con otra entrega",
        "conflict": "{student}: su número es en la lista el de otra persona ({rows})",
        "undated": "No se sabe cuándo entregaron, y no se les resta nada por retraso: {students}",
        "twins": "El mismo notebook, byte por byte: {students}",
        "late-free": "Se entregó {when}, después del plazo ({due}); no resta puntos.",
        "late": "Se entregó {when}, {days} después del plazo ({due}): se resta {share} de los puntos, de {before} a {after}.",
        "one-day": "1 día",
        "days": "{n} días",
        "by": {"roster": "según la lista", "export": "según la exportación", "files": "según la hora del archivo"},
    },
    "en": {
        "source": "{source}: read as {system}; students: {students}",
        "ambiguous": "{source}: {fits} of {of} notebooks are named as in {system}, and {example} is not. Read as plain files and folders; name the others as a source of their own",
        "encoding": "{source}: {n} names do not say their encoding and were read as {encoding}, such as {example}",
        "case": "These differ by case alone, and are graded apart: {students}",
        "marked-late": "{source}: Canvas marks {n} submissions as late, without saying how late: {students}",
        "several-assignments": "{source}: holds submissions of several assignments ({assignments}); the newest notebook that fits is taken",
        "roster": "Roster {file} ({system}): {people} people, {absent} without a submission",
        "roster-list": "Roster {file}: {people} people, {absent} without a submission",
        "absent": "Handed in nothing: {people}",
        "unknown": "{student} is not on the roster",
        "several-rows": "{student} may be several people on the roster ({rows})",
        "claimed-twice": "{student} shares a person on the roster ({rows}) with another submission",
        "conflict": "{student}: the number is another person's on the roster ({rows})",
        "undated": "When they handed in is not known, and nothing is taken for lateness: {students}",
        "twins": "The same notebook, byte for byte: {students}",
        "late-free": "Handed in {when}, after the due date ({due}); no points are taken.",
        "late": "Handed in {when}, {days} after the due date ({due}): {share} of the points are taken, from {before} to {after}.",
        "one-day": "1 day",
        "days": "{n} days",
        "by": {"roster": "by the roster", "export": "by the export", "files": "by the file's time"},
    },
}  # fmt: skip


def intake_told(document: Mapping[str, Any], *, language: str) -> list[str]:
    """One line for each source and all that is worth knowing of how submissions came in, from class.json's data."""
    language = language if language in _WORDS else "en"
    words, systems = _WORDS[language], _SYSTEMS[language]
    told = [_say(words, "source", {**row, "system": systems[row["system"]]}) for row in document.get("sources", ())]
    for note in document.get("notes", ()):
        data = dict(note["parameters"])
        if "system" in data:
            data["system"] = _LISTS[language][data["system"]]
        told.append(_say(words, note["code"], data))
    roster = document.get("roster")
    if roster:
        listed = _LISTS[language].get(roster["system"])
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
    words = _WORDS.get(language, _WORDS["en"])
    received = document["submission"]["received"]
    by = words["by"]
    assert isinstance(by, dict)
    data = {
        "when": f"{_moment(received['at'])} ({by[received['from']]})",
        "due": _moment(late["due"]),
        "days": words["one-day"] if late["days"] == 1 else str(words["days"]).format(n=late["days"]),
        "share": f"{late['share'] * 100:.4g} %",
        "before": _number(document["score"]["points"]),
        "after": _number(late["points"]),
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


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

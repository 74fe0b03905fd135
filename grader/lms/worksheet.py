"""What the columns of a Moodle grading worksheet mean, whatever language its headers are in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from grader.errors import ExportError
from grader.lms.matching import Person
from grader.lms.sheet import Sheet, read_sheet

#: Meaning → headers known, case apart. A header in another language is found by what stands under it, or named by hand.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "identifier": ("identifier", "identificador", "identifiant", "id", "identificatore", "identificativo", "kennung"),
    "name": (
        "full name",
        "nombre completo",
        "nombre",
        "nom complet",
        "vollständiger name",
        "nome completo",
        "cognome nome",
        "nom",
    ),
    "grade": ("grade", "calificación", "puntuación", "note", "bewertung", "nota", "valutazione", "qualificació"),
    "maximum": (
        "maximum grade",
        "calificación máxima",
        "puntuación máxima",
        "note maximale",
        "bestwertung",
        "beste bewertung",
        "nota máxima",
        "valutazione massima",
        "qualificació màxima",
    ),
    "changeable": (
        "grade can be changed",
        "la calificación puede ser cambiada",
        "la calificación puede cambiarse",
        "la note peut être modifiée",
        "bewertung kann geändert werden",
        "a nota pode ser alterada",
    ),
    "modified": (
        "last modified (grade)",
        "última modificación (calificación)",
        "dernière modification (note)",
        "zuletzt geändert (bewertung)",
        "última modificação (nota)",
    ),
    #: Not written by the importer, and told: until it says "Released" students see nothing. Its other names are not known to us.
    "workflow": ("marking workflow state",),
    "comments": (
        "feedback comments",
        "comentarios de retroalimentación",
        "comentarios de realimentación",
        "comentarios",
        "feedback par commentaires",
        "commentaires",
        "feedback als kommentar",
        "comentários de feedback",
        "comentários",
        "commenti",
        "commenti al feedback",
        "comentaris de retroacció",
    ),
}
_IDENTITIES = ("id number", "username", "número de id", "nombre de usuario", "numéro d'identification", "id-nummer")
_NO = {"no", "non", "nein", "não", "nee", "nej", "nei", "nie", "ne", "нет", "いいえ", "否"}
_YES = {"yes", "sí", "si", "oui", "ja", "sim", "tak", "ano", "да", "はい", "是"}
_ENGLISH_DATE = re.compile(
    r"\d{4}-\d\d-\d\d.*|((mon|tues|wednes|thurs|fri|satur|sun)day, )?\d{1,2} (january|february|march|april|may|june|july|"
    r"august|september|october|november|december) \d{4}, .*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One participant: `grade` None where empty; `dated` whether Moodle can read when the grade was last changed."""

    index: int
    number: str
    person: Person
    grade: Decimal | None
    maximum: Decimal
    locked: bool
    dated: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The teacher's file, its columns by meaning, its decimal mark and its rows."""

    sheet: Sheet
    columns: Mapping[str, int]
    decimal: str
    decimal_seen: bool
    rows: tuple[Row, ...]
    prefix: str

    @property
    def english(self) -> bool:
        """Whether the headers are English ones: the importer compares them with the uploading user's language."""
        return self.sheet.rows[0][self.columns["grade"]].value == "Grade"


def read_worksheet(
    data: bytes, file: str, *, columns: Mapping[str, str] | None = None, decimal: str | None = None
) -> Worksheet:
    """Read a downloaded worksheet; `columns` names headers by hand (meaning → header), `decimal` the decimal mark.

    Raises ExportError where a needed column is not found, a row has no "Participant 12", or the grades are a scale.
    """
    sheet = read_sheet(data, file)
    body = [sheet.values(index) for index in range(1, len(sheet.rows))]
    if not body:
        raise ExportError(f"{file}: has no participants. Download the worksheet again.")
    header = sheet.values(0)
    found = _columns(header, body, file, columns or {})
    identifiers = [re.fullmatch(r"(.*?)(\d+)", row[found["identifier"]]) for row in body]
    prefixes = {match[1] if match else None for match in identifiers}
    if None in prefixes or len(prefixes) > 1 or "" in prefixes:
        wrong = next((n for n, m in enumerate(identifiers) if m is None or not m[1]), len(body) - 1)
        raise ExportError(
            f"{file}: row {wrong + 2} has the identifier {body[wrong][found['identifier']]!r}, and the others are like "
            f"{body[0][found['identifier']]!r}: Moodle would refuse the whole file. Download the worksheet again."
        )
    mark = decimal or _decimal(body, found, file)
    rows = tuple(
        _row(index, match[2], values, _identities(header, values, match[0]), found, mark or ".", file)
        for index, (values, match) in enumerate(zip(body, identifiers, strict=True), 1)
        if match is not None
    )
    return Worksheet(sheet, found, mark or ".", mark is not None, rows, str(prefixes.pop()))


def _columns(header: list[str], body: list[list[str]], file: str, by_hand: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for meaning, known in _HEADERS.items():
        asked = (by_hand[meaning].casefold(),) if meaning in by_hand else known
        places = [n for n, title in enumerate(header) if title.strip().casefold() in asked]
        if len(places) > 1:
            raise ExportError(f"{file}: {len(places)} columns are called {header[places[0]]!r}. Download it again.")
        if places:
            found[meaning] = places[0]
        elif meaning in by_hand:
            raise ExportError(f"{file}: has no column {by_hand[meaning]!r}. It has: {', '.join(header)}.")
    for meaning, guess in (("identifier", _identifier), ("maximum", _maximum), ("changeable", _changeable)):
        if meaning not in found and (place := guess(body)) is not None:
            found[meaning] = place
    if "grade" not in found and found.get("maximum", 0) > 0:
        found["grade"] = found["maximum"] - 1  # Moodle writes the maximum right after the grade
    missing = [meaning for meaning in ("identifier", "grade", "maximum") if meaning not in found]
    if missing:
        raise ExportError(
            f"{file}: no column was recognised for {', '.join(missing)} (a scale instead of points cannot be filled in). "
            f'Name it: --column {missing[0]}="…". It has: {", ".join(header)}.'
        )
    after = found["identifier"] + 1
    if "name" not in found and after < found["grade"]:
        values = [row[after] for row in body]
        if len(set(values)) > len(values) / 2 and not any(re.search(r"@| - ", value) for value in values):
            found["name"] = after
    return found


def _identifier(body: list[list[str]]) -> int | None:
    places = range(len(body[0]))
    fits = [n for n in places if all(re.fullmatch(r"[^\d@,;]*[^\W\d][^\d@,;]*\d+", row[n]) for row in body)]
    return fits[0] if len(fits) == 1 else None


def _maximum(body: list[list[str]]) -> int | None:
    places = range(1, len(body[0]))
    fits = [
        n
        for n in places
        if re.fullmatch(r"\d+([.,]\d+)?", body[0][n])
        and all(row[n] == body[0][n] for row in body)
        and all(re.fullmatch(r"-?\d*([.,]\d+)?|-", row[n - 1]) for row in body)
    ]
    return fits[0] if len(fits) == 1 else None


def _changeable(body: list[list[str]]) -> int | None:
    fits = [n for n in range(len(body[0])) if all(row[n].strip().casefold() in _YES | _NO for row in body)]
    return fits[0] if len(fits) == 1 else None


def _decimal(body: list[list[str]], columns: Mapping[str, int], file: str) -> str | None:
    marks = {
        match[1]
        for row in body
        for column in ("grade", "maximum")
        if (match := re.fullmatch(r"-?\d+([.,])\d+", row[columns[column]].strip()))
    }
    if len(marks) > 1:
        raise ExportError(f"{file}: has both decimal points and decimal commas. Download it again, or say --decimal.")
    return marks.pop() if marks else None


def _row(
    index: int,
    number: str,
    values: list[str],
    identities: tuple[str, ...],
    columns: Mapping[str, int],
    decimal: str,
    file: str,
) -> Row:
    maximum = _number(values[columns["maximum"]], decimal)
    if maximum is None or maximum <= 0:
        raise ExportError(
            f"{file}: row {index + 1} has the maximum {values[columns['maximum']]!r}. The activity must be graded with points."
        )
    return Row(
        index,
        number,
        Person(index, number, (values[columns["name"]],) if "name" in columns else (), identities),
        _number(values[columns["grade"]], decimal),
        maximum,
        "changeable" in columns and values[columns["changeable"]].strip().casefold() in _NO,
        "modified" in columns and bool(_ENGLISH_DATE.fullmatch(values[columns["modified"]])),
        values[columns["comments"]] if "comments" in columns else "",
    )


def _identities(header: list[str], values: list[str], identifier: str) -> tuple[str, ...]:
    """E-mail addresses, whole and before the @, and the columns known to be identities, the identifier among them."""
    found = [identifier]
    for title, value in zip(header, values, strict=True):
        if re.fullmatch(r"[^@\s]+@[^@\s]+", value):
            found += [value, value.split("@")[0]]
        elif title.strip().casefold() in _IDENTITIES and value:
            found.append(value)
    return tuple(found)


def _number(text: str, decimal: str) -> Decimal | None:
    plain = text.strip().replace(decimal, ".")
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None

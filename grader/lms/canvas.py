"""A Canvas gradebook filled in place: the cells of one assignment change, matched by Canvas's own ids, never by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grader.errors import ExportError
from grader.lms.matching import Person, canvas_claim, match_people
from grader.lms.moodle import Sent
from grader.lms.selection import Grade, Notice, scaled
from grader.lms.sheet import Sheet, read_sheet

_IDENTITIES = ("SIS User ID", "SIS Login ID", "Integration ID")


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The teacher's export: which column is the assignment, its points possible, and which rows are students."""

    sheet: Sheet
    title: str
    column: int
    possible: Decimal | None
    people: tuple[Person, ...]
    nameless: int


@dataclass(frozen=True, slots=True)
class Filled:
    """The file to upload, what is in it, what to tell, and how many changes Canvas will show."""

    data: bytes
    sent: tuple[Sent, ...]
    told: tuple[Notice, ...]
    updated: int


def read_gradebook(data: bytes, file: str, assignment: str) -> Gradebook:
    """Find `assignment`, a whole title "Trace (123)" or its id "123", in an exported gradebook.

    Raises ExportError for an unknown one, with the titles there are: Canvas would offer to create it anew.
    """
    sheet = read_sheet(data, file)
    header = sheet.values(0)
    if "ID" not in header or "Section" not in header:
        raise ExportError(
            f"{file}: is no Canvas gradebook: its first row has no ID and Section. Export the gradebook and give the file as it is."
        )
    first = header.index("Section") + 1
    columns = [n for n in range(first, len(header)) if header[n] == assignment]
    columns = columns or [n for n in range(first, len(header)) if header[n].endswith(f"({assignment})")]
    titles = [title for title in header[first:] if re.search(r"\(\d+\)$", title)]
    if len(columns) != 1 or header[columns[0]] not in titles:
        many = f"{len(columns)} columns are called" if columns else "has no assignment"
        raise ExportError(
            f"{file}: {many} {assignment!r}, and Canvas would create one. Give one of these, or the id in its brackets: {'; '.join(titles)}."
        )
    column, identifier = columns[0], header.index("ID")
    possible: Decimal | None = None
    people: list[Person] = []
    nameless = 0
    for index in range(1, len(sheet.rows)):
        values = sheet.values(index)
        if "points possible" in values[0].casefold():
            if "read only" in values[column].casefold():
                raise ExportError(f"{file}: {header[column]!r} is read only: Canvas ignores it.")
            possible = _number(values[column])
        elif values[identifier]:
            others = tuple(values[header.index(title)] for title in _IDENTITIES if title in header)
            people.append(Person(index, values[identifier], (), (values[identifier], *others)))
        elif not any("manual posting" in value.casefold() for value in values) and values[0].strip():
            nameless += 1
    return Gradebook(sheet, header[column], column, possible, tuple(people), nameless)


def fill_gradebook(
    gradebook: Gradebook, grades: Sequence[Grade[Any]], *, file: str, scale: bool = False, decimal: str = "."
) -> Filled:
    """Write each grade with two decimals and no thousands separator into the row with its student's id.

    An excused student (EX) stays excused, and is told. Raises ExportError where the points possible are others,
    unless `scale`.
    """
    matched, told = match_people(grades, gradebook.people, canvas_claim, file)
    times = Counter(person.number for person in gradebook.people)
    number_of = {person.row: person.number for person in gradebook.people}
    changes: dict[tuple[int, int], str] = {}
    sent: list[Sent] = []
    for index, grade in sorted(matched.items()):
        possible = gradebook.possible if gradebook.possible else grade.maximum
        if possible <= 0 or grade.maximum <= 0:
            raise ExportError(f"{grade.student}: the maximum is {grade.maximum}: there are no points to export.")
        if possible != grade.maximum and not scale:
            raise ExportError(
                f"{file}: {gradebook.title!r} has {possible} points possible, and the reports' maximum is {grade.maximum}. "
                "Change the one in Canvas, or say --scale to convert every grade."
            )
        cell = gradebook.sheet.rows[index][gradebook.column].value.strip()
        if times[number_of[index]] > 1:
            told.append(Notice("duplicate", grade.student, {"file": file}))
        elif cell.upper() == "EX":
            told.append(Notice("excused", grade.student))
        else:
            after = scaled(grade.points, grade.maximum, possible)
            changes[index, gradebook.column] = f"{after:.2f}".replace(".", decimal)
            sent.append(Sent(grade, index, _number(cell), after))
    if gradebook.possible is None:
        told.append(Notice("no-maximum", file))
    if gradebook.nameless:
        told.append(Notice("no-id", file, {"n": gradebook.nameless}))
    updated = [one for one in sent if one.before is None or one.before.quantize(Decimal("0.01")) != one.after]
    return Filled(gradebook.sheet.replaced(changes), tuple(sent), tuple(told), len(updated))


def _number(text: str) -> Decimal | None:
    plain = text.strip()
    if re.fullmatch(r"-?[\d.,]*\d", plain):  # as Canvas: the last mark is the decimal one
        whole, mark, part = re.fullmatch(r"(.*?)(?:([.,])(\d+))?", plain).groups()  # type: ignore[union-attr]
        return Decimal(re.sub(r"[.,]", "", whole) + (f".{part}" if mark else ""))
    return None

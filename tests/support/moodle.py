"""Plays Moodle 4.5's importers of grading worksheets and feedback zips, with what they skip and corrupt without a word."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

#: The strings of two language packs: headers in the order of a download, and what stands before a participant's number.
LANGUAGES = {
    "en": {
        "identifier": "Identifier",
        "name": "Full name",
        "email": "Email address",
        "status": "Status",
        "grade": "Grade",
        "maximum": "Maximum grade",
        "changeable": "Grade can be changed",
        "submitted": "Last modified (submission)",
        "modified": "Last modified (grade)",
        "comments": "Feedback comments",
        "prefix": "Participant ",
        "yes": "Yes",
        "no": "No",
        "waiting": "Submitted for grading - ",
    },
    "es": {
        "identifier": "Identificador",
        "name": "Nombre completo",
        "email": "Dirección de correo",
        "status": "Estado",
        "grade": "Calificación",
        "maximum": "Calificación máxima",
        "changeable": "La calificación puede ser cambiada",
        "submitted": "Última modificación (envío)",
        "modified": "Última modificación (calificación)",
        "comments": "Comentarios de retroalimentación",
        "prefix": "Participante ",
        "yes": "Sí",
        "no": "No",
        "waiting": "Enviado para calificar - ",
    },
}
COLUMNS = (
    "identifier",
    "name",
    "email",
    "status",
    "grade",
    "maximum",
    "changeable",
    "submitted",
    "modified",
    "comments",
)


class Refused(Exception):
    """The whole import stops: a required header is missing, or the database cannot read an identifier."""


@dataclass
class Participant:
    """One row of Moodle's own: what is stored now."""

    number: int
    name: str
    email: str = ""
    grade: Decimal | None = None
    modified: datetime | None = None
    comment: str = ""
    locked: bool = False
    submitted: Mapping[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Result:
    """What the page says after an import, and what it does not say."""

    updated: int = 0
    feedback: int = 0
    skipped: dict[str, str] = field(default_factory=dict)


class Assignment:
    """An assignment on a site of one language and decimal mark."""

    def __init__(
        self, people: Sequence[Participant], *, language: str = "en", decimal: str = ".", maximum: str = "10.00"
    ) -> None:
        self.people = {person.number: person for person in people}
        self.words, self.decimal, self.maximum = LANGUAGES[language], decimal, Decimal(maximum)

    def download(
        self,
        *,
        separator: str = ",",
        encoding: str = "utf-8",
        bom: bytes = b"\xef\xbb\xbf",
        blind: bool = False,
        order: Sequence[str] = COLUMNS,
        end: str = "\n",
    ) -> bytes:
        """The grading worksheet; `order` for sites that show other columns."""
        columns = [column for column in order if not (blind and column in ("name", "email"))]
        lines = [[self.words[column] for column in columns]]
        for person in self.people.values():
            cells = {
                "identifier": f"{self.words['prefix']}{person.number}",
                "name": person.name,
                "email": person.email,
                "status": self.words["waiting"],
                "grade": "" if person.grade is None else self._shown(person.grade),
                "maximum": self._shown(self.maximum),
                "changeable": self.words["no" if person.locked else "yes"],
                "submitted": "Monday, 23 November 2026, 3:07 PM",
                "modified": "-" if person.modified is None else person.modified.strftime("%A, %d %B %Y, %I:%M %p"),
                "comments": person.comment,
            }
            lines.append([cells[column] for column in columns])
        # fputcsv quotes a cell with a space in it, too
        text = end.join(separator.join(self._quoted(cell, separator) for cell in line) for line in lines) + end
        return bom + text.encode(encoding)

    def upload(
        self, data: bytes, *, encoding: str = "utf-8", separator: str = ",", ignore_modified: bool = False
    ) -> Result:
        """Import a worksheet as the preview page and its confirmation do."""
        text = data.decode(encoding, "ignore").removeprefix("\ufeff")  # bytes that are none are dropped
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        header = rows[0]
        try:
            identifier, grade, modified = (header.index(self.words[c]) for c in ("identifier", "grade", "modified"))
        except ValueError:
            raise Refused("required columns are missing") from None
        comments = header.index(self.words["comments"]) if self.words["comments"] in header else 0
        result = Result()
        last: dict[int, list[str]] = {}
        for row in rows[1:]:
            number = row[identifier][len(self.words["prefix"]) :]
            if not number.isdigit():
                raise Refused("Error reading from database")
            if int(number) not in self.people:
                result.skipped[row[identifier]] = "unknown"
                continue
            last[int(number)] = row  # of two rows the last one wins
        for number, row in last.items():
            person = self.people[number]
            given = self._parsed(row[grade])
            why = self._why_not(person, given, row[modified], ignore_modified)
            if why:
                result.skipped[row[identifier]] = why
            else:
                person.grade, result.updated = given, result.updated + 1
            if comments and row[comments] != person.comment:  # at index 0 it is taken for absent
                person.comment, result.feedback = row[comments], result.feedback + 1
        return result

    def upload_feedback(self, data: bytes) -> dict[str, str]:
        """Import a zip of feedback files; path → why for each one that is passed over without a word."""
        passed_over: dict[str, str] = {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                content, path = archive.read(entry), entry.filename
                if re.search(r"[&<>\"'`|:\\]", path):
                    passed_over[path] = "extraction"
                    continue
                *folders, name = path.split("/")
                fields = next((f for part in [*folders, name] if len(f := part.split("_", 4)) >= 4), None)
                if fields is None or not fields[1].isdigit() or int(fields[1]) not in self.people:
                    passed_over[path] = "no participant"
                elif "_".join(fields[2:4]) not in ("assignsubmission_file", "assignfeedback_file"):
                    passed_over[path] = "no plugin"
                elif name.startswith((".", "~")):
                    passed_over[path] = "hidden"
                elif self.people[int(fields[1])].submitted.get(name) == content:
                    passed_over[path] = "same as submitted"
                else:
                    self.people[int(fields[1])].files[name] = content
        return passed_over

    def _why_not(self, person: Participant, given: Decimal | None, date: str, ignore_modified: bool) -> str:
        if given is None:
            return "empty"
        if given < 0 or given > self.maximum:
            return "out of range"
        if given == person.grade:
            return "unchanged"
        if person.locked:
            return "locked"
        seen = _date(date)
        if person.modified and not ignore_modified and person.modified - seen > timedelta(seconds=60):
            return "modified since"
        return ""

    def _parsed(self, text: str) -> Decimal | None:
        if not text.strip():
            return None
        number = re.match(
            r"\s*-?\d+(\.\d+)?", text.replace(self.decimal, ".")
        )  # as floatval: what comes after is dropped
        return Decimal(number[0].strip() if number else 0).quantize(Decimal("0.00001"), ROUND_HALF_UP)

    def _shown(self, value: Decimal) -> str:
        return f"{value:.2f}".replace(".", self.decimal)

    @staticmethod
    def _quoted(cell: str, separator: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if re.search(rf'[\s"{re.escape(separator)}]', cell) else cell


def _date(text: str) -> datetime:
    for form in ("%A, %d %B %Y, %I:%M %p", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return datetime(1970, 1, 1)


class _Filter(HTMLParser):
    kept = frozenset({"h2", "p", "table", "tr", "td", "pre", "code", "a", "img"})
    styles = frozenset({"color", "background", "border", "border-collapse", "padding", "width"})

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.kept:
            self.dropped.append(tag)
        for name, value in attrs:
            names = {part.split(":")[0].strip() for part in (value or "").split(";")} if name == "style" else set()
            if name not in ("style", "class", "id", "href", "src") or names - self.styles or "data:" in (value or ""):
                self.dropped.append(f"{tag} {name}={value}")


def dropped_by_the_filter(html: str) -> list[str]:
    """What of a comment would not reach the student."""
    reader = _Filter()
    reader.feed(html)
    return reader.dropped

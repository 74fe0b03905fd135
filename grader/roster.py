"""A class's list as any system writes it: gives submissions their people's names and dates, and tells who handed in nothing.

Columns are known by their headers, in English and Spanish, whatever their order; the system by the headers that only it
has. A submission belongs to a row by the system's own number, an e-mail address, a login or a name; nobody is guessed,
and nothing is dropped: what matches no row is graded all the same, and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from grader.errors import ExportError, SourceError
from grader.lms.matching import Claim, Person, find_people
from grader.lms.sheet import read_sheet
from grader.model import Known, Origin, Received
from grader.sources import Collection, Roll, Unmatched
from grader.sources import Person as Absent
from grader.sources.moments import read_moment
from grader.spec import Submissions

#: Meaning → headers, case apart. Those of `number` are the system's own; `identity` is whatever else names a person.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "number": ("identifier", "identificador", "submission id"),
    "name": ("full name", "nombre completo", "name", "student", "student name", "estudiante", "nombre y apellidos", "alumno"),
    "first": ("first name", "first_name", "firstname", "nombre", "nombres", "given name"),
    "last": ("last name", "last_name", "lastname", "surname", "apellido(s)", "apellidos", "apellido", "family name"),
    "email": ("email address", "e-mail address", "email", "e-mail", "mail", "dirección de correo", "dirección email", "correo", "correo electrónico"),
    "identity": (
        "id", "sid", "student_id", "student id", "sis user id", "sis login id", "integration id", "lms_user_id", "username",
        "user", "login", "id number", "número de id", "nombre de usuario", "usuario", "matrícula", "código", "rut", "dni", "carné",
    ),
    "received": ("last modified (submission)", "última modificación (envío)", "última modificación (entrega)", "submission time", "timestamp"),
    "due": ("due", "duedate", "due date", "extension", "plazo", "prórroga", "fecha de entrega", "fecha límite"),
    "role": ("role", "roles", "rol"),
    "assignment": ("assignment",),
}  # fmt: skip
#: The headers that only one system writes together.
_SYSTEMS: tuple[tuple[str, frozenset[str]], ...] = (
    ("moodle", frozenset({"identifier", "grade"})),
    ("moodle", frozenset({"identificador", "calificación"})),
    ("canvas", frozenset({"id", "section", "student"})),
    ("canvas", frozenset({"id", "section", "lastname", "firstname"})),
    ("gradescope", frozenset({"sid", "email"})),
    ("nbgrader", frozenset({"assignment", "student_id", "raw_score"})),
    ("nbgrader", frozenset({"id", "first_name", "last_name", "email", "lms_user_id"})),
    # Moodle's participants and grades call people as Classroom does, and have columns that it has not.
    *(("moodle", frozenset({"email address", own})) for own in ("roles", "groups", "id number")),
    ("classroom", frozenset({"last name", "first name", "email address"})),
    *(("moodle", frozenset({"surname", address})) for address in ("email address", "e-mail address")),
    ("moodle", frozenset({"apellido(s)", "dirección de correo"})),
)
_STUDENTS = {"student", "students", "estudiante", "alumno", "learner"}
#: Rows of Canvas's table that are about its columns, and Canvas's own test student.
_ABOUT_COLUMNS = re.compile(r"\s*(points possible|student, test|test student)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Student:
    """A row: the ids by which somebody is known, the first one to call them by, and what it says of their submission."""

    person: Person
    received: datetime | None
    due: datetime | None

    @property
    def called(self) -> str:
        """The name in full."""
        return self.person.names[0] if self.person.names else ""

    @property
    def id(self) -> str:
        """What to know them by."""
        return next((one for one in (*self.person.identities, self.called, self.person.number) if one), "?")


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of students: the file's name, the system that wrote it ('list' for nobody's), and its rows."""

    file: str
    system: str
    students: tuple[Student, ...]


def read_roster(path: Path, assignment: str, rules: Submissions) -> Roster:
    """Read a list of students from a CSV file: any separator, UTF-8, UTF-16 or Windows-1252, with or without a mark.

    `assignment` is the id of the rows to take where the list has several; dates without a zone are of `rules.zone`.
    Raises SourceError where the file cannot be read, or no column says whom a row is about.
    """
    try:
        remedy = (
            "A list has one row a student, with as many cells as its first row, which names the columns: id,name,email"
        )
        sheet = read_sheet(path.read_bytes(), str(path), one_column=True, remedy=remedy)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None
    except ExportError as error:
        raise SourceError(str(error)) from None
    header = [title.strip().casefold() for title in sheet.values(0)] if sheet.rows else []
    columns = {meaning: [n for n, h in enumerate(header) if h in known] for meaning, known in _HEADERS.items()}
    system = next((name for name, needed in _SYSTEMS if needed <= set(header)), "list")
    if system == "canvas":
        columns["number"] = [header.index("id")]
    if columns["first"] and not columns["last"] and not columns["name"]:
        columns["name"] = columns["first"]  # “nombre” alone is the whole name
    if not any(columns[meaning] for meaning in ("name", "last", "email", "identity", "number")):
        raise SourceError(
            f"{path}: no column says whom a row is about. Its first row must name them, such as id,name,email; it is: "
            f"{', '.join(sheet.values(0)) if sheet.rows else 'empty'}."
        )
    rows = [sheet.values(index) for index in range(1, len(sheet.rows))]
    rows = [row for row in rows if _is_student(row, columns, system)]
    named = columns["assignment"][0] if columns["assignment"] else None
    if named is not None and any(row[named] == assignment for row in rows):
        rows = [row for row in rows if row[named] == assignment]
    zone = UTC if system == "nbgrader" else rules.zone  # nbgrader's database holds UTC, without saying so
    students = [_student(n, row, columns, rules, zone) for n, row in enumerate(rows, 1)]
    return Roster(path.name, system, tuple(_merged(students)))


def enrol(collection: Collection, roster: Roster) -> Collection:
    """The collection with the roster's names and dates, and what it says of who is missing; every entry stays."""
    owners = {
        **{one.student: _Owner(one.student, "", one.origin) for one in collection.refused if one.student is not None},
        **{e.student: _Owner(e.student, e.known.name, e.known.origin) for e in collection.entries},
    }
    numbered = any(student.person.number for student in roster.students)

    def claim(owner: _Owner) -> Claim | None:
        origin = owner.origin
        if origin is None or origin.system != roster.system or not origin.number or not numbered:
            return None
        return Claim(origin.number, "" if origin.system == "canvas" else "".join(origin.names[:1]))

    rows, missed = find_people(list(owners.values()), [student.person for student in roster.students], claim)
    students = {student.person.row: student for student in roster.students}
    of = {owner.student: students[row] for row, owner in rows.items()}
    entries, further = (
        tuple(
            replace(entry, known=_known(entry.known, of[entry.student])) if entry.student in of else entry
            for entry in several
        )
        for several in (collection.entries, collection.further)
    )
    present = {*rows, *(person.row for miss in missed for person in miss.people if miss.why == "claimed-twice")}
    unmatched = tuple(
        Unmatched(
            miss.one.student,
            "several-rows" if miss.why == "ambiguous" else miss.why,
            ", ".join(person.shown for person in miss.people[:4]),
        )
        for miss in missed
    )
    absent = tuple(
        Absent(student.id, student.called) for student in roster.students if student.person.row not in present
    )
    roll = Roll(roster.file, roster.system, len(roster.students), absent, unmatched)
    return replace(collection, entries=entries, further=further, roll=roll)


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose a submission is, as far as its source tells."""

    student: str
    name: str
    origin: Origin | None


def _known(known: Known, student: Student) -> Known:
    received = Received(student.received, "roster") if student.received is not None else known.received
    return replace(known, name=student.called or known.name, received=received, due=student.due)


def _is_student(row: Sequence[str], columns: Mapping[str, list[int]], system: str) -> bool:
    """Whether a row is about a student: not about a column, not a teacher's, not empty."""
    about = {
        meaning: " ".join(row[n].strip() for n in columns[meaning]).strip()
        for meaning in ("name", "last", "first", "email", "identity", "number")
    }
    if not any(about.values()) or not all(_STUDENTS & _words(row[n]) for n in columns["role"] if row[n].strip()):
        return False
    if system == "canvas":
        title = any(_ABOUT_COLUMNS.fullmatch(text) for text in row[:2])
        return not title and "manual posting" not in map(str.casefold, row)
    return system != "classroom" or bool(about["email"] or about["first"])  # “Points” stands where a last name would


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _student(
    index: int, row: Sequence[str], columns: Mapping[str, list[int]], rules: Submissions, zone: tzinfo
) -> Student:
    def all_of(meaning: str) -> list[str]:
        return [text for n in columns[meaning] if (text := " ".join(row[n].split()))]

    number = "".join(all_of("number")[:1])
    emails = all_of("email")
    identities = (*all_of("identity"), *emails, *(email.split("@")[0] for email in emails if "@" in email))
    received, due = "".join(all_of("received")[:1]), "".join(all_of("due")[:1])
    person = Person(index, re.sub(r".*?(\d+)", r"\1", number), _names(all_of), tuple(dict.fromkeys(identities)))
    return Student(person, read_moment(received, zone), _due(due, rules, zone))


def _names(all_of: Callable[[str], list[str]]) -> tuple[str, ...]:
    """A name in full and with the last name first, whichever the list has."""
    first, last, whole = (" ".join(all_of(meaning)) for meaning in ("first", "last", "name"))
    if last:
        return tuple(dict.fromkeys((f"{first} {last}".strip(), f"{last}, {first}", *([whole] if whole else []))))
    if whole.count(",") == 1:
        before, after = (part.strip() for part in whole.split(","))
        return (f"{after} {before}".strip(), whole)
    return (whole,) if whole else ()


def _due(text: str, rules: Submissions, zone: tzinfo) -> datetime | None:
    try:
        return rules.placed(date.fromisoformat(text))
    except ValueError:
        return read_moment(text, zone)


def _merged(students: Sequence[Student]) -> Iterator[Student]:
    """Rows about one person, such as one for each assignment, as one; what they do not agree on is left out."""
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Student]] = {}
    for student in students:
        alike.setdefault((student.person.number, student.person.names, student.person.identities), []).append(student)
    for several in alike.values():
        dates = {(one.received, one.due) for one in several}
        yield several[0] if len(dates) == 1 else replace(several[0], received=None, due=None)

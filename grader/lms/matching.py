"""Whose row is it: a grade finds exactly one row of the teacher's list, or is told why not; nobody is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.lms.selection import Grade, Notice


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the teacher's list: the system's own number, names in full, and other identities (e-mail, login)."""

    row: int
    number: str
    names: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """How a message names the row."""
        return self.names[0] if self.names else self.number


@dataclass(frozen=True, slots=True)
class Claim:
    """What a downloaded file's name says of its owner: the system's number, and the name beside it, if any."""

    number: str
    name: str = ""


_MOODLE_FOLDER = re.compile(r"(?P<name>[^_/]*)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_.*)?", re.DOTALL)


def moodle_claim(grade: Grade[Any]) -> Claim | None:
    """`Ada Lovelace_123_assignsubmission_file`, as "Download all submissions" names a student's folder."""
    for text in (grade.student, grade.name, grade.file):
        for part in text.split("/"):
            if match := _MOODLE_FOLDER.fullmatch(part):
                return Claim(match["number"], match["name"])
    return None


_CANVAS_FILE = re.compile(r"[^_/]+_(?:LATE_)?(?P<number>\d+)_\d+_.+", re.DOTALL)


def canvas_claim(grade: Grade[Any]) -> Claim | None:
    """`lovelaceada_LATE_7_1234_trace.ipynb`, as Canvas names a downloaded submission: user 7."""
    for text in (grade.student, grade.file):
        if match := _CANVAS_FILE.fullmatch(text):
            return Claim(match["number"])
    return None


def match_people(
    grades: Sequence[Grade[Any]], people: Sequence[Person], claim: Callable[[Grade[Any]], Claim | None], file: str
) -> tuple[dict[int, Grade[Any]], list[Notice]]:
    """Row → grade for every grade with exactly one row, and a notice for every other.

    A number in the downloaded file's name decides, if the name beside it is the row's. Else student id and name are
    looked for among identities and numbers, and names (as they are, else without accents, case and signs); all that
    are found must be one row. Two grades of one row are both left out.
    """
    by_number, by_identity, by_name, by_folded = _index(people)
    found: dict[int, list[Grade[Any]]] = defaultdict(list)
    told: list[Notice] = []
    for grade in grades:
        claimed = claim(grade)
        if claimed is not None:
            rows = by_number.get(claimed.number, [])
            if len(rows) == 1 and not _agree(claimed.name, rows[0]):
                told.append(
                    Notice(
                        "conflict",
                        grade.student,
                        f"number {claimed.number} is {rows[0].shown!r} in {file}, not {claimed.name!r}: not sent. "
                        "Is the file of this very assignment?",
                    )
                )
                continue
        else:
            texts = {grade.student, grade.name}
            rows = _unique(
                row
                for text in texts
                for row in (
                    *by_identity.get(text.casefold(), ()),
                    *by_number.get(text, ()),
                    *(by_name.get(_composed(text), ()) or by_folded.get(_folded(text), ())),
                )
            )
        if len(rows) == 1:
            found[rows[0].row].append(grade)
        elif rows:
            shown = ", ".join(f"{row.shown} (row {row.row + 1})" for row in rows[:4])
            told.append(Notice("ambiguous", grade.student, f"may be any of {shown} in {file}: not sent."))
        else:
            told.append(Notice("unknown", grade.student, f"is not in {file}: not sent."))
    for row, claimants in list(found.items()):
        if len(claimants) > 1:
            del found[row]
            names = ", ".join(grade.student for grade in claimants)
            told += [
                Notice("claimed-twice", grade.student, f"{names} are one person in {file} (row {row + 1}): not sent.")
                for grade in claimants
            ]
    return {row: claimants[0] for row, claimants in found.items()}, told


_Index = dict[str, list[Person]]


def _index(people: Sequence[Person]) -> tuple[_Index, _Index, _Index, _Index]:
    by_number: _Index = defaultdict(list)
    by_identity: _Index = defaultdict(list)
    by_name: _Index = defaultdict(list)
    by_folded: _Index = defaultdict(list)
    for person in people:
        by_number[person.number].append(person)
        for identity in {i.casefold() for i in person.identities if i}:
            by_identity[identity].append(person)
        for name in {_composed(n) for n in person.names if n}:
            by_name[name].append(person)
        for name in {_folded(n) for n in person.names} - {""}:
            by_folded[name].append(person)
    return dict(by_number), dict(by_identity), dict(by_name), dict(by_folded)


def _agree(name: str, person: Person) -> bool:
    """Whether a folder's name is the row's; without names on the list (blind marking) there is nothing to compare."""
    return not person.names or not name or any(_folded(name) == _folded(other) for other in person.names)


def _composed(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _folded(name: str) -> str:
    """Letters and digits without accents and case: Moodle drops apostrophes and turns `_` into a space in folder names."""
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalnum())


def _unique(rows: Iterable[Person]) -> list[Person]:
    return list({row.row: row for row in rows}.values())

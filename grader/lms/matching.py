"""Whose row is it: a grade finds exactly one row of the teacher's list, or is told why not; nobody is guessed."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from grader.lms.selection import Grade, Notice
from grader.model import Origin
from grader.origins import canvas_origin, moodle_origin


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


T = TypeVar("T", bound="Named")


class Named(Protocol):
    """Whoever looks for their row: a student's id, a name, and what the system they came from calls them."""

    @property
    def student(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def origin(self) -> Origin | None: ...


@dataclass(frozen=True, slots=True)
class Miss(Generic[T]):
    """Somebody without a row of their own: why, the rows that it may have been, and what the file's name claims."""

    one: T
    why: Literal["unknown", "ambiguous", "conflict", "claimed-twice"]
    people: tuple[Person, ...] = ()
    claim: Claim | None = None


def moodle_claim(grade: Grade[Any]) -> Claim | None:
    """The participant that Moodle's download names: as it was read, else from a name such as it writes."""
    return _claim("moodle", grade, moodle_origin)


def canvas_claim(grade: Grade[Any]) -> Claim | None:
    """The user that Canvas's download names; the name there is squashed, and compared with nobody's."""
    found = _claim("canvas", grade, canvas_origin)
    return Claim(found.number) if found is not None else None


def _claim(system: str, grade: Grade[Any], parse: Callable[[str], Origin | None]) -> Claim | None:
    origin = grade.origin
    if origin is None or origin.system != system:
        parts = [part for text in (grade.student, grade.name, grade.file) for part in text.split("/")]
        origin = next((found for part in parts if (found := parse(part)) is not None), None)
    return Claim(origin.number, "".join(origin.names[:1])) if origin is not None and origin.number else None


def match_people(
    grades: Sequence[Grade[Any]], people: Sequence[Person], claim: Callable[[Grade[Any]], Claim | None], file: str
) -> tuple[dict[int, Grade[Any]], list[Notice]]:
    """Row → grade for every grade with exactly one row, and a notice for every other (`find_people`)."""
    found, missed = find_people(grades, people, claim)
    return found, [Notice(miss.why, miss.one.student, _told(miss, file)) for miss in missed]


def _told(miss: Miss[Any], file: str) -> dict[str, str | int]:
    told: dict[str, str | int] = {"file": file}
    if miss.people:
        told["rows"] = ", ".join(f"{person.shown} ({person.row + 1})" for person in miss.people[:4])
    if miss.why == "conflict" and miss.claim is not None:
        told |= {"number": miss.claim.number, "name": miss.claim.name}
    return told


def find_people(
    ones: Sequence[T], people: Sequence[Person], claim: Callable[[T], Claim | None]
) -> tuple[dict[int, T], list[Miss[T]]]:
    """Row → the one whose it is, for every one with exactly one row, and a miss for every other.

    A number in the downloaded file's name decides, if the name beside it is the row's. Else student id and name, and the
    names and identities of the origin, are looked for among identities and numbers, and names (as they are, else without
    accents, case and signs); all that are found must be one row. Two of one row are both left out.
    """
    by_number, by_identity, by_name, by_folded = _index(people)

    def texts_of(one: T) -> list[Person]:
        origin = one.origin
        texts = {one.student, one.name, *(() if origin is None else (*origin.names, *origin.identities))} - {""}
        return _unique(
            row
            for text in sorted(texts)
            for row in (
                *by_identity.get(text.casefold(), ()),
                *by_number.get(text, ()),
                *(by_name.get(_composed(text), ()) or by_folded.get(_folded(text), ())),
            )
        )

    found: dict[int, list[T]] = defaultdict(list)
    missed: list[Miss[T]] = []
    for one in ones:
        claimed = claim(one)
        rows = by_number.get(claimed.number, []) if claimed is not None else texts_of(one)
        if claimed is not None and len(rows) > 1:  # a group's submission is every member's
            rows = [row for row in texts_of(one) if row in rows] or rows
        if claimed is not None and len(rows) == 1 and not _agree(claimed.name, rows[0]):
            missed.append(Miss(one, "conflict", (rows[0],), claimed))
        elif len(rows) == 1:
            found[rows[0].row].append(one)
        else:
            missed.append(Miss(one, "ambiguous" if rows else "unknown", tuple(rows)))
    shown = {person.row: person for person in people}
    for row, claimants in list(found.items()):
        if len(claimants) > 1:
            del found[row]
            missed += [Miss(one, "claimed-twice", (shown[row],)) for one in claimants]
    return {row: claimants[0] for row, claimants in found.items()}, missed


_Index = dict[str, list[Person]]


def _index(people: Sequence[Person]) -> tuple[_Index, _Index, _Index, _Index]:
    by_number: _Index = defaultdict(list)
    by_identity: _Index = defaultdict(list)
    by_name: _Index = defaultdict(list)
    by_folded: _Index = defaultdict(list)
    for person in people:
        if person.number:
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

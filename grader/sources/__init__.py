"""Where submissions come from: whatever the systems export, recognised by itself, one notebook a student.

`ana.ipynb` belongs to student ana, `ana/any.ipynb` too; Moodle, Canvas, Gradescope, nbgrader and Google Classroom have
names of their own (layouts.py). A bad entry is refused by name and the rest is kept (files.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Literal

from grader.errors import SourceError
from grader.model import Known, Note, Origin, Received, Submission
from grader.origins import clean
from grader.sources.files import File, Listing, list_sources
from grader.sources.layouts import Owner, Reading, recognise
from grader.spec import Submissions


@dataclass(frozen=True, slots=True)
class Entry:
    """One student's notebook: where it stands, whose it is, and what is known of how it came in."""

    student: str
    file: File
    known: Known

    @property
    def name(self) -> str:
        """How messages call the entry: its path within the source."""
        return self.file.shown

    def when(self) -> tuple[datetime, str]:
        """What orders a student's attempts: when it came in, else when the file was last changed; then its name."""
        return self.known.received.at if self.known.received else self.file.changed, self.file.path

    def read(self) -> Submission:
        """The notebook's bytes as a Submission. Raises Untaken where they cannot be had."""
        name = clean(PurePosixPath(self.file.path).name)
        return Submission(self.student, self.file.read(), name, self.known)


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not taken: why, and whose submission it would have been, where that can be told."""

    entry: str
    why: Note
    student: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """How one source was read: its name, the system whose names it bears ('plain' for none), and for how many students."""

    name: str
    system: str
    students: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a roster: an id to know them by, and a name."""

    student: str
    name: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A submission that is nobody's on the roster: why, and the rows it may be, where it may be several."""

    student: str
    why: Literal["unknown", "several-rows", "claimed-twice", "conflict"]
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """What a roster says of a collection: the file, the system it is from, how many are on it, who handed in nothing."""

    file: str
    system: str
    people: int
    absent: tuple[Person, ...]
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """What the sources hold: one entry a student by name, the refused ones, and the passed-over ones (told, no fault)."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    passed_over: tuple[Refused, ...]
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    roll: Roll | None = None
    #: Where the best attempt counts: the others that may (grader/attempts.py).
    further: tuple[Entry, ...] = ()


_DEFAULT = Submissions()


def collect(
    sources: Sequence[Path],
    pattern: str = "*.ipynb",
    *,
    out: Path | None = None,
    assignment: str = "",
    rules: Submissions = _DEFAULT,
) -> Collection:
    """Find every student's notebook in folders, zip archives and notebook files; `out` is never searched.

    Of several notebooks of one student the newest of those that match `pattern` is taken (of all, where none matches), or
    the oldest where `rules` let the first attempt count; where the best does, the others are `further`. `assignment` is the id to look for where a source holds several.
    Raises SourceError where a source does not exist, is no archive, or where nothing at all was found.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    refused: list[Refused] = []
    notes: list[Note] = []
    read: list[Source] = []
    present: dict[str, Origin | None] = {}
    for listing in list_sources(sources, out, rules.zone):
        reading = recognise(listing, assignment)
        owners = {one.student: one for whose in reading.owners.values() for one in whose}
        read.append(Source(listing.name, reading.system, len(owners)))
        notes += (*reading.notes, *_spellings(listing))
        for item in _sorted_out(listing, reading, rules.file_times):
            if isinstance(item, Entry):
                found[item.student].append(item)
            else:
                refused.append(item)
        present |= {student: one.origin for student, one in owners.items()}
    entries: list[Entry] = []
    further: list[Entry] = []
    passed_over: list[Refused] = []
    for _, several in sorted(found.items()):
        entry, others, unfit = _chosen(several, pattern, rules.attempts)
        entries.append(entry)
        further += others if rules.attempts == "best" else ()
        passed_over += _not_graded(entry, unfit if rules.attempts == "best" else [*others, *unfit], pattern, rules)
    known = {*found, *(one.student for one in refused)}
    refused += [
        Refused(f"{student}/", Note("no-notebook"), student, origin)
        for student, origin in sorted(present.items())
        if student not in known
    ]
    if not entries and not refused:
        raise SourceError(
            f"{', '.join(map(str, sources))}: no notebook found. A source is a folder or a zip with ana.ipynb, or ana/any.ipynb, for student ana, "
            "or what Moodle, Canvas, Gradescope, nbgrader or Google Classroom export."
        )
    notes += _same_but_case([entry.student for entry in entries])
    return Collection(
        tuple(entries), tuple(refused), tuple(passed_over), tuple(read), tuple(notes), None, tuple(further)
    )


def _sorted_out(listing: Listing, reading: Reading, file_times: bool) -> Iterator[Entry | Refused]:
    """Each notebook as its owners' entry, each file with a problem as refused for its owners."""
    for file in listing.files:
        owners = () if file.stray else reading.owners.get(file.path, ())
        if file.problem:
            for owner in owners or (None,):
                student, origin = (owner.student, owner.origin) if owner is not None else (None, None)
                yield Refused(file.shown, file.problem, student, origin)
        elif file.is_notebook:
            for owner in owners:
                known = Known(_called(owner.origin), owner.origin, _received(owner, file, file_times))
                yield Entry(owner.student, file, known)


def _received(owner: Owner, file: File, file_times: bool) -> Received | None:
    if owner.received is not None:
        return Received(owner.received, "export")
    return Received(file.changed, "files") if file_times else None


def _called(origin: Origin | None) -> str:
    """The owner's name in full, where the export has it: Canvas squashes it, and that is no name."""
    return origin.names[0] if origin is not None and origin.names and origin.system != "canvas" else ""


def _chosen(
    several: Sequence[Entry], pattern: str, attempts: Literal["last", "first", "best"]
) -> tuple[Entry, list[Entry], list[Entry]]:
    """The one that counts (for the best: the newest, so far), the others of its name, and those of other names."""
    matching = [e for e in several if fnmatch(PurePosixPath(e.file.path).name, pattern)] or list(several)
    chosen = (min if attempts == "first" else max)(matching, key=Entry.when)
    return chosen, [e for e in matching if e is not chosen], [e for e in several if e not in matching]


def _not_graded(chosen: Entry, others: Sequence[Entry], pattern: str, rules: Submissions) -> list[Refused]:
    code = "older-counts" if rules.attempts == "first" else "newer-counts"
    why = Note(code, {"file": chosen.name, "pattern": pattern})
    return [Refused(e.name, why, e.student) for e in others]


def _spellings(listing: Listing) -> list[Note]:
    """Names whose encoding had to be guessed, one note for each encoding."""
    guessed: dict[str, list[str]] = defaultdict(list)
    for file in listing.files:
        if file.guessed:
            guessed[file.guessed].append(file.shown)
    return [
        Note("encoding", {"source": listing.name, "encoding": name, "n": len(names), "example": names[0]})
        for name, names in guessed.items()
    ]


def _same_but_case(students: Sequence[str]) -> list[Note]:
    """Students whose ids differ by case alone: one on some systems, and two here."""
    alike: dict[str, list[str]] = defaultdict(list)
    for student in students:
        alike[student.casefold()].append(student)
    return [Note("case", {"students": ", ".join(names)}) for names in alike.values() if len(names) > 1]

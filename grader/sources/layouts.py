"""How the systems name what they export: each recogniser says whose a path is, and the one that explains all notebooks holds.

Moodle's rules are those of mod/assign/classes/downloader.php, nbgrader's of its documentation, the others as users show
them (README.md). Students' own file names are in all of them, so nothing is recognised by one name alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TypeAlias

from grader.errors import SubmissionError
from grader.model import Note, Origin
from grader.origins import CANVAS, MOODLE, NOBODY, of_canvas, of_moodle, person
from grader.sources.files import ARCHIVES, File, Listing
from grader.sources.metadata import read_metadata
from grader.sources.moments import read_moment


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a file is; `received` where the export itself says when it came in, `late` where it says that it came late."""

    student: str
    origin: Origin | None = None
    received: datetime | None = None
    late: bool = False


#: Path → its owners: several for a group's, none for what is no submission. A path that is not named so is not in it.
Owners: TypeAlias = Mapping[str, tuple[Owner, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one source was read: the system whose names it bears, and whose each of its paths is."""

    system: str
    owners: Owners
    notes: tuple[Note, ...] = ()


def recognise(listing: Listing, assignment: str = "") -> Reading:
    """The one layout that explains every notebook of a source; plain, with a note, where some notebooks fit and others do not.

    `assignment` is the id to choose by where the source holds several assignments.
    """
    notebooks = [f.path for f in listing.files if f.is_notebook and not f.stray]
    asked = notebooks or [f.path for f in listing.files if not f.folder and not f.stray]
    read = {system: layout(listing, assignment) for system, layout in _LAYOUTS.items()}
    fits = {system: [path for path in asked if path in owners] for system, owners in read.items()}
    whole = [system for system in fits if asked and len(fits[system]) == len(asked)]
    if len(whole) == 1:
        return Reading(whole[0], read[whole[0]], tuple(_notes(listing, whole[0], read[whole[0]], assignment)))
    notes = [
        Note(
            "ambiguous",
            {
                "source": listing.name,
                "system": system,
                "fits": len(paths),
                "of": len(asked),
                "example": next((path for path in asked if path not in read[system]), ""),
            },
        )
        for system, paths in fits.items()
        if paths
    ]
    return Reading("plain", _plain(listing), tuple(notes))


def _plain(listing: Listing) -> Owners:
    """`ana.ipynb` is ana's, and `ana/any.ipynb` too."""
    found: dict[str, tuple[Owner, ...]] = {}
    for file in listing.files:
        if file.stray:
            continue
        path = PurePosixPath(file.path)
        named = len(path.parts) > 1 or file.folder
        if named or path.suffix.lower() in (".ipynb", *ARCHIVES) or file.problem:
            of_file = not named and path.suffix.lower() in (".ipynb", *ARCHIVES)
            found[file.path] = (Owner(person(path.stem if of_file else path.parts[0])),)
    return found


def _moodle(listing: Listing, assignment: str) -> Owners:
    matches = {f.path: match for f in listing.files if not f.stray and (match := MOODLE.fullmatch(f.path))}
    names = {match["name"] for match in matches.values()}
    numbers = {match["number"] for match in matches.values()}
    blind = len(names) == 1 and (len(numbers) > 1 or {name.casefold() for name in names} <= NOBODY)
    return {
        path: (Owner(_numbered(match["name"], match["number"]), of_moodle(match, blind)),)
        for path, match in matches.items()
    }


def _canvas(listing: Listing, assignment: str) -> Owners:
    matches = {f.path: match for f in listing.files if not f.stray and (match := CANVAS.fullmatch(f.path))}
    # Canvas's attachments are numbered once for all, and a user has one name: `lab_1_2_ana.ipynb` is no Canvas name.
    attachments = Counter(match["attachment"] for match in matches.values() if match["attachment"])
    people = {(match["number"], match["name"]) for match in matches.values() if match["number"]}
    if any(count > 1 for count in attachments.values()) or len({number for number, _ in people}) < len(people):
        return {}
    return {
        path: (
            Owner(
                _numbered(match["name"] or "anon", match["number"] or match["code"]),
                of_canvas(match),
                late=bool(match["late"] or match["anonymous_late"]),
            ),
        )
        for path, match in matches.items()
    }


_GRADESCOPE = re.compile(
    r"(?P<export>assignment_\d+_export/)?(?P<folder>submission_(?P<number>\d+))(?:/.*)?", re.DOTALL
)
_METADATA = re.compile(r"(?:assignment_\d+_export/)?submission_metadata\.yml")


def _gradescope(listing: Listing, assignment: str) -> Owners:
    matches = {f.path: match for f in listing.files if not f.stray and (match := _GRADESCOPE.fullmatch(f.path))}
    if not matches:
        return {}
    told = next((f for f in listing.files if _METADATA.fullmatch(f.path)), None)
    try:
        metadata = read_metadata(told.read()) if told is not None else {}
    except SubmissionError:
        metadata = {}
    found: dict[str, tuple[Owner, ...]] = {told.path: ()} if told is not None else {}
    for path, match in matches.items():
        known = metadata.get(match["folder"])
        found[path] = tuple(
            Owner(
                person(one.email or one.number or one.name or match["folder"]),
                Origin(
                    "gradescope",
                    match["number"],
                    (person(one.name),) if one.name else (),
                    tuple(text for text in (one.email, one.number) if text),
                ),
                known.created if known is not None else None,
            )
            for one in (known.submitters if known is not None else ())
        ) or (Owner(match["folder"], Origin("gradescope", match["number"])),)
    return found


#: Folders of an nbgrader course beside `submitted`: nobody's submissions.
_COURSE = {"source", "release", "autograded", "feedback", "downloaded", "fetched", "solution"}


def _nbgrader(listing: Listing, assignment: str) -> Owners:
    paths = {f.path: PurePosixPath(f.path).parts for f in listing.files if not f.stray}
    in_course = any(parts[0] == "submitted" and len(parts) > 1 for parts in paths.values())
    inside = {
        path: parts[1:] if in_course else parts
        for path, parts in paths.items()
        if not in_course or parts[0] == "submitted"
    }
    stamps = {
        (parts[0], parts[1]): path for path, parts in inside.items() if len(parts) == 3 and parts[2] == "timestamp.txt"
    }
    if not (in_course or listing.root == "submitted" or stamps):
        return {}
    written = set(stamps.values())
    moments = {f.path: _timestamp(f) for f in listing.files if f.path in written and not f.problem}
    folders = {f.path for f in listing.files if f.folder}
    chosen = _assignments(inside)
    found: dict[str, tuple[Owner, ...]] = {
        path: () for path, parts in paths.items() if in_course and (parts[0] in _COURSE or path == "submitted")
    }
    for path, parts in inside.items():
        if len(parts) >= 3 and assignment in chosen and parts[1] != assignment:
            found[path] = ()
        elif len(parts) >= 3 or (parts and path in folders):
            received = moments.get(stamps.get((parts[0], parts[1]), "")) if len(parts) >= 3 else None
            origin = Origin("nbgrader", "", (), (person(parts[0]),))
            found[path] = (Owner(person(parts[0]), origin, received),)
    return found


def _assignments(inside: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {parts[1] for path, parts in inside.items() if len(parts) >= 3 and path.lower().endswith(".ipynb")}


def _timestamp(file: File) -> datetime | None:
    """What nbgrader wrote into timestamp.txt, `2026-11-20 23:58:01.123456 UTC`; without a zone it means UTC."""
    try:
        return read_moment(file.read()[:100].decode("utf-8", "replace"), UTC)
    except SubmissionError:
        return None


_CLASSROOM = re.compile(
    r"(?:Copy of |Copia de )?(?P<name>[^/]*?[^\s/]) - (?P<title>[^/]*?[^\s/])(?: ?\(\d{1,3}\))?\.ipynb", re.IGNORECASE
)


def _classroom(listing: Listing, assignment: str) -> Owners:
    notebooks = [f.path for f in listing.files if f.is_notebook and not f.stray]
    matches = {path: match for path in notebooks if (match := _CLASSROOM.fullmatch(path))}
    if len(notebooks) < 2 or len({match["title"].casefold() for match in matches.values()}) != 1:
        return {}
    return {
        path: (Owner(person(match["name"]), Origin("classroom", "", (person(match["name"]),))),)
        for path, match in matches.items()
    }


_LAYOUTS: Mapping[str, Callable[[Listing, str], Owners]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "gradescope": _gradescope,
    "nbgrader": _nbgrader,
    "classroom": _classroom,
}


def _notes(listing: Listing, system: str, owners: Owners, assignment: str) -> Iterator[Note]:
    aside = [f.path for f in listing.files if f.is_notebook and owners.get(f.path) == ()]
    if aside:
        yield Note("aside", {"source": listing.name, "n": len(aside), "example": aside[0]})
    late = {one.student for owner in owners.values() for one in owner if one.late}
    if late:
        yield Note("marked-late", {"source": listing.name, "students": ", ".join(sorted(late))})
    if system == "nbgrader":
        inside = {path: PurePosixPath(path.removeprefix("submitted/")).parts for path, whose in owners.items() if whose}
        chosen = _assignments(inside)
        if len(chosen) > 1:
            yield Note("several-assignments", {"source": listing.name, "assignments": ", ".join(sorted(chosen))})


def _numbered(name: str, number: str | None) -> str:
    return person(f"{name}_{number}" if number else name)

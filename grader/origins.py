"""What the name of one file that Moodle or Canvas wrote says of its owner; clean and person: names as they are kept."""

from __future__ import annotations

import re
import unicodedata

from grader.model import Origin

MOODLE = re.compile(r"(?P<name>[^_/]*)(?:_(?P<number>\d+))?_assignsubmission_[a-z0-9]+(?:_[^/]*)?(?:/.*)?", re.DOTALL)
#: What stands for a name under blind marking, in Moodle's own languages; in others it is known by being everybody's.
NOBODY = {"participant", "participante", "teilnehmer/in", "partecipante"}
CANVAS = re.compile(
    r"(?:anon_(?P<anonymous_late>LATE_)?(?P<code>[A-Za-z0-9]{5})|(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<number>\d+))"
    r"_(?:(?P<attachment>\d+)_[^/]+|text\.html|link\.html)",
    re.DOTALL,
)


def clean(name: str) -> str:
    """A file's name as text that can be written anywhere: bytes that are no UTF-8 are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def person(name: str) -> str:
    """A student's id: file systems that spell é as two characters give the same one."""
    return unicodedata.normalize("NFC", clean(name))


def moodle_origin(name: str) -> Origin | None:
    """The owner of one folder or file that Moodle wrote."""
    match = MOODLE.fullmatch(name)
    return of_moodle(match, match["name"].casefold() in NOBODY) if match else None


def canvas_origin(name: str) -> Origin | None:
    """The owner of one file that Canvas wrote."""
    match = CANVAS.fullmatch(name)
    return of_canvas(match) if match else None


def of_moodle(match: re.Match[str], blind: bool) -> Origin:
    """The owner in a match of MOODLE; under blind marking the name is nobody's."""
    return Origin("moodle", match["number"] or "", () if blind or not match["name"] else (person(match["name"]),))


def of_canvas(match: re.Match[str]) -> Origin:
    """The owner in a match of CANVAS."""
    return Origin("canvas", match["number"] or "", (person(match["name"]),) if match["name"] else ())

"""Gradescope's submission_metadata.yml: who handed in each submission, and when.

Read event by event: the students' own output stands in this file too, so nothing is built from it but the few texts that
are asked for, to no depth and without aliases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import yaml

from grader.sources.moments import read_moment

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Submitter:
    """One who handed in: name, number (`sid`) and e-mail address, '' where the file does not say it."""

    name: str = ""
    number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """One submission: its submitters and when it was made, None where that cannot be read."""

    submitters: tuple[Submitter, ...]
    created: datetime | None


def read_metadata(data: bytes) -> dict[str, Handed]:
    """Folder → who handed it in. What follows a mistake in the file is left out."""
    found: dict[str, Handed] = {}
    people: list[dict[str, str]] = []
    created: datetime | None = None
    for path, text in _texts(data):
        keys = tuple(key.lstrip(":") for key in path)
        if len(keys) == 1:  # a submission's end
            found[path[0]] = Handed(
                tuple(Submitter(one.get("name", ""), one.get("sid", ""), one.get("email", "")) for one in people),
                created,
            )
            people, created = [], None
        elif keys[1:] == ("submitters",):
            people.append({})
        elif len(keys) == 3 and keys[1] == "submitters" and people:
            people[-1][keys[2]] = text
        elif keys[1:] == ("created_at",):
            created = read_moment(text, None)  # Ruby writes every time with its offset
    return found


def _texts(data: bytes) -> Iterator[tuple[tuple[str, ...], str]]:
    """(keys, text) of every scalar, ((…, key), '') at the start of each mapping in a list, and ((key,), '') at the end of
    each mapping of the first level."""
    # A level: [is it a mapping, the key that waits for its value].
    levels: list[list[bool | str | None]] = []
    try:
        for event in yaml.parse(data, Loader=_LOADER):
            keys = tuple(str(key) for mapping, key in levels if mapping and key is not None)
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                mapping = isinstance(event, yaml.MappingStartEvent)
                if mapping and levels and not levels[-1][0]:
                    yield keys, ""
                levels.append([mapping, None])
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                levels.pop()
                if len(levels) == 1:
                    yield keys, ""
                if levels and levels[-1][0]:
                    levels[-1][1] = None
            elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) and levels and levels[-1][0]:
                if levels[-1][1] is None:
                    levels[-1][1] = getattr(event, "value", "")
                else:
                    if isinstance(event, yaml.ScalarEvent):
                        yield keys, event.value
                    levels[-1][1] = None
    except (yaml.YAMLError, ValueError):
        return

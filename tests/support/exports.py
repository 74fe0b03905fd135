"""Archives as the systems export them, written from their rules: Moodle, Canvas, Gradescope, nbgrader, Google Classroom."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Person:
    """A student of a class: the name in full, last name first for Canvas, the number the system gave, an address."""

    name: str
    number: int
    last_first: str = ""
    email: str = ""


ADA = Person("Ada Lovelace", 123, "Lovelace, Ada", "ada@x.org")
LUIS = Person("José Luis O'Ångström", 45, "O'Ångström, José Luis", "luis@x.org")
ZOE = Person("王小明", 6, "王, 小明", "zoe@x.org")
CLASS = (ADA, LUIS, ZOE)


def moodle(person: Person, *, form: str = "folder", blind: bool = False, plugin: str = "file") -> str:
    """What stands before a student's file: clean_filename drops apostrophes, `_` in names becomes a space."""
    name = "Participant" if blind else re.sub(r"['\"&<>`|:\\/]", "", person.name.replace("_", " "))
    ends = {"folder": "/", "underscore": "_/", "flat": "_"}
    return f"{name}_{person.number}_assignsubmission_{plugin}{ends[form]}"


def canvas(person: Person, attachment: int, file: str, *, late: bool = False) -> str:
    """The sortable name without anything that is no letter or digit, in lower case."""
    squashed = "".join(c for c in person.last_first.lower() if c.isalnum())
    return f"{squashed}_{'LATE_' if late else ''}{person.number}_{attachment}_{file}"


def metadata(folders: Mapping[str, Sequence[Person]], created: str = "2026-11-20 23:58:01.123456789 Z") -> bytes:
    """submission_metadata.yml as Ruby writes it, with a student's output that imitates it."""
    lines = ["---"]
    for folder, people in folders.items():
        lines += [f"{folder}:", "  :submitters:"]
        for person in people:
            lines += [f"  - :name: {person.name}", f"    :sid: '{person.number:05d}'", f"    :email: {person.email}"]
        lines += [f"  :created_at: {created}", "  :score: 7.5", "  :status: processed", "  :results:", "    tests:"]
        lines += ["    - output: |-", "        submission_9:", "          :submitters:", "          - :name: Forged"]
        lines += ["      score: 1.0", "  :history:", "  - :id: 1", "    :created_at: 2020-01-01 00:00:00.0 Z"]
    return ("\n".join(lines) + "\n").encode()


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip archive with these members."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path

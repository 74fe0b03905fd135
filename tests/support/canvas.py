"""Plays Canvas's gradebook importer, as its source and documentation tell: never tried against a real one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class User:
    """A student as Canvas knows one."""

    id: str
    name: str
    sis: str = ""
    login: str = ""


@dataclass
class Result:
    """What the page shows before the teacher confirms."""

    changes: dict[tuple[str, str], str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    new_assignments: list[str] = field(default_factory=list)


def upload(
    data: bytes, users: Sequence[User], assignments: Mapping[str, str], scores: Mapping[tuple[str, str], str]
) -> Result:
    """Import a gradebook; `assignments` id → title, `scores` (user id, assignment id) → what is stored ("EX" is excused)."""
    text = data.decode("utf-8")
    lines = text.splitlines()[:3]
    separator = ";" if sum(line.count(";") for line in lines) > sum(line.count(",") for line in lines) else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    header = rows[0]
    if header[:2] != ["Student", "ID"] and header[:3] != ["LastName", "FirstName", "ID"]:
        raise ValueError("is no gradebook")  # a byte order mark is enough
    first = header.index("Section") + 1
    result = Result()
    body = [row for row in rows[1:] if "Manual Posting" not in row]
    columns: dict[int, str] = {}
    for place in range(first, len(header)):
        match = re.search(r"\((\d+)\)$", header[place])
        if any("Points Possible" in row[0] and "read only" in row[place] for row in body):
            continue
        if match and match[1] in assignments:
            columns[place] = match[1]
        else:
            result.new_assignments.append(header[place])
    for row in body:
        if "Points Possible" in row[0]:
            continue
        user = _find(dict(zip(header, row, strict=False)), users)
        if user is None:
            result.missing.append(row[0])
            continue
        for place, assignment in columns.items():
            given = row[place].strip()
            stored = scores.get((user.id, assignment), "")
            if given in ("", "-"):
                continue
            after = given if given.upper() == "EX" else str(_decimal(given))
            if after != (stored if stored in ("", "EX") else str(_decimal(stored))):
                result.changes[user.id, assignment] = after
    return result


def _find(row: Mapping[str, str], users: Sequence[User]) -> User | None:
    for key, of in (
        ("ID", lambda u: u.id),
        ("SIS User ID", lambda u: u.sis),
        ("SIS Login ID", lambda u: u.login),
        ("Student", lambda u: u.name),
    ):
        for user in users:
            if row.get(key) and of(user) == row[key]:
                return user
    return None


def _decimal(text: str) -> Decimal:
    whole, mark, part = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", text).groups()  # the last mark is the decimal one
    return Decimal(re.sub(r"[.,]", "", whole) + (f".{part}" if mark else "")).quantize(Decimal("0.01"), ROUND_HALF_UP)

"""Grades as a CSV for people: no text cell is a formula in any spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from grader.inert import inert
from grader.late import taken
from grader.lms.selection import Document, Grade, exact


def checks_of(document: Document) -> tuple[str, dict[str, Decimal | None], Decimal | None]:
    """What the table takes from a document: how the run ended, the points of each check, and what lateness takes of them."""
    points = {f["check"]: exact(f["points"]) for f in document["findings"]}
    return document["execution"]["ending"], points, exact(taken(document["score"])) or None


def grades_table(grades: Sequence[Grade[tuple[str, dict[str, Decimal | None], Decimal | None]]]) -> bytes:
    """One row a student, a column for each check, UTF-8 with the byte order mark that Excel needs."""
    checks = list(dict.fromkeys(check for grade in grades for check in grade.kept[1]))
    head = ["student", "name", "points", "maximum", "state", "ending", *checks, "late", "file"]
    lines = [",".join(_text(title) for title in head)]
    for grade in grades:
        ending, points, late = grade.kept
        cells = [_text(grade.student), _text(grade.name), _number(grade.points), _number(grade.maximum)]
        cells += [_text(grade.state), _text(ending), *(_number(points.get(check)) for check in checks), _number(late)]
        lines.append(",".join([*cells, _text(grade.file)]))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


def _text(text: str) -> str:
    safe = inert(text)
    if re.fullmatch(r"[\w.' -]*", safe):
        return safe
    return '"' + safe.replace('"', '""') + '"'


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"

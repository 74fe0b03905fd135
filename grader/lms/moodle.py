"""A Moodle grading worksheet filled in place: only Grade and Feedback comments change, and what Moodle will do is told before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grader.errors import ExportError
from grader.lms.comment import STARTS
from grader.lms.matching import match_people, moodle_claim
from grader.lms.selection import Grade, Notice, scaled
from grader.lms.worksheet import Row, Worksheet


@dataclass(frozen=True, slots=True)
class Sent:
    """One grade as written: its row, what stood there before (None: nothing) and what stands there now."""

    grade: Grade[Any]
    row: int
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True, slots=True)
class Filled:
    """The file to upload, what is in it, and what to tell. `updated` and `comments` are what Moodle will count."""

    data: bytes
    sent: tuple[Sent, ...]
    told: tuple[Notice, ...]
    updated: int
    comments: int
    #: Of `updated`, those that need the box "Allow updating records that have been modified more recently".
    need_the_box: int


def fill_worksheet(
    worksheet: Worksheet,
    grades: Sequence[Grade[Any]],
    comment: Callable[[Grade[Any]], str],
    *,
    file: str,
    scale: bool = False,
    replace_comments: bool = False,
) -> Filled:
    """Write each grade, with two decimals, and its comment into the one row that is its student's.

    A locked row, a duplicate identifier, an unknown student and a grade above the maximum are left as they are and
    told. A comment that a person wrote stays unless `replace_comments`. Raises ExportError where the maximum is
    another one, unless `scale`.
    """
    doubles = {n for n, count in Counter(row.number for row in worksheet.rows).items() if count > 1}
    rows = {row.index: row for row in worksheet.rows}
    matched, told = match_people(grades, [row.person for row in worksheet.rows], moodle_claim, file)
    _same_maximum(matched, rows, file, scale)
    changes: dict[tuple[int, int], str] = {}
    sent: list[Sent] = []
    for index, grade in sorted(matched.items()):
        row = rows[index]
        after = scaled(grade.points, grade.maximum, row.maximum)
        if row.number in doubles:
            told.append(Notice("duplicate", grade.student, {"identifier": row.number, "file": file}))
        elif row.locked:
            told.append(Notice("locked", grade.student))
        else:
            changes[index, worksheet.columns["grade"]] = f"{after:.2f}".replace(".", worksheet.decimal)
            sent.append(Sent(grade, index, row.grade, after))
            if "comments" in worksheet.columns:
                ours = not row.comment.strip() or row.comment.lstrip().startswith(STARTS)
                if ours or replace_comments:
                    changes[index, worksheet.columns["comments"]] = worksheet.sheet.spelled(comment(grade))
                else:
                    told.append(Notice("comment-kept", grade.student))
    updated = [one for one in sent if one.before != one.after]
    comments = [place for place, text in changes.items() if place[1] != worksheet.columns["grade"]]
    comments = [(r, c) for r, c in comments if worksheet.sheet.rows[r][c].value != changes[r, c]]
    ignored = worksheet.columns.get("comments") == 0
    box = [one for one in updated if one.before is not None and not rows[one.row].dated]
    told += _about_the_file(worksheet, file, sent, box)
    return Filled(
        worksheet.sheet.replaced(changes),
        tuple(sent),
        tuple(told),
        len(updated),
        0 if ignored else len(comments),
        len(box),
    )


def _same_maximum(matched: Mapping[int, Grade[Any]], rows: Mapping[int, Row], file: str, scale: bool) -> None:
    for index, grade in matched.items():
        if grade.maximum <= 0:
            raise ExportError(f"{grade.student}: the maximum is {grade.maximum}: there are no points to export.")
        if not scale and grade.maximum != rows[index].maximum:
            raise ExportError(
                f"{file}: the maximum is {rows[index].maximum}, and the reports' is {grade.maximum}. Set the activity's "
                f"maximum grade to {grade.maximum}, or say --scale to convert every grade."
            )


def _about_the_file(worksheet: Worksheet, file: str, sent: Sequence[Sent], box: Sequence[Sent]) -> list[Notice]:
    sheet, columns = worksheet.sheet, worksheet.columns
    told = [Notice("form", file, {"encoding": sheet.encoding_name, "separator": sheet.delimiter})]
    if not worksheet.decimal_seen:
        told.append(Notice("decimal", file, {"mark": worksheet.decimal}))
    if not worksheet.english:
        told.append(Notice("language", file))
    if "name" not in columns:
        told.append(Notice("anonymous", file))
    if "workflow" in columns:
        told.append(Notice("workflow", file))
    if "comments" not in columns:
        told.append(Notice("no-comments", file))
    elif columns["comments"] == 0:
        told.append(Notice("comments-first", file))
    else:
        written = {one.row for one in sent}
        bare = sum(1 for row in worksheet.rows if row.index not in written and not row.comment)
        if bare:
            told.append(Notice("clears-comments", file, {"n": bare}))
    unchanged = sum(1 for one in sent if one.before == one.after)
    if unchanged:
        told.append(Notice("unchanged", file, {"n": unchanged}))
    if box:
        told.append(Notice("tick-the-box", file, {"n": len(box)}))
    return told

"""A CSV in which nothing runs, and XML that every reader accepts."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.lms.junit import junit, suite_of
from grader.lms.selection import select
from grader.lms.table import checks_of, grades_table, inert
from tests.support.reports import report, stored


def table(*documents: dict[str, Any]) -> list[dict[str, str]]:
    data = grades_table(select([stored("", d) for d in documents], checks_of).grades)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_numbers_are_numbers_and_checks_have_columns() -> None:
    (row,) = table(report("ana", 7.5))
    assert [row[key] for key in ("student", "points", "maximum", "trace", "final", "state")] == [
        "ana",
        "7.5",
        "10",
        "7.5",
        "0",
        "graded",
    ]


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    'a";=1',
    "x;=1",
    "x\n=1",
    "\x00=1",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_text_is_a_formula_whatever_separator_a_spreadsheet_splits_at(text: str, separator: str) -> None:
    data = grades_table(select([stored("", report(text, name=text, file=text))], checks_of).grades).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline=""), delimiter=separator) for cell in row]
    cells += [part for cell in cells for part in re.split(r'[;,\t\r\n"]', cell)]
    assert [cell for cell in cells if cell.strip()[:1] in set("=+-@＝＋－＠") - {""}] == []


def test_a_cell_begins_with_no_tab_or_line_end_and_holds_no_control_character() -> None:
    assert [inert(text) for text in ("\tx", "\rx", "\nx", "a\x00\x1bb")] == ["'\tx", "'\rx", "'\nx", "ab"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_a_harmless_text_stays_as_it_is_and_the_rest_differs_by_apostrophes(text: str) -> None:
    assert inert(text).replace("'", "") == text.replace("'", "")
    if not re.search("[=+\\-@＝＋－＠−]", text):
        assert inert(text) == text


def xml(*documents: dict[str, Any]) -> ET.Element:
    data = junit(select([stored("", d) for d in documents], lambda d: suite_of(d, "en"), provisional=True).grades)
    assert data == junit(
        select([stored("", d) for d in documents], lambda d: suite_of(d, "en"), provisional=True).grades
    )
    return ET.fromstring(data)


def test_a_submission_is_a_suite_and_a_check_a_case() -> None:
    root = xml(report("ana", 7.5), report("luis", 0))
    assert root.attrib == {"tests": "4", "failures": "2", "errors": "0", "skipped": "0"}
    suite = root[0]
    assert suite.get("name") == "ana"
    properties = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert (properties["score"], properties["max_score"], properties["points.trace"]) == ("7.5", "10", "7.5")
    assert [case.get("name") for case in suite.iter("testcase")] == ["trace", "final"]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("type") == "iterates.sequential-update"
    assert "component y" in (failure.get("message") or "")


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"verdict": "skipped", "code": "number.not-run"}, "skipped"),
        ({"verdict": "undecided", "code": "number.cannot-certify"}, "skipped"),
        ({"verdict": "undecided", "code": "text.for-a-person"}, "skipped"),
        ({"verdict": "skipped", "code": "number.not-run", "ending": "sandbox-fault"}, "errors"),
        ({"verdict": "undecided", "code": "number.sandbox-fault"}, "errors"),
    ],
)
def test_what_is_not_the_students_is_no_failure(changes: dict[str, str], counted: str) -> None:
    root = xml(report("ana", **changes))
    assert root.get(counted) == "1"
    assert len(root.findall(f".//{counted.removesuffix('s')}")) == 1
    assert root.get("failures") == "1"


def test_control_characters_and_markup_of_a_student_leave_valid_xml() -> None:
    nasty = 'a\x00\x1b[31m]]>"<&\ufffe\ud800'
    document = report(nasty, code=nasty, verdict="failed")
    assert xml(document)[0].get("name") == 'a\ufffd\ufffd[31m]]>"<&\ufffd\ufffd'

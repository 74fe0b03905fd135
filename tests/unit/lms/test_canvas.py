"""Canvas's gradebook, filled in place, is uploaded to an importer written from Canvas's source."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import ExportError
from grader.lms.canvas import Filled, fill_gradebook, read_gradebook
from grader.lms.selection import Grade, select
from tests.support.canvas import User, upload
from tests.support.reports import report, stored

USERS = [
    User("101", "O'Brien, Ada", "S1", "ada@x.org"),
    User("102", "Ångström, Luis", "S2", "luis"),
    User("103", "王, 小明", "", "zoe"),
    User("104", "Student, Test", "", "abc"),
]
TITLES = {"7": "Trace (7)", "8": 'Essay, "long" (8)'}
BOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Trace (7),"Essay, ""long"" (8)",Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10.00,5.00,(read only)
"O'Brien, Ada",101,S1,ada@x.org,"A; B",,4.00,80.00
"Ångström, Luis",102,S2,luis,A,3.00,,75.00
"王, 小明",103,,zoe,A,EX,,
"Student, Test",104,,abc,A,,,
""".encode()


def graded(*students: str, points: float = 7.5, **changes: Any) -> tuple[Grade[None], ...]:
    return select([stored(s, report(s, points, **changes)) for s in students], lambda *_: None).grades


def fill(data: bytes, grades: tuple[Grade[None], ...], assignment: str = "Trace (7)", **options: Any) -> Filled:
    return fill_gradebook(read_gradebook(data, "G.csv", assignment), grades, file="G.csv", **options)


SCORES = {("101", "8"): "4", ("102", "7"): "3", ("103", "7"): "EX"}


@pytest.mark.parametrize("separator", [",", ";"])
def test_what_is_filled_in_is_what_canvas_changes_and_nothing_else(separator: str) -> None:
    data = BOOK if separator == "," else BOOK.replace(b"A; B", b"A").replace(b",", b";")
    filled = fill(data, graded("S1", "luis"), "7" if separator == ";" else "Trace (7)")
    result = upload(filled.data, USERS, TITLES, SCORES)
    assert result.changes == {("101", "7"): "7.50", ("102", "7"): "7.50"}
    assert (result.missing, len(result.changes)) == ([], filled.updated)
    assert filled.told == ()


def test_a_gradebook_with_last_and_first_names_apart_is_filled_in_alike() -> None:
    """Canvas writes the name in two columns where the institution asks for it; its rows about columns keep to the first."""
    first, *rows = BOOK.decode().splitlines()
    apart = [row.replace('",', '","",', 1) if row.startswith('"') else row.replace(",", ",,", 1) for row in rows]
    data = "\n".join([first.replace("Student", "LastName,FirstName"), *apart, ""]).encode()
    filled = fill(data, graded("S1", "luis"))
    result = upload(filled.data, USERS, TITLES, SCORES)
    assert result.changes == {("101", "7"): "7.50", ("102", "7"): "7.50"}
    assert (result.missing, len(result.changes)) == ([], filled.updated)


def test_only_the_cells_of_the_assignment_change() -> None:
    after = fill(BOOK, graded("101", "102")).data
    assert after == BOOK.replace(b'"A; B",,4.00', b'"A; B",7.50,4.00').replace(b"luis,A,3.00", b"luis,A,7.50")


def test_a_zero_is_sent_and_the_same_grade_is_no_change() -> None:
    filled = fill(BOOK, (*graded("101", points=0), *graded("102", points=3)))
    assert upload(filled.data, USERS, TITLES, SCORES).changes == {("101", "7"): "0.00"}
    assert filled.updated == 1


def test_a_downloaded_submissions_name_gives_the_id() -> None:
    filled = fill(BOOK, graded("obrienada_LATE_101_9876_trace"))
    assert upload(filled.data, USERS, TITLES, SCORES).changes == {("101", "7"): "7.50"}


def test_an_excused_student_stays_excused() -> None:
    filled = fill(BOOK, graded("zoe"))
    assert filled.data == BOOK
    assert [notice.code for notice in filled.told] == ["excused"]


def test_a_name_alone_is_not_enough() -> None:
    filled = fill(BOOK, graded("O'Brien, Ada"))
    assert filled.data == BOOK
    assert [notice.code for notice in filled.told] == ["unknown"]


@pytest.mark.parametrize("title", ["Trace", "Trace (9)", "Current Score", "Section", "ID"])
def test_an_unknown_assignment_would_be_created_by_canvas_and_is_an_error_here(title: str) -> None:
    renamed = BOOK.replace(b"Trace (7)", b"Trace (9)", 1)
    assert upload(renamed, USERS, TITLES, SCORES).new_assignments == ["Trace (9)"]
    with pytest.raises(ExportError, match=r"Trace \(7\); Essay"):
        fill(BOOK, graded("101"), title)


def test_other_points_possible_are_refused_unless_grades_are_to_be_scaled() -> None:
    essay = 'Essay, "long" (8)'
    with pytest.raises(ExportError, match=r"5\.00 points possible, and the reports' maximum is 10"):
        fill(BOOK, graded("101"), essay)
    filled = fill(BOOK, graded("101", points=6.33), essay, scale=True)
    assert upload(filled.data, USERS, TITLES, SCORES).changes == {("101", "8"): "3.17"}


def test_thousands_have_no_separator() -> None:
    filled = fill(BOOK.replace(b"10.00,5.00", b"2000.00,5.00"), graded("101"), scale=True)
    assert b",1500.00," in filled.data
    assert upload(filled.data, USERS, TITLES, SCORES).changes == {("101", "7"): "1500.00"}


def test_a_row_without_an_id_is_left_alone_and_told() -> None:
    filled = fill(BOOK + b'"Doe, Jane",,,,A,,,\n', graded("101"))
    assert [notice.code for notice in filled.told] == ["no-id"]


def test_a_file_that_is_no_gradebook_is_refused() -> None:
    with pytest.raises(ExportError, match="is no Canvas gradebook"):
        fill(b"Identifier,Grade\n1,2\n", graded("101"))


def test_a_read_only_column_is_refused_for_canvas_ignores_it() -> None:
    data = BOOK.replace(b",10.00,5.00", b",(read only),5.00")
    assert upload(data, USERS, TITLES, SCORES).changes == {}
    with pytest.raises(ExportError, match="is read only"):
        fill(data, graded("101"))


def test_a_student_who_stands_twice_is_left_out() -> None:
    filled = fill(BOOK + b'"O\'Brien, Ada",101,S9,other,B,,,\n', graded("S1"))
    assert filled.sent == ()
    assert [notice.code for notice in filled.told] == ["duplicate"]


def test_a_gradebook_without_points_possible_is_told() -> None:
    data = b"\n".join(line for line in BOOK.split(b"\n") if b"Possible" not in line)
    filled = fill(data, graded("101"))
    assert len(filled.sent) == 1
    assert [notice.code for notice in filled.told] == ["no-maximum"]

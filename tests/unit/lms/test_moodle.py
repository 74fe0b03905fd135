"""Moodle's worksheet, filled in place, is uploaded to an importer that skips and corrupts as the real one does."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExportError
from grader.lms.comment import comment
from grader.lms.feedback import folder_name, report_name, write_feedback
from grader.lms.moodle import Filled, fill_worksheet
from grader.lms.selection import Grade, select
from grader.lms.sheet import read_sheet
from grader.lms.worksheet import read_worksheet
from tests.support.moodle import COLUMNS, Assignment, Participant, Refused, dropped_by_the_filter
from tests.support.reports import report, stored

ADA, LUIS, ZOE = (
    (4, "Ada Lovelace", "ada@x.org"),
    (8, "José Luis O'Ångström", "luis@x.org"),
    (15, "王小明", "zoe@x.org"),
)


def site(*people: tuple[int, str, str], **options: Any) -> Assignment:
    return Assignment([Participant(*person) for person in people or (ADA, LUIS, ZOE)], **options)


def graded(*students: str, points: float = 7.5, **changes: Any) -> tuple[Grade[str], ...]:
    documents = [stored(student, report(student, points, **changes)) for student in students]
    return select(documents, lambda document: comment(document, language="es")).grades


def fill(data: bytes, grades: Sequence[Grade[str]], *, decimal: str | None = None, **options: Any) -> Filled:
    columns = options.pop("columns", None)
    sheet = read_worksheet(data, "Grades.csv", columns=columns, decimal=decimal)
    return fill_worksheet(sheet, grades, lambda grade: grade.kept, file="Grades.csv", **options)


def codes(filled: Filled) -> set[str]:
    return {notice.code for notice in filled.told} - {"form", "clears-comments", "language"}


ROUND_TRIPS = [
    {"language": "en", "decimal": ".", "separator": ",", "encoding": "utf-8", "bom": b"\xef\xbb\xbf", "end": "\n"},
    {"language": "en", "decimal": ".", "separator": "\t", "encoding": "utf-16-le", "bom": b"\xff\xfe", "end": "\n"},
    {"language": "es", "decimal": ",", "separator": ";", "encoding": "utf-8", "bom": b"", "end": "\r\n"},
    {"language": "es", "decimal": ",", "separator": ",", "encoding": "utf-8", "bom": b"\xef\xbb\xbf", "end": "\n"},
    {"language": "es", "decimal": ".", "separator": ";", "encoding": "latin-1", "bom": b"", "end": "\r\n"},
]


@pytest.mark.parametrize(
    "form", ROUND_TRIPS, ids=lambda form: f"{form['language']}{form['separator']}{form['encoding']}"
)
@pytest.mark.parametrize("blind", [False, True], ids=["names", "blind"])
def test_what_is_filled_in_is_what_moodle_stores(form: dict[str, Any], blind: bool) -> None:
    people = (ADA, LUIS, ZOE) if form["encoding"] != "latin-1" else (ADA, LUIS)
    moodle = site(*people, language=form["language"], decimal=form["decimal"])
    shape = {key: form[key] for key in ("separator", "encoding", "bom", "end")}
    students = [f"{name.replace(chr(39), '')}_{number}_assignsubmission_file" for number, name, _ in people]
    filled = fill(moodle.download(**shape, blind=blind), graded(*students))
    result = moodle.upload(filled.data, encoding=form["encoding"], separator=form["separator"])
    assert {person.grade for person in moodle.people.values()} == {Decimal("7.5")}
    assert all(person.comment.startswith("Puntaje: 7,5 / 10") for person in moodle.people.values())
    assert (result.updated, result.feedback) == (filled.updated, filled.comments) == (len(people), len(people))
    assert codes(filled) == ({"anonymous"} if blind else set())
    assert any(notice.code == "language" for notice in filled.told) == (form["language"] == "es")
    again = fill(moodle.download(**shape, blind=blind), graded(*students))
    assert (again.updated, again.comments) == (0, 0)


def test_a_report_without_any_points_has_nothing_to_export() -> None:
    document = report("ada", 0)
    document["score"]["maximum"] = 0
    grades = select([stored("ada", document)], lambda *_: "").grades
    with pytest.raises(ExportError, match="there are no points"):
        fill(site().download(), grades, scale=True)


@pytest.mark.parametrize("student", ["Ada Lovelace", "ada", "ADA@X.org", "ada lovelace", "4", "Participant 4"])
def test_a_student_is_found_by_name_address_or_number(student: str) -> None:
    moodle = site()
    filled = fill(moodle.download(), graded(student))
    moodle.upload(filled.data)
    assert moodle.people[4].grade == Decimal("7.5")
    assert moodle.people[8].grade is None


NAME = st.text(st.characters(categories=["L", "Nd", "Zs", "Po", "Pd", "Sm"]), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(NAME, st.sampled_from(["", "3.50", "10.00"]), NAME), min_size=1, max_size=5), st.data())
def test_every_byte_outside_the_two_columns_stays(people: list[tuple[str, str, str]], draws: st.DataObject) -> None:
    form = draws.draw(st.sampled_from(ROUND_TRIPS[:4]))
    moodle = site(language=form["language"], decimal=form["decimal"])
    moodle.people = {
        n: Participant(n, name, f"u{n}@x.org", Decimal(grade) if grade else None, comment=said, locked=n % 3 == 2)
        for n, (name, grade, said) in enumerate(people, 20)
    }
    data = moodle.download(**{key: form[key] for key in ("separator", "encoding", "bom", "end")})
    filled = fill(data, graded(*(f"u{n}" for n in moodle.people)), replace_comments=draws.draw(st.booleans()))
    before, after = read_sheet(data, "f"), read_sheet(filled.data, "f")
    places = [(row, column) for row in range(1, len(before.rows)) for column in (4, 9)]
    for sheet, other in ((before, after), (after, before)):
        assert sheet.bom == other.bom
        assert sheet.delimiter == other.delimiter
    cut = []
    for sheet in (before, after):
        ends = [0, *(sheet.rows[r][c].end for r, c in places)]
        starts = [*(sheet.rows[r][c].start for r, c in places), len(sheet.text)]
        cut.append([sheet.text[a:b].encode() for a, b in zip(ends, starts, strict=True)])
    assert cut[0] == cut[1]


def test_a_zero_is_sent() -> None:
    moodle = site()
    filled = fill(moodle.download(), graded("ada", points=0))
    assert moodle.upload(filled.data).updated == filled.updated == 1
    assert moodle.people[4].grade == 0


def test_the_count_to_expect_is_the_one_that_moodle_shows() -> None:
    """A grade that is there already, a locked row, a date that Moodle cannot read: none of them is counted."""
    moodle = site()
    moodle.people[4].grade, moodle.people[4].modified = Decimal("7.5"), datetime(2026, 11, 23, 15, 7)
    moodle.people[8].locked = True
    moodle.people[15].grade, moodle.people[15].modified = Decimal(2), datetime(2026, 11, 23, 15, 7)
    filled = fill(moodle.download(), graded("ada", "luis", "zoe"))
    result = moodle.upload(filled.data)
    assert result.updated == filled.updated == 1
    assert result.feedback == filled.comments == 2
    assert codes(filled) == {"unchanged", "locked"}


def test_a_date_that_moodle_cannot_read_is_told_with_the_box_to_tick() -> None:
    moodle = site(language="es", decimal=",")
    moodle.people[4].grade, moodle.people[4].modified = Decimal(2), datetime(2026, 11, 23, 15, 7)
    data = moodle.download().replace(b"Monday, 23 November 2026, 03:07 PM", b"lunes, 23 de noviembre de 2026, 15:07")
    filled = fill(data, graded("ada", "luis"))
    assert "tick-the-box" in codes(filled)
    assert moodle.upload(filled.data).updated == filled.updated - filled.need_the_box == 1
    assert moodle.upload(filled.data, ignore_modified=True).updated == 1


def test_without_our_comma_moodle_would_store_77_for_77_5() -> None:
    """The importer's corruption is real in the player: a comma on an English site; what we write is read as we mean it."""
    moodle = site(maximum="100.00")
    grades = graded("ada", points=7.75)
    moodle.upload(fill(moodle.download(), grades, scale=True, decimal=",").data)
    assert moodle.people[4].grade == 77
    moodle = site(maximum="100.00")
    moodle.upload(fill(moodle.download(), grades, scale=True).data.replace(b"77.50", b'"77,5"'))
    assert moodle.people[4].grade == 77
    moodle.upload(fill(moodle.download(), grades, scale=True).data)
    assert moodle.people[4].grade == Decimal("77.5")


def test_unknown_and_ambiguous_students_are_told_and_never_guessed() -> None:
    moodle = site((4, "Ana Ruiz", "ana@x.org"), (5, "Ana Ruiz", "ruiz@x.org"), (6, "Ana Rúiz", "r2@x.org"))
    data = moodle.download()
    filled = fill(data, graded("Ana Ruiz", "nobody", "ana ruiz", "9"))
    assert filled.data == data
    assert filled.sent == ()
    assert sorted((n.about, n.code) for n in filled.told if n.code in ("unknown", "ambiguous")) == [
        ("9", "unknown"),
        ("Ana Ruiz", "ambiguous"),
        ("ana ruiz", "ambiguous"),
        ("nobody", "unknown"),
    ]


def test_two_reports_of_one_person_are_both_left_out() -> None:
    data = site().download()
    filled = fill(data, graded("ada", "Ada Lovelace"))
    assert filled.data == data
    assert [n.code for n in filled.told[:2]] == ["claimed-twice"] * 2


def test_a_number_of_another_assignment_is_noticed_by_the_name_beside_it() -> None:
    filled = fill(site().download(), graded("Grace Hopper_4_assignsubmission_file"))
    assert filled.sent == ()
    assert "conflict" in codes(filled)


def test_a_folder_from_before_names_were_revealed_still_finds_its_row() -> None:
    filled = fill(site().download(), graded("Participant_8_assignsubmission_file"))
    assert [one.row for one in filled.sent] == [2]


def test_a_duplicate_identifier_is_left_out() -> None:
    data = site().download()
    line = data.split(b"\n")[1]
    filled = fill(data + line.replace(b"ada@x.org", b"a2@x.org").replace(b"Ada", b"Eda") + b"\n", graded("ada"))
    assert filled.sent == ()
    assert "duplicate" in codes(filled)


def test_another_maximum_is_refused_unless_grades_are_to_be_scaled() -> None:
    moodle = site(maximum="20.00")
    with pytest.raises(ExportError, match=r"the maximum is 20.00, and the reports' is 10"):
        fill(moodle.download(), graded("ada"))
    moodle.upload(fill(moodle.download(), graded("ada"), scale=True).data)
    assert moodle.people[4].grade == 15


def test_a_comment_of_a_person_stays_unless_it_is_to_be_replaced() -> None:
    moodle = site()
    moodle.people[4].comment, moodle.people[8].comment = "Come and see me.", "Score: 3 / 10<table></table>"
    filled = fill(moodle.download(), graded("ada", "luis"))
    moodle.upload(filled.data)
    assert moodle.people[4].comment == "Come and see me."
    assert moodle.people[4].grade == Decimal("7.5")
    assert moodle.people[8].comment.startswith("Puntaje: 7,5")
    assert "comment-kept" in codes(filled)
    moodle.upload(fill(moodle.download(), graded("ada"), replace_comments=True).data)
    assert moodle.people[4].comment.startswith("Puntaje: 7,5")


def test_a_comment_written_since_the_download_is_cleared_and_that_is_told() -> None:
    moodle = site()
    filled = fill(moodle.download(), graded("ada"))
    moodle.people[8].comment = "written since"
    moodle.upload(filled.data)
    assert moodle.people[8].comment == ""
    assert any((notice.code, notice.parameters) == ("clears-comments", {"n": 2}) for notice in filled.told)


def test_comments_in_the_first_column_are_ignored_by_moodle_and_that_is_told() -> None:
    moodle = site()
    order = ("comments", *COLUMNS[:-1])
    filled = fill(moodle.download(order=order), graded("ada"))
    result = moodle.upload(filled.data)
    assert (result.updated, result.feedback) == (filled.updated, filled.comments) == (1, 0)
    assert "comments-first" in codes(filled)


def test_a_marking_workflow_that_an_upload_does_not_move_is_told() -> None:
    data = site(ADA).download().replace(b'"Grade can be changed"', b'"Marking workflow state","Grade can be changed"')
    data = data.replace(b",Yes,", b',"Not marked",Yes,')
    filled = fill(data, graded("Ada Lovelace"))
    assert (filled.updated, codes(filled)) == (1, {"workflow"})
    assert b'"Not marked"' in filled.data


def test_a_worksheet_without_comments_still_takes_grades() -> None:
    moodle = site()
    filled = fill(moodle.download(order=COLUMNS[:-1]), graded("ada"))
    assert moodle.upload(filled.data).updated == 1
    assert "no-comments" in codes(filled)


def test_headers_of_a_language_that_we_do_not_know_are_found_by_what_stands_under_them() -> None:
    moodle = site()
    moodle.people[8].locked = True
    data = moodle.download()
    header = data.split(b"\n")[0]
    finnish = "Tunniste,Nimi,Sähköposti,Tila,Arvosana,Maksimi,Muokattavissa,Muokattu,Arvioitu,Palaute".encode()
    filled = fill(data.replace(header, finnish), graded("Ada Lovelace", "luis"), columns={"comments": "palaute"})
    moodle.upload(filled.data.replace(finnish, header))
    assert moodle.people[4].grade == Decimal("7.5")
    assert moodle.people[4].comment.startswith("Puntaje")
    assert moodle.people[8].grade is None
    assert "locked" in codes(filled)


FINNISH = (
    "Tunniste",
    "Nimi",
    "Sähköposti",
    "Tila",
    "Arvosana",
    "Maksimi",
    "Muokattavissa",
    "Muokattu",
    "Arvioitu",
    "Palaute",
)


def test_a_maximum_beside_grades_that_are_all_full_is_told_from_them() -> None:
    moodle = site()
    for person in moodle.people.values():
        person.grade = Decimal(10)
    data = moodle.download()
    header = data.split(b"\n")[0]
    filled = fill(data.replace(header, ",".join(FINNISH).encode()), graded("ada"))
    moodle.upload(filled.data.replace(",".join(FINNISH).encode(), header), ignore_modified=True)
    assert moodle.people[4].grade == Decimal("7.5")


@pytest.mark.parametrize("second", ["email", "status"])
def test_addresses_and_states_are_not_taken_for_names(second: str) -> None:
    order = ("identifier", second, *(c for c in COLUMNS[3:] if c != second))
    moodle = site()
    data = moodle.download(order=order)
    if second == "status":
        for n in (4, 8):
            data = data.replace(b"Submitted for grading - ", f"Jätetty {n} - ".encode(), 1)
    header = data.split(b"\n")[0]
    unknown = ",".join(FINNISH[COLUMNS.index(column)] for column in order).encode()
    filled = fill(data.replace(header, unknown), graded("Ada Lovelace_4_assignsubmission_file"))
    assert [one.grade.student for one in filled.sent] == ["Ada Lovelace_4_assignsubmission_file"]


def test_an_id_number_beside_the_name_is_an_identity() -> None:
    data = site().download().replace(b'"Email address"', b'"ID number"').replace(b"ada@x.org", b"A-0017")
    assert len(fill(data, graded("a-0017")).sent) == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b",10.00,", b',"10,00",', "both decimal points and decimal commas"),
        (b"Status", b"Grade", "2 columns are called 'Grade'"),
        (b"Grade,", b"Points,", "no column was recognised"),
    ],
)
def test_a_worksheet_that_says_two_things_is_refused(old: bytes, new: bytes, problem: str) -> None:
    data = site().download().replace(old, new, 1)
    if new == b"Points,":
        data = data.replace(b'"Maximum grade"', b"Most").replace(b",10.00,", b",Good,")
    with pytest.raises(ExportError, match=problem):
        fill(data, graded("ada"))


def test_without_decimals_in_the_file_a_mark_is_chosen_and_told() -> None:
    data = site().download().replace(b",10.00,", b",10,")
    assert "decimal" in codes(fill(data, graded("ada")))
    assert b'"7,50"' in fill(data, graded("ada"), decimal=",").data


def test_a_worksheet_that_moodle_would_refuse_whole_is_refused_by_us_first() -> None:
    moodle = site()
    data = moodle.download().replace(b'"Participant 8"', b'"Teilnehmer/in 8"')
    with pytest.raises(Refused, match="database"):
        moodle.upload(data)
    with pytest.raises(ExportError, match=r"row 3 has the identifier|row 4 has the identifier"):
        fill(data, graded("ada"))


def test_a_scale_in_place_of_points_is_refused() -> None:
    data = site().download().replace(b",10.00,", b",Good,")
    with pytest.raises(ExportError, match="must be graded with points"):
        fill(data, graded("ada"))


def test_the_comment_survives_the_filter_and_no_dialect_of_csv_breaks_it() -> None:
    text = comment(
        report("ada", name="=1+1", code='x"\\"<svg>`y`', verdict="failed"), language="en", file="report.html"
    )
    assert text.startswith("Score: 7.5 / 10")
    assert dropped_by_the_filter(text) == []
    assert not set('"\\\n\r') & set(text)
    assert "&lt;svg&gt;" in text
    assert dropped_by_the_filter("<svg></svg><p onclick='x'><img src='data:x'>") != []


def test_a_persons_comment_and_points_speak_in_place_of_the_graders_words() -> None:
    document = report("ada")
    document["findings"][0] |= {"verdict": "passed", "decision": {"comment": "Right by <another> road."}}
    text = comment(document, language="en")
    assert "Right by &lt;another&gt; road." in text
    assert "already updated" not in text


def test_the_feedback_zip_reaches_every_student_and_is_the_same_twice() -> None:
    names = ["Ada Lovelace", "José_Luis O'Ångström", "王小明", "", ".a/b:c\\<d>", "~x"]
    moodle = site(*((n, name, "") for n, name in enumerate(names, 3)))
    pages = [
        (f"{folder_name(str(n), name)}/{report_name('trace.ipynb')}", f"<p>{n}</p>") for n, name in enumerate(names, 3)
    ]
    twice = []
    for _ in range(2):
        target = io.BytesIO()
        assert write_feedback(target, pages) == len(names)
        twice.append(target.getvalue())
    assert twice[0] == twice[1]
    assert moodle.upload_feedback(twice[0]) == {}
    assert {n: person.files for n, person in moodle.people.items()} == {
        n: {"report.html": f"<p>{n}</p>".encode()} for n in moodle.people
    }


def test_an_underscore_in_the_name_would_have_lost_the_file() -> None:
    target = io.BytesIO()
    write_feedback(target, [("José_Luis_4_assignsubmission_file/report.html", "x")])
    assert set(site().upload_feedback(target.getvalue()).values()) == {"no participant"}


def test_the_report_is_never_called_as_the_students_own_file() -> None:
    assert report_name("Ada_4_assignsubmission_file/Report.html") == "graded-report.html"
    assert report_name("trace.ipynb") == "report.html"

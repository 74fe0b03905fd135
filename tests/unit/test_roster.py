"""A class's list, whichever system wrote it, names submissions and tells who handed in nothing; nothing is dropped."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SourceError
from grader.roster import Roster, enrol, read_roster
from grader.sources import Collection, Roll, collect
from grader.spec import Submissions
from tests.support.exports import ADA, CLASS, LUIS, ZOE, canvas, metadata, moodle, pack
from tests.support.moodle import Assignment, Participant

SANTIAGO = Submissions(timezone="America/Santiago")


def roster(
    folder: Path, data: bytes | str, rules: Submissions = SANTIAGO, assignment: str = "worked-example"
) -> Roster:
    path = folder / "list.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_roster(path, assignment, rules)


def plain(folder: Path, *students: str) -> Collection:
    return collect([pack(folder / "c.zip", {f"{student}.ipynb": student.encode() for student in students})])


def names(collection: Collection) -> dict[str, str]:
    return {entry.student: entry.known.name for entry in collection.entries}


def roll(collection: Collection) -> Roll:
    assert collection.roll is not None
    return collection.roll


def absent(collection: Collection) -> list[str]:
    return [person.name for person in roll(collection).absent]


def worksheet(**options: str) -> bytes:
    people = [Participant(p.number, p.name, p.email) for p in CLASS]
    language = options.pop("language", "en")
    return Assignment(people, language=language).download(**options)  # type: ignore[arg-type]


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Trace (7)
    Points Possible,,,,,10.00
"Lovelace, Ada",123,S1,ada@x.org,A,
"O'Ångström, José Luis",45,S2,luis@x.org,A,
"王, 小明",6,S3,zoe@x.org,A,
"Student, Test",999,,abc,A,
"""
GRADESCOPE = """First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID,Submission Time,Lateness (H:M:S)
Ada,Lovelace,00123,ada@x.org,A,,10,Ungraded,71,2026-11-20 16:40:27 -0800,00:00:00
José Luis,O'Ångström,00045,luis@x.org,A,,10,Ungraded,72,2026-11-20 16:40:27 -0800,00:00:00
小明,王,00006,zoe@x.org,A,,10,Missing,,,
"""
NBGRADER = """assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score
ps1,2026-11-20 23:59:00,2026-11-19 10:00:00,ada,Lovelace,Ada,ada@x.org,1,0,1,10
worked-example,2026-11-20 23:59:00,2026-11-21 10:00:00,ada,Lovelace,Ada,ada@x.org,1,0,1,10
ps1,2026-11-20 23:59:00,,zoe,王,小明,zoe@x.org,0,0,0,10
worked-example,2026-11-20 23:59:00,,zoe,王,小明,zoe@x.org,0,0,0,10
"""
CLASSROOM = """Last Name,First Name,Email Address,Ruteo
,,,2026-11-20
Points,,,10
Lovelace,Ada,ada@x.org,
王,小明,zoe@x.org,
"""


@pytest.mark.parametrize(
    "form", [{}, {"separator": ";", "language": "es"}, {"encoding": "utf-16-le", "separator": "\t"}]
)
def test_moodles_worksheet_names_a_moodle_download_by_its_numbers(tmp_path: Path, form: dict[str, str]) -> None:
    archive = pack(tmp_path / "m.zip", {f"{moodle(p)}x.ipynb": b"1" for p in (ADA, LUIS)})
    bom = codecs.BOM_UTF16_LE if form.get("encoding") == "utf-16-le" else b"\xef\xbb\xbf"
    listed = roster(tmp_path, worksheet(**form, bom=bom))  # type: ignore[arg-type]
    assert (listed.system, len(listed.students)) == ("moodle", 3)
    collection = enrol(collect([archive]), listed)
    assert names(collection) == {"Ada Lovelace_123": ADA.name, "José Luis OÅngström_45": LUIS.name}
    assert absent(collection) == [ZOE.name]
    received = collection.entries[0].known.received
    assert received is not None  # 3:07 PM in Santiago, three hours behind
    assert (received.at, received.told_by) == (datetime(2026, 11, 23, 18, 7, tzinfo=UTC), "roster")


def test_a_worksheet_of_another_activity_gives_nobody_anothers_name(tmp_path: Path) -> None:
    """Moodle's numbers are drawn anew for each activity: 123 is somebody else there."""
    archive = pack(tmp_path / "m.zip", {f"{moodle(ADA)}x.ipynb": b"1"})
    listed = roster(
        tmp_path,
        worksheet().replace(b"Participant 123", b"Participant 1").replace(b"Participant 6", b"Participant 123"),
    )
    collection = enrol(collect([archive]), listed)
    assert names(collection) == {"Ada Lovelace_123": "Ada Lovelace"}
    assert [(one.student, one.why) for one in roll(collection).unmatched] == [("Ada Lovelace_123", "conflict")]
    assert len(absent(collection)) == 3


def test_blind_submissions_are_matched_with_a_blind_worksheet_by_number_alone(tmp_path: Path) -> None:
    archive = pack(tmp_path / "m.zip", {f"{moodle(p, blind=True)}x.ipynb": b"1" for p in (ADA, LUIS)})
    collection = enrol(collect([archive]), roster(tmp_path, worksheet(blind=True)))  # type: ignore[arg-type]
    assert roll(collection).unmatched == ()
    assert [person.student for person in roll(collection).absent] == ["6"]


@pytest.mark.parametrize("separator", [",", ";"])
def test_canvass_gradebook_names_its_users_and_leaves_its_own_rows_out(tmp_path: Path, separator: str) -> None:
    data = (
        CANVAS if separator == "," else CANVAS.replace('"', "").replace(", ", "~").replace(",", ";").replace("~", ", ")
    )
    archive = pack(tmp_path / "s.zip", {canvas(p, 900 + n, "x.ipynb"): b"1" for n, p in enumerate((ADA, LUIS))})
    listed = roster(tmp_path, data)
    assert (listed.system, len(listed.students)) == ("canvas", 3)
    collection = enrol(collect([archive]), listed)
    assert names(collection) == {"lovelaceada_123": ADA.name, "oångströmjoséluis_45": LUIS.name}
    assert absent(collection) == ["小明 王"]


def test_gradescopes_grades_know_submissions_by_number_and_a_group_by_its_members(tmp_path: Path) -> None:
    members = {
        "submission_metadata.yml": metadata({"submission_71": [ADA, LUIS]}),
        "submission_71/x.ipynb": b"1",
    }
    both = GRADESCOPE.replace(",72,", ",71,")
    listed = roster(tmp_path, both)
    assert (listed.system, len(listed.students)) == ("gradescope", 3)
    collection = enrol(collect([pack(tmp_path / "g.zip", members)]), listed)
    assert names(collection) == {"ada@x.org": ADA.name, "luis@x.org": LUIS.name}
    assert absent(collection) == ["小明 王"]
    received = collection.entries[0].known.received
    assert received is not None
    assert received.at == datetime(2026, 11, 21, 0, 40, 27, tzinfo=UTC)


def test_teachers_on_gradescopes_roster_are_no_students(tmp_path: Path) -> None:
    data = "First Name,Last Name,SID,Email,Role\nAda,Lovelace,1,ada@x.org,Student\nAlan,Turing,,alan@x.org,Instructor\n"
    assert [student.called for student in roster(tmp_path, data).students] == ["Ada Lovelace"]


MOODLE_PEOPLE = [
    "First name,Last name,Email address,Roles\nAda,Lovelace,ada@x.org,Student\nAlan,Turing,alan@x.org,Non-editing teacher\n",
    "First name,Last name,ID number,Institution,Department,Email address,Quiz\nAda,Lovelace,S1,,,ada@x.org,5\n",
    'Nombre,Apellido(s),Dirección de correo,Roles\nAda,Lovelace,ada@x.org,"Estudiante, Delegado"\n',
    "First name,Surname,Email address\nAda,Lovelace,ada@x.org\n",
]


@pytest.mark.parametrize("data", MOODLE_PEOPLE)
def test_moodles_lists_of_participants_are_moodles(tmp_path: Path, data: str) -> None:
    listed = roster(tmp_path, data)
    assert (listed.system, [student.called for student in listed.students]) == ("moodle", ["Ada Lovelace"])
    archive = pack(tmp_path / "m.zip", {f"{moodle(ADA)}x.ipynb": b"1"})
    assert roll(enrol(collect([archive]), listed)).unmatched == ()  # by name: this list has no numbers


def test_a_list_of_ids_alone_says_who_is_missing(tmp_path: Path) -> None:
    collection = enrol(plain(tmp_path, "ana"), roster(tmp_path, "id\nana\nluis\n"))
    assert [person.student for person in roll(collection).absent] == ["luis"]


def test_nbgraders_gradebook_has_a_row_for_each_assignment_and_times_in_utc(tmp_path: Path) -> None:
    listed = roster(tmp_path, NBGRADER)
    assert (listed.system, [student.id for student in listed.students]) == ("nbgrader", ["ada", "zoe"])
    ada = listed.students[0]
    assert ada.received == datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    assert ada.due == datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
    of_another = roster(tmp_path, NBGRADER, assignment="unheard-of")
    assert [(student.id, student.received) for student in of_another.students] == [("ada", None), ("zoe", None)]


def test_classrooms_grades_have_rows_about_columns(tmp_path: Path) -> None:
    listed = roster(tmp_path, CLASSROOM)
    assert (listed.system, [s.called for s in listed.students]) == ("classroom", ["Ada Lovelace", "小明 王"])
    archive = pack(tmp_path / "d.zip", {"Ada Lovelace - Ruteo.ipynb": b"1", "小明 王 - Ruteo.ipynb": b"2"})
    assert roll(enrol(collect([archive]), listed)).unmatched == ()


@pytest.mark.parametrize(
    "data",
    [
        "id,name,email\nada,Ada Lovelace,ada@x.org\nluis,José Luis O'Ångström,luis@x.org\n",
        "\ufeffnombre;apellidos;correo\r\nAda;Lovelace;ada@x.org\r\nJosé Luis;O'Ångström;luis@x.org\r\n",
        "Nombre\tUsuario\nAda Lovelace\tada\nJosé Luis O'Ångström\tluis\n",
        "Apellido(s),Nombre,Dirección de correo\nLovelace,Ada,ada@x.org\nO'Ångström,José Luis,luis@x.org\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_plain_list_in_either_language_and_any_encoding(tmp_path: Path, data: str, encoding: str) -> None:
    raw = data.removeprefix("\ufeff").encode(encoding) if encoding != "utf-8" else data.encode()
    collection = enrol(
        plain(tmp_path, "ada", "Jose Luis OAngstrom" if "Usuario" not in data else "luis"), roster(tmp_path, raw)
    )
    assert sorted(names(collection).values()) == ["Ada Lovelace", "José Luis O'Ångström"]
    assert (roll(collection).absent, roll(collection).unmatched) == ((), ())


def test_who_is_not_listed_is_graded_all_the_same_and_told(tmp_path: Path) -> None:
    collection = enrol(plain(tmp_path, "ada", "mallory"), roster(tmp_path, "id,name\nada,Ada\nzoe,Zoe\n"))
    assert names(collection) == {"ada": "Ada", "mallory": ""}
    assert [(one.student, one.why) for one in roll(collection).unmatched] == [("mallory", "unknown")]
    assert [(one.student, one.name) for one in roll(collection).absent] == [("zoe", "Zoe")]


def test_nobody_is_guessed_between_two_and_two_of_one_row_are_told(tmp_path: Path) -> None:
    listed = roster(tmp_path, "id,name,email\n1,Ana,ana@x.org\n2,Ana,ana@y.org\n3,Luis,luis@x.org\n")
    collection = enrol(plain(tmp_path, "ana", "luis", "Luis@x.org"), listed)
    assert names(collection) == {"ana": "", "luis": "", "Luis@x.org": ""}
    assert {one.student: one.why for one in roll(collection).unmatched} == {
        "ana": "several-rows",
        "luis": "claimed-twice",
        "Luis@x.org": "claimed-twice",
    }
    assert [one.name for one in roll(collection).absent] == [
        "Ana",
        "Ana",
    ]  # one of the two Anas handed in, and it is told


def test_whoever_handed_in_something_unreadable_is_not_absent(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", {"ada/essay.pdf": b"%PDF", "zoe.ipynb": b"1"})
    collection = enrol(collect([archive]), roster(tmp_path, "id,name\nada,Ada\nzoe,Zoe\n"))
    assert roll(collection).absent == ()


def test_a_students_own_date_is_read_in_the_assignments_zone(tmp_path: Path) -> None:
    """A day lasts until its end; Santiago is three hours behind UTC in November."""
    listed = roster(tmp_path, "id,plazo\nada,2026-11-25\nluis,2026-11-25 12:00\nzoe,\n")
    collection = enrol(plain(tmp_path, "ada", "luis", "zoe"), listed)
    assert {entry.student: entry.known.due for entry in collection.entries} == {
        "ada": datetime(2026, 11, 26, 2, 59, 59, tzinfo=UTC),
        "luis": datetime(2026, 11, 25, 15, 0, tzinfo=UTC),
        "zoe": None,
    }


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\0", "is not the text that its first bytes say"),
        (b"", "A list has one row a student"),
        (b"color,size\nred,3\n", "no column says whom a row is about"),
        (b"id,name\nada\n", "line 2 has 1 cells where the header has 2"),
        (b'id,name\n"ada,Ada\n', "quote"),
    ],
)
def test_a_file_that_is_no_list_says_what_is_wanted(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        roster(tmp_path, data)


def test_a_list_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Check the path"):
        read_roster(tmp_path / "none.csv", "x", SANTIAGO)


CELLS = st.one_of(
    st.sampled_from(["id", "name", "Student", "ID", "Section", "Identifier", "Grade", "SID", "Email", "due", "Participant 4", "2026-11-20", "-", '"', "a@x"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)  # fmt: skip


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.binary(max_size=3),
)
def test_any_file_is_a_list_or_says_why_not(rows: list[list[str]], separator: str, before: bytes) -> None:
    with TemporaryDirectory() as folder:
        data = before + "\n".join(separator.join(row) for row in rows).encode()
        try:
            listed = roster(Path(folder), data)
        except SourceError:
            return
        collection = enrol(plain(Path(folder), "ana", "a@x"), listed)
        assert len(collection.entries) == 2
        assert len(roll(collection).absent) <= len(listed.students)

"""What each system exports is recognised by itself; what is not wholly so is read as plain, and told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sources import Collection, Entry, collect
from tests.support.exports import ADA, CLASS, LUIS, ZOE, canvas, metadata, moodle, pack


def read(archive: Path, **options: str) -> tuple[str, dict[str, bytes]]:
    """The system recognised, and student → what is graded."""
    collection = collect([archive], **options)  # type: ignore[arg-type]
    (source,) = collection.sources
    return source.system, {entry.student: entry.read().notebook for entry in collection.entries}


def of(collection: Collection, student: str) -> Entry:
    return next(entry for entry in collection.entries if entry.student == student)


def codes(collection: Collection) -> list[str]:
    return [note.code for note in collection.notes]


MOODLE_STUDENTS = {
    "Ada Lovelace_123": b"Ada Lovelace",
    "José Luis OÅngström_45": LUIS.name.encode(),
    "王小明_6": ZOE.name.encode(),
}


@pytest.mark.parametrize("form", ["folder", "underscore", "flat"])
def test_moodles_download_is_known_in_each_of_its_forms(tmp_path: Path, form: str) -> None:
    archive = pack(tmp_path / "c.zip", {f"{moodle(p, form=form)}ruteo.ipynb": p.name.encode() for p in CLASS})
    assert read(archive) == ("moodle", MOODLE_STUDENTS)
    entry = of(collect([archive]), "José Luis OÅngström_45")
    assert entry.known.name == "José Luis OÅngström"
    assert entry.known.origin is not None
    assert (entry.known.origin.number, entry.known.origin.names) == ("45", ("José Luis OÅngström",))


def test_a_folder_inside_a_moodle_submission_is_the_same_students(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", {f"{moodle(ADA)}work/final/ruteo.ipynb": b"1"})
    assert read(archive) == ("moodle", {"Ada Lovelace_123": b"1"})


def test_blind_marking_has_numbers_and_no_names(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", {f"{moodle(p, blind=True)}x.ipynb": b"1" for p in CLASS})
    collection = collect([archive])
    assert [e.student for e in collection.entries] == ["Participant_123", "Participant_45", "Participant_6"]
    assert {e.known.name for e in collection.entries} == {""}
    assert of(collection, "Participant_6").read().known.name == ""


def test_an_online_text_is_the_same_students_and_no_notebook(tmp_path: Path) -> None:
    members = {
        f"{moodle(ADA)}x.ipynb": b"1",
        f"{moodle(ADA, plugin='onlinetext')}onlinetext.html": b"<p>",
        f"{moodle(LUIS, plugin='onlinetext')}onlinetext.html": b"<p>",
    }
    collection = collect([pack(tmp_path / "c.zip", members)])
    assert [entry.student for entry in collection.entries] == ["Ada Lovelace_123"]
    assert [(refused.student, refused.why.code) for refused in collection.refused] == [
        ("José Luis OÅngström_45", "no-notebook")
    ]


def test_canvas_names_a_user_and_an_attachment_and_says_who_was_late(tmp_path: Path) -> None:
    members = {
        canvas(ADA, 901, "ruteo.ipynb"): b"1",
        canvas(LUIS, 902, "ruteo-1.ipynb", late=True): b"2",
        canvas(LUIS, 903, "notas.pdf", late=True): b"x",
        "lovelaceada_123_text.html": b"<p>",
    }
    collection = collect([pack(tmp_path / "submissions.zip", members)])
    assert collection.sources[0].system == "canvas"
    assert {e.student: e.read().file for e in collection.entries} == {
        "lovelaceada_123": canvas(ADA, 901, "ruteo.ipynb"),
        "oångströmjoséluis_45": canvas(LUIS, 902, "ruteo-1.ipynb", late=True),
    }
    assert of(collection, "lovelaceada_123").known.name == ""  # a squashed name is no name
    (late,) = [note for note in collection.notes if note.code == "marked-late"]
    assert late.parameters["students"] == "oångströmjoséluis_45"


def test_anonymous_canvas_submissions_have_a_code(tmp_path: Path) -> None:
    members = {"anon_a1B2c_55_x.ipynb": b"1", "anon_LATE_Zz9yX_56_x.ipynb": b"2"}
    assert read(pack(tmp_path / "c.zip", members)) == ("canvas", {"anon_a1B2c": b"1", "anon_Zz9yX": b"2"})


@pytest.mark.parametrize(
    "names",
    [
        ["lab_1_2_ana.ipynb", "lab_1_2_luis.ipynb"],  # one attachment twice
        ["lab_1_2_ana.ipynb", "tarea_1_3_luis.ipynb"],  # one user with two names
    ],
)
def test_numbers_in_students_own_names_are_no_canvas_names(tmp_path: Path, names: list[str]) -> None:
    system, students = read(pack(tmp_path / "c.zip", dict.fromkeys(names, b"1")))
    assert system == "plain"
    assert len(students) == 2


def test_gradescope_says_who_handed_in_and_when_and_a_group_is_each_of_its_members(tmp_path: Path) -> None:
    top = "assignment_9_export/"
    members = {
        f"{top}submission_metadata.yml": metadata({"submission_71": [ADA], "submission_72": [LUIS, ZOE]}),
        f"{top}submission_71/ruteo.ipynb": b"1",
        f"{top}submission_72/ruteo.ipynb": b"2",
        f"{top}submission_73/ruteo.ipynb": b"3",
    }
    collection = collect([pack(tmp_path / "submissions.zip", members)])
    assert collection.sources[0].system == "gradescope"
    graded = {e.student: (e.read().notebook, e.known.name) for e in collection.entries}
    assert graded == {
        "ada@x.org": (b"1", ADA.name),
        "luis@x.org": (b"2", LUIS.name),
        "zoe@x.org": (b"2", ZOE.name),
        "submission_73": (b"3", ""),
    }
    ada = of(collection, "ada@x.org")
    assert ada.known.received is not None
    assert (ada.known.received.at, ada.known.received.told_by) == (
        datetime(2026, 11, 20, 23, 58, 1, 123456, UTC),
        "export",
    )
    assert ada.known.origin is not None
    assert (ada.known.origin.number, ada.known.origin.identities) == ("71", ("ada@x.org", "00123"))


@pytest.mark.parametrize("root", ["course", "submitted"])
def test_nbgraders_folders_and_timestamps(tmp_path: Path, root: str) -> None:
    top = tmp_path / root
    base = top if root == "submitted" else top / "submitted"
    for student, stamp in [
        ("ana", "2026-11-20 23:58:01.5 UTC"),
        ("luis", "2026-11-20 18:00:00 America/Santiago"),
        ("zoe", "?"),
    ]:
        (base / student / "ps1").mkdir(parents=True)
        (base / student / "ps1" / "p.ipynb").write_bytes(student.encode())
        (base / student / "ps1" / "timestamp.txt").write_text(stamp)
        (base / student / "ps2").mkdir()
        (base / student / "ps2" / "p.ipynb").write_bytes(b"another assignment")
    if root == "course":
        for other in ("source", "autograded/ana"):
            (top / other / "ps1").mkdir(parents=True)
            (top / other / "ps1" / "p.ipynb").write_bytes(b"not handed in")
    assert read(top, assignment="ps1") == ("nbgrader", {s: s.encode() for s in ("ana", "luis", "zoe")})
    moments = {
        e.student: e.known.received.at if e.known.received else None for e in collect([top], assignment="ps1").entries
    }
    assert moments == {
        "ana": datetime(2026, 11, 20, 23, 58, 1, 500000, UTC),
        "luis": datetime(2026, 11, 20, 21, 0, tzinfo=UTC),
        "zoe": None,
    }
    assert codes(collect([top], assignment="ps1")) == ["aside"]
    assert "several-assignments" in codes(collect([top], assignment="worked-example"))


def test_copies_that_google_classroom_made_are_named_after_students(tmp_path: Path) -> None:
    members = {
        "Ada Lovelace - Ruteo.ipynb": b"1",
        "Copia de Luis Anaya-Ruiz - ruteo (1).ipynb": b"2",
        "notes.txt": b"x",
    }
    assert read(pack(tmp_path / "drive.zip", members)) == (
        "classroom",
        {"Ada Lovelace": b"1", "Luis Anaya-Ruiz": b"2"},
    )


def test_files_of_different_titles_are_plain(tmp_path: Path) -> None:
    members = {"ruteo - ana.ipynb": b"1", "ruteo - luis.ipynb": b"2"}
    assert read(pack(tmp_path / "c.zip", members)) == ("plain", {"ruteo - ana": b"1", "ruteo - luis": b"2"})


def test_what_is_only_partly_a_systems_is_read_as_plain_and_told(tmp_path: Path) -> None:
    members = {f"{moodle(ADA)}x.ipynb": b"1", f"{moodle(LUIS)}x.ipynb": b"2", "tarde/zoe.ipynb": b"3"}
    collection = collect([pack(tmp_path / "c.zip", members)])
    assert collection.sources[0].system == "plain"
    assert len(collection.entries) == 3
    (note,) = collection.notes
    assert note.code == "ambiguous"
    assert {k: note.parameters[k] for k in ("system", "fits", "of", "example")} == {
        "system": "moodle",
        "fits": 2,
        "of": 3,
        "example": "tarde/zoe.ipynb",
    }


def test_notebooks_named_one_by_one_are_one_source(tmp_path: Path) -> None:
    """A shell's `submissions/*.ipynb` is the folder that Canvas's zip was unpacked into."""
    names = [canvas(ADA, 901, "a.ipynb"), canvas(LUIS, 902, "a.ipynb")]
    for name in names:
        (tmp_path / name).write_bytes(b"1")
    collection = collect([tmp_path / name for name in names])
    assert [(source.system, source.students) for source in collection.sources] == [("canvas", 2)]


def test_a_link_in_a_moodle_folder_is_refused_for_its_student(tmp_path: Path) -> None:
    folder = tmp_path / "c" / moodle(ADA)
    folder.mkdir(parents=True)
    (folder / "x.ipynb").symlink_to("/etc/passwd")
    (refused,) = collect([tmp_path / "c"]).refused
    assert (refused.student, refused.why.code) == ("Ada Lovelace_123", "link")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\0",
        b"- a\n- b\n",
        b"submission_71: [1, 2",
        b"submission_71:\n  :submitters: &a [*a]\n",
        b"[" * 5000,
    ],
)
def test_metadata_that_is_none_leaves_the_submissions_their_numbers(tmp_path: Path, data: bytes) -> None:
    members = {"submission_metadata.yml": data, "submission_71/x.ipynb": b"1"}
    assert read(pack(tmp_path / "c.zip", members)) == ("gradescope", {"submission_71": b"1"})


PIECES = [
    "Ada_1_assignsubmission_file", "Luis_2_assignsubmission_file_", "Participant_3_assignsubmission_onlinetext", "submission_7", "submitted",
    "assignment_9_export", "source", "ana", "ps1", "ps2", "lovelaceada_1_2_x", "lovelaceada_LATE_1_3_x", "anon_a1B2c_4_x", "Ada - x", "Luis - x", "Copia de Zoe - x (1)",
]  # fmt: skip
PATHS = st.builds(
    lambda folders, name, suffix: "/".join([*folders, name + suffix]),
    st.lists(st.sampled_from(PIECES), max_size=3),
    st.sampled_from([*PIECES, "timestamp", "submission_metadata"]),
    st.sampled_from([".ipynb", ".txt", ".yml", ".zip"]),
)


@given(st.sets(PATHS, min_size=1, max_size=8), st.sampled_from(["ps1", ""]))
def test_no_notebook_is_ever_dropped(paths: set[str], assignment: str) -> None:
    """Whatever a source holds, each notebook is graded, passed over, refused or counted among those left aside."""
    with TemporaryDirectory() as folder:
        archive = pack(Path(folder) / "c.zip", dict.fromkeys(sorted(paths), b"2026-11-20 10:00:00 UTC"))
        notebooks = [path for path in paths if path.endswith(".ipynb")]
        if not notebooks:
            return
        collection = collect([archive], assignment=assignment)
        shown = {e.name for e in collection.entries} | {r.entry for r in (*collection.refused, *collection.passed_over)}
        aside = sum(int(note.parameters["n"]) for note in collection.notes if note.code == "aside")
        assert len(set(notebooks) - shown) == aside
        assert all(entry.read().notebook for entry in collection.entries)
        # One student, one entry, and none without an owner.
        assert len({e.student for e in collection.entries}) == len(collection.entries)
        assert all(entry.student for entry in collection.entries)

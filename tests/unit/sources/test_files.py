"""Folders and archives are read with distrust, and each student's notebook is found."""

from __future__ import annotations

import os
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import SourceError, SubmissionError
from grader.model import Received
from grader.reports.intake import note_told
from grader.sources import Collection, Refused, collect, files
from grader.spec import Submissions


def put(root: Path, contents: dict[str, bytes]) -> Path:
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def pack(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def of_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (mode | 0o644) << 16
    return info


def found(collection: Collection) -> dict[str, bytes]:
    return {entry.student: entry.read().notebook for entry in collection.entries}


def said(refused: Refused) -> str:
    return note_told(refused.why.code, refused.why.parameters, language="en")


def refusals(collection: Collection) -> dict[str, str]:
    return {refused.entry: said(refused) for refused in collection.refused}


CLASS = {
    "ana.ipynb": b"1",
    "luis/tarea.ipynb": b"2",
    "eva/sub/otra.ipynb": b"3",
    "notes.txt": b"x",
    ".git/x.ipynb": b"x",
}


def test_a_file_belongs_to_its_stem_and_a_folder_to_its_name(tmp_path: Path) -> None:
    assert found(collect([put(tmp_path, CLASS)])) == {"ana": b"1", "eva": b"3", "luis": b"2"}


def test_an_archive_holds_the_same_class_as_the_folder(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", list(CLASS.items()))
    assert found(collect([archive])) == {"ana": b"1", "eva": b"3", "luis": b"2"}


def test_the_folder_that_a_file_manager_wraps_around_a_class_is_no_student(tmp_path: Path) -> None:
    archive = pack(
        tmp_path / "class.zip",
        [(f"class/{name}", content) for name, content in CLASS.items()] + [("__MACOSX/class/._ana.ipynb", b"")],
    )
    assert found(collect([archive])) == {"ana": b"1", "eva": b"3", "luis": b"2"}


def test_a_notebook_may_be_named_itself(tmp_path: Path) -> None:
    put(tmp_path, CLASS)
    assert found(collect([tmp_path / "ana.ipynb", tmp_path / "luis"])) == {"ana": b"1", "tarea": b"2"}


def test_of_several_notebooks_the_newest_that_matches_is_graded_and_the_others_are_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"ana/tarea-1.ipynb": b"old", "ana/tarea-2.ipynb": b"new", "ana/scratch.ipynb": b"newest, another name"},
    )
    for age, name in enumerate(["scratch", "tarea-2", "tarea-1"]):
        os.utime(tmp_path / "ana" / f"{name}.ipynb", (1e9 - age, 1e9 - age))
    collection = collect([tmp_path], "tarea*.ipynb")
    assert found(collection) == {"ana": b"new"}
    assert {passed.entry for passed in collection.passed_over} == {"ana/tarea-1.ipynb", "ana/scratch.ipynb"}
    assert found(collect([tmp_path])) == {"ana": b"newest, another name"}


def test_a_students_folder_without_a_notebook_is_listed(tmp_path: Path) -> None:
    collection = collect([put(tmp_path, {"ana.ipynb": b"1", "luis/essay.pdf": b"%PDF"})])
    assert refusals(collection) == {"luis/": "holds no notebook (.ipynb)"}


def test_links_in_a_folder_are_never_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", {"secret.ipynb": b"secret"})
    root = put(tmp_path / "class", {"ana.ipynb": b"1"})
    (root / "luis.ipynb").symlink_to(outside / "secret.ipynb")
    (root / "eva").symlink_to(outside)
    collection = collect([root])
    assert found(collection) == {"ana": b"1"}
    assert refusals(collection) == dict.fromkeys(["luis.ipynb", "eva"], "is a link; links are never followed")


def test_a_notebook_replaced_by_a_link_after_the_search_is_not_read(tmp_path: Path) -> None:
    root = put(tmp_path / "class", {"ana.ipynb": b"1"})
    (entry,) = collect([root]).entries
    (root / "ana.ipynb").unlink()
    (root / "ana.ipynb").symlink_to(put(tmp_path, {"secret": b"secret"}) / "secret")
    with pytest.raises(SubmissionError, match="unread"):
        entry.read()


def test_a_pipe_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ana.ipynb")
    assert refusals(collect([tmp_path])) == {"ana.ipynb": "is a device or a pipe, not a file"}


def test_a_file_that_went_away_while_the_folder_was_searched_costs_only_its_student(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"ana.ipynb": b"1", "luis.ipynb": b"2"})
    scan = os.scandir

    def then_gone(folder: Path) -> list[os.DirEntry[str]]:
        items = list(scan(folder))
        (tmp_path / "luis.ipynb").unlink()
        return items

    monkeypatch.setattr(os, "scandir", then_gone)
    collection = collect([tmp_path])
    assert found(collection) == {"ana": b"1"}
    assert refusals(collection) == {"luis.ipynb": "cannot be read: No such file or directory"}


def test_a_path_longer_than_the_system_takes_costs_only_its_student(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"ana.ipynb": b"1"})
    monkeypatch.chdir(tmp_path)
    for _ in range(files.MAX_DEPTH):  # 16 names of 255 are longer than 4096
        os.mkdir("luis" + "x" * 251)  # noqa: PTH102
        os.chdir("luis" + "x" * 251)
    collection = collect([tmp_path])
    assert found(collection) == {"ana": b"1"}
    assert [said(one) for one in collection.refused] == ["cannot be read: File name too long"]


@pytest.mark.parametrize("seconds", [10**12, 10**17, -(10**12)])
def test_a_file_from_beyond_the_calendar_is_an_old_one(seconds: int) -> None:
    """A tmpfs keeps such times; other file systems bend them."""
    assert files._changed(os.stat_result((0o100644, 0, 0, 1, 0, 0, 0, 0, seconds, 0))) == datetime(
        1970, 1, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("../evil.ipynb", "climbs out"),
        ("luis/../../evil.ipynb", "climbs out"),
        ("/etc/evil.ipynb", "climbs out"),
        ("C:\\evil.ipynb", "climbs out"),
        ("..\\evil.ipynb", "climbs out"),
        ("/".join(["luis"] * 20) + "/x.ipynb", "nested deeper"),
        ("luis/inner.zip", "not opened"),
        (of_mode("luis.ipynb", stat.S_IFLNK), "is a link"),
        (of_mode("luis.ipynb", stat.S_IFCHR), "device"),
    ],
)
def test_a_bad_entry_is_refused_by_name_and_the_rest_is_kept(
    tmp_path: Path, member: str | zipfile.ZipInfo, reason: str
) -> None:
    collection = collect(
        [pack(tmp_path / "c.zip", [("ana.ipynb", b"1"), (member, b"/etc/passwd"), ("zoe.ipynb", b"2")])]
    )
    assert found(collection) == {"ana": b"1", "zoe": b"2"}
    ((entry, told),) = refusals(collection).items()
    assert entry == (member if isinstance(member, str) else member.filename)
    assert reason in told


def test_an_entry_that_claims_to_be_too_large_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    collection = collect([pack(tmp_path / "c.zip", [("ana.ipynb", b"1"), ("luis.ipynb", b"x" * 11)])])
    assert found(collection) == {"ana": b"1"}
    assert "luis.ipynb" in refusals(collection)


def test_an_entry_that_lies_about_its_size_is_not_unpacked_further_than_the_cap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = collect([pack(tmp_path / "c.zip", [("ana.ipynb", b"x" * 11)])]).entries
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(SubmissionError, match="too-large"):
        entry.read()


def test_a_damaged_member_costs_only_its_student(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", [("ana.ipynb", b"ABCDEFGH"), ("luis.ipynb", b"2")])
    archive.write_bytes(archive.read_bytes().replace(b"ABCDEFGH", b"ABCDEFGX"))  # the checksum no longer fits
    ana, luis = collect([archive]).entries
    assert luis.read().notebook == b"2"
    with pytest.raises(SubmissionError, match="damaged"):
        ana.read()


def a_name_that_is_no_text(data: bytearray) -> None:
    at = data.index("ñ.ipynb".encode())  # the first of two: the one beside the content
    data[at] = 0xFF


def a_place_beyond_all(data: bytearray) -> None:
    """Of the entry ñ.ipynb, by the field for what has no room in 32 bits."""
    at = data.rindex("ñ.ipynb".encode())
    struct.pack_into("<L", data, at - 4, 0xFFFFFFFF)
    struct.pack_into("<HHQ", data, at + len("ñ.ipynb".encode()), 1, 8, 2**63)


@pytest.mark.parametrize("spoil", [a_name_that_is_no_text, a_place_beyond_all])
def test_an_entry_whose_numbers_are_nobodys_costs_only_its_student(
    tmp_path: Path, spoil: Callable[[bytearray], None]
) -> None:
    spoilt = zipfile.ZipInfo("ñ.ipynb")
    spoilt.extra = struct.pack("<HHQ", 0xFFFF, 8, 0)
    archive = pack(tmp_path / "c.zip", [(spoilt, b"1"), ("luis.ipynb", b"2")])
    data = bytearray(archive.read_bytes())
    spoil(data)
    archive.write_bytes(data)
    luis, other = collect([archive]).entries
    assert luis.read().notebook == b"2"
    with pytest.raises(SubmissionError, match="damaged"):
        other.read()


def nothing_there(root: Path) -> Path:
    return root / "missing"


def an_empty_folder(root: Path) -> Path:
    (root / "empty").mkdir()
    return root / "empty"


def no_archive(root: Path) -> Path:
    return put(root, {"class.rar": b"Rar!"}) / "class.rar"


@pytest.mark.parametrize(
    ("make", "told"),
    [(nothing_there, "Check the path"), (an_empty_folder, "no notebook found"), (no_archive, "must be unpacked first")],
)
def test_a_source_that_holds_nothing_says_what_to_do(tmp_path: Path, make: Callable[[Path], Path], told: str) -> None:
    with pytest.raises(SourceError, match=told):
        collect([make(tmp_path)])


def test_the_output_folder_inside_a_source_is_not_searched(tmp_path: Path) -> None:
    put(tmp_path, {"ana.ipynb": b"1", "graded/reports/x.ipynb": b"x"})
    assert found(collect([tmp_path], out=tmp_path / "graded")) == {"ana": b"1"}


def test_one_name_spelled_in_two_ways_is_one_student(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", [("Jose\u0301.ipynb", b"decomposed"), ("Jos\u00e9/t.ipynb", b"composed")])
    assert [entry.student for entry in collect([archive]).entries] == ["Jos\u00e9"]


def raw_name(path: Path, name: bytes, *, system: int = 3) -> Path:
    """An archive with one entry whose name is these bytes, without the flag for UTF-8."""
    stand_in = "x" * len(name)
    info = zipfile.ZipInfo(stand_in)
    info.create_system = system
    pack(path, [(info, b"1")])
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name))
    return path


@pytest.mark.parametrize(
    ("encoding", "system"), [("utf-8", 3), ("utf-8", 0), ("cp850", 0), ("cp437", 0), ("cp1252", 3)]
)
def test_a_name_in_an_undeclared_encoding_is_read_as_its_system_writes_it_and_told(
    tmp_path: Path, encoding: str, system: int
) -> None:
    archive = raw_name(tmp_path / "c.zip", "José Muñoz.ipynb".encode(encoding), system=system)
    collection = collect([archive])
    assert found(collection) == {"José Muñoz": b"1"}
    (note,) = collection.notes
    assert (note.code, note.parameters["example"]) == ("encoding", "José Muñoz.ipynb")


def test_a_name_in_capitals_of_code_page_850_keeps_its_accents(tmp_path: Path) -> None:
    archive = raw_name(tmp_path / "c.zip", "ÁNGEL ÍÑIGO.ipynb".encode("cp850"), system=0)
    assert found(collect([archive])) == {"ÁNGEL ÍÑIGO": b"1"}


def test_a_name_that_an_extra_field_spells_in_utf8_is_read_from_there(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("x?.ipynb")
    name = "王.ipynb".encode()
    field = b"\1" + struct.pack("<L", zlib.crc32(b"\x80?.ipynb")) + name
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    archive = pack(tmp_path / "c.zip", [(info, b"1")])
    archive.write_bytes(archive.read_bytes().replace(b"x?.ipynb", b"\x80?.ipynb"))
    collection = collect([archive])
    assert found(collection) == {"王": b"1"}
    assert collection.notes == ()


def test_two_students_whose_names_differ_by_case_alone_are_two_and_told(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", [("Ana.ipynb", b"1"), ("ana/x.ipynb", b"2")])
    collection = collect([archive])
    assert found(collection) == {"Ana": b"1", "ana": b"2"}
    assert [(note.code, note.parameters["students"]) for note in collection.notes] == [("case", "Ana, ana")]


def test_of_two_entries_with_one_name_the_last_counts_as_when_unpacked(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive = pack(tmp_path / "c.zip", [("ana.ipynb", b"1"), ("./ana.ipynb", b"2"), ("ana.ipynb", b"3")])
    collection = collect([archive])
    assert found(collection) == {"ana": b"3"}
    assert [(refused.entry, refused.why.code == "overwritten") for refused in collection.refused] == [
        ("ana.ipynb", True),
        ("ana.ipynb", True),
    ]


def test_a_nul_in_a_name_hides_nothing(tmp_path: Path) -> None:
    archive = raw_name(tmp_path / "c.zip", b"ana.ipynb\0.exe")
    assert list(refusals(collect([archive])).values()) == ["holds a NUL character in its name"]


def test_a_time_in_utc_in_an_extra_field_beats_the_clock_of_the_archive(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("ana.ipynb", (2026, 11, 20, 10, 0, 0))
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_000_000_000)
    archive = pack(tmp_path / "c.zip", [(info, b"1"), (zipfile.ZipInfo("luis.ipynb", (2026, 11, 20, 10, 0, 0)), b"2")])
    ana, luis = collect([archive], rules=Submissions(timezone="America/Santiago", file_times=True)).entries
    assert ana.known.received == Received(datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC), "files")
    assert luis.known.received is not None
    assert luis.known.received.at == datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    assert collect([archive]).entries[0].known.received is None


def test_entries_that_overlap_are_refused_when_read(tmp_path: Path) -> None:
    """Fifield's bomb: many entries over one and the same compressed kernel."""
    archive = pack(tmp_path / "c.zip", [("a.ipynb", b"A" * 50), ("b.ipynb", b"B" * 50)])
    data = archive.read_bytes()
    start = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", start + 4)
    overlapping = bytearray(data)
    overlapping[start + 42 : start + 46] = data[second + 42 : second + 46]  # a's header is said to be b's
    archive.write_bytes(bytes(overlapping))
    with pytest.raises(SubmissionError, match="damaged"):
        collect([archive]).entries[0].read()


def test_an_archives_directory_is_read_once_for_all_its_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read for each, a class of 10,000 would read 100,000,000 entries."""
    collection = collect([pack(tmp_path / "c.zip", [(f"s{n}.ipynb", b"%d" % n) for n in range(20)])])
    opened: list[object] = []
    real = zipfile.ZipFile

    def counting(source: Path) -> zipfile.ZipFile:
        opened.append(source)
        return real(source)

    monkeypatch.setattr(files.zipfile, "ZipFile", counting)
    assert sorted(found(collection).values(), key=int) == [b"%d" % n for n in range(20)]
    assert len(opened) == 1
    pack_again = real(tmp_path / "c.zip", "a")
    with pack_again:
        pack_again.writestr("more.ipynb", b"x")
    assert len(found(collection)) == 20
    assert len(opened) == 2  # another archive under the same name is not the one that was open

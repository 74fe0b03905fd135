"""Folders and archives are read with distrust, and each student's notebook is found."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import sources
from grader.errors import SourceError, SubmissionError
from grader.sources import Collection, collect


def put(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
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


def refusals(collection: Collection) -> dict[str, str]:
    return {refused.entry: refused.reason for refused in collection.refused}


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
    with pytest.raises(SubmissionError, match="cannot be read"):
        entry.read()


def test_a_pipe_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ana.ipynb")
    assert refusals(collect([tmp_path])) == {"ana.ipynb": "is a device or a pipe, not a file"}


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
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    collection = collect([pack(tmp_path / "c.zip", [("ana.ipynb", b"1"), ("luis.ipynb", b"x" * 11)])])
    assert found(collection) == {"ana": b"1"}
    assert "luis.ipynb" in refusals(collection)


def test_an_entry_that_lies_about_its_size_is_not_unpacked_further_than_the_cap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = collect([pack(tmp_path / "c.zip", [("ana.ipynb", b"x" * 11)])]).entries
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    with pytest.raises(SubmissionError, match="unpacks to more than"):
        entry.read()


def test_a_damaged_member_costs_only_its_student(tmp_path: Path) -> None:
    archive = pack(tmp_path / "c.zip", [("ana.ipynb", b"ABCDEFGH"), ("luis.ipynb", b"2")])
    archive.write_bytes(archive.read_bytes().replace(b"ABCDEFGH", b"ABCDEFGX"))  # the checksum no longer fits
    ana, luis = collect([archive]).entries
    assert luis.read().notebook == b"2"
    with pytest.raises(SubmissionError, match="cannot be unpacked"):
        ana.read()


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

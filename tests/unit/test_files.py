"""Files are written whole, under names that every system takes."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from grader import files
from grader.errors import OutputError
from grader.files import safe_names, write_whole


def test_a_write_that_fails_leaves_the_old_content_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    write_whole(path, "old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OutputError, match=r"the disk is full.*run the same command again"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["report.json"]


def test_a_file_where_a_folder_is_needed_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        write_whole(tmp_path / "reports" / "ana.json", "{}")


@pytest.mark.parametrize("name", ["ana", "ana.perez", "u-1024", "Ana_2", "a" * 80])
def test_a_safe_name_is_kept(name: str) -> None:
    assert safe_names([name]) == {name: name}


@pytest.mark.parametrize(
    "name",
    ["José Pérez", "../../etc/x", "", ".hidden", "a/b", "con", "NUL.txt", "x.", "a" * 81, "=1+1", "ana\n", "你好"],
)
def test_another_name_becomes_ascii_that_depends_on_nothing_but_itself(name: str) -> None:
    (chosen,) = safe_names([name]).values()
    assert chosen.isascii() and "/" not in chosen and not chosen.startswith(".")
    assert all(c.isalnum() or c in "-_" for c in chosen)
    assert safe_names(["ana", name, "zoe"])[name] == chosen


def test_names_that_differ_by_case_or_by_spelling_get_different_files() -> None:
    names = ["ana", "Ana", "ANA", "a na", "a-na", "a/na"]
    chosen = safe_names(names).values()
    assert len({name.casefold() for name in chosen}) == len(names)

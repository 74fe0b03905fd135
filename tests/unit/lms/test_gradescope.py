"""Gradescope: the zip, unpacked into its folders and run as root without namespaces, writes results that it accepts."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.errors import ExportError
from grader.execution import isolation
from grader.lms.gradescope import as_json, autograder_zip, results
from grader.spec import find_assignment
from tests.support.reports import report

FOLDER = find_assignment("worked-example").folder


@pytest.fixture(scope="module")
def archive() -> bytes:
    return autograder_zip(FOLDER, language="en")


def test_the_zip_is_the_same_twice_and_its_two_scripts_are_executable(archive: bytes) -> None:
    assert archive == autograder_zip(FOLDER, language="en")
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in opened.infolist()}
        assert opened.read("run_autograder").startswith(b"#!")
        assert b"\r" not in opened.read("setup.sh")
    assert [name for name, mode in modes.items() if mode == 0o755] == ["setup.sh", "run_autograder"]
    assert {"assignment/assignment.toml", "grader/reference/descent.py", "grader/execution/kernel.py"} <= set(modes)


def test_no_solution_and_no_class_travels_there(archive: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        names = opened.namelist()
    assert [n for n in names if n.endswith(".ipynb") or "solution" in n or "mistakes" in n or "/class/" in n] == []


def test_what_a_spec_may_name_travels_and_what_gives_it_away_does_not(tmp_path: Path) -> None:
    for name in (
        "assignment.toml",
        "judge.py",
        "data/in.csv",
        "solution.py",
        "mistakes/slip.py",
        "class/ana.csv",
        "starter.ipynb",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    with zipfile.ZipFile(io.BytesIO(autograder_zip(tmp_path, language="en"))) as opened:
        names = [name for name in opened.namelist() if name.startswith("assignment/")]
    assert names == ["assignment/assignment.toml", "assignment/data/in.csv", "assignment/judge.py"]


def test_a_folder_without_a_spec_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="holds no assignment"):
        autograder_zip(tmp_path, language="en")


def test_a_document_becomes_results_with_zeros_and_a_waiting_person() -> None:
    told = results(
        report("ana", 0, state="needs-review", verdict="undecided", code="number.cannot-certify"), language="en"
    )
    assert told["score"] == 0
    assert [(t["number"], t["score"], t["max_score"], t["status"]) for t in told["tests"]] == [
        ("1", 0, 8, "failed"),
        ("2", 0, 2, "failed"),
    ]
    assert "A person still looks" in told["output"]
    assert {t["visibility"] for t in told["tests"]} == {"visible"}
    told = results(report("ana"), language="en", hidden={"final"})
    assert [t["visibility"] for t in told["tests"]] == ["visible", "after_published"]


def test_nan_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        as_json({"score": float("nan")})


@pytest.fixture
def container(archive: bytes) -> Iterator[Path]:
    """/autograder as Gradescope lays it out, where any uid may walk in."""
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    root.chmod(0o755)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        opened.extractall(root / "source")
    (root / "submission").mkdir()
    (root / "results").mkdir()
    yield root
    shutil.rmtree(root)


#: The autograder where landlock is not to be had: another uid is all there is.
NO_LANDLOCK = """
import sys
from pathlib import Path
from grader.execution import isolation
isolation.best_level = lambda: "process"
from grader.lms.autograder import main
main(Path(sys.argv[1]), sys.argv[2])
"""


def run(root: Path, level: str = "landlock", language: str = "en") -> dict[str, Any]:
    """Its results; where there is no bubblewrap, as in Gradescope's container, and perhaps no landlock either."""
    tools = root.with_name(f"{root.name}-tools")
    tools.mkdir()
    for name in ("setpriv", "env", "sh"):
        (tools / name).symlink_to(str(shutil.which(name)))
    environment = {"PATH": str(tools), "PYTHONPATH": str(root / "source"), "HOME": str(root)}
    module = ["-m", "grader.lms.autograder"] if level == "landlock" else ["-c", NO_LANDLOCK]
    command = [sys.executable, "-P", *module, str(root), language]
    try:
        subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True, timeout=200)
    finally:
        shutil.rmtree(tools)
    found: dict[str, Any] = json.loads((root / "results" / "results.json").read_text())
    return found


#: Landlock where this machine has it.
LEVELS = [
    pytest.param(
        "landlock",
        marks=pytest.mark.skipif(
            not isolation.probe()["landlock"].works or not isolation.probe()["seccomp"].works,
            reason="this kernel has no landlock",
        ),
    ),
    "process",
]
needs_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="runs as root in Gradescope's container")


@needs_root
@pytest.mark.parametrize("level", LEVELS)
def test_the_solution_earns_full_marks_there(container: Path, level: str) -> None:
    shutil.copy(FOLDER / "solution.ipynb", container / "submission")
    told = run(container, level)
    assert told["extra_data"]["isolation"] == level
    assert told["score"] == sum(t.get("max_score", 0) for t in told["tests"]) == 10, told
    assert told["extra_data"]["state"] == "graded"


@needs_root
@pytest.mark.parametrize("level", LEVELS)
def test_a_students_code_has_another_uid_and_reaches_nothing_of_ours(container: Path, level: str) -> None:
    book = nbformat.read(FOLDER / "solution.ipynb", as_version=4)
    look = f"""
import os, resource
seen = [str(os.getuid()), "at most", str(resource.getrlimit(resource.RLIMIT_NPROC)[1])]
for path in ({str(container)!r} + "/source/assignment/assignment.toml", {str(container)!r} + "/source/grader/spec/checks.py", {str(container)!r} + "/results/results.json", {str(container)!r} + "/submission/mine.ipynb"):
    try:
        open(path).read(); seen.append("read " + path)
    except PermissionError:
        pass
try:
    os.setuid(0); seen.append("root again")
except PermissionError:
    pass
open("own.txt", "w").write("x")
raise SystemError(" ".join(seen))
"""
    book.cells.insert(0, nbformat.v4.new_code_cell(look))
    nbformat.write(book, container / "submission" / "mine.ipynb")
    told = run(container, level)
    assert told["extra_data"]["isolation"] == level
    assert told["score"] > 5, told
    (most,) = re.findall("SystemError: 54321 at most ([0-9]+)", told["output"])
    assert int(most) <= 512
    assert "read " not in told["output"]
    assert "root again" not in told["output"]


@needs_root
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No notebook"), (b"{}", "cannot be read as a notebook"), (b"\xff\x00", "cannot be read as a notebook")],
    ids=["none", "empty", "bytes"],
)
def test_results_are_valid_json_whatever_was_submitted(container: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (container / "submission" / "x.ipynb").write_bytes(content)
    told = run(container)
    assert told["score"] == 0
    assert said in told["output"]
    assert "grader failed" not in told["output"]

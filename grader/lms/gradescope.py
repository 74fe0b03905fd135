"""Gradescope: a zip that carries this grader and one assignment there, and a document as its results.json."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Container, Iterator
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

from grader.errors import ExportError
from grader.late import final_points
from grader.lms.selection import Document
from grader.reports.intake import late_told
from grader.reports.words import remark, short, wording

#: Python 3.11 stands beside 3.10 on the system that Gradescope builds from.
_SETUP = """#!/usr/bin/env bash
# Runs once, as root, with a network, when the autograder is built.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends python3.11 python3.11-venv util-linux
python3.11 -m venv /autograder/venv
/autograder/venv/bin/python -m pip install --no-cache-dir -r /autograder/source/requirements.txt
"""
_RUN = """#!/usr/bin/env bash
# Runs for each submission, as root; the notebook itself runs under another uid that can read nothing of this.
PYTHONPATH=/autograder/source exec /autograder/venv/bin/python -P -m grader.lms.autograder /autograder LANGUAGE
"""
_LEFT_AT_HOME = {"__pycache__", "tests", "assignments"}
#: What an assignment needs there: its spec and what the spec may name, never solutions, mistakes or classes of others.
_SUFFIXES = {".toml", ".py", ".csv", ".npz", ".json", ".md"}


def autograder_zip(assignment: Path, *, language: str) -> bytes:
    """setup.sh and run_autograder (executable), the package `grader` as it runs here, and the assignment's folder.

    The same installation and assignment give the same bytes. Raises ExportError where the assignment is no folder.
    """
    if not (assignment / "assignment.toml").is_file():
        raise ExportError(f"{assignment}: holds no assignment.toml.")
    here = distribution("pendiente")
    needed = [line for line in here.requires or () if "extra ==" not in line]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "setup.sh", _SETUP.encode(), executable=True)
        _put(archive, "run_autograder", _RUN.replace("LANGUAGE", language).encode(), executable=True)
        _put(archive, "requirements.txt", ("\n".join(sorted(needed)) + "\n").encode())
        info = f"pendiente-{here.version}.dist-info"  # by which the package there knows its version and its kernel
        _put(archive, f"{info}/METADATA", f"Metadata-Version: 2.1\nName: pendiente\nVersion: {here.version}\n".encode())
        _put(archive, f"{info}/entry_points.txt", (here.read_text("entry_points.txt") or "").encode())
        for name, data in _package(Path(str(files("grader"))), "grader"):
            _put(archive, name, data)
        for path in sorted(assignment.rglob("*")):
            inside = path.relative_to(assignment)
            closed = {"mistakes", "class", *_LEFT_AT_HOME} & set(inside.parts)
            if path.is_file() and path.suffix in _SUFFIXES and not closed and "solution" not in path.name:
                _put(archive, f"assignment/{inside.as_posix()}", path.read_bytes())
    return target.getvalue()


def results(document: Document, *, language: str, hidden: Container[str] = ()) -> dict[str, Any]:
    """A document as results.json: one test a check; cell errors and points that wait for a person are told.

    Zeros are numbers there, and a check without points carries none. A check in `hidden` is seen once grades are
    published, and until then Gradescope hides the total too.
    """
    words = wording(language)
    titles = document["assignment"].get("checks", {})
    tests = []
    for number, finding in enumerate(document["findings"], 1):
        told = short(finding, document, language=language)
        title = titles.get(finding["check"], {})
        asked = (
            title.get(language) or next(iter(title.values()), "") or words.ASKED.get(finding["kind"], finding["check"])
        )
        noted = [remark(one, language=language) for one in finding["remarks"]]
        points = {"score": finding["points"], "max_score": finding["maximum"]} if finding["maximum"] else {}
        tests.append(
            {
                "number": str(number),
                "name": asked,
                **points,
                "status": "passed" if finding["verdict"] == "passed" else "failed",
                "output": "\n".join(text for text in (told.saw, told.advice, *noted) if text),
                "output_format": "text",
                "visibility": "after_published" if finding["check"] in hidden else "visible",
                "tags": [finding["kind"]],
                "extra_data": {"check": finding["check"], "code": finding["code"]},
            }
        )
    ending = document["execution"]["ending"]
    said = [words.ENDINGS.get(ending, ending)]
    said += [
        f"{words.LABELS['cell'].format(cell=error['cell'])}: {error['name']}: {error['text']}"
        for error in document["execution"]["errors"]
    ]
    if late := late_told(document, language=language):
        said.append(late)
    if document["score"]["state"] != "graded":
        said.append(words.LABELS["needs-review"])
    return {
        "score": final_points(document["score"]),
        "output": "\n".join(said),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "grader": document["versions"].get("grader"),
            "assignment": document["assignment"]["digest"],
            "sha256": document["submission"]["sha256"],
            "state": document["score"]["state"],
            "isolation": document["execution"]["isolation"],
        },
    }


def failed(reason: str) -> dict[str, Any]:
    """results.json where no document could be made: no points are given or lost silently, and the reason is told."""
    return {"score": 0, "output": reason, "output_format": "text", "stdout_visibility": "hidden", "tests": []}


def as_json(results: dict[str, Any]) -> str:
    """The text of results.json; NaN is refused."""
    return json.dumps(results, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _package(root: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a package folder, links to folders followed, in the same order everywhere."""
    for path in sorted(root.iterdir()):
        if path.name in _LEFT_AT_HOME or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _package(path, f"{name}/{path.name}")
        elif path.suffix in (".py", ".html", ".css", ".json", ".toml"):
            yield f"{name}/{path.name}", path.read_bytes()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, *, executable: bool = False) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the bits below are Unix's
    entry.external_attr = (0o100755 if executable else 0o100644) << 16
    archive.writestr(entry, data)

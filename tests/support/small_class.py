"""A small class graded without kernels: an assignment of three checks, three students, a folder with their reports."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from grader.gradebook import grade_class
from grader.sources import collect
from grader.spec import Assignment, parse_assignment
from tests.support.plain import PlainExecutor, notebook

SPEC: dict[str, Any] = {
    "id": "little",
    "version": "1",
    "languages": ["en", "es"],
    "title": {"en": "Little", "es": "Pequeña"},
    "objectives": {"g": {"variables": ["x", "y"], "expression": "x**2/2 + 2*y**2 - x*y"}},
    "answers": [{"name": "trace"}, {"name": "bound"}, {"name": "why"}],
    "checks": [
        {"id": "trace", "kind": "iterates", "answer": "trace", "start": [1, -1], "step_size": "0.1", "iterations": 6, "points": 3},
        {"id": "bound", "kind": "number", "answer": "bound", "quantity": "expression", "expression": "2/3", "points": 2},
        {"id": "why", "kind": "text", "answer": "why", "points": 1},
    ],
}  # fmt: skip

RIGHT = """
x, y, trace = 1.0, -1.0, [(1.0, -1.0)]
for _ in range(6):
    x, y = x - 0.1 * (x - y), y - 0.1 * (4 * y - x)
    trace.append((x, y))
"""
SEQUENTIAL = """
x, y, trace = 1.0, -1.0, [(1.0, -1.0)]
for _ in range(6):
    x = x - 0.1 * (x - y)
    y = y - 0.1 * (4 * y - x)
    trace.append((x, y))
"""
#: All bound `why`, which a person reads; ana is right, bea and carl make the same mistake.
STUDENTS = {
    "ana": (RIGHT, "bound = 2/3", "why = 'because it converges'"),
    "bea": (SEQUENTIAL, "bound = 2/3", "why = '<b>bold</b>'"),
    "carl": (SEQUENTIAL, "bound = 0.5", "why = 'no idea'"),
}


def spec(**changes: Any) -> dict[str, Any]:
    """The spec's data, a copy, with top-level keys changed."""
    return {**copy.deepcopy(SPEC), **changes}


def assignment(data: dict[str, Any] | None = None) -> Assignment:
    """The assignment of a spec's data."""
    return parse_assignment(data or SPEC, Path())


def hand_in(folder: Path, **students: tuple[str, ...]) -> Path:
    """A folder of submissions."""
    folder.mkdir(exist_ok=True)
    for student, sources in (students or STUDENTS).items():
        (folder / f"{student}.ipynb").write_bytes(notebook(*sources))
    return folder


def graded(folder: Path, submissions: Path, data: dict[str, Any] | None = None, **options: Any) -> Path:
    """The folder with the reports of all submissions."""
    grade_class(assignment(data), collect([submissions]), folder, PlainExecutor(), language="en", **options)
    return folder

"""What class.json tells of how submissions came in: how sources were read, who handed in nothing, equal notebooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from grader.sources import Collection
from grader.spec import Assignment


def about_intake(collection: Collection, assignment: Assignment) -> dict[str, Any]:
    """`sources`, `notes`, `roster` and `undated` of class.json."""
    roll, costs = collection.roll, assignment.submissions.late.penalty != "none"
    return {
        "sources": [{"source": s.name, "system": s.system, "students": s.students} for s in collection.sources],
        "notes": [{"code": note.code, "parameters": dict(note.parameters)} for note in collection.notes],
        "roster": None if roll is None else asdict(roll),
        # Where lateness costs points: whose submissions have no date that is believed.
        "undated": [entry.student for entry in collection.entries if costs and entry.known.received is None],
    }


def twins(documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`twins` of class.json: the students whose notebooks are equal byte for byte. Told, never judged.

    One submission that a group handed in together is no twin of itself.
    """
    owners: dict[str, dict[str, object]] = defaultdict(dict)
    for document in documents:
        told = document["submission"]
        origin = told.get("origin") or {}
        together = (origin.get("system"), origin.get("number")) if origin.get("number") else told["student"]
        owners[told["sha256"]][told["student"]] = together
    return [
        {"sha256": sha256, "students": sorted(students)}
        for sha256, students in sorted(owners.items())
        if len(set(students.values())) > 1
    ]

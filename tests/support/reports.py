"""Documents as a grading would leave them, small, for tests of what is made from documents."""

from __future__ import annotations

import json
from typing import Any

from grader.folder import Stored, fingerprint


def stored(stem: str, document: dict[str, Any]) -> Stored:
    """A document as a folder gives it."""
    return Stored(stem, document, fingerprint(json.dumps(document, indent=1).encode()))


def report(student: str, points: float = 7.5, **changes: Any) -> dict[str, Any]:
    """A document of two checks: `points` of 10; `changes` name, file, state, digest, grader, variant, text."""
    return {
        "format": 1,
        "assignment": {
            "id": "worked-example",
            "version": "1",
            "digest": changes.get("digest", "sha256:aa"),
            "title": {"en": "Trace", "es": "Ruteo"},
            "variant": changes.get("variant"),
            "checks": {"trace": {"en": "The 48 steps", "es": "Los 48 pasos"}, "final": {}},
        },
        "submission": {
            "student": student,
            "name": changes.get("name", student),
            "file": changes.get("file", "trace.ipynb"),
            "sha256": "0" * 64,
        },
        "execution": {
            "ending": changes.get("ending", "completed"),
            "isolation": "namespaces",
            "errors": [],
            "reason": "",
        },
        "score": {"points": points, "maximum": 10, "state": changes.get("state", "graded")},
        "findings": [
            _finding(
                "trace", "iterates", "failed", "iterates.sequential-update", points, 8, {"t": 1, "component": "y"}
            ),
            _finding("final", "number", changes.get("verdict", "passed"), changes.get("code", "number.ok"), 0, 2, {}),
        ],
        "versions": {"grader": changes.get("grader", "0.1.0"), "python": "3.11"},
        "resources": {"wall_seconds": 0.2},
    }


def _finding(
    check: str, kind: str, verdict: str, code: str, points: float, maximum: float, parameters: dict[str, Any]
) -> dict[str, Any]:
    return {
        "check": check,
        "kind": kind,
        "verdict": verdict,
        "code": code,
        "points": points,
        "maximum": maximum,
        "source": None,
        "explanations": [],
        "parameters": parameters,
        "evidence": [],
        "remarks": [],
    }

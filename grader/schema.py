"""The published JSON Schemas: of the document that every renderer reads, and of the spec that editors complete."""

from __future__ import annotations

from typing import Any

from grader.model import Ending, Verdict

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def spec_schema() -> dict[str, Any]:
    """The schema of assignment.toml, made by pydantic from the models that validate it."""
    from grader.spec import Spec

    return {"$schema": _DIALECT, **Spec.model_json_schema(), "title": "assignment.toml"}


def document_schema() -> dict[str, Any]:
    """The schema of report.json, format 1."""
    return {
        "$schema": _DIALECT,
        "title": "report.json",
        "description": "One report: codes, parameters and evidence, no prose.",
        **_object(
            {
                "format": {"const": 1},
                "assignment": _object(
                    {
                        "id": _TEXT,
                        "version": _TEXT,
                        "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                        "title": {"type": "object", "additionalProperties": _TEXT},
                        "variant": {"type": ["string", "null"]},
                    }
                ),
                "submission": _object(
                    {
                        "student": _TEXT,
                        "name": _TEXT,
                        "file": _TEXT,
                        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                        "origin": _object(
                            {
                                "system": {"enum": ["moodle", "canvas", "gradescope", "nbgrader", "classroom"]},
                                "number": _TEXT,
                                "names": _list(_TEXT),
                                "identities": _list(_TEXT),
                            }
                        ),
                        "received": _object({"at": _MOMENT, "from": {"enum": ["roster", "export", "files"]}}),
                        "due": _MOMENT,
                    },
                    optional=("origin", "received", "due"),
                ),
                "execution": _object(
                    {
                        "ending": {"enum": [ending.value for ending in Ending]},
                        "isolation": {"enum": ["namespaces", "landlock", "process"]},
                        "errors": _list(
                            _object({"cell": {"type": "integer", "minimum": 1}, "name": _TEXT, "text": _TEXT})
                        ),
                        "fixed": {"type": "object", "additionalProperties": _TEXT},
                    },
                    optional=("fixed",),
                ),
                "score": _object(
                    {
                        "points": _POINTS,
                        "maximum": _POINTS,
                        "state": {"enum": ["graded", "needs-review"]},
                        # What leaves is late.points where it stands: grader/late.py.
                        "late": _object(
                            {
                                "due": _MOMENT,
                                "days": {"type": "integer", "minimum": 1},
                                "share": {"type": "number", "minimum": 0, "maximum": 1},
                                "points": _POINTS,
                            }
                        ),
                    },
                    optional=("late",),
                ),
                "findings": _list(_FINDING),
                "versions": {"type": "object", "additionalProperties": _TEXT},
                "resources": {"type": "object"},
                "stale_decisions": _list(
                    _object({"check": _TEXT, "why": _TEXT, "code": _TEXT, "points": _MAYBE, "by": _TEXT, "when": _TEXT})
                ),
            },
            optional=("resources", "stale_decisions"),
        ),
    }


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_POINTS = {"type": "number", "minimum": 0}
_DATA = {"type": "object"}
_MAYBE = {"anyOf": [_POINTS, {"type": "null"}]}
_VERDICT = {"enum": [verdict.value for verdict in Verdict]}
#: Not in documents on disk: what exports and pages are made from has a person's decisions on it.
_DECISION = {
    "points": _MAYBE,
    "comment": _TEXT,
    "reason": _TEXT,
    "by": _TEXT,
    "when": _TEXT,
    "before": _POINTS,
    "verdict": _VERDICT,
}
_FINDING = _object(
    {
        "check": _TEXT,
        "kind": _TEXT,
        "verdict": _VERDICT,
        "code": {"type": "string", "pattern": r"^[a-z-]+\.[a-z0-9-]+$"},
        "points": _POINTS,
        "maximum": _POINTS,
        "source": {"anyOf": [_object({"where": _TEXT, "name": _TEXT, "as": _TEXT}), {"type": "null"}]},
        "explanations": _list(_TEXT),
        "parameters": _DATA,
        "evidence": _list(
            _object(
                {"quantity": _TEXT, "measured": _TEXT, "bound": _TEXT, "name": _TEXT, "where": _DATA, "details": _DATA},
                optional=("details",),
            )
        ),
        "remarks": _list(_object({"code": _TEXT, "parameters": _DATA})),
        "decision": _object(_DECISION),
    },
    optional=("decision",),
)

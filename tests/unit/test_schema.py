"""The published schemas accept what we write and what instructors write, and reject what is neither."""

from __future__ import annotations

import copy
import json
import tomllib
from typing import Any

import jsonschema
import pytest

from grader.command.main import run
from grader.schema import document_schema, spec_schema
from grader.spec import BUNDLED, bundled_ids

#: The example of 2-assignments, "The document", with its placeholders filled in.
DOCUMENT: dict[str, Any] = {
    "format": 1,
    "assignment": {
        "id": "worked-example",
        "version": "1",
        "digest": "sha256:" + "0" * 64,
        "title": {"es": "Ruteo del ejemplo", "en": "Trace the worked example"},
        "variant": None,
    },
    "submission": {"student": "ana", "name": "Ana", "file": "ana.ipynb", "sha256": "0" * 64},
    "execution": {
        "ending": "completed",
        "isolation": "namespaces",
        "errors": [{"cell": 7, "name": "ValueError", "text": "…"}],
    },
    "score": {"points": 7.5, "maximum": 10, "state": "graded"},
    "findings": [
        {
            "check": "trace",
            "kind": "iterates",
            "verdict": "failed",
            "code": "iterates.sequential-update",
            "points": 1.5,
            "maximum": 3,
            "source": {"where": "variable", "name": "trace", "as": "list of 49 tuples"},
            "explanations": ["sequential-update"],
            "parameters": {"t": 1, "component": "y"},
            "evidence": [
                {
                    "quantity": "|y_1 - reference|",
                    "measured": "2.0e-2",
                    "bound": "9.0e-15",
                    "name": "tube float64",
                    "where": {"t": 1, "component": "y"},
                }
            ],
            "remarks": [{"code": "finite-differences", "parameters": {"h": "1e-6"}}],
        }
    ],
    "versions": {"grader": "0.1.0", "python": "3.11.2", "numpy": "2.0.0"},
    "resources": {"wall_seconds": 0.24},
}


def valid(document: Any, schema: dict[str, Any]) -> bool:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(document)


def test_the_contracts_own_example_is_a_document() -> None:
    assert valid(DOCUMENT, document_schema())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("format",), 2),
        (("submission", "sha256"), "ana"),
        (("execution", "ending"), "fine"),
        (("score", "points"), "7.5"),
        (("findings", 0, "verdict"), "wrong"),
        (("findings", 0, "code"), "sequential update"),
        (("findings", 0, "points"), -1),
    ],
)
def test_what_breaks_the_contract_is_no_document(place: tuple[str | int, ...], value: Any) -> None:
    document = copy.deepcopy(DOCUMENT)
    holder: Any = document
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    assert not valid(document, document_schema())


@pytest.mark.parametrize("name", bundled_ids())
def test_every_bundled_spec_is_valid_as_it_is_written(name: str) -> None:
    written = tomllib.loads((BUNDLED / name / "assignment.toml").read_text(encoding="utf-8"))
    errors = [
        f"{error.json_path}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator(spec_schema()).iter_errors(written)
    ]
    assert errors == []


def test_an_unknown_key_is_no_spec() -> None:
    written = tomllib.loads((BUNDLED / "worked-example" / "assignment.toml").read_text(encoding="utf-8"))
    assert not valid({**written, "langages": ["es"]}, spec_schema())


def test_the_command_publishes_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"document": document_schema(), "spec": spec_schema()}
    assert run(["schema", "document"]) == 0
    assert json.loads(capsys.readouterr().out) == document_schema()

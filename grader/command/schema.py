"""`grader schema`: the JSON Schemas of the document and of the spec, for editors and other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from grader.command.terminal import JsonOption, LanguageOption, print_json

EXAMPLE = "Example: `grader schema spec > assignment.schema.json`"


class Kind(StrEnum):
    """What has a schema."""

    document = "document"
    spec = "spec"


def command(
    kind: Annotated[
        Kind | None,
        typer.Argument(metavar="[document|spec]", help="One of them; both where left out.", show_default=False),
    ] = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print the JSON Schema of report.json and of assignment.toml (always JSON, the same in every language)."""
    from grader.schema import document_schema, spec_schema

    schemas = {Kind.document: document_schema, Kind.spec: spec_schema}
    print_json({name.value: make() for name, make in schemas.items()} if kind is None else schemas[kind]())

"""`grader release`: the student's bundle of an assignment: starters, statement, a spec without hidden checks, its bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.command.terminal import JsonOption, LanguageOption, print_json, say

EXAMPLE = "Example: `grader release worked-example --out handout`"


def command(
    assignment: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A bundled assignment's id, or a folder with an assignment.toml.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the bundle is written.")],
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write what students get: starter notebooks, statement, a spec with the visible checks only, and its bounds, computed.

    Never the solution, the mistakes or a hidden check.
    """
    from grader.release import CERTIFIED, release
    from grader.spec import find_assignment

    asked = find_assignment(assignment)
    written = release(asked, out)
    if json:
        print_json({"assignment": asked.id, "files": [str(path) for path in written]})
    else:
        # The names of certified results are hashes: their folder says it better.
        for path in dict.fromkeys(path.parent if path.parent.name == CERTIFIED else path for path in written):
            say(str(path))

"""`grader doctor`: what this machine can isolate, and why not more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import typer

from grader.command.terminal import JsonOption, LanguageOption, plain, print_json, say

EXAMPLE = "Example: `grader doctor`"


def command(json: JsonOption = False, lang: LanguageOption = None) -> None:
    """Say what this machine can isolate, what it cannot, why, and the command that mends it.

    Exit code: 0 where a class can be graded sealed (level `namespaces`), 1 where not.
    """
    from grader.execution import isolation

    level = isolation.best_level()
    report: dict[str, Any] = {
        "level": str(level),
        "probe": {name: asdict(trial) for name, trial in isolation.tried_all().items()},
    }
    if json:
        print_json(report)
    else:
        say(f"Isolation here: {level}", style="green" if level == "namespaces" else "yellow")
        _show(report["probe"])
    raise typer.Exit(0 if level == "namespaces" else 1)


def _show(value: Any, indent: int = 2) -> None:
    """Data as indented lines, a blank value left out."""
    items = value.items() if isinstance(value, Mapping) else (("-", item) for item in value)
    for key, item in items:
        if isinstance(item, Mapping | list | tuple):
            say(" " * indent + plain(key) + (":" if key != "-" else ""))
            _show(item, indent + 2)
        elif item not in (None, ""):
            say(" " * indent + f"{plain(key)}{':' if key != '-' else ''} {plain(item)}")

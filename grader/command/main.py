"""The command `grader`: its commands, and what an error looks like."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import requires
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.command import assignments, batch, check, demo, doctor, explain, export, regrade, release, review, schema
from grader.command.terminal import drop, err, plain, tell
from grader.errors import GraderError, OutputError, fault

#: ClickException, of click itself or of the copy inside newer typers: what a wrong command line raises.
_WRONG_USAGE: Any = typer.BadParameter.__mro__[2]

#: What installs everything that a student's own installation leaves out.
GET_ALL = "pip install 'pendiente[grade]'"

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help="Grades notebooks of numerical exercises: finds the step where a gradient descent first went astray, and says why.",
    epilog="Example: `grader check assignments/worked-example/solution.ipynb`",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"grader {version('pendiente')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


for _module in (demo, check, batch, regrade, release, explain, schema, doctor):
    _name = _module.__name__.rsplit(".", 1)[-1]
    app.command(_name, epilog=_module.EXAMPLE)(_module.command)
app.add_typer(review.app, name="review", epilog=review.EXAMPLE)
app.add_typer(export.app, name="export", epilog=export.EXAMPLE)
app.add_typer(assignments.app, name="assignments", epilog=assignments.EXAMPLE)


def main() -> None:
    """Console entry: ends the process with the exit code of 2-assignments.md."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code: no traceback leaves this function."""
    try:
        result = app(args=list(arguments), prog_name="grader", standalone_mode=False)
        sys.stdout.flush()
    except _WRONG_USAGE as error:
        error.show(sys.stderr)
        return 2
    except GraderError as error:
        tell(f"grader: {plain_lines(str(error))}", style="red")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        result = 130
    except OSError as error:
        unwritten = _unwritten()
        if unwritten is None:
            return _fault(error)
        if not isinstance(unwritten, BrokenPipeError):
            tell(f"grader: {OutputError.from_os(Path('standard output'), unwritten)}", style="red")
            return 2
        return 0  # the reader went away (`| head`): nothing is wrong
    except SystemExit as left:
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        return 0  # the same, as rich ends a process
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _needed_to_grade():
            return _fault(error)
        tell(
            f"grader: notebooks are run by packages that are not installed here ({error.name}). Run: {GET_ALL}",
            style="red",
        )
        return 2
    except Exception as error:
        return _fault(error)
    if result == 130:  # newer typers turn Ctrl-C into this code themselves
        tell("grader: interrupted.")
    return result if isinstance(result, int) else 0


def _unwritten() -> OSError | None:
    """Why standard output cannot be written, where it cannot: an empty line tries."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as error:
        drop(sys.stdout)
        return error
    return None


def _fault(error: Exception) -> int:
    """A fault of ours: where it is, and how to see more of it."""
    tell(f"grader: {plain(fault(error))}", style="red")
    if os.environ.get("GRADER_TRACEBACK"):
        err.print_exception()
    else:
        tell("Set GRADER_TRACEBACK=1 to see where it comes from.")
    return 2


def _needed_to_grade() -> set[str]:
    """Import names of the packages that only the extra `grade` brings."""
    asked = [line for line in requires("pendiente") or () if "extra == 'grade'" in line.replace('"', "'")]
    return {re.split(r"[^A-Za-z0-9_-]", line)[0].replace("-", "_") for line in asked} | {"zmq", "traitlets", "yaml"}


def plain_lines(text: str) -> str:
    """Several lines, each fit for a terminal."""
    return "\n".join(plain(line) for line in text.splitlines())


if __name__ == "__main__":
    main()

"""What all commands share: language, options, and how things are printed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TextIO, TypeVar

import typer
from rich.console import Console

from grader.reports.words import LANGUAGES

if TYPE_CHECKING:
    from grader.spec import Assignment

T = TypeVar("T")


class _Results(Console):
    """Standard output: where its reader has gone away (`| head`), what is said there is lost and the work goes on."""

    def on_broken_pipe(self) -> None:
        drop(sys.stdout)


class _Remarks(io.TextIOBase):
    """Standard error, whatever that is now: where nobody reads it, or its disk is full, what is said there is lost and nothing else."""

    @property
    def _stream(self) -> TextIO:
        # A progress bar puts itself in its place.
        stream: TextIO = getattr(sys.stderr, "rich_proxied_file", sys.stderr)
        return stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            drop(self._stream)

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding


def drop(stream: TextIO) -> None:
    """From now on nothing that is written to this stream goes anywhere: Python must not try once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


#: Results go to standard output, everything else to standard error: `--json` output stays clean.
out = _Results(highlight=False, soft_wrap=True)
err = Console(file=_Remarks(), highlight=False, soft_wrap=True)  # type: ignore[arg-type]


def _known(language: str | None) -> str | None:
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(f"there are words in: {', '.join(LANGUAGES)}.")
    return language


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        help="Language of the words. Else the locale's, else the assignment's first.",
        callback=_known,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else there.")
]
AssignmentOption = Annotated[
    str | None,
    typer.Option(
        "--assignment", "-a", metavar="ID", help="A bundled assignment's id, or a folder with an assignment.toml."
    ),
]


def chosen_language(given: str | None, assignment_languages: Sequence[str] = ("es", "en")) -> str:
    """`--lang`, else the environment's locale where the assignment has that language, else the assignment's first."""
    if given is not None:
        return given
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            spoken = re.split(r"[_.@]", value)[0].lower()  # es_MX.UTF-8; C and POSIX speak no language
            return spoken if spoken in assignment_languages else assignment_languages[0]
    return assignment_languages[0]


def in_words(words: Mapping[str, T], language: str) -> T:
    """A command's own words in a language, English where it has none."""
    return words[language] if language in words else words["en"]


def plain(text: object) -> str:
    """Text from outside, fit for a terminal: control characters, which could move the cursor or lie, become '?'."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "?", str(text)).encode("utf-8", "replace").decode()


def say(text: str = "", *, style: str | None = None) -> None:
    """One line on standard output, as it is: no markup is read in it."""
    out.print(text, style=style, markup=False)


def tell(text: str, *, style: str | None = None) -> None:
    """One line on standard error."""
    err.print(text, style=style, markup=False)


def print_json(document: Any) -> None:
    """The one JSON document of a command."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def title_in(assignment: Assignment, language: str) -> str:
    """An assignment's title in a language, its id where it has none."""
    return {str(key): text for key, text in assignment.title.items()}.get(language, assignment.id)

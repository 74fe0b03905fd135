"""What a notebook's Markdown cells claim, sentence by sentence and table by table, apart from what the assignment itself says in its own."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from grader.examine.context import Context
from grader.reading.markdown import claims, headings, lists, sentences, tables
from grader.reading.parts import Part, printed_parts
from grader.reading.value import Text
from grader.submission import Unreadable, read_notebook

#: Parts of all cells together that are looked at.
MOST = 400


def written(context: Context) -> list[tuple[str, Part]]:
    """The parts of each claim, each table, and each cell's own text under the last heading before it; none where the spec refuses them."""
    return [("written", part) for part in (*_written(context)[0], *_written(context)[1])]


def written_tables(context: Context) -> list[Part]:
    """The tables alone."""
    return _written(context)[1]


def _written(context: Context) -> tuple[list[Part], list[Part]]:
    if "written" not in context.cache:
        refused = not context.assignment.share_of("written")
        context.cache["written"] = ([], []) if refused else _said(context)
    found: tuple[list[Part], list[Part]] = context.cache["written"]
    return found


def _said(context: Context) -> tuple[list[Part], list[Part]]:
    """(what sentences say, tables) of all Markdown cells."""
    said: list[Part] = []
    drawn: list[Part] = []
    try:
        cells = read_notebook(context.submission.notebook).markdown
    except Unreadable:
        return said, drawn
    given = _given(context.assignment.folder)
    heading = ""
    for cell in cells:
        heading = [heading, *headings(cell.source)][-1]
        own, place = [one for one in sentences(cell.source) if one not in given], f"cell {cell.number}"
        if own:
            claimed = "\n".join(claim for one in own for claim in claims(one))
            said += [Part(Text(". ".join(own)), place, heading), *printed_parts(claimed, place)]
        for above, rows in tables(cell.source):
            if rows not in given:
                drawn.append(Part(Text(rows), place, rows.split("\n")[0], f"{heading} {above}"))
        said += [
            Part(Text(rows), place, "", f"{heading} {above}") for above, rows in lists(cell.source) if rows not in given
        ]
        if len(said) + len(drawn) >= MOST:
            break
    return said[:MOST], drawn[:MOST]


@lru_cache(maxsize=64)
def _given(folder: Path) -> frozenset[str]:
    """The sentences and tables of an assignment's statements and starters: who hands them in with the answers claims nothing by them."""
    texts: list[str] = []
    for path in sorted(folder.glob("statement.*.md")):
        with suppress(OSError, ValueError):
            texts.append(path.read_text(encoding="utf-8"))
    for path in sorted(folder.glob("starter.*.ipynb")):
        with suppress(OSError, Unreadable):
            texts += [cell.source for cell in read_notebook(path.read_bytes()).markdown]
    return frozenset(
        one for text in texts for one in (*sentences(text), *(rows for _, rows in (*tables(text), *lists(text))))
    )

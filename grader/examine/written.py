"""What a notebook's Markdown cells claim, sentence by sentence, apart from what the assignment itself says in its own."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from grader.examine.context import Context
from grader.reading.markdown import claims, headings, sentences
from grader.reading.parts import Part, printed_parts
from grader.reading.value import Text
from grader.submission import Unreadable, read_notebook

#: Parts of all cells together that are looked at.
MOST = 400


def written(context: Context) -> list[tuple[str, Part]]:
    """The parts of each claim, and each cell's own text under the last heading before it; none where the spec refuses them."""
    if not context.assignment.share_of("written"):
        return []
    if "written" not in context.cache:
        context.cache["written"] = list(_written(context))
    found: list[tuple[str, Part]] = context.cache["written"]
    return found


def _written(context: Context) -> list[tuple[str, Part]]:
    try:
        cells = read_notebook(context.submission.notebook).markdown
    except Unreadable:
        return []
    given = _given(context.assignment.folder)
    found: list[tuple[str, Part]] = []
    heading = ""
    for cell in cells:
        heading = [heading, *headings(cell.source)][-1]
        own, place = [one for one in sentences(cell.source) if one not in given], f"cell {cell.number}"
        if own:
            said = "\n".join(claim for one in own for claim in claims(one))
            parts = [Part(Text(". ".join(own)), place, heading), *printed_parts(said, place)]
            found += [("written", part) for part in parts]
        if len(found) >= MOST:
            break
    return found[:MOST]


@lru_cache(maxsize=64)
def _given(folder: Path) -> frozenset[str]:
    """The sentences of an assignment's statements and starters: who hands them in with the answers claims nothing by them."""
    texts: list[str] = []
    for path in sorted(folder.glob("statement.*.md")):
        with suppress(OSError, ValueError):
            texts.append(path.read_text(encoding="utf-8"))
    for path in sorted(folder.glob("starter.*.ipynb")):
        with suppress(OSError, Unreadable):
            texts += [cell.source for cell in read_notebook(path.read_bytes()).markdown]
    return frozenset(one for text in texts for one in sentences(text))

"""What a person wrote in a Markdown cell → plain sentences, one a line, that claim something.

Emphasis, links and LaTeX become the words and numbers they show: `**η_{\\max} = 0{,}5**` says "η_max = 0,5". Code, quotations, questions,
suppositions and denials claim nothing, nor does a bound that a value only lies below or above.
"""

from __future__ import annotations

import re

#: A longer cell is cut, characters.
LONGEST = 20_000

_SYMBOLS = {
    "eta": "η", "lambda": "λ", "alpha": "α", "theta": "θ", "gamma": "γ", "varepsilon": "ε", "epsilon": "ε", "nabla": "∇",
    "approx": "≈", "simeq": "≈", "leq": "≤", "leqslant": "≤", "le": "≤", "geq": "≥", "geqslant": "≥", "ge": "≥", "lt": "<", "gt": ">",
    "cdot": "*", "times": "*", "max": "max", "min": "min", "ln": "ln", "log": "log", "infty": "∞", "partial": "∂",
}  # fmt: skip
_NUMBER = r"[+\-−]?\d[\d.,]{0,30}"
#: One after the other: what LaTeX and Markdown write, and what they show.
_SHOWN = (
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname|boxed|textbf|emph)\s*\{([^{}]{0,80})\}"), r"\1"),
    (re.compile(r"_\s*\{\s*\\?([^{}\\]{1,30})\}"), r"_\1"),
    (re.compile(r"_\\(max|min)\b"), r"_\1"),
    (re.compile(r"\\sqrt\s*\{([^{}]{1,80})\}"), r"sqrt(\1)"),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]{1,80})\}\s*\{([^{}]{1,80})\}"), lambda found: _operand(found[1]) + "/" + _operand(found[2])),
    (re.compile(r"\\\|"), "‖"),
    (re.compile(r"\\(?:left|right|[,;:! ()\[\]])"), " "),
    (re.compile(r"\\([A-Za-z]+)"), lambda found: _SYMBOLS.get(found[1], " ")),
    (re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,400}\)"), r"\1"),
    (re.compile(r"\*\*|__|[$`{}\\]|<[^<>\s]{1,40}>|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)"), ""),
)  # fmt: skip
_FENCE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$|^[ \t]*(?:```|~~~).*", re.MULTILINE | re.DOTALL)
#: The line below the names of a table's columns.
RULER = re.compile(r"[\s|:]*-[\s|:-]*")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])\s+")
_END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÁÉÍÓÚÑ¿¡(])|;\s+(?=[^\W\d])")
#: What joins two things that are said, and not the points of a list.
_AND = re.compile(r",?\s(?:y|e|and|pero|but|mientras(?: que)?|while|whereas)\s(?=[^\W\d])", re.IGNORECASE)
#: In an item of a list that is a row: the name of a coordinate, what stands between numbers, and a number.
_NAME, _BETWEEN, _WHOLE = (
    re.compile(r"[^\W\d]\s{0,3}=\s{0,3}"),
    re.compile(r"[\s,;()\[\]]+"),
    re.compile(r"[+\-−]?\d[\d.]*"),
)
#: Words of a sentence that claims nothing, or the contrary.
_OPEN = re.compile(
    r"[?¿]|\b(no|not|nunca|never|ni|nor|neither|tampoco|sin|without|isn't|doesn't|don't|cannot|suppos\w*|supon\w*|sup[oó]ng\w*|asum\w*"
    r"|assum\w*|ejemplo|example|quiz[aá]s?|tal vez|maybe|perhaps|creo|enunciado|statement)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"(?:{_NUMBER}\s*)?(?:[<>]|\b(?:menor(?:es)?|mayor(?:es)?|less|greater|larger|smaller|more|m[aá]s|menos)\s+(?:que|a|than|de)\b)"
    rf"(?:\s*[^\W\d]{{1,12}}\s*[=<>≤≥])?\s*(?:{_NUMBER})?",
    re.IGNORECASE,
)


def headings(text: str) -> list[str]:
    """The headings of a Markdown cell, in their order."""
    lines = _FENCE.sub("\n\n", text[:LONGEST]).splitlines()
    return [plain(line.strip("# ")) for line in lines if line.startswith("#")]


def tables(text: str) -> list[tuple[str, str]]:
    """(the line above, the rows) of each table of a Markdown cell as they show; none below a line that asks, supposes or denies."""
    found: list[tuple[str, str]] = []
    above, rows = "", list[str]()
    for line in [*_FENCE.sub("\n\n", text[:LONGEST]).splitlines(), ""]:
        if "|" in line and not line.lstrip().startswith(">"):
            rows.append(line)
            continue
        if len(rows) > 2 and RULER.fullmatch(rows[1]) and not _OPEN.search(above):
            found.append((above, "\n".join(map(plain, [rows[0], *rows[2:]]))))
        above, rows = plain(line.strip("#> ")) or above, []
    return found


def _is_row(item: str) -> bool:
    """Numbers alone, two at least, or each after the name of a coordinate."""
    parts = [part for part in _BETWEEN.split(_NAME.sub(" ", item)) if part not in ("", ".")]
    return len(parts) > 1 and all(map(_WHOLE.fullmatch, parts))


def lists(text: str) -> list[tuple[str, str]]:
    """(the line above, the rows) of each list of a Markdown cell whose items are rows of numbers; none as for tables."""
    found: list[tuple[str, str]] = []
    above, rows = "", list[str]()
    for line in [*_FENCE.sub("\n\n", text[:LONGEST]).splitlines(), "."]:
        own = plain(_ITEM.sub("", line))
        if _ITEM.match(line) and _is_row(own):
            rows.append(own)
        elif own:
            if len(rows) > 1 and not _OPEN.search(above):
                found.append((above, "\n".join(rows)))
            above, rows = plain(line.strip("#> ")), []
    return found


def plain(text: str) -> str:
    """One line as it shows."""
    for pattern, put in _SHOWN:
        text = pattern.sub(put, text)
    return " ".join(text.split())


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown cell as they show; those of one paragraph may go over several lines."""
    paragraphs: list[list[str]] = [[]]
    for line in _FENCE.sub("\n\n", text[:LONGEST]).splitlines():
        own = line.strip()
        if not own or own.startswith(("#", "|", ">")) or _ITEM.match(line):
            paragraphs.append([])
        if not own.startswith(("#", "|", ">")):  # headings, tables and quotations say no sentence
            paragraphs[-1].append(_ITEM.sub("", line))
    parts = (one.strip(" .;:!,") for lines in paragraphs for one in _END.split(plain(" ".join(lines))))
    return [one for one in parts if one]


def _operand(text: str) -> str:
    apart = re.sub(r"([-+])", r" \1 ", text)  # as in a formula, whose numbers are words
    return text if re.fullmatch(r"\\?\w+", text) else f"({apart})"


def claims(sentence: str) -> list[str]:
    """What a sentence says, one thing after the other, without the bounds in it; nothing where it asks, supposes or denies."""
    return [] if _OPEN.search(sentence) else [" ".join(_BOUND.sub(" ", one).split()) for one in _AND.split(sentence)]

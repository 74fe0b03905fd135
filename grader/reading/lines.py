"""Numbers in lines of text, as people print them: decimal commas, labels, brackets, tables drawn with bars."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from grader.reading.number import Number, ReadingError, from_repr, from_text

#: Longer lines and texts of more lines are cut: a person's table ends long before.
LONGEST_LINE, MOST_LINES = 4_000, 5_000

_POINT = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?(?!\w)"
_COMMA = r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,4})?(?!\w)"
_WORDS = r"[+-]?(?:nan|inf)\b"
_WITH_POINT = re.compile(rf"(?<![\w.])(?:{_POINT}|{_WORDS})", re.ASCII | re.IGNORECASE)
_WITH_COMMA = re.compile(rf"(?<![\w.,])(?:{_COMMA}|{_WORDS})", re.ASCII | re.IGNORECASE)
_HAS_POINT = re.compile(r"\d\.\d|(?<!\d)\.\d|\d\.(?=[\s,;)\]|]|$)")
#: numpy's way to show a number: np.float64(0.5).
_WRAPPED = re.compile(r"\bnp\.\w{1,20}\(([^()]{1,60})\)")
#: What stands before, or after, a number that is part of a formula.
_BEFORE, _AFTER = re.compile(r"(?:[*/^·]\s{0,3}|\s[-+]\s{1,3}|\w\()$"), re.compile(r"\s{0,3}[*/^·]|\s{1,3}[-+]\s")
_GROUP = re.compile(r"[(\[{]([^()\[\]{}]{1,400})[)\]}]")
_LABEL = re.compile(r"([^\W\d][\w()|‖∇, ]{0,30}?)\s{0,3}[=:≈]\s{0,3}[(\[]?\s{0,3}$")
_COUNTER = re.compile(r"\b(t|k|n|i|it|iter\w{0,12}|paso|step|epoch)\s{0,3}[#=:]?\s{0,3}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one line, each with the label before it ("" where there is none)."""

    numbers: tuple[Number, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The numbers and bracketed points of one line, each with the words since the one before, and the words after the last."""

    parts: tuple[tuple[str, tuple[Number, ...]], ...]
    rest: str


def sentence(text: str) -> Sentence:
    """What a printed line says: "start (0, 1): eta = 0.1" holds the point (0, 1) called start, and 0.1 called eta.

    Numbers of a formula, 2/λ or sqrt(13), are words. Numbers with nothing but blanks, commas or bars between them stand together: "(0, 1) 3.0 2.0" holds two points.
    """
    text = _WRAPPED.sub(r"\1", text[:LONGEST_LINE].replace("\u2212", "-"))
    number = (
        _WITH_COMMA
        if not _HAS_POINT.search(_GROUP.sub("", text)) and re.search(r"\d,\d", _GROUP.sub("", text))
        else _WITH_POINT
    )
    found: list[tuple[str, tuple[Number, ...]]] = []
    end, plain = 0, False
    spans = [(m.start(), m.end(), coordinates(m[1])) for m in _GROUP.finditer(text)]
    points = [span for span in spans if len(span[2]) > 1]
    alone = [m for m in number.finditer(text) if not any(a <= m.start() < b for a, b, _ in points)]
    alone = [m for m in alone if not (_BEFORE.search(text[: m.start()]) or _AFTER.match(text[m.end() :]))]
    read = [(m.start(), m.end(), one) for m in alone if (one := _read(m[0], number).numbers)]
    for begin, until, numbers in sorted((*points, *read), key=lambda span: span[0]):
        words = _words(text[end:begin])
        if plain and len(numbers) == 1 and not text[end:begin].strip(" \t,;|"):
            found[-1] = (found[-1][0], (*found[-1][1], *numbers))
        else:
            found.append((words, numbers))
        plain = len(numbers) == 1
        end = until
    return Sentence(tuple(found), _words(text[end:]))


def _words(text: str) -> str:
    return re.sub(r"[^\w‖∇]+", " ", text).strip()


def lines(text: str, at_least: int = 1) -> list[Line]:
    """Every line that holds `at_least` numbers; a single line of bracketed points is split at its brackets."""
    found = [line for part in text.splitlines()[:MOST_LINES] if (line := read_line(part, at_least)).numbers]
    if len(found) <= 1:
        groups = _GROUP.findall(text[: LONGEST_LINE * 20])
        split = [line for group in groups[:MOST_LINES] if len((line := read_line(group, at_least)).numbers) >= at_least]
        if len(split) > 1:
            return split
        parts = text[: LONGEST_LINE * 20].split(";")
        if len(parts) > 2 and not found:
            return [line for part in parts if (line := read_line(part, at_least)).numbers]
    return found


def blocks(text: str) -> list[tuple[str, str]]:
    """(heading, lines) of the parts of a text that other lines, or a count that begins anew, divide; none where it is all one."""
    rows = [(part, read_line(part)) for part in text.splitlines()[:MOST_LINES]]
    widths = Counter(len(line.numbers) for _, line in rows if line.numbers)
    if not widths:
        return []
    width = widths.most_common(1)[0][0]
    found: list[tuple[str, list[str]]] = [("", [])]
    first = None
    for part, line in rows:
        begins = len(line.numbers) == width and line.numbers[0].exact == first and line.numbers[0].decimals == 0
        if len(line.numbers) != width:
            # Blank lines, and the names of columns, may stand between a heading and its rows.
            above = found[-1][0] if not found[-1][1] and not line.numbers else ""
            found.append((above or part, []))
        elif begins and found[-1][1]:
            found.append(("", []))
        if len(line.numbers) == width:
            first = line.numbers[0].exact if not found[-1][1] else first
            found[-1][1].append(part)
    kept = [(heading, "\n".join(lines)) for heading, lines in found if len(lines) > 2]
    return kept if len(kept) > 1 else []


def read_line(text: str, at_least: int = 1) -> Line:
    """One line. A comma between digits is a decimal comma, unless points are, or it leaves fewer than `at_least` numbers.

    So "0,8; -0,5" is (0.8, -0.5), "0.8,-0.5" too, and "0,1" is 0.1 where one number is asked and (0, 1) where two are.
    """
    text = text[:LONGEST_LINE].replace("\u2212", "-")
    if not _HAS_POINT.search(text) and "," in text:
        read = _read(text, _WITH_COMMA)
        if len(read.numbers) >= at_least:
            return read
    return _read(text, _WITH_POINT)


def coordinates(text: str) -> tuple[Number, ...]:
    """The numbers of a key such as "(0, 1)", "0,1", "x0=0, y0=1": in keys a comma separates coordinates."""
    return _read(text[:LONGEST_LINE].replace("\u2212", "-"), _WITH_POINT).numbers


def has_points(text: str) -> bool:
    """Whether a text writes a number with a decimal point."""
    return _HAS_POINT.search(text) is not None


def cells(text: str) -> list[str]:
    """The words of a header line: between bars, tabs or commas where there are any, else between spaces."""
    for mark in ("|", "\t", ";", ","):
        parts = [part.strip(" -\t") for part in _split(text, mark)]
        if len(parts) > 1:
            return [p for i, p in enumerate(parts) if p or 0 < i < len(parts) - 1]
    return [part for part in _split(" ".join(text.split()), " ") if part]


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark`, but not inside brackets nor at the bars of a norm: f(x, y) and ||∇g|| are one word each."""
    if mark == "|":
        return text.replace("||", "‖").split("|")
    marks, depth = [-1], 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == mark and depth <= 0:
            marks.append(place)
    return [text[begin + 1 : end] for begin, end in pairwise([*marks, len(text)])]


def _read(text: str, pattern: re.Pattern[str]) -> Line:
    numbers: list[Number] = []
    labels: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        try:
            word = match[0]
            number = from_repr(word, "text") if word.lstrip("+-").lower() in ("nan", "inf") else from_text(word)
        except ReadingError:
            continue
        before = text[max(end, match.start() - 40) : match.start()]
        label = _LABEL.search(before)
        counter = _COUNTER.search(before)
        numbers.append(number)
        labels.append(label[1].strip(" ,(") if label else counter[1] if counter else "")
        end = match.end()
    return Line(tuple(numbers), tuple(labels))

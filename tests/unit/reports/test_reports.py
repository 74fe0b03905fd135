"""Reports: every code has its words in both languages, everything a student wrote is escaped, nothing points outside."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.document import describe
from grader.pipeline import grade
from grader.reports.class_page import render_class_page
from grader.reports.html import render_report
from grader.reports.languages import en as english
from grader.reports.languages import es as spanish
from grader.reports.words import filled, short
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor, submission

CONTRACT = [
    "sequential-update",
    "ascent",
    "missing-step-size",
    "wrong-step-size",
    "wrong-start",
    "off-by-one",
    "last-missing",
    "short",
    "too-many-rows",
    "slip",
    "aliasing",
    "start-mutated",
    "wrong-gradient",
    "rounding-in-update",
    "integer-arithmetic",
    "momentum",
    "normalised-gradient",
    "decaying-step-size",
    "squared-norm",
    "stale-column",
    "swapped-columns",
    "wrong-quantity",
    "keeps-state",
    "found-elsewhere",
    "swapped-components",
    "slide-values",
    "hard-coded",
    "coarse-differences",
    "carried-forward",
    "not-finite",
    "absent",
    "wrong-shape",
    "wrong-value",
    "wrong-class",
    "too-few-digits",
    "unexplained",
    "not-run",
    "for-a-person",
    "cannot-certify",
    "cannot-call",
    "cannot-read",
    "unidentified",
    "unrepeatable",
    "sandbox-fault",
    "ok",
]


class Strict(HTMLParser):
    """Collects what a page loads or links, and checks that tags close in order."""

    VOID = {"meta", "br", "circle", "path", "input", "link", "img"}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def page(text: str) -> Strict:
    parser = Strict()
    parser.feed(text)
    assert parser.open == []
    return parser


@pytest.mark.parametrize("language", [english, spanish])
def test_every_code_of_the_contract_has_its_words(language: Any) -> None:
    assert [code for code in CONTRACT if code not in language.FINDINGS] == []


def test_both_languages_say_the_same_things() -> None:
    kept = [name for name, told in vars(english).items() if name.isupper() and isinstance(told, dict)]
    assert len(kept) > 12
    for name in kept:
        assert getattr(english, name).keys() == getattr(spanish, name).keys(), name


#: What is told by a code: in which table of a language, how our sources spell it and where, and the codes put together there.
TOLD = {
    "REFUSED": (r'\bNote\("([a-z-]+)"', ("sources/files.py", "sources/__init__.py", "attempts.py", "gradebook.py"), {"newer-counts", "older-counts"}),
    "NOTICES": (r'\bNotice\(\s*"([a-z-]+)"', ("lms/*.py", "command/sending.py"), {"unknown", "ambiguous", "conflict", "claimed-twice"}),
}  # fmt: skip
#: Notes on a whole source, which have their sentences in INTAKE.
OF_SOURCES = {"encoding", "case"}


@pytest.mark.parametrize("table", TOLD)
def test_every_entry_refused_and_every_notice_has_a_sentence_with_the_same_data_in_both_languages(table: str) -> None:
    pattern, places, composed = TOLD[table]
    root = Path(grader.__file__).parent
    text = "".join(path.read_text("utf-8") for place in places for path in root.glob(place))
    codes = {*re.findall(pattern, text), *composed} - OF_SOURCES
    assert codes == getattr(english, table).keys()
    for code in codes:
        assert _named(getattr(english, table)[code]) == _named(getattr(spanish, table)[code]), code


def _named(sentences: str | tuple[str, ...]) -> list[set[str | None]]:
    alternatives = (sentences,) if isinstance(sentences, str) else sentences
    return [{name for _, name, _, _ in string.Formatter().parse(one)} - {None} for one in alternatives]


def test_the_sentence_taken_is_the_first_whose_data_are_there() -> None:
    assert filled(("at {t} in {c}", "at {t}", "somewhere"), {"t": "3"}, "en") == "at 3"
    assert filled("at {t}", {}, "en") == "at …"


CLASS = [
    pytest.param(name, path, id=f"{name}-{path.stem}")
    for name in bundled_ids()
    for path in sorted((find_assignment(name).folder / "mistakes").glob("*.ipynb"))
]


@pytest.mark.parametrize(("name", "path"), CLASS)
def test_each_mistake_is_told_in_full_sentences(name: str, path: Path) -> None:
    document = describe(grade(find_assignment(name), read_submission(path), PlainExecutor()))
    for language in ("es", "en"):
        for finding in document["findings"]:
            told = short(finding, document, language=language)
            assert told.saw.endswith("."), finding["code"]
            assert "…" not in told.saw + told.advice, (finding["code"], finding["parameters"])
        text = render_report(document, language=language)
        parser = page(text)
        assert parser.addresses == []
        assert "script" not in parser.tags
        assert len(text.encode()) < 200_000


def test_what_a_student_wrote_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    work = submission(f"raise ValueError({evil!r})", f"slide_errata = {evil!r}", student=evil)
    document = describe(grade(find_assignment("worked-example"), work, PlainExecutor()))
    text = render_report(document, language="en")
    assert evil not in text
    assert "&lt;script&gt;" in text
    assert "script" not in page(text).tags


def test_a_class_page_links_each_report_and_escapes_names() -> None:
    row = {
        "student": "<b>", "name": "<b>x</b>", "file": "x.ipynb", "score": {"points": 7.5, "maximum": 10, "state": "needs-review"}, "ending": "timed-out", "isolation": "process",
        "findings": [{"check": "trace", "verdict": "failed", "code": "iterates.slip", "points": 7.5, "maximum": 10}], "report": "reports/a b.html", "document": "reports/a b.json", "current": False,
    }  # fmt: skip
    document = {
        "format": 1, "assignment": {"id": "x", "version": "1", "digest": "", "title": {"es": "T"}, "checks": [{"id": "trace", "kind": "iterates", "maximum": 10, "title": {}}]},
        "complete": False, "reports": [row], "unreported": [{"entry": "z.zip", "student": None, "reason": "empty"}], "passed_over": [],
    }  # fmt: skip
    for language in ("es", "en"):
        text = render_class_page(document, language=language)
        assert page(text).addresses == ["reports/a%20b.html", "reports/a%20b.html#trace"]
        assert "<b>x" not in text
        assert re.search("z.zip", text)


def test_what_is_said_of_the_slides_numbers_is_true() -> None:
    """Row 8 prints 0.2994 under g and 0.0493 under the norm: ‖∇g(θ₇)‖ and g(θ₈), recomputed here in rationals."""
    from fractions import Fraction

    x, y = Fraction(1), Fraction(-1)
    for _ in range(7):
        x, y = x - (x - y) / 10, y - (4 * y - x) / 10
    norm = ((x - y) ** 2 + (4 * y - x) ** 2) ** 0.5
    x, y = x - (x - y) / 10, y - (4 * y - x) / 10
    assert f"{norm:.4f}" == "0.2994"
    assert f"{float(x * x / 2 + 2 * y * y - x * y):.4f}" == "0.0493"
    assert all("one step earlier" in text for text in english.FINDINGS["slide-values"][0])
    assert all("un paso antes" in text for text in spanish.FINDINGS["slide-values"][0])

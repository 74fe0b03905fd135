"""A person's decision in words: what the student reads, in both languages, escaped, without what is for colleagues."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.reports.class_page import render_class_page
from grader.reports.decided import decision_told, row_told
from grader.review import carry_out, decisions_on, targets
from tests.support.small_class import graded, hand_in


def finding(points: float | None, before: float = 1.5, maximum: float = 3, verdict: str = "failed") -> dict[str, Any]:
    decision = {"points": points, "before": before, "verdict": verdict, "comment": "<b>línea 1</b>\nlínea 2", "reason": "secret", "by": "profe", "when": ""}  # fmt: skip
    return {"check": "trace", "maximum": maximum, "decision": decision}


@pytest.mark.parametrize(
    ("of", "es", "en"),
    [
        (finding(2.25), "Una persona decidió 2,25 de 3 puntos; antes eran 1,5.", "A person decided 2.25 of 3 points; before it was 1.5."),
        (finding(1.5), "Una persona revisó los puntos y los dejó en 1,5 de 3.", "A person went over the points and left them at 1.5 of 3."),
        (finding(2, before=0, verdict="undecided"), "Una persona dio 2 de 3 puntos.", "A person gave 2 of 3 points."),
        (finding(None), "Una persona lo leyó.", "A person read it."),
        (finding(0, before=0, maximum=0, verdict="undecided"), "Una persona lo leyó.", "A person read it."),
    ],
)  # fmt: skip
def test_each_kind_of_decision_has_its_sentence(of: dict[str, Any], es: str, en: str) -> None:
    for language, sentence in (("es", es), ("en", en), ("fr", en)):
        told = decision_told(of, language=language)
        assert told is not None
        assert (told.sentence, told.comment) == (sentence, "<b>línea 1</b>\nlínea 2")
        assert "secret" not in repr(told)
        assert "profe" not in repr(told)


def test_without_a_decision_nothing_is_told() -> None:
    assert decision_told({"check": "trace", "maximum": 3}, language="es") is None
    assert row_told({}, language="es") == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("decidido por una persona", "una decisión ya no se aplica: &lt;i&gt;, why")),
        ("en", ("decided by a person", "a decision no longer applies: &lt;i&gt;, why")),
    ],
)
def test_the_class_page_tells_what_a_person_decided_and_what_no_longer_applies(
    language: str, words: tuple[str, str]
) -> None:
    row: dict[str, Any] = {
        "student": "ana", "name": "Ana", "file": "ana.ipynb", "report": "reports/ana.html", "document": "reports/ana.json",
        "score": {"points": 2, "maximum": 3, "state": "graded"}, "ending": "completed", "isolation": "process", "findings": [], "current": True,
    }  # fmt: skip
    told = {**row, "decided": 1, "stale": [{"check": "<i>"}, {"check": "why"}]}
    document = {
        "assignment": {"id": "a", "title": {}, "checks": []}, "complete": True, "reports": [row, told], "unreported": [], "passed_over": [],
    }  # fmt: skip
    page = render_class_page(document, language=language)
    assert [page.count(part) for part in words] == [1, 1]
    assert "<i>" not in page


def test_the_students_page_tells_the_decision_escaped_and_keeps_what_is_for_colleagues(tmp_path: Path) -> None:
    folder = graded(tmp_path / "out", hand_in(tmp_path / "in"))
    found = targets(folder, "trace", student="bea")
    lines = decisions_on(found, points=Decimal("2.25"), comment="<b>línea 1</b>\nlínea 2", reason="secret", by="prof.x")
    for language, sentence in (
        ("es", "Una persona decidió 2,25 de 3 puntos; antes eran 1,5."),
        ("en", "A person decided 2.25 of 3 points; before it was 1.5."),
    ):
        carry_out(folder, lines, language=language)
        page = (folder / "reports" / "bea.html").read_text(encoding="utf-8")
        assert sentence in page
        assert "&lt;b&gt;línea 1&lt;/b&gt;\nlínea 2" in page
        assert "<b>" not in page
        assert "secret" not in page
        assert "prof.x" not in page

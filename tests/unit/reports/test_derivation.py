"""Derivations: every kind of evidence is explained in both languages, with its numbers, and old documents still read."""

from __future__ import annotations

import json
import re
import string
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.document import describe
from grader.examine.bounds import covers
from grader.examine.conformity import HORIZON
from grader.examine.step_size import certified
from grader.pipeline import grade
from grader.reference.arithmetic import FLOAT64
from grader.reference.certificate import Certificate
from grader.reference.dynamics import classify
from grader.reference.objective import Objective
from grader.reports.credited import SYSTEMATIC
from grader.reports.derivation import derive
from grader.reports.html import render_report
from grader.reports.languages import en as english
from grader.reports.languages import es as spanish
from grader.reports.numerals import quantity
from grader.reports.words import localised
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor

LANGUAGES = ("es", "en")
DOCUMENT = {"execution": {"ending": "completed"}, "findings": []}
#: English that must not reach a Spanish page; titles of books in the sources are left aside.
FOREIGN = re.compile(
    r"\b(the|of|at|is|are|your|away|reference|certificate|robust|diverges|converges|undecided|tolerance|with|row)\b",
    re.IGNORECASE,
)


def a_finding(
    kind: str = "iterates", code: str = "sequential-update", verdict: str = "failed", **more: Any
) -> dict[str, Any]:
    base = {
        "check": "trace", "kind": kind, "verdict": verdict, "code": f"{kind}.{code}", "points": 1.5, "maximum": 3, "source": None,
        "explanations": [], "parameters": {}, "evidence": [], "remarks": [],
    }  # fmt: skip
    return {**base, **more}


def evidence(
    quantity: str, measured: str, bound: str, name: str, where: Any = None, details: Any = None
) -> dict[str, Any]:
    item = {"quantity": quantity, "measured": measured, "bound": bound, "name": name, "where": where or {}}
    return {**item, "details": details} if details else item


def told(finding: dict[str, Any], language: str, **more: Any) -> str:
    return "\n".join(f"{p.heading}: {p.text}" for p in derive(finding, DOCUMENT, language=language, **more))


def reads_well(finding: dict[str, Any], document: Any = None) -> None:
    for language in LANGUAGES:
        parts = derive(finding, document or DOCUMENT, language=language)
        assert parts
        words = {"es": spanish, "en": english}[language]
        for part in parts:
            assert not re.search(r"[{}…]|None|\bnan\b|  ", part.text), part
            assert part.text.rstrip().endswith((".", "»")), part
            if language == "es" and part.heading != words.HEADINGS["sources"]:
                assert not FOREIGN.search(part.text), part


TUBE = {
    "formula": "|θ_t − reference_t| ≤ radius + half a unit of the last digit shown", "radius": "8.9e-15", "half_unit_shown": "5.0e-17", "digits": 16,
    "unit_roundoff": "1.1e-16", "operations": 16, "horizon": 48, "covers": covers(FLOAT64), "source": "reference/tube.py (Lohner-QR in ball arithmetic)",
}  # fmt: skip
STEP = {**TUBE, "horizon": 12, "source": "reference/steps.py"}
AT = {"t": 20, "component": "y"}
GRADIENT = {"formula": "16·2⁻²⁴·(1 + |∇J|_abs)", "covers": "any", "operations": 16, "unit_roundoff": "6e-08", "points": 12, "source": "reference/arithmetic.py"}  # fmt: skip
CELL = {"digits": 4, "formula": "…", "source": "grader/examine/shown.py"}
#: What examine/ can produce: (finding's kind and code, evidence, numbers that must be told).
KINDS = {
    "tube": ("iterates", "ascent", evidence("|y_20 - reference|", "2.0e-02", "9.0e-15", "tube float64", AT, TUBE), ["0.02", "9·10⁻¹⁵", "8.9·10⁻¹⁵", "5·10⁻¹⁷", "16", "48", "t = 20"]),
    "tube-old": ("iterates", "ascent", evidence("|y_20 - reference|", "2.0e-02", "9.0e-15", "tube float64", AT), ["0.02", "9·10⁻¹⁵"]),
    "digits-decide": ("iterates", "ascent", evidence("|y_20 - reference|", "7.9e-03", "5.0e-03", "tube float64", AT, {**TUBE, "half_unit_shown": "5.0e-03"}), ["0.0079", "0.005", "(2 "]),
    "program-decides": ("iterates", "ascent", evidence("|y_20 - reference|", "7.9e-03", "8.9e-15", "tube float32", AT, TUBE), ["8.9·10⁻¹⁵", "float32"]),
    "step": ("iterates", "slip", evidence("|y_20 - one step from the row before|", "2.0e-02", "9.0e-15", "step bound float64", AT, STEP), ["t = 19", "t = 12", "0.02"]),
    "central": ("iterates", "ok", evidence("|y_20 - reference|", "2.0e-09", "9.0e-09", "tube central", AT, {**TUBE, "h": "1e-06"}), ["10⁻⁶"]),
    "forward": ("iterates", "ok", evidence("|y_20 - reference|", "2.0e-09", "9.0e-09", "tube forward", AT, {**TUBE, "h": "1e-06"}), ["10⁻⁶"]),
    "not-finite": ("iterates", "not-finite", evidence("|y_20 - reference|", "nan", "9.0e-15", "tube float64", AT, TUBE), ["t = 20"]),
    "exact": ("iterates", "ok", evidence("|y_20 - reference|", "0.0e+00", "9.0e-15", "tube float64", AT, TUBE), ["t = 20"]),
    "cut-off": ("iterates", "ok", evidence("|y_20 - reference|", "8.0e-03", "5.0e-03", "tube float64", AT, TUBE), ["0.008"]),
    "gradient": ("gradient", "wrong-gradient", evidence("|∂/∂y - exact|", "2.4e+00", "1.2e-05", "16 rounded operations in float32", {"point": ["-2.375", "1"], "component": "y"}, GRADIENT), ["2.4", "1.2·10⁻⁵", "(-2.375, 1)", "12"]),
    "gradient-nan": ("gradient", "not-finite", evidence("|∂/∂y - exact|", "nan", "1.2e-05", "16 rounded operations in float32", {"point": ["1", "1"], "component": "y"}, GRADIENT), ["(1, 1)"]),
    "cell": ("table", "squared-norm", evidence("|norm at t = 1 - reference|", "6.4e+00", "5.0e-05", "half a unit of the last digit judged", {"t": 1, "column": "norm"}, CELL), ["6.4", "5·10⁻⁵", "4", "t = 1"]),
    "cell-nan": ("table", "not-finite", evidence("|x at t = 1 - reference|", "not finite", "5.0e-05", "half a unit of the last digit judged", {"t": 1, "column": "x"}, CELL), ["5·10⁻⁵"]),
    "norm": ("number", "wrong-value", evidence("‖∇J‖ at t = 43", "2.1e-02", "2.0e-02", "tolerance of the assignment", {"t": 43}, {"before": "2.2e-02"}), ["43", "0.021", "0.022"]),
    "norm-late": ("number", "wrong-value", evidence("‖∇J‖ at t = 50", "1.1e-02", "2.0e-02", "tolerance of the assignment", {"t": 50}, {"before": "1.2e-02"}), ["0.011", "0.012"]),
    "norm-start": ("number", "wrong-value", evidence("‖∇J‖ at t = 0", "5.4e+00", "2.0e-02", "tolerance of the assignment", {"t": 0}), ["5.4"]),
    "threshold": ("number", "wrong-value", evidence("|answer - 2/λmax|", "3.5e-02", "5.0e-04", "tolerance of the assignment", {}, {"given": "0.5", "digits": 1, "significant": 1}), ["0.5", "0.035", "0.0005"]),
    "threshold-old": ("number", "wrong-value", evidence("|answer - 2/λmax|", "3.5e-02", "5.0e-04", "tolerance of the assignment"), ["0.035"]),
    "number": ("number", "wrong-value", evidence("|answer - the expected value|", "3.5e-02", "5.0e-04", "tolerance of the assignment", {}, {"given": "0.5"}), ["0.035"]),
    "point": ("points", "wrong-value", evidence("distance of (-0.27, -0.92) to the nearest", "3.3e+00", "1.0e-02", "tolerance of the assignment", {"point": "(-0.27, -0.92)"}, {"of": "minimiser"}), ["(-0.27, -0.92)", "3.3", "0.01"]),
    "point-old": ("points", "wrong-value", evidence("distance of (-0.27, -0.92) to the nearest", "3.3e+00", "1.0e-02", "tolerance of the assignment"), ["(-0.27, -0.92)"]),
    "limit": ("limits", "wrong-value", evidence("distance to the limit from (0, 1)", "5.8e+00", "1.0e-02", "tolerance of the assignment", {"start": "(0, 1)"}, {"certificate": "converges", "robust": True, "at_iteration": 9, "ball_centre": [3.0, 2.0], "ball_radius": 0.1, "contraction": 0.9}), ["5.8", "(3, 2)", "0.9"]),
    "other": ("array", "wrong-value", evidence("|a[0, 1] - expected|", "1.0e-01", "1.0e-03", "tolerance of the assignment", {"index": [0, 1]}), ["a[0, 1]", "0.1", "0.001"]),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_evidence_is_told_with_its_numbers_in_both_languages(name: str) -> None:
    kind, code, item, numbers = KINDS[name]
    finding = a_finding(kind, code, "passed" if code == "ok" else "failed", evidence=[item])
    reads_well(finding)
    for language in LANGUAGES:
        text = told(finding, language)
        assert [number for number in numbers if localised(number, language) not in text] == []


def certificate(
    expression: str, start: tuple[Any, ...], eta: str, variables: str = "xy"
) -> tuple[Fraction, Certificate]:
    objective = Objective.from_text(expression, tuple(variables[: len(start)]))
    return Fraction(eta), classify(objective, start, Fraction(eta))


G, F = "x**2/2 + 2*y**2 - x*y", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"
#: (objective, start, η, what must be told in English).
FATES = {
    "quadratic-diverges": (G, (1, -1), "0.5", ["4.3", "1.15", "0.465", "grows without end"]),
    "quadratic-converges": (G, (1, -1), "0.4", ["0.697", "0.721", "0.465", "(0, 0)"]),
    "quadratic-cycle": ("x**2", (1,), "1", ["exactly 2", "two points"]),
    "quadratic-drifts": ("x", (1,), "1", ["drifts"]),
    "diverges": (F, (-1, 1), "0.08", ["t = 2", "14.2", "7.13", "5 %"]),
    "diverges-along": ("x**2 + y**2 - cos(3*x)", (40, 30), "1.5", ["component along", "larger"]),
    "converges": (F, (0, 1), "0.02", ["t = 17", "0.0938", "(3, 2)", "0.896"]),
    "cycle": (F, (0, 1), "0.026", ["every 2 steps", "(3.33, 2.2)", "0.769"]),
    "stationary": (F, (3, 2), "0.01", ["exactly zero", "(3, 2)"]),
}


@pytest.mark.parametrize("name", FATES)
def test_each_certificate_is_told_with_its_numbers_in_both_languages(name: str) -> None:
    expression, start, eta, expected = FATES[name]
    value, proved = certificate(expression, start, eta)
    assert proved.kind != "undecided"
    robust = {True: "certificate, robust to float64", False: "certificate, exact arithmetic only", None: "certificate"}
    for details in (certified(value, proved), dict(proved.details)):  # as now, and as older documents have it
        item = evidence("run from (1) with η = " + eta, proved.kind, "certificate", robust[proved.robust], {"start": "(1)"}, json.loads(json.dumps(details)))  # fmt: skip
        finding = a_finding("step-size", "wrong-class", evidence=[item], parameters={"eta": eta})
        reads_well(finding)
        if "certificate" in details:
            text = told(finding, "en")
            assert [part for part in (*expected, eta) if part not in text] == []
            said = {True: "does the same, because", False: "was not proved", None: "was not examined"}[proved.robust]
            assert said in text


MISSING = [
    "no iterate lies beyond the escape radius 8.7", "no iterate lies beyond the radius along a direction of escape (4.2, 7)",
    "the objective is not a polynomial with a top part shown positive, so no escape radius is known",
    "the objective is neither a polynomial with a positive top part nor a quadratic that grows at this step size plus a disturbance of bounded gradient, so no escape radius is known",
    "no iterate up to 2000 was proved to enter the attracting balls found (periods 1, 2)",
    "no attracting minimiser or cycle of a period up to 64 was proved where the trace nearly returns",
]  # fmt: skip


@pytest.mark.parametrize("stopped", ["work", "iterations", "precision", "not-enclosed", "no-enclosure", "overflow", "step-size-not-positive"])  # fmt: skip
def test_an_undecided_certificate_says_exactly_what_was_missing(stopped: str) -> None:
    details = {"certificate": "undecided", "robust": None, "eta": "0.03", "reason": "so; so", "stopped_by": stopped, "missing": MISSING, "iterations": 2000, "precision": 8192, "largest": 4.2, "work": 7, "budget": 9}  # fmt: skip
    item = evidence(
        "run from (0, 1) with η = 0.03", "undecided", "certificate", "certificate", {"start": "(0, 1)"}, details
    )
    finding = a_finding("step-size", "cannot-certify", "undecided", evidence=[item])
    reads_well(finding)
    for language in LANGUAGES:
        assert [
            n for n in ("8.7", "4.2, 7", "2000", "1, 2", "64") if localised(n, language) not in told(finding, language)
        ] == []


def test_a_real_undecided_run_is_explained_without_a_word_of_english_on_the_spanish_page() -> None:
    eta, proved = certificate(F, (0, 1), "0.034")
    assert proved.kind == "undecided"
    item = evidence("run from (0, 1) with η = 0.034", "undecided", "certificate", "certificate", {"start": "(0, 1)"}, certified(eta, proved))  # fmt: skip
    finding = a_finding("step-size", "cannot-certify", "undecided", evidence=[item])
    reads_well(finding)
    assert "2000 iterates were followed." in told(finding, "en")
    assert "beyond 8.399" in told(finding, "en")


CODES = sorted(code for code in english.FINDINGS if "." not in code)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_sentence_without_evidence_too(code: str) -> None:
    verdict = {"ok": "passed", "not-run": "skipped"}.get(code, "failed")
    verdict = "undecided" if code in ("for-a-person", "sandbox-fault") or code.startswith("cannot") else verdict
    for kind in ("iterates", "runs", "table", "custom"):
        finding = a_finding(kind, code, verdict, explanations=[] if verdict == "passed" else [code])
        reads_well(finding)
        assert english.WHY["unknown"] not in told(finding, "en") or kind not in ("iterates", "runs")


def test_both_languages_have_the_same_sentences_with_the_same_numbers() -> None:
    def fields(text: str | tuple[str, ...]) -> list[list[str]]:
        every = (text,) if isinstance(text, str) else text
        return [sorted({name for _, name, _, _ in string.Formatter().parse(one) if name}) for one in every]

    for table in (
        "HEADINGS",
        "SENTENCES",
        "CAUSES",
        "WHY",
        "POINTS",
        "POINTS_OF",
        "LITERATURE",
        "SOURCES",
        "COLUMNS",
        "BOUNDS",
    ):
        en, es = getattr(english, table), getattr(spanish, table)
        assert en.keys() == es.keys()
        assert {key: fields(en[key]) for key in en} == {key: fields(es[key]) for key in es}
    assert [p for p, _ in english.MISSING] == [p for p, _ in spanish.MISSING]


def test_the_horizon_told_is_the_one_the_grader_uses() -> None:
    assert quantity("2e-3") == quantity(HORIZON) == "0.002"


def test_causes_that_are_replayed_have_their_phrase() -> None:
    assert set(SYSTEMATIC) == set(english.CAUSES)


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.0e-02", "0.02"), ("9.0e-15", "9·10⁻¹⁵"), ("0.0e+00", "0"), ("6.4e+00", "6.4"), ("1.5e+06", "1.5·10⁶"), ("nan", "nan"), ("1e-06", "1·10⁻⁶"), ("-3.2e-07", "-3.2·10⁻⁷"), (0.1, "0.1")],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(value: object, text: str) -> None:
    assert quantity(value) == text


def test_alternatives_that_fit_equally_are_named() -> None:
    finding = a_finding(explanations=["sequential-update", "ascent", "momentum"], parameters={"rows": 49, "asked": 49})
    assert "other causes fit as well: adding η∇J instead of subtracting it; adding momentum" in told(finding, "en")


def test_a_comparison_lost_in_two_digits_is_said_to_have_been_made_in_full() -> None:
    item = evidence("|y_20 - reference|", "9.0e-15", "9.0e-15", "tube float64", AT, TUBE)
    assert "compared in full" in told(a_finding(evidence=[item]), "en")


def test_half_the_points_for_one_cause_are_explained_and_rows_that_prove_nothing_too() -> None:
    whole = {"rows": 49, "asked": 49}
    assert "earns ½ of 3 points, which is 1.5" in told(a_finding(parameters=whole), "en")
    assert "0 of 3 points. The cause is named" in told(a_finding(parameters=whole, points=0), "en")
    assert "38/48 of 3 points" in told(a_finding(code="short", parameters={"rows": 39, "asked": 49}), "en")


def test_a_page_keeps_back_what_would_answer_an_open_question_and_the_command_does_not() -> None:
    eta, proved = certificate(G, (1, -1), "0.5")
    item = evidence("run from (1, -1) with η = 0.5", "diverges", "certificate", "certificate", {"start": "(1, -1)"}, certified(eta, proved))  # fmt: skip
    claim = a_finding("step-size", "ok", "passed", evidence=[item])
    threshold = a_finding("number", "wrong-value")
    for asked, kept_back in ((threshold, True), ({**threshold, "verdict": "passed"}, False)):
        document = {**DOCUMENT, "findings": [asked, claim]}
        sealed = " ".join(p.text for p in derive(claim, document, language="en", sealed=True))
        assert ("0.465" not in sealed and "4.3" not in sealed) is kept_back
        assert "grows without end" in sealed
        assert "0.465" in " ".join(p.text for p in derive(claim, document, language="en"))


CLASS = [
    pytest.param(name, path, id=f"{name}-{path.stem}")
    for name in bundled_ids()
    for path in sorted((find_assignment(name).folder / "mistakes").glob("*.ipynb"))
]


@pytest.mark.parametrize(("name", "path"), CLASS)
def test_every_finding_of_the_bundled_mistakes_reads_well(name: str, path: Path) -> None:
    document = json.loads(json.dumps(describe(grade(find_assignment(name), read_submission(path), PlainExecutor()))))
    for finding in document["findings"]:
        reads_well(finding, document)
        older = {**finding, "evidence": [{k: v for k, v in e.items() if k != "details"} for e in finding["evidence"]]}
        reads_well(older, document)


def test_a_page_says_where_an_answer_was_found_in_the_readers_language() -> None:
    work = find_assignment("worked-example")
    document = describe(grade(work, read_submission(work.folder / "mistakes" / "short.ipynb"), PlainExecutor()))
    page = render_report(document, language="es")
    assert "En la variable <code>trace</code>, leída como: arreglo (39, 2)." in page
    assert "38/48 de 3 puntos" in page
    assert not re.search(r"coordinates|list of|\barray\b|\btuples\b|measured|reference", re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL).split("Fuentes")[0])  # fmt: skip


def test_names_of_students_are_escaped_on_the_page() -> None:
    evil = "<script>alert(1)</script>"
    item = evidence(
        f"|{evil} - expected|", evil, "1.0e-03", evil, {"t": 1}, {"formula": evil, "source": evil, "given": evil}
    )
    finding = a_finding("function", "wrong-value", evidence=[item], parameters={"name": evil, "given": evil}, source={"where": "variable", "name": evil, "as": evil})  # fmt: skip
    document = {
        "format": 1, "assignment": {"id": "x", "version": "1", "digest": "", "title": {"en": "T"}, "checks": {}}, "findings": [finding],
        "submission": {"student": "ana", "name": "ana", "file": "ana.ipynb", "sha256": ""}, "score": {"points": 1, "maximum": 3, "state": "graded"},
        "execution": {"ending": "completed", "isolation": "process", "errors": [], "reason": ""}, "versions": {},
    }  # fmt: skip
    page = render_report(document, language="es")
    assert evil not in page
    assert page.count("&lt;script&gt;") > 4

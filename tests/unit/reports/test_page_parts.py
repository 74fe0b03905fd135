"""The parts of a page, each with literals: order and sentence, marked digits, colours and hidden characters, statistics, plurals."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import sympy
from markupsafe import Markup

from grader.document import _printed
from grader.folder import class_row
from grader.reports import plane, statistics
from grader.reports.chart import chart
from grader.reports.class_page import render_class_page
from grader.reports.foreign import coloured, revealed
from grader.reports.fragment import render_fragment
from grader.reports.html import render_report
from grader.reports.languages import en, es
from grader.reports.picture import draw
from grader.reports.rows import marked, table
from grader.reports.summary import groups, leading, pictured, same_as, sentence
from grader.reports.text import as_text
from grader.reports.words import LANGUAGES, filled, localised, number, plural, short
from tests.support.reports import report

G = {"variables": ["x", "y"], "expression": "x**2/2 + 2*y**2 - x*y"}
RUN = {
    "start": [1, -1], "label": "(1, -1)", "student": [[1, -1], [0.8, -0.52], [0.668, -0.2452]],
    "reference": [[1, -1], [0.8, -0.5], [0.67, -0.22]], "wrong_step": 1, "allowed": [0.005, 0.005, 0.005],
    "rows": [
        {"t": 0, "student": ["1.00", "-1.00"], "reference": ["1.000000", "-1.000000"]},
        {"t": 1, "student": ["0.80", "-0.52"], "reference": ["0.800000", "-0.500000"]},
        {"t": 5, "student": ["0.67", "-0.25"], "reference": ["0.670000", "-0.220000"]},
    ],
}  # fmt: skip
PICTURE = {"objective": G, "points": [{"x": 0, "y": 0, "kind": "minimiser"}], "step_size": "0.1", "runs": [RUN]}


def finding(check: str, verdict: str, code: str, maximum: float = 1, **more: Any) -> dict[str, Any]:
    base = {
        "check": check, "kind": code.split(".")[0], "verdict": verdict, "code": code, "points": maximum if verdict == "passed" else 0,
        "maximum": maximum, "source": None, "explanations": [], "parameters": {}, "evidence": [], "remarks": [],
    }  # fmt: skip
    return {**base, **more}


def document(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {**report("ana"), **more}
    told["findings"] = list(findings)
    return told


ASTRAY = document(
    finding("table", "failed", "table.carried-forward"),
    finding("gradient", "passed", "gradient.ok"),
    finding("descent", "failed", "descent.sequential-update", parameters={"t": 1, "component": "y"}),
    finding("trace", "failed", "iterates.sequential-update", parameters={"t": 1, "component": "y"}, picture=PICTURE),
    finding("proof", "undecided", "text.for-a-person"),
    finding("notes", "failed", "text.absent", 0),
)


def test_the_first_real_mistake_leads_and_what_follows_from_it_comes_last() -> None:
    assert leading(ASTRAY)["check"] == "descent"  # type: ignore[index]
    order = [(name, [one["check"] for one in found]) for name, found in groups(ASTRAY)]
    assert order == [
        ("mend", ["descent", "trace", "table"]),
        ("waits", ["proof"]),
        ("right", ["gradient"]),
        ("free", ["notes"]),
    ]
    assert pictured(ASTRAY)["check"] == "trace"  # type: ignore[index]
    told = same_as(ASTRAY["findings"][3], ASTRAY, language="en")
    assert told.startswith("The same mistake as in “descent (")
    assert [same_as(one, ASTRAY, language="en") for one in ASTRAY["findings"] if one["check"] != "trace"] == [""] * 5


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ([finding("a", "passed", "number.ok")], "Everything is right."),
        ([finding("a", "passed", "number.ok"), finding("b", "undecided", "number.cannot-certify")], "What can be decided is right; a person looks at 1 part."),
        ([finding("a", "skipped", "number.not-run")], "Nothing could be asked of this notebook."),
        ([finding("a", "passed", "number.ok"), finding("b", "failed", "number.wrong-value", parameters={"given": "3"})], "1 of 2 parts is right. Begin with “b (one number)”: Your answer is 3, and that is not the value asked."),
        ([finding("a", "failed", "number.absent"), finding("b", "failed", "number.absent")], "None of the 2 parts is right yet. Begin with “a (one number)”: The answer was not found."),
        ([finding("a", "failed", "number.absent"), finding("b", "undecided", "number.unidentified")], "0 of 2 parts are right. Begin with “a (one number)”: The answer was not found."),
        ([finding("a", "failed", "text.absent", 0), finding("b", "passed", "number.ok")], "Everything is right."),
        ([finding("b", "failed", "number.wrong-value", parameters={"given": "3"})], "“b (one number)”: Your answer is 3, and that is not the value asked."),
    ],
)  # fmt: skip
def test_one_sentence_says_how_it_went(findings: list[dict[str, Any]], told: str) -> None:
    assert sentence(document(*findings), language="en") == told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], "Store your answer in a variable of that name and run the notebook from the top."),
        ([3], "Perhaps it is made in a cell that did not run to the end (cell 3): mend that first, and run the notebook from the top."),
        ([3, 3, 4], "Perhaps it is made in one of the 2 cells that did not run to the end (cells 3, 4): mend that first, and run the notebook from the top."),
        ([*range(50)], "Perhaps it is made in one of the 50 cells that did not run to the end (cells 0, 1, 2, 3, 4 …): mend that first, and run the notebook from the top."),
    ],
)  # fmt: skip
def test_what_is_missing_may_be_made_in_a_cell_that_did_not_run_to_the_end(cells: list[int], told: str) -> None:
    missing = finding("table", "failed", "table.absent", parameters={"name": "table"})
    given = document(missing)
    given["execution"]["errors"] = [
        {"cell": cell, "name": "NameError", "text": "name 'g' is not defined"} for cell in cells
    ]
    assert short(missing, given, language="en").advice == told
    page = render_report(given, language="es")
    assert page.count("NameError") == len(cells)
    assert ("Otras 45 celdas dieron error" in page) == (len(cells) == 50)
    told = as_text(given, language="en")
    assert told.count("NameError") == min(len(cells), 5)
    assert ("45 more cells raised an error." in told) == (len(cells) == 50)


def test_a_first_point_that_is_not_the_start_is_called_so() -> None:
    """There is no step before it that could be done again by hand."""
    wrong = finding("trace", "failed", "iterates.unexplained", parameters={"t": 0, "component": "y"})
    told = short(wrong, document(wrong), language="en")
    assert told.saw.startswith("The first point, at t = 0, is not the start asked: component y differs")
    assert told.advice == "Begin with the start that is asked, as row t = 0: all the others follow from it."
    later = {**wrong, "parameters": {"t": 1, "component": "y"}}
    assert short(later, document(later), language="en").advice.startswith("Recompute that step by hand")


@pytest.mark.parametrize(
    ("shown", "right", "told"),
    [
        ("-0.52", "-0.500000", "-0.5<mark>2</mark>"),
        ("0.67", "0.670000", "0.67"),
        ("0.36", "0.355000", "0.36"),  # rounded up
        ("0.35", "0.355000", "0.35"),  # cut off
        ("1.5", "-1.5", "<mark>1.5</mark>"),
        ("10.25", "0.25", "<mark>10.25</mark>"),
        ("nan", "0.5", "<mark>nan</mark>"),
    ],
)
def test_digits_are_marked_from_the_first_wrong_one(shown: str, right: str, told: str) -> None:
    assert marked(shown, right, "en") == told


def test_the_reference_is_shown_up_to_the_step_to_be_done_again_and_no_further() -> None:
    found = table(PICTURE, "es")
    assert found is not None
    assert [(row.t, row.right, row.after_gap, row.departs) for row in found.rows] == [
        (0, ("1,000000", "-1,000000"), False, False), (1, ("0,800000", "-0,500000"), False, True), (5, (), True, False),
    ]  # fmt: skip
    assert found.rows[1].cells == ("0,80", Markup("-0,5<mark>2</mark>"))


def test_a_picture_says_in_words_what_it_shows_and_enlarges_the_step_where_the_paths_part() -> None:
    drawing = draw(PICTURE, "en")
    assert drawing is not None
    assert (
        "They part at t = 1, in the run from (1, -1): yours goes to (0.8, -0.52), the reference to (0.8, -0.5)."
        in drawing.whole
    )
    assert "A cross marks the minimum." in drawing.whole
    assert "yours goes to (0.8, -0.52)" in drawing.enlarged
    right = draw({**PICTURE, "runs": [{**RUN, "student": RUN["reference"], "wrong_step": None}]}, "es")
    assert right is not None
    assert right.enlarged == ""
    assert "Van juntas hasta el final." in right.whole


def test_a_line_from_far_outside_keeps_its_direction_in_the_enlarged_step() -> None:
    drawing = draw(PICTURE, "en")
    assert drawing is not None
    line = re.search(r'<path class="yours" d="M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)"', drawing.enlarged)
    assert line is not None
    x0, y0, x1, y1 = map(float, line.groups())
    # From (1, -1) to (0.8, -0.52): 0.48 up and 0.2 to the left; the enlarged plane has one unit for both, and y grows downwards.
    assert (y0 - y1) / (x0 - x1) == pytest.approx(0.48 / 0.2, rel=1e-3)


def test_points_that_are_all_far_outside_still_make_a_line() -> None:
    box = plane.Plane(0, 1, 0, 1)
    assert box.path([(50, 0.5), (-50, 0.5)], "yours") == '<path class="yours" d="M3000.0 210.0L-2000.0 210.0"/>'
    assert box.path([(0.5, 0.5), (1.7e308, 0.5)], "yours") == '<path class="yours" d="M320.0 210.0L3000.0 210.0"/>'
    assert box.path([(50, 60)], "yours") == '<path class="yours" d="M3000.0 -2000.0"/>'
    # There and back: cut on the way out and on the way in.
    assert box.path([(0.5, 0.5), (0.5, 50), (0.5, 0.5)], "yours") == (
        '<path class="yours" d="M320.0 210.0L320.0 -2000.0L320.0 -2000.0L320.0 210.0"/>'
    )


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_name_in_the_enlarged_step_does_not_lie_on_the_line_that_leads_to_its_point(mirrored: bool) -> None:
    sign = -1 if mirrored else 1
    turned = {kind: [[sign * x, y] for x, y in RUN[kind]] for kind in ("student", "reference")}  # type: ignore[attr-defined]
    drawing = draw({**PICTURE, "runs": [{**RUN, **turned}]}, "en")
    assert drawing is not None
    name = re.search(r'yours-said" x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)"', drawing.enlarged)
    line = re.search(r'<path class="yours" d="M([-\d.]+)[ ,]([-\d.]+)L?[ ,]?([-\d.]+)[ ,]([-\d.]+)"', drawing.enlarged)
    assert name is not None
    assert line is not None
    x0, y0, x1, y1 = map(float, line.groups())
    x, y, left = float(name[1]), float(name[2]), name[3] == "end"
    # Where the line crosses the name's height, it is on the other side of where the name begins.
    crossing = x1 + (y - 5 - y1) * (x0 - x1) / (y0 - y1)
    assert crossing > x if left else crossing < x


def test_the_orbit_of_a_claim_is_drawn_with_what_was_proved_of_it() -> None:
    proof = {"kind": "diverges", "eta": "0.1", "limit": None, "escape_radius": 6.9}
    run = {
        "start": [0, 1],
        "label": "(0, 1)",
        "student": [],
        "reference": [[0, 1], [1.4, 4.4], [-1.5, -44]],
        "wrong_step": None,
        "proof": proof,
    }
    drawing = draw({"objective": G, "points": [], "runs": [run]}, "en")
    assert drawing is not None
    assert (drawing.lines, drawing.signs) == (("orbit",), ("escape",))
    assert "diverges: it leaves the circle of radius 6.9" in drawing.whole
    assert chart({"objective": G, "runs": [run]}, "en") == ""


def test_the_band_of_the_chart_is_what_the_bound_allows() -> None:
    """At (1, −1): ∇g = (2, −5), H = [[1, −1], [−1, 4]] with λ_max = (5 + √13)/2; a row may be 0.005·√2 away."""
    drawn = str(chart(PICTURE, "en"))
    assert drawn.count('class="band"') == 2
    away, slope, largest = 0.005 * 2**0.5, 29**0.5, (5 + 13**0.5) / 2
    reach = {"norm": largest * away, "value": slope * away + largest * away**2 / 2}
    band = re.findall(r'class="band" d="M([\d. L]+)Z"', drawn)
    assert len(band) == 2
    for path, middle, wide in zip(band, (3.5, slope), (reach["value"], reach["norm"]), strict=True):
        points = [tuple(map(float, pair.split())) for pair in path.split("L")]
        low, high = points[0][1], points[-1][1]
        decade = (230 - 22 - 12) / _decades(drawn)
        import math

        assert low - high == pytest.approx(decade * math.log10((middle + wide) / (middle - wide)), abs=0.11)


def _decades(drawn: str) -> int:
    labels = re.findall(r'text-anchor="end">([\d.]+|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)</text>', drawn)
    return len(labels) - 1


def test_terminal_colours_are_shown_and_what_hides_is_made_visible() -> None:
    assert coloured("\x1b[1;31mE<\x1b[0m ok\x1b[2J") == '<span class="a-1 a-bold">E&lt;</span> ok'
    assert revealed("a\x07b\u202ecod.exe\u200b\n") == "a␇b[U+202E]cod.exe[U+200B]\n"
    assert revealed("niño η 😀") == "niño η 😀"
    evil = document(
        finding("a", "failed", "text.absent", parameters={"name": "x\u202ey"}),
        submission={"student": "a", "name": "\u202eana", "file": "\x1b[1m.ipynb", "sha256": ""},
    )
    text = render_report(evil, language="en")
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "[U+202E]ana" in text


def test_a_hidden_check_shows_neither_reference_nor_evidence_nor_the_right_term() -> None:
    parameters = {"t": 1, "component": "y", "term": "4*y", "given_term": "2*y"}
    wrong = finding("trace", "failed", "iterates.wrong-gradient", parameters=parameters, picture=PICTURE, evidence=[
        {"quantity": "|y_1 - reference|", "measured": "2.0e-02", "bound": "9.0e-15", "name": "tube float64", "where": {"t": 1, "component": "y"}}])  # fmt: skip
    open_one, hidden = document(wrong), document(wrong)
    hidden["assignment"] = {**hidden["assignment"], "hidden": ["trace"]}
    assert "4*y" in render_report(open_one, language="en")
    text = render_report(hidden, language="en")
    assert [word for word in ("4*y", "-0.500000", "0.02 away", 'class="reference') if word in text] == []
    assert en.LABELS["hidden"] in text


def row(student: str, *points: float) -> dict[str, Any]:
    ids = "abc"
    findings = [{"check": ids[i], "verdict": "passed" if p == 1 else "failed", "code": "number.ok" if p == 1 else "number.wrong-value", "points": p, "maximum": 1} for i, p in enumerate(points)]  # fmt: skip
    return {"student": student, "name": student, "file": "", "score": {"points": sum(points), "maximum": 3, "state": "graded"}, "ending": "completed", "isolation": "process", "resources": {"wall_seconds": 2}, "findings": findings, "report": f"reports/{student}.html", "document": "", "current": True}  # fmt: skip


CLASS = {
    "format": 1, "assignment": {"id": "t", "version": "1", "digest": "", "title": {"en": "T"}, "checks": [{"id": i, "kind": "number", "maximum": 1, "title": {}} for i in "abc"]},
    "complete": True, "reports": [row("ana", 1, 1, 1), row("bea", 1, 1, 0), row("carl", 1, 0, 0), row("dora", 1, 0, 1)], "unreported": [], "passed_over": [],
    "twins": [{"sha256": "", "students": ["ana", "bea"]}],
}  # fmt: skip


def test_difficulty_and_discrimination_are_those_of_test_theory() -> None:
    """b: mean 1/2; rest scores without b are 2, 1, 1, 2: r = 0. c: rest 2, 2, 1, 1, points 1, 0, 0, 1: r = 0. a never varies."""
    facts = {one.id: (one.passed, one.mean, one.discrimination) for one in statistics.check_facts(CLASS)}
    assert facts == {"a": (4, 1, None), "b": (2, 0.5, pytest.approx(0)), "c": (2, 0.5, pytest.approx(0))}
    assert statistics.correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert statistics.correlation([0, 0, 1], [3, 3, 0]) == pytest.approx(-1)
    assert statistics.histogram(CLASS["reports"]) == [0, 0, 0, 1, 0, 0, 2, 0, 0, 1]


def test_shared_mistakes_come_with_links_and_the_command_that_decides_for_all() -> None:
    text = render_class_page(CLASS, language="en")
    assert "grader review set . --check b --code wrong-value --points …" in text
    assert 'href="reports/carl.html#b"' in text
    assert "ana, bea" in text
    assert "script-src &#39;sha256-" in text or "script-src 'sha256-" in text


def test_the_same_documents_give_the_same_bytes() -> None:
    assert render_report(copy.deepcopy(ASTRAY), language="es") == render_report(ASTRAY, language="es")
    assert render_class_page(copy.deepcopy(CLASS), language="es") == render_class_page(CLASS, language="es")


def test_a_class_of_which_there_is_no_report_yet_says_so_and_counts_nothing() -> None:
    page = render_class_page({**CLASS, "reports": [], "twins": [], "unreported": []}, language="es")
    assert "Todavía no hay informes." in page
    assert "mediana" not in page
    assert "<table id=" not in page


def test_a_page_does_not_depend_on_the_pages_made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sympy counts through a process what it makes, and a curve that meets an edge is a last digit away from it."""
    pages = []
    for made in (98, 99, 998, 999):
        monkeypatch.setattr(sympy.Dummy, "_count", made)
        plane.objective_of.cache_clear()
        plane._background.cache_clear()
        pages.append(render_report(ASTRAY, language="es"))
    assert len(set(pages)) == 1
    assert not re.search(r"-0\.0[\"L ]", pages[0])


@pytest.mark.parametrize(
    ("text", "told"),
    [("0.0410", "0,0410"), ("(0.8, -0.52)", "(0,8; -0,52)"), ("(1, -1)", "(1, -1)"), ("8.9·10⁻¹⁵", "8,9·10⁻¹⁵"), ("1.2.3", "1.2.3"), ("v1.5x", "v1.5x")],
)  # fmt: skip
def test_spanish_numbers_have_decimal_commas(text: str, told: str) -> None:
    assert localised(text, "es") == told
    assert localised(text, "en") == text


def test_points_and_plurals_follow_the_language() -> None:
    assert (number(7.5, "es"), number(7.5, "en"), number(10, "es"), number(0.333, "en")) == ("7,5", "7.5", "10", "0.33")
    assert filled("{n} {n:parte|partes}", {"n": "1"}, "es") == "1 parte"
    assert filled("{n} {n:point|points}", {"n": "1.5"}, "en") == "1.5 points"
    assert plural("a|b", "many", "en") == "b"


def test_what_a_term_or_a_name_spells_is_left_as_it_is() -> None:
    assert filled("{term} {name} {eta}", {"term": "4.5*y", "name": "v1.2", "eta": "0.5"}, "es") == "4.5*y v1.2 0,5"


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list | tuple) else []


def tables(module: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.isupper()}


def test_every_language_is_complete_and_uses_the_same_data() -> None:
    """Tables, keys and, sentence by sentence, the names in braces are those of English."""
    assert set(LANGUAGES) >= {"en", "es"}
    for module in (es,):
        assert tables(module).keys() == tables(en).keys()
        for name, table_ in tables(en).items():
            other = tables(module)[name]
            if isinstance(table_, dict):
                assert other.keys() == table_.keys(), name
                for key in table_:
                    mine, theirs = (
                        set(re.findall(r"\{(\w+)[:}]", " ".join(texts(one[key])))) for one in (other, table_)
                    )
                    assert mine == theirs, (name, key)


def test_no_sentence_of_a_finding_blames_or_uses_words_that_the_slides_do_not() -> None:
    banned = {en: r"\b(wrongly|bad|stupid|incorrect|your fault|tube|Lohner|certificate|horizon|momentum|attracting|positive definite)\b", es: r"\b(fallaste|fallo tuyo|mal hecho|incorrecto|tubo|Lohner|certificado|horizonte|impulso|atractor|definida positiva)\b"}  # fmt: skip
    for module, pattern in banned.items():
        for key, entry in module.FINDINGS.items():
            for text in texts(entry):
                assert not re.search(pattern, text, re.IGNORECASE), (key, text)


def test_shared_findings_have_words_without_anybodys_numbers() -> None:
    for module in (en, es):
        silent = [key for key, (saw, _) in module.FINDINGS.items() if "…" in filled(saw, {}, "en")]
        assert silent == []


def test_documents_of_older_graders_still_have_a_page(tmp_path: Path) -> None:
    """Format 1 before rows, allowed and hidden were added."""
    old = copy.deepcopy(ASTRAY)
    for key in ("rows", "allowed"):
        old["findings"][3]["picture"]["runs"][0].pop(key)
    assert "<svg" in render_report(json.loads(json.dumps(old)), language="es")


def test_what_was_printed_can_be_unfolded_as_text_in_its_colours() -> None:
    told = document(
        finding("a", "passed", "number.ok"),
        resources={"wall_seconds": 1, "printed": [{"cell": 3, "text": "\x1b[31m<b>x</b>\x1b[0m\ny"}]},
    )
    text = render_report(told, language="en")
    assert "<summary>What your notebook showed</summary>" in text
    assert '<pre><span class="a-1">&lt;b&gt;x&lt;/b&gt;</span>\ny</pre>' in text
    assert "Cell 3" in text


def test_where_nothing_could_be_asked_one_sentence_says_it_not_each_check() -> None:
    unread = {"ending": "unreadable", "isolation": "process", "errors": [], "reason": "empty"}
    told = document(
        finding("a", "skipped", "number.not-run"), finding("b", "skipped", "table.not-run"), execution=unread
    )
    page = render_report(told, language="es")
    assert "El archivo está vacío." in page and "<p>Lo mira una persona.</p>" in page
    assert 'class="card' not in page
    assert "process" not in page


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("TimeoutError", "20 s", "Celda 2: tardó más de 20 s y se detuvo."),
        ("MemoryError", "more than 1024 MiB", "Celda 2: necesitó más de 1024 MiB de memoria."),
        ("DeadKernelError", "the kernel ended in this cell", "Celda 2: aquí terminó el kernel, y con él el notebook."),
        ("TimeoutError", "their own", None),
    ],
)
def test_what_we_stopped_is_a_sentence_and_what_python_raised_is_python(name: str, text: str, told: str | None) -> None:
    shown = {**document(finding("a", "passed", "number.ok")), "execution": {"ending": "cell-error", "isolation": "process", "errors": [{"cell": 2, "name": name, "text": text}]}}  # fmt: skip
    page, lines = render_report(shown, language="es"), as_text(shown, language="es")
    assert (f"<strong>{told or f'Celda 2: {name}'}</strong>" in page) and (told or f"Celda 2: {name}: {text}") in lines
    assert (f"<pre>{text}</pre>" in page) == (told is None)


@pytest.mark.parametrize(("language", "told"), [("es", "le falta: las curvas de nivel y la trayectoria."), ("en", "lacks: the level curves and the path.")])  # fmt: skip
def test_what_a_figure_lacks_is_said_in_words(language: str, told: str) -> None:
    drawn = finding("a", "failed", "figure.short", parameters={"missing": ["level-curves", "trace"]})
    assert told in short(drawn, document(drawn), language=language).saw


def test_mistakes_of_one_person_are_folded_and_answers_that_are_not_there_come_last() -> None:
    codes = [*["number.absent"] * 3, *["number.off-by-one"] * 2, "number.wrong-value"]
    rows = [class_row(f"s{i}", document(finding("a", "failed", code)), current=True) for i, code in enumerate(codes)]
    told = {
        **CLASS,
        "assignment": {**CLASS["assignment"], "checks": CLASS["assignment"]["checks"][:1]},
        "reports": rows,
    }
    assert [one.code for one in statistics.mistakes(told)] == [
        "number.off-by-one",
        "number.wrong-value",
        "number.absent",
    ]
    page = render_class_page(told, language="en")
    folded = page[page.index("<summary>One mistake of one person alone</summary>") :]
    assert "number.wrong-value</code>" in folded
    assert "number.off-by-one</code>" not in folded


def test_figures_stand_below_the_text_of_their_cell_and_those_left_out_are_counted() -> None:
    shown = {
        "printed": [
            {"cell": 2, "text": "<Figure size 640x480 with 1 Axes>"},
            {"cell": 3, "text": "t = 44\n<Figure size 640x480 with 1 Axes>"},
            {"cell": 4, "text": "<Figure size 640x480 with 1 Axes>"},
        ],
        "figures": [{"cell": 3, "png": "QUJD"}, {"cell": 3, "png": '"><script>'}, {"cell": 2, "png": "REVG"}],
        "figures_left_out": 2,
    }
    text = render_report(document(finding("a", "passed", "number.ok"), resources=shown), language="es")
    told = text[text.index('<details class="showed">') :]
    assert re.findall(r"Celda (\d)|<pre>(.*)</pre>|base64,([^\"]*)\" alt=\"(.*)\">", told) == [
        ("2", "", "", ""), ("", "", "REVG", "Una figura de la celda 2"),
        ("3", "", "", ""), ("", "t = 44", "", ""), ("", "", "QUJD", "Una figura de la celda 3"),
        ("", "", "&#34;&gt;&lt;script&gt;", "Una figura de la celda 3"),
        ("4", "", "", ""), ("", "&lt;Figure size 640x480 with 1 Axes&gt;", "", ""),
    ]  # fmt: skip
    assert "Otras 2 figuras no se muestran aquí" in told
    assert 'class="showed"' not in render_report(document(finding("a", "passed", "number.ok")), language="es")


def test_a_document_keeps_the_beginning_of_what_was_printed() -> None:
    texts = [(1, "x" * 5000), (2, "\n \n"), *((i, "y" * 2000) for i in range(3, 20))]
    kept = _printed(texts)
    assert (kept[0]["cell"], len(kept[0]["text"])) == (1, 2000)
    assert 2 not in [one["cell"] for one in kept]
    assert sum(len(one["text"]) for one in kept) == 20_000


def test_in_a_notebook_a_mistake_is_explained_once_and_one_piece_of_advice_stands_out() -> None:
    page = render_fragment(ASTRAY, language="en", saved=True)
    assert page.count("The same mistake as in “descent (") == 1
    assert page.count("Compute the whole gradient at the old point first") == 1
    assert page.count('class="next"') == 1
    assert "0 / 0" not in page


@pytest.mark.parametrize(
    ("code", "parameters", "language", "told"),
    [
        ("normalised-gradient", {"norm_limit": "2.5"}, "es", "donde su norma pasa de 2,5, se acorta"),
        ("normalised-gradient", {"norm_limit": "2.5"}, "en", "where its norm is above 2.5, it is shortened"),
        ("normalised-gradient", {"limit": "1"}, "es", "ninguna de sus componentes pasa de ±1."),
        ("normalised-gradient", {"limit": "1"}, "en", "no component of it goes beyond ±1."),
        ("normalised-gradient", {"eta": 0.1}, "en", "divided by the gradient's norm"),
        ("wrong-gradient", {"component": "a, b", "frozen": "a, b"}, "es", "nunca se mueve de su primer valor: a, b."),
        ("wrong-gradient", {"component": "a, b", "frozen": "a, b"}, "en", "never moves from its first value: a, b."),
        ("wrong-gradient", {"component": "b"}, "en", "The component b of the gradient"),
    ],
)
def test_what_was_done_to_the_gradient_is_said_as_it_was_seen(
    code: str, parameters: dict[str, Any], language: str, told: str
) -> None:
    wrong = finding("a", "failed", f"iterates.{code}", parameters=parameters)
    assert told in short(wrong, document(wrong), language=language).saw


@pytest.mark.parametrize("rows", [[4.0, 2.0, 1.0], [4.0, *[0.0] * 60], [2.0 * 1.2**t for t in range(40)], [2.0 * 0.6**t for t in range(90)]])  # fmt: skip
def test_the_names_of_a_charts_curves_never_meet_and_stand_beside_their_curves(rows: list[float]) -> None:
    """Of x²/2 at 2 the value and the gradient's norm are both 2; a run that has arrived draws both at the bottom."""
    points = [[x] for x in rows]
    run = {"start": points[0], "label": "", "student": points, "reference": points, "wrong_step": None, "allowed": [0] * len(rows)}  # fmt: skip
    drawn = chart({"objective": {"variables": ["x"], "expression": "x**2/2"}, "points": [], "runs": [run]}, "es")
    boxes = []
    # A letter is about 7 units wide, a name 13 high.
    for name in ("valor", "norma del gradiente"):
        found = re.search(rf'x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">{name}<', drawn)
        assert found is not None
        x, y, wide = float(found[1]), float(found[2]), 7 * len(name)
        boxes.append((x, x + wide, y) if found[3] == "start" else (x - wide, x, y))
    (left, right, low), (begin, end, high) = boxes
    assert right < begin or end < left or abs(low - high) > 13
    for path in re.findall(r'<path class="reference[^"]*" d="M([^"]+)"', drawn):
        for at, height in (map(float, vertex.split()) for vertex in path.split("L")):
            assert not any(left < at < right and base - 11 < height < base for left, right, base in boxes)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"eta": "0.02"}, "Your runs use η = 0.02, which is outside the range asked."),
        ({"eta": "0.02", "start": "(0, 1)"}, "From (0, 1) the steps are those of η = 0.02, not of the learning rate asked."),
        ({}, "The runs use a learning rate other than the one asked."),
    ],
)  # fmt: skip
def test_a_step_size_outside_the_range_is_told_apart_from_one_that_is_not_the_declared_one(
    parameters: dict[str, str], told: str
) -> None:
    wrong = finding("runs", "failed", "runs.wrong-step-size", parameters=parameters)
    assert short(wrong, document(wrong), language="en").saw == told

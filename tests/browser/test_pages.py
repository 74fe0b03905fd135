"""Reports and the class page as people see them: on a phone, a laptop and paper, dark and light, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

from grader.document import describe
from grader.folder import about_class, class_row
from grader.pipeline import grade
from grader.reports.class_page import render_class_page
from grader.reports.fragment import render_fragment
from grader.reports.html import render_report
from grader.spec import find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor, submission

SIZES = {"phone": (390, 844), "laptop": (1366, 768), "paper": (794, 1123)}
#: A trace with a mistake, four runs with another, and claims about η: each kind of picture.
REPORTS = {
    "trace": ("worked-example", "sequential-update"),
    "runs": ("himmelblau", "wrong-gradient"),
    "eta": ("divergent-eta", "cycle-for-escape"),
}
#: Each would run, load or leave the page if it were not text.
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "</style><svg onload=alert(3)>", "\"><iframe src='javascript:alert(4)'>",
    "<a href='http://192.0.2.1/'>x</a><link rel=stylesheet href=http://192.0.2.1/x.css>", "{{ 7*7 }}", "\u202egnp.exe\x1b[31mred\x1b]0;t\x07",
)  # fmt: skip


@cache
def document(name: str) -> dict[str, Any]:
    assignment, mistake = REPORTS[name]
    found = find_assignment(assignment)
    return describe(grade(found, read_submission(found.folder / "mistakes" / f"{mistake}.ipynb"), PlainExecutor()))


@cache
def hostile() -> dict[str, Any]:
    evil = "".join(HOSTILE)
    work = submission(
        f"raise type({HOSTILE[0]!r}, (Exception,), {{}})({evil!r})",
        f"slide_errata = {evil!r}",
        f"t_stop = {evil!r}",
        f"def gradient_descent(*a): raise ValueError({evil!r})",
        student=evil,
    )
    return describe(grade(find_assignment("worked-example"), work, PlainExecutor()))


@cache
def class_page(language: str, *, evil: bool = False, students: int = 3) -> str:
    documents = [document("trace"), *([hostile()] if evil else [])] * students
    return _page_of([class_row(f"s{i}", one, current=True) for i, one in enumerate(documents)], language, evil=evil)


def _page_of(rows: list[dict[str, Any]], language: str, *, evil: bool = False) -> str:
    told = {
        "format": 1, "assignment": about_class(find_assignment("worked-example")), "language": language, "complete": True, "reports": rows,
        "unreported": [{"entry": HOSTILE[1] if evil else "z.zip", "student": None, "reason": "empty"}], "passed_over": [],
        "twins": [{"sha256": "", "students": [HOSTILE[2] if evil else "ana", "bea"]}],
    }  # fmt: skip
    return render_class_page(told, language=language)


def text_of(name: str, language: str) -> str:
    return class_page(language) if name == "class" else render_report(document(name), language=language)


def wide(seen: Any) -> bool:
    """Whether the page is wider than its window: a reader would have to scroll sideways."""
    return bool(seen.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("name", [*REPORTS, "class"])
@pytest.mark.parametrize("size", SIZES)
def test_pages_fit_say_nothing_on_the_console_and_ask_nothing_of_the_network(
    look: Callable[..., Any], name: str, size: str
) -> None:
    width, height = SIZES[size]
    for language, dark in (("es", False), ("en", True)):
        seen = look(text_of(name, language), width=width, height=height, dark=dark, paper=size == "paper")
        assert not wide(seen), (language, dark)
        assert seen.said == []
        assert [url for url in seen.asked if not url.startswith("file:")] == []
        assert len(seen.asked) == 1
        assert seen.page.evaluate("document.documentElement.lang") == language


LONG = "Fernández_Villaverde_" * 12


def test_a_very_long_name_makes_no_page_wide(look: Callable[..., Any]) -> None:
    named = {**document("trace"), "submission": {**document("trace")["submission"], "name": LONG, "file": LONG}}
    row = class_row("s", named, current=True)
    for page in (render_report(named, language="es"), _page_of([row, row], "es")):
        assert not wide(look(page, width=390))


def test_a_name_written_from_right_to_left_turns_nothing_around_it(look: Callable[..., Any]) -> None:
    """After a name in Hebrew a number would stand on its other side."""
    named = {**document("trace"), "submission": {**document("trace")["submission"], "name": "אבג", "file": "7.ipynb"}}
    head = look(render_report(named, language="es")).page.locator("main > div").first
    assert head.inner_text() == "Estudiante: אבג · Archivo: 7.ipynb"
    assert head.locator("bdi").all_inner_texts() == ["אבג", "7.ipynb"]
    assert "<bdi>אבג</bdi>" in _page_of([class_row("s", named, current=True)], "es")


def test_a_printed_class_begins_where_its_heading_stands(look: Callable[..., Any]) -> None:
    """A table that may not break goes to the next page whole, and leaves an empty one behind."""
    page = look(text_of("class", "es"), width=794, height=1123, paper=True).page
    told = "[...document.querySelectorAll('.card table')].map((one) => getComputedStyle(one).breakInside)"
    assert set(page.evaluate(told)) == {"auto"}
    assert page.evaluate("getComputedStyle(document.querySelector('h2')).breakAfter") == "avoid"


def test_on_paper_a_card_stands_whole_and_what_cannot_be_unfolded_is_not_there(look: Callable[..., Any]) -> None:
    """Only a card with a long table goes on over the page: the class itself."""
    page = look(text_of("trace", "en"), width=794, height=1123, paper=True).page
    cards = page.evaluate("[...document.querySelectorAll('.card')].map((one) => getComputedStyle(one).breakInside)")
    assert set(cards) == {"avoid"}
    assert page.locator("details").count() > 0
    assert page.locator("summary:visible").count() == 0
    many = class_page("en", students=9)
    page = look(many, width=794, height=1123, paper=True).page
    assert page.evaluate("getComputedStyle(document.querySelector('.card:has(#students)')).breakInside") == "auto"


@pytest.mark.parametrize(("language", "more"), [("en", "and 10 more"), ("es", "y 10 más")])
def test_a_printed_class_names_who_is_meant_and_tells_no_command(
    look: Callable[..., Any], language: str, more: str
) -> None:
    """Fifty share the mistakes of one notebook, and one alone has those of another."""
    shared, own = (class_row("s", one, current=True) for one in (document("trace"), hostile()))
    rows = [*({**shared, "name": f"s{i:02}"} for i in range(50)), {**own, "name": "zoe"}]
    page = look(_page_of(rows, language), width=794, height=1123, paper=True).page
    shown = page.locator("body").inner_text()
    assert "grader review" not in shown
    assert f"{'; '.join(f's{i:02}' for i in range(40))} {more}" in shown
    assert page.locator(".also-paper td", has_text="zoe").first.is_visible()
    told = page.locator(".shared td:nth-child(2)").first.bounding_box()
    assert told["width"] > 200  # many names leave it room
    page.emulate_media(media="screen")
    shown = page.locator("body").inner_text()
    assert "grader review" in shown
    assert more not in shown


def test_a_printed_class_has_no_button_in_its_head(look: Callable[..., Any]) -> None:
    """A head that holds a button's box is not repeated where the table goes on over the page."""
    page = look(text_of("class", "es"), width=794, height=1123, paper=True).page
    buttons = page.evaluate(
        "[...document.querySelectorAll('thead button')].map((one) => getComputedStyle(one).display)"
    )
    assert set(buttons) == {"contents"}


@pytest.mark.parametrize("name", [*REPORTS, "class"])
def test_axe_finds_nothing_serious(look: Callable[..., Any], name: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    ).Axe()
    for language, dark, width in (("es", False, 1366), ("en", True, 390)):
        seen = look(text_of(name, language), dark=dark, width=width)
        seen.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        found = axe.run(seen.page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in serious]
        assert told == [], (language, dark)


def test_the_first_screen_of_a_laptop_holds_score_sentence_and_picture(look: Callable[..., Any]) -> None:
    page = look(text_of("trace", "en"), width=1366, height=768).page
    for selector in (".total", ".went", ".drawn svg"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] <= 768, selector
    assert page.locator(".card h3").first.inner_text().startswith("✗")


def test_nothing_a_student_wrote_runs_or_is_hidden(look: Callable[..., Any]) -> None:
    for text in (render_report(hostile(), language="es"), class_page("en", evil=True)):
        seen = look(text)
        assert seen.dialogs == []
        assert seen.said == []
        assert len(seen.asked) == 1
        assert seen.page.locator("main script, main iframe, main img, main link, main a[href^=http]").count() == 0
        shown = seen.page.locator("body").inner_text()
        assert "<script>alert(1)</script>" in shown or "<img src=x onerror=alert(2)>" in shown
        assert "\u202e" not in shown
        assert "49" not in shown.replace("49 ", "")


def test_the_policy_stops_what_would_be_slipped_in(look: Callable[..., Any]) -> None:
    """Were markup to get through all the same: no script of another's runs, no picture is fetched."""
    text = class_page("en").replace(
        "<h1>", "<script>alert(1)</script><img src='http://192.0.2.1/x.png' onerror='alert(2)'><h1>", 1
    )
    seen = look(text)
    assert seen.dialogs == []
    assert seen.refused == [url for url in seen.asked if url.startswith("http")]
    assert any("Content Security Policy" in one for one in seen.said)


def test_the_class_is_sorted_and_filtered_and_whole_without_a_script(look: Callable[..., Any]) -> None:
    text = class_page("en", evil=True)
    page = look(text).page
    points = "#students tbody tr:not([hidden]) td:nth-child(2)"
    assert page.locator(points).count() == 6
    page.get_by_role("button", name="Points").click()
    down = [float(one) for one in page.locator(points).all_inner_texts()]
    assert down == sorted(down, reverse=True)
    page.get_by_role("button", name="Points").click()
    up = [float(one) for one in page.locator(points).all_inner_texts()]
    assert up == sorted(up) != down
    page.get_by_role("searchbox").fill("iterates.sequential-update")
    assert page.locator(points).count() == 3
    assert "3 shown" in page.locator(".tools").inner_text()
    still = look(text, script=False).page
    assert still.locator(points).count() == 6
    assert still.locator(".tools").count() == 0


#: How each front end tells a page inside it the colours of its theme: text, and what lies behind.
HOSTS = {
    "JupyterLab": ("--jp-content-font-color1", "--jp-layout-color1"),
    "VS Code": ("--vscode-editor-foreground", "--vscode-editor-background"),
    "Colab": ("--colab-primary-text-color", "--colab-primary-surface-color"),
}


@pytest.mark.parametrize("host", HOSTS)
def test_what_check_shows_has_the_colours_of_the_notebook_around_it(look: Callable[..., Any], host: str) -> None:
    ink, paper = HOSTS[host]
    fragment = render_fragment(document("trace"), language="es", saved=True)
    page = look(f"<style>:root {{ {ink}: rgb(1, 2, 3); {paper}: rgb(4, 5, 6) }}</style>{fragment}").page
    shown = "getComputedStyle(document.querySelector('.pendiente'))"
    assert page.evaluate(f"{shown}.color") == "rgb(1, 2, 3)"
    assert page.evaluate(f"{shown}.getPropertyValue('--paper')") == "rgb(4, 5, 6)"


#: Text and what lies behind it, as VS Code's themes set them: Light Modern, Dark Modern, High Contrast, High Contrast Light.
THEMES = {"light": ("#3b3b3b", "#ffffff"), "dark": ("#cccccc", "#1f1f1f"), "high": ("#ffffff", "#000000"), "high light": ("#292929", "#ffffff")}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_what_check_shows_is_told_from_what_lies_behind_it_in_every_theme(look: Callable[..., Any], theme: str) -> None:
    """As WCAG 2.2 has it: text at least 4.5 : 1 (1.4.3), a line that says something 3 : 1 (1.4.11)."""
    ink, paper = THEMES[theme]
    around = f"<style>:root {{ --vscode-editor-foreground: {ink}; --vscode-editor-background: {paper} }}</style>"
    page = look(around + render_fragment(document("trace"), language="en", saved=True)).page
    drawn = """([selector, property, paper]) => {
        const style = getComputedStyle(document.querySelector(selector)), pen = new OffscreenCanvas(1, 1).getContext("2d")
        pen.fillStyle = paper; pen.fillRect(0, 0, 1, 1)
        pen.fillStyle = style[property]; pen.globalAlpha = style.opacity; pen.fillRect(0, 0, 1, 1)
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }"""
    behind = _luminance(tuple(bytes.fromhex(paper[1:])))
    for selector, painted, least in (
        (".passed .sign", "color", 4.5),
        (".failed .sign", "color", 4.5),
        (".yours-said", "fill", 4.5),
        (".reference-said", "fill", 4.5),
        ("path.yours", "stroke", 3.0),
        ("path.reference", "stroke", 3.0),
    ):
        seen = _luminance(page.evaluate(drawn, [f".pendiente {selector}", painted, paper]))
        assert (max(seen, behind) + 0.05) / (min(seen, behind) + 0.05) >= least, selector


def _luminance(channels: Sequence[int]) -> float:
    """WCAG's relative luminance of an sRGB colour of bytes."""
    linear = [c / 255 / 12.92 if c <= 0.04045 * 255 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_what_check_shows_puts_its_sentences_below_their_signs_where_there_is_little_room(
    look: Callable[..., Any],
) -> None:
    page = look(render_fragment(document("trace"), language="es", saved=True), width=300).page
    row = page.locator(".pendiente tr.failed").first
    sign, told = (row.locator("td").nth(n).bounding_box() for n in (0, 2))
    assert told["y"] >= sign["y"] + sign["height"] - 1
    assert told["width"] >= 0.9 * page.locator(".pendiente").bounding_box()["width"]

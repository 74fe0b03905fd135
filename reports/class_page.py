"""The page of a class, from class.json alone: scores, checks, shared mistakes, who waits for a person, every student."""

from __future__ import annotations

import shlex
import statistics as means
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from grader.late import final_points
from grader.reports import statistics
from grader.reports.decided import row_told
from grader.reports.environment import environment, inlined
from grader.reports.foreign import revealed
from grader.reports.intake import intake_told, refused_told
from grader.reports.summary import in_language
from grader.reports.words import filled, number, short, spoken, wording

#: Names that a list shows on paper, where none can be unfolded.
ON_PAPER = 40


def render_class_page(document: Mapping[str, Any], *, language: str) -> str:
    """One HTML page; a small script of ours sorts and filters its table, which is complete without it."""
    words = wording(language)
    labels = words.LABELS
    rows = document["reports"]
    maximum = sum(check["maximum"] for check in document["assignment"]["checks"])
    scores = [final_points(row["score"]) for row in rows]
    seconds = statistics.seconds(rows)
    mistakes = statistics.mistakes(document)
    told = {
        "n": str(len(rows)),
        "mean": number(means.fmean(scores) if rows else 0, language),
        "median": number(means.median(scores) if rows else 0, language),
        "maximum": number(maximum, language),
    }
    titles = {check["id"]: in_language(check["title"], language) for check in document["assignment"]["checks"]}
    return (
        environment()
        .get_template("class.html")
        .render(
            language=spoken(language),
            document=document,
            title=in_language(document["assignment"]["title"], language) or document["assignment"]["id"],
            titles=titles,
            words=labels,
            script=inlined("class.js"),
            texts={"filter": labels["filter"], "shown": labels["shown"]},
            mean=filled(labels["mean" if rows else "no-reports"], told, language),
            histogram=_histogram(statistics.histogram(rows), maximum, language) if rows else "",
            waiting=[_shared(one, language) for one in statistics.waiting(document)],
            unrun=[
                {"text": words.ENDINGS.get(ending, ending), **_people(of, "", language)}
                for ending, of in statistics.unrun(document)
            ],
            mistakes=[_shared(one, language) for one in mistakes if len(one.rows) > 1],
            alone=[_shared(one, language) for one in mistakes if len(one.rows) == 1],
            of_one=filled(labels["alone"], {"n": str(sum(len(one.rows) == 1 for one in mistakes))}, language),
            facts=[
                {
                    "id": one.id,
                    "passed": f"{one.passed} / {len(rows)}",
                    "mean": number(one.mean, language),
                    "discrimination": "–" if one.discrimination is None else number(one.discrimination, language),
                    "doubtful": one.discrimination is not None and one.discrimination < 0,
                }
                for one in statistics.check_facts(document)
            ],
            endings=[(words.ENDINGS.get(name, name), n) for name, n in statistics.counted(rows, "ending")],
            isolation=statistics.counted([row for row in rows if row["ending"] != "unreadable"], "isolation"),
            time=filled(
                labels["time"],
                {"median": number(means.median(seconds), language), "longest": number(seconds[-1], language)},
                language,
            ) if seconds else "",
            intake=intake_told(document, language=language),
            unreported=[
                (labels[name], [{**one, "why": refused_told(one, language=language)} for one in document[key]])
                for name, key in (("no-report", "unreported"), ("passed-over", "passed_over"))
                if document[key]
            ],
            rows=[_row(row, words, language) for row in rows],
        )
    )  # fmt: skip


def render_links(title: str, links: Sequence[tuple[str, str, str]], note: str, *, language: str) -> str:
    """A page that leads to others: (address, name, what stands there) each, and a note below."""
    return (
        environment().get_template("links.html").render(language=spoken(language), title=title, links=links, note=note)
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """One finding in a student's row."""

    verdict: str
    code: str
    points: float
    shown: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A student in the table. Both have slots, which templates read at a third of a mapping's cost."""

    name: str
    link: Markup
    points: float
    shown: str
    late: bool
    cells: list[_Cell]
    state: list[str]


def _row(row: Mapping[str, Any], words: Any, language: str) -> _Row:
    state = [words.LABELS["review"] if row["score"]["state"] == "needs-review" else words.LABELS["graded"]]
    if row["ending"] != "completed":
        state.append(words.ENDINGS.get(row["ending"], row["ending"]))
    if not row["current"]:
        state.append(words.LABELS["stale"])
    points = final_points(row["score"])
    return _Row(
        row["name"],
        _link(row),
        points,
        number(points, language),
        bool(row["score"].get("late")),
        [
            _Cell(f["verdict"], f["code"], f["points"], number(f["points"], language))
            for f in row["findings"]
            if f["maximum"]
        ],
        state + row_told(row, language=language),
    )


def _shared(one: statistics.Shared, language: str) -> dict[str, Any]:
    """A finding that many have: its words without anybody's numbers, whose it is, and how to decide for all of them."""
    finding = {"check": one.check, "code": one.code, "verdict": one.verdict, "parameters": {}}
    text = short(finding, {"execution": {"ending": ""}, "assignment": {}}, language=language).saw
    command = f"grader review set . --check {shlex.quote(one.check)} --code {shlex.quote(one.code.split('.', 1)[-1])}"
    return {
        "check": one.check,
        "code": one.code,
        "text": text if "…" not in text else "",
        **_people(one.rows, one.check, language),
        "command": f"{command} --points …",
    }


def _people(rows: Sequence[Mapping[str, Any]], check: str, language: str) -> dict[str, Any]:
    """How many students, their names, each of which leads to what the report says of the check, and the names for paper."""
    place = f"#{quote(check)}" if check else ""
    names = [f'<a href="{_link(row)}{place}"><bdi>{escape(revealed(row["name"]))}</bdi></a>' for row in rows]
    on_paper = Markup("; ").join(Markup("<bdi>{}</bdi>").format(revealed(row["name"])) for row in rows[:ON_PAPER])
    if more := len(rows[ON_PAPER:]):
        on_paper += " " + filled(wording(language).LABELS["and-more"], {"n": str(more)}, language)
    return {"count": len(names), "names": Markup("; ".join(names)), "on_paper": on_paper}


def _link(row: Mapping[str, Any]) -> Markup:
    return Markup(quote(row["report"]))


def _histogram(counts: list[int], maximum: float, language: str) -> Markup:
    """Bars with their counts above and the points below; the same in words for who does not see them."""
    width, height, base = 640.0, 190.0, 160.0
    step, most = width / len(counts), max([*counts, 1])
    edges = [number(maximum * i / len(counts), language) for i in range(len(counts) + 1)]
    parts = []
    for i, count in enumerate(counts):
        tall = 130 * count / most
        x = i * step
        parts.append(
            f'<rect class="bar" x="{x + 4:.1f}" y="{base - tall:.1f}" width="{step - 8:.1f}" height="{tall:.1f}"/>'
        )
        if count:
            parts.append(
                f'<text class="said" x="{x + step / 2:.1f}" y="{base - tall - 5:.1f}" text-anchor="middle">{count}</text>'
            )
        parts.append(
            f'<text x="{x + step / 2:.1f}" y="{base + 18:.1f}" text-anchor="middle">{edges[i]}–{edges[i + 1]}</text>'
        )
    labels = wording(language).LABELS
    said = "; ".join(f"{edges[i]}–{edges[i + 1]}: {count}" for i, count in enumerate(counts) if count)
    name = escape(f"{labels['distribution']}: {said}")
    return Markup(
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{name}"><title>{name}</title>{"".join(parts)}</svg>'
    )

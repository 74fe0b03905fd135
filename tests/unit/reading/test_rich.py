"""Outputs that show something and have no text of their own."""

from __future__ import annotations

import pandas as pd
import pytest
from IPython.display import HTML, Latex, Markdown
from IPython.lib.pretty import pretty

from grader.reading.rich import LONGEST, MOST, Rich
from grader.reading.tables import read_table
from grader.reading.value import Text

#: The worked example at t = 1 and t = 2, by hand: (0.8, −0.5), (0.67, −0.22); ∇g = (1.3, −2.8), (0.89, −1.55).
ROWS = [[1, 0.8, -0.5, 1.22, 3.0871], [2, 0.67, -0.22, 0.46865, 1.7873]]
FRAME = pd.DataFrame(ROWS, columns=["t", "x", "y", "g(x, y)", "‖∇g‖"])
SHOWN = {
    "html": HTML("<style>td { color: #0.5 }</style><table border='1'><tr><th>t<th>" + "".join(f"<tr>{''.join(f'<td><b>{c}</b></td>' for c in row)}</tr>" for row in ROWS) + "</table>"),
    "html of a frame": HTML(FRAME.to_html()),
    "a frame in style": FRAME.style.format(precision=5),
    "markdown": Markdown("**Tabla**\n\n| t | x | y | g | ‖∇g‖ |\n|:-:|--:|---|---|---|\n" + "\n".join("| " + " | ".join(str(c).replace(".", ",").replace("-", "−") for c in row) + " |" for row in ROWS)),
    "latex": Latex(r"\begin{array}{c|cccc} t & x & y & g & \|\nabla g\| \\ \hline " + r" \\ ".join(" & ".join(map(str, row)) for row in ROWS) + r" \end{array}"),
}  # fmt: skip


def forms(shown: object) -> dict[str, str]:
    """The forms that IPython sends, by media type; an object without a text of its own is told by its address."""
    ways = {"text/html": "_repr_html_", "text/markdown": "_repr_markdown_", "text/latex": "_repr_latex_"}
    found = {kind: getattr(shown, way)() for kind, way in ways.items() if hasattr(shown, way)}
    return {"text/plain": pretty(shown), **{kind: form for kind, form in found.items() if form is not None}}


@pytest.mark.parametrize("name", SHOWN)
def test_a_table_is_the_same_table_however_it_is_shown(name: str) -> None:
    text = Rich().text_of(forms(SHOWN[name]))
    assert text is not None
    rows = read_table(Text(text), ("t", "x", "y", "g", "norm")).rows
    assert [[float(n.exact) for n in row.values() if n is not None and n.exact is not None] for row in rows] == ROWS


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"text/plain": "0.5", "text/html": "<b>9</b>"}, "0.5"),
        ({"text/html": "<p>η = 0.5</p>x<sub>1</sub> &lt; 3<br>fin"}, "η = 0.5\nx1 < 3\nfin"),
        ({"text/markdown": "- La **tasa** es $\\eta = 0{,}5$.\n> fin"}, "La tasa es η = 0,5.\nfin"),
        ({"text/latex": r"$\theta_{1} = (0.8,\ -0.5)$"}, "θ_1 = (0.8, -0.5)"),
        ({"text/plain": "<__main__.Run object at 0x7f0>"}, "<__main__.Run object at 0x7f0>"),
        ({"text/html": "<script>var x = 1;</script><STYLE>b {}</style>fin < 3"}, "fin < 3"),
        ({"text/html": "<pre>t x\n0 1</pre>\n<p>f\nin"}, "t x\n0 1\nf in"),
        ({"text/html": f"<img src='data:image/png;base64,{'/1+2' * 500}'>fin<video src='data:{'/3' * 500}"}, "fin"),
        ({"text/html": "<!-- <td>9</td> -->fin<!-- 8"}, "fin"),
        ({"text/html": f"&#{'5' * 5000}; &#x3b7;"}, f"&#{'5' * 5000}; &#x3b7;"),
        ({"text/html": 7, "image/png": "…"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_has_a_text_keeps_it_and_else_what_is_seen_is_its_text(data: dict[str, object], text: str | None) -> None:
    assert Rich().text_of(data) == text


@pytest.mark.parametrize(
    "markup", ["<", "<!--", "<script", "\\begin{", "&", "|", "{{{{", "<td><tr>", "[a](", "\\frac{"]
)
def test_whatever_is_sent_is_read_in_little_time(markup: str) -> None:
    for kind in ("text/html", "text/markdown", "text/latex"):
        told = Rich().text_of({kind: markup * (2 * LONGEST // len(markup))})
        assert told is not None
        assert len(told) <= 4 * LONGEST


def test_of_one_cell_no_more_is_read_than_a_person_would() -> None:
    rich = Rich()
    read = [len(rich.text_of({"text/html": "0" * LONGEST}) or "") for _ in range(MOST // LONGEST + 2)]
    assert sum(read) == MOST
    assert rich.text_of({"text/plain": "0.5"}) == "0.5"

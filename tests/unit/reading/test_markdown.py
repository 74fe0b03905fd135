"""What a Markdown cell says, as plain sentences; and which of them claim something."""

from __future__ import annotations

import pytest

from grader.reading.markdown import LONGEST, claims, headings, lists, sentences, tables


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("La tasa es **η = 0.5**.", ["La tasa es η = 0.5"]),
        (r"$\eta_{max} = \frac{2}{\lambda_{\max}} \approx 0{,}46$", ["η_max = 2/λ_max ≈ 0,46"]),
        (r"$$\eta=\dfrac{5-\sqrt{13}}{3}$$", ["η=(5 - sqrt(13))/3"]),
        (r"\(\eta_\text{máx} \leq 0.5\)", ["η_máx ≤ 0.5"]),
        ("The rate\nis *0.5*. It _diverges_ at `0.51`.", ["The rate is 0.5", "It diverges at 0.51"]),
        ("- uno: 0,5\n2. dos: 0,6\n\n# Título\ntexto", ["uno: 0,5", "dos: 0,6", "texto"]),
        ("converge; diverge para 0.5; (0, 1); (1, 0)", ["converge", "diverge para 0.5; (0, 1); (1, 0)"]),
        ("```python\neta = 3\n```\nfin\n~~~\nno se cierra", ["fin"]),
        ("> citado: 0.3\n| t | x |\n|---|---|\n| 1 | 2 |", []),
        ("[ver](http://x.y/0.3) y ![una](i.png) <b>0.5</b>", ["ver y una 0.5"]),
    ],
)
def test_what_is_shown_is_read_and_not_how_it_is_written(cell: str, said: list[str]) -> None:
    assert sentences(cell) == said


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Los **mínimos**:\n\n| x | $y$ |\n|:-:|---|\n| 3 | `2` |\n\nfin", [("Los mínimos:", "| x | y |\n| 3 | 2 |")]),
        ("t | x\n--|--\n1 | 0,8\n2 | 0,67", [("", "t | x\n1 | 0,8\n2 | 0,67")]),
        ("# Uno\n| a |\n|---|\n| 1 |\n| b |\n# Dos\n| c |\n|-|\n| 2 |", [("Uno", "| a |\n| 1 |\n| b |"), ("Dos", "| c |\n| 2 |")]),
        ("Estos no son:\n| x |\n|---|\n| 3 |", []),
        ("> | x |\n> |---|\n> | 3 |", []),
        ("```\n| x |\n|---|\n| 3 |\n```", []),
        ("| sin | regla |\n| 1 | 2 |\n| 3 | 4 |", []),
    ],
)  # fmt: skip
def test_a_table_is_read_with_the_line_above_it(cell: str, found: list[tuple[str, str]]) -> None:
    assert tables(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (
            "Los mínimos de $f$ son:\n\n- $3.0$, $2.0$\n- $-2.8$, $3.1$\n\nfin",
            [("Los mínimos de f son:", "3.0, 2.0\n-2.8, 3.1")],
        ),
        ("## Minima\n1. (3, 2)\n2. (3.6, -1.8)", [("Minima", "(3, 2)\n(3.6, -1.8)")]),
        ("* x = 3, y = 2\n* x = 4, y = 1", [("", "x = 3, y = 2\nx = 4, y = 1")]),
        ("No son los mínimos:\n- 3, 2\n- 4, 1", []),
        ("Son:\n- 3 de 2\n- 4 de 1", []),
        ("Hay uno:\n- 3, 2", []),
        ("```\n- 3, 2\n- 4, 1\n```", []),
    ],
)
def test_items_that_are_numbers_alone_are_rows_below_the_line_above_them(
    cell: str, found: list[tuple[str, str]]
) -> None:
    assert lists(cell) == found


@pytest.mark.parametrize(
    ("sentence", "claimed"),
    [
        ("La tasa máxima es 0.5", ["La tasa máxima es 0.5"]),
        ("diverge con 0.51 y la tasa máxima es 0.46", ["diverge con 0.51", "la tasa máxima es 0.46"]),
        ("los mínimos son (3, 2) y (3.58, -1.85)", ["los mínimos son (3, 2) y (3.58, -1.85)"]),
        ("¿Es 0.5 la tasa máxima?", []),
        ("La tasa máxima no es 0.5", []),
        ("The rate is never 0.5", []),
        ("Supongamos que la tasa máxima es 0.5", []),
        ("For example, the largest rate may be 0.5", []),
        ("converge para 0 < η < 0.46", ["converge para"]),
        ("la norma es menor que 0.02 en t = 44", ["la norma es en t = 44"]),
        ("a rate greater than η = 0.46 diverges", ["a rate diverges"]),
    ],
)
def test_questions_suppositions_denials_and_bounds_claim_nothing(sentence: str, claimed: list[str]) -> None:
    assert claims(sentence) == claimed


def test_headings_are_told_apart_from_code() -> None:
    assert headings("# Uno\n```\n# comentario\n```\n## **Dos**") == ["Uno", "Dos"]


@pytest.mark.parametrize("piece", ["\n", " ", "1", "~~~x\n", "\\frac{", "<", "**", "[", "a. A", "no "])
def test_any_cell_is_read(piece: str) -> None:
    """All of a cell as long as may be: what takes time in the square of its length would hang here."""
    for one in sentences(piece * (2 * LONGEST)):
        claims(one)


def test_an_item_that_is_nearly_a_row_is_looked_at_once() -> None:
    # Where each blank could belong to two parts of a pattern, this would take longer than anybody waits.
    assert lists("Points:\n" + f"- {'1  ' * 40}!\n" * 3) == []

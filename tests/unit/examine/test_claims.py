"""An answer under no name of the contract: told by words and shape, and never by being right."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.examine.assigned import computed
from grader.model import Finding, Verdict
from grader.pipeline import grade
from grader.spec import bundled_ids, find_assignment, parse_assignment
from grader.submission import read_notebook
from tests.support.plain import Markdown, PlainExecutor, cells, submission
from tests.support.small_class import assignment


def finding(check: str, *sources: str, of: str = "divergent-eta", worth: dict[str, float] | None = None) -> Finding:
    """The finding of one bundled check about these cells."""
    bundled = find_assignment(of)
    data = bundled.spec.model_dump(mode="json") | {"sources": worth or {}}
    data["checks"] = [one for one in data["checks"] if one["id"] in (check, "threshold", "stopping", "diverges-g")]
    report = grade(parse_assignment(data, bundled.folder), submission(*sources), PlainExecutor())
    return next(one for one in report.findings if one.check == check)


# 2/λmax of g is (5 − √13)/3 = 0.46481…; the first small gradient of the worked example is at t = 44.
@pytest.mark.parametrize(
    ("cell", "code", "place"),
    [
        ("tasa_limite = 0.4648", "ok", "tasa_limite"),
        ("class E: pass\ne = E(); e.umbral_g = 0.4648", "ok", "e.umbral_g"),
        ("r = {'a': 0.4648, 'b': 1, 'c': 2}", "ok", "r['a']"),
        ("respuesta_1 = 0.4648", "ok", "respuesta_1"),
        ("print('La tasa máxima de g es', 0.4648)", "ok", "cell 1"),
        ("print(0.4648)", "ok", "cell 1"),
        ("tasa_limite = 0.2324", "wrong-value", "tasa_limite"),
    ],
)
def test_what_is_called_as_the_answer_is_judged_as_the_answer(cell: str, code: str, place: str) -> None:
    found = finding("threshold", cell)
    assert found.source is not None
    assert (found.code, found.source.name) == (f"number.{code}", place)


@pytest.mark.parametrize(
    ("cell", "candidates"),
    [
        ("umbral_a, umbral_b = 0.4648, 0.3", ["umbral_a", "umbral_b"]),
        ("respuesta_1 = 0.3", ["respuesta_1"]),  # their numbers may be others than ours
        ("print('resultado:', 0.3)", ["cell 1"]),
        ("resultado = round(0.3, 4)", ["resultado"]),
    ],
)
def test_where_words_leave_it_open_a_person_decides(cell: str, candidates: list[str]) -> None:
    found = finding("threshold", cell)
    assert (found.verdict, found.code) == (Verdict.UNDECIDED, "number.unidentified")
    assert found.parameters["candidates"] == candidates


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np\nmalla = np.linspace(0.46, 0.47, 101)",  # holds the right one
        "eta = 0.4648",  # a rate of four answers, an input
        "n_max, tol_limite, lambda_max = 0.4648, 0.4648, 0.4648",  # called otherwise
        "for tasa in (0.4, 0.4648, 0.5):\n    print('tasa', tasa, 'norma', tasa)",
    ],
)
def test_nothing_is_picked_because_it_is_right(cell: str) -> None:
    assert finding("threshold", cell).code == "number.absent"


def test_a_loss_does_not_stand_beside_another_claim_that_is_right() -> None:
    stopped = finding("stopping", "primera_parada = 40", "print('primer t pequeño:', 44)", of="worked-example")
    assert (stopped.code, stopped.share) == ("number.unidentified", 0)
    assert finding("stopping", "primera_parada = 40", of="worked-example").code == "number.wrong-value"


def test_the_rate_of_a_divergent_trace_is_the_claim_where_none_is_written() -> None:
    run = "{1} = [(1.0, -1.0)]\nfor _ in range(12):\n    x, y = {1}[-1]\n    {1}.append((x - {0}*(x - y), y - {0}*(4*y - x)))"
    assert finding("diverges-g", run.format(0.5, "p")).code == "step-size.ok"
    # A run that converges is not known to be meant; and of two, none is picked.
    assert finding("diverges-g", run.format(0.1, "p")).code == "step-size.unidentified"
    both = finding("diverges-g", run.format(0.1, "q"), run.format(0.5, "p"))
    assert both.code == "step-size.unidentified"


def test_the_spec_says_what_another_name_is_worth() -> None:
    half = finding("threshold", "tasa_limite = 0.4648", worth={"variable": 0.5})
    assert (half.code, half.share) == ("number.found-elsewhere", 0.5)
    assert finding("threshold", "tasa_limite = 0.4648", worth={"variable": 0}).code == "number.absent"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 1; b = 2*3; c = max(1, 2); d, (e, *f) = g()", {"c", "d", "e", "f"}),
        ("for i in range(3):\n    x = h(i)\nx = k(x)", set()),
        ("for i in range(3):\n    if i > 1:\n        best = i\n", {"best"}),
        ("n = len(a)\nwhile n > 1:\n    n -= 1", set()),
        ("%matplotlib inline\nm: int = int(z)", {"m"}),
        ("this is not Python", set()),
    ],
)
def test_inputs_and_running_values_are_no_results(source: str, expected: set[str]) -> None:
    assert computed(cells(source)) == expected


def test_a_wrong_gradient_is_judged_where_it_is_called_one() -> None:
    code = "def {}(x, y):\n    return x - y, 2*y - x"
    assert finding("gradient", code.format("derivadas"), of="worked-example").code == "gradient.wrong-gradient"
    assert finding("gradient", code.format("paso"), of="worked-example").code == "gradient.absent"


def test_the_words_of_a_specs_own_names_tell_an_answer_that_we_have_no_words_for() -> None:
    def bound(cell: str) -> str:
        report = grade(assignment(), submission(cell), PlainExecutor())
        return next(one.code for one in report.findings if one.check == "bound")

    assert (bound("mi_bound = 2/3"), bound("mi_bound = 0.5")) == ("number.ok", "number.wrong-value")
    assert bound("x = 2/3") == "number.absent"


def test_a_text_under_another_name_is_read_by_a_person_and_a_label_is_none() -> None:
    prose = "mi_comentario = 'con una tasa grande las iteraciones de la corrida se van muy lejos'"
    assert finding("discussion", prose).code == "text.for-a-person"
    assert finding("discussion", "titulo = 'Curvas de nivel'").code == "text.absent"


@pytest.mark.parametrize(
    ("cell", "check", "share"),
    [
        ("print('eta_f =', 1.0)", "diverges-f", 1),
        ("print('eta_f =', [1.0, 1.0, 1.0, 1.0])", "diverges-f", 1),
        ("answers = {'eta_f': [1.0, 1.0, 1.0, 1.0], 'rates': [0.1, 0.2, 0.3, 0.4]}", "diverges-f", 1),
        # From (−1, −1) a cycle attracts it, half a start's quarter; the other three runs converge.
        ("print('eta_f =', 0.0165)", "diverges-f", Fraction(1, 8)),
        ("def umbral():\n    print('eta_max_g =', 2 / 4)\numbral()", "threshold", 0),
        ("def umbral():\n    print('eta_max_g =', 0.46481)\numbral()", "threshold", 1),
    ],
)
def test_what_is_called_by_the_very_name_is_the_answer(cell: str, check: str, share: Fraction) -> None:
    found = finding(check, cell)
    assert (found.share, found.verdict is Verdict.UNDECIDED) == (share, False)


# What a Markdown cell says counts where nothing that ran or was printed is meant.
@pytest.mark.parametrize(
    ("check", "said", "code", "share"),
    [
        ("threshold", r"La tasa más grande que converge es $\eta_{\max} = \frac{2}{\lambda_{\max}} \approx 0{,}4648$.", "number.ok", 1),
        ("threshold", "The largest learning rate that converges is **0.4648**.", "number.ok", 1),
        ("threshold", "La tasa más grande que converge es **η = 0.5**", "number.wrong-value", 0),
        ("threshold", "La tasa más grande que converge no es 0.4648", "number.absent", 0),
        ("threshold", "¿La tasa más grande que converge es 0.4648?", "number.absent", 0),
        ("threshold", "> La tasa más grande que converge es 0.4648", "number.absent", 0),
        ("threshold", "con η = 0.4648 converge", "number.absent", 0),
        ("threshold", "El mayor valor propio es 0.4648", "number.absent", 0),
        ("threshold", "La tasa más grande es 0.4648; la mayor tasa encontrada, 0.3", "number.unidentified", 0),
        # 0.51 is above the threshold; the iterates, half of the points, are not there.
        ("diverges-g", r"diverge para $\eta \geq 0{,}51$", "step-size.absent", 0.5),
        ("diverges-g", "diverge para η > 0.51", "step-size.absent", 0),
        ("diverges-g", "con η = 0.1 converge", "step-size.absent", 0),
        ("diverges-g", "diverge con 0.51 y la tasa máxima es 0.4648", "step-size.absent", 0.5),
    ],
)  # fmt: skip
def test_what_a_markdown_cell_says_in_so_many_words_is_claimed(check: str, said: str, code: str, share: float) -> None:
    found = finding(check, "x = 1", Markdown(said))
    assert (found.code, found.share) == (code, share)
    assert (found.source and found.source.where) == ("written" if share or not code.endswith("absent") else None)
    assert finding(check, "x = 1", Markdown(said), worth={"written": 0}).share == 0


def test_what_ran_goes_before_what_is_written() -> None:
    right, wrong = Markdown("La tasa máxima es 0.4648"), Markdown("La tasa máxima es 0.3")
    assert finding("threshold", "tasa_limite = 0.4648", wrong).share == 1
    assert finding("threshold", "tasa_limite = 0.3", right).code == "number.wrong-value"
    assert finding("threshold", "print('La tasa máxima es', 0.4648)", wrong).share == 1


#: The worked example at the asked t, four decimals (reference/README.md), and what the slide says instead.
TABLE = """| t | x | y | g | ‖∇g‖ |
|---|---|---|---|---|
| 1 | 0,8000 | −0,5000 | 1,2200 | 3,0871 |
| 2 | 0,6700 | −0,2200 | 0,4687 | 1,7873 |
| 8 | 0,3623 | 0,0952 | 0,0493 | 0,2677 |
| 18 | 0,1739 | 0,0526 | 0,0115 | 0,1267 |
| 38 | 0,0410 | 0,0124 | 0,0006 | 0,0299 |
| 48 | 0,0199 | 0,0060 | 0,0002 | 0,0145 |"""
SLIDE = """| t | x | y | g | ‖∇g‖ |
|---|---|---|---|---|
| 8 | 0,36 | 0,10 | 0,2994 | 0,0493 |
| 18 | 0,17 | 0,05 | 0,1362 | 0,0115 |
| 48 | 0,04 | 0,01 | 0,0321 | 0,0006 |"""
MINIMA = """| punto | x | y |
|---|---|---|
| A | 3 | 2 |
| B | −2,8051 | 3,1313 |
| C | −3,7793 | −3,2832 |
| D | 3,5844 | −1,8481 |"""

ITEMS = "- $3.000$, $2.000$\n- $−2.805$, $3.131$\n- $−3.779$, $−3.283$\n- $3.584$, $−1.848$"


@pytest.mark.parametrize(
    ("check", "said", "code", "share"),
    [
        ("table", TABLE, "table.ok", 1),
        ("table", TABLE.replace("0,2677", "0,0717"), "table.wrong-value", Fraction(23, 24)),
        ("table", "Esta no es la mía:\n\n" + TABLE, "table.absent", 0),
        ("table", "La tabla de la diapositiva:\n\n" + SLIDE, "table.absent", 0),
        ("trace", TABLE, "iterates.absent", 0),
        ("minima", "Los mínimos de f:\n\n" + MINIMA, "points.ok", 1),
        ("minima", "## Los cuatro mínimos\n\n" + MINIMA.replace("−1,8481", "1,8481"), "points.wrong-value", Fraction(3, 4)),
        ("minima", "Unos puntos:\n\n" + MINIMA, "points.absent", 0),
        ("minima", "Los mínimos de $f$ son:\n\n" + ITEMS, "points.ok", 1),
        ("minima", "Los mínimos de $f$ son:\n\n" + ITEMS.replace("−1.848", "1.848"), "points.wrong-value", Fraction(3, 4)),
        ("minima", "Los mínimos no son:\n\n" + ITEMS, "points.absent", 0),
    ],
)  # fmt: skip
def test_a_table_of_a_markdown_cell_is_one_where_nothing_that_ran_is(
    check: str, said: str, code: str, share: Fraction
) -> None:
    of = "himmelblau" if check == "minima" else "worked-example"
    found = finding(check, "x = 1", Markdown(said), of=of)
    assert (found.code, found.share) == (code, share)
    assert finding(check, "x = 1", Markdown(said), of=of, worth={"written": 0}).share == 0
    ran = "for t in (1, 2, 8): print(t, 1.0, 1.0, 1.0, 1.0)\nminima = [(0, 0)]"
    assert finding(check, ran, Markdown(said), of=of).share == 0


def test_other_points_that_nothing_names_hide_no_list_of_a_markdown_cell() -> None:
    others = "for k in range(5): print(0.5 * k, 1.0 + k)"
    right, wrong = ("Los mínimos:\n\n" + items for items in (ITEMS, ITEMS.replace("−1.848", "1.848")))
    assert finding("minima", others, Markdown(right), of="himmelblau").code == "points.ok"
    assert finding("minima", others, Markdown(wrong), of="himmelblau").share == Fraction(3, 4)
    # Among what nothing names may be the right ones: a person decides, whatever is written.
    shown = "print([(3, 2), (-2.8051, 3.1313), (-3.7793, -3.2832), (3.5844, -1.8481)])"
    found = finding("minima", others, shown, Markdown(wrong), of="himmelblau")
    assert (found.verdict, found.code) == (Verdict.UNDECIDED, "points.unidentified")


def test_the_numbers_that_count_points_are_no_points() -> None:
    points = "[(3, 2), (-2.8051, 3.1313), (-3.7793, -3.2832), (3.5844, -1.8481)]"
    cell = f"for i, (x, y) in enumerate({points}, 1): print(f'Mínimo {{i}}: x = {{x:.4f}}, y = {{y:.4f}}')"
    found = finding("minima", cell, of="himmelblau")
    assert (found.code, found.share) == ("points.ok", 1)
    wrong = finding("minima", cell.replace("(3, 2)", "(2, 3)"), of="himmelblau")
    assert (wrong.code, wrong.share) == ("points.wrong-value", Fraction(3, 4))


@pytest.mark.parametrize("name", bundled_ids())
def test_a_statement_handed_in_with_the_notebook_claims_nothing(name: str) -> None:
    folder = find_assignment(name).folder
    given = [Markdown(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("statement.*.md"))]
    given += [
        Markdown(c.source) for path in folder.glob("starter.*.ipynb") for c in read_notebook(path.read_bytes()).markdown
    ]
    report = grade(find_assignment(name), submission("x = 1", *given), PlainExecutor())
    assert {found.code.partition(".")[2] for found in report.findings} <= {"absent", "not-run"}


def test_how_long_a_cell_took_is_no_answer() -> None:
    timed = "CPU times: user 30 μs, sys: 5 μs, total: 35 μs\\nWall time: 37 μs\\n31 ms ± 2 ms per loop (mean ± std. dev. of 7 runs, 10 loops each)"
    assert finding("stopping", f"print('{timed}')", of="worked-example").code == "number.absent"

"""Where an answer counts that its name does not hold, and what is told of other places."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grader.model import Finding
from grader.pipeline import grade
from tests.support.plain import PlainExecutor, submission
from tests.support.small_class import RIGHT, SEQUENTIAL, assignment, spec

PRINTS = """
def show():
    x, y = 1.0, -1.0
    for t in range(7):
        print(t, x, y)
        x, y = x - 0.1 * (x - y), y - 0.1 * (4 * y - x)
show()
"""


def trace(*cells: str, **changes: Any) -> Finding:
    report = grade(assignment(spec(**changes)), submission(*cells), PlainExecutor())
    return next(finding for finding in report.findings if finding.check == "trace")


@pytest.mark.parametrize(("share", "code"), [(1, "ok"), (0.5, "found-elsewhere"), (0, "absent")])
def test_one_line_of_the_spec_says_what_a_source_is_worth(share: float, code: str) -> None:
    finding = trace(PRINTS, sources={"printed": share})
    assert (finding.code, finding.share) == (f"iterates.{code}", share)


def test_a_name_of_the_contract_is_worth_all_whatever_the_sources() -> None:
    sources = dict.fromkeys(("variable", "called", "gradient_calls", "printed", "figure"), 0)
    assert trace(RIGHT, sources=sources).share == 1
    assert trace(RIGHT.replace("trace", "mine"), sources=sources).code == "iterates.absent"


def test_what_is_printed_beside_another_run_is_told_and_the_same_run_is_not() -> None:
    told = {remark.code: remark.parameters for remark in trace(SEQUENTIAL, PRINTS).remarks}
    # y at t = 1 is the first that a sequential update changes: −0.52 for −0.5.
    assert told["sources-disagree"] == {"where": "printed", "cell": "2", "t": 1}
    assert "sources-disagree" not in {remark.code for remark in trace(RIGHT, PRINTS).remarks}


def test_a_function_is_called_again_only_where_the_name_holds_nothing() -> None:
    function = "def run(x=1.0, y=-1.0, eta=0.1, n=6):\n    rows = [(x, y)]\n    for _ in range(n):\n        x, y = x - eta*(x - y), y - eta*(4*y - x)\n        rows.append((x, y))\n    return rows\n"
    finding = trace(function)
    assert finding.source is not None
    assert (finding.share, finding.source.where, finding.source.name) == (1, "called", "run")
    counted = "calls = 0\n" + function.replace("rows = [", "global calls\n    calls += 1\n    rows = [")
    executor = PlainExecutor()
    grade(assignment(), submission(RIGHT, counted), executor)
    assert executor.namespace["calls"] == 0


GRADIENT = "def grad(x, y):\n    return x - y, 4 * y - x\n"
PARTIALS = "def dx(x, y):\n    return x - y\ndef dy(x, y):\n    return 4 * y - x\n"
LOOP = "for t in range(6):\n    gx, gy = grad(x, y)\n    x = x - eta * gx\n    y = y - eta * gy\n"
#: Cells that keep nothing of their run, each with the code and the share of what their loop does, by hand.
LOOPS = {
    "all in one cell": ([GRADIENT + "x, y, eta = 1, -1, 0.1\n" + LOOP], "ok", 1),
    "begun in another cell, its names used again after it": (
        [GRADIENT, "x, y = 1, -1\neta = 0.1", LOOP, "x, y, eta = 7, 7, 7"], "ok", 1,
    ),
    "an array changed in place, until it has gone far enough": (
        ["import numpy as np\ndef grad(p):\n    return np.array([p[0] - p[1], 4 * p[1] - p[0]])\np = np.array([1.0, -1.0])\nt = 0",
         "while t < 6 and np.linalg.norm(grad(p)) > 0:\n    p -= 0.1 * grad(p)\n    t += 1"], "ok", 1,
    ),
    "broken off before its seventh step, in a function's name of its own": (
        [GRADIENT + "x, y, eta, t = 1, -1, 0.1, 0\nwhile True:\n    gx, gy = grad(x, y)\n    if t == 6:\n        break\n    x, y, t = x - eta*gx, y - eta*gy, t + 1"], "ok", 1,
    ),
    "under a condition, a component at a time": (
        [GRADIENT + "if True:\n    x, y = 1, -1\n    for t in range(6):\n        x, y = x - 0.1 * grad(x, y)[0], y - 0.1 * grad(x, y)[1]"], "ok", 1,
    ),
    "a component at a time, the second at the new x": (
        [GRADIENT + "x, y = 1, -1\nfor t in range(6):\n    x = x - 0.1 * grad(x, y)[0]\n    y = y - 0.1 * grad(x, y)[1]"], "sequential-update", 0.5,
    ),
    "partial derivatives, at once": (
        [PARTIALS + "x, y = 1, -1\nfor t in range(6):\n    x, y = x - 0.1 * dx(x, y), y - 0.1 * dy(x, y)"], "ok", 1,
    ),
    "partial derivatives, one after the other": (
        [PARTIALS + "x, y = 1, -1\nfor t in range(6):\n    x = x - 0.1 * dx(x, y)\n    y = y - 0.1 * dy(x, y)"], "sequential-update", 0.5,
    ),
    "three steps of six": ([GRADIENT + "x, y, eta = 1, -1, 0.1\n" + LOOP.replace("6", "3")], "short", 0.5),
    "another rate": ([GRADIENT + "x, y, eta = 1, -1, 0.2\n" + LOOP], "wrong-step-size", 0.5),
    "a gradient written anew, after the run": (
        [GRADIENT + "x, y, eta = 1, -1, 0.1\n" + LOOP, "def grad(x, y):\n    return 2 * x, 2 * y"], "ok", 1,
    ),
    "within a function that takes nothing and gives nothing back": (
        [GRADIENT + "def main():\n    x, y, eta = 1, -1, 0.1\n    " + LOOP.replace("\n", "\n    ") + "print(x)\nmain()"], "ok", 1,
    ),
    "within a function of words that say nothing, its rate changed after the run": (
        [GRADIENT + "r = 0.1\ndef f1(q, u, v):\n    for t in range(q):\n        u = u - r * grad(u, v)[0]\n        v = v - r * grad(u, v)[1]\n    return u",
         "f1(6, 1, -1)\nr = 3"], "sequential-update", 0.5,
    ),
    "a step at a time, within functions that call each other": (
        [GRADIENT + "def ahead(p):\n    gx, gy = grad(*p)\n    return p[0] - 0.1 * gx, p[1] - 0.1 * gy\ndef all_of_it(n):\n    p = 1, -1\n    for t in range(n):\n        p = ahead(p)\ndef main():\n    all_of_it(6)\nmain()"], "ok", 1,
    ),
    "an error in the last line of the loop's cell": ([GRADIENT + "x, y, eta = 1, -1, 0.1\n" + LOOP + "1/0"], "ok", 1),
}  # fmt: skip


@pytest.mark.parametrize("case", LOOPS)
def test_what_a_loop_keeps_nothing_of_is_found_where_it_asks_for_the_gradient(case: str) -> None:
    cells, code, share = LOOPS[case]
    finding = trace(*cells)
    assert (finding.code, finding.share) == (f"iterates.{code}", share)
    assert finding.source is not None
    assert finding.source.where == "gradient-calls"
    assert trace(*cells, sources={"gradient_calls": 0}).code == "iterates.absent"


#: What asks a gradient in a loop and is no run of the exercise, or cannot be run again as it was.
NO_RUNS = {
    "a grid to draw arrows on": GRADIENT + "for x in (-1, 0, 1):\n    for y in (-1, 0, 1):\n        grad(x, y)",
    "a gradient that is checked by differences": GRADIENT + "for h in (0.1, 0.01, 0.001, 1e-4):\n    gx, gy = grad(1 + h, -1)",
    "points drawn at random": "import random\n" + GRADIENT + "x, y = 1, -1\nfor t in range(6):\n    gx, gy = grad(x, y)\n    x, y = random.random(), -random.random()",
    "a loop that asks nothing": GRADIENT + "x, y = 1, -1\nfor t in range(6):\n    x, y = x - 0.1 * (x - y), y - 0.1 * (4 * y - x)",
}  # fmt: skip


@pytest.mark.parametrize("case", NO_RUNS)
def test_other_calls_of_a_gradient_are_no_iterates(case: str) -> None:
    assert trace(NO_RUNS[case]).code == "iterates.absent"


def test_a_loop_runs_again_only_where_the_name_holds_nothing_and_leaves_all_as_it_was() -> None:
    counting = "calls = 0\n" + GRADIENT.replace("return", "global calls\n    calls += 1\n    return")
    executor = PlainExecutor()
    loop = counting + "x, y, eta = 1, -1, 0.1\nlog = []\n" + LOOP + "    log += [t]\n"
    grade(assignment(), submission(RIGHT, loop), executor)
    assert (executor.namespace["calls"], executor.namespace["log"]) == (6, list(range(6)))
    found = grade(assignment(), submission(loop), executor).findings[0]
    assert (found.share, executor.namespace["x"]) == (1, pytest.approx(0.426313))
    assert executor.namespace["grad"].__name__ == "grad"
    assert not hasattr(executor.namespace["grad"], "__wrapped__")
    assert not [name for name in executor.namespace if name.startswith(".")]


def test_a_cell_too_deep_to_look_at_takes_nothing_from_what_functions_do() -> None:
    function = "def run(p, eta=0.1, n=6):\n    for _ in range(n):\n        p = [p[0] - eta*grad(*p)[0], p[1] - eta*grad(*p)[1]]\n    return p\n"
    finding = trace(GRADIENT + function, "deep = " + "+".join(["0"] * 2000))
    assert (finding.code, finding.source and finding.source.name) == ("iterates.ok", "grad, run")


ARGUMENTS = """
def gradient(x, y):
    return x - y, 4*y - x
def rows(x, y, eta, n):
    found = [(x, y)]
    for _ in range(n):
        gx, gy = gradient(x, y)
        x, y = x - eta*gx, y - eta*gy
        found.append((x, y))
    return found
def show(x, y, eta, n):
    for t, p in enumerate(rows(x, y, eta, n)):
        print(t, "%.4f %.4f" % p)
def draw(x, y, eta, n):
    import matplotlib.pyplot as plt
    plt.plot(*zip(*rows(x, y, eta, n)))
"""


@pytest.mark.parametrize(
    "shown", ["mine = rows({})", "show({})", "draw({})", "print(rows({}))", "print('mine:', rows({}))"]
)
@pytest.mark.parametrize(
    ("arguments", "code", "share"),
    [("1, -1, 0.1, 6", "ok", 1), ("1, 1, 0.1, 6", "wrong-start", 0.5), ("1, -1, 0.05, 6", "wrong-step-size", 0.5)],
)
def test_what_a_student_ran_counts_and_not_what_their_function_would_give(
    shown: str, arguments: str, code: str, share: float
) -> None:
    finding = trace(ARGUMENTS + shown.format(arguments))
    assert (finding.code, finding.share) == (f"iterates.{code}", share)


def test_a_function_is_still_called_where_only_a_part_of_its_run_is_shown() -> None:
    for shown in (
        "show(1, -1, 0.1, 3)",
        "print(rows(1, -1, 0.1, 6)[-1])",
        "print([(round(x), round(y)) for x, y in rows(1, -1, 0.1, 6)])",
    ):
        assert trace(ARGUMENTS + shown).share == 1, shown


def test_decimal_commas_after_names_are_not_two_numbers() -> None:
    # x = 0,80 is not x = 0 and then 80, whatever the row is wrong about.
    commas = (
        SEQUENTIAL
        + "\nfor t, p in enumerate(trace):\n    print(('Paso %d: x = %.2f; y = %.2f' % (t, *p)).replace('.', ','))\ndel trace"
    )
    assert trace(commas).code == "iterates.sequential-update"


@pytest.mark.parametrize(
    "form",
    [
        "print('trace =', trace)",
        "print([list(p) for p in trace])",
        "print({'rows': trace, 'n': 6})",
        "import pprint; pprint.pprint({'rows': trace, 'n': 6}, width=30)",
    ],
)
def test_rows_printed_as_python_writes_them_are_the_rows(form: str) -> None:
    inside = "def run():\n    " + SEQUENTIAL.strip().replace("\n", "\n    ") + "\n    return trace\n"
    finding = trace(inside + "trace = run()\n" + form.replace("trace", "run()") + "\ndel trace")
    assert (finding.code, finding.share) == ("iterates.sequential-update", 0.5)
    assert finding.source is not None and finding.source.where == "printed"


@pytest.mark.parametrize(
    "line",
    ["x({t}) = {x:.2f}, y({t}) = {y:.2f}", "x[{t}] = {x:.4f}; y[{t}] = {y:.4f}", "{t}: x{t} = {x:.3f}, y{t} = {y:.3f}"],
)
def test_a_count_that_each_component_repeats_is_no_component(line: str) -> None:
    shown = SEQUENTIAL + f"for t, (x, y) in enumerate(trace):\n    print(f'{line}')\ndel trace"
    assert trace(shown).code == "iterates.sequential-update"


RUNS = {
    "answers": [{"name": "runs"}],
    "checks": [
        {"id": "trace", "kind": "runs", "answer": "runs", "objective": "g", "starts": [[1, -1], [0, 1]], "step_size": "0.1", "iterations": 6, "points": 3}
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "mine = all_of()",
        "for s, run in all_of().items():\n    print('desde', s)\n    print('t x y')\n    for t, (x, y) in enumerate(run):\n        print(t, x, y)\n    print()",
        "print(all_of())",
        "for s, run in all_of().items():\n    print(s, ':', run)",
        "import numpy as np\nfor s, run in all_of().items():\n    print('desde', s)\n    print(np.array(run))",
        "for s, run in all_of().items():\n    for t, (x, y) in enumerate(run):\n        print(s, f't = {t}: {x:.4f} {y:.4f}')",
    ],
)
def test_a_run_is_that_of_the_start_it_is_told_for_wherever_it_begins(form: str) -> None:
    finding = trace(
        ARGUMENTS + "def all_of():\n    return {s: rows(s[0], -1.0, 0.1, 6) for s in ((1, -1), (0, 1))}\n" + form,
        **RUNS,
    )
    # The first run is right; the second begins at (0, −1) and is right from there: half of its half.
    assert (finding.code, finding.share) == ("runs.wrong-start", 0.75)


def test_what_is_kept_is_the_answer_and_not_what_the_loop_did_before_it_was_lost() -> None:
    vector = "import numpy as np\ndef grad(p):\n    return np.array([p[0] - p[1], 4 * p[1] - p[0]])\n"
    loop = "p = np.array([1.0, -1.0])\nrows = [p]\nfor _ in range(6):\n    p -= 0.1 * grad(p)\n    rows.append(p)\n"
    assert trace(vector + loop).code == "iterates.aliasing"
    function = "def run(n=6, eta=0.1):\n    " + loop.replace("\n", "\n    ") + "return rows"
    assert trace(vector + function).code == "iterates.aliasing"


def test_runs_in_columns_beside_each_other_are_told_by_where_they_begin() -> None:
    side = "for t, (p, q) in enumerate(zip(rows(1, -1, 0.1, 6), rows(0, 1, 0.1, 6))):\n    print(t, '%.4f %.4f' % p, '%.4f %.4f' % q, sep=' | ')"
    assert (trace(ARGUMENTS + side, **RUNS).code, trace(ARGUMENTS + side, **RUNS).share) == ("runs.ok", 1)


@pytest.mark.parametrize("line", ["%.4e %.4e", "%.5g %.5g", "%.3E, %.3E"])
@pytest.mark.parametrize(
    ("gradient", "eta", "code"),
    [
        ("(x - y, 4*y - x)", "4.7", "ok"),
        ("(x - y, 2*y - x)", "4.7", "wrong-gradient"),
        ("(-(x - y), -(4*y - x))", "4.7", "ascent"),
        ("(x, 4*y)", "0.24", "wrong-gradient"),
    ],
)
def test_as_many_digits_count_as_are_shown_however_large_or_small_the_number(
    line: str, gradient: str, eta: str, code: str
) -> None:
    # η = 4.7 grows by about twenty a step; of x − ηx, y − 4ηy with η = 0.24, 4·10⁻⁹ of y are left after six.
    run = f"def f():\n    x, y = 1.0, -1.0\n    for t in range(7):\n        print('{line}' % (x, y))\n        gx, gy = {gradient}\n        x, y = x - {eta}*gx, y - {eta}*gy\nf()"
    checks = [{**spec()["checks"][0], "step_size": eta}]
    assert trace(run, checks=checks, answers=[{"name": "trace"}]).code == f"iterates.{code}"


@pytest.mark.parametrize(
    "form",
    [
        "print('x =', [p[0] for p in trace]); print('y =', [p[1] for p in trace])",
        "print('x:', *[p[0] for p in trace]); print('y:', *[p[1] for p in trace])",
        "for k in (0, 1): print('xy'[k], ', '.join(f'{p[k]:.4f}' for p in trace))",
        "for k in (0, 1): print('xy'[k] + ': ' + '; '.join(f'{p[k]:.4f}'.replace('.', ',') for p in trace))",
        "import numpy as np; print('xs:', np.array(trace)[:, 0]); print('ys:', np.array(trace)[:, 1])",
        "import matplotlib.pyplot as plt; plt.plot([p[0] for p in trace]); plt.plot([p[1] for p in trace])",
        "import matplotlib.pyplot as plt; f, (a, b) = plt.subplots(2); a.plot([p[0] for p in trace]); b.plot(range(13), [p[1] for p in trace])",
    ],
)
def test_coordinates_that_are_shown_apart_are_the_points(form: str) -> None:
    inside = (
        "def run():\n    "
        + SEQUENTIAL.strip().replace("\n", "\n    ").replace("range(6)", "range(12)")
        + "\n    return trace\n"
    )
    checks = [{**spec()["checks"][0], "iterations": 12}]
    finding = trace(inside + form.replace("trace", "run()"), checks=checks, answers=[{"name": "trace"}])
    assert (finding.code, finding.share) == ("iterates.sequential-update", 0.5)


def test_coordinates_under_each_others_names_are_not_the_points() -> None:
    checks = [{**spec()["checks"][0], "iterations": 12}]
    run = RIGHT.replace("range(6)", "range(12)")
    shares = []
    for x, y in ((0, 1), (1, 0)):
        shown = f"print('x =', [p[{x}] for p in trace]); print('y =', [p[{y}] for p in trace])\ndel trace"
        shares.append(trace(run + shown, checks=checks, answers=[{"name": "trace"}]).share)
    assert shares == [1, Fraction(1, 2)]


@pytest.mark.parametrize(
    "form",
    [
        "for s, run in mine.items():\n    print('desde', s)\n    for t, (x, y) in enumerate(run):\n        print(t, x, y)",
        "class Run:\n    def __init__(self, start):\n        self.start, self.rows = start, mine[start]\nall_of = [Run(s) for s in mine]\ndel mine",
    ],
)
def test_runs_that_stopped_early_are_short_and_not_one_run_that_jumps(form: str) -> None:
    runs = {**RUNS, "checks": [{**RUNS["checks"][0], "iterations": 40}]}
    both = "mine = {(1, -1): rows(1.0, -1.0, 0.1, 7), (0, 1): rows(0.0, 1.0, 0.1, 30)}\n"
    if form.startswith("for"):
        form = "def show(mine):\n    " + form.replace("\n", "\n    ") + "\nshow(mine)\ndel mine"
    finding = trace(ARGUMENTS + both + form + "\ndel rows", **runs)
    # 7 steps of 40, and 30 of 40: half of each.
    assert (finding.code, finding.share) == ("runs.short", Fraction(37, 80))


@pytest.mark.parametrize(
    "form",
    [
        "class Run:\n    eta = 0.1\n    camino = rows(1.0, -1.0, 0.1, 6)",
        "class Run:\n    camino = []\n    def go(self):\n        self.camino.extend(rows(1.0, -1.0, 0.1, 6))\nrun = Run()\nrun.go()\ndel Run",
    ],
)
def test_what_a_class_holds_is_kept_as_what_an_object_holds(form: str) -> None:
    finding = trace(ARGUMENTS + form + "\ndel rows")
    assert (finding.code, finding.source.where if finding.source else "") == ("iterates.ok", "variable")

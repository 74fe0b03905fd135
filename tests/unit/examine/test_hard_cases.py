"""Answers that an independent reader of the contract wrote to break the promise, each with what it must earn.

Every expectation is the contract's (2-assignments), not our output: a right answer earns all, the same error the same.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from grader.model import Verdict
from grader.pipeline import grade
from grader.spec import find_assignment, parse_assignment
from tests.support import small_class
from tests.support.plain import PlainExecutor, submission

LIMITS = "{(0,1): (%s), (-1,1): (%s), (-1,-1): (%s), (0,-1): (%s)}"
DESCENT = """
def gradient_descent(grad, start, step_size, iterations):
    p = [float(c) for c in start]
    rows = [tuple(p)]
    for t in range({count}):
        g = grad(*p)
        {stop}
        p = [{update} for a, b in zip(p, g)]
        rows.append(tuple(p))
    return rows
"""
TRACE = """
p = (1.0, -1.0)
trace = [p]
for t in range(48):
    x, y = p
    p = {step}
    trace.append(p)
"""
RUNS = """
import numpy as np
eta = {eta}
def run(start):
    p, rows = np.array(start, float), [np.array(start, float)]
    for _ in range(100):
        x, y = p
        p = p - {rate} * np.array([4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)])
        rows.append(p)
    return np.array(rows)
runs = {{start: np.round(run(start), {digits}) for start in [(0, 1), (-1, 1), (-1, -1), (0, -1)]}}
"""


def found(assignment: str, check: str, *cells: str) -> tuple[str, float]:
    report = grade(find_assignment(assignment), submission(*cells), PlainExecutor())
    (finding,) = (f for f in report.findings if f.check == check)
    return finding.code.split(".", 1)[1], float(finding.share)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("{(0, 1): 0.08}", 0.25),  # one entry is one start, not one number for all
        ('{"(0, 1)": 0.08, "0,-1": 0.08}', 0.5),
        ("0.08", 1.0),
        ("float('inf')", 0.0),
    ],
)
def test_a_step_size_under_one_start_speaks_of_that_start(value: str, share: float) -> None:
    assert found("divergent-eta", "diverges-f", f"eta_f = {value}")[1] == share


def test_what_was_not_asked_does_not_make_a_claim_undecided() -> None:
    # From (0, 1) η = 0.0205 converges; only from (−1, −1), which is not named, is it chaotic.
    assert found("divergent-eta", "diverges-f", "eta_f = {(0, 1): 0.0205}") == ("wrong-class", 0.0)


@pytest.mark.parametrize(
    ("count", "stop"),
    [
        ("min(iterations, 10)", "pass"),
        ("iterations", "if max(map(abs, g)) < 0.1: break"),
        ("iterations", "if max(map(abs, g)) < 0.01: break"),
    ],
)
def test_a_descent_that_stops_of_its_own_accord_is_short(count: str, stop: str) -> None:
    code, share = found("worked-example", "descent", DESCENT.format(count=count, stop=stop, update="a - step_size*b"))
    assert code in ("short", "last-missing") and 0.5 < share < 1


@pytest.mark.parametrize("digits", [2, 3, 4, 6, 8, 10])
def test_a_rounding_in_the_update_earns_half_however_fine(digits: int) -> None:
    descent = DESCENT.format(count="iterations", stop="pass", update=f"round(a - step_size*b, {digits})")
    assert found("worked-example", "descent", descent) == ("rounding-in-update", 0.5)
    step = f"(round(x - 0.1*(x - y), {digits}), round(y - 0.1*(4*y - x), {digits}))"
    assert found("worked-example", "trace", TRACE.format(step=step)) == ("rounding-in-update", 0.5)


@pytest.mark.parametrize(
    "gradient", ["(x - y, 3.999*y - x)", "(1.0001*x - y, 4*y - x)", "(x - y + 1e-4*x**2, 4*y - x)"]
)
def test_a_coefficient_that_is_nearly_right_is_no_difference_quotient(gradient: str) -> None:
    assert found("worked-example", "gradient", f"def grad_g(x, y): return {gradient}") == ("wrong-gradient", 0.0)


@pytest.mark.parametrize("h", ["1e-9", "1e-6", "1e-4"])
def test_a_difference_quotient_is_a_gradient(h: str) -> None:
    source = f"""
g = lambda x, y: x**2/2 + 2*y**2 - x*y
def grad_g(x, y): return (g(x + {h}, y) - g(x, y)) / {h}, (g(x, y + {h}) - g(x, y)) / {h}
"""
    assert found("worked-example", "gradient", source) == ("ok", 1.0)


def test_a_rate_in_single_precision_is_right_and_one_a_ten_thousandth_off_is_not() -> None:
    right = RUNS.format(eta="np.float32(0.01)", rate="np.float32(0.01)", digits=16)
    assert found("himmelblau", "runs", right) == ("ok", 1.0)
    assert found("himmelblau", "runs", RUNS.format(eta="0.01", rate="0.010001", digits=16)) == ("wrong-step-size", 0.5)


@pytest.mark.parametrize(
    "points",
    [
        ('"3,00", "2,00"', '"-2,81", "3,13"', '"-3,78", "-3,28"', '"3,58", "-1,85"'),
        ('"3.00", "2.00"', '"-2.81", "3.13"', '"-3.78", "-3.28"', '"3.58", "-1.85"'),
    ],
)
def test_points_of_texts_are_points(points: tuple[str, ...]) -> None:
    eta = "eta = 0.01"
    assert found("himmelblau", "limits", eta, "limits = " + LIMITS % points) == ("ok", 1.0)
    named = ", ".join(f'"m{i}": ({p})' for i, p in enumerate(points))
    assert found("himmelblau", "minima", f"minima = {{{named}}}") == ("ok", 1.0)


@pytest.mark.parametrize("digits", [2, 3, 4])
@pytest.mark.parametrize("form", ['{"x": xs, "y": ys}', "(xs, ys)", "list(zip(xs, ys))"])
def test_decimal_commas_in_columns_are_numbers(form: str, digits: int) -> None:
    source = TRACE.format(step="(x - 0.1*(x - y), y - 0.1*(4*y - x))")
    columns = f"xs, ys = ([f'{{v:.{digits}f}}'.replace('.', ',') for v in c] for c in zip(*trace))"
    assert found("worked-example", "trace", source, columns, f"trace = {form}") == ("ok", 1.0)


@pytest.mark.parametrize("digits", [2, 4])
@pytest.mark.parametrize("mode", ["round(v, {d})", "math.trunc(v*10**{d})/10**{d}", "math.floor(v*10**{d})/10**{d}"])
def test_a_slip_costs_one_step_however_its_digits_are_cut(mode: str, digits: int) -> None:
    step = "(x - 0.1*(x - y) + (0.2 if t == 4 else 0), y - 0.1*(4*y - x))"
    shown = f"import math\ntrace = [tuple({mode.format(d=digits)} for v in row) for row in trace]"
    assert found("worked-example", "trace", TRACE.format(step=step), shown) == ("slip", pytest.approx(47 / 48))


@pytest.mark.parametrize("digits", [2, 4, 16])
@pytest.mark.parametrize(
    "step",
    [
        "(x - 0.1245*(x - y), y - 0.1245*(4*y - x))",
        "(x - 0.1*0.935**t*(x - y), y - 0.1*0.935**t*(4*y - x))",
        "(x - 0.1*(x - y), y - 0.1*(4*y**3 - x))",  # 4y³ for 4y
        "(x - 0.1*(x**2/2 - y), y - 0.1*(4*y - x))",  # x²/2 for x: the term was not derived
    ],
)
def test_a_cause_with_a_parameter_earns_half_at_every_display(step: str, digits: int) -> None:
    shown = f"trace = [(round(x, {digits}), round(y, {digits})) for x, y in trace]"
    assert found("worked-example", "trace", TRACE.format(step=step), shown)[1] == 0.5


@pytest.mark.parametrize("value", ["0.232", "0.23", "0.2324081207560018"])
def test_one_over_the_largest_eigenvalue_earns_a_quarter_whatever_its_digits(value: str) -> None:
    assert found("divergent-eta", "threshold", f"eta_max_g = {value}")[1] == 0.25


def test_a_fraction_shows_the_digits_of_its_decimals() -> None:
    source = "from fractions import Fraction\neta_max_g = Fraction(46, 100)"
    assert found("divergent-eta", "threshold", source) == found("divergent-eta", "threshold", "eta_max_g = 0.46")


@pytest.mark.parametrize("digits", [2, 4])
def test_a_stale_column_costs_the_same_at_every_display(digits: int) -> None:
    source = (
        TRACE.format(step="(x - 0.1*(x - y), y - 0.1*(4*y - x))")
        + f"""
g = lambda x, y: x**2/2 + 2*y**2 - x*y
n = lambda x, y: ((x - y)**2 + (4*y - x)**2)**0.5
table = [(t, *(round(v, {digits}) for v in (*trace[t], g(*trace[t]), n(*trace[t - 1])))) for t in (1, 2, 8, 18, 38, 48)]
"""
    )
    assert found("worked-example", "table", source) == ("stale-column", 0.75)


def test_a_path_left_unfinished_carries_no_error_forward() -> None:
    source = (
        TRACE.format(step="(x - 0.1*(x - y), y - 0.1*(4*y - x))")
        + """
import matplotlib.pyplot as plt, numpy as np
X, Y = np.meshgrid(np.linspace(-1, 1, 30), np.linspace(-1, 1, 30))
plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y)
plt.plot([p[0] for p in trace[:20]], [p[1] for p in trace[:20]], "o-")
"""
    )
    assert found("worked-example", "figure", source) == ("short", 0.0)


@pytest.mark.parametrize("mode", ["ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_HALF_DOWN"])
def test_a_rounding_in_each_step_is_known_whichever_way_its_ties_fall(mode: str) -> None:
    # Two decimals and η = 0.1: a step of three decimals ends in exactly half a unit now and then.
    cell = f"""
from decimal import Decimal, {mode}
x, y = Decimal(1), Decimal(-1)
trace = [(float(x), float(y))]
for t in range(48):
    gx, gy = x - y, 4*y - x
    step = Decimal("0.1")
    x, y = ((a - step*b).quantize(Decimal("0.01"), {mode}) for a, b in ((x, gx), (y, gy)))
    trace.append((float(x), float(y)))
"""
    assert found("worked-example", "trace", cell) == ("rounding-in-update", 0.5)


def test_level_curves_on_each_of_four_axes_are_all_seen() -> None:
    cell = """
import numpy as np, matplotlib.pyplot as plt
u = np.linspace(-5, 5, 100)
U, V = np.meshgrid(u, u)
fig, axs = plt.subplots(2, 2)
for ax, rows in zip(axs.ravel(), runs.values()):
    ax.contourf(U, V, (U*U + V - 11)**2 + (U + V*V - 7)**2, 30)
    ax.plot(rows[:, 0], rows[:, 1], "r-o")
plt.show()
"""
    right = RUNS.format(eta="0.01", rate="eta", digits=12)
    assert found("himmelblau", "figure", right, cell) == ("ok", 1)


def test_an_eta_that_is_nowhere_declared_is_fitted_also_from_finite_differences() -> None:
    cell = """
import numpy as np
def f(p):
    return (p[0]**2 + p[1] - 11)**2 + (p[0] + p[1]**2 - 7)**2
def quotient(p, h=1e-6):
    return np.array([(f(p + d) - f(p - d)) / (2*h) for d in np.eye(2)*h])
runs = {}
for start in [(0, 1), (-1, 1), (-1, -1), (0, -1)]:
    p = np.array(start, float)
    rows = [p]
    for _ in range(100):
        p = p - 0.008*quotient(p)
        rows.append(p)
    runs[start] = np.array(rows)
"""
    assert found("himmelblau", "runs", cell) == ("ok", 1)


def test_a_table_indexed_one_row_late_by_an_own_late_trace_follows_from_it() -> None:
    trace = """
x, y = 1.0, -1.0
trace = []
for t in range(48):
    x, y = x - 0.1*(x - y), y - 0.1*(4*y - x)
    trace.append((x, y))
"""
    table = """
table = []
for t in (1, 2, 8, 18, 38, 48):
    x, y = trace[min(t, 47)]
    table.append((t, x, y, x*x/2 + 2*y*y - x*y, ((x - y)**2 + (4*y - x)**2)**0.5))
"""
    # Five rows of six follow from the late trace (a half each), the last is θ_48 by right: (5 × ½ + 1)/6 of the points.
    assert found("worked-example", "table", trace, table) == ("carried-forward", pytest.approx(7 / 12))


def test_a_cause_of_two_coordinates_is_never_tried_on_a_function_of_one() -> None:
    """The trace steps in turn; the function, of one variable, adds the gradient: each is told by what it does itself."""
    data = small_class.spec(
        objectives={
            "g": {"variables": ["x", "y"], "expression": "x**2/2 + 2*y**2 - x*y"},
            "h": {"variables": ["u"], "expression": "u**2"},
        },
        answers=[{"name": "trace"}, {"name": "descend"}],
        checks=[
            {**small_class.SPEC["checks"][0], "objective": "g"},
            {"id": "descent", "kind": "descent", "answer": "descend", "objective": "h", "start": [1], "step_size": "0.1", "iterations": 8, "points": 2},
        ],
    )  # fmt: skip
    ascent = DESCENT.format(count="iterations", stop="g = [g] if isinstance(g, float) else g", update="a + step_size*b")
    cells = (small_class.SEQUENTIAL, ascent.replace("gradient_descent", "descend"))
    report = grade(parse_assignment(data, Path()), submission(*cells), PlainExecutor())
    assert [one.code for one in report.findings] == ["iterates.sequential-update", "descent.ascent"]


IGNORES_ITS_GRADIENT = """
def gradient_descent(grad, start, step_size, iterations):
    x, y = start
    rows = [(x, y)]
    for _ in range(iterations):
        x, y = x - step_size*(x - y), y - step_size*(4*y - x)
        rows.append((x, y))
    return rows
"""


@pytest.mark.parametrize("draw", [0, 13, 15])
def test_a_gradient_that_is_not_used_earns_the_same_whatever_is_drawn(draw: int) -> None:
    """Of the inputs drawn for 13 and 15 one is a term away from g: its rows look like g's gradient with a term left out."""
    report = grade(find_assignment("worked-example"), submission(IGNORES_ITS_GRADIENT, f"# {draw}"), PlainExecutor())
    (found,) = [one for one in report.findings if one.check == "descent"]
    assert (found.code, found.share) == ("descent.hard-coded", Fraction(1, 4))


@pytest.mark.parametrize(
    "huge", ["10**400", "-(10**400)", "'9' * 3000", "'1e999'", "Decimal('1e999')", "Fraction(10**400, 3)"]
)
@pytest.mark.parametrize(
    ("name", "check", "answer"),
    [
        ("worked-example", "stopping", "t_stop = {0}"),
        ("worked-example", "trace", "trace = [({0}, -1)] * 49"),
        ("worked-example", "table", "table = [(t, {0}, {0}, {0}, {0}) for t in (1, 2, 8, 18, 38, 48)]"),
        ("divergent-eta", "threshold", "eta_max_g = {0}"),
        ("himmelblau", "minima", "minima = [({0}, 0), (3, 2)]"),
    ],
)  # fmt: skip
def test_a_number_that_no_double_holds_is_wrong_and_no_riddle(name: str, check: str, answer: str, huge: str) -> None:
    cell = "from decimal import Decimal\nfrom fractions import Fraction\n" + answer.format(huge)
    report = grade(find_assignment(name), submission(cell), PlainExecutor())
    (found,) = [one for one in report.findings if one.check == check]
    assert found.verdict is Verdict.FAILED
    assert not found.code.endswith(".absent")


def test_what_goes_wrong_in_the_grader_is_printed_nowhere() -> None:
    """A traceback is for who configures logging."""
    told = (
        "import grader.examine as examine, grader.gradebook as gradebook\n"
        "for log in (examine._log, gradebook._log):\n"
        "    try: 1 / 0\n"
        "    except ZeroDivisionError: log.exception('examining')\n"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")

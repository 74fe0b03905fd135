"""The same answer in the forms students write it: the form never decides the marks.

Expected values are the slides' formulas coded plainly in the notebooks themselves.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from grader.document import describe
from grader.model import Finding, Submission, Verdict
from grader.pipeline import grade
from grader.reports.words import short
from grader.score import points
from grader.spec import find_assignment
from tests.support.plain import PlainExecutor, notebook, submission

RUN = """
import numpy as np
def grad(x, y):
    return np.array([x - y, 4*y - x])
rows = [np.array([1.0, -1.0])]
for t in range(48):
    rows.append(rows[-1] - 0.1*grad(*rows[-1]))
"""

TRACES = {
    "array": "trace = np.array(rows)",
    "transposed": "trace = np.array(rows).T",
    "list of tuples": "trace = [tuple(r) for r in rows]",
    "list of lists": "trace = [list(map(float, r)) for r in rows]",
    "list of arrays": "trace = rows",
    "list of columns": "trace = [r.reshape(2, 1) for r in rows]",
    "data frame": "import pandas as pd\ntrace = pd.DataFrame(rows, columns=['x', 'y'])",
    "data frame with more": "import pandas as pd\ntrace = pd.DataFrame([(t, *r, r[0]**2/2 + 2*r[1]**2 - r[0]*r[1]) for t, r in enumerate(rows)], columns=['t', 'x', 'y', 'g'])",
    "dict of two lists": "trace = {'x': [r[0] for r in rows], 'y': [r[1] for r in rows]}",
    "dict by t": "trace = {t: tuple(r) for t, r in enumerate(rows)}",
    "two lists": "trace = ([r[0] for r in rows], [r[1] for r in rows])",
    "another name": "mi_recorrido = np.array(rows)",
    "alias": "trayectoria = rows",
    "text": "trace = '\\n'.join(f'{x:.4f} {y:.4f}' for x, y in rows)",
    "float32": "trace = [np.float32([1, -1])]\nfor t in range(48):\n    x, y = trace[-1]\n    trace.append(trace[-1] - np.float32(0.1)*np.array([x - y, 4*y - x], dtype=np.float32))",
    "fractions": "from fractions import Fraction as F\ntrace = [(F(1), F(-1))]\nfor t in range(48):\n    x, y = trace[-1]\n    trace.append((x - (x - y)/10, y - (4*y - x)/10))",
    "finite differences": "def g(p): return p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]\nh = 1e-5\ntrace = [np.array([1.0, -1.0])]\nfor t in range(48):\n    p = trace[-1]\n    d = np.array([(g(p + h*e) - g(p - h*e))/(2*h) for e in np.eye(2)])\n    trace.append(p - 0.1*d)",
    "forward differences": "def g(p): return p[0]**2/2 + 2*p[1]**2 - p[0]*p[1]\nh = 1e-6\ntrace = [np.array([1.0, -1.0])]\nfor t in range(48):\n    p = trace[-1]\n    d = np.array([(g(p + h*e) - g(p))/h for e in np.eye(2)])\n    trace.append(p - 0.1*d)",
    "matrix form": "A = np.array([[1.0, -1.0], [-1.0, 4.0]])\nM = np.eye(2) - 0.1*A\ntrace = [np.array([1.0, -1.0])]\nfor t in range(48):\n    trace.append(M @ trace[-1])",
    "more room than it needs": "trace = np.full((160, 2), np.nan)\ntrace[:49] = rows",
    "generator": "trace = (r for r in rows)",
    "object": "class GD:\n    def __init__(self, xs): self.trace = xs\ntrace = GD(rows)",
}

GRADIENTS = {
    "two numbers": "def grad_g(x, y):\n    return x - y, 4*y - x",
    "lambda": "grad_g = lambda x, y: [x - y, 4*y - x]",
    "one vector": "def grad_g(p):\n    x, y = p\n    return np.array([x - y, 4*y - x])",
    "column vector": "def grad_g(v):\n    x, y = v.ravel()\n    return np.array([[x - y], [4*y - x]])",
    "sympy": "import sympy as sp\nx, y = sp.symbols('x y')\ng = x**2/2 + 2*y**2 - x*y\ngrad_g = [sp.diff(g, x), sp.diff(g, y)]",
    "sympy matrix": "import sympy as sp\nx, y = sp.symbols('x y')\ngrad_g = sp.Matrix([x - y, 4*y - x])",
    "dict": "def grad_g(x, y):\n    return {'x': x - y, 'y': 4*y - x}",
    "differences": "def g(x, y): return x**2/2 + 2*y**2 - x*y\ndef grad_g(x, y, h=1e-6):\n    return (g(x+h, y)-g(x-h, y))/(2*h), (g(x, y+h)-g(x, y-h))/(2*h)",
    "gradiente": "def gradiente(x, y):\n    return x - y, 4*y - x",
}

DESCENTS = {
    "plain": "def gradient_descent(grad, start, step_size, iterations):\n    xs = [np.array(start, float)]\n    for _ in range(iterations):\n        xs.append(xs[-1] - step_size*np.array(grad(*xs[-1])))\n    return np.array(xs)",
    "vector": "def gradient_descent(grad, start, eta, n):\n    p = np.array(start, float)\n    out = [p.copy()]\n    for _ in range(n):\n        p = p - eta*grad(p)\n        out.append(p.copy())\n    return out",
    "two lists": "def gradient_descent(grad, start, eta, n):\n    x, y = start\n    xs, ys = [x], [y]\n    for _ in range(n):\n        gx, gy = grad(x, y)\n        x, y = x - eta*gx, y - eta*gy\n        xs.append(x); ys.append(y)\n    return xs, ys",
    "generator": "def gradient_descent(grad, start, eta, n):\n    p = np.array(start, float)\n    yield p\n    for _ in range(n):\n        p = p - eta*grad(*p)\n        yield p",
    "frame": "import pandas as pd\ndef gradient_descent(grad, start, eta, n):\n    rows = [tuple(start)]\n    for _ in range(n):\n        x, y = rows[-1]\n        gx, gy = grad(x, y)\n        rows.append((x - eta*gx, y - eta*gy))\n    return pd.DataFrame(rows, columns=['x', 'y'])",
    "changes the start": "def gradient_descent(grad, start, eta, n):\n    out = [start.copy()]\n    for _ in range(n):\n        start -= eta*grad(*start)\n        out.append(start.copy())\n    return out",
}


def findings(*sources: str, assignment: str = "worked-example") -> dict[str, Finding]:
    report = grade(find_assignment(assignment), Submission("ana", notebook(*sources), "ana.ipynb"), PlainExecutor())
    assert not report.execution.errors, report.execution.errors
    return {f.check: f for f in report.findings}


@pytest.mark.parametrize("form", TRACES)
def test_a_right_trace_in_any_container_earns_all(form: str) -> None:
    finding = findings(RUN, TRACES[form])["trace"]
    assert finding.verdict is Verdict.PASSED, finding


@pytest.mark.parametrize("form", GRADIENTS)
def test_a_right_gradient_in_any_form_earns_all(form: str) -> None:
    finding = findings("import numpy as np", GRADIENTS[form])["gradient"]
    assert finding.verdict is Verdict.PASSED, finding


@pytest.mark.parametrize("form", DESCENTS)
def test_a_right_descent_of_any_signature_earns_all(form: str) -> None:
    finding = findings("import numpy as np", DESCENTS[form])["descent"]
    assert finding.verdict is Verdict.PASSED, finding


def test_functions_that_only_a_dict_holds_are_called() -> None:
    inside = "def main():\n    def grad_g(x, y):\n        return x - y, 4*y - x\n    def gd(grad, start, step_size, iterations):\n        rows = [tuple(start)]\n        for _ in range(iterations):\n            rows.append(tuple(c - step_size*d for c, d in zip(rows[-1], grad(*rows[-1]))))\n        return rows\n    return {'grad_g': grad_g, 'gd': gd}\n"
    found = findings(inside + "answers = main()")
    assert [found[check].code for check in ("gradient", "descent")] == ["gradient.ok", "descent.ok"]
    # Without a name it is in the history of a live kernel, which a plain one does not keep.
    found = findings(inside + "_oh = {1: main()}\nOut = _oh")
    assert [found[check].code for check in ("gradient", "descent")] == ["gradient.ok", "descent.ok"]


def test_names_are_the_students_to_reuse() -> None:
    found = findings(RUN + TRACES["array"], "np = 48\nprint = None\nlen = 3")
    assert found["trace"].verdict is Verdict.PASSED


def test_a_wrong_gradient_names_its_term() -> None:
    finding = findings("def grad_g(x, y):\n    return x - y, 4*y - 2*x")["gradient"]
    assert finding.code == "gradient.wrong-gradient" and finding.verdict is Verdict.FAILED
    assert finding.parameters["component"] == "y"


def test_a_sequential_descent_earns_half_on_hidden_inputs() -> None:
    source = "def gradient_descent(grad, start, eta, n):\n    x, y = start\n    out = [(x, y)]\n    for _ in range(n):\n        x = x - eta*grad(x, y)[0]\n        y = y - eta*grad(x, y)[1]\n        out.append((x, y))\n    return out"
    finding = findings(source)["descent"]
    assert finding.code == "descent.sequential-update" and points(finding) == 1


def test_a_hard_coded_descent_earns_a_quarter() -> None:
    finding = findings(RUN + "def gradient_descent(grad, start, eta, n):\n    return rows")["descent"]
    assert finding.code == "descent.hard-coded" and points(finding) == Decimal("0.50")


def test_the_slides_wrong_rows_earn_nothing_and_are_recognised() -> None:
    table = "table = [(1, 0.8, -0.5, 1.22, 1.9), (8, 0.36, 0.1, 0.2994, 0.0493), (48, 0.04, 0.01, 0.0321, 0.0006)]"
    finding = findings(table)["table"]
    assert finding.code == "table.slide-values" and finding.verdict is Verdict.FAILED
    assert {8, 48} <= set(finding.parameters["copied"])


RIGHT_TABLE = (
    RUN
    + """
def g(x, y): return x**2/2 + 2*y**2 - x*y
table = [(t, *rows[t], g(*rows[t]), np.linalg.norm(grad(*rows[t]))) for t in (1, 2, 8, 18, 38, 48)]
"""
)


@pytest.mark.parametrize(
    "form",
    [
        "",
        "table = [tuple(round(float(c), 4) for c in r) for r in table]",
        "table = [tuple(round(float(c), 2) for c in r) for r in table]",
        "table = np.array(table)",
        "table = {int(r[0]): r[1:] for r in table}",
        "import pandas as pd\ntable = pd.DataFrame(table, columns=['t', 'x', 'y', 'g', 'norm'])",
        "import pandas as pd\ntable = pd.DataFrame(table, columns=['t', 'x', 'y', 'g(x,y)', '||grad||']).set_index('t')",
        "table = '\\n'.join('{:d} | {:.4f} | {:.4f} | {:.4f} | {:.4f}'.format(int(r[0]), *r[1:]).replace('.', ',') for r in table)",
        "table = table[::-1] + [(0, 1, -1, 3.5, 5.385)]",
        "import pandas as pd\nprint(pd.DataFrame(table, columns=['t', 'x', 'y', 'g', 'norma']))\ndel table",
    ],
)
def test_a_right_table_in_any_form_earns_all(form: str) -> None:
    finding = findings(RIGHT_TABLE, form)["table"]
    assert finding.verdict is Verdict.PASSED, finding


def test_a_table_by_a_sequential_trace_is_carried_forward_at_half() -> None:
    source = """
import numpy as np
x, y = 1.0, -1.0
trace = [(x, y)]
for t in range(48):
    x = x - 0.1*(x - y)
    y = y - 0.1*(4*y - x)
    trace.append((x, y))
def g(x, y): return x**2/2 + 2*y**2 - x*y
table = [(t, *trace[t], g(*trace[t]), np.hypot(trace[t][0] - trace[t][1], 4*trace[t][1] - trace[t][0])) for t in (1, 2, 8, 18, 38, 48)]
t_stop = next(t for t in range(49) if np.hypot(trace[t][0] - trace[t][1], 4*trace[t][1] - trace[t][0]) <= 0.02)
"""
    found = findings(source)
    assert found["trace"].code == "iterates.sequential-update"
    assert found["table"].code == "table.carried-forward"
    assert Decimal("1.00") <= points(found["table"]) < 2
    assert found["stopping"].code == "number.carried-forward" and points(found["stopping"]) == Decimal("0.50")


FIGURE = """
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
X, Y = np.meshgrid(np.linspace(-1.5, 1.5, 60), np.linspace(-1.5, 1.5, 60))
{curves}
{path}
plt.show()
plt.close('all')
"""


@pytest.mark.parametrize(
    "curves",
    [
        "plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, levels=20)",
        "plt.contourf(X, Y, X**2/2 + 2*Y**2 - X*Y, 15)",
        "plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, levels=[1.0])",
        "plt.contourf(X[::6, ::6], Y[::6, ::6], (X**2/2 + 2*Y**2 - X*Y)[::6, ::6])",
        "plt.contour(X[::4, ::4], Y[::4, ::4], np.log(1 + X**2/2 + 2*Y**2 - X*Y)[::4, ::4])",
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "plt.plot([r[0] for r in rows], [r[1] for r in rows], 'r.-')",
        "plt.scatter(*np.array(rows).T)",
        "for a, b in zip(rows, rows[1:]): plt.plot([a[0], b[0]], [a[1], b[1]], 'k-')",
    ],
)
def test_level_curves_and_the_trace_however_drawn_earn_all(curves: str, path: str) -> None:
    finding = findings(RUN, FIGURE.format(curves=curves, path=path))["figure"]
    assert finding.verdict is Verdict.PASSED, finding


@pytest.mark.parametrize(
    ("curves", "path", "expected"),
    [
        ("plt.contour(X, Y, X**2/2 + 2*Y**2 + X*Y, levels=20)", "plt.plot(*np.array(rows).T)", Decimal("0.50")),
        ("plt.contourf(X, Y, X**2/2 + 2*Y**2 + X*Y, levels=12)", "plt.plot(*np.array(rows).T)", Decimal("0.50")),
        ("", "plt.plot(*np.array(rows).T)", Decimal("0.50")),
        # Over the indices of the grid, 0 … 59: each piece of a level is short, and the pieces of one level lie far apart.
        ("plt.contour(X**2/2 + 2*Y**2 - X*Y)", "plt.plot(*np.array(rows).T)", Decimal("0.50")),
        ("plt.contourf(X**2/2 + 2*Y**2 - X*Y, 15)", "plt.plot(*np.array(rows).T)", Decimal("0.50")),
        ("plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y)", "", Decimal("0.00")),
        ("plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y)", "plt.plot([1, 0], [-1, 0])", Decimal("0.00")),
    ],
)
def test_a_figure_without_its_curves_or_its_trace_loses(curves: str, path: str, expected: Decimal) -> None:
    finding = findings(RUN, FIGURE.format(curves=curves, path=path))["figure"]
    assert points(finding) == expected, finding


@pytest.mark.parametrize(
    ("stored", "path", "expected"),
    [
        ("rows[:30]", "rows", Decimal("1.00")),
        ("rows[:-1]", "rows", Decimal("1.00")),
        ("rows[:30]", "trace", Decimal("0.50")),
        ("[np.round(r, 2) + 0.02 for r in rows]", "list(trace) + rows", Decimal("0.50")),
    ],
)
def test_a_path_drawn_to_its_end_earns_all_though_a_part_of_it_is_stored(
    stored: str, path: str, expected: Decimal
) -> None:
    curves = "plt.contour(X, Y, X**2/2 + 2*Y**2 - X*Y, levels=20)"
    cell = f"trace = {stored}\n" + FIGURE.format(curves=curves, path=f"plt.plot(*np.array({path}).T)")
    assert points(findings(RUN, cell)["figure"]) == expected


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("t_stop = next((t for t in ()), None)", "t_stop is there, but it has no value (None)."),
        ("t_parada = None", "t_parada is there, but it has no value (None)."),
        ("x = 1", "Nothing called t_stop was found."),
        ("print(t_stop := None)", "t_stop is there, but it has no value (None)."),
    ],
)
def test_a_name_without_a_value_is_not_said_to_be_missing(cell: str, told: str) -> None:
    document = describe(grade(find_assignment("worked-example"), submission(cell), PlainExecutor()))
    (found,) = [one for one in document["findings"] if one["check"] == "stopping"]
    assert found["code"] == "number.absent"
    assert short(found, document, language="en").saw == told


def test_no_figure_is_absent() -> None:
    assert findings("x = 1")["figure"].code == "figure.absent"


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("(5 - 13**0.5)/3", 1), ("0.465", 1), ("0.46", "1/2"), ("0.4648", 1), ("'0,465'", 1), ("0.464", 1), ("0.5", 0),
        ("0.2324", "1/4"), ("__import__('sympy').sympify('(5 - sqrt(13))/3')", 1), ("0.47", 0), ("0.4653", 1), ("0.4654", 0),
    ],
)  # fmt: skip
def test_the_threshold_by_the_digits_it_shows(answer: str, share: object) -> None:
    from fractions import Fraction

    finding = findings(f"eta_max_g = {answer}", assignment="divergent-eta")["threshold"]
    assert finding.share == Fraction(str(share)), finding


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("variable", "xs = [r[0] for r in rows]\nys = [r[1] for r in rows]\ndel rows"),
        ("printed", "for t, r in enumerate(rows): print(t, r[0], r[1])\ndel rows"),
        ("printed", "for t, r in enumerate(rows): print(f't={t}: x={r[0]:.4f}, y={r[1]:.4f}')\ndel rows"),
        (
            "figure",
            "import matplotlib; matplotlib.use('Agg')\nimport matplotlib.pyplot as plt\nplt.plot(*np.array(rows).T)\nplt.show()\ndel rows",
        ),
    ],
)
def test_a_trace_that_no_variable_holds_is_found_where_it_is(place: str, source: str) -> None:
    finding = findings(RUN, source)["trace"]
    assert finding.verdict is Verdict.PASSED, finding
    assert finding.source is not None and finding.source.where == place


#: Four runs of Himmelblau's function, `late` of them from starts of the student's own.
RUNS = """
import numpy as np
starts = [(0, 1), (-1, 1), (-1, -1), (0, -1)]
begun = [(x, y if i < {right} else 2*y) for i, (x, y) in enumerate(starts)]
def way(p):
    rows = [np.array(p, float)]
    for t in range(100):
        x, y = rows[-1]
        rows.append(rows[-1] - 0.01*np.array([4*x*(x*x + y - 11) + 2*(x + y*y - 7), 2*(x*x + y - 11) + 4*y*(x + y*y - 7)]))
    return np.array(rows)
eta = 0.01
"""
SHOWN_RUNS = {
    "stored": "runs = {s: way(p) for s, p in zip(starts, begun)}",
    "four names": "uno, dos, tres, cuatro = map(way, begun)",
    "printed blocks": "for p in begun:\n    print()\n    for t, (x, y) in enumerate(way(p)):\n        print(t, x, y)",
    "lines": "import matplotlib.pyplot as plt\nfor p in begun:\n    plt.plot(*way(p).T)",
}


@pytest.mark.parametrize("right", [0, 2, 3])
def test_runs_from_other_starts_earn_the_same_where_no_start_is_named(right: int) -> None:
    """Each run from a start of one's own is gradient descent from the wrong start, whatever tells which run it is."""
    assignment = find_assignment("himmelblau")
    found = {}
    for form, cell in SHOWN_RUNS.items():
        report = grade(assignment, submission(RUNS.format(right=right), cell), PlainExecutor())
        (found[form],) = [(one.code, one.share) for one in report.findings if one.check == "runs"]
    assert set(found.values()) == {found["stored"]}, found
    assert found["stored"][0] == "runs.wrong-start"
    assert 0 < found["stored"][1] < 1

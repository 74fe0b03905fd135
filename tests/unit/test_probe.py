"""Inside the kernel: every probe answers with plain data, whatever the student's objects do."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy

from grader.execution import probe
from grader.execution.probe.gradients import polynomial_gradient
from grader.reading.functions import read_expressions, read_vectors
from grader.reading.points import read_trace
from grader.reading.value import read_value

x, y = sympy.symbols("x y")
g = x**2 / 2 + 2 * y**2 - x * y
POINTS = [["0.5", "2"], ["-1.5", "0.25"]]
#: ∇g = (x − y, 4y − x), by hand.
GRADIENTS = [[-1.5, 7.5], [-1.75, 2.5]]


def ask(kind: str, parameters: dict[str, Any], **namespace: Any) -> dict[str, Any]:
    reply = probe.answer(kind, parameters, namespace)
    assert len(json.dumps(reply, allow_nan=False)) < 2_000_000
    return reply


def value(one: Any) -> dict[str, Any]:
    reply = ask("value", {"names": ["v"]}, v=one)
    assert reply["ok"], reply
    found: dict[str, Any] = reply["value"]
    return found


# value


@pytest.mark.parametrize(
    ("one", "wire"),
    [
        (None, {"t": "none"}),
        (True, {"t": "bool", "v": True}),
        (10**30, {"t": "int", "v": "1" + "0" * 30}),
        (0.1, {"t": "float", "v": "0.1", "dtype": "float64"}),
        (float("nan"), {"t": "float", "v": "nan", "dtype": "float64"}),
        (np.float32(0.1), {"t": "float", "v": "1e-01", "dtype": "float32"}),
        (np.float64(0.1), {"t": "float", "v": "0.1", "dtype": "float64"}),
        (np.bool_(True), {"t": "bool", "v": True}),
        (Fraction(1, 3), {"t": "fraction", "v": "1/3"}),
        (1 + 2j, {"t": "complex", "re": "1.0", "im": "2.0"}),
        (sympy.oo, {"t": "float", "v": "inf", "dtype": "sympy"}),
        (
            sympy.Rational(1, 3),
            {"t": "sympy", "v": "1/3", "number": "0.33333333333333333", "symbols": [], "floating": False},
        ),
        (x - y, {"t": "sympy", "v": "x - y", "number": None, "symbols": ["x", "y"]}),
        (np.array([1, 2]), {"t": "array", "id": 1, "dtype": "int64", "shape": [2], "v": ["1", "2"]}),
        (sys, {"t": "opaque", "type": "module"}),
    ],
)
def test_values_have_one_wire_form(one: Any, wire: dict[str, Any]) -> None:
    assert value(one) == wire


def test_the_first_bound_name_is_asked_and_none_counts_only_alone() -> None:
    names = {"names": ["trace", "path"]}
    assert ask("value", names, path=1)["name"] == "path"
    assert ask("value", names, trace=None, path=1)["name"] == "path"
    assert ask("value", names, trace=None)["value"] == {"t": "none"}
    assert ask("value", names) == {"ok": False, "reason": "absent"}


class Hostile:
    """Raises from wherever it is touched."""

    def _touched(self, *arguments: Any) -> Any:
        raise RuntimeError("touched")

    __getattribute__ = __iter__ = __len__ = __next__ = __array__ = __bool__ = __eq__ = __hash__ = __str__ = _touched  # type: ignore[assignment]


class LyingList(list):  # type: ignore[type-arg]
    """A list whose own methods lie."""

    def __iter__(self) -> Any:
        raise RuntimeError

    def __len__(self) -> int:
        return 10**9


class LyingArray(np.ndarray):  # type: ignore[type-arg]
    """An array whose own methods lie."""

    def tolist(self) -> Any:
        return "forged"

    def view(self, *a: Any) -> Any:  # type: ignore[override]
        raise RuntimeError


def test_hostile_objects_are_opaque_or_read_past_their_lies() -> None:
    assert value(Hostile())["t"] == "opaque"
    assert [one["t"] for one in value([Hostile(), 1])["v"]] == ["opaque", "int"]
    assert value(LyingList([1, 2]))["v"] == [{"t": "int", "v": "1"}, {"t": "int", "v": "2"}]
    assert value(np.zeros(2).view(LyingArray))["v"] == ["0.0", "0.0"]


def test_sizes_and_depths_are_capped() -> None:
    for one in (
        np.zeros(30_000),
        list(range(30_000)),
        "a" * 300_000,
        [[0.0] * 200] * 3 + [[0.0] * 200 for _ in range(200)],
    ):
        assert ask("value", {"names": ["v"]}, v=one) == {"ok": False, "reason": "too-large"}
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    assert "too-large" in json.dumps(value(deep))
    own: list[Any] = []
    own.append(own)
    assert value(own)["v"] == [{"t": "ref", "id": 1}]


def test_arrays_that_share_memory_are_one_object() -> None:
    theta = np.array([1.0, 2.0])
    assert [one["t"] for one in value([theta, theta[:], theta.copy()])["v"]] == ["array", "ref", "array"]


def test_a_generator_is_read_as_it_goes() -> None:
    def descend() -> Any:
        theta = np.array([1.0, 2.0])
        for _ in range(3):
            yield theta
            theta -= 0.5

    assert [one["v"] for one in value(descend())["v"]] == [["1.0", "2.0"], ["0.5", "1.5"], ["0.0", "1.0"]]
    endless = value(iter(int, 1))
    assert endless["t"] in ("generator", "opaque")


def test_an_object_that_converts_itself_is_an_array() -> None:
    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.array([1.0, 2.0])

    assert value(Tensor())["v"] == ["1.0", "2.0"]


# call


class Functor:
    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return x - y, 4 * y - x


def vector_with_step(p: Any, h: float = 1e-6) -> Any:
    def f(v: Any) -> Any:
        return v[0] ** 2 / 2 + 2 * v[1] ** 2 - v[0] * v[1]

    return [(f(p + h * e) - f(p - h * e)) / (2 * h) for e in np.eye(2)]


def noisy(x: float, y: float) -> dict[str, float]:
    print("calculando")
    return {"y": 4 * y - x, "x": x - y}


FUNCTIONS: dict[str, tuple[Any, str]] = {
    "two numbers": (lambda x, y: (x - y, 4 * y - x), "coordinates"),
    "array": (lambda x, y: np.array([x - y, 4 * y - x]), "coordinates"),
    "vector": (lambda p: np.array([p[0] - p[1], 4 * p[1] - p[0]]), "vector"),
    "vector and a step": (vector_with_step, "vector"),
    "names in another order": (lambda y, x: (x - y, 4 * y - x), "keywords"),
    "prints, returns a dict": (noisy, "coordinates"),
    "column": (lambda v: np.array([[v[0, 0] - v[1, 0]], [4 * v[1, 0] - v[0, 0]]]), "column"),
    "hashable point": (functools.lru_cache(lambda p: (p[0] - p[1], 4 * p[1] - p[0])), "point-tuple"),
    "object": (Functor(), "coordinates"),
    "partial": (functools.partial(lambda e, x, y: (x - y, 4 * y - x), 0), "coordinates"),
    "lambdified": (sympy.lambdify((x, y), [g.diff(x), g.diff(y)]), "coordinates"),
    "lambdified column": (sympy.lambdify([(x, y)], sympy.Matrix([g.diff(x), g.diff(y)])), "vector"),
    "substitution": (lambda a, b: [g.diff(v).subs({x: a, y: b}) for v in (x, y)], "coordinates"),
    "star": (lambda *a: (a[0] - a[1], 4 * a[1] - a[0]), "coordinates"),
    "two functions": ((lambda x, y: x - y, lambda x, y: 4 * y - x), "functions"),
    "sympy Lambda": (sympy.Lambda((x, y), sympy.Tuple(x - y, 4 * y - x)), "coordinates"),
    "dict of coordinates": (lambda d: (d["x"] - d["y"], 4 * d["y"] - d["x"]), "point-dict"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signatures_are_found_by_trying(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    function, convention = FUNCTIONS[name]
    reply = ask("call", {"names": ["grad_g"], "points": POINTS, "variables": ["x", "y"]}, grad_g=function)
    assert reply["ok"], reply
    assert reply["convention"] == convention
    vectors = [[float(c.exact or 0) for c in v] for v in read_vectors(reply, 2) if v is not None]
    assert np.allclose(vectors, GRADIENTS, atol=1e-6)
    assert capsys.readouterr().out == ""
    assert reply["printed"] == (name == "prints, returns a dict")


@pytest.mark.parametrize(
    "given",
    [
        (g.diff(x), g.diff(y)), sympy.Matrix([g.diff(x), g.diff(y)]), {y: g.diff(y), x: g.diff(x)}, ["x - y", "4*y - x"],
        lambda: [g.diff(x), g.diff(y)], lambda a, b: (sympy.diff(a**2 / 2 + 2 * b**2 - a * b, a), sympy.diff(a**2 / 2 + 2 * b**2 - a * b, b)),
    ],
)  # fmt: skip
def test_expressions_and_functions_of_symbols_are_expressions(given: Any) -> None:
    reply = ask("call", {"names": ["grad_g"], "points": POINTS, "variables": ["x", "y"]}, grad_g=given)
    assert reply["convention"] == "expression"
    assert [sympy.expand(e) for e in read_expressions(reply, ("x", "y"))] == [x - y, 4 * y - x]


def unwritten(x: float, y: float) -> None:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, "absent"), (..., "absent"), (unwritten, "absent"), (lambda x, y: None, "absent"), (3, "not-callable"),
        (lambda a, b, c: 1, "cannot-call"), (lambda x, y: 1 / 0, "cannot-call"), (lambda x, y: exit(), "cannot-call"),
    ],
)  # fmt: skip
def test_what_cannot_be_called_says_why(given: Any, reason: str) -> None:
    reply = ask("call", {"names": ["grad_g"], "points": POINTS, "variables": ["x", "y"]}, grad_g=given)
    assert (reply["ok"], reply["reason"]) == (False, reason)


def test_an_interrupted_call_is_a_timeout() -> None:
    def endless(x: float, y: float) -> None:
        raise KeyboardInterrupt

    assert ask("call", {"names": ["f"], "points": POINTS, "variables": ["x", "y"]}, f=endless) == {
        "ok": False,
        "reason": "timeout",
    }


# descent

CASE = {
    "gradient": [[["1", [1, 0]], ["-1", [0, 1]]], [["4", [0, 1]], ["-1", [1, 0]]]],
    "start": ["1", "-1"], "step_size": "0.1", "iterations": 3,
}  # fmt: skip
ROWS = [(1.0, -1.0), (0.8, -0.5), (0.67, -0.22), (0.581, -0.065)]


def by_unpacking(grad: Any, start: Any, eta: float, n: int) -> list[Any]:
    points = [np.array(start, float)]
    for _ in range(n):
        points.append(points[-1] - eta * grad(*points[-1]))
    return points


def by_keywords(grad: Any, start: Any, eta: float, n: int) -> tuple[list[float], list[float]]:
    a, b = start
    xs, ys = [a], [b]
    for _ in range(n):
        step = grad(x=a, y=b)
        a, b = a - eta * step[0], b - eta * step[1]
        xs.append(a)
        ys.append(b)
    return xs, ys


def in_place(grad: Any, start: Any, eta: float, n: int) -> Any:
    yield start
    for _ in range(n):
        start -= eta * grad(start)
        yield start


def as_columns(grad: Any, start: Any, eta: float, n: int) -> Any:
    theta = np.asarray(start).reshape(2, 1)
    rows = [theta]
    for _ in range(n):
        theta = theta - eta * grad(theta)
        rows.append(theta)
    return np.hstack(rows)


def wants_a_tuple(grad: Any, start: Any, eta: float, n: int) -> Any:
    if not isinstance(start, tuple):
        raise TypeError("tuple")
    return pd.DataFrame([tuple(p) for p in by_unpacking(grad, start, eta, n)], columns=["x", "y"])


DESCENTS: dict[str, tuple[Any, str]] = {
    "unpacked": (by_unpacking, "positional"),
    "keywords": (by_keywords, "positional"),
    "generator in place": (in_place, "positional"),
    "columns": (as_columns, "positional"),
    "tuple": (wants_a_tuple, "start-tuple"),
    "coordinates": (lambda grad, x0, y0, lr, n: by_unpacking(grad, (x0, y0), lr, n), "names"),
    "another order": (lambda start, grad, lr, n_iter: by_unpacking(grad, start, lr, n_iter), "names"),
    "a tolerance too": (lambda grad, start, eta, n, tol: (by_unpacking(grad, start, eta, n), n), "names"),
}


@pytest.mark.parametrize("name", DESCENTS)
def test_descents_are_called_as_the_contract_says_and_else_as_they_ask(name: str) -> None:
    function, convention = DESCENTS[name]
    reply = ask("descent", {"names": ["gd"], "cases": [CASE, CASE], "variables": ["x", "y"]}, gd=function)
    for case in reply["cases"]:
        assert case["ok"], case
        assert case["convention"] == convention
        rows = read_trace(read_value(case["value"]), 2, length=4, start=(Fraction(1), Fraction(-1))).rows
        assert np.allclose([[float(c.exact or 0) for c in row] for row in rows], ROWS)
        assert np.allclose(np.array(case["calls"], float), ROWS[:3])
        assert case["start_changed"] == (name == "generator in place")


def test_a_descent_that_is_not_written_is_absent_and_one_that_raises_says_so() -> None:
    parameters = {"names": ["gd"], "cases": [CASE], "variables": ["x", "y"]}
    assert ask("descent", parameters, gd=lambda g, s, e, n: None)["reason"] == "absent"
    reply = ask("descent", parameters, gd=lambda g, s, e, n: 1 / 0)
    assert reply["cases"][0]["error"]["name"] == "ZeroDivisionError"


def test_the_gradient_takes_points_in_every_form_and_returns_their_shape() -> None:
    calls: list[list[str]] = []
    gradient = polynomial_gradient(np, CASE["gradient"], ["x", "y"], calls)
    for arguments, keywords in (
        ((1, -1), {}),
        (([1, -1],), {}),
        ((1,), {"y": -1}),
        ((), {"y": -1, "x": 1}),
        ((np.array([1, -1]),), {}),
    ):
        assert gradient(*arguments, **keywords).tolist() == [2.0, -5.0]
    assert calls == [["1.0", "-1.0"]] * 5
    for shape in ((2, 1), (1, 2), (5, 2), (2, 2), (2,)):
        assert gradient(np.ones(shape)).shape == shape
    mesh = np.meshgrid([1.0, 2.0, 3.0], [4.0, 5.0])
    assert gradient(*mesh).shape == (2, 2, 3)
    assert gradient(np.float32([1, -1])).dtype == np.float32
    one = polynomial_gradient(np, [[["2", [1]]]], ["x"], [])
    assert (one(3.0), one(np.array([3.0])).tolist(), one(x=3.0).tolist()) == (6.0, [6.0], [6.0])


@pytest.mark.parametrize(
    "arguments",
    [(1,), (1, 2, 3), ("ab",), (None,), ([1, 2, 3],), (np.ones((2, 3)),), (np.ones((3, 3, 2)),), (1 + 2j, 3), ([1, [2]],), (True, False), (np.ones(2), 0.1), ({"x": 1},)],
)  # fmt: skip
def test_the_gradient_never_guesses(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        polynomial_gradient(np, CASE["gradient"], ["x", "y"], [])(*arguments)


def test_a_function_gets_fresh_arrays_each_time() -> None:
    def grows(v: Any, k: float) -> Any:
        v *= k
        return v

    reply = ask("function", {"names": ["f"], "arguments": [[[1.0, 2.0], 3], [[1.0, 2.0], 3]]}, f=grows)
    assert [one["value"]["v"] for one in reply["values"]] == [["3.0", "6.0"]] * 2


def test_candidates_are_what_may_be_an_answer() -> None:
    numbered = {f"x{i}": 0.5 * i for i in range(12)} | {f"y{i}": 1.0 * i for i in range(12)}
    reply = ask(
        "candidates",
        {},
        camino=[(1, 2), (3, 4)],
        eta=0.1,
        _1=[1, 2],
        mesh=np.zeros((60, 60)),
        f=len,
        nothing=None,
        texto="a\nb",
        **numbered,
    )
    assert [name for name, _ in reply["values"]] == ["camino", "eta", "texto", "x0 … x11, y0 … y11"]


def test_an_unknown_probe_or_broken_parameters_are_an_error_reply() -> None:
    assert ask("else", {})["reason"] == "error"
    assert ask("value", {})["reason"] == "error"


# figures: in a process of their own, since matplotlib must not be imported before the hook stands

CELLS = [
    "import matplotlib; matplotlib.use('Agg'); import numpy as np, matplotlib.pyplot as plt; np_ = np",
    "X, Y = np.meshgrid(np.linspace(-1, 1, 30), np.linspace(-1, 1, 30))\nplt.contour(X, Y, X**2 + Y**2)\nplt.plot([1, .5], [-1, float('nan')], 'o-')\nplt.close()",
    "fig, ax = plt.subplots(); ax.contourf(X, Y, X); ax.scatter([1, 2], [3, 4]); plt.close('all'); np = 48",
    "ax.plot([7, 8], [9, 10])\nplt.figure(); plt.axes(projection='3d').plot([1, 2], [3, 4], [5, 6])",
]


def drawn_by(cells: list[str], tmp_path: Path) -> list[dict[str, Any]]:
    script = """
        import json, sys
        from IPython.core.interactiveshell import InteractiveShell
        from grader.execution import probe
        shell = InteractiveShell.instance(history_length=0)
        shell.history_manager.enabled = False
        probe.install(shell)
        assert "matplotlib" not in sys.modules
        for cell in json.loads(sys.argv[1]):
            shell.run_cell(cell).raise_error()
        print(json.dumps(probe.answer("figures", {}, shell.user_ns), allow_nan=False))
    """
    root = Path(__file__).resolve().parents[2]
    environment = {
        "PATH": "",
        "HOME": str(tmp_path),
        "IPYTHONDIR": str(tmp_path),
        "MPLCONFIGDIR": str(tmp_path),
        "PYTHONPATH": str(root),
    }
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), json.dumps(cells)],
        capture_output=True, text=True, check=True, env=environment, cwd=tmp_path,
    )  # fmt: skip
    figures: list[dict[str, Any]] = json.loads(ran.stdout.splitlines()[-1])["figures"]
    return figures


def test_figures_are_kept_as_drawn(tmp_path: Path) -> None:
    figures = drawn_by(CELLS, tmp_path)
    assert [figure["cell"] for figure in figures] == [2, 3, 4]
    first, second, third = (figure["axes"][0] for figure in figures)
    assert first["lines"] == [{"x": [1.0, 0.5], "y": [-1.0, None], "marker": True, "linestyle": "-"}]
    assert first["contours"][0]["filled"] is False
    assert first["contours"][0]["paths"]
    assert second["contours"][0]["filled"] is True
    assert second["points"] == [{"x": [1.0, 2.0], "y": [3.0, 4.0]}]
    assert second["lines"][0]["x"] == [7.0, 8.0], "drawn after it was closed, found through its variable"
    assert third["is3d"] is True


def test_what_cannot_be_read_of_a_figure_hides_nothing_else_of_it(tmp_path: Path) -> None:
    words = "fig, ax = plt.subplots()\nax.plot(['θ₀', 'θ₁'], [3.5, 1.22]); ax.plot([1, 2], [3, 4]); ax.scatter(['a', 'b'], [5, 6])"
    # Below 0 and above 2 nothing is drawn; labels leave such a level codes, but none.
    labelled = (
        "curves = plt.contour(X, Y, X**2 + Y**2, levels=[-1, .5, 9]); plt.clabel(curves); plt.plot([1, .5], [-1, 0])"
    )
    setup = [CELLS[0], "X, Y = np.meshgrid(np.linspace(-1, 1, 30), np.linspace(-1, 1, 30))"]
    first, second = (one["axes"][0] for one in drawn_by([*setup, words + "\nplt.close()", labelled], tmp_path))
    assert [line["y"] for line in first["lines"]] == [[3.0, 4.0]]
    assert [line["x"] for line in second["lines"]] == [[1.0, 0.5]]
    assert second["contours"][0]["levels"] == [-1.0, 0.5, 9.0]
    assert second["contours"][0]["paths"]


def test_curves_of_many_figures_are_thinned_and_none_is_left_out(tmp_path: Path) -> None:
    setup = [CELLS[0], "X, Y = np.meshgrid(np.linspace(-1, 1, 300), np.linspace(-1, 1, 300))"]
    draw = (
        "plt.figure(); plt.contour(X, Y, X**2 + Y**2, 30); plt.plot(np.linspace(0, 1, 101), np.zeros(101)); plt.close()"
    )
    axes = [one["axes"][0] for one in drawn_by([*setup, *[draw] * 6], tmp_path)]
    assert len(axes) == 6
    assert [len(line["x"]) for one in axes for line in one["lines"]] == [101] * 6
    for one in axes:
        (contour,) = one["contours"]
        assert len(contour["of"]) == len(contour["paths"])
        # Each level that is seen keeps its curves, and of each curve more than its ends.
        assert set(contour["of"]) == set(axes[0]["contours"][0]["of"])
        assert max(len(path) for path in contour["paths"]) > 10

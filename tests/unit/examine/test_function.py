"""A function under no name of the contract: told by its name's words, its parameters and its shape, and never by being right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.model import Finding, Verdict
from grader.pipeline import grade
from grader.spec import parse_assignment
from tests.support.plain import PlainExecutor, submission
from tests.support.small_class import spec

#: The loss of one weight and one bias on the point (2, 1): (2w + b − 1)².
ARGUMENTS = [{"name": "w", "low": -2, "high": 2}, {"name": "b", "low": -2, "high": 2}]
CHECK = {"id": "loss", "kind": "function", "answer": "loss", "arguments": ARGUMENTS, "expression": "(2*w + b - 1)**2", "points": 2}  # fmt: skip
GRADIENT = {"id": "gradient", "kind": "gradient", "answer": "grad", "points": 1}


def found(*cells: str, **changes: Any) -> Finding:
    data = spec(answers=[{"name": "loss", "aliases": ["costo"]}, {"name": "grad"}], checks=[CHECK, GRADIENT], **changes)
    return grade(parse_assignment(data, Path()), submission(*cells), PlainExecutor()).findings[0]


RIGHT, WRONG = "return (2*w + b - 1)**2", "return 2*w + b - 1"


@pytest.mark.parametrize(
    ("cell", "code", "name"),
    [
        (f"def loss(w, b): {RIGHT}", "ok", "loss"),
        (f"def costo_total(w, b): {RIGHT}", "ok", "costo_total"),
        (f"def mi_loss(w, b): {WRONG}", "wrong-value", "mi_loss"),
        (f"class M:\n    def costo(self, w, b): {RIGHT}\nm = M()", "ok", "m.costo"),
        # By its parameters.
        (f"def h(w, b): {WRONG}", "wrong-value", "h"),
        # By its shape alone: the only one of two arguments that gives one number.
        ("def h(p, q): return (2*p + q - 1)**2", "ok", "h"),
        ("def h(p, q): return (2*p + q - 1)**2\ndef grad(p, q): return [p, q]\ndef one(p): return p", "ok", "h"),
        # Words count before what is right by another name.
        ("def costo_mio(p, q): return p\ndef h(w, q): return (2*w + q - 1)**2", "unidentified", None),
    ],
)  # fmt: skip
def test_a_function_is_told_by_words_parameters_and_shape(cell: str, code: str, name: str | None) -> None:
    finding = found(cell)
    assert finding.code == f"function.{code}"
    assert (finding.source and finding.source.name) == name
    assert found(cell, sources={"variable": 0}).code == ("function.ok" if "loss(" in cell[:9] else "function.absent")


@pytest.mark.parametrize(
    "cell",
    [
        "def h(p, q): return p + q",  # of the shape asked, and wrong: it may be meant or not
        f"def costo_a(w, b): {RIGHT}\ndef costo_b(w, b): {WRONG}",
        f"def h(p, q): {RIGHT.replace('w', 'p').replace('b', 'q')}\ndef r(p, q): return p - q",
    ],
)
def test_where_it_is_not_told_a_person_decides(cell: str) -> None:
    finding = found(cell)
    assert (finding.verdict, finding.code) == (Verdict.UNDECIDED, "function.unidentified")


@pytest.mark.parametrize(
    "cell",
    [
        "def costo(w): return w**2",  # another number of arguments
        "def costos(w, b): return [w, b]",  # another shape
        "def grad_de_g(w, b): return w",  # called as something else
        "def costo(w, b, c): return w",
        "import math\nhypot = math.hypot",  # not the notebook's own
        "costo_final = 3.0",
    ],
)
def test_what_is_no_such_function_is_none(cell: str) -> None:
    assert found(cell).code in ("function.absent", "function.cannot-call")

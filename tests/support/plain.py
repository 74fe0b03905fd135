"""An executor for tests of everything but the kernel: cells run in this process, probes are asked in it."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from typing import Any

from grader.execution import probe
from grader.model import Cell, CellError, Ending, Execution, Plan, Submission


class PlainExecutor:
    """Runs trusted cells without a kernel. `namespace` stays for a test to look at."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {}

    def run(self, plan: Plan) -> Execution:
        self.namespace = {"__name__": "__main__"}
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")  # an earlier notebook's figures are not this one's
        probe.install(self)
        errors, printed = [], []
        for cell in plan.cells:
            probe.begin_cell(cell.number, cell.source)
            text = io.StringIO()
            try:
                with contextlib.redirect_stdout(text):
                    self._run(cell)
            except Exception as error:
                errors.append(CellError(cell.number, type(error).__name__, str(error)[:2000]))
            printed.append((cell.number, text.getvalue()))
        replies = {
            p.id: json.loads(json.dumps(probe.answer(p.kind, dict(p.parameters), self.namespace))) for p in plan.probes
        }
        return Execution(Ending.CELL_ERROR if errors else Ending.COMPLETED, tuple(errors), replies, tuple(printed))

    def _run(self, cell: Cell) -> None:
        """As a kernel does: the value of a last expression is shown."""
        module = ast.parse(cell.source, f"cell {cell.number}")
        shown = module.body.pop() if module.body and isinstance(module.body[-1], ast.Expr) else None
        exec(compile(module, f"cell {cell.number}", "exec"), self.namespace)
        if shown is not None:
            value = eval(compile(ast.Expression(shown.value), f"cell {cell.number}", "eval"), self.namespace)
            if value is not None:
                sys.stdout.write(f"{value!r}\n")

    @property
    def user_ns(self) -> dict[str, Any]:
        return self.namespace


class Markdown(str):
    """The text of a Markdown cell."""


def notebook(*sources: str) -> bytes:
    """A notebook's bytes with these code cells, and Markdown cells where a source is Markdown."""
    code = {"cell_type": "code", "outputs": [], "execution_count": None}
    cells = [
        {**(code if type(s) is str else {"cell_type": "markdown"}), "id": f"c{i}", "source": s, "metadata": {}}
        for i, s in enumerate(sources)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def submission(*sources: str, student: str = "ana") -> Submission:
    """A submission with these code cells."""
    return Submission(student, notebook(*sources), f"{student}.ipynb")


def cells(*sources: str) -> tuple[Cell, ...]:
    """The code cells of these, numbered from 1 among all."""
    return tuple(Cell(i, s) for i, s in enumerate(sources, 1) if type(s) is str)

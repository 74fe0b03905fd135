"""What running a notebook costs: stock nbclient, a fresh sealed kernel, a warm one, interleaved; ratios within this run.

    python -m tests.benchmarks.engine [ROUNDS]

Every way runs the same cells of a small class (worked-example, ten ways to write it), with and without a figure. The floor
is fork + exec: the same cells by `exec` in a fork of a process that has imported everything, figures drawn to PNG.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import io
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence

import matplotlib
import nbformat
from nbclient import NotebookClient

from grader.execution import WARM, NbclientExecutor, isolation
from grader.execution.run import Run
from grader.model import Cell, Limits, Plan, Probe

IMPORT = "import numpy as np"
GRADIENT = "def grad_g(x, y):\n    return np.array([x - y, 4 * y - x])"
DESCENT = (
    "def gradient_descent(grad, start, eta, n):\n    theta = np.asarray(start, dtype=float)\n    trace = [theta]\n"
    "    for _ in range(n):\n        theta = theta - eta * np.asarray(grad(*theta))\n        trace.append(theta)\n"
    "    return np.array(trace)"
)
TRACE = "trace = gradient_descent(grad_g, (1, -1), 0.1, 48)"
TABLE = "table = [(t, *trace[t].round(4), round(float(np.linalg.norm(grad_g(*trace[t]))), 4)) for t in (1, 2, 8, 18, 38, 48)]"
FIGURE = (
    "import matplotlib.pyplot as plt\nx, y = np.meshgrid(np.linspace(-1.5, 1.5, 80), np.linspace(-1.5, 1.5, 80))\n"
    "plt.contour(x, y, x**2 / 2 + 2 * y**2 - x * y, 20)\nplt.plot(*trace.T, 'o-')\nplt.show()"
)
CLASS = [
    (IMPORT, GRADIENT, DESCENT, TRACE, TABLE),
    (IMPORT, GRADIENT, DESCENT.replace("- eta", "+ eta"), TRACE, TABLE),
    (IMPORT, GRADIENT, DESCENT, TRACE.replace("0.1", "0.2"), TABLE),
    (IMPORT, GRADIENT.replace("4 * y - x", "4 * y"), DESCENT, TRACE, TABLE),
]
PROBES = tuple(Probe(f"value:{name}", "value", {"names": [name]}) for name in ("trace", "table"))


def stock(cells: Sequence[str]) -> None:
    """nbclient as it comes, without any isolation."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()


def fork_and_exec(cells: Sequence[str]) -> None:
    """The floor."""
    child = os.fork()
    if child == 0:
        namespace: dict[str, object] = {"__name__": "__main__"}
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            for cell in cells:
                exec(compile(cell, "cell", "exec"), namespace)
            if "plt" in namespace:
                sys.modules["matplotlib.pyplot"].savefig(io.BytesIO(), format="png", bbox_inches="tight")
        os._exit(0)
    os.waitpid(child, 0)


def plan(cells: Sequence[str]) -> Plan:
    return Plan(tuple(Cell(number, cell) for number, cell in enumerate(cells, 1)), PROBES, Limits())


class Timed(Run):
    """Tells what each part of a run took, ms."""

    parts: dict[str, list[float]] = {}  # noqa: RUF012  of all runs together

    async def _timed(self, name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        await work()  # type: ignore[misc]
        self.parts.setdefault(name, []).append(1000 * (time.perf_counter() - began))

    async def _start(self) -> None:
        launch = self.manager.provisioner.launch_kernel

        async def launched(*arguments: object, **keywords: object) -> object:
            began = time.perf_counter()
            told = await launch(*arguments, **keywords)
            self.parts.setdefault("a kernel is there", []).append(1000 * (time.perf_counter() - began))
            return told

        self.manager.provisioner.launch_kernel = launched
        await self._timed("start, with the handshake", super()._start)

    async def _cells(self) -> None:
        await self._timed("cells", super()._cells)

    async def _probes(self) -> None:
        await self._timed("probes", super()._probes)

    async def _close(self) -> None:
        await self._timed("end", super()._close)


def main() -> None:
    """Print ratios, then where the milliseconds of a warm notebook go."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    level = isolation.best_level()
    warnings.simplefilter("ignore")
    matplotlib.use("agg")
    importlib.import_module("matplotlib.pyplot")  # for the floor

    began = time.perf_counter()
    with (
        NbclientExecutor(level=level, warm=WARM) as warm,
        NbclientExecutor(level=level, warm=WARM, ahead=1) as ahead,
        NbclientExecutor(level=level) as fresh,
    ):
        for executor in (warm, ahead, fresh):
            executor.run(plan(CLASS[0]))
        sys.stdout.write(f"level {level}; two warm processes started in {time.perf_counter() - began:.1f} s\n")
        ways: dict[str, Callable[[Sequence[str]], object]] = {
            "stock nbclient": stock,
            "fresh, sealed": lambda cells: fresh.run(plan(cells)),
            "warm, sealed": lambda cells: warm.run(plan(cells)),
            "warm, one ahead": lambda cells: ahead.run(plan(cells)),
            "fork + exec": fork_and_exec,
        }
        for title, extra in (("without a figure", ()), ("with a figure", (FIGURE,))):
            taken: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(rounds):
                for cells in CLASS:
                    for name, way in ways.items():
                        start = time.perf_counter()
                        way((*cells, *extra))
                        taken[name].append(1000 * (time.perf_counter() - start))
            medians = {name: statistics.median(times) for name, times in taken.items()}
            sys.stdout.write(f"{title}, medians of {rounds * len(CLASS)}:\n")
            for name, median in medians.items():
                above = median - medians["fork + exec"]
                sys.stdout.write(
                    f"  {name:18} {median:7.1f} ms   stock / this = {medians['stock nbclient'] / median:5.1f}   above fork + exec {above:7.1f} ms\n"
                )
            Timed.parts = {}
            for _ in range(rounds):
                asyncio.run(Timed(plan((*CLASS[0], *extra)), warm._way()).whole())
            told = ", ".join(f"{name} {statistics.median(times):.1f}" for name, times in Timed.parts.items())
            sys.stdout.write(f"  a warm notebook, ms: {told}\n")


if __name__ == "__main__":
    main()

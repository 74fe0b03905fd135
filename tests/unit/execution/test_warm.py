"""A warm kernel is a fresh one that was there sooner: what a notebook sees, and what we see of it, is the same."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import psutil
import pytest

from grader.command.main import run
from grader.execution import WARM, NbclientExecutor, isolation, sandbox
from grader.execution.client import cleaned
from grader.execution.starting import Ahead, Fresh, Kernel, Order, StartError, Warm
from grader.model import Cell, Ending, Execution, Limits, Plan, Probe
from grader.plan import plan as planned
from grader.spec import bundled_ids, find_assignment
from grader.submission import Unreadable, read_notebook
from tests.support.corpus import INDEPENDENT, examples
from tests.support.plain import notebook

ROOT = Path(__file__).parents[3]

warm_works = pytest.mark.skipif(
    not isolation.tried_all().get("warm kernels", isolation.Trial(False)).works,
    reason="this machine cannot fork sealed kernels: see `grader doctor`",
)
pytestmark = warm_works


def plan(*sources: str) -> Plan:
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, 1))
    return Plan(cells, (Probe("value:a", "value", {"names": ["a"]}),), Limits(), seed=7)


@pytest.fixture(scope="module")
def warm() -> Iterator[NbclientExecutor]:
    with NbclientExecutor(level="namespaces", warm=WARM) as executor:
        assert isinstance(executor._way(), Warm)
        yield executor


@pytest.fixture(scope="module")
def fresh() -> NbclientExecutor:
    return NbclientExecutor(level="namespaces")


MODULES = "print(*sorted(name for name in sys.modules if name.partition('.')[0] not in sys.stdlib_module_names))"
SIGHTS = {
    "a number of each generator": "import random, numpy\nprint(random.random(), numpy.random.rand())",
    "modules at the start": f"import sys\n{MODULES}",
    "modules after pyplot": f"import sys, matplotlib.pyplot\n{MODULES}",
    "modules after sympy and pandas": f"import sys, sympy, pandas\n{MODULES}",
    "a submodule nobody imported": "import matplotlib\nprint(hasattr(matplotlib, 'pyplot'))",
    "names in packages": "import numpy, pandas, sympy\nfor one in (numpy, pandas, sympy): print(sorted(vars(one)))",
    "warning filters": "import warnings, sympy, pandas\nfor one in warnings.filters: print(one)",
    "a warning": "import numpy as np\nnp.log(np.array([0.0]))",
    "backend and figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint(plt.get_backend())",
    "a figure left open": "import numpy as np, matplotlib.pyplot as plt\nplt.contour(np.eye(3));",
    "a module removed": "import sys, numpy\nold = numpy\ndel sys.modules['numpy.linalg']\nimport numpy.linalg\nprint(numpy is old)",
    "a module in another's place": "import sys\nsys.modules['sympy'] = 3\nimport sympy\nprint(sympy)",
    "depth": "import inspect\nprint([one.function for one in inspect.stack()])",
    "the process": "import os, sys, locale, time\nprint(sys.argv, sys.path, dict(os.environ), os.getcwd(), os.getuid(), time.tzname)",
    "threads": "import threading\nprint(sorted(one.name for one in threading.enumerate()))",
    "open files": "import os\nprint(sorted(os.listdir('/proc/self/fd')))",
}  # fmt: skip


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_notebook_sees_no_difference(sight: str, warm: NbclientExecutor, fresh: NbclientExecutor) -> None:
    cells = SIGHTS[sight]
    seen = [replace(executor.run(plan(cells)), wall_seconds=0) for executor in (warm, fresh)]
    assert seen[0].printed or seen[0].errors
    assert seen[0] == seen[1]
    assert bool(seen[0].figures) == ("figure" in sight)


def repeatable(execution: Execution) -> Execution:
    """What may come into a document: neither seconds nor addresses of objects do."""
    printed = tuple((number, cleaned(text, 10**6)) for number, text in execution.printed)
    return replace(execution, wall_seconds=0, printed=printed)


def bundled() -> list[tuple[str, bytes]]:
    paths = [(name, path) for name in bundled_ids() for path in (ROOT / "assignments" / name / "class").glob("*.ipynb")]
    return [(name, path.read_bytes()) for name, path in sorted(paths)]


#: Of the corpora every twelfth: a fresh kernel takes its second.
SAMPLE = [
    (one.assignment, notebook(*one.cells)) for one in [*examples(), *examples(INDEPENDENT)][::12] if not one.in_kernel
]


def test_every_notebook_of_the_bundled_class_and_a_sample_of_the_corpora_come_out_the_same(
    warm: NbclientExecutor,
) -> None:
    """A document is a function of the execution, so equal executions give the same bytes."""
    assert SAMPLE
    different = []
    with NbclientExecutor(level="namespaces", ahead=1) as fresh:  # one starts while the other kernels run
        for name, text in [*bundled(), *SAMPLE]:
            try:
                cells = read_notebook(text).cells
            except Unreadable:
                continue
            asked = planned(find_assignment(name), cells, "0" * 64)
            one = repeatable(warm.run(asked))
            # How far a loop came that was ended for its time is the clock's to say.
            if one.ending is not Ending.TIMED_OUT and one != repeatable(fresh.run(asked)):
                different.append((name, cells[0].source[:80]))
    assert different == []


def test_where_nothing_can_be_mounted_inside_kernels_are_started_fresh(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fresh: NbclientExecutor
) -> None:
    """As under Ubuntu's AppArmor profile, which leaves bubblewrap's children without capabilities."""
    copies = []
    for path in sandbox.FILES:
        copies.append(tmp_path / path.name)
        (shutil.copytree if path.is_dir() else shutil.copy)(path, tmp_path / path.name)
    zygote = tmp_path / "zygote.py"
    refused = 'def _mount(*_: object, **__: object) -> None:\n    raise PermissionError(1, "mount")\n\n\ndef _furnish'
    zygote.write_text(zygote.read_text().replace("def _furnish", refused))
    monkeypatch.setattr(sandbox, "FILES", tuple(copies))
    with NbclientExecutor(level="namespaces", warm=WARM) as executor:
        execution = executor.run(plan("a = 1"))
        assert isinstance(executor._way(), Fresh)
    assert replace(execution, wall_seconds=0) == replace(fresh.run(plan("a = 1")), wall_seconds=0)


def test_a_zygote_that_was_killed_costs_nobody_a_point() -> None:
    with NbclientExecutor(level="namespaces", warm=["numpy"]) as executor:
        way = executor._way()
        assert isinstance(way, Warm)
        assert way._zygote is not None
        before = psutil.Process(way._zygote.pid).children(recursive=True)
        way._zygote.send_signal(signal.SIGKILL)
        assert executor.run(plan("a = 1")).ending is Ending.COMPLETED
        psutil.wait_procs(before, timeout=60)
        assert not any(one.is_running() for one in before)


class Dying(Warm):
    """Loses its zygote once, while a kernel of it runs."""

    lost = False

    def start(self, order: Order) -> Kernel:
        kernel = super().start(order)
        if not self.lost:
            assert self._zygote is not None
            self._zygote.send_signal(signal.SIGKILL)
            self.lost = True
        return kernel


def test_a_zygote_that_dies_under_its_kernel_is_replaced_and_the_notebook_run_again() -> None:
    with NbclientExecutor(level="namespaces") as executor:
        executor._chosen = Dying(isolation.station("namespaces", sandbox.interpreter()), ["numpy"])
        assert executor.run(plan("a = 1")).ending is Ending.COMPLETED


HOLDING = """
import sys
from grader.execution import NbclientExecutor
from grader.execution.client import Client
from grader.model import Cell, Limits, Plan
run_cell = Client.run_cell
def told(self, index):
    if index:
        print("started", flush=True)
    return run_cell(self, index)
Client.run_cell = told
cells = Cell(1, "a = 1"), Cell(2, "while True: pass")
NbclientExecutor(level="namespaces", warm=sys.argv[1:]).run(Plan(cells, (), Limits(), seed=7))
"""


@pytest.mark.parametrize("warmth", [["numpy"], []], ids=["warm", "fresh"])
def test_no_kernel_outlives_whoever_started_it_also_after_sigkill(warmth: list[str]) -> None:
    command = [sys.executable, "-c", HOLDING, *warmth]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"started\n"
        ours = psutil.Process(holding.pid).children(recursive=True)
        assert ours
        holding.kill()
    assert psutil.wait_procs(ours, timeout=60)[1] == []


def test_kernels_started_ahead_are_those_that_run_next_and_end_with_the_executor() -> None:
    others = psutil.Process().children(recursive=True)
    with NbclientExecutor(level="namespaces", warm=["numpy"], ahead=2) as executor:
        executions = [executor.run(plan("import os\na = os.getpid()")) for _ in range(3)]
        assert isinstance(executor._way(), Ahead)
        ours = [one for one in psutil.Process().children(recursive=True) if one not in others]
    assert {execution.ending for execution in executions} == {Ending.COMPLETED}
    assert len(ours) > 3  # bubblewrap, its first process, the zygote, the kernels that wait
    assert [one for one in ours if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_warm_import_that_is_not_there_is_passed_over() -> None:
    with NbclientExecutor(level="namespaces", warm=["no_such_module", "numpy"]) as executor:
        assert executor.run(plan("import no_such_module", "a = 1")).errors[0].name == "ModuleNotFoundError"


def test_nothing_is_left_on_the_disk_while_a_kernel_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that nothing can be left behind, whatever ends us."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with NbclientExecutor(level="namespaces", warm=["numpy"], ahead=1) as executor:
        execution: Execution = executor.run(plan("a = 1"))
        assert execution.ending is Ending.COMPLETED
        assert list(tmp_path.iterdir()) == []


FIXED = """
import json, os, random, sys, numpy, matplotlib
print(json.dumps([dict(os.environ), random.random(), numpy.random.rand(), matplotlib.get_backend(), sys.flags.hash_randomization]))
"""


@pytest.mark.parametrize(("level", "forked"), [("namespaces", True), ("namespaces", False), ("process", False)])
def test_what_is_fixed_so_that_documents_repeat_is_so_and_is_recorded(level: str, forked: bool) -> None:
    with NbclientExecutor(level=level, warm=WARM if forked else ()) as executor:
        execution = executor.run(plan(FIXED))
    environment, one, other, backend, hashes_at_random = json.loads(execution.printed[0][1])
    fixed = dict(execution.fixed)
    assert fixed.pop("seed") == "7"
    assert one == random.Random(7).random()
    assert other == numpy.random.RandomState(7).rand()
    assert {name: environment[name] for name in fixed} == fixed
    assert {"PYTHONHASHSEED", "OMP_NUM_THREADS"} <= fixed.keys()
    assert hashes_at_random == 0
    if level == "namespaces":
        assert (fixed["TZ"], fixed["LANG"]) == ("UTC", "C.UTF-8")
        assert fixed["MPLBACKEND"] == backend


def test_warm_imports_that_are_not_there_are_named_and_one_that_ends_the_process_is_told() -> None:
    absent = NbclientExecutor(level="namespaces", warm=["json", "jsom", "numpy.linagl", "numpy"])
    assert absent.without() == ["jsom", "numpy.linagl"]
    with pytest.raises(StartError, match="the warm process did not start"):
        NbclientExecutor(level="namespaces", warm=["unittest.__main__"]).without()


@pytest.mark.parametrize(
    ("options", "told", "code"),
    [
        (["--warm-imports", "json,jsom"], "--warm-imports: not there, and passed over: jsom.", 0),
        (["--warm-imports", "unittest.__main__"], "Kernels are started fresh instead", 0),
        (["--warm-imports", "rm -rf"], "'rm -rf' are no names of modules", 2),
        (["--warm-imports", "json", "--warm", "off"], "leave one of the two out", 2),
    ],
)
def test_warm_imports_are_chosen_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], told: str, code: int
) -> None:
    (tmp_path / "ana.ipynb").write_bytes(notebook("grad = lambda p: (p[0] - p[1], 4 * p[1] - p[0])"))
    command = ["batch", str(tmp_path / "ana.ipynb"), "-a", "worked-example", "--out", str(tmp_path / "out")]
    assert run([*command, "--jobs", "1", "--lang", "en", *options]) == code
    assert told in " ".join(capsys.readouterr().err.replace("│", " ").split())
    if code == 0:
        document = json.loads((tmp_path / "out" / "reports" / "ana.json").read_text())
        assert document["findings"][0]["code"] == "gradient.ok"

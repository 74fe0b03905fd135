"""Loops of the cells themselves run once more, with the gradients they ask for watched: where each step asks, its iterate is.

What is run is what the loop needs to be what it was: a name that the loop, or any statement after it, changes is made anew by the
statements before the loop that made it, and so on back. All that it binds is put back as it was; and where the point it goes on
from is still there, the run must end at that very point, or it is another run and nothing is told.
"""

from __future__ import annotations

import ast
import builtins
import copy
import types
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .safe import MOST_NUMBERS, TooLarge
from .state import state
from .student import called
from .watch import watched
from .wire import Encoder

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))

#: Loops that are run once more, statements that are looked at, and points told of one run.
MOST_LOOPS, MOST_STATEMENTS, MOST_POINTS = 8, 400, 1_000
#: What is called at the marks in a loop, a name that no cell could bind, and the marks.
_MARK, _BEGIN, _STEP, _END = ".mark", "begin", "step", "end"
_LOOPS = (ast.For, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPOUND = (*_LOOPS, ast.If, ast.With, ast.Try)


class _Statement(NamedTuple):
    """One statement of a cell: its number among them, the names it reads and those it binds or changes."""

    cell: int
    node: ast.stmt
    reads: set[str]
    binds: set[str]


class _Runs:
    """The points of each run of a loop: the first that a gradient is asked at in each step, and the one after the last step."""

    def __init__(self) -> None:
        self.all: list[list[list[str]]] = [[]]
        self._last = ""

    def pass_by(self, mark: str) -> list[list[list[str]]]:
        """A run begins, one of its steps does, or it has ended."""
        self.all += [[]] if mark == _BEGIN else []
        self._last = mark
        return self.all

    def note(self, point: list[str]) -> None:
        """Keeps the first point after a mark; a step that was broken off has asked already where its run ends."""
        run, mark, self._last = self.all[-1], self._last, ""
        if len(run) < MOST_POINTS and (mark == _STEP or (mark == _END and [point] != run[-1:])):
            run.append(point)


def run_once_more(gradients: Iterable[str], variables: list[str], namespace: dict[str, Any]) -> list[dict[str, Any]]:
    """{name, cell, points} of each run of three points or more that a loop of a cell makes by asking one of the gradients.

    Raises KeyboardInterrupt where that takes too long, RecursionError where a cell is nested too deeply.
    """
    statements = [one for cell, source in state.cells for one in _statements(cell, source)][-MOST_STATEMENTS:]
    found: list[dict[str, Any]] = []
    left, tried = MOST_NUMBERS // 4 // max(1, len(variables)), 0
    for at, one in enumerate(statements):
        marked = _Marked(one, one.reads.intersection(gradients))
        if not marked.asked or tried == MOST_LOOPS:
            continue
        tried += 1
        for name, runs in _replayed(statements, at, marked, len(variables), namespace).items():
            for points in runs.all:
                left -= len(points)
                if len(points) >= 3 and left >= 0:
                    found.append({"name": name, "cell": one.cell, "points": points})
    return found


def _statements(cell: int, source: str) -> Iterator[_Statement]:
    """A cell's statements, its magics and shell commands left out; none where it is not Python."""
    lines = [line if line.lstrip()[:1] not in ("%", "!", "?") else "pass" for line in source.splitlines()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in body:
        yield _Statement(cell, node, *_names(node))


def _names(node: ast.AST) -> tuple[set[str], set[str]]:
    """(names read, names bound or changed) where the node runs: what functions do when they are called is not looked at."""
    if isinstance(node, _SCOPES):
        return set(), {node.name} if not isinstance(node, ast.Lambda) else set()
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return set(), {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.Name):
        return ({node.id}, set()) if isinstance(node.ctx, ast.Load) else (set(), {node.id})
    reads, binds = set[str](), set[str]()
    for child in ast.iter_child_nodes(node):
        read, bound = _names(child)
        reads, binds = reads | read, binds | bound
    if isinstance(node, _COMPREHENSIONS):
        return reads - binds, set()
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        binds = binds | reads  # theta[0] = 1 changes theta
    if isinstance(node, ast.AugAssign):
        reads = reads | binds
    return reads, binds


def _needed(statements: list[_Statement], at: int) -> list[int]:
    """The statements up to `at` that must run, in their order, for that one to be what it was."""
    needed, open_ones = {at}, [at]
    while open_ones:
        i = open_ones.pop()
        changed = {name for name in statements[i].reads if any(name in one.binds for one in statements[i:])}
        for name in changed:
            for j in range(i - 1, -1, -1):
                if name in statements[j].binds:
                    if j not in needed:
                        needed.add(j)
                        open_ones.append(j)
                    if not isinstance(statements[j].node, _COMPOUND):
                        break  # what stands under a condition may not have run
    return sorted(needed)


def _replayed(
    statements: list[_Statement], at: int, marked: _Marked, n: int, namespace: dict[str, Any]
) -> dict[str, _Runs]:
    """The runs of each gradient asked in a loop; none where it does not end as the notebook's own run ended."""
    runs = {name: _Runs() for name in marked.asked}
    later = {name for one in statements[at + 1 :] for name in one.binds}
    kept = [name for name in sorted(marked.arguments - later) if name in namespace]
    before = dict(namespace)

    def watch() -> None:
        for name, one in runs.items():
            function = namespace.get(name)
            if type(function) is types.FunctionType and getattr(function, "__wrapped__", None) is None:
                namespace[name] = watched(function, n, one.note)

    try:
        was = _shown(kept, namespace)
        namespace[_MARK] = lambda where: [one.pass_by(where) for one in runs.values()]
        watch()
        for i in _needed(statements, at):
            nodes = [statements[i].node] if i != at else marked.body
            module = ast.fix_missing_locations(ast.Module(nodes, []))
            called(exec, (compile(module, f"cell {statements[i].cell}", "exec"), namespace))
            watch()
        return runs if _shown(kept, namespace) == was else {}
    except (TooLarge, SyntaxError, ValueError, RecursionError):
        return {}
    finally:
        for name in set(namespace) - set(before):
            del namespace[name]
        namespace.update(before)


def _shown(names: list[str], namespace: dict[str, Any]) -> list[dict[str, Any]]:
    return [Encoder(2_000, consume=False).encode(namespace[name]) for name in names]


class _Marked(ast.NodeTransformer):
    """A statement with marks where a run begins and each of its steps, in the innermost loops that ask a gradient.

    After its end a loop asks once more, as it would in its next step: there its last iterate is. `asked` are the gradients that
    loops ask, `arguments` the names that these are given.
    """

    def __init__(self, statement: _Statement, gradients: set[str]) -> None:
        self.asked, self.arguments, self._gradients = list[str](), set[str](), gradients
        made = self.visit(copy.deepcopy(statement.node)) if gradients else statement.node
        self.body: list[ast.stmt] = made if isinstance(made, list) else [made]

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, _SCOPES):
            return node
        if not isinstance(node, _LOOPS):
            return self.generic_visit(node)
        calls: dict[str, ast.Call] = {}
        counted = _names(node.target)[1] if isinstance(node, ast.For) else set[str]()
        for name, call in _calls(node, self._gradients):
            given = set[str]().union(*(_names(one)[0] for one in (*call.args, *call.keywords)))
            if given.isdisjoint(counted):  # else a grid, or points that are there already
                calls.setdefault(name, call)
                self.arguments |= given
        self.generic_visit(node)
        if not calls:
            return node
        self.asked += calls
        node.body.insert(0, _mark(_STEP))
        once_more = [_once_more(call) for call in calls.values()]
        node.orelse[:0] = [_mark(_STEP), *once_more]
        return [_mark(_BEGIN), node, _mark(_END), *once_more]


def _calls(node: ast.AST, gradients: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """(name, call) of a loop's own, not of the loops within it, in their order."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*_LOOPS, *_SCOPES)):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in gradients:
            yield child.func.id, child
        yield from _calls(child, gradients)


def _mark(where: str) -> ast.stmt:
    return ast.Expr(ast.Call(ast.Name(_MARK, ast.Load()), [ast.Constant(where)], []))


def _once_more(call: ast.Call) -> ast.stmt:
    failed = ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, [ast.Pass()])
    return ast.Try([ast.Expr(copy.deepcopy(call))], [failed], [], [])

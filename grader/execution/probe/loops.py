"""Statements of the cells run once more whose loops, or those of functions they call, ask gradients: where a step asks, its iterate is.

What is run is what a statement needs to be what it was: a name that it, or any statement after it, changes is made anew by the
statements before it that made it, and so on back. All that is bound is put back as it was; and where the point that a loop of the
cell goes on from is still there, the run must end at that very point, or it is another run and nothing is told.
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

#: Statements that are run once more, statements that are looked at, and points told of one run.
MOST_RUN, MOST_STATEMENTS, MOST_POINTS = 8, 400, 1_000
#: What is called at the marks in a loop, a name that no cell could bind, and the marks.
_MARK, _BEGIN, _STEP, _END = ".mark", "begin", "step", "end"
_LOOPS = (ast.For, ast.While)
#: What does nothing where it stands.
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPOUND = (*_LOOPS, ast.If, ast.With, ast.Try)


class _Statement(NamedTuple):
    """One statement of a cell: the cell's number, the names it reads and those it binds or changes; what a function reads when called."""

    cell: int
    node: ast.stmt
    reads: set[str]
    binds: set[str]
    called: set[str]


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
    """{name, cell, points} of each run of three points or more that a loop makes by asking one of the gradients.

    Raises KeyboardInterrupt where that takes too long, RecursionError where a cell is nested too deeply.
    """
    statements = [one for cell, source in state.cells for one in _statements(cell, source)][-MOST_STATEMENTS:]
    functions = {one.node.name for one in statements if isinstance(one.node, ast.FunctionDef)}
    marked = {
        i: _Marked(one.node, both)
        for i, one in enumerate(statements)
        if (both := (one.reads | one.called).intersection(gradients))
    }
    marked = {i: own for i, own in marked.items() if own.asked}
    found: list[dict[str, Any]] = []
    left, tried = MOST_NUMBERS // 4 // max(1, len(variables)), 0
    for at, one in enumerate(statements if marked else []):
        reads = _reads(statements, at)
        asking = {
            i: own for i, own in marked.items() if i == at or (i < at and reads & statements[i].binds & functions)
        }
        if not asking or isinstance(one.node, _SCOPES) or tried == MOST_RUN:
            continue
        tried += 1
        for name, runs in _replayed(statements, at, asking, len(variables), namespace).items():
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
        loads = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        yield _Statement(cell, node, *_names(node), loads if isinstance(node, ast.FunctionDef) else set())


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


def _reads(statements: list[_Statement], at: int) -> set[str]:
    """The names that a statement reads, and those that functions read which it may call."""
    found, left = set[str](), set(statements[at].reads)
    while left:
        name = left.pop()
        found.add(name)
        left |= set[str]().union(*(one.called for one in statements if name in one.binds)) - found
    return found


def _needed(statements: list[_Statement], at: int) -> list[int]:
    """The statements up to `at` that must run, in their order, for that one to be what it was."""
    needed, open_ones = {at}, [at]
    while open_ones:
        i = open_ones.pop()
        changed = {name for name in _reads(statements, i) if any(name in one.binds for one in statements[i:])}
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
    statements: list[_Statement], at: int, marked: dict[int, _Marked], n: int, namespace: dict[str, Any]
) -> dict[str, _Runs]:
    """The runs of each gradient asked in a statement, and in functions before it, all `marked`; none where it ends otherwise than it did."""
    runs = {name: _Runs() for one in marked.values() for name in one.asked}
    later = {name for one in statements[at + 1 :] for name in one.binds}
    arguments = marked[at].arguments if at in marked else set[str]()
    kept = [name for name in sorted(arguments - later) if name in namespace]
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
        for i in sorted({*_needed(statements, at), *marked}):
            nodes = marked[i].body if i in marked else [statements[i].node]
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
    """A statement, or a function, with marks where a run begins and each of its steps, in the innermost loops that ask a gradient.

    After its end a loop asks once more, as it would in its next step: there its last iterate is. `asked` are the gradients that
    loops ask, `arguments` the names that these are given.
    """

    def __init__(self, statement: ast.stmt, gradients: set[str]) -> None:
        self.asked, self.arguments, self._gradients = list[str](), set[str](), gradients
        own = copy.deepcopy(statement)
        made: Any = self.generic_visit(own) if isinstance(own, ast.FunctionDef) else self.visit(own)
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

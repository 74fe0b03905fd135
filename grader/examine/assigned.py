"""Which names a notebook's cells bind to something computed: what its author may mean as an answer, and not as an input."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator

from grader.model import Cell

#: A longer cell is not looked at.
LONGEST = 100_000


def computed(cells: Iterable[Cell]) -> frozenset[str]:
    """Names bound to what is no literal, once: in no loop, or where a condition in a loop holds. Running values are none."""
    bound: set[str] = set()
    running: set[str] = set()
    for cell in cells:
        for name, is_result in _bindings(_body(cell.source), looped=False, chosen=False):
            (bound if is_result else running).add(name)
    return frozenset(bound - running)


def _body(source: str) -> list[ast.stmt]:
    """A cell's statements, its magics and shell commands left out; nothing where it is not Python."""
    lines = [line if line.lstrip()[:1] not in ("%", "!", "?") else "pass" for line in source[:LONGEST].splitlines()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _bindings(body: Iterable[ast.stmt], *, looped: bool, chosen: bool) -> Iterator[tuple[str, bool]]:
    """(name, whether it is a result) for each binding; literals say nothing."""
    for one in body:
        match one:
            case ast.Assign(targets=targets, value=value) if not _is_literal(value):
                for target in targets:
                    yield from ((name, chosen or not looped) for name in _names(target))
            case ast.AnnAssign(target=target, value=value) if value is not None and not _is_literal(value):
                yield from ((name, chosen or not looped) for name in _names(target))
            case ast.AugAssign(target=target):
                yield from ((name, False) for name in _names(target))
            case ast.For(target=target):
                yield from ((name, False) for name in _names(target))
                yield from _bindings([*one.body, *one.orelse], looped=True, chosen=False)
            case ast.While():
                yield from _bindings([*one.body, *one.orelse], looped=True, chosen=False)
            case ast.If():
                yield from _bindings([*one.body, *one.orelse], looped=looped, chosen=looped or chosen)
            case ast.With() | ast.Try():
                yield from _bindings(one.body, looped=looped, chosen=chosen)


def _names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _names(part)
        case ast.Starred(value=inner):
            yield from _names(inner)


def _is_literal(value: ast.expr) -> bool:
    return not any(isinstance(node, ast.Name | ast.Call | ast.Attribute) for node in ast.walk(value))

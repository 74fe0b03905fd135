"""The student's functions: found by name, called in silence, their parameters looked at."""

from __future__ import annotations

import builtins
import io
import sys
import types
from os import _exit, getpid
from typing import Any

from .figures import keep, managers
from .safe import MOST_METHODS, imported
from .state import state

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


class Sink(io.TextIOBase):
    """Takes what called functions print."""

    written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)

    def writable(self) -> bool:
        return True


class Quiet:
    """While the student's code runs for us: nothing is shown, no figure is kept or left behind."""

    def __enter__(self) -> Sink:
        for manager in list(managers().values()):
            keep(manager.canvas.figure)
        self.sink = Sink()
        self.streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.sink, Sink()
        self.publisher = getattr(state.shell, "display_pub", None)
        if self.publisher is not None:
            self.publisher.__dict__["publish"] = lambda *args, **kwargs: None
        self.was, state.quiet = state.quiet, True
        self.open = set(managers())
        return self.sink

    def __exit__(self, *exception: Any) -> None:
        sys.stdout, sys.stderr = self.streams
        if self.publisher is not None:
            self.publisher.__dict__.pop("publish", None)
        left = managers()
        for number in set(left) - self.open:
            try:
                sys.modules["matplotlib._pylab_helpers"].Gcf.destroy(number)
            except Exception:
                left.pop(number, None)
        state.quiet = self.was


def called(
    function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any] | None = None
) -> tuple[Any, BaseException | None]:
    """(what it returned, what it raised). Where it forks, one process comes back: two would ask on twice, and soon be thousands."""
    here = getpid()
    try:
        return function(*arguments, **(keywords or {})), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return None, error
    finally:
        if getpid() != here:
            _exit(0)


def bound_name(names: list[str], namespace: dict[str, Any]) -> str | None:
    """The first name bound to something; None counts only where no other name is bound."""
    present = [name for name in names if name in namespace]
    return next((name for name in present if namespace[name] is not None), present[0] if present else None)


def function_named(names: list[str], namespace: dict[str, Any]) -> tuple[str | None, Any]:
    """The first name bound to something that can be called, else the first that is bound at all, else what a dict holds under one."""
    for name in names:
        value = namespace.get(name)
        if callable(value) and not is_symbolic(value):
            return name, value
    bound = bound_name(names, namespace)
    value = namespace.get(bound) if bound is not None else None
    # None, and the dots of a starter, are no answer yet.
    if value is not None and value is not ...:
        return bound, value
    within = ((name, one.get(name)) for one in _dicts(namespace) for name in names)
    return next((item for item in within if callable(item[1])), (None, None))


def _dicts(namespace: dict[str, Any]) -> list[dict[Any, Any]]:
    """The notebook's dicts, and those that were the last value of a cell."""
    shown = namespace.get("_oh")
    named = [value for name, value in list(namespace.items()) if type(name) is str and not name.startswith("_")]
    values = [*named, *(list(shown.values()) if type(shown) is dict else ())]
    return [value for value in values if type(value) is dict and value is not shown]


def own_functions(namespace: dict[str, Any]) -> dict[str, Any]:
    """The functions that the notebook defines, by name."""
    return {
        name: value
        for name, value in list(namespace.items())
        if type(value) is types.FunctionType and value.__globals__ is namespace and not name.startswith("_")
    }


def own_methods(namespace: dict[str, Any]) -> dict[str, Any]:
    """The methods of the notebook's own classes, of an object of theirs where there is one, by the name they are called by."""
    found: dict[str, Any] = {}
    for name, value in list(namespace.items()):
        kind = value if type(value) is type else type(value)
        if type(name) is not str or name.startswith("_") or type.__getattribute__(kind, "__module__") != "__main__":
            continue
        for base in reversed(type.__getattribute__(kind, "__mro__")[:-1]):
            for key, one in list(base.__dict__.items()):
                if type(one) is staticmethod:
                    found[f"{name}.{key}"] = one.__func__
                elif type(one) is types.FunctionType and kind is not value and not key.startswith("_"):
                    found[f"{name}.{key}"] = types.MethodType(one, value)
    return dict(list(found.items())[:MOST_METHODS])


def is_formula(value: Any) -> bool:
    """A sympy expression that is more than a symbol or a number."""
    sympy = imported("sympy", "Basic")
    return sympy is not None and isinstance(value, sympy.Expr) and not value.is_Symbol and bool(value.free_symbols)


def is_symbolic(value: Any) -> bool:
    sympy = imported("sympy", "Basic")
    return (
        sympy is not None and isinstance(value, (sympy.Basic, sympy.MatrixBase)) and not isinstance(value, sympy.Lambda)
    )


def is_stub(values: list[Any], error: Any) -> bool:
    """A function left as the starter has it: it raises NotImplementedError, or does nothing and returns None."""
    unwritten = type(error) is dict and error.get("name") == "NotImplementedError"
    return unwritten or (bool(values) and all(type(one) is dict and one.get("t") == "none" for one in values))

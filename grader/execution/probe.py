"""Runs inside the student's kernel, standing alone: keeps figures as drawn, and answers probes with plain data.

`install(shell)` before the first cell, `answer(kind, parameters, namespace)` after the last. What is found there is the
student's: it may be huge, hold itself, lie about its type or raise from any method. So types are checked exactly, sizes
are capped before anything is copied, and whatever goes wrong becomes an opaque value or an error reply. Nothing that a
student sees is changed, and nothing depends on names in their namespace. The wire form stands in README.md.

Only the standard library is imported; numpy, sympy, pandas and matplotlib are used where the student's own cells have
imported them (numpy also to call a descent).
"""

from __future__ import annotations

import builtins
import collections
import decimal
import fractions
import functools
import importlib
import inspect
import io
import math
import re
import sys
import types
import weakref
from typing import Any

# A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))

#: Caps on one reply: numbers, characters of text, nesting, arguments recorded, items taken from a generator, names and
#: figures looked at.
MOST_NUMBERS, MOST_CHARACTERS, DEEPEST = 20_000, 1_500_000, 12
MOST_CALLS, MOST_YIELDED, MOST_NAMES, MOST_PER_NAME, MOST_FIGURES = 200, 2_000, 60, 6_000, 24
#: Caps on one figure: axes, artists of one sort in each, points in a line, points in all level curves together.
MOST_AXES, MOST_ARTISTS, MOST_POINTS, MOST_CONTOUR_POINTS = 16, 60, 2_000, 4_000
LONGEST_TEXT, LONGEST_EXPRESSION, LONGEST_INTEGER = 200_000, 4_000, 4_000

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")


class _TooLarge(Exception):
    """A value beyond the caps."""


class _State:
    """What is kept between cells."""

    def __init__(self) -> None:
        self.shell: Any = None
        self.known: dict[str, int] = {}
        self.cell = 0
        self.quiet = False
        self.figures: list[dict[str, Any]] = []


_state = _State()


def install(shell: Any) -> None:
    """Before the first cell: remembers which names are not the student's, and hooks the closing of figures."""
    _state.shell = shell
    namespace = getattr(shell, "user_ns", None)
    _state.known = {name: id(value) for name, value in namespace.items()} if type(namespace) is dict else {}
    _state.figures = []
    _state.cell = 0
    events = getattr(shell, "events", None)
    if events is not None:
        events.register("pre_run_cell", _next_cell)
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is not None:
        _hook(helpers)
    else:
        sys.meta_path.insert(0, _Finder())


def begin_cell(number: int) -> None:
    """Tells which cell runs next, for the figures drawn in it; without it the cells that ran are counted."""
    _state.cell = number - 1


def _next_cell(*_: Any) -> None:
    _state.cell += 1


def answer(kind: str, parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The reply to one probe, JSON-ready; never raises."""
    try:
        handler = _HANDLERS.get(kind)
        if handler is None:
            return {"ok": False, "reason": "error", "error": {"name": "ProbeError", "text": f"no probe {kind!r}"}}
        reply: dict[str, Any] = handler(parameters, namespace)
        return reply
    except KeyboardInterrupt:
        return {"ok": False, "reason": "timeout"}
    except (_TooLarge, MemoryError):
        return {"ok": False, "reason": "too-large"}
    except BaseException as error:
        return {"ok": False, "reason": "error", "error": _error(error)}


# Values


class _Encoder:
    """One reply being written. Objects are remembered by identity (arrays by the memory they show), and kept alive
    so that no identity is used twice."""

    def __init__(self, numbers: int = MOST_NUMBERS, *, consume: bool = True) -> None:
        self.numbers = numbers
        self.characters = MOST_CHARACTERS
        self.consume = consume
        self.seen: dict[Any, tuple[int, Any]] = {}
        self.next = 0

    def encode(self, value: Any, depth: int = 0) -> dict[str, Any]:
        """The wire form of anything. Raises _TooLarge, KeyboardInterrupt."""
        if depth > DEEPEST:
            return {"t": "too-large"}
        before = len(self.seen)
        try:
            return self._encode(value, depth)
        except (_TooLarge, KeyboardInterrupt, MemoryError):
            raise
        except _Raised:
            raise
        except BaseException:
            # Ids inside what is dropped must not be referred to.
            while len(self.seen) > before:
                self.seen.popitem()
            return {"t": "opaque", "type": _type_name(value)}

    def _encode(self, value: Any, depth: int) -> dict[str, Any]:
        kind = type(value)
        self._spend(1, 0)
        plain = _PLAIN.get(kind)
        if plain is not None:
            found: dict[str, Any] = plain(self, value)
            return found
        for encode in (
            self._library,
            self._container,
            self._plain_subclass,
            self._callable,
            self._protocol,
            self._instance,
        ):
            wire = encode(value, kind, depth)
            if wire is not None:
                return wire
        return {"t": "opaque", "type": _type_name(value)}

    def _spend(self, numbers: int, characters: int) -> None:
        self.numbers -= numbers
        self.characters -= characters + 40 * numbers
        if self.numbers < 0 or self.characters < 0:
            raise _TooLarge

    def _known(self, key: Any, value: Any) -> tuple[int, bool]:
        if key in self.seen:
            return self.seen[key][0], True
        self.next += 1
        self.seen[key] = self.next, value
        return self.next, False

    # Plain values

    def none(self, value: Any) -> dict[str, Any]:
        return {"t": "none"}

    def boolean(self, value: Any) -> dict[str, Any]:
        return {"t": "bool", "v": bool(value)}

    def integer(self, value: Any) -> dict[str, Any]:
        if int.bit_length(value) > 3 * LONGEST_INTEGER:
            # Beyond every double too.
            return {"t": "float", "v": "-inf" if value < 0 else "inf", "dtype": "int"}
        return {"t": "int", "v": int.__repr__(value)}

    def floating(self, value: Any) -> dict[str, Any]:
        return {"t": "float", "v": float.__repr__(value), "dtype": "float64"}

    def complex(self, value: Any) -> dict[str, Any]:
        return {"t": "complex", "re": float.__repr__(value.real), "im": float.__repr__(value.imag)}

    def text(self, value: Any) -> dict[str, Any]:
        if str.__len__(value) > LONGEST_TEXT:
            raise _TooLarge
        self._spend(0, str.__len__(value))
        return {"t": "str", "v": _clean(value)}

    def fraction(self, value: Any) -> dict[str, Any]:
        if value.denominator.bit_length() > 3 * LONGEST_INTEGER or value.numerator.bit_length() > 3 * LONGEST_INTEGER:
            return {"t": "float", "v": repr(_quotient(value)), "dtype": "fraction"}
        return {"t": "fraction", "v": f"{value.numerator}/{value.denominator}"}

    def decimal(self, value: Any) -> dict[str, Any]:
        return {"t": "decimal", "v": decimal.Decimal.__str__(value)[:LONGEST_INTEGER]}

    def _plain_subclass(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        for base, encode in _SUBCLASSES:
            if issubclass(kind, base):
                found: dict[str, Any] = encode(self, value)
                return found
        return None

    # Containers

    def _container(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        for base, name in _SEQUENCES:
            if issubclass(kind, base):
                if base.__len__(value) > self.numbers:
                    raise _TooLarge
                return self._items(name, list(base.__iter__(value)), value, depth)
        if issubclass(kind, dict):
            if dict.__len__(value) > self.numbers:
                raise _TooLarge
            identity, again = self._known(id(value), value)
            if again:
                return {"t": "ref", "id": identity}
            pairs = [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in list(dict.items(value))]
            return {"t": "dict", "id": identity, "v": pairs}
        if issubclass(kind, (types.GeneratorType, *_ITERATORS)) or (
            "__next__" in _attributes(kind) and "__iter__" in _attributes(kind) and not issubclass(kind, io.IOBase)
        ):
            return self._generated(value, depth)
        return None

    def _items(self, name: str, items: list[Any], value: Any, depth: int) -> dict[str, Any]:
        identity, again = self._known(id(value), value)
        if again:
            return {"t": "ref", "id": identity}
        return {"t": name, "id": identity, "v": [self.encode(one, depth + 1) for one in items]}

    def _generated(self, value: Any, depth: int) -> dict[str, Any]:
        """What a generator yields, each encoded before it goes on: a row changed in place afterwards was right then."""
        if not self.consume:
            return {"t": "opaque", "type": _type_name(value)}
        found: list[Any] = []
        while len(found) < MOST_YIELDED:
            try:
                one = next(value)
            except StopIteration:
                break
            except (KeyboardInterrupt, MemoryError):
                raise
            except BaseException as error:
                if not found and depth == 0 and type(value) is types.GeneratorType:
                    raise _Raised(error) from error
                if not found:
                    raise
                break
            seen = dict(self.seen)
            found.append(self.encode(one, depth + 1))
            # The ids given are spent, the objects forgotten: the next may be the same one, changed.
            self.seen = seen
        return {"t": "generator", "v": found}

    # numpy, pandas, sympy, and whatever converts itself to an array

    def _library(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        numpy = _module("numpy", "ndarray")
        if numpy is not None:
            if issubclass(kind, numpy.ndarray):
                return self._array(numpy, value, kind, depth)
            if issubclass(kind, numpy.generic):
                return self._numpy_scalar(numpy, value, kind)
        pandas = _module("pandas", "DataFrame")
        if pandas is not None:
            if issubclass(kind, pandas.DataFrame):
                return self._frame(value, depth)
            if issubclass(kind, pandas.Series):
                if len(value) > self.numbers:
                    raise _TooLarge
                index = [self.encode(one, depth + 1) for one in value.index.tolist()]
                cells = [self.encode(one, depth + 1) for one in _cells(value)]
                return {"t": "series", "name": _clean(str(value.name)), "index": index, "v": cells}
            if issubclass(kind, pandas.Index):
                return self._items("list", value.tolist(), value, depth)
        sympy = _module("sympy", "Basic")
        if sympy is not None and issubclass(kind, (sympy.Basic, sympy.MatrixBase)):
            return self._sympy(sympy, value, kind, depth)
        if kind.__name__ == "mpf":
            return {"t": "float", "v": repr(float(value)), "dtype": "mpf"}
        if kind.__name__ == "mpc":
            return self.complex(complex(value))
        return None

    def _array(self, numpy: Any, value: Any, kind: type, depth: int) -> dict[str, Any]:
        if issubclass(kind, numpy.ma.MaskedArray):
            array = numpy.ma.filled(numpy.ma.MaskedArray.astype(value, float), numpy.nan)
        else:
            array = numpy.ndarray.view(value, numpy.ndarray)
        if array.size > self.numbers:
            raise _TooLarge
        code = array.dtype.kind
        if code not in "fiub":
            # Complex numbers, objects and texts: nested lists, the rows of objects as they are.
            return self._nested(array, value, depth)
        memory = array.__array_interface__["data"][0] if array.size else id(value)
        identity, again = self._known((memory, array.shape, array.strides, array.dtype.str), value)
        if again:
            return {"t": "ref", "id": identity}
        flat = array.ravel()
        if code == "f":
            texts = [_float_text(numpy, one) for one in (flat.tolist() if array.dtype.str == "<f8" else flat)]
        else:
            texts = [str(int(one)) for one in flat.tolist()]
        self._spend(len(texts), sum(map(len, texts)) - 30 * len(texts))
        return {"t": "array", "id": identity, "dtype": array.dtype.name, "shape": list(array.shape), "v": texts}

    def _nested(self, array: Any, value: Any, depth: int) -> dict[str, Any]:
        if array.ndim == 0:
            return self.encode(array.item(), depth + 1)
        return self._items(
            "list", [array[i] for i in range(array.shape[0])] if array.ndim > 1 else array.tolist(), value, depth
        )

    def _numpy_scalar(self, numpy: Any, value: Any, kind: type) -> dict[str, Any] | None:
        if issubclass(kind, numpy.bool_):
            return {"t": "bool", "v": bool(value)}
        if issubclass(kind, numpy.integer):
            return {"t": "int", "v": str(int(value))}
        if issubclass(kind, numpy.floating):
            return {"t": "float", "v": _float_text(numpy, value), "dtype": numpy.dtype(kind).name}
        if issubclass(kind, numpy.complexfloating):
            return {"t": "complex", "re": _float_text(numpy, value.real), "im": _float_text(numpy, value.imag)}
        return None

    def _frame(self, value: Any, depth: int) -> dict[str, Any]:
        height, width = value.shape
        if height * max(width, 1) > self.numbers or width > 2_000:
            raise _TooLarge
        columns = [_clean(str(name)) for name in value.columns.tolist()]
        index = [self.encode(one, depth + 1) for one in value.index.tolist()]
        cells = [[self.encode(one, depth + 1) for one in _cells(value.iloc[:, j])] for j in range(width)]
        return {"t": "frame", "columns": columns, "index": index, "v": cells}

    def _sympy(self, sympy: Any, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        if issubclass(kind, sympy.MatrixBase) or issubclass(kind, getattr(sympy, "NDimArray", ())):
            return self._items("list", value.tolist(), value, depth)
        if issubclass(kind, (sympy.Tuple, sympy.Point)):
            return self._items("tuple", list(value.args), value, depth)
        if issubclass(kind, sympy.FiniteSet):
            return self._items("set", list(value.args), value, depth)
        if issubclass(kind, sympy.Dict):
            return self.encode(dict(value.items()), depth)
        if issubclass(kind, sympy.Lambda):
            return {"t": "function", "name": "Lambda", "parameters": [str(one) for one in value.variables]}
        if issubclass(kind, sympy.Poly):
            value = value.as_expr()
        if not isinstance(value, sympy.Expr):
            return None
        text = _clean(str(value))
        if len(text) > LONGEST_EXPRESSION:
            raise _TooLarge
        self._spend(0, len(text))
        symbols = sorted(str(one) for one in value.free_symbols)
        wire: dict[str, Any] = {"t": "sympy", "v": text, "number": None, "symbols": symbols}
        if symbols:
            return wire
        if value.is_Float:
            # A double prints sixteen digits; a Float of its own precision those it was asked for.
            return {**wire, "number": repr(float(value)) if value._prec == 53 else text, "floating": True}
        number = value.evalf(17)
        if number in (sympy.oo, -sympy.oo, sympy.nan, sympy.zoo):
            return {"t": "float", "v": {sympy.oo: "inf", -sympy.oo: "-inf"}.get(number, "nan"), "dtype": "sympy"}
        real, imaginary = number.as_real_imag()
        if imaginary != 0:
            return {"t": "complex", "re": repr(float(real)), "im": repr(float(imaginary))}
        return {**wire, "number": str(real), "floating": bool(value.atoms(sympy.Float))}

    def _protocol(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        """Tensors of torch, jax and others, by their own conversion to an array."""
        names = _attributes(kind)
        if "__array__" not in names:
            return None
        numpy = _module("numpy", "ndarray") or importlib.import_module("numpy")
        if "detach" in names:
            value = value.detach().cpu()
        array = numpy.asarray(value)
        if type(array) is not numpy.ndarray or array.dtype.kind not in "fiubc":
            return None
        return self._array(numpy, array, numpy.ndarray, depth)

    # Functions and objects

    def _callable(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        if issubclass(kind, _FUNCTIONS) or kind.__name__ in ("ufunc", "vectorize"):
            names = [name for name, _ in _signature(value)]
            return {"t": "function", "name": _clean(str(getattr(value, "__name__", "")))[:100], "parameters": names}
        return None

    def _instance(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        """An object of a class that the notebook defines, by its attributes."""
        home = type.__getattribute__(kind, "__module__")
        if issubclass(kind, (type, types.ModuleType)) or (
            home not in ("__main__", None)
            and kind is not types.SimpleNamespace
            and home.partition(".")[0] in _LIBRARIES
        ):
            return None
        attributes: dict[str, Any] = {}
        for base in reversed(type.__getattribute__(kind, "__mro__")):
            slots = base.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if name not in ("__dict__", "__weakref__"):
                    try:
                        attributes[name] = object.__getattribute__(value, name)
                    except AttributeError:
                        continue
        try:
            own = object.__getattribute__(value, "__dict__")
        except AttributeError:
            own = {}
        attributes.update(own if type(own) is dict else {})
        if not attributes:
            return None
        identity, again = self._known(id(value), value)
        if again:
            return {"t": "ref", "id": identity}
        pairs = [[_clean(str(name))[:100], self.encode(one, depth + 1)] for name, one in list(attributes.items())[:200]]
        return {"t": "object", "type": kind.__name__[:100], "id": identity, "v": pairs}


class _Raised(Exception):
    """A generator that raised before it yielded; the error is the argument."""


_PLAIN: dict[type, Any] = {
    type(None): _Encoder.none, bool: _Encoder.boolean, int: _Encoder.integer, float: _Encoder.floating,
    complex: _Encoder.complex, str: _Encoder.text, fractions.Fraction: _Encoder.fraction, decimal.Decimal: _Encoder.decimal,
}  # fmt: skip
_SUBCLASSES: tuple[tuple[type, Any], ...] = (
    (str, _Encoder.text), (int, _Encoder.integer), (float, _Encoder.floating),
    (fractions.Fraction, _Encoder.fraction), (decimal.Decimal, _Encoder.decimal),
)  # fmt: skip
_SEQUENCES: tuple[tuple[Any, str], ...] = (
    (list, "list"), (tuple, "tuple"), (set, "set"), (frozenset, "set"), (collections.deque, "list"), (range, "list"),
    (type({}.keys()), "list"), (type({}.values()), "list"), (type({}.items()), "list"),
)  # fmt: skip
_ITERATORS: tuple[type, ...] = (zip, map, filter, enumerate, reversed)
_FUNCTIONS: tuple[type, ...] = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, types.MethodWrapperType,
)  # fmt: skip
#: Objects of these packages are not looked into.
_LIBRARIES = {
    "builtins", "matplotlib", "numpy", "pandas", "sympy", "scipy", "IPython", "ipykernel", "ipywidgets", "plotly", "torch", "jax", "tensorflow",
    "threading", "logging", "io", "_io", "asyncio", "concurrent", "re", "datetime", "pathlib", "random", "types", "weakref", "contextlib",
    "traitlets", "zmq", "PIL", "seaborn", "sklearn", "mpl_toolkits", "tqdm", "functools", "itertools", "operator", "mpmath",
}  # fmt: skip


def _module(name: str, attribute: str) -> Any:
    """A library that the student's cells have imported, if it is really one."""
    module = sys.modules.get(name)
    return module if type(module) is types.ModuleType and isinstance(getattr(module, attribute, None), type) else None


def _attributes(kind: type) -> set[str]:
    return {name for base in type.__getattribute__(kind, "__mro__") for name in base.__dict__}


def _float_text(numpy: Any, value: Any) -> str:
    """The shortest text that is this number in its own type."""
    if type(value) is float or type(value) is numpy.float64:
        return float.__repr__(float(value))
    if not numpy.isfinite(value):
        return repr(float(value))
    return str(numpy.format_float_scientific(value, unique=True, trim="-"))


def _cells(series: Any) -> list[Any]:
    """A column's cells in their own types."""
    array = series.to_numpy()
    return list(array) if array.dtype.kind in "fiubcO" else list(array.tolist())


def _quotient(value: fractions.Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _clean(text: str) -> str:
    """Text that is valid in any encoding, as an exact str."""
    return str.encode(str.__str__(text), "utf-8", "replace").decode("utf-8")


def _type_name(value: Any) -> str:
    try:
        return _clean(type.__getattribute__(type(value), "__name__"))[:100]
    except BaseException:
        return "unknown"


def _error(error: BaseException) -> dict[str, Any]:
    """An error's type and text; addresses differ from run to run and are taken out."""
    if isinstance(error, _Raised):
        error = error.args[0]
    try:
        text = _ADDRESS.sub("0x…", _clean(str(error)))[:500]
    except BaseException:
        text = ""
    return {"name": _type_name(error), "text": text}


# Names


def _bound(names: list[str], namespace: dict[str, Any]) -> str | None:
    """The first name bound to something; None counts only where no other name is bound."""
    present = [name for name in names if name in namespace]
    return next((name for name in present if namespace[name] is not None), present[0] if present else None)


def _value(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    name = _bound(parameters["names"], namespace)
    if name is None:
        return {"ok": False, "reason": "absent"}
    with _Quiet():
        return {"ok": True, "name": name, "value": _Encoder().encode(namespace[name])}


def _candidates(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Every value of the student's that may hold rows of numbers; numbered variables x0, x1, … as one."""
    found: list[list[Any]] = []
    left, characters = MOST_NUMBERS, MOST_CHARACTERS
    own = [name for name in namespace if type(name) is str and not name.startswith("_")]
    own = [name for name in own if _state.known.get(name) != id(namespace[name])]
    with _Quiet():
        numbered = _numbered(own, namespace)
        for name, value in [*((n, namespace[n]) for n in own), *numbered]:
            if len(found) >= MOST_NAMES:
                break
            if type(value) in _NO_ROWS or isinstance(value, (type, types.ModuleType, *_FUNCTIONS)):
                continue
            if _is_array(value) and value.ndim == 2 and min(value.shape) > DEEPEST:
                continue  # a mesh, not rows of points
            encoder = _Encoder(min(left, MOST_PER_NAME), consume=False)
            encoder.characters = min(encoder.characters, characters)
            try:
                wire = encoder.encode(value)
            except (_TooLarge, MemoryError):
                continue
            if wire["t"] in _ROWS and sum(1 for _ in _leaves(wire)) >= 2:
                spent = min(left, MOST_PER_NAME) - encoder.numbers
                left, characters = left - spent, encoder.characters
                found.append([_clean(name), wire])
    return {"ok": True, "values": found}


_NO_ROWS = {type(None), bool, int, float, complex}
_ROWS = {"array", "list", "tuple", "dict", "frame", "series", "object", "str", "set"}


def _numbered(names: list[str], namespace: dict[str, Any]) -> list[tuple[str, Any]]:
    """x0 … x38 and y0 … y38 as {"x": [...], "y": [...]}: some write every iterate into a variable of its own."""
    stems: dict[str, dict[int, Any]] = {}
    for name in names:
        match = re.fullmatch(r"([^\W\d]\w*?)_?(\d{1,4})", name)
        value = namespace[name]
        if (
            match
            and type(value) not in (bool, type(None))
            and (isinstance(value, (int, float)) or _size(value) in range(1, 9))
        ):
            stems.setdefault(match[1], {}).setdefault(int(match[2]), value)
    rows = {stem: [some[i] for i in sorted(some)] for stem, some in stems.items() if len(some) >= 4}
    if not rows:
        return []
    label = ", ".join(f"{stem}{min(stems[stem])} … {stem}{max(stems[stem])}" for stem in rows)
    return [(label[:80], rows if len(rows) > 1 else next(iter(rows.values())))]


def _size(value: Any) -> int:
    return len(value) if type(value) in (list, tuple) else int(getattr(value, "size", 0)) if _is_array(value) else 0


def _is_array(value: Any) -> bool:
    numpy = _module("numpy", "ndarray")
    return numpy is not None and issubclass(type(value), numpy.ndarray)


# Calls


class _Sink(io.TextIOBase):
    """Takes what called functions print."""

    written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Quiet:
    """While the student's code runs for us: nothing is shown, no figure is kept or left behind."""

    def __enter__(self) -> _Sink:
        for manager in list(_managers().values()):
            _keep(manager.canvas.figure)
        self.sink = _Sink()
        self.streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.sink, _Sink()
        self.publisher = getattr(_state.shell, "display_pub", None)
        if self.publisher is not None:
            self.publisher.__dict__["publish"] = lambda *args, **kwargs: None
        self.was, _state.quiet = _state.quiet, True
        self.open = set(_managers())
        return self.sink

    def __exit__(self, *exception: Any) -> None:
        sys.stdout, sys.stderr = self.streams
        if self.publisher is not None:
            self.publisher.__dict__.pop("publish", None)
        managers = _managers()
        for number in set(managers) - self.open:
            try:
                sys.modules["matplotlib._pylab_helpers"].Gcf.destroy(number)
            except Exception:
                managers.pop(number, None)
        _state.quiet = self.was


def _call(
    function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any] | None = None
) -> tuple[Any, BaseException | None]:
    """(what it returned, what it raised)."""
    try:
        return function(*arguments, **(keywords or {})), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return None, error


def _signature(function: Any) -> list[tuple[str, str]]:
    """(name, "required" | "optional" | "star" | "keyword") for each parameter; empty where it cannot be told."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except BaseException:
        return []
    kinds = []
    for one in parameters[:50]:
        if one.kind is one.VAR_POSITIONAL:
            kind = "star"
        elif one.kind is one.VAR_KEYWORD:
            continue
        elif one.kind is one.KEYWORD_ONLY:
            kind = "keyword"
        else:
            kind = "required" if one.default is one.empty else "optional"
        kinds.append((_clean(str(one.name)), kind))
    return kinds


def _function(names: list[str], namespace: dict[str, Any]) -> tuple[str | None, Any]:
    """The first name bound to something that can be called, else the first that is bound at all."""
    for name in names:
        value = namespace.get(name)
        if callable(value) and not _is_symbolic(value):
            return name, value
    bound = _bound(names, namespace)
    value = namespace.get(bound) if bound is not None else None
    # None, and the dots of a starter, are no answer yet.
    return (None, None) if value is None or value is ... else (bound, value)


def _is_symbolic(value: Any) -> bool:
    sympy = _module("sympy", "Basic")
    return (
        sympy is not None and isinstance(value, (sympy.Basic, sympy.MatrixBase)) and not isinstance(value, sympy.Lambda)
    )


def _leaves(wire: dict[str, Any]) -> Any:
    """The plain values inside a wire value."""
    tag = wire["t"]
    if tag in ("list", "tuple", "set", "generator", "series"):
        for one in wire["v"]:
            yield from _leaves(one)
    elif tag == "frame":
        for column in wire["v"]:
            for one in column:
                yield from _leaves(one)
    elif tag in ("dict", "object"):
        for _, one in wire["v"]:
            yield from _leaves(one)
    elif tag == "array":
        for _ in wire["v"]:
            yield {"t": "float"}
    else:
        yield wire


def _kind_of_result(wire: dict[str, Any], n: int) -> str:
    """ "vector" for n numbers, "expression" for n symbolic ones, else "other"."""
    leaves = list(_leaves(wire))
    if len(leaves) != n:
        return "other"
    if any(leaf["t"] == "sympy" and leaf["symbols"] for leaf in leaves):
        return "expression"
    numeric = ("int", "float", "fraction", "decimal", "sympy")
    return "vector" if all(leaf["t"] in numeric for leaf in leaves) else "other"


def _ordered(wire: dict[str, Any], variables: list[str]) -> dict[str, Any]:
    """A dict of components in the variables' order, where its keys name them."""
    if wire["t"] != "dict" or len(wire["v"]) != len(variables):
        return wire
    by_name = {re.sub(r"\W|_", "", str(key.get("v", "")))[-1:]: pair for pair in wire["v"] for key in (pair[0],)}
    if all(v[-1:] in by_name for v in variables) and len(by_name) == len(variables):
        return {**wire, "v": [by_name[v[-1:]] for v in variables]}
    return wire


def _calls(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's function at some points; how it wants them is found by trying."""
    names, variables = parameters["names"], list(parameters["variables"])
    points = [[float(c) for c in point] for point in parameters["points"]]
    name, value = _function(names, namespace)
    if name is None:
        return {"ok": False, "reason": "absent"}
    with _Quiet() as sink:
        reply = _try_conventions(value, variables, points)
        if _is_stub([one.get("value") for one in reply.get("values") or []], reply.get("error")):
            reply = {"ok": False, "reason": "absent"}
        if reply.get("ok"):
            reply["value"] = reply.get("value") or _described(value)
        return {**reply, "name": name, "printed": sink.written > 0}


def _is_stub(values: list[Any], error: Any) -> bool:
    """A function left as the starter has it: it raises NotImplementedError, or does nothing and returns None."""
    unwritten = type(error) is dict and error.get("name") == "NotImplementedError"
    return unwritten or (bool(values) and all(type(one) is dict and one.get("t") == "none" for one in values))


def _described(value: Any) -> dict[str, Any]:
    try:
        return _Encoder(2_000, consume=False).encode(value)
    except (_TooLarge, MemoryError):
        return {"t": "too-large"}


def _try_conventions(value: Any, variables: list[str], points: list[list[float]]) -> dict[str, Any]:
    n = len(variables)
    parts = _parts(value, variables)
    if parts is not None:
        return _values("functions", lambda point: _each(parts, variables, point), points)
    if not callable(value) or _is_symbolic(value):
        wire = _Encoder().encode(value)
        if any(leaf["t"] in ("sympy", "str") for leaf in _leaves(wire)):
            return {"ok": True, "convention": "expression", "value": _ordered(wire, variables)}
        return {"ok": False, "reason": "not-callable", "value": wire}
    fallback: tuple[str, Any] | None = None
    first_error: BaseException | None = None
    for label, arguments in _conventions(value, variables):
        for point in points[:2] or [[0.5] * n]:
            given = arguments(point)
            if given is None:
                break
            result, error = _call(value, *given)
            if error is not None:
                first_error = first_error or error
                continue
            try:
                wire = _Encoder().encode(result)
            except _Raised as raised:
                first_error = first_error or raised.args[0]
                continue
            kind = _kind_of_result(wire, n)
            if kind == "expression":
                return {"ok": True, "convention": "expression", "value": _ordered(wire, variables)}
            if label in ("symbols", "nothing"):
                continue
            if kind == "vector":
                return _values(label, lambda p, a=arguments: _call(value, *a(p)), points, variables)
            fallback = fallback or (label, arguments)
    if fallback is not None:
        label, arguments = fallback
        return _values(label, lambda p: _call(value, *arguments(p)), points, variables)
    return {"ok": False, "reason": "cannot-call", "error": _error(first_error) if first_error else None}


def _parts(value: Any, variables: list[str]) -> list[Any] | None:
    """A tuple, list or dict of one function a component."""
    if type(value) is dict and len(value) == len(variables):
        by_name = {str(key)[-1:]: one for key, one in value.items()}
        value = (
            [by_name[v[-1:]] for v in variables] if all(v[-1:] in by_name for v in variables) else list(value.values())
        )
    if (
        type(value) in (list, tuple)
        and len(value) == len(variables)
        and all(callable(one) and not _is_symbolic(one) for one in value)
    ):
        return list(value)
    return None


def _each(parts: list[Any], variables: list[str], point: list[float]) -> tuple[Any, BaseException | None]:
    results: list[Any] = []
    for part in parts:
        error: BaseException | None = None
        for _, arguments in _conventions(part, variables):
            given = arguments(point)
            if given is None:
                continue
            result, raised = _call(part, *given)
            if raised is None:
                results.append(result)
                break
            error = error or raised
        else:
            return None, error
    return results, None


def _values(label: str, call: Any, points: list[list[float]], variables: list[str] | None = None) -> dict[str, Any]:
    values: list[dict[str, Any]] = []
    for point in points:
        result, error = call(point)
        try:
            wire = None if error is not None else _Encoder(MOST_NUMBERS // max(1, len(points))).encode(result)
        except _Raised as raised:
            wire, error = None, raised
        if wire is None:
            values.append({"ok": False, "reason": "error", "error": _error(error) if error is not None else None})
        else:
            values.append({"ok": True, "value": _ordered(wire, variables) if variables else wire})
    return {"ok": True, "convention": label, "values": values}


def _conventions(function: Any, variables: list[str]) -> list[tuple[str, Any]]:
    """Ways to hand over a point, the likeliest by the signature first; each gives (arguments, keywords) or None."""
    n = len(variables)
    numpy = _module("numpy", "ndarray")
    sympy = _module("sympy", "Basic")
    coordinates: tuple[str, Any] = ("coordinates", lambda p: (tuple(p), {}))
    vectors: list[tuple[str, Any]] = [
        ("vector", lambda p: None if numpy is None else ((numpy.array(p, dtype=float),), {})),
        ("point-tuple", lambda p: ((tuple(p),), {})),
        ("point-list", lambda p: ((list(p),), {})),
        ("column", lambda p: None if numpy is None else ((numpy.array(p, dtype=float).reshape(n, 1),), {})),
    ]
    keywords = ("keywords", lambda p: ((), dict(zip(variables, p, strict=True))))
    rest: list[tuple[str, Any]] = [
        keywords,
        ("point-dict", lambda p: ((dict(zip(variables, p, strict=True)),), {})),
        ("symbols", lambda p: None if sympy is None else (tuple(sympy.Symbol(v) for v in variables), {})),
        ("symbols", lambda p: None if sympy is None else ((sympy.Matrix([sympy.Symbol(v) for v in variables]),), {})),
        ("symbols", lambda p: None if sympy is None else ((tuple(sympy.Symbol(v) for v in variables),), {})),
        ("nothing", lambda p: ((), {})),
    ]
    signature = _signature(function)
    required = [name for name, kind in signature if kind == "required"]
    named = [name for name, _ in signature[:n]]
    starred = any(kind == "star" for _, kind in signature)
    if n > 1 and sorted(named) == sorted(variables) and named != variables:
        return [keywords, coordinates, *vectors, *rest]
    if n > 1 and len(required) == 1 and not starred:
        return [*vectors, coordinates, *rest]
    return [coordinates, *vectors, *rest]


def _function_probe(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's function on given arguments; lists are handed over as arrays, as lists where those are refused."""
    name, value = _function(parameters["names"], namespace)
    if name is None:
        return {"ok": False, "reason": "absent"}
    if not callable(value):
        return {"ok": False, "reason": "not-callable", "name": name}

    def call(arguments: list[Any]) -> tuple[Any, BaseException | None]:
        result, error = _call(value, tuple(_argument(one, arrays=True) for one in arguments))
        if error is not None and any(type(one) is list for one in arguments):
            again, refused = _call(value, tuple(_argument(one, arrays=False) for one in arguments))
            if refused is None:
                return again, None
        return result, error

    with _Quiet() as sink:
        reply = _values("arguments", call, parameters["arguments"])
        return {**reply, "name": name, "printed": sink.written > 0}


def _argument(value: Any, *, arrays: bool) -> Any:
    if type(value) is not list:
        return value
    if arrays:
        return importlib.import_module("numpy").array(value, dtype=float)
    return [_argument(one, arrays=False) for one in value]


# Gradient descent


def _descent(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """The student's gradient descent on gradients, starts and step sizes that were unknown while the cells ran."""
    name, value = _function(parameters["names"], namespace)
    if name is None:
        return {"ok": False, "reason": "absent"}
    if not callable(value):
        return {"ok": False, "reason": "not-callable", "name": name}
    variables = list(parameters.get("variables") or ["x", "y"])
    with _Quiet() as sink:
        numpy = _module("numpy", "ndarray") or importlib.import_module("numpy")
        cases = parameters["cases"]
        budget = MOST_NUMBERS // max(1, len(cases))
        replies = [_one_descent(numpy, value, case, variables, budget) for case in cases]
        idle = [one.get("value") for one in replies] if not any(one.get("calls") for one in replies) else []
        if _is_stub(idle, replies[0].get("error") if replies else None):
            return {"ok": False, "reason": "absent", "name": name}
        return {"ok": True, "name": name, "cases": replies, "printed": sink.written > 0}


def _one_descent(numpy: Any, function: Any, case: dict[str, Any], variables: list[str], budget: int) -> dict[str, Any]:
    start = [float(c) for c in case["start"]]
    step_size, iterations = float(case["step_size"]), int(case["iterations"])
    first: BaseException | None = None
    for label, arguments in _descent_conventions(numpy, function, start, step_size, iterations, variables):
        calls: list[list[str]] = []
        gradient = _gradient(numpy, case["gradient"], variables, calls)
        given, keywords, begun = arguments(gradient)
        result, error = _call(function, given, keywords)
        if error is None:
            try:
                wire = _Encoder(budget).encode(result)
            except _TooLarge:
                return {"ok": False, "reason": "too-large"}
            except _Raised as raised:
                error = raised.args[0]
        if error is None:
            changed = begun is not None and [float(c) for c in begun] != start
            return {"ok": True, "value": wire, "start_changed": changed, "calls": calls, "convention": label}
        first = first or error
    return {"ok": False, "reason": "error", "error": _error(first) if first is not None else None}


def _descent_conventions(
    numpy: Any, function: Any, start: list[float], step_size: float, iterations: int, variables: list[str]
) -> Any:
    """As the contract says first; others only where that raised. Each gives (arguments, keywords, the start handed over)."""

    def positional(make: Any) -> Any:
        def arguments(gradient: Any) -> Any:
            begun = make(start)
            return (gradient, begun, step_size, iterations), {}, begun

        return arguments

    yield "positional", positional(lambda s: numpy.array(s, dtype=numpy.float64))
    yield "start-tuple", positional(tuple)
    yield "start-list", positional(list)
    required = [name for name, kind in _signature(function) if kind == "required"]
    roles = [_role(name, variables) for name in required]
    wanted = {"gradient", "step", "iterations"}
    coordinates = [f"coordinate {v}" for v in variables]
    given = {one for one in roles if one is not None}
    if (
        None not in roles
        and len(given) == len(roles)
        and wanted <= given
        and ("start" in given or set(coordinates) <= given)
    ):

        def by_name(gradient: Any) -> Any:
            begun = numpy.array(start, dtype=numpy.float64)
            values = {
                "gradient": gradient,
                "start": begun,
                "step": step_size,
                "iterations": iterations,
                "tolerance": 0.0,
            }
            values.update(zip(coordinates, start, strict=True))
            return (), {name: values[str(one)] for name, one in zip(required, roles, strict=True)}, begun

        yield "names", by_name
    elif len(required) == len(start) + 3 and len(start) > 1:
        yield "coordinates", lambda gradient: ((gradient, *start, step_size, iterations), {}, None)


def _role(name: str, variables: list[str]) -> str | None:
    """What a parameter of gradient descent is called for."""
    plain = name.lower().strip("_")
    for variable in variables:
        if re.fullmatch(rf"{re.escape(variable.lower())}(_?(0|init|ini|inicial|start))?", plain):
            return "start" if len(variables) == 1 else f"coordinate {variable}"
    for role, pattern in (
        ("tolerance", r"tol\w*|eps\w*"),
        ("gradient", r"\w*grad\w*|d[fgj]\w*|nabla\w*|deriv\w*"),
        ("iterations", r"\w*iter\w*|n|k|num\w*|n_\w+|max\w*|epochs?|epocas?|steps|pasos|t|nmax"),
        ("step", r"eta|lr|alpha|alfa|gamma|step\w*|tasa\w*|\w*rate\w*|paso|h"),
        ("start", r"\w*start\w*|\w*inic\w*|\w*init\w*|theta\w*|p0?|\w*punto\w*|\w*point\w*|x_?0|v0?|w0?"),
    ):
        if re.fullmatch(pattern, plain):
            return role
    return None


def _gradient(numpy: Any, components: list[Any], variables: list[str], calls: list[list[str]]) -> Any:
    """A polynomial gradient as the contract hands it over: (x, y), one vector, or the variables as keywords.

    It returns an array of its argument's shape, takes stacked points, and raises TypeError on what it cannot read.
    """
    n = len(variables)
    terms = [
        [(float(fractions.Fraction(c)), [int(e) for e in powers]) for c, powers in component]
        for component in components
    ]

    def evaluate(coordinates: list[Any]) -> list[Any]:
        results = []
        with numpy.errstate(all="ignore"):
            for component in terms:
                total = numpy.zeros_like(coordinates[0])
                for coefficient, powers in component:
                    term = numpy.full_like(coordinates[0], coefficient)
                    for coordinate, power in zip(coordinates, powers, strict=True):
                        for _ in range(power):
                            term = term * coordinate
                    total = total + term
                results.append(total)
        return results

    def record(coordinates: list[Any]) -> None:
        flat = [coordinate.ravel().tolist() for coordinate in coordinates]
        for point in zip(*flat, strict=True):
            if len(calls) < MOST_CALLS:
                calls.append([repr(c) for c in point])

    def unreadable() -> TypeError:
        return TypeError(f"the gradient takes ({', '.join(variables)}), or one vector with {n} coordinates")

    def array(value: Any) -> Any:
        if isinstance(value, (str, bytes, bool, dict, set, complex)) or value is None or callable(value):
            raise unreadable()
        if hasattr(type(value), "detach"):
            value = value.detach().cpu().numpy()
        try:
            found = numpy.array(value)
            if found.dtype.kind == "O":
                found = found.astype(numpy.float64)
        except (TypeError, ValueError):
            raise unreadable() from None
        if found.dtype.kind in "iu":
            return found.astype(numpy.float64)
        if found.dtype.kind != "f":
            raise unreadable()
        return found

    def gradient(*arguments: Any, **keywords: Any) -> Any:
        expected = variables[len(arguments) :]
        if keywords and sorted(keywords) != sorted(expected):
            raise unreadable()
        given = [*arguments, *(keywords[v] for v in expected if v in keywords)]
        if len(given) == n and (n > 1 or keywords):
            coordinates = [array(one) for one in given]
            if len({one.shape for one in coordinates}) != 1:
                raise unreadable()
            record(coordinates)
            return numpy.stack(evaluate(coordinates))
        if len(given) != 1:
            raise unreadable()
        tensor = type(given[0])
        vector = array(given[0])
        if n == 1 and vector.ndim <= 2:
            axis, coordinates = None, [vector]
        elif vector.ndim in (1, 2) and vector.shape[-1] == n:
            axis, coordinates = -1, [vector[..., i] for i in range(n)]
        elif vector.shape == (n, 1):
            axis, coordinates = 0, [vector[i] for i in range(n)]
        else:
            raise unreadable()
        record(coordinates)
        values = evaluate(coordinates)
        result = values[0][()] if axis is None else numpy.stack(values, axis=axis)
        if hasattr(tensor, "detach") and "torch" in sys.modules:
            return sys.modules["torch"].from_numpy(result)
        return result

    return gradient


# Figures


class _Finder:
    """Waits for matplotlib to be imported by a cell, hooks the closing of its figures, and steps aside."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "matplotlib._pylab_helpers":
            return None
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                break
        else:
            return None
        loader: Any = spec.loader
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            execute(module)
            _hook(module)

        loader.exec_module = exec_module
        return spec


def _hook(helpers: Any) -> None:
    """Keeps what a figure shows when it is closed: by plt.close, by plt.show, or by the inline backend after a cell."""
    manager = helpers.Gcf
    if "_probe_hooked" in manager.__dict__:
        return
    destroy, destroy_all = manager.destroy, manager.destroy_all

    def kept_destroy(cls: Any, number: Any) -> Any:
        one = number if hasattr(number, "canvas") else cls.figs.get(number)
        if one is not None:
            _keep(one.canvas.figure)
        return destroy(number)

    def kept_destroy_all(cls: Any) -> Any:
        for one in list(cls.figs.values()):
            _keep(one.canvas.figure)
        return destroy_all()

    manager.destroy = classmethod(kept_destroy)
    manager.destroy_all = classmethod(kept_destroy_all)
    manager._probe_hooked = True


def _managers() -> dict[Any, Any]:
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    found = getattr(getattr(helpers, "Gcf", None), "figs", {})
    return found if isinstance(found, dict) else {}


def _keep(figure: Any) -> None:
    """What a figure shows now; a later look at the same figure takes its place if it shows anything."""
    if _state.quiet:
        return
    try:
        seen = next((one for one in _state.figures if one["figure"]() is figure), None)
        if seen is None and len(_state.figures) >= MOST_FIGURES:
            return
        axes = _shown(figure)
        if seen is None:
            _state.figures.append({"figure": weakref.ref(figure), "cell": _state.cell, "axes": axes})
        elif axes:
            seen["axes"] = axes
    except KeyboardInterrupt:
        raise
    except BaseException:
        # A figure that cannot be read is none to us; the student's cell goes on.
        return


def _figures(parameters: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Every figure of the notebook: closed ones as kept, open ones and those in variables as they are."""
    figures = [manager.canvas.figure for manager in list(_managers().values())]
    module = sys.modules.get("matplotlib.figure")
    if module is not None:
        for value in list(namespace.values()):
            found = (
                value
                if isinstance(value, module.Figure)
                else getattr(value, "figure", None)
                if hasattr(type(value), "plot")
                else None
            )
            if isinstance(found, module.Figure):
                figures.append(found)
    for figure in figures:
        _keep(figure)
    replies = [{"cell": one["cell"], "axes": one["axes"]} for one in _state.figures if one["axes"]]
    left = MOST_NUMBERS
    kept: list[dict[str, Any]] = []
    for reply in reversed(replies):
        left -= sum(_numbers_in(axes) for axes in reply["axes"])
        if left < 0 and kept:
            break
        kept.append(reply)
    return {"ok": True, "figures": kept[::-1]}


def _numbers_in(axes: dict[str, Any]) -> int:
    lines = sum(2 * len(line["x"]) for line in (*axes["lines"], *axes["points"]))
    return lines + sum(2 * len(path) for contour in axes["contours"] for path in contour["paths"])


def _shown(figure: Any) -> list[dict[str, Any]]:
    found = []
    budget = [MOST_CONTOUR_POINTS]
    for axes in list(figure.get_axes())[:MOST_AXES]:
        one = _axes(axes, budget)
        if one["lines"] or one["points"] or one["contours"] or one["images"]:
            found.append(one)
    return found


def _axes(axes: Any, budget: list[int]) -> dict[str, Any]:
    contour = getattr(sys.modules.get("matplotlib.contour"), "ContourSet", ())
    collections_module = sys.modules["matplotlib.collections"]
    is3d = axes.name == "3d"
    lines, points, contours, images = [], [], [], len(axes.images)
    for line in list(axes.lines)[:MOST_ARTISTS]:
        data = line.get_data_3d()[:2] if hasattr(line, "get_data_3d") else line.get_data(orig=True)
        marker, style = line.get_marker(), line.get_linestyle()
        x, y = _plotted(data[0]), _plotted(data[1])
        lines.append(
            {
                "x": x,
                "y": y,
                "marker": marker not in (None, "None", "none", "", " "),
                "linestyle": _clean(str(style))[:20],
            }
        )
    for one in list(axes.collections)[:MOST_ARTISTS]:
        if isinstance(one, contour):
            contours.append(_contours(one, budget))
        elif isinstance(one, collections_module.LineCollection):
            for segment in one.get_segments()[:MOST_ARTISTS]:
                lines.append(
                    {
                        "x": _plotted([p[0] for p in segment]),
                        "y": _plotted([p[1] for p in segment]),
                        "marker": False,
                        "linestyle": "-",
                    }
                )
        elif isinstance(one, collections_module.QuadMesh):
            images += 1
        elif hasattr(one, "_offsets3d"):
            points.append({"x": _plotted(one._offsets3d[0]), "y": _plotted(one._offsets3d[1])})
        elif len(one.get_offsets()) and not isinstance(one, getattr(collections_module, "TriMesh", ())):
            offsets = one.get_offsets()
            points.append({"x": _plotted([p[0] for p in offsets]), "y": _plotted([p[1] for p in offsets])})
    if not contours:
        # matplotlib before 3.8 keeps a collection a level and no set.
        contours = [_contours(one, budget) for one in axes.get_children() if isinstance(one, contour)]
    arrows = [(text.xy, text.xyann) for text in axes.texts if getattr(text, "arrow_patch", None) is not None]
    if arrows:
        ends = [p for pair in arrows[:MOST_POINTS] for p in (pair[1], pair[0])]
        points.append({"x": _plotted([p[0] for p in ends]), "y": _plotted([p[1] for p in ends])})
    return {"lines": lines, "points": points, "contours": contours, "images": images, "is3d": is3d}


def _contours(one: Any, budget: list[int]) -> dict[str, Any]:
    levels = [_number(level) for level in list(one.levels)[:200]]
    paths: list[list[list[Any]]] = []
    for path in one.get_paths():
        vertices, codes = path.vertices, path.codes
        begins = [0] if codes is None else [i for i, code in enumerate(codes.tolist()) if code == 1]
        for begin, end in zip(begins, [*begins[1:], len(vertices)], strict=True):
            piece = vertices[begin:end]
            thinned = piece[:: max(1, len(piece) // 100)]
            if len(thinned) < 2 or budget[0] < len(thinned):
                continue
            budget[0] -= len(thinned)
            paths.append([[_number(x), _number(y)] for x, y in thinned.tolist()])
    return {"filled": bool(one.filled), "levels": levels, "paths": paths}


def _plotted(values: Any) -> list[Any]:
    """Coordinates as JSON numbers, null where not finite."""
    numpy = sys.modules["numpy"]
    flat = numpy.ma.filled(numpy.ma.asarray(values).astype(float), numpy.nan).ravel()
    return [_number(one) for one in flat[:MOST_POINTS].tolist()]


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


_HANDLERS: dict[str, Any] = {
    "value": _value, "call": _calls, "descent": _descent, "function": _function_probe, "figures": _figures, "candidates": _candidates,
}  # fmt: skip

"""Any value → its wire form: types are checked exactly, sizes capped before anything is copied."""

from __future__ import annotations

import array
import builtins
import collections
import decimal
import fractions
import functools
import io
import math
import types
from typing import Any

from .libraries import library, protocol
from .safe import (
    DEEPEST,
    LONGEST_INTEGER,
    LONGEST_TEXT,
    MOST_CHARACTERS,
    MOST_NUMBERS,
    MOST_YIELDED,
    Raised,
    TooLarge,
    attributes_of,
    clean,
    signature_of,
    type_name,
)

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


class Encoder:
    """One reply being written. Objects are remembered by identity (arrays by the memory they show), and kept alive
    so that no identity is used twice."""

    def __init__(self, numbers: int = MOST_NUMBERS, *, consume: bool = True) -> None:
        self.numbers = numbers
        self.characters = MOST_CHARACTERS
        self.consume = consume
        self.seen: dict[Any, tuple[int, Any]] = {}
        self.next = 0

    def encode(self, value: Any, depth: int = 0) -> dict[str, Any]:
        """The wire form of anything. Raises TooLarge, KeyboardInterrupt."""
        if depth > DEEPEST:
            return {"t": "too-large"}
        before = len(self.seen)
        try:
            return self._encode(value, depth)
        except (TooLarge, KeyboardInterrupt, MemoryError):
            raise
        except Raised:
            raise
        except BaseException:
            # Ids inside what is dropped must not be referred to.
            while len(self.seen) > before:
                self.seen.popitem()
            return {"t": "opaque", "type": type_name(value)}

    def _encode(self, value: Any, depth: int) -> dict[str, Any]:
        kind = type(value)
        self.spend(1, 0)
        plain = _PLAIN.get(kind)
        if plain is not None:
            found: dict[str, Any] = plain(self, value)
            return found
        if kind in (list, tuple, dict):  # no library's, and not to be looked for there
            return self._container(value, kind, depth) or {"t": "opaque", "type": type_name(value)}
        for encode in (
            library,
            Encoder._container,
            Encoder._plain_subclass,
            Encoder._callable,
            protocol,
            Encoder._instance,
        ):
            wire = encode(self, value, kind, depth)
            if wire is not None:
                return wire
        return {"t": "opaque", "type": type_name(value)}

    def spend(self, numbers: int, characters: int) -> None:
        self.numbers -= numbers
        self.characters -= characters + 40 * numbers
        if self.numbers < 0 or self.characters < 0:
            raise TooLarge

    def known(self, key: Any, value: Any) -> tuple[int, bool]:
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
            raise TooLarge
        self.spend(0, str.__len__(value))
        return {"t": "str", "v": clean(value)}

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
                    raise TooLarge
                return self.items(name, list(base.__iter__(value)), value, depth)
        if issubclass(kind, dict):
            if dict.__len__(value) > self.numbers:
                raise TooLarge
            identity, again = self.known(id(value), value)
            if again:
                return {"t": "ref", "id": identity}
            pairs = [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in list(dict.items(value))]
            return {"t": "dict", "id": identity, "v": pairs}
        if issubclass(kind, (types.GeneratorType, *_ITERATORS)) or (
            "__next__" in attributes_of(kind) and "__iter__" in attributes_of(kind) and not issubclass(kind, io.IOBase)
        ):
            return self._generated(value, depth)
        return None

    def items(self, name: str, items: list[Any], value: Any, depth: int) -> dict[str, Any]:
        identity, again = self.known(id(value), value)
        if again:
            return {"t": "ref", "id": identity}
        return {"t": name, "id": identity, "v": [self.encode(one, depth + 1) for one in items]}

    def _generated(self, value: Any, depth: int) -> dict[str, Any]:
        """What a generator yields, each encoded before it goes on: a row changed in place afterwards was right then."""
        if not self.consume:
            return {"t": "opaque", "type": type_name(value)}
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
                    raise Raised(error) from error
                if not found:
                    raise
                break
            seen = dict(self.seen)
            found.append(self.encode(one, depth + 1))
            # The ids given are spent, the objects forgotten: the next may be the same one, changed.
            self.seen = seen
        return {"t": "generator", "v": found}

    # Functions and objects

    def _callable(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        if issubclass(kind, FUNCTIONS) or kind.__name__ in ("ufunc", "vectorize"):
            names = [name for name, _ in signature_of(value)]
            return {"t": "function", "name": clean(str(getattr(value, "__name__", "")))[:100], "parameters": names}
        return None

    def _instance(self, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
        """An object of a class that the notebook defines, by its attributes and those of its class; or that class itself."""
        is_class = kind is type
        kind = value if is_class else kind
        home = type.__getattribute__(kind, "__module__")
        if issubclass(kind, (type, types.ModuleType)) or (
            home not in ("__main__", None)
            and kind is not types.SimpleNamespace
            and home.partition(".")[0] in _LIBRARIES
        ):
            return None
        attributes: dict[str, Any] = {}
        for base in reversed(type.__getattribute__(kind, "__mro__")):
            if type.__getattribute__(base, "__module__") == home:
                attributes.update(_data_of(base))
            if is_class:
                continue
            slots = base.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if name not in ("__dict__", "__weakref__"):
                    try:
                        attributes[name] = object.__getattribute__(value, name)
                    except AttributeError:
                        continue
        try:
            own = {} if is_class else object.__getattribute__(value, "__dict__")
        except AttributeError:
            own = {}
        attributes.update(own if type(own) is dict else {})
        if not attributes:
            return None
        identity, again = self.known(id(value), value)
        if again:
            return {"t": "ref", "id": identity}
        pairs = [[clean(str(name))[:100], self.encode(one, depth + 1)] for name, one in list(attributes.items())[:200]]
        return {"t": "object", "type": kind.__name__[:100], "id": identity, "v": pairs}


def _data_of(kind: type) -> dict[str, Any]:
    """What a class body binds for all objects of the class: no method, property or slot, nor what is hidden."""
    bound = type.__getattribute__(kind, "__dict__").items()
    return {name: one for name, one in bound if not name.startswith("_") and not issubclass(type(one), _BEHAVIOUR)}


_PLAIN: dict[type, Any] = {
    type(None): Encoder.none, bool: Encoder.boolean, int: Encoder.integer, float: Encoder.floating,
    complex: Encoder.complex, str: Encoder.text, fractions.Fraction: Encoder.fraction, decimal.Decimal: Encoder.decimal,
}  # fmt: skip


_SUBCLASSES: tuple[tuple[type, Any], ...] = (
    (str, Encoder.text), (int, Encoder.integer), (float, Encoder.floating),
    (fractions.Fraction, Encoder.fraction), (decimal.Decimal, Encoder.decimal),
)  # fmt: skip


_SEQUENCES: tuple[tuple[Any, str], ...] = (
    (list, "list"), (tuple, "tuple"), (set, "set"), (frozenset, "set"), (collections.deque, "list"), (range, "list"), (array.array, "list"),
    (type({}.keys()), "list"), (type({}.values()), "list"), (type({}.items()), "list"),
)  # fmt: skip


_ITERATORS: tuple[type, ...] = (zip, map, filter, enumerate, reversed)


FUNCTIONS: tuple[type, ...] = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, types.MethodWrapperType,
)  # fmt: skip


#: What a class body binds that is no data.
_BEHAVIOUR: tuple[type, ...] = (
    type, *FUNCTIONS, classmethod, staticmethod, property, functools.cached_property,
    types.MemberDescriptorType, types.GetSetDescriptorType,
)  # fmt: skip
#: Wire forms that may hold rows of points.
ROWS = {"array", "list", "tuple", "dict", "frame", "series", "object", "str", "set"}
#: Wire forms that are one number, or a formula.
SCALARS = {"int", "float", "fraction", "decimal", "sympy"}
#: Objects of these packages are not looked into.
_LIBRARIES = {
    "builtins", "matplotlib", "numpy", "pandas", "sympy", "scipy", "IPython", "ipykernel", "ipywidgets", "plotly", "torch", "jax", "tensorflow",
    "threading", "logging", "io", "_io", "asyncio", "concurrent", "re", "datetime", "pathlib", "random", "types", "weakref", "contextlib",
    "traitlets", "zmq", "PIL", "seaborn", "sklearn", "mpl_toolkits", "tqdm", "functools", "itertools", "operator", "mpmath",
}  # fmt: skip


def _quotient(value: fractions.Fraction) -> float:
    try:
        return value.numerator / value.denominator
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def leaves(wire: dict[str, Any]) -> Any:
    """The plain values inside a wire value."""
    tag = wire["t"]
    if tag in ("list", "tuple", "set", "generator", "series"):
        for one in wire["v"]:
            yield from leaves(one)
    elif tag == "frame":
        for column in wire["v"]:
            for one in column:
                yield from leaves(one)
    elif tag in ("dict", "object"):
        for _, one in wire["v"]:
            yield from leaves(one)
    elif tag == "array":
        for _ in wire["v"]:
            yield {"t": "float"}
    else:
        yield wire

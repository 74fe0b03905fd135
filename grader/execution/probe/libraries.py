"""numpy, pandas and sympy where the cells have imported them, and whatever converts itself to an array."""

from __future__ import annotations

import builtins
import importlib
from typing import TYPE_CHECKING, Any

from .safe import LONGEST_EXPRESSION, TooLarge, attributes_of, clean, imported

if TYPE_CHECKING:
    from .wire import Encoder

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def library(encoder: Encoder, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
    """The wire form of what numpy, pandas, sympy or mpmath made; None for anything else."""
    numpy = imported("numpy", "ndarray")
    if numpy is not None:
        if kind is numpy.float64:  # what traces are made of
            return encoder.floating(float(value))
        if issubclass(kind, numpy.ndarray):
            return _array(encoder, numpy, value, kind, depth)
        if issubclass(kind, numpy.generic):
            return _numpy_scalar(encoder, numpy, value, kind)
    pandas = imported("pandas", "DataFrame")
    if pandas is not None:
        if issubclass(kind, pandas.DataFrame):
            return _frame(encoder, value, depth)
        if issubclass(kind, pandas.Series):
            if len(value) > encoder.numbers:
                raise TooLarge
            index = [encoder.encode(one, depth + 1) for one in value.index.tolist()]
            cells = [encoder.encode(one, depth + 1) for one in _cells(value)]
            return {"t": "series", "name": clean(str(value.name)), "index": index, "v": cells}
        if issubclass(kind, pandas.Index):
            return encoder.items("list", value.tolist(), value, depth)
    sympy = imported("sympy", "Basic")
    if sympy is not None and issubclass(kind, (sympy.Basic, sympy.MatrixBase)):
        return _sympy(encoder, sympy, value, kind, depth)
    if kind.__name__ == "mpf":
        return {"t": "float", "v": repr(float(value)), "dtype": "mpf"}
    if kind.__name__ == "mpc":
        return encoder.complex(complex(value))
    return None


def _array(encoder: Encoder, numpy: Any, value: Any, kind: type, depth: int) -> dict[str, Any]:
    if issubclass(kind, numpy.ma.MaskedArray):
        array = numpy.ma.filled(numpy.ma.MaskedArray.astype(value, float), numpy.nan)
    else:
        array = numpy.ndarray.view(value, numpy.ndarray)
    if array.size > encoder.numbers:
        raise TooLarge
    if array.dtype.names and array.ndim == 1:
        return _fields(encoder, array, depth)
    code = array.dtype.kind
    if code not in "fiub":
        # Complex numbers, objects and texts: nested lists, the rows of objects as they are.
        return _nested(encoder, array, value, depth)
    memory = array.__array_interface__["data"][0] if array.size else id(value)
    identity, again = encoder.known((memory, array.shape, array.strides, array.dtype.str), value)
    if again:
        return {"t": "ref", "id": identity}
    flat = array.ravel()
    if code == "f":
        texts = [_float_text(numpy, one) for one in (flat.tolist() if array.dtype.str == "<f8" else flat)]
    else:
        texts = [str(int(one)) for one in flat.tolist()]
    encoder.spend(len(texts), sum(map(len, texts)) - 30 * len(texts))
    return {"t": "array", "id": identity, "dtype": array.dtype.name, "shape": list(array.shape), "v": texts}


def _fields(encoder: Encoder, array: Any, depth: int) -> dict[str, Any]:
    """A structured array as a table with its fields' names."""
    rows, names = len(array), array.dtype.names
    if rows * len(names) > encoder.numbers:
        raise TooLarge
    index = [encoder.encode(i, depth + 1) for i in range(rows)]
    cells = [[encoder.encode(one, depth + 1) for one in array[name].tolist()] for name in names]
    return {"t": "frame", "columns": [clean(name) for name in names], "index": index, "v": cells}


def _nested(encoder: Encoder, array: Any, value: Any, depth: int) -> dict[str, Any]:
    if array.ndim == 0:
        return encoder.encode(array.item(), depth + 1)
    return encoder.items(
        "list", [array[i] for i in range(array.shape[0])] if array.ndim > 1 else array.tolist(), value, depth
    )


def _numpy_scalar(encoder: Encoder, numpy: Any, value: Any, kind: type) -> dict[str, Any] | None:
    if issubclass(kind, numpy.bool_):
        return {"t": "bool", "v": bool(value)}
    if issubclass(kind, numpy.integer):
        return {"t": "int", "v": str(int(value))}
    if issubclass(kind, numpy.floating):
        return {"t": "float", "v": _float_text(numpy, value), "dtype": numpy.dtype(kind).name}
    if issubclass(kind, numpy.complexfloating):
        return {"t": "complex", "re": _float_text(numpy, value.real), "im": _float_text(numpy, value.imag)}
    return None


def _frame(encoder: Encoder, value: Any, depth: int) -> dict[str, Any]:
    height, width = value.shape
    if height * max(width, 1) > encoder.numbers or width > 2_000:
        raise TooLarge
    columns = [clean(str(name)) for name in value.columns.tolist()]
    index = [encoder.encode(one, depth + 1) for one in value.index.tolist()]
    cells = [[encoder.encode(one, depth + 1) for one in _cells(value.iloc[:, j])] for j in range(width)]
    return {"t": "frame", "columns": columns, "index": index, "v": cells}


def _sympy(encoder: Encoder, sympy: Any, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
    if issubclass(kind, sympy.MatrixBase) or issubclass(kind, getattr(sympy, "NDimArray", ())):
        return encoder.items("list", value.tolist(), value, depth)
    if issubclass(kind, (sympy.Tuple, sympy.Point)):
        return encoder.items("tuple", list(value.args), value, depth)
    if issubclass(kind, sympy.FiniteSet):
        return encoder.items("set", list(value.args), value, depth)
    if issubclass(kind, sympy.Dict):
        return encoder.encode(dict(value.items()), depth)
    if issubclass(kind, sympy.Lambda):
        return {"t": "function", "name": "Lambda", "parameters": [str(one) for one in value.variables]}
    if issubclass(kind, sympy.Poly):
        value = value.as_expr()
    if not isinstance(value, sympy.Expr):
        return None
    text = clean(str(value))
    if len(text) > LONGEST_EXPRESSION:
        raise TooLarge
    encoder.spend(0, len(text))
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


def protocol(encoder: Encoder, value: Any, kind: type, depth: int) -> dict[str, Any] | None:
    """Tensors of torch, jax and others, by their own conversion to an array."""
    names = attributes_of(kind)
    if "__array__" not in names:
        return None
    numpy = imported("numpy", "ndarray") or importlib.import_module("numpy")
    if "detach" in names:
        value = value.detach().cpu()
    array = numpy.asarray(value)
    if type(array) is not numpy.ndarray or array.dtype.kind not in "fiubc":
        return None
    return _array(encoder, numpy, array, numpy.ndarray, depth)


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

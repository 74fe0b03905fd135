"""A polynomial gradient as the contract hands it to the student's function."""

from __future__ import annotations

import builtins
import fractions
import sys
from typing import Any

from .safe import MOST_CALLS

#: A copy of the builtins for this file: `builtins.len = 3` in a cell does not reach it.
globals()["__builtins__"] = dict(vars(builtins))


def polynomial_gradient(numpy: Any, components: list[Any], variables: list[str], calls: list[list[str]]) -> Any:
    """A polynomial gradient as the contract hands it over: (x, y), one vector, or the variables as keywords.

    It returns an array of its argument's shape, takes stacked points, and raises TypeError on what it cannot read.
    """
    n = len(variables)
    terms = [
        [(float(fractions.Fraction(c)), [int(e) for e in powers]) for c, powers in component]
        for component in components
    ]

    def evaluate(coordinates: list[Any]) -> list[Any]:
        # One number a coordinate is handled as a number, many times as fast as an array of one.
        coordinates, results = [one[()] for one in coordinates], []
        precise, zero = coordinates[0].dtype.type, numpy.zeros_like(coordinates[0])[()]
        with numpy.errstate(all="ignore"):
            for component in terms:
                total = zero
                for coefficient, powers in component:
                    term = precise(coefficient)
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

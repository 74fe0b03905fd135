"""Wire values for tests, written out by hand or by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from grader.execution import probe


def wire(value: Any) -> dict[str, Any]:
    """What the kernel sends for a value."""
    reply = probe.answer("value", {"names": ["v"]}, {"v": value})
    assert reply["ok"], reply
    found: dict[str, Any] = reply["value"]
    return found


numbers = st.one_of(
    st.floats().map(lambda v: {"t": "float", "v": repr(v), "dtype": "float64"}),
    st.integers().map(lambda v: {"t": "int", "v": str(v)}),
    st.text(max_size=12).map(lambda v: {"t": "str", "v": v}),
    st.sampled_from(
        ["0,8; -0,5", "(0, 1)", "x = 1, y = 2", "t=8: 0.36 0.10", "| t | x |", "nan inf", "1e5 .5 -", "{a: [1,"]
    ).map(lambda v: {"t": "str", "v": v}),
    st.builds(lambda n, d: {"t": "fraction", "v": f"{n}/{d}"}, st.integers(), st.integers(0, 9)),
    st.builds(lambda a, b: {"t": "complex", "re": repr(a), "im": repr(b)}, st.floats(), st.floats()),
    st.builds(
        lambda v, s: {"t": "sympy", "v": v, "number": None if s else "1.5", "symbols": s},
        st.sampled_from(["x", "x - y", "3/2", "sqrt(2)", "((", "x**999999999"]),
        st.lists(st.sampled_from(["x", "y", "z"]), max_size=2),
    ),
    st.sampled_from(
        [
            {"t": "none"},
            {"t": "bool", "v": True},
            {"t": "too-large"},
            {"t": "opaque", "type": "T"},
            {"t": "ref", "id": 1},
        ]
    ),
    st.just({"t": "function", "name": "f", "parameters": ["x"]}),
)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    ids = st.integers(1, 4)
    lists = st.lists(inner, max_size=5)
    return st.one_of(
        st.builds(lambda t, v, i: {"t": t, "id": i, "v": v}, st.sampled_from(["list", "tuple", "set", "generator"]), lists, ids),
        st.builds(lambda v: {"t": "list", "v": v}, lists),
        st.builds(lambda v: {"t": "dict", "v": v}, st.lists(st.lists(inner, min_size=2, max_size=2), max_size=4)),
        st.builds(lambda v: {"t": "object", "type": "C", "v": v}, st.lists(st.tuples(st.text(max_size=4), inner).map(list), max_size=4)),
        st.builds(
            lambda rows, names: {"t": "frame", "columns": names, "index": [{"t": "int", "v": str(i)} for i in range(len(rows))], "v": [rows] * len(names)},
            lists, st.lists(st.sampled_from(["x", "y", "t", "(0, 1)", "f(x,y)"]), max_size=4),
        ),
        st.builds(lambda v: {"t": "series", "name": "s", "index": v, "v": v}, lists),
        st.builds(
            lambda shape, text: {"t": "array", "dtype": "float64", "shape": shape, "v": [text] * _product(shape)},
            st.lists(st.integers(0, 4), max_size=4), st.sampled_from(["1.0", "nan", "0.25", "x"]),
        ),
    )  # fmt: skip


def _product(shape: list[int]) -> int:
    product = 1
    for side in shape:
        product *= side
    return product


values = st.recursive(numbers, _containers, max_leaves=30)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["t", "v", "id", "shape", "dtype", "columns", "index", "re", "number", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)

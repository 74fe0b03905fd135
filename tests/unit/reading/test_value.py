"""Replies are claims: whatever a kernel sends becomes a value or a ReadingError."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.reading.functions import read_expressions, read_values, read_vectors
from grader.reading.mappings import read_array, read_by_start, read_number, read_points, read_start_and_step, read_text
from grader.reading.points import read_trace
from grader.reading.tables import read_table
from grader.reading.value import Items, ReadingError, Text, read_value

from .wires import json, values

ONE = {"t": "int", "v": "1"}
STARTS = [(Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1))]


@pytest.mark.parametrize(
    "wire",
    [
        None, 3, [], {}, {"t": "new"}, {"t": []}, {"t": "int", "v": 1}, {"t": "int", "v": "1.0"}, {"t": "int", "v": "9" * 5000},
        {"t": "float", "v": "0x1p3"}, {"t": "fraction", "v": "1/0"}, {"t": "array", "shape": [2], "v": ["1.0"]},
        {"t": "array", "shape": [-1], "v": []}, {"t": "array", "shape": [10**12, 0], "v": []}, {"t": "ref", "id": 7},
        {"t": "list", "id": -1, "v": []}, {"t": "dict", "v": [[ONE]]}, {"t": "frame", "columns": ["x"], "index": [], "v": [[ONE]]},
        {"t": "array", "dtype": "int64", "shape": [40_001], "v": ["1"] * 40_001},
    ],
)  # fmt: skip
def test_a_malformed_reply_is_a_reading_error(wire: Any) -> None:
    with pytest.raises(ReadingError):
        read_value(wire)


def test_one_object_seen_twice_is_one_value_and_one_that_holds_itself_is_opaque() -> None:
    twice = read_value({"t": "list", "v": [{"t": "list", "id": 1, "v": [ONE]}, {"t": "ref", "id": 1}]})
    assert isinstance(twice, Items)
    assert twice.items[0] is twice.items[1]
    own = read_value({"t": "list", "id": 1, "v": [{"t": "ref", "id": 1}]})
    assert isinstance(own, Items)
    assert own.items[0].kind == "opaque"


def test_references_that_multiply_are_refused_before_they_are_walked() -> None:
    level: dict[str, Any] = {"t": "list", "id": 1, "v": [ONE] * 10}
    wires = [level]
    for i in range(2, 12):
        wires.append({"t": "list", "id": i, "v": [{"t": "ref", "id": i - 1}] * 10})
    with pytest.raises(ReadingError):
        read_value({"t": "list", "v": wires})


def test_deep_nesting_is_refused() -> None:
    wire: dict[str, Any] = ONE
    for _ in range(3_000):
        wire = {"t": "list", "v": [wire]}
    with pytest.raises(ReadingError):
        read_value(wire)


def test_lone_surrogates_do_not_survive() -> None:
    text = read_value({"t": "str", "v": "a\ud800b"})
    assert isinstance(text, Text)
    assert text.text.encode("utf-8")


def _read_everything(value: Any) -> None:
    for read in (
        lambda v: read_trace(v, 2, length=4, start=STARTS[0]),
        lambda v: read_trace(v, 1),
        lambda v: read_trace(v, 3, variables=("x", "y", "z")),
        read_table,
        read_number,
        read_text,
        read_array,
        lambda v: read_points(v, 2),
        lambda v: read_by_start(v, STARTS),
        lambda v: read_start_and_step(v, 2),
    ):
        try:
            read(value)
        except ReadingError as error:
            assert error.code
            assert error.reason


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values)
def test_whatever_a_value_holds_only_a_reading_error_escapes_the_readers(wire: Any) -> None:
    try:
        value = read_value(wire)
    except ReadingError:
        return
    _read_everything(value)


@settings(max_examples=200, deadline=None)
@given(json)
def test_whatever_json_a_kernel_sends_only_a_reading_error_escapes(wire: Any) -> None:
    with contextlib.suppress(ReadingError):
        _read_everything(read_value(wire))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(json, values))
def test_replies_of_calls_are_claims_too(wire: Any) -> None:
    reply = {"values": [{"ok": True, "value": wire}, wire], "value": wire}
    for read in (read_values, lambda r: read_vectors(r, 2), lambda r: read_expressions(r, ("x", "y"))):
        with contextlib.suppress(ReadingError):
            read(reply)

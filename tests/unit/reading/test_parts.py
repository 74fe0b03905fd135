"""The parts of a value and of a printed text, and the words that lead to each."""

from __future__ import annotations

from typing import Any

import pytest

from grader.reading.mappings import read_number, read_point
from grader.reading.parts import Part, parts, printed_parts
from grader.reading.value import Pairs, ReadingError, Value, read_value
from tests.unit.reading.wires import wire

RECORDS = [{"inicio": (0, 1), "x_fin": 3.0, "y_fin": 2.0}, {"inicio": (-1, 1), "x_fin": -2.8, "y_fin": 3.1}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"tasa": 0.5, "camino": [(1, 2)]}, ["v", "v['tasa']", "v['camino']"]),
        ((0.5, [(1, 2), (3, 4)]), ["v", "v[0]", "v[1]"]),
        ({(0, 1): 0.1, (1, 0): 0.2}, ["v"]),
        ({"(0, 1)": 0.1, "(1, 0)": 0.2}, ["v"]),
        ([1.0, 2.0, 3.0], ["v"]),
        ({"a": 1, "b": 2, "c": 3}, ["v", "v['a']", "v['b']", "v['c']"]),
    ],
)
def test_what_has_a_name_is_a_part_and_a_start_is_no_name(value: Any, expected: list[str]) -> None:
    assert [part.name for part in parts(read_value(wire(value)), "v") if part.name.count("[") < 2] == expected


def test_columns_of_records_stand_under_the_column_that_spells_points() -> None:
    found = {(part.name, part.value.kind) for part in parts(read_value(wire(RECORDS)), "v")}
    # x_fin and y_fin differ in one letter, and there by one: together they are the point of each row.
    assert ("v[…]['x_fin y_fin']", "pairs") in found
    assert ("v[…].inicio", "items") in found


def test_a_key_that_counts_and_a_name_with_a_number_tell_the_question() -> None:
    told = {part.name: part.number for part in parts(read_value(wire({"a": 1, "b": (2, [3, 4]), "c": 3})), "v")}
    assert (told["v['b']"], told["v['b'][0]"]) == (2, 2)
    assert [part.number for part in parts(read_value(wire(0.5)), "respuesta_3")] == [3]
    assert [part.number for part in parts(read_value(wire(0.5)), "x3")] == [None]


@pytest.mark.parametrize(
    ("line", "words", "number"),
    [
        ("primer t con norma <= 0.02: 44", "", 44),
        ("La norma baja de 0.02 por primera vez en t = 44", "por primera vez en t", 44),
        ("Tasa máxima de g: 0,4648", "Tasa máxima de g", 0.4648),
        ("44", "", 44),
        ("np.int64(44)", "", 44),
        ("La tasa máxima es 2/lambda = 0.4648", "La tasa máxima es 2 lambda", 0.4648),
        ("eta_max = (5 - sqrt(13))/3 ≈ 0.4648", "eta_max 5 sqrt 13 3", 0.4648),
    ],
)
def test_a_number_has_the_words_since_the_one_before(line: str, words: str, number: float) -> None:
    found = {}
    for part in printed_parts(line, "cell 1"):
        try:
            found[float(read_number(part.value).exact or 0)] = part.own
        except ReadingError:
            continue
    assert found[number] == words


def columns(part: Part) -> list[Value]:
    return [one for _, one in part.value.pairs] if isinstance(part.value, Pairs) else []


def test_lines_that_are_alike_are_a_table_and_numbers_without_a_word_between_them_a_point() -> None:
    text = "start (0, 1) -> 3.0, 2.0\nstart (-1, 1) -> -2.8, 3.1"
    ends = [read_point(one, 2) for part in printed_parts(text, "cell 1") if part.own == "" for one in columns(part)]
    assert [[float(c.exact or 0) for c in p] for p in ends if p] == [[3.0, 2.0], [-2.8, 3.1]]
    assert not any(part.bare for part in printed_parts(text, "cell 1"))
    assert [part.bare for part in printed_parts("44", "cell 1")] == [False, True]


def test_a_number_alone_on_its_line_is_called_as_the_line_above_it() -> None:
    assert [part.own for part in printed_parts("t_stop\n44", "cell 1") if part.bare] == ["t_stop"]
    assert [part.own for part in printed_parts("(0.8, -0.5)\nt_stop\n44", "cell 1") if part.bare] == ["", "t_stop"]
    assert [part.own for part in printed_parts("t_stop\n\n44", "cell 1") if part.bare] == [""]


def test_a_value_that_a_text_spells_is_called_as_the_words_before_it_and_its_keys() -> None:
    text = "eta_f = {(0, 1): 0.5, (-1, 1): 0.25}\n{'eta_g': 0.6, 'trace_g': [(1, -1), (0.5, 0.5)]}"
    told = {part.own: part.value for part in printed_parts(text, "cell 1")}
    assert float(read_number(told["eta_g"])) == 0.6
    assert [float(read_number(one)) for _, one in told["eta_f"].pairs] == [0.5, 0.25]  # type: ignore[union-attr]
    assert {part.name for part in printed_parts(text, "cell 1")} == {"cell 1"}

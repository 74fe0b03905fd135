"""Tables are read by names where they have names, else by order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from grader.reading.tables import read_table
from grader.reading.value import ReadingError, Text, read_value

from .wires import wire

COLUMNS = ("t", "x", "y", "g", "norm")
#: The worked example at the asked t, four decimals (reference/README.md, E1 and E2).
ROWS = [
    [1, 0.8, -0.5, 1.22, 2.0], [2, 0.67, -0.22, 0.4687, 1.3], [8, 0.3615, 0.1039, 0.0493, 0.2677],
    [18, 0.1748, 0.0526, 0.0115, 0.1267], [38, 0.041, 0.0124, 0.0006, 0.0299], [48, 0.0199, 0.006, 0.0002, 0.0145],
]  # fmt: skip
NAMED = pd.DataFrame(ROWS, columns=["Iteración", "x_k", "y_k", "g(x, y)", "||∇g||"])
COMMAS = [[str(c).replace(".", ",") for c in row] for row in ROWS]

TABLES: dict[str, Any] = {
    "list of lists": ROWS,
    "tuples": [tuple(r) for r in ROWS],
    "array": np.array(ROWS),
    "transposed array": np.array(ROWS).T,
    "row of names first": [["t", "x", "y", "g", "|grad|"], *ROWS],
    "row of names, other order": [["norma", "f", "y", "x", "n"], *[r[::-1] for r in ROWS]],
    "frame": NAMED,
    "frame, other order": NAMED[["||∇g||", "g(x, y)", "Iteración", "y_k", "x_k"]],
    "frame, index of t": NAMED.set_index("Iteración"),
    "frame of texts": NAMED.astype(str),
    "frame on its side": NAMED.T,
    "dict t → row": {r[0]: tuple(r[1:]) for r in ROWS},
    "dict t8 → row": {f"t{r[0]}": tuple(r[1:]) for r in ROWS},
    "dict t → dict": {r[0]: dict(zip(("x", "y", "g", "norma"), r[1:], strict=True)) for r in ROWS},
    "list of dicts": [dict(zip(("k", "x", "y", "valor", "grad_norm"), r, strict=True)) for r in ROWS],
    "dict of columns": dict(zip(("iter", "x", "y", "objetivo", "norma_grad"), zip(*ROWS, strict=True), strict=True)),
    "(t, point, g, norm)": [(r[0], np.array(r[1:3]), r[3], r[4]) for r in ROWS],
    "texts with commas": COMMAS,
    "lines": "t  x  y  g  norm\n" + "\n".join("  ".join(map(str, r)) for r in ROWS),
    "drawn table": "| t | x | y | g(x,y) | ‖∇g‖ |\n|---|---|---|---|---|\n" + "\n".join("| " + " | ".join(r) + " |" for r in COMMAS),
    "printed frame": repr(NAMED),
    "printed frame, index of t": NAMED.set_index("Iteración").to_string(),
    "printed frame below words": "Mi tabla\n\n" + NAMED.to_string(index=False),
    "a line a column": "\n".join(f"{n} {list(c)}" for n, c in zip(("t", "x", "y", "g", "norma"), zip(*ROWS, strict=True), strict=True)),
    "a line a cell": "\n".join(f"Iteración {t}\n  x = {x}\n  y = {y}\n  g(x, y) = {g}\n  ‖∇g‖ = {n}\n" for t, x, y, g, n in ROWS),
    "a line a cell, the point in one": "\n".join(f"t: {t}\n(x, y): ({x}, {y})\ng: {g}\nnorma: {n}" for t, x, y, g, n in ROWS),
    "sentences": "\n".join(f"Tras {t} pasos (x, y) = ({x}, {y}), g = {g} y la norma vale {n}" for t, x, y, g, n in ROWS),
    "rows with a word": [(t, x, y, g, n, "ok" if n < 1 else "no") for t, x, y, g, n in ROWS],
    "labelled lines": [f"t={t}: x={x}, y={y}, g={g}, norm={n}" for t, x, y, g, n in ROWS],
}  # fmt: skip


def floats(value: Any) -> list[list[float | None]]:
    reading = read_table(read_value(wire(value)), COLUMNS)
    cells = [[row[c] for c in COLUMNS] for row in reading.rows]
    return [[None if c is None or c.exact is None else float(c.exact) for c in row] for row in cells]


@pytest.mark.parametrize("name", TABLES)
def test_every_form_of_a_table_is_the_same_table(name: str) -> None:
    assert floats(TABLES[name]) == [list(map(float, r)) for r in ROWS]


def test_fewer_names_than_columns_are_no_frame_unless_its_columns_end_below_them() -> None:
    text = "  iteración punto\n" + "\n".join(f"  {t}  {x}  {y}  {g}  {n}" for t, x, y, g, n in ROWS)
    assert floats(text) == [list(map(float, r)) for r in ROWS]
    points = " paso objetivo valor norma\n" + "\n".join(f"{t}  {x}  {y}  {g}  {n}" for t, x, y, g, n in ROWS)
    assert floats(points) == [list(map(float, r)) for r in ROWS]


def test_a_line_as_long_as_a_text_may_be_is_read_once() -> None:
    """Each of its characters, not each with all those before it: that would take minutes."""
    text = "a" * 1_000_000 + "\n" + "\n".join("  ".join(map(str, r)) for r in ROWS)
    rows = read_table(Text(text), COLUMNS).rows
    assert [[float(n) for n in row.values() if n is not None] for row in rows] == [list(map(float, r)) for r in ROWS]


def test_a_column_that_cannot_count_is_the_norm_where_it_is_called_n() -> None:
    named = NAMED.set_axis(["t", "x", "y", "g", "n"], axis=1)
    frame = named.set_index("t")
    assert floats(named) == floats(frame) == floats(frame.T) == [list(map(float, r)) for r in ROWS]


def test_names_that_fit_no_order_leave_a_table_unread() -> None:
    backwards = "\n".join(f"g = {g}; {x}; {y}; t = {t}; {n}" for t, x, y, g, n in ROWS)
    with pytest.raises(ReadingError):
        read_table(read_value(wire(backwards)), COLUMNS)


def test_without_a_t_rows_have_none_unless_they_are_a_whole_trace() -> None:
    assert floats([r[1:] for r in ROWS]) == [[None, *map(float, r[1:])] for r in ROWS]
    whole = [[0.5 / (i + 1), 0.25, 3.0, 2.0] for i in range(49)]
    assert [row[0] for row in floats(whole)] == list(range(49))


def test_an_empty_cell_is_none() -> None:
    assert floats([[*ROWS[0][:4], None], *ROWS[1:]])[0][4] is None


@pytest.mark.parametrize("value", [3, "hola", [], [[1]], {"a": 1}, [["a", "b"], ["c", "d"]]])
def test_what_is_no_table_is_a_reading_error(value: Any) -> None:
    with pytest.raises(ReadingError):
        floats(value)

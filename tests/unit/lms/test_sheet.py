"""A delimited file in which some cells change: every other byte stays what it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.errors import ExportError
from grader.lms.sheet import Sheet, read_sheet

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=12)
ENCODINGS = [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[list[str]], int]:
    """A file of csv's own writer: its bytes, its cells, the length of its byte order mark."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=4))
    rows = [[f"column {n}" for n in range(width)], *rows]
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    # csv quotes a lone \r only where it is part of the line's end
    end = draw(st.sampled_from(["\n", "\r\n"])) if quoting == csv.QUOTE_ALL else "\r\n"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=draw(st.sampled_from([",", ";", "\t"])), quoting=quoting, lineterminator=end).writerows(
        rows
    )
    encoding, bom = draw(st.sampled_from(ENCODINGS))
    return bom + text.getvalue().encode(encoding), rows, len(bom)


def outside(sheet: Sheet, places: set[tuple[int, int]]) -> list[str]:
    """The file's text cut into what stands between the cells at `places`."""
    parts, done = [], 0
    for row, column in sorted(places):
        cell = sheet.rows[row][column]
        parts.append(sheet.text[done : cell.start])
        done = cell.end
    return [*parts, sheet.text[done:]]


@given(files())
def test_every_cell_is_read_as_it_was_written(file: tuple[bytes, list[list[str]], int]) -> None:
    data, rows, _ = file
    assert [[cell.value for cell in row] for row in read_sheet(data, "f").rows] == rows


@given(files(), st.data())
def test_only_the_cells_that_change_change(file: tuple[bytes, list[list[str]], int], draws: st.DataObject) -> None:
    data, rows, _ = file
    sheet = read_sheet(data, "f")
    assert sheet.replaced({}) == data
    cells = st.tuples(st.integers(1, len(rows) - 1), st.integers(0, len(rows[0]) - 1))
    changes = draws.draw(st.dictionaries(cells, TEXT, max_size=5))
    after = sheet.replaced(changes)
    assume(after)
    again = read_sheet(after, "f")
    assert again.encoding == sheet.encoding
    assert again.bom == sheet.bom
    assert outside(again, set(changes)) == outside(sheet, set(changes))
    assert {place: again.rows[place[0]][place[1]].value for place in changes} == changes


@pytest.mark.parametrize(
    ("data", "encoding", "name"),
    [
        ("a,ñ\r\n1,2\r\n".encode(), "utf-8", "UTF-8"),
        (b"\xef\xbb\xbfa,b\n1,2\n", "utf-8", "UTF-8 (BOM)"),
        ("a;ñ\n1;ü".encode("latin-1"), "cp1252", "latin-1 (Windows-1252)"),
        (b"a;\x81\n1;2\n", "latin-1", "latin-1"),
        ("\ufeffa\tñ\n1\t名\n".encode("utf-16-le"), "utf-16-le", "UTF-16 (BOM)"),
        ("a\tñ\n1\tb\n".encode("utf-16-le"), "utf-16-le", "UTF-16"),
        ("a\tñ\n1\tb\n".encode("utf-16-be"), "utf-16-be", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_kept(data: bytes, encoding: str, name: str) -> None:
    sheet = read_sheet(data, "f")
    assert (sheet.encoding, sheet.encoding_name) == (encoding, name)
    assert sheet.replaced({}) == data


def test_a_character_that_the_encoding_lacks_is_written_as_a_reference() -> None:
    assert read_sheet("a;ñ\n1;2\n".encode("latin-1"), "f").replaced({(1, 1): "η ñ"}) == b"a;\xf1\n1;&#951; \xf1\n"


def test_a_separator_within_quotes_is_none() -> None:
    sheet = read_sheet(b'a;"b, c";d\n"1;2";"3""4";5,0', "f")
    assert sheet.values(1) == ["1;2", '3"4', "5,0"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a,b\n1,2\n1,2,3\n", "line 3 has 3 cells where the header has 2"),
        (b'a,b\n1,"2\n', "line 2 has a quote that does not close"),
        (b"", "no separator"),
        (b"PK\x03\x04", "no separator"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_line(data: bytes, problem: str) -> None:
    with pytest.raises(ExportError, match=problem):
        read_sheet(data, "f.csv")


def test_a_cell_in_quotes_stays_in_quotes() -> None:
    assert read_sheet(b'a,b\n"1",2\n', "f").replaced({(1, 0): "3", (1, 1): "4"}) == b'a,b\n"3",4\n'


def test_a_file_that_is_no_text_is_told_as_such() -> None:
    with pytest.raises(ExportError, match=r"x\.zip: is no text"):
        read_sheet(b"PK\x03\x04\x14\0a,b\n1,2\n", "x.zip")

"""A delimited file as cells with positions: some are replaced, and every other byte stays what it was."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import ExportError

_DELIMITERS = (",", ";", "\t", "|", ":")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {"cp1252": "latin-1 (Windows-1252)", "latin-1": "latin-1", "utf-8": "UTF-8"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value, and where it stands in the text, quotes included."""

    value: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read; the text with `bom` before it and encoded is the file again, byte for byte."""

    text: str
    bom: bytes
    encoding: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def encoding_name(self) -> str:
        """The encoding as a form would call it."""
        return _NAMES.get(self.encoding, self.encoding[:6].upper()) + (" (BOM)" if self.bom else "")

    def values(self, row: int) -> list[str]:
        """A row's values."""
        return [cell.value for cell in self.rows[row]]

    def spelled(self, value: str) -> str:
        """A text as the file's encoding can hold it: a character that it lacks becomes &#…;."""
        return value.encode(self.encoding, "xmlcharrefreplace").decode(self.encoding)

    def replaced(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """The file with other values in the cells (row, column); a character its encoding lacks becomes &#…;."""
        parts: list[str] = []
        done = 0
        for (row, column), value in sorted(changes.items()):
            cell = self.rows[row][column]
            parts += [self.text[done : cell.start], self._written(value, cell.quoted)]
            done = cell.end
        parts.append(self.text[done:])
        return self.bom + "".join(parts).encode(self.encoding, "xmlcharrefreplace")

    def _written(self, value: str, quoted: bool) -> str:
        if quoted or self.delimiter in value or re.search(r'["\r\n]|^\s|\s$', value):
            return '"' + value.replace('"', '""') + '"'
        return value


def read_sheet(
    data: bytes,
    file: str,
    *,
    one_column: bool = False,
    remedy: str = "Download it again and give it as it is, not saved by a spreadsheet",
) -> Sheet:
    """Read a file in any of the encodings and separators that Moodle and Canvas write.

    UTF-8 or UTF-16 by byte order mark, UTF-16 by its zeros, UTF-8 where the bytes are, Windows-1252 else. The separator
    is the one under which every row has as many cells as the header, and most; a file without any has `one_column`, where
    that may be. Raises ExportError with the line and the remedy.
    """
    bom, encoding = _encoding(data)
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError:
        raise ExportError(f"{file}: is not the text that its first bytes say it is ({encoding}). {remedy}.") from None
    if "\0" in text:
        raise ExportError(f"{file}: is no text: it holds zero bytes. {remedy}.")
    header = text.splitlines()[0] if text.strip() else ""
    found: list[tuple[tuple[Cell, ...], ...]] = []
    problem = "has no columns: no separator was found in its first line"
    separators = sorted((d for d in _DELIMITERS if d in header), key=header.count, reverse=True)
    for delimiter in separators or (_DELIMITERS[:1] if one_column and header else ()):
        try:
            rows = _rows(text, delimiter)
        except ExportError as error:
            problem = str(error)
            continue
        uneven = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), None)
        if uneven is not None:
            line = text.count("\n", 0, rows[uneven][0].start) + 1
            if not found:
                problem = f"line {line} has {len(rows[uneven])} cells where the header has {len(rows[0])}"
            continue
        return Sheet(text, bom, encoding, delimiter, rows)
    raise ExportError(f"{file}: {problem}. {remedy}.")


def _encoding(data: bytes) -> tuple[bytes, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return bom, name
    sample = data[:400]
    if sample[1::2].count(0) > len(sample) // 4:
        return b"", "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return b"", "utf-16-be"
    for name in ("utf-8", "cp1252"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return b"", name
    return b"", "latin-1"


def _rows(text: str, delimiter: str) -> tuple[tuple[Cell, ...], ...]:
    d = re.escape(delimiter)
    cell = re.compile(rf'(?:"((?:[^"]|"")*+)"|([^"{d}\r\n][^{d}\r\n]*+|))({d}|\r\n|\n|\r|\Z)')
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at, end = 0, len(text)
    while True:
        match = cell.match(text, at)
        if match is None:
            raise ExportError(f"line {text.count(chr(10), 0, at) + 1} has a quote that does not close its cell")
        quoted = match[1] is not None
        value = match[1].replace('""', '"') if quoted else match[2]
        row.append(Cell(value, at, match.start(3), quoted))
        at = match.end()
        if match[3] != delimiter:
            if len(row) > 1 or row[0].value or row[0].quoted:  # an empty line is no row
                rows.append(tuple(row))
            row = []
            if at >= end:
                return tuple(rows)

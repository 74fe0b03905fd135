"""A submission's bytes read as a notebook: any encoding, any nbformat, or one clear sentence why not."""

from __future__ import annotations

import codecs
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import SubmissionError
from grader.model import Cell, Submission

#: Larger files are refused before they are parsed: 3.6 MB of outputs were met, 100 MB never.
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Notebook:
    """What a notebook holds that we use: its code cells, which assignment it says it answers, and its Markdown cells."""

    cells: tuple[Cell, ...]
    assignment: str | None = None
    markdown: tuple[Cell, ...] = ()


class Unreadable(SubmissionError):
    """The bytes are no notebook; the message is one sentence for the student, `reason` its code."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def read_submission(path: Path) -> Submission:
    """A notebook file as a Submission; the student's id is the file's stem. Raises SubmissionError."""
    try:
        if path.is_dir():
            raise SubmissionError(f"{path}: is a folder. Name the notebook file inside it.")
        if path.stat().st_size > MAX_BYTES:
            raise SubmissionError(
                f"{path}: is larger than 64 MB. Clear its outputs (Kernel → Restart & Clear Output) and save it again."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SubmissionError(
            f"{path}: cannot be read: {error.strerror}. Check the path and its permissions."
        ) from None
    return Submission(path.stem, data, path.name)


def read_notebook(data: bytes) -> Notebook:
    """Code and Markdown cells, counted over all cells from 1. Raises Unreadable with a reason code and a sentence."""
    document = _json(_text(data))
    if not isinstance(document, dict) or not ("cells" in document or "worksheets" in document):
        raise Unreadable(
            "not-a-notebook", "This JSON file is no notebook: it has no cells. Save it from Jupyter or Colab as .ipynb."
        )
    if document.get("nbformat") == 3 or "worksheets" in document:
        document = _upgraded(document)
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("not-a-notebook", "The notebook's cells are not a list. Save it again from Jupyter or Colab.")
    metadata = document.get("metadata") if isinstance(document.get("metadata"), dict) else {}
    language = _language(metadata)
    if language not in ("", "python", "python3", "ipython", "ipython3"):
        raise Unreadable(
            "other-language",
            f"The notebook is written for {language!r}; this grader runs Python. Choose a Python kernel and save it again.",
        )
    code, markdown = (
        tuple(
            Cell(number, source)
            for number, cell in enumerate(cells, 1)
            if isinstance(cell, dict) and cell.get("cell_type") == kind and (source := _source(cell)).strip()
        )
        for kind in ("code", "markdown")
    )
    return Notebook(code, _assignment(metadata), markdown)


def _text(data: bytes) -> str:
    if not data.strip():
        raise Unreadable("empty", "The file is empty. Save the notebook again and upload it again.")
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(
                    "not-text", "The file's text encoding is broken. Save the notebook again from Jupyter."
                ) from None
    if data[1:2] == b"\0" or data[:1] == b"\0":
        try:
            return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _json(text: str) -> Any:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise Unreadable(
            "html-page",
            "This is a web page saved as .ipynb, not a notebook. Download the notebook itself (File → Download → .ipynb).",
        )
    if not start.startswith("{"):
        raise Unreadable(
            "not-a-notebook",
            "The file is no notebook: a notebook's text begins with '{'. Export it from Jupyter or Colab as .ipynb.",
        )
    try:
        # NaN and Infinity are no JSON, yet old outputs hold them; outputs are not read here.
        return json.loads(text)
    except RecursionError:
        raise Unreadable(
            "not-a-notebook", "The notebook's JSON is nested too deeply to be one that Jupyter wrote."
        ) from None
    except ValueError as error:
        line = getattr(error, "lineno", "?")
        raise Unreadable(
            "truncated",
            f"The notebook's JSON breaks off or is damaged at line {line}. Save it again and upload it again.",
        ) from None


def _upgraded(document: dict[str, Any]) -> dict[str, Any]:
    import nbformat  # slow to import, and only such old notebooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = nbformat.from_dict(document)
            upgraded: dict[str, Any] = nbformat.convert(node, 4)
            return upgraded
    except Exception:
        raise Unreadable(
            "not-a-notebook", "The notebook's old format (3) is damaged. Open it in Jupyter and save it again."
        ) from None


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    # JSON may hold half of a character, an emoji cut in two: no kernel can be sent that.
    return source.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")


def _language(metadata: dict[str, Any]) -> str:
    info, spec = metadata.get("language_info"), metadata.get("kernelspec")
    for holder, key in ((info, "name"), (spec, "language")):
        if isinstance(holder, dict) and isinstance(holder.get(key), str):
            return str(holder[key]).lower()
    return ""


def _assignment(metadata: dict[str, Any]) -> str | None:
    ours = metadata.get("grader")
    value = ours.get("assignment") if isinstance(ours, dict) else None
    return value if isinstance(value, str) and len(value) <= 64 else None

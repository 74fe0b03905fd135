"""What students get: starters made from the solution, the statements, a spec with the visible checks only, its bounds.

A starter is the solution without what stands between nbgrader's own markers `### BEGIN SOLUTION` and
`### END SOLUTION`, without outputs, and with the cells of one language: a cell whose metadata says
`{"grader": {"language": "es"}}` stands in the Spanish starter only, a cell that says nothing in each. Before its first code
cell and at its end come the cells of the self-check, unless the solution brings its own; where Pendiente is not installed they
break nothing.

The folder `certified/` holds the certified results that the visible checks of a right notebook ask for, so that a
self-check is quick without python-flint too (reference/store.py).
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import OutputError, SpecError
from grader.reference import store
from grader.reference.dynamics import classify
from grader.reference.stationary import stationary_points
from grader.reference.tube import FLOAT32, FLOAT64, tube
from grader.spec import (
    Assignment,
    Check,
    CustomCheck,
    FigureCheck,
    FunctionCheck,
    IteratesCheck,
    LimitsCheck,
    PointsCheck,
    RunsCheck,
    StepSizeCheck,
    TableCheck,
    answer_names,
    judged_with,
    own_answer,
)

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

#: What stands where a solution stood: it runs, and binds no name.
_CODE = {"es": "...  # tu respuesta", "en": "...  # your answer"}
_TEXT = {"es": "*Tu respuesta.*", "en": "*Your answer.*"}

_LOAD = """\
# {}
try:
    %load_ext grader
except ModuleNotFoundError:
    get_ipython().register_magic_function(lambda _: print("%check: pip install pendiente"), magic_name="check")"""
#: Language → the self-check's cells: code that loads it, what it is, code that asks.
SELF_CHECK = {
    "es": (
        _LOAD.format(
            "Para comprobar sus respuestas en el notebook. Sin Pendiente instalado, todo lo demás funciona igual."
        ),
        "## Compruebe sus respuestas\n\n`%check` mira sus variables, lo que imprimió y lo que dibujó, y dice qué está bien y qué probar; "
        "`%check NOMBRE` mira una sola respuesta. No envía ni cambia nada.",
        "%check --lang es",
    ),
    "en": (
        _LOAD.format("To check your answers in the notebook. Without Pendiente installed, all the rest works as well."),
        "## Check your answers\n\n`%check` looks at your variables and at what you printed and drew, and says what is right and what to try next; "
        "`%check NAME` looks at one answer. It sends and changes nothing.",
        "%check --lang en",
    ),
}

#: The folder of a bundle, beside its spec, that a self-check reads certified results from.
CERTIFIED = "certified"


def release(assignment: Assignment, out: Path) -> list[Path]:
    """Write an assignment's bundle into `out`, and list its files: never the solution, the mistakes or a hidden check.

    Raises SpecError where the assignment's folder lacks a part, naming each; OutputError where `out` cannot be written.
    """
    folder = assignment.folder
    problems = [
        f"{name}: is missing; a bundle needs it." for name in _sources(assignment) if not (folder / name).is_file()
    ]
    if not assignment.visible_only().checks:
        problems.append("checks: each has visible = false; a self-check would have nothing to ask. Make one visible.")
    problems += [
        f"checks.{check}: is judged with {answer!r}, of which only a hidden check asks, so a self-check would differ from the "
        "grades. Make that one visible, or this one independent of it."
        for check, answer in judged_with_hidden(assignment)
    ]
    if problems:
        raise SpecError(str(folder), problems)
    texts = {
        f"starter.{language}.ipynb": starter(folder / "solution.ipynb", language) for language in assignment.languages
    }
    texts["assignment.toml"] = visible_spec(
        tomllib.loads((folder / "assignment.toml").read_text(encoding="utf-8-sig")), assignment
    )
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (out / name).write_text(text, encoding="utf-8")
            written.append(out / name)
        for name in _copied(assignment):
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, out / name)
            written.append(out / name)
        written += _write_results(certified_results(assignment), out / CERTIFIED)
    except OSError as error:
        raise OutputError.from_os(Path(error.filename or out), error) from error
    return written


def judged_with_hidden(assignment: Assignment) -> list[tuple[str, str]]:
    """(visible check, answer) where the answer, from which the check carries errors forward, belongs to a hidden check alone."""
    visible = assignment.visible_only().checks
    own = {own_answer(check) for check in visible}
    hidden = {own_answer(check) for check in assignment.checks if not check.visible} - own
    return [(check.id, name) for check in visible for name in judged_with(check) if name in hidden]


def starter(solution: Path, language: str) -> str:
    """The text of the starter that a solution notebook gives in one language. Raises SpecError."""
    try:
        notebook = json.loads(solution.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(str(solution), [f"cannot be read: {error.strerror}. Check the path."]) from None
    except ValueError as error:
        raise SpecError(str(solution), [f"is no notebook: {error}. Save it again from Jupyter."]) from None
    # Jupyter's own form, so that opening and saving a starter changes nothing.
    return (
        json.dumps(stripped(notebook, language, path=solution.name), ensure_ascii=False, indent=1, sort_keys=True)
        + "\n"
    )


def stripped(notebook: Mapping[str, Any], language: str, *, path: str = "solution.ipynb") -> dict[str, Any]:
    """A notebook in one language, its solution regions replaced by a placeholder, its outputs cleared.

    Raises SpecError naming each cell whose markers do not pair up: a solution must never leak into a starter.
    """
    cells: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, cell in enumerate(notebook["cells"], 1):
        if _language(cell) in (None, language):
            try:
                cells.append(_starter_cell(cell, language))
            except _Unbalanced as error:
                name = f" ({cell['id']})" if cell.get("id") else ""
                problems.append(f"cell {number}{name}, line {error.line}: {error}")
    if problems:
        raise SpecError(path, problems)
    return {**notebook, "cells": _with_self_check(cells, language, ids=notebook.get("nbformat_minor", 0) >= 5)}


def visible_spec(spec: Mapping[str, Any], assignment: Assignment) -> str:
    """A spec's TOML text with the visible checks only, and the answers that they read; comments are left behind."""
    checks = {check.id: check for check in assignment.visible_only().checks}
    asked = {name for check in checks.values() for name in answer_names(check)}
    kept = {key: value for key, value in spec.items() if key != "submissions"}  # for whoever grades
    kept["checks"] = [
        {**check, "needs": [n for n in check["needs"] if n in checks]} if "needs" in check else check
        for check in spec["checks"]
        if check["id"] in checks
    ]
    if "answers" in spec:
        kept["answers"] = [answer for answer in spec["answers"] if answer["name"] in asked]
    return _toml(kept)


def certified_results(assignment: Assignment) -> dict[str, bytes]:
    """File name → content of the stored results that a self-check of a right notebook asks for, the same at any time.

    They are the tubes, in float64 and float32, of each run that a visible check names, the fate of each whose limit is
    asked, and the stationary points of their objectives; where students choose η, at the step sizes that visible checks
    name for it: the usual one and the ends of the range. A tube holds the reference iterates, a fate the limit: what
    anyone computes who has the visible spec and this package. Hidden checks and the solution are not looked at.
    """
    visible = assignment.visible_only()
    with tempfile.TemporaryDirectory() as room:
        with store.filling(Path(room)):
            for check in visible.checks:
                _ask(check, visible)
        return {path.name: path.read_bytes() for path in sorted(Path(room).glob("*.npz"))}


def _with_self_check(cells: list[dict[str, Any]], language: str, *, ids: bool) -> list[dict[str, Any]]:
    """The cells with those of the self-check; the notebook's format says whether cells have ids."""
    load, about, ask = (
        {**cell, "id": f"self-check-{name}"} if ids else cell
        for name, cell in zip(("load", "about", "ask"), _self_check(language), strict=True)
    )
    if any("%load_ext grader" in "".join(cell["source"]) for cell in cells):
        return cells
    first = next((i for i, cell in enumerate(cells) if cell.get("cell_type") == "code"), len(cells))
    return [*cells[:first], load, *cells[first:], about, ask]


def _self_check(language: str) -> Iterator[dict[str, Any]]:
    for source in SELF_CHECK.get(language, SELF_CHECK["en"]):
        cell = {"metadata": {}, "source": source.splitlines(keepends=True)}
        if source.startswith("## "):
            yield {**cell, "cell_type": "markdown"}
        else:
            yield {**cell, "cell_type": "code", "outputs": [], "execution_count": None}


class _Unbalanced(Exception):
    """A marker without its partner, in a line counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _starter_cell(cell: Mapping[str, Any], language: str) -> dict[str, Any]:
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    code = cell.get("cell_type") == "code"
    kept = _without_solutions(text.splitlines(), (_CODE if code else _TEXT).get(language, _CODE["en"]))
    made = {**cell, "source": "\n".join(kept).splitlines(keepends=True), "metadata": _without_language(cell)}
    return {**made, "outputs": [], "execution_count": None} if code else made


def _without_solutions(lines: Sequence[str], placeholder: str) -> list[str]:
    kept: list[str] = []
    opened: int | None = None
    for number, line in enumerate(lines, 1):
        marker = line.strip()
        if marker.startswith(BEGIN):
            if opened is not None:
                raise _Unbalanced(number, f"{BEGIN!r} stands inside the region of line {opened}. Close that one first.")
            opened = number
            kept.append(line[: len(line) - len(line.lstrip())] + placeholder)
        elif marker.startswith(END):
            if opened is None:
                raise _Unbalanced(number, f"{END!r} has no {BEGIN!r} above it. Add it, or take this line away.")
            opened = None
        elif opened is None:
            kept.append(line)
    if opened is not None:
        raise _Unbalanced(opened, f"{BEGIN!r} is never closed. Add {END!r} below the solution.")
    return kept


def _language(cell: Mapping[str, Any]) -> str | None:
    ours = cell.get("metadata", {}).get("grader", {})
    return ours.get("language") if isinstance(ours, Mapping) else None


def _without_language(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = dict(cell.get("metadata", {}))
    ours = {key: value for key, value in metadata.pop("grader", {}).items() if key != "language"}
    return {**metadata, "grader": ours} if ours else metadata


def _ask(check: Check, visible: Assignment) -> None:
    """Ask for what the examination of this check will ask for."""
    runs: list[tuple[tuple[str, ...], Fraction, int]] = []
    if isinstance(check, IteratesCheck | TableCheck):
        runs = [(check.start, Fraction(check.step_size), check.iterations)]
    elif isinstance(check, RunsCheck | FigureCheck):
        runs = [(start, eta, check.iterations) for start in check.starts for eta in _step_sizes(check, visible)]
    elif isinstance(check, LimitsCheck):
        for start in check.starts:
            for eta in _step_sizes(check, visible):
                classify(visible.objective(check), [Fraction(x) for x in start], eta)
    elif not isinstance(check, StepSizeCheck) and not (isinstance(check, PointsCheck) and check.expected is None):
        return
    for start, eta, iterations in runs:
        for arithmetic in (FLOAT64, FLOAT32):
            tube(visible.objective(check), [Fraction(x) for x in start], eta, iterations, arithmetic)
    stationary_points(visible.objective(check))  # drawn in the picture of each of these


def _step_sizes(check: RunsCheck | FigureCheck | LimitsCheck, visible: Assignment) -> list[Fraction]:
    """Each η that this check names, or another one that reads η from the same answer."""
    named: set[str] = set()
    for other in visible.checks:
        same = check.step_size_answer is not None and getattr(other, "step_size_answer", None) == check.step_size_answer
        if other is check or same:
            named |= {eta for eta in (getattr(other, "step_size", None),) if eta is not None}
            named |= set(getattr(other, "step_size_range", None) or ())
    return sorted(eta for eta in map(Fraction, named) if eta > 0)


def _write_results(results: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write them into the folder, in place of those of an earlier release."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.npz"):
        if path.name not in results:
            path.unlink()
    for name, content in results.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in results]


def _sources(assignment: Assignment) -> list[str]:
    return ["solution.ipynb", *_copied(assignment)]


def _copied(assignment: Assignment) -> list[str]:
    """What goes into a bundle as it is: the statements, and the Python files that visible checks name."""
    statements = [f"statement.{language}.md" for language in assignment.languages]
    files = []
    for check in assignment.visible_only().checks:
        if isinstance(check, CustomCheck):
            files.append(check.file)
        elif isinstance(check, FunctionCheck) and check.reference:
            files.append(check.reference.split(":")[0])
    return [*statements, *dict.fromkeys(files)]


def _toml(spec: Mapping[str, Any]) -> str:
    """Values first, then tables of tables and arrays of tables; what lies deeper is written inline."""
    nested = {name: table for name, table in spec.items() if _is_table(table) and all(map(_is_table, table.values()))}
    arrays = {
        name: tables
        for name, tables in spec.items()
        if isinstance(tables, list) and tables and all(map(_is_table, tables))
    }
    lines = [
        f"{_key(name)} = {_value(value)}" for name, value in spec.items() if name not in nested and name not in arrays
    ]
    blocks = [_block(f"[{_key(name)}.{_key(k)}]", v) for name, table in nested.items() for k, v in table.items()]
    blocks += [_block(f"[[{_key(name)}]]", table) for name, tables in arrays.items() for table in tables]
    return "\n\n".join(["\n".join(lines), *blocks]) + "\n"


def _block(header: str, table: Mapping[str, Any]) -> str:
    return "\n".join([header, *(f"{_key(k)} = {_value(v)}" for k, v in table.items())])


def _value(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for DEL, which TOML wants escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)

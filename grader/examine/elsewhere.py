"""Where an answer may be when its name is not bound, in this order; the report always says where an answer was found.

Other values of the namespace, their parts, columns apart, printed lines, lines and marks on axes: what a notebook holds and shows is what its
author did. Where there is none of it, the points at which cells that are run once more evaluate a gradient. Only where nothing of that settles the
answer are the student's functions called again, with what is asked: for what they return, then for the points at which they evaluate a gradient.
Where nothing that ran or was shown is the answer, the tables of Markdown cells are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any, TypeVar

from grader.examine.context import Context, Found, NotAsked
from grader.examine.written import written_tables
from grader.model import Finding, Probe, Source, Verdict
from grader.reading.lines import blocks, lines
from grader.reading.literals import COLUMN, Literal, literals
from grader.reading.number import ReadingError, from_repr
from grader.reading.parts import Part, parts, printed_parts
from grader.reading.value import Items, Pairs, Scalar, Text, Value, numbers_of, read_value
from grader.spec import Assignment, IteratesCheck, RunsCheck

T = TypeVar("T")

#: The probes that most of these tiers read; printed text comes with every execution.
CANDIDATES = Probe("candidates", "candidates", {})
PROBES = (CANDIDATES, Probe("figures", "figures", {}))
#: Longest printed text of one cell that is read as rows.
LONGEST = 100_000
#: Values of one printed text, with all that they hold, that are looked at.
MOST = 400


def again(check: IteratesCheck | RunsCheck, assignment: Assignment) -> Probe:
    """The question what the student's functions and loops do on the input of a check, where the answer's name holds nothing."""
    named = check.step_size_answer if isinstance(check, RunsCheck) else None
    starts = check.starts if isinstance(check, RunsCheck) else (check.start,)
    parameters = {
        "names": list(assignment.names[check.answer]),
        "variables": list(assignment.objective(check).variables),
        "starts": [[str(float(Fraction(c))) for c in s] for s in starts],
        "step_size": str(float(Fraction(check.step_size or "0.01"))),
        "step_size_names": list(assignment.names[named]) if named else [],
        "iterations": check.iterations,
    }
    return Probe(f"again:{check.answer}", "again", parameters)


def search(
    context: Context,
    name: str,
    dimension: int,
    attempt: Callable[[Found], T | None],
    enough: Callable[[T], bool],
    settled: Callable[[T], bool] = lambda one: False,
) -> list[T]:
    """What `attempt` accepts, tier by tier until one of them is `enough`; it may raise ReadingError to decline.

    Functions are called again only where none of what was accepted before is `settled`; where a gradient was asked, and what was
    written by hand, are looked at only where nothing was accepted: what is kept or shown is the answer.
    """
    accepted: list[T] = []
    for where, tier in tiers(context, name, dimension):
        if (where == "called" and any(settled(one) for one in accepted)) or (
            where in ("gradient-calls", "written") and accepted
        ):
            continue
        for found in tier:
            try:
                one = attempt(found)
            except ReadingError:
                continue
            if one is not None:
                accepted.append(one)
        if any(enough(one) for one in accepted):
            break
    return accepted


def tiers(context: Context, name: str, dimension: int) -> Iterator[tuple[str, Sequence[Found]]]:
    """The places that the spec accepts for the answer `name`: shown, gradient-calls, called or written, each with what is there."""
    values = context.candidates() if context.assignment.share_of("variable") else []
    yield "shown", values
    yield "shown", [Found(part.value, part.name) for place, part in everything(context) if place == "variable"]
    yield "shown", list(_columns_apart(values, dimension))
    if context.assignment.share_of("printed"):
        yield "shown", [*printed(context), *_columns_apart(list(_lists(context)), dimension)]
    if context.assignment.share_of("figure"):
        paths = list(drawn(context)) if dimension == 2 else []
        yield "shown", [*paths, *_columns_apart(list(_components(context)), dimension)]
    if context.assignment.share_of("gradient-calls"):
        yield "gradient-calls", list(_loops(context, name))
    runs = list(_runs(context, name))
    for where in ("called", "gradient-calls"):
        if context.assignment.share_of(where):
            yield where, [found for found in runs if found.where == where]
    yield "written", [Found(part.value, part.name, "written") for part in written_tables(context)]


def everything(context: Context) -> list[tuple[str, Part]]:
    """Every part of the notebook's variables but those under the assignment's own names, and of what it printed."""
    if "parts" not in context.cache:
        found: list[tuple[str, Part]] = []
        if context.assignment.share_of("variable"):
            taken = {name for names in context.assignment.names.values() for name in names}
            values = [one for one in context.candidates() if one.name not in taken]
            found += [("variable", part) for one in values for part in parts(one.value, one.name)]
        if context.assignment.share_of("printed"):
            for cell, text in context.execution.printed:
                found += [("printed", part) for part in printed_parts(text[:LONGEST], f"cell {cell}")]
        context.cache["parts"] = found
    everything: list[tuple[str, Part]] = context.cache["parts"]
    return everything


def kept(source: Source, context: Context) -> Fraction:
    """The share of its points that an answer keeps which was found there; under its own name, all of them."""
    where = "variable" if source.where == "function" else source.where  # a function is bound to a name as well
    return Fraction(1) if source.named else context.assignment.share_of(where)


def worth(finding: Finding, context: Context) -> Finding:
    """A finding with what is kept of its points where the answer was found; a right one that keeps a part is told so."""
    part = kept(finding.source, context) if finding.source is not None else Fraction(1)
    if part == 1:
        return finding
    if finding.verdict is Verdict.PASSED:
        finding = replace(finding, verdict=Verdict.FAILED, code=f"{finding.kind}.found-elsewhere")
    return replace(finding, share=finding.share * part)


def _columns_apart(values: Sequence[Found], dimension: int) -> Iterator[Found]:
    """Lists of one coordinate each, `dimension` of them in a row and equally long: xs and ys."""
    if dimension < 2:
        return
    flat = [(found, len(numbers)) for found in values if (numbers := numbers_of(found.value)) and len(numbers) >= 3]
    for i in range(len(flat) - dimension + 1):
        group = flat[i : i + dimension]
        if len({length for _, length in group}) == 1:
            together = Items("tuple", tuple(found.value for found, _ in group), -1)
            names = dict.fromkeys(found.name for found, _ in group)
            yield Found(together, ", ".join(names)[:64], group[0][0].where)


def _runs(context: Context, name: str) -> Iterator[Found]:
    """What functions returned when they were called again, and the points at which they took a gradient on the way."""
    for run in _again(context, name, "runs"):
        called = str(run.get("name", ""))[:64]
        try:
            value = read_value(run.get("value"))
        except ReadingError:
            continue
        yield Found(value, called, "called")
        for record in _dicts(run.get("calls")):
            name_of_gradient = str(record.get("name", ""))[:64]
            for rows in _once_a_step(_points(record)):
                # A function that gives back its last point has computed it, though it took no gradient there.
                if (last := numbers_of(value)) is not None and len(last) == len(rows[0].items):
                    end = Items("tuple", tuple(Scalar(n) for n in last), -1)
                    yield Found(Items("list", (*rows, end), -1), f"{name_of_gradient}, {called}", "gradient-calls")
                yield Found(Items("list", tuple(rows), -1), f"{name_of_gradient}, {called}", "gradient-calls")


def _loops(context: Context, name: str) -> Iterator[Found]:
    """The points at which cells took a gradient in a loop when they ran once more."""
    for run in _again(context, name, "loops"):
        place = f"{str(run.get('name', ''))[:48]} ({_place(run)})"
        yield Found(Items("list", tuple(_points(run)), -1), place, "gradient-calls")


def _again(context: Context, name: str, key: str) -> list[dict[str, Any]]:
    try:
        return _dicts(context.reply(f"again:{name}").get(key))
    except NotAsked:
        return []


def _once_a_step(points: list[Items]) -> list[list[Items]]:
    """The points as asked; and once each where a step asks several times at one, a component at a time."""
    if not points:
        return []
    told = [numbers_of(point) for point in points]
    times = next((i for i, one in enumerate(told) if one != told[0]), 1)
    apart = [point for i, point in enumerate(points) if i == 0 or told[i] != told[i - 1]]
    return [points, points[::times], apart]


def _points(record: dict[str, Any]) -> list[Items]:
    points = record.get("points")
    return [_point(p) for p in points if isinstance(p, list)] if isinstance(points, list) else []


def _point(texts: list[Any]) -> Items:
    return Items("tuple", tuple(Scalar(from_repr(str(t), "float64")) for t in texts[:64]), -1)


def printed(context: Context) -> Iterator[Found]:
    """What each cell printed: the values that it spells, the text whole, and block by block; under the words before them, and alone."""
    for cell, text in context.execution.printed:
        if text.strip() and len(text) <= LONGEST:
            spelled, _ = _spelled(cell, text, context)
            named = Pairs(tuple((Text(one.words), one.value) for one in spelled if one.words), -1)
            within = islice((part.value for one in spelled for part in parts(one.value, one.words)), MOST)
            apart = [(Text(heading), Text(block)) for heading, block in blocks(text)]
            values = [named, *within, Text(text), Pairs(tuple(apart), -1), *(block for _, block in apart)]
            yield from (Found(value, f"cell {cell}", "printed") for value in values)


def _spelled(cell: int, text: str, context: Context) -> tuple[list[Literal], str]:
    """The values that a printed text spells, and the rest of it."""
    key = ("spelled", cell)
    if key not in context.cache:
        context.cache[key] = literals(text)
    spelled: tuple[list[Literal], str] = context.cache[key]
    return spelled


def _lists(context: Context) -> Iterator[Found]:
    """The values that cells printed, one after the other, then lines of so many numbers that each is a column: "x: 1.0, 0.8, …"."""
    for cell, text in context.execution.printed:
        if len(text) <= LONGEST:
            spelled, rest = _spelled(cell, text, context)
            columns = [line.numbers for line in lines(rest, COLUMN) if len(line.numbers) >= COLUMN]
            values = [one.value for one in spelled]
            values += [Items("list", tuple(map(Scalar, numbers)), -1) for numbers in columns]
            yield from (Found(value, f"cell {cell}", "printed") for value in values)


def drawn(context: Context) -> Iterator[Found]:
    """The lines and marks on the axes of every figure; segments and single dots that follow each other are one line."""
    for figure in _figures(context):
        place = _place(figure)
        for axes in _dicts(figure.get("axes")):
            lines, points = (list(_paths(axes.get(sort))) for sort in ("lines", "points"))
            whole = [*lines, *points, *_chains(lines), _dots(lines), _dots(points)]
            yield from (Found(_rows(path), place, "figure") for path in whole if len(path) >= 3)


def _components(context: Context) -> Iterator[Found]:
    """What is drawn over t = 0, 1, 2, …, line after line of a figure: each coordinate on its own."""
    for figure in _figures(context):
        for axes in _dicts(figure.get("axes")):
            for path in _paths(axes.get("lines")):
                if [t for t, _ in path] == list(range(len(path))):
                    column = Items("list", tuple(_drawn_number(c) for _, c in path), -1)
                    yield Found(column, _place(figure), "figure")


def _figures(context: Context) -> list[dict[str, Any]]:
    try:
        return _dicts(context.reply("figures").get("figures"))
    except NotAsked:
        return []


def _place(told: dict[str, Any]) -> str:
    cell = told.get("cell")
    return f"cell {cell}" if isinstance(cell, int) else "a cell"


def _paths(artists: Any) -> Iterator[list[tuple[float, float]]]:
    for one in _dicts(artists):
        x, y = one.get("x"), one.get("y")
        rows = list(zip(x, y, strict=False)) if isinstance(x, list) and isinstance(y, list) else []
        if rows and all(isinstance(c, int | float) and math.isfinite(c) for row in rows for c in row):
            yield rows


def _chains(lines: Sequence[list[tuple[float, float]]]) -> Iterator[list[tuple[float, float]]]:
    """Segments of which each begins where the one before ended."""
    chain: list[tuple[float, float]] = []
    for line in lines:
        if len(line) == 2 and chain and chain[-1] == line[0]:
            chain.append(line[1])
        elif len(line) == 2:
            yield chain
            chain = list(line)
    yield chain


def _dots(artists: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    return [path[0] for path in artists if len(path) == 1]


def _rows(path: Sequence[tuple[float, float]]) -> Value:
    points = tuple(Items("tuple", tuple(_drawn_number(c) for c in row), -2 - i) for i, row in enumerate(path))
    return Items("list", points, -1)


def _drawn_number(number: float) -> Scalar:
    return Scalar(from_repr(repr(float(number)), "float64"))


def _dicts(values: object) -> list[dict[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []

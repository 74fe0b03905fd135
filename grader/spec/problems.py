"""What is wrong with a spec, all of it at once: each problem with its path and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from grader.late import CHECK
from grader.reference.objective import Objective
from grader.reference.parsing import ExpressionError, parse
from grader.spec.checks import (
    CHECKS,
    KINDS,
    Argument,
    ArrayCheck,
    Credit,
    FigureCheck,
    FunctionCheck,
    LimitsCheck,
    NumberCheck,
    OnObjective,
    PointsCheck,
    RunsCheck,
    Sources,
    nested_numbers,
)
from grader.spec.submissions import Late, Submissions
from grader.spec.toml import AnswerSpec, LimitsSpec, ObjectiveSpec, Spec


def problem(item: Any, data: Any) -> str:
    """One of pydantic's errors about a spec's data, as an author reads it."""
    steps: list[str] = []
    node = data
    for step in item["loc"]:
        if isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            label = node.get("id") or node.get("name") if isinstance(node, dict) else None
            steps.append(f"[{label or step + 1}]")
        elif isinstance(node, dict) and step in node:
            node = node[step]
            steps.append(f".{step}")
        elif isinstance(step, str) and step in KINDS and isinstance(node, dict):
            continue  # pydantic names the chosen kind; an author's path does not hold it
        else:
            steps.append(f".{step}")
    where = "".join(steps).lstrip(".")
    kind, message = item["type"], item["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        parent = next((m for m in _fields_beside(item["loc"]) if m), ())
        near = difflib.get_close_matches(str(item["loc"][-1]), parent, n=1)
        return f"{where}: unknown key" + (
            f"; did you mean {near[0]!r}?" if near else f"; known here: {', '.join(sorted(parent))}."
        )
    if kind == "too_short" and not item["input"]:
        return f"{where}: is empty; add one."
    if kind == "missing":
        return f"{where}: is missing; add it."
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        given = node.get("kind") if isinstance(node, dict) else None
        near = difflib.get_close_matches(str(given), KINDS, n=1)
        return f"{where}.kind: {given!r} is no kind of check" + (
            f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(KINDS)}."
        )
    given = item.get("input")
    shown = f" (given: {given!r})" if isinstance(given, str | int | float) else ""
    return f"{where}: {message}{shown}."


def _fields_beside(loc: tuple[Any, ...]) -> list[tuple[str, ...]]:
    path = [s for s in loc[:-1] if isinstance(s, str)]
    last = path[-1] if path else ""
    if last in CHECKS:
        return [tuple(CHECKS[last].model_fields)]
    models: dict[str, type[BaseModel]] = {
        "limits": LimitsSpec, "credit": Credit, "sources": Sources, "answers": AnswerSpec, "arguments": Argument, "": Spec,
        "submissions": Submissions, "late": Late,
    }  # fmt: skip
    if last in models:
        return [tuple(models[last].model_fields)]
    return [tuple(ObjectiveSpec.model_fields) if "objectives" in path else tuple(Spec.model_fields)]


def consistency(spec: Spec, objectives: Mapping[str, Objective], folder: Path) -> list[str]:
    """What is wrong with a spec whose every key is right by itself."""
    problems: list[str] = []
    seen: set[str] = set()
    for check in spec.checks:
        here = f"checks[{check.id}]"
        if check.id == CHECK:
            problems.append(f"{here}.id: is what grades and decisions call lateness; choose another.")
        if check.id in seen:
            problems.append(f"{here}.id: stands twice; give each check its own id.")
        problems += [f"{here}.needs: {n!r} is no check above this one." for n in check.needs if n not in seen]
        seen.add(check.id)
        if isinstance(check, OnObjective) and _needs_objective(check):
            problems += _objective_problems(check, here, spec, objectives)
        if isinstance(check, NumberCheck):
            problems += _number_problems(check, here)
        if isinstance(check, ArrayCheck):
            problems += _array_problems(check, here)
        if isinstance(check, FunctionCheck) and check.expression is not None:
            problems += _function_problems(check, here)
        if (
            isinstance(check, FigureCheck)
            and (objective := _objective_of(check, objectives)) is not None
            and objective.dimension > 2
        ):
            problems.append(
                f"{here}: a figure shows level curves of one or two variables, the objective has {objective.dimension}."
            )
        if isinstance(check, FunctionCheck) and (check.expression is None) == (check.reference is None):
            problems.append(f"{here}: give either expression or reference, and not both.")
        for key in ("file", "reference"):
            file = getattr(check, key, None)
            if file and not (folder / file.split(":")[0]).is_file():
                problems.append(f"{here}.{key}: there is no file {file.split(':')[0]!r} beside assignment.toml.")
        if isinstance(check, RunsCheck | LimitsCheck) and check.step_size is None and check.step_size_answer is None:
            problems.append(f"{here}: give step_size, or step_size_answer for the η that the student declares.")
    if spec.submissions.late.penalty != "none":
        if spec.submissions.due is None:
            problems.append(
                "submissions.due: is missing, and lateness costs points; write it like 2026-11-20T23:59:00."
            )
        elif spec.submissions.leaves_the_zone_open:
            told = 'write it like "America/Santiago", or give the due date an offset'
            problems.append(f"submissions.timezone: is missing, and lateness costs points; {told}.")
    languages = set(spec.languages)
    problems += [f"title: has no {lang!r}; add it or take it from languages." for lang in languages - set(spec.title)]
    return problems


def _needs_objective(check: OnObjective) -> bool:
    return not (isinstance(check, NumberCheck) and check.quantity == "expression") and not (
        isinstance(check, PointsCheck) and check.expected is not None
    )


def _objective_problems(check: OnObjective, here: str, spec: Spec, objectives: Mapping[str, Objective]) -> list[str]:
    declared = spec.objectives
    if not check.objective and len(declared) != 1:
        return [
            f"{here}.objective: is missing; the spec has {len(declared)} objectives, name one of {sorted(declared)}."
        ]
    if check.objective and check.objective not in declared:
        near = difflib.get_close_matches(check.objective, list(declared), n=1)
        return [
            f"{here}.objective: {check.objective!r} is not declared"
            + (f"; did you mean {near[0]!r}?" if near else f"; add [objectives.{check.objective}].")
        ]
    objective = objectives.get(check.objective or next(iter(declared)))
    if objective is None:
        return []
    starts = [s for s in (getattr(check, "start", None), *getattr(check, "starts", ())) if s is not None]
    return [
        f"{here}: start {list(s)} has {len(s)} coordinates, the objective has {objective.dimension} variables."
        for s in starts
        if len(s) != objective.dimension
    ]


def _number_problems(check: NumberCheck, here: str) -> list[str]:
    if check.quantity == "expression" and check.expression is None:
        return [f'{here}.expression: is missing; write the expected value, such as "2/3" or "sqrt(2)".']
    if check.quantity == "first-small-gradient" and None in (check.start, check.step_size, check.tolerance):
        return [f"{here}: first-small-gradient needs start, step_size and tolerance."]
    return []


def _objective_of(check: OnObjective, objectives: Mapping[str, Objective]) -> Objective | None:
    return objectives.get(check.objective) if check.objective else next(iter(objectives.values()), None)


def _array_problems(check: ArrayCheck, here: str) -> list[str]:
    try:
        shape, numbers = nested_numbers(check.expected)
    except (ValueError, ZeroDivisionError) as error:
        return [f"{here}.expected: {error}; write numbers, or lists of lists of equal lengths."]
    return [] if numbers and 0 not in shape else [f"{here}.expected: is empty; write the numbers that are right."]


def _function_problems(check: FunctionCheck, here: str) -> list[str]:
    if any(argument.shape for argument in check.arguments):
        return [f"{here}.expression: has no arrays; give a Python reference for arguments with a shape."]
    try:
        parse(check.expression or "", tuple(a.name for a in check.arguments))
    except ExpressionError as error:
        return [f"{here}.expression: {error}"]
    return []

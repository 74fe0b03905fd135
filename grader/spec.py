"""The spec: assignment.toml parsed into an Assignment, all its problems told at once."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from grader.errors import SpecError
from grader.model import Limits
from grader.reference.objective import Objective
from grader.reference.parsing import ExpressionError, parse

#: Where the bundled assignments live, in the tree and in a wheel alike.
BUNDLED = Path(__file__).parent / "assignments"


def _two_decimals(points: Decimal) -> Decimal:
    if points < 0:
        raise ValueError("points are 0 or more")
    if points != points.quantize(Decimal("0.01")):
        raise ValueError("points have at most two decimals")
    return points


def _rational(value: Any) -> str:
    """Step sizes and coordinates as exact text: '0.1' is one tenth, and so is the TOML float 0.1."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError('a number is wanted, such as 1, 0.1 or "1/10"')
    try:
        Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'{value!r} is not a number; write it like 0.1 or "1/10"') from None
    return str(value)


Points = Annotated[
    Decimal, BeforeValidator(lambda v: str(v) if isinstance(v, float) else v), AfterValidator(_two_decimals)
]
Rational = Annotated[str, BeforeValidator(_rational, json_schema_input_type=int | float | str)]
Share = Annotated[float, Field(ge=0, le=1)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]
Name = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=64)]
Words = dict[Literal["es", "en"], str]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Credit(_Model):
    """What partly right answers earn, as shares of a check's points (2-assignments, Credit)."""

    structural_share: Share = 0.5
    informative_share: Share = 0.25
    too_many_rows_share: Share = 0.9
    slips: Annotated[int, Field(ge=0, le=10)] = 3
    carried_forward_share: Share = 0.5
    hard_coded_share: Share = 0.25
    two_digits_share: Share = 0.5
    inverse_share: Share = 0.25
    cycle_share: Share = 0.5
    max_difference_step: Annotated[float, Field(gt=0, le=1)] = 1e-3


class _Check(_Model):
    id: Identifier
    points: Points
    needs: tuple[str, ...] = ()
    visible: bool = True
    title: Words = Field(default_factory=dict)
    #: Overrides of the spec's [credit] for this check.
    structural_share: Share | None = None
    max_difference_step: Annotated[float, Field(gt=0, le=1)] | None = None


class _OnObjective(_Check):
    objective: str = ""


class _OneRun(_OnObjective):
    start: tuple[Rational, ...]
    step_size: Rational
    iterations: Annotated[int, Field(ge=1, le=10_000)]


class _ManyRuns(_OnObjective):
    starts: Annotated[tuple[tuple[Rational, ...], ...], Field(min_length=1, max_length=64)]


class GradientCheck(_OnObjective):
    """The gradient of an objective as a function or as expressions."""

    kind: Literal["gradient"]
    answer: Name


class DescentCheck(_OneRun):
    """The student's gradient descent, called on inputs drawn after the notebook has run; the published input tells hard-coding."""

    kind: Literal["descent"]
    answer: Name
    cases: Annotated[int, Field(ge=1, le=12)] = 4


class IteratesCheck(_OneRun):
    """One trace, start included."""

    kind: Literal["iterates"]
    answer: Name
    hand: bool = False


class RunsCheck(_ManyRuns):
    """Several traces with the step size that the student declares."""

    kind: Literal["runs"]
    answer: Name
    step_size_answer: Name | None = None
    step_size: Rational | None = None
    step_size_range: tuple[Rational, Rational] | None = None
    iterations: Annotated[int, Field(ge=1, le=10_000)]
    hand: bool = False


class TableCheck(_OneRun):
    """Rows (t, variables, value, gradient norm) at given iterations."""

    kind: Literal["table"]
    answer: Name
    at: Annotated[tuple[int, ...], Field(min_length=1, max_length=200)]
    digits: Annotated[int, Field(ge=2, le=12)] = 4
    trace_answer: Name | None = None
    gradient_answer: Name | None = None
    #: Rows known to be wrong in a published table: t, variables, value, norm as printed there.
    published_rows: tuple[tuple[Rational, ...], ...] = ()


class NumberCheck(_OnObjective):
    """One number: an expression's value, the first t with a small gradient, or the step-size threshold 2/λmax."""

    kind: Literal["number"]
    answer: Name
    quantity: Literal["expression", "first-small-gradient", "step-size-threshold"] = "expression"
    expression: str | None = None
    tolerance: Rational | None = None
    start: tuple[Rational, ...] | None = None
    step_size: Rational | None = None
    trace_answer: Name | None = None


class PointsCheck(_OnObjective):
    """A set of points in any order: the objective's minimisers, saddles or maximisers, or a given list."""

    kind: Literal["points"]
    answer: Name
    of: Literal["minimiser", "saddle", "maximiser", "stationary"] = "minimiser"
    expected: tuple[tuple[Rational, ...], ...] | None = None
    tolerance: Rational = "0.01"


class LimitsCheck(_ManyRuns):
    """The point each run converges to, None where it converges to none."""

    kind: Literal["limits"]
    answer: Name
    step_size_answer: Name | None = None
    step_size: Rational | None = None
    step_size_range: tuple[Rational, Rational] | None = None
    runs_answer: Name | None = None
    tolerance: Rational = "0.01"


class StepSizeCheck(_ManyRuns):
    """A claim about η: with it the runs diverge, escape to infinity, or neither converge nor escape."""

    kind: Literal["step-size"]
    answer: Name
    claim: Literal["diverges", "escapes", "cycles"]
    trace_answer: Name | None = None


class FigureCheck(_ManyRuns):
    """Level curves of the objective with the traces drawn on them."""

    kind: Literal["figure"]
    step_size: Rational | None = None
    step_size_answer: Name | None = None
    iterations: Annotated[int, Field(ge=1, le=10_000)]
    trace_answer: Name | None = None
    runs_answer: Name | None = None


class TextCheck(_Check):
    """Free text: a person reads it."""

    kind: Literal["text"]
    answer: Name


class ArrayCheck(_Check):
    """Numbers of a known shape, expected as given, within a tolerance or at the digits shown."""

    kind: Literal["array"]
    answer: Name
    expected: Any
    tolerance: Rational | None = None
    digits: Annotated[int, Field(ge=0, le=15)] | None = None


class Argument(_Model):
    """One argument of a function check: numbers drawn uniformly from [low, high]; an array where it has a shape."""

    name: Name
    low: Rational
    high: Rational
    shape: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = ()
    integer: bool = False


class FunctionCheck(_Check):
    """A function, called on hidden inputs, against an expression or a Python reference in the assignment's folder."""

    kind: Literal["function"]
    answer: Name
    arguments: Annotated[tuple[Argument, ...], Field(min_length=1, max_length=12)]
    expression: str | None = None
    reference: str | None = None
    cases: Annotated[int, Field(ge=1, le=100)] = 8
    tolerance: Rational = "1e-9"


class CustomCheck(_Check):
    """A Python file in the assignment's folder: check(answers, context) -> Finding, run on parsed data only."""

    kind: Literal["custom"]
    file: str
    answers: Annotated[tuple[Name, ...], Field(min_length=1)]
    codes: tuple[Identifier, ...] = ()


Check = Annotated[
    GradientCheck | DescentCheck | IteratesCheck | RunsCheck | TableCheck | NumberCheck | PointsCheck | LimitsCheck
    | StepSizeCheck | FigureCheck | TextCheck | ArrayCheck | FunctionCheck | CustomCheck,
    Field(discriminator="kind"),
]  # fmt: skip


class ObjectiveSpec(_Model):
    """An objective as text: a sympy expression in the variables."""

    variables: Annotated[tuple[Name, ...], Field(min_length=1, max_length=12)]
    expression: Annotated[str, Field(max_length=2000)]


class LimitsSpec(_Model):
    """What one notebook may use; seconds, MiB, KiB."""

    wall_seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    cell_seconds: Annotated[float, Field(gt=0, le=3600)] = 20
    memory_mb: Annotated[int, Field(ge=128, le=65536)] = 1024
    disk_mb: Annotated[int, Field(ge=1, le=65536)] = 256
    threads: Annotated[int, Field(ge=1, le=4096)] = 64
    text_kb: Annotated[int, Field(ge=1, le=65536)] = 1024
    figure_kb: Annotated[int, Field(ge=1, le=65536)] = 2048


class AnswerSpec(_Model):
    """One answer of the notebook: its name, other names it may have, and what it is."""

    name: Name
    kind: Literal["iterates", "runs", "function", "number", "table", "points", "text", "array"] | None = None
    aliases: tuple[Name, ...] = ()
    shape: tuple[int, ...] | None = None
    about: Words = Field(default_factory=dict)


class Spec(_Model):
    """assignment.toml, whole."""

    id: Identifier
    version: Annotated[str, Field(min_length=1, max_length=32)]
    title: Words
    notebook: str = "*.ipynb"
    languages: Annotated[tuple[Literal["es", "en"], ...], Field(min_length=1)] = ("es", "en")
    objectives: dict[Identifier, ObjectiveSpec] = Field(default_factory=dict)
    limits: LimitsSpec = LimitsSpec()
    credit: Credit = Credit()
    answers: tuple[AnswerSpec, ...] = ()
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Assignment:
    """A spec with its objectives built; `digest` names its content."""

    spec: Spec
    folder: Path
    objectives: Mapping[str, Objective]
    digest: str
    variant: str | None = None

    @property
    def id(self) -> str:
        """The assignment's id."""
        return self.spec.id

    @property
    def version(self) -> str:
        """The spec's version, as text."""
        return self.spec.version

    @property
    def title(self) -> Mapping[Literal["es", "en"], str]:
        """The title in each language."""
        return self.spec.title

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the assignment, the first being its default."""
        return self.spec.languages

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks in the spec's order."""
        return self.spec.checks

    @property
    def limits(self) -> Limits:
        """What one notebook may use."""
        return Limits(**self.spec.limits.model_dump())

    @property
    def maximum(self) -> Decimal:
        """The sum of the checks' points."""
        return sum((c.points for c in self.checks), Decimal(0))

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Answer name → the names it may be bound to in a notebook, its own first."""
        declared = {a.name: (a.name, *a.aliases) for a in self.spec.answers}
        for check in self.checks:
            for name in answer_names(check):
                declared.setdefault(name, (name,))
        return declared

    def objective(self, check: _OnObjective) -> Objective:
        """The objective a check is about: the named one, or the only one."""
        return self.objectives[check.objective or next(iter(self.objectives))]

    def credit(self, check: _Check) -> Credit:
        """The shares that hold for a check: the spec's, with the check's own overrides."""
        own = {k: v for k in ("structural_share", "max_difference_step") if (v := getattr(check, k)) is not None}
        return self.spec.credit.model_copy(update=own)

    def for_student(self, student: str) -> Assignment:
        """The assignment as this student got it: itself, as long as a spec has no variants."""
        return self

    def visible_only(self) -> Assignment:
        """The assignment with the checks a student may see: what a self-check asks."""
        kept = tuple(c for c in self.checks if c.visible)
        return (
            self if len(kept) == len(self.checks) else replace(self, spec=self.spec.model_copy(update={"checks": kept}))
        )


def answer_names(check: Check) -> tuple[str, ...]:
    """Every answer a check reads, its own first."""
    if isinstance(check, CustomCheck):
        return check.answers
    keys = ("answer", "step_size_answer", "trace_answer", "runs_answer", "gradient_answer")
    return tuple(name for key in keys if (name := getattr(check, key, None)))


def nested_numbers(value: Any) -> tuple[tuple[int, ...], tuple[Fraction, ...]]:
    """Nested lists of a spec as (shape, exact numbers in C order). Raises ValueError where rows differ in length."""
    if not isinstance(value, list | tuple):
        return (), (Fraction(str(value)),)
    parts = [nested_numbers(one) for one in value]
    if len({shape for shape, _ in parts}) > 1:
        raise ValueError("rows of different lengths")
    return (len(parts), *(parts[0][0] if parts else ())), tuple(n for _, numbers in parts for n in numbers)


def find_assignment(id_or_path: str | Path) -> Assignment:
    """A bundled assignment by id, or any by the path of its folder.

    Raises SpecError, listing the bundled ids, where there is none.
    """
    path = Path(id_or_path)
    if (path / "assignment.toml").is_file():
        return load_assignment(path)
    if path.name == "assignment.toml" and path.is_file():
        return load_assignment(path.parent)
    known = bundled_ids()
    if str(id_or_path) in known:
        return load_assignment(BUNDLED / str(id_or_path))
    near = difflib.get_close_matches(str(id_or_path), known, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise SpecError(
        str(id_or_path),
        [f"no assignment of that id, and no folder with an assignment.toml.{meant} Bundled: {', '.join(known)}."],
    )


def bundled_ids() -> list[str]:
    """The ids of the bundled assignments, sorted."""
    return sorted(p.parent.name for p in BUNDLED.glob("*/assignment.toml"))


def load_assignment(folder: Path) -> Assignment:
    """Parse a folder's assignment.toml. Raises SpecError with every problem found."""
    path = folder / "assignment.toml"
    try:
        raw = path.read_bytes()
        data = tomllib.loads(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise SpecError(str(path), [f"cannot be read: {error.strerror}. Check the path."]) from None
    except UnicodeDecodeError:
        raise SpecError(str(path), ["is not UTF-8 text. Save it as UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise SpecError(str(path), [f"is not TOML: {error}."]) from None
    return parse_assignment(data, folder, path=str(path))


def parse_assignment(data: dict[str, Any], folder: Path, *, path: str = "assignment.toml") -> Assignment:
    """Validate a spec's data. Raises SpecError with every problem found, each with its path and remedy."""
    problems: list[str] = []
    spec: Spec | None = None
    try:
        spec = Spec.model_validate(data)
    except ValidationError as error:
        # Where the only check is wrong, pydantic also calls the list of checks too short.
        told = [
            item
            for item in error.errors()
            if item["type"] != "too_short" or item["loc"] != ("checks",) or not data["checks"]
        ]
        problems += [_problem(item, data) for item in told]
    objectives: dict[str, Objective] = {}
    for name, given in (data.get("objectives") or {}).items() if isinstance(data.get("objectives"), dict) else ():
        try:
            objectives[name] = Objective.from_text(given["expression"], tuple(given["variables"]))
        except (ExpressionError, ValueError) as error:
            problems.append(f"objectives.{name}.expression: {error}")
        except (KeyError, TypeError):
            continue  # pydantic has told it already
    if spec is not None:
        problems += list(_consistency(spec, objectives, folder))
    if problems or spec is None:
        raise SpecError(path, problems)
    return Assignment(spec, folder, objectives, _digest(spec, folder))


def _digest(spec: Spec, folder: Path) -> str:
    content = json.dumps(spec.model_dump(mode="json"), sort_keys=True).encode()
    for check in spec.checks:
        for file in (getattr(check, "file", None), getattr(check, "reference", None)):
            if file:
                content += (folder / file.split(":")[0]).read_bytes()
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _problem(item: Any, data: Any) -> str:
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
        elif isinstance(step, str) and step in _KINDS and isinstance(node, dict):
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
        near = difflib.get_close_matches(str(given), _KINDS, n=1)
        return f"{where}.kind: {given!r} is no kind of check" + (
            f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(_KINDS)}."
        )
    given = item.get("input")
    shown = f" (given: {given!r})" if isinstance(given, str | int | float) else ""
    return f"{where}: {message}{shown}."


_CHECKS: dict[str, type[_Check]] = {
    "gradient": GradientCheck, "descent": DescentCheck, "iterates": IteratesCheck, "runs": RunsCheck, "table": TableCheck,
    "number": NumberCheck, "points": PointsCheck, "limits": LimitsCheck, "step-size": StepSizeCheck, "figure": FigureCheck,
    "text": TextCheck, "array": ArrayCheck, "function": FunctionCheck, "custom": CustomCheck,
}  # fmt: skip
_KINDS = list(_CHECKS)


def _fields_beside(loc: tuple[Any, ...]) -> list[tuple[str, ...]]:
    path = [s for s in loc[:-1] if isinstance(s, str)]
    last = path[-1] if path else ""
    if last in _CHECKS:
        return [tuple(_CHECKS[last].model_fields)]
    models: dict[str, type[BaseModel]] = {
        "limits": LimitsSpec, "credit": Credit, "answers": AnswerSpec, "arguments": Argument, "": Spec,
    }  # fmt: skip
    if last in models:
        return [tuple(models[last].model_fields)]
    return [tuple(ObjectiveSpec.model_fields) if "objectives" in path else tuple(Spec.model_fields)]


def _consistency(spec: Spec, objectives: Mapping[str, Objective], folder: Path) -> list[str]:
    problems: list[str] = []
    seen: set[str] = set()
    for check in spec.checks:
        here = f"checks[{check.id}]"
        if check.id in seen:
            problems.append(f"{here}.id: stands twice; give each check its own id.")
        problems += [f"{here}.needs: {n!r} is no check above this one." for n in check.needs if n not in seen]
        seen.add(check.id)
        if isinstance(check, _OnObjective) and _needs_objective(check):
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
    languages = set(spec.languages)
    problems += [f"title: has no {lang!r}; add it or take it from languages." for lang in languages - set(spec.title)]
    return problems


def _needs_objective(check: _OnObjective) -> bool:
    return not (isinstance(check, NumberCheck) and check.quantity == "expression") and not (
        isinstance(check, PointsCheck) and check.expected is not None
    )


def _objective_problems(check: _OnObjective, here: str, spec: Spec, objectives: Mapping[str, Objective]) -> list[str]:
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


def _objective_of(check: _OnObjective, objectives: Mapping[str, Objective]) -> Objective | None:
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

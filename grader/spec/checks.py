"""The kinds of checks as a spec declares them, and the shares that partly right answers earn."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from grader.spec.scalars import Identifier, Model, Name, Points, Rational, Share, Words


class Sources(Model):
    """Where an answer may be found when its name is not bound, and the share of its points that it keeps there; 0 refuses."""

    variable: Share = 1
    called: Share = 1
    gradient_calls: Share = 1
    printed: Share = 1
    figure: Share = 1
    written: Share = 1


class Credit(Model):
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


class BaseCheck(Model):
    id: Identifier
    points: Points
    needs: tuple[str, ...] = ()
    visible: bool = True
    title: Words = Field(default_factory=dict)
    #: Overrides of the spec's [credit] for this check.
    structural_share: Share | None = None
    max_difference_step: Annotated[float, Field(gt=0, le=1)] | None = None


class OnObjective(BaseCheck):
    objective: str = ""


class OneRun(OnObjective):
    start: tuple[Rational, ...]
    step_size: Rational
    iterations: Annotated[int, Field(ge=1, le=10_000)]


class ManyRuns(OnObjective):
    starts: Annotated[tuple[tuple[Rational, ...], ...], Field(min_length=1, max_length=64)]


class GradientCheck(OnObjective):
    """The gradient of an objective as a function or as expressions."""

    kind: Literal["gradient"]
    answer: Name


class DescentCheck(OneRun):
    """The student's gradient descent, called on inputs drawn after the notebook has run; the published input tells hard-coding."""

    kind: Literal["descent"]
    answer: Name
    cases: Annotated[int, Field(ge=1, le=12)] = 4


class IteratesCheck(OneRun):
    """One trace, start included."""

    kind: Literal["iterates"]
    answer: Name
    hand: bool = False


class RunsCheck(ManyRuns):
    """Several traces with the step size that the student declares."""

    kind: Literal["runs"]
    answer: Name
    step_size_answer: Name | None = None
    step_size: Rational | None = None
    step_size_range: tuple[Rational, Rational] | None = None
    iterations: Annotated[int, Field(ge=1, le=10_000)]
    hand: bool = False


class TableCheck(OneRun):
    """Rows (t, variables, value, gradient norm) at given iterations."""

    kind: Literal["table"]
    answer: Name
    at: Annotated[tuple[int, ...], Field(min_length=1, max_length=200)]
    digits: Annotated[int, Field(ge=2, le=12)] = 4
    trace_answer: Name | None = None
    gradient_answer: Name | None = None
    #: Rows known to be wrong in a published table: t, variables, value, norm as printed there.
    published_rows: tuple[tuple[Rational, ...], ...] = ()


class NumberCheck(OnObjective):
    """One number: an expression's value, the first t with a small gradient, or the step-size threshold 2/λmax."""

    kind: Literal["number"]
    answer: Name
    quantity: Literal["expression", "first-small-gradient", "step-size-threshold"] = "expression"
    expression: str | None = None
    tolerance: Rational | None = None
    start: tuple[Rational, ...] | None = None
    step_size: Rational | None = None
    trace_answer: Name | None = None


class PointsCheck(OnObjective):
    """A set of points in any order: the objective's minimisers, saddles or maximisers, or a given list."""

    kind: Literal["points"]
    answer: Name
    of: Literal["minimiser", "saddle", "maximiser", "stationary"] = "minimiser"
    expected: tuple[tuple[Rational, ...], ...] | None = None
    tolerance: Rational = "0.01"


class LimitsCheck(ManyRuns):
    """The point each run converges to, None where it converges to none."""

    kind: Literal["limits"]
    answer: Name
    step_size_answer: Name | None = None
    step_size: Rational | None = None
    step_size_range: tuple[Rational, Rational] | None = None
    runs_answer: Name | None = None
    tolerance: Rational = "0.01"


class StepSizeCheck(ManyRuns):
    """A claim about η: with it the runs diverge, escape to infinity, or neither converge nor escape."""

    kind: Literal["step-size"]
    answer: Name
    claim: Literal["diverges", "escapes", "cycles"]
    trace_answer: Name | None = None


class FigureCheck(ManyRuns):
    """Level curves of the objective with the traces drawn on them."""

    kind: Literal["figure"]
    step_size: Rational | None = None
    step_size_answer: Name | None = None
    iterations: Annotated[int, Field(ge=1, le=10_000)]
    trace_answer: Name | None = None
    runs_answer: Name | None = None


class TextCheck(BaseCheck):
    """Free text: a person reads it."""

    kind: Literal["text"]
    answer: Name


class ArrayCheck(BaseCheck):
    """Numbers of a known shape, expected as given, within a tolerance or at the digits shown."""

    kind: Literal["array"]
    answer: Name
    expected: Any
    tolerance: Rational | None = None
    digits: Annotated[int, Field(ge=0, le=15)] | None = None


class Argument(Model):
    """One argument of a function check: numbers drawn uniformly from [low, high]; an array where it has a shape."""

    name: Name
    low: Rational
    high: Rational
    shape: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = ()
    integer: bool = False


class FunctionCheck(BaseCheck):
    """A function, called on hidden inputs, against an expression or a Python reference in the assignment's folder."""

    kind: Literal["function"]
    answer: Name
    arguments: Annotated[tuple[Argument, ...], Field(min_length=1, max_length=12)]
    expression: str | None = None
    reference: str | None = None
    cases: Annotated[int, Field(ge=1, le=100)] = 8
    tolerance: Rational = "1e-9"


class CustomCheck(BaseCheck):
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

CHECKS: dict[str, type[BaseCheck]] = {
    "gradient": GradientCheck, "descent": DescentCheck, "iterates": IteratesCheck, "runs": RunsCheck, "table": TableCheck,
    "number": NumberCheck, "points": PointsCheck, "limits": LimitsCheck, "step-size": StepSizeCheck, "figure": FigureCheck,
    "text": TextCheck, "array": ArrayCheck, "function": FunctionCheck, "custom": CustomCheck,
}  # fmt: skip
KINDS = list(CHECKS)


def own_answer(check: Check) -> str | None:
    """The answer that a check asks for; a figure has no name, and a custom check asks for the first that it reads."""
    own: str | None = check.answers[0] if isinstance(check, CustomCheck) else getattr(check, "answer", None)
    return own


def judged_with(check: Check) -> tuple[str, ...]:
    """The answers that a check reads beside its own: errors are carried forward from them."""
    if isinstance(check, CustomCheck):
        return check.answers[1:]
    keys = ("step_size_answer", "trace_answer", "runs_answer", "gradient_answer")
    return tuple(name for key in keys if (name := getattr(check, key, None)))


def answer_names(check: Check) -> tuple[str, ...]:
    """Every answer a check reads, its own first."""
    own = own_answer(check)
    return (*((own,) if own is not None else ()), *judged_with(check))


def nested_numbers(value: Any) -> tuple[tuple[int, ...], tuple[Fraction, ...]]:
    """Nested lists of a spec as (shape, exact numbers in C order). Raises ValueError where rows differ in length."""
    if not isinstance(value, list | tuple):
        return (), (Fraction(str(value)),)
    parts = [nested_numbers(one) for one in value]
    if len({shape for shape, _ in parts}) > 1:
        raise ValueError("rows of different lengths")
    return (len(parts), *(parts[0][0] if parts else ())), tuple(n for _, numbers in parts for n in numbers)

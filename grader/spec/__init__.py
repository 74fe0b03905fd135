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
from typing import Any, Literal

from pydantic import ValidationError

from grader.errors import SpecError
from grader.model import Limits
from grader.reference.objective import Objective
from grader.reference.parsing import ExpressionError
from grader.spec.checks import (
    Argument,
    ArrayCheck,
    BaseCheck,
    Check,
    Credit,
    CustomCheck,
    DescentCheck,
    FigureCheck,
    FunctionCheck,
    GradientCheck,
    IteratesCheck,
    LimitsCheck,
    NumberCheck,
    OnObjective,
    PointsCheck,
    RunsCheck,
    StepSizeCheck,
    TableCheck,
    TextCheck,
    answer_names,
    judged_with,
    nested_numbers,
    own_answer,
)
from grader.spec.problems import consistency, problem
from grader.spec.submissions import Submissions
from grader.spec.toml import Spec

__all__ = [
    "BUNDLED",
    "Argument",
    "ArrayCheck",
    "Assignment",
    "Check",
    "Credit",
    "CustomCheck",
    "DescentCheck",
    "FigureCheck",
    "FunctionCheck",
    "GradientCheck",
    "IteratesCheck",
    "LimitsCheck",
    "NumberCheck",
    "PointsCheck",
    "RunsCheck",
    "Spec",
    "StepSizeCheck",
    "Submissions",
    "TableCheck",
    "TextCheck",
    "answer_names",
    "bundled_ids",
    "find_assignment",
    "judged_with",
    "load_assignment",
    "nested_numbers",
    "own_answer",
    "parse_assignment",
]

#: Where the bundled assignments live, in the tree and in a wheel alike.
BUNDLED = Path(__file__).parents[1] / "assignments"


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
    def submissions(self) -> Submissions:
        """When work is due, what lateness costs, and which attempt counts."""
        return self.spec.submissions

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

    def objective(self, check: OnObjective) -> Objective:
        """The objective a check is about: the named one, or the only one."""
        return self.objectives[check.objective or next(iter(self.objectives))]

    def credit(self, check: BaseCheck) -> Credit:
        """The shares that hold for a check: the spec's, with the check's own overrides."""
        own = {k: v for k in ("structural_share", "max_difference_step") if (v := getattr(check, k)) is not None}
        return self.spec.credit.model_copy(update=own)

    def share_of(self, source: str) -> Fraction:
        """The share of its points that an answer keeps which is found in a source other than its own name."""
        return Fraction(str(getattr(self.spec.sources, source.replace("-", "_"))))

    def for_student(self, student: str) -> Assignment:
        """The assignment as this student got it: itself, as long as a spec has no variants."""
        return self

    def visible_only(self) -> Assignment:
        """The assignment with the checks a student may see: what a self-check asks."""
        kept = tuple(c for c in self.checks if c.visible)
        return (
            self if len(kept) == len(self.checks) else replace(self, spec=self.spec.model_copy(update={"checks": kept}))
        )


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
        problems += [problem(item, data) for item in told]
    objectives: dict[str, Objective] = {}
    for name, given in (data.get("objectives") or {}).items() if isinstance(data.get("objectives"), dict) else ():
        try:
            objectives[name] = Objective.from_text(given["expression"], tuple(given["variables"]))
        except (ExpressionError, ValueError) as error:
            problems.append(f"objectives.{name}.expression: {error}")
        except (KeyError, TypeError):
            continue  # pydantic has told it already
    if spec is not None:
        problems += list(consistency(spec, objectives, folder))
    if problems or spec is None:
        raise SpecError(path, problems)
    return Assignment(spec, folder, objectives, _digest(spec, folder))


def _digest(spec: Spec, folder: Path) -> str:
    content = json.dumps(spec.model_dump(mode="json", exclude={"submissions"}), sort_keys=True).encode()
    for check in spec.checks:
        for file in (getattr(check, "file", None), getattr(check, "reference", None)):
            if file:
                content += (folder / file.split(":")[0]).read_bytes()
    return "sha256:" + hashlib.sha256(content).hexdigest()

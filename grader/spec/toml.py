"""assignment.toml, whole: the models that validate it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from grader.spec.checks import Check, Credit, Sources
from grader.spec.scalars import Identifier, Model, Name, Words
from grader.spec.submissions import Submissions


class ObjectiveSpec(Model):
    """An objective as text: a sympy expression in the variables."""

    variables: Annotated[tuple[Name, ...], Field(min_length=1, max_length=12)]
    expression: Annotated[str, Field(max_length=2000)]


class LimitsSpec(Model):
    """What one notebook may use; seconds, MiB, KiB."""

    wall_seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    cell_seconds: Annotated[float, Field(gt=0, le=3600)] = 20
    memory_mb: Annotated[int, Field(ge=128, le=65536)] = 1024
    disk_mb: Annotated[int, Field(ge=1, le=65536)] = 256
    threads: Annotated[int, Field(ge=1, le=4096)] = 64
    text_kb: Annotated[int, Field(ge=1, le=65536)] = 1024
    figure_kb: Annotated[int, Field(ge=1, le=65536)] = 2048


class AnswerSpec(Model):
    """One answer of the notebook: its name, other names it may have, and what it is."""

    name: Name
    kind: Literal["iterates", "runs", "function", "number", "table", "points", "text", "array"] | None = None
    aliases: tuple[Name, ...] = ()
    shape: tuple[int, ...] | None = None
    about: Words = Field(default_factory=dict)


class Spec(Model):
    """assignment.toml, whole."""

    id: Identifier
    version: Annotated[str, Field(min_length=1, max_length=32)]
    title: Words
    notebook: str = "*.ipynb"
    languages: Annotated[tuple[Literal["es", "en"], ...], Field(min_length=1)] = ("es", "en")
    objectives: dict[Identifier, ObjectiveSpec] = Field(default_factory=dict)
    limits: LimitsSpec = LimitsSpec()
    credit: Credit = Credit()
    sources: Sources = Sources()
    submissions: Submissions = Submissions()
    answers: tuple[AnswerSpec, ...] = ()
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]

"""The nouns of the straight line: frozen, slotted data that travels from the submission to the report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, Protocol


class Ending(StrEnum):
    """How an execution ended; members stand in rising order of gravity, and the gravest that occurred is told."""

    COMPLETED = "completed"
    CELL_ERROR = "cell-error"
    TIMED_OUT = "timed-out"
    OUTPUT_FLOOD = "output-flood"
    OUT_OF_MEMORY = "out-of-memory"
    KILLED = "killed"
    UNREADABLE = "unreadable"
    SANDBOX_FAULT = "sandbox-fault"

    @property
    def gravity(self) -> int:
        """Rank, 0 for COMPLETED."""
        return list(Ending).index(self)


class Verdict(StrEnum):
    """What an examination says. UNDECIDED is about us, FAILED about the answer."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the system that a submission came from calls its owner: its own number, names in full, other identities."""

    system: str
    number: str = ""
    names: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """When a submission came in, with its offset, and who says so: the roster, the export, or the times of files."""

    at: datetime
    told_by: Literal["roster", "export", "files"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a submission beside its bytes: the person's name, what the system calls them, when it came in.

    `due` is this student's own date, where a roster has one.
    """

    name: str = ""
    origin: Origin | None = None
    received: Received | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's notebook, as raw bytes: nothing has been believed yet."""

    student: str
    notebook: bytes
    file: str
    known: Known = Known()

    @property
    def sha256(self) -> str:
        """Hex digest of the raw bytes."""
        return hashlib.sha256(self.notebook).hexdigest()


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell to run; `number` counts all cells of the notebook from 1."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class Probe:
    """One question put to the kernel once the cells have ended; `kind` and `parameters` as grader/execution/README.md lists."""

    id: str
    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one notebook may use (2-assignments, Running): seconds, MiB, characters."""

    wall_seconds: float = 60
    cell_seconds: float = 20
    memory_mb: int = 1024
    disk_mb: int = 256
    threads: int = 64
    text_kb: int = 1024
    figure_kb: int = 2048


@dataclass(frozen=True, slots=True)
class Plan:
    """All that leaves for the sandbox: cells, probes, limits and the seed of the random generators."""

    cells: tuple[Cell, ...]
    probes: tuple[Probe, ...]
    limits: Limits = field(default_factory=Limits)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CellError:
    """An error that a cell raised: text without addresses, process ids and temporary paths, at most 2,000 characters."""

    cell: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a cell showed, as a PNG of our own making, in base64."""

    cell: int
    png: str


@dataclass(frozen=True, slots=True)
class Execution:
    """What came back: claims, bounded in size, never believed. `replies` maps a probe's id to its JSON reply."""

    ending: Ending
    errors: tuple[CellError, ...] = ()
    replies: Mapping[str, Any] = field(default_factory=dict)
    printed: tuple[tuple[int, str], ...] = ()
    #: For the report to show, and how many more there were; no answer is read from them.
    figures: tuple[Figure, ...] = ()
    figures_left_out: int = 0
    isolation: str = "process"
    wall_seconds: float = 0.0
    #: What was fixed so that it repeats: environment variables, and `seed`, that of the random generators.
    fixed: Mapping[str, str] = field(default_factory=dict)
    #: One line for the instructor where the ending is a fault of ours or of the file.
    reason: str = ""
    #: Cells that ran in a live notebook before anybody listened: what they printed and drew is not known.
    unheard: int = 0
    #: How often the cells ran, and what came of it the second time where that differs (grader/execution/twice.py).
    runs: int = 1
    again: Execution | None = None


class Executor(Protocol):
    """Whoever runs a plan. Raises ExecutionError only where no notebook at all could be run."""

    def run(self, plan: Plan) -> Execution:
        """Run the cells, ask the probes, and give back what came."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer was found; `read_as` e.g. 'list of 49 tuples'.

    `where` is variable, function, called (what a function returned when it was called again), gradient-calls, printed, figure
    or written (in a Markdown cell);
    `named` says that it was the answer's own name, or an alias.
    """

    where: str
    name: str
    read_as: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """One measured quantity beside its bound; both as text with two significant digits."""

    quantity: str
    measured: str
    bound: str
    name: str
    where: Mapping[str, Any] = field(default_factory=dict)
    #: Formula, what it covers, assumptions and source, and any certificate's numbers.
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth telling that costs nothing."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one check: codes, parameters and evidence, no prose. `share` of `maximum` is what it earns."""

    check: str
    kind: str
    verdict: Verdict
    code: str
    share: Fraction
    maximum: Decimal
    source: Source | None = None
    explanations: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    remarks: tuple[Remark, ...] = ()
    #: What the report draws: see reports/README.md.
    picture: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell of a source or a submission: a code and its parameters; the words are the reader's language's."""

    code: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)

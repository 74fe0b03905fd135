"""The notebooks of tests/corpus: a file each, cells divided by `# %%` (`# %% [markdown]`), what must be found written above them by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from grader.model import Executor, Finding, Submission, Verdict
from grader.pipeline import Report, grade
from grader.score import points
from grader.spec import bundled_ids, find_assignment
from tests.support.plain import Markdown, PlainExecutor, notebook

FOLDER = Path(__file__).parents[1] / "corpus"
#: Notebooks by somebody who knew the contract and neither the grader nor its corpus.
INDEPENDENT = Path(__file__).parents[1] / "independent"
_LINE = re.compile(r"# ([a-z-]+): (.+)")


@dataclass(frozen=True)
class Expected:
    """What a check must find: one of some codes (without the kind), and its points where they were counted.

    `wrong` stands for any code that loses points, `undecided` for any that waits for a person, `open` for whatever is found.
    """

    codes: tuple[str, ...]
    points: Decimal | None = None


@dataclass(frozen=True)
class Example:
    """One notebook: the assignment, a name, why it stands here, its cells, and what must be found.

    `own_names` ignores the contract's names; `in_kernel` needs a kernel (magics, input); `remark` must be told;
    `errors` says that cells may end in an error.
    """

    assignment: str
    name: str
    about: str
    cells: tuple[str, ...]
    checks: Mapping[str, Expected]
    remark: str | None
    own_names: bool
    in_kernel: bool
    errors: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing in it is wrong."""
        return all("ok" in e.codes or set(e.codes) <= {"for-a-person", "open"} for e in self.checks.values())

    def graded(self, executor: Executor | None = None) -> Report:
        """Its report, run in this process where no executor is given."""
        given = Submission(self.name, notebook(*self.cells), f"{self.name}.ipynb")
        return grade(find_assignment(self.assignment), given, executor or PlainExecutor())


@dataclass(frozen=True)
class Outcome:
    """One expectation beside the finding it met."""

    example: Example
    check: str
    expected: Expected
    finding: Finding

    @property
    def code(self) -> str:
        """The finding's code without its kind."""
        return self.finding.code.split(".", 1)[1]

    @property
    def false_reject(self) -> bool:
        """A right answer that lost points: failed, or passed over."""
        return self.expected.codes == ("ok",) and self.finding.verdict in (Verdict.FAILED, Verdict.SKIPPED)

    @property
    def false_accept(self) -> bool:
        """A wrong answer, or none, that earned all."""
        return not {"ok", "open"} & set(self.expected.codes) and self.finding.verdict is Verdict.PASSED

    @property
    def named(self) -> bool:
        """Whether the code or one of the explanations is what was really wrong."""
        kinds = {Verdict.FAILED: "wrong", Verdict.UNDECIDED: "undecided"}
        told = {"open", self.code, kinds.get(self.finding.verdict, self.code), *self.finding.explanations}
        return bool(told & set(self.expected.codes))

    @property
    def holds(self) -> bool:
        """Whether the finding is the expected one, to the point."""
        right_points = self.expected.points in (None, points(self.finding))
        return self.named and right_points and not self.false_reject and not self.false_accept

    def __str__(self) -> str:
        told = f"{self.example.assignment}/{self.example.name}, check {self.check}"
        wanted = "|".join(self.expected.codes) + (
            f" {self.expected.points}" if self.expected.points is not None else ""
        )
        return f"{told}: {self.code} {points(self.finding)} {list(self.finding.explanations)}; expected {wanted}"


@cache
def examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """Every notebook of the corpus, or of another folder in its form, by assignment and name."""
    return tuple(_read(path) for name in bundled_ids() for path in sorted((folder / name).glob("*.py")))


def outcomes(example: Example, report: Report) -> list[Outcome]:
    """Each check of the assignment; one that the header does not name must be absent, or not asked."""
    nothing = Expected(("absent", "not-run"), Decimal(0))
    return [Outcome(example, f.check, example.checks.get(f.check, nothing), f) for f in report.findings]


def remarks(report: Report) -> set[str]:
    """The codes of everything that was remarked."""
    return {remark.code for finding in report.findings for remark in finding.remarks}


def _read(path: Path) -> Example:
    header, *cells = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    first, *lines = header.strip().splitlines()
    told = dict(match.groups() for line in lines if (match := _LINE.fullmatch(line)))
    assert len(told) == len(lines), f"{path}: a header of `# key: value` lines"
    own, kernel, errors, remark = (told.pop(key, None) for key in ("names", "kernel", "error", "remark"))
    known = {check.id for check in find_assignment(path.parent.name).checks}
    assert set(told) <= known, f"{path}: {set(told) - known} are no checks"
    return Example(
        path.parent.name, path.stem, first.removeprefix("# "), tuple(map(_cell, cells)),
        {check: _expected(text) for check, text in told.items()}, remark, own is not None, kernel is not None, errors is not None,
    )  # fmt: skip


def _cell(text: str) -> str:
    """A code cell, or the lines of a Markdown cell, each behind a "#"."""
    kind, _, source = text.rstrip("\n").partition("\n")
    return Markdown(re.sub(r"^# ?", "", source, flags=re.MULTILINE)) if kind.strip() == "[markdown]" else source


def _expected(text: str) -> Expected:
    codes, _, earned = text.partition(" ")
    return Expected(tuple(codes.split("|")), Decimal(earned) if earned else None)

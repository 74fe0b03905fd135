"""What an examination sees: the assignment, the answers that came back, and a few ways to make a finding."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grader.model import Evidence, Execution, Finding, Remark, Source, Submission, Verdict
from grader.reading.value import Function, ReadingError, Value, read_value
from grader.spec import Assignment, Check, own_answer


class NotAsked(Exception):
    """The answer could not be asked for: nothing ran, or the kernel was gone."""


class Absent(Exception):
    """The answer is not there; the reason is told in the finding."""


@dataclass(frozen=True)
class Found:
    """An answer where it was found: the parsed value, the name it is bound to (or the cell), and what kind of place."""

    value: Value
    name: str
    where: str = "variable"
    #: Whether it was found under the answer's name, or an alias.
    named: bool = False


@dataclass
class Context:
    """One submission under examination; `cache` keeps what several checks share, such as a trace's judgement."""

    assignment: Assignment
    submission: Submission
    execution: Execution
    cache: dict[Hashable, Any] = field(default_factory=dict)

    def reply(self, probe: str) -> Mapping[str, Any]:
        """A probe's reply. Raises NotAsked where the kernel never answered."""
        reply = self.execution.replies.get(probe)
        if not isinstance(reply, Mapping) or reply.get("reason") in ("killed", "not-run"):
            raise NotAsked(probe)
        return reply

    def answer(self, name: str) -> Found:
        """The value bound to an answer's name or an alias. Raises Absent, NotAsked, ReadingError."""
        reply = self.reply(f"value:{name}")
        if reply.get("ok") is not True:
            if reply.get("reason") in ("too-large", "timeout"):
                raise ReadingError(str(reply.get("reason")))
            raise Absent(name)
        value, bound = read_value(reply.get("value")), str(reply.get("name", name))[:64]
        # A function that bears an alias computes something else of that name, or prints it.
        if _is_nothing(value) or (isinstance(value, Function) and bound != name):
            raise Absent(name)
        return Found(value, bound, named=True)

    def empty(self, name: str) -> str:
        """The name that an answer is bound to without a value; '' where it has one, or is not bound."""
        reply = self.execution.replies.get(f"value:{name}")
        if not isinstance(reply, Mapping):
            return ""
        try:
            nothing = _is_nothing(read_value(reply.get("value")))
        except ReadingError:
            return ""
        return str(reply.get("name", name))[:64] if nothing else ""

    def candidates(self) -> list[Found]:
        """Every other value of the namespace that could be read; those that cannot are passed over."""
        try:
            reply = self.reply("candidates")
        except NotAsked:
            return []
        found = []
        pairs = reply.get("values")
        for pair in pairs if isinstance(pairs, list) else []:
            if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str):
                try:
                    found.append(Found(read_value(pair[1]), pair[0][:64]))
                except ReadingError:
                    continue
        return found


def _is_nothing(value: Value) -> bool:
    return value.kind == "none" or (value.kind == "opaque" and value.type_name.lower() == "ellipsis")


def finding(
    check: Check,
    code: str,
    share: Fraction | int = 0,
    *,
    source: Source | None = None,
    explanations: tuple[str, ...] = (),
    parameters: Mapping[str, Any] | None = None,
    evidence: tuple[Evidence, ...] = (),
    remarks: tuple[Remark, ...] = (),
    picture: Mapping[str, Any] | None = None,
) -> Finding:
    """A finding that passed (share 1) or failed; `code` without the kind, "ok" where passed."""
    passed = share == 1
    return Finding(
        check.id, check.kind, Verdict.PASSED if passed else Verdict.FAILED, f"{check.kind}.{'ok' if passed else code}",
        Fraction(share), Decimal(check.points), source, () if passed else explanations, parameters or {}, evidence, remarks, picture,
    )  # fmt: skip


def undecided(check: Check, code: str, *, source: Source | None = None, **more: Any) -> Finding:
    """A finding the grader cannot decide: 0 points so far, and a person looks."""
    return Finding(
        check.id,
        check.kind,
        Verdict.UNDECIDED,
        f"{check.kind}.{code}",
        Fraction(0),
        Decimal(check.points),
        source,
        **more,
    )


def skipped(check: Check, **more: Any) -> Finding:
    """A finding that could not be asked, because nothing ran."""
    return Finding(
        check.id, check.kind, Verdict.SKIPPED, f"{check.kind}.not-run", Fraction(0), Decimal(check.points), **more
    )


def absent(check: Check) -> Finding:
    """A finding for an answer that is not in the notebook, naming what is missing."""
    own = own_answer(check)
    parameters = {} if own is None else {"name": own, "missing": [own]}
    return finding(check, "absent", explanations=("absent",), parameters=parameters)


def why(reply: Any) -> dict[str, Any]:
    """Why a function could not be called, as its reply tells: {name, message}."""
    error = reply.get("error")
    for value in reply.get("values") or reply.get("cases") or []:
        if not error and isinstance(value, dict):
            error = value.get("error")
    text = f"{error.get('name', '')}: {error.get('text', '')}" if isinstance(error, dict) else ""
    return {"name": str(reply.get("name", ""))[:64], "message": text.strip(": ")[:300]}

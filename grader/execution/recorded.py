"""Executions kept and replayed: tests, demos and regrading without running anything again.

A `Record` is an execution beside what was asked of it. It replays for another plan only where that plan runs the same
cells within the same limits from the same seed, and asks no probe that was not asked, in the same words, then.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import Any

from grader.errors import DocumentError, ExecutionError
from grader.model import Cell, CellError, Ending, Execution, Executor, Figure, Plan, Probe

#: A record beyond this many bytes of JSON is not kept, nor read: that notebook runs again.
MAX_BYTES = 64 * 2**20


class RecordedExecutor:
    """Gives back the execution recorded for a plan's cells. Public: `RecordedExecutor({cells: execution})`."""

    def __init__(self, recorded: Mapping[tuple[Cell, ...], Execution]) -> None:
        self._recorded = dict(recorded)

    def run(self, plan: Plan) -> Execution:
        """The recorded execution. Raises ExecutionError where these cells were never recorded."""
        try:
            return self._recorded[plan.cells]
        except KeyError:
            raise ExecutionError("no execution was recorded for these cells; run them with NbclientExecutor.") from None


class NotRecorded(ExecutionError):
    """A plan that a record cannot answer: the notebook must run again. `why` is `cells`, `limits`, `questions` or `no-record`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"this notebook must run again ({why})")


@dataclass(frozen=True, slots=True)
class Record:
    """An execution, the digests of what ran and within which limits, and of each probe by its id."""

    execution: Execution
    cells: str
    limits: str
    probes: Mapping[str, str]

    @classmethod
    def of(cls, plan: Plan, execution: Execution) -> Record:
        """The record of a plan that has just been run."""
        return cls(execution, *_digests(plan), {probe.id: _digest(_asked(probe)) for probe in plan.probes})

    def replay(self, plan: Plan) -> Execution:
        """The execution as this plan would have it: the replies to its own probes. Raises NotRecorded."""
        cells, limits = _digests(plan)
        if cells != self.cells:
            raise NotRecorded("cells")
        if limits != self.limits:
            raise NotRecorded("limits")
        if any(self.probes.get(probe.id) != _digest(_asked(probe)) for probe in plan.probes):
            raise NotRecorded("questions")
        return _asked_only(self.execution, {probe.id for probe in plan.probes})


class Recording:
    """An executor that remembers what the one within it did last; `take` gives it once."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._last: Record | None = None

    def run(self, plan: Plan) -> Execution:
        """Run the plan in the executor within."""
        self._last = None
        execution = self._executor.run(plan)
        # A fault of ours is nothing to replay: the next regrade runs the notebook again.
        self._last = Record.of(plan, execution) if execution.ending != Ending.SANDBOX_FAULT else None
        return execution

    def take(self) -> Record | None:
        """The record of the last run, None where nothing ran since the last call."""
        last, self._last = self._last, None
        return last


class Replaying:
    """An executor that answers from one record, and asks `otherwise` where that cannot be; without it raises NotRecorded."""

    def __init__(self, record: Record | None, otherwise: Executor | None = None) -> None:
        self._record, self._otherwise = record, otherwise
        #: Why the notebook had to run, or would have to; None as long as the record could answer.
        self.why: str | None = None

    def run(self, plan: Plan) -> Execution:
        """The recorded execution, or a new one."""
        try:
            if self._record is None:
                raise NotRecorded("no-record")
            return self._record.replay(plan)
        except NotRecorded as missing:
            self.why = missing.why
            if self._otherwise is None:
                raise
            return self._otherwise.run(plan)


def pack(record: Record) -> bytes | None:
    """A record as compressed JSON, the same bytes for the same record; None where it is too large to be kept."""
    told = {
        "format": 1,
        "cells": record.cells,
        "limits": record.limits,
        "probes": dict(record.probes),
        "execution": {one.name: getattr(record.execution, one.name) for one in fields(record.execution)},
    }
    data = json.dumps(told, separators=(",", ":"), default=asdict).encode()
    return gzip.compress(data, compresslevel=6, mtime=0) if len(data) <= MAX_BYTES else None


def unpack(data: bytes) -> Record:
    """A record from its bytes: parsed and checked, never believed. Raises DocumentError for what is none of ours."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise DocumentError("a recorded execution is too large")
        told = json.loads(text)
        if told["format"] != 1:
            raise DocumentError("a recorded execution of another format")
        probes = {str(id): str(digest) for id, digest in told["probes"].items()}
        return Record(_execution(told["execution"]), str(told["cells"]), str(told["limits"]), probes)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(f"no recorded execution of ours ({type(error).__name__})") from None


def _asked_only(execution: Execution, asked: set[str]) -> Execution:
    return replace(
        execution,
        replies={id: reply for id, reply in execution.replies.items() if id in asked},
        again=execution.again and _asked_only(execution.again, asked),
    )


def _execution(told: Mapping[str, Any]) -> Execution:
    return Execution(
        ending=Ending(told["ending"]),
        errors=tuple(CellError(int(e["cell"]), str(e["name"]), str(e["text"])) for e in told["errors"]),
        replies=dict(told["replies"]),
        printed=tuple((int(cell), str(text)) for cell, text in told["printed"]),
        figures=tuple(Figure(int(one["cell"]), str(one["png"])) for one in told["figures"]),
        figures_left_out=int(told["figures_left_out"]),
        isolation=str(told["isolation"]),
        wall_seconds=float(told["wall_seconds"]),
        fixed={str(name): str(value) for name, value in told["fixed"].items()},
        reason=str(told["reason"]),
        runs=int(told.get("runs", 1)),
        again=_execution(told["again"]) if told.get("again") is not None else None,
    )


def _digests(plan: Plan) -> tuple[str, str]:
    cells = _digest([[cell.number, cell.source] for cell in plan.cells])
    return cells, _digest([asdict(plan.limits), plan.seed])


def _asked(probe: Probe) -> list[Any]:
    return [probe.kind, dict(probe.parameters)]


def _digest(data: Any) -> str:
    """Hex digest of JSON data; numbers of other types by their text."""
    return sha256(json.dumps(data, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()

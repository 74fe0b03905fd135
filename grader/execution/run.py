"""One run: a notebook's cells, then the questions, from the kernel's start to its death."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import psutil
from nbclient.exceptions import DeadKernelError

from grader.execution.client import Client
from grader.execution.figures import MOST_BYTES, WIDTHS, written
from grader.execution.provisioner import Manager
from grader.execution.starting import CPU_PER_WALL, Order, StartError, Way
from grader.model import CellError, Ending, Figure, Plan, Probe

#: Seconds an interrupted cell or probe gets to end before the kernel is killed.
GRACE = 5.0
#: Seconds that a cell whose text is beyond the limit gets to end by itself before it is interrupted.
FLOOD_SECONDS = 1.0
#: Seconds for one probe, and for all together: the student's functions are called in them.
PROBE_SECONDS, ALL_PROBES_SECONDS = 10.0, 40.0
#: Seconds for all figures together.
FIGURES_SECONDS = 10.0
#: Seconds between two looks at memory and processor time.
LOOK_EVERY = 0.1
#: Seconds beyond all others, after which a run is given up whoever hangs: the kernel, or the client's side of it.
SLACK = 30.0


@dataclass(slots=True)
class Told:
    """What a run has told so far."""

    endings: set[Ending] = field(default_factory=lambda: {Ending.COMPLETED})
    errors: list[CellError] = field(default_factory=list)
    replies: dict[str, Any] = field(default_factory=dict)
    printed: dict[int, list[str]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    drawn: int = 0
    reason: str = ""


class Run:
    """One notebook, from the kernel's start to its death."""

    def __init__(self, plan: Plan, way: Way) -> None:
        self.plan = plan
        self.told = Told()
        self.manager = Manager(way, Order(plan.limits, plan.seed))
        self.client = Client(plan, self.manager)
        #: The number of the cell that runs; whether the notebook's processor time is spent.
        self.cell: int | None = None
        self.spent = False

    async def whole(self) -> Told:
        """Everything, whatever happens between; the kernel is dead afterwards."""
        watch = None
        try:
            await self._start()
            watch = asyncio.create_task(self._watch())
            async with asyncio.timeout(self.plan.limits.wall_seconds + ALL_PROBES_SECONDS + SLACK):
                await self._cells()
                await self._probes()
                await self._figures()
        except StartError as fault:
            self._end(Ending.SANDBOX_FAULT, str(fault))
        except TimeoutError:
            self._end(Ending.TIMED_OUT, "nothing ended in time")
        except DeadKernelError:
            self._end(Ending.KILLED)
        except Exception as error:
            # Messages that no kernel of ours sends: the notebook has spoken in its place.
            self._end(Ending.KILLED, f"the kernel sent what is no message ({type(error).__name__})")
        finally:
            if watch is not None:
                watch.cancel()
            await self._close()
        told = self.told
        told.errors, told.printed, told.drawn = self.client.errors, self.client.printed, self.client.figures
        self._name_culprit()
        if told.errors:
            told.endings.add(Ending.CELL_ERROR)
        if any(error.name.endswith("MemoryError") for error in told.errors):
            told.endings.add(Ending.OUT_OF_MEMORY)
        if Ending.OUT_OF_MEMORY in told.endings or self.spent:
            told.endings.discard(Ending.KILLED)
        return told

    def _name_culprit(self) -> None:
        """The cell under which a limit was met, or the kernel ended, has an error that says so."""
        limits, endings = self.plan.limits, self.told.endings
        for ending, name, text in (
            (Ending.OUT_OF_MEMORY, "MemoryError", f"more than {limits.memory_mb} MiB"),
            (Ending.TIMED_OUT, "TimeoutError", "its time was over"),
            (Ending.KILLED, "DeadKernelError", "the kernel ended in this cell"),
        ):
            named = any(error.cell == self.cell for error in self.told.errors)
            if self.cell is not None and ending in endings and not named:
                self.told.errors.append(CellError(self.cell, name, text))

    def _end(self, ending: Ending, reason: str = "") -> None:
        self.told.endings.add(ending)
        self.told.reason = self.told.reason or reason

    async def _start(self) -> None:
        try:
            await self.client.start()
        except (RuntimeError, OSError) as error:
            raise StartError(str(error)) from None

    async def _cells(self) -> None:
        limits = self.plan.limits
        end = time.monotonic() + limits.wall_seconds
        for index, cell in enumerate(self.plan.cells):
            left = end - time.monotonic()
            if left <= 0 or self.client.flooded.is_set():
                break
            self.cell = cell.number
            if not await self._cell(index, min(limits.cell_seconds, left)):
                # The limit that was met, not the seconds that passed: a document is the same from run to run.
                self._replace_interrupt(
                    cell.number, limits.cell_seconds if limits.cell_seconds <= left else limits.wall_seconds
                )
        self.cell = None
        if self.client.flooded.is_set():
            self._end(Ending.OUTPUT_FLOOD)

    async def _cell(self, index: int, seconds: float) -> bool:
        """Run one cell; False where it was interrupted for its time. Raises DeadKernelError where it will not end."""
        task = asyncio.create_task(self.client.run_cell(index))
        flood = asyncio.create_task(self.client.flooded.wait())
        try:
            await asyncio.wait({task, flood}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            late = not task.done() and not self.client.flooded.is_set()
            if late:
                self._end(Ending.TIMED_OUT)
            if not task.done() and self.client.flooded.is_set():
                self._end(Ending.OUTPUT_FLOOD)
                # One huge text ends its cell by itself; an interrupt that meets its last message would lose the reply.
                await asyncio.wait({task}, timeout=FLOOD_SECONDS)
            if not task.done():
                await self.manager.interrupt_kernel()
                await asyncio.wait({task}, timeout=GRACE)
            if not task.done():
                raise _Deaf
            await task
            return not late
        finally:
            for one in (task, flood):
                one.cancel()
            await asyncio.gather(task, flood, return_exceptions=True)

    def _replace_interrupt(self, number: int, seconds: float) -> None:
        """The interrupt is ours: the student reads how long the cell could run."""
        errors = self.client.errors
        if errors and errors[-1].cell == number:
            errors.pop()
        errors.append(CellError(number, "TimeoutError", f"{seconds:g} s"))

    async def _probes(self) -> None:
        end = time.monotonic() + ALL_PROBES_SECONDS
        async for id, reply in self.client.ask(self.plan.probes, PROBE_SECONDS, end, GRACE):
            if isinstance(reply, dict):
                self.told.replies[id] = {key: self._placed(told) for key, told in reply.items()}

    def _placed(self, told: Any) -> Any:
        """What was found in a cell, with the cell's number in the notebook: a kernel counts those that it runs."""
        for one in told if isinstance(told, list) else []:
            cell = one.get("cell") if isinstance(one, dict) else None
            if isinstance(cell, int) and 0 < cell <= len(self.plan.cells):
                one["cell"] = self.plan.cells[cell - 1].number
        return told

    async def _figures(self) -> None:
        """The figures as PNGs of ours, decoded where they were drawn. All has been asked by now: what fails here ends nothing."""
        before, left = (set(self.told.endings), self.told.reason), MOST_BYTES
        end = time.monotonic() + FIGURES_SECONDS
        try:
            for cell, png in self.client.drawn:
                for width in WIDTHS:
                    asked = Probe("figure", "pixels", {"png": png, "width": width})
                    (made,) = [written(r) async for _, r in self.client.ask([asked], FIGURES_SECONDS, end, GRACE)]
                    if made is not None and len(made) <= left:
                        self.told.figures.append(Figure(cell, base64.b64encode(made).decode()))
                        left -= len(made)
                        break
        except Exception:
            # Where the sandbox's decoder is the student's by now, they have fewer figures in their report.
            pass
        self.told.endings, self.told.reason = before

    async def _watch(self) -> None:
        """Kill the kernel when it and what it started take more memory than theirs, by itself it raises MemoryError first,
        or more processor time."""
        kernel = self.manager.provisioner.kernel
        assert kernel is not None
        limits = self.plan.limits
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if not kernel.alive():
                return
            family = kernel.family()
            if resident_mb(family) > 1.25 * limits.memory_mb:
                self._end(Ending.OUT_OF_MEMORY)
                kernel.kill()
            elif processor_seconds(family) > CPU_PER_WALL * limits.wall_seconds:
                self.spent = True
                self._end(Ending.TIMED_OUT)
                kernel.kill()

    async def _close(self) -> None:
        await self.manager.provisioner.cleanup()
        if self.client.kc is not None:
            self.client.kc.close()
        self.manager.context.destroy(linger=0)


def resident_mb(processes: Iterable[psutil.Process]) -> float:
    """Resident memory of these processes together, MiB; what they share counts once in each."""
    total = 0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            total += one.memory_info().rss
    return total / (1 << 20)


def processor_seconds(processes: Iterable[psutil.Process]) -> float:
    """Processor time of these processes together, all their threads."""
    total = 0.0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            times = one.cpu_times()
            total += times.user + times.system
    return total


class _Deaf(DeadKernelError):  # type: ignore[misc]
    """The kernel did not end a cell when told to."""

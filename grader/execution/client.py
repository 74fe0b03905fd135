"""nbclient's client, kept from believing or storing too much: text and figures are counted, HTML read as text where it
is all that an output shows, SVG dropped, comms ignored.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from queue import Empty
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from grader.execution.figures import MOST_FIGURES
from grader.execution.provisioner import QUIET, Manager
from grader.model import Cell, CellError, Plan, Probe
from grader.reading.rich import Rich

#: More messages than this are a flood, whatever they say.
MOST_MESSAGES = 20_000
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_CLEANED = (
    (re.compile(r"\b0x[0-9a-fA-F]{4,}"), "0x…"),
    (re.compile(r"(?:/tmp|/var/folders)/[^\s'\":,)]*"), "/tmp/…"),
    (re.compile(r"\bipykernel_\d+\b"), "ipykernel"),
    (re.compile(r"\b(pid[ =:]*)\d+", re.IGNORECASE), r"\1…"),
)


def cleaned(text: object, most: int = 2000) -> str:
    """A text without colours and without what differs from run to run: addresses, process ids, temporary paths."""
    plain = _ANSI.sub("", str(text)[: 4 * most])
    for pattern, put in _CLEANED:
        plain = pattern.sub(put, plain)
    return plain.encode("utf-8", "replace").decode("utf-8")[:most]


class Client(NotebookClient):  # type: ignore[misc]
    """Executes cells one by one; `errors`, `printed`, `drawn` and `flooded` tell what came."""

    def __init__(self, plan: Plan, manager: Manager) -> None:
        import nbformat

        cells = [nbformat.v4.new_code_cell(cell.source) for cell in plan.cells]
        book = nbformat.v4.new_notebook(cells=cells)
        super().__init__(
            book, km=manager, timeout=None, allow_errors=True, shutdown_kernel="immediate", iopub_timeout=5, log=QUIET
        )
        self.plan = plan
        self.errors: list[CellError] = []
        self.printed: dict[int, list[str]] = {}
        #: (cell, PNG in base64, as it came) of the figures that are not too large, and how many there were of any size.
        self.drawn: list[tuple[int, str]] = []
        self.figures = 0
        self.flooded = asyncio.Event()
        self._left = plan.limits.text_kb * 1024
        self._rich: defaultdict[int, Rich] = defaultdict(Rich)
        self._messages = 0

    async def start(self) -> None:
        """Start the kernel and its channels. Raises StartError, RuntimeError, OSError."""
        assert self.km is not None
        await self.km.start_kernel()
        self.kc = self.km.client()
        self.kc.start_channels(stdin=False, hb=False)
        await self.kc.wait_for_ready(timeout=60)
        self.kc.allow_stdin = False

    async def run_cell(self, index: int) -> None:
        """Run one cell to its end. Raises DeadKernelError."""
        await self.async_execute_cell(self.nb.cells[index], index, store_history=True)

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Keep text up to the limit, figures and errors; drop everything else before it is stored."""
        kind, content = msg["msg_type"], msg["content"]
        self._messages += 1
        if self._messages > MOST_MESSAGES:
            self.flooded.set()
        number = self.plan.cells[cell_index].number
        if kind == "status":
            return super().process_message(msg, cell, cell_index)
        if kind == "stream":
            self._take(number, content.get("text"))
        elif kind in ("execute_result", "display_data"):
            data = content.get("data")
            if isinstance(data, dict):
                self._take(number, self._rich[number].text_of(data), end="\n")
                self._draw(number, data.get("image/png"))
        return None

    async def _check_raise_for_error(self, cell: Any, cell_index: int, exec_reply: dict[str, Any] | None) -> None:
        """Keep an error as the reply tells it: an `error` message is not sent where memory ran out."""
        content = exec_reply["content"] if exec_reply is not None else {}
        if content.get("status") == "error":
            self._error(self.plan.cells[cell_index], content)

    def _take(self, number: int, text: object, end: str = "") -> None:
        if not isinstance(text, str):
            return
        self.printed.setdefault(number, []).append(text[: max(self._left, 0)] + end)
        self._left -= len(text)
        if self._left < 0:
            self.flooded.set()

    def _draw(self, number: int, png: object) -> None:
        # A figure that is a cell's last value comes twice: as the value, and when the cell closes it.
        if not isinstance(png, str) or (number, png) in self.drawn[-1:]:
            return
        self.figures += 1
        if len(self.drawn) < MOST_FIGURES and 3 * len(png) <= 4 * 1024 * self.plan.limits.figure_kb:
            self.drawn.append((number, png))

    def _error(self, cell: Cell, content: dict[str, Any]) -> None:
        if len(self.errors) < 200:
            self.errors.append(
                CellError(cell.number, cleaned(content.get("ename"), 100), cleaned(content.get("evalue")))
            )

    async def ask(
        self, probes: Sequence[Probe], each: float, end: float, grace: float
    ) -> AsyncIterator[tuple[str, Any]]:
        """Each probe's id and the reply to it, None where that is none, as they come; all are sent at once.

        A reply that takes `each` seconds, or until `end` on the loop's clock, is interrupted. What was open by then is sent
        again, for nobody knows which of them the interrupt has met. Raises DeadKernelError.
        """
        assert self.kc is not None
        left, loop = list(probes), asyncio.get_running_loop()
        while left:
            asked = [{"kind": probe.kind, "parameters": dict(probe.parameters)} for probe in left]
            message = self.kc.session.msg("probe_request", {"probes": asked})
            self.kc.shell_channel.send(message)
            for number, probe in enumerate(left[:]):
                seconds = max(min(each, end - loop.time()), 0.1)
                reply, interrupted = await self._reply(message["header"]["msg_id"], number, seconds, grace)
                left.pop(0)
                yield probe.id, reply
                if interrupted or (isinstance(reply, dict) and reply.get("reason") == "timeout"):
                    break

    async def _reply(self, asked: str, number: int, seconds: float, grace: float) -> tuple[Any, bool]:
        """The reply to one probe of the message `asked`, and whether it had to be interrupted. Raises DeadKernelError."""
        assert self.kc is not None
        loop = asyncio.get_running_loop()
        end, interrupted = loop.time() + seconds, False
        while True:
            try:
                reply = await self.kc.shell_channel.get_msg(timeout=min(0.5, max(end - loop.time(), 0.01)))
            except Empty:
                await self._async_check_alive()
                if loop.time() < end:
                    continue
                if interrupted:
                    raise DeadKernelError("the kernel does not answer") from None
                assert self.km is not None
                await self.km.interrupt_kernel()
                end, interrupted = loop.time() + grace, True
                continue
            if (
                reply["parent_header"].get("msg_id") == asked
                and reply["msg_type"] == "probe_reply"
                and reply["content"].get("number") == number
            ):
                return parsed(reply["content"].get("reply")), interrupted


#: Longer replies are none of the probe's, characters: nobody parses them.
LONGEST_REPLY = 2_000_000


def parsed(text: object) -> Any:
    """A reply's JSON, None where it is none: NaN, infinities, nesting and length beyond reason included."""
    if not isinstance(text, str) or len(text) > LONGEST_REPLY:
        return None
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> Any:
    raise ValueError(constant)

"""jupyter_client's seam: nbclient gets its kernels from any of our ways to one, and talks to them as to any other."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Mapping
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase

from grader.execution.starting import Kernel, Order, Way

#: Bytes of one message: a connection that brings a larger one is dropped.
LARGEST_MESSAGE = 64 << 20
#: What jupyter's own classes would say on the terminal is told by an Ending.
QUIET = logging.getLogger("grader.execution.jupyter")
QUIET.setLevel(logging.CRITICAL + 1)


class Provisioner(KernelProvisionerBase):  # type: ignore[misc]
    """One kernel of a way: forked, fresh, or started ahead."""

    way: Way
    order: Order
    kernel: Kernel | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not yet collected."""
        return self.kernel is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """There is no command: the way knows how."""
        return {"cmd": [], **kwargs}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Mapping[str, Any]:
        """Start a kernel, and wait until it listens: so that the first connection succeeds at once. Raises StartError."""
        self.kernel = self.way.start(self.order)
        await self.kernel.ready()
        self.parent.reach(self.kernel)
        return self.parent.get_connection_info()  # type: ignore[no-any-return]

    async def poll(self) -> int | None:
        """None while it runs."""
        return None if self.kernel is not None and self.kernel.alive() else 0

    async def wait(self) -> int | None:
        """Wait for the end, which a kill has made certain."""
        if self.kernel is not None:
            await asyncio.to_thread(self.kernel.end)
        return 0

    async def send_signal(self, signum: int) -> None:
        """SIGKILL to the kernel and all it started; other signals go by message, through the sandbox."""
        if signum == signal.SIGKILL:
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and everything it started."""
        if self.kernel is not None:
            self.kernel.kill()

    async def terminate(self, restart: bool = False) -> None:
        """The same as kill: a kernel of ours has nothing to put in order."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Leave nothing of the kernel."""
        if self.kernel is not None:
            self.kernel.close()
            self.kernel = None


class FastClient(AsyncKernelClient):  # type: ignore[misc]
    """Ready as soon as the kernel answers on both channels: the stock client then waits 200 ms more for silence."""

    addresses: Mapping[str, str]

    def _make_url(self, channel: str) -> str:
        return self.addresses[channel]

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises RuntimeError where the kernel dies or says nothing in `timeout` seconds."""
        deadline = asyncio.get_running_loop().time() + (timeout or 60)
        while True:
            sent = self.kernel_info()
            if await self._seen(self.shell_channel, "kernel_info_reply", sent, 1.0) and await self._seen(
                self.iopub_channel, "status", sent, 0.05
            ):
                return
            if not await self.parent.is_alive():
                raise RuntimeError("the kernel ended before it was ready")
            if asyncio.get_running_loop().time() > deadline:
                raise RuntimeError("the kernel was not ready in time")

    def close(self) -> None:
        """Close the channels that were started; stock clients open the others first."""
        for channel in (self.shell_channel, self.iopub_channel, self.control_channel):
            channel.close()
        self.context.destroy(linger=0)

    async def _seen(self, channel: Any, kind: str, parent: str, seconds: float) -> bool:
        """Whether a message of this kind in answer to `parent` comes, the closing `idle` where kind is status."""
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                message = await channel.get_msg(timeout=left)
            except Empty:
                return False
            ours = message["parent_header"].get("msg_id") == parent and message["msg_type"] == kind
            if ours and (kind != "status" or message["content"].get("execution_state") == "idle"):
                return True
        return False


class Manager(AsyncKernelManager):  # type: ignore[misc]
    """A kernel of ours: no kernel spec on disk, our provisioner, interrupts by message through the sandbox."""

    client_factory = FastClient
    addresses: Mapping[str, str]

    def __init__(self, way: Way, order: Order) -> None:
        super().__init__(transport="ipc", log=QUIET)
        self.provisioner = Provisioner(parent=self)
        self.provisioner.way, self.provisioner.order = way, order

    @property
    def kernel_spec(self) -> Any:
        """Nothing is looked up in the user's Jupyter folders."""
        return KernelSpec(argv=["python"], display_name="notebook", language="python", interrupt_mode="message")

    def reach(self, kernel: Kernel) -> None:
        """Know where a kernel listens."""
        self.session.key = kernel.key.encode()
        self.addresses = kernel.sockets.addresses()

    def client(self, **kwargs: Any) -> Any:
        """A client that reaches the same kernel."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)  # type: ignore[attr-defined]
        client.addresses = self.addresses
        return client

    def _make_url(self, channel: str) -> str:
        return self.addresses[channel]

    def _reconcile_connection_info(self, info: Any) -> None:
        """What `reach` knows holds; the stock manager would write the key to a file."""

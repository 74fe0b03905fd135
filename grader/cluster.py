"""A Dask cluster behind the interface of `Workers`: tasks travel to its nodes, and what comes back is data.

A node is given work once it has proved itself: the packages of this machine, and an isolation that was asked for, found by
trying. Dask is told by a resource that only such a node has, so this holds for nodes that join later, too. There tasks are
done by `Workers` of the node's own: bounded memory, the deadline, a second attempt. A task whose node is lost goes to
another one; Dask gives it up after three nodes.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from grader.document import versions
from grader.errors import ClusterError, IsolationError
from grader.execution import NbclientExecutor, isolation
from grader.model import Execution, Plan
from grader.workers import WorkerLost, Workers

try:
    import distributed
except ImportError:
    raise ClusterError(
        "--cluster needs Dask, here and on every node: python -m pip install 'pendiente[cluster]'."
    ) from None

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds to wait for the scheduler's first word.
CONNECT_SECONDS = 30


class Cluster(futures.Executor):
    """The nodes of the cluster at `address`, `tcp://host:8786`; each must offer one of the isolation `levels`.

    `seconds` is what a task may take. A future raises what its task raised, WorkerLost, or ClusterError where the
    scheduler is gone. Raises ClusterError where no scheduler answers or a node cannot import this package, IsolationError
    where nodes are there and none has proved itself; `refused` tells of the others.
    """

    def __init__(self, address: str, *, levels: Sequence[str], seconds: float) -> None:
        self._address = address
        try:
            self._client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"{address}: no Dask scheduler answers ({error}). Give the address that `dask scheduler` prints."
            ) from None
        proof = _Proof(f"pendiente-{uuid.uuid4().hex}", tuple(levels), versions(), seconds)
        self._proof = proof.name
        try:
            self._client.register_plugin(proof)
            found: Mapping[str, str] = self._client.run(_why_refused, proof.name)
        except Exception as error:
            self._client.close()
            raise ClusterError(
                f"{address}: a node cannot work: {error}. Install there what is installed here: pendiente[cluster] {versions()['grader']}."
            ) from None
        #: Node → why it is given no work.
        self.refused = {node: why for node, why in sorted(found.items()) if why}
        if found and len(self.refused) == len(found):
            self.shutdown()
            told = "\n".join(f"  {node}: {why}" for node, why in self.refused.items())
            raise IsolationError(f"{address}: no node may be given work:\n{told}\n`grader doctor` there says more.")
        self._executor = self._client.get_executor(pure=False, resources={proof.name: 1})

    @property
    def threads(self) -> int:
        """How many tasks the nodes of now do at a time, at least one."""
        nodes: Mapping[str, int] = self._client.nthreads()
        return max(sum(nodes.values()), 1)

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> futures.Future[T]:
        """Give a task to the next free node."""
        told: futures.Future[T] = futures.Future()
        told.set_running_or_notify_cancel()

        def tell(done: futures.Future[T]) -> None:
            try:
                told.set_result(done.result())
            except distributed.KilledWorker:
                told.set_exception(WorkerLost("every node that took it died"))
            except futures.CancelledError:
                told.set_exception(
                    ClusterError(f"{self._address}: the scheduler is gone. Start it, and run the same command again.")
                )
            except BaseException as error:
                told.set_exception(error)

        self._executor.submit(_on_a_node, self._proof, task, args, kwargs).add_done_callback(tell)
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster as it was; tasks that are not done are given up."""
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to put in order
            self._client.unregister_worker_plugin(self._proof)
        self._client.close()


class Strongest:
    """Runs notebooks at the strongest isolation of the machine where it is used, whose nodes have proved theirs."""

    def __init__(self, python: str | None, *, warm: Sequence[str]) -> None:
        self._python = python
        self._warm = tuple(warm)
        self._executor: NbclientExecutor | None = None

    def run(self, plan: Plan) -> Execution:
        """Run a plan there."""
        if self._executor is None:
            self._executor = NbclientExecutor(
                level=isolation.best_level(), python=self._python, warm=self._warm, ahead=1
            )
        return self._executor.run(plan)


@dataclass
class _Proof(distributed.WorkerPlugin):  # type: ignore[misc]
    """What a node runs before it is given work, as soon as it joins; from then on it keeps the node's workers."""

    name: str
    levels: tuple[str, ...]
    versions: Mapping[str, str]
    seconds: float
    why_refused: str = ""
    workers: Workers | None = field(default=None, repr=False)

    async def setup(self, worker: Any) -> None:
        """Take the resource that tasks ask for, or remember why not."""
        other = [name for name, version in versions().items() if self.versions.get(name) != version]
        level = await asyncio.to_thread(isolation.best_level)
        if other:
            self.why_refused = ", ".join(f"{name} {versions()[name]}, not {self.versions.get(name)}" for name in other)
        elif level not in self.levels:
            self.why_refused = f"can isolate notebooks at the level {level!r}, not {' or '.join(self.levels)}"
        else:
            self.workers = Workers(worker.state.nthreads, seconds=self.seconds)
            await worker.set_resources(**{self.name: worker.state.nthreads})

    async def teardown(self, worker: Any) -> None:
        """End the node's workers."""
        if self.workers is not None:
            await asyncio.to_thread(self.workers.shutdown, cancel_futures=True)
            await worker.set_resources(**{self.name: 0})


def _why_refused(name: str, dask_worker: Any) -> str:
    return str(dask_worker.plugins[name].why_refused)


def _on_a_node(name: str, task: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    workers: Workers = distributed.get_worker().plugins[name].workers
    return workers.submit(task, *args, **kwargs).result()

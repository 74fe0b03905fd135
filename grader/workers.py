"""Workers: tasks in processes of their own behind `concurrent.futures`; one that dies or hangs costs no result.

A thread of ours talks to each worker over a socket: it sends a task, waits for the result until the deadline, and sees
a death as the end of the stream. The task of a lost worker is given once more, to a new one. A worker sees our end in
the same way, and ends with everything that it started: nothing is left behind, also after SIGKILL of either side.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import psutil

from grader.errors import ExecutionError

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")

#: Private memory of one worker, MiB: a notebook's messages are read and judged in it.
MEMORY_MB = 2048
#: Seconds that a worker gets to end by itself, with what it started, before it is killed.
GRACE = 5.0
#: Seconds for a new worker's first word.
START_SECONDS = 120.0
#: Times that a task is given to a worker.
ATTEMPTS = 2

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from grader.workers import serve; serve(int(sys.argv[2]), sys.argv[3])"
#: The work is shared by tasks: threads of the libraries within would only compete, and round differently.
_SETTINGS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def usable_cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def submitter(
    pool: futures.Executor | None, task: Callable[Concatenate[E, P], T], executor: E
) -> Callable[P, futures.Future[T]]:
    """How one piece of work after another is handed to `pool`, whose processes unpickle task and executor once each.

    Without a pool it is done at once, in this process.
    """

    if pool is not None:
        there, packed = pool, (pickle.dumps(task), pickle.dumps(executor))
        return lambda *args, **kwargs: there.submit(_unpacked, packed, args, kwargs)

    def done(*args: P.args, **kwargs: P.kwargs) -> futures.Future[T]:
        future: futures.Future[T] = futures.Future()
        try:
            future.set_result(task(executor, *args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    return done


def _unpacked(packed: tuple[bytes, bytes], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    executor = _unpickled(packed[1])  # first: it may begin with its kernels
    task = _unpickled(packed[0])
    return task(executor, *args, **kwargs)


@lru_cache(maxsize=8)
def _unpickled(data: bytes) -> Any:
    """What is the same for a whole class comes with every piece of work, and is made once a worker."""
    return pickle.loads(data)


class WorkerLost(Exception):
    """A task's worker died or was killed for its time, and so was the next one."""


class Workers(ThreadPoolExecutor):
    """`jobs` processes, each started when there is work for it; a task may take `seconds`.

    Tasks, arguments and results are pickled: both ends are ours, and what a notebook sends arrives in neither unparsed.
    A future raises what its task raised (its traceback as a note), WorkerLost, or ExecutionError where no process can be started.
    Left by an exception, the pool ends its workers at once.
    """

    def __init__(self, jobs: int, *, seconds: float) -> None:
        super().__init__(jobs, thread_name_prefix="worker")
        self._seconds = seconds
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._ended = False

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give a task to the next free worker."""
        return super().submit(self._given, task, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers once their tasks are done; with `cancel_futures` now."""
        if not cancel_futures:
            super().shutdown(wait=wait)
        with self._lock:
            self._ended, workers = True, list(self._workers)
        for worker in workers:
            worker.end()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _given(self, task: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        lost = _Lost("")
        for _ in range(ATTEMPTS):
            try:
                result: T = self._worker().do((task, args, kwargs), self._seconds)
                return result
            except _Lost as error:
                lost = error
                self._let_go()
        if not lost.began:
            raise ExecutionError(f"worker processes cannot be started: {lost}. `grader doctor` says more.")
        raise WorkerLost(str(lost))

    def _worker(self) -> _Worker:
        """This thread's own, started where it has none."""
        found: _Worker | None = getattr(self._mine, "worker", None)
        if found is None:
            with self._lock:
                if self._ended:
                    raise WorkerLost("the workers were ended")
                found = self._mine.worker = _Worker()
                self._workers.add(found)
            found.hear()
        return found

    def _let_go(self) -> None:
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is not None:
            self._mine.worker = None
            with self._lock:
                self._workers.discard(worker)
            worker.end()


class _Lost(Exception):
    """A worker is gone, or must go; `began` tells whether it ever spoke."""

    def __init__(self, reason: str, *, began: bool = True) -> None:
        super().__init__(reason)
        self.began = began


class _Worker:
    """The process of one thread, as this side sees it."""

    def __init__(self) -> None:
        self._connection, theirs = Pipe()
        #: Its temporary files end with it, however that comes.
        self._home = tempfile.mkdtemp(prefix="pendiente-")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, json.dumps(sys.path), str(theirs.fileno()), self._home],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, **_SETTINGS, "TMPDIR": self._home},
                start_new_session=True,  # Ctrl-C is ours to hear
            )
        except OSError as error:
            self._connection.close()
            shutil.rmtree(self._home)
            raise _Lost(error.strerror or str(error), began=False) from None
        finally:
            theirs.close()

    def hear(self) -> None:
        """Wait for the first word."""
        try:
            self._received(START_SECONDS)
        except _Lost as lost:
            lost.began = False
            raise

    def do(self, task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]], seconds: float) -> Any:
        """The task's result, or what it raised. Raises _Lost where none came in time."""
        try:
            self._connection.send(task)
        except OSError:
            raise _Lost("its worker died") from None
        done, value = self._received(seconds)
        if done:
            return value
        raise value

    def end(self) -> None:
        """End it, and everything that it started: at once, by its own hand or by ours."""
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)  # heard on both sides, also by a thread of ours that waits here
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            _kill_children(self._process.pid)
            self._process.kill()
            self._process.wait()
        self._connection.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _received(self, seconds: float) -> Any:
        try:
            if not self._connection.poll(seconds):
                raise _Lost(f"it took longer than {seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError):
            raise _Lost("its worker died") from None


def serve(descriptor: int, home: str) -> NoReturn:
    """A worker's life: one task after another, until the other side is gone; `home` holds its temporary files."""
    os.set_inheritable(descriptor, False)
    connection = Connection(descriptor)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, tasks, home), daemon=True).start()
    _bound_memory()
    connection.send("here")
    while True:
        try:
            task, args, kwargs = pickle.loads(tasks.get())
            reply = pickle.dumps((True, task(*args, **kwargs)))
        except MemoryError:
            _end(home)  # nothing that this process still does can be relied on
        except Exception as error:
            reply = pickle.dumps((False, _portable(error)))
        try:
            connection.send_bytes(reply)
        except OSError:
            _end(home)


def _listen(connection: Connection, tasks: queue.SimpleQueue[bytes], home: str) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            tasks.put(connection.recv_bytes())
    _end(home)


def _end(home: str) -> NoReturn:
    """End this worker, with what it started and its files."""
    _kill_children(os.getpid())
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)


def _kill_children(pid: int) -> None:
    with contextlib.suppress(psutil.Error):
        for one in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                one.kill()


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    bound = MEMORY_MB << 20
    # The soft bound alone: kernels set their own, which may be wider.
    resource.setrlimit(resource.RLIMIT_DATA, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))


def _portable(error: Exception) -> Exception:
    """The error itself where it survives the way, else its name and text; where it happened as a note."""
    error.add_note("".join(traceback.format_tb(error.__traceback__)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

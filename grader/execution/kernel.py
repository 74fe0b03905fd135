"""The kernel of one submission: ipykernel, told its sockets through a socket, that also answers probes.

`python kernel.py DESCRIPTOR` serves one submission from a fresh start; zygote.py calls `prepare` in each process it forks.
Inside the sandbox nothing of ours exists but this file, seal.py, zygote.py and the package probe/ beside it. The socket brings one line of JSON and
listening sockets: connection (what a connection file would hold; the key never lies on a disk), channels (the names of
the sockets, in their order), home, limits, seal, most_text and seed. It takes back one line, `{"ready": true}` or
`{"fault": reason}`, and is closed before any code of a student runs.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import os
import random
import re
import signal
import socket
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

# Nobody debugs a notebook here, and importing the debugger takes a tenth of the start.
sys.modules["debugpy"] = None  # type: ignore[assignment]

import zmq
from ipykernel import compiler, iostream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

#: Longer replies are refused, characters.
LONGEST_REPLY = 2_000_000
#: Lines that ask for something that is not here, a front end, an installer or the self-check; they become `pass`.
_NEUTRAL = re.compile(
    r"^(\s*)(?:%matplotlib\s+(?!inline)\S.*|[!%]\s*(?:pip3?|conda|mamba)\b.*|!\s*\S*python[\d.]*\s+-m\s+pip\b.*"
    r"|%(?:re)?load_ext\s+grader\b.*|%check\b.*)$"
)


def beside(name: str) -> Any:
    """A file or package beside this one; no name in `sys.modules` leads to it afterwards, so that no cell can import it."""
    place = Path(__file__).with_name(name)
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    spec = importlib.util.spec_from_file_location(f"_{name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[f"_{name}"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for one in [one for one in sys.modules if one.partition(".")[0] == f"_{name}"]:
        del sys.modules[one]
    return module


_probe, _seal = beside("probe"), beside("seal")


class _Stream(iostream.OutStream):  # type: ignore[misc]
    """Standard output or error that falls silent past the limit: the client counts and stops the notebook by then."""

    limit = 0
    #: Whether something was written since the last flush. ipykernel flushes four times a message, each time by way of another
    #: thread, which is most of what a short message costs.
    unsent = False

    def flush(self) -> None:
        if self.unsent:
            self.unsent = False
            super().flush()

    def write(self, string: str) -> int | None:
        self.unsent = True
        left = _Stream.limit - getattr(self, "taken", 0)
        self.taken = getattr(self, "taken", 0) + (len(string) if isinstance(string, str) else 0)
        return super().write(string[: max(left, 0)] if isinstance(string, str) else string)  # type: ignore[no-any-return]


class _Kernel(IPythonKernel):  # type: ignore[misc]
    """IPython's kernel with one more message: probe_request."""

    #: A pause after each cell that ipykernel makes for clients that do not wait for `idle`.
    _execute_sleep = 0.0
    msg_types = [*IPythonKernel.msg_types, "probe_request"]  # noqa: RUF012

    async def probe_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Answer each probe with a JSON text, at most LONGEST_REPLY characters, before the next is begun."""
        for number, probe in enumerate(parent["content"]["probes"]):
            reply = _probe.answer(probe["kind"], probe["parameters"], self.shell.user_ns)
            try:
                text = json.dumps(reply, allow_nan=False)
                if len(text) > LONGEST_REPLY:
                    raise ValueError
            except (ValueError, TypeError, RecursionError):
                text = '{"ok": false, "reason": "too-large"}'
            self.session.send(stream, "probe_reply", {"number": number, "reply": text}, parent, ident=ident)
            if hasattr(stream, "flush"):  # a stream of tornado's, which else would wait for the loop
                stream.flush(zmq.POLLOUT)  # type: ignore[attr-defined]
            if reply.get("reason") == "timeout":
                return  # the engine asks again for what is left: its interrupt may have come late

    def _publish_execute_input(self, *_: Any) -> None:
        """Nobody here needs to be told what was asked."""

    def _send_interrupt_children(self) -> None:
        """Interrupt this process alone: a sealed one may signal no other."""
        os.kill(os.getpid(), signal.SIGINT)


class App(IPKernelApp):  # type: ignore[misc]
    """Takes its connection from memory and its sockets ready made."""

    kernel_class = _Kernel
    connection: dict[str, Any]
    listeners: dict[str, int]

    def parse_command_line(self, argv: Any = None) -> None:
        """There is none, and to describe all that could stand there takes a fifth of the start."""

    def init_connection_file(self) -> None:
        self.load_connection_info(self.connection)

    def write_connection_file(self, **_: Any) -> None:
        pass

    def init_heartbeat(self) -> None:
        pass

    def init_control(self, context: Any) -> None:
        # The debugger's socket would try to reach the shell's address, which is not in the sandbox, for ever.
        context.setsockopt(zmq.RECONNECT_IVL, -1)  # type: ignore[attr-defined]
        super().init_control(context)

    def _try_bind_socket(self, s: Any, port: int) -> int:
        names = {self.connection[f"{name}_port"]: name for name in self.listeners}
        s.setsockopt(zmq.USE_FD, self.listeners[names[port]])  # type: ignore[attr-defined]
        return int(super()._try_bind_socket(s, port))


def _refuse_shell(*_: Any, **__: Any) -> None:
    raise RuntimeError("shell commands do not run here; write this step in Python")


def _leave(*_: Any, **__: Any) -> None:
    raise SystemExit("exit")


def _furnish(shell: Any) -> None:
    """What a front end would offer and is not here either does nothing or raises one clear error."""
    shell.input_transformers_cleanup.insert(0, _neutral)
    shell.system = shell.getoutput = shell.system_piped = shell.system_raw = _refuse_shell
    shell.ask_exit = _leave
    for name in ("bash", "sh", "script", "cmd", "perl", "ruby", "system", "sx", "!"):
        shell.register_magic_function(_refuse_shell, "cell", name)
    for name in ("system", "sx", "sc"):
        shell.register_magic_function(_refuse_shell, "line", name)


def _neutral(lines: list[str]) -> list[str]:
    return [_NEUTRAL.sub(r"\1pass", line.rstrip("\n")) + line[len(line.rstrip("\n")) :] for line in lines]


def heard(descriptor: int) -> tuple[socket.socket, dict[str, Any]]:
    """The engine's line, with the listening sockets by channel in `listeners`. SystemExit where the engine has gone."""
    channel = socket.socket(fileno=descriptor)
    text, descriptors = b"", []
    while not text.endswith(b"\n"):
        more, found, _, _ = socket.recv_fds(channel, 1 << 16, 8)
        if not more:
            raise SystemExit
        text += more
        descriptors += found
    told = json.loads(text)
    told["listeners"] = dict(zip(told["channels"], descriptors, strict=True))
    return channel, told


def prepare(channel: socket.socket, told: dict[str, Any]) -> App:
    """A kernel that is sealed and answers; what goes wrong on the way is told to the engine."""
    try:
        app = _prepared(told)
    except BaseException as error:
        channel.sendall(json.dumps({"fault": f"{type(error).__name__}: {error}"[:500]}).encode() + b"\n")
        raise SystemExit(1) from None
    channel.sendall(b'{"ready": true}\n')
    channel.close()
    return app


def move_in(told: dict[str, Any]) -> None:
    """A home with matplotlib's list of fonts in it, which takes seconds to make, and the environment that goes with it."""
    os.environ.update(told["environment"])
    if told["home"] is not None:
        os.chdir(told["home"])
    for font in told["fonts"]:
        link = Path(told["home"], ".cache", "matplotlib", Path(font).name)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(font)


def _prepared(told: dict[str, Any]) -> App:
    _own_streams()
    sys.argv[:] = [__file__]
    move_in(told)
    _seal.limit(told["limits"])
    if told["threads"] is not None:
        _seal.limit_threads(told["threads"])
    if told["seal"] is not None:
        _seal.seal_files(told["seal"])
    _Stream.limit = told["most_text"]
    iostream.OutStream = _Stream
    # Its pipe for the output of forked processes is a TCP port, which no sandbox here allows.
    iostream.IOPubThread._setup_pipe_in = _no_pipe
    # Where a cell says that it stands, as in a warning: a kernel of its own namespace is its first process, a fresh one its second.
    compiler.get_tmp_directory = lambda: f"{tempfile.gettempdir()}/ipykernel_1"
    # The tip of the day draws from `random`, on some days of the year.
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"enable_tip": False}})
    app: App = App.instance(config=config, quiet=True, log_level=logging.CRITICAL)
    app.connection, app.listeners = told["connection"], told["listeners"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app.initialize([])
    _furnish(app.shell)
    random.seed(told["seed"])
    with contextlib.suppress(ImportError):
        import numpy

        numpy.random.seed(told["seed"])
    _probe.install(app.shell)
    if told["seal"] is not None:
        _seal.seal_calls(told["seal"])
    return app


def _own_streams() -> None:
    """Nothing that the engine reads: a student could fill it."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _no_pipe(self: Any) -> None:
    self._pipe_flag = False


if __name__ == "__main__":
    if sys.platform == "linux":
        _seal.die_with_parent()
    prepare(*heard(int(sys.argv[1]))).start()

"""The kernel of one submission, run as a script: ipykernel, told its sockets on standard input, that also answers probes.

Inside the sandbox nothing of ours exists but this file and the package probe/ beside it. Standard input brings one JSON object:
connection (what a connection file would hold; the key never lies on a disk), sockets (channel → inherited descriptor of
a socket that listens already), limits and seed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import random
import re
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

# Nobody debugs a notebook here, and importing the debugger takes a tenth of the start.
sys.modules["debugpy"] = None  # type: ignore[assignment]

import zmq
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets import DottedObjectName

#: Longer replies are refused, characters.
LONGEST_REPLY = 2_000_000
#: Lines that ask a notebook front end or an installer for something that is not here; they become `pass`.
_NEUTRAL = re.compile(
    r"^(\s*)(?:%matplotlib\s+(?!inline)\S.*|[!%]\s*(?:pip3?|conda|mamba)\b.*|!\s*\S*python[\d.]*\s+-m\s+pip\b.*)$"
)


def _load_probe() -> Any:
    """The package probe/ beside this file; no name in sys.modules leads to it afterwards."""
    spec = importlib.util.spec_from_file_location("_probe", Path(__file__).with_name("probe") / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["_probe"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in [name for name in sys.modules if name.partition(".")[0] == "_probe"]:
        del sys.modules[name]
    return module


class _Stream(OutStream):  # type: ignore[misc]
    """Standard output or error that falls silent past the limit: the client counts and stops the notebook by then."""

    limit = 0

    def write(self, string: str) -> int | None:
        left = _Stream.limit - getattr(self, "taken", 0)
        self.taken = getattr(self, "taken", 0) + (len(string) if isinstance(string, str) else 0)
        return super().write(string[: max(left, 0)] if isinstance(string, str) else string)  # type: ignore[no-any-return]


class _Kernel(IPythonKernel):  # type: ignore[misc]
    """IPython's kernel with one more message: probe_request."""

    msg_types = [*IPythonKernel.msg_types, "probe_request"]  # noqa: RUF012
    probe: Any = None

    async def probe_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Answer with a JSON text, at most LONGEST_REPLY characters."""
        content = parent["content"]
        reply = self.probe.answer(content["kind"], content["parameters"], self.shell.user_ns)
        try:
            text = json.dumps(reply, allow_nan=False)
            if len(text) > LONGEST_REPLY:
                raise ValueError
        except (ValueError, TypeError, RecursionError):
            text = '{"ok": false, "reason": "too-large"}'
        self.session.send(stream, "probe_reply", {"reply": text}, parent, ident=ident)


class App(IPKernelApp):  # type: ignore[misc]
    """Takes its connection from standard input and its sockets ready made."""

    outstream_class = DottedObjectName("__main__._Stream")
    kernel_class = _Kernel
    told: dict[str, Any]

    def init_connection_file(self) -> None:
        self.load_connection_info(self.told["connection"])

    def write_connection_file(self, **_: Any) -> None:
        pass

    def init_heartbeat(self) -> None:
        pass

    def _try_bind_socket(self, s: Any, port: int) -> int:
        names = {self.told["connection"][f"{name}_port"]: name for name in self.told["sockets"]}
        s.setsockopt(zmq.USE_FD, self.told["sockets"][names[port]])  # type: ignore[attr-defined]
        return int(super()._try_bind_socket(s, port))


def _limit(limits: dict[str, Any]) -> None:
    """What one process may take: private memory rather than address space, of which some libraries reserve a lot."""
    for name, value in limits.items():
        what = getattr(resource, f"RLIMIT_{name}", None)
        if what is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (value, value))


def _refuse_shell(*_: Any, **__: Any) -> None:
    raise RuntimeError("shell commands do not run here; write this step in Python")


def _leave(*_: Any, **__: Any) -> None:
    raise SystemExit("exit")


def _prepare(shell: Any) -> None:
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


def main() -> None:
    """Serve one submission until killed."""
    told = json.loads(sys.stdin.readline())
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    _limit(told["limits"])
    _Stream.limit = told["most_text"]
    app = App.instance()
    app.told = told
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app.initialize(
            ["--HistoryManager.enabled=False", "--quiet", "--log-level=CRITICAL", "--no-secure", *told["arguments"]]
        )
    _Kernel.probe = _load_probe()
    _prepare(app.shell)
    random.seed(told["seed"])
    with contextlib.suppress(ImportError):
        import numpy

        numpy.random.seed(told["seed"])
    _Kernel.probe.install(app.shell)
    app.start()


if __name__ == "__main__":
    main()

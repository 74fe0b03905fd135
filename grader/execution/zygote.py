"""The warm process: imports once what notebooks import, then forks kernels, each into namespaces of its own.

`python zygote.py DESCRIPTOR` runs in the course's interpreter and needs only ipykernel there. The descriptor is a socket
that brings one line of JSON: warm (names of modules; those that are not there are passed over), namespaces
(whether each kernel gets its own), home, environment and fonts (as a kernel's). It takes back one line, `{"missing": […]}`,
when all others are imported. Then each byte brings a socket for one kernel, which tells that kernel the rest (kernel.py).

What is warm must not be seen. So everything imported here is hidden again: taken out of `sys.modules`, out of its package
and out of `warnings.filters`, and put back, with all it imports itself, when a cell imports it; no code runs twice. Until the
fork there is one thread, no zmq context, no event loop, no figure, and the inline backend has not been imported.
(What compiled code imports a second time goes unseen: a module of the standard library may be missing from `sys.modules`
until a cell imports it.)
"""

from __future__ import annotations

import builtins
import ctypes
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

#: Imported besides what is asked for: what a kernel imports when it starts, and matplotlib when it draws the first figure.
_ALWAYS = (
    "pdb", "faulthandler", "tornado.platform.asyncio", "tornado.locks", "tornado.queues", "ipykernel.debugger",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect", "IPython.core.pylabtools",
    "IPython.extensions.storemagic", "IPython.utils.wildcard",
    "matplotlib.backends.backend_agg", "matplotlib.contour", "matplotlib.tri", "PIL.PngImagePlugin",
)  # fmt: skip

#: The probe waits for this one to be imported, to see figures before they are closed.
_AWAITED = ("matplotlib._pylab_helpers",)

_NEW_USER, _NEW_MOUNTS, _NEW_CGROUP, _NEW_UTS, _NEW_IPC, _NEW_PID, _NEW_NET = (
    0x10000000, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x20000000, 0x40000000,
)  # fmt: skip
_NOSUID, _NODEV, _NOEXEC, _BIND, _RECURSIVE, _MOVE = 2, 4, 8, 4096, 16384, 8192

_libc = ctypes.CDLL(None, use_errno=True)


class Hidden:
    """Imports kept warm and out of sight; a finder that brings each back when it is imported."""

    def __init__(self) -> None:
        self.modules: dict[str, ModuleType] = {}
        #: What each module's own code imported while it ran, in order; which modules were attributes of their package.
        self.needs: dict[str, list[str]] = {"": []}
        self.attributes: set[str] = set()
        #: The warning filters that each module added, and the warnings that the import of a name showed.
        self.filters: dict[str, list[Any]] = {}
        self.warned: dict[str, list[warnings.WarningMessage]] = {}
        #: The names that could not be imported.
        self.missing: list[str] = []
        self._running = [""]
        self._importing: Callable[..., Any] | None = None
        self._told: list[Any] = []

    def warm(self, names: Sequence[str]) -> None:
        """Import these, where they are, then hide all that came."""
        before, filters = set(sys.modules), warnings.filters[:]
        self._told = list(filters)
        self._importing = builtins.__import__
        sys.meta_path.insert(0, self)
        builtins.__import__ = self._import
        try:
            for name in names:
                with warnings.catch_warnings(record=True) as warned:
                    try:
                        importlib.import_module(name)
                    except ImportError:
                        self.missing.append(name)
                self.warned[name] = warned
        finally:
            builtins.__import__, self._importing = self._importing, None
        _filters()[:] = filters
        warnings._filters_mutated()  # type: ignore[attr-defined]
        for name in [name for name in sys.modules if name not in before]:
            self.modules[name] = sys.modules.pop(name)
        for name, module in self.modules.items():
            loader = getattr(module, "__loader__", None)
            if not isinstance(loader, type):
                getattr(loader, "__dict__", {}).pop("exec_module", None)
            package, _, last = name.rpartition(".")
            owner = self.modules.get(package) or sys.modules.get(package)
            if owner is not None and vars(owner).get(last) is module:
                self.attributes.add(name)
                delattr(owner, last)

    def _import(self, name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        """`__import__` while warming: what is imported is what the module that runs needs."""
        assert self._importing is not None
        found = self._importing(name, globals, locals, fromlist, level)
        whole = name
        if level:
            package = globals.get("__package__") or globals["__name__"].rpartition(".")[0]
            whole = importlib.util.resolve_name("." * level + name, package)
        needed = self.needs[self._running[-1]]
        parts = whole.split(".")
        needed.extend(".".join(parts[: n + 1]) for n in range(len(parts)))
        needed.extend(f"{whole}.{one}" for one in fromlist or () if f"{whole}.{one}" in sys.modules)
        return found

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """While warming, what the other finders say, watched; afterwards what is hidden under this name."""
        if self._importing is None:
            return self._hidden_spec(name)
        self.needs[self._running[-1]].append(name)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self else None
            if spec is not None:
                if spec.loader is not None and not isinstance(spec.loader, type):
                    self._watch(name, spec.loader)
                return spec
        return None

    def _watch(self, name: str, loader: Any) -> None:
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            self.needs[name] = []
            self._running.append(name)
            native = isinstance(loader, ExtensionFileLoader)
            before = set(sys.modules) if native else set()
            try:
                execute(module)
            finally:
                self._running.pop()
                # Compiled code puts modules there without importing them.
                self.needs[name] += [one for one in sys.modules if native and one not in before]
                self.filters[name] = [one for one in warnings.filters if one not in self._told]
                self._told += self.filters[name]

        loader.exec_module = exec_module

    def _hidden_spec(self, name: str) -> Any:
        module = self.modules.get(name)
        if module is None:
            return None
        path = getattr(module, "__path__", None)
        loader: Any = _Back(self)
        spec = importlib.util.spec_from_loader(
            name, loader, origin=getattr(module, "__file__", None), is_package=path is not None
        )
        if spec is not None and path is not None:
            spec.submodule_search_locations = path
        return spec

    def show(self, name: str) -> None:
        """Put a hidden module back, and what it needs."""
        module = self.modules.pop(name, None)
        if module is None or name in sys.modules:
            return
        sys.modules[name] = module
        for needed in self.needs.get(name, ()):
            if needed in _AWAITED and needed in self.modules:
                importlib.import_module(needed)
            else:
                self.show(needed)
        package, _, last = name.rpartition(".")
        if name in self.attributes and package in sys.modules:
            setattr(sys.modules[package], last, module)
        for one in reversed(self.filters.get(name, ())):
            if one not in warnings.filters:
                _filters().insert(0, one)
                warnings._filters_mutated()  # type: ignore[attr-defined]


class _Back:
    """The loader of one hidden module."""

    def __init__(self, hidden: Hidden) -> None:
        self._hidden = hidden
        self._spec: Any = None

    def create_module(self, spec: Any) -> ModuleType:
        """The module as it was left."""
        module = self._hidden.modules[spec.name]
        self._spec = module.__spec__
        self._hidden.show(spec.name)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs twice; only the import's warnings are given once more, to who imports."""
        module.__spec__ = self._spec
        for one in self._hidden.warned.pop(module.__name__, ()):
            if one.filename == __file__ or "importlib" in one.filename:
                warnings.warn(one.message, one.category, stacklevel=2)
            else:
                warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def _filters() -> list[Any]:
    return warnings.filters  # type: ignore[return-value]


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    texts = [text.encode() or None for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), options.encode() or None)


def _fork_into_namespaces() -> int:
    """Like os.fork, the child being the first process of fresh namespaces, as the same user. A child that cannot be made exits."""
    child = os.fork()
    if child:
        return child
    uid, gid = os.getuid(), os.getgid()
    flags = _NEW_USER | _NEW_MOUNTS | _NEW_CGROUP | _NEW_UTS | _NEW_IPC | _NEW_PID | _NEW_NET
    _call("unshare", ctypes.c_int(flags))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    if os.fork():
        os._exit(0)
    return 0


def _furnish(told: dict[str, Any]) -> None:
    """A /tmp, a /dev/shm and a /proc of its own; what lies below the old /tmp and must stay is bound into the new one."""
    stage = str(Path(__file__).with_name("tmp"))
    _mount("tmpfs", stage, "tmpfs", _NOSUID | _NODEV, f"size={told['disk_mb']}m,nr_inodes=65536,mode=1777")
    for folder in told["below_tmp"]:
        inside = Path(stage) / Path(folder).relative_to("/tmp")
        inside.mkdir(parents=True, exist_ok=True)
        _mount(folder, str(inside), flags=_BIND | _RECURSIVE)
    Path(stage, "home").mkdir()
    _mount(stage, "/tmp", flags=_MOVE)
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, "size=16m,mode=1777")
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def _next_kernel(control: socket.socket, namespaces: bool) -> int:
    """Fork a kernel for each socket that comes. Returns in the child, with its socket; the zygote leaves with the engine."""
    while True:
        asked, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            sys.exit()
        if (_fork_into_namespaces() if namespaces else os.fork()) == 0:
            control.close()
            return int(descriptors[0])
        os.close(descriptors[0])


def main() -> Any:
    """Warm up and serve. Returns in each child, with its kernel ready to start."""
    control = socket.socket(fileno=int(sys.argv[1]))
    how = json.loads(control.makefile().readline())
    spec = importlib.util.spec_from_file_location("_kernel", Path(__file__).with_name("kernel.py"))
    assert spec is not None
    assert spec.loader is not None
    kernel = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kernel)
    kernel.move_in(how)
    hidden = Hidden()
    hidden.warm(["gc", *how["warm"], *_ALWAYS])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc: Any = hidden.modules.get("gc") or sys.modules["gc"]
    gc.collect()
    gc.freeze()
    threads = Path("/proc/self/task")
    tasks = len(list(threads.iterdir())) if threads.is_dir() else threading.active_count()
    if tasks != 1:
        raise SystemExit(f"{tasks} threads run before the first fork: a warm import started one")
    control.sendall(json.dumps({"missing": hidden.missing}).encode() + b"\n")
    descriptor = _next_kernel(control, how["namespaces"])
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if not how["namespaces"]:
        kernel._seal.die_with_parent()
    channel, told = kernel.heard(descriptor)
    if how["namespaces"]:
        _furnish(told)
    return kernel.prepare(channel, told)


if __name__ == "__main__":
    main().start()

"""What a kernel gives up: the filter read step by step as the system would, and the primitives where this machine has them."""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator

import pytest

from grader.execution import isolation, seal

ALLOWED, ARCHITECTURES = "allowed", {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def verdict(machine: str, number: int, *arguments: int, own: int = 77, hidden_host: bool = False) -> str:
    """Runs the filter: the machine of linux/filter.h, over struct seccomp_data (number, architecture, pointer, arguments)."""
    data = struct.pack("=iIQ6Q", number, ARCHITECTURES[machine], 0, *(*arguments, *[0] * (6 - len(arguments))))
    steps = list(struct.iter_unpack("=HBBI", seal.program(machine, own, hidden_host=hidden_host)))
    held, at = 0, 0
    while True:
        operation, if_true, if_false, value = steps[at]
        at += 1
        if operation == 0x20:
            held = struct.unpack_from("=I", data, value)[0]
        elif operation == 0x06:
            return {0x7FFF0000: ALLOWED, 0x80000000: "killed"}.get(value) or errno.errorcode.get(value & 0xFFFF, "done")
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[operation]
            at += if_true if holds else if_false


#: Call → number on x86_64 and aarch64 (`ausyscall --dump`), arguments, what becomes of it on a host that is seen, and on a hidden one.
CALLS = {
    "read": ((0, 63), (), ALLOWED, ALLOWED),
    "execve": ((59, 221), (), "EPERM", "EPERM"),
    "a thread": ((56, 220), (0x3D0F00,), ALLOWED, ALLOWED),
    "a process": ((56, 220), (17,), "EPERM", "EPERM"),
    "a new user namespace": ((272, 97), (0x10000000,), "EPERM", "EPERM"),
    "clone3": ((435, 435), (), "ENOSYS", "ENOSYS"),
    "a socket": ((41, 198), (2, 1), "EAFNOSUPPORT", "EAFNOSUPPORT"),
    "a pair of sockets": ((53, 199), (1, 1), ALLOWED, ALLOWED),
    "connect": ((42, 203), (), "EACCES", "EACCES"),
    "ptrace": ((101, 117), (), "EPERM", "EPERM"),
    "outliving the parent": ((157, 167), (1,), "EPERM", "EPERM"),
    "a name for a thread": ((157, 167), (15,), ALLOWED, ALLOWED),
    "a signal to oneself": ((62, 129), (77, 2), ALLOWED, ALLOWED),
    "a signal to all": ((62, 129), (0xFFFFFFFF, 9), "EPERM", ALLOWED),
    "a signal to another": ((234, 131), (1, 1, 9), "EPERM", ALLOWED),
    "one's own limits": ((302, 261), (0,), ALLOWED, ALLOWED),
    "another's limits": ((302, 261), (1,), "EPERM", ALLOWED),
    "a thread's policy": ((144, 119), (78,), "done", ALLOWED),
    "chmod": ((90, 53), (), "EPERM", ALLOWED),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_each_call_is_decided_alike_on_every_machine(call: str) -> None:
    numbers, arguments, seen, hidden = CALLS[call]
    for machine, number in zip(ARCHITECTURES, numbers, strict=True):
        assert verdict(machine, number, *arguments) == seen
        assert verdict(machine, number, *arguments, hidden_host=True) == hidden


def test_calls_of_another_architecture_end_the_process_and_those_of_x32_are_not_there() -> None:
    steps = list(struct.iter_unpack("=HBBI", seal.program("x86_64", 1, hidden_host=True)))
    assert steps[1:3] == [(0x15, 1, 0, ARCHITECTURES["x86_64"]), (0x06, 0, 0, 0x80000000)]
    assert verdict("x86_64", 0x40000000 + 59) == "ENOSYS"


def test_a_machine_whose_calls_are_not_known_gets_no_filter() -> None:
    with pytest.raises(OSError, match="riscv64"):
        seal.program("riscv64", 1, hidden_host=True)


@pytest.fixture
def nothing_found() -> Iterator[None]:
    isolation.probe.cache_clear()
    yield
    isolation.probe.cache_clear()


@pytest.mark.parametrize(
    ("bubblewrap", "landlock", "seccomp", "level"),
    [
        (True, True, True, "namespaces"),
        (True, False, False, "namespaces"),
        (False, True, True, "landlock"),
        (False, True, False, "process"),
        (False, False, True, "process"),
    ],
)
@pytest.mark.usefixtures("nothing_found")
def test_the_level_is_the_strongest_whose_primitives_all_work(
    monkeypatch: pytest.MonkeyPatch, bubblewrap: bool, landlock: bool, seccomp: bool, level: str
) -> None:
    trial = isolation.Trial
    monkeypatch.setattr(isolation, "_bubblewrap", lambda: trial(bubblewrap))
    monkeypatch.setattr(isolation, "_seals", lambda: {"landlock": trial(landlock), "seccomp": trial(seccomp)})
    monkeypatch.setattr(isolation, "_another_user", lambda: trial(True))
    assert isolation.best_level() == level


@pytest.mark.parametrize("platform", ["darwin", "win32"])
@pytest.mark.usefixtures("nothing_found")
def test_elsewhere_than_on_linux_there_is_the_process_alone(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert isolation.best_level() == "process"
    assert all(platform in trial.seen and trial.remedy for trial in isolation.probe().values())

"""What a kernel gives up before it reads a student's code: memory and time, capabilities, files, system calls.

Runs inside, in the course's interpreter, and stands alone: the standard library and raw system calls through ctypes, no
libseccomp. Nothing given up here can be taken back, by this process or by what it starts.

`python seal.py` tries each primitive in a child of its own and prints what happened as one JSON object, name → errno
(0 where it works).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)

#: The architectures whose system calls are known: AUDIT_ARCH_… of linux/audit.h, and the column in _CALLS.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

#: Refused with EPERM. Numbers on x86_64 and aarch64 (None: not there), of the kernel's unistd.h tables; one number where both agree.
_CALLS: Mapping[str, Sequence[int | None]] = {
    # a kernel of ours never starts a process: no bombs, no daemons, memory limits that hold for all there is
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    # looking into others
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434,), "pidfd_getfd": (438,), "pidfd_send_signal": (424,), "process_madvise": (440,),
    "process_mrelease": (448,), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # other views of the file system
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429,),
    "open_tree": (428,), "fsopen": (430,), "fsconfig": (431,), "fsmount": (432,), "fspick": (433,),
    "mount_setattr": (442,), "open_tree_attr": (467,), "unshare": (272, 97), "setns": (308, 268),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "quotactl": (179, 60), "quotactl_fd": (443,), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    # large or seldom used parts of the system, where its faults are
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425,),
    "io_uring_enter": (426,), "io_uring_register": (427,), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "personality": (135, 92), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "syslog": (103, 116), "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162), "ioprio_set": (251, 30),
    # memory that no limit counts, or that outlives its process
    "memfd_create": (319, 279), "memfd_secret": (447,), "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181),
}  # fmt: skip
#: Refused besides where no namespace hides the host: what changes files by their path, which landlock does not govern, or others.
_ON_HOST: Mapping[str, Sequence[int | None]] = {
    "chmod": (90, None), "fchmodat": (268, 53), "fchmodat2": (452,), "chown": (92, None), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "truncate": (76, 45), "tkill": (200, 130), "setpriority": (141, 140),
}  # fmt: skip
_CLONE, _CLONE3, _SOCKET, _CONNECT, _PRCTL = (56, 220), (435,), (41, 198), (42, 203), (157, 167)
#: There too, allowed for this process alone: the first argument is its id (kill, tgkill, signals with data), or also 0
#: (prlimit64, sched_setaffinity, sched_setparam, sched_setattr).
_TO_SELF = ((62, 129), (234, 131), (129, 138), (297, 240))
_OF_SELF = ((302, 261), (203, 122), (142, 118), (314, 274))
#: sched_setscheduler is passed over there and said to have worked: libzmq calls it in each new thread, and aborts where it fails.
_SCHEDULE = (144, 119)
_SECCOMP = (317, 277)

_THREAD, _PDEATHSIG, _DUMPABLE, _NO_NEW_PRIVS, _BOUNDING_DROP, _AMBIENT = 0x10000, 1, 4, 38, 24, 47
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000


def _call(number: int, *arguments: Any) -> int:
    """One raw system call. Raises OSError."""
    found = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if found < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return found


def _prctl(option: int, value: int = 0) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def die_with_parent() -> None:
    """Be killed when the process that started this one ends. Raises OSError."""
    _prctl(_PDEATHSIG, signal.SIGKILL)


def limit(limits: Mapping[str, int]) -> None:
    """What one process may take, name of RLIMIT_… → most. DATA counts from what the kernel itself holds now, bytes:
    private memory rather than address space, of which some libraries reserve a lot."""
    for name, value in limits.items():
        what = getattr(resource, "RLIMIT_" + name, None)
        if what is not None:
            most = value + (_private_bytes() if name == "DATA" else 0)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def limit_threads(most: int) -> None:
    """Threads of this process, counted apart from others of the same user: in a user namespace of its own.

    Where there can be none, nothing is limited: counted with others, an honest notebook would pay for a hostile one.
    """
    uid, gid = os.getuid(), os.getgid()
    if _libc.unshare(0x10000000):
        return
    try:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123
                file.write(text)
    except OSError:
        return
    limit({"NPROC": most})


def _private_bytes() -> int:
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123
            return int(file.read().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 128 << 20


def drop_capabilities() -> None:
    """No capability, now or after any exec, and no privilege from set-uid files. Raises OSError."""
    for capability in range(64):
        with contextlib.suppress(OSError):
            _prctl(_BOUNDING_DROP, capability)
    with contextlib.suppress(OSError):
        if _libc.prctl(_AMBIENT, 4, 0, 0, 0):
            raise OSError
    header, nothing = struct.pack("Ii", 0x20080522, 0), bytes(24)
    if _libc.capset(header, nothing):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    _prctl(_NO_NEW_PRIVS, 1)


# Landlock: linux/landlock.h. Its three calls have the same numbers everywhere.

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1, 1 << 1, 1 << 2, 1 << 3, 1 << 14
#: All rights on files of each version of the interface, and those that concern one file.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | 1 << 15
_TCP, _SCOPES = 0b11, 0b11


def landlock(read: Iterable[str], listed: Iterable[str], write: Iterable[str]) -> int:
    """From now on files are read only below `read`, changed only below `write`, folders listed also below `listed`; nothing
    is executed, no TCP, and where this kernel can, no abstract socket and no signal beyond the process.

    Paths that are not there are passed over. Gives the version of the interface. Raises OSError where landlock is not.
    """
    version = _call(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    rights = _FILE_RIGHTS[max(v for v in _FILE_RIGHTS if v <= version)]
    attributes = struct.pack("QQQ", rights, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    _prctl(_NO_NEW_PRIVS, 1)
    rules = _call(444, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for paths, wanted in (
            (read, _READ_FILE | _READ_DIR),
            (listed, _READ_DIR),
            (write, rights & ~_EXECUTE & ~(1 << 6) & ~(1 << 11)),  # all but devices: MAKE_CHAR, MAKE_BLOCK
        ):
            for path in paths:
                _allow(rules, path, wanted)
        _call(446, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)
    return version


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        found = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if os.path.isdir(path) else rights & _ON_FILES  # noqa: PTH112
        _call(445, ctypes.c_int(rules), ctypes.c_int(1), struct.pack("=Qi", allowed, found), ctypes.c_uint32(0))
    finally:
        os.close(found)


# Seccomp: a program of the classic BPF machine over struct seccomp_data (linux/seccomp.h, linux/bpf_common.h).

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


def program(machine: str, own: int, *, hidden_host: bool) -> bytes:
    """The filter for `machine` and the process id `own`. Raises OSError (ENOSYS) for a machine whose calls are not known.

    `hidden_host`: namespaces hide the host's files and processes, so that what could change one of them is no matter.
    """
    if machine not in _ARCHITECTURES or sys.byteorder != "little":
        raise OSError(errno.ENOSYS, f"no system call filter for {machine}")
    architecture, column = _ARCHITECTURES[machine]
    code = [_step(_LOAD, 4), _step(_EQUAL, architecture, 1, 0), _step(_RETURN, _KILL), _step(_LOAD, 0)]
    if machine == "x86_64":
        code += [_step(_AT_LEAST, 0x40000000, 0, 1), _refusal(errno.ENOSYS)]  # the x32 interface

    def on(numbers: Sequence[int | None], *then: bytes) -> None:
        number = numbers[column % len(numbers)]
        if number is not None:
            code.extend([_step(_EQUAL, number, 0, len(then)), *then])

    def argument(index: int) -> bytes:
        return _step(_LOAD, 16 + 8 * index)

    for numbers in (*_CALLS.values(), *(() if hidden_host else _ON_HOST.values())):
        on(numbers, _refusal(errno.EPERM))
    on(_SOCKET, _refusal(errno.EAFNOSUPPORT))
    on(_CONNECT, _refusal(errno.EACCES))
    on(_CLONE3, _refusal(errno.ENOSYS))  # libc then takes clone, whose flags can be seen here
    on(_CLONE, argument(0), _step(_ANY_BIT, _THREAD, 1, 0), _refusal(errno.EPERM), _step(_RETURN, _ALLOW))
    on(_PRCTL, argument(0), _step(_EQUAL, _PDEATHSIG, 0, 1), _refusal(errno.EPERM), _step(_RETURN, _ALLOW))
    if not hidden_host:
        on(_SCHEDULE, _refusal(0))
        for numbers in _TO_SELF:
            on(numbers, argument(0), _step(_EQUAL, own, 1, 0), _refusal(errno.EPERM), _step(_RETURN, _ALLOW))
        for numbers in _OF_SELF:
            then = (_step(_EQUAL, own, 2, 0), _step(_EQUAL, 0, 1, 0), _refusal(errno.EPERM), _step(_RETURN, _ALLOW))
            on(numbers, argument(0), *then)
    code.append(_step(_RETURN, _ALLOW))
    return b"".join(code)


def _step(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)


def _refusal(number: int) -> bytes:
    return _step(_RETURN, _ERRNO | number)


def filter_calls(*, hidden_host: bool) -> None:
    """Refuse the calls above from now on, in every thread. Raises OSError."""
    machine = platform.machine()
    steps = program(machine, os.getpid(), hidden_host=hidden_host)
    held = ctypes.create_string_buffer(steps, len(steps))
    told = struct.pack("HxxxxxxP", len(steps) // 8, ctypes.addressof(held))
    _prctl(_NO_NEW_PRIVS, 1)
    number = _SECCOMP[_ARCHITECTURES[machine][1]]
    _call(number, ctypes.c_uint(1), ctypes.c_uint(1), told)  # SECCOMP_SET_MODE_FILTER, for all threads


def seal_files(how: Mapping[str, Any]) -> None:
    """Before anything else runs, in the only thread. `how`: read, listed, write (paths), landlock (whether this machine
    has it). Raises OSError where what was promised fails: nothing runs half sealed."""
    drop_capabilities()
    if how["landlock"]:
        landlock(how["read"], how["listed"], how["write"])


def seal_calls(how: Mapping[str, Any]) -> None:
    """Last, in all threads. `how`: seccomp (whether this machine has it), hidden_host. Raises OSError as above."""
    if how["seccomp"]:
        filter_calls(hidden_host=how["hidden_host"])


# Trying


def _tried(primitive: Callable[[], object]) -> int:
    """The errno of a primitive tried in a child, 0 where it works."""
    child = os.fork()
    if child == 0:
        try:
            primitive()
            os._exit(0)
        except OSError as error:
            os._exit(min(error.errno or 255, 255))
        except BaseException:
            os._exit(255)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _no_fork() -> None:
    filter_calls(hidden_host=False)
    try:
        os.fork()
    except PermissionError:
        return
    os._exit(255)


def _no_reading() -> None:
    landlock([], [], [])
    try:
        os.listdir("/")  # noqa: PTH208
    except PermissionError:
        return
    os._exit(255)


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"landlock": _tried(_no_reading), "seccomp": _tried(_no_fork)}) + "\n")

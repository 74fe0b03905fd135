"""A long batch: do its last submissions go as fast as its first, does memory stay flat, is anything left behind?

`python -m tests.benchmarks.many [N] [--jobs J]`: N submissions (2,000), the engine benchmark's class by turns, graded by
`grader batch` with reports, in one go. Prints the pace of the first and the last tenth, in seconds of processor of the
whole family and on the clock, and the resident memory of the parent and of the largest worker at a tenth and at the end.
Then four short batches are ended early: by Ctrl-C, and by SIGKILL of the parent, of a worker and of a warm process. Exit
code 1 where the last tenth costs over 10 % more processor time than the first, the parent grew by over 10 %, a batch that
lost a worker or a warm process did not end well, or a process is left, or a mount, a socket or a file in the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.engine import CLASS
from tests.support.plain import notebook

_DONE = re.compile(r"\[\d+/\d+\] ")
#: Of the first and of the last submissions whose pace is compared.
_TENTH = 10


@dataclass(frozen=True)
class Moment:
    """What is so when a submission has been announced: seconds on the clock and of processor, megabytes resident."""

    clock: float
    processor: float
    parent: float
    worker: float


def hand_in(archive: Path, count: int) -> None:
    """A zip with a folder a student."""
    with zipfile.ZipFile(archive, "w") as target:
        for number in range(count):
            target.writestr(
                f"student{number:05}/answer.ipynb", notebook(*CLASS[number % len(CLASS)], f"number = {number}")
            )


def batch(archive: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    """`grader batch`, begun."""
    command = [sys.executable, "-m", "grader.command.main", "batch", str(archive), "-a", "worked-example", "--out", str(out), "--jobs", str(jobs), "--lang", "en"]  # fmt: skip
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def measured(process: subprocess.Popen[str]) -> list[Moment]:
    """A moment for each submission announced."""
    assert process.stderr is not None
    parent, moments = psutil.Process(process.pid), []
    with process.stderr as lines:
        for line in lines:
            if _DONE.match(line):
                family = parent.children(recursive=True)
                resident = [_resident(one) for one in family]
                spent = sum(_processor(one) for one in (parent, *family))
                moments.append(Moment(time.perf_counter(), spent, _resident(parent), max(resident, default=0.0)))
    assert process.wait() == 0, "the batch did not end well"
    return moments


def _processor(process: psutil.Process) -> float:
    """Seconds of processor of a process and of its children that have ended."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.Error:
        return 0.0


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss / 2**20)
    except psutil.Error:
        return 0.0


def left(folder: Path) -> list[str]:
    """Mounts and sockets below a folder, and the files in it."""
    mounted = [line for line in Path("/proc/self/mounts").read_text().splitlines() if f" {folder}/" in line]
    sockets = [line for line in Path("/proc/net/unix").read_text().splitlines() if f" {folder}/" in line]
    return [*mounted, *sockets, *(path.name for path in folder.iterdir())]


def _worker(parent: psutil.Process) -> psutil.Process:
    return next(one for one in parent.children() if any("grader.workers" in part for part in one.cmdline()))


def _zygote(parent: psutil.Process) -> psutil.Process:
    family = parent.children(recursive=True)
    return next(one for one in reversed(family) if any(part.endswith("zygote.py") for part in one.cmdline()))


#: How a batch is ended early → (whom the signal goes to, the signal, whether the batch must still end well).
ENDS: dict[str, tuple[Callable[[psutil.Process], psutil.Process], signal.Signals, bool]] = {
    "Ctrl-C": (lambda parent: parent, signal.SIGINT, False),
    "the parent killed": (lambda parent: parent, signal.SIGKILL, False),
    "a worker killed": (_worker, signal.SIGKILL, True),
    "a warm process killed": (_zygote, signal.SIGKILL, True),
}


def ended(process: subprocess.Popen[str], end: str, after: int) -> bool:
    """End a batch early, once so many are done; whether what must go on did, and nothing that was started runs."""
    whom, how, goes_on = ENDS[end]
    assert process.stderr is not None
    parent, announced, family = psutil.Process(process.pid), 0, list[psutil.Process]()
    with process.stderr as lines:
        for line in lines:
            announced += bool(_DONE.match(line))
            if announced == after and not family:
                family = parent.children(recursive=True)
                whom(parent).send_signal(how)
    code = process.wait()
    _, alive = psutil.wait_procs(family, timeout=60)
    alive = [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    sys.stdout.write(f"{end}: exit code {code}, {announced} announced, {len(alive)} processes left\n")
    # One that a signal ended has another code than one that nothing happened to.
    return not alive and (code == 0) == goes_on


def main(count: int, jobs: int) -> int:
    """Print what the docstring says."""
    # Whoever is started in the background by a shell without job control ignores it, and so do its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        folder, temporary = Path(name), Path(name, "tmp")
        temporary.mkdir(mode=0o755)
        os.environ["TMPDIR"] = str(temporary)
        hand_in(folder / "all.zip", count)
        moments = measured(batch(folder / "all.zip", folder / "all", jobs))
        tenth = max(count // _TENTH, 2)
        first, last = moments[1 : tenth + 1], moments[-tenth:]
        pace = [(span[-1].processor - span[0].processor) / (len(span) - 1) for span in (first, last)]
        clock = [(span[-1].clock - span[0].clock) / (len(span) - 1) for span in (first, last)]
        at_tenth, at_end = moments[tenth], moments[-2]
        sys.stdout.write(
            f"{count} submissions, {jobs} workers: ms of processor each {1e3 * pace[0]:.0f} in the first tenth, {1e3 * pace[1]:.0f} in the last; "
            f"on the clock {1e3 * clock[0]:.0f}, {1e3 * clock[1]:.0f}\n"
            f"resident MB: parent {at_tenth.parent:.0f}, {at_end.parent:.0f}; largest worker {at_tenth.worker:.0f}, {at_end.worker:.0f}\n"
        )  # fmt: skip
        good = pace[1] <= 1.1 * pace[0] and at_end.parent <= 1.1 * at_tenth.parent
        hand_in(folder / "few.zip", 24)
        for number, end in enumerate(ENDS):
            good &= ended(batch(folder / "few.zip", folder / f"few{number}", jobs), end, 6)
        behind = left(temporary)
    sys.stdout.write(f"left behind: {behind or 'nothing'}\n")
    return int(bool(behind) or not good)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=1)
    sys.exit(main(**vars(parser.parse_args())))

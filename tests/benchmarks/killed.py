"""A batch from one Moodle-style zip, killed with −9 at five random moments and started again: is every file the same?

`python -m tests.benchmarks.killed [N] [--kernels] [--jobs J]`: N submissions (1,000), the small class's notebooks by turns. Without
`--kernels` the cells run in the workers themselves, and all else is as in `grader batch`, which `--kernels` runs. Each
moment is right after a submission drawn by lot was announced; what is announced must be on the disk. Ends with exit code
1 where any file differs from an uninterrupted batch's, times and recorded executions aside, or a process is left.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.support import small_class
from tests.support.killing import contents, run_until
from tests.support.plain import notebook

_SPEC = """id = "little"
version = "1"
title = { en = "Little", es = "Pequeña" }
[objectives.g]
variables = ["x", "y"]
expression = "x**2/2 + 2*y**2 - x*y"
[[checks]]
id = "trace"
kind = "iterates"
answer = "trace"
start = [1, -1]
step_size = "0.1"
iterations = 6
points = 3
"""


def main(count: int, kernels: bool, jobs: int, seed: int) -> int:
    """Print a line a run, and the verdict."""
    drawn = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_in(folder / "submissions.zip", count)
        (folder / "little").mkdir()
        (folder / "little" / "assignment.toml").write_text(_SPEC, encoding="utf-8")

        def command(out: Path) -> Sequence[str]:
            if kernels:
                options = ["-a", str(folder / "little"), "--out", str(out), "--jobs", str(jobs), "--lang", "en"]
                return [sys.executable, "-m", "grader.command.main", "batch", str(folder / "submissions.zip"), *options]
            return [sys.executable, "-m", "tests.support.little_batch", str(folder / "submissions.zip"), str(out), str(jobs)]  # fmt: skip

        code, _ = run_until(command(folder / "undisturbed"))
        sys.stdout.write(f"seed {seed}: an undisturbed batch of {count}, exit code {code}\n")
        for moment in sorted(drawn.sample(range(1, count), 5)):
            code, _ = run_until(command(folder / "killed"), moment)
            there = len(list((folder / "killed" / "reports").glob("*.json")))
            sys.stdout.write(f"killed after {moment} were announced: exit code {code}, {there} documents on the disk\n")
            if code != -signal.SIGKILL or there < moment:
                return 1
        code, _ = run_until(command(folder / "killed"))
        first, second = contents(folder / "undisturbed"), contents(folder / "killed")
        differing = sorted(path for path in {*first, *second} if first.get(path) != second.get(path))
        sys.stdout.write(
            f"then to the end: exit code {code}; {len(first)} files, {len(differing)} differ {differing[:5]}\n"
        )
    return int(bool(differing))


def hand_in(archive: Path, count: int) -> None:
    """A zip as Moodle's "Download all submissions" makes it."""
    kinds = [*small_class.STUDENTS.values(), ("x = [",), ("x = 1", "trace = 3")]
    with zipfile.ZipFile(archive, "w") as target:
        for number in range(count):
            name = f"Ada {number:05}_{100_000 + number}_assignsubmission_file/trace.ipynb"
            target.writestr(name, notebook(*kinds[number % len(kinds)], f"number = {number}"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--kernels", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    sys.exit(main(**vars(parser.parse_args())))

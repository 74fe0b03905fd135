"""What a class of 10,000 costs once it is graded: its page and every export, seconds and peak memory of each and of all.

`python -m tests.benchmarks.ten_thousand [N]`: the solution and mistakes of the worked example, executed once in this process,
fill a folder with N documents and their pages, copies with names of their own. Each command then runs in a process of its own;
the processor's seconds are what counts where a machine is shared. Exit code 1 above 30 of them or 500 MB together.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.document import describe, dump
from grader.files import safe_names
from grader.folder import Stored, about_class, class_row, fingerprint, page, stamp, write_class
from grader.pipeline import grade
from grader.spec import Assignment, find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor

MOST_SECONDS, MOST_MEGABYTES = 30, 500
LANGUAGE = "en"
_REWRITE = "import sys; from pathlib import Path; from grader.folder import rewrite; rewrite(Path(sys.argv[1]))"


def main(count: int) -> int:
    """Print a line a command, and one for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "graded", find_assignment("worked-example"), count)
        moodle, canvas = folder / "Grades.csv", folder / "Gradebook.csv"
        moodle.write_text("".join(_worksheet(count)), encoding="utf-8")
        canvas.write_text("".join(_gradebook(count)), encoding="utf-8")
        graded, out = str(folder / "graded"), str(folder / "out")
        export = [sys.executable, "-m", "grader.command.main", "export"]
        commands = {
            "class page": [sys.executable, "-c", _REWRITE, graded],
            "csv": [*export, "csv", graded, "--out", f"{out}.csv"],
            "junit": [*export, "junit", graded, "--out", f"{out}.xml", "--lang", LANGUAGE],
            "canvas": [*export, "canvas", graded, "--gradebook", str(canvas), "--assignment", "Trace (42)", "--out", f"{out}-c.csv"],
            "moodle": [*export, "moodle", graded, "--worksheet", str(moodle), "--out", out, "--lang", LANGUAGE],
        }  # fmt: skip
        seconds, megabytes, waited = 0.0, 0.0, 0.0
        for what, command in commands.items():
            taken, peak, wall = measured(command)
            sys.stdout.write(f"{what:10} {taken:5.1f} s of processor, {wall:5.1f} s in all, {peak:4.0f} MB\n")
            seconds, megabytes, waited = seconds + taken, max(megabytes, peak), waited + wall
        sys.stdout.write(
            f"{count} documents: {seconds:.1f} s of processor, {waited:.1f} s in all, {megabytes:.0f} MB at most\n"
        )
    return int(seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES)


def fill(folder: Path, assignment: Assignment, count: int) -> None:
    """A folder as a batch leaves it, quickly: nobody waits for the disk."""
    kinds = []
    for path in [assignment.folder / "solution.ipynb", *sorted((assignment.folder / "mistakes").glob("*.ipynb"))]:
        document = describe(grade(assignment, replace(read_submission(path), student=_NAME), PlainExecutor()))
        # Every report is decided: undecided ones are left out of exports.
        document["score"]["state"] = "graded"
        text = dump(document)
        stored = Stored("", document, fingerprint(text.encode()))
        kinds.append((text, page(stored, (), LANGUAGE).removesuffix(stamp(stored.digest, LANGUAGE))))
    reports = folder / "reports"
    reports.mkdir(parents=True)
    rows = []
    stems = safe_names(_student(number) for number in range(count))
    for number in range(count):
        text, html = (made.replace(_NAME, _student(number)) for made in kinds[number % len(kinds)])
        stored = Stored(stems[_student(number)], json.loads(text), fingerprint(text.encode()))
        (reports / f"{stored.stem}.json").write_text(text, encoding="utf-8")
        (reports / f"{stored.stem}.html").write_text(html + stamp(stored.digest, LANGUAGE), encoding="utf-8")
        rows.append(class_row(stored.stem, stored.document, current=True))
    told = {"unreported": [], "passed_over": []}
    document = {"format": 1, "assignment": about_class(assignment), "language": LANGUAGE, "complete": True, "reports": rows, **told}  # fmt: skip
    write_class(folder, document, LANGUAGE)


def measured(command: list[str]) -> tuple[float, float, float]:
    """Processor seconds, peak MB and seconds on the clock of one command."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    began = time.monotonic()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
    os.close(quiet)
    _, status, used = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, time.monotonic() - began


_NAME = "Nobody 0_0_assignsubmission_file"


def _student(number: int) -> str:
    return f"Ada {number:05}_{100_000 + number}_assignsubmission_file"


def _worksheet(count: int) -> Iterator[str]:
    yield "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\r\n"
    for number in range(count):
        yield f"Participant {100_000 + number},Ada {number:05},,10.00,Yes,-,\r\n"


def _gradebook(count: int) -> Iterator[str]:
    yield "Student,ID,SIS User ID,SIS Login ID,Section,Trace (42)\n    Points Possible,,,,,10.00\n"
    for number in range(count):
        yield f'"{number:05}, Ada",{number + 1},,{_student(number)},A,\n'


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))

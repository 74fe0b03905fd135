"""`grader batch`: a class graded into one folder, sealed, resumable, one page to open at the end."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.command.levels import Level, Warmth
from grader.command.terminal import JsonOption, LanguageOption, chosen_language, in_words, plain, print_json, say, tell
from grader.errors import IsolationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent import futures

    from grader.execution import NbclientExecutor
    from grader.folder import ClassResult
    from grader.model import Executor
    from grader.sources import Collection

EXAMPLE = "Example: `grader batch submissions.zip -a worked-example --out graded`"


def command(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE",
            help="Folders, zip archives or notebooks: ana.ipynb or ana/any.ipynb for student ana, or what Moodle, Canvas, "
            "Gradescope, nbgrader or Google Classroom export.",
            show_default=False,
        ),
    ],
    assignment: Annotated[
        str,
        typer.Option(
            "--assignment", "-a", metavar="ID", help="A bundled assignment's id, or a folder with an assignment.toml."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Where index.html, class.json, grades.csv and reports/ are written."),
    ],
    isolation: Annotated[
        Level,
        typer.Option(
            "--isolation", metavar="MINIMUM", help="The weakest isolation to accept: namespaces, landlock or process."
        ),
    ] = Level.namespaces,
    python: Annotated[
        Path | None,
        typer.Option("--python", metavar="PATH", help="The Python that runs the notebooks; it needs ipykernel."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Notebooks to grade at a time; as many as there are cores."),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="CSV",
            help="The class's list, from any of these systems or as id,name,email: names, dates, and who is missing.",
        ),
    ] = None,
    warm: Annotated[
        Warmth,
        typer.Option(
            "--warm", help="Fork kernels from a process that has imported numpy, matplotlib, sympy and pandas."
        ),
    ] = Warmth.on,
    imports: Annotated[
        str | None,
        typer.Option(
            "--warm-imports",
            metavar="MODULES",
            help="What that process imports instead, separated by commas: numpy,scipy.optimize. It changes the time alone.",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster", metavar="ADDRESS", help="Grade on a Dask cluster: its scheduler's address, tcp://host:8786."
        ),
    ] = None,
    twice: Annotated[
        bool,
        typer.Option(
            "--twice", help="Run each notebook two times: what chance or the clock decides is left for a person."
        ),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Grade all anew, also what is graded already.")] = False,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Grade a class.

    What is graded already is not graded again while its notebook, the assignment and the versions are the same, so an
    interrupted batch goes on where it stopped. The results are the same for any number of jobs. Archives are recognised by
    how their files are named; of several attempts, late work and due dates the assignment's `[submissions]` says what
    counts. Exit code: 0 every submission has a report, 1 some could not be given one (they are listed), 2 the command,
    spec or source cannot be used.
    """
    from grader.attempts import grade_best
    from grader.command.progress import Progress
    from grader.gradebook import grade_class, longest
    from grader.intake import about_intake
    from grader.reports.intake import intake_told, refused_told
    from grader.roster import enrol, read_roster
    from grader.sources import collect
    from grader.spec import find_assignment

    asked = find_assignment(assignment)
    collection = collect(sources, asked.spec.notebook, out=out, assignment=asked.id, rules=asked.submissions)
    if roster is not None:
        collection = enrol(collection, read_roster(roster, asked.id, asked.submissions))
    language = chosen_language(lang, asked.languages)
    for line in () if json else intake_told(about_intake(collection, asked), language=language):
        say(f"  {plain(line)}", style="dim")
    warmed = _imported(imports, warm)
    pool, ahead, executor = _hands(cluster, jobs, isolation, python, longest(asked.limits, twice=twice), warmed)
    if imports is not None:
        _tell_of_imports(executor)
    with pool:

        def graded(part: Collection, folder: Path) -> ClassResult:
            with Progress(len(part.entries), quiet=json, language=language) as progress:
                return grade_class(
                    asked,
                    part,
                    folder,
                    executor,
                    pool=pool,
                    ahead=ahead,
                    again=again,
                    twice=twice,
                    language=language,
                    isolation=isolation.at_least(),
                    observe=progress.show,
                )

        result = grade_best(collection, out, graded)
    if json:
        print_json(result.document)
    else:
        for line in intake_told({"twins": result.document["twins"]}, language=language):
            say(f"  · {plain(line)}", style="dim")
        for row in result.document["passed_over"]:
            say(f"  · {plain(row['entry'])}: {plain(refused_told(row, language=language))}", style="dim")
        for row in result.document["unreported"]:
            say(f"  ✗ {plain(row['entry'])}: {plain(refused_told(row, language=language))}", style="red")
        counts = {"reports": len(result.document["reports"]), "missing": len(result.document["unreported"])}
        say(in_words(_DONE, language).format(**counts, page=result.page))
    raise typer.Exit(0 if result.complete else 1)


_DONE = {
    "es": "{reports} con informe, {missing} sin él. Abra {page}",
    "en": "{reports} with a report, {missing} without. Open {page}",
}


#: Submissions handed to a cluster at a time, at least: nodes may join.
_AHEAD = 100


def _hands(
    cluster: str | None, jobs: int | None, minimum: Level, python: Path | None, seconds: float, warm: Sequence[str]
) -> tuple[futures.Executor, int, Executor]:
    """Who grades, how many submissions they are given at a time, and how they run a notebook."""
    if cluster is None:
        from grader.workers import Workers, usable_cores

        executor = sealed_executor(minimum, python, warm=warm, ahead=1)
        jobs = jobs or usable_cores()
        return Workers(jobs, seconds=seconds), 2 * jobs, executor
    if jobs is not None:
        raise typer.BadParameter("the cluster's nodes say how many; leave out --jobs", param_hint="--cluster")
    from grader.cluster import Cluster, Strongest

    pool = Cluster(cluster, levels=[str(level) for level in minimum.at_least()], seconds=seconds)
    for node, why in pool.refused.items():
        tell(f"{plain(node)} is given no work: {plain(why)}", style="yellow")
    return pool, max(2 * pool.threads, _AHEAD), Strongest(str(python) if python else None, warm=warm)


def _imported(asked: str | None, warm: Warmth) -> tuple[str, ...]:
    """The modules to fork kernels with."""
    from grader.execution import WARM

    if asked is None:
        return WARM if warm is Warmth.on else ()
    if warm is Warmth.off:
        raise typer.BadParameter(
            "nothing is imported ahead with --warm off; leave one of the two out", param_hint="--warm-imports"
        )
    names = tuple(name.strip() for name in asked.split(","))
    if not all(part.isidentifier() for name in names for part in name.split(".")):
        raise typer.BadParameter(
            f"{asked!r} are no names of modules; give numpy,scipy.optimize", param_hint="--warm-imports"
        )
    return names


def _tell_of_imports(executor: Executor) -> None:
    """Say which modules that were asked for are not warm; the notebooks are graded all the same."""
    from grader.execution import NbclientExecutor
    from grader.execution.starting import StartError

    if not isinstance(executor, NbclientExecutor):
        return  # a cluster's nodes have interpreters of their own
    try:
        missing = executor.without()
    except StartError as error:
        tell(
            f"--warm-imports: {plain(str(error))}. Kernels are started fresh instead. Where `grader doctor` finds warm kernels, leave out the module that ends the process.",
            style="yellow",
        )
        return
    if missing:
        tell(f"--warm-imports: not there, and passed over: {plain(', '.join(missing))}.", style="yellow")


def sealed_executor(
    minimum: Level, python: Path | None, *, warm: Sequence[str] = (), ahead: int = 0
) -> NbclientExecutor:
    """The strongest executor of this machine; with `warm` imports or `ahead` it wants to be closed. Raises IsolationError, which ends with the command to run, below `minimum`."""
    from grader.execution import NbclientExecutor, isolation

    best = Level(isolation.best_level())
    if best not in minimum.at_least():
        anyway = [*sys.argv[1:], "--isolation", best.value]
        raise IsolationError(
            f"this machine can isolate notebooks at the level {best.value!r}, and {minimum.value!r} is asked: a student's code could "
            "read your files and use your network. `grader doctor` says what is missing and how to install it. "
            f"To grade all the same:\n  grader {shlex.join(anyway)}"
        )
    return NbclientExecutor(level=best.value, python=str(python) if python else None, warm=warm, ahead=ahead)

"""In a notebook: `%load_ext grader`, then `%check` for all or `%check trace` for one: the live variables, nothing run again.

The questions are those of `grader check`, asked of a copy of the process: calling a student's function may change what it
likes there, an endless one is stopped, and the notebook's own variables stay as they are. What comes back is examined by
the same code. What cells printed and drew is known from `%load_ext` on; Markdown cells never run, and are read from the
notebook's file as it was saved last, where the front end tells which that is.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import select
import shlex
import signal
import sys
import time
import warnings
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from grader.errors import ExecutionError, GraderError, SubmissionError, fault
from grader.listening import Listener
from grader.model import Ending, Execution, Plan, Submission
from grader.submission import Notebook, read_notebook, read_submission

if TYPE_CHECKING:
    from grader.spec import Assignment

#: Seconds for one question, and for all together.
ONE, ALL = 10.0, 40.0
#: The shells that have `%check`: loaded again, nothing that was heard is lost.
_LOADED: weakref.WeakSet[Any] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class Live:
    """A running notebook: its shell, the package that answers probes in it, and what its cells said."""

    shell: Any
    probe: ModuleType
    listener: Listener


@dataclass(frozen=True, slots=True)
class Seen:
    """What `%check` saw: its document, the language of its words, the one check that was asked for ('' for all), and
    whether the notebook's file was read too."""

    document: dict[str, Any]
    language: str
    only: str
    saved: bool


def load(shell: Any) -> None:
    """Give the shell `%check`, and keep what is printed and drawn from here on."""
    if shell in _LOADED:
        return
    _LOADED.add(shell)
    live = begin(shell)
    shell.register_magic_function(lambda line: check(line, live), "line", "check")


def begin(shell: Any) -> Live:
    """Keep what is printed and drawn in the shell from here on."""
    probe = _probe()
    probe.install(shell, counting=False)
    probe.state.known = {name: id(value) for name, value in getattr(shell, "user_ns_hidden", {}).items()}
    return Live(shell, probe, Listener(shell, probe.begin_cell))


def check(line: str, live: Live) -> None:
    """What `%check LINE` does: shows the findings, or one sentence on standard error."""
    from IPython.display import display

    with live.listener.paused():
        try:
            seen = examine(line, live)
            shown = _shown(seen)
        except GraderError as error:
            print(f"%check: {error}", file=sys.stderr)
        except Exception as error:  # a notebook may have changed or used up whatever we rely on
            print(f"%check: {fault(error)}. Restart the kernel and run all cells again.", file=sys.stderr)
        else:
            display(shown, raw=True)


def _shown(seen: Seen) -> dict[str, str]:
    """What is displayed, by media type."""
    from grader.reports.fragment import render_fragment
    from grader.reports.text import as_text

    shown = seen.document if not seen.only else _alone(seen.document, seen.only)
    html = render_fragment(shown, language=seen.language, saved=seen.saved)
    return {"text/html": html, "text/plain": as_text(shown, language=seen.language)}


def _alone(document: Mapping[str, Any], check: str) -> dict[str, Any]:
    """The document with one finding, and its points as the score."""
    (finding,) = [one for one in document["findings"] if one["check"] == check]
    score = {**document["score"], "points": finding["points"], "maximum": finding["maximum"]}
    return {**document, "findings": [finding], "score": score}


def examine(line: str, live: Live) -> Seen:
    """What is live, and what the notebook's file says besides. Raises GraderError."""
    from grader.command.terminal import chosen_language
    from grader.document import describe
    from grader.pipeline import grade
    from grader.reference import store
    from grader.release import CERTIFIED

    asked = _arguments(line)
    saved = _saved(live.shell.user_ns)
    assignment = recognised(asked.assignment, live.shell.user_ns, saved.assignment if saved else None).visible_only()
    known = [one.id for one in assignment.checks]
    if asked.check and asked.check not in known:
        raise SubmissionError(f"there is no check {asked.check!r} here. There are: {', '.join(known)}.")
    language = chosen_language(asked.lang, assignment.languages)
    submission = Submission("", live.listener.notebook(saved.markdown if saved else ()), "notebook")
    if asked.check:
        assignment = _narrowed(assignment, asked.check)
    with store.reading(assignment.folder / CERTIFIED):
        document = describe(grade(assignment, submission, LiveExecutor(live)))
    return Seen(document, language, asked.check, saved is not None)


class LiveExecutor:
    """Answers a plan's probes from live variables, in a copy of this process that ends with them. Runs no cell: what they said is known."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def run(self, plan: Plan) -> Execution:
        """The replies; where the copy died before the last one, the ending says so. Raises ExecutionError without fork."""
        if not hasattr(os, "fork"):
            raise ExecutionError(
                "this system cannot copy a running notebook. Save it, and run: grader check NOTEBOOK.ipynb"
            )
        began = time.monotonic()
        read, write = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # other threads of the kernel stay behind, and may
            child = os.fork()
        if child == 0:
            self._tell(plan, write)
        os.close(write)
        try:
            replies = _replies(read, began + ALL)
        finally:
            os.close(read)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        ending = Ending.COMPLETED if len(replies) == len(plan.probes) else Ending.KILLED
        heard = self._live.listener
        return Execution(
            ending,
            replies=replies,
            printed=heard.printed,
            unheard=heard.unheard,
            wall_seconds=time.monotonic() - began,
        )

    def _tell(self, plan: Plan, write: int) -> NoReturn:
        """In the copy: one line of JSON a reply, then the end."""
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nowhere, standard)
            sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
            signal.signal(signal.SIGALRM, _too_long)
            self._live.probe.state.cells = []
            for number, source in self._live.listener.cells:
                self._live.probe.begin_cell(number, source)
            with os.fdopen(write, "w", encoding="utf-8") as out:
                for probe in plan.probes:
                    signal.setitimer(signal.ITIMER_REAL, ONE)
                    reply = self._live.probe.answer(probe.kind, dict(probe.parameters), self._live.shell.user_ns)
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    out.write(json.dumps([probe.id, reply]) + "\n")
                    out.flush()
        finally:
            os._exit(0)


def recognised(given: str | None, namespace: Mapping[str, Any], named: str | None) -> Assignment:
    """The assignment: the given one, one beside the notebook, the one that its file names, or the one whose answers are here."""
    from grader.spec import bundled_ids, find_assignment, load_assignment

    if given:
        return find_assignment(given)
    if Path("assignment.toml").is_file():
        return load_assignment(Path())
    known = bundled_ids()
    if named in known:
        return find_assignment(str(named))
    held = {}
    for name in known:
        assignment = find_assignment(name)
        held[name] = sum(any(alias in namespace for alias in aliases) for aliases in assignment.names.values())
    best = max(held.values(), default=0)
    fitting = [name for name, count in held.items() if count == best]
    if best and len(fitting) == 1:
        return find_assignment(fitting[0])
    raise SubmissionError(f"which assignment is this? Say it so: %check -a {known[0]}. There are: {', '.join(known)}.")


def _saved(namespace: Mapping[str, Any]) -> Notebook | None:
    """The notebook's own file, where VS Code or Jupyter tell which it is and it is one."""
    told = namespace.get("__vsc_ipynb_file__")
    path = Path(told if isinstance(told, str) else os.environ.get("JPY_SESSION_NAME", ""))
    try:
        return read_notebook(read_submission(path).notebook) if path.is_file() else None
    except (GraderError, OSError, ValueError, ImportError):  # of format 3, which a light installation cannot read
        return None


def _narrowed(assignment: Assignment, check: str) -> Assignment:
    """With one check, what it needs, and what it is judged with: the others are not asked."""
    from grader.spec import answer_names, own_answer

    by_id = {one.id: one for one in assignment.checks}
    wanted, open_ones = set[str](), [check]
    while open_ones:
        one = open_ones.pop()
        if one in by_id and one not in wanted:
            wanted.add(one)
            used = set(answer_names(by_id[one]))
            open_ones += by_id[one].needs
            open_ones += [other.id for other in assignment.checks if own_answer(other) in used]
    kept = tuple(one for one in assignment.checks if one.id in wanted)
    return replace(assignment, spec=assignment.spec.model_copy(update={"checks": kept}))


def _replies(read: int, deadline: float) -> dict[str, Any]:
    """Whole lines as they come, until the copy has said all or the time is up."""
    text = b""
    while (left := deadline - time.monotonic()) > 0 and select.select([read], [], [], left)[0]:
        part = os.read(read, 1 << 16)
        if not part:
            break
        text += part
    lines = text.split(b"\n")[:-1]
    return dict(json.loads(line) for line in lines)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SubmissionError(f"{message}. So it goes: {self.format_usage().strip().removeprefix('usage: ')}")


def _arguments(line: str) -> argparse.Namespace:
    from grader.reports.words import LANGUAGES

    parser = _Parser(prog="%check", add_help=False)
    parser.add_argument("check", nargs="?", default="", metavar="CHECK")
    parser.add_argument("-a", "--assignment", metavar="ID")
    parser.add_argument("--lang", choices=LANGUAGES)
    try:
        words: Sequence[str] = shlex.split(line)
    except ValueError as error:
        raise SubmissionError(f"{error}.") from None
    return parser.parse_args(words)


def _probe() -> ModuleType:
    """The package that answers probes in the grader's kernels, standing alone as it does there."""
    path = Path(__file__).with_name("execution") / "probe" / "__init__.py"
    spec = importlib.util.spec_from_file_location("_pendiente_probe", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""Batches killed with SIGKILL once so many submissions are done, and folders told by what they hold."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import psutil

#: Seconds after which a batch that a signal has not ended is killed, so that a test fails and does not hang.
PATIENCE = 300.0


def run_until(command: Sequence[str], done: int | None = None, how: signal.Signals = signal.SIGKILL) -> tuple[int, int]:
    """Run a batch, and send it a signal when its `done`-th submission is announced; its exit code and how many were.

    Afterwards nothing that it started runs: this is asserted.
    """
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # Whoever is started in the background by a shell without job control ignores it, and so do its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr is not None
    announced = set[str]()
    started: list[psutil.Process] = []
    deadline = threading.Timer(PATIENCE, process.kill)
    with process.stderr as lines:
        for line in lines:
            if not re.match(r"\[\d+/\d+\] ", line):
                continue
            announced.add(line)  # one whose writing was interrupted may be written twice
            if len(announced) == done and not started:
                started = psutil.Process(process.pid).children(recursive=True)
                process.send_signal(how)
                deadline.start()
    code = process.wait()
    deadline.cancel()
    _, alive = psutil.wait_procs(started, timeout=60)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    return code, len(announced)


def contents(folder: Path) -> dict[str, object]:
    """Every file of a batch's folder with what it says; of documents, executions and the class not how long they took.

    Parts of files that a kill left are hidden, and a later batch sweeps them: they are passed over.
    """
    found: dict[str, object] = {}
    for path in sorted(path for path in folder.rglob("*") if not path.name.startswith(".")):
        name = str(path.relative_to(folder))
        if path.suffix == ".json" and path.parent.name == "reports":
            found[name] = {key: told for key, told in json.loads(path.read_bytes()).items() if key != "resources"}
        elif name == "class.json":
            told = json.loads(path.read_bytes())
            found[name] = {**told, "reports": [{**row, "resources": None} for row in told["reports"]]}
        elif name == "index.html":
            found[name] = re.sub(rb"[\d.]+ s\b", b"", path.read_bytes())
        elif path.suffix == ".html":
            # Level curves are computed by numpy, whose last digits depend on where in memory the arrays lie.
            found[name] = re.sub(rb' d="[^"]*"', b"", path.read_bytes())
        elif path.is_file() and path.parent.name != "executions":
            found[name] = path.read_bytes()
        else:
            found[name] = None
    return found

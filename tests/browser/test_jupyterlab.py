"""`%check` typed in a real JupyterLab, on loopback, shows what `grader check` finds."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.document import describe
from grader.pipeline import grade
from grader.spec import find_assignment
from grader.submission import read_notebook, read_submission
from tests.support.plain import Markdown, PlainExecutor, notebook, submission

MISTAKE = "sequential-update"
#: One answer is only printed, and one is only written.
PRINTED = "print('t_stop =', t_stop)\ndel t_stop, slide_errata"
WRITTEN = Markdown("## Errata\n\nThe row t = 1 shows the numbers of another step.")


@pytest.fixture
def lab(browser: Any, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """(address with its token, folder) of a JupyterLab that knows nothing of this machine's Jupyter settings."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is not installed (make install)")
    work = tmp_path / "work"
    work.mkdir()
    environment = {**os.environ, "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")}
    environment |= {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly",
        f"--ServerApp.root_dir={work}",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True)  # fmt: skip
    assert server.stderr is not None
    try:
        told = (re.search(r"http://127\.0\.0\.1:\d+/lab\?token=\w+", line) for line in server.stderr)
        address = next(found.group() for found in told if found)
        yield address, work
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.stderr.close()
        server.wait()


def test_check_in_jupyterlab_shows_what_grader_check_finds(browser: Any, lab: tuple[str, Path]) -> None:
    address, work = lab
    assignment = find_assignment("worked-example")
    mistake = read_submission(assignment.folder / "mistakes" / f"{MISTAKE}.ipynb")
    own = [*(cell.source for cell in read_notebook(mistake.notebook).cells), WRITTEN, PRINTED]
    expected = describe(grade(assignment.visible_only(), submission(*own), PlainExecutor()))
    sources = ["%load_ext grader", *own, "%check --lang en"]
    book = json.loads(notebook(*sources))
    # Which assignment it is, only the file says.
    book["metadata"] = {
        "grader": {"assignment": "worked-example"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
    }
    (work / "mine.ipynb").write_text(json.dumps(book), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 2400})
    page.set_default_timeout(120_000)
    page.goto(address.replace("/lab?", "/lab/tree/mine.ipynb?"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    shown = page.locator(".jp-OutputArea-output .pendiente")
    shown.wait_for()
    told = {
        tuple(row.locator(part).inner_text().strip() for part in (".sign", "code", ".n"))
        for row in shown.locator("tbody tr").all()
    }
    signs = {"passed": "✓", "failed": "✗", "undecided": "?", "skipped": "–"}
    assert told == {
        (signs[one["verdict"]], one["check"], f"{one['points']:g} / {one['maximum']:g}" if one["maximum"] else "")
        for one in expected["findings"]
    }
    assert ("?", "errata", "") in told
    assert shown.locator("figure svg[role=img]").count() == 2
    page.close()

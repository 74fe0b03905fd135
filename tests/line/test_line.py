"""The whole line on real kernels: the demo's links open, its documents hold to the schema, solutions and starters earn what they must."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from grader.command.main import run
from grader.document import describe, dump
from grader.execution import NbclientExecutor, isolation
from grader.pipeline import grade
from grader.schema import document_schema
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.plain import submission


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    assert run(["demo", "--out", str(out), "--lang", "es"]) == 0
    return out


def test_every_link_of_the_demo_opens(demo: Path) -> None:
    pages = [demo / "index.html"]
    seen: set[Path] = set()
    while pages:
        page = pages.pop()
        if page in seen:
            continue
        seen.add(page)
        found = re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8"))
        pages += [page.parent / link for link in found]
    assert len(seen) == 1 + 3 + sum(len(list((demo / name / "reports").glob("*.json"))) for name in bundled_ids())


def test_every_document_of_the_demo_holds_to_the_schema(demo: Path) -> None:
    validator = jsonschema.Draft202012Validator(document_schema())
    documents = [json.loads(path.read_bytes()) for path in demo.glob("*/reports/*.json")]
    assert len(documents) >= 24
    for document in documents:
        validator.validate(document)


def test_what_a_notebook_drew_is_in_its_report_and_pages_stay_small(demo: Path) -> None:
    shown = 0
    for path in demo.glob("*/reports/*.json"):
        page = path.with_suffix(".html").read_text(encoding="utf-8")
        figures = json.loads(path.read_bytes())["resources"]["figures"]
        assert re.findall(r'"data:image/png;base64,([^"]*)"', page) == [one["png"] for one in figures]
        assert len(page.encode()) < 200_000
        shown += len(figures)
    assert shown >= 12


def test_the_class_holds_a_crash_an_endless_loop_an_empty_and_a_truncated_file(demo: Path) -> None:
    documents = [json.loads(path.read_bytes()) for path in demo.glob("*/reports/*.json")]
    told = {(d["execution"]["ending"], d["execution"]["reason"]) for d in documents}
    assert {("cell-error", ""), ("timed-out", ""), ("unreadable", "empty"), ("unreadable", "truncated")} <= told


@pytest.mark.parametrize("name", bundled_ids())
def test_a_solution_earns_all_and_a_starter_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assignment = find_assignment(name)
    assert run(["check", str(assignment.folder / "solution.ipynb"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] == {"points": 10, "maximum": 10, "state": "graded"}
    for language in assignment.languages:
        assert run(["check", str(assignment.folder / f"starter.{language}.ipynb"), "--json"]) == 1
        document = json.loads(capsys.readouterr().out)
        assert document["score"]["points"] == 0
        assert {finding["code"].split(".")[1] for finding in document["findings"]} == {"absent"}
        assert all(finding["parameters"]["missing"] for finding in document["findings"])


def test_a_divergent_run_with_overflow_warnings_earns_all() -> None:
    cell = (
        "import numpy as np\neta_g = 1.0\nx = np.array([1.0, -1.0]); trace_g = [x]\n"
        "for _ in range(2000):\n    x = x - eta_g*np.array([x[0] - x[1], 4*x[1] - x[0]])\n    trace_g.append(x)"
    )
    document = describe(grade(find_assignment("divergent-eta"), submission(cell), NbclientExecutor(level="process")))
    (finding,) = (one for one in document["findings"] if one["check"] == "diverges-g")
    assert (finding["verdict"], finding["points"]) == ("passed", 2)


def test_a_document_is_the_same_run_after_run() -> None:
    assignment = find_assignment("himmelblau")
    given = read_submission(assignment.folder / "class" / "ana.ipynb")
    texts = []
    for _ in range(2):
        document = describe(grade(assignment, given, NbclientExecutor(level=isolation.best_level())))
        assert document["resources"]["figures"]
        document["resources"] = document["resources"]["figures"]
        texts.append(dump(document))
    assert texts[0] == texts[1]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed: see `make browser`")
def test_a_report_shows_in_a_browser(demo: Path, tmp_path: Path) -> None:
    page, shot = demo / "worked-example" / "reports" / "bruno.html", tmp_path / "shot.png"
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    command = ["chromium", *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", "--window-size=390,3000"]
    subprocess.run([*command, f"--screenshot={shot}", page.as_uri()], check=True, capture_output=True, timeout=120)
    from matplotlib.image import imread

    pixels = imread(shot)
    assert pixels.shape[:2] == (3000, 390)
    # The reference path's blue and the student's red, which nothing else has, are there.
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    assert ((red > 0.6) & (green < 0.25) & (blue < 0.25)).sum() > 200
    assert ((blue > red + 0.2) & (blue > 0.6)).sum() > 200

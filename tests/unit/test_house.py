"""The house is in order: what stands where, what is said in it, and that an installed wheel collides with nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Not ours to describe: what tools make, and folders of data whose parent's README tells of them.
SKIPPED = {"__pycache__", "class", "mistakes", "demo", "dist", "build", "node_modules"}


def folders() -> Iterator[Path]:
    for top in ("assignments", "grader", "reference", "reports", "tests"):
        yield ROOT / top


def text_files() -> Iterator[Path]:
    """Files that are committed, or would be: git's list where this is a clone, else the source folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    paths = [ROOT / name for name in names] or [path for folder in folders() for path in folder.rglob("*")]
    for path in paths:
        if path.is_file() and not path.is_symlink() and path.suffix not in (".png", ".whl", ".zip"):
            yield path


@pytest.mark.parametrize("folder", [ROOT, *folders()], ids=lambda folder: folder.name)
def test_each_folder_opens_with_a_readme(folder: Path) -> None:
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# ")


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    # Spelled in parts, so that this file does not name them either.
    banned = re.compile(
        "|".join(
            [
                "python" + r"hosted\.",
                "py" + r"pi\.org",
                "npm" + r"js\.",
                "debian" + r"\.org",
                r"(^|[^a-z.])/wo" + "rk/",
                "/ro" + "ot/",
            ]
        )
    )
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if banned.search(line)
    ]
    assert named == []


def test_constraints_pin_every_package_that_pyproject_asks_for_and_hold_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    names = {re.split(r"[<>=!~\[; ]", line)[0].lower().replace("_", "-") for line in asked} - {project["name"]}
    lines = [
        line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    assert names <= {line.split("==")[0] for line in lines}


def test_each_dependency_says_in_a_comment_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|grade|certify|dev) = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    assert len(lists) == 4
    assert all(re.search(r'",\s+# \S', line) for lines in lists for line in lines.splitlines())


def test_the_makefile_has_the_two_commands_of_the_readme_and_ci_runs_the_tests() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^demo:", makefile, re.MULTILINE)
    assert re.search(r"^test:", makefile, re.MULTILINE)
    ci = ROOT / ".ci" / "run"
    assert "make test" in ci.read_text(encoding="utf-8")
    assert os.access(ci, os.X_OK)


def test_each_module_says_its_one_idea_in_its_first_line() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in folders()
        for path in folder.rglob("*.py")
        if path.stat().st_size
        and not path.read_text(encoding="utf-8").startswith('"""')
        and not SKIPPED & set(path.parts)
        and path.parent.parent.name not in ("corpus", "independent")  # students' notebooks are no modules
    ]
    assert silent == []


def test_the_import_name_is_the_same_in_the_tree_and_installed() -> None:
    for name in ("reference", "reports", "assignments"):
        assert (ROOT / "grader" / name).resolve() == ROOT / name


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with our wheel in it; third-party packages are seen from this one."""
    room = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", room / "dist", ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = (room / "dist").glob("pendiente-*.whl")
    venv.create(room / "venv", with_pip=False)
    python = room / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(pip, check=True, capture_output=True)
    # The .pth comes after the wheel's own folder on the path: `grader` is the wheel's.
    (site / "third_party.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_an_installed_wheel_grades_among_a_students_own_modules(installed: Path, tmp_path: Path) -> None:
    """A student keeps modules named like our folders; each would end the run at once if it were imported."""
    for name in ("reference", "reports", "assignments", "tests"):
        (tmp_path / f"{name}.py").write_text(
            "raise SystemExit('the student's own module was imported')\n", encoding="utf-8"
        )
    (tmp_path / "mine.ipynb").write_bytes((ROOT / "assignments" / "worked-example" / "solution.ipynb").read_bytes())
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    where = "import grader, sys; sys.stdout.write(grader.__file__)"
    asked = subprocess.run(
        [installed, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(asked.stdout).is_relative_to(installed.parents[1])
    command = [installed.with_name("grader"), "check", "mine.ipynb", "--json"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    score = json.loads(result.stdout)["score"]
    assert (score["points"], score["maximum"]) == (10, 10)


def test_what_is_installed_holds_no_solution_no_mistake_and_no_hidden_check(installed: Path) -> None:
    """Students install it: starters, statements and specs are there, and the specs ask nothing that they may not see."""
    where = "import grader, sys; sys.stdout.write(grader.__file__)"
    asked = subprocess.run([installed, "-c", where], cwd=installed.parent, capture_output=True, text=True, check=True)
    there = Path(asked.stdout).parent / "assignments"
    names = {path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()}
    assert "worked-example/starter.es.ipynb" in names
    assert [name for name in names if re.search(r"solution|mistakes|/class/|expected", name)] == []
    for spec in there.glob("*/assignment.toml"):
        checks = tomllib.loads(spec.read_text(encoding="utf-8"))["checks"]
        assert all(check.get("visible", True) for check in checks), spec

"""The README tells the truth: its traces, its output, its spec and its commands are what they are here."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.command.main import app, run

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def row(*, sequential: bool) -> tuple[Fraction, Fraction]:
    """θ₃₈ in exact rationals, by the slide's formulas."""
    x, y, eta = Fraction(1), Fraction(-1), Fraction(1, 10)
    for _ in range(38):
        new = x - eta * (x - y)
        y = y - eta * (4 * y - (new if sequential else x))
        x = new
    return x, y


def test_both_traces_print_the_same_and_allclose_accepts_both() -> None:
    right, wrong = row(sequential=False), row(sequential=True)
    assert [f"({float(x):.2f}, {float(y):.2f})" for x, y in (right, wrong)] == ["(0.04, 0.01)"] * 2
    for x, y in (right, wrong):
        assert f"({float(x):.4f}, {float(y):.4f})" in README
    assert np.allclose(np.array(wrong, dtype=float), np.array(right, dtype=float), atol=0.01)


def test_the_output_shown_is_the_output(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"\$ grader (check assignments/\S+ --lang en)\n(.*?)```", README, re.DOTALL)
    assert run(shown[0].split()) == 1
    assert capsys.readouterr().out.startswith(shown[1].rstrip())


def test_the_spec_shown_is_the_one_that_is_tested() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    tested = (ROOT / "tests" / "data" / "assignments" / "rosenbrock" / "assignment.toml").read_text(encoding="utf-8")
    assert tomllib.loads(shown) == tomllib.loads(tested)


def test_each_command_shown_exists_and_each_link_leads_somewhere() -> None:
    known = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert set(re.findall(r"`?grader (\w+)", README)) <= known
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).exists()

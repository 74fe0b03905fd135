"""A third language is one file: dropped in, it is spoken by pages and commands, with its own numbers and plurals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from grader.reports.languages import en
from tests.support.reports import report

#: Polish has four plural categories; one sentence is translated, the rest stays English.
PROGRAM = """
import sys
import grader.reports.languages as languages
languages.__path__.append(sys.argv[1])
from grader.command.main import run
from grader.reports.html import render_report
from grader.reports.words import LANGUAGES, filled
import json
assert LANGUAGES == ("en", "es", "pl"), LANGUAGES
counts = [filled("{n} {n:raport|raporty|raportów|raportu}", {"n": n}, "pl") for n in ("1", "3", "5", "1.5")]
assert counts == ["1 raport", "3 raporty", "5 raportów", "1,5 raportu"], counts
page = render_report(json.load(open(sys.argv[2])), language="pl")
assert 'lang="pl"' in page and "7,5 z 10" in page, page
raise SystemExit(run(["explain", sys.argv[2], "trace", "--lang", "pl"]))
"""


def test_a_language_is_one_file(tmp_path: Path) -> None:
    text = Path(en.__file__).read_text(encoding="utf-8")
    line = '"points": "{points} of {maximum} points"'
    assert text.count(line) == 1
    (tmp_path / "pl.py").write_text(text.replace(line, '"points": "{points} z {maximum}"'), encoding="utf-8")
    (tmp_path / "ana.json").write_text(json.dumps(report("ana")), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(tmp_path / "ana.json")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "already updated in the same step" in result.stdout

"""A batch's folder: pages are made again exactly where what they are made from has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.decisions import Decision, append_decisions, now
from grader.document import dump
from grader.errors import DocumentError
from grader.folder import current_page, decided_documents, fingerprint, read_stored, rewrite
from tests.support import small_class
from tests.support.reports import report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_class.graded(tmp_path / "out", small_class.hand_in(tmp_path / "in"))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose page was made, in order."""
    from grader.reports import html

    real, made = html.render_report, []

    def render(document: dict[str, Any], *, language: str) -> str:
        made.append(document["submission"]["student"])
        return real(document, language=language)

    monkeypatch.setattr(html, "render_report", render)
    return made


def nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pass


def other_wording(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.reports.edition.edition", lambda: "another")


def other_document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "reports" / "bea.json"
    path.write_text(path.read_text().replace('"file": "bea.ipynb"', '"file": "b.ipynb"'))


def other_resources(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "reports" / "bea.json"
    path.write_text(path.read_text().replace('"wall_seconds": 0', '"wall_seconds": 7'))


def cut_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "reports" / "bea.html"
    path.write_bytes(path.read_bytes()[:-20])


def no_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "reports" / "bea.html").unlink()


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (nothing, []),
        (other_resources, []),
        (other_wording, ["ana", "bea", "carl"]),
        (other_document, ["bea"]),
        (cut_page, ["bea"]),
        (no_page, ["bea"]),
    ],
)
def test_a_page_is_made_again_where_what_it_is_made_from_has_changed(
    change: Callable[[Path, pytest.MonkeyPatch], None],
    again: list[str],
    folder: Path,
    rendered: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change(folder, monkeypatch)
    rewrite(folder)
    assert rendered == again
    rewrite(folder)
    assert rendered == again


def test_another_language_and_a_persons_decision_make_pages_again(folder: Path, rendered: list[str]) -> None:
    rewrite(folder, "es")
    assert rendered == ["ana", "bea", "carl"]
    before = {stored.stem: stored.digest for stored in decided_documents(folder)}
    decide(folder, "bea")
    rewrite(folder)
    assert rendered[3:] == ["bea"]
    after = {stored.stem: stored.digest for stored in decided_documents(folder)}
    assert [stem for stem in before if before[stem] != after[stem]] == ["bea"]


def decide(folder: Path, student: str) -> None:
    stored = read_stored(folder / "reports" / f"{student}.json")
    assert stored is not None
    finding = next(one for one in stored.document["findings"] if one["check"] == "why")
    decision = Decision(
        student, "why", finding["code"], Decimal(str(finding["points"])), stored.document["submission"]["sha256"], Decimal(1), when=now()
    )  # fmt: skip
    append_decisions(folder, [decision])


def test_an_export_takes_the_page_that_is_there_or_makes_the_one_that_is_asked(
    folder: Path, rendered: list[str]
) -> None:
    digest = next(stored.digest for stored in decided_documents(folder) if stored.stem == "ana")
    assert current_page(folder, "ana", digest, (), "en") == (folder / "reports" / "ana.html").read_bytes()
    assert rendered == []
    assert b'<html lang="es">' in current_page(folder, "ana", digest, (), "es")
    (folder / "reports" / "ana.html").unlink()
    (folder / "reports" / "ana.json").unlink()
    with pytest.raises(DocumentError, match=r"ana\.json"):
        current_page(folder, "ana", digest, (), "en")


def test_in_brief_a_document_is_itself_without_what_only_its_page_shows(folder: Path) -> None:
    spelled = '"evidence": [\n   ]\n   "picture": {\n   }\n "findings": [\n'  # what looks like the file's own structure
    path = folder / "reports" / "bea.json"
    document = json.loads(path.read_bytes())
    assert [bool(finding["evidence"]) for finding in document["findings"]] == [True, True, False]
    assert "picture" in document["findings"][0]
    document["assignment"]["checks"] |= {"picture": {"en": spelled}, "evidence": {"en": "kept"}}
    document["findings"][0]["evidence"][0]["name"] = document["findings"][2]["parameters"]["text"] = spelled
    document["resources"] |= {"printed": [{"cell": 1, "text": spelled}], "figures": [{"cell": 1, "png": spelled}]}
    path.write_text(dump(document), "utf-8")
    whole, brief = read_stored(path), read_stored(path, brief=True)
    assert whole is not None
    assert brief is not None
    assert whole.document == document
    findings = [
        {**finding, "evidence": [], **({"picture": {}} if "picture" in finding else {})}
        for finding in document["findings"]
    ]
    resources = {**document["resources"], "printed": [], "figures": []}
    assert brief.document == {**document, "findings": findings, "resources": resources}
    assert brief.digest == whole.digest
    path.write_text(json.dumps(document, indent=3), "utf-8")  # as somebody's editor leaves it
    again = read_stored(path, brief=True)
    assert again is not None
    assert again.document == document
    path.write_text(dump(document)[:-2000], "utf-8")
    assert read_stored(path, brief=True) is None


def test_a_fingerprint_tells_documents_apart_by_all_but_their_resources() -> None:
    first, second = report("ana"), report("ana")
    second["resources"] = {"wall_seconds": 12.5, "peak_mb": 100}
    other = report("ana", name='x",\n "resources": {')
    told = [fingerprint(dump(document).encode()) for document in (first, second, other)]
    assert told[0] == told[1] != told[2]
    # What a name holds cannot pass for the resources: in JSON a line break within text is spelled.
    other["submission"]["sha256"] = "1" * 64
    assert fingerprint(dump(other).encode()) != told[2]
    assert list(json.loads(dump(first)))[-1] == "resources"

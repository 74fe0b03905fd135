"""Which reports leave: decided, of one grading, with points that are points."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from grader.errors import ExportError
from grader.lms.journal import differences, entries
from grader.lms.selection import Selection, scaled, select
from tests.support.reports import report, stored


def chosen(*documents: dict[str, Any], **options: bool) -> Selection[None]:
    return select([stored(d["submission"]["student"], d) for d in documents], lambda *_: None, **options)


def test_a_report_that_waits_for_a_person_leaves_only_when_asked() -> None:
    documents = [report("ana"), report("luis", state="needs-review")]
    assert [g.student for g in chosen(*documents).grades] == ["ana"]
    assert [(n.code, n.about) for n in chosen(*documents).told] == [("needs-review", "luis")]
    assert [g.student for g in chosen(*documents, provisional=True).grades] == ["ana", "luis"]


@pytest.mark.parametrize("points", [math.nan, math.inf, -1, 10.01, None, "7", True])
def test_points_that_are_none_never_leave(points: Any) -> None:
    result = chosen(report("ana", points))
    assert result.grades == ()
    assert [n.code for n in result.told] == ["out-of-range"]


def test_a_zero_leaves() -> None:
    assert [g.points for g in chosen(report("ana", 0)).grades] == [0]


@pytest.mark.parametrize("change", [{"digest": "sha256:bb"}, {"grader": "0.2.0"}])
def test_reports_of_two_gradings_never_leave_together_unless_asked(change: dict[str, str]) -> None:
    documents = [report("ana"), report("luis"), report("zoe", **change)]
    with pytest.raises(ExportError, match=r"different gradings.*2 \(ana, luis\).*1 \(zoe\)"):
        chosen(*documents)
    assert len(chosen(*documents, mixed=True).grades) == 3


def test_variants_of_one_assignment_have_digests_of_their_own_and_leave_together() -> None:
    documents = [report("ana", variant={"n": 1}), report("luis", variant={"n": 2}, digest="sha256:bb")]
    assert len(chosen(*documents).grades) == 2


def test_a_folder_without_reports_is_told() -> None:
    with pytest.raises(ExportError, match="no report was found"):
        chosen()


def test_a_decision_that_no_longer_applies_is_told() -> None:
    document = report("ana") | {"stale_decisions": [{"check": "trace", "why": "other-finding"}]}
    result = chosen(document)
    assert len(result.grades) == 1
    assert [n.code for n in result.told] == ["stale-decision"]


def test_the_digest_is_the_same_run_after_run() -> None:
    first, second = report("ana"), report("ana")
    second["resources"]["wall_seconds"] = 9
    assert chosen(first).grades[0].digest == chosen(second).grades[0].digest
    assert chosen(report("ana", 3)).grades[0].digest != chosen(first).grades[0].digest


def test_scaling_rounds_half_up() -> None:
    assert scaled(Decimal("6.33"), Decimal(10), Decimal(5)) == Decimal("3.17")


def test_the_journal_tells_what_differs_from_the_last_export_to_the_same_place() -> None:
    def sent(*documents: dict[str, Any]) -> list[Any]:
        return [(grade, grade.points) for grade in chosen(*documents).grades]

    first = sent(report("ana"), report("luis"), report("zoe"), report("old"))
    journal = entries("moodle", "a.csv", first) + "half a li"
    now = sent(report("ana", 8), report("luis", file="other.ipynb"), report("zoe"), report("new"))
    kinds = {
        change.student: (change.kind, change.before, change.after)
        for change in differences(journal, "moodle", "a.csv", now)
    }
    assert kinds == {
        "ana": ("points", "7.5", "8"),
        "luis": ("report", "7.5", "7.5"),
        "zoe": ("same", "7.5", "7.5"),
        "new": ("new", None, "7.5"),
        "old": ("gone", "7.5", None),
    }
    assert {change.kind for change in differences(journal, "moodle", "b.csv", now)} == {"new"}

"""Lateness takes what the spec says, beside the findings and never from them, and every way out sends the same points."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.command.main import run
from grader.command.regrade import _show as show_outcomes
from grader.decisions import append_decisions
from grader.errors import DecisionError, SpecError
from grader.folder import decided_documents, rewrite, student_of
from grader.gradebook import grade_class
from grader.late import final_points, lateness, rescored
from grader.lms.comment import comment
from grader.lms.gradescope import results
from grader.lms.junit import suite_of
from grader.lms.selection import select
from grader.lms.table import checks_of, grades_table
from grader.regrade import regrade
from grader.reports.html import render_report
from grader.reports.intake import late_told
from grader.review import decisions_on, targets
from grader.schema import document_schema
from grader.sources import collect
from tests.support.plain import PlainExecutor, notebook
from tests.support.reports import report, stored
from tests.support.small_class import STUDENTS, assignment, spec

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Penalty = Literal["none", "daily", "zero"]


@pytest.mark.parametrize(
    ("after", "grace", "days"),
    [
        (-DAY, 0, None),
        (timedelta(0), 0, None),
        (timedelta(microseconds=999_999), 0, None),  # the same second
        (timedelta(seconds=1), 0, 1),
        (DAY, 0, 1),
        (DAY + timedelta(seconds=1), 0, 2),
        (30 * MINUTE, 30, None),
        (31 * MINUTE, 30, 1),  # beyond the grace, days count from the due date
        (DAY + MINUTE, 30, 2),
    ],
)
def test_days_are_those_begun_since_the_due_date_and_none_within_the_grace(
    after: timedelta, grace: int, days: int | None
) -> None:
    late = lateness(DUE + after, DUE, penalty="daily", share_a_day=0.1, grace=grace * MINUTE)
    assert (late["days"] if late else None) == days


@pytest.mark.parametrize(
    ("penalty", "share_a_day", "days", "points", "left"),
    [
        ("none", 0.1, 3, 7.5, 7.5),
        ("zero", 0.1, 1, 7.5, 0),
        ("daily", 0.1, 1, 7.5, 6.75),
        ("daily", 0.1, 3, 0.33, 0.23),  # 0.33 × 0.7 = 0.231
        ("daily", 0.25, 1, 0.02, 0.02),  # 0.015 is half a cent: up
        ("daily", 0.1, 11, 7.5, 0),
        ("daily", 0.1, 2, 0, 0),
    ],
)
def test_what_is_left_is_exact_to_the_cent(
    penalty: Penalty, share_a_day: float, days: int, points: float, left: float
) -> None:
    late = lateness(DUE + days * DAY, DUE, penalty=penalty, share_a_day=share_a_day, grace=timedelta(0))
    score = rescored({"points": points, "maximum": 10, "state": "graded"}, late)
    assert score["points"] == points
    assert final_points(score) == left


@given(st.integers(0, 1000), st.integers(1, 40), st.sampled_from([0.0, 0.05, 0.1, 0.33, 1.0]))
def test_more_days_never_leave_more_and_never_less_than_nothing(cents: int, days: int, share: float) -> None:
    """0 ≤ points after n + 1 days ≤ points after n days ≤ points."""
    left = [
        final_points(
            rescored(
                {"points": cents / 100},
                lateness(DUE + n * DAY, DUE, penalty="daily", share_a_day=share, grace=timedelta(0)),
            )
        )
        for n in range(days + 1)
    ]
    assert left == sorted(left, reverse=True)
    assert left[0] == cents / 100
    assert left[-1] >= 0


@pytest.mark.parametrize(
    ("due", "zone", "utc"),
    [
        (datetime(2026, 11, 20, 23, 59), "UTC", (2026, 11, 20, 23, 59)),
        (datetime(2026, 11, 20, 23, 59), "America/Santiago", (2026, 11, 21, 2, 59)),
        (DUE, "America/Santiago", (2026, 11, 20, 23, 59)),  # its own offset holds
        (date(2026, 11, 20), "Europe/Madrid", (2026, 11, 20, 22, 59, 59)),  # the end of that day
        ("2026-11-20", "Europe/Madrid", (2026, 11, 20, 22, 59, 59)),
        ("2026-11-20T12:00:00-07:00", "UTC", (2026, 11, 20, 19, 0)),
        # Madrid's clock shows 2:30 twice on 25 October and never on 29 March: the later moment is meant.
        (datetime(2026, 10, 25, 2, 30), "Europe/Madrid", (2026, 10, 25, 1, 30)),
        (datetime(2026, 3, 29, 2, 30), "Europe/Madrid", (2026, 3, 29, 1, 30)),
    ],
)
def test_a_due_date_is_one_moment(due: Any, zone: str, utc: tuple[int, ...]) -> None:
    asked = assignment(spec(submissions={"due": due, "timezone": zone}))
    assert asked.submissions.due_at == datetime(*utc, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due": "friday"}, "submissions.due: a date is wanted"),
        ({"due": "2026-11-20", "timezone": "Chile/Continental"}, None),
        ({"due": "2026-11-20", "timezone": "Santiago"}, "submissions.timezone: is no time zone"),
        ({"late": {"penalty": "daily"}}, "submissions.due: is missing"),
        ({"due": "2026-11-20", "late": {"penalty": "zero"}}, "submissions.timezone: is missing"),
        ({"due": DUE, "late": {"penalty": "zero"}}, None),
        ({"due": "2026-11-20", "late": {"penalty": "daily", "share": 0.1}}, "did you mean 'share_a_day'"),
        ({"attempts": "worst"}, "submissions.attempts"),
    ],
)
def test_a_rule_that_is_none_says_what_is_wanted(given: dict[str, Any], told: str | None) -> None:
    if told is None:
        assignment(spec(submissions=given))
        return
    with pytest.raises(SpecError, match=told):
        assignment(spec(submissions=given))


def test_due_dates_are_no_part_of_the_digest() -> None:
    """Hidden inputs are drawn from the digest: another date must not draw others."""
    assert assignment(spec(submissions={"due": "2026-11-20"})).digest == assignment().digest


def rules(share: float = 0.1, due: str = "2026-11-20T23:59:00") -> dict[str, Any]:
    """Late by a tenth a day in Santiago, three hours behind UTC."""
    return {"due": due, "timezone": "America/Santiago", "late": {"penalty": "daily", "share_a_day": share}}


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    """Ana came a second early, bea 25 hours late (two days begun), carl has no date."""
    for student, stamp in (("ana", "2026-11-21 02:58:59 UTC"), ("bea", "2026-11-22 03:59:00 UTC"), ("carl", "?")):
        folder = tmp_path / "submitted" / student / "little"
        folder.mkdir(parents=True)
        (folder / "n.ipynb").write_bytes(notebook(*STUDENTS[student]))
        (folder / "timestamp.txt").write_text(stamp)
    return tmp_path / "submitted"


class Counting(PlainExecutor):
    """Counts how many notebooks ran."""

    ran = 0

    def run(self, plan: Any) -> Any:
        self.ran += 1
        return super().run(plan)


def batch(folder: Path, submitted: Path, given: dict[str, Any]) -> tuple[dict[str, Any], int]:
    asked, executor = assignment(spec(submissions=given)), Counting()
    collection = collect([submitted], rules=asked.submissions, assignment=asked.id)
    result = grade_class(asked, collection, folder, executor, language="en")
    return dict(result.document), executor.ran


def scores(folder: Path) -> dict[str, tuple[float, float]]:
    """Student → the sum of the findings and the points that leave."""
    return {
        student_of(one.document): (one.document["score"]["points"], final_points(one.document["score"]))
        for one in decided_documents(folder)
    }


def test_lateness_stands_beside_a_score_that_stays_the_sum_of_its_findings(tmp_path: Path, submitted: Path) -> None:
    document, ran = batch(tmp_path / "out", submitted, rules())
    assert ran == 3
    assert scores(tmp_path / "out") == {"ana": (5, 5), "bea": (3.5, 2.8), "carl": (1.5, 1.5)}
    bea = json.loads((tmp_path / "out" / "reports" / "bea.json").read_text())
    jsonschema.validate(bea, document_schema())
    assert bea["submission"]["received"] == {"at": "2026-11-22T00:59:00-03:00", "from": "export"}
    assert bea["score"]["late"] == {"due": "2026-11-20T23:59:00-03:00", "days": 2, "share": 0.2, "points": 2.8}
    assert bea["score"]["points"] == sum(finding["points"] for finding in bea["findings"])
    assert document["undated"] == ["carl"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "grades.csv").read_text("utf-8-sig"))))
    assert [(row["points"], row["late"]) for row in rows] == [("5", ""), ("2.8", "-0.7"), ("1.5", "")]


def test_another_due_date_changes_points_and_runs_nothing(tmp_path: Path, submitted: Path) -> None:
    batch(tmp_path / "out", submitted, rules())
    _, ran = batch(tmp_path / "out", submitted, rules(due="2026-11-22T23:59:00"))
    assert ran == 0
    assert scores(tmp_path / "out")["bea"] == (3.5, 3.5)
    assert "late" not in json.loads((tmp_path / "out" / "reports" / "bea.json").read_text())["score"]


def test_regrade_tells_who_gains_by_another_due_date_before_it_changes_anything(
    tmp_path: Path, submitted: Path
) -> None:
    batch(tmp_path / "out", submitted, rules())
    later = assignment(spec(submissions=rules(due="2026-11-21T23:59:00")))
    (bea,) = [o for o in regrade(later, tmp_path / "out") if o.outcome == "regraded"]
    assert (bea.student, bea.before, bea.after) == ("bea", (2.8, 6), (3.15, 6))
    assert (bea.shifts, bea.late) == ((), (-0.7, -0.35))
    assert scores(tmp_path / "out")["bea"] == (3.5, 2.8)
    regrade(later, tmp_path / "out", write=True)
    assert scores(tmp_path / "out")["bea"] == (3.5, 3.15)


def test_a_persons_decision_changes_what_is_taken_too(tmp_path: Path, submitted: Path) -> None:
    out = tmp_path / "out"
    batch(out, submitted, rules())
    found = targets(out, "why", student="bea")
    append_decisions(out, decisions_on(found, points=Decimal(1), by="Prof"))
    rewrite(out)
    assert scores(out)["bea"] == (4.5, 3.6)


@pytest.fixture
def waived(tmp_path: Path, submitted: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The class graded, what bea's lateness takes waived by a person."""
    batch(tmp_path / "out", submitted, rules())
    decide = [
        "review",
        "set",
        str(tmp_path / "out"),
        "--check",
        "late",
        "--points",
        "0",
        "--by",
        "Prof",
        "--lang",
        "en",
    ]
    assert run([*decide, "--student", "bea", "--comment", "<b>ill</b>", "--reason", "certificate"]) == 0
    said = capsys.readouterr().out
    assert "late: 1 student: 0.7 → 0" in said
    assert "bea: 2.8 → 3.5 points in all" in said
    return tmp_path / "out"


def test_a_person_may_waive_what_lateness_takes_and_take_that_back(
    waived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scores(waived) == {"ana": (5, 5), "bea": (3.5, 3.5), "carl": (1.5, 1.5)}
    rows = list(csv.DictReader(io.StringIO((waived / "grades.csv").read_text("utf-8-sig"))))
    assert [(row["points"], row["late"]) for row in rows] == [("5", ""), ("3.5", ""), ("1.5", "")]
    page = (waived / "reports" / "bea.html").read_text()
    assert "no points are taken. A person waived what lateness takes. &lt;b&gt;ill&lt;/b&gt;" in page
    assert "certificate" not in page
    assert "decided by a person" in (waived / "index.html").read_text()
    (bea,) = [one.document for one in decided_documents(waived) if one.stem == "bea"]
    assert "waived what lateness takes. &lt;b&gt;ill&lt;/b&gt;" in comment(bea, language="en")
    assert "perdonó" in late_told(bea, language="es")
    # Points given on a finding count in full then, and are taken of again when lateness counts again.
    append_decisions(waived, decisions_on(targets(waived, "why", student="bea"), points=Decimal(1)))
    assert scores(waived)["bea"] == (4.5, 4.5)
    assert run(["review", "show", str(waived), "bea", "late", "--lang", "en"]) == 0
    assert "«<b>ill</b>» «certificate»" in capsys.readouterr().out
    assert run(["review", "undo", str(waived), "--student", "bea", "--check", "late", "--lang", "en"]) == 0
    assert "bea: 4.5 → 3.6 points in all" in capsys.readouterr().out
    assert scores(waived)["bea"] == (4.5, 3.6)


@pytest.mark.parametrize(
    ("student", "points", "told"),
    [("bea", "0.5", "--points 0"), ("ana", "0", "was not handed in late"), ("carl", "0", "was not handed in late")],
)
def test_lateness_that_is_none_is_not_waived_nor_made_cheaper(
    student: str, points: str, told: str, tmp_path: Path, submitted: Path
) -> None:
    batch(tmp_path / "out", submitted, rules())
    with pytest.raises(DecisionError, match=told):
        decisions_on(targets(tmp_path / "out", "late", student=student), points=Decimal(points))


def test_a_waiver_is_of_that_submission_and_of_lateness(waived: Path, submitted: Path) -> None:
    batch(waived, submitted, rules(due="2026-11-22T23:59:00"))
    stale = {one.stem: one.document.get("stale_decisions", ()) for one in decided_documents(waived)}
    assert [one["why"] for one in stale["bea"]] == ["not-late"]
    (submitted / "bea" / "little" / "n.ipynb").write_bytes(notebook(*STUDENTS["ana"]))
    batch(waived, submitted, rules())
    stale = {one.stem: one.document.get("stale_decisions", ()) for one in decided_documents(waived)}
    assert [one["why"] for one in stale["bea"]] == ["other-submission"]
    assert scores(waived)["bea"] == (5, 4)


def test_a_regrade_tells_where_lateness_is_another_than_the_one_waived(
    waived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = assignment(spec(submissions=rules(due="2026-11-21T23:59:00")))
    (bea,) = [o for o in regrade(later, waived) if o.outcome == "regraded"]
    assert (bea.before, bea.after) == ((3.5, 6), (3.5, 6))
    assert [(q.check, q.why, q.decision.graded, q.graded) for q in bea.quarrels] == [("late", "disagrees", 2, 1)]
    show_outcomes([bea], "en", waived, written=False)
    assert "Prof on bea · late (lateness waived): made when it was 2 days late; now it is 1" in capsys.readouterr().out


def test_no_check_is_called_as_lateness_is() -> None:
    data = spec()
    data["checks"][1]["id"] = "late"
    with pytest.raises(SpecError, match=r"checks\[late\].id: is what grades and decisions call lateness"):
        assignment(data)


def late_report() -> dict[str, Any]:
    document = report("ana", 7.5)
    document["submission"]["received"] = {"at": "2026-11-22T00:59:00-03:00", "from": "roster"}
    late = {"due": "2026-11-20T23:59:00-03:00", "days": 2, "share": 0.2}
    return {**document, "score": rescored(document["score"], late)}


def test_every_way_out_sends_the_points_after_lateness() -> None:
    document = late_report()
    (grade,) = select([stored("ana", document)], checks_of).grades
    assert float(grade.points) == 6
    assert grades_table([grade]).decode("utf-8-sig").splitlines() == [
        "student,name,points,maximum,state,ending,trace,final,late,file",
        f"ana,ana,6,10,graded,completed,7.5,0,-1.5,{document['submission']['file']}",
    ]
    assert comment(document, language="en").startswith("Score: 6 / 10 Handed in 2026-11-22 00:59 UTC-03:00")
    assert results(document, language="en")["score"] == 6
    suite, _ = suite_of(document, "en")
    assert '<property name="score" value="6"/>' in suite
    assert '<property name="late" value="-1.5"/>' in suite
    for language in ("es", "en"):
        page = render_report(document, language=language)
        assert late_told(document, language=language) in page


def test_a_late_submission_reads_in_both_languages() -> None:
    document = late_report()
    assert late_told(document, language="es") == (
        "Se entregó 2026-11-22 00:59 UTC-03:00 (según la lista), 2 días después del plazo (2026-11-20 23:59 UTC-03:00): "
        "se resta 20 % de los puntos, de 7,5 a 6."
    )
    document["score"]["late"] |= {"share": 0.0}
    assert late_told(document, language="en") == (
        "Handed in 2026-11-22 00:59 UTC-03:00 (by the roster), after the due date (2026-11-20 23:59 UTC-03:00); no points are taken."
    )


def test_the_rules_that_the_readme_shows_are_rules() -> None:
    text = (Path(__file__).parents[2] / "grader" / "sources" / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    asked = assignment(spec(**tomllib.loads(block))).submissions
    assert asked.due_at == datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    assert (asked.late.penalty, asked.grace) == ("daily", timedelta(minutes=15))

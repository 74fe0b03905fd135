"""A person's last word: written durably, applied without touching what was graded, never on anything but what it was made on."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.decisions import (
    FILE,
    Decision,
    append_decisions,
    decided,
    read_decisions,
    read_points,
    undoing,
    waits,
)
from grader.errors import DocumentError, OutputError

SHA = "a" * 64


def finding(
    check: str, verdict: str, points: float, maximum: float, code: str = "number.wrong-value"
) -> dict[str, Any]:
    return {"check": check, "kind": "number", "verdict": verdict, "code": code, "points": points, "maximum": maximum}


def document(*findings: dict[str, Any], state: str = "needs-review", sha256: str = SHA) -> dict[str, Any]:
    points = float(sum(Decimal(str(f["points"])) for f in findings))
    return {
        "submission": {"student": "ana", "sha256": sha256},
        "score": {"points": points, "maximum": sum(f["maximum"] for f in findings), "state": state},
        "findings": list(findings),
    }


def decision(check: str = "a", points: str | None = "2", **more: Any) -> Decision:
    values: dict[str, Any] = {
        "student": "ana",
        "check": check,
        "code": "number.wrong-value",
        "graded": Decimal(0),
        "sha256": SHA,
        "points": None if points is None else Decimal(points),
        "comment": "well done",
        "reason": "appeal",
        "by": "profe",
        "when": "2026-03-01T10:00:00.000000+00:00",
    }
    return Decision(**{**values, **more})


def test_a_decision_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    lines = [decision(comment="línea 1\nlínea 2 \u2028 «ñ» \ud800", points="1.25"), decision("b", None, reason="")]
    append_decisions(tmp_path, lines[:1])
    append_decisions(tmp_path, lines[1:])
    assert read_decisions(tmp_path).lines == tuple(lines)
    assert not read_decisions(tmp_path).torn
    assert len((tmp_path / FILE).read_bytes().splitlines()) == 2


def test_a_folder_without_decisions_has_none_and_its_documents_come_back_themselves(tmp_path: Path) -> None:
    assert read_decisions(tmp_path).lines == ()
    graded = document(finding("a", "failed", 0, 2))
    assert decided(graded, ()) is graded
    assert decided(graded, [decision(student="luis")]) is graded


@pytest.mark.parametrize(
    ("points", "verdict"), [("2", "passed"), ("2.00", "passed"), ("1.99", "failed"), ("0", "failed")]
)
def test_decided_points_replace_the_graded_ones_and_the_document_given_stays(points: str, verdict: str) -> None:
    graded = document(finding("a", "undecided", 0, 2), finding("b", "passed", 1, 1), finding("c", "failed", 0.1, 3))
    before = copy.deepcopy(graded)
    result = decided(graded, [decision("a", points)])
    found = result["findings"][0]
    assert (found["points"], found["verdict"], found["code"]) == (float(points), verdict, "number.wrong-value")
    assert found["decision"] == {
        "points": float(points),
        "comment": "well done",
        "reason": "appeal",
        "by": "profe",
        "when": "2026-03-01T10:00:00.000000+00:00",
        "before": 0,
        "verdict": "undecided",
    }
    assert result["score"] == {"points": float(Decimal(points) + Decimal("1.1")), "maximum": 6, "state": "graded"}
    assert result["findings"][1:] == before["findings"][1:]
    assert graded == before


def test_the_score_is_summed_exactly() -> None:
    graded = document(*(finding(c, "failed", 0.1, 1) for c in "bcdefghi"), finding("a", "failed", 0, 1))
    assert decided(graded, [decision("a", "0.1")])["score"]["points"] == 0.9  # floats add up to 0.8999…


def test_a_report_needs_review_until_the_last_point_is_decided_by_a_person() -> None:
    graded = document(finding("a", "undecided", 0, 2), finding("b", "skipped", 0, 1), finding("t", "undecided", 0, 0))
    assert decided(graded, [decision("a")])["score"]["state"] == "needs-review"
    assert decided(graded, [decision("a"), decision("b", "0")])["score"]["state"] == "graded"


def test_a_comment_alone_decides_no_points_and_an_undecided_finding_goes_on_waiting() -> None:
    result = decided(document(finding("a", "undecided", 0, 2)), [decision("a", None)])
    assert result["findings"][0]["decision"]["comment"] == "well done"
    assert (result["findings"][0]["verdict"], result["score"]["state"]) == ("undecided", "needs-review")
    assert waits(result["findings"][0])


def test_a_text_of_no_points_waits_until_a_person_has_written_something_about_it() -> None:
    graded = document(finding("a", "undecided", 0, 0), state="graded")
    assert waits(graded["findings"][0])
    assert not waits(decided(graded, [decision("a", None)])["findings"][0])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sha256": "b" * 64}, "other-submission"),
        ({"code": "number.absent"}, "other-finding"),
        ({"points": Decimal("2.01")}, "too-many-points"),
        ({"check": "gone"}, "no-such-check"),
    ],
)
def test_a_decision_on_something_else_is_told_and_not_applied(changed: dict[str, Any], why: str) -> None:
    graded = document(finding("a", "undecided", 0, 2))
    result = decided(graded, [decision(**{"check": "a", **changed})])
    assert (result["findings"], result["score"]) == (graded["findings"], graded["score"])
    assert [(one["check"], one["why"], one["by"]) for one in result["stale_decisions"]] == [
        (changed.get("check", "a"), why, "profe")
    ]


def test_the_last_decision_stands_and_an_undo_gives_back_the_one_before(tmp_path: Path) -> None:
    first, second = decision(points="1", when="2026-03-01"), decision(points="2", when="2026-03-02")
    append_decisions(tmp_path, [first, second])
    assert read_decisions(tmp_path).standing == {"ana": (second,)}
    append_decisions(tmp_path, [undoing(second, by="jefa", when="2026-03-03")])
    assert read_decisions(tmp_path).standing == {"ana": (first,)}
    append_decisions(tmp_path, [undoing(first, by="jefa", when="2026-03-04")])
    assert read_decisions(tmp_path).standing == {}
    assert len(read_decisions(tmp_path).lines) == 4  # nothing is ever taken out of the file


def test_half_a_line_of_a_killed_process_is_told_and_never_glued_to_the_next(tmp_path: Path) -> None:
    whole, next_one = decision(points="1", when="2026-03-01"), decision(points="2", when="2026-03-02")
    append_decisions(tmp_path, [whole])
    path = tmp_path / FILE
    line = path.read_bytes()
    for length in (1, len(line) // 2, len(line) - 1):
        path.write_bytes(line + line[:length])
        assert read_decisions(tmp_path).torn
        assert read_decisions(tmp_path).lines == (whole,)
        append_decisions(tmp_path, [next_one])
        assert read_decisions(tmp_path).lines == (whole, next_one)
        assert not read_decisions(tmp_path).torn


@pytest.mark.parametrize(
    "line",
    [
        b"{half",
        b"[]",
        b'{"format": 2}',
        b'{"format": 1}',
        b"\xff\xfe",
        json.dumps({"points": -1}).encode(),
        json.dumps({"points": float("nan")}).encode(),
        json.dumps({"points": 1e300}).encode(),
        json.dumps({"points": True}).encode(),
        json.dumps({"points": 0.001}).encode(),
        json.dumps({"student": 5}).encode(),
        json.dumps({"undoes": 5}).encode(),
    ],
)
def test_any_other_bad_line_is_an_error_that_names_file_and_line(tmp_path: Path, line: bytes) -> None:
    append_decisions(tmp_path, [decision()])
    path = tmp_path / FILE
    good = path.read_bytes()
    told = json.loads(good)
    if line.startswith(b'{"') and b"format" not in line:
        line = json.dumps({**told, **json.loads(line)}).encode()
    path.write_bytes(good + line + b"\n" + good)
    with pytest.raises(DocumentError, match=r"decisions\.jsonl, line 2: "):
        read_decisions(tmp_path)


#: One person: waits for the word, then decides sixty times, two lines a time, each longer than a pipe's atomic write.
_PERSON = """
import sys
from decimal import Decimal
from pathlib import Path
from grader.decisions import Decision, append_decisions
folder, by = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(60):
    line = Decision("ana", "a", "c", Decimal(0), "s", Decimal(1), by * 3000, "", by, f"{number:03}")
    append_decisions(folder, [line, line])
"""


def test_two_people_append_at_once_and_no_line_is_lost_or_mixed(tmp_path: Path) -> None:
    people = [
        subprocess.Popen(
            [sys.executable, "-c", _PERSON, str(tmp_path), by], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for by in "xy"
    ]
    for person in people:
        assert person.stdout is not None
        assert person.stdout.readline() == "ready\n"
    for person in people:
        assert person.stdin is not None
        person.stdin.write("go\n")
        person.stdin.flush()
    for person in people:
        person.communicate(timeout=60)
    assert [person.returncode for person in people] == [0, 0]
    lines = read_decisions(tmp_path).lines
    assert len(lines) == 240
    for by in "xy":
        assert [line.when for line in lines if line.by == by] == [f"{n:03}" for n in range(60) for _ in range(2)]
    # The lines of one command stand together.
    assert all((a.by, a.when) == (b.by, b.when) for a, b in zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="files are not locked there")
def test_a_line_that_another_person_is_still_writing_is_waited_for(tmp_path: Path) -> None:
    import fcntl

    ours, theirs = decision(comment="ours"), tmp_path / "theirs"
    theirs.mkdir()
    append_decisions(theirs, [decision(comment="theirs")])
    line = (theirs / FILE).read_bytes()
    with (tmp_path / FILE).open("ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(line[:40])
        writer = threading.Thread(target=append_decisions, args=(tmp_path, [ours]))
        reader = threading.Thread(target=read_decisions, args=(tmp_path,))
        for one in (writer, reader):
            one.start()
            one.join(0.2)
            assert one.is_alive()
        file.write(line[40:])
    for one in (writer, reader):
        one.join(30)
    assert [one.comment for one in read_decisions(tmp_path).lines] == ["theirs", "ours"]


def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(OutputError):
        append_decisions(tmp_path, [decision()])


@pytest.mark.parametrize(
    ("text", "points"),
    [("2", "2"), ("1.5", "1.5"), ("1,25", "1.25"), ("0", "0"), (" 3 ", "3"), ("2.50", "2.5"), (".5", "0.5")],
)
def test_points_are_read_as_people_write_them(text: str, points: str) -> None:
    assert read_points(text) == Decimal(points)


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "1e3", "", "two", "1.005", "1/2", "9999999", "1,5,0", "٣"])
def test_what_are_no_points_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="points"):
        read_points(text)

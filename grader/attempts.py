"""The best of several attempts: each is graded in a class folder of its own, and the best is the one that counts.

DIR/attempts/<n> holds the n-th attempt of everybody who made several: documents, pages and recorded executions like any
class's, so that an appeal can look at each. DIR itself holds what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from grader.folder import ClassResult
from grader.gradebook import ATTEMPTS
from grader.late import final_points
from grader.model import Note
from grader.sources import Collection, Entry, Refused

#: Grades a collection into a folder.
Grading: TypeAlias = Callable[[Collection, Path], ClassResult]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One attempt, its place among the student's own, and its points; None where it could not be given a report."""

    entry: Entry
    number: int
    points: float | None


def grade_best(collection: Collection, out: Path, grade: Grading) -> ClassResult:
    """Grade each attempt where a student has several, then the collection with everybody's best.

    The best has the most points, those taken for lateness left out, as the grader gives them: no person has decided on
    an attempt. Of equal ones the first counts.
    """
    several: dict[str, list[Entry]] = defaultdict(list)
    for entry in (*collection.further, *collection.entries):
        several[entry.student].append(entry)
    rounds = {student: sorted(entries, key=Entry.when) for student, entries in several.items() if len(entries) > 1}
    attempts: dict[str, list[_Attempt]] = defaultdict(list)
    for number in range(1, max(map(len, rounds.values()), default=0) + 1):
        those = {student: entries[number - 1] for student, entries in rounds.items() if len(entries) >= number}
        of_all = Collection(tuple(those[student] for student in sorted(those)), (), ())
        points = _points(grade(of_all, out / ATTEMPTS / str(number)))
        for student, entry in those.items():
            attempts[student].append(_Attempt(entry, number, points.get(student)))
    best = {student: max(tried, key=_rank) for student, tried in attempts.items()}
    entries = tuple(best[e.student].entry if e.student in best else e for e in collection.entries)
    told = [
        Refused(one.entry.name, _why(one, best[student]), student)
        for student, tried in sorted(attempts.items())
        for one in tried
        if one is not best[student]
    ]
    chosen = replace(collection, entries=entries, further=(), passed_over=(*collection.passed_over, *told))
    return grade(chosen, out)


def _points(result: ClassResult) -> Mapping[str, float]:
    return {row["student"]: final_points(row["score"]) for row in result.document["reports"]}


def _rank(attempt: _Attempt) -> tuple[float, int]:
    return (-1.0 if attempt.points is None else attempt.points), -attempt.number


def _why(attempt: _Attempt, best: _Attempt) -> Note:
    told = {"folder": f"{ATTEMPTS}/{attempt.number}", "file": best.entry.name, "best": best.points or 0}
    if attempt.points is None:
        return Note("attempt-without-report", told)
    return Note("attempt", {**told, "points": attempt.points})

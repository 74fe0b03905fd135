"""The straight line: assignment and submission in, report out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.examine import examine
from grader.examine.context import Context, undecided
from grader.late import plain_number
from grader.model import Ending, Execution, Executor, Finding, Remark, Submission
from grader.plan import plan
from grader.score import Score, points, score
from grader.spec import Assignment, Check
from grader.submission import Unreadable, read_notebook


@dataclass(frozen=True, slots=True)
class Report:
    """One submission, graded."""

    assignment: Assignment
    submission: Submission
    execution: Execution
    findings: tuple[Finding, ...]
    score: Score


def grade(assignment: Assignment, submission: Submission, executor: Executor) -> Report:
    """Grade one submission. What a student did wrong, a file that is no notebook included, stands in the report."""
    assignment = assignment.for_student(submission.student)
    try:
        notebook = read_notebook(submission.notebook)
    except Unreadable as error:
        execution = Execution(Ending.UNREADABLE, reason=error.reason)
    else:
        execution = executor.run(plan(assignment, notebook.cells, submission.sha256))
    return judge(assignment, submission, execution)


def judge(assignment: Assignment, submission: Submission, execution: Execution) -> Report:
    """The second half of the line, for an execution that is there already."""
    findings = examine(Context(assignment, submission, execution))
    if execution.again is not None:
        others = examine(Context(assignment, submission, execution.again))
        findings = tuple(map(_of_both, assignment.checks, findings, others))
    return Report(assignment, submission, execution, findings, score(findings))


def _of_both(check: Check, first: Finding, second: Finding) -> Finding:
    """The finding of two runs: where they earn the same the first one's, else nobody's answer yet, and a person looks."""
    if first == second:
        return first
    if (first.verdict, first.share) == (second.verdict, second.share):
        return replace(first, remarks=(*first.remarks, Remark("varies")))
    earned = {"once": plain_number(points(first)), "again": plain_number(points(second))}
    return undecided(check, "unrepeatable", source=first.source, parameters=earned)

"""The straight line: assignment and submission in, report out."""

from __future__ import annotations

from dataclasses import dataclass

from grader.examine import examine
from grader.examine.context import Context
from grader.model import Ending, Execution, Executor, Finding, Submission
from grader.plan import plan
from grader.score import Score, score
from grader.spec import Assignment
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
    return Report(assignment, submission, execution, findings, score(findings))

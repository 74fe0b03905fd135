"""What pages cost: a report from its document, and the class page of a thousand, in CPU time; promises in milliseconds.

`python -m tests.benchmarks.pages`: the solution and the mistakes of each bundled assignment, graded once in this process.
Every report is rendered three times; the first of all fills the caches of templates and backgrounds. Exit code 1 where the
median is 15 ms or more, the class page takes 3 s or more, a page is not the same twice, or a report is beyond 200 kB.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from grader.document import describe
from grader.folder import about_class, class_row
from grader.pipeline import grade
from grader.reports.class_page import render_class_page
from grader.reports.html import render_report
from grader.spec import bundled_ids, find_assignment
from grader.submission import read_submission
from tests.support.plain import PlainExecutor

REPORT_MS, CLASS_S, REPORT_BYTES, STUDENTS = 15, 3, 200_000, 1000


def main() -> int:
    """Print a line for the reports and one for the class page."""
    documents = corpus()
    taken, largest, kept = [], 0, True
    for language in ("es", "en"):
        for document in documents:
            pages = []
            for _ in range(3):
                began = time.process_time()
                pages.append(render_report(document, language=language))
                taken.append(1e3 * (time.process_time() - began))
            largest = max(largest, *(len(page.encode()) for page in pages))
            kept = kept and len(set(pages)) == 1
    median = statistics.median(taken)
    sys.stdout.write(
        f"reports: {len(documents)} documents, median {median:.1f} ms, slowest {max(taken):.0f} ms, largest page {largest / 1000:.0f} kB\n"
    )
    rows = [class_row(f"s{i}", documents[-1 - i % 12], current=True) for i in range(STUDENTS)]
    about = about_class(find_assignment(bundled_ids()[-1]))
    told: dict[str, Any] = {
        "format": 1, "assignment": about, "language": "es", "complete": True, "reports": rows, "unreported": [], "passed_over": [],
    }  # fmt: skip
    began = time.process_time()
    page = render_class_page(told, language="es")
    seconds = time.process_time() - began
    kept = kept and page == render_class_page(json.loads(json.dumps(told)), language="es")
    sys.stdout.write(f"class page: {STUDENTS} reports, {seconds:.2f} s, {len(page.encode()) / 1000:.0f} kB\n")
    return int(median >= REPORT_MS or seconds >= CLASS_S or largest > REPORT_BYTES or not kept)


def corpus() -> list[dict[str, Any]]:
    """The documents of every bundled solution and mistake."""
    found = []
    for name in bundled_ids():
        assignment = find_assignment(name)
        for path in [assignment.folder / "solution.ipynb", *sorted((assignment.folder / "mistakes").glob("*.ipynb"))]:
            found.append(describe(grade(assignment, read_submission(path), PlainExecutor())))
    return found


if __name__ == "__main__":
    raise SystemExit(main())

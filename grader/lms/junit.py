"""JUnit XML: a submission is a test suite, a check a test case; the same documents give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from grader.late import final_points, taken
from grader.lms.selection import Document, Grade
from grader.reports.words import short

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def suite_of(document: Document, language: str) -> tuple[str, dict[str, int]]:
    """One `<testsuite>` and its counts.

    failure: points lost; error: the sandbox failed; skipped: not asked, beyond what can be told, or a person's to say.
    The score and the points of each check, for which the schema has no place, are properties of the suite.
    """
    assignment, score = document["assignment"], document["score"]
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    cases: list[str] = []
    properties = {
        "score": final_points(score),
        **({"late": taken(score)} if score.get("late") else {}),
        "max_score": score["maximum"],
        "state": score["state"],
        "ending": document["execution"]["ending"],
        "sha256": document["submission"]["sha256"],
        "assignment": f"{assignment['id']} {assignment['version']}",
        "digest": assignment["digest"],
        "grader": document["versions"].get("grader", ""),
    }
    for finding in document["findings"]:
        told = short(finding, document, language=language)
        properties |= {f"points.{finding['check']}": finding["points"], f"max.{finding['check']}": finding["maximum"]}
        name = f"classname={_attribute(assignment['id'])} name={_attribute(finding['check'])}"
        counts["tests"] += 1
        inner = ""
        said = f"message={_attribute(told.saw)}"
        if finding["verdict"] == "failed":
            counts["failures"] += 1
            inner = f"<failure {said} type={_attribute(finding['code'])}>{_text(told.advice)}</failure>"
        elif finding["verdict"] in ("skipped", "undecided"):
            fault = str(finding["code"]).endswith("sandbox-fault") or (
                finding["verdict"] == "skipped" and document["execution"]["ending"] == "sandbox-fault"
            )
            counts["errors" if fault else "skipped"] += 1
            inner = f"<error {said} type={_attribute(finding['code'])}/>" if fault else f"<skipped {said}/>"
        cases.append(f"  <testcase {name}>{inner}</testcase>" if inner else f"  <testcase {name}/>")
    listed = "".join(
        f"   <property name={_attribute(key)} value={_attribute(value)}/>\n" for key, value in properties.items()
    )
    numbers = " ".join(f'{key}="{value}"' for key, value in counts.items())
    head = f" <testsuite name={_attribute(document['submission']['student'])} {numbers}>\n"
    return f"{head}  <properties>\n{listed}  </properties>\n" + "\n".join(cases) + "\n </testsuite>\n", counts


def junit(grades: Iterable[Grade[tuple[str, dict[str, int]]]]) -> bytes:
    """The whole file: no time, host or date stands in it."""
    suites = [grade.kept for grade in grades]
    keys = ("tests", "failures", "errors", "skipped")
    numbers = " ".join(f'{key}="{sum(counts[key] for _, counts in suites)}"' for key in keys)
    body = "".join(text for text, _ in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {numbers}>\n{body}</testsuites>\n'.encode()


def _attribute(value: object) -> str:
    return _quoted(str(value))


@lru_cache(maxsize=4096)  # ids, codes and points are those of the whole class
def _quoted(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))


def _text(value: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", value))  # `>` too, so that no ]]> is left

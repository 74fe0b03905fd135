"""What a class shows together: scores, how hard each check was and whom it tells apart, mistakes that many share."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from grader.late import final_points

Row: TypeAlias = Mapping[str, Any]

#: Bars of the histogram.
BARS = 10


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """One check: the mean share of its points (difficulty, 1 easy), and how it goes with the rest (discrimination)."""

    id: str
    maximum: float
    passed: int
    mean: float
    #: Pearson's correlation of its points with the score without them; None where one of them does not vary.
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class Shared:
    """One finding that several reports have: a mistake, or something that waits for a person."""

    check: str
    kind: str
    code: str
    verdict: str
    rows: tuple[Row, ...]


def histogram(rows: Sequence[Row]) -> list[int]:
    """How many scores lie in each tenth of the maximum; full marks in the last."""
    counts = [0] * BARS
    for row in rows:
        points, maximum = final_points(row["score"]), row["score"]["maximum"]
        if maximum:
            counts[min(max(int(BARS * points / maximum), 0), BARS - 1)] += 1
    return counts


def check_facts(document: Mapping[str, Any]) -> list[CheckFacts]:
    """Every check that carries points, in the assignment's order."""
    pairs: dict[str, list[tuple[float, float, str]]] = {
        check["id"]: [] for check in document["assignment"]["checks"] if check["maximum"]
    }
    for row in document["reports"]:
        score = row["score"]["points"]
        for finding in row["findings"]:
            if finding["check"] in pairs:
                points = finding["points"]
                pairs[finding["check"]].append((points, score - points, finding["verdict"]))
    found = []
    for check in document["assignment"]["checks"]:
        if asked := pairs.get(check["id"]):
            points, rests, verdicts = zip(*asked, strict=True)
            mean = statistics.fmean(points) / check["maximum"]
            found.append(
                CheckFacts(check["id"], check["maximum"], verdicts.count("passed"), mean, correlation(points, rests))
            )
    return found


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; None for fewer than three pairs, or where either does not vary."""
    if len(xs) < 3:
        return None
    mx, my = statistics.fmean(xs), statistics.fmean(ys)
    xx, yy = math.fsum((x - mx) ** 2 for x in xs), math.fsum((y - my) ** 2 for y in ys)
    if xx < 1e-12 or yy < 1e-12:
        return None
    return math.fsum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / math.sqrt(xx * yy)


def mistakes(document: Mapping[str, Any]) -> list[Shared]:
    """What lost points, by how many share it; answers that are not there come last, since they tell of no mistake."""
    found = _shared(document, lambda finding: finding["verdict"] == "failed" and finding["maximum"] > 0)
    return sorted(found, key=lambda one: one.code.endswith(".absent"))


def waiting(document: Mapping[str, Any]) -> list[Shared]:
    """What a person still looks at, where points hang on it, by how many share it."""
    left = {**document, "reports": [row for row in document["reports"] if not _is_unrun(row)]}
    return _shared(left, lambda f: f["verdict"] in ("undecided", "skipped") and f["maximum"] > 0)


def unrun(document: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """(ending, reports) of the notebooks of which nothing could be asked: they wait whole, not check by check."""
    held: dict[str, list[Row]] = {}
    for row in document["reports"]:
        if _is_unrun(row):
            held.setdefault(row["ending"], []).append(row)
    return sorted(held.items())


def _is_unrun(row: Row) -> bool:
    asked = [finding for finding in row["findings"] if finding["maximum"] > 0]
    return bool(asked) and all(finding["verdict"] == "skipped" for finding in asked)


def _shared(document: Mapping[str, Any], wanted: Any) -> list[Shared]:
    kinds = {check["id"]: check["kind"] for check in document["assignment"]["checks"]}
    held: dict[tuple[str, str, str], list[Row]] = {}
    for row in document["reports"]:
        for finding in row["findings"]:
            if wanted(finding):
                held.setdefault((finding["check"], finding["code"], finding["verdict"]), []).append(row)
    found = [
        Shared(check, kinds.get(check, ""), code, verdict, tuple(rows)) for (check, code, verdict), rows in held.items()
    ]
    order = {check["id"]: index for index, check in enumerate(document["assignment"]["checks"])}
    return sorted(found, key=lambda one: (-len(one.rows), order.get(one.check, 0), one.code))


def counted(rows: Sequence[Row], key: str) -> list[tuple[str, int]]:
    """(value, how many) of a row's key, the most frequent first."""
    counts = Counter(str(row[key]) for row in rows)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def seconds(rows: Sequence[Row]) -> list[float]:
    """How long each notebook ran, shortest first, of those that tell."""
    told = (row.get("resources", {}).get("wall_seconds") for row in rows)
    return sorted(one for one in told if isinstance(one, int | float))

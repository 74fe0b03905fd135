"""The score: each finding rounded once, half-up to 0.01, and the sum of what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from grader.model import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """Points so far, of the most that can be had; `needs-review` where points hang on a person."""

    points: Decimal
    maximum: Decimal
    state: Literal["graded", "needs-review"]


def points(finding: Finding) -> Decimal:
    """What a finding earns: share × maximum, rounded half-up to 0.01 from the exact fraction."""
    exact = finding.share * Fraction(finding.maximum) * 100
    cents = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)  # half-up: shares are never negative
    return (Decimal(cents) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def score(findings: Sequence[Finding]) -> Score:
    """The sum of the findings' points, and whether a person must look."""
    open_ones = any(f.verdict in (Verdict.UNDECIDED, Verdict.SKIPPED) and f.maximum > 0 for f in findings)
    total = sum((points(f) for f in findings), Decimal(0))
    return Score(total, sum((f.maximum for f in findings), Decimal(0)), "needs-review" if open_ones else "graded")

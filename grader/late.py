"""Late submissions: how many days, what they take, and the points that leave.

A document's `score.points` stays the sum of its findings. Where a submission came in after its date, `score.late` stands
beside it: {due, days, share, points}, the share taken and the points after it. Those are what pages and exports call the
grade, by `final_points`; a person's decision on a finding changes both (`rescored`), and one on CHECK waives what is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

#: What a decision on lateness names in place of a check, as the column of grades is called; no check may have this id.
CHECK = "late"
_DAY = timedelta(days=1)


def lateness(
    received: datetime,
    due: datetime,
    *,
    penalty: Literal["none", "daily", "zero"],
    share_a_day: float,
    grace: timedelta,
) -> dict[str, Any] | None:
    """`score.late` without its points: the due date, the days begun since then, and the share of the points they take.

    None for what came in within `grace` of the due date, in whole seconds. Days are 24 hours each, whatever clocks do.
    """
    after = received.astimezone(UTC).replace(microsecond=0) - due.astimezone(UTC)
    if after <= max(grace, timedelta(0)):
        return None
    days = -(-after // _DAY)
    taken = {"none": Fraction(0), "daily": min(Fraction(1), days * Fraction(str(share_a_day))), "zero": Fraction(1)}
    return {"due": due.isoformat(), "days": days, "share": float(taken[penalty])}


def rescored(score: Mapping[str, Any], late: Mapping[str, Any] | None) -> dict[str, Any]:
    """A score with its lateness, the points after it rounded half-up to 0.01; without one where `late` is None."""
    kept = {key: value for key, value in score.items() if key != "late"}
    if late is None:
        return kept
    left = Fraction(str(score["points"])) * (1 - Fraction(str(late["share"])))
    points = (Decimal(left.numerator) / Decimal(left.denominator)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {**kept, "late": {**late, "points": plain_number(points)}}


def taken(score: Mapping[str, Any]) -> float:
    """What lateness takes, as points of 0 or less: with it the checks' points add up to those that leave."""
    return plain_number(Decimal(str(final_points(score))) - Decimal(str(score["points"])))


def final_points(score: Mapping[str, Any]) -> Any:
    """The points that leave: after lateness, where there is any."""
    return score["late"]["points"] if score.get("late") else score["points"]


def plain_number(points: Decimal) -> int | float:
    """Points as a JSON number."""
    return int(points) if points == points.to_integral_value() else float(points)

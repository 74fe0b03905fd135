"""When work is due, what lateness costs, and which of several attempts counts: the spec's [submissions].

No check depends on it, so it is no part of the assignment's digest: another due date asks no notebook anything anew.

A due date without an offset is one of a clock in `timezone`, a day without an hour lasts until its end there; an hour that
this clock shows twice, or skips, is taken late. Days of lateness are 24 hours each, counted from the due date and begun
ones whole; within the grace nothing is counted.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from grader.spec.scalars import Model, Share


def _moment(value: Any) -> Any:
    if isinstance(value, datetime | date) or value is None:
        return value
    if isinstance(value, str):
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                return read(value)
            except ValueError:
                continue
    raise ValueError("a date is wanted, such as 2026-11-20T23:59:00, or 2026-11-20 for the end of that day")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('is no time zone; write it like "America/Santiago", "Europe/Madrid" or "UTC"') from None
    return name


Moment = Annotated[datetime | date, BeforeValidator(_moment)]
Zone = Annotated[str, AfterValidator(_zone)]


class Late(Model):
    """What lateness takes of the points earned: nothing, a share for each day begun, or all of them."""

    penalty: Literal["none", "daily", "zero"] = "none"
    share_a_day: Share = 0.1
    grace_minutes: Annotated[int, Field(ge=0, le=7 * 24 * 60)] = 0


class Submissions(Model):
    """When work is due, and which of a student's attempts counts."""

    attempts: Literal["last", "first", "best"] = "last"
    due: Moment | None = None
    #: Of dates and clocks that name none; UTC where it is left out, which no penalty may rest on.
    timezone: Zone | None = None
    #: Whether the times of files and archive entries tell when work came in, where nothing better does.
    file_times: bool = False
    late: Late = Late()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of clocks that name none."""
        return ZoneInfo(self.timezone or "UTC")

    @property
    def leaves_the_zone_open(self) -> bool:
        """Whether the due date is some clock's, and nothing says which."""
        return self.timezone is None and not (isinstance(self.due, datetime) and self.due.tzinfo is not None)

    @property
    def due_at(self) -> datetime | None:
        """The due date in UTC, None where there is none."""
        return None if self.due is None else self.placed(self.due)

    def placed(self, moment: datetime | date) -> datetime:
        """A moment of this zone's clocks in UTC; a day is its last second."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(23, 59, 59))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        return max(moment.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))

    @property
    def grace(self) -> timedelta:
        """How long after the due date nothing is counted."""
        return timedelta(minutes=self.late.grace_minutes)

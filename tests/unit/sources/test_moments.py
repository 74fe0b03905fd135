"""Moments are read as each system writes them; what may mean two things means none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from grader.sources.moments import read_moment

SANTIAGO = ZoneInfo("America/Santiago")  # three hours behind UTC in November


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-23T15:07:08Z", (15, 7, 8)),
        ("2026-11-23 15:07:08.999999999 Z", (15, 7, 8, 999999)),
        ("2026-11-23 15:07:08 -0700", (22, 7, 8)),
        ("2026-11-23 15:07:08.5 +01:00", (14, 7, 8, 500000)),
        ("2026-11-23 15:07:08.123456 UTC", (15, 7, 8, 123456)),
        ("2026-11-23 15:07:08 Europe/Madrid", (14, 7, 8)),
        ("2026-11-23 15:07", (18, 7)),
        ("Monday, 23 November 2026, 3:07 PM", (18, 7)),
        ("Monday, November 23, 2026, 3:07\u202fPM", (18, 7)),
        ("Monday, 23 November 2026, 12:07 AM", (3, 7)),
        ("lunes, 23 de noviembre de 2026, 15:07", (18, 7)),
        ("23 nov 2026, 15:07", (18, 7)),
    ],
)
def test_each_form_is_read(text: str, utc: tuple[int, ...]) -> None:
    assert read_moment(text, SANTIAGO) == datetime(2026, 11, 23, *utc, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "text",
    ["", "-", "yesterday", "2026-13-01 00:00:00", "2026-11-23 15:07:08 EST", "2026-11-23 15:07:08 Moon/Sea", "5/6/2026 10:00",
     "Monday, 31 November 2026, 3:07 PM", "2026-11-23"],
)  # fmt: skip
def test_what_may_mean_two_things_or_nothing_is_no_moment(text: str) -> None:
    assert read_moment(text, SANTIAGO) is None


def test_in_the_hour_that_a_clock_shows_twice_the_earlier_one_is_meant() -> None:
    """Madrid leaves summer time on 25 October 2026 at 3:00: 2:30 is 0:30 UTC, then 1:30 UTC again."""
    assert read_moment("2026-10-25 02:30", ZoneInfo("Europe/Madrid")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

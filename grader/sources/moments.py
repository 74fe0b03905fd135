"""Moments as the systems write them: ISO dates with or without a zone, and Moodle's sentences in English and Spanish.

A moment without a zone is one of a clock in the zone that the caller names; where that clock shows it twice, in the hour
that summer time gives back, the earlier one is meant: nobody is late by a clock's doubt.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,](?P<fraction>\d+))?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z_]+(?:/[A-Za-z_/-]+)?)?"
)
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ene feb mar abr may jun jul ago sept oct nov dic",
    )
    for number, name in enumerate(names.split(), 1)
} | {"setiembre": 9}
#: `Monday, 23 November 2026, 3:07 PM`, `Monday, November 23, 2026, …`, `lunes, 23 de noviembre de 2026, 15:07`.
_SENTENCE = re.compile(
    r"(?:[^\W\d]+, )?(?:(?P<day>\d{1,2})(?: de)? (?P<month>[^\W\d]+)(?: de)?|(?P<us_month>[^\W\d]+) (?P<us_day>\d{1,2}),)"
    r" (?P<year>\d{4}),? (?P<hour>\d{1,2}):(?P<minute>\d\d)(?:\s*(?P<half>[ap])\.?\s?m\.?)?",
    re.IGNORECASE,
)


def read_moment(text: str, timezone: tzinfo | None) -> datetime | None:
    """The moment that a text tells, in UTC; None where it tells none, or a zone that means several things.

    Without a `timezone` a text without one tells none.
    """
    text = " ".join(text.replace("\u202f", " ").split())
    if match := _ISO.fullmatch(text):
        return _iso(match, timezone)
    match = _SENTENCE.fullmatch(text)
    month = _MONTHS.get((match["month"] or match["us_month"]).casefold()) if match else None
    if match is None or month is None or timezone is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    try:
        return _earlier(
            datetime(
                int(match["year"]),
                month,
                int(match["day"] or match["us_day"]),
                hour,
                int(match["minute"]),
                tzinfo=timezone,
            )
        )
    except ValueError:
        return None


def _iso(match: re.Match[str], timezone: tzinfo | None) -> datetime | None:
    zone = match["zone"] or ""
    fraction = ((match["fraction"] or "") + "000000")[:6]
    time = match["time"] if match["time"].count(":") == 2 else f"{match['time']}:00"
    try:
        moment = datetime.fromisoformat(f"{match['day']}T{time}.{fraction}")
        if not zone:
            return _earlier(moment.replace(tzinfo=timezone)) if timezone is not None else None
        if zone in ("Z", "UTC", "GMT"):
            return moment.replace(tzinfo=UTC)
        if zone[0] in "+-":
            return datetime.fromisoformat(moment.isoformat() + zone).astimezone(UTC)
        # EST is one zone here and another there: a date that may be wrong is none.
        return _earlier(moment.replace(tzinfo=ZoneInfo(zone))) if "/" in zone else None
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None


def _earlier(moment: datetime) -> datetime:
    return min(moment.replace(fold=fold).astimezone(UTC) for fold in (0, 1))

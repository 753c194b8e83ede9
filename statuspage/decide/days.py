"""Spans as days of the site: midnight to midnight in its zone, be it 23, 24 or 25 hours."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from statuspage.model.day import Day
from statuspage.model.span import Span
from statuspage.model.status import Status

DAYS_SHOWN = 90
"""Days that the page tells of, today among them."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days that follow on each other; ``midnights`` are their beginnings, and the end of the last.

    The same days are the same value, so that what is counted by them can be kept by it.
    """

    dates: tuple[date, ...]
    midnights: tuple[datetime, ...]


def calendar(zone: ZoneInfo, now: datetime, days: int = DAYS_SHOWN) -> Calendar:
    """So many days in a zone, the last of which is the one in which ``now`` lies."""
    return _calendar(zone, now.astimezone(zone).date(), days)


@lru_cache(maxsize=16)
def _calendar(zone: ZoneInfo, today: date, days: int) -> Calendar:
    dates = tuple(today - _DAY * i for i in reversed(range(days)))
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in (*dates, today + _DAY)]
    return Calendar(dates, tuple(midnights))


def days(spans: Sequence[Span], of: Calendar) -> tuple[Day, ...]:
    """How the days were spent, from the first one that has any span on. The spans have ends."""
    found: list[Day] = []
    seconds: dict[Status, float] = {}
    dates, midnights = of.dates, of.midnights
    i = 0
    for span in spans:
        at, end = max(span.start, midnights[0]), min(closed(span), midnights[-1])
        while at < end:
            if at >= midnights[i + 1]:
                found.extend([Day(dates[i], seconds)] if seconds or found else [])
                seconds = {}
                i = i + 1 if found else bisect_right(midnights, at) - 1
            elif at == midnights[i] and end >= midnights[i + 1]:
                last = bisect_right(midnights, end) - 1
                found.extend(_whole(of, span.status)[i:last])
                i, at = last, midnights[last]
            else:
                until = min(end, midnights[i + 1])
                seconds[span.status] = seconds.get(span.status, 0.0) + (until - at).total_seconds()
                at = until
    return (*found, Day(dates[i], seconds)) if seconds else tuple(found)


def spent(spans: Iterable[Span], before: Mapping[Status, float] | None = None) -> dict[Status, float]:
    """Seconds per status of some spans, which have ends, and of what was spent ``before``."""
    seconds = dict(before or {})
    for span in spans:
        length = (closed(span) - span.start).total_seconds()
        seconds[span.status] = seconds.get(span.status, 0.0) + length
    return seconds


def closed(span: Span) -> datetime:
    """The end of a span that has one. Raises ValueError for one that goes on: it must be clipped first."""
    if span.end is None:
        raise ValueError("a span that still goes on must be clipped first")
    return span.end


@lru_cache(maxsize=64)
def _whole(of: Calendar, status: Status) -> list[Day]:
    """Every day as it is when all of it was spent in one status: values that are shared, being so many."""
    lengths = [end - start for start, end in pairwise(of.midnights)]
    return [Day(day, {status: length.total_seconds()}) for day, length in zip(of.dates, lengths, strict=True)]

"""Latency buckets as a person reads them: the right ones for a window, summed up, with their gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from statuspage.model.latency import Bucket, LatencySeries, Window
from statuspage.timeutil import from_ms, to_ms

SETTLED = timedelta(minutes=3)
"""So long after its end a bucket is surely made. Until then one reader might find it and another not."""

_ROUNDING = 1e-6
"""Answers by which sums of shares may be wrong."""

_NEARLY_ALL = 0.9
"""The share of a seldom asked check's buckets that are no further apart than what still counts as no gap."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Many answers summed up, in ms: half of the ``count`` answers, and 95 % of them, took no longer.

    Of answers from several buckets these two are estimates; ``max`` is the longest of all.
    """

    count: int
    median: int
    p95: int
    max: int


def window_end(window: Window, now: datetime) -> datetime:
    """Where a window ends: with the last bucket of its width that is surely made."""
    width = window.width // timedelta(milliseconds=1)
    return from_ms(to_ms(now - SETTLED) // width * width)


def series(buckets: Iterable[Bucket], window: Window, now: datetime) -> LatencySeries:
    """The part of a check's ``buckets``, oldest first, that tells of a window at ``now``."""
    end = window_end(window, now)
    start = end - window.length
    inside = (one for one in buckets if one.width == window.width and start <= one.start < end)
    return LatencySeries(window, end, tuple(inside))


def figures(buckets: Sequence[Bucket]) -> Figures | None:
    """All answers of some buckets summed up; None where there are none."""
    count = sum(one.count for one in buckets)
    if not count:
        return None
    changes = _density(buckets)
    median, p95 = (_quantile(changes, count * share) for share in (0.5, 0.95))
    return Figures(count, median, p95, max(one.max for one in buckets))


def runs(told: LatencySeries) -> list[tuple[Bucket, ...]]:
    """The buckets without the gaps: those that follow on each other stand together.

    A check that is asked less often than once a bucket leaves some out; that alone is no gap.
    """
    found: list[list[Bucket]] = []
    reach = _reach(told.buckets) * told.window.width
    for one in told.buckets:
        if found and one.start - found[-1][-1].start <= reach:
            found[-1].append(one)
        else:
            found.append([one])
    return [tuple(run) for run in found]


def parts(told: LatencySeries, zone: ZoneInfo) -> list[tuple[datetime, Figures]]:
    """The window in parts of a zone, newest first: an hour of a day, a day of a week, a week of a quarter.

    Each begins at the instant that it is listed with; parts in which nothing was measured are left out.
    """

    def part_of(one: Bucket) -> datetime:
        # The middle of a bucket: UTC days overlap two of a zone's, and belong to the one they mostly are.
        middle = (one.start + one.width / 2).astimezone(zone)
        if told.window is Window.DAY:
            return middle.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        day = middle.date()
        if told.window is Window.QUARTER:
            day -= timedelta(days=day.weekday())
        return datetime.combine(day, time(), zone).astimezone(UTC)

    grouped = ((at, figures(tuple(some))) for at, some in groupby(told.buckets, part_of))
    return [(at, found) for at, found in grouped if found is not None][::-1]


def _density(buckets: Sequence[Bucket]) -> list[tuple[int, float, float]]:
    """How many answers took how long, as changes by duration: so many at once, and so many more a ms.

    Between what is known of a bucket, its answers are taken to be spread evenly.
    """
    changes: list[tuple[int, float, float]] = []
    for one in buckets:
        known = ((one.min, one.median, 0.5), (one.median, one.p95, 0.45), (one.p95, one.max, 0.05))
        for low, high, share in known:
            if low == high:
                changes.append((low, one.count * share, 0.0))
            else:
                slope = one.count * share / (high - low)
                changes += [(low, 0.0, slope), (high, 0.0, -slope)]
    return sorted(changes)


def _quantile(changes: Sequence[tuple[int, float, float]], wanted: float) -> int:
    """The duration that ``wanted`` answers don't exceed."""
    reached = slope = 0.0
    before = changes[0][0]
    for duration, at_once, steeper in changes:
        here = reached + slope * (duration - before)
        if slope > 0 and here >= wanted - _ROUNDING:
            return round(before + (wanted - reached) / slope)
        reached, before, slope = here + at_once, duration, slope + steeper
        if reached >= wanted - _ROUNDING:
            return duration
    return before


def _reach(buckets: Sequence[Bucket]) -> int:
    """How many buckets further the next one may be for no gap to lie between."""
    if len(buckets) < 3 or sorted(one.count for one in buckets)[len(buckets) // 2] > 1:
        return 1
    apart = sorted((after.start - before.start) // before.width for before, after in pairwise(buckets))
    return apart[int((len(apart) - 1) * _NEARLY_ALL)]

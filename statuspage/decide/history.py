"""History as spans: how they are clipped, overlaid and summed up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage.decide.days import DAYS_SHOWN, closed
from statuspage.model.day import Day
from statuspage.model.snapshot import Uptime
from statuspage.model.span import Span
from statuspage.model.status import Status, worst
from statuspage.model.text import text

HISTORY_WINDOW = timedelta(days=DAYS_SHOWN + 1)
"""How far back a snapshot looks: past the first midnight of the days that are shown, in any zone."""

DOWNTIME_WEIGHT: Mapping[Status, float] = {Status.MAJOR_OUTAGE: 1.0, Status.PARTIAL_OUTAGE: 0.3}
"""How much of a second in each status is downtime; in every other status none is."""


def clip(spans: Sequence[Span], believed_until: datetime | None, now: datetime) -> tuple[Span, ...]:
    """Spans as seen at ``now``: past ``believed_until`` nothing is known, after ``now`` nothing is.

    ``believed_until`` is the limit of the last span's freshness (None: it has run out long ago).
    """
    shown: list[Span] = []
    for span in spans:
        if span.end is not None and span.end <= now:
            shown.append(span)
        elif span.end is None and span.status is not Status.UNKNOWN:
            limit = max(span.start, min(believed_until or span.start, now))
            if span.start < limit:
                shown.append(_cut(span, span.start, limit))
            if limit < now:
                shown.append(Span(limit, now, Status.UNKNOWN, text("not measured lately")))
        elif span.start < now:
            shown.append(_cut(span, span.start, now))
    return (*shown[:-2], *merge(shown[-2:]))


def between(spans: Sequence[Span], start: datetime, end: datetime) -> tuple[Span, ...]:
    """What of some spans, which have ends, lies between two instants."""
    return tuple(
        span
        if start <= span.start and closed(span) <= end
        else _cut(span, max(span.start, start), min(closed(span), end))
        for span in spans
        if start < closed(span) and span.start < end
    )


def overlay(spans: Sequence[Span], declared: Sequence[Span]) -> tuple[Span, ...]:
    """Measured spans with what posts declared laid over them; only measured time is covered.

    A maintenance covers whatever was seen; any other declaration only makes it worse.
    """
    if not declared:
        return tuple(spans)
    first, last = min(other.start for other in declared), max(closed(other) for other in declared)
    laid: list[Span] = []
    for span in spans:
        end = closed(span)
        if end <= first or span.start >= last:
            laid.append(span)
            continue
        cuts = {
            edge for other in declared for edge in (other.start, closed(other)) if span.start < edge < end
        }
        edges = [span.start, *sorted(cuts), end]
        laid.extend(_declared(replace(span, start=a, end=b), declared) for a, b in pairwise(edges))
    return merge(laid)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours that touch and say the same."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.end == span.start and (last.status, last.declared) == (span.status, span.declared):
            joined[-1] = _cut(last, last.start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def uptime(seconds: Mapping[Status, float], start: datetime, end: datetime) -> Uptime:
    """What a stretch of time that was spent so comes to; ``seconds`` are per status.

    Downtime is weighted (:data:`DOWNTIME_WEIGHT`); maintenance is out of both shares, unknown
    time out of the ratio but not out of sight.
    """
    counted = sum(seconds.values()) - seconds.get(Status.UNDER_MAINTENANCE, 0.0)
    measured = counted - seconds.get(Status.UNKNOWN, 0.0)
    lost = sum(weight * seconds.get(status, 0.0) for status, weight in DOWNTIME_WEIGHT.items())
    return Uptime(
        start=start,
        end=end,
        seconds=seconds,
        ratio=1 - lost / measured if measured > 0 else None,
        measured=measured / counted if counted > 0 else 0.0,
    )


def uptime_of_days(days: Iterable[Day], now: datetime) -> Uptime:
    """The same of the last days, today among them."""
    seconds: dict[Status, float] = {}
    for day in days:
        for status, spent in day.seconds.items():
            seconds[status] = seconds.get(status, 0.0) + spent
    return uptime(seconds, now - timedelta(seconds=sum(seconds.values())), now)


def _cut(span: Span, start: datetime, end: datetime | None) -> Span:
    """A span at another time; a snapshot of many components needs thousands, and ``replace`` is slow."""
    return Span(start, end, span.status, span.reason, span.declared)


def _declared(span: Span, declared: Sequence[Span]) -> Span:
    over = [other for other in declared if other.start <= span.start and span.start < closed(other)]
    base = span.status
    if any(other.status is Status.UNDER_MAINTENANCE for other in over):
        base = Status.UNDER_MAINTENANCE
    status = worst([base, *(other.status for other in over)])
    return span if status is span.status else replace(span, status=status, declared=True)

"""History as spans: when one begins, how they are clipped, overlaid and summed up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage.decide.days import DAYS_SHOWN, closed
from statuspage.decide.measured import Measured
from statuspage.model.snapshot import Uptime
from statuspage.model.span import Span
from statuspage.model.status import Status, worst

HISTORY_WINDOW = timedelta(days=DAYS_SHOWN + 1)
"""How far back a snapshot looks: past the first midnight of the days that are shown, in any zone."""

DOWNTIME_WEIGHT: Mapping[Status, float] = {Status.MAJOR_OUTAGE: 1.0, Status.PARTIAL_OUTAGE: 0.3}
"""How much of a second in each status is downtime; in every other status none is."""


def began(before: Measured | None, after: Measured, now: datetime) -> datetime:
    """When a component came to be as it is: when the last of the checks that now say otherwise began to.

    What changed without a check's own word, such as the end of instability or a check that went
    away, begins ``now``: nothing that was seen before it is rewritten.
    """
    voices = before.voices if before is not None else {}
    moments = [now for name in voices.keys() - after.voices.keys()]
    for name, voice in after.voices.items():
        old = voices.get(name)
        if old is not None and old.status is voice.status:
            continue
        own = voice.began is not None and (old is None or old.began is None or voice.began >= old.began)
        moments.append(voice.began if own and voice.began is not None else now)
    return max(moments, default=now)


def transition(
    current: Span | None, measured: Measured, start: datetime, floor: datetime, now: datetime
) -> Span | None:
    """The span that begins at ``start`` when a component's status is no longer that of its current span.

    Nothing begins before ``floor`` (the monitor's own start after a silence) or before the
    current span did. None: the current span goes on, or nothing was ever measured.
    """
    if current is None and measured.status is Status.UNKNOWN:
        return None
    if current is not None and current.status is measured.status:
        return None
    earliest = max(floor, current.start) if current is not None else floor
    return Span(min(max(start, earliest), now), None, measured.status, measured.reason)


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
                shown.append(replace(span, end=limit))
            if limit < now:
                shown.append(Span(limit, now, Status.UNKNOWN, "not measured lately"))
        elif span.start < now:
            shown.append(replace(span, end=now))
    return (*shown[:-2], *merge(shown[-2:]))


def between(spans: Sequence[Span], start: datetime, end: datetime) -> tuple[Span, ...]:
    """What of some spans, which have ends, lies between two instants."""
    return tuple(
        span
        if start <= span.start and closed(span) <= end
        else replace(span, start=max(span.start, start), end=min(closed(span), end))
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
            joined[-1] = replace(last, end=span.end)
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


def _declared(span: Span, declared: Sequence[Span]) -> Span:
    over = [other for other in declared if other.start <= span.start and span.start < closed(other)]
    base = span.status
    if any(other.status is Status.UNDER_MAINTENANCE for other in over):
        base = Status.UNDER_MAINTENANCE
    status = worst([base, *(other.status for other in over)])
    return span if status is span.status else replace(span, status=status, declared=True)

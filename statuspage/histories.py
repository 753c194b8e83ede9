"""What the page tells of the last 90 days. Days that are over are counted once, and kept."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from statuspage.automatics import Automatics
from statuspage.decide.days import Calendar, calendar, days, spent
from statuspage.decide.history import between, clip, merge, overlay, uptime
from statuspage.model.day import Day
from statuspage.model.snapshot import Uptime
from statuspage.model.span import Span
from statuspage.model.status import Status


class History(NamedTuple):
    """A component's last 90 days: spans with what posts declared, their sum, and each day."""

    spans: tuple[Span, ...] = ()
    uptime: Uptime | None = None
    days: tuple[Day, ...] = ()


class _Past(NamedTuple):
    """The same until today's midnight."""

    spans: tuple[Span, ...]
    days: tuple[Day, ...]
    seconds: Mapping[Status, float]


class _Basis(NamedTuple):
    """All that a past depends on."""

    spans: Sequence[Span]
    believed_until: datetime | None
    declared: tuple[Span, ...]
    calendar: Calendar


class Histories:
    """The histories of components. What they are depends on the arguments alone; what they cost does not."""

    def __init__(self) -> None:
        self._pasts: dict[str, tuple[_Basis, _Past]] = {}
        self.automatics = Automatics()
        """What is kept of automatic incidents."""

    def of(
        self,
        component: str,
        spans: Sequence[Span],
        believed_until: datetime | None,
        declared: Sequence[Span],
        zone: ZoneInfo,
        now: datetime,
    ) -> History:
        """A component's history at ``now``, by the days of a zone.

        ``spans`` are as they were measured; the last of them may be believed until
        ``believed_until``. ``declared`` is what posts said meanwhile.
        """
        shown = calendar(zone, now)
        midnight = shown.midnights[-2]
        past = self._past(component, spans, believed_until, declared, shown)
        reaching = spans[max(bisect_right(spans, midnight, key=lambda span: span.start) - 1, 0) :]
        today = overlay(between(clip(reaching, believed_until, now), midnight, now), declared)
        whole = (*past.spans[:-1], *merge([*past.spans[-1:], *today]))
        if not whole:
            return History()
        whole_uptime = uptime(spent(today, past.seconds), whole[0].start, now)
        return History(whole, whole_uptime, (*past.days, *days(today, shown)))

    def _past(
        self,
        component: str,
        spans: Sequence[Span],
        believed_until: datetime | None,
        declared: Sequence[Span],
        shown: Calendar,
    ) -> _Past:
        midnight = shown.midnights[-2]
        limit = believed_until and min(believed_until, midnight)
        basis = _Basis(spans, limit, between(declared, shown.midnights[0], midnight), shown)
        known = self._pasts.get(component)
        if known is None or not _same(known[0], basis):
            known = self._pasts[component] = basis, _count(basis)
        return known[1]


def _same(one: _Basis, other: _Basis) -> bool:
    return one.spans is other.spans and one.calendar is other.calendar and one[1:3] == other[1:3]


def _count(basis: _Basis) -> _Past:
    first, midnight = basis.calendar.midnights[0], basis.calendar.midnights[-2]
    seen = between(clip(basis.spans, basis.believed_until, midnight), first, midnight)
    laid = overlay(seen, basis.declared)
    return _Past(laid, days(laid, basis.calendar), spent(laid))

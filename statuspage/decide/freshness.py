"""How long something measured may be believed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.model.result import CheckState
from statuspage.model.site import Check, Site

MONITOR_SILENCE = timedelta(seconds=60)
"""After so long without a tick of the monitor, everything measured is unknown."""

LIVE_VALIDITY = timedelta(seconds=60)
"""How long a page that is served live may be believed."""

_SKEW = timedelta(seconds=5)


def margin(check: Check) -> timedelta:
    """The allowance for a busy machine: a quarter of the interval, 2 to 60 s."""
    return min(max(check.every / 4, timedelta(seconds=2)), timedelta(seconds=60))


def expiry(check: Check, asked_at: datetime) -> datetime:
    """Until when a result of this check that was asked for at ``asked_at`` may be believed."""
    if check.grace is not None:
        asked_at += check.grace
    return asked_at + check.every + check.timeout + margin(check)


def valid_until(check: Check, state: CheckState) -> datetime | None:
    """Until when the state of a check may be believed; None where there is no result to believe."""
    return expiry(check, state.last_known.at) if state.last_known else None


def paced(site: Site, rounds: timedelta | None) -> Site:
    """The site as a monitor asks that does not run all the time, but once every ``rounds`` (None: it does).

    No check is asked more often than that, so what it said may be believed for as long.
    """
    if rounds is None:
        return site

    def slowed(check: Check) -> Check:
        return replace(check, every=max(check.every, rounds))

    components = (replace(one, checks=tuple(map(slowed, one.checks))) for one in site.components)
    return replace(site, components=tuple(components))


def monitor_until(tick: datetime | None, now: datetime, rounds: timedelta | None = None) -> datetime | None:
    """Until when a monitor that last gave a sign of life at ``tick`` counts as alive.

    One that runs once every ``rounds`` gives none in between. A tick from the future, left by a clock that
    was set back since, is no sign of life.
    """
    if tick is None:
        return None
    return now if is_ahead(tick, now) else tick + (rounds or timedelta(0)) + MONITOR_SILENCE


def is_ahead(instant: datetime, now: datetime) -> bool:
    """Whether an instant lies further ahead than clocks differ."""
    return instant > now + _SKEW


def earliest(*limits: datetime | None) -> datetime | None:
    """The earliest of the limits that there are."""
    return min((limit for limit in limits if limit is not None), default=None)


def latest(limits: Iterable[datetime | None]) -> datetime | None:
    """The latest of the instants that there are."""
    return max((limit for limit in limits if limit is not None), default=None)

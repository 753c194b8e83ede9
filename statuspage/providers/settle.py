"""What all that a page says comes to: one status, its reason, and the events that concern us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage.model.provider import Event, Match, Reading
from statuspage.model.status import Status, worst
from statuspage.model.text import Text, text
from statuspage.providers.clean import words

QUIET_AFTER = timedelta(days=14)
"""An open event is quiet once nothing was written about it for so long."""

MOST_EVENTS = 50
"""So many events are kept, those that began last; all of them count for the status."""

_MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A component on the page, by all of its names and ids."""

    names: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Found:
    """An event as its page tells it, and each thing that it names by all of the thing's names, the one for
    people first. One that names nothing may be about anything. ``body`` is its text as it came: hostile."""

    event: Event
    things: tuple[tuple[str, ...], ...] = ()
    body: object = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says. ``overall`` is its own sum (None: it has none), ``parts`` all of its components
    (None: it does not list them), ``broken`` how many of its entries can't be read."""

    overall: Status | None
    parts: Sequence[Part] | None = None
    events: Sequence[Found] = ()
    broken: int = 0
    as_of: datetime | None = None
    valid_until: datetime | None = None


def settle(told: Told, match: Match, now: datetime) -> Reading:
    """Narrow what a page says to what is asked for, and sum it up. Never green because nothing was found."""
    found = [one for one in told.events if _concerns(one, match)]
    said, missing = _told_of_parts(told, match)
    statuses = [one.event.status for one in found]
    said += _floors(statuses) if said else statuses
    said += [Status.UNKNOWN] * bool(missing or told.broken)
    status = worst(said)
    first = sorted(found, key=_began, reverse=True)[:MOST_EVENTS]
    events = tuple(dict.fromkeys(_finished(one, match, now) for one in first))
    reason = text("has nothing called {name}", name=missing[0]) if missing else _CLEARLY_NOT
    detail = f"{told.broken} entries can't be read" if told.broken else ""
    reason = reason if status is Status.UNKNOWN else _reason(status, events)
    return Reading(status, reason, events, told.as_of, told.valid_until, detail)


def _told_of_parts(told: Told, match: Match) -> tuple[list[Status], tuple[str, ...]]:
    """What the page itself says of what is asked for, and what it has not."""
    if match and told.parts is not None:
        missing = match.missing(part.names for part in told.parts)
        return [part.status for part in told.parts if match.touches(part.names)], missing
    if told.overall is None:
        return [], ()
    troubled = _floors(part.status for part in told.parts or () if part.status.is_trouble)
    return [told.overall, *troubled], ()


def _concerns(found: Found, match: Match) -> bool:
    if not match or not any(found.things):
        return True
    return match.touches(name for names in found.things for name in names)


def _finished(found: Found, match: Match, now: datetime) -> Event:
    """The event with its text cleaned, and the components that concern us."""
    event = found.event
    picked = (names for names in found.things if names and any(match.picks(name) for name in names))
    components = tuple(dict.fromkeys(names[0] for names in picked))[:_MOST_NAMES]
    last = event.updated_at or event.started_at
    quiet = last is not None and now - last > QUIET_AFTER
    return replace(event, text=words(found.body), components=components, quiet=quiet)


def _floors(statuses: Iterable[Status]) -> list[Status]:
    """What open events mean at least where the page says itself how its components are."""
    return [Status.DEGRADED_PERFORMANCE if one.is_trouble else one for one in statuses]


def _began(found: Found) -> float:
    return found.event.started_at.timestamp() if found.event.started_at else 0.0


def _reason(status: Status, events: Sequence[Event]) -> Text:
    """The worst event that is no old one, where any is of this kind."""
    alike = [one for one in events if one.status.is_trouble == status.is_trouble]
    if status is Status.OPERATIONAL or not alike:
        return _WITHOUT_EVENT[status]
    loud = [one for one in alike if not one.quiet] or alike
    first = max(loud, key=lambda one: one.status.rank)
    if first.started_at is None:
        return text("reports “{title}”", title=first.title)
    return text("reports “{title}” since {instant}", title=first.title, instant=first.started_at)


_CLEARLY_NOT = text("does not say clearly how it is")
_WITHOUT_EVENT = {
    Status.OPERATIONAL: text("reports no trouble"),
    Status.UNDER_MAINTENANCE: text("reports maintenance"),
    Status.DEGRADED_PERFORMANCE: text("reports degraded performance"),
    Status.PARTIAL_OUTAGE: text("reports a partial outage"),
    Status.MAJOR_OUTAGE: text("reports a major outage"),
}

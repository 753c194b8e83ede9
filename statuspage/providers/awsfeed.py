"""The feeds of status.aws.amazon.com: an item is an update; the newest of a service says how it is."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from statuspage.model.provider import Event, Match, Reading
from statuspage.model.status import Status
from statuspage.providers.clean import names, past
from statuspage.providers.document import Document, Options, not_status
from statuspage.providers.feed import Item, load_feed
from statuspage.providers.liveness import alive_until, checked
from statuspage.providers.settle import Found, Told, settle

_ALIVE_FOR = timedelta(hours=24)
_APART = timedelta(hours=24)
"""Updates of a service that lie further apart belong to different events."""

_GUID = re.compile(r"https?://status\.aws\.amazon\.com/#([\w-]+)_(\d+)")
_REGION = re.compile(r"(?:^|-)((?:us|eu|ap|me|sa|ca|af|il|mx|cn)-[a-z-]+-\d+|global)$")
_PREFIXES = {
    "service is operating normally": Status.OPERATIONAL,
    "informational message": Status.DEGRADED_PERFORMANCE,
    "service degradation": Status.DEGRADED_PERFORMANCE,
    "service impact": Status.DEGRADED_PERFORMANCE,
    "service disruption": Status.PARTIAL_OUTAGE,
}


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read the feed of all services or of one. Raises Unreadable."""
    feed = load_feed(document)
    if urlsplit(feed.url or "").hostname != "status.aws.amazon.com":
        raise not_status("the feed is not Amazon's")
    services: dict[str, list[Item]] = {}
    broken = 0
    for item in feed.items:
        if (found := _GUID.fullmatch(item.id)) and item.published:
            services.setdefault(found[1], []).append(item)
        else:
            broken += 1
    events = [one for key, items in services.items() for one in _event(key, items, options.match, now)]
    limit = alive_until(feed.built_at, _ALIVE_FOR)
    told = Told(None, events=events, broken=broken, as_of=feed.built_at, valid_until=limit)
    return checked(settle(told, options.match, now), now)


def _event(service: str, items: Sequence[Item], match: Match, now: datetime) -> Iterator[Found]:
    newest, *others = sorted(items, key=lambda one: one.published or now, reverse=True)
    status = _status(newest)
    if status is Status.OPERATIONAL:
        return
    began = newest
    for item in others:
        if _status(item) is Status.OPERATIONAL or _when(began, now) - _when(item, now) > _APART:
            break
        began = item
    region = "".join(_REGION.findall(service))
    watched = match and not service.startswith("multipleservices")
    event = Event(
        id=service,
        title=newest.title.partition(": ")[2] or newest.title,
        status=Status.MAJOR_OUTAGE if watched and status is Status.PARTIAL_OUTAGE else status,
        started_at=past(_when(began, now).timestamp(), now),
        updated_at=past(_when(newest, now).timestamp(), now),
        url="https://health.aws.amazon.com/health/status",
    )
    yield Found(event, (names((service, *may_mean(service, match))), names((region,))), newest.body)


def may_mean(service: str, match: Match) -> list[str]:
    """What of a match an event of many services may be about, which does not say of which.

    Anything, but for what is in another region.
    """
    if not service.startswith("multipleservices"):
        return []
    region = _REGION.findall(service)
    return [part for part in match.parts if _REGION.findall(part) in ([], region)]


def _status(item: Item) -> Status:
    """What the title begins with; "[RESOLVED]" ends an event whatever stands before it."""
    prefix, _, rest = item.title.partition(":")
    if rest.strip().upper().startswith("[RESOLVED]"):
        return Status.OPERATIONAL
    return _PREFIXES.get(prefix.strip().casefold(), Status.DEGRADED_PERFORMANCE)


def _when(item: Item, now: datetime) -> datetime:
    return item.published or now

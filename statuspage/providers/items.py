"""Which items of a feed go on, where no format says so."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from statuspage.model.provider import Event
from statuspage.model.status import Status
from statuspage.providers.clean import line, past, words
from statuspage.providers.document import Options
from statuspage.providers.feed import MOST_BODY, Feed, Item
from statuspage.providers.prose import is_over
from statuspage.providers.settle import Found

_STATE = re.compile(r"<(strong|b)>([^<]{1,60})</\1>", re.IGNORECASE)
"""How Statuspage's feeds, and those made after them, say the state: the first in bold is the newest."""

_OVER = frozenset({"resolved", "postmortem", "completed", "post-incident review"})
_AHEAD = frozenset({"scheduled", "upcoming"})
_AT_WORK = frozenset({"in progress", "verifying"})
_OPEN = frozenset({"investigating", "identified", "monitoring", "update"})

_MAINTENANCE = re.compile(r"\b(?:maintenance|wartung\w*)\b", re.IGNORECASE)
_TROUBLE = re.compile(
    r"\b(?:outage|unavailab\w*|errors?|degrad\w*|fail\w*|issues?|emergency|störung\w*)\b", re.I
)


def open_items(feed: Feed, options: Options, now: datetime, forget: timedelta | None) -> list[Found]:
    """The items that go on. One that does not say its state is over once it is older than ``forget``."""
    return [found for item in feed.items for found in _open(item, options, now, forget)]


def _open(item: Item, options: Options, now: datetime, forget: timedelta | None) -> Iterator[Found]:
    ruled, rule = _ruled(item.title, options)
    if ruled and rule is None:
        return
    state = _state(item)
    if state in _OVER or state in _AHEAD or (not state and _is_over(item, options)):
        return
    if not state and forget and item.updated and now - item.updated > forget:
        return
    event = Event(
        id=item.id or line(item.body),
        title=item.title or line(item.body) or "–",
        status=rule or _by_words(item.title, state),
        started_at=past(item.published.timestamp(), now) if item.published else None,
        updated_at=past(item.updated.timestamp(), now) if item.updated else None,
        url=item.url,
    )
    yield Found(event, tuple((name,) for name in item.categories), item.body)


def _is_over(item: Item, options: Options) -> bool:
    """What its words say; where the last of them were cut off, nobody knows."""
    return len(item.body) < MOST_BODY and is_over(item.title, words(item.body, MOST_BODY), options.resolved)


def _state(item: Item) -> str:
    found = _STATE.search(item.body)
    state = found[2].strip().casefold() if found else ""
    return state if state in _OVER | _AHEAD | _AT_WORK | _OPEN else ""


def _ruled(title: str, options: Options) -> tuple[bool, Status | None]:
    """The first rule whose words the title has."""
    folded = title.casefold()
    for said, meaning in options.rules:
        if said.casefold() in folded:
            return True, meaning
    return False, None


def _by_words(title: str, state: str) -> Status:
    work = state in _AT_WORK or (_MAINTENANCE.search(title) and not _TROUBLE.search(title))
    return Status.UNDER_MAINTENANCE if work else Status.DEGRADED_PERFORMANCE

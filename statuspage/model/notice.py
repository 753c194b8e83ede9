"""What is told to whom: channels, and the messages that go to them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from statuspage.model.status import Status


class Event(StrEnum):
    """What a notice tells of."""

    DOWN = "down"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    RECOVERED = "recovered"
    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    ADVISORY = "advisory"
    PROVIDER = "provider"
    SITE_FAULT = "site_fault"
    GIT_FAILING = "git_failing"


class What(StrEnum):
    """What a channel is for: events for those who operate, updates for everybody, feeds for hubs."""

    EVENTS = "events"
    UPDATES = "updates"
    FEEDS = "feeds"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where notices go. ``url`` and ``secret`` are never shown; ``name`` is what logs call it.

    Empty ``events`` and ``components`` are all. What is milder than ``at_least`` is not told here.
    """

    name: str
    kind: str
    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    what: What = What.EVENTS
    events: frozenset[Event] = frozenset()
    components: frozenset[str] = frozenset()
    at_least: Status = Status.OPERATIONAL


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in words, ready to be sent; the same each time that it is tried.

    ``id`` is its own for ever; ``at`` is when it was decided. ``text`` is plain, ``link`` the page that
    tells more. ``status`` is how bad things are where it tells of components; ``topics`` are the addresses
    of feeds that changed.
    """

    id: str
    at: datetime
    event: str
    title: str
    text: str = ""
    link: str = ""
    status: str | None = None
    components: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

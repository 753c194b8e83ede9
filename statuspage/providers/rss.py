"""Any RSS or Atom feed of incidents. It has no state of its own: marks, words and rules tell."""

from datetime import datetime, timedelta

from statuspage.model.provider import Reading
from statuspage.providers.document import Document, Options
from statuspage.providers.feed import Feed, load_feed
from statuspage.providers.items import open_items
from statuspage.providers.liveness import SPEAKS_WITHIN, alive_until, checked
from statuspage.providers.settle import QUIET_AFTER, Told, settle

_EMPTY_FOR = timedelta(hours=1)
"""How young an empty feed must be, by its own clock, to mean that all is well."""


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a feed; one without an item is believed only if it says that it was just made, one with old
    items alone for a year.

    Raises Unreadable.
    """
    feed = load_feed(document)
    events = open_items(feed, options, now, forget=QUIET_AFTER)
    made = _last_word(feed, now) if feed.items else feed.built_at
    limit = alive_until(made, SPEAKS_WITHIN if feed.items else _EMPTY_FOR)
    reading = settle(Told(None, events=events, as_of=made, valid_until=limit), options.match, now)
    return checked(reading, now) if made or not feed.items else reading


def _last_word(feed: Feed, now: datetime) -> datetime | None:
    """When something was last written, as far as the feed tells; its items may be about what is to come."""
    told = [feed.built_at, *(item.updated for item in feed.items)]
    return max((min(at, now) for at in told if at), default=None)

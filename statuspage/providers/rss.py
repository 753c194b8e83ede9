"""Any RSS or Atom feed of incidents. It has no state of its own: marks, words and rules tell."""

from datetime import datetime, timedelta

from statuspage.model.provider import Reading
from statuspage.providers.document import Document, Options
from statuspage.providers.feed import load_feed
from statuspage.providers.items import open_items
from statuspage.providers.liveness import alive_until, checked
from statuspage.providers.settle import QUIET_AFTER, Told, settle

_EMPTY_FOR = timedelta(hours=1)
"""How young an empty feed must be, by its own clock, to mean that all is well."""


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a feed; a feed without an item is believed only if it says that it was just made.

    Raises Unreadable.
    """
    feed = load_feed(document)
    alive_for = options.alive_for or (None if feed.items else _EMPTY_FOR)
    limit = alive_until(feed.built_at, alive_for) if alive_for else None
    events = open_items(feed, options, now, forget=QUIET_AFTER)
    told = Told(None, events=events, as_of=feed.built_at, valid_until=limit)
    reading = settle(told, options.match, now)
    return checked(reading, now) if alive_for else reading

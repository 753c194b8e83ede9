"""Microsoft Azure's feed: it lists only what goes on, and is rebuilt each minute.

Empty is healthy, but only while its clock runs: such a feed stayed empty all through an outage.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.model.provider import Reading
from statuspage.providers.document import Document, Options, not_status
from statuspage.providers.feed import load_feed
from statuspage.providers.items import open_items
from statuspage.providers.liveness import alive_until, checked
from statuspage.providers.settle import Told, settle

_ALIVE_FOR = timedelta(minutes=30)


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read the feed. Raises Unreadable."""
    feed = load_feed(document)
    if feed.title.casefold() != "azure status":
        raise not_status("the feed is not Azure's")
    limit = alive_until(feed.built_at, _ALIVE_FOR)
    found = open_items(feed, options, now, forget=None)
    # its links lead to a machine behind the page, another one each time
    events = [replace(one, event=replace(one.event, url=None)) for one in found]
    told = Told(None, events=events, as_of=feed.built_at, valid_until=limit)
    return checked(settle(told, options.match, now), now)

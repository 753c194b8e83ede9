"""WebSub: telling a hub which feeds changed, so that it fetches and passes them on (w3.org/TR/websub)."""

from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from statuspage.model.notice import Channel, Message
from statuspage.notify.posted import post

_AT_ONCE = 20
"""Feeds that are named in one question."""


def send(channel: Channel, message: Message, now: datetime) -> None:
    """Tell the hub of each topic. Raises NotSent; a hub that hears of a feed twice asks for it twice."""
    del now
    topics = iter(message.topics)
    while some := list(islice(topics, _AT_ONCE)):
        form = [("hub.mode", "publish"), *(("hub.url", topic) for topic in some)]
        post(channel.url, urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

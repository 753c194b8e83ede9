"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from statuspage.timeutil import format_instant
from statuspage.web.feeds.entry import Entry, Feed


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.link,
        "description": feed.about,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": feed.home}],
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "replace")


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": format_instant(entry.published),
        "date_modified": format_instant(entry.updated),
        "tags": list(entry.tags),
        "_status": {"incident_id": entry.page_id},
    }

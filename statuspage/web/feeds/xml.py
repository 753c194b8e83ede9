"""RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287).

feedgen writes them. It takes the last link for the channel's own and the present for its dates, it
fails on control characters and on an empty title: links come in a fixed order, every date is given, and
words are cleaned. So the same feed gives the same bytes, whatever it says.
"""

from dataclasses import replace
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from statuspage.site.source import without_controls
from statuspage.web.feeds.entry import Entry, Feed

_ATOM = "{http://www.w3.org/2005/Atom}link"

_MINUTES = 5
"""How long a reader may keep a feed, where it goes by that."""


def rss(feed: Feed) -> bytes:
    """The feed as RSS: its descriptions are read as HTML, and its only date is that of the last change."""
    entries = (
        replace(one, summary=escape(one.summary, quote=False), published=one.updated) for one in feed.entries
    )
    feed = replace(feed, about=escape(feed.about, quote=False), entries=tuple(entries))
    return bytes(_generator(feed).rss_str(pretty=True))


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    return bytes(_generator(feed).atom_str(pretty=True))


class _Hub(BaseExtension):  # type: ignore[misc] # feedgen has no types
    """The link to the hub. feedgen has none in RSS, and would take it for the channel's own."""

    def __init__(self) -> None:
        self._url = ""

    def of(self, url: str) -> None:
        """The hub's address."""
        self._url = url

    def extend_rss(self, feed: Any) -> Any:
        """Add it to the channel."""
        self._add(feed[0])
        return feed

    def extend_atom(self, feed: Any) -> Any:
        """Add it to the feed."""
        self._add(feed)
        return feed

    def _add(self, to: Any) -> None:
        to.insert(0, to.makeelement(_ATOM, {"href": self._url, "rel": "hub"}))


def _generator(feed: Feed) -> FeedGenerator:
    made = FeedGenerator()
    made.id(feed.id)
    made.title(_clean(feed.title))
    made.subtitle(_clean(feed.about))
    made.author(name=_clean(feed.author))
    made.language(feed.language)
    made.generator("statuspage")
    made.ttl(_MINUTES)
    made.link(href=feed.link, rel="self")
    made.link(href=feed.home, rel="alternate")
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    if feed.hub is not None:
        made.register_extension("hub", _Hub, BaseEntryExtension)
        made.hub.of(feed.hub)
    for entry in feed.entries:
        made.add_entry(_entry(entry), order="append")
    return made


def _entry(entry: Entry) -> FeedEntry:
    made = FeedEntry()
    made.id(entry.id)
    made.guid(entry.id, permalink=False)
    made.title(_clean(entry.title))
    made.link(href=entry.link)
    made.published(entry.published)
    made.updated(entry.updated)
    made.content(without_controls(entry.html), type="html")
    if entry.summary:
        made.summary(_clean(entry.summary))
    made.category([{"term": tag, "label": tag} for tag in map(_clean, entry.tags)])
    return made


def _clean(words: str) -> str:
    """Words on one line that XML can hold; never none."""
    return " ".join(without_controls(words).split()) or "–"

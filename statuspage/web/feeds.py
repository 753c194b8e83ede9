"""Feeds: one entry an incident, in the shape that readers of Statuspage's feeds know.

feedgen writes them. It takes the last link for the channel's own and the present for its dates,
so links are given in a fixed order and every date is given: the same posts give the same bytes.
"""

from datetime import datetime, timedelta

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from flask import Blueprint, Response

from statuspage.decide.recurrence import next_of_each
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.site.markdown import plain
from statuspage.timeutil import from_ms
from statuspage.web.links import absolute
from statuspage.web.public import fill, public, snapshot

blueprint = Blueprint("feeds", __name__)

_MOST = 50
_AGE = timedelta(days=90)
_SUMMARY = 280


@blueprint.get("/history.rss")
@public()
def history_rss() -> Response:
    """RSS 2.0 (rssboard.org/rss-specification)."""
    return _answer(_feed("feeds.history_rss").rss_str(pretty=True), "application/rss+xml")


@blueprint.get("/history.atom")
@public()
def history_atom() -> Response:
    """Atom (RFC 4287)."""
    return _answer(_feed("feeds.history_atom").atom_str(pretty=True), "application/atom+xml")


def chosen(now: Snapshot) -> list[PostNow]:
    """The posts of a feed, newest first: the last 50, those of 90 days, and all that are open."""
    return [
        post
        for i, post in enumerate(next_of_each(now.posts, now.generated_at))
        if i < _MOST or post.open or now.generated_at - post.changed_at < _AGE
    ]


def last_change(posts: list[PostNow]) -> datetime:
    """When the newest of some posts last changed; for none, a day that never changes."""
    return max((post.changed_at for post in posts), default=from_ms(0))


def _feed(endpoint: str) -> FeedGenerator:
    page = snapshot().page
    posts = chosen(snapshot())
    feed = FeedGenerator()
    feed.id(f"tag:{page.id}:history")
    feed.title(f"{page.name} status")
    feed.subtitle(f"Incidents and maintenance of {page.name}")
    feed.author(name=page.name)
    feed.language(page.language)
    feed.generator("statuspage")
    feed.ttl(5)
    feed.link(href=absolute(endpoint), rel="self")
    feed.link(href=absolute("pages.index"), rel="alternate")
    feed.updated(last_change(posts))
    feed.lastBuildDate(last_change(posts))
    for post in posts:
        feed.add_entry(_entry(post), order="append")
    return feed


def _entry(post: PostNow) -> FeedEntry:
    entry = FeedEntry()
    entry.id(f"tag:{snapshot().page.id}:{post.post.id}")
    entry.guid(f"tag:{snapshot().page.id}:{post.post.id}", permalink=False)
    entry.title(post.post.title)
    entry.link(href=absolute("pages.incident", id_=post.post.id))
    entry.published(post.post.updates[0].at)
    entry.updated(post.changed_at)
    entry.content(fill("_feed_entry.html", post=post), type="html")
    entry.summary(plain(post.post.updates[-1].body, _SUMMARY))
    return entry


def _answer(body: bytes, content_type: str) -> Response:
    response = Response(body, content_type=f"{content_type}; charset=utf-8")
    response.last_modified = last_change(chosen(snapshot()))
    return response

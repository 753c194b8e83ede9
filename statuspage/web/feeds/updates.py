"""The feed with one entry an update, which stays as it is: for whoever wants to hear of each once."""

from datetime import datetime
from functools import partial

from statuspage.decide.feed import Item, clock_text, update_items
from statuspage.model.text import Text
from statuspage.site.markdown import plain
from statuspage.web import words
from statuspage.web.feeds.entry import Entry, Feed
from statuspage.web.feeds.made import SUMMARY, entry_made, feed_made
from statuspage.web.feeds.scope import Scope
from statuspage.web.feeds.tags import tags_of
from statuspage.web.filters import markdown
from statuspage.web.links import absolute
from statuspage.web.public import snapshot
from statuspage.web.say import language, say_plain


def updates_feed(scope: Scope, name: str) -> Feed:
    """The feed of a scope whose file is called ``name``."""
    items = update_items(scope.posts, scope.replaced, snapshot().generated_at)
    updated = max((item.at for item in items), default=None)
    entries = (entry_made("updates", item.id, partial(_made, item)) for item in items)
    return feed_made("updates", scope, name, updated, entries)


def _made(item: Item) -> Entry:
    body = item.update.body if item.update else said_by_the_clock(item)
    anchor = f"#update-{item.update.id}" if item.update else ""
    state = say_plain(words.STATE[item.state])
    return Entry(
        id=f"tag:{snapshot().page.id}:{item.id}",
        title=f"[{state}] {item.post.post.title}",
        link=absolute("pages.incident", id_=item.address) + anchor,
        published=item.at,
        updated=item.at,
        html=str(markdown(body, whole=True)),
        summary=plain(body, SUMMARY),
        tags=tags_of(item.post, item.state),
        page_id=item.post.post.id,
    )


def said_by_the_clock(item: Item) -> str:
    """What the clock did, in a sentence."""
    return _dated(clock_text(item), item.at)


def _dated(said: Text, at: datetime) -> str:
    """A text as it was on its day: what is of another day has its date, whenever it is read."""
    zone = snapshot().page.zone
    return language().say(said, zone, at.astimezone(zone).date(), zoned=True)

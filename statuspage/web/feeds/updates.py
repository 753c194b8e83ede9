"""The feed with one entry an update, which stays as it is: for whoever wants to hear of each once."""

from datetime import datetime

from statuspage.decide.feed import Item, clock_text, update_items
from statuspage.model.text import Text
from statuspage.site.markdown import plain
from statuspage.timeutil import from_ms
from statuspage.web import words
from statuspage.web.feeds.entry import Entry, Feed
from statuspage.web.feeds.history import SUMMARY
from statuspage.web.feeds.made import entries_made
from statuspage.web.feeds.scope import Scope
from statuspage.web.feeds.tags import tags_of
from statuspage.web.filters import markdown
from statuspage.web.links import absolute
from statuspage.web.public import snapshot
from statuspage.web.say import language, say_plain


def updates_feed(scope: Scope, name: str) -> Feed:
    """The feed of a scope whose file is called ``name``."""
    page = snapshot().page
    items = update_items(scope.posts, scope.replaced, snapshot().generated_at)
    return Feed(
        id=f"tag:{page.id}:{scope.key}updates",
        title=scope.title,
        about=scope.about,
        link=f"{page.url}{scope.folder}{name}",
        home=scope.home,
        author=page.name,
        language=page.language,
        updated=max((item.at for item in items), default=from_ms(0)),
        entries=tuple(_entry(item) for item in items),
        hub=page.hub,
    )


def _entry(item: Item) -> Entry:
    """The entry of an item, which all feeds of a snapshot that hold it share."""
    made = entries_made("updates")
    if item.id not in made:
        made[item.id] = _made(item)
    return made[item.id]


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
    return language().say(said, zone, at.astimezone(zone).date())

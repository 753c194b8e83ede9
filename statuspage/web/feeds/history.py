"""The feed with one entry an incident, which grows: what readers of Statuspage's feeds know."""

from functools import partial

from statuspage.decide.feed import history_items, last_change
from statuspage.model.snapshot import PostNow
from statuspage.web.feeds.entry import Entry, Feed
from statuspage.web.feeds.made import entry_made, feed_made
from statuspage.web.feeds.scope import Scope
from statuspage.web.feeds.tags import tags_of
from statuspage.web.links import absolute
from statuspage.web.public import fill, snapshot


def history_feed(scope: Scope, name: str) -> Feed:
    """The feed of a scope whose file is called ``name``."""
    posts = history_items(scope.posts, snapshot().generated_at)
    entries = (entry_made("history", post.post.id, partial(_made, post)) for post in posts)
    return feed_made("history", scope, name, last_change(posts), entries)


def _made(post: PostNow) -> Entry:
    return Entry(
        id=f"tag:{snapshot().page.id}:{post.post.id}",
        title=post.post.title,
        link=absolute("pages.incident", id_=post.post.id),
        published=post.post.updates[0].at,
        updated=post.changed_at,
        html=fill("_feed_entry.html", post=post),
        tags=tags_of(post, post.state),
        page_id=post.post.id,
    )

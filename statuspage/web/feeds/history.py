"""The feed with one entry an incident, which grows: what readers of Statuspage's feeds know."""

from statuspage.decide.feed import history_items, last_change
from statuspage.model.snapshot import PostNow
from statuspage.site.markdown import plain
from statuspage.timeutil import from_ms
from statuspage.web.feeds.entry import Entry, Feed
from statuspage.web.feeds.made import entries_made
from statuspage.web.feeds.scope import Scope
from statuspage.web.feeds.tags import tags_of
from statuspage.web.links import absolute
from statuspage.web.public import fill, snapshot

SUMMARY = 280
"""Characters of a summary at most."""


def history_feed(scope: Scope, name: str) -> Feed:
    """The feed of a scope whose file is called ``name``."""
    page = snapshot().page
    posts = history_items(scope.posts, snapshot().generated_at)
    return Feed(
        id=f"tag:{page.id}:{scope.key}history",
        title=scope.title,
        about=scope.about,
        link=f"{page.url}{scope.folder}{name}",
        home=scope.home,
        author=page.name,
        language=page.language,
        updated=last_change(posts) or from_ms(0),
        entries=tuple(_entry(post) for post in posts),
        hub=page.hub,
    )


def _entry(post: PostNow) -> Entry:
    """The entry of a post, which all feeds of a snapshot that hold it share."""
    made = entries_made("history")
    if post.post.id not in made:
        made[post.post.id] = _made(post)
    return made[post.post.id]


def _made(post: PostNow) -> Entry:
    return Entry(
        id=f"tag:{snapshot().page.id}:{post.post.id}",
        title=post.post.title,
        link=absolute("pages.incident", id_=post.post.id),
        published=post.post.updates[0].at,
        updated=post.changed_at,
        html=fill("_feed_entry.html", post=post),
        summary=plain(post.post.updates[-1].body, SUMMARY),
        tags=tags_of(post, post.state),
        page_id=post.post.id,
    )

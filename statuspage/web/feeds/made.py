"""What both kinds of feeds are made of: the frame of their scope, and entries that several feeds hold."""

from collections.abc import Callable, Iterable
from datetime import datetime

from statuspage.model.snapshot import Snapshot
from statuspage.timeutil import from_ms
from statuspage.web.feeds.entry import Entry, Feed
from statuspage.web.feeds.scope import Scope
from statuspage.web.once import once
from statuspage.web.public import snapshot

SUMMARY = 280
"""Characters of a summary at most."""


def feed_made(kind: str, scope: Scope, name: str, updated: datetime | None, entries: Iterable[Entry]) -> Feed:
    """The feed of a scope whose file is called ``name``; ``updated`` is None where nothing is in it."""
    page = snapshot().page
    return Feed(
        id=f"tag:{page.id}:{scope.key}{kind}",
        title=scope.title,
        about=scope.about,
        link=f"{page.url}{scope.folder}{name}",
        home=scope.home,
        author=page.name,
        language=page.language,
        updated=updated or from_ms(0),
        entries=tuple(entries),
        hub=page.hub,
    )


def entry_made(kind: str, id_: str, make: Callable[[], Entry]) -> Entry:
    """An entry by its id in one kind of feed, made once for all feeds of a snapshot that hold it."""
    made = once(_entries)
    if (kind, id_) not in made:
        made[kind, id_] = make()
    return made[kind, id_]


def _entries(_: Snapshot) -> dict[tuple[str, str], Entry]:
    return {}

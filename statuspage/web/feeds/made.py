"""The entries made of one snapshot so far: feeds of the page and of components hold the same ones."""

from typing import cast

from flask import current_app

from statuspage.model.snapshot import Snapshot
from statuspage.web.feeds.entry import Entry
from statuspage.web.public import snapshot

_Made = tuple[Snapshot, dict[str, dict[str, Entry]]]
_NAME = "feed_entries"


def entries_made(kind: str) -> dict[str, Entry]:
    """The entries of one kind of feed by a name of their own, to look up in and to add to."""
    made = cast(_Made | None, current_app.extensions.get(_NAME))
    if made is None or made[0] is not snapshot():
        made = current_app.extensions[_NAME] = snapshot(), {}
    return made[1].setdefault(kind, {})

"""A feed as a value: what every form of it says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``id`` never changes; ``html`` is clean, ``summary`` and ``title`` are plain words.

    Where there is no summary, readers that know only short words are given ``html``.

    ``page_id`` names what the entry is about in our API.
    """

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    html: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own address ``link`` and that of the page it is about, ``home``.

    ``updated`` is the newest entry's date. Entries are newest first. ``hub`` passes changes on (WebSub).
    """

    id: str
    title: str
    about: str
    link: str
    home: str
    author: str
    language: str
    updated: datetime
    entries: tuple[Entry, ...]
    hub: str | None = None

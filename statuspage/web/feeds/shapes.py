"""What a JSON Feed looks like: its description for programs is made of this."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from statuspage.web.answers import Instant


class Author(TypedDict):
    """Who writes a feed."""

    name: str
    url: str


class ItemStatus(TypedDict):
    """Our extension of JSON Feed: the id of the post that an item is about."""

    incident_id: str


class FeedItem(TypedDict):
    """An item of a feed."""

    id: str
    url: str
    title: str
    content_html: str
    summary: str
    date_published: Instant
    date_modified: Instant
    tags: list[str]
    _status: ItemStatus


class Hub(TypedDict):
    """Who tells readers at once that a feed has changed (WebSub)."""

    type: str
    url: str


class FeedBody(TypedDict):
    """JSON Feed 1.1 (jsonfeed.org)."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: str
    home_page_url: str
    feed_url: str
    description: str
    language: str
    authors: list[Author]
    hubs: NotRequired[list[Hub]]
    items: list[FeedItem]

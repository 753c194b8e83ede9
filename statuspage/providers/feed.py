"""RSS 2.0 and Atom as plain data (RSS Advisory Board; RFC 4287). No DTD, no entity is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from defusedxml.ElementTree import fromstring

from statuspage.providers.clean import instant, line, names, web_address
from statuspage.providers.document import Document, load_bytes, not_status, too_many

_MOST_TAGS, _MOST_ITEMS = 200_000, 20_000
MOST_BODY = 20_000
"""So many characters of a body are looked at; one that is as long was cut."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. ``body`` is as it came: HTML, hostile. The others are clean."""

    id: str
    title: str
    body: str
    url: str | None
    published: datetime | None
    updated: datetime | None
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. ``built_at`` is its own clock, where it tells it."""

    title: str
    url: str | None
    built_at: datetime | None
    items: tuple[Item, ...]


def load_feed(document: Document) -> Feed:
    """The feed that a document holds. Raises Unreadable."""
    body = load_bytes(document, b"<", _MOST_TAGS)
    try:
        root = fromstring(body, forbid_dtd=True)
    except (SyntaxError, ValueError, LookupError, RecursionError) as error:  # ParseError, DefusedXmlException
        raise not_status(f"no XML: {str(error)[:200]}") from None
    channel = _channel(root)
    if channel is None:
        raise not_status("the XML is no feed")
    fields = _fields(channel)
    title = line(_text(fields, "title"))
    if not title:
        raise not_status("the feed has no title")
    built_at = instant(_text(fields, "lastBuildDate", "updated", "pubDate"))
    raw = [child for child in channel if _local(child) in ("item", "entry")]
    if len(raw) > _MOST_ITEMS:
        raise too_many(f"over {_MOST_ITEMS} items")
    return Feed(title, _link(fields), built_at, tuple(_item(one) for one in raw))


def _channel(root: Any) -> Any:
    if _local(root) == "feed":
        return root
    inside = [child for child in root if _local(child) == "channel"]
    return inside[0] if _local(root) == "rss" and inside else None


def _item(element: Any) -> Item:
    fields = _fields(element)
    title = line(_text(fields, "title"))
    published = instant(_text(fields, "pubDate", "published", "date"))
    updated = instant(_text(fields, "updated", "modified")) or published
    return Item(
        id=line(_text(fields, "guid", "id", "link")) or title,
        title=title,
        body=_text(fields, "description", "encoded", "content", "summary"),
        url=_link(fields),
        published=published or updated,
        updated=updated,
        categories=names(one.text or one.get("term") for one in fields.get("category", ())),
    )


def _fields(element: Any) -> dict[str, list[Any]]:
    """Children by name, whatever their namespace."""
    fields: dict[str, list[Any]] = {}
    for child in element:
        fields.setdefault(_local(child), []).append(child)
    return fields


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(fields: dict[str, list[Any]], *wanted: str) -> str:
    """The text of the first of these that has any."""
    for name in wanted:
        for element in fields.get(name, ()):
            whole = "".join(_pieces(element))
            if said := whole.strip():
                return said if len(whole) < MOST_BODY else whole
    return ""


def _pieces(element: Any) -> Iterator[str]:
    left = MOST_BODY
    for piece in element.itertext():
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def _link(fields: dict[str, list[Any]]) -> str | None:
    for element in fields.get("link", ()):
        if element.get("rel", "alternate") == "alternate":
            address = web_address((element.text or "").strip() or element.get("href"))
            if address:
                return address
    return None

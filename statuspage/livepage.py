"""What a page that is served somewhere says, read from its ``snapshot.json``. It may say anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.decide.contradictions import Sight
from statuspage.decide.feed import AGE
from statuspage.errors import StatusPageError
from statuspage.glance.fetched import fetch_json
from statuspage.glance.own import PATH, instant
from statuspage.glance.value import tables
from statuspage.model.status import Status

_ID = re.compile(r"[a-z0-9-]{1,200}")


class NotLive(StatusPageError):
    """The page could not be read; the sentence tells why, for an operator."""


@dataclass(frozen=True, slots=True)
class LivePage:
    """What is measured of each component, by id, and the ids of the posts that its feeds carry."""

    sights: dict[str, Sight]
    posts: tuple[str, ...]


def read_live(url: str, now: datetime) -> LivePage:
    """Ask the page at ``url``: 10 s and 5 MB at most; what is odd in it is passed over. Raises NotLive."""
    try:
        page = fetch_json(url + PATH)
    except StatusPageError as error:
        raise NotLive(f"{url}{PATH} {error}.") from None
    believed = instant(page.get("valid_until"))
    sights = dict(_sights(page))
    if sights and (believed is None or believed <= now):
        raise NotLive(f"What {url}{PATH} says is out of date.")
    return LivePage(sights, tuple(_carried(page, now)))


def _sights(page: Mapping[str, object]) -> Iterator[tuple[str, Sight]]:
    for one in tables(page.get("components")):
        id_, seen = one.get("id"), one.get("seen")
        if isinstance(id_, str) and isinstance(seen, str) and seen in set(Status):
            roots = [root for root in _list(one.get("because_of")) if isinstance(root, str)]
            yield id_, Sight(Status(seen), instant(one.get("seen_since")), tuple(roots))


def _carried(page: Mapping[str, object], now: datetime) -> Iterator[str]:
    """The posts that go on, or ended while feeds still carry them."""
    for kind in ("incidents", "maintenances", "advisories"):
        for one in tables(page.get(kind)):
            id_, ended = one.get("id"), instant(one.get("ended_at"))
            if one.get("automatic") is True:
                continue  # nobody wrote it, so nobody has its file
            if isinstance(id_, str) and _ID.fullmatch(id_) and (ended is None or now - ended < AGE):
                yield id_


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

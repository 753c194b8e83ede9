"""The page and its components as the Statuspage public API tells them."""

import base64
import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

from statuspage.decide.rollup import rollup, sayable
from statuspage.model.post import Kind
from statuspage.model.snapshot import ComponentNow, Snapshot
from statuspage.model.status import Status, worst
from statuspage.web.answers import exactly
from statuspage.web.v2.shapes import (
    ComponentStatus,
    StatuspageComponent,
    StatuspageGroup,
    StatuspagePage,
    StatuspageStatus,
)


def page(now: Snapshot) -> StatuspagePage:
    """The page."""
    zone = now.page.zone.key
    return {
        "id": page_id(now.page.id),
        "name": now.page.name,
        "url": now.page.url,
        "time_zone": "Etc/UTC" if zone == "UTC" else zone,
        "updated_at": exactly(_last_change(now)),
    }


def status(now: Snapshot) -> StatuspageStatus:
    """All components in one word."""
    impacts = [post.impact for post in now.of_kind(Kind.INCIDENT) if post.open]
    statuses = [one.status for one in now.components]
    indicator, description = rollup(statuses, impacts)
    known = Status.UNKNOWN not in statuses
    return {"indicator": indicator, "description": description, "known": known}


def components(now: Snapshot) -> list[StatuspageGroup | StatuspageComponent]:
    """Components and groups by their place in their parent, as the original gives them: whoever reads
    them finds a group by its id, not by its place."""
    members: dict[str, list[ComponentNow]] = {}
    for one in now.components:
        members.setdefault(one.group or "", []).append(one)
    told: list[StatuspageGroup | StatuspageComponent] = []
    seen: set[str] = set()
    top = 0
    for one in now.components:
        if one.group is None:
            top += 1
            told.append(component(now, one, top))
        elif one.group not in seen:
            top += 1
            seen.add(one.group)
            told.append(_group(now, members[one.group], top))
            told.extend(component(now, each, i) for i, each in enumerate(members[one.group], 1))
    return sorted(told, key=lambda one: (one["position"], one["group"]))


def component(now: Snapshot, one: ComponentNow, position: int) -> StatuspageComponent:
    """A component that stands so far down in its parent, from 1."""
    born = born_at(now.page.id)
    changed = one.since or (one.spans[-1].start if one.spans else born)
    return {
        "id": one.id,
        "name": one.name,
        "status": word(one.status),
        "created_at": exactly(born),
        "updated_at": exactly(min(changed, now.generated_at)),
        "position": position,
        "description": one.description,
        "showcase": one.measured,
        "start_date": None,
        "group_id": group_id(one.group) if one.group else None,
        "page_id": page_id(now.page.id),
        "group": False,
        "only_show_if_degraded": False,
        "known": one.status is not Status.UNKNOWN,
        "measured": one.measured,
    }


def word(status: Status) -> ComponentStatus:
    """A status in the words of that API."""
    return cast(ComponentStatus, sayable(status).value)


@lru_cache(maxsize=8)
def page_id(site_id: str) -> str:
    """Twelve letters and digits that follow from the site's id, and change as little as it does."""
    return base64.b32encode(hashlib.sha256(site_id.encode()).digest())[:12].decode().lower()


@lru_cache(maxsize=1024)
def group_id(name: str) -> str:
    """A group's id, ``group-web``; where letters are lost in it, with some that follow from the name."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    parts = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(["group", *parts, *([] if plain.isascii() and parts else [page_id(name)])])


@lru_cache(maxsize=8)
def born_at(site_id: str) -> datetime:
    """The date in a site's id (RFC 4151: ``2026``, ``2026-11`` or ``2026-11-23``): when nothing older is
    known of a thing, it is as old as the page. It never moves, so that answers are the same tomorrow."""
    try:
        year, month, day = (*map(int, site_id.rpartition(",")[2].split("-")), 1, 1)[:3]
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:  # a month that does not exist harms nothing else
        return datetime(2026, 1, 1, tzinfo=UTC)


def _group(now: Snapshot, members: list[ComponentNow], position: int) -> StatuspageGroup:
    first = members[0]
    told = [component(now, each, 1) for each in members]
    return {
        "id": group_id(first.group or ""),
        "name": first.group or "",
        "status": word(worst(sayable(each.status) for each in members)),
        "created_at": exactly(born_at(now.page.id)),
        "updated_at": max(each["updated_at"] for each in told),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page_id(now.page.id),
        "group": True,
        "only_show_if_degraded": False,
        "known": all(each["known"] for each in told),
        "measured": all(each["measured"] for each in told),
        "components": [each.id for each in members],
    }


def _last_change(now: Snapshot) -> datetime:
    """When what the page says last changed: a component, a post, or a maintenance that began."""
    moments = [one.since for one in now.components if one.since is not None]
    for post in now.posts:
        moments += [post.changed_at, post.started_at]
    return max((one for one in moments if one <= now.generated_at), default=born_at(now.page.id))

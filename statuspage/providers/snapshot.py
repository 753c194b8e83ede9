"""Another page of this same program: ``/api/v1/snapshot.json``. It says itself until when it is true."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Reading
from statuspage.model.status import Status
from statuspage.providers.clean import instant, key, line, mapping, names, past, sequence, web_address
from statuspage.providers.document import Document, Options, load_object, not_status
from statuspage.providers.liveness import checked
from statuspage.providers.settle import Found, Part, Told, settle
from statuspage.providers.statuspage import IMPACTS, status_of

_NOT_NOW = frozenset({"resolved", "postmortem", "scheduled", "completed"})
_NEEDED = ("generated_at", "valid_until", "page", "components", "incidents", "maintenances")


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a snapshot. Its advisories, which are about others, are left alone. Raises Unreadable."""
    whole = load_object(document, *_NEEDED)
    said = mapping(whole["page"]).get("status")
    lists = [whole[name] for name in _NEEDED[3:]]
    if not isinstance(said, str) or not all(isinstance(one, list) for one in lists):
        raise not_status("the JSON has no status of a page, or no lists")
    components, *posts = lists
    entries = [mapping(one) for one in (*posts[0], *posts[1])]
    parts = [Part(_names(mapping(one)), status_of(mapping(one).get("status"))) for one in components]
    events = [_event(one, now) for one in entries if one and key(one.get("status")) not in _NOT_NOW]
    made, limit = instant(whole["generated_at"]), instant(whole["valid_until"])
    broken = sum(not one for one in entries)
    told = Told(status_of(said), parts, events, broken, made, limit)
    reading = settle(told, options.match, now)
    return reading if whole["valid_until"] is None and made else checked(reading, now)


def _names(one: Mapping[str, Any]) -> tuple[str, ...]:
    return names((one.get("name"), one.get("id"), one.get("group")))


def _event(entry: Mapping[str, Any], now: datetime) -> Found:
    updates = [mapping(one) for one in sequence(entry.get("updates"))]
    last = max(updates, key=lambda one: key(one.get("at")), default={})
    event = Event(
        id=line(entry.get("id")) or line(entry.get("title")),
        title=line(entry.get("title")) or "–",
        status=IMPACTS.get(key(entry.get("impact")), Status.DEGRADED_PERFORMANCE),
        started_at=past(entry.get("started_at"), now),
        updated_at=past(entry.get("changed_at"), now),
        url=web_address(entry.get("url")),
    )
    named = (mapping(one) for one in sequence(entry.get("components")))
    return Found(event, tuple(_names(one) for one in named), last.get("body"))

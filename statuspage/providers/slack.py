"""Slack's own API: ``/api/v2.0.0/current``, and the list of ``/history``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Reading
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providers.clean import key, line, mapping, names, past, sequence, web_address
from statuspage.providers.document import Document, Options, Unreadable, load_json, not_status
from statuspage.providers.settle import Found, Told, settle

_TYPES = {
    "incident": Status.DEGRADED_PERFORMANCE,
    "notice": Status.DEGRADED_PERFORMANCE,
    "outage": Status.MAJOR_OUTAGE,
    "maintenance": Status.UNDER_MAINTENANCE,
}
_STATES = frozenset({"active", "resolved", "scheduled", "completed", "cancelled"})
_NOT_NOW = _STATES - {"active"}


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read what is current, or the history. Raises Unreadable."""
    whole = load_json(document)
    if isinstance(whole, list) and not whole:
        raise Unreadable(text("answers with nothing"), "the history has no incident, not even an old one")
    listed = whole if isinstance(whole, list) else _current(mapping(whole))
    entries = [mapping(one) for one in listed]
    sound = [one for one in entries if _is_incident(one)]
    if entries and not sound:
        raise not_status("the JSON lists no incidents")
    going_on = [_event(one, now) for one in sound if one["status"] not in _NOT_NOW]
    silent = isinstance(whole, dict) and whole["status"] == "active" and not going_on
    as_of = past(whole.get("date_updated"), now) if isinstance(whole, dict) else None
    # "active" that lists nothing is trouble all the same, of we know not what
    overall = Status.DEGRADED_PERFORMANCE if silent else None
    told = Told(overall, events=going_on, broken=len(entries) - len(sound), as_of=as_of)
    return settle(told, options.match, now)


def _current(whole: Mapping[str, Any]) -> list[Any]:
    listed = whole.get("active_incidents")
    if whole.get("status") not in ("ok", "active") or not isinstance(listed, list):
        raise not_status("the JSON has no status or no list of active incidents")
    return listed


def _is_incident(entry: Mapping[str, Any]) -> bool:
    return bool(key(entry.get("title")) and key(entry.get("status")) in _STATES and "services" in entry)


def _event(entry: Mapping[str, Any], now: datetime) -> Found:
    notes = [mapping(one) for one in sequence(entry.get("notes"))]
    last = max(notes, key=lambda one: key(one.get("date_created")), default={})
    event = Event(
        id=line(entry.get("id")) or line(entry.get("title")),
        title=line(entry.get("title")),
        status=_TYPES.get(key(entry.get("type")), Status.DEGRADED_PERFORMANCE),
        started_at=past(entry.get("date_created"), now),
        updated_at=past(last.get("date_created") or entry.get("date_updated"), now),
        url=web_address(entry.get("url")),
    )
    return Found(event, tuple((name,) for name in names(sequence(entry.get("services")))), last.get("body"))

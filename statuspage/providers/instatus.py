"""Instatus: ``/summary.json``. It names no components, so it can't be narrowed: the page's status counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Reading
from statuspage.model.status import Status
from statuspage.providers.clean import key, line, mapping, past, sequence, unlisted, web_address
from statuspage.providers.document import Document, Options, load_object, not_status
from statuspage.providers.settle import Found, Told, settle

_PAGE = {
    "UP": Status.OPERATIONAL,
    "HASISSUES": Status.PARTIAL_OUTAGE,
    "UNDERMAINTENANCE": Status.UNDER_MAINTENANCE,
    "ONEMAJOROUTAGE": Status.PARTIAL_OUTAGE,
}
"""A major outage of one component is a partial one of the page."""

_IMPACTS = {
    "OPERATIONAL": Status.DEGRADED_PERFORMANCE,
    "DEGRADEDPERFORMANCE": Status.DEGRADED_PERFORMANCE,
    "PARTIALOUTAGE": Status.PARTIAL_OUTAGE,
    "MAJOROUTAGE": Status.MAJOR_OUTAGE,
}
_OVER = frozenset({"RESOLVED", "COMPLETED"})


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a summary. Raises Unreadable."""
    whole = load_object(document, "page")
    said = mapping(whole["page"]).get("status")
    if not isinstance(said, str) or not said.isupper():
        raise not_status("the JSON's page has no status in capitals")
    incidents, works = sequence(whole.get("activeIncidents")), sequence(whole.get("activeMaintenances"))
    events = [_incident(one, now) for one in _open(incidents, _OVER)]
    events += [_maintenance(one, now) for one in _open(works, _OVER | {"NOTSTARTEDYET"})]
    broken = sum(not isinstance(one, dict) for one in (*incidents, *works))
    broken += unlisted(whole, "activeIncidents", "activeMaintenances")
    told = Told(_PAGE.get(said, Status.UNKNOWN), events=events, broken=broken)
    return settle(told, options.match, now)


def _open(entries: Sequence[Any], not_now: frozenset[str]) -> list[Mapping[str, Any]]:
    return [one for one in entries if isinstance(one, dict) and key(one.get("status")) not in not_now]


def _incident(entry: Mapping[str, Any], now: datetime) -> Found:
    status = _IMPACTS.get(key(entry.get("impact")), Status.DEGRADED_PERFORMANCE)
    return Found(_event(entry, status, entry.get("started"), now))


def _maintenance(entry: Mapping[str, Any], now: datetime) -> Found:
    return Found(_event(entry, Status.UNDER_MAINTENANCE, entry.get("start"), now))


def _event(entry: Mapping[str, Any], status: Status, began: object, now: datetime) -> Event:
    return Event(
        id=line(entry.get("id")) or line(entry.get("name")),
        title=line(entry.get("name")) or "–",
        status=status,
        started_at=past(began, now),
        updated_at=past(entry.get("updatedAt"), now),
        url=web_address(entry.get("url")),
    )

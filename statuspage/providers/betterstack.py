"""Better Stack: ``/index.json``, in the shape of JSON:API (jsonapi.org)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Reading
from statuspage.model.status import Status
from statuspage.providers.clean import instant, key, line, mapping, names, past, sequence
from statuspage.providers.document import Document, Options, load_object, not_status
from statuspage.providers.settle import Found, Part, Told, settle

_STATUSES = {
    "operational": Status.OPERATIONAL,
    "degraded": Status.DEGRADED_PERFORMANCE,
    "downtime": Status.MAJOR_OUTAGE,
    "maintenance": Status.UNDER_MAINTENANCE,
}

Entries = Mapping[tuple[str, str], Mapping[str, Any]]
"""Attributes (and under ``relationships`` the relations) by type and id."""


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a page. Raises Unreadable."""
    whole = load_object(document, "data", "included")
    page = mapping(mapping(whole["data"]).get("attributes"))
    if not isinstance(page.get("aggregate_state"), str) or not isinstance(whole["included"], list):
        raise not_status("the JSON has no aggregate state, or includes nothing")
    known = _by_id(whole["included"])
    parts = [_part(id_, one, known) for (type_, id_), one in known.items() if type_ == "status_page_resource"]
    events = [
        found
        for (type_, id_), one in known.items()
        if type_ == "status_report"
        for found in _event(id_, one, known, now)
    ]
    told = Told(_overall(page["aggregate_state"], parts), parts, events)
    return settle(told, options.match, now)


def _by_id(included: Sequence[Any]) -> Entries:
    found = {}
    for entry in map(mapping, included):
        attributes = {
            **mapping(entry.get("attributes")),
            "relationships": mapping(entry.get("relationships")),
        }
        found[key(entry.get("type")), str(entry.get("id"))[:100]] = attributes
    return found


def _overall(said: str, parts: Sequence[Part]) -> Status:
    """The page's state; down is a partial outage unless all that it lists is down."""
    status = _STATUSES.get(said, Status.UNKNOWN)
    whole = parts and all(part.status is Status.MAJOR_OUTAGE for part in parts)
    return Status.PARTIAL_OUTAGE if status is Status.MAJOR_OUTAGE and not whole else status


def _part(id_: str, one: Mapping[str, Any], known: Entries) -> Part:
    section = known.get(("status_page_section", str(one.get("status_page_section_id"))), {})
    status = _STATUSES.get(key(one.get("status")), Status.UNKNOWN)
    return Part(names((one.get("public_name"), id_, section.get("name"))), status)


def _event(id_: str, one: Mapping[str, Any], known: Entries, now: datetime) -> Iterator[Found]:
    starts, ends = instant(one.get("starts_at")), instant(one.get("ends_at"))
    work = one.get("report_type") == "maintenance"
    if one.get("aggregate_state") == "resolved" or (
        work and ((starts and starts > now) or (ends and ends <= now))
    ):
        return
    last = _last_update(one, known)
    touched = [mapping(entry) for entry in sequence(one.get("affected_resources"))]
    event = Event(
        id=line(id_),
        title=line(one.get("title")) or "–",
        status=Status.UNDER_MAINTENANCE if work else _how_bad(one),
        started_at=past(one.get("starts_at"), now),
        updated_at=past(last.get("published_at"), now),
    )
    things = tuple(_names_of(entry.get("status_page_resource_id"), known) for entry in touched)
    yield Found(event, things, last.get("message"))


def _how_bad(one: Mapping[str, Any]) -> Status:
    status = _STATUSES.get(key(one.get("aggregate_state")), Status.DEGRADED_PERFORMANCE)
    return status if status is not Status.OPERATIONAL else Status.DEGRADED_PERFORMANCE


def _last_update(one: Mapping[str, Any], known: Entries) -> Mapping[str, Any]:
    related = sequence(mapping(mapping(one["relationships"]).get("status_updates")).get("data"))
    updates = [known.get(("status_update", str(mapping(entry).get("id"))), {}) for entry in related]
    return max(updates, key=lambda update: key(update.get("published_at")), default={})


def _names_of(id_: object, known: Entries) -> tuple[str, ...]:
    resource = known.get(("status_page_resource", str(id_)), {})
    section = known.get(("status_page_section", str(resource.get("status_page_section_id"))), {})
    return names((resource.get("public_name"), id_, section.get("name")))

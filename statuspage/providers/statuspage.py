"""Atlassian Statuspage's public API, version 2: ``/api/v2/summary.json``; also incident.io's part of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Reading
from statuspage.model.status import Status
from statuspage.providers.clean import key, line, mapping, names, past, sequence, unlisted, web_address
from statuspage.providers.document import Document, Options, load_object, not_status
from statuspage.providers.settle import Found, Part, Told, settle

_INDICATORS = {
    "none": Status.OPERATIONAL,
    "minor": Status.DEGRADED_PERFORMANCE,
    "major": Status.PARTIAL_OUTAGE,
    "critical": Status.MAJOR_OUTAGE,
    "maintenance": Status.UNDER_MAINTENANCE,
}
IMPACTS = {**_INDICATORS, "none": Status.DEGRADED_PERFORMANCE}
"""How bad an open incident is; one without impact is open all the same."""

_STATUSES = {status.value: status for status in Status} | {"full_outage": Status.MAJOR_OUTAGE}
_OVER = frozenset({"resolved", "postmortem", "completed"})
_AHEAD = frozenset({"scheduled"})


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read a summary, or a status without components. Raises Unreadable."""
    whole = load_object(document, "page", "status")
    indicator = mapping(whole["status"]).get("indicator")
    if not isinstance(whole["page"], dict) or not isinstance(indicator, str):
        raise not_status("the JSON has no page or no indicator")
    listed = whole.get("components")
    parts = _parts(sequence(listed))
    posts = [*sequence(whole.get("incidents")), *sequence(whole.get("scheduled_maintenances"))]
    events = list(_events(posts, parts, now))
    broken = unlisted(whole, "components", "incidents", "scheduled_maintenances")
    told = Told(
        overall=_INDICATORS.get(indicator, Status.UNKNOWN),
        parts=list(parts.values()) if isinstance(listed, list) or options.match else None,
        events=events,
        broken=broken + sum(not isinstance(post, dict) for post in posts),
        as_of=past(whole["page"].get("updated_at"), now),
    )
    return settle(told, options.match, now)


def status_of(said: object) -> Status:
    """A component's status; unknown where it has no word that we know."""
    return _STATUSES.get(key(said), Status.UNKNOWN)


def _parts(listed: Sequence[Any]) -> Mapping[str, Part]:
    """The components by id, without groups, whose names their children take on."""
    entries = [mapping(one) for one in listed]
    groups = {key(one.get("id")): line(one.get("name")) for one in entries if one.get("group")}
    found = {}
    for number, one in enumerate(entries):
        if not one.get("group"):
            above = key(one.get("group_id"))
            group = (groups[above], above) if above in groups else ()
            id_ = key(one.get("id"))
            part = Part(_names(one, *group), status_of(one.get("status")))
            found[id_ if id_ and id_ not in found else f"{number}"] = part
    return found


def _names(one: Mapping[str, Any], group: str = "", group_id: str = "") -> tuple[str, ...]:
    """A component's own name, its id, its group's, and both together as its page writes them."""
    name = line(one.get("name"))
    both = f"{group} - {name}" if group else ""
    return names((name, one.get("id"), one.get("code"), group, group_id, both))


def _events(posts: Sequence[Any], parts: Mapping[str, Part], now: datetime) -> Iterator[Found]:
    for entry in posts:
        post = mapping(entry)
        state = key(post.get("status"))
        if post and state not in _OVER and state not in _AHEAD:
            yield _event(post, parts, now)


def _event(post: Mapping[str, Any], known: Mapping[str, Part], now: datetime) -> Found:
    updates = [mapping(one) for one in sequence(post.get("incident_updates"))]
    last = max(updates, key=lambda one: key(one.get("display_at")), default={})
    began = post.get("scheduled_for") or post.get("started_at") or post.get("created_at")
    named = [mapping(one) for one in sequence(post.get("components"))]
    named = named or [mapping(one) for up in updates for one in sequence(up.get("affected_components"))]
    event = Event(
        id=line(post.get("id")) or line(post.get("name")),
        title=line(post.get("name")) or "–",
        status=IMPACTS.get(key(post.get("impact")), Status.DEGRADED_PERFORMANCE),
        started_at=past(began, now),
        updated_at=past(last.get("display_at") or post.get("updated_at"), now),
        url=web_address(post.get("shortlink")),
    )
    return Found(event, tuple(_things(named, known)), last.get("body"))


def _things(named: Sequence[Mapping[str, Any]], known: Mapping[str, Part]) -> Iterator[tuple[str, ...]]:
    """The components that an event names, with their groups, which only the page's list tells."""
    for one in named:
        part = known.get(key(one.get("id")) or key(one.get("code")))
        yield part.names if part else _names(one)

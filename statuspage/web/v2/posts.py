"""Incidents and maintenances as the Statuspage public API tells them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from statuspage.decide.feed import by_the_clock
from statuspage.model.post import ENDED, Kind, State
from statuspage.model.snapshot import ComponentNow, PostNow, Snapshot
from statuspage.model.status import Status, Verdict
from statuspage.web.answers import exactly
from statuspage.web.feeds.updates import said_by_the_clock
from statuspage.web.links import absolute
from statuspage.web.v2.components import component, page_id, word
from statuspage.web.v2.shapes import (
    IncidentState,
    MaintenanceState,
    StatuspageAffected,
    StatuspageComponent,
    StatuspageIncident,
    StatuspageMaintenance,
    StatuspagePost,
    StatuspageUpdate,
)


class _Entry(NamedTuple):
    """An update, or what the clock did."""

    id: str
    at: datetime
    state: State
    body: str
    components: Mapping[str, Status]


class Teller:
    """Tells of the posts of a snapshot."""

    def __init__(self, now: Snapshot) -> None:
        self._now = now
        self._page_id = page_id(now.page.id)
        self._known = {one.id: one for one in now.components}
        self._places = _places(now)

    def incident(self, post: PostNow) -> StatuspageIncident:
        """An incident, or an advisory whose verdict is that we are affected."""
        return {**self._post(post), "reminder_intervals": None}

    def maintenance(self, post: PostNow) -> StatuspageMaintenance:
        """A maintenance."""
        ends = post.post.ends
        return {
            **self._post(post),
            "scheduled_for": exactly(post.started_at),
            "scheduled_until": None if ends is None else exactly(ends),
        }

    def _post(self, post: PostNow) -> StatuspagePost:
        entries = sorted(self._entries(post), key=lambda one: one.at)
        created = entries[0].at
        monitoring = next((one.at for one in entries if one.state is State.MONITORING), None)
        works = post.post.kind is Kind.MAINTENANCE
        return {
            "id": post.post.id,
            "name": post.post.title,
            "status": _state(post.state),
            "created_at": exactly(created),
            "updated_at": exactly(max(entries[-1].at, post.ended_at or created)),
            "monitoring_at": exactly(monitoring) if monitoring else None,
            "resolved_at": exactly(post.ended_at) if post.ended_at else None,
            "impact": post.impact.value,
            "shortlink": absolute("pages.incident", id_=post.post.id),
            "started_at": exactly(created if works else post.started_at),
            "page_id": self._page_id,
            "incident_updates": self._updates(post, entries),
            "components": [self._component(post, one.id) for one in post.affected if one.id in self._known],
        }

    def _entries(self, post: PostNow) -> Iterator[_Entry]:
        for update in post.post.updates:
            yield _Entry(update.id, update.at, update.state, update.body, update.components)
        if post.post.kind is Kind.MAINTENANCE:
            for item in by_the_clock(post, self._now.generated_at):
                yield _Entry(item.id.rpartition("/")[2], item.at, item.state, said_by_the_clock(item), {})

    def _updates(self, post: PostNow, entries: list[_Entry]) -> list[StatuspageUpdate]:
        """Newest first, each with what it made of every component that was named by then."""
        told: list[StatuspageUpdate] = []
        before = dict.fromkeys(post.post.components, Status.OPERATIONAL)
        said = {id_: status or Status.OPERATIONAL for id_, status in post.post.components.items()}
        for one in entries:
            said |= one.components
            after = _after(post, one, said)
            told.append(self._update(post, one, self._changes(before, after)))
            before = after
        return told[::-1]

    def _update(self, post: PostNow, one: _Entry, changes: list[StatuspageAffected]) -> StatuspageUpdate:
        at = exactly(one.at)
        return {
            "id": f"{post.post.id}-{one.id}",
            "status": _state(one.state),
            "body": one.body,
            "incident_id": post.post.id,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": changes or None,
            "deliver_notifications": True,
            "custom_tweet": None,
            "tweet_id": None,
        }

    def _changes(self, before: Mapping[str, Status], after: Mapping[str, Status]) -> list[StatuspageAffected]:
        return [
            {
                "code": id_,
                "name": _full_name(self._known[id_]),
                "old_status": word(before.get(id_, Status.OPERATIONAL)),
                "new_status": word(status),
            }
            for id_, status in after.items()
            if id_ in self._known
        ]

    def _component(self, post: PostNow, id_: str) -> StatuspageComponent:
        """A component as it is; of a post that is over, as the post left it, so that what was said stays."""
        told = component(self._now, self._known[id_], self._places[id_])
        if post.ended_at is not None:
            left = post.post.updates[-1].components.get(id_, Status.OPERATIONAL)
            told |= {"status": word(left), "updated_at": exactly(post.ended_at), "known": True}
        return told


def in_incidents(post: PostNow) -> bool:
    """Whether a post is told of among incidents: of advisories only those by which we are affected."""
    if post.post.kind is not Kind.ADVISORY:
        return post.post.kind is Kind.INCIDENT
    return post.post.last_verdict is Verdict.AFFECTED


def is_told(post: PostNow) -> bool:
    """Whether a post has an address of its own in that API."""
    return post.post.kind is Kind.MAINTENANCE or in_incidents(post)


def _after(post: PostNow, one: _Entry, said: Mapping[str, Status]) -> dict[str, Status]:
    """How components are after an entry, by the post alone."""
    if one.state in ENDED:
        return {id_: one.components.get(id_, Status.OPERATIONAL) for id_ in said}
    if post.post.kind is not Kind.MAINTENANCE:
        return dict(said)
    if one.state is State.SCHEDULED:
        return dict.fromkeys(said, Status.OPERATIONAL)
    given = {**post.post.components, **{id_: said[id_] for id_ in one.components}}
    return {id_: given.get(id_) or Status.UNDER_MAINTENANCE for id_ in said}


def _state(state: State) -> IncidentState | MaintenanceState:
    return state.value


def _full_name(one: ComponentNow) -> str:
    return f"{one.group} - {one.name}" if one.group else one.name


def _places(now: Snapshot) -> dict[str, int]:
    """Where each component stands in its parent, from 1."""
    counts: dict[str, int] = {}
    places, top, seen = {}, 0, set()
    for one in now.components:
        if one.group is None or one.group not in seen:
            top += 1
            seen.add(one.group)
        if one.group is None:
            places[one.id] = top
        else:
            counts[one.group] = places[one.id] = counts.get(one.group, 0) + 1
    return places

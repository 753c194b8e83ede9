"""The addresses of the Statuspage public API."""

from flask import Blueprint, Response, abort

from statuspage.decide.recurrence import next_of_each
from statuspage.model.post import Kind, State
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.web.answers import answer, exactly, stamped
from statuspage.web.once import once
from statuspage.web.prints import print_of
from statuspage.web.public import public, snapshot
from statuspage.web.v2.components import components, page, status
from statuspage.web.v2.posts import Teller, in_incidents, is_told
from statuspage.web.v2.shapes import (
    ComponentsBody,
    IncidentsBody,
    MaintenancesBody,
    StatusBody,
    StatuspageBody,
    SummaryBody,
)

blueprint = Blueprint("v2", __name__)

_MOST = 50
"""So many posts are in a list at most; those that are open are in it however many and old they are."""

_UNRESOLVED = frozenset({State.INVESTIGATING, State.IDENTIFIED, State.MONITORING})
_ACTIVE = frozenset({State.IN_PROGRESS, State.VERIFYING})
_UPCOMING = frozenset({State.SCHEDULED})


@blueprint.get("/api/v2/summary.json")
@public()
def summary() -> Response:
    """Everything at once; of posts those that are open."""
    now, teller = snapshot(), once(Teller)
    body: SummaryBody = {
        **_body(),
        "components": components(now),
        "incidents": [teller.incident(post) for post in _incidents(now, _UNRESOLVED)],
        "scheduled_maintenances": [
            teller.maintenance(post) for post in reversed(_maintenances(now, _ACTIVE | _UPCOMING))
        ],
        "status": status(now),
    }
    return answer(body)


@blueprint.get("/api/v2/status.json")
@public()
def status_json() -> Response:
    """All components in one word."""
    body: StatusBody = {**_body(), "status": status(snapshot())}
    return answer(body)


@blueprint.get("/api/v2/components.json")
@public()
def components_json() -> Response:
    """Components and groups; with the status, which one exporter looks for here."""
    body: ComponentsBody = {
        **_body(),
        "components": components(snapshot()),
        "status": status(snapshot()),
    }
    return answer(body)


@blueprint.get("/api/v2/incidents.json")
@public()
def incidents() -> Response:
    """The newest incidents, open and closed."""
    return _incidents_answer(_newest(_incidents(snapshot())))


@blueprint.get("/api/v2/incidents/unresolved.json")
@public()
def unresolved() -> Response:
    """The incidents that go on."""
    return _incidents_answer(_incidents(snapshot(), _UNRESOLVED))


@blueprint.get("/api/v2/scheduled-maintenances.json")
@public()
def maintenances() -> Response:
    """The newest maintenances, open and completed."""
    return _maintenances_answer(_newest(_maintenances(snapshot())))


@blueprint.get("/api/v2/scheduled-maintenances/active.json")
@public()
def active() -> Response:
    """The maintenances that go on."""
    return _maintenances_answer(_maintenances(snapshot(), _ACTIVE))


@blueprint.get("/api/v2/scheduled-maintenances/upcoming.json")
@public()
def upcoming() -> Response:
    """The maintenances that are still to come."""
    return _maintenances_answer(_maintenances(snapshot(), _UPCOMING))


def _told(now: Snapshot) -> dict[str, PostNow]:
    """The posts that have an address here, by id."""
    return {post.post.id: post for post in now.posts if is_told(post)}


@blueprint.get("/incidents/<id_>.json")
@public(lambda now: ({"id_": id_} for id_ in _told(now)), lambda now, id_: _made_of(now, id_))
def incident(id_: str) -> Response:
    """One incident or maintenance. While it is open it says how its components are, and until when
    that holds; afterwards it stays as it is."""
    post = once(_told).get(id_)
    if post is None:
        abort(404)
    story = next((one for one in reversed(post.post.updates) if one.state is State.POSTMORTEM), None)
    more = {
        "code": post.post.id,
        "postmortem_body": story.body if story else None,
        "postmortem_published_at": exactly(story.at) if story else None,
    }
    teller = once(Teller)
    told = teller.maintenance(post) if post.post.kind is Kind.MAINTENANCE else teller.incident(post)
    return answer({**told, **more, **(stamped() if post.open else {})})


def _made_of(now: Snapshot, id_: str) -> object:
    """All that is told of an incident that is over: of its components only what does not change by itself."""
    post = once(_told, now)[id_]
    over = post.post.kind is not Kind.MAINTENANCE and not post.open and post.ended_at is not None
    return (once(_lasting, now), print_of(now, post)) if over else None


def _lasting(now: Snapshot) -> str:
    return repr([(one.id, one.name, one.group, one.description, one.measured) for one in now.components])


def _body() -> StatuspageBody:
    return {"page": page(snapshot()), **stamped()}


def _incidents(now: Snapshot, states: frozenset[State] | None = None) -> list[PostNow]:
    """Incidents, those in some states only, newest first by when they were first told of."""
    found = [post for post in now.posts if in_incidents(post) and (states is None or post.state in states)]
    return sorted(found, key=lambda post: post.post.updates[0].at, reverse=True)


def _maintenances(now: Snapshot, states: frozenset[State] | None = None) -> list[PostNow]:
    """Maintenances, those in some states only, latest first; of what recurs only the next to come."""
    posts = next_of_each(now.of_kind(Kind.MAINTENANCE), now.generated_at)
    return [post for post in posts if states is None or post.state in states]


def _newest(posts: list[PostNow]) -> list[PostNow]:
    return [post for i, post in enumerate(posts) if i < _MOST or post.open]


def _incidents_answer(posts: list[PostNow]) -> Response:
    teller = once(Teller)
    body: IncidentsBody = {**_body(), "incidents": [teller.incident(post) for post in posts]}
    return answer(body)


def _maintenances_answer(posts: list[PostNow]) -> Response:
    teller = once(Teller)
    body: MaintenancesBody = {
        **_body(),
        "scheduled_maintenances": [teller.maintenance(post) for post in posts],
    }
    return answer(body)

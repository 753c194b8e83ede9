"""Our own API: the snapshot, whole."""

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, Response

from statuspage.decide.contradictions import sight
from statuspage.decide.standing import standings
from statuspage.model.post import Kind
from statuspage.model.post import Update as Written
from statuspage.model.snapshot import CheckNow, ComponentNow, PostNow, Snapshot
from statuspage.model.snapshot import Uptime as Spent
from statuspage.model.status import Status
from statuspage.timeutil import format_instant
from statuspage.web.answers import answer, instant, stamped
from statuspage.web.links import absolute
from statuspage.web.once import once
from statuspage.web.provider_api import provider_data, verdict_data
from statuspage.web.public import public, snapshot
from statuspage.web.say import say_plain
from statuspage.web.shapes import (
    Advisory,
    Check,
    Component,
    Incident,
    Maintenance,
    Page,
    Seconds,
    SnapshotBody,
    Update,
    Uptime,
)

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/v1/snapshot.json")
@public()
def snapshot_json() -> Response:
    """Everything the page says, typed."""
    now = snapshot()
    body: SnapshotBody = {
        **stamped(),
        "page": _page(now),
        "components": [_component(one) for one in now.components],
        "incidents": [_post(post) for post in now.of_kind(Kind.INCIDENT)],
        "maintenances": [_maintenance(post) for post in now.of_kind(Kind.MAINTENANCE)],
        "advisories": [_advisory(post) for post in now.of_kind(Kind.ADVISORY)],
        "providers": [provider_data(one) for one in once(standings)],
        "verdicts": [verdict_data(row) for one in once(standings) for row in one.one_by_one],
    }
    return answer(body)


def _page(now: Snapshot) -> Page:
    return {
        "name": now.page.name,
        "url": now.page.url,
        "language": now.page.language,
        "time_zone": now.page.zone.key,
        "status": now.status,
        "sentence": say_plain(now.sentence),
        "offline_since": instant(now.offline_since),
        "posts_stale_since": instant(now.posts_stale_since),
    }


def _component(one: ComponentNow) -> Component:
    seen = sight(one)
    return {
        "id": one.id,
        "name": one.name,
        "group": one.group,
        "description": one.description,
        "status": one.status,
        "measured": one.measured,
        "since": instant(one.since),
        "reason": say_plain(one.reason),
        "seen": seen.status if seen else None,
        "seen_since": instant(seen.since) if seen else None,
        "because_of": list(one.because_of),
        "depends_on": list(one.needs),
        "checked_at": instant(one.checked_at),
        "valid_until": instant(one.valid_until),
        "uptime": uptime_data(one.uptime),
        "checks": [_check(check) for check in one.checks],
    }


def _check(check: CheckNow) -> Check:
    return {
        "name": check.name,
        "kind": check.kind,
        "outcome": check.outcome,
        "since": instant(check.since),
        "reason": say_plain(check.reason),
        "ms": None if check.ms is None else round(check.ms, 1),
        "checked_at": instant(check.checked_at),
        "valid_until": instant(check.valid_until),
    }


def uptime_data(uptime: Spent | None) -> Uptime | None:
    """Uptime as our API tells it."""
    if uptime is None:
        return None
    return {
        "from": format_instant(uptime.start),
        "to": format_instant(uptime.end),
        "ratio": None if uptime.ratio is None else round(uptime.ratio, 6),
        "measured": round(uptime.measured, 6),
        "seconds": seconds_data(uptime.seconds),
    }


def seconds_data(spent: Mapping[Status, float]) -> Seconds:
    """Seconds in each status, to the millisecond."""
    return cast(Seconds, {status.value: round(spent.get(status, 0.0), 3) for status in Status})


def _post(post: PostNow) -> Incident:
    written = post.post
    return {
        "id": written.id,
        "title": written.title,
        "url": absolute("pages.incident", id_=written.id),
        "status": post.state,
        "impact": post.impact,
        "automatic": written.automatic,
        "started_at": format_instant(post.started_at),
        "ended_at": instant(post.ended_at),
        "changed_at": format_instant(post.changed_at),
        "edited_at": instant(written.edited_at),
        "components": [
            {"id": one.id, "name": one.name, "status": one.now, "worst": one.worst} for one in post.affected
        ],
        "updates": [_update(update) for update in reversed(written.updates)],
    }


def _maintenance(post: PostNow) -> Maintenance:
    return {
        **_post(post),
        "starts": instant(post.post.starts),
        "ends": instant(post.post.ends),
        "overrunning": post.overrunning,
        "recurs": post.post.recurs,
    }


def _advisory(post: PostNow) -> Advisory:
    return {**_post(post), "provider": post.post.provider, "verdict": post.post.last_verdict}


def _update(update: Written) -> Update:
    return {
        "id": update.id,
        "at": format_instant(update.at),
        "status": update.state,
        "body": update.body,
        "components": dict(update.components),
        "verdict": update.verdict,
    }

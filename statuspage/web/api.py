"""Our own API: the snapshot, whole."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify

from statuspage.decide.contradictions import sight
from statuspage.model.post import Kind, Update
from statuspage.model.snapshot import ComponentNow, PostNow, Uptime
from statuspage.model.status import Status
from statuspage.timeutil import format_instant
from statuspage.web.links import absolute
from statuspage.web.public import public, snapshot

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/v1/snapshot.json")
@public()
def snapshot_json() -> Response:
    """Everything the page says, typed."""
    now = snapshot()
    response = jsonify(
        generated_at=_instant(now.generated_at),
        valid_until=_instant(now.valid_until),
        page={
            "name": now.page.name,
            "url": now.page.url,
            "status": now.status,
            "sentence": now.sentence,
        },
        components=[_component(one) for one in now.components],
        incidents=[_post(post) for post in now.of_kind(Kind.INCIDENT)],
        maintenances=[_post(post) for post in now.of_kind(Kind.MAINTENANCE)],
        advisories=[_post(post) for post in now.of_kind(Kind.ADVISORY)],
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _component(one: ComponentNow) -> dict[str, Any]:
    seen = sight(one)
    return {
        "id": one.id,
        "name": one.name,
        "group": one.group,
        "description": one.description,
        "status": one.status,
        "measured": one.measured,
        "since": _instant(one.since),
        "reason": one.reason,
        "seen": seen.status if seen else None,
        "seen_since": _instant(seen.since) if seen else None,
        "because_of": one.because_of,
        "checked_at": _instant(one.checked_at),
        "valid_until": _instant(one.valid_until),
        "uptime": uptime_data(one.uptime),
    }


def uptime_data(uptime: Uptime | None) -> dict[str, Any] | None:
    """Uptime as our API tells it."""
    if uptime is None:
        return None
    return {
        "from": _instant(uptime.start),
        "to": _instant(uptime.end),
        "ratio": None if uptime.ratio is None else round(uptime.ratio, 6),
        "measured": round(uptime.measured, 6),
        "seconds": {status: round(uptime.seconds.get(status, 0.0), 3) for status in Status},
    }


def _post(post: PostNow) -> dict[str, Any]:
    written = post.post
    common: dict[str, Any] = {
        "id": written.id,
        "title": written.title,
        "url": absolute("pages.incident", id_=written.id),
        "status": post.state,
        "impact": post.impact,
        "started_at": _instant(post.started_at),
        "ended_at": _instant(post.ended_at),
        "components": [
            {"id": one.id, "name": one.name, "status": one.now, "worst": one.worst} for one in post.affected
        ],
        "updates": [_update(update) for update in reversed(written.updates)],
    }
    return common | _of_its_kind(post)


def _of_its_kind(post: PostNow) -> dict[str, Any]:
    written = post.post
    if written.kind is Kind.MAINTENANCE:
        return {
            "starts": _instant(written.starts),
            "ends": _instant(written.ends),
            "overrunning": post.overrunning,
        }
    if written.kind is Kind.ADVISORY:
        return {"provider": written.provider, "verdict": written.verdict}
    return {}


def _update(update: Update) -> dict[str, Any]:
    return {
        "id": update.id,
        "at": _instant(update.at),
        "status": update.state,
        "body": update.body,
        "components": update.components,
        "verdict": update.verdict,
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else format_instant(instant)

"""``/api/openapi.json``: all that programs read, described (OpenAPI 3.1).

The schemas are made of the very types that the views' bodies have.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Blueprint, Response
from pydantic import TypeAdapter

from statuspage.model.snapshot import Snapshot
from statuspage.web import shapes
from statuspage.web.answers import answer
from statuspage.web.feeds.shapes import FeedBody
from statuspage.web.public import public, snapshot
from statuspage.web.v2 import shapes as v2
from statuspage.web.v2.posts import is_told

blueprint = Blueprint("openapi", __name__)

_COMPONENT = "/api/v1/components/{component}"
_SCHEMAS = "#/components/schemas/{model}"


class Told(NamedTuple):
    """An address: what it answers with, in words and as a type."""

    about: str
    shape: Any
    media: str = "application/json"


PATHS: Mapping[str, Told] = {
    "/api/v1/snapshot.json": Told("Everything the page says.", shapes.SnapshotBody),
    f"{_COMPONENT}/spans.json": Told("The last 90 days of a component.", shapes.SpansBody),
    f"{_COMPONENT}/uptime.json": Told("How a component spent each of 90 days.", shapes.UptimeBody),
    f"{_COMPONENT}/latency.json": Told("How fast its checks were answered.", shapes.LatencyBody),
    "/api/v2/summary.json": Told("Components and all posts that are open.", v2.SummaryBody),
    "/api/v2/status.json": Told("All components in one word.", v2.StatusBody),
    "/api/v2/components.json": Told("Components and groups.", v2.ComponentsBody),
    "/api/v2/incidents.json": Told("The newest incidents.", v2.IncidentsBody),
    "/api/v2/incidents/unresolved.json": Told("Incidents that go on.", v2.IncidentsBody),
    "/api/v2/scheduled-maintenances.json": Told("The newest maintenances.", v2.MaintenancesBody),
    "/api/v2/scheduled-maintenances/active.json": Told("Maintenances that go on.", v2.MaintenancesBody),
    "/api/v2/scheduled-maintenances/upcoming.json": Told("Maintenances to come.", v2.MaintenancesBody),
    "/incidents/{post}.json": Told("One incident or maintenance.", v2.OneMaintenance | v2.OneIncident),
    "/updates.json": Told("Every update, as JSON Feed.", FeedBody, "application/feed+json"),
    "/components/{component}/updates.json": Told(
        "Every update about a component, as JSON Feed.", FeedBody, "application/feed+json"
    ),
    "/incidents/{post}/updates.json": Told(
        "Every update of a post, as JSON Feed.", FeedBody, "application/feed+json"
    ),
    "/providers/{provider}/updates.json": Told(
        "Every update of what we say about a provider, as JSON Feed.",
        FeedBody,
        "application/feed+json",
    ),
    "/badges/page.json": Told("The page in a word, for shields.io.", shapes.BadgeBody),
    "/badges/page/last-incident.json": Told("When the last incident was.", shapes.BadgeBody),
    "/badges/{component}.json": Told("A component in a word, for shields.io.", shapes.BadgeBody),
    "/badges/{component}/uptime-30d.json": Told("Its uptime of 30 days.", shapes.BadgeBody),
    "/badges/{component}/uptime-90d.json": Told("Its uptime of 90 days.", shapes.BadgeBody),
    "/badges/{component}/last-incident.json": Told("When its last incident was.", shapes.BadgeBody),
    "/badges/providers/{provider}.json": Told("Whether we are affected by a provider.", shapes.BadgeBody),
}
"""Every address that answers with JSON, in the order in which it is described."""

_PARAMETERS = {
    "component": "The id of a component; histories and uptime are there of measured ones only.",
    "post": "The id of an incident or a maintenance.",
    "provider": "The id of a provider that something depends on, or that the site announces.",
}


@blueprint.get("/api/openapi.json")
@public(made_of=lambda now: [_first(name, now) for name in _PARAMETERS])
def openapi_json() -> Response:
    """This description."""
    now = snapshot()
    return answer(
        {
            "openapi": "3.1.0",
            "info": {
                "title": f"{now.page.name} status",
                "version": "1",
                "description": "What is said of now says until when it holds (valid_until): past that, "
                "nothing of it is known to be true.",
            },
            "servers": [{"url": now.page.url}],
            "paths": {path: {"get": _operation(path, told, now)} for path, told in PATHS.items()},
            "components": {"schemas": _schemas()[1]},
        }
    )


def _operation(path: str, told: Told, now: Snapshot) -> dict[str, Any]:
    names = [name for name in _PARAMETERS if f"{{{name}}}" in path]
    return {
        "operationId": path.removesuffix(".json")
        .strip("/")
        .translate(str.maketrans("/-{}", "__  "))
        .replace(" ", ""),
        "summary": told.about,
        "parameters": [_parameter(name, now) for name in names],
        "responses": {
            "200": {"description": told.about, "content": {told.media: {"schema": _schemas()[0][path]}}},
            "304": {"description": "Nothing changed since the answer whose ETag was sent in If-None-Match."},
            **({"404": {"description": "There is no such id."}} if names else {}),
        },
    }


def _parameter(name: str, now: Snapshot) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PARAMETERS[name],
        "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"},
    }
    known = _first(name, now)
    return told | ({"example": known} if known else {})


def _first(name: str, now: Snapshot) -> str | None:
    """An id that there is."""
    if name == "component":
        return next((one.id for one in now.components if one.measured), None)
    if name == "provider":
        return next((one.id for one in now.providers if one.shown), None)
    return next((post.post.id for post in now.posts if is_told(post)), None)


@lru_cache(maxsize=1)
def _schemas() -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of each address, and those that they refer to."""
    inputs = [(path, "serialization", TypeAdapter(told.shape)) for path, told in PATHS.items()]
    by_key, whole = TypeAdapter.json_schemas(inputs, ref_template=_SCHEMAS)  # type: ignore[arg-type]
    return {str(path): schema for (path, _), schema in by_key.items()}, whole["$defs"]

"""Answers for programs: JSON that any site may fetch, with its instants and its age."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Response, jsonify
from pydantic import Field
from typing_extensions import TypedDict

from statuspage.timeutil import format_instant
from statuspage.web.public import snapshot

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""An instant as RFC 3339 in UTC."""


class Stamped(TypedDict):
    """Says when it was made, and until when it holds; past that nothing of it is known to be true."""

    generated_at: Instant
    valid_until: Instant | None


def stamped() -> Stamped:
    """When the snapshot was taken, and until when it holds."""
    now = snapshot()
    return {"generated_at": format_instant(now.generated_at), "valid_until": instant(now.valid_until)}


def answer(body: Mapping[str, Any]) -> Response:
    """A body as JSON that scripts of any site may read."""
    return for_all(jsonify(body))


def for_all(response: Response) -> Response:
    """The response, which scripts of any site may read (fetch.spec.whatwg.org)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def instant(moment: datetime | None) -> str | None:
    """An instant to the second: ``2026-11-23T10:05:00Z``; None for none."""
    return None if moment is None else format_instant(moment)


def exactly(moment: datetime) -> str:
    """An instant to the millisecond: ``2026-11-23T10:05:00.000Z``."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"

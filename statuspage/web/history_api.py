"""A component's last 90 days for programs: its spans, which let anyone count again, and each day."""

import csv
import io
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, jsonify

from statuspage.decide.days import closed
from statuspage.model.snapshot import ComponentNow, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.timeutil import format_instant
from statuspage.web.api import uptime_data
from statuspage.web.public import public, snapshot

blueprint = Blueprint("history_api", __name__)

_COLUMNS = ("from", "to", "seconds", "status", "declared", "reason")


def _measured(now: Snapshot) -> list[dict[str, str]]:
    return [{"id_": one.id} for one in now.components if one.measured]


@blueprint.get("/api/v1/components/<id_>/spans.json")
@public(_measured)
def spans_json(id_: str) -> Response:
    """The stretches of time that a component was in one state."""
    return _answer(id_, spans=[_span(span) for span in _component(id_).spans])


@blueprint.get("/api/v1/components/<id_>/spans.csv")
@public(_measured)
def spans_csv(id_: str) -> Response:
    """The same as a table (RFC 4180)."""
    text = io.StringIO()
    table = csv.DictWriter(text, _COLUMNS)
    table.writeheader()
    for span in _component(id_).spans:
        row = _span(span)
        table.writerow(row | {"declared": str(span.declared).lower(), "reason": _plain(span.reason)})
    response = Response(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/api/v1/components/<id_>/uptime.json")
@public(_measured)
def uptime_json(id_: str) -> Response:
    """How a component spent each day of the site, and all of them."""
    one = _component(id_)
    days = [{"date": day.date.isoformat(), "seconds": _seconds(day.seconds)} for day in one.days]
    return _answer(id_, time_zone=snapshot().page.zone.key, uptime=uptime_data(one.uptime), days=days)


def _answer(id_: str, **given: Any) -> Response:
    now = snapshot()
    response = jsonify(
        generated_at=format_instant(now.generated_at),
        valid_until=None if now.valid_until is None else format_instant(now.valid_until),
        component=id_,
        **given,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _component(id_: str) -> ComponentNow:
    found = next((one for one in snapshot().components if one.id == id_ and one.measured), None)
    if found is None:
        abort(404)
    return found


def _span(span: Span) -> dict[str, Any]:
    return {
        "from": _exactly(span.start),
        "to": _exactly(closed(span)),
        "seconds": round((closed(span) - span.start).total_seconds(), 3),
        "status": span.status.value,
        "declared": span.declared,
        "reason": span.reason,
    }


def _seconds(seconds: Any) -> dict[Status, float]:
    return {status: round(seconds.get(status, 0.0), 3) for status in Status}


def _exactly(instant: datetime) -> str:
    """An instant to the millisecond, so that what is counted again is the same."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def _plain(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

"""A component's last 90 days for programs: its spans, which let anyone count again, and each day."""

import csv
import io

from flask import Blueprint, Response, abort

from statuspage.decide.days import closed
from statuspage.decide.latency import figures
from statuspage.model.latency import Bucket as Counted
from statuspage.model.latency import ComponentLatency, LatencySeries
from statuspage.model.snapshot import ComponentNow, Snapshot
from statuspage.model.span import Span as Told
from statuspage.timeutil import format_instant
from statuspage.web.answers import answer, exactly, for_all, stamped
from statuspage.web.api import seconds_data, uptime_data
from statuspage.web.public import component_of, public, snapshot
from statuspage.web.say import say_plain
from statuspage.web.shapes import Bucket, ComponentBody, LatencyBody, Series, Span, SpansBody, UptimeBody

blueprint = Blueprint("history_api", __name__)

_COLUMNS = ("from", "to", "seconds", "status", "declared", "reason")


def _measured(now: Snapshot) -> list[dict[str, str]]:
    return [{"id_": one.id} for one in now.components if one.measured]


@blueprint.get("/api/v1/components/<id_>/spans.json")
@public(_measured)
def spans_json(id_: str) -> Response:
    """The stretches of time that a component was in one state."""
    body: SpansBody = {**_about(id_), "spans": [_span(span) for span in _component(id_).spans]}
    return answer(body)


@blueprint.get("/api/v1/components/<id_>/spans.csv")
@public(_measured)
def spans_csv(id_: str) -> Response:
    """The same as a table (RFC 4180)."""
    text = io.StringIO()
    table = csv.DictWriter(text, _COLUMNS)
    table.writeheader()
    for span in _component(id_).spans:
        row = _span(span)
        table.writerow({**row, "declared": str(span.declared).lower(), "reason": _plain(row["reason"])})
    return for_all(Response(text.getvalue(), content_type="text/csv; charset=utf-8"))


@blueprint.get("/api/v1/components/<id_>/uptime.json")
@public(_measured)
def uptime_json(id_: str) -> Response:
    """How a component spent each day of the site, and all of them."""
    one = _component(id_)
    body: UptimeBody = {
        **_about(id_),
        "time_zone": snapshot().page.zone.key,
        "uptime": uptime_data(one.uptime),
        "days": [{"date": day.date.isoformat(), "seconds": seconds_data(day.seconds)} for day in one.days],
    }
    return answer(body)


@blueprint.get("/api/v1/components/<id_>/latency.json")
@public(_measured)
def latency_json(id_: str) -> Response:
    """How fast its checks were answered, by the day, the week and 90 days."""
    _component(id_)
    latency = snapshot().latencies.get(id_, ComponentLatency())
    body: LatencyBody = {
        **_about(id_),
        "checks": [
            {"name": name, "windows": {one.window: _series(one) for one in told}}
            for name, told in latency.checks.items()
        ],
    }
    return answer(body)


def _about(id_: str) -> ComponentBody:
    return {**stamped(), "component": id_}


def _component(id_: str) -> ComponentNow:
    found = component_of(id_)
    if not found.measured:
        abort(404)
    return found


def _span(span: Told) -> Span:
    return {
        "from": exactly(span.start),
        "to": exactly(closed(span)),
        "seconds": round((closed(span) - span.start).total_seconds(), 3),
        "status": span.status,
        "declared": span.declared,
        "reason": say_plain(span.reason),
    }


def _series(told: LatencySeries) -> Series:
    whole = figures(told.buckets)
    return {
        "from": format_instant(told.start),
        "to": format_instant(told.end),
        "bucket_seconds": round(told.window.width.total_seconds()),
        "count": whole.count if whole else 0,
        "median_ms": whole.median if whole else None,
        "p95_ms": whole.p95 if whole else None,
        "max_ms": whole.max if whole else None,
        "buckets": [_bucket(one) for one in told.buckets],
    }


def _bucket(one: Counted) -> Bucket:
    return {
        "from": format_instant(one.start),
        "count": one.count,
        "min_ms": one.min,
        "median_ms": one.median,
        "p95_ms": one.p95,
        "max_ms": one.max,
    }


def _plain(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

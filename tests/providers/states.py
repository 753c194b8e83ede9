"""Documents of every format when all is fine, in trouble and at work."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from statuspage.model.status import Status
from tests.providers.made import (
    aws,
    aws_event,
    aws_feed,
    aws_item,
    azure,
    betterstack,
    google,
    instatus,
    instatus_incident,
    item,
    rss,
    slack,
    slack_incident,
    snapshot,
    snapshot_post,
    statuspage,
    statuspage_component,
    statuspage_post,
)


@dataclass(frozen=True)
class States:
    """A format's documents: all is fine, trouble of this status, and (where it knows that) work going on."""

    fine: bytes
    trouble: bytes
    status: Status
    work: bytes | None = None


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()


def _states(fine: object, trouble: object, status: Status, work: object = None) -> States:
    return States(_bytes(fine), _bytes(trouble), status, None if work is None else _bytes(work))


_MAIL_DOWN = statuspage_component("Mail", "major_outage")
_MAIL_WORK = statuspage_component("Mail", "under_maintenance")
_OTHER = statuspage_component("Files")
_WORK = {
    "report_type": "maintenance",
    "aggregate_state": "maintenance",
    "ends_at": "2026-11-23T13:00:00.000Z",
}
_DOWN = {"aggregate_state": "downtime"}
_STARTED = "Mon, 23 Nov 2026 03:20:00 PST"

STATES: Mapping[str, tuple[str, Callable[[], States]]] = {
    "statuspage": (
        "statuspage",
        lambda: _states(
            statuspage(),
            statuspage(
                "major",
                [_MAIL_DOWN, _OTHER],
                [statuspage_post("Mail fails", "identified", "critical", _MAIL_DOWN)],
            ),
            Status.PARTIAL_OUTAGE,
            statuspage(
                "maintenance",
                [_MAIL_WORK, _OTHER],
                (),
                [statuspage_post("New disks", "in_progress", "maintenance", _MAIL_WORK)],
            ),
        ),
    ),
    "incident.io": (
        "statuspage",
        lambda: _states(
            {
                "page": {"name": "E"},
                "status": {"indicator": "none"},
                "components": [{"id": "01", "name": "API"}],
            },
            {
                "page": {"name": "E"},
                "status": {"indicator": "minor"},
                "components": [{"id": "01", "name": "API", "status": "operational"}],
                "incidents": [{"id": "02", "name": "Errors", "status": "investigating", "impact": "minor"}],
            },
            Status.DEGRADED_PERFORMANCE,
        ),
    ),
    "aws": (
        "aws",
        lambda: _states(
            aws(aws_event("s3-us-east-1", "0", {"s3-us-east-1": "0"})),
            aws(aws_event("s3-us-east-1", "3", {"s3-us-east-1": "3"})),
            Status.PARTIAL_OUTAGE,
        ),
    ),
    "aws feed": (
        "aws",
        lambda: _states(
            aws_feed(
                aws_item("s3-us-east-1", "Service is operating normally: [RESOLVED] Errors", 2, _STARTED)
            ),
            aws_feed(aws_item("s3-us-east-1", "Service disruption: Increased Error Rates", 2, _STARTED)),
            Status.PARTIAL_OUTAGE,
        ),
    ),
    "google": (
        "google",
        lambda: _states(
            [google(end="2026-11-23T11:50:00+00:00")],
            [google(impact="SERVICE_OUTAGE"), google(end="2026-11-23T11:50:00+00:00")],
            Status.MAJOR_OUTAGE,
        ),
    ),
    "azure": (
        "azure",
        lambda: _states(
            azure(),
            azure(item("Cannot connect in West Europe", "<p>We look.</p>")),
            Status.DEGRADED_PERFORMANCE,
            azure(item("Planned maintenance in West Europe", "<p>It has begun.</p>")),
        ),
    ),
    "slack": (
        "slack",
        lambda: _states(
            slack(),
            slack("active", slack_incident("outage")),
            Status.MAJOR_OUTAGE,
            slack("active", slack_incident("maintenance")),
        ),
    ),
    "instatus": (
        "instatus",
        lambda: _states(
            instatus(),
            instatus("HASISSUES", [instatus_incident()]),
            Status.PARTIAL_OUTAGE,
            instatus(
                "UNDERMAINTENANCE",
                None,
                [{"id": "m", "name": "Disks", "status": "INPROGRESS", "start": "2026-11-23T11:00:00.000Z"}],
            ),
        ),
    ),
    "betterstack": (
        "betterstack",
        lambda: _states(
            betterstack(),
            betterstack("downtime", "downtime", _DOWN),
            Status.PARTIAL_OUTAGE,
            betterstack("maintenance", "maintenance", _WORK),
        ),
    ),
    "snapshot": (
        "snapshot",
        lambda: _states(
            snapshot(),
            snapshot("partial_outage", "major_outage", incidents=[snapshot_post()]),
            Status.PARTIAL_OUTAGE,
            snapshot(
                "under_maintenance",
                "under_maintenance",
                maintenances=[snapshot_post("in_progress", "maintenance")],
            ),
        ),
    ),
    "rss": (
        "rss",
        lambda: _states(
            rss(
                item(
                    "Mail is late",
                    "<p><strong>Resolved</strong> - It works.</p><p><strong>Update</strong></p>",
                )
            ),
            rss(item("Mail is late", "<p><strong>Identified</strong> - A disk.</p>")),
            Status.DEGRADED_PERFORMANCE,
            rss(item("New disks", "<p><strong>In progress</strong> - Begun.</p>")),
        ),
    ),
}
"""By what is sent: its format, and how to make its documents."""

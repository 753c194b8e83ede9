"""Documents of every format, in parts, as providers send them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from statuspage.model.provider import Match, Reading
from statuspage.providers import Document, Options, read

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def said(
    format_: str, body: bytes | str | object, *match: str, now: datetime = NOW, **options: Any
) -> Reading:
    """What a document says of what is asked for; what is neither bytes nor text is sent as JSON."""
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    return read(format_, Document(body), Options(Match(match), **options), now)


def statuspage_component(name: str, status: str = "operational", **more: object) -> dict[str, object]:
    """A component of a Statuspage."""
    return {
        "id": f"id-{name.lower()}",
        "name": name,
        "status": status,
        "group": False,
        "group_id": None,
        **more,
    }


def statuspage_post(name: str, status: str, impact: str, *components: dict[str, object]) -> dict[str, Any]:
    """An incident or a maintenance of a Statuspage, with two updates."""
    return {
        "id": "k3jd82hs",
        "name": name,
        "status": status,
        "impact": impact,
        "shortlink": "https://status.example.org/incidents/k3jd82hs",
        "started_at": "2026-11-23T11:20:00.000Z",
        "scheduled_for": "2026-11-23T11:00:00.000Z" if impact == "maintenance" else None,
        "updated_at": "2026-11-23T11:40:00.000Z",
        "incident_updates": [
            {"status": status, "body": "A **cause** was found.", "display_at": "2026-11-23T11:40:00.000Z"},
            {"status": "investigating", "body": "We look.", "display_at": "2026-11-23T11:20:00.000Z"},
        ],
        "components": list(components),
    }


def statuspage(
    indicator: str = "none", components: object = None, incidents: object = (), maintenances: object = ()
) -> dict[str, Any]:
    """A summary."""
    listed = (
        [statuspage_component("Mail"), statuspage_component("Files")] if components is None else components
    )
    return {
        "page": {"id": "p", "name": "Example", "updated_at": "2026-11-23T11:40:00.000Z"},
        "components": listed,
        "incidents": list(incidents),  # type: ignore[call-overload]
        "scheduled_maintenances": list(maintenances),  # type: ignore[call-overload]
        "status": {"indicator": indicator, "description": "in words"},
    }


def aws_event(
    service: str, status: str, impacted: Mapping[str, str] | None = None, **more: object
) -> dict[str, Any]:
    """An event of Amazon's; ``impacted`` are codes by service id."""
    region = "-".join(service.split("-")[1:])
    return {
        "date": "1795426620",
        "arn": f"arn:aws:health:{region}::event/X/AWS_X_OPERATIONAL_ISSUE/AWS_X_OPERATIONAL_ISSUE_1",
        "region_name": "N. Virginia",
        "status": status,
        "service": service,
        "service_name": "Amazon Simple Storage Service",
        "summary": "Increased Error Rates",
        "event_log": [
            {"summary": "Increased Error Rates", "message": "We look.", "status": 1, "timestamp": 1795426620},
            {
                "summary": "Increased Error Rates",
                "message": "We <b>know</b>.",
                "status": 2,
                "timestamp": 1795430220,
            },
        ],
        "impacted_services": {
            id_: {"service_name": id_.split("-")[0].upper(), "current": code, "max": "3"}
            for id_, code in (impacted or {}).items()
        },
        "impacted_service_status_changes": [],
        **more,
    }


def aws(*events: object) -> bytes:
    """Current events, in UTF-16 with a mark, as they are sent."""
    return b"\xfe\xff" + json.dumps(events).encode("utf-16-be")


def rss(*items: str, title: str = "Example status", built: str = "", link: str = "https://x.example") -> str:
    """A feed of RSS 2.0."""
    clock = f"<lastBuildDate>{built}</lastBuildDate>" if built else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>{link}</link><description>d</description>{clock}{''.join(items)}</channel></rss>"
    )


def item(title: str, body: str = "", at: str = "Mon, 23 Nov 2026 11:20:00 +0000", more: str = "") -> str:
    """An item of a feed; the body is escaped HTML."""
    return (
        f"<item><title>{title}</title><description><![CDATA[{body}]]></description><pubDate>{at}</pubDate>"
        f"<guid>https://x.example/{crc32(title.encode())}</guid>{more}</item>"
    )


def azure(*items: str, built: str = "Mon, 23 Nov 2026 11:58:00 Z") -> str:
    """Azure's feed."""
    return rss(*items, title="Azure Status", built=built)


def aws_item(service: str, title: str, epoch: int, at: str) -> str:
    """An item of Amazon's feeds."""
    return (
        f"<item><title><![CDATA[{title}]]></title><link>https://status.aws.amazon.com/</link><pubDate>{at}</pubDate>"
        f'<guid isPermaLink="false">https://status.aws.amazon.com/#{service}_{epoch}</guid>'
        "<description><![CDATA[In words.]]></description></item>"
    )


def aws_feed(*items: str, built: str = "Mon, 23 Nov 2026 03:50:00 PST") -> str:
    """Amazon's feed."""
    link = "https://status.aws.amazon.com/"
    return rss(*items, title="Amazon Web Services Service Status", built=built, link=link)


def google(*, end: str | None = None, impact: str = "SERVICE_DISRUPTION", **more: object) -> dict[str, Any]:
    """An incident of Google's."""
    return {
        "id": "Qx7",
        "number": "1",
        "begin": "2026-11-23T11:20:00+00:00",
        "created": "2026-11-23T11:30:00+00:00",
        "end": end,
        "modified": "2026-11-23T11:45:00+00:00",
        "external_desc": "Errors in Cloud Storage",
        "updates": [],
        "most_recent_update": {
            "when": "2026-11-23T11:45:00+00:00",
            "text": "\\# Summary\nWe look.",
            "status": impact,
        },
        "status_impact": impact,
        "severity": "medium",
        "service_name": "Multiple Products",
        "affected_products": [
            {"title": "Cloud Storage", "id": "gcs", "current_title": "Google Cloud Storage"}
        ],
        "uri": "incidents/Qx7",
        "currently_affected_locations": [{"title": "Belgium (europe-west1)", "id": "europe-west1"}],
        "previously_affected_locations": [],
        **more,
    }


def slack(status: str = "ok", *incidents: object) -> dict[str, Any]:
    """What is current at Slack."""
    return {
        "status": status,
        "date_created": "2026-11-23T03:00:00-08:00",
        "date_updated": "2026-11-23T03:40:00-08:00",
        "active_incidents": list(incidents),
    }


def slack_incident(
    type_: str = "incident", status: str = "active", services: object = ("Messaging",)
) -> object:
    """An incident at Slack."""
    return {
        "id": 77,
        "title": "Messages are late",
        "type": type_,
        "status": status,
        "url": "https://slack-status.com/2026-11/77",
        "date_created": "2026-11-23T03:00:00-08:00",
        "date_updated": "2026-11-23T03:40:00-08:00",
        "notes": [{"date_created": "2026-11-23T03:40:00-08:00", "body": "<p>We look&nbsp;on.</p>"}],
        "services": list(services),  # type: ignore[call-overload]
    }


def instatus(status: str = "UP", incidents: object = None, maintenances: object = None) -> dict[str, Any]:
    """A page of Instatus; lists are sent only where there is something."""
    page: dict[str, Any] = {
        "page": {"name": "Example", "url": "https://status.example.org", "status": status}
    }
    more = {"activeIncidents": incidents, "activeMaintenances": maintenances}
    return page | {key: value for key, value in more.items() if value is not None}


def instatus_incident(status: str = "INVESTIGATING", impact: str = "MAJOROUTAGE") -> dict[str, Any]:
    """An incident at Instatus."""
    return {
        "id": "c1",
        "name": "Search fails",
        "started": "2026-11-23T11:20:00.000Z",
        "status": status,
        "impact": impact,
        "url": "https://status.example.org/c1",
        "updatedAt": "2026-11-23T11:40:00.000Z",
    }


def betterstack(
    state: str = "operational", mail: str = "operational", report: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """A page of Better Stack with two resources."""

    def entry(type_: str, id_: str, attributes: object, relations: object = None) -> dict[str, Any]:
        return {"id": id_, "type": type_, "attributes": attributes, "relationships": relations or {}}

    def resource(id_: str, name: str, status: str) -> dict[str, Any]:
        said = {"public_name": name, "status": status, "status_page_section_id": 1, "status_history": []}
        return entry("status_page_resource", id_, said)

    included = [
        entry("status_page_section", "1", {"name": "Services"}),
        resource("11", "Mail", mail),
        resource("12", "Files", "operational"),
    ]
    if report is not None:
        touched = [{"status_page_resource_id": "11", "status": mail}]
        told = {"title": "Mail is late", "affected_resources": touched, "report_type": "manual", **report}
        told = {"starts_at": "2026-11-23T11:20:00.000Z", "ends_at": None, **told}
        updates = {"status_updates": {"data": [{"id": "31", "type": "status_update"}]}}
        note = {"message": "We look.", "published_at": "2026-11-23T11:40:00.000Z"}
        included += [entry("status_report", "21", told, updates), entry("status_update", "31", note)]
    return {
        "data": {"id": "1", "type": "status_page", "attributes": {"aggregate_state": state}},
        "included": included,
    }


def snapshot(status: str = "operational", mail: str = "operational", **more: object) -> dict[str, Any]:
    """What our own API says."""
    return {
        "generated_at": "2026-11-23T11:59:50Z",
        "valid_until": "2026-11-23T12:00:50Z",
        "page": {"name": "Example", "status": status},
        "components": [
            {"id": "mail", "name": "Mail", "group": "Office", "status": mail},
            {"id": "files", "name": "Files", "group": None, "status": "operational"},
        ],
        "incidents": [],
        "maintenances": [],
        "advisories": [],
        **more,
    }


def snapshot_post(status: str = "investigating", impact: str = "major") -> dict[str, Any]:
    """A post of our own API."""
    return {
        "id": "mail-late",
        "title": "Mail is late",
        "url": "https://status.example.org/incidents/mail-late/",
        "status": status,
        "impact": impact,
        "started_at": "2026-11-23T11:20:00Z",
        "changed_at": "2026-11-23T11:40:00Z",
        "components": [{"id": "mail", "name": "Mail", "status": None}],
        "updates": [{"at": "2026-11-23T11:40:00Z", "status": status, "body": "We look."}],
    }

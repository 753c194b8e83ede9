"""The summary of any page that speaks Statuspage's public API, version 2."""

from collections.abc import Iterator, Mapping

from statuspage.glance.own import instant
from statuspage.glance.value import Glance, Part, Said, fit, status_from, tables
from statuspage.model.status import Status

PATH = "/api/v2/summary.json"

_INDICATOR = {
    "none": Status.OPERATIONAL,
    "maintenance": Status.UNDER_MAINTENANCE,
    "minor": Status.DEGRADED_PERFORMANCE,
    "major": Status.PARTIAL_OUTAGE,
    "critical": Status.MAJOR_OUTAGE,
}


def read_summary(raw: Mapping[str, object]) -> Glance | None:
    """What a summary says; None where it is none. It has no validity: such pages don't tell."""
    page, status = raw.get("page"), raw.get("status")
    if not isinstance(page, dict) or not isinstance(status, dict) or "indicator" not in status:
        return None
    return Glance(
        name=fit(page.get("name")),
        url=fit(page.get("url")),
        status=_INDICATOR.get(str(status.get("indicator")), Status.UNKNOWN),
        sentence=fit(status.get("description")),
        at=instant(page.get("updated_at")),
        valid_until=None,
        parts=tuple(_parts(raw)),
        said=tuple(_said(raw)),
    )


def _parts(raw: Mapping[str, object]) -> Iterator[Part]:
    components = list(tables(raw.get("components")))
    groups = {str(one.get("id")): fit(one.get("name")) for one in components if one.get("group") is True}
    for one in components:
        if one.get("group") is not True:
            group = groups.get(str(one.get("group_id")))
            yield Part(fit(one.get("name")), status_from(one.get("status")), group)


def _said(raw: Mapping[str, object]) -> Iterator[Said]:
    for kind in ("incidents", "scheduled_maintenances"):
        for one in tables(raw.get(kind)):
            first = next(iter(tables(one.get("incident_updates"))), {})
            at = instant(one.get("scheduled_for")) or instant(one.get("updated_at"))
            yield Said(fit(one.get("name")), fit(one.get("status")), at, fit(first.get("body")))

"""What the bodies of the Statuspage public API look like. The order of keys is that of the original."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from statuspage.decide.rollup import Description, Indicator
from statuspage.web.answers import Instant, Stamped

ComponentStatus = Literal[
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
]
IncidentState = Literal["investigating", "identified", "monitoring", "resolved", "postmortem"]
MaintenanceState = Literal["scheduled", "in_progress", "verifying", "completed"]


class StatuspagePage(TypedDict):
    """The page itself; ``updated_at`` is the last visible change."""

    id: str
    name: str
    url: str
    time_zone: str
    updated_at: Instant


class StatuspageStatus(TypedDict):
    """All components in one word. ``known`` is ours: false where it is not known how one of them is."""

    indicator: Indicator
    description: Description
    known: bool


class StatuspageComponent(TypedDict):
    """A component. ``known`` and ``measured`` are ours.

    Where ``known`` is false, how it is is not known, whatever ``status`` says; where ``measured`` is
    false, ``status`` is what posts say.
    """

    id: str
    name: str
    status: ComponentStatus
    created_at: Instant
    updated_at: Instant
    position: int
    description: str | None
    showcase: bool
    start_date: str | None
    group_id: str | None
    page_id: str
    group: bool
    only_show_if_degraded: bool
    known: bool
    measured: bool


class StatuspageGroup(StatuspageComponent):
    """A group, which stands among components: ``components`` are the ids of its members."""

    components: list[str]


class StatuspageAffected(TypedDict):
    """What an update made of a component."""

    code: str
    name: str
    old_status: ComponentStatus
    new_status: ComponentStatus


class StatuspageUpdate(TypedDict):
    """One dated entry of an incident or a maintenance."""

    id: str
    status: IncidentState | MaintenanceState
    body: str
    incident_id: str
    created_at: Instant
    updated_at: Instant
    display_at: Instant
    affected_components: list[StatuspageAffected] | None
    deliver_notifications: bool
    custom_tweet: None
    tweet_id: None


class StatuspagePost(TypedDict):
    """What incidents and maintenances have in common."""

    id: str
    name: str
    status: IncidentState | MaintenanceState
    created_at: Instant
    updated_at: Instant
    monitoring_at: Instant | None
    resolved_at: Instant | None
    impact: Indicator
    shortlink: str
    started_at: Instant
    page_id: str
    incident_updates: list[StatuspageUpdate]
    components: list[StatuspageComponent]


class StatuspageIncident(StatuspagePost):
    """An incident."""

    reminder_intervals: None


class StatuspageMaintenance(StatuspagePost):
    """A maintenance; ``scheduled_until`` is null where its end is not known."""

    scheduled_for: Instant
    scheduled_until: Instant | None


class StatuspageBody(Stamped):
    """What every body has."""

    page: StatuspagePage


class StatusBody(StatuspageBody):
    """``status.json``."""

    status: StatuspageStatus


class ComponentsBody(StatuspageBody):
    """``components.json``: components and groups by their place in their parent."""

    components: list[StatuspageGroup | StatuspageComponent]
    status: StatuspageStatus


class IncidentsBody(StatuspageBody):
    """``incidents.json``, ``incidents/unresolved.json``: newest first."""

    incidents: list[StatuspageIncident]


class MaintenancesBody(StatuspageBody):
    """``scheduled-maintenances.json`` and those below it."""

    scheduled_maintenances: list[StatuspageMaintenance]


class SummaryBody(StatuspageBody):
    """``summary.json``: everything at once, of posts those that are open."""

    components: list[StatuspageGroup | StatuspageComponent]
    incidents: list[StatuspageIncident]
    scheduled_maintenances: list[StatuspageMaintenance]
    status: StatuspageStatus


class _Alone(TypedDict):
    """What an incident of its own has more; only an open one says what is, and so until when."""

    code: str
    postmortem_body: str | None
    postmortem_published_at: Instant | None
    generated_at: NotRequired[Instant]
    valid_until: NotRequired[Instant | None]


class OneIncident(StatuspageIncident, _Alone):
    """``/incidents/ID.json``; ``code`` is its id once more."""


class OneMaintenance(StatuspageMaintenance, _Alone):
    """The same of a maintenance."""

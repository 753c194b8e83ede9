"""What the bodies of our own API look like: its description for programs is made of these."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from statuspage.model.latency import Window
from statuspage.model.post import State
from statuspage.model.status import Impact, Outcome, Status, Verdict
from statuspage.web.answers import Instant, Stamped

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of one."""


class Page(TypedDict):
    """The page itself. The last two are set while monitoring is offline, or posts can't arrive."""

    name: str
    url: str
    language: str
    time_zone: str
    status: Status
    sentence: str
    offline_since: Instant | None
    posts_stale_since: Instant | None


class Seconds(TypedDict):
    """Seconds in each status."""

    operational: float
    under_maintenance: float
    unknown: float
    degraded_performance: float
    partial_outage: float
    major_outage: float


Uptime = TypedDict(
    "Uptime",
    {"from": Instant, "to": Instant, "ratio": Share | None, "measured": Share, "seconds": Seconds},
)
"""How a stretch of time was spent."""


class Check(TypedDict):
    """One check of a component; ``outcome`` is null where nothing fresh is known."""

    name: str
    kind: str
    outcome: Outcome | None
    since: Instant | None
    reason: str
    ms: float | None
    checked_at: Instant | None
    valid_until: Instant | None


class Component(TypedDict):
    """A component."""

    id: str
    name: str
    group: str | None
    description: str | None
    status: Status
    measured: bool
    since: Instant | None
    reason: str
    seen: Status | None
    seen_since: Instant | None
    because_of: list[str]
    depends_on: list[str]
    checked_at: Instant | None
    valid_until: Instant | None
    uptime: Uptime | None
    checks: list[Check]


class Named(TypedDict):
    """A component that a post names."""

    id: str
    name: str
    status: Status | None
    worst: Status | None


class Update(TypedDict):
    """One dated entry of a post."""

    id: str
    at: Instant
    status: State
    body: str
    components: dict[str, Status]
    verdict: Verdict | None


class Incident(TypedDict):
    """A post; an ``automatic`` one nobody wrote."""

    id: str
    title: str
    url: str
    status: State
    impact: Impact
    automatic: bool
    started_at: Instant
    ended_at: Instant | None
    changed_at: Instant
    edited_at: Instant | None
    components: list[Named]
    updates: list[Update]


class Maintenance(Incident):
    """A maintenance; ``recurs`` is the rule by which it comes again (RFC 5545)."""

    starts: Instant | None
    ends: Instant | None
    overrunning: bool
    recurs: str | None


class Advisory(Incident):
    """What we say of somebody else's outage."""

    provider: str | None
    verdict: Verdict | None


class Event(TypedDict):
    """What a provider reports as going on; ``quiet`` where it has said nothing of it for 14 days."""

    id: str
    title: str
    status: Status
    started_at: Instant | None
    updated_at: Instant | None
    url: str | None
    text: str
    components: list[str]
    quiet: bool


class Provider(TypedDict):
    """Somebody whose status page we read. ``verdict`` is whether we are affected, all components counted."""

    id: str
    name: str
    page: str | None
    status: Status
    since: Instant | None
    checked_at: Instant | None
    valid_until: Instant | None
    reason: str
    verdict: Verdict
    answer: str
    dependents: list[str]
    not_affected: list[str]
    events: list[Event]


class VerdictRow(TypedDict):
    """Whether a component is affected by a provider; ``by`` is the advisory that says so, null: automatic."""

    provider: str
    component: str
    verdict: Verdict
    confirmed: bool
    evidence: str
    since: Instant | None
    by: str | None


class SnapshotBody(Stamped):
    """Everything the page says."""

    page: Page
    components: list[Component]
    incidents: list[Incident]
    maintenances: list[Maintenance]
    advisories: list[Advisory]
    providers: list[Provider]
    verdicts: list[VerdictRow]


Span = TypedDict(
    "Span",
    {
        "from": Instant,
        "to": Instant,
        "seconds": float,
        "status": Status,
        "declared": bool,
        "reason": str,
    },
)
"""A stretch of time in one state."""


class ComponentBody(Stamped):
    """What bodies about one component have."""

    component: str


class SpansBody(ComponentBody):
    """The last 90 days of a component."""

    spans: list[Span]


class Day(TypedDict):
    """How a day was spent."""

    date: Annotated[str, Field(json_schema_extra={"format": "date"})]
    seconds: Seconds


class UptimeBody(ComponentBody):
    """How each of the last 90 days was spent."""

    time_zone: str
    uptime: Uptime | None
    days: list[Day]


Bucket = TypedDict(
    "Bucket",
    {"from": Instant, "count": int, "min_ms": int, "median_ms": int, "p95_ms": int, "max_ms": int},
)
"""The usable answers of a stretch of time."""

Series = TypedDict(
    "Series",
    {
        "from": Instant,
        "to": Instant,
        "bucket_seconds": int,
        "count": int,
        "median_ms": int | None,
        "p95_ms": int | None,
        "max_ms": int | None,
        "buckets": list[Bucket],
    },
)
"""How fast a check was answered in a window."""


class CheckLatency(TypedDict):
    """How fast a check was answered, by window."""

    name: str
    windows: dict[Window, Series]


class LatencyBody(ComponentBody):
    """How fast the checks of a component were answered."""

    checks: list[CheckLatency]


class BadgeBody(TypedDict):
    """What shields.io makes a badge of (its endpoint badge); it takes no keys beside these."""

    schemaVersion: Literal[1]
    label: str
    message: Annotated[str, Field(min_length=1)]
    color: Literal["brightgreen", "yellow", "orange", "red", "blue", "lightgrey"]
    cacheSeconds: Annotated[int, Field(ge=300)]

"""Everything the page says at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.model.attachment import Attachment
from statuspage.model.day import Day
from statuspage.model.latency import ComponentLatency
from statuspage.model.look import Look
from statuspage.model.post import ENDED, Kind, Post, State
from statuspage.model.provider import Kept, ProviderNow, VerdictNow
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.span import Span
from statuspage.model.status import Impact, Outcome, Status
from statuspage.model.text import Text


@dataclass(frozen=True, slots=True)
class Measurements:
    """What the store holds, as one consistent read.

    ``tick`` is when the monitor last said that it lives; ``revision`` grows with each visible
    change and ``changed_at`` is when it last did; ``offline_since`` is set while our own network
    keeps the monitor from asking; ``fetched_at`` is when posts last were fetched from git. ``states``
    are by check, ``spans`` by component id, oldest first, over the days that are shown; ``providers`` and
    ``provider_spans`` are by a provider's id. ``rounds`` is set where
    the monitor runs only so often, not all the time. Where the store can't be read it is empty: nothing
    measured is known then.
    """

    states: Mapping[CheckKey, CheckState] = field(default_factory=dict)
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    tick: datetime | None = None
    revision: int = 0
    changed_at: datetime | None = None
    offline_since: datetime | None = None
    fetched_at: datetime | None = None
    providers: Mapping[str, Kept] = field(default_factory=dict)
    provider_spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    rounds: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Uptime:
    """How a stretch of time was spent. ``seconds`` are per status, unknown included.

    ``ratio`` is the share of good time in the measured time (None: nothing was measured);
    ``measured`` the share of the time that was measured. Maintenance is in neither.
    """

    start: datetime
    end: datetime
    seconds: Mapping[Status, float]
    ratio: float | None
    measured: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is public of the site itself; ``url`` has no trailing slash, feed ids are made of ``id``;
    ``history_url`` shows a post's history, with ``{path}`` for its file; ``noindex`` asks search engines to
    leave the page out. ``hub`` passes changes of feeds on (WebSub), ``mail_list`` is where to sign up for
    e-mail."""

    name: str
    url: str
    id: str
    zone: ZoneInfo
    language: str
    history_url: str | None = None
    look: Look = field(default_factory=Look)
    noindex: bool = False
    hsts: timedelta | None = None
    hub: str | None = None
    mail_list: str | None = None


@dataclass(frozen=True, slots=True)
class CheckNow:
    """One check at the snapshot's moment. ``outcome`` is None where nothing fresh is known.

    ``ms`` is how long the last answer took, in milliseconds.
    """

    name: str
    kind: str
    outcome: Outcome | None
    since: datetime | None
    reason: Text
    checked_at: datetime | None
    valid_until: datetime | None
    ms: float | None = None


@dataclass(frozen=True, slots=True)
class ComponentNow:
    """One component at the snapshot's moment.

    ``status`` is what the page shows, ``seen`` what the checks alone say, since ``seen_since`` (None for a
    component that nothing measures). ``reason`` is in public words; ``because_of`` names the components
    whose outage is the root of its trouble. ``spans`` and ``days`` tell of the last 90 days, clipped
    to the moment; ``days`` begin with the first that was measured. ``needs`` are the ids of what it depends
    on itself: of components, and of providers as ``provider:ID``.
    """

    id: str
    name: str
    group: str | None
    description: str | None
    status: Status
    seen: Status | None
    since: datetime | None
    reason: Text
    checked_at: datetime | None
    valid_until: datetime | None
    uptime: Uptime | None
    because_of: tuple[str, ...] = ()
    checks: tuple[CheckNow, ...] = ()
    spans: tuple[Span, ...] = ()
    days: tuple[Day, ...] = ()
    needs: tuple[str, ...] = ()
    seen_since: datetime | None = None

    @property
    def measured(self) -> bool:
        """Whether any check asks after this component."""
        return bool(self.checks)


@dataclass(frozen=True, slots=True)
class Affected:
    """A component that a post names: the worst the post ever said of it, and what it says now."""

    id: str
    name: str
    worst: Status | None
    now: Status | None


@dataclass(frozen=True, slots=True)
class PostNow:
    """A post at the snapshot's moment; ``state`` follows the clock where a maintenance does."""

    post: Post
    state: State
    impact: Impact
    started_at: datetime
    ended_at: datetime | None
    changed_at: datetime
    affected: tuple[Affected, ...] = ()
    overrunning: bool = False

    @property
    def open(self) -> bool:
        """Whether it goes on, or is still to come."""
        return self.state not in ENDED

    @property
    def called_off(self) -> bool:
        """Whether it is maintenance that was closed before it began."""
        works = self.post.kind is Kind.MAINTENANCE
        return works and self.ended_at is not None and self.ended_at <= self.started_at

    @property
    def lasted(self) -> timedelta | None:
        """From its start to its end, None while it goes on."""
        return self.ended_at - self.started_at if self.ended_at else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the page says, with ``generated_at`` as its now, and nothing that is not public.

    ``valid_until`` is None only for a site with nothing to measure or to read. ``posts`` are newest first.
    ``replaced`` are automatic incidents whose place a post took: what they said stays in the feed of updates.
    ``latencies`` are by component id, and may be read from the store only when one is asked for.
    ``providers`` are in the order of the site's file; ``verdicts`` by provider, then component, one for each
    component while a provider that is shown has trouble, or for those that depend on it while they fail.
    """

    page: Page
    generated_at: datetime
    valid_until: datetime | None
    status: Status
    sentence: Text
    components: tuple[ComponentNow, ...]
    posts: tuple[PostNow, ...]
    offline_since: datetime | None = None
    posts_stale_since: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    replaced: tuple[PostNow, ...] = ()
    latencies: Mapping[str, ComponentLatency] = field(default_factory=dict, compare=False, repr=False)
    providers: tuple[ProviderNow, ...] = ()
    verdicts: tuple[VerdictNow, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[PostNow, ...]:
        """The posts of one kind, newest first."""
        return tuple(post for post in self.posts if post.post.kind is kind)

"""Posts: incidents, maintenances and advisories, as they were written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from statuspage.model.status import Impact, Status, Verdict


class Kind(StrEnum):
    """What a post is about: our trouble, our planned work, or somebody else's outage."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    ADVISORY = "advisory"


class State(StrEnum):
    """Where a post stands after an update."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"


INCIDENT_STATES = (
    State.INVESTIGATING,
    State.IDENTIFIED,
    State.MONITORING,
    State.RESOLVED,
    State.POSTMORTEM,
)
MAINTENANCE_STATES = (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING, State.COMPLETED)
ENDED = frozenset({State.RESOLVED, State.POSTMORTEM, State.COMPLETED})


@dataclass(frozen=True, slots=True)
class Update:
    """One dated entry of a post.

    ``id`` is the UTC instant and the state (``20261123T1005Z-identified``), unique in the post.
    ``body`` is Markdown. ``components`` are the states this update gives to components;
    ``verdict`` is what an advisory's update says anew.
    """

    id: str
    at: datetime
    state: State
    body: str
    components: Mapping[str, Status] = field(default_factory=dict)
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post. ``updates`` are oldest first and never empty.

    ``components`` maps the components that the front matter names to the status it gives them,
    None where it gives none. ``impact`` is set only where a person set it. ``path`` is the
    file's path inside the site, with slashes. ``aliases`` are older addresses of it.
    ``changed_at`` is when its file last changed in any way, ``edited_at`` when that was no update.
    ``recurs`` is the rule by which a maintenance comes again (RFC 5545), ``replaces`` the id of the
    occurrence that this post stands in place of. Of an occurrence, ``followed_at`` is when the next
    one begins: it is over by then. An ``automatic`` one nobody wrote: it has no file, its ``path`` is empty.
    """

    id: str
    kind: Kind
    title: str
    path: str
    updates: tuple[Update, ...]
    components: Mapping[str, Status | None] = field(default_factory=dict)
    impact: Impact | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    provider: str | None = None
    verdict: Verdict | None = None
    edited_at: datetime | None = None
    changed_at: datetime | None = None
    aliases: tuple[str, ...] = ()
    recurs: str | None = None
    replaces: str | None = None
    followed_at: datetime | None = None
    automatic: bool = False

    @property
    def last_verdict(self) -> Verdict | None:
        """The verdict that holds: that of the last update which gives one, else the front matter's."""
        said = [update.verdict for update in self.updates if update.verdict is not None]
        return said[-1] if said else self.verdict

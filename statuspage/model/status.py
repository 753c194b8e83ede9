"""The words for how a thing is."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What one result says. Bad ones in the order from mild to bad; ``error`` says nothing."""

    OK = "ok"
    SLOW = "slow"
    WRONG = "wrong"
    DOWN = "down"
    ERROR = "error"

    @property
    def badness(self) -> int:
        """0 for ok up to 3 for down. ``error`` has no place in this order."""
        return _BADNESS[self]


_BADNESS = {Outcome.OK: 0, Outcome.SLOW: 1, Outcome.WRONG: 2, Outcome.DOWN: 3}


class Status(StrEnum):
    """The public state of a component, a group or the page."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    UNKNOWN = "unknown"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def rank(self) -> int:
        """0 for operational up to 5 for a major outage; the worst one is shown."""
        return _RANK[self]

    @property
    def is_trouble(self) -> bool:
        """Whether customers suffer: degraded performance or an outage."""
        return self.rank >= Status.DEGRADED_PERFORMANCE.rank


_RANK = {status: rank for rank, status in enumerate(Status)}


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of some statuses; operational when there are none."""
    return max(statuses, key=lambda status: status.rank, default=Status.OPERATIONAL)


class Impact(StrEnum):
    """How bad an incident is, in the words of the Statuspage API."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"


class Verdict(StrEnum):
    """Whether we are affected by somebody else's outage."""

    AFFECTED = "affected"
    AT_RISK = "at_risk"
    NOT_AFFECTED = "not_affected"
    UNKNOWN = "unknown"

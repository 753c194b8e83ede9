"""The page in the words of the Statuspage API, which has fewer than we: an indicator and a fixed text.

Source: support.atlassian.com, "Top-level status and incident impact calculations".
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from statuspage.model.status import Impact, Status

Indicator = Literal["none", "minor", "major", "critical", "maintenance"]
Description = Literal[
    "All Systems Operational",
    "Major System Outage",
    "Partial System Outage",
    "Minor Service Outage",
    "Degraded System Service",
    "Partially Degraded Service",
    "Service Under Maintenance",
]


class Rollup(NamedTuple):
    """What all components come to; programs compare both words letter by letter."""

    indicator: Indicator
    description: Description


_FINE = Rollup("none", "All Systems Operational")

_ALL = {
    Status.OPERATIONAL: _FINE,
    Status.MAJOR_OUTAGE: Rollup("critical", "Major System Outage"),
    Status.PARTIAL_OUTAGE: Rollup("major", "Partial System Outage"),
}
"""What a page comes to whose components all are so: asked before ``_ANY``."""

_ANY = {
    Status.MAJOR_OUTAGE: Rollup("major", "Partial System Outage"),
    Status.PARTIAL_OUTAGE: Rollup("minor", "Minor Service Outage"),
    Status.DEGRADED_PERFORMANCE: Rollup("minor", "Partially Degraded Service"),
    Status.UNDER_MAINTENANCE: Rollup("maintenance", "Service Under Maintenance"),
}
"""What a page comes to that has any such component; the first that fits."""

_OPEN = {
    Impact.MINOR: Rollup("minor", "Partially Degraded Service"),
    Impact.MAJOR: Rollup("major", "Partial System Outage"),
    Impact.CRITICAL: Rollup("critical", "Major System Outage"),
}


def sayable(status: Status) -> Status:
    """A status for which that API has a word. It has none for unknown: that is never called operational."""
    return Status.DEGRADED_PERFORMANCE if status is Status.UNKNOWN else status


def rollup(statuses: Sequence[Status], open_impacts: Sequence[Impact] = ()) -> Rollup:
    """What components come to, groups left out; where there are none, what open incidents do."""
    said = {sayable(status) for status in statuses}
    if not said:
        return next((one for impact, one in reversed(_OPEN.items()) if impact in open_impacts), _FINE)
    if len(said) == 1:
        [status] = said
        if status is Status.DEGRADED_PERFORMANCE:
            return Rollup("minor", "Degraded System Service")
        if status in _ALL:
            return _ALL[status]
    return next(one for status, one in _ANY.items() if status in said)

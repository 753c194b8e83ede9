"""Stretches of time in one state."""

from dataclasses import dataclass
from datetime import datetime

from statuspage.model.status import Status
from statuspage.model.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Span:
    """A component's status from ``start`` until ``end`` (None: until now).

    The store keeps measured ones; ``declared`` marks a stretch whose status a post gave.
    """

    start: datetime
    end: datetime | None
    status: Status
    reason: Text = NOTHING
    declared: bool = False

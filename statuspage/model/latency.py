"""How fast usable answers came, summed up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

WIDTHS = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))
"""The lengths of buckets; they begin at multiples of their length since 1970, so days are UTC days."""

KEPT: Mapping[timedelta, timedelta] = {WIDTHS[0]: timedelta(days=7), WIDTHS[1]: timedelta(days=90)}
"""How long buckets of a length are kept; those of a day are kept for ever."""


BOUNDS = (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
"""Milliseconds by which durations are counted for programs: those of Prometheus' own clients, nearly."""


@dataclass(frozen=True, slots=True)
class Durations:
    """All usable answers of one check that were ever counted.

    ``counts`` has how many took at most each of ``BOUNDS`` and more than the one before, and at last how many
    took longer than all; ``ms`` is the sum of what they took.
    """

    counts: tuple[int, ...]
    ms: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """The answers of one check, ok or slow, that were asked for in a stretch of time; durations in ms.

    ``median`` and ``p95`` are durations that were measured: half, and 95 % of them, took no longer.
    """

    start: datetime
    width: timedelta
    count: int
    min: int
    median: int
    p95: int
    max: int


class Window(StrEnum):
    """A length of time that the page tells of."""

    DAY = "24h"
    WEEK = "7d"
    QUARTER = "90d"

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return _LENGTHS[self]

    @property
    def width(self) -> timedelta:
        """The length of the buckets that it is told by."""
        return _TOLD_BY[self]


_LENGTHS = {
    Window.DAY: timedelta(hours=24),
    Window.WEEK: timedelta(days=7),
    Window.QUARTER: timedelta(days=90),
}
_TOLD_BY = dict(zip(Window, WIDTHS, strict=True))


@dataclass(frozen=True, slots=True)
class LatencySeries:
    """The buckets of a window that ends with the last whole one, oldest first.

    Where one is missing, no usable answer came in its time.
    """

    window: Window
    end: datetime
    buckets: tuple[Bucket, ...] = ()

    @property
    def start(self) -> datetime:
        """The beginning of the window."""
        return self.end - self.window.length


@dataclass(frozen=True, slots=True)
class ComponentLatency:
    """How fast each check of a component was answered, by the check's name: one series a window."""

    checks: Mapping[str, tuple[LatencySeries, ...]] = field(default_factory=dict)

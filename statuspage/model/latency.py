"""How fast usable answers came, summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTHS = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))
"""The lengths of buckets; they begin at multiples of their length since 1970, so days are UTC days."""

KEPT: Mapping[timedelta, timedelta] = {WIDTHS[0]: timedelta(days=7), WIDTHS[1]: timedelta(days=90)}
"""How long buckets of a length are kept; those of a day are kept for ever."""


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

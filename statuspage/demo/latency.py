"""How fast answers came in a made-up past: a rhythm of day and night, slow spells, and gaps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sin, tau
from random import Random

from statuspage.decide.latency import series
from statuspage.demo.troubles import Trouble
from statuspage.model.latency import KEPT, WIDTHS, Bucket, ComponentLatency, Window
from statuspage.model.result import CheckKey
from statuspage.model.site import Check, Site
from statuspage.model.status import Status
from statuspage.store.buckets import Row
from statuspage.timeutil import from_ms, to_ms

_SHAPES = 16
"""Of more checks than these, several have the same figures."""

_MINUTE = timedelta(minutes=1)
_MS = timedelta(milliseconds=1)

_LATE = 2400
"""Milliseconds in which half of the answers come while a service is slow."""

_RHYTHM = tuple(1 + 0.25 * sin(tau * (hour - 8) / 24) for hour in range(24))


@dataclass(frozen=True, slots=True)
class Latencies(Mapping[str, ComponentLatency]):
    """The latencies of a made-up past that ends ``now``, by component id; ``troubles`` by component too."""

    site: Site
    troubles: Mapping[str, Sequence[Trouble]]
    history: timedelta
    seed: int
    now: datetime
    _shapes: dict[int, list[Row]] = field(default_factory=dict, compare=False, repr=False)

    def rows(self) -> Iterator[tuple[CheckKey, list[Row]]]:
        """The buckets of every check, as they are written."""
        for number, check in enumerate(self.site.checks):
            yield check.key, self._rows(number, check)

    def __getitem__(self, component: str) -> ComponentLatency:
        own = [(number, one) for number, one in enumerate(self.site.checks) if one.key.component == component]
        if not own:
            raise KeyError(component)
        return ComponentLatency(
            {
                check.key.name: tuple(series(buckets, window, self.now) for window in Window)
                for number, check in own
                for buckets in [[_bucket(row) for row in self._rows(number, check)]]
            }
        )

    def __iter__(self) -> Iterator[str]:
        return (one.id for one in self.site.components if one.checks)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _rows(self, number: int, check: Check) -> list[Row]:
        shape = self._shapes.get(number % _SHAPES)
        if shape is None:
            dice = Random(f"latency {self.seed} {number}")  # noqa: S311 - dice, not secrets
            shape = self._shapes[number % _SHAPES] = _shape(dice, self.history, check.every, self.now)
        return _troubled(shape, self.troubles.get(check.key.component, ()))


def _bucket(row: Row) -> Bucket:
    minutes, start, *figures = row
    return Bucket(from_ms(start * minutes * 60_000), minutes * _MINUTE, *figures)


def _shape(dice: Random, history: timedelta, every: timedelta, now: datetime) -> list[Row]:
    """The buckets of a check that always answered, from ``history`` ago to ``now``."""
    base, shape = dice.randrange(40, 220), []
    for width in WIDTHS:
        minutes, count = width // _MINUTE, max(1, width // every)
        first = to_ms(now - min(history, KEPT.get(width, history))) // (width // _MS)
        for start in range(first + 1, to_ms(now) // (width // _MS)):
            middle = int(base * _RHYTHM[start * minutes // 60 % 24] * (0.94 + 0.12 * dice.random()))
            low, high = middle * 7 // 10, middle * (15 + dice.randrange(5)) // 10
            shape.append((minutes, start, count, low, middle, high, high + dice.randrange(40, 300)))
    return shape


def _troubled(shape: list[Row], found: Sequence[Trouble]) -> list[Row]:
    """The same with what troubles did to it: no figure without an answer, high ones while it was slow."""
    if not found:
        return shape
    places = {row[:2]: place for place, row in enumerate(shape)}
    changed = list(shape)
    for one in found:
        slow = Status.DEGRADED_PERFORMANCE in one.statuses.values()
        since, to = to_ms(one.start) // 60_000, -(-to_ms(one.end) // 60_000)
        for minutes, start in _touched(since, to):
            place = places.get((minutes, start))
            if place is not None:
                bad = min(to, minutes * (start + 1)) - max(since, minutes * start)
                changed[place] = _struck(changed[place], bad, slow)
    return [row for row in changed if row[2] > 0]


def _touched(since: int, to: int) -> Iterator[tuple[int, int]]:
    """The buckets that a time touches, given in minutes since 1970."""
    for minutes in (width // _MINUTE for width in WIDTHS):
        for start in range(since // minutes, -(-to // minutes)):
            yield minutes, start


def _struck(row: Row, bad: int, slow: bool) -> Row:
    """A bucket of which so many minutes were bad: it has fewer answers, or later ones."""
    minutes, start, count, low, middle, high, top = row
    share = bad / minutes
    if not slow:
        return minutes, start, int(count * (1 - share)), low, middle, high, top
    return (
        minutes,
        start,
        count,
        low if share < 1 else _LATE - 500,
        _LATE if share > 0.5 else middle,
        _LATE + 300 if share > 0.05 else high,
        max(top, _LATE + 700),
    )

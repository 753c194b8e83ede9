"""Ninety days as a bar: which state stands for a day, and which days a person is told of in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from statuspage.decide.days import DAYS_SHOWN
from statuspage.model.day import Day
from statuspage.model.status import Status

_WORTH_TELLING = 60.0
"""Seconds of trouble from which a day stands for it, and of time not measured from which it is told of."""

_UNSEEN = 0.1
"""The share of a day from which it counts as not measured where nothing else was wrong."""

_GOOD = {Status.OPERATIONAL}


@dataclass(frozen=True, slots=True)
class BarDay:
    """One day of a bar, at its place from 0 on: its state and its seconds, None where nothing is known."""

    place: int
    date: date
    status: Status | None
    day: Day | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a bar that follow on each other and are told of together."""

    days: tuple[BarDay, ...]

    @property
    def first(self) -> BarDay:
        """Its oldest day."""
        return self.days[0]

    @property
    def last(self) -> BarDay:
        """Its newest day."""
        return self.days[-1]


def bar(days: Sequence[Day], today: date) -> tuple[BarDay, ...]:
    """The last 90 days, oldest first; ``days`` are those of which something was measured."""
    known = {day.date: day for day in days}
    first = today - timedelta(days=DAYS_SHOWN - 1)
    dates = [first + timedelta(days=i) for i in range(DAYS_SHOWN)]
    return tuple(
        BarDay(i, at, day_status(known[at]) if at in known else None, known.get(at))
        for i, at in enumerate(dates)
    )


def day_status(day: Day) -> Status:
    """What stands for a day: the worst trouble of a minute or more, else whether it was seen at all."""
    if is_good(day):
        return Status.OPERATIONAL
    trouble = [one for one, spent in day.seconds.items() if one.is_trouble and spent >= _WORTH_TELLING]
    if trouble:
        return max(trouble, key=lambda one: one.rank)
    if day.seconds.get(Status.UNKNOWN, 0.0) >= _UNSEEN * sum(day.seconds.values()) > 0:
        return Status.UNKNOWN
    return Status.UNDER_MAINTENANCE if day.seconds.get(Status.UNDER_MAINTENANCE) else Status.OPERATIONAL


def is_good(day: Day) -> bool:
    """Whether nothing but good was seen on a day, as on nearly all."""
    return day.seconds.keys() == _GOOD


def told(days: Sequence[BarDay]) -> tuple[Stretch, ...]:
    """The days that were not simply good, newest first; unknown ones that follow on each other are one."""
    found: list[Stretch] = []
    for known, together in groupby(days, lambda one: one.day is not None):
        if not known:
            found.append(Stretch(tuple(together)))
        else:
            found.extend(Stretch((one,)) for one in together if _is_odd(one))
    return tuple(reversed(found))


def _is_odd(one: BarDay) -> bool:
    """Whether a day is told of: also one that looks good, but of which a part is not known."""
    if one.day is None or is_good(one.day):
        return one.day is None
    seconds = one.day.seconds
    return (
        one.status is not Status.OPERATIONAL
        or any(status.is_trouble for status in seconds)
        or seconds.get(Status.UNKNOWN, 0.0) >= _WORTH_TELLING
    )

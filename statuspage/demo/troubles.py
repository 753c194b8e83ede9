"""What went wrong in a made-up past: who had which trouble, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from statuspage.model.site import Component, Site
from statuspage.model.status import Status

_APART = timedelta(hours=1)
"""Troubles of one component lie at least so far from each other."""

_QUIET = timedelta(hours=6)
"""So long before the end all works."""

_EACH = timedelta(days=9)
"""About so often something lasts long enough for a post."""

_MOST_POSTED = 40
_SHARE = 0.004
"""Of the whole time, one trouble takes at most this much."""

_POSTED = {
    Status.DEGRADED_PERFORMANCE: (40, 180),
    Status.PARTIAL_OUTAGE: (20, 90),
    Status.MAJOR_OUTAGE: (12, 45),
}
_BLIPS = {Status.DEGRADED_PERFORMANCE: (3, 15), Status.MAJOR_OUTAGE: (1, 4)}
"""Minutes that a trouble lasts: a blip is over before a post would have been due."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of time in which components were not fine. ``posted`` ones have a post.

    ``statuses`` are by component id, the first one the root's. The kind ``maintenance`` is a window in
    which nothing worked; in ``silence`` the monitor did not run, so that nothing is known.
    """

    statuses: dict[str, Status]
    start: datetime
    end: datetime
    posted: bool = False
    kind: str = "incident"


def troubles(site: Site, *, history: timedelta, seed: int, now: datetime) -> tuple[Trouble, ...]:
    """Everything that went wrong in the ``history`` before ``now``, oldest first.

    The same arguments give the same. Troubles of one component never touch; all works at the end.
    """
    dice = Random(f"{seed} {history}")  # noqa: S311 - dice, not secrets
    measured = [component for component in site.components if component.checks]
    if not measured:
        return ()
    found = list(_shared(site, measured, history, now))
    found += _posted(measured, history, now, dice, found)
    found += _blips(measured, history, now, dice, found)
    return tuple(sorted(found, key=lambda one: (one.start, *one.statuses)))


def _shared(
    site: Site, measured: Sequence[Component], history: timedelta, now: datetime
) -> Iterable[Trouble]:
    """A maintenance that was done, and a night in which the monitor was moved to another machine."""
    if history >= timedelta(days=14):
        start = (now - history / 3).astimezone(site.zone).replace(hour=6, minute=0, second=0, microsecond=0)
        window = start.astimezone(now.tzinfo)
        group = [one.id for one in measured if one.group == measured[-1].group][:8]
        down = dict.fromkeys(group, Status.MAJOR_OUTAGE)
        yield Trouble(
            down, window + timedelta(minutes=20), window + timedelta(minutes=47), True, "maintenance"
        )
    if history >= timedelta(days=30):
        start = _whole(now - history * 0.55)
        unknown = dict.fromkeys((one.id for one in measured), Status.UNKNOWN)
        yield Trouble(unknown, start, start + timedelta(minutes=35), kind="silence")


def _posted(
    measured: Sequence[Component],
    history: timedelta,
    now: datetime,
    dice: Random,
    known: Sequence[Trouble],
) -> Iterable[Trouble]:
    """One in each of as many equal parts of the time, so that they never meet."""
    count = min(history // _EACH, _MOST_POSTED)
    for number in range(count):
        part = (history - _QUIET) / count
        start = _whole(now - history + part * (number + dice.uniform(0.1, 0.8)))
        status = dice.choices(tuple(_POSTED), (5, 3, 3))[0]
        lasts = min(timedelta(minutes=dice.randint(*_POSTED[status])), history * _SHARE)
        root = dice.choice(measured)
        statuses = {one.id: status for one in _like(root, measured)}
        if status is Status.MAJOR_OUTAGE:
            leaning = [one.id for one in measured if root.id in one.depends_on]
            statuses |= {id_: Status.PARTIAL_OUTAGE for id_ in leaning if id_ not in statuses}
        one = Trouble(statuses, start, _whole(start + lasts), posted=True)
        if not _meets(one, known):
            yield one


def _like(root: Component, measured: Sequence[Component]) -> Sequence[Component]:
    """On a large site a trouble hits one in a hundred, of one group."""
    others = [one for one in measured if one.group == root.group and one is not root]
    return [root, *others[: len(measured) // 100]]


def _blips(
    measured: Sequence[Component],
    history: timedelta,
    now: datetime,
    dice: Random,
    known: Sequence[Trouble],
) -> Iterable[Trouble]:
    """Short troubles that nobody wrote of: about one a component in twenty days."""
    for component in measured:
        own = [one for one in known if component.id in one.statuses]
        for _ in range(round(dice.expovariate(1.0) * (history / timedelta(days=20)))):
            status = dice.choice(tuple(_BLIPS))
            lasts = min(timedelta(minutes=dice.randint(*_BLIPS[status])), history * _SHARE)
            start = _whole(now - history + _APART + (history - _QUIET - _APART) * dice.random())
            one = Trouble({component.id: status}, start, start + lasts)
            if not _meets(one, own) and len(own) < _MOST_POSTED:
                own.append(one)
                yield one


def _meets(one: Trouble, others: Iterable[Trouble]) -> bool:
    return any(
        one.start < other.end + _APART
        and other.start < one.end + _APART
        and not one.statuses.keys().isdisjoint(other.statuses)
        for other in others
    )


def _whole(instant: datetime) -> datetime:
    """To the second: results are not asked for in finer steps."""
    return instant.replace(microsecond=0)

"""Which notices there are: from what was told of so far, and how things are now.

Pure. Whoever keeps the :class:`Told` that comes out, in one transaction with the notices, tells of each
thing once, whatever ends in between.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from statuspage.decide.contradictions import sight
from statuspage.decide.feed import Item, update_items
from statuspage.decide.posts import says_of
from statuspage.decide.provider_notices import Affecting, affecting
from statuspage.model.post import Kind
from statuspage.model.site import Check
from statuspage.model.snapshot import ComponentNow, PostNow, Snapshot
from statuspage.model.status import Status, Verdict

_LONGEST_GATHER = timedelta(seconds=30)
_SLACK = timedelta(seconds=2)

UNKNOWN_AFTER = timedelta(minutes=5)
"""So long a component is not known before anybody is told: a restart is not worth a word."""

GIT_AFTER = timedelta(minutes=5)
"""So long a repository can't be followed before anybody is told."""

OLD = timedelta(hours=24)
"""An update that is older when it is first seen is history: it came with the files of another time."""


class Fall(NamedTuple):
    """The worst that was seen of a component since it was last told of, and since when it was so."""

    status: Status
    since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of so far.

    ``statuses`` are by component, as last told; ``falls`` those that wait to be told of, since
    ``gathering_since``. ``unknown_since`` says when a component was first seen to be unknown. ``items``
    are the ids of published updates, ``gone`` those of which the post is away, by since when: it may come
    back as it was. ``feeds`` is a digest of what the feeds in each folder say, by its path
    (None: nobody asks to be told of feeds), ``providers`` the gravest verdict that was told of each.
    """

    statuses: Mapping[str, Status] = field(default_factory=dict)
    falls: Mapping[str, Fall] = field(default_factory=dict)
    gathering_since: datetime | None = None
    unknown_since: Mapping[str, datetime] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    gone: Mapping[str, datetime] = field(default_factory=dict)
    feeds: Mapping[str, str] | None = None
    providers: Mapping[str, Verdict] = field(default_factory=dict)
    faults: frozenset[str] = frozenset()
    git_failing: bool = False


@dataclass(frozen=True, slots=True)
class Inner:
    """What operators know beside the page: faults of the site's files, and since when git fails."""

    faults: tuple[str, ...] = ()
    git_failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A component that changed by its checks: how it is now, and how it was last told of.

    ``brief`` is set where it fell and came back before anybody was told.
    """

    component: ComponentNow
    before: Status
    brief: Fall | None = None

    @property
    def status(self) -> Status:
        """How it is by its checks, or was in a brief fall."""
        return self.brief.status if self.brief else self.component.status

    @property
    def worst(self) -> Status:
        """The worse of how it was and how it is."""
        return max(self.before, self.status, key=lambda status: status.rank)


@dataclass(frozen=True, slots=True)
class Changed:
    """Components that fell, or with ``good`` that work again, told of together."""

    changes: tuple[Change, ...]
    good: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """An update that everybody may read."""

    item: Item


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """The feeds in these folders, such as ``/components/mail/``, say something else now."""

    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteFaulty:
    """Mistakes in the site's files that were not there before."""

    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GitChanged:
    """The repository can't be followed ``since`` then; None: it can be again."""

    since: datetime | None


Notice: TypeAlias = Changed | Published | FeedsChanged | SiteFaulty | GitChanged | Affecting


def gathering(checks: Iterable[Check]) -> timedelta:
    """So long a change waits for others, so that what falls together is told of together: until checks that
    failed with it are confirmed as well, 30 s at most."""
    waits = (check.confirm_every * (check.fail_after - 1) for check in checks)
    return min(max(waits, default=timedelta(0)) + _SLACK, _LONGEST_GATHER)


def notices(
    before: Told | None, page: Snapshot, inner: Inner, gather: timedelta, now: datetime
) -> tuple[Told, list[Notice]]:
    """What to tell now, and what was told of then. With nothing ``before``, all is taken as known.

    A change waits for others so long as ``gather`` says. A component in maintenance is as it was told of
    until its window is over.
    """
    told = before or _unspoken(page, inner)
    quiet = _in_maintenance(page.posts)
    components = [by_checks(one) for one in page.components if one.seen is not None]
    loud = [one for one in components if one.id not in quiet]
    told = _looked_at(told, components, quiet, now)
    found: list[Notice] = []
    if told.gathering_since is not None and abs(now - told.gathering_since) >= gather:
        found += _changed(told, loud, now)
        told = _after(told, loud, now)
    providers, affected = affecting(told.providers, page)
    found += affected
    items = update_items(page.posts, page.replaced, now)
    known = told.items | told.gone.keys()
    found += [Published(item) for item in reversed(items) if item.id not in known and now - item.at < OLD]
    fresh = tuple(fault for fault in inner.faults if fault not in told.faults)
    found += [SiteFaulty(fresh)] if fresh else []
    failing = _git_fails(told, inner, now)
    found += [GitChanged(inner.git_failing_since if failing else None)] if failing != told.git_failing else []
    told = replace(
        told,
        items=frozenset(item.id for item in items),
        gone=_gone(told, {item.id for item in items}, now),
        providers=providers,
        faults=frozenset(inner.faults),
        git_failing=failing,
    )
    return told, found


def by_checks(component: ComponentNow) -> ComponentNow:
    """A measured component as its checks alone have it."""
    seen = sight(component)
    if seen is None or (component.status, component.since) == (seen.status, seen.since):
        return component
    bad = [one.reason for one in component.checks if one.outcome is not None and one.outcome.badness]
    reason = bad[0] if bad else component.reason
    return replace(component, status=seen.status, since=seen.since, reason=reason)


def _unspoken(page: Snapshot, inner: Inner) -> Told:
    """What counts as told where nothing ever was: all but troubles, which are news at any time."""
    items = update_items(page.posts, page.replaced, page.generated_at)
    return Told(items=frozenset(item.id for item in items), faults=frozenset(inner.faults))


def _in_maintenance(posts: Iterable[PostNow]) -> frozenset[str]:
    windows = (post for post in posts if post.post.kind is Kind.MAINTENANCE and post.open)
    return frozenset(id_ for post in windows for id_ in says_of(post))


def _looked_at(told: Told, components: Iterable[ComponentNow], quiet: frozenset[str], now: datetime) -> Told:
    """What was told so far, with what now waits to be told of."""
    statuses, falls = dict[str, Status](), dict[str, Fall]()
    unknown = dict[str, datetime]()
    waits = False
    for one in components:
        last = statuses[one.id] = told.statuses.get(one.id, Status.OPERATIONAL)
        fall = told.falls.get(one.id)
        if one.status is Status.UNKNOWN:
            unknown[one.id] = told.unknown_since.get(one.id, now)
        if one.id in quiet:
            continue
        status = _tellable(one, last, unknown.get(one.id), now)
        if status.rank > (fall.status if fall else last).rank:
            fall = Fall(status, one.since or now)
        if fall is not None:
            falls[one.id] = fall
        waits = waits or fall is not None or status is not last
    since = (told.gathering_since or now) if waits else None
    return replace(told, statuses=statuses, falls=falls, gathering_since=since, unknown_since=unknown)


def _tellable(component: ComponentNow, last: Status, unknown_since: datetime | None, now: datetime) -> Status:
    """A component's status; one that is unknown for a short while is as it was."""
    if unknown_since is not None and now - unknown_since < UNKNOWN_AFTER:
        return last
    return component.status


def _waiting(
    told: Told, components: Iterable[ComponentNow], now: datetime
) -> Iterator[tuple[ComponentNow, Status]]:
    """The components that something is to be told of, with the status that they have now."""
    for one in components:
        last = told.statuses[one.id]
        status = _tellable(one, last, told.unknown_since.get(one.id), now)
        if one.id in told.falls or status is not last:
            yield one, status


def _changed(told: Told, components: Iterable[ComponentNow], now: datetime) -> list[Notice]:
    fallen, recovered = list[Change](), list[Change]()
    for one, status in _waiting(told, components, now):
        last, fall = told.statuses[one.id], told.falls.get(one.id)
        if status is not last:
            (recovered if status is Status.OPERATIONAL else fallen).append(Change(one, last))
        elif fall is not None and fall.status is not Status.UNKNOWN:
            fallen.append(Change(one, last, brief=fall))
    both = ((fallen, False), (recovered, True))
    return [Changed(tuple(changes), good=good) for changes, good in both if changes]


def _after(told: Told, components: Iterable[ComponentNow], now: datetime) -> Told:
    statuses = dict(told.statuses) | {one.id: status for one, status in _waiting(told, components, now)}
    return replace(told, statuses=statuses, falls={}, gathering_since=None)


def _gone(told: Told, there: Collection[str], now: datetime) -> dict[str, datetime]:
    """What was told of and is away, so long as it would be news if it came back."""
    away = {id_: told.gone.get(id_, now) for id_ in told.items | told.gone.keys() if id_ not in there}
    return {id_: since for id_, since in away.items() if now - since < OLD}


def _git_fails(told: Told, inner: Inner, now: datetime) -> bool:
    since = inner.git_failing_since
    return since is not None and (told.git_failing or now - since >= GIT_AFTER)

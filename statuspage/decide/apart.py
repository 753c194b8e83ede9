"""Outages that can share no automatic incident, told apart: so what is over need not be grouped again."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise, zip_longest
from typing import NamedTuple

from statuspage.decide.automatic import REPLACED_WITHIN, TOGETHER
from statuspage.decide.outages import Outage
from statuspage.model.snapshot import PostNow

NEVER = datetime.max.replace(tzinfo=UTC)
"""Later than every instant."""


def apart(
    outages: Mapping[str, Sequence[Outage]], depends_on: Mapping[str, Collection[str]]
) -> list[dict[str, list[Outage]]]:
    """Split outages into parts whose automatic incidents, taken together, are those of the whole.

    Outages are in one part where one began so shortly after another that they may be told of together.
    As such an incident goes on until all of them are over, parts that overlap are one where they have a
    component in common, or components behind which there may be one root. All stay in their order.
    """
    every = [(component, outage) for component, found in outages.items() for outage in found]
    groups = _Groups()
    begun = sorted((run[0].start, i) for i, (_, outage) in enumerate(every) for run in outage.runs)
    for (one, i), (other, j) in pairwise(begun):
        if other - one <= TOGETHER:
            groups.join(i, j)
    families = _families(outages, depends_on)
    while overlapping := list(_overlapping(every, groups, families)):
        for group, another in overlapping:
            groups.join(group, another)
    parts: dict[Hashable, dict[str, list[Outage]]] = {}
    for i, (component, outage) in enumerate(every):
        parts.setdefault(groups.of(i), {}).setdefault(component, []).append(outage)
    return list(parts.values())


def settled_at(part: Mapping[str, Sequence[Outage]]) -> datetime:
    """From when on nothing can change what a part came to, but a post that begins before."""
    closed = [one.closed_at for found in part.values() for one in found]
    known = [at for at in closed if at is not None]
    return max(known) + REPLACED_WITHIN if len(known) == len(closed) else NEVER


class Mark(NamedTuple):
    """All of a post on which automatic incidents depend."""

    started_at: datetime
    id: str
    ended_at: datetime | None
    components: tuple[str, ...]


def marks(posts: Iterable[PostNow]) -> list[Mark]:
    """What counts of some posts, in their order."""
    return [
        Mark(post.started_at, post.post.id, post.ended_at, tuple([one.id for one in post.affected]))
        for post in posts
    ]


def first_change(before: Sequence[Mark], after: Sequence[Mark]) -> datetime:
    """When the first post begins that differs; both are newest first."""
    if before == after:
        return NEVER
    pairs = zip_longest(reversed(before), reversed(after))
    differing = next(pair for pair in pairs if pair[0] != pair[1])
    return min(mark.started_at for mark in differing if mark is not None)


class _Groups:
    """What was joined, directly or not, is one group."""

    def __init__(self) -> None:
        self._next: dict[Hashable, Hashable] = {}

    def join(self, one: Hashable, other: Hashable) -> None:
        first, second = self.of(one), self.of(other)
        if first != second:
            self._next[second] = first

    def of(self, one: Hashable) -> Hashable:
        """The member that stands for a member's group."""
        while one in self._next:
            further = self._next[one]
            self._next[one] = self._next.get(further, further)  # so that the way stays short
            one = further
        return one


def _families(components: Iterable[str], depends_on: Mapping[str, Collection[str]]) -> Mapping[str, Hashable]:
    """The same for all components that depend on each other or on the same."""
    groups = _Groups()
    for one, others in depends_on.items():
        for other in others:
            groups.join(one, other)
    return {one: groups.of(one) for one in components}


def _overlapping(
    every: Sequence[tuple[str, Outage]], groups: _Groups, families: Mapping[str, Hashable]
) -> Iterator[tuple[Hashable, Hashable]]:
    """Pairs of groups that overlap and have a family in common."""
    starts: dict[Hashable, datetime] = {}
    ends: dict[Hashable, datetime] = {}
    members: dict[Hashable, dict[Hashable, None]] = {}
    for i, (component, outage) in enumerate(every):
        group, start, end = groups.of(i), outage.start, outage.closed_at or NEVER
        starts[group] = min(start, starts.get(group, start))
        ends[group] = max(end, ends.get(group, end))
        members.setdefault(families[component], {})[group] = None
    for related in members.values():
        ordered = sorted(related, key=starts.__getitem__)
        for one, other in pairwise(ordered):
            if starts[other] <= ends[one]:
                yield one, other

"""Automatic incidents: outages that nobody has written about, told of all the same.

Pure, and looking only back: what is decided of a moment never depends on what came after it, so that
an id and an update, once told, stay as they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from statuspage.decide.days import closed
from statuspage.decide.outages import Outage, Stretch, opening, run_at
from statuspage.decide.posts import place
from statuspage.decide.roots import roots
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.model.status import Status

TOGETHER = timedelta(minutes=5)
"""Components that fell so shortly after each other share an incident."""

REPLACED_WITHIN = timedelta(hours=1)
"""So long after the fall a post begins at the latest that takes an automatic incident's place."""

SETTLED = timedelta(minutes=2)
"""So long before an opening a component has to have fallen to be named in it: a fall that awaits
confirmation then is dated back, and what was said must not change."""

_MINUTE = timedelta(minutes=1)
_ID = re.compile(r"auto-.+-\d{8}t\d{4}z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """A component's part in an incident: down ``since`` then, told of ``at`` that instant."""

    component: str
    since: datetime
    at: datetime
    outage: Outage
    run: tuple[Span, ...]
    because: frozenset[str]


@dataclass(frozen=True, slots=True)
class Automatic:
    """An automatic incident. The first of its ``parts`` gave it its ``id``; all that are told of at the first
    instant opened it. ``replaced_at`` is when a post took its place."""

    id: str
    parts: tuple[Part, ...]
    replaced_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def opened_at(self) -> datetime:
        """When the page first told of it."""
        return self.parts[0].at

    def goes_on(self, moment: datetime) -> bool:
        """Whether it is neither over nor replaced at a moment."""
        if self.replaced_at is not None and self.replaced_at <= moment:
            return False
        return any(one.outage.closed_at is None or moment < one.outage.closed_at for one in self.parts)


@dataclass(frozen=True, slots=True)
class Scene:
    """What automatic incidents are decided from.

    ``outages`` are by component, oldest first, with ends; ``naming`` holds the posts that name a
    component. ``depends_on`` has no loops. A component that is not in ``measured`` is in no outage
    but by a post's word.
    """

    outages: Mapping[str, Sequence[Outage]]
    measured: Collection[str]
    naming: Mapping[str, Sequence[PostNow]]
    depends_on: Mapping[str, Collection[str]]
    now: datetime
    covers: dict[str, Sequence[Stretch]] = field(default_factory=dict)

    def covered(self, component: str) -> Sequence[Stretch]:
        """When somebody spoke of a component, or of the outage that is its trouble's root; in order."""
        if component not in self.covers:
            found = list(self._spoken(component))
            for other in self._needs(component):
                found.extend(self._root_spoken(other))
            self.covers[component] = sorted(found)
        return self.covers[component]

    def because(self, component: str, moment: datetime) -> frozenset[str]:
        """The roots of a component's outage at a moment: others, or itself."""
        needs = self._needs(component)
        if not needs:
            return frozenset((component,))
        statuses = {other: self._status(other, moment) for other in needs}
        statuses[component] = Status.MAJOR_OUTAGE
        return frozenset(roots(self.depends_on, statuses).get(component, (component,)))

    def replacement(self, part: Part, opened_at: datetime) -> PostNow | None:
        """The first post that takes the place of an incident that such a part opened."""
        posts = [
            post
            for post in self.naming.get(part.component, ())
            if opened_at < post.started_at <= min(part.since + REPLACED_WITHIN, self.now)
            and not post.called_off
        ]
        return min(posts, key=place, default=None)

    def _spoken(self, component: str) -> Iterable[Stretch]:
        for post in self.naming.get(component, ()):
            end = self.now if post.ended_at is None else post.ended_at
            if post.started_at < end:
                yield post.started_at, end

    def _root_spoken(self, other: str) -> Iterable[Stretch]:
        """When somebody spoke of a component that others need, while it was in an outage."""
        spoken = list(self._spoken(other))
        if not spoken or other not in self.measured:
            return spoken
        down = [span for one in self.outages.get(other, ()) for run in one.runs for span in run]
        return [
            (max(start, span.start), min(end, closed(span)))
            for start, end in spoken
            for span in down
            if start < closed(span) and span.start < end
        ]

    def _needs(self, component: str) -> list[str]:
        """All that a component depends on, directly or not."""
        if component not in self.depends_on:
            return []
        found: dict[str, None] = {}
        todo = list(self.depends_on[component])
        while todo:
            other = todo.pop()
            if other not in found:
                found[other] = None
                todo.extend(self.depends_on.get(other, ()))
        return list(found)

    def _status(self, component: str, moment: datetime) -> Status:
        found = self.outages.get(component, ())
        i = bisect_right(found, moment, key=lambda one: one.start) - 1
        down = i >= 0 and run_at(found[i], moment) is not None
        return Status.MAJOR_OUTAGE if down else Status.OPERATIONAL


def automatic_id(component: str, since: datetime) -> str:
    """The id of the automatic incident of a component that is down since then."""
    return f"auto-{component}-{since:%Y%m%dt%H%Mz}"


def is_automatic_id(id_: str) -> bool:
    """Whether an id is of that form: then nobody wrote the post, and no file of it is missing."""
    return _ID.fullmatch(id_) is not None


def automatic_incidents(scene: Scene) -> list[Automatic]:
    """The incidents that nobody wrote, in the order in which they opened."""
    falls = [
        _part(scene, component, outage, *opened)
        for component, found in scene.outages.items()
        for outage in found
        if (opened := opening(outage, scene.covered(component))) and opened[1] <= scene.now
    ]
    falls.sort(key=lambda part: (part.at, part.since))  # those of one instant stay in the site's order
    nearby = _Nearby(scene)
    found: list[Automatic] = []
    open_: list[int] = []
    taken: set[tuple[str, datetime]] = set()
    for fall in falls:
        if (fall.component, fall.outage.start) in taken:
            continue
        open_ = [i for i in open_ if found[i].goes_on(fall.at)]
        home = next((i for i in open_ if _takes(found[i], fall)), None)
        if home is None:
            others = [
                one for one in nearby.fallen_with(fall) if (one.component, one.outage.start) not in taken
            ]
            found.append(_with(scene, automatic_id(fall.component, fall.since), (fall, *others)))
            open_.append(len(found) - 1)
            taken |= {(one.component, one.outage.start) for one in found[-1].parts}
        else:
            told = _next_minute(fall.at)
            if told <= scene.now:
                found[home] = _with(scene, found[home].id, (*found[home].parts, replace(fall, at=told)))
            taken.add((fall.component, fall.outage.start))
    return found


def untold(scene: Scene) -> dict[str, list[str]]:
    """By post id, the ids that automatic incidents had if that post had not been there in time.

    Whoever wrote a post back to when it began took an incident's place that was told of before.
    """
    found: dict[str, list[str]] = {}
    for component, posts in scene.naming.items():
        for outage in scene.outages.get(component, ()):
            alone = opening(outage, ())
            if alone is None or alone[1] > scene.now:
                continue
            speaking = [
                post for post in posts if alone[0] <= post.started_at <= alone[1] and not post.called_off
            ]
            if speaking:
                first = min(speaking, key=place)
                found.setdefault(first.post.id, []).append(automatic_id(component, alone[0]))
    return found


class _Nearby:
    """Every run of every outage by when it began."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._runs = sorted(
            (
                (run[0].start, component, outage, run)
                for component, found in scene.outages.items()
                for outage in found
                for run in outage.runs
            ),
            key=lambda one: one[0],
        )

    def fallen_with(self, fall: Part) -> list[Part]:
        """The others that are in an outage when one is told of, and fell shortly before or after it."""
        first, last = fall.since - TOGETHER, min(fall.since + TOGETHER, fall.at - SETTLED)
        i = bisect_left(self._runs, first, key=lambda one: one[0])
        j = bisect_right(self._runs, last, key=lambda one: one[0])
        return [
            _part(self._scene, component, outage, since, fall.at)
            for since, component, outage, run in self._runs[i:j]
            if component != fall.component
            and run_at(outage, fall.at) is run
            and not any(start <= fall.at < end for start, end in self._scene.covered(component))
        ]


def _part(scene: Scene, component: str, outage: Outage, since: datetime, at: datetime) -> Part:
    run = next(run for run in outage.runs if run[0].start == since)
    return Part(component, since, at, outage, run, scene.because(component, at))


def _takes(incident: Automatic, fall: Part) -> bool:
    """Whether a component that fell is one of an incident: they fell together, or for one root."""
    first = incident.parts[0]
    return abs(fall.since - first.since) <= TOGETHER or any(
        not one.because.isdisjoint(fall.because) for one in incident.parts
    )


def _with(scene: Scene, id_: str, parts: tuple[Part, ...]) -> Automatic:
    """An incident of some parts, with the post that takes its place where there is one."""
    posts = [post for one in parts if (post := scene.replacement(one, parts[0].at)) is not None]
    if not posts:
        return Automatic(id_, parts)
    post = min(posts, key=place)
    return Automatic(id_, parts, post.started_at, post.post.id)


def _next_minute(moment: datetime) -> datetime:
    """The first whole minute from a moment on: those that fall one by one are told of together."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + _MINUTE

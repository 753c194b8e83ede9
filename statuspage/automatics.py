"""The automatic incidents of a site at one moment. What is over is looked at once, and kept."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from statuspage.decide.apart import NEVER, Mark, apart, first_change, marks, settled_at
from statuspage.decide.automatic import Automatic, Scene, automatic_incidents, untold
from statuspage.decide.automatic_post import automatic_post
from statuspage.decide.automatic_words import Say
from statuspage.decide.history import clip
from statuspage.decide.outages import Outage, opening, outages
from statuspage.decide.posts import by_component, place
from statuspage.model.site import Site
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.timeutil import from_ms

_LONG_AGO = from_ms(0)


class WithAutomatic(NamedTuple):
    """A site's posts with the automatic ones among them, and those whose place another took; newest first."""

    posts: tuple[PostNow, ...]
    replaced: tuple[PostNow, ...] = ()


class _Told(NamedTuple):
    """What automatic incidents come to: those shown, those replaced, and more addresses by post id."""

    shown: list[PostNow]
    replaced: list[PostNow]
    older: dict[str, list[str]]


class _Part(NamedTuple):
    """Outages that share no incident with others, and what they come to: for good from ``settled`` on."""

    outages: Mapping[str, Sequence[Outage]]
    settled: datetime
    told: _Told


class _Wording(NamedTuple):
    """What their words and their roots depend on, which seldom changes."""

    names: Mapping[str, str]
    depends_on: Mapping[str, Collection[str]]
    measured: list[str]
    language: str
    zone: ZoneInfo


class _Basis(NamedTuple):
    """All that they depend on but the components' spans, as long as it is before ``until``."""

    wording: _Wording
    posts: Sequence[Mark]
    unbelieved: dict[str, datetime]
    since: datetime
    until: datetime


class Automatics:
    """Finds automatic incidents. What they are depends on the arguments alone; what they cost does not."""

    def __init__(self) -> None:
        self._over: dict[str, tuple[Sequence[Span], list[Outage]]] = {}
        self._said: dict[str, tuple[Automatic, PostNow]] = {}
        self._parts: dict[tuple[str, datetime], _Part] = {}
        self._basis: _Basis | None = None
        self._told: _Told | None = None

    def among(
        self,
        site: Site,
        posts: Sequence[PostNow],
        spans: Mapping[str, Sequence[Span]],
        believed: Mapping[str, datetime | None],
        say: Say,
        now: datetime,
    ) -> WithAutomatic:
        """The ``posts`` that people wrote, with the automatic ones at ``now``.

        ``spans`` are as they were measured; the last one of a component may be believed until what
        ``believed`` has for it, which holds every component that is measured.
        """
        if not site.automatic:
            return WithAutomatic(tuple(posts))
        self._look(spans, believed)
        told = self._tell(site, posts, believed, say, now)
        if not told.shown and not told.older:
            return WithAutomatic(tuple(posts), tuple(told.replaced))
        older = told.older
        written = [_also_at(post, older[post.post.id]) if post.post.id in older else post for post in posts]
        whole = sorted([*written, *told.shown], key=place, reverse=True)
        return WithAutomatic(tuple(whole), tuple(told.replaced))

    def _look(self, spans: Mapping[str, Sequence[Span]], believed: Mapping[str, datetime | None]) -> None:
        """Look at the spans that are others than before; an outage that is as it was stays itself."""
        for id_ in believed:
            those = spans.get(id_, ())
            known = self._over.get(id_)
            if known is None or known[0] is not those:
                before = {one.start: one for one in known[1]} if known else {}
                found = [was if (was := before.get(one.start)) == one else one for one in outages(those)]
                if found or before:
                    self._told = None
                self._over[id_] = those, found

    def _tell(
        self,
        site: Site,
        posts: Sequence[PostNow],
        believed: Mapping[str, datetime | None],
        say: Say,
        now: datetime,
    ) -> _Told:
        limits = {id_: until or _LONG_AGO for id_, until in believed.items() if self._over[id_][1]}
        unbelieved = {id_: until for id_, until in limits.items() if until <= now}
        wording = _wording(site, believed)
        written = marks(posts)
        changed = self._changed(wording, written)
        if self._told is not None and self._basis is not None and changed == NEVER:
            basis = self._basis
            if basis.unbelieved == unbelieved and basis.since <= now < basis.until:
                return self._told
        down = {id_: those for id_ in limits if (those := self._outages(id_, believed[id_], now))}
        scene = Scene(down, believed.keys(), by_component(posts), wording.depends_on, now)
        self._told = self._whole(scene, wording.names, say, changed)
        events = (at for at in self._events(scene, posts, limits) if at > now)
        until = min(events, default=now + timedelta(days=1))
        self._basis = _Basis(wording, written, unbelieved, now, until)
        return self._told

    def _changed(self, wording: _Wording, posts: Sequence[Mark]) -> datetime:
        """Before when all is as it was the time before; what is said in other words is so at no time."""
        if self._basis is None or self._basis.wording != wording:
            self._said = {}
            return _LONG_AGO
        return first_change(self._basis.posts, posts)

    def _whole(self, scene: Scene, names: Mapping[str, str], say: Say, changed: datetime) -> _Told:
        """What all parts of a scene come to; those that are settled and as they were are not asked again."""
        parts: dict[tuple[str, datetime], _Part] = {}
        for outages_ in apart(scene.outages, scene.depends_on):
            component, found = next(iter(outages_.items()))
            key = component, found[0].start
            part = self._parts.get(key)
            if part is None or part.settled > min(changed, scene.now) or part.outages != outages_:
                at = settled_at(outages_)
                told = self._part(replace(scene, outages=outages_, covers={}), names, say)
                part = _Part(outages_, at if at <= scene.now else NEVER, told)
            parts[key] = part
        self._parts = parts
        every = [part.told for part in parts.values()]
        self._said = {
            post.post.id: self._said[post.post.id]
            for part in parts.values()
            if part.settled == NEVER
            for post in (*part.told.shown, *part.told.replaced)
        }
        older: dict[str, list[str]] = {}
        for id_, ids in (pair for told in every for pair in told.older.items()):
            older[id_] = sorted([*older.get(id_, ()), *ids])
        return _Told(
            sorted((post for told in every for post in told.shown), key=place, reverse=True),
            sorted((post for told in every for post in told.replaced), key=place, reverse=True),
            older,
        )

    def _part(self, scene: Scene, names: Mapping[str, str], say: Say) -> _Told:
        told = _Told([], [], older := untold(scene))
        for incident in automatic_incidents(scene):
            said = self._post(incident, names, say, scene.now)
            if incident.replaced_by is None:
                told.shown.append(said)
            else:
                told.replaced.append(said)
                older.setdefault(incident.replaced_by, []).append(incident.id)
        return told

    def _events(
        self, scene: Scene, posts: Sequence[PostNow], limits: Mapping[str, datetime]
    ) -> Iterator[datetime]:
        """When something may change though nothing new is measured or written, or earlier."""
        yield from (post.started_at for post in posts)
        for id_, found in scene.outages.items():
            if found[-1].closed_at is not None and found[-1].closed_at <= scene.now:
                continue
            later = scene.now + timedelta(days=1)
            for one in self._outages(id_, later, later)[-1:]:
                opened = opening(one, scene.covered(id_)) or opening(one, ())
                if opened is not None:
                    yield opened[1]
                    yield opened[1] + timedelta(minutes=1)
                if one.closed_at is not None:
                    yield one.closed_at
                yield limits[id_]

    def _outages(self, id_: str, believed_until: datetime | None, now: datetime) -> list[Outage]:
        """A component's outages as seen at ``now``."""
        spans, found = self._over[id_]
        if spans[-1].start >= now:
            return outages(clip(spans, believed_until, now))
        last = found[-1]
        limit = min(believed_until or spans[-1].start, now)
        if last.closed_at is not None and last.closed_at <= limit:
            return found
        tail = [span for span in spans if span.start >= last.start]
        return [*found[:-1], *outages(clip(tail, believed_until, now))]

    def _post(self, incident: Automatic, names: Mapping[str, str], say: Say, now: datetime) -> PostNow:
        """The post of an incident; that of one to which nothing happened since is kept."""
        known = self._said.get(incident.id)
        if known is None or known[0] != incident:
            known = self._said[incident.id] = incident, automatic_post(incident, names, say, now)
        return known[1]


def _wording(site: Site, measured: Iterable[str]) -> _Wording:
    names = {one.id: one.name for one in site.components}
    depends_on = {one.id: one.depends_on for one in site.components if one.depends_on}
    return _Wording(names, depends_on, list(measured), site.language, site.zone)


def _also_at(post: PostNow, older: Sequence[str]) -> PostNow:
    """A post that can be found at more addresses."""
    aliases = dict.fromkeys((*post.post.aliases, *older))
    return replace(post, post=replace(post.post, aliases=tuple(aliases)))

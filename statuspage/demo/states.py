"""A site in made-up states, so that its theme can be judged before the day it is needed.

What is made up are measurements and posts; what the page says of them is decided as ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage.decide.confirm import advance
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.measured import measure
from statuspage.demo import plots
from statuspage.demo.past import MadeUp, make_past
from statuspage.demo.sizes import components
from statuspage.demo.stories import posts
from statuspage.demo.upstreams import Said, ill, well, with_providers
from statuspage.model.post import Post
from statuspage.model.provider import DEPENDENCY
from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Outcome
from statuspage.site.posts import Source, context_of, read_post
from statuspage.snapshot import take

MANY = 1000
"""Components of a site that is large."""

_HISTORY = timedelta(days=90)
_LASTS = timedelta(minutes=26)
"""So long ago a made-up trouble began, if its check is asked as often."""

_SEED = 1
_VALID_FOR = timedelta(days=1)
"""Long enough to look at a page in peace."""

_BAD = (Outcome.SLOW, Outcome.WRONG, Outcome.DOWN)


@dataclass(frozen=True, slots=True)
class Scene:
    """A site with all that is measured of it at ``now``; ``as_of`` is when its page was made. ``said`` is by
    providers; None: all are well."""

    site: Site
    past: MadeUp
    now: datetime
    as_of: datetime
    tick: datetime
    said: Said | None = None

    @property
    def measured(self) -> tuple[Component, ...]:
        """The components that checks ask after; there is one at least."""
        return tuple(one for one in self.site.components if one.checks)


def snapshot_of(site: Site, state: str, now: datetime) -> Snapshot:
    """The site as its page would show it at ``now`` in one of the :data:`STATES`.

    Its components are the site's own (with made-up checks where it has none), its posts made up.
    Raises KeyError for any other state.
    """
    make = STATES[state].make
    if state == "empty":
        return take(replace(_bare(site), components=(), providers=()), Measurements(), now, LIVE_VALIDITY)
    scene = make(_begin(_large(site) if state == "many" else site, now))
    held = measurements_of(scene)
    valid_for = LIVE_VALIDITY if state == "stale" else _VALID_FOR
    taken = take(scene.site, held, scene.as_of, valid_for)
    return replace(taken, latencies=scene.past.latencies)


def measurements_of(scene: Scene) -> Measurements:
    """All that a store would hold."""
    kept, spans = scene.said or well(scene.site, scene.now)
    return Measurements(
        scene.past.states,
        scene.past.spans,
        tick=scene.tick,
        changed_at=scene.tick,
        providers=kept,
        provider_spans=spans,
    )


def _begin(site: Site, now: datetime) -> Scene:
    """All works, after a past in which it did not always."""
    bare = _bare(site)
    past = make_past(bare, history=_HISTORY, seed=_SEED, now=now)
    known = context_of(bare)
    texts = posts(bare, past.troubles, history=_HISTORY, now=now, ahead=False)
    reads = (read_post(Source(f"incidents/{name}", text, now), known).post for name, text in texts.items())
    told = tuple(post for post in reads if post is not None)
    return Scene(replace(bare, posts=told), past, now, now, now)


def _bare(site: Site) -> Site:
    """The site without its posts, and with something to measure."""
    own = site.components or components(6)
    if not any(one.checks for one in own):
        own = tuple(replace(one, checks=(_check(one.id),)) for one in own)
    asked = tuple(
        replace(one, checks=tuple(replace(check, paused=None) for check in one.checks)) for one in own
    )
    return replace(site, components=asked, posts=(), attachments=(), git=None)


def _check(component: str) -> Check:
    every, timeout = timedelta(seconds=60), timedelta(seconds=10)
    return Check(CheckKey(component, "http"), "http", None, every, timeout)


def _large(site: Site) -> Site:
    return replace(site, components=components(MANY))


def with_outcomes(scene: Scene, said: Mapping[str, Outcome]) -> Scene:
    """The same with other answers lately: of each component named, all checks say so."""
    states, spans = dict(scene.past.states), dict(scene.past.spans)
    for component in scene.site.components:
        outcome = said.get(component.id)
        if outcome is None:
            continue
        for check in component.checks:
            states[check.key] = _told(states[check.key], check, outcome, scene.now)
        seen = measure(component, states, scene.now)
        *before, last = spans[component.id]
        start = max(seen.since or scene.now, last.start)
        spans[component.id] = (
            *before,
            replace(last, end=start),
            Span(start, None, seen.status, seen.reason),
        )
    return replace(scene, past=replace(scene.past, states=states, spans=spans))


def _told(state: CheckState, check: Check, outcome: Outcome, now: datetime) -> CheckState:
    """The state after as many results as the check needs to be believed, the last one at ``now``."""
    reason = plots.REASONS[outcome]
    count = max(check.fail_after + 1, min(_LASTS // check.every, 60))
    for number in reversed(range(count)):
        at = now - check.every * number
        state = advance(state, Result(check.key, at, Answer(outcome, plots.TOOK[outcome], reason)), check)
    return state


def _first(scene: Scene) -> Component:
    """The component whose trouble shows most: one that another depends on, if there is one."""
    needed = {id_ for one in scene.measured for id_ in one.depends_on}
    return next((one for one in scene.measured if one.id in needed), scene.measured[0])


def _leaning(scene: Scene, root: Component) -> list[str]:
    return [one.id for one in scene.measured if root.id in one.depends_on]


def _posted(scene: Scene, made: Iterable[Post]) -> Scene:
    return replace(scene, site=replace(scene.site, posts=(*scene.site.posts, *made)))


def _one(outcome: Outcome) -> Callable[[Scene], Scene]:
    return lambda scene: with_outcomes(scene, {scene.measured[0].id: outcome})


def _down(scene: Scene) -> Scene:
    """Nothing works; a post says so of what is not measured."""
    rest = [one.id for one in scene.site.components if not one.checks]
    down = with_outcomes(scene, dict.fromkeys((one.id for one in scene.measured), Outcome.DOWN))
    return _posted(down, [plots.dark(rest, scene.now)] if rest else [])


def _unknown(scene: Scene) -> Scene:
    """The monitor ended ten minutes ago."""
    earlier = _begin(scene.site, scene.now - timedelta(minutes=10))
    return replace(earlier, as_of=scene.now, tick=earlier.now)


def _planned(scene: Scene) -> Scene:
    return _posted(scene, [plots.planned(_group(scene), scene.now)])


def _maintenance(scene: Scene) -> Scene:
    hit = _group(scene)
    measured = {one.id for one in scene.measured}
    down = {id_: Outcome.DOWN for id_ in hit if id_ in measured}
    closed = with_outcomes(scene, down)
    first = min((closed.past.spans[id_][-1].start for id_ in down), default=scene.now)
    return _posted(closed, [plots.under_way(hit, first - timedelta(minutes=4), scene.now)])


def _group(scene: Scene) -> Sequence[str]:
    """The first component, and those that stand with it on the page."""
    first = scene.site.components[0]
    return [
        one.id for one in scene.site.components if one is first or (one.group and one.group == first.group)
    ]


def _incident(scene: Scene) -> Scene:
    root = _first(scene)
    leaning = _leaning(scene, root)
    hit = with_outcomes(scene, {**dict.fromkeys(leaning, Outcome.DOWN), root.id: Outcome.DOWN})
    return _posted(hit, [plots.incident(root.name, root.id, leaning, scene.now)])


def _advisory(scene: Scene) -> Scene:
    return _posted(scene, [plots.advisory(scene.now)])


def _provider(scene: Scene) -> Scene:
    """A provider has an outage, which we do not feel."""
    site = with_providers(scene.site)
    return replace(scene, site=site, said=ill(site, scene.now))


def _affected(scene: Scene) -> Scene:
    """What depends on a provider is down since the provider is."""
    told = _provider(scene)
    hit = [one.id for one in told.measured if any(need.startswith(DEPENDENCY) for need in one.depends_on)]
    return with_outcomes(told, dict.fromkeys(hit, Outcome.DOWN))


def _stale(scene: Scene) -> Scene:
    """The page was made an hour ago, and nobody made it anew."""
    return _begin(scene.site, scene.now - timedelta(hours=1))


def _many(scene: Scene) -> Scene:
    """One in fifty of a large site has some trouble."""
    some = scene.measured[7::47]
    return with_outcomes(scene, {one.id: _BAD[number % 3] for number, one in enumerate(some)})


@dataclass(frozen=True, slots=True)
class State:
    """A made-up state: what it shows in a few words, and how a page in which all works gets there."""

    about: str
    make: Callable[[Scene], Scene] = lambda scene: scene


STATES: Mapping[str, State] = {
    "fine": State("all works"),
    "slow": State("one component is slow", _one(Outcome.SLOW)),
    "wrong": State("one component gives wrong answers", _one(Outcome.WRONG)),
    "down": State("everything that is measured is down", _down),
    "unknown": State("the monitor does not run", _unknown),
    "planned": State("a maintenance is coming", _planned),
    "maintenance": State("a maintenance is under way", _maintenance),
    "incident": State("one component is down with those that depend on it, and a post tells", _incident),
    "provider": State("a provider has an outage, and what depends on it still works", _provider),
    "affected": State("a provider has an outage, and what depends on it is down", _affected),
    "advisory": State("somebody else has an outage", _advisory),
    "stale": State("the page is an hour old", _stale),
    "empty": State("a site that has no component and no post"),
    "many": State(f"a site of {MANY:,} components, some in trouble", _many),
}
"""Every state by its name, in the order in which they are shown."""

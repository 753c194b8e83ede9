"""From the site and what was measured to everything that the page says at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from statuspage.decide.arrival import posts_stale_since
from statuspage.decide.automatic_words import Say
from statuspage.decide.freshness import earliest, latest, monitor_until, paced, valid_until
from statuspage.decide.history import clip
from statuspage.decide.measured import Measured, measure
from statuspage.decide.page import component_now, page_status
from statuspage.decide.posts import by_component, declared_spans, place, post_now
from statuspage.decide.roots import roots
from statuspage.decide.sentence import sentence
from statuspage.decide.verdicts import verdicts
from statuspage.histories import Histories, History
from statuspage.language.language import Language
from statuspage.language.shelf import language_of
from statuspage.model.post import Kind
from statuspage.model.result import CheckState
from statuspage.model.site import Component, Site
from statuspage.model.snapshot import ComponentNow, Measurements, Page, PostNow, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text, text
from statuspage.site.recurrence import expand
from statuspage.upstream import providers_of


def take(
    site: Site,
    measurements: Measurements,
    now: datetime,
    valid_for: timedelta,
    histories: Histories | None = None,
) -> Snapshot:
    """The snapshot of ``site`` at ``now``, to be believed for ``valid_for`` from the last sign of life.

    Pure: the same arguments give the same snapshot. ``histories`` that are kept from one to the next
    make it come sooner, never differ.
    """
    site = paced(site, measurements.rounds)
    alive_until = monitor_until(measurements.tick, now, measurements.rounds)
    dead_since = alive_until if alive_until is not None and alive_until <= now else None
    believed = {one.id: _believed(one, measurements, alive_until) for one in site.components if one.checks}
    posts = _posts(site, _seen(site, measurements, believed, now), now)
    stale_since = _posts_stale_since(site, measurements, now)
    kept = histories or Histories()
    components = _components(site, measurements, posts, believed, kept, now)
    if stale_since is not None:
        components = tuple(_out_of_reach(one, stale_since) for one in components)
    certain = _certain(site, measurements, believed)
    told = kept.automatics.among(site, posts, measurements.spans, certain, _sayer(site), now)
    providers = providers_of(site, measurements, alive_until, now)
    return Snapshot(
        page=_page(site),
        generated_at=now,
        valid_until=_valid_until(site, measurements.tick, dead_since, now, valid_for),
        status=page_status([one.status for one in components]),
        sentence=sentence(components),
        components=components,
        posts=told.posts,
        replaced=told.replaced,
        offline_since=dead_since or measurements.offline_since,
        posts_stale_since=stale_since,
        attachments=site.attachments,
        providers=providers,
        verdicts=verdicts(providers, components, posts, measurements.spans),
    )


def _page(site: Site) -> Page:
    return Page(
        name=site.name,
        url=site.url,
        id=site.id,
        zone=site.zone,
        language=site.language,
        history_url=site.git.history_url if site.git else None,
        look=site.look,
        noindex=site.noindex,
        hsts=site.hsts,
        hub=site.hub,
        mail_list=site.mail_list,
    )


def _seen(
    site: Site, held: Measurements, believed: Mapping[str, datetime | None], now: datetime
) -> dict[str, Sequence[Span]]:
    """What was measured of the components that a maintenance names: it is over once they are fine."""
    named = {id_ for post in site.posts if post.kind is Kind.MAINTENANCE for id_ in post.components}
    return {id_: clip(held.spans.get(id_, ()), believed[id_], now) for id_ in named & believed.keys()}


def _components(
    site: Site,
    held: Measurements,
    posts: Sequence[PostNow],
    believed: Mapping[str, datetime | None],
    histories: Histories,
    now: datetime,
) -> tuple[ComponentNow, ...]:
    """Every component with its checks' view, its history, the posts laid over, and its root."""
    naming = by_component(posts)

    def history(id_: str) -> History:
        declared = [span for post in naming.get(id_, ()) for span in declared_spans(post, id_, now)]
        return histories.of(id_, held.spans.get(id_, ()), believed[id_], declared, site.zone, now)

    alone = [
        component_now(
            one,
            _measured(one, held, now) if one.checks else None,
            naming.get(one.id, ()),
            *(history(one.id) if one.checks else History()),
        )
        for one in site.components
    ]
    because = roots(
        {one.id: one.depends_on for one in site.components}, {one.id: one.status for one in alone}
    )
    return tuple(replace(one, because_of=because[one.id]) if one.id in because else one for one in alone)


def _posts_stale_since(site: Site, held: Measurements, now: datetime) -> datetime | None:
    """Since when posts can't arrive, for a site whose posts come from git; None while they can."""
    if site.git is None or held.fetched_at is None:
        return None
    return posts_stale_since(held.fetched_at, site.git.every, now)


def _out_of_reach(component: ComponentNow, since: datetime) -> ComponentNow:
    """A component of which only posts could tell, while none can arrive: nothing is known of it."""
    if component.measured or component.status is not Status.OPERATIONAL:
        return component
    return replace(
        component, status=Status.UNKNOWN, since=since, reason=text("posts about it can't arrive here")
    )


def _believed(component: Component, held: Measurements, alive_until: datetime | None) -> datetime | None:
    """Until when the component's open span may be believed."""
    freshest = latest(valid_until(one, held.states.get(one.key, CheckState())) for one in component.checks)
    return earliest(freshest, alive_until) if freshest else None


def _certain(
    site: Site, held: Measurements, believed: Mapping[str, datetime | None]
) -> dict[str, datetime | None]:
    """Until when it is certain that a component's open span goes on.

    Once a bad check has answered well its recovery may be dated back to then: until that is decided
    nobody knows.
    """
    found = dict(believed)
    for check in site.checks:
        state = held.states.get(check.key)
        if state is None or state.last_known is None or state.outcome is None:
            continue
        if state.last_known.answer.outcome.badness < state.outcome.badness:
            id_ = check.key.component
            found[id_] = earliest(found[id_], state.last_known.at)
    return found


def _sayer(site: Site) -> Say:
    """Says what the page says by itself, in the site's language and zone."""

    def say(said: Text, at: datetime) -> str:
        return _language(site.language).say(said, site.zone, at.astimezone(site.zone).date())

    return say


@lru_cache(maxsize=8)
def _language(code: str) -> Language:
    return language_of(code)


def _posts(site: Site, seen: Mapping[str, Sequence[Span]], now: datetime) -> tuple[PostNow, ...]:
    names = {component.id: component.name for component in site.components}
    shown = [post_now(post, names, seen, now) for post in expand(site.posts, site.zone, now)]
    return tuple(sorted(shown, key=place, reverse=True))


def _measured(component: Component, held: Measurements, now: datetime) -> Measured:
    """What the checks say; past the monitor's last sign of life, that nothing is known."""
    alive_until = monitor_until(held.tick, now, held.rounds)
    if alive_until is None or alive_until > now:
        return measure(component, held.states, now)
    at_death = measure(component, held.states, alive_until)
    gone = measure(component, {}, now)
    return Measured(
        status=gone.status,
        since=earliest(at_death.valid_until, alive_until) or at_death.since,
        reason=text("our monitoring does not run"),
        checked_at=at_death.checked_at,
        valid_until=None,
        stays_until=None,
        checks=gone.checks,
        voices=gone.voices,
    )


def _valid_until(
    site: Site, tick: datetime | None, dead_since: datetime | None, now: datetime, valid_for: timedelta
) -> datetime | None:
    """From the last sign of life on; a site that neither measures nor reads anything has no limit."""
    if not site.checks and not site.providers:
        return None
    anchor = min(now, tick) if tick is not None and dead_since is None else now
    return anchor + valid_for

"""Ninety days as a picture that costs bytes for bad days only.

Lines are drawn in dashes, a dash a day: good days are one line, and what differs is laid over it.
A worse day stands taller, so that colour is never alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from flask import current_app, request
from markupsafe import Markup

from statuspage.decide.bar import BarDay, Stretch, bar, is_good, told
from statuspage.decide.days import DAYS_SHOWN
from statuspage.decide.posts import by_component
from statuspage.model.snapshot import ComponentNow, PostNow
from statuspage.model.status import Status
from statuspage.web.public import snapshot
from statuspage.web.say import language, local

STEP, BROAD, HIGH = 7, 5, 28
"""Units from one day to the next, of a day's width, and of the whole height; ``bar.css`` dashes by them."""

KEPT = "kept_bars"
"""Where an app keeps the bars that it drew; to be forgotten with its templates."""

_MOST_KEPT = 12_000

WIDTH = STEP * DAYS_SHOWN - (STEP - BROAD)

GOOD = f"M0 {HIGH - 9}H{WIDTH}"
"""Ninety good days."""

_TALL = {
    Status.UNDER_MAINTENANCE: 18,
    Status.DEGRADED_PERFORMANCE: 21,
    Status.PARTIAL_OUTAGE: 25,
    Status.MAJOR_OUTAGE: HIGH,
}
"""How tall a day stands that is laid over a good one; good days are 18 units tall."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A component's bar: its days, those told in words, paths by state, and the line of unknown days."""

    days: tuple[BarDay, ...]
    told: tuple[Stretch, ...]
    paths: tuple[tuple[Status, str], ...]
    unknown: str


def bar_of(component: ComponentNow) -> Bar:
    """The bar of a component at the snapshot's moment."""
    today = snapshot().generated_at.astimezone(snapshot().page.zone).date()
    days = bar(component.days, today)
    by_status: dict[Status, list[int]] = {}
    for one in days:
        by_status.setdefault(one.status or Status.UNKNOWN, []).append(one.place)
    paths = (
        (status, _upright(by_status[status], tall)) for status, tall in _TALL.items() if status in by_status
    )
    return Bar(days, told(days), tuple(paths), _level(by_status.get(Status.UNKNOWN, [])))


def kept(
    component: ComponentNow, posts: Sequence[PostNow], uptime: Markup, draw: Callable[..., Markup]
) -> Markup:
    """What ``draw`` makes of these; the bar of a component that looks as it did is not drawn again.

    Today counts as it grows only where something was wrong.
    """
    *past, today = component.days or (None,)
    if today is not None and is_good(today):
        today = replace(today, seconds={})
    given = (
        language(),
        local(snapshot().generated_at).date(),
        component.name,
        past,
        today,
        uptime,
        tuple(posts),
    )
    known = current_app.extensions.setdefault(KEPT, {})
    place = request.path, component.id
    before = known.get(place)
    if before is not None and before[0] == given:
        return cast(Markup, before[1])
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[place] = given, draw(component, posts, uptime)
    return cast(Markup, known[place][1])


def posts_by_component(posts: Iterable[PostNow]) -> dict[str, list[PostNow]]:
    """The posts that name each component, in their order; those that are still to come are left out."""
    now = snapshot().generated_at
    return by_component(post for post in posts if post.started_at <= now)


def during(posts: Iterable[PostNow], stretch: Stretch) -> list[PostNow]:
    """Those of some posts that went on during a day; none for more days than one: they are not of each."""
    if stretch.first is not stretch.last:
        return []
    zone, now = snapshot().page.zone, snapshot().generated_at
    return [
        post
        for post in posts
        if post.started_at.astimezone(zone).date() <= stretch.last.date
        and (post.ended_at or now).astimezone(zone).date() >= stretch.first.date
    ]


def _upright(places: Iterable[int], tall: int) -> str:
    """A line for each day, from the ground up."""
    return "".join(f"M{place * STEP + BROAD / 2} {HIGH}v-{tall}" for place in places)


def _level(places: Iterable[int]) -> str:
    """A line for each stretch of days, through their middle."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return "".join(f"M{first * STEP} {HIGH // 2}H{last * STEP + BROAD}" for first, last in runs)

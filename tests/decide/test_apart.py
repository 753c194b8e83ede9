"""Outages told apart: the parts come to what the whole does, and what is kept of them never shows."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from statuspage.automatics import Automatics
from statuspage.decide.apart import NEVER, apart, first_change, marks, settled_at
from statuspage.decide.automatic import Scene, automatic_incidents
from statuspage.decide.history import clip
from statuspage.decide.outages import outages
from statuspage.decide.posts import post_now
from statuspage.model.post import Post
from statuspage.model.site import Component
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.model.text import Text
from tests.make import at, component, post, site, span, update

MIN, HOUR = 60.0, 3600.0
IDS = ("files", "mail", "phones", "portal", "shop", "web")
NAMES = {id_: id_.capitalize() for id_ in IDS}
STATUSES = ("operational", "major_outage", "operational", "partial_outage", "unknown", "degraded_performance")


def say(said: Text, moment: datetime) -> str:
    return str(said)


def some_components(dice: random.Random) -> list[Component]:
    return [
        component(id_, depends_on={other: "hard" for other in IDS[:i] if dice.random() < 0.2})
        for i, id_ in enumerate(IDS)
    ]


def some_spans(dice: random.Random, until: float) -> tuple[Span, ...]:
    """What was measured of one component: short and long times in all states, the last of which goes on."""
    edges = [-HOUR]
    while edges[-1] < until:
        edges.append(edges[-1] + dice.choice([MIN, 4 * MIN, 11 * MIN, HOUR, 3 * HOUR]) * dice.uniform(0.5, 2))
    states = [dice.choice(STATUSES) for _ in edges]
    ends = [*edges[1:], None]
    return tuple(span(a, b, state) for a, b, state in zip(edges, ends, states, strict=True))


def some_posts(dice: random.Random, until: float) -> list[Post]:
    found = []
    for i in range(dice.randrange(5)):
        start = dice.uniform(0, until)
        end = [update(start + dice.uniform(MIN, 5 * HOUR), "resolved")] if dice.random() < 0.7 else []
        named = dict.fromkeys(dice.sample(IDS, dice.randrange(1, 3)))
        found.append(post(update(start, "investigating"), *end, id=f"post-{i}", components=named))
    return found


def shown(posts: Sequence[Post], now: float) -> list[PostNow]:
    """The posts that are written by then, newest first."""
    written = [replace(one, updates=tuple(u for u in one.updates if u.at <= at(now))) for one in posts]
    found = [post_now(one, NAMES, {}, at(now)) for one in written if one.updates]
    return sorted(found, key=lambda one: (one.started_at, one.post.id), reverse=True)


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_come_to_what_the_whole_does(seed: int) -> None:
    dice, now = random.Random(seed), 30 * HOUR
    depends_on = {one.id: one.depends_on for one in some_components(dice) if one.depends_on}
    down = {id_: outages(clip(some_spans(dice, now), at(now), at(now))) for id_ in IDS}
    naming: dict[str, list[PostNow]] = {}
    for one in shown(some_posts(dice, now), now):
        for named in one.affected:
            naming.setdefault(named.id, []).append(one)
    whole = Scene(down, IDS, naming, depends_on, at(now))
    parts = apart(down, depends_on)
    assert sum(len(found) for part in parts for found in part.values()) == sum(map(len, down.values()))
    found = [one for part in parts for one in automatic_incidents(replace(whole, outages=part, covers={}))]
    assert sorted(found, key=lambda one: one.id) == sorted(automatic_incidents(whole), key=lambda one: one.id)


@pytest.mark.parametrize("seed", range(25))
def test_what_is_kept_of_parts_gives_the_same_as_telling_all_of_it(seed: int) -> None:
    """Time goes on, posts are written, changed and taken away, a name changes, the clock is set back."""
    dice, kept, until = random.Random(seed), Automatics(), 30 * HOUR
    components = some_components(dice)
    measured = {id_: some_spans(dice, until) for id_ in IDS}
    posts = some_posts(dice, until)
    moments = sorted(dice.uniform(0, until) for _ in range(40))
    moments[20], moments[21] = moments[21], moments[20]
    for i, now in enumerate(moments):
        seen = {id_: tuple(one for one in those if one.start <= at(now)) for id_, those in measured.items()}
        open_ended = {id_: (*those[:-1], replace(those[-1], end=None)) for id_, those in seen.items()}
        if dice.random() < 0.15:
            posts = some_posts(dice, until)
        if i == 30:
            components[0] = replace(components[0], name="Archive")
        given = (
            site(*components),
            shown(posts, now),
            open_ended,
            dict.fromkeys(IDS, at(now + 60)),
            say,
            at(now),
        )
        assert kept.among(*given) == Automatics().among(*given)


def test_what_falls_shortly_after_another_is_not_apart_and_later_it_is() -> None:
    def parts(second: float) -> int:
        falls = {"mail": 0.0, "phones": second}
        down = {
            id_: outages([span(start, start + HOUR, "major_outage"), span(start + HOUR, None, "operational")])
            for id_, start in falls.items()
        }
        return len(apart(down, {}))

    assert [parts(5 * MIN), parts(6 * MIN)] == [1, 2]


def test_those_of_one_root_are_apart_once_the_first_is_over() -> None:
    def parts(second: float) -> int:
        first = [span(0, 20 * MIN, "major_outage"), span(20 * MIN, None, "operational")]
        later = [span(second, None, "major_outage")]
        needs = {"mail": ["files"], "phones": ["files"]}
        return len(apart({"mail": outages(first), "phones": outages(later)}, needs))

    assert [parts(30 * MIN), parts(31 * MIN)] == [1, 2]


def test_a_component_that_falls_again_while_its_incident_goes_on_is_in_the_same_part() -> None:
    mail = [
        span(0, HOUR, "major_outage"),
        span(HOUR, 3 * HOUR, "operational"),
        span(3 * HOUR, None, "major_outage"),
    ]
    phones = [span(0, None, "major_outage")]
    assert len(apart({"mail": outages(mail), "phones": outages(phones)}, {})) == 1
    assert len(apart({"mail": outages(mail)}, {})) == 2


def test_a_part_is_settled_an_hour_after_its_last_outage_is_over() -> None:
    over = outages([span(0, HOUR, "major_outage"), span(HOUR, None, "operational")])
    assert settled_at({"mail": over}) == at(HOUR + 10 * MIN + HOUR)
    assert settled_at({"mail": over, "web": outages([span(0, None, "major_outage")])}) == NEVER


def test_the_first_change_is_where_the_oldest_post_that_differs_begins() -> None:
    old, new = post(update(0, "investigating"), id="old"), post(update(HOUR, "investigating"), id="new")
    ended = replace(old, updates=(*old.updates, update(3 * HOUR, "resolved")))
    both = marks(shown([old, new], 4 * HOUR))
    assert first_change(both, both) == NEVER
    assert first_change(marks(shown([old], 4 * HOUR)), both) == at(HOUR)
    assert first_change(both, marks(shown([ended, new], 4 * HOUR))) == at(0)
    assert first_change([], both) == at(0)

"""Which items feeds have."""

from datetime import timedelta

from statuspage.decide.feed import concerning, history_items, update_items
from statuspage.decide.posts import post_now
from statuspage.model.post import Post
from statuspage.model.snapshot import PostNow
from statuspage.site.recurrence import expand
from tests.make import at, post, site, span, update

DAY = 86400.0
NAMES = {"mail": "Mail", "files": "Files"}


def shown(*posts: Post, now: float = 0, seen: str = "operational") -> list[PostNow]:
    spans = {"mail": [span(-200 * DAY, now + 1, seen)]}
    found = [post_now(one, NAMES, spans, at(now)) for one in expand(posts, site().zone, at(now))]
    return sorted(found, key=lambda one: one.started_at, reverse=True)


def ids(*posts: Post, now: float = 0, seen: str = "operational") -> list[str]:
    return [item.id for item in update_items(shown(*posts, now=now, seen=seen), (), at(now))]


def work(*updates: float, **given: object) -> Post:
    settings: dict[str, object] = {"starts": at(0), "ends": at(3600), "components": {"mail": None}}
    written = [update(seconds, "scheduled") for seconds in updates or (-DAY,)]
    return post(*written, kind="maintenance", id="move", **(settings | given))


def test_each_update_is_an_item_newest_first() -> None:
    one = post(update(0, "investigating"), update(60, "identified"), update(600, "resolved"))
    assert ids(one, now=DAY) == [
        "mail-late/20261123T1010Z-resolved",
        "mail-late/20261123T1001Z-identified",
        "mail-late/20261123T1000Z-investigating",
    ]


def test_a_maintenance_is_announced_and_begins_and_ends_by_the_clock() -> None:
    assert ids(work(), now=-60) == ["move/20261122T1000Z-scheduled"]
    assert ids(work(), now=60)[:1] == ["move/start"]
    assert ids(work(), now=3600)[:2] == ["move/end", "move/start"]
    assert ids(work(), now=3600, seen="major_outage")[:1] == ["move/start"]


def test_what_somebody_wrote_of_a_maintenance_is_not_told_twice() -> None:
    early = work()
    early = post(
        *early.updates, update(-60, "in_progress"), update(1800, "completed"), kind="maintenance", id="move",
        starts=early.starts, ends=early.ends,
    )  # fmt: skip
    assert ids(early, now=DAY) == [
        "move/20261123T1030Z-completed",
        "move/20261123T0959Z-in_progress",
        "move/20261122T1000Z-scheduled",
    ]


def test_a_maintenance_that_was_called_off_never_began() -> None:
    off = post(update(-DAY, "scheduled"), update(-60, "completed"), kind="maintenance", id="move",
               starts=at(0), ends=at(3600))  # fmt: skip
    assert ids(off, now=DAY) == ["move/20261123T0959Z-completed", "move/20261122T1000Z-scheduled"]


def test_what_recurs_is_announced_once_and_begins_each_time() -> None:
    nightly = work(-DAY, recurs="FREQ=DAILY", components={})
    assert ids(nightly, now=2 * DAY + 7200) == [
        "move-2026-11-25/end",
        "move-2026-11-25/start",
        "move-2026-11-24/end",
        "move-2026-11-24/start",
        "move-2026-11-23/end",
        "move-2026-11-23/start",
        "move/20261122T1000Z-scheduled",
    ]


def test_what_is_over_goes_after_90_days_but_50_stay_and_what_is_open_stays() -> None:
    old = [
        post(update(-400 * DAY + i, "investigating"), update(-399 * DAY + i, "resolved"), id=f"old-{i}")
        for i in range(60)
    ]
    going_on = post(update(-500 * DAY, "investigating"), id="open")
    posts = shown(*old, going_on)
    assert len(update_items(posts, (), at(0))) == 51
    assert len(history_items(posts, at(0))) == 51
    assert history_items(posts, at(0))[-1].post.id == "open"
    assert update_items(posts, (), at(0))[-1].post.post.id == "open"


def test_a_flood_of_what_is_over_is_cut() -> None:
    posts = shown(*(post(update(-i, "resolved"), id=f"one-{i}") for i in range(700)))
    assert len(update_items(posts, (), at(0))) == 500


def test_an_update_of_the_future_is_dated_at_its_instant() -> None:
    (item,) = update_items(shown(post(update(600, "investigating"))), (), at(0))
    assert item.at == at(600)


def test_a_component_hears_of_what_names_it() -> None:
    one, other = post(update(0, "resolved"), components={"mail": None}), post(update(0, "resolved"), id="b")
    assert [found.post.id for found in concerning(shown(one, other), "mail")] == ["mail-late"]


def test_other_moments_give_the_same_items() -> None:
    posts = [work(), post(update(0, "investigating"), update(600, "resolved"))]
    first = update_items(shown(*posts, now=7200), (), at(7200))
    later = update_items(shown(*posts, now=9000), (), at(7200) + timedelta(minutes=30))
    assert [(item.id, item.at) for item in first] == [(item.id, item.at) for item in later]

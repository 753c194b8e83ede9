"""Of maintenance that comes again, only the next occurrence is listed; each is over when the next begins."""

from datetime import timedelta

from statuspage.decide.posts import post_now
from statuspage.decide.recurrence import next_of_each
from statuspage.model.post import Post, State
from statuspage.model.snapshot import PostNow
from tests.make import at, post, span, update

DAY = 86_400.0
HOUR = 3_600.0


def occurrence(day: int, path: str = "incidents/backup.md") -> Post:
    return post(
        update(-9 * DAY, "scheduled"),
        id=f"{path}-{day}",
        path=path,
        kind="maintenance",
        starts=at(day * DAY),
        ends=at(day * DAY + HOUR),
        followed_at=at((day + 1) * DAY),
        recurs="FREQ=DAILY",
        components={"mail": None},
    )


def seen_at(hours: float, one: Post, *status: str) -> PostNow:
    spans = {"mail": [span(-9 * DAY + i * DAY, -8 * DAY + i * DAY, each) for i, each in enumerate(status)]}
    return post_now(one, {}, spans if status else {}, at(0) + timedelta(hours=hours))


def test_of_each_series_only_the_next_occurrence_is_listed() -> None:
    posts = [
        seen_at(2, each)
        for each in (
            occurrence(2),
            occurrence(1),
            occurrence(3, "incidents/other.md"),
            occurrence(0),
            post(update(0, "investigating")),
        )
    ]
    assert next_of_each(posts, at(2 * HOUR)) == [posts[1], posts[2], posts[3], posts[4]]


def test_an_occurrence_that_overran_is_over_when_the_next_begins() -> None:
    one = occurrence(-9)
    down = ["major_outage"] * 9
    before, after = seen_at(-8 * 24 - 1, one, *down), seen_at(-8 * 24, one, *down)
    assert (before.state, before.overrunning) == (State.VERIFYING, True)
    assert (after.state, after.ended_at, after.overrunning) == (State.COMPLETED, one.ends, False)


def test_an_occurrence_that_overran_and_was_mended_ended_then() -> None:
    one = post(
        update(-9 * DAY, "scheduled"),
        kind="maintenance",
        starts=at(-9 * DAY),
        ends=at(-9 * DAY + HOUR),
        followed_at=at(-7 * DAY),
        components={"mail": None},
    )
    shown = seen_at(0, one, "major_outage", *["operational"] * 8)
    assert (shown.state, shown.ended_at) == (State.COMPLETED, at(-8 * DAY))

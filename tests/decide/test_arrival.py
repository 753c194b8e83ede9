"""Whether posts still arrive from git, and when to look for them."""

from datetime import timedelta

from statuspage.decide.arrival import posts_stale_since, sync_due
from tests.make import at

MINUTE = timedelta(minutes=1)


def test_posts_can_arrive_until_the_last_good_fetch_is_old() -> None:
    assert posts_stale_since(at(0), MINUTE, at(600)) is None
    assert posts_stale_since(at(0), MINUTE, at(601)) == at(0)
    assert posts_stale_since(at(0), 10 * MINUTE, at(1800)) is None
    assert posts_stale_since(at(0), 10 * MINUTE, at(1801)) == at(0)
    assert posts_stale_since(at(60), MINUTE, at(0)) is None


def test_a_sync_is_due_every_so_often_and_when_woken() -> None:
    assert sync_due(None, None, MINUTE, at(0))
    assert not sync_due(at(0), None, MINUTE, at(59))
    assert sync_due(at(0), None, MINUTE, at(60))
    assert sync_due(at(0), at(5), MINUTE, at(6))
    assert not sync_due(at(10), at(5), MINUTE, at(16))


def test_a_call_during_a_sync_counts_but_not_within_two_seconds() -> None:
    assert not sync_due(at(0), at(1), MINUTE, at(1.9))
    assert sync_due(at(0), at(1), MINUTE, at(2))
    assert not sync_due(at(0), at(0), timedelta(seconds=1), at(1.9))


def test_a_clock_that_was_set_back_stops_nothing() -> None:
    assert sync_due(at(100), None, MINUTE, at(0))

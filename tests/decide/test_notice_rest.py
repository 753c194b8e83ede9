"""When nothing need be decided about notices, because nothing can have come."""

from datetime import datetime

import pytest

from statuspage.decide.notice_rest import LONGEST, rests_until
from statuspage.decide.notices import Inner, notices
from statuspage.model.post import Post
from statuspage.model.snapshot import ComponentNow
from tests.decide.test_notices import GATHER, page, seen
from tests.make import T0, at, post, update

FINE = seen("mail", "operational", -500)


def rest(
    *components: ComponentNow, posts: tuple[Post, ...] = (), inner: Inner | None = None
) -> datetime | None:
    now, inside = page(0, *components, posts=posts), inner or Inner()
    told, _ = notices(None, now, inside, GATHER, T0)
    return rests_until(now, told, inside.git_failing_since)


def test_where_all_is_well_it_is_looked_at_now_and_then() -> None:
    assert rest(FINE) == T0 + LONGEST


@pytest.mark.parametrize("status", ["major_outage", "degraded_performance", "unknown"])
def test_while_anything_goes_on_there_is_no_rest(status: str) -> None:
    assert rest(seen("mail", status, -500)) is None


def test_a_repository_that_fails_is_looked_at_until_it_is_told_of() -> None:
    assert rest(FINE, inner=Inner(git_failing_since=at(-10))) is None
    assert rest(FINE, inner=Inner(git_failing_since=at(-900))) == T0 + LONGEST


def test_maintenance_begins_and_ends_on_time() -> None:
    def works(starts: float, ends: float) -> Post:
        given = {"components": {"mail": None}, "starts": at(starts), "ends": at(ends)}
        return post(update(-9000, "scheduled"), kind="maintenance", **given)

    assert rest(FINE, posts=(works(30, 900),)) == at(30)
    assert rest(FINE, posts=(works(-600, 45),)) == at(45)
    assert rest(FINE, posts=(works(3000, 9000),)) == T0 + LONGEST

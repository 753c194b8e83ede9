"""Which notices there are, from what was told of so far and how the page is now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from statuspage.decide.feed_notices import changed_feeds
from statuspage.decide.notices import (
    UNKNOWN_AFTER,
    Changed,
    FeedsChanged,
    GitChanged,
    Inner,
    Notice,
    Published,
    SiteFaulty,
    Told,
    gathering,
    notices,
)
from statuspage.model.post import Post
from statuspage.model.site import Site
from statuspage.model.snapshot import CheckNow, ComponentNow, Measurements, Snapshot
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text
from statuspage.snapshot import take
from statuspage.told import read_told, write_told
from tests.make import at, check, component, post, site, update
from tests.told import said
from tests.web.upstream import provider

GATHER = timedelta(seconds=20)
OUTCOME = {"operational": Outcome.OK, "degraded_performance": Outcome.SLOW, "partial_outage": Outcome.WRONG}


def seen(id_: str, status: str, since: float, **given: Any) -> ComponentNow:
    """A measured component as its checks have it since so many seconds after T0."""
    outcome = None if status == "unknown" else OUTCOME.get(status, Outcome.DOWN)
    values: dict[str, Any] = {
        "id": id_,
        "name": id_.capitalize(),
        "group": None,
        "description": None,
        "status": Status(status),
        "seen": Status(status),
        "since": at(since),
        "seen_since": at(since),
        "reason": Text("is so"),
        "checked_at": None,
        "valid_until": None,
        "uptime": None,
        "checks": (CheckNow("http", "http", outcome, at(since), Text("is so"), at(since), None),),
    }
    return ComponentNow(**(values | given))


def page(
    seconds: float, *components: ComponentNow, posts: Sequence[Post] = (), of: Site | None = None
) -> Snapshot:
    """The page at so many seconds after T0, with these components."""
    whole = of or site(*(component(one.id) for one in components), posts=posts)
    taken = take(whole, Measurements(tick=at(seconds)), at(seconds), timedelta(minutes=1))
    return replace(taken, components=components)


class Play:
    """Goes on in time, keeping what was told of."""

    def __init__(self) -> None:
        self.told: Told | None = None

    def at(
        self, seconds: float, *components: ComponentNow, inner: Inner | None = None, **given: Any
    ) -> list[Notice]:
        now = page(seconds, *components, **given)
        self.told, found = notices(self.told, now, inner or Inner(), GATHER, at(seconds))
        return found


def fallen(found: Sequence[Notice]) -> list[list[tuple[str, str]]]:
    """The names and statuses in each notice of components."""
    changed = [one for one in found if isinstance(one, Changed)]
    return [[(one.component.id, one.status.value) for one in each.changes] for each in changed]


def test_a_fall_is_told_once_after_a_short_wait() -> None:
    play = Play()
    assert play.at(0, seen("mail", "operational", 0)) == []
    assert play.at(10, seen("mail", "major_outage", 5)) == []
    assert fallen(play.at(30, seen("mail", "major_outage", 5))) == [[("mail", "major_outage")]]
    assert play.at(31, seen("mail", "major_outage", 5)) == []
    assert play.at(9999, seen("mail", "major_outage", 5)) == []


def test_what_is_down_when_the_first_notice_is_possible_is_told() -> None:
    play = Play()
    play.at(0, seen("mail", "major_outage", -500))
    assert fallen(play.at(20, seen("mail", "major_outage", -500))) == [[("mail", "major_outage")]]


def test_what_falls_together_is_told_together() -> None:
    play = Play()
    ids = [f"c{number}" for number in range(50)]
    play.at(0, *(seen(id_, "operational", 0) for id_ in ids))
    play.at(10, *(seen(id_, "major_outage" if id_ < "c3" else "operational", 9) for id_ in ids))
    [one] = fallen(play.at(30, *(seen(id_, "major_outage", 9) for id_ in ids)))
    assert len(one) == 50


def test_recoveries_and_falls_are_two_notices() -> None:
    play = Play()
    play.at(0, seen("a", "major_outage", 0), seen("b", "operational", 0))
    play.at(20, seen("a", "major_outage", 0), seen("b", "operational", 0))
    play.at(60, seen("a", "operational", 60), seen("b", "degraded_performance", 60))
    found = play.at(80, seen("a", "operational", 60), seen("b", "degraded_performance", 60))
    assert fallen(found) == [[("b", "degraded_performance")], [("a", "operational")]]


def test_a_fall_that_is_over_before_it_is_told_is_told_as_brief() -> None:
    play = Play()
    play.at(0, seen("mail", "operational", 0))
    play.at(5, seen("mail", "major_outage", 4))
    play.at(10, seen("mail", "operational", 9))
    [notice] = play.at(25, seen("mail", "operational", 9))
    assert isinstance(notice, Changed)
    assert notice.changes[0].brief == (Status.MAJOR_OUTAGE, at(4))
    assert "Mail was down at 23 Nov 2026, 10:00 UTC, for a short while" in said(notice)
    assert play.at(60, seen("mail", "operational", 9)) == []


def test_a_worse_fall_meanwhile_is_told_as_it_is() -> None:
    play = Play()
    play.at(0, seen("mail", "operational", 0))
    play.at(1, seen("mail", "degraded_performance", 1))
    assert fallen(play.at(21, seen("mail", "major_outage", 15))) == [[("mail", "major_outage")]]


def test_changes_wait_until_others_of_the_same_cause_are_confirmed() -> None:
    quick = check(confirm_every=timedelta(seconds=1))
    assert gathering([quick]) == timedelta(seconds=3)
    assert gathering([quick, check("files")]) == timedelta(seconds=17)
    assert gathering([check(fail_after=9)]) == timedelta(seconds=30)


def test_unknown_is_told_only_when_it_lasts() -> None:
    play, after = Play(), UNKNOWN_AFTER.total_seconds()
    play.at(0, seen("mail", "operational", 0))
    assert play.at(10, seen("mail", "unknown", 10)) == []
    assert play.at(after, seen("mail", "unknown", 10)) == []
    assert play.at(after + 10, seen("mail", "unknown", 10)) == []
    wait = GATHER.total_seconds()
    assert fallen(play.at(after + 10 + wait, seen("mail", "unknown", 10))) == [[("mail", "unknown")]]
    play.at(after + 100, seen("mail", "operational", after + 90))
    [back] = play.at(after + 130, seen("mail", "operational", after + 90))
    assert "Mail is measured again, and works" in said(back)


def test_a_restart_in_which_things_are_unknown_for_a_while_is_no_news() -> None:
    play = Play()
    for seconds, status in (
        (0, "operational"),
        (100, "unknown"),
        (150, "unknown"),
        (160, "operational"),
        (300, "operational"),
    ):
        assert play.at(seconds, seen("mail", status, seconds)) == []


def test_a_component_that_is_still_down_after_it_was_unknown_is_not_told_again() -> None:
    play = Play()
    play.at(0, seen("mail", "major_outage", 0))
    play.at(20, seen("mail", "major_outage", 0))
    for seconds, status in ((60, "unknown"), (90, "major_outage"), (120, "major_outage")):
        assert play.at(seconds, seen("mail", status, seconds)) == []


def test_maintenance_is_quiet_and_what_is_left_after_it_is_told() -> None:
    work = post(
        update(-100, "scheduled"), kind="maintenance", starts=at(0), ends=at(600), components={"mail": None}
    )
    play, posts = Play(), [work]
    play.at(-50, seen("mail", "operational", -50), posts=posts)
    for seconds in (10, 100, 599):
        down = seen("mail", "under_maintenance", 0, seen=Status.MAJOR_OUTAGE)
        assert fallen(play.at(seconds, down, posts=posts)) == []
    play.at(610, seen("mail", "major_outage", 5), posts=posts)
    assert fallen(play.at(640, seen("mail", "major_outage", 5), posts=posts)) == [[("mail", "major_outage")]]


def test_the_start_of_maintenance_is_told() -> None:
    work = post(
        update(-100, "scheduled"), kind="maintenance", starts=at(0), ends=at(600), components={"mail": None}
    )
    play = Play()
    play.at(-50, seen("mail", "operational", -50), posts=[work])
    [notice] = play.at(1, seen("mail", "operational", -50), posts=[work])
    assert isinstance(notice, Published)
    assert said(notice).startswith("[In progress] Mail is late")
    assert "The maintenance has begun." in said(notice)


def test_what_a_post_claims_is_told_by_its_update_alone() -> None:
    play = Play()
    play.at(0, seen("mail", "operational", 0))
    claim = post(update(50, "investigating", mail="major_outage"))
    claimed = seen("mail", "major_outage", 50, seen=Status.OPERATIONAL)
    [notice] = play.at(60, claimed, posts=[claim])
    assert isinstance(notice, Published)
    assert "It is investigating." in said(notice)
    assert "Concerns: Mail" in said(notice)
    assert play.at(100, claimed, posts=[claim]) == []


def test_each_update_is_told_once_oldest_first_and_never_after_a_typo() -> None:
    play = Play()
    play.at(0, seen("mail", "operational", 0))
    both = post(update(50, "investigating"), update(60, "resolved"))
    found = play.at(70, seen("mail", "operational", 0), posts=[both])
    assert [one.item.state.value for one in found if isinstance(one, Published)] == [
        "investigating",
        "resolved",
    ]
    mended = replace(both, updates=(replace(both.updates[0], body="Mended."), both.updates[1]))
    assert play.at(80, seen("mail", "operational", 0), posts=[mended]) == []


def test_a_post_that_was_away_for_a_while_is_not_told_again() -> None:
    play, mail = Play(), seen("mail", "operational", 0)
    play.at(0, mail)
    told = post(update(50, "investigating"))
    assert len(play.at(60, mail, posts=[told])) == 1
    assert play.at(70, mail) == play.at(86_000, mail, posts=[told]) == []
    play.told = read_told(write_told(play.told)) if play.told else None
    assert play.at(86_010, mail) == play.at(86_020, mail, posts=[told]) == []


def test_updates_of_long_ago_are_history() -> None:
    play = Play()
    play.at(0, seen("mail", "operational", 0))
    old = post(update(-2 * 86400, "investigating"), update(-90_000, "resolved"))
    assert play.at(1, seen("mail", "operational", 0), posts=[old]) == []
    assert Play().at(1, seen("mail", "operational", 0), posts=[post(update(0, "investigating"))]) == []


def test_a_mistake_is_told_once_as_long_as_it_stays() -> None:
    play, mail = Play(), seen("mail", "operational", 0)
    play.at(0, mail)
    assert play.at(1, mail, inner=Inner(("a is wrong",))) == [SiteFaulty(("a is wrong",))]
    assert play.at(2, mail, inner=Inner(("a is wrong", "b is wrong"))) == [SiteFaulty(("b is wrong",))]
    assert play.at(3, mail) == []
    assert play.at(4, mail, inner=Inner(("a is wrong",))) == [SiteFaulty(("a is wrong",))]


def test_a_repository_that_fails_for_long_is_told_and_that_it_works_again() -> None:
    play, mail, failing = Play(), seen("mail", "operational", 0), Inner(git_failing_since=at(10))
    play.at(0, mail)
    assert play.at(20, mail, inner=failing) == []
    assert play.at(400, mail, inner=failing) == [GitChanged(at(10))]
    assert play.at(500, mail, inner=failing) == []
    assert play.at(600, mail) == [GitChanged(None)]


def test_feeds_change_with_their_posts_only() -> None:
    mail = seen("mail", "operational", 0)
    first = post(update(0, "investigating", mail="major_outage"))
    feeds, found = changed_feeds(None, page(1, mail, posts=[first]))
    assert found == []
    told = Told(feeds=feeds)
    assert changed_feeds(told, page(500, seen("mail", "major_outage", 400), posts=[first]))[1] == []
    more = replace(first, updates=(*first.updates, update(60, "resolved")))
    [change] = changed_feeds(told, page(90, mail, posts=[more]))[1]
    assert change == FeedsChanged(("/", "/components/mail/", "/incidents/mail-late/"))


def test_feeds_of_which_a_post_is_gone_have_changed() -> None:
    parts = seen("mail", "operational", 0), seen("files", "operational", 0)
    both = post(update(0, "investigating", mail="major_outage", files="major_outage"))
    told = Told(feeds=changed_feeds(None, page(1, *parts, posts=[both]))[0])
    one = post(update(0, "investigating", mail="major_outage"))
    [change] = changed_feeds(told, page(90, *parts, posts=[one]))[1]
    assert change == FeedsChanged(("/", "/components/mail/", "/components/files/", "/incidents/mail-late/"))
    [change] = changed_feeds(told, page(90, *parts))[1]
    assert change == FeedsChanged(("/", "/components/mail/", "/components/files/"))


@pytest.mark.parametrize("shown", [True, False])
def test_feeds_of_a_provider_change_with_its_advisories_where_there_are_any(shown: bool) -> None:
    mail = seen("mail", "operational", 0)
    about = post(update(0, "identified"), kind="advisory", provider="aws-s3", verdict="at_risk")
    told = Told(feeds=changed_feeds(None, page(1, mail))[0])
    now = replace(page(2, mail, posts=[about]), providers=(provider(shown=shown),))
    [change] = changed_feeds(told, now)[1]
    assert isinstance(change, FeedsChanged)
    assert ("/providers/aws-s3/" in change.folders) is shown

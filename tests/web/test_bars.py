"""What a bar of days says in words, and the share of time beside it."""

import re
from datetime import timedelta

import pytest

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.model.post import Post
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.span import Span
from statuspage.snapshot import take
from statuspage.web.daywords import whole_minutes
from tests.make import at, component, post, site, span, update
from tests.web.seen import document

DAY = 86400.0
HOUR = 3600.0


def office(*spans: Span, posts: tuple[Post, ...] = ()) -> Snapshot:
    """Mail with some history, at T0."""
    held = Measurements(spans={"mail": spans}, tick=at(0))
    return take(site(component(), posts=posts), held, at(0), LIVE_VALIDITY)


def gap(seconds: float, begin: float = -4 * DAY, first: float = -100 * DAY) -> tuple[Span, ...]:
    """Works but for a time that was not measured."""
    return (
        span(first, begin, "operational"),
        span(begin, begin + seconds, "unknown"),
        span(begin + seconds, 0, "operational"),
    )


def told(snapshot: Snapshot) -> tuple[str, list[str]]:
    """The summary of the bar, and the days that it tells of in words."""
    body = document(snapshot, "/components/mail/").body.decode()
    summary = re.search(r'class="told"><?(?:summary>)?(.*?)</(?:summary|p)>', body, re.S)
    assert summary is not None
    days = re.findall(r"<li data-day=[^>]*>(.*?)</li>", body, re.S)
    return summary[1], [re.sub(r"<[^>]*>", "", day).replace("\n", "") for day in days]


def test_a_day_of_which_half_an_hour_was_not_measured_says_so() -> None:
    summary, days = told(office(*gap(35 * 60)))
    assert summary == "90 days: 100 % of the 99.97 % measured"
    assert days == ["19 Nov not measured 35 min"]


def test_the_share_measured_is_never_rounded_up_to_all() -> None:
    assert told(office(*gap(1)))[0] == "90 days: 100 % of the 99.99 % measured"
    assert told(office(span(-100 * DAY, 0, "operational")))[0] == "90 days: 100 % up"


def test_downtime_is_told_up_to_the_minute() -> None:
    down = (
        span(-100 * DAY, -4 * DAY, "operational"),
        span(-4 * DAY, -4 * DAY + 1313, "major_outage"),
        span(-4 * DAY + 1313, 0, "operational"),
    )
    shown = office(*down)
    assert told(shown) == ("90 days: 99.98 % up", ["19 Nov down 22 min · Mail is down"])
    assert "</span> Down</dt><dd>22 min</dd>" in re.sub(
        r"<svg.*?</svg>", "</span>", document(shown, "/components/mail/").body.decode(), flags=re.S
    )


@pytest.mark.parametrize(
    ("seconds", "whole"), [(40.5, 40.5), (60, 60), (61, 120), (1320, 1320), (7201, 7260), (86_400, 86_400)]
)
def test_whole_minutes_are_never_less_than_what_they_stand_for(seconds: float, whole: float) -> None:
    assert whole_minutes(timedelta(seconds=seconds)) == timedelta(seconds=whole)


def test_days_that_were_not_measured_carry_no_post_of_one_of_them() -> None:
    done = post(
        update(-60 * DAY, "investigating"), update(-60 * DAY + HOUR, "resolved"), components={"mail": None}
    )
    late = post(
        update(-2 * DAY, "investigating"),
        update(-2 * DAY + HOUR, "resolved"),
        components={"mail": None},
        id="late",
        title="Mail stood still",
    )
    spans = (span(-3 * DAY, -2 * DAY, "operational"), span(-2 * DAY, -2 * DAY + HOUR, "major_outage"))
    _, days = told(office(*spans, span(-2 * DAY + HOUR, 0, "operational"), posts=(done, late)))
    assert days == ["21 Nov down 1 h · Mail stood still", "26 Aug – 19 Nov not measured"]

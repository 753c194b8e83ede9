"""Days of the site: midnight to midnight in its zone, through changes of the clock."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from statuspage.decide.days import calendar, days, spent
from statuspage.decide.history import between
from statuspage.model.span import Span
from statuspage.model.status import Status
from tests.make import at, span

LONDON = ZoneInfo("Europe/London")


def hours(spans: Sequence[Span], zone: ZoneInfo, now: datetime, count: int) -> list[tuple[str, float]]:
    """Each day with the hours of it that are counted."""
    found = days(spans, calendar(zone, now, count))
    return [(day.date.isoformat(), sum(day.seconds.values()) / 3600) for day in found]


def long_ago(now: datetime) -> list[Span]:
    return [Span(now - timedelta(days=200), now, Status.OPERATIONAL)]


@pytest.mark.parametrize(
    ("zone", "noon", "length"),
    [
        ("Europe/London", datetime(2026, 3, 29, 11, tzinfo=UTC), 23),
        ("Europe/London", datetime(2026, 10, 25, 12, tzinfo=UTC), 25),
        ("Europe/London", datetime(2026, 6, 1, 11, tzinfo=UTC), 24),
        ("Asia/Beirut", datetime(2026, 3, 29, 9, tzinfo=UTC), 23),
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, tzinfo=UTC), 24.5),
    ],
)
def test_a_day_is_as_long_as_its_clock_says(zone: str, noon: datetime, length: float) -> None:
    tomorrow = noon + timedelta(days=1)
    found = hours(long_ago(tomorrow), ZoneInfo(zone), tomorrow, 3)
    assert found[1] == (noon.date().isoformat(), length)
    assert found[0][1] == 24


def test_the_same_time_is_other_days_in_another_zone() -> None:
    spans = [span(0, 12 * 3600, "operational")]
    assert hours(spans, LONDON, at(12 * 3600), 90) == [("2026-11-23", 12.0)]
    tokyo = hours(spans, ZoneInfo("Asia/Tokyo"), at(12 * 3600), 90)
    assert tokyo == [("2026-11-23", 5.0), ("2026-11-24", 7.0)]


def test_days_begin_with_the_first_that_was_measured_and_have_no_gap_after_it() -> None:
    day = 86400.0
    spans = [span(-5 * day, -4.9 * day, "operational"), span(-2 * day, 0, "operational")]
    found = hours(spans, LONDON, at(0), 90)
    assert [round(length, 1) for _, length in found] == [2.4, 0, 0, 14, 24, 10]


def test_no_spans_make_no_days() -> None:
    assert days([], calendar(LONDON, at(0))) == ()
    assert days([span(-1e8, -9e7, "operational")], calendar(LONDON, at(0))) == ()


def test_the_calendar_ends_with_today() -> None:
    shown = calendar(LONDON, datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert shown.dates[-1] == date(2026, 7, 2)
    assert shown.midnights[-2] == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert len(shown.dates) == 90
    assert calendar(LONDON, datetime(2026, 7, 2, 12, tzinfo=UTC)) is shown


@pytest.mark.parametrize("seed", range(20))
def test_days_say_the_same_as_their_spans(seed: int) -> None:
    dice = random.Random(seed)
    now, moments = at(0), sorted(dice.uniform(-20 * 86400, 0) for _ in range(dice.randrange(2, 60)))
    spans = [span(a, b, dice.choice(list(Status))) for a, b in pairwise(moments)]
    shown = calendar(ZoneInfo(dice.choice(["Europe/London", "Asia/Tokyo", "America/New_York"])), now, 15)
    by_date = {day.date: day.seconds for day in days(spans, shown)}
    for day, (start, end) in zip(shown.dates, pairwise(shown.midnights), strict=True):
        assert by_date.get(day, {}) == pytest.approx(spent(between(spans, start, end)))

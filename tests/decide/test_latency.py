"""Latency buckets summed up: near what their answers would say, and gaps stay gaps."""

import math
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statuspage.decide.latency import SETTLED, figures, parts, runs, series, window_end
from statuspage.model.latency import WIDTHS, Bucket, LatencySeries, Window
from tests.make import T0

FIVE, HOUR, WHOLE = WIDTHS
LONDON = ZoneInfo("Europe/London")


def bucket(place: int, durations: Iterable[int] = (100,), width: timedelta = FIVE) -> Bucket:
    """The bucket so many widths after T0 in which some durations were measured."""
    known = sorted(durations)
    n = len(known)
    median, p95 = known[math.ceil(n / 2) - 1], known[math.ceil(n * 0.95) - 1]
    return Bucket(T0 + width * place, width, n, known[0], median, p95, known[-1])


def told(*buckets: Bucket, window: Window = Window.DAY) -> LatencySeries:
    return LatencySeries(window, T0 + window.length, buckets)


@pytest.mark.parametrize("window", Window)
def test_a_window_ends_with_the_last_bucket_that_is_surely_made(window: Window) -> None:
    end = T0.replace(hour=0) + timedelta(days=1)
    assert window_end(window, end + SETTLED) == end
    assert window_end(window, end + SETTLED - timedelta(milliseconds=1)) == end - window.width


def test_a_series_has_the_buckets_of_its_window_and_no_others() -> None:
    now = T0 + SETTLED
    every = [
        *(bucket(i) for i in range(-300, 3)),
        *(bucket(i, width=HOUR) for i in range(-300, 3)),
        *(bucket(i, width=WHOLE) for i in (-1, 0)),
    ]
    found = series(every, Window.DAY, now)
    assert (found.start, found.end) == (T0 - timedelta(days=1), T0)
    assert [one.start for one in found.buckets] == [T0 - FIVE * i for i in range(288, 0, -1)]
    assert len(series(every, Window.WEEK, now).buckets) == 168


@pytest.mark.parametrize("seed", range(30))
def test_the_figures_of_many_buckets_are_near_those_of_their_answers(seed: int) -> None:
    dice = random.Random(seed)
    measured = [
        [round(dice.lognormvariate(4.5 + i / 40, 0.3)) for _ in range(dice.randrange(20, 60))]
        for i in range(40)
    ]
    found = figures([bucket(i, durations) for i, durations in enumerate(measured)])
    every = sorted(ms for durations in measured for ms in durations)
    assert found is not None
    assert (found.count, found.max) == (len(every), every[-1])
    assert found.median == pytest.approx(every[len(every) // 2], rel=0.05)
    assert found.p95 == pytest.approx(every[len(every) * 95 // 100], rel=0.15)


@pytest.mark.parametrize("seed", range(30))
def test_figures_are_never_out_of_order(seed: int) -> None:
    dice = random.Random(seed)
    measured = [
        [dice.randrange(10 ** dice.randrange(1, 6)) for _ in range(dice.randrange(1, 9))]
        for _ in range(dice.randrange(1, 9))
    ]
    found = figures([bucket(i, durations) for i, durations in enumerate(measured)])
    assert found is not None
    assert min(min(durations) for durations in measured) <= found.median <= found.p95 <= found.max


def test_the_figures_of_one_bucket_are_its_own() -> None:
    one = bucket(0, range(1, 201))
    found = figures([one])
    assert found is not None
    assert (found.count, found.median, found.p95, found.max) == (200, one.median, one.p95, one.max)
    assert figures([one] * 20) == type(found)(4000, one.median, one.p95, one.max)


def test_nothing_measured_has_no_figures() -> None:
    assert figures([]) is None
    assert parts(told(), LONDON) == []
    assert runs(told()) == []


def test_where_nothing_was_measured_is_a_gap() -> None:
    often = [10, 20, 30]
    found = runs(told(*(bucket(i, often) for i in (0, 1, 2, 4, 5, 9))))
    assert [len(run) for run in found] == [3, 2, 1]


def test_a_check_that_is_asked_seldom_has_gaps_only_where_an_answer_is_missing() -> None:
    hourly = [bucket(i * 12) for i in range(24) if i not in (10, 11)]
    assert [len(run) for run in runs(told(*hourly))] == [10, 12]
    each_seven_minutes = [bucket(i * 7 // 5) for i in range(100)]
    assert len(runs(told(*each_seven_minutes))) == 1


def test_parts_are_hours_days_and_weeks_of_the_zone_newest_first() -> None:
    hours = parts(told(*(bucket(i) for i in range(24))), ZoneInfo("Asia/Kolkata"))
    assert [f"{start:%H:%M}" for start, _ in hours] == ["11:30", "10:30", "09:30"]
    assert [found.count for _, found in hours] == [6, 12, 6]
    days = parts(told(*(bucket(i, width=HOUR) for i in range(30)), window=Window.WEEK), LONDON)
    assert [(start.day, found.count) for start, found in days] == [(24, 16), (23, 14)]
    midnight = T0.replace(hour=0)
    whole = [Bucket(midnight + WHOLE * i, WHOLE, 1, 5, 5, 5, 5) for i in range(9)]
    weeks = parts(LatencySeries(Window.QUARTER, midnight, tuple(whole)), ZoneInfo("America/New_York"))
    assert [(start.date().day, found.count) for start, found in weeks] == [(30, 2), (23, 7)]


def test_the_hour_that_comes_twice_is_two_parts() -> None:
    start = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 01:00 in London, twice
    buckets = tuple(Bucket(start + FIVE * i, FIVE, 1, 5, 5, 5, 5) for i in range(24))
    found = parts(LatencySeries(Window.DAY, start + timedelta(days=1), buckets), LONDON)
    assert [part.count for _, part in found] == [12, 12]

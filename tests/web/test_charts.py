"""Charts: what their paths draw, where their lines stand, and which windows are worth one."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from statuspage.model.latency import WIDTHS, Bucket, LatencySeries, Window
from statuspage.web.charts import HIGH, chart, round_levels, worth_drawing
from tests.make import T0

LONDON = ZoneInfo("Europe/London")


def told(durations: dict[int, int], window: Window = Window.DAY, end: datetime = T0) -> LatencySeries:
    """A window with medians (ms) by place; 95 % take up to twice as long, the longest five times."""
    start = end - window.length
    buckets = tuple(
        Bucket(start + window.width * i, window.width, 10, ms // 2, ms, ms * 2, ms * 5)
        for i, ms in durations.items()
    )
    return LatencySeries(window, end, buckets)


def drawn(path: str) -> list[tuple[int, int]]:
    """The points of a line of relative steps, as a browser reads it."""
    points: list[tuple[int, int]] = []
    for run in re.findall(r"M[^M]+", path):
        numbers = [int(one) for one in re.findall(r"-?\d+", run)]
        points.append((numbers[0], numbers[1]))
        if "h" in run:
            continue
        for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + across, points[-1][1] + down))
    return points


@pytest.mark.parametrize(
    ("longest", "levels"),
    [
        (0, [1, 2]),
        (1, [1, 2]),
        (84, [50, 100]),
        (101, [50, 100, 150]),
        (310, [100, 200, 300, 400]),
        (1000, [500, 1000]),
        (8001, [5000, 10000]),
    ],
)
def test_levels_are_round(longest: int, levels: list[int]) -> None:
    assert round_levels(longest) == levels


def test_there_are_two_to_four_levels_and_none_is_exceeded() -> None:
    for longest in range(20_000):
        levels = round_levels(longest)
        assert 2 <= len(levels) <= 4
        assert levels[-1] >= longest


def test_a_line_goes_through_every_bucket_and_stops_at_a_gap() -> None:
    durations = {0: 100, 1: 150, 2: 150, 3: 50, 200: 100, 201: 200, 287: 100}
    one = chart(told(durations), LONDON)
    assert drawn(one.median) == [(i, HIGH - ms * HIGH // 400) for i, ms in durations.items()]
    assert one.median.count("M") == 3
    assert one.median.endswith("h1")
    assert one.width == 288


def test_an_area_reaches_down_and_its_runs_are_closed() -> None:
    one = chart(told({0: 100, 1: 150, 9: 20}), LONDON)
    assert one.p95 == "M0 200V67l1-67V200zM9 200V173h1V200z"


def test_a_chart_of_a_day_costs_few_bytes() -> None:
    one = chart(told({i: 80 + i * 37 % 23 for i in range(288)}), LONDON)
    assert len(one.median) + len(one.p95) < 3000


def test_its_figures_are_said_in_a_sentence() -> None:
    one = chart(told({0: 84, 1: 84}), LONDON)
    assert str(one.sentence) == "Median 84 ms, 95 % within 168 ms, longest 420 ms in the last 24 hours"
    assert [str(line.label) for line in one.levels] == ["50 ms", "100 ms", "150 ms", "200 ms"]
    assert [line.at for line in one.levels] == ["75%", "50%", "25%", "0%"]
    assert [(row.count, str(row.median)) for row in one.rows] == [(20, "84 ms")]


def test_times_are_those_of_the_sites_zone() -> None:
    some = {0: 10, 1: 10}
    day = chart(told(some), ZoneInfo("America/New_York")).times
    assert [(line.at, str(line.label)) for line in day] == [
        ("29.2%", "12:00"),
        ("54.2%", "18:00"),
        ("79.2%", "00:00"),
    ]
    week = chart(told(some, Window.WEEK), LONDON).times
    assert [line.label for line in week] == [date(2026, 11, day) for day in (18, 20, 22)]
    quarter = chart(told(some, Window.QUARTER, T0.replace(hour=0)), LONDON).times
    assert [line.label for line in quarter] == [date(2026, month, 1) for month in (9, 10, 11)]


def test_a_window_is_drawn_where_it_shows_more_than_a_shorter_one() -> None:
    day, week = told({0: 10, 287: 10}), told({0: 10, 1: 12}, Window.WEEK)
    empty, lone = told({}, Window.QUARTER), told({3: 10})
    assert worth_drawing([day, week, empty]) == [day, week]
    assert worth_drawing([day, told({166: 10, 167: 10}, Window.WEEK)]) == [day]
    assert worth_drawing([lone, week]) == [week]


def test_a_service_that_says_no_durations_has_no_chart() -> None:
    assert worth_drawing([told({0: 0, 1: 0})]) == []


def test_a_zone_of_odd_minutes_has_its_own_hours() -> None:
    times = chart(told({0: 10, 1: 10}), ZoneInfo("Asia/Kolkata")).times
    assert [str(line.label) for line in times] == ["18:00", "00:00", "06:00", "12:00"]
    assert times[0].at == f"{(timedelta(hours=2, minutes=30) / timedelta(days=1)) * 100:.1f}%"


def test_the_widths_are_the_windows_own() -> None:
    assert [window.width for window in Window] == list(WIDTHS)

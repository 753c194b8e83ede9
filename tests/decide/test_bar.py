"""Which days of a bar a person is told of, and what stands for them."""

from datetime import date, timedelta

import pytest

from statuspage.decide.bar import bar, told
from statuspage.model.day import Day
from statuspage.model.status import Status

TODAY = date(2026, 11, 23)


def day(ago: int, **seconds: float) -> Day:
    """A day so long ago, the rest of which was good."""
    spent = {Status(status): spent for status, spent in seconds.items()}
    return Day(TODAY - timedelta(days=ago), {Status.OPERATIONAL: 86_400 - sum(seconds.values()), **spent})


def places(*days: Day) -> list[tuple[int, int]]:
    return [(one.first.place, one.last.place) for one in told(bar(days, TODAY))]


@pytest.mark.parametrize(
    ("seconds", "status", "is_told"),
    [
        ({"unknown": 35 * 60}, "operational", True),
        ({"unknown": 60}, "operational", True),
        ({"unknown": 2}, "operational", False),
        ({"unknown": 9000}, "unknown", True),
        ({"major_outage": 20}, "operational", True),
        ({"major_outage": 60}, "major_outage", True),
        ({}, "operational", False),
    ],
)
def test_a_day_is_told_of_where_a_minute_or_more_was_not_measured(
    seconds: dict[str, float], status: str, is_told: bool
) -> None:
    days = tuple(day(ago, **(seconds if ago == 4 else {})) for ago in range(89, -1, -1))
    assert bar(days, TODAY)[85].status is Status(status)
    assert places(*days) == ([(85, 85)] if is_told else [])


def test_days_of_which_nothing_is_known_are_told_of_together() -> None:
    assert places(day(1, unknown=120), day(0)) == [(88, 88), (0, 87)]

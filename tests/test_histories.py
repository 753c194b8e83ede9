"""The last 90 days of a component: what is kept from one snapshot to the next never changes what is said."""

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from statuspage.decide.days import calendar, days, spent
from statuspage.decide.history import between, clip, overlay, uptime
from statuspage.histories import Histories, History
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text
from tests.make import at, span

LONDON = ZoneInfo("Europe/London")
DAY = 86400.0


def at_once(spans: list[Span], believed: float | None, declared: list[Span], now: float) -> History:
    """The same history, counted from beginning to end in one go."""
    shown = calendar(LONDON, at(now))
    seen = clip(spans, None if believed is None else at(believed), at(now))
    whole = overlay(between(seen, shown.midnights[0], at(now)), declared)
    if not whole:
        return History()
    return History(whole, uptime(spent(whole), whole[0].start, at(now)), days(whole, shown))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_kept_gives_the_same_as_counting_all_of_it(seed: int) -> None:
    dice, kept = random.Random(seed), Histories()
    moments = sorted(dice.uniform(-100 * DAY, 0) for _ in range(dice.randrange(1, 80)))
    spans = [
        span(a, b, status)
        for (a, b), status in zip(
            zip(moments, [*moments[1:], None], strict=True),
            (list(Status)[(i * 5 + seed) % 6] for i in range(len(moments))),
            strict=True,
        )
    ]
    for _ in range(8):
        now = dice.uniform(0, 2.5 * DAY)
        believed = dice.choice([None, now + 60, now - 30, now - 1.2 * DAY])
        starts = [dice.uniform(-95 * DAY, now) for _ in range(dice.randrange(3))]
        declared = [
            Span(at(a), at(min(now, a + dice.uniform(60, DAY))), dice.choice(list(Status)), Text("p"), True)
            for a in starts
        ]
        until = None if believed is None else at(believed)
        found = kept.of("mail", spans, until, declared, LONDON, at(now))
        wanted = at_once(spans, believed, declared, now)
        assert found.spans == wanted.spans
        assert [day.date for day in found.days] == [day.date for day in wanted.days]
        for one, other in zip(found.days, wanted.days, strict=True):
            assert one.seconds == pytest.approx(other.seconds)
        assert found.uptime is not None
        assert wanted.uptime is not None
        assert found.uptime.seconds == pytest.approx(wanted.uptime.seconds)
        assert found.uptime.start == wanted.uptime.start


def test_the_days_add_up_to_the_uptime() -> None:
    spans = [span(-100 * DAY, -2 * DAY, "operational"), span(-2 * DAY, None, "major_outage")]
    found = Histories().of("mail", spans, at(60), [], LONDON, at(0))
    assert len(found.days) == 90
    assert found.uptime is not None
    total = {
        status: sum(day.seconds.get(status, 0.0) for day in found.days) for status in found.uptime.seconds
    }
    assert total == pytest.approx(found.uptime.seconds)
    assert found.uptime.end - found.uptime.start == timedelta(days=89, hours=11)  # the clock went back


def test_a_change_of_zone_restates_the_days() -> None:
    kept, spans = Histories(), [span(-12 * 3600, None, "operational")]
    london = kept.of("mail", spans, at(60), [], LONDON, at(0)).days
    tokyo = kept.of("mail", spans, at(60), [], ZoneInfo("Asia/Tokyo"), at(0)).days
    assert [sum(day.seconds.values()) / 3600 for day in london] == [2, 10]
    assert [sum(day.seconds.values()) / 3600 for day in tokyo] == [12]


def test_an_outage_that_is_dated_back_over_midnight_restates_yesterday() -> None:
    kept, midnight = Histories(), -10 * 3600.0
    before = [span(-3 * DAY, None, "operational")]
    assert kept.of("mail", before, at(60), [], LONDON, at(midnight + 10)).days[-2].seconds == {
        Status.OPERATIONAL: DAY
    }
    after = [span(-3 * DAY, midnight - 20, "operational"), span(midnight - 20, None, "major_outage")]
    assert kept.of("mail", after, at(60), [], LONDON, at(midnight + 20)).days[-2].seconds == {
        Status.OPERATIONAL: DAY - 20,
        Status.MAJOR_OUTAGE: 20,
    }


def test_nothing_measured_is_no_history() -> None:
    assert Histories().of("mail", [], None, [], LONDON, at(0)) == History()

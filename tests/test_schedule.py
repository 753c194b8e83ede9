"""When checks are asked."""

from datetime import timedelta
from itertools import pairwise

from statuspage.model.result import CheckKey
from statuspage.model.site import Check
from statuspage.schedule import FIRST_ROUND, Schedule
from tests.make import check


def checks(count: int, every: float = 60) -> list[Check]:
    return [check(f"c{i}", every=timedelta(seconds=every)) for i in range(count)]


def play(
    schedule: Schedule, until: float, *, start: float = 0.0, takes: float = 0.0
) -> dict[CheckKey, list[float]]:
    """Run a schedule on a made-up clock; when each check was asked."""
    asked: dict[CheckKey, list[float]] = {}
    now = start
    while (due := schedule.next_due()) is not None and due <= until:
        now = max(now, due)
        for one in schedule.take_due(now):
            asked.setdefault(one.key, []).append(now)
            schedule.done(one.key, now + takes, soon=False)
    return asked


def test_the_first_round_is_over_within_ten_seconds() -> None:
    schedule = Schedule()
    schedule.replace(checks(100), 1000.0)
    asked = play(schedule, 1000 + FIRST_ROUND, start=1000.0)
    assert len(asked) == 100


def test_from_the_second_round_on_checks_are_spread_over_their_interval() -> None:
    schedule = Schedule()
    schedule.replace(checks(200), 0.0)
    asked = play(schedule, 240.0)
    third = [times[2] % 60 for times in asked.values()]
    assert max(sum(low <= at < low + 10 for at in third) for low in range(0, 60, 10)) < 60


def test_nothing_drifts_however_long_answers_take() -> None:
    schedule = Schedule(chance=lambda: 0.0)
    schedule.replace(checks(5), 0.0)
    asked = play(schedule, 6000.0, takes=7.0)
    for times in asked.values():
        steps = [round(b - a, 6) for a, b in pairwise(times[1:])]
        assert set(steps) == {60.0}
        assert times[1] - times[0] <= 61


def test_a_check_is_never_asked_twice_at_once_and_missed_rounds_are_counted() -> None:
    schedule = Schedule()
    schedule.replace(checks(1, every=10), 0.0)
    first = schedule.take_due(5.0)
    assert len(first) == 1
    assert schedule.take_due(100.0) == []
    schedule.done(first[0].key, 100.0, soon=False)
    assert schedule.skipped >= 8
    due = schedule.next_due()
    assert due is not None
    assert 100.0 < due <= 110.0


def test_a_change_that_awaits_confirmation_is_asked_soon_and_never_slower() -> None:
    schedule = Schedule()
    one = check(every=timedelta(seconds=300), confirm_every=timedelta(seconds=15))
    schedule.replace([one], 0.0)
    schedule.take_due(0.0)
    schedule.done(one.key, 0.5, soon=True)
    due = schedule.next_due()
    assert due is not None
    assert due <= 15.0


def test_a_reload_keeps_the_due_times_of_what_stays() -> None:
    schedule = Schedule()
    stays, goes = check("stays"), check("goes")
    schedule.replace([stays, goes], 0.0)
    play(schedule, 30.0)
    before = schedule.next_due()
    schedule.replace([stays, check("new")], 30.0)
    assert {one.key.component for one in schedule.take_due(200.0)} == {"stays", "new"}
    assert before is not None


def test_a_paused_check_is_not_asked() -> None:
    schedule = Schedule()
    schedule.replace([check(paused="moving")], 0.0)
    assert schedule.next_due() is None


def test_jitter_is_small_and_does_not_add_up() -> None:
    schedule = Schedule()
    schedule.replace(checks(20), 0.0)
    for times in play(schedule, 6000.0).values():
        offsets = [at % 60 for at in times[1:]]
        assert len(times) >= 99
        spread = max(offsets) - min(offsets)
        assert min(spread, 60 - spread) <= 1.0
        assert len(set(offsets)) > 50


def test_after_a_long_sleep_of_the_machine_each_check_is_asked_once() -> None:
    schedule = Schedule()
    schedule.replace(checks(50), 0.0)
    play(schedule, 120.0)
    due = schedule.take_due(100_000.0)
    assert len(due) == 50
    for one in due:
        schedule.done(one.key, 100_000.1, soon=False)
    assert schedule.take_due(100_000.1) == []
    asked = play(schedule, 100_000.1 + 61.2, start=100_000.1)
    assert {len(times) for times in asked.values()} <= {1, 2}
    assert len(asked) == 50


def test_a_service_that_takes_its_whole_interval_is_asked_again_at_once() -> None:
    schedule = Schedule()
    one = check(every=timedelta(seconds=5), timeout=timedelta(seconds=5), confirm_every=timedelta(seconds=5))
    schedule.replace([one], 0.0)
    asked, now = [], 0.0
    while now < 100:
        due = schedule.next_due()
        assert due is not None
        now = max(now, due)
        schedule.take_due(now)
        asked.append(now)
        now += 5.05
        schedule.done(one.key, now, soon=False)
    assert max(b - a for a, b in pairwise(asked)) < 5.2


def test_an_answer_to_other_settings_is_not_current_and_the_check_is_asked_anew_at_once() -> None:
    schedule = Schedule()
    old, new = check(options="old address"), check(options="new address")
    schedule.replace([old], 0.0)
    assert schedule.take_due(0.0) == [old]
    schedule.replace([new], 1.0)
    assert schedule.take_due(500.0) == [], "one question at a time"
    assert not schedule.is_current(old.key)
    schedule.done(old.key, 2.0, soon=False)
    assert schedule.take_due(2.0) == [new]
    assert schedule.is_current(new.key)


def test_settings_that_change_no_question_leave_its_answer_current() -> None:
    schedule = Schedule()
    schedule.replace([check()], 0.0)
    schedule.take_due(0.0)
    schedule.replace([check(fail_after=5, every=timedelta(seconds=30))], 1.0)
    assert schedule.is_current(check().key)


def test_a_check_that_comes_back_while_it_is_being_asked_is_not_asked_twice() -> None:
    schedule = Schedule()
    schedule.replace([check()], 0.0)
    schedule.take_due(0.0)
    schedule.replace([], 1.0)
    assert not schedule.is_current(check().key)
    schedule.replace([check(options="other")], 2.0)
    assert schedule.take_due(100.0) == []
    schedule.done(check().key, 101.0, soon=False)
    assert len(schedule.take_due(101.0)) == 1

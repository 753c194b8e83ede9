"""What checks say one after the other, and the history that it makes."""

from datetime import datetime

from statuspage.decide.measured import Voice
from statuspage.decide.timeline import Timeline, changes, hear, restate, resumed, shortened, told
from statuspage.model.status import Outcome, Status
from tests.make import at, span

OK, DOWN = Outcome.OK, Outcome.DOWN
SAYS = {OK: Status.OPERATIONAL, DOWN: Status.MAJOR_OUTAGE}
NEW = Timeline(None, at(0))


def says(outcome: Outcome, began: float, status: Status | None = None) -> Voice:
    return Voice(status or SAYS[outcome], at(began), outcome)


def silent(began: float | None = None) -> Voice:
    return Voice(None, None if began is None else at(began))


def history(line: Timeline) -> list[tuple[float, str]]:
    return [(_seconds(one.start), one.status.value) for one in told(line)]


def _seconds(instant: datetime) -> float:
    return (instant - at(0)).total_seconds()


def test_nothing_is_told_until_something_is_measured() -> None:
    assert history(hear(NEW, {"a": silent()}, at(5))) == []
    assert history(hear(NEW, {"a": says(OK, 3)}, at(5))) == [(3, "operational")]


def test_a_word_of_ones_own_is_dated_back() -> None:
    line = hear(NEW, {"a": says(OK, 0)}, at(1))
    assert history(hear(line, {"a": says(DOWN, 60)}, at(76))) == [(0, "operational"), (60, "major_outage")]


def test_nothing_is_dated_back_before_the_timeline_begins() -> None:
    line = Timeline(span(20, None, "unknown"), at(50))
    assert history(hear(line, {"a": says(DOWN, 0)}, at(61))) == [(20, "unknown"), (50, "major_outage")]


def test_the_later_of_two_confirmations_may_have_begun_first() -> None:
    line = hear(NEW, {"a": says(OK, 0), "b": says(OK, 0)}, at(1))
    line = hear(line, {"a": says(DOWN, 60), "b": says(OK, 0)}, at(76))
    line = hear(line, {"a": says(DOWN, 60), "b": says(DOWN, 40)}, at(80))
    assert history(line) == [(0, "operational"), (40, "partial_outage"), (60, "major_outage")]


def test_silence_begins_when_freshness_ends_and_a_late_word_begins_now() -> None:
    line = hear(NEW, {"a": says(OK, 0)}, at(1))
    line = hear(line, {"a": silent(85)}, at(90))
    assert history(line) == [(0, "operational"), (85, "unknown")]
    assert history(hear(line, {"a": says(OK, 0)}, at(95)))[2:] == [(95, "operational")]
    assert history(hear(line, {"a": says(DOWN, 80)}, at(95)))[1:] == [(80, "major_outage")]


def test_the_end_of_instability_rewrites_nothing_before_it() -> None:
    line = hear(NEW, {"a": says(OK, 0)}, at(1))
    line = hear(line, {"a": says(OK, 500, Status.DEGRADED_PERFORMANCE)}, at(501))
    line = hear(line, {"a": says(OK, 0)}, at(900))
    assert history(line)[1:] == [(500, "degraded_performance"), (900, "operational")]


def test_an_outage_that_began_before_instability_was_noticed_keeps_its_date() -> None:
    line = hear(NEW, {"a": says(OK, 0)}, at(1))
    line = hear(line, {"a": says(OK, 655, Status.DEGRADED_PERFORMANCE)}, at(656))
    assert history(hear(line, {"a": says(DOWN, 640)}, at(671)))[1:] == [(640, "major_outage")]


def test_other_settings_say_nothing_of_the_past() -> None:
    line = hear(NEW, {"a": says(DOWN, 0), "b": says(OK, 0)}, at(1))
    line = restate(line, {"b": says(OK, 0)}, at(100))
    assert history(line) == [(0, "partial_outage"), (100, "operational")]


def test_a_new_monitor_goes_on_with_the_span_that_it_finds() -> None:
    line = resumed(span(0, None, "operational"), {"a": says(OK, 0)}, at(70))
    assert history(line) == [(0, "operational")]
    assert history(hear(line, {"a": says(DOWN, 60)}, at(76)))[1:] == [(60, "major_outage")]


def test_of_many_words_the_last_are_kept_and_their_history_goes_on() -> None:
    line = NEW
    for i in range(50):
        before, line = told(line), hear(line, {"a": says((OK, DOWN)[i % 2], i * 10)}, at(i * 10 + 5))
        assert [_seconds(one.start) for one in changes(before, told(line))] == [i * 10]
        line = shortened(line)
    assert len(line.words["a"]) < 12


def test_what_began_too_early_goes_with_the_span_that_it_interrupted() -> None:
    before = [span(0, None, "operational"), span(50, None, "degraded_performance"), span(60, None, "unknown")]
    assert changes(before, [before[0], before[2]]) == [before[0], before[2]]
    assert changes(before, before[:1]) == before[:1]
    assert changes(before, before) == []

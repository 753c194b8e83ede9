"""What the monitor's decisions add up to, over time and restarts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from statuspage.ledger import Ledger
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.site import SEVERITY, Check, Site
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.store.writer import Batch
from tests.make import at, check, component, result, site


class Book:
    """A ledger with the store played by two dicts."""

    def __init__(self) -> None:
        self.states: dict[CheckKey, CheckState] = {}
        self.spans: dict[str, list[Span]] = {}
        self.tick = at(0)
        self.start(0)

    def start(self, seconds: float, one: Check | None = None, unread: Iterable[Result] = ()) -> None:
        spans = {id_: tuple(spans) for id_, spans in self.spans.items()}
        tick = self.tick if self.spans else None
        self.ledger = Ledger(Measurements(dict(self.states), spans, tick), at(seconds), unread)
        self.ledger.adopt(site(component(checks=[one or check()])), at(seconds))

    def feed(self, results: Iterable[Result], now: float) -> None:
        for one in results:
            self.ledger.absorb(one)
        self.settle(now)

    def settle(self, now: float) -> None:
        self.ledger.settle(at(now))
        batch = self.ledger.batch(Batch(at(now), publish=True))
        self.states.update(batch.states)
        for id_, span in batch.spans:
            kept = [one for one in self.spans.get(id_, []) if one.start < span.start]
            self.spans[id_] = [*kept, span]
        self.tick = at(now)
        self.ledger.written(batch)

    def history(self) -> list[tuple[float, str]]:
        return [((one.start - at(0)).total_seconds(), one.status.value) for one in self.spans.get("mail", [])]


def test_one_bad_answer_is_never_coloured() -> None:
    book = Book()
    book.feed([result(0, "ok"), result(60, "down"), result(75, "ok")], 76)
    assert book.history() == [(0, "operational")]


def test_an_outage_is_dated_by_its_first_and_last_bad_answer() -> None:
    book = Book()
    book.feed([result(0, "ok"), result(60, "down")], 61)
    book.feed([result(75, "down")], 76)
    book.feed([result(120, "ok")], 121)
    book.feed([result(135, "ok")], 136)
    assert book.history() == [(0, "operational"), (60, "major_outage"), (120, "operational")]


def test_what_is_no_longer_answered_becomes_unknown() -> None:
    book = Book()
    book.feed([result(0, "ok")], 1)
    book.settle(84)
    book.settle(86)
    assert book.history() == [(0, "operational"), (85, "unknown")]


def test_down_killed_and_restarted_is_never_green_in_between() -> None:
    book = Book()
    book.feed([result(0, "down"), result(15, "down")], 16)
    book.start(600)
    book.settle(601)
    book.feed([result(602, "ok")], 603)
    assert "operational" not in [status for _, status in book.history()]
    book.feed([result(617, "ok")], 618)
    assert book.history() == [(0, "major_outage"), (76, "unknown"), (602, "operational")]


def test_a_quick_restart_leaves_no_gap() -> None:
    book = Book()
    book.feed([result(0, "ok"), result(60, "ok")], 61)
    book.start(70)
    book.settle(71)
    book.feed([result(72, "ok")], 73)
    assert book.history() == [(0, "operational")]


def test_a_silent_monitor_is_an_unknown_time_even_with_slow_checks() -> None:
    book = Book()
    slow = check(every=check().every * 10)
    book.ledger.adopt(site(component(checks=[slow])), at(0))
    book.feed([result(0, "ok")], 1)
    book.start(300, slow)
    book.settle(301)
    assert book.history() == [(0, "operational"), (61, "unknown"), (300, "operational")]


def test_what_is_removed_ends_as_unknown() -> None:
    book = Book()
    book.feed([result(0, "ok")], 1)
    book.ledger.adopt(site(component("files")), at(20))
    book.settle(21)
    assert book.history() == [(0, "operational"), (20, "unknown")]


def test_answers_that_the_states_missed_are_counted_again() -> None:
    book = Book()
    book.feed([result(0, "ok")], 1)
    book.settle(11)
    book.start(20, unread=[result(5, "down"), result(10, "down")])
    book.settle(21)
    assert book.history() == [(0, "operational"), (5, "major_outage")]
    assert not book.ledger.batch(Batch(at(22), publish=True)).results


def test_an_answer_for_a_check_that_is_gone_is_dropped() -> None:
    book = Book()
    assert book.ledger.absorb(result(0, "ok", CheckKey("gone", "http"))) is False
    assert not book.ledger.batch(Batch(at(1), publish=True)).results


def test_a_renamed_component_goes_on_where_it_was() -> None:
    book = Book()
    book.feed([result(0, "down"), result(15, "down")], 16)
    renamed = check("post")
    book.ledger.rename([(check().key, renamed.key)], [("mail", "post")])
    book.ledger.adopt(site(component("post", checks=[renamed], was=("mail",))), at(20))
    book.settle(21)
    assert book.states[renamed.key].since == at(0)
    assert book.history() == [(0, "major_outage")]


def test_a_clock_set_back_leaves_nothing_from_the_future_believed() -> None:
    book = Book()
    book.feed([result(7200, "ok"), result(7260, "ok")], 7261)
    book.start(0)
    book.settle(1)
    assert book.history()[-1][1] == "unknown"
    book.feed([result(2, "ok")], 3)
    assert book.history()[-1] == (2, "operational")


def test_a_clock_set_ahead_is_a_time_that_nobody_saw() -> None:
    book = Book()
    book.feed([result(0, "ok"), result(60, "ok")], 61)
    book.settle(86_400)
    book.feed([result(86_401, "ok")], 86_402)
    assert book.history() == [(0, "operational"), (145, "unknown"), (86_401, "operational")]


def two(**of_a: object) -> Site:
    """A component with two checks; ``of_a`` are settings of the first."""
    return site(component(checks=[replace(check(name="a"), **of_a), check(name="b")]))  # type: ignore[arg-type]


def both(seconds: float, a: str | None, b: str) -> list[Result]:
    keys = (check(name="a").key, check(name="b").key)
    found = [result(seconds, b, keys[1])]
    return [*found, result(seconds, a, keys[0])] if a else found


def outage_of_one_of_two() -> Book:
    book = Book()
    book.ledger.adopt(two(), at(0))
    for i, a in enumerate(["ok", "down", "down", "down", "down"]):
        book.feed(both(i * 60, a, "ok"), i * 60 + 1)
    assert book.history() == [(0, "operational"), (60, "partial_outage")]
    return book


def test_pausing_a_failing_check_does_not_unmake_its_outage() -> None:
    book = outage_of_one_of_two()
    book.ledger.adopt(two(paused="repaired tomorrow"), at(250))
    book.settle(251)
    assert book.history() == [(0, "operational"), (60, "partial_outage"), (250, "operational")]


def test_removing_a_failing_check_does_not_either() -> None:
    book = outage_of_one_of_two()
    book.ledger.adopt(site(component(checks=[check(name="b")])), at(250))
    book.settle(251)
    assert book.history() == [(0, "operational"), (60, "partial_outage"), (250, "operational")]


def test_removing_the_healthy_one_makes_it_worse_from_then_on_only() -> None:
    book = outage_of_one_of_two()
    book.ledger.adopt(site(component(checks=[check(name="a")])), at(250))
    book.settle(251)
    assert book.history() == [(0, "operational"), (60, "partial_outage"), (250, "major_outage")]


def test_another_severity_says_nothing_of_the_past() -> None:
    book = outage_of_one_of_two()
    milder = {**SEVERITY, Outcome.DOWN: Status.DEGRADED_PERFORMANCE}
    book.ledger.adopt(two(severity=milder), at(250))
    book.settle(251)
    assert book.history() == [(0, "operational"), (60, "partial_outage"), (250, "degraded_performance")]


def test_a_failing_check_that_falls_silent_leaves_its_outage_in_history() -> None:
    book = outage_of_one_of_two()
    for i in range(5, 12):
        book.feed(both(i * 60, None, "ok"), i * 60 + 1)
    assert book.history() == [(0, "operational"), (60, "partial_outage"), (325, "operational")]


def test_instability_stays_in_history_once_it_is_over() -> None:
    book = Book()
    answers = ["ok"] * 10 + ["down", "ok", "ok"] * 8 + ["ok"] * 15
    for i, answer in enumerate(answers):
        book.feed([result(i * 60, answer)], i * 60 + 1)
    assert [status for _, status in book.history()] == ["operational", "degraded_performance", "operational"]
    assert book.history()[-1][0] > book.history()[1][0] + 600


def test_unpausing_leaves_the_paused_time_unknown() -> None:
    book = Book()
    slow = check(every=timedelta(days=1))
    book.ledger.adopt(site(component(checks=[slow])), at(0))
    book.feed([result(0, "ok")], 1)
    book.ledger.adopt(site(component(checks=[replace(slow, paused="moving")])), at(3600))
    book.settle(3601)
    book.ledger.adopt(site(component(checks=[slow])), at(25_000))
    book.settle(25_001)
    assert book.history() == [(0, "operational"), (3600, "unknown"), (25_000, "operational")]

"""When calls of services count as missed, over restarts, silences and clocks that are set."""

from dataclasses import replace
from datetime import timedelta

import pytest

from statuspage.decide.calls import called
from statuspage.model.site import Check
from tests.make import at, check, component, site
from tests.test_ledger import Book

HOUR = 3600
BACKUP = check(grace=timedelta(minutes=2), every=timedelta(hours=1))


def book_of(one: Check = BACKUP) -> Book:
    """A ledger whose one check was called at 0."""
    book = Book()
    book.ledger.adopt(site(component(checks=[one])), at(0))
    book.feed([called(one.key, at(0), good=True, ms=0.0, words="")], 1)
    return book


def listen(book: Book, begin: float, end: float) -> None:
    """Decide every 20 s from one second to another."""
    for i in range(int((end - begin) // 20) + 1):
        book.settle(begin + 20 * i)


def statuses(book: Book) -> list[str]:
    return [status for _, status in book.history()]


def test_after_a_silence_no_call_counts_as_missed() -> None:
    often = check(grace=timedelta(seconds=5), every=timedelta(seconds=60))
    book = book_of(often)
    book.start(1000, often)
    listen(book, 1001, 1061)
    assert "major_outage" not in statuses(book)
    book.settle(1065)
    assert book.history()[-1] == (1065, "major_outage")


@pytest.mark.parametrize(("restart", "expected"), [(HOUR / 2, "major_outage"), (HOUR + 60, "unknown")])
def test_a_short_restart_excuses_only_a_call_that_it_may_have_missed(restart: float, expected: str) -> None:
    """A job that died is down, though the monitor starts anew between any two calls."""
    book = book_of()
    listen(book, 1, restart - 5)
    book.start(restart, BACKUP)
    listen(book, restart + 1, HOUR + 300)
    assert statuses(book)[-1] == expected


def test_a_second_restart_does_not_take_back_what_the_first_excused() -> None:
    book = book_of()
    listen(book, 1, HOUR + 35)
    book.start(HOUR + 60, BACKUP)
    listen(book, HOUR + 61, HOUR + 600)
    book.start(HOUR + 625, BACKUP)
    listen(book, HOUR + 626, HOUR + 1000)
    assert "major_outage" not in statuses(book)


@pytest.mark.parametrize("before", [BACKUP, replace(BACKUP, paused="moving")])
def test_settings_changed_while_nobody_ran_make_no_one_late_in_hindsight(before: Check) -> None:
    book = book_of()
    book.ledger.adopt(site(component(checks=[before])), at(2))
    listen(book, 3, 1000)
    sooner = replace(BACKUP, every=timedelta(seconds=300), grace=timedelta(seconds=10))
    book.start(1025, sooner)  # a call would be due at 910, and at 1210
    listen(book, 1026, 1330)
    assert "major_outage" not in statuses(book)
    book.settle(1336)
    assert book.history()[-1] == (1335, "major_outage")


def test_a_clock_that_is_set_forward_makes_nobody_late() -> None:
    book = book_of()
    listen(book, 1, 601)
    listen(book, 3001, 6000)  # set forward by 2400 s: what is due at 3600 comes at 6000
    assert "major_outage" not in statuses(book)
    listen(book, 6000, 6180)
    assert book.history()[-1] == (6120, "major_outage")

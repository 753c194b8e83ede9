"""The outbox: what waits, in which order, how often it is tried, and what is given up."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage.model.notice import Message
from statuspage.store.folder import DATABASE
from statuspage.store.outbox import MOST, PATIENCE, Letter, Outbox, Outcome, next_try
from statuspage.store.reader import Reader
from statuspage.store.schema import connect, migrations
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at

NOW = timedelta(0)


@contextmanager
def outbox(folder: Path) -> Iterator[Outbox]:
    """The outbox, in a transaction."""
    writer = Writer(folder)
    found: list[Outbox] = []
    writer.write(Batch(T0), entry=lambda box, _: found.append(box))
    yield found[0]
    writer.close()


def letter(title: str, channel: str = "ops") -> Letter:
    return Letter(channel, Message(title, T0, "down", title, components=("mail",), topics=("a", "b")))


def titles(letters: list[Letter]) -> list[str]:
    return [one.message.title for one in letters]


def test_a_message_comes_out_as_it_went_in(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("é")], T0, NOW)
        [found] = box.due(["ops"], T0)
    assert found == letter("é")._replace(number=found.number)


def test_a_channel_has_its_letters_in_order_one_at_a_time(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("1"), letter("2"), letter("a", "mail")], T0, NOW)
        first = box.due(["ops", "mail"], T0)
        assert titles(first) == ["1", "a"]
        assert titles(box.due(["mail"], T0)) == ["a"]
        box.settle([Outcome(first[0], at(1))])
        assert titles(box.due(["ops", "mail"], at(1))) == ["2", "a"]


def test_what_failed_waits_and_those_behind_it_wait_with_it(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("1"), letter("2")], T0, NOW)
        [first] = box.due(["ops"], T0)
        box.settle([Outcome(first, at(1), "refused")])
        assert box.due(["ops"], at(10)) == []
        assert titles(box.due(["ops"], at(11))) == ["1"]


def test_tries_grow_rarer() -> None:
    waits = [next_try(tries).total_seconds() for tries in (1, 2, 3, 7, 8, 50)]
    assert waits == [10, 20, 40, 640, 900, 900]


def test_after_a_day_it_is_given_up(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("1"), letter("2")], T0, NOW)
        [first] = box.due(["ops"], T0)
        assert box.settle([Outcome(first, T0 + PATIENCE - timedelta(seconds=1), "refused")]) == []
        assert titles(box.settle([Outcome(first, T0 + PATIENCE, "refused")])) == ["1"]
        assert titles(box.due(["ops"], T0 + PATIENCE)) == ["2"]


def given_up_at(folder: Path) -> datetime | None:
    with closing(Reader(folder)) as reader:
        return reader.heart().notices_given_up_at


def test_when_too_many_wait_the_oldest_are_given_up(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("other", "mail")], T0, NOW)
        assert box.put([letter(str(number)) for number in range(MOST)], T0, NOW) == []
        assert given_up_at(tmp_path) is None
        assert titles(box.put([letter("new")], T0, NOW)) == ["0"]
        assert titles(box.due(["ops"], T0)) == ["1"]
        assert titles(box.due(["mail"], T0)) == ["other"]
    assert given_up_at(tmp_path) == T0


def test_a_clock_that_was_set_back_holds_nothing_up(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("1")], at(9000), NOW)
        assert titles(box.due(["ops"], T0)) == ["1"]


def test_what_waits_for_a_channel_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        box.put([letter("1"), letter("a", "mail")], T0, NOW)
        box.keep_only(["mail"])
        assert titles(box.due(["ops", "mail"], T0)) == ["a"]
        box.keep_only([])
        assert box.due(["ops", "mail"], T0) == []


@pytest.mark.parametrize("told", ["{}", "é", None])
def test_what_was_told_of_is_kept(tmp_path: Path, told: str | None) -> None:
    with outbox(tmp_path) as box:
        box.remember("old")
        box.remember(told)
    with outbox(tmp_path) as again:
        assert again.told() == told


def failing_since(folder: Path) -> datetime | None:
    reader = Reader(folder)
    try:
        return reader.heart().notices_failing_since
    finally:
        reader.close()


def test_readers_see_since_when_notices_fail(tmp_path: Path) -> None:
    with outbox(tmp_path) as box:
        assert failing_since(tmp_path) is None
        box.put([letter("1"), letter("a", "mail")], T0, NOW)
        ops, mail = box.due(["ops", "mail"], T0)
        box.settle([Outcome(ops, at(1), "refused"), Outcome(mail, at(2), "refused")])
        box.settle([Outcome(ops, at(11), "refused")])
        assert failing_since(tmp_path) == at(1)
        box.settle([Outcome(ops, at(21))])
        assert failing_since(tmp_path) == at(2)
        box.keep_only(["ops"])
        assert failing_since(tmp_path) is None


def test_a_transaction_that_fails_leaves_no_notice(tmp_path: Path) -> None:
    writer = Writer(tmp_path)

    def enter(box: Outbox, _: object) -> None:
        box.put([letter("1")], T0, NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        writer.write(Batch(T0, publish=True), entry=enter)
    writer.close()
    with outbox(tmp_path) as box:
        assert box.due(["ops"], T0) == []


def test_a_store_of_an_older_version_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    old = connect(str(tmp_path / DATABASE), read_only=False, wait=1)
    migrations.apply(old, stop_before="m002_notices")
    old.close()
    assert failing_since(tmp_path) is None
    with outbox(tmp_path) as box:
        box.put([letter("1")], T0, NOW)
        assert titles(box.due(["ops"], T0)) == ["1"]

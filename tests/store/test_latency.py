"""Latency buckets: made of usable answers as they end, once and for all, and raw results go after that."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from statuspage.model.latency import WIDTHS, Bucket
from statuspage.model.result import Answer, Result
from statuspage.model.status import Outcome
from statuspage.model.text import NOTHING, Text
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at, check

KEY = check().key
KEEP = timedelta(hours=48)
DAY = 86400.0
FIVE, HOUR, WHOLE = WIDTHS
LONG_AGO = dict.fromkeys(WIDTHS, T0 - KEEP)


class Both(NamedTuple):
    writer: Writer
    reader: Reader

    def results(self) -> list[Result]:
        return self.reader.results_after({})

    def buckets(self, width: timedelta) -> list[Bucket]:
        return [one for one in self.reader.latency({KEY}, LONG_AGO)[KEY] if one.width == width]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    yield Both(writer, reader)
    writer.close()
    reader.close()


def answered(seconds: float, ms: float, outcome: str = "ok") -> Result:
    return Result(KEY, at(seconds), Answer(Outcome(outcome), ms, Text("is so")))


def day(seed: int = 1, seconds: float = DAY) -> list[Result]:
    """Answers each minute, with a bad one now and then."""
    dice = random.Random(seed)
    words = ["ok"] * 8 + ["slow", "down"]
    return [answered(i * 60, dice.randrange(20, 900), dice.choice(words)) for i in range(int(seconds // 60))]


def by_hand(results: Sequence[Result], start: datetime, width: timedelta) -> Bucket | None:
    durations = sorted(
        round(one.answer.ms)
        for one in results
        if start <= one.at < start + width and one.answer.outcome in (Outcome.OK, Outcome.SLOW)
    )
    if not durations:
        return None
    count = len(durations)
    median, p95 = durations[math.ceil(count / 2) - 1], durations[math.ceil(count * 0.95) - 1]
    return Bucket(start, width, count, durations[0], median, p95, durations[-1])


def expected(results: Sequence[Result], width: timedelta, until: datetime) -> list[Bucket]:
    start, found = T0.replace(hour=0), []
    while start + width <= until:
        found.append(by_hand(results, start, width))
        start += width
    return [one for one in found if one]


def test_each_bucket_is_what_a_count_by_hand_gives(both: Both) -> None:
    results = day()
    both.writer.write(Batch(at(DAY + 60), results), KEEP)
    for width in WIDTHS:
        assert both.buckets(width) == expected(results, width, at(DAY))
    assert [one.start for one in both.buckets(WHOLE)] == [T0.replace(hour=0)]
    assert len(both.buckets(FIVE)) == 288


def test_a_bucket_waits_until_it_has_ended_and_for_what_is_under_way(both: Both) -> None:
    both.writer.write(Batch(at(359), [answered(0, 100)]), KEEP)
    assert both.reader.latency({KEY}, dict.fromkeys(WIDTHS, T0)) == {KEY: ()}
    both.writer.write(Batch(at(360), [answered(299, 200)]), KEEP)
    assert [(one.count, one.median, one.max) for one in both.buckets(FIVE)] == [(2, 100, 200)]


def test_nothing_usable_makes_no_bucket(both: Both) -> None:
    both.writer.write(Batch(at(DAY), [answered(0, 9000, "down"), answered(60, 3, "error")]), KEEP)
    assert both.reader.latency({KEY}, LONG_AGO) == {KEY: ()}


def test_a_late_result_is_counted_after_all(both: Both) -> None:
    both.writer.write(Batch(at(400), [answered(0, 100)]), KEEP)
    assert both.buckets(FIVE)[0].count == 1
    both.writer.write(Batch(at(402), [answered(60, 300)]), KEEP)
    assert [(one.count, one.max) for one in both.buckets(FIVE)] == [(2, 300)]


def test_a_restart_goes_on_where_it_was(tmp_path: Path, both: Both) -> None:
    results = day(seconds=4 * 3600)
    before = [one for one in results if one.at < at(2 * 3600 + 130)]
    both.writer.write(Batch(at(2 * 3600 + 130), before), KEEP)
    again = Writer(tmp_path)
    again.write(Batch(at(5 * 3600), results[len(before) :]), KEEP)
    again.close()
    for width in (FIVE, HOUR):
        assert both.buckets(width) == expected(results, width, at(5 * 3600 - 60))


def test_what_was_made_of_more_is_not_made_anew_of_what_is_left(tmp_path: Path, both: Both) -> None:
    results = day()
    both.writer.write(Batch(at(DAY), results), timedelta(hours=1))
    assert len(both.results()) < len(results)
    again = Writer(tmp_path)
    again.write(Batch(at(DAY + 60), [answered(DAY - 120, 5)]), KEEP)
    again.write(Batch(at(DAY + 62)), KEEP)
    again.close()
    assert both.buckets(WHOLE) == expected(results, WHOLE, at(DAY))


def test_raw_results_go_at_their_age_but_not_before_their_day_is_summed_up(both: Both) -> None:
    results = day(seconds=3 * DAY)
    both.writer.write(Batch(at(3 * DAY), results), KEEP)
    assert min(one.at for one in both.results()) == at(3 * DAY) - KEEP
    both.writer.write(Batch(at(3 * DAY + 3600)), timedelta(hours=1))
    assert min(one.at for one in both.results()) == at(3 * DAY).replace(hour=0)


def test_much_that_is_too_old_goes_a_part_at_a_time(both: Both) -> None:
    many = [answered(i, 50) for i in range(12_000)]
    both.writer.write(Batch(at(9 * DAY), many), KEEP)
    left = [len(both.results())]
    for i in range(2):
        both.writer.write(Batch(at(9 * DAY + i)), KEEP)
        left.append(len(both.results()))
    assert left == [7000, 2000, 0]


def test_buckets_go_at_their_age_and_those_of_a_day_stay(both: Both) -> None:
    for days in (0, 8, 100):
        both.writer.write(Batch(at(days * DAY), [answered((days - 1) * DAY, 50)]), KEEP)
    assert [len(both.buckets(width)) for width in WIDTHS] == [1, 1, 3]


def test_every_check_has_its_turn_within_a_round(both: Both) -> None:
    keys = [check(f"part-{i}").key for i in range(200)]
    both.writer.write(Batch(at(1), [Result(key, at(0), Answer(Outcome.OK, 5, NOTHING)) for key in keys]))
    for i in range(60):
        both.writer.write(Batch(at(400 + i)), KEEP)
    assert all(
        len(found) == 1 for found in both.reader.latency(set(keys), dict.fromkeys(WIDTHS, T0)).values()
    )

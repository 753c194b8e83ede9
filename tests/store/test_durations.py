"""How long answers took, counted for ever."""

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.model.latency import BOUNDS
from statuspage.model.result import Answer, CheckKey, Result
from statuspage.model.status import Outcome
from statuspage.model.text import Text
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from tests.make import at, check

KEY = check().key
NEW = CheckKey("post", "http")


def answered(second: float, ms: float, outcome: str = "ok") -> Result:
    return Result(KEY, at(second), Answer(Outcome(outcome), ms, Text("is so")))


def test_usable_answers_are_counted_by_their_bounds_and_stay_counted(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    assert reader.durations() == {}
    writer.write(Batch(at(3), [answered(0, 5), answered(1, 5.6), answered(2, 90_000, "slow")]))
    writer.write(Batch(at(5), [answered(3, 7, "down"), answered(4, 7, "wrong"), answered(5, 7, "error")]))
    found = reader.durations()[KEY]
    assert found.counts == (1, 1, *[0] * (len(BOUNDS) - 2), 1)
    assert found.ms == 5 + 6 + 90_000
    writer.close()
    writer = Writer(tmp_path)
    writer.write(Batch(at(200_000), [answered(200_000, 10)]), keep=timedelta(hours=1))
    writer.rename([(KEY, NEW)], [])
    assert reader.durations()[NEW].counts[:2] == (1, 2)
    writer.close()
    reader.close()


def test_a_batch_that_fails_counts_nothing(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writer.write(Batch(at(1), [answered(0, 5)]), entry=fail)
    assert reader.durations() == {}
    writer.write(Batch(at(1), [answered(0, 5)]))
    assert sum(reader.durations()[KEY].counts) == 1
    writer.close()
    reader.close()

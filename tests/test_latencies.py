"""How fast answers came, read from a real store: only what is settled, and the same for all who read."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.decide.latency import SETTLED
from statuspage.latencies import LatencyStore
from statuspage.model.latency import Window
from statuspage.model.result import Answer, CheckKey, Result
from statuspage.model.site import Site
from statuspage.model.status import Outcome
from statuspage.model.text import Text
from statuspage.store.writer import Batch, Writer
from tests.make import at, check, component, site

KEEP = timedelta(hours=48)
OFFICE: Site = site(
    component("mail", [check(), check(name="db", kind="prometheus")]), component("desk", checks=[])
)


def write(folder: Path, *answers: tuple[float, float], now: float) -> None:
    """Answers of the check ``mail/http``, each so many seconds after T0, in so many ms."""
    key = CheckKey("mail", "http")
    writer = Writer(folder)
    results = [Result(key, at(when), Answer(Outcome.OK, ms, Text("is ok"))) for when, ms in answers]
    writer.write(Batch(at(now), results), KEEP)
    writer.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LatencyStore]:
    one = LatencyStore(tmp_path)
    yield one
    one.close()


def test_each_window_has_its_own_buckets(tmp_path: Path, store: LatencyStore) -> None:
    write(tmp_path, *((i * 60, 80 + i % 7) for i in range(3 * 1440)), now=3 * 86400)
    told = store.of(OFFICE, at(3 * 86400))["mail"].checks["http"]
    assert [one.window for one in told] == list(Window)
    assert [len(one.buckets) for one in told] == [288, 71, 3]
    assert all(one.start <= bucket.start < one.end for one in told for bucket in one.buckets)


def test_a_bucket_is_shown_once_every_reader_finds_it(tmp_path: Path, store: LatencyStore) -> None:
    write(tmp_path, (0, 80), (60, 90), now=600)
    settled = at(300) + SETTLED
    assert store.of(OFFICE, settled - timedelta(seconds=1))["mail"].checks["http"][0].buckets == ()
    [bucket] = store.of(OFFICE, settled)["mail"].checks["http"][0].buckets
    assert (bucket.start, bucket.count, bucket.median) == (at(0), 2, 80)


def test_one_moment_says_the_same_however_often_it_is_asked(tmp_path: Path, store: LatencyStore) -> None:
    write(tmp_path, (0, 80), now=600)
    shown = store.of(OFFICE, at(900))
    before = shown["mail"]
    write(tmp_path, (30, 500), now=902)
    assert shown["mail"] is before
    other = LatencyStore(tmp_path)
    assert other.of(OFFICE, at(900)) == store.of(OFFICE, at(900))
    other.close()


def test_only_measured_components_are_in_it(store: LatencyStore) -> None:
    shown = store.of(OFFICE, at(0))
    assert (list(shown), len(shown), "desk" in shown) == (["mail"], 1, False)
    with pytest.raises(KeyError):
        shown["desk"]


def test_what_another_was_asked_about_has_no_latency(store: LatencyStore) -> None:
    assert list(store.of(OFFICE, at(0))["mail"].checks) == ["http"]


@pytest.mark.parametrize("content", [None, b"this is no database" * 100])
def test_a_store_that_cannot_be_read_gives_nothing(
    tmp_path: Path, store: LatencyStore, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "store.db").write_bytes(content)
    told = store.of(OFFICE, at(0))["mail"].checks["http"]
    assert [one.buckets for one in told] == [(), (), ()]


def test_many_threads_may_ask_at_once(tmp_path: Path, store: LatencyStore) -> None:
    write(tmp_path, *((i * 60, 80) for i in range(600)), now=36_000)
    found: list[object] = []

    def ask() -> None:
        moments = [at(36_000 + i // 10) for i in range(20)]
        found.extend(store.of(OFFICE, now)["mail"].checks["http"][0].buckets for now in moments)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 160
    assert all(one == found[0] for one in found)

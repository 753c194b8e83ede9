"""A site after a year: the size of its database, and what a snapshot of it costs."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.figures import Figure
from bench.settings import Settings
from statuspage.decide.confirm import advance
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.histories import Histories
from statuspage.model.latency import KEPT, WIDTHS
from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.status import Outcome
from statuspage.snapshot import take
from statuspage.store.folder import DATABASE
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import to_ms

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EVERY = timedelta(seconds=60)

_DAY = 86_400_000
_RAW = 2880
"""Raw results of a check that are kept: two days of one a minute."""


def measure(settings: Settings) -> Iterator[Figure]:
    """Bytes per raw result; the size after a year; the time of a first, a next and a stormy snapshot."""
    count = 100 if settings.quick else 1000
    yield _raw(settings.folder / "raw", 100)
    folder = settings.folder / "year"
    site = fill(folder, count)
    size = (folder / DATABASE).stat().st_size
    yield Figure(
        f"a year of spans and buckets, {count} checks", f"{size / 1e6:.0f} MB", wanted="1 GB", met=size <= 1e9
    )
    yield from _snapshots(folder, site, count)


def fill(folder: Path, count: int) -> Site:
    """Write a year of history of so many components with one check each; the site that it is of.

    One component in twenty changes its state three times a day, the others once in ten days.
    """
    dice = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    site = site_of(count)
    writer = Writer(folder)
    writer.write(Batch(NOW, states={one.key: _state(one) for one in site.checks}, publish=True))
    writer.close()
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        ids = dict(db.execute("SELECT component, id FROM checks"))
        for i, component in enumerate(site.components):
            spans = _spans(component.id, 3.0 if i % 20 == 0 else 0.1, dice)
            db.executemany("INSERT INTO spans VALUES (?, ?, ?, ?, ?)", spans)
            db.execute("INSERT INTO histories VALUES (?, 1)", [component.id])
            db.executemany(
                "INSERT INTO latency VALUES (?, ?, ?, 5, ?, ?, ?, ?)", _buckets(ids[component.id], dice)
            )
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return site


def site_of(count: int) -> Site:
    """A site of so many components, each with one check."""
    keys = [CheckKey(f"component-{i}", "http") for i in range(count)]
    timeout = timedelta(seconds=10)
    return Site(
        name="A large site",
        url="https://status.example.com",
        id="status.example.com,2026",
        zone=ZoneInfo("Europe/London"),
        components=tuple(
            Component(key.component, key.component, checks=(Check(key, "http", None, EVERY, timeout),))
            for key in keys
        ),
    )


def _state(check: Check) -> CheckState:
    state = CheckState()
    for i in range(12):
        answer = Answer(Outcome.OK, 120.0, "answers with 200 in 120 ms")
        state = advance(state, Result(check.key, NOW - EVERY * (12 - i), answer), check)
    return state


def _spans(component: str, changes: float, dice: random.Random) -> Iterator[tuple[object, ...]]:
    """A year of good and bad times that take turns, with so many changes a day; the last one is open."""
    bad = ("major_outage", "partial_outage", "degraded_performance", "unknown")
    at, good, now = to_ms(NOW) - 365 * _DAY, True, to_ms(NOW)
    while at < now:
        mean = 2 * _DAY / changes if good else 20 * 60_000
        end = at + 1000 + int(dice.expovariate(1 / mean))
        words = "answers with 200 in 120 ms" if good else "does not answer within 10 s"
        yield component, at, end if end < now else None, "operational" if good else dice.choice(bad), words
        at, good = end, not good


def _buckets(check_id: int, dice: random.Random) -> Iterator[tuple[int, ...]]:
    for width in WIDTHS:
        minutes = width // timedelta(minutes=1)
        end = to_ms(NOW) // 60_000 // minutes
        for start in range(end - KEPT.get(width, timedelta(days=365)) // width, end):
            low = dice.randrange(60, 200)
            yield check_id, minutes, start, low, low + 20, low + 90, low + 200


def _raw(folder: Path, count: int) -> Figure:
    """Write two days of raw results as the monitor does, though more at once."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(1)
    keys = [one.key for one in site_of(count).checks]
    phases = [dice.randrange(60_000) for _ in keys]
    writer = Writer(folder)
    for i in range(_RAW // 10):
        start = NOW - EVERY * _RAW + EVERY * 10 * i
        results = [
            Result(
                key,
                start + EVERY * j + timedelta(milliseconds=phase),
                Answer(Outcome.OK, dice.uniform(60, 400), ""),
            )
            for j in range(10)
            for key, phase in zip(keys, phases, strict=True)
        ]
        writer.write(Batch(start, results))
    writer.close()
    size = (folder / DATABASE).stat().st_size / (count * _RAW)
    return Figure("a raw result", f"{size:.1f} bytes", wanted="40 bytes", met=size <= 40)


def _snapshots(folder: Path, site: Site, count: int) -> Iterator[Figure]:
    reader, histories = Reader(folder), Histories()

    def one() -> float:
        began = time.perf_counter()
        take(site, reader.measurements(NOW - HISTORY_WINDOW), NOW, LIVE_VALIDITY, histories)
        return (time.perf_counter() - began) * 1000

    first = one()
    yield Figure(f"first snapshot after a start, {count} checks", f"{first:.0f} ms")
    next_ = sorted(one() for _ in range(9))[4]
    yield Figure(
        f"snapshot after a year, {count} checks", f"{next_:.0f} ms", wanted="100 ms", met=next_ <= 100
    )
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("UPDATE heart SET revision = revision + 1")
        db.execute("UPDATE histories SET revision = (SELECT revision FROM heart)")
    yield Figure("the same when every history changed", f"{one():.0f} ms")
    reader.close()

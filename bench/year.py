"""A site after a year: the size of its database, and what a snapshot of it costs."""

import gc
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.figures import Figure
from bench.settings import Settings
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.demo.past import REASONS, make_past, write_past
from statuspage.histories import Histories
from statuspage.latencies import LatencyStore
from statuspage.model.result import Answer, CheckKey, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import NOTHING
from statuspage.snapshot import take
from statuspage.store.folder import DATABASE
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EVERY = timedelta(seconds=60)
YEAR = timedelta(days=365)

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
    made = make_past(site, history=YEAR, seed=1, now=NOW)
    spans = {
        component.id: tuple(_spans(3.0 if number % 20 == 0 else 0.1, dice))
        for number, component in enumerate(site.components)
    }
    write_past(folder, site, replace(made, spans=spans))
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


def _spans(changes: float, dice: random.Random) -> Iterator[Span]:
    """A year of good and bad times that take turns, with so many changes a day; the last one is open."""
    bad = (
        Status.MAJOR_OUTAGE,
        Status.PARTIAL_OUTAGE,
        Status.DEGRADED_PERFORMANCE,
        Status.UNKNOWN,
    )
    at, good = NOW - YEAR, True
    while at < NOW:
        mean = timedelta(days=2) / changes if good else timedelta(minutes=20)
        end = at + timedelta(seconds=1) + mean * dice.expovariate(1)
        status = Status.OPERATIONAL if good else dice.choice(bad)
        yield Span(at, end if end < NOW else None, status, REASONS[status])
        at, good = end, not good


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
                Answer(Outcome.OK, dice.uniform(60, 400), NOTHING),
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
    gc.collect()
    gc.freeze()  # as the server does
    yield Figure(f"first snapshot after a start, {count} checks", f"{first:.0f} ms")
    next_ = sorted(one() for _ in range(9))[4]
    yield Figure(
        f"snapshot after a year, {count} checks", f"{next_:.0f} ms", wanted="100 ms", met=next_ <= 100
    )
    stormy = []
    for number in range(5):
        _fall(folder, f"component-{number}")
        stormy.append(one())
    after = sorted(stormy)[2]
    yield Figure(
        f"snapshot after an outage, {count} checks", f"{after:.0f} ms", wanted="100 ms", met=after <= 100
    )
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("UPDATE heart SET revision = revision + 1")
        db.execute("UPDATE histories SET revision = (SELECT revision FROM heart)")
    yield Figure("the same when every history changed", f"{one():.0f} ms")
    yield _page(folder, site, reader)
    reader.close()
    gc.unfreeze()


def _fall(folder: Path, component: str) -> None:
    """Let a component have been down until lately, in the midst of what was measured of it."""
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("UPDATE heart SET revision = revision + 1")
        db.execute(
            "UPDATE histories SET revision = (SELECT revision FROM heart) WHERE component = ?", [component]
        )
        db.execute(
            "UPDATE spans SET status = 'major_outage' WHERE component = ? AND start = "
            "(SELECT max(start) FROM spans WHERE component = ? AND end IS NOT NULL)",
            [component, component],
        )


def _page(folder: Path, site: Site, reader: Reader) -> Figure:
    """What a component's page costs, its charts among it; nothing of an earlier one is kept."""
    renderer, latencies = Renderer(Theme(folder)), LatencyStore(folder)
    taken = take(site, reader.measurements(NOW - HISTORY_WINDOW), NOW, LIVE_VALIDITY)

    def one() -> float:
        shown = replace(taken, latencies=latencies.of(site, NOW))
        began = time.perf_counter()
        renderer.render(shown, "/components/component-0/")
        return (time.perf_counter() - began) * 1000

    median = sorted(one() for _ in range(9))[4]
    latencies.close()
    return Figure("a component's page after a year", f"{median:.0f} ms", wanted="50 ms", met=median <= 50)

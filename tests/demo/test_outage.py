"""28 February 2017, played against real services: what the page says of it at each step."""

import html
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from statuspage.checks import ask
from statuspage.demo.modes import modes
from statuspage.demo.outage import OUTAGES, lasts, outage, play, restore, take_step
from statuspage.demo.services import read_services
from statuspage.demo.site import write_demo_site
from statuspage.errors import StatusPageError
from statuspage.ledger import Ledger
from statuspage.model.provider import Reading
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providerbook import Heard, ProviderBook
from statuspage.providers import read
from statuspage.providers.fetch import Sources
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import utc_now
from statuspage.upstream import options_of
from tests.demo.test_services import start_services, stop_services
from tests.processes import command
from tests.web.seen import data, document

S3 = OUTAGES["s3-2017"]
EVERY = timedelta(minutes=2)
BEFORE = S3.began - timedelta(minutes=10)
AFTER = S3.steps[-1].at + timedelta(minutes=10)


class Seen(NamedTuple):
    """What the page says at a moment: of the provider, of what depends on it, and of all that does not."""

    provider: str
    backups: str
    confirmed: bool | None
    others: frozenset[str]


class Play:
    """The real checks, readers, ledger, store and snapshot, by a clock of their own."""

    def __init__(self, folder: Path) -> None:
        write_demo_site(folder / "site", read_services(folder), every="120s")
        site = open_site(folder / "site").site
        self.site = replace(site, posts=())
        (folder / "data").mkdir()
        self.writer, self.reader = Writer(folder / "data"), Reader(folder / "data")
        self.ledger, self.book = Ledger(Measurements(), BEFORE), ProviderBook(Measurements())
        self.ledger.adopt(self.site, BEFORE)
        self.book.adopt(self.site, BEFORE)
        self.sources = Sources(self.site.url, share=lambda: 0.0)
        self.pool = ThreadPoolExecutor(len(self.site.checks))

    def look(self, now: datetime) -> Snapshot:
        """Ask everything once, and say what the page says then."""
        [provider] = self.site.providers
        for result in self.pool.map(lambda check: ask(check, now), self.site.checks):
            self.ledger.absorb(replace(result, at=now))
        source = self.sources.look(provider.url, now, provider.every)
        reading = None
        if source.document is not None:
            reading = read(provider.format, source.document, options_of(provider), now)
        nothing = Reading(Status.UNKNOWN, text("could not be read yet"))
        self.book.absorb(Heard(provider, now, reading, nothing, source.fetched_at, source.detail))
        self.ledger.settle(now)
        self.book.settle(now)
        batch = self.book.batch(self.ledger.batch(Batch(now, publish=True)))
        self.writer.write(batch)
        self.ledger.written(batch)
        self.book.written(batch)
        held = self.reader.measurements(now - timedelta(days=1))
        return take(self.site, held, now, timedelta(minutes=1))

    def close(self) -> None:
        self.pool.shutdown()
        self.reader.close()
        self.writer.close()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "demo").mkdir()
    running = start_services(tmp_path / "demo")
    yield tmp_path / "demo"
    assert stop_services(running) == ""


@contextmanager
def playing(folder: Path) -> Iterator[Play]:
    one = Play(folder)
    try:
        yield one
    finally:
        one.close()


def seen(snapshot: Snapshot) -> Seen:
    rows = {row.component: row for row in snapshot.verdicts}
    own = rows.pop("backups", None)
    return Seen(
        snapshot.providers[0].status.value,
        own.verdict.value if own else "-",
        own.confirmed if own else None,
        frozenset(row.verdict.value for row in rows.values()),
    )


def strip(snapshot: Snapshot) -> str:
    body = document(snapshot, "/").body.decode()
    part = re.sub(
        r"</?time[^>]*>|<svg.*?</svg>", "", body.partition('id="strip"')[2].partition("<section")[0]
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


def test_the_page_says_the_truth_at_every_step_of_that_day(stage: Path) -> None:
    told: list[tuple[datetime, Seen]] = []
    strips: list[str] = []
    with playing(stage) as show:
        steps, now = list(S3.steps), BEFORE
        while now <= AFTER:
            while steps and steps[0].at <= now:
                take_step(stage, S3, steps.pop(0), S3.began)
            snapshot = show.look(now)
            said = seen(snapshot)
            if not told or told[-1][1] != said:
                told.append((now, said))
                strips.append(strip(snapshot))
            works = {one.status for one in snapshot.components if one.id not in ("backups", "reception")}
            assert works == {Status.OPERATIONAL}
            now += EVERY
        answers = data(snapshot, "/api/v1/snapshot.json")
    fine = frozenset({"not_affected"})
    assert [said for _, said in told] == [
        Seen("operational", "-", None, frozenset()),
        Seen("operational", "affected", False, fine),
        Seen("major_outage", "affected", True, fine),
        Seen("degraded_performance", "affected", True, fine),
        Seen("operational", "affected", False, fine),
        Seen("operational", "-", None, frozenset()),
    ]
    times = [at for at, _ in told]
    for at, step in zip((times[1], times[2], times[3], times[4]), S3.steps, strict=True):
        assert timedelta(0) <= at - step.at <= 3 * EVERY
    unseen, known = strips[1], strips[2]
    assert "Off-site backups is down since 17:3" in unseen
    assert "Amazon S3, on which it depends, reports no trouble. Affected: Off-site backups" in unseen
    assert "Amazon S3 reports “Increased Error Rates” since 17:37. Affected: Off-site backups" in known
    assert strips[0] == strips[-1] == ""
    assert answers["providers"][0]["answer"] == "No: Amazon S3 reports no trouble."
    assert answers["verdicts"] == []


def test_an_outage_ends_well_however_it_ends(tmp_path: Path) -> None:
    said: list[str] = []
    play(tmp_path, S3, 1e9, said.append, utc_now, threading.Event())
    assert [line[:5] for line in said] == ["17:37", "19:37", "21:18", "21:54"]
    stop = threading.Event()
    play(tmp_path, S3, 1e9, lambda _: stop.set(), utc_now, stop)
    assert modes(tmp_path)["backups"] == "healthy"
    assert not (tmp_path / "report.json").exists()
    restore(tmp_path / "gone", S3)


def test_an_unknown_outage_is_told_with_the_nearest() -> None:
    with pytest.raises(StatusPageError, match="s3-2017"):
        outage("s3-2016")


def test_it_takes_minutes_not_hours() -> None:
    assert lasts(S3, 60.0) == timedelta(minutes=257) / 60
    assert S3.began == datetime(2017, 2, 28, 17, 37, tzinfo=UTC)


def test_the_command_needs_a_demo_that_runs(tmp_path: Path) -> None:
    refused = command("demo", "outage", "s3-2017", "--dir", str(tmp_path / "none"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "No demo runs" in refused.stderr
    assert "s3-2017" in command("demo", "outage", "s3").stderr

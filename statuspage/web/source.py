"""Where the live page comes from: the site's files and the store, looked at again and again."""

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from statuspage.checks.heartbeat import token_of
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.decide.provider import unheard
from statuspage.fetching import WAKE
from statuspage.histories import Histories
from statuspage.latencies import LatencyStore
from statuspage.model.kept import KeptFile
from statuspage.model.latency import Durations
from statuspage.model.publish import Standing
from statuspage.model.result import CheckKey
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.publish.record import read_record
from statuspage.sitefiles import SiteFiles
from statuspage.snapshot import take
from statuspage.store.faults import StoreError
from statuspage.store.inbox import Inbox
from statuspage.store.reader import Heart, Reader
from statuspage.timeutil import from_ms, to_ms, utc_now
from statuspage.web.health import Health, Published
from statuspage.web.hooks import Callers
from statuspage.web.theme import Theme

log = logging.getLogger("statuspage.web")

_TICK = timedelta(seconds=5)
_PUBLISHED_LATELY = timedelta(seconds=8)
_PATIENCE = timedelta(minutes=10)
"""So long notices, or providers' pages, may fail before ``/healthz`` says so: both do now and then."""

_REMEMBERED = timedelta(hours=24)
"""So long ``/healthz`` says that a notice was given up."""


class Source:
    """Makes snapshots for the live page; used by one thread at a time.

    ``health`` is what the last look found, ``theme_changed`` whether a template or static file was
    another than the time before; ``cost`` the seconds that it took.
    """

    def __init__(self, root: Path, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._reader = Reader(folder)
        self._theme = theme
        self._files = SiteFiles(root, self._kept())
        self._histories = Histories()
        self._latencies = LatencyStore(folder)
        self._key: Any = None
        self._fault: str | None = None
        self._unheard: dict[str, str] = {}
        self.cost = 0.0
        self.health = Health(utc_now(), None, False, None, ())
        self.theme_changed = False
        self.callers = Callers({}, Inbox(folder))
        self.wake = folder / WAKE
        self.git_secret: SecretStr | None = None
        self.token: SecretStr | None = None
        self.site: Site | None = None

    def look(self) -> Snapshot | None:
        """A new snapshot where the page would change, else None.

        Raises SiteError where there is no usable statuspage.toml and never was.
        """
        start = time.perf_counter()
        now = utc_now()
        loaded = self._files.look()
        heart, fault = self._heart()
        if loaded.broken and self._key is not None and heart.revision != self._key[2]:
            self._files.learn(self._kept())
            loaded = self._files.look()
        late = loaded.site.git is not None and heart.git_failing_since is not None
        stuck, lost = heart.notices_failing_since, heart.notices_given_up_at
        self.health = Health(
            now,
            heart.tick,
            bool(loaded.site.checks or loaded.site.providers),
            fault,
            loaded.faults,
            posts_stale=late,
            notices_stuck=stuck is not None and now - stuck >= _PATIENCE,
            notices_lost=lost is not None and now - lost < _REMEMBERED,
            rounds=heart.rounds,
            published=published(loaded.site, self._folder),
        )
        if self._key is None or loaded is not self._key[0]:
            self._let_in(loaded.site)
        moment = _moment(heart, now)
        signature = self._theme.signature()
        self.theme_changed = self._key is not None and self._key[-1] != signature
        key = (loaded, moment, heart.revision, fault, signature)
        fresh = self._key is None or key[0] is not self._key[0] or key[1:] != self._key[1:]
        snapshot = self._take(loaded.site, moment) if fresh else None
        self._key = key
        self.health = replace(self.health, unheard=self._unheard)
        self.cost = time.perf_counter() - start
        return snapshot

    def durations(self) -> Mapping[CheckKey, Durations]:
        """How long the answers of every check took, for any thread."""
        return self._latencies.durations()

    def _let_in(self, site: Site) -> None:
        """Know by what those are told who may call, push or see more."""
        self.site = site
        self.callers = Callers(_tokens(site), self.callers.inbox)
        self.git_secret = _secret(site.git.secret if site.git else None)
        self.token = _secret(site.token)

    def _take(self, site: Site, moment: datetime) -> Snapshot:
        held = self._measurements(moment)
        self._unheard = unheard(site.providers, held.providers, moment - _PATIENCE)
        taken = take(site, held, moment, LIVE_VALIDITY, self._histories)
        return replace(taken, latencies=self._latencies.of(site, moment))

    def _kept(self) -> dict[str, KeptFile]:
        try:
            return self._reader.files()
        except StoreError:
            return {}

    def _heart(self) -> tuple[Heart, str | None]:
        try:
            heart, fault = self._reader.heart(), None
        except StoreError as error:
            heart, fault = Heart(None, 0, None), str(error)
        if fault and fault != self._fault:
            log.error("%s All that is measured is shown as unknown.", fault)
        self._fault = fault
        return heart, fault

    def _measurements(self, now: datetime) -> Measurements:
        try:
            return self._reader.measurements(now - HISTORY_WINDOW)
        except StoreError as error:
            log.error("%s All that is measured is shown as unknown.", error)
            self.health = replace(self.health, store_fault=str(error))
            return Measurements()


def _tokens(site: Site) -> dict[tuple[str, str], SecretStr]:
    tokens = {check.key[:2]: token_of(check.options) for check in site.checks}
    return {key: token for key, token in tokens.items() if token is not None}


def published(site: Site, folder: Path) -> tuple[Published, ...]:
    """How publishing to each of a site's targets stands."""
    if site.publishing is None or not site.publishing.targets:
        return ()
    known, every = read_record(folder), site.publishing.every
    return tuple(
        Published(one.name, every, known.get(one.name, Standing(None))) for one in site.publishing.targets
    )


def _secret(text: str | None) -> SecretStr | None:
    return None if text is None else SecretStr(text)


def _moment(heart: Heart, now: datetime) -> datetime:
    """The snapshot's now: when the monitor last published, so that all workers say the same.

    A monitor that is silent does not stop the page's clock, which then goes in steps of 5 s.
    """
    if heart.changed_at is not None and timedelta(0) <= now - heart.changed_at < _PUBLISHED_LATELY:
        return heart.changed_at
    step = _TICK // timedelta(milliseconds=1)
    return from_ms(to_ms(now) // step * step)

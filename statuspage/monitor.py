"""The monitor: asks, decides, and is the only writer of the store."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.checks import ask
from statuspage.crew import Crew
from statuspage.decide.calls import called
from statuspage.decide.freshness import paced
from statuspage.errors import SiteError
from statuspage.fetching import Fetcher
from statuspage.git.sync import Sync
from statuspage.guard import Guard
from statuspage.ledger import Ledger
from statuspage.model.result import CheckKey, Result
from statuspage.model.site import Check
from statuspage.model.snapshot import Measurements
from statuspage.notices import Notices
from statuspage.onceround import Round
from statuspage.providerbook import Heard, ProviderBook
from statuspage.providerwatch import ProviderWatch
from statuspage.reference import Sighting
from statuspage.schedule import Schedule
from statuspage.sitefiles import Loaded, SiteFiles, renamed
from statuspage.store.faults import StoreDamaged, StoreError, StoreLocked, StoreReplaced
from statuspage.store.folder import MonitorLock, prepare
from statuspage.store.inbox import Inbox
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import utc_now

log = logging.getLogger("statuspage.monitor")

_FLUSH = 1.0
"""Seconds between two transactions."""

_PUBLISH = 5.0
"""Seconds at most until what was measured is seen by readers, where nothing changed its status."""

_AGEING = timedelta(seconds=2)
"""What was published is renewed when it may be believed for no longer than this."""

_STEP = 0.25
"""Seconds between two looks at what is due and what was answered: to be woken by each costs far more."""


class Monitor:
    """Asks the checks of a site when they are due and writes down what comes of it."""

    def __init__(self, root: Path, folder: Path, once: Round | None = None) -> None:
        """``once`` is the round after which the work is done; None: it goes on."""
        self._once = once
        self._root = root
        self._folder = folder
        self._answers: queue.SimpleQueue[Result | Sighting | Sync | Heard] = queue.SimpleQueue()
        self._guard = Guard(self._answers.put)
        self._inbox = Inbox(folder)
        self._fetcher = Fetcher(root, folder, self._answers.put)
        self._watch = ProviderWatch(self._answers.put)
        self._book = ProviderBook(Measurements())
        self._notices = Notices(root)
        self._fetched_at: datetime | None = None
        self._git_said = ""
        self._git_failing_since: datetime | None = None
        self._heard = self._dropped = 0
        self._deaf_because = ""
        self._unwritten_because = ""
        self._stop = threading.Event()
        self._schedule = Schedule()
        self._loaded: Loaded | None = None
        self._published = float("-inf")
        self._beat: Callable[[], None] = lambda: None
        self._reported: frozenset[str] = frozenset()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set.

        Raises SiteError, StoreError or StatusPageError when it can't begin or go on.
        """
        self._stop = stop
        prepare(self._folder)
        with MonitorLock(self._folder) as lock:
            self._beat = lock.beat
            writer = self._open(stop)
            if writer is None:
                return
            try:
                self._work(writer, stop)
            finally:
                self._watch.end()
                writer.close()

    def _open(self, stop: threading.Event) -> Writer | None:
        """The store, once no other program locks it; None when ``stop`` came first."""
        said = False
        while not stop.is_set():
            try:
                return Writer(self._folder)
            except StoreLocked as error:
                if not said:
                    log.error("%s The monitor waits.", error)
                said = True
                self._beat()
                stop.wait(1.0)
        return None

    def _work(self, writer: Writer, stop: threading.Event) -> None:
        reader = Reader(self._folder)
        now = utc_now()
        files = SiteFiles(self._root, reader.files())
        held = reader.measurements(now)
        self._fetched_at = held.fetched_at or now
        unread = reader.results_after(held.states)
        reader.close()
        ledger = Ledger(held, now, unread)
        self._book = ProviderBook(held)
        self._guard.resume(held, now)
        crew = Crew(self._ask)
        flushed = float("-inf")
        self._adopt(files, ledger, writer)
        while not stop.is_set():
            clock = time.monotonic()
            if clock - flushed >= _FLUSH:
                flushed = clock
                self._beat()
                self._adopt(files, ledger, writer)
                self._flush(ledger, writer)
            self._guard.look_again(clock)
            crew.put_all(self._schedule.take_due(clock))
            stop.wait(_STEP)
            self._drain(ledger)
            if self._once is not None and self._once.is_over(busy=self._notices.busy):
                break
        self._published = float("-inf")
        self._flush(ledger, writer)

    def _ask(self, check: Check) -> None:
        self._answers.put(ask(check, utc_now()))

    def _drain(self, ledger: Ledger) -> None:
        """Take in what was answered."""
        while True:
            try:
                item = self._answers.get_nowait()
            except queue.Empty:
                return
            if isinstance(item, Sync):
                self._synced(item)
                continue
            if isinstance(item, Heard):
                self._book.absorb(item)
                if self._once is not None:
                    self._once.heard(item.provider.id)
                continue
            known = self._guard.heard(item) if isinstance(item, Sighting) else self._guard.sift(item)
            for result in known:
                soon = self._schedule.is_current(result.key) and ledger.absorb(result)
                self._schedule.done(result.key, time.monotonic(), soon=soon)
                if self._once is not None:
                    self._once.heard(result.key, confirmed=not soon)

    def _adopt(self, files: SiteFiles, ledger: Ledger, writer: Writer) -> None:
        """Take over the site's files where they changed."""
        try:
            loaded = files.look()
        except SiteError:
            if self._loaded is None:
                raise
            return
        if loaded is self._loaded:
            return
        now = utc_now()
        self._report(loaded)
        site = paced(loaded.site, self._once.every if self._once else None)
        if self._once is not None:
            self._once.adopt(site)
        checks, components = renamed(site)
        try:
            writer.rename(checks, components)
            writer.remember_files(loaded.files, now)
        except (StoreDamaged, StoreReplaced):
            raise
        except StoreError as error:
            log.warning("%s The site's files are taken over once it can be written.", error)
            if self._loaded is not None:
                return
        ledger.rename(checks, components)
        ledger.adopt(site, now)
        self._book.adopt(loaded.site, now)
        self._watch.adopt(loaded.site, self._stop)
        self._guard.adopt(site)
        self._fetcher.adopt(loaded.site.git, self._stop)
        self._notices.adopt(site, loaded.faults)
        self._schedule.replace(site.checks, time.monotonic())
        self._loaded = loaded

    def _deaf(self, error: StoreError, ledger: Ledger) -> None:
        """Calls can't be heard: nobody counts as late meanwhile, and a damaged inbox is moved aside."""
        ledger.deaf(utc_now())
        if str(error) != self._deaf_because:
            log.error("Calls of services are not heard now: %s", error)
        self._deaf_because = str(error)
        if isinstance(error, StoreDamaged):
            self._inbox.set_aside()
            self._heard = self._dropped = 0

    def _drop_calls(self) -> None:
        """Forget the calls that are written down; where that fails now, it is tried again."""
        try:
            self._inbox.drop(self._heard)
            self._dropped = self._heard
        except StoreError as error:
            log.warning("Calls that were heard are dropped later: %s", error)

    def _synced(self, done: Sync) -> None:
        """Note when posts last arrived, and say what an operator should know, once as long as it stays."""
        if done.arrived:
            self._fetched_at, self._git_failing_since = done.at, None
        else:
            self._git_failing_since = self._git_failing_since or done.at
        if done.sentence and done.sentence != self._git_said:
            log.warning("%s", done.sentence)
        self._git_said = done.sentence

    def _report(self, loaded: Loaded) -> None:
        """Say each fault once, as long as it stays."""
        faults = {str(fault) for fault in loaded.faults}
        for fault in sorted(faults - self._reported):
            log.error("%s", fault)
        self._reported = frozenset(faults)

    def _flush(self, ledger: Ledger, writer: Writer) -> None:
        """Decide and write. What can't be written now is held back; a damaged store ends the work."""
        now, clock = utc_now(), time.monotonic()
        self._hear_calls(ledger)
        ledger.settle(now)
        self._book.settle(now)
        offline_since = self._guard.offline_since
        ageing = ledger.believed_until is not None and ledger.believed_until - now < _AGEING
        changed = ledger.visible or self._book.visible
        publish = changed or ageing or clock - self._published >= _PUBLISH
        frame = Batch(
            now,
            publish=publish,
            offline_since=offline_since,
            fetched_at=self._fetched_at,
            git_failing_since=self._git_failing_since,
            rounds=self._once.every if self._once else None,
        )
        batch = self._book.batch(ledger.batch(frame))
        try:
            entry = self._notices.entry(batch, ledger.states, self._book.kept, changed=changed)
            writer.write(batch, self._loaded.site.keep_results if self._loaded else None, entry)
        except (StoreDamaged, StoreReplaced):
            raise
        except StoreError as error:
            if str(error) != self._unwritten_because:
                log.error("%s What was measured is held back.", error)
            self._unwritten_because = str(error)
            return
        if self._unwritten_because:
            log.warning("What was held back is written down now.")
        self._unwritten_because = ""
        ledger.written(batch)
        self._book.written(batch)
        self._notices.entered()
        if self._heard > self._dropped:
            self._drop_calls()
        if batch.publish:
            self._published = clock

    def _hear_calls(self, ledger: Ledger) -> None:
        """Take in the calls of services; they are dropped once what they amount to is written."""
        try:
            calls, self._heard = self._inbox.waiting(self._heard)
        except StoreError as error:
            self._deaf(error, ledger)
            return
        self._deaf_because = ""
        region = self._loaded.site.region if self._loaded else ""
        for call in calls:
            key = CheckKey(call.component, call.name, region)
            ledger.absorb(called(key, call.at, good=call.good, ms=call.ms, words=call.words))

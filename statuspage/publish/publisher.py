"""Builds the page when it changes, or when it is time, and tells the couriers."""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.errors import StatusPageError
from statuspage.export import export
from statuspage.keepon import keep_on
from statuspage.model.publish import Publishing, Target
from statuspage.model.snapshot import Snapshot
from statuspage.publish.courier import Courier, Places, deliver
from statuspage.publish.notpublished import NotPublished
from statuspage.publish.ping import Ping
from statuspage.publish.record import Record
from statuspage.store.folder import prepare
from statuspage.timeutil import utc_now
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme

log = logging.getLogger("statuspage.publish")

FOLDER = "published"
"""In the data folder: the present build, and what targets work with."""

LEAST_PAUSE = 10.0
"""Seconds at least between two builds, however often the page changes."""

_LOOK = 1.0
"""Seconds between two looks whether the page changed."""


class Publisher:
    """Publishes a site; one at a time for a data folder. Raises StatusPageError where it can't begin."""

    def __init__(self, root: Path, folder: Path) -> None:
        prepare(folder)
        self._folder = folder
        work = folder / FOLDER
        self._places = Places(root.absolute(), work / "site", work / "targets", threading.Lock())
        self._theme = Theme(root)
        self._renderer = Renderer(self._theme)
        self._source = Source(root, folder, self._theme)
        self._record = Record(folder)
        self._ping = Ping()
        self._couriers: dict[str, Courier] = {}
        self._number = 0
        self._built_at = float("-inf")
        self._gist: object = None
        self._snapshot: Snapshot | None = None
        self._said = ""

    def once(self) -> dict[str, str]:
        """Build, and bring the page to every target, one after the other; why some could not be given it.

        Raises StatusPageError where nothing can be built or there is no target.
        """
        with _alone(self._folder):
            snapshot = self._source.look()
            publishing = self._publishing()
            if snapshot is None or publishing is None:
                raise StatusPageError(
                    'The site names no target. For example: [[publish.targets]] with folder = "public"'
                )
            self._build(snapshot, publishing)
            failed = {target.name: why for target in publishing.targets if (why := self._give(target))}
            if not failed:
                self._ping.call(self._source.site)
            return failed

    def run(self, stop: threading.Event) -> None:
        """Publish until ``stop`` is set."""
        with _alone(self._folder):
            keep_on(lambda: self._publish(stop))
            for courier in self._couriers.values():
                courier.end()

    def _publish(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._snapshot = self._look() or self._snapshot
            publishing = self._publishing()
            self._adopt(publishing)
            if self._snapshot and publishing and self._is_due(self._snapshot, publishing):
                self._try_to_build(self._snapshot, publishing)
            stop.wait(_LOOK)

    def _look(self) -> Snapshot | None:
        try:
            found = self._source.look()
        except StatusPageError as error:
            self._say(str(error))
            return None
        except OSError as error:  # no file handle is left, say
            self._say(f"The site's files can't be looked at now: {error.strerror}.")
            return None
        if self._source.theme_changed:
            self._gist = None  # so that it is built as soon as it may be
        return found

    def _publishing(self) -> Publishing | None:
        site = self._source.site
        found = site.publishing if site is not None else None
        return found if found is not None and found.targets else None

    def _adopt(self, publishing: Publishing | None) -> None:
        """Have a courier for each target; one whose target changed is another's."""
        wanted = {one.name: one for one in publishing.targets} if publishing else {}
        gone = {name for name, one in self._couriers.items() if wanted.get(name) != one.target}
        for name in gone:
            self._couriers.pop(name).end()
        fresh = wanted.keys() - self._couriers.keys()
        for name in fresh:
            self._couriers[name] = Courier(wanted[name], self._places, self._record, self._delivered)
            if self._number:
                self._couriers[name].bring(self._number, utc_now())
        if gone or fresh:
            self._record.keep(set(wanted))

    def _is_due(self, snapshot: Snapshot, publishing: Publishing) -> bool:
        spent = time.monotonic() - self._built_at
        changed = gist(snapshot) != self._gist
        return spent >= publishing.every.total_seconds() or (changed and spent >= LEAST_PAUSE)

    def _try_to_build(self, snapshot: Snapshot, publishing: Publishing) -> None:
        try:
            self._build(snapshot, publishing)
        except StatusPageError as error:
            self._say(str(error))
        else:
            self._said = ""
            for courier in self._couriers.values():
                courier.bring(self._number, snapshot.generated_at)

    def _build(self, snapshot: Snapshot, publishing: Publishing) -> None:
        self._built_at, self._gist = time.monotonic(), gist(snapshot)
        self._renderer.forget_templates()
        with self._places.still:
            export(
                _lasting(snapshot, publishing.valid_for),
                self._renderer,
                self._places.built,
                compress=publishing.compress,
            )
        self._number += 1

    def _give(self, target: Target) -> str:
        """Why a target could not be given the page; "" where it has it now."""
        now = utc_now()
        try:
            deliver(target, self._places)
        except NotPublished as error:
            self._record.failed(target.name, now, str(error))
            return str(error)
        self._record.good(target.name, now)
        return ""

    def _delivered(self) -> None:
        """A courier is back: once all have brought the newest page, whoever waits for it is told."""
        if all(courier.has == self._number for courier in list(self._couriers.values())):
            self._ping.call(self._source.site)

    def _say(self, why: str) -> None:
        """Say once, as long as it stays, why nothing can be built; the old page stays where it is."""
        if why != self._said:
            log.error("%s", why)
        self._said = why


def gist(snapshot: Snapshot) -> object:
    """What changes at once when something happens, and not with each answer of a check."""
    components = tuple((one.id, one.status, one.seen, one.because_of) for one in snapshot.components)
    verdicts = tuple((one.provider, one.component, one.verdict) for one in snapshot.verdicts)
    late = snapshot.offline_since, snapshot.posts_stale_since
    return snapshot.page, components, snapshot.posts, snapshot.attachments, verdicts, late


def _lasting(snapshot: Snapshot, valid_for: timedelta) -> Snapshot:
    """The live page's snapshot, to be believed for longer."""
    until: datetime | None = snapshot.valid_until
    return snapshot if until is None else replace(snapshot, valid_until=until - LIVE_VALIDITY + valid_for)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One publisher a data folder; the lock goes with the process, however it ends."""
    handle = os.open(folder / "publish.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise StatusPageError(
            f"A publisher already works on {folder}: statuspage serve runs one by itself."
        ) from None
    try:
        yield
    finally:
        os.close(handle)

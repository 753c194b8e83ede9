"""Fetches a site's posts from git: every so often, and when a hook wakes it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from statuspage.decide.arrival import sync_due
from statuspage.git.sync import Outcome, Sync, sync
from statuspage.model.site import Repository
from statuspage.timeutil import from_ms, utc_now

log = logging.getLogger("statuspage.monitor")

WAKE = "wake"
"""The file in the data folder that a git hook touches."""

_LOOK = 0.2
"""Seconds between two looks at whether it is time."""


class Fetcher:
    """Syncs a site's checkout in a thread of its own, for it may take long; ``tell`` gets what came of it."""

    def __init__(self, root: Path, folder: Path, tell: Callable[[Sync], None]) -> None:
        self._root = root
        self._wake = folder / WAKE
        self._tell = tell
        self._repository: Repository | None = None
        self._thread: threading.Thread | None = None

    def adopt(self, repository: Repository | None, stop: threading.Event) -> None:
        """Follow another repository, or none; the thread ends with ``stop``."""
        self._repository = repository
        if repository is not None and self._thread is None:
            self._thread = threading.Thread(target=self._work, args=(stop,), name="fetch", daemon=True)
            self._thread.start()

    def _work(self, stop: threading.Event) -> None:
        last: datetime | None = None
        while not stop.wait(_LOOK):
            now, repository = utc_now(), self._repository
            if repository is None or not sync_due(last, self._woken(), repository.every, now):
                continue
            last = now
            self._tell(self._sync(repository, now))

    def _sync(self, repository: Repository, now: datetime) -> Sync:
        remote, branch = repository.remote, repository.branch
        try:
            return sync(self._root, remote, branch, now=now, timeout=repository.timeout, push=repository.push)
        except Exception:  # a thread must outlive what we did not think of
            log.exception("The site's repository can't be followed now.")
            return Sync(Outcome.FAILED, now, None, None)

    def _woken(self) -> datetime | None:
        try:
            return from_ms(self._wake.stat().st_mtime_ns // 1_000_000)
        except OSError:
            return None

"""How fast answers came, read from the store only for the components that somebody asks for."""

import logging
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from statuspage.checks import KINDS
from statuspage.decide.latency import series, window_end
from statuspage.model.latency import Bucket, ComponentLatency, Durations, Window
from statuspage.model.result import CheckKey
from statuspage.model.site import Site
from statuspage.store.faults import StoreError
from statuspage.store.reader import Reader

log = logging.getLogger("statuspage")


class LatencyStore:
    """Reads latencies of the store in a data folder; many threads may use it, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._reader = Reader(folder)
        self._lock = threading.Lock()

    def of(self, site: Site, now: datetime) -> Mapping[str, ComponentLatency]:
        """The latencies of every measured component at ``now``, by its id."""
        return _Latencies(self, site, now)

    def buckets(self, keys: tuple[CheckKey, ...], now: datetime) -> Mapping[CheckKey, tuple[Bucket, ...]]:
        """The buckets that some checks' windows at ``now`` are made of; none where they can't be read."""
        since = {window.width: window_end(window, now) - window.length for window in Window}
        with self._lock:
            try:
                return self._reader.latency(keys, since)
            except StoreError as error:
                log.warning("%s No latency is shown.", error)
                return {}

    def durations(self) -> Mapping[CheckKey, Durations]:
        """How long the usable answers of every check took; nothing where that can't be read."""
        with self._lock:
            try:
                return self._reader.durations()
            except StoreError as error:
                log.warning("%s No durations are told.", error)
                return {}

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            self._reader.close()


class _Latencies(Mapping[str, ComponentLatency]):
    """Of one moment; what was once read stays the same."""

    def __init__(self, store: LatencyStore, site: Site, now: datetime) -> None:
        self._store = store
        self._site = site
        self._now = now
        self._known: dict[str, ComponentLatency] = {}
        self._lock = threading.Lock()

    def __getitem__(self, component: str) -> ComponentLatency:
        with self._lock:
            if component not in self._known:
                self._known[component] = self._read(component)
            return self._known[component]

    def __iter__(self) -> Iterator[str]:
        return (one.id for one in self._site.components if one.checks)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, component: str) -> ComponentLatency:
        found = next((one for one in self._site.components if one.id == component and one.checks), None)
        if found is None:
            raise KeyError(component)
        keys = tuple(one.key for one in found.checks if not KINDS[one.kind].asks_another)
        buckets = self._store.buckets(keys, self._now)
        return ComponentLatency(
            {
                key.name: tuple(series(buckets.get(key, ()), window, self._now) for window in Window)
                for key in keys
            }
        )

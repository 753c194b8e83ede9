"""Reads providers' status pages: at once after a start, then each in its own time. No check waits for it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from statuspage.model.provider import Provider, Reading
from statuspage.model.site import Site
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providerbook import Heard
from statuspage.providers import Document, read
from statuspage.providers.fetch import Source, Sources
from statuspage.timeutil import utc_now
from statuspage.upstream import options_of

log = logging.getLogger("statuspage.providers")

_LONGEST = 60.0
"""Seconds after which it is looked at anew whether it is time: a clock may have been set."""

_AGAIN = timedelta(minutes=10)
"""So long one document is not read again: what it says of its events depends on the time, if seldom."""


class ProviderWatch:
    """Asks each address in a thread of its own, for it may hang; ``tell`` gets what came of it.

    The first look is at once; the server that answers, and chance, then say when the next one is.
    """

    def __init__(self, tell: Callable[[Heard], None]) -> None:
        self._tell = tell
        self._guard = threading.Lock()
        self._wanted: dict[str, tuple[Provider, ...]] = {}
        self._bells: dict[str, threading.Event] = {}
        self._sources: Sources | None = None
        self._stop: threading.Event | None = None

    def adopt(self, site: Site, stop: threading.Event) -> None:
        """Watch the providers of a site; the threads end with ``stop``, once :meth:`end` was called."""
        wanted: dict[str, tuple[Provider, ...]] = {}
        for one in site.providers:
            wanted[one.url] = (*wanted.get(one.url, ()), one)
        self._stop = stop
        sources = self._sources = self._sources or Sources(site.url)
        sources.keep(wanted)
        with self._guard:
            changed = {
                url for url in wanted.keys() | self._wanted if wanted.get(url) != self._wanted.get(url)
            }
            self._wanted = wanted
            for url in changed & self._bells.keys():
                self._bells[url].set()
            for url in wanted.keys() - self._bells.keys():
                self._bells[url] = threading.Event()
                self._start(url, sources, stop)

    def end(self) -> None:
        """Wake all threads, so that those whose time is over end."""
        with self._guard:
            for bell in self._bells.values():
                bell.set()

    def _start(self, url: str, sources: Sources, stop: threading.Event) -> None:
        given = url, self._bells[url], sources, stop
        try:
            threading.Thread(target=self._work, args=given, name="provider", daemon=True).start()
        except RuntimeError:  # the machine allows no more: it is tried again with the next change of the site
            del self._bells[url]
            log.error("No thread could be started to read a provider's page.")

    def _work(self, url: str, bell: threading.Event, sources: Sources, stop: threading.Event) -> None:
        desk = Desk(self._tell)
        while not stop.is_set():
            bell.clear()
            providers = self._those_of(url)
            if not providers:
                return
            every = min(one.every for one in providers)
            try:
                desk.hear(sources.look(url, utc_now(), every), providers, utc_now())
            except Exception:  # a thread must outlive what we did not think of
                log.exception("A provider's page can't be read now.")
            bell.wait(_seconds_until(sources.due(url, every)))

    def _those_of(self, url: str) -> tuple[Provider, ...]:
        """The providers of an address; without any, its thread is given up."""
        with self._guard:
            providers = self._wanted.get(url, ())
            if not providers:
                del self._bells[url]
            return providers


class Desk:
    """Reads what came from one address for all who want it, and passes on what is new."""

    def __init__(self, tell: Callable[[Heard], None]) -> None:
        self._tell = tell
        self._told: tuple[Source, tuple[Provider, ...]] | None = None
        self._readings: dict[Provider, tuple[Document, datetime, Reading]] = {}

    def hear(self, source: Source, providers: tuple[Provider, ...], now: datetime) -> None:
        """Take in what is known of the address at ``now``, which ``providers`` want to know."""
        if self._told is not None and self._told[0] is source and self._told[1] == providers:
            return
        self._told = source, providers
        instead = Reading(Status.UNKNOWN, source.failure or text("could not be read yet"))
        failed = source.detail or str(source.failure)
        readings, self._readings = self._readings, {}
        for one in providers:
            reading = None
            if source.document is not None:
                known = self._readings[one] = _read(one, source.document, readings.get(one), now)
                reading = known[2]
            self._tell(Heard(one, now, reading, instead, source.fetched_at, failed))


def _read(
    provider: Provider,
    document: Document,
    known: tuple[Document, datetime, Reading] | None,
    now: datetime,
) -> tuple[Document, datetime, Reading]:
    """What a document says, when that was read, and itself; one that is as it was seldom needs to be read."""
    if known is not None and known[0] == document and abs(now - known[1]) < _AGAIN:
        return known
    return document, now, read(provider.format, document, options_of(provider), now)


def _seconds_until(due: datetime | None) -> float:
    return _LONGEST if due is None else min(max((due - utc_now()).total_seconds(), 0.05), _LONGEST)

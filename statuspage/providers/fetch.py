"""Gets providers' documents: politely, never more than asked for, and once for all who use an address."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from statuspage.decide.provider import believed, next_ask
from statuspage.model.provider import Reading
from statuspage.model.status import Status
from statuspage.model.text import NOTHING, Text, text
from statuspage.providers import Document, Options, read
from statuspage.transport import Fetch, TransportError, fetch, prepare

MOST = 8_000_000
"""The most unpacked bytes of a document."""

TIMEOUT = timedelta(seconds=10)
_HOPS = 2
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/json, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an address: the last good ``document``, which was known to be new at ``fetched_at``.

    ``failure`` says, for everybody, why the last try failed (nothing: it did not), ``detail`` for operators;
    ``failures`` counts those in a row. ``not_before`` is when the server wants to be asked again.
    """

    url: str
    document: Document | None = None
    etag: str = ""
    modified: str = ""
    fetched_at: datetime | None = None
    asked_at: datetime | None = None
    failure: Text = NOTHING
    detail: str = ""
    failures: int = 0
    not_before: datetime | None = None


class Sources:
    """All addresses that are asked, by those who share them; for any number of threads.

    ``page_url`` is our page's own address, by which a provider can tell who asks.
    """

    def __init__(
        self, page_url: str, *, timeout: timedelta = TIMEOUT, share: Callable[[], float] = random.random
    ) -> None:
        self._agent = agent(page_url)
        self._timeout = timeout
        self._share = share
        self._guard = threading.Lock()
        self._held: dict[str, _Held] = {}

    def look(self, url: str, now: datetime, every: timedelta) -> Source:
        """What is known of an address, which is asked anew where it is time. Never raises.

        Waits for the answer, also where another thread just asks.
        """
        with self._guard:
            held = self._held.setdefault(url, _Held(Source(url), self._share()))
        with held.lock:
            if held.is_due(now, every):
                held.source = ask(held.source, self._agent, now, self._timeout)
                held.share = self._share()
            return held.source

    def due(self, url: str, every: timedelta) -> datetime | None:
        """When an address is to be asked again; None: at once."""
        held = self._held.get(url)
        return held.due(every) if held else None

    def keep(self, urls: Iterable[str]) -> None:
        """Forget all other addresses."""
        wanted = set(urls)
        with self._guard:
            self._held = {url: held for url, held in self._held.items() if url in wanted}


class _Held:
    def __init__(self, source: Source, share: float) -> None:
        self.source = source
        self.share = share
        self.lock = threading.Lock()

    def due(self, every: timedelta) -> datetime | None:
        known = self.source
        if known.asked_at is None:
            return None
        return next_ask(known.asked_at, every, known.failures, self.share, known.not_before)

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Whether it is time; a clock that was set back must not stop the asking."""
        due, asked_at = self.due(every), self.source.asked_at
        return due is None or now >= due or (asked_at is not None and now < asked_at)


def reading_of(source: Source, format_: str, options: Options, now: datetime, every: timedelta) -> Reading:
    """What may be believed of a source at present; it should be looked at ``every`` so often."""
    if source.document is None:
        return Reading(Status.UNKNOWN, source.failure or text("could not be read yet"), detail=source.detail)
    reading = believed(read(format_, source.document, options, now), source.fetched_at, now, every)
    return replace(reading, detail=source.detail or reading.detail)


def agent(page_url: str) -> str:
    """How we name ourselves to providers (RFC 9110, section 10.1.5)."""
    return f"statuspage (+{page_url})"


def ask(source: Source, agent: str, now: datetime, timeout: timedelta = TIMEOUT) -> Source:
    """Ask an address once, for what is new there. Never raises: a failure leaves the last document in place.

    A redirect is followed only on the same host: a status page that moved is another page.
    """
    try:
        got = _get(source, agent, timeout)
    except TransportError as error:
        return _failed(source, now, error.sentence, error.detail)
    except ValueError as error:
        return _failed(source, now, text("could not be read"), str(error))
    if got.status == 304 and source.document is not None:
        return replace(_well(source, now), fetched_at=now)
    if got.status != 200:
        reason, detail = _refused(got)
        return replace(_failed(source, now, reason, detail), not_before=_wish(got, now))
    if not got.whole:
        return _failed(source, now, text("answers with more than can be read"), f"over {MOST} bytes")
    document = Document(got.body, got.headers.get("Content-Type", ""), source.url)
    etag, modified = _validator(got, "ETag"), _validator(got, "Last-Modified")
    return replace(_well(source, now), document=document, fetched_at=now, etag=etag, modified=modified)


def _get(source: Source, agent: str, timeout: timedelta) -> Fetch:
    """The answer. Raises TransportError and ValueError."""
    headers = {"User-Agent": agent, "Accept": _ACCEPT}
    if source.document is not None and source.etag:
        headers["If-None-Match"] = source.etag
    if source.document is not None and source.modified:
        headers["If-Modified-Since"] = source.modified
    url = source.url
    ends = time.monotonic() + timeout.total_seconds()
    for _ in range(_HOPS + 1):
        left = timedelta(seconds=max(0.001, ends - time.monotonic()))
        got = fetch(prepare(url, headers=headers), timeout=left, max_body=MOST, redirects=0)
        target = _next(url, got)
        if target is None:
            break
        url = target
    return got


def _next(url: str, got: Fetch) -> str | None:
    """Where an answer leads on the same host, never from https to http."""
    if got.status not in _REDIRECTS or "Location" not in got.headers:
        return None
    target = urljoin(url, got.headers["Location"])
    here, there = urlsplit(url), urlsplit(target)
    same = (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)
    usual = here.hostname == there.hostname and here.port is None and there.port is None
    secured = usual and (here.scheme, there.scheme) == ("http", "https")
    return target if same or secured else None


def _refused(got: Fetch) -> tuple[Text, str]:
    """What to say of an answer that is no document."""
    if got.status in _REDIRECTS:
        target = got.headers.get("Location", "")[:200]
        return text("has moved to another address"), f"status {got.status} to {target}"
    return text("answers with status {status}", status=got.status), f"status {got.status}"


def _well(source: Source, now: datetime) -> Source:
    return replace(source, asked_at=now, failure=NOTHING, detail="", failures=0, not_before=None)


def _failed(source: Source, now: datetime, reason: Text, detail: str) -> Source:
    failures = source.failures + 1
    return replace(
        source, asked_at=now, failure=reason, detail=detail[:500], failures=failures, not_before=None
    )


def _validator(got: Fetch, name: str) -> str:
    """A header to give back; one that can't be given back is left out."""
    value = got.headers.get(name, "").strip()
    return value if len(value) <= 300 and value.isascii() and value.isprintable() else ""


def _wish(got: Fetch, now: datetime) -> datetime | None:
    """When the server wants to be asked again (RFC 9110, section 10.2.3)."""
    said = got.headers.get("Retry-After", "").strip()[:40]
    try:
        if said.isdecimal() and said.isascii():
            return now + timedelta(seconds=min(int(said), 86_400))
        when = parsedate_to_datetime(said)
        return when if when.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

"""A whole answer, by a deadline and within a size, through redirects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header
from urllib3 import HTTPResponse

from statuspage.model.result import Phases
from statuspage.model.text import text, texts
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.transport.question import PORTS, Ask, prepare
from statuspage.transport.wire import Request, put, read

_OVERHEAD = 1_000_000
"""Bytes that headers, chunk sizes and packing may add to a body."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"accept", "accept-language", "user-agent"})
"""Headers that may follow a redirect to another host; the others may hold secrets."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A whole answer.

    ``headers`` are found by name in any case. ``body`` is unpacked; ``whole`` is false where it was
    longer than asked for and the rest was left. ``url`` is where it came from after redirects,
    ``ms`` and ``phases`` cover all of them.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool
    url: str
    ms: float
    phases: Phases


def fetch(ask: Ask, *, timeout: timedelta, max_body: int = 1_000_000, redirects: int = 5) -> Fetch:
    """Put a question and wait for the whole answer, ``timeout`` at most, redirects included.

    Reads ``max_body`` unpacked bytes of the body, with 0 none, and follows so many redirects; with 0 a
    redirect is the answer. Raises TransportError.
    """
    clock = Clock(timeout, most=_OVERHEAD + 10 * max_body)
    jar: RequestsCookieJar | None = None
    for _ in range(redirects + 1):
        request = Request(ask, clock)
        try:
            raw = put(ask, request, clock)
        except TransportError as error:
            error.detail += f"; redirected to {_without_query(ask.url)}" if jar is not None else ""
            raise
        try:
            if not redirects or raw.status not in _REDIRECTS or "Location" not in raw.headers:
                body, whole = read(raw, clock, max_body) if max_body else (b"", False)
                phases = clock.phases()
                return Fetch(raw.status, raw.headers, body, whole, ask.url, clock.ms, phases)
            jar = RequestsCookieJar() if jar is None else jar
            extract_cookies_to_jar(jar, request, raw)  # type: ignore[no-untyped-call]
            ask = _redirected(ask, raw, jar, clock)
        finally:
            raw.close()
            request.pool.close()
    sentence = texts(
        "sends visitors on to another address more than once",
        "sends visitors on to another address more than {count} times",
        count=redirects,
    )
    raise clock.failure(Failure.REDIRECTS, sentence, _without_query(ask.url))


def _redirected(ask: Ask, raw: HTTPResponse, jar: RequestsCookieJar, clock: Clock) -> Ask:
    """The question that a redirect leads to (RFC 9110, section 15.4). Raises TransportError."""
    method, body = ask.method, ask.body
    if (raw.status == 303 and method != "HEAD") or (raw.status in {301, 302} and method == "POST"):
        method, body = "GET", None
    target = raw.headers["Location"]
    try:
        target = urljoin(ask.url, target.encode("latin-1").decode("utf-8", "replace"))
        headers, route = ask.headers, ask.route
        if not _is_same(ask, target):
            headers, route = _harmless(headers), route.elsewhere()
        following = prepare(target, method=method, headers=headers, body=body, route=route)
    except ValueError as error:
        sentence = text("sends visitors on to an address that is not valid")
        raise clock.failure(Failure.REDIRECTS, sentence, _without_query(target)) from error
    cookies = get_cookie_header(jar, following.prepared)  # type: ignore[no-untyped-call]
    if cookies and "Cookie" not in following.prepared.headers:
        following.prepared.headers["Cookie"] = cookies
    return following


def _is_same(ask: Ask, target: str) -> bool:
    """Whether an address is on the server that was asked, or on its encrypted side."""
    parts = urlsplit(target)
    there = (parts.scheme, parts.port or PORTS.get(parts.scheme))
    here = ("http" if ask.trust is None else "https", ask.port)
    return parts.hostname == ask.host and (there == here or (here, there) == (("http", 80), ("https", 443)))


def _harmless(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _without_query(url: str) -> str:
    return url.partition("?")[0]

"""Outgoing HTTP, with what requests has not: a total deadline, phases, a limit of size.

Each question opens a new connection and leaves none open. An answer that was cut off is an error.
"""

import logging
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.errors import MissingHeaderBodySeparatorDefect
from http.client import HTTPException
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header
from requests.structures import CaseInsensitiveDict
from requests.utils import urldefragauth
from urllib3 import HTTPConnectionPool, HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from statuspage.model.result import Phases
from statuspage.model.text import text, texts
from statuspage.net.body import read_body
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.early import FinalResponse
from statuspage.net.route import Route, reach
from statuspage.net.trust import USUAL, context_of

__all__ = ["Ask", "Failure", "Fetch", "Route", "TransportError", "fetch", "prepare", "with_trust"]

# Its warnings about odd headers name whole addresses, which may hold secrets.
logging.getLogger("urllib3").setLevel(logging.ERROR)

_OVERHEAD = 1_000_000
"""Bytes that headers, chunk sizes and packing may add to a body."""

_PORTS = {"http": 80, "https": 443}
_PROXY_LOGIN = 407
"""The status with which a proxy refuses to ask for us (RFC 9110, section 15.5.8)."""

_NOT_HTTP = text("does not answer as a web server should")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"accept", "accept-language", "user-agent"})
"""Headers that may follow a redirect to another host; the others may hold secrets."""

_STRAIGHT = Route()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that may be put any number of times; made by :func:`prepare`.

    ``target`` is what the first line asks for, ``trust`` the context in use (None: no TLS).
    """

    url: str
    method: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    host: str
    port: int
    target: str = field(repr=False)
    route: Route
    trust: ssl.SSLContext | None
    prepared: requests.PreparedRequest = field(repr=False)


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


def prepare(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    route: Route = _STRAIGHT,
) -> Ask:
    """Make a question ready, once for all the times that it is put.

    Raises ValueError, whose text holds no header, when the address or a header can't be sent.
    """
    sent = CaseInsensitiveDict({"User-Agent": "statuspage", "Accept": "*/*", "Accept-Encoding": "gzip"})
    sent.update(headers or {})
    sent["Connection"] = "close"
    by_proxy = route.proxy is not None and url.lower().startswith("http:")
    if route.proxy is not None and by_proxy and route.proxy.login:
        sent["Proxy-Authorization"] = route.proxy.login
    try:
        prepared = requests.Request(method, url, headers=sent, data=body).prepare()
        parts = urlsplit(prepared.url or "")
        host, port = parts.hostname, parts.port
    except (ValueError, requests.RequestException):
        raise ValueError("the address or a header can't be sent") from None
    if parts.scheme not in _PORTS or not host:
        raise ValueError("the address does not begin with http:// or https:// and a host")
    trust = (route.tls or context_of(USUAL)) if parts.scheme == "https" else None
    port = _PORTS[parts.scheme] if port is None else port
    address = prepared.url or ""
    target = urldefragauth(address) if by_proxy else "/" + prepared.path_url.lstrip("/")
    return Ask(address, method, dict(headers or {}), body, host, port, target, route, trust, prepared)


def with_trust(ask: Ask, tls: ssl.SSLContext, elsewhere: ssl.SSLContext) -> Ask:
    """The same question with a context of its own, and one for other servers that it is redirected to.

    Both come from :func:`statuspage.net.trust.context_of`.
    """
    route = replace(ask.route, tls=tls, tls_elsewhere=elsewhere)
    return replace(ask, route=route, trust=ask.trust and tls)


def fetch(ask: Ask, *, timeout: timedelta, max_body: int = 1_000_000, redirects: int = 5) -> Fetch:
    """Put a question and wait for the whole answer, ``timeout`` at most, redirects included.

    Reads ``max_body`` unpacked bytes of the body and follows so many redirects; with 0 a redirect
    is the answer. Raises TransportError.
    """
    clock = Clock(timeout, most=_OVERHEAD + 10 * max_body)
    jar: RequestsCookieJar | None = None
    for _ in range(redirects + 1):
        request = _Request(ask, clock)
        raw = _put(ask, request, clock)
        try:
            if not redirects or raw.status not in _REDIRECTS or "Location" not in raw.headers:
                body, whole = _read(raw, clock, max_body)
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


class _Request(requests.PreparedRequest):
    """A prepared request on its way, with the one connection that is meant for it."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        vars(self).update(vars(ask.prepared))
        self.target = ask.target
        self.pool = _Pool(ask.host, ask.port, ask=ask, clock=clock)


class _Adapter(HTTPAdapter):
    """Gives each request a connection of its own. It keeps nothing, so all threads may share it."""

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> HTTPConnectionPool:
        return cast("_Request", request).pool

    def request_url(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> str:
        """A path, or a whole address where a proxy is asked (RFC 9112, section 3.2)."""
        return cast("_Request", request).target

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """The context of ``Ask.trust`` sees to that, without reading certificates again each time."""


class _Connection(HTTPConnection):
    """A connection under a clock."""

    response_class = FinalResponse

    def __init__(self, *, ask: Ask, clock: Clock, **others: Any) -> None:
        super().__init__(**others)
        self._ask = ask
        self._clock = clock
        if ask.trust is not None:
            self.default_port = _PORTS["https"]  # type: ignore[misc] # what the Host header leaves out

    def connect(self) -> None:
        ask = self._ask
        self.sock = reach(ask.route, ask.host, ask.port, self._clock, ask.trust)
        self._clock.enter("first_byte")

    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 has it
        """Raises TransportError when the headers were cut off or don't tell where the body ends.

        http.client takes the end of a connection for the end of the headers, and leaves out what
        follows a line that is no header.
        """
        response = super().getresponse()
        if self._clock.ended:
            response.close()
            raise self._clock.broken()
        if not _has_known_end(response):
            response.close()
            raise self._clock.failure(Failure.PROTOCOL, _NOT_HTTP, "its headers don't tell its length")
        return response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


_ADAPTER = _Adapter()


def _put(ask: Ask, request: _Request, clock: Clock) -> HTTPResponse:
    """Send the request and read the answer's headers. Raises TransportError."""
    try:
        raw: HTTPResponse = _ADAPTER.send(request, stream=True).raw
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise _unread(error, clock) from error
    if raw.status == _PROXY_LOGIN and ask.route.proxy is not None and ask.trust is None:
        raw.close()
        raise clock.failure(Failure.OURS, text("could not be checked"), "the proxy refuses our login")
    return raw


def _unread(error: Exception, clock: Clock) -> TransportError:
    """What to say of an answer that could not be read: it was cut off, or it never was HTTP."""
    if clock.ended:
        return clock.broken(error)
    return clock.failure(Failure.PROTOCOL, _NOT_HTTP, str(error))


def _has_known_end(response: HTTPResponse) -> bool:
    """Whether the headers say, beyond doubt, where the body ends (RFC 9112, section 6.3)."""
    original: Any = response._original_response
    if response.chunked or response.length_remaining is not None:
        return bool(original.chunked) == response.chunked
    damaged = any(isinstance(one, MissingHeaderBodySeparatorDefect) for one in original.msg.defects)
    return not damaged and "Content-Length" not in response.headers


def _read(raw: HTTPResponse, clock: Clock, most: int) -> tuple[bytes, bool]:
    try:
        return read_body(raw, clock, most)
    except (HTTPError, HTTPException, OSError, zlib.error) as error:
        raise _unread(error, clock) from error


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
    there = (parts.scheme, parts.port or _PORTS.get(parts.scheme))
    here = ("http" if ask.trust is None else "https", ask.port)
    return parts.hostname == ask.host and (there == here or (here, there) == (("http", 80), ("https", 443)))


def _harmless(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _without_query(url: str) -> str:
    return url.partition("?")[0]

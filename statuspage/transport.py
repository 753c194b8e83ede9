"""Outgoing HTTP, with what requests has not: a total deadline, phases, a limit of size.

Each question opens a new connection and leaves none open. An answer that was cut off is an error.
"""

import logging
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import MissingHeaderBodySeparatorDefect
from functools import cache
from http.client import HTTPException
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from statuspage.model.result import Phases
from statuspage.net.body import read_body
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.sockets import tls_context

__all__ = ["Ask", "Failure", "Fetch", "TransportError", "fetch", "prepare"]

# Its warnings about odd headers name whole addresses, which may hold secrets.
logging.getLogger("urllib3").setLevel(logging.ERROR)

_OVERHEAD = 1_000_000
"""Bytes that headers, chunk sizes and packing may add to a body."""

_PORTS = {"http": 80, "https": 443}
_NOT_HTTP = "the answer is not valid HTTP"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"accept", "accept-language", "user-agent"})
"""Headers that may follow a redirect to another host; the others may hold secrets."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that may be put any number of times; made by :func:`prepare`.

    ``tls`` is the context that was asked for, ``trust`` the one in use (None: no TLS).
    """

    url: str
    method: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    host: str
    port: int
    tls: ssl.SSLContext | None
    trust: ssl.SSLContext | None
    prepared: requests.PreparedRequest = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fetch:
    """A whole answer.

    ``body`` is unpacked; ``whole`` is false where it was longer than asked for and the rest was
    left. ``url`` is where it came from after redirects, ``ms`` and ``phases`` cover all of them.
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
    tls: ssl.SSLContext | None = None,
) -> Ask:
    """Make a question ready, once for all the times that it is put.

    ``tls`` is a context from :func:`statuspage.net.sockets.tls_context` where the usual trust won't do.
    Raises ValueError, whose text holds no header, when the address or a header can't be sent.
    """
    sent = CaseInsensitiveDict({"User-Agent": "statuspage", "Accept": "*/*", "Accept-Encoding": "gzip"})
    sent.update(headers or {})
    sent["Connection"] = "close"
    try:
        prepared = requests.Request(method, url, headers=sent, data=body).prepare()
        parts = urlsplit(prepared.url or "")
        host, port = parts.hostname, parts.port
    except (ValueError, requests.RequestException):
        raise ValueError("the address or a header can't be sent") from None
    if parts.scheme not in _PORTS or not host:
        raise ValueError("the address does not begin with http:// or https:// and a host")
    trust = (tls or _usual_trust()) if parts.scheme == "https" else None
    port = _PORTS[parts.scheme] if port is None else port
    return Ask(prepared.url or "", method, dict(headers or {}), body, host, port, tls, trust, prepared)


def fetch(ask: Ask, *, timeout: timedelta, max_body: int = 1_000_000, redirects: int = 5) -> Fetch:
    """Put a question and wait for the whole answer, ``timeout`` at most, redirects included.

    Reads ``max_body`` unpacked bytes of the body and follows so many redirects; with 0 a redirect
    is the answer. Raises TransportError.
    """
    clock = Clock(timeout, most=_OVERHEAD + 10 * max_body)
    jar: RequestsCookieJar | None = None
    for _ in range(redirects + 1):
        request = _Request(ask, clock)
        raw = _put(request, clock)
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
    often = "once" if redirects == 1 else f"{redirects} times"
    raise clock.failure(Failure.REDIRECTS, f"redirects more than {often}", _without_query(ask.url))


class _Request(requests.PreparedRequest):
    """A prepared request on its way, with the one connection that is meant for it."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        vars(self).update(vars(ask.prepared))
        self.pool = _Pool(ask.host, ask.port, ask=ask, clock=clock)


class _Adapter(HTTPAdapter):
    """Gives each request a connection of its own. It keeps nothing, so all threads may share it."""

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> HTTPConnectionPool:
        return cast("_Request", request).pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """The context of ``Ask.trust`` sees to that, without reading certificates again each time."""


class _Connection(HTTPConnection):
    """A connection under a clock."""

    def __init__(self, *, ask: Ask, clock: Clock, **others: Any) -> None:
        super().__init__(**others)
        self._ask = ask
        self._clock = clock
        if ask.trust is not None:
            self.default_port = _PORTS["https"]  # type: ignore[misc] # what the Host header leaves out

    def connect(self) -> None:
        self.sock = dial(self._ask.host, self._ask.port, self._clock, self._ask.trust)
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


@cache
def _usual_trust() -> ssl.SSLContext:
    return tls_context(certifi.where())


def _put(request: _Request, clock: Clock) -> HTTPResponse:
    """Send the request and read the answer's headers. Raises TransportError."""
    try:
        raw: HTTPResponse = _ADAPTER.send(request, stream=True).raw
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise _unread(error, clock) from error
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
        headers = ask.headers if _is_same(ask, target) else _harmless(ask.headers)
        following = prepare(target, method=method, headers=headers, body=body, tls=ask.tls)
    except ValueError as error:
        sentence = "redirects to an address that is not valid"
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

"""One request on one new connection, under a clock."""

import logging
import zlib
from email.errors import MissingHeaderBodySeparatorDefect
from http.client import HTTPException
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from statuspage.model.text import text
from statuspage.net.body import read_body
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.early import FinalResponse
from statuspage.net.route import PROXY_FAILS, reach
from statuspage.transport.question import PORTS, Ask

# Its warnings about odd headers name whole addresses, which may hold secrets.
logging.getLogger("urllib3").setLevel(logging.ERROR)

_PROXY_LOGIN = 407
"""The status with which a proxy refuses to ask for us (RFC 9110, section 15.5.8)."""

_NOT_HTTP = text("does not answer as a web server should")


class Request(requests.PreparedRequest):
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
        return cast("Request", request).pool

    def request_url(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> str:
        """A path, or a whole address where a proxy is asked (RFC 9112, section 3.2)."""
        return cast("Request", request).target

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """The context of ``Ask.trust`` sees to that, without reading certificates again each time."""

    def build_response(self, _: requests.PreparedRequest, resp: BaseHTTPResponse) -> requests.Response:
        """The answer as it came: nobody asks for the encoding, cookies and history that cost time."""
        response = requests.Response()
        response.raw = resp
        return response


class _Connection(HTTPConnection):
    """A connection under a clock."""

    response_class = FinalResponse

    def __init__(self, *, ask: Ask, clock: Clock, **others: Any) -> None:
        super().__init__(**others)
        self._ask = ask
        self._clock = clock
        if ask.trust is not None:
            self.default_port = PORTS["https"]  # type: ignore[misc] # what the Host header leaves out

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


def put(ask: Ask, request: Request, clock: Clock) -> HTTPResponse:
    """Send the request and read the answer's headers. Raises TransportError."""
    try:
        raw: HTTPResponse = _ADAPTER.send(request, stream=True).raw
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise _unread(error, clock) from error
    if raw.status == _PROXY_LOGIN and ask.route.proxy is not None and ask.trust is None:
        raw.close()
        raise clock.failure(Failure.OURS, PROXY_FAILS, "the proxy refuses our login")
    return raw


def _unread(error: Exception, clock: Clock) -> TransportError:
    """What to say of an answer that could not be read: it was cut off, or it never was HTTP."""
    while error.args and isinstance(error.args[-1], Exception):  # urllib3 wraps what happened, twice
        error = error.args[-1]
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


def read(raw: HTTPResponse, clock: Clock, most: int) -> tuple[bytes, bool]:
    try:
        return read_body(raw, clock, most)
    except (HTTPError, HTTPException, OSError, zlib.error) as error:
        raise _unread(error, clock) from error

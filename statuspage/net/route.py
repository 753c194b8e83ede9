"""The way to a web server: straight or by a proxy, over IPv4 or IPv6, and with what trust."""

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from socket import AF_INET, AF_INET6, AF_UNSPEC
from urllib.parse import unquote, urlsplit

from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.early import FinalResponse
from statuspage.net.sockets import ClockedSocket, secure

FAMILIES: Mapping[int | None, int] = {None: AF_UNSPEC, 4: AF_INET, 6: AF_INET6}
"""The family of addresses by the version of IP; None is any."""

_UNREACHED = frozenset({502, 503, 504})
"""What a proxy answers when it is the server that can't be reached (RFC 9110, section 15.6)."""

PROXY_FAILS = text("could not be checked: the proxy that asks for us fails")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; ``login`` is the value of ``Proxy-Authorization``, empty for none."""

    host: str
    port: int
    login: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Route:
    """A way. ``family`` is AF_INET, AF_INET6 or AF_UNSPEC for both.

    ``tls`` is a context from :func:`statuspage.net.trust.context_of`, ``tls_elsewhere`` the one for
    servers that a redirect leads to; None is the usual trust.
    """

    proxy: Proxy | None = None
    family: int = AF_UNSPEC
    tls: ssl.SSLContext | None = None
    tls_elsewhere: ssl.SSLContext | None = None

    def elsewhere(self) -> "Route":
        """The way to another server than the one that it was meant for."""
        return self if self.tls is self.tls_elsewhere else replace(self, tls=self.tls_elsewhere)


def basic(user: str, password: str) -> str:
    """The value of a header that logs in (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def parse_proxy(url: str) -> Proxy:
    """Read ``http://user:password@proxy.example.com:3128``. Raises ValueError, which tells no part of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port == 0 or not url.isprintable() or " " in url:
        raise ValueError("not the address of a proxy")
    if parts.scheme != "http" or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("not the address of a proxy")
    login = basic(unquote(parts.username), unquote(parts.password or "")) if parts.username else ""
    return Proxy(host, port or 80, login)


def reach(route: Route, host: str, port: int, clock: Clock, tls: ssl.SSLContext | None) -> ClockedSocket:
    """Open a new connection that a request for this host can be sent on. Raises TransportError.

    A proxy that fails says nothing of the server: that is ``Failure.OURS``.
    """
    if route.proxy is None:
        return dial(host, port, clock, tls, route.family)
    try:
        sock = dial(route.proxy.host, route.proxy.port, clock)
    except TransportError as error:
        raise _proxy_fails(clock, error.detail) from error
    if tls is None:
        return sock
    try:
        _tunnel(sock, route.proxy, host, port)
    except BaseException:
        sock.close()
        raise
    clock.received = 0
    return secure(sock, host.rstrip("."), tls)


def _tunnel(sock: ClockedSocket, proxy: Proxy, host: str, port: int) -> None:
    """Have the proxy connect us to the server (RFC 9110, section 9.3.6). Raises TransportError."""
    clock = sock.clock
    there = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {there} HTTP/1.1", f"Host: {there}"]
    lines += [f"Proxy-Authorization: {proxy.login}"] if proxy.login else []
    answer = FinalResponse(sock, method="CONNECT")
    try:
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        answer.begin()
    except (HTTPException, OSError, TransportError) as error:
        if isinstance(error, TransportError) and error.kind is Failure.TIMEOUT:
            raise
        raise _proxy_fails(clock, str(error)) from error
    finally:
        answer.close()
    if clock.ended:
        raise _proxy_fails(clock, "its answer stops half-way")
    if answer.status in _UNREACHED:
        raise clock.failure(Failure.UNREACHABLE, text("can't be reached"), f"the proxy says {answer.status}")
    if not 200 <= answer.status < 300:
        raise _proxy_fails(clock, f"it answers with status {answer.status}")


def _proxy_fails(clock: Clock, detail: str) -> TransportError:
    return clock.failure(Failure.OURS, PROXY_FAILS, f"the proxy fails: {detail}")

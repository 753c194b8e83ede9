"""Questions over HTTP, made ready once for all the times that they are put."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from requests.utils import urldefragauth

from statuspage.net.route import Route
from statuspage.net.trust import USUAL, context_of

PORTS = {"http": 80, "https": 443}

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
    if parts.scheme not in PORTS or not host:
        raise ValueError("the address does not begin with http:// or https:// and a host")
    trust = (route.tls or context_of(USUAL)) if parts.scheme == "https" else None
    port = PORTS[parts.scheme] if port is None else port
    address = prepared.url or ""
    target = urldefragauth(address) if by_proxy else "/" + prepared.path_url.lstrip("/")
    return Ask(address, method, dict(headers or {}), body, host, port, target, route, trust, prepared)


def with_trust(ask: Ask, tls: ssl.SSLContext, elsewhere: ssl.SSLContext) -> Ask:
    """The same question with a context of its own, and one for other servers that it is redirected to.

    Both come from :func:`statuspage.net.trust.context_of`.
    """
    route = replace(ask.route, tls=tls, tls_elsewhere=elsewhere)
    return replace(ask, route=route, trust=ask.trust and tls)

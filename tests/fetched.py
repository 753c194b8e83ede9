"""How tests put one question by HTTP, and what servers begin an answer with."""

import zlib
from datetime import timedelta

import pytest

from statuspage.net.route import Route
from statuspage.net.sockets import tls_context
from statuspage.transport import Fetch, TransportError, fetch, prepare
from tests.servers import CERTS

SOON = timedelta(milliseconds=400)
LONG = timedelta(seconds=10)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
TRUSTED = Route(tls=tls_context(str(CERTS / "ca.pem")))


def get(url: str, timeout: timedelta = LONG, **options: int) -> Fetch:
    """The answer of a server whose certificate ``ca.pem`` signed."""
    return fetch(prepare(url, route=TRUSTED), timeout=timeout, **options)


def failing(url: str, timeout: timedelta = LONG, **options: int) -> TransportError:
    """Why there is none."""
    with pytest.raises(TransportError) as caught:
        get(url, timeout, **options)
    return caught.value


def packed(data: bytes, wbits: int = 31) -> bytes:
    """Data packed in the format that zlib gives this number."""
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(data) + packer.flush()

"""New connections: from a name to an address to a connection to TLS, all under one clock."""

import errno
import os
import selectors
import socket
import ssl
from collections.abc import Sequence
from functools import lru_cache

from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.lookup import Address, TooManyLookups, addresses_of
from statuspage.net.sockets import ClockedSocket, secure

_OURS = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOBUFS,
        errno.ENOMEM,
        errno.EADDRNOTAVAIL,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EACCES,
        errno.EPERM,
        errno.EAFNOSUPPORT,
    }
)
"""Errors of connecting that say something of this machine, not of the one that is asked."""

_OUR_LOOKUPS = frozenset({socket.EAI_MEMORY, socket.EAI_SYSTEM})
UNFOUND = text("its internet name can't be found")
UNFOUND_IN_TIME = text("its internet name can't be found within {timeout}")
"""What everybody is told of a host whose name leads to no address."""

_HEAD_START = 0.25
"""Seconds that one address of a host has before the next is tried beside it (RFC 8305, section 5)."""


def dial(
    host: str,
    port: int,
    clock: Clock,
    tls: ssl.SSLContext | None = None,
    family: int = socket.AF_UNSPEC,
) -> ClockedSocket:
    """Open a new connection, by TLS where a context is given (one from ``sockets.tls_context``).

    ``family`` is AF_INET or AF_INET6 where only one will do. Raises TransportError.
    """
    clock.received, clock.ended = 0, False
    addresses = _resolve(host, clock)
    if family != socket.AF_UNSPEC:
        addresses = _of_family(family, addresses, clock)
    clock.enter("connect")
    sock = _connect(addresses, port, clock)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock if tls is None else secure(sock, host.rstrip("."), tls)


@lru_cache(maxsize=4096)
def _literal(host: str) -> tuple[Address, ...]:
    """The one address that a host written as an address is; nothing for a name."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return ((family, (host, 0)),)
    return ()


def _resolve(host: str, clock: Clock) -> Sequence[Address]:
    if literal := _literal(host):
        return literal
    clock.enter("dns")
    try:
        return addresses_of(host, clock.left())
    except TimeoutError:
        raise clock.late(UNFOUND_IN_TIME) from None
    except (OSError, UnicodeError) as error:
        ours = isinstance(error, TooManyLookups) or getattr(error, "errno", None) in _OUR_LOOKUPS
        if ours:
            raise clock.failure(Failure.OURS, text("could not be checked"), str(error)) from error
        raise clock.failure(Failure.DNS, UNFOUND, str(error)) from error


def _of_family(family: int, addresses: Sequence[Address], clock: Clock) -> Sequence[Address]:
    found = [address for address in addresses if address[0] == family]
    if not found:
        name = "IPv4" if family == socket.AF_INET else "IPv6"
        others = "only " + ", ".join(str(address[0]) for _, address in addresses)
        raise clock.failure(Failure.DNS, text("has no {family} address", family=name), others)
    return found


def _connect(addresses: Sequence[Address], port: int, clock: Clock) -> ClockedSocket:
    if len(addresses) > 1:
        return _race(addresses, port, clock)
    family, address = addresses[0]
    try:
        sock = _socket(family, clock)
        try:
            sock.settimeout(clock.left())
            sock.connect((address[0], port, *address[2:]))
        except BaseException:
            sock.close()
            raise
    except OSError as error:
        raise _unconnected([error], clock) from error
    return sock


def _race(addresses: Sequence[Address], port: int, clock: Clock) -> ClockedSocket:
    """Connect to the first address that takes it, so that a dead one does not hide one that lives."""
    todo = list(reversed(addresses))
    failures: list[OSError] = []
    begun: list[ClockedSocket] = []
    winner: ClockedSocket | None = None
    with selectors.DefaultSelector() as waiting:
        try:
            while winner is None and (todo or waiting.get_map()):
                patience = min(clock.left(), _HEAD_START) if len(todo) > 1 else clock.left()
                try:
                    if todo:
                        begun.append(_begin(*todo.pop(), port, clock))
                        waiting.register(begun[-1], selectors.EVENT_WRITE, begun[-1])
                    winner = _first(waiting, patience)
                except OSError as error:
                    failures.append(error)
        finally:
            for sock in begun:
                if sock is not winner:
                    sock.close()
    if winner is None:
        raise _unconnected(failures, clock)
    return winner


def _begin(family: int, address: tuple[str | int, ...], port: int, clock: Clock) -> ClockedSocket:
    """A socket that connects meanwhile. Raises OSError where that is refused at once."""
    sock = _socket(family, clock)
    sock.setblocking(False)
    code = sock.connect_ex((address[0], port, *address[2:]))
    if code not in {0, errno.EINPROGRESS}:
        sock.close()
        raise OSError(code, os.strerror(code))
    return sock


def _first(waiting: selectors.BaseSelector, patience: float) -> ClockedSocket | None:
    """The next socket to be connected, None when none is in time. Raises OSError when it fails."""
    for key, _ in waiting.select(patience):
        sock: ClockedSocket = key.data
        waiting.unregister(sock)
        if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, os.strerror(code))
        return sock
    return None


def _socket(family: int, clock: Clock) -> ClockedSocket:
    sock = ClockedSocket(family, socket.SOCK_STREAM)
    sock.clock = clock
    return sock


def _unconnected(failures: Sequence[OSError], clock: Clock) -> TransportError:
    """What to say when no address of a host took the connection: the last that is not our own fault."""
    theirs = [error for error in failures if error.errno not in _OURS]
    if not theirs:
        return clock.failure(Failure.OURS, text("could not be checked"), "; ".join(map(str, failures)))
    error = theirs[-1]
    if isinstance(error, TimeoutError) and error.errno is None:
        return clock.late()
    if isinstance(error, ConnectionRefusedError):
        return clock.failure(Failure.REFUSED, text("refuses connections"), str(error))
    return clock.failure(Failure.UNREACHABLE, text("can't be reached"), str(error))

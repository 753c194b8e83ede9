"""Questions to name servers: by UDP, and by TCP where the answer is too long for that.

Messages are dnspython's. The way there is ours, so that one clock holds for all of it.
"""

import errno
import socket
import time
from collections.abc import Sequence

import dns.flags
import dns.message
import dns.rcode
import dns.resolver

from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.sockets import ClockedSocket

Server = tuple[str, int]
"""IP address and port."""

_PATIENCE = 2.0
"""Seconds until the next server is asked, or the only one again; twice as many each round."""

_HELPFUL = {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}
_KINDS = {
    errno.ECONNREFUSED: (Failure.REFUSED, text("refuses connections")),
    errno.EHOSTUNREACH: (Failure.UNREACHABLE, text("can't be reached")),
}
"""Errors of sending that come from the other side; all others are our own."""


def own_servers(clock: Clock, path: str = "/etc/resolv.conf") -> list[Server]:
    """The name servers of this machine, from resolv.conf(5). Raises TransportError for none."""
    try:
        resolver = dns.resolver.Resolver(path)
    except (dns.resolver.NoResolverConfiguration, ValueError) as error:
        raise clock.failure(Failure.OURS, text("could not be checked"), str(error)) from error
    return [(str(server), resolver.port) for server in resolver.nameservers]


def inquire(query: dns.message.Message, servers: Sequence[Server], clock: Clock) -> dns.message.Message:
    """What the first helpful server answers, else the last unhelpful answer; the silent are asked again.

    Raises TransportError, for lateness only when the deadline has passed.
    """
    waiting, patience = list(servers), _PATIENCE
    answer: dns.message.Message | None = None
    failure: TransportError | None = None
    while waiting:
        for server in tuple(waiting):
            try:
                came = _ask(query, server, patience, clock)
            except TransportError as error:
                if error.kind is Failure.TIMEOUT:
                    if answer is None:
                        raise
                    return answer
                failure = error
            else:
                if came is None:
                    continue
                if came.rcode() in _HELPFUL:
                    return came
                answer = came
            waiting.remove(server)
        patience *= 2
    if answer is None:
        raise failure or clock.failure(Failure.OURS, text("could not be checked"), "there is no name server")
    return answer


def _ask(
    query: dns.message.Message, server: Server, patience: float, clock: Clock
) -> dns.message.Message | None:
    """One server's answer, None when it stays silent. Raises TransportError."""
    clock.enter("dns")
    try:
        answer = _by_udp(query, server, patience, clock)
    except OSError as error:
        kind, sentence = _KINDS.get(error.errno or 0, (Failure.OURS, text("could not be checked")))
        raise clock.failure(kind, sentence, f"{server[0]}: {error}") from error
    if answer is not None and answer.flags & dns.flags.TC:
        return _by_tcp(query, server, clock)
    return answer


def _by_udp(
    query: dns.message.Message, server: Server, patience: float, clock: Clock
) -> dns.message.Message | None:
    """The first packet that answers this question; others are passed over, since anybody can send them.

    The socket is connected: it hears nobody else, and it hears that there is no server.
    """
    ends = time.monotonic() + patience
    with socket.socket(_family(server), socket.SOCK_DGRAM) as sock:
        sock.connect(server)
        sock.send(query.to_wire())
        while (wait := ends - time.monotonic()) > 0:
            sock.settimeout(min(wait, clock.left()))
            try:
                packet = sock.recv(65_535)
            except TimeoutError:
                continue
            answer = _read(packet)
            if answer is not None and query.is_response(answer):
                return answer
    return None


def _by_tcp(query: dns.message.Message, server: Server, clock: Clock) -> dns.message.Message:
    """RFC 7766: each message after its length in two bytes."""
    with dial(*server, clock) as sock:
        clock.enter("dns")
        try:
            sock.sendall(query.to_wire(prepend_length=True))
        except OSError as error:
            raise clock.broken(error) from error
        size = int.from_bytes(_exactly(sock, 2), "big")
        answer = _read(_exactly(sock, size))
    if answer is None or not query.is_response(answer) or answer.flags & dns.flags.TC:
        raise clock.failure(
            Failure.PROTOCOL, text("does not answer as a name server should"), f"{size} bytes by TCP"
        )
    return answer


def _exactly(sock: ClockedSocket, size: int) -> bytes:
    buffer = bytearray(size)
    got = 0
    while got < size:
        some = sock.recv_into(memoryview(buffer)[got:])
        if not some:
            raise sock.clock.broken()
        got += some
    return bytes(buffer)


def _read(packet: bytes) -> dns.message.Message | None:
    """The message in a packet, cut short as it may be; None when there is none."""
    try:
        return dns.message.from_wire(packet, raise_on_truncation=True)
    except dns.message.Truncated as cut:
        message: dns.message.Message = cut.kwargs["message"]
        return message
    except Exception:  # a parser's, of what anybody may have sent
        return None


def _family(server: Server) -> int:
    return socket.AF_INET6 if ":" in server[0] else socket.AF_INET

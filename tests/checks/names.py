"""A small real name server, and how the checks of its tests are put."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from statuspage.checks.dns import DnsOptions, ask
from statuspage.model.result import Answer
from tests.servers import Behaviour, Call, End, serving

LONG = timedelta(seconds=5)
DOMAIN = "portal.example.com"

Reply = Callable[[dns.message.Message], Sequence[bytes]]
"""The packets that answer a question."""


def answer(
    query: dns.message.Message, *records: str, code: dns.rcode.Rcode = dns.rcode.NOERROR
) -> dns.message.Message:
    """A message with records as a zone file has them."""
    message = dns.message.make_response(query)
    message.set_rcode(code)
    for record in records:
        name, kind, data = record.split(" ", 2)
        message.answer.append(dns.rrset.from_text(name, 60, "IN", kind, data))
    return message


def replies(*records: str, code: dns.rcode.Rcode = dns.rcode.NOERROR) -> Reply:
    return lambda query: [answer(query, *records, code=code).to_wire(max_size=65_535)]


RIGHT = replies(f"{DOMAIN}. A 192.0.2.10")


def silent(query: dns.message.Message) -> Sequence[bytes]:
    return []


def cut(query: dns.message.Message) -> Sequence[bytes]:
    message = answer(query)
    message.flags |= dns.flags.TC
    return [message.to_wire()]


def over_tcp(reply: Reply) -> Behaviour:
    def behave(call: Call) -> None:
        size = int.from_bytes(call.conn.recv(2), "big")
        for packet in reply(dns.message.from_wire(call.conn.recv(size))):
            call.say([len(packet).to_bytes(2, "big"), packet])
        call.end(End.CLOSE)

    return behave


@contextmanager
def name_server(reply: Reply, tcp: Behaviour | None = None) -> Iterator[str]:
    """A server of UDP, and of TCP on the same port; its address."""
    with serving(tcp or over_tcp(silent)) as by_tcp, socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", by_tcp.port))

        def serve() -> None:
            while packet := sock.recvfrom(65_535):
                data, asker = packet
                if not data:
                    return
                for each in reply(dns.message.from_wire(data)):
                    sock.sendto(each, asker)

        thread = threading.Thread(target=serve, name="name-server")
        thread.start()
        try:
            yield by_tcp.address
        finally:
            with socket.socket(type=socket.SOCK_DGRAM) as ender:
                ender.sendto(b"", sock.getsockname())
            thread.join(10)


def asked(reply: Reply, tcp: Behaviour | None = None, timeout: timedelta = LONG, **options: Any) -> Answer:
    with name_server(reply, tcp) as address:
        given = {"domain": DOMAIN, "resolver": address, **options}
        return ask(DnsOptions.model_validate(given), timeout)

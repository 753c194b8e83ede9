"""A small real HTTP proxy for tests."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.servers import Behaviour, Call, response


def relays(refuse: Callable[[bytes], bytes] = lambda _: b"") -> Behaviour:
    """A proxy: connects where it is told to and passes on what both sides say.

    ``refuse`` may give an answer of its own to a request, given its headers.
    """

    def behave(call: Call) -> None:
        heard = call.listen()
        if answer := refuse(heard):
            call.say([answer])
            return
        method, target, _ = heard.decode().split(" ", 2)
        host, _, port = target.removeprefix("http://").partition("/")[0].rpartition(":")
        try:
            there = socket.create_connection((host.strip("[]"), int(port)), 5)
        except OSError:
            call.say([response(b"", "502 Bad Gateway")])
            return
        with there:
            if method == "CONNECT":
                call.say([b"HTTP/1.1 200 Connection established\r\n\r\n"])
            else:
                there.sendall(heard)
            back = threading.Thread(target=_pass_on, args=(there, call.conn), name="test-proxy")
            back.start()
            _pass_on(call.conn, there)
            back.join(10)

    return behave


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while some := one.recv(65_536):
            other.sendall(some)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)

"""Real servers that take what is sent to them: by HTTP, and by mail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs

from tests.servers import Call, Server, serving, tls


@dataclass
class Posted:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """Its body as JSON."""
        return cast(dict[str, Any], json.loads(self.body))

    @property
    def form(self) -> dict[str, list[str]]:
        """Its body as a form."""
        return parse_qs(self.body.decode())


@dataclass
class Letterbox:
    """Where requests arrive, with ``safe`` by TLS. ``status`` is what it answers; while ``shut``, nothing."""

    port: int
    status: int = 200
    safe: bool = False
    posted: list[Posted] = field(default_factory=list)
    shut: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http{'s' if self.safe else ''}://127.0.0.1:{self.port}/hook/T0P5ECRET"

    @property
    def apprise(self) -> str:
        """Its address for apprise."""
        return f"json://127.0.0.1:{self.port}/hook/T0P5ECRET"

    def titles(self) -> list[str]:
        """The titles of what came by apprise."""
        return [one.json["title"] for one in self.posted]


@contextmanager
def letterbox(certificate: str | None = None) -> Iterator[Letterbox]:
    """A server on loopback that keeps all that is posted to it; with a certificate of ``certs`` by TLS."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.posted.append(Posted(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if box.shut.is_set():
                ended.wait(30)
                return
            self.send_response(box.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box = Letterbox(server.server_port, safe=certificate is not None)
    if certificate is not None:
        server.socket = tls(certificate).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="test-letterbox")
    thread.start()
    try:
        yield box
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextmanager
def mailbox() -> Iterator[tuple[Server, list[EmailMessage]]]:
    """A mail server (RFC 5321, as little of it as is needed) and the mails that it took."""
    mails: list[EmailMessage] = []

    def behave(call: Call) -> None:
        lines = call.conn.makefile("rb")
        call.conn.sendall(b"220 ready\r\n")
        while line := lines.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                call.conn.sendall(b"221 bye\r\n")
                return
            if word != b"DATA":
                call.conn.sendall(b"250 fine\r\n")
                continue
            call.conn.sendall(b"354 go on\r\n")
            raw = b"".join(iter(lines.readline, b".\r\n"))
            mails.append(message_from_bytes(raw, policy=policy.default))
            call.conn.sendall(b"250 taken\r\n")

    with serving(behave) as server:
        yield server, mails

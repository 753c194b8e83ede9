"""Small real servers, good and bad, each on a port of its own for as long as a ``with`` block."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

CERTS = Path(__file__).parent / "certs"
"""``ca.pem`` signed ``good.pem`` (localhost, 127.0.0.1), ``expired.pem`` and ``other.pem`` (another name).

``client.pem`` is a client that signed itself; in ``locked.pem`` its key is under a password.
"""


class End(Enum):
    """What a server does once it has said everything."""

    CLOSE = "closes the connection"
    HOLD = "keeps it open in silence"
    RESET = "resets it"
    DROP = "ends TCP without TLS's farewell"


@dataclass
class Server:
    """A running server. ``asked`` holds what each connection began with."""

    port: int
    scheme: str = "http"
    host: str = "127.0.0.1"
    asked: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is, without a path."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"


@dataclass
class Call:
    """One connection that a server has taken; ``stop`` is set when the server ends."""

    conn: socket.socket
    server: Server
    stop: threading.Event

    def listen(self) -> bytes:
        """Read a request's headers, and its body as far as it has come with them."""
        heard = b""
        while b"\r\n\r\n" not in heard and (some := self.conn.recv(65_536)):
            heard += some
        self.server.asked.append(heard)
        return heard

    def say(self, pieces: Iterable[bytes], every: float = 0.0) -> None:
        """Send the pieces with ``every`` seconds after each, until the server stops."""
        for piece in pieces:
            self.conn.sendall(piece)
            if self.stop.wait(every) if every else self.stop.is_set():
                return

    def end(self, how: End) -> None:
        """End the connection in this way."""
        if how is End.HOLD:
            self.stop.wait(30)
        elif how is End.RESET:
            self.conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif isinstance(self.conn, ssl.SSLSocket) and how is End.CLOSE:
            self.conn.settimeout(1)
            self.conn.unwrap()


Behaviour = Callable[[Call], None]


def response(body: bytes = b"ready", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; ``content_type="text/plain"`` and the like are headers."""
    fields = {"content_length": str(len(body)), **headers}
    lines = "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def says(*pieces: bytes, every: float = 0.0, end: End = End.CLOSE, listens: bool = True) -> Behaviour:
    """Hear a request (or not), send some pieces, and end."""
    return says_all(lambda: pieces, every=every, end=end, listens=listens)


def says_all(
    pieces: Callable[[], Iterable[bytes]], *, every: float = 0.0, end: End = End.CLOSE, listens: bool = True
) -> Behaviour:
    """The same with pieces made anew for each connection; they may be endless."""

    def behave(call: Call) -> None:
        if listens:
            call.listen()
        call.say(pieces(), every)
        call.end(end)

    return behave


def pages(answer: Callable[[str, bytes], bytes], *, after: float = 0.0) -> Behaviour:
    """Answer each request, given its path and all of it, ``after`` so many seconds."""

    def behave(call: Call) -> None:
        heard = call.listen()
        call.stop.wait(after)
        call.say([answer(heard.split(b" ", 2)[1].decode(), heard)])
        call.end(End.CLOSE)

    return behave


@contextmanager
def serving(
    behave: Behaviour, certificate: str | None = None, clients: str | None = None
) -> Iterator[Server]:
    """Run a server on loopback; with the name of a certificate in ``certs`` it speaks TLS.

    With ``clients``, another such name, it wants a certificate of its clients that this one signed.
    """
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = Server(listener.getsockname()[1], "https" if certificate else "http")
    context = tls(certificate, clients) if certificate else None
    stop = threading.Event()
    open_calls: set[socket.socket] = set()
    threads: list[threading.Thread] = []

    def take(conn: socket.socket) -> None:
        if context:
            conn = context.wrap_socket(conn, server_side=True, do_handshake_on_connect=False)
        open_calls.add(conn)
        with conn, suppress(OSError, ValueError):  # the other side, or the end of the test, may break in
            if isinstance(conn, ssl.SSLSocket):
                conn.do_handshake()
            behave(Call(conn, server, stop))

    def accept() -> None:
        with suppress(OSError):
            while not stop.is_set():
                conn, _ = listener.accept()
                threads.append(threading.Thread(target=take, args=(conn,), name="test-server"))
                threads[-1].start()

    accepting = threading.Thread(target=accept, name="test-server")
    accepting.start()
    try:
        yield server
    finally:
        stop.set()
        for sock in (listener, *list(open_calls)):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (accepting, *threads):
            thread.join(10)


def tls(certificate: str, clients: str | None = None) -> ssl.SSLContext:
    """How a server speaks TLS: with one of ``certs``, and only to clients of another where that is named."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTS / certificate)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(CERTS / clients)
    return context


@contextmanager
def deaf() -> Iterator[Server]:
    """A port whose queue of connections is full, so that connecting to it never ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        server = Server(listener.getsockname()[1])
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", server.port))
        try:
            yield server
        finally:
            for filler in fillers:
                filler.close()


def closed_port() -> int:
    """A port on loopback that refuses connections."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port

"""HTTP as it goes over the wire: every byte counted."""

import gzip
import http.client
import io
import socket
from dataclasses import dataclass
from email.message import Message

from bench.figures import CannotMeasure


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; ``size`` counts its head and its body as they came, ``body`` is as it came."""

    status: int
    headers: Message
    body: bytes
    size: int

    def text(self) -> str:
        """The body unpacked."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode("utf-8")


def get(port: int, target: str) -> Answer:
    """Ask a server of this machine as a browser does, compressed.

    Raises OSError, and CannotMeasure when no HTTP answer of a known length comes.
    """
    question = (
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Accept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(question.encode("ascii"))
        with connection.makefile("rb") as stream:
            raw = stream.read()
    head, _, body = raw.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    words = first.split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
        raise CannotMeasure(f"{target} of port {port} gives no HTTP answer.")
    headers = http.client.parse_headers(io.BytesIO(rest + b"\r\n\r\n"))
    if int(headers.get("Content-Length", -1)) != len(body):
        raise CannotMeasure(f"{target} of port {port} does not tell its length.")
    return Answer(int(words[1]), headers, body, len(raw))

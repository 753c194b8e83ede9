"""A tiny web server for checks to ask, as a process of its own: ``python -m bench.target [FILE]``.

It prints its port, gives the same answer to everything, a small one or that file, and closes. From a
SIGUSR1 on it hangs: it takes every question and answers none.
"""

import asyncio
import contextlib
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.processes import PYTHON, started, until
from statuspage.parent import end_with_parent

_HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n"
    "Connection: close\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Target:
    """The running server, and its address without a path."""

    process: psutil.Process
    address: str

    def hang(self) -> None:
        """Answer nothing from now on."""
        self.process.send_signal(signal.SIGUSR1)


@contextlib.contextmanager
def target(log: Path, *answer: Path) -> Iterator[Target]:
    """Run the server."""
    with started(PYTHON, "-m", "bench.target", *map(str, answer), log=log) as process:
        until(lambda: _port(log) is not None, 10, "the server to ask")
        yield Target(process, f"http://127.0.0.1:{_port(log)}")


def _port(log: Path) -> str | None:
    found = re.fullmatch(r"(\d+)\n", log.read_text(encoding="utf-8"))
    return found and found[1]


class _Answering(asyncio.Protocol):
    def __init__(self, answer: bytes, hung: asyncio.Event) -> None:
        self._asked = b""
        self._answer = answer
        self._hung = hung

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._asked += data
        if self._asked.endswith(b"\r\n\r\n") and not self._hung.is_set():
            self._transport.write(self._answer)
            self._transport.close()


async def _serve(body: bytes) -> None:
    answer = _HEAD.format(len(body)).encode() + body
    loop, hung = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, hung.set)
    server = await loop.create_server(lambda: _Answering(answer, hung), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(_serve(Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else b"ready\n"))

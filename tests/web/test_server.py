"""The web server as visitors and operators meet it: granian with a tiny application of the test's own."""

import contextlib
import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from statuspage.errors import StatusPageError
from statuspage.web.server import WORKERS_FAIL, ensure_free
from tests.processes import gone, until

MAIN = """
import sys
from statuspage.errors import StatusPageError
from statuspage.web.server import serve_web
try:
    serve_web("localhost", int(sys.argv[1]), app=sys.argv[2])
except StatusPageError as error:
    sys.exit(str(error))
finally:
    print("heavy:", {"flask", "lxml", "tiny"} & set(sys.modules), flush=True)
"""
TINY = """
import os, time
from statuspage.parent import end_with_named_parent
end_with_named_parent()

def app(environ, start_response):
    path, read = environ["PATH_INFO"], b""
    if path == "/slow":
        time.sleep(30)
    if path == "/read":
        read = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * 1_000_000] if path == "/big" else [f"{os.getpid()} {len(read)}".encode()]
"""
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Server:
    """The server's main process, started on a free port."""

    def __init__(self, folder: Path, app: str = "tiny:app", port: int = 0) -> None:
        self.port = port or free_port()
        (folder / "tiny.py").write_text(TINY)
        (folder / "broken.py").write_text("raise SystemExit('this site is broken')\n")
        self.log = folder / "log"
        with self.log.open("a") as log:
            self.process = psutil.Popen(
                [sys.executable, "-c", MAIN, str(self.port), app], cwd=folder, stdout=log, stderr=log
            )

    def get(self, path: str = "/") -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return connection.getresponse().read()

    def answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return bool(self.get())
        return False

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.process.children() if not gone(child.pid)]

    def ready(self) -> bool:
        """Both workers listen."""
        sockets = [worker.net_connections("tcp") for worker in self.workers()]
        return [any(one.status == psutil.CONN_LISTEN for one in each) for each in sockets] == [True, True]

    def connect(self, data: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=15)
        connection.sendall(data)
        return connection

    def stop(self) -> tuple[int, float]:
        """Exit code, and seconds that it took."""
        begin = time.monotonic()
        self.process.terminate()
        return int(self.process.wait(timeout=10)), time.monotonic() - begin


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts a server and waits for its first answer; afterwards it is gone with its workers."""
    servers: list[Server] = []

    def begin(**options: Any) -> Server:
        servers.append(Server(tmp_path, **options))
        until(servers[-1].answers)
        until(servers[-1].ready)
        return servers[-1]

    yield begin
    for server in servers:
        if server.process.is_running():
            server.stop()


def test_two_workers_serve_and_the_main_process_stays_light(serve: Callable[..., Server]) -> None:
    server = serve()
    assert len(server.get("/big")) == 1_000_000
    workers = {str(worker.pid).encode() for worker in server.workers()}
    assert len(workers) == 2
    assert server.get().split()[0] in workers
    code, seconds = server.stop()
    assert code == 0
    assert seconds < 2
    assert "heavy: set()" in server.log.read_text()


def test_a_killed_worker_is_replaced_while_the_other_serves(serve: Callable[..., Server]) -> None:
    server = serve()
    victim, other = server.workers()
    victim.kill()
    until(lambda: len(server.workers()) == 2 and victim not in server.workers(), 5)
    assert other in server.workers()
    until(server.answers)
    assert server.process.is_running()


def test_workers_end_themselves_when_the_main_process_is_killed(serve: Callable[..., Server]) -> None:
    server = serve()
    workers = server.workers()
    with server.connect(GET % b"/") as idle:
        idle.recv(1000)
        server.process.kill()
        server.process.wait()
        until(lambda: all(gone(worker.pid) for worker in workers), 2)
    ensure_free("127.0.0.1", server.port)


def test_workers_that_are_busy_end_themselves_a_little_later(serve: Callable[..., Server]) -> None:
    server = serve()
    workers = server.workers()
    with (
        server.connect(GET % b"/slow"),
        server.connect(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"),
    ):
        time.sleep(0.2)
        server.process.kill()
        server.process.wait()
        until(lambda: all(gone(worker.pid) for worker in workers), 5)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(GET % b"/", id="idle keep-alive connection"),
        pytest.param(b"GET / HT", id="half a request line"),
        pytest.param(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf", id="half a body"),
        pytest.param(GET % b"/slow", id="an answer in the making"),
    ],
)
def test_sigterm_ends_the_server_in_time_whatever_visitors_do(
    serve: Callable[..., Server], sent: bytes
) -> None:
    server = serve()
    with contextlib.ExitStack() as stack:
        for _ in range(4):  # enough for both workers to have one
            stack.enter_context(server.connect(sent))
        time.sleep(0.2)
        workers = server.workers()
        code, seconds = server.stop()
    assert code == 0
    assert seconds < 2
    assert all(gone(worker.pid) for worker in workers)


def test_slow_answers_do_not_hold_up_the_others(serve: Callable[..., Server]) -> None:
    server = serve()
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(server.connect(GET % b"/slow"))
        time.sleep(0.2)
        begin = time.monotonic()
        assert all(server.get() for _ in range(10))
        assert time.monotonic() - begin < 2


def test_vast_headers_are_refused(serve: Callable[..., Server]) -> None:
    server = serve()
    with server.connect(GET[:-2] % b"/" + b"X: ") as vast, contextlib.suppress(ConnectionError):
        vast.sendall(b"a" * 400_000)
        assert b"200 OK" not in vast.recv(1000)
    assert server.answers()


@pytest.mark.world
def test_half_sent_headers_are_given_up_after_ten_seconds(serve: Callable[..., Server]) -> None:
    server = serve()
    with server.connect(b"GET / HT") as half:
        begin = time.monotonic()
        assert half.recv(1000) == b""
        assert 8 < time.monotonic() - begin < 14


def test_an_application_that_cannot_be_loaded_asks_for_a_restart(tmp_path: Path) -> None:
    server = Server(tmp_path, app="broken:app")
    assert server.process.wait(timeout=15) == WORKERS_FAIL
    assert "this site is broken" in server.log.read_text()


def test_a_port_in_use_is_refused_in_one_sentence(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve()
    second = Server(tmp_path, port=server.port)
    assert second.process.wait(timeout=10) == 1
    assert (
        f"Port {server.port} of localhost is in use: stop what listens there or choose another "
        f"with --port {server.port + 1}." in server.log.read_text().splitlines()
    )
    assert len(server.workers()) == 2


def test_a_port_whose_connections_have_just_closed_is_free(serve: Callable[..., Server]) -> None:
    server = serve()
    with server.connect(GET % b"/") as visitor:
        visitor.recv(1000)
        server.stop()  # the server closes first: its side waits in TIME_WAIT
    ensure_free("127.0.0.1", server.port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("no-such-host.invalid", 8080, "The host no-such-host.invalid is not known"),
        ("192.0.2.1", 8080, "The host 192.0.2.1 is no address of this machine"),
        ("127.0.0.1", 0, "Port 0 does not exist"),
        ("127.0.0.1", 65536, "Port 65536 does not exist"),
    ],
)
def test_what_cannot_be_listened_on_is_said_in_one_sentence(host: str, port: int, sentence: str) -> None:
    with pytest.raises(StatusPageError, match=sentence):
        ensure_free(host, port)


def test_a_listener_on_all_addresses_or_on_one_counts_for_both() -> None:
    for bound, asked in (("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "0.0.0.0")):
        with socket.create_server((bound, 0)) as other, pytest.raises(StatusPageError, match="is in use"):
            ensure_free(asked, other.getsockname()[1])

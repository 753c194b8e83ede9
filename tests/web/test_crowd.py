"""Visitors who come by the hundred and never finish, beside one who only wants to read."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Running, serving_site
from tests.web.made import write_site

TOML = """
[site]
name = "Office"
url = "https://status.example.com"
[git]
every = "1h"
secret = "between us"
[components.mail]
name = "Mail"
"""
BODY = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nhalf"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("crowd")
    with serving_site(write_site(root / "site", toml=TOML), root / "log") as one:
        yield one


def serves(page: Running, times: int = 40, seconds: float = 5.0) -> bool:
    """Whether so many visitors, one after another, are answered in time."""
    begin = time.monotonic()
    good = all(page.get("/")[0] == 200 for _ in range(times))
    return good and time.monotonic() - begin < seconds


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="connections that say nothing"),
        pytest.param(b"GET / HT", id="half a request line"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nX: ", id="half a header"),
        pytest.param(BODY % b"/", id="half a body for a page"),
        pytest.param(BODY % b"/hooks/git", id="half a body for the hook"),
        pytest.param(BODY % b"/heartbeat/mail", id="half a body for a heartbeat"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 50, id="who asks much and reads nothing"),
    ],
)
def test_those_who_never_finish_do_not_keep_others_from_the_page(page: Running, sent: bytes) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", page.port), timeout=5))
            one.sendall(sent)
        assert serves(page)
    assert serves(page)


def answer_to(page: Running, sent: bytes) -> bytes:
    address = "127.0.0.1", page.port
    with socket.create_connection(address, timeout=15) as one, contextlib.suppress(ConnectionError):
        one.sendall(sent)
        return one.recv(1000)
    return b""


def test_vast_request_lines_headers_and_bodies_are_refused(page: Running) -> None:
    line = answer_to(page, b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    many = answer_to(page, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n")
    body = answer_to(page, b"POST /hooks/git HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
    assert b" 200 " not in line + many
    assert b" 403 " in body
    assert serves(page)


@pytest.mark.world
@pytest.mark.skipif(not shutil.which("slowhttptest"), reason="needs Debian's slowhttptest")
@pytest.mark.parametrize("kind", ["-H", "-B", "-X"])
def test_slowhttptest_finds_the_page_up(page: Running, tmp_path: Path, kind: str) -> None:
    """Slow headers, slow bodies and slow reading: 500 connections for 30 s."""
    address = f"http://127.0.0.1:{page.port}/hooks/git" if kind == "-B" else f"http://127.0.0.1:{page.port}/"
    pace = ["-c", "500", "-r", "100", "-i", "5", "-l", "30", "-p", "3"]
    done = subprocess.Popen(["slowhttptest", kind, *pace, "-u", address], stdout=subprocess.DEVNULL)
    try:
        for _ in range(10):
            assert serves(page)
            time.sleep(2)
    finally:
        done.terminate()
        done.wait(10)
    assert serves(page)

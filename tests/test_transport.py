"""One question by HTTP: it ends by its deadline, and only a whole answer is one."""

import itertools
import os
import resource
import time
from collections.abc import Callable, Iterator

import pytest

from statuspage.transport import Failure, TransportError, fetch, prepare
from tests.fetched import CHUNKED, LONG, OK, SOON, failing, get, packed
from tests.servers import (
    Behaviour,
    End,
    closed_port,
    deaf,
    pages,
    response,
    says,
    says_all,
    serving,
)


def bytewise(data: bytes) -> Callable[[], Iterator[bytes]]:
    """The data byte by byte, the last of them over and over."""
    return lambda: itertools.chain((bytes([one]) for one in data), itertools.repeat(data[-1:]))


DRIPS = {
    "silence": says(end=End.HOLD),
    "a byte at a time in the headers": says_all(bytewise(OK + b"X-Long: xxxx"), every=0.05),
    "a byte at a time in the body": says_all(bytewise(OK + b"Content-Length: 99999\r\n\r\nx"), every=0.02),
    "a byte at a time in a body without end": says_all(bytewise(OK + b"\r\nx"), every=0.02),
    "a byte at a time in a chunk": says_all(bytewise(CHUNKED + b"fff\r\nx"), every=0.01),
    "a byte at a time in a chunk's size": says_all(bytewise(CHUNKED + b"0"), every=0.01),
    "chunk after chunk": says_all(
        lambda: itertools.chain([CHUNKED], itertools.repeat(b"1\r\nx\r\n")), every=0.05
    ),
    "silence in mid-body": says(OK + b"Content-Length: 9\r\n\r\nread", end=End.HOLD),
    "silence in packed data": says(
        OK + b"Content-Encoding: gzip\r\n\r\n" + packed(b"ready" * 99)[:20], end=End.HOLD
    ),
    "slow redirects": pages(lambda *_: response(b"", "302 Found", location="/on"), after=0.15),
    "one more 103 Early Hints": says_all(
        lambda: itertools.repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), every=0.05
    ),
    "one more 100 Continue": says_all(lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"), every=0.05),
}


@pytest.mark.parametrize("behave", DRIPS.values(), ids=DRIPS.keys())
def test_the_deadline_ends_what_has_no_end(behave: Behaviour) -> None:
    began = time.monotonic()
    with serving(behave) as server:
        error = failing(server.url, SOON)
        assert time.monotonic() - began < 2
    assert error.kind is Failure.TIMEOUT
    assert str(error.sentence) in {
        "does not answer within 400 ms",
        "does not finish its answer within 400 ms",
    }
    assert 390 <= error.ms < 1500


@pytest.mark.parametrize(
    "behave",
    [
        says(end=End.HOLD, listens=False),
        says_all(bytewise(b"\x16\x03\x03\x40\x00\x02"), every=0.05, listens=False),
    ],
    ids=["silence", "a byte at a time"],
)
def test_the_deadline_ends_a_handshake_that_never_ends(behave: Behaviour) -> None:
    with serving(behave) as server:
        error = failing(server.url.replace("http:", "https:"), SOON)
    assert error.kind is Failure.TIMEOUT
    assert str(error.sentence) == "does not begin a secure connection within 400 ms"
    assert error.phases.tls is not None
    assert error.phases.first_byte is None


def test_the_deadline_ends_a_connection_that_is_not_taken() -> None:
    with deaf() as server:
        error = failing(server.url, SOON)
    assert (error.kind, str(error.sentence)) == (Failure.TIMEOUT, "does not answer within 400 ms")


CUTS = {
    "nothing at all": says(),
    "a status line": says(b"HTTP/1.1 200"),
    "headers": says(OK + b"Content-Type: text/plain\r\n"),
    "a header": says(OK + b"Content-Le"),
    "early hints": says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "the headers of early hints": says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>"),
    "a body with its length": says(OK + b"Content-Length: 10\r\n\r\nready"),
    "a chunk": says(CHUNKED + b"a\r\nready"),
    "a row of chunks": says(CHUNKED + b"5\r\nready\r\n"),
    "a chunk's size": says(CHUNKED + b"5\r\nready\r\n0"),
    "a last chunk": says(CHUNKED + b"5\r\nready\r\n0\r\n"),
    "packed data": says(OK + b"Content-Encoding: gzip\r\n\r\n" + packed(b"ready" * 99)[:-4]),
    "a body by a reset": says(OK + b"Content-Length: 10\r\n\r\nready", end=End.RESET),
    "a connection by a reset": says(end=End.RESET),
}


@pytest.mark.parametrize("behave", CUTS.values(), ids=CUTS.keys())
def test_an_answer_that_is_cut_off_is_none(behave: Behaviour) -> None:
    with serving(behave) as server:
        error = failing(server.url)
    assert error.kind is Failure.CUT_OFF
    assert str(error.sentence) in {
        "breaks off in the middle of its answer",
        "closes the connection without an answer",
    }
    assert server.address not in str(error.sentence)


def test_a_body_that_ends_with_the_connection_needs_the_farewell_of_tls() -> None:
    plain, cut = says(OK + b"\r\nready"), says(OK + b"\r\nready", end=End.DROP)
    with serving(plain) as server:
        assert get(server.url).body == b"ready"
    with serving(plain, "good.pem") as server:
        assert get(server.url).body == b"ready"
    with serving(cut, "good.pem") as server:
        assert failing(server.url).kind is Failure.CUT_OFF


NOT_HTTP = {
    "another protocol": says(b"220 mail.example.com ESMTP\r\n", listens=False),
    "an endless header": says_all(lambda: itertools.chain([OK], itertools.repeat(b"x" * 1000))),
    "endless headers": says_all(lambda: itertools.chain([OK], itertools.repeat(b"X-More: yes\r\n"))),
    "a chunk without a number": says(CHUNKED + b"zz\r\nready\r\n", end=End.HOLD),
    "a chunk of less than nothing": says_all(
        lambda: itertools.chain([CHUNKED, b"-1\r\n"], itertools.repeat(b"x" * 9999))
    ),
    "two lengths": says(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nready!"),
    "a length without a number": says(OK + b"Content-Length: five\r\n\r\nready"),
    "a length behind a broken line": says(OK + b"broken line\r\nContent-Length: 10\r\n\r\nready"),
    "packed data that is not": says(response(b"ready", content_encoding="gzip")),
}


@pytest.mark.parametrize("behave", NOT_HTTP.values(), ids=NOT_HTTP.keys())
def test_what_is_not_http_is_no_answer(behave: Behaviour) -> None:
    with serving(behave) as server:
        error = failing(server.url, max_body=1000)
    assert error.kind is Failure.PROTOCOL


def test_an_answer_tells_where_its_time_went() -> None:
    with serving(pages(lambda *_: response(), after=0.1), "good.pem") as server:
        took = get(server.url.replace("127.0.0.1", "localhost"))
    phases = took.phases
    assert None not in (phases.dns, phases.connect, phases.tls, phases.first_byte, phases.body)
    assert phases.first_byte is not None
    assert 95 <= phases.first_byte <= took.ms < 5000


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_each_question_has_a_connection_of_its_own_and_leaves_none() -> None:
    with serving(says(response(connection="keep-alive"), end=End.HOLD)) as server:
        ask, before = prepare(server.url), open_files()
        for _ in range(3):
            assert fetch(ask, timeout=LONG).whole
        assert open_files() - before <= 3, "only the server's sides are open"
        assert len(server.asked) == 3


@pytest.mark.parametrize("behave", [*CUTS.values(), *NOT_HTTP.values(), DRIPS["silence in mid-body"]])
def test_a_failure_leaves_no_connection(behave: Behaviour) -> None:
    before = open_files()
    with serving(behave, "good.pem") as server:
        failing(server.url, SOON)
    assert open_files() == before


@pytest.mark.parametrize(
    ("certificate", "sentence"),
    [("expired.pem", "its certificate has expired"), ("other.pem", "its certificate is for another name")],
)
def test_a_bad_certificate_is_named(certificate: str, sentence: str) -> None:
    with serving(says(response()), certificate) as server:
        error = failing(server.url.replace("127.0.0.1", "localhost"))
    assert (error.kind, str(error.sentence)) == (Failure.TLS, sentence)


def test_a_certificate_of_an_unknown_authority_is_not_trusted() -> None:
    with serving(says(response()), "good.pem") as server, pytest.raises(TransportError) as caught:
        fetch(prepare(server.url), timeout=LONG)
    assert str(caught.value.sentence) == "its certificate is not signed by anyone we trust"


def test_a_port_without_tls_fails_to_be_secure() -> None:
    with serving(says(b"220 hello\r\n", listens=False)) as server:
        error = failing(server.url.replace("http:", "https:"))
    assert (error.kind, str(error.sentence)) == (Failure.TLS, "does not begin a secure connection")


def test_a_closed_port_refuses() -> None:
    error = failing(f"http://127.0.0.1:{closed_port()}/")
    assert (error.kind, str(error.sentence)) == (Failure.REFUSED, "refuses connections")


def test_without_file_handles_the_failure_is_ours() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        error = failing("http://127.0.0.1:9/")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert error.kind is Failure.OURS


def test_an_early_refusal_of_a_long_request_is_heard() -> None:
    with serving(says(response(b"", "413 Too Large"))) as server:
        got = fetch(prepare(server.url, method="POST", body=b"x" * 300_000), timeout=LONG)
    assert got.status == 413


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "http:///nowhere", "http://[::1/", "http://example.com:port/", ""]
)
def test_only_web_addresses_can_be_asked(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        prepare(url)

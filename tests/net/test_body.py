"""The body of an answer: where it ends, and as much of it as is wanted."""

import itertools
import tracemalloc

import pytest

from statuspage.transport import fetch, prepare
from tests.fetched import CHUNKED, LONG, OK, get, packed
from tests.servers import Behaviour, End, response, says, says_all, serving


@pytest.mark.parametrize(
    "behave",
    [
        says_all(lambda: itertools.chain([OK + b"\r\n"], itertools.repeat(b"x" * 1000))),
        says(response(packed(b"x" * 50_000_000), content_encoding="gzip")),
        says(response(b"x" * 2000)),
    ],
    ids=["endless", "gzip bomb", "long"],
)
def test_a_body_is_read_up_to_its_limit_as_unpacked(behave: Behaviour) -> None:
    with serving(behave) as server:
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        got = get(server.url, max_body=1000)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (got.body, got.whole) == (b"x" * 1000, False)
    assert peak - before < 2_000_000


@pytest.mark.parametrize(
    "answer",
    [
        response(),
        response(packed(b"ready"), content_encoding="gzip"),
        response(packed(b"ready", 15), content_encoding="deflate"),
        response(packed(b"re") + packed(b"ady"), content_encoding="gzip"),
        CHUNKED + b"2\r\nre\r\n3;x=y\r\nady\r\n0\r\nX-Trailer: yes\r\n\r\n",
        OK + b"\r\nready",
    ],
    ids=["length", "gzip", "deflate", "two members", "chunks", "until the end"],
)
def test_a_whole_body_is_read_whole(answer: bytes) -> None:
    with serving(says(answer)) as server:
        got = get(server.url, max_body=5)
    assert (got.status, got.body, got.whole) == (200, b"ready", True)


@pytest.mark.parametrize(
    "early", ["100 Continue", "102 Processing", "103 Early Hints\r\nLink: </style.css>; rel=preload"]
)
def test_what_comes_before_the_answer_is_passed_over(early: str) -> None:
    with serving(says(f"HTTP/1.1 {early}\r\n\r\n".encode() * 2, response(), every=0.02)) as server:
        got = get(server.url)
    assert (got.status, got.body, "Link" in got.headers) == (200, b"ready", False)


def test_another_protocol_that_nobody_asked_for_is_the_answer() -> None:
    with serving(says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", end=End.HOLD)) as server:
        assert get(server.url).status == 101


def test_a_head_has_no_body_even_when_its_headers_speak_of_one() -> None:
    with serving(says(response(b"", content_length="500", content_encoding="gzip"))) as server:
        got = fetch(prepare(server.url, method="HEAD"), timeout=LONG)
    assert (got.body, got.whole) == (b"", True)

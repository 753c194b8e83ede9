"""Getting documents from real servers, good and bad."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providers import Document, Options
from statuspage.providers.fetch import MOST, Source, Sources, agent, ask, reading_of
from tests.fetched import packed
from tests.servers import Server, closed_port, pages, response, says, serving

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=5)
US = agent("https://status.example.com")


def asked(url: str, known: Source | None = None, timeout: timedelta = SOON) -> Source:
    return ask(known or Source(url), US, NOW, timeout)


def headers_of(server: Server, which: int = -1) -> str:
    return server.asked[which].decode().lower()


def test_a_document_comes_with_its_validators_and_we_say_who_we_are() -> None:
    answer = response(b"[]", content_type="application/json", etag='"v1"', last_modified="yesterday")
    with serving(says(answer)) as server:
        got = asked(f"{server.url}/x")
        assert got.document
        assert (got.document.body, got.document.content_type) == (b"[]", "application/json")
        assert (got.etag, got.modified, got.fetched_at, got.asked_at) == ('"v1"', "yesterday", NOW, NOW)
        assert (bool(got.failure), got.failures) == (False, 0)
        assert "user-agent: statuspage (+https://status.example.com)" in headers_of(server)


def test_what_is_not_new_is_not_sent_again() -> None:
    def answer(_: str, request: bytes) -> bytes:
        known = b'if-none-match: "v1"' in request.lower()
        return response(b"", "304 Not Modified") if known else response(b"[]", etag='"v1"')

    with serving(pages(answer)) as server:
        first = asked(server.url)
        later = ask(first, US, NOW + MINUTE, SOON)
    assert later.document == first.document
    assert later.fetched_at == NOW + MINUTE


def test_not_modified_without_having_asked_for_it_is_a_failure() -> None:
    with serving(says(response(b"", "304 Not Modified"))) as server:
        assert str(asked(server.url).failure) == "answers with status 304"


KNOWN = Source("", fetched_at=NOW - MINUTE, failures=2)


@pytest.mark.parametrize(
    "status", ["401 No", "403 No", "404 No", "410 No", "429 Wait", "500 Ouch", "204 Empty"]
)
def test_a_failure_keeps_what_was(status: str) -> None:
    with serving(says(response(b"<html>fine</html>", status))) as server:
        got = asked(server.url, replace(KNOWN, url=server.url))
    assert str(got.failure) == f"answers with status {status[:3]}"
    assert (got.fetched_at, got.failures, got.asked_at) == (NOW - MINUTE, 3, NOW)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Elsewhere", "308 Moved"])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/", "http://127.0.0.1:1/", "http://[", "ftp://127.0.0.1/"]
)
def test_a_page_that_moved_is_not_followed(status: str, target: str) -> None:
    with serving(
        pages(lambda *_: response(b"[]", status, location=target.format(port=server.port)))
    ) as server:
        got = asked(server.url)
    assert got.document is None
    assert got.failure
    assert "127.0.0" not in str(got.failure)
    assert len(server.asked) == 1


def test_a_page_that_moved_to_another_server_is_not_asked_there() -> None:
    with serving(says(response(b"[]"))) as other:
        moved = response(b"", "301 Moved", location=f"{other.url}/x")
        with serving(says(moved)) as server:
            got = asked(server.url)
        assert other.asked == []
    assert str(got.failure) == "has moved to another address"
    assert other.address in got.detail


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever() -> None:
    def answer(path: str, _: bytes) -> bytes:
        return response(b"[]") if path == "/there" else response(b"", "302 Found", location="/there")

    with serving(pages(answer)) as server:
        got = asked(f"{server.url}/here")
        assert got.document
    with serving(says(response(b"", "302 Found", location="/again"))) as server:
        assert asked(server.url).failure
        assert len(server.asked) == 3


@pytest.mark.parametrize("packing", [lambda body: body, packed])
def test_no_more_is_read_than_8_mb(packing: Callable[[bytes], bytes]) -> None:
    bomb = packing(b"[" + b" " * (MOST + 10))
    encoding = "gzip" if len(bomb) < MOST else "identity"
    with serving(says(response(bomb, content_encoding=encoding))) as server:
        got = asked(server.url)
    assert (got.document, str(got.failure)) == (None, "answers with more than can be read")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with serving(says(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 50, every=0.1)) as server:
        got = asked(server.url, timeout=timedelta(milliseconds=300))
    assert got.failure
    assert got.document is None


@pytest.mark.parametrize(
    "url", ["", "no address", "ftp://x.example/", "http://", "http://[", "http://x\n.example"]
)
def test_an_address_that_is_none_is_a_failure(url: str) -> None:
    assert asked(url).failure


def test_a_closed_port_is_a_failure() -> None:
    assert asked(f"http://127.0.0.1:{closed_port()}").failure


def test_validators_that_can_not_be_given_back_are_left_out() -> None:
    with serving(says(response(b"[]", etag='"é"', last_modified="x" * 400))) as server:
        got = asked(server.url)
    assert (got.etag, got.modified) == ("", "")


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("120", NOW + 2 * MINUTE),
        ("Mon, 23 Nov 2026 12:05:00 GMT", NOW + 5 * MINUTE),
        ("soon", None),
        ("-1", None),
    ],
)
def test_a_server_may_ask_for_patience(said: str, wish: datetime | None) -> None:
    with serving(says(response(b"", "503 Later", retry_after=said))) as server:
        assert asked(server.url).not_before == wish


def sources() -> Sources:
    return Sources("https://status.example.com", timeout=SOON, share=lambda: 0.5)


def test_an_address_is_asked_once_a_minute_at_most() -> None:
    with serving(says(response(b"[]"))) as server:
        shared = sources()
        assert shared.due(server.url, MINUTE) is None
        for second in (0, 1, 59, 62):
            shared.look(server.url, NOW + timedelta(seconds=second), MINUTE)
        assert len(server.asked) == 1
        assert shared.due(server.url, MINUTE) == NOW + timedelta(seconds=63)
        shared.look(server.url, NOW + timedelta(seconds=63), MINUTE)
        assert len(server.asked) == 2
        shared.keep([])
        shared.look(server.url, NOW + timedelta(seconds=64), MINUTE)
        assert len(server.asked) == 3


def test_failures_make_the_pauses_longer() -> None:
    with serving(says(response(b"", "500 Ouch"))) as server:
        shared = sources()
        shared.look(server.url, NOW, MINUTE)
        assert shared.due(server.url, MINUTE) == NOW + timedelta(seconds=126)


def test_a_clock_that_was_set_back_does_not_stop_the_asking() -> None:
    with serving(says(response(b"[]"))) as server:
        shared = sources()
        shared.look(server.url, NOW, MINUTE)
        assert shared.look(server.url, NOW - 90 * MINUTE, MINUTE).fetched_at == NOW - 90 * MINUTE


def test_all_who_use_an_address_share_one_answer() -> None:
    with serving(pages(lambda *_: response(b"[]"), after=0.2)) as server:
        shared = sources()
        got: list[Source] = []
        those = [
            threading.Thread(target=lambda: got.append(shared.look(server.url, NOW, MINUTE)))
            for _ in range(8)
        ]
        for one in those:
            one.start()
        for one in those:
            one.join(10)
        assert len(server.asked) == 1
    assert len({id(one) for one in got}) == 1
    assert len(got) == 8


def test_a_source_is_believed_for_a_while_after_it_went_silent() -> None:
    fine = Source("", Document(b"[]"), fetched_at=NOW)
    silent = replace(fine, failure=text("answers with status 500"), detail="status 500", failures=1)
    for source in (fine, silent):
        assert reading_of(source, "aws", Options(), NOW + 4 * MINUTE, MINUTE).status is Status.OPERATIONAL
    late = reading_of(silent, "aws", Options(), NOW + 6 * MINUTE, MINUTE)
    assert (late.status, late.detail) == (Status.UNKNOWN, "status 500")
    assert str(late.reason) == "could not be read since 23 Nov 2026, 12:00 UTC"


def test_a_source_that_never_answered_says_why() -> None:
    assert str(reading_of(Source(""), "aws", Options(), NOW, MINUTE).reason) == "could not be read yet"
    refused = Source("", failure=text("answers with status 403"), failures=1)
    reading = reading_of(refused, "aws", Options(), NOW, MINUTE)
    assert (reading.status, str(reading.reason)) == (Status.UNKNOWN, "answers with status 403")


def test_a_page_of_html_in_place_of_a_status_is_unknown_at_once() -> None:
    with serving(
        says(response(b"<!DOCTYPE html><title>All is fine</title>", content_type="text/html"))
    ) as server:
        source = asked(server.url, Source(server.url, Document(b"[]"), fetched_at=NOW - MINUTE))
    assert reading_of(source, "aws", Options(), NOW, MINUTE).status is Status.UNKNOWN

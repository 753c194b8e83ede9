"""Redirects are followed by our own rules: within the limit and the deadline, and with care for secrets."""

from datetime import timedelta

import pytest

from statuspage.transport import Failure, Fetch, TransportError, fetch, prepare
from tests.servers import End, pages, response, says, serving

LONG = timedelta(seconds=10)
SECRETS = {"Authorization": "Bearer 4711", "X-Api-Key": "4712", "Accept": "application/json"}


def moved(to: str, status: str = "302 Found", **headers: str) -> bytes:
    return response(b"", status, location=to, **headers)


def headers_of(heard: bytes) -> dict[str, str]:
    lines = heard.decode().partition("\r\n\r\n")[0].split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines)


def test_a_redirect_is_followed_to_the_answer() -> None:
    with serving(pages(lambda path, _: response() if path == "/b?x=1" else moved("/b?x=1#part"))) as server:
        got = fetch(prepare(server.url + "/a"), timeout=LONG)
    assert (got.status, got.body, got.url) == (200, b"ready", server.url + "/b?x=1#part")


@pytest.mark.parametrize("limit", [1, 5])
def test_a_redirect_loop_ends_at_the_limit(limit: int) -> None:
    with serving(pages(lambda path, _: moved(path))) as server:
        with pytest.raises(TransportError) as caught:
            fetch(prepare(server.url), timeout=LONG, redirects=limit)
        assert len(server.asked) == limit + 1
    assert caught.value.kind is Failure.REDIRECTS
    assert str(caught.value.sentence) in {
        "sends visitors on to another address more than once",
        "sends visitors on to another address more than 5 times",
    }


def test_with_no_redirects_allowed_the_redirect_is_the_answer() -> None:
    with serving(says(moved("/on"))) as server:
        got = fetch(prepare(server.url), timeout=LONG, redirects=0)
    assert (got.status, got.headers["location"]) == (302, "/on")


@pytest.mark.parametrize("status", ["304 Not Modified", "300 Multiple Choices", "302 Found"])
def test_a_redirect_to_nowhere_is_an_answer(status: str) -> None:
    with serving(says(response(b"", status))) as server:
        assert str(fetch(prepare(server.url), timeout=LONG).status) == status[:3]


@pytest.mark.parametrize("to", ["ftp://example.com/", "http://[::1/", "mailto:x@example.com"])
def test_a_redirect_to_what_is_no_web_address_fails(to: str) -> None:
    with serving(says(moved(to))) as server, pytest.raises(TransportError) as caught:
        fetch(prepare(server.url), timeout=LONG)
    assert str(caught.value.sentence) == "sends visitors on to an address that is not valid"


def test_the_body_of_a_redirect_is_left_alone() -> None:
    with serving(
        pages(lambda path, _: response() if path == "/b" else moved("/b", content_length="999999"))
    ) as server:
        assert fetch(prepare(server.url), timeout=LONG).body == b"ready"


def follow(method: str, status: str) -> list[bytes]:
    with serving(pages(lambda path, _: response() if path == "/b" else moved("/b", status))) as server:
        fetch(prepare(server.url, method=method, body=b"data"), timeout=LONG)
        return server.asked


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other"])
def test_a_post_becomes_a_get_without_a_body(status: str) -> None:
    last = follow("POST", status)[-1]
    assert last.startswith(b"GET /b ")
    assert "Content-Length" not in headers_of(last)


def test_a_307_repeats_the_request_as_it_was() -> None:
    last = follow("POST", "307 Temporary Redirect")[-1]
    assert last.startswith(b"POST /b ")
    assert headers_of(last)["Content-Length"] == "4"


def test_headers_go_along_on_the_same_server() -> None:
    with serving(pages(lambda path, _: response() if path == "/b" else moved("/b"))) as server:
        fetch(prepare(server.url, headers=SECRETS), timeout=LONG)
        assert SECRETS.items() <= headers_of(server.asked[-1]).items()


def test_no_secret_goes_along_to_another_server() -> None:
    with serving(says(response())) as there, serving(says(moved(there.url))) as here:
        fetch(prepare(here.url, headers=SECRETS), timeout=LONG)
        sent = headers_of(there.asked[-1])
    assert "4711" not in str(sent)
    assert "4712" not in str(sent)
    assert sent["Accept"] == "application/json"


def test_cookies_live_as_long_as_one_question() -> None:
    def answer(path: str, heard: bytes) -> bytes:
        return response() if b"Cookie: seen=1" in heard else moved(path, set_cookie="seen=1; Path=/")

    with serving(pages(answer)) as server:
        ask = prepare(server.url)
        for _ in range(2):
            got: Fetch = fetch(ask, timeout=LONG)
            assert got.status == 200
        assert ["Cookie" in headers_of(heard) for heard in server.asked] == [False, True, False, True]


def test_a_redirect_to_silence_ends_by_the_deadline() -> None:
    with (
        serving(says(end=End.HOLD)) as there,
        serving(says(moved(there.url))) as here,
        pytest.raises(TransportError) as caught,
    ):
        fetch(prepare(here.url), timeout=timedelta(milliseconds=300))
    assert str(caught.value.sentence) == "does not answer within 300 ms"

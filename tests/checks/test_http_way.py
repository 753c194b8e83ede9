"""By which way http checks ask: a proxy, IPv4 or IPv6."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.http import ask
from statuspage.model.status import Outcome
from tests.checks.asked import asked, options
from tests.proxies import relays
from tests.servers import (
    CERTS,
    Behaviour,
    End,
    closed_port,
    deaf,
    pages,
    response,
    says,
    serving,
)

CA = str(CERTS / "ca.pem")


def test_a_proxy_is_asked_for_the_whole_address() -> None:
    with serving(pages(lambda *_: response())) as server, serving(relays()) as proxy:
        answer = asked(server.url + "/a?b=c#d", proxy=proxy.url, expect={"text": "ready"})
        assert proxy.asked[0].startswith(f"GET {server.url}/a?b=c HTTP/1.1\r\n".encode())
        assert f"\r\nHost: {server.address}\r\n".encode() in proxy.asked[0]
    assert answer.outcome is Outcome.OK


def test_a_proxy_passes_on_what_is_encrypted() -> None:
    with serving(pages(lambda *_: response()), "good.pem") as server, serving(relays()) as proxy:
        answer = asked(server.url, proxy=proxy.url, ca=CA, expect={"text": "ready"})
        assert proxy.asked[0].startswith(f"CONNECT {server.address} HTTP/1.1\r\n".encode())
        assert server.asked[0].startswith(b"GET / HTTP/1.1\r\n")
    assert answer.outcome is Outcome.OK
    assert answer.phases.tls is not None


def test_what_comes_before_the_answer_of_a_proxy_is_passed_over() -> None:
    early = b"HTTP/1.1 102 Processing\r\n\r\n"
    proxy_says = says(early + b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    with serving(proxy_says) as proxy:
        assert "status 403" in asked("https://localhost/", proxy=proxy.url).detail


def test_a_proxy_alone_gets_its_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "47%2F11")
    login = b"\r\nProxy-Authorization: Basic " + base64.b64encode(b"me:47/11") + b"\r\n"
    with serving(pages(lambda *_: response()), "good.pem") as server, serving(relays()) as proxy:
        by = proxy.url.replace("//", "//me:${PW}@")
        asked(server.url, proxy=by, ca=CA)
        asked("http://127.0.0.1:1/", proxy=by)
        assert [login in heard for heard in proxy.asked] == [True, True]
        assert login not in server.asked[0]


def test_a_redirect_takes_the_same_way() -> None:
    with serving(pages(lambda *_: response()), "good.pem") as server:
        moved = response(b"", "302 Found", location=server.url)
        with serving(pages(lambda *_: moved)) as here, serving(relays()) as proxy:
            answer = asked(here.url, proxy=proxy.url.replace("//", "//me:4711@"), ca=CA)
            assert [heard.split()[0] for heard in proxy.asked] == [b"GET", b"CONNECT"]
        assert b"Proxy-Authorization" not in server.asked[0]
    assert answer.outcome is Outcome.OK


OURS = (Outcome.ERROR, "could not be checked: the proxy that asks for us fails")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_can_not_be_reached_is_no_outage(scheme: str) -> None:
    answer = asked(f"{scheme}://localhost/", proxy=f"http://127.0.0.1:{closed_port()}")
    assert (answer.outcome, str(answer.reason)) == OURS
    with deaf() as silent:
        late = ask(options(f"{scheme}://localhost/", proxy=silent.url), timedelta(milliseconds=300))
    assert (late.outcome, str(late.reason)) == OURS


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_our_login_is_no_outage(scheme: str) -> None:
    with serving(relays(lambda _: response(b"", "407 Proxy Authentication Required"))) as proxy:
        answer = asked(f"{scheme}://localhost/", proxy=proxy.url)
    assert (answer.outcome, str(answer.reason)) == OURS


def test_a_server_that_says_407_itself_is_wrong() -> None:
    with serving(says(response(b"", "407 Proxy Authentication Required"))) as server:
        assert asked(server.url).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "behave",
    [
        says(),
        says(end=End.RESET),
        says(b"SSH-2.0-x\r\n"),
        says(b"HTTP/1.1 200 OK\r\nX-"),
        says(response(b"", "403 Forbidden")),
    ],
    ids=["closes", "resets", "is none", "stops half-way", "forbids"],
)
def test_a_proxy_that_fails_is_no_outage(behave: Behaviour) -> None:
    with serving(behave) as proxy:
        answer = asked("https://localhost/", proxy=proxy.url)
    assert (answer.outcome, str(answer.reason)) == OURS
    assert "proxy" in answer.detail


def test_a_service_that_a_proxy_can_not_reach_is_down() -> None:
    with serving(relays()) as proxy:
        secure = asked(f"https://127.0.0.1:{closed_port()}", proxy=proxy.url)
        plain = asked(f"http://127.0.0.1:{closed_port()}", proxy=proxy.url)
    assert (secure.outcome, str(secure.reason)) == (Outcome.DOWN, "can't be reached")
    assert (plain.outcome, str(plain.reason)) == (
        Outcome.DOWN,
        "answers with error 502, expected 200 to 299",
    )


def test_silence_behind_a_proxy_ends_by_the_deadline() -> None:
    with serving(says(end=End.HOLD)) as proxy:
        answer = ask(options("https://localhost/", proxy=proxy.url), timedelta(milliseconds=300))
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "does not answer within 300 ms")


@pytest.mark.parametrize(
    "proxy",
    [
        "proxy.example.com:3128",
        "https://proxy.example.com:3128",
        "socks5://proxy.example.com:1080",
        "http://",
        "http://:3128",
        "http://proxy.example.com:0",
        "http://proxy.example.com:99999",
        "http://proxy.example.com:3128/path",
        "http://proxy.example.com:3128?x",
        "http://me:47/11@proxy.example.com:3128",
        "http://me:4711\r\nX: y@proxy.example.com",
        "http://${NO_SUCH_NAME}",
    ],
)
def test_what_is_no_proxy_is_refused(proxy: str) -> None:
    with pytest.raises(ValidationError) as caught:
        options(proxy=proxy)
    assert "4711" not in str(caught.value)


def test_the_family_of_addresses_can_be_chosen() -> None:
    with serving(says(response())) as server:
        assert asked(server.url, ip=4).outcome is Outcome.OK
        other = asked(server.url, ip=6)
    assert (other.outcome, str(other.reason)) == (Outcome.DOWN, "has no IPv6 address")


@pytest.mark.parametrize("wrong", [{"ip": 5}, {"ip": "4"}, {"ip": 4, "proxy": "http://127.0.0.1:3128"}])
def test_a_wrong_choice_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        options(**wrong)

"""Checks of kind http: what is made of answers, and of the lack of one."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.http import HttpOptions, ask
from statuspage.model.status import Outcome
from tests.checks.asked import LONG, URL, judged, options
from tests.servers import End, closed_port, pages, response, says, serving


@pytest.mark.parametrize(
    ("status", "expected", "outcome", "reason"),
    [
        (200, None, Outcome.OK, "answers in 212 ms"),
        (299, None, Outcome.OK, "answers in 212 ms"),
        (404, None, Outcome.WRONG, "answers with error 404, expected 200 to 299"),
        (302, None, Outcome.WRONG, "answers with status 302, expected 200 to 299"),
        (503, None, Outcome.DOWN, "answers with error 503, expected 200 to 299"),
        (503, [503], Outcome.OK, "answers in 212 ms"),
        (200, [503], Outcome.WRONG, "answers with status 200, expected 503"),
        (201, [200, "300-399"], Outcome.WRONG, "answers with status 201, expected 200 or 300 to 399"),
        (304, [200, 204, "300-399"], Outcome.OK, "answers in 212 ms"),
        (
            404,
            [200, 204, "300-399"],
            Outcome.WRONG,
            "answers with error 404, expected 200, 204 or 300 to 399",
        ),
        (401, 401, Outcome.OK, "answers in 212 ms"),
        (500, "400-499", Outcome.DOWN, "answers with error 500, expected 400 to 499"),
    ],
)
def test_the_status_decides_first(status: int, expected: Any, outcome: Outcome, reason: str) -> None:
    expect = {} if expected is None else {"status": expected}
    answer = judged(status=status, expect=expect)
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)


@pytest.mark.parametrize(
    ("body", "text", "outcome"),
    [
        (b"we are ready", "ready", Outcome.OK),
        (b"we are ready", ["ready", "we"], Outcome.OK),
        (b"we are ready", ["ready", "steady"], Outcome.WRONG),
        (b"", "ready", Outcome.WRONG),
        ("Grüße".encode(), "Grüße", Outcome.OK),
        ("Grüße".encode("latin-1"), "Grüße", Outcome.OK),
    ],
)
def test_all_expected_text_must_be_there(body: bytes, text: Any, outcome: Outcome) -> None:
    answer = judged(body, headers={"Content-Type": 'text/html; charset="ISO-8859-1"'}, expect={"text": text})
    assert answer.outcome is outcome
    assert outcome is Outcome.OK or str(answer.reason) == "expected text is missing"


@pytest.mark.parametrize("charset", ["no-such", "undefined", "base64", "ascii"])
def test_an_odd_charset_harms_nothing(charset: str) -> None:
    answer = judged(
        b"x", headers={"Content-Type": f"text/plain; charset={charset}"}, expect={"text": "Grüße"}
    )
    assert answer.outcome is Outcome.WRONG


DOCUMENT = {
    "db": {"state": "up", "nodes": [{"lag": 0}, {"lag": 1.5}], "primary": True},
    "a.b": {"c.d": 1},
    "none": None,
}


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("db.state", "up", None),
        ("db.state", "down", "a value is not the expected one"),
        ("db.nodes.1.lag", 1.5, None),
        ("db.nodes.0.lag", 0.0, None),
        ("db.nodes.0.lag", False, "a value is not the expected one"),
        ("db.primary", True, None),
        ("db.primary", 1, "a value is not the expected one"),
        ("db.nodes.2.lag", 0, "an expected value is missing"),
        ("db.nodes.x", 0, "an expected value is missing"),
        ("db.state.more", 0, "an expected value is missing"),
        ("db.nodes", "up", "a value is not the expected one"),
        ("a.b.c.d", 1, None),
        ("none", "up", "a value is not the expected one"),
        ("gone", "up", "an expected value is missing"),
    ],
)
def test_values_are_found_by_their_path(path: str, value: object, reason: str | None) -> None:
    answer = judged(json.dumps(DOCUMENT).encode(), expect={"json": {path: value}})
    assert answer.outcome is (Outcome.WRONG if reason else Outcome.OK)
    assert str(answer.reason) == (reason or "answers in 212 ms")


def test_a_path_may_be_written_without_quotes() -> None:
    answer = judged(json.dumps(DOCUMENT).encode(), expect={"json": {"db": {"state": "up", "primary": True}}})
    assert answer.outcome is Outcome.OK


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe\xff", b"[" * 100_000, b"9" * 5000])
def test_what_is_not_json_is_wrong(body: bytes) -> None:
    answer = judged(body, expect={"json": {"db": "up"}})
    assert (answer.outcome, str(answer.reason)) == (Outcome.WRONG, "its answer can't be understood")


@pytest.mark.parametrize(
    ("ms", "outcome", "reason"),
    [
        (800, Outcome.OK, "answers in 800 ms"),
        (2310, Outcome.SLOW, "answers in 2.3 s, expected under 800 ms"),
        (0.2, Outcome.OK, "answers in under 1 ms"),
        (12_400, Outcome.SLOW, "answers in 12 s, expected under 800 ms"),
    ],
)
def test_a_right_answer_may_be_slow(ms: float, outcome: Outcome, reason: str) -> None:
    answer = judged(ms=ms, slow_after="800ms")
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)


def test_a_wrong_answer_is_wrong_however_slow() -> None:
    assert judged(status=404, ms=5000, slow_after="1s").outcome is Outcome.WRONG


def test_a_check_asks_a_real_server_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TOKEN", "4711")
    with serving(pages(lambda *_: response(b'{"db": {"state": "up"}}'))) as server:
        answer = ask(
            options(
                server.url + "/health",
                method="POST",
                headers={"Authorization": "Bearer ${PORTAL_TOKEN}"},
                body="ping",
                expect={"status": [200], "json": {"db.state": "up"}},
            ),
            LONG,
        )
    heard = server.asked[0].decode()
    assert answer.outcome is Outcome.OK
    assert answer.phases.connect is not None
    assert heard.startswith("POST /health HTTP/1.1\r\n")
    assert "Authorization: Bearer 4711\r\n" in heard


def test_text_past_the_limit_is_not_looked_for() -> None:
    body = b"x" * 1000 + b"ready"
    with serving(says(response(body))) as server:
        assert ask(options(server.url, expect={"text": "ready"}), LONG).outcome is Outcome.OK
        cut = ask(options(server.url, expect={"text": "ready"}, max_body=1000), LONG)
        assert (cut.outcome, "the rest not read" in cut.detail) == (Outcome.WRONG, True)
        assert ask(options(server.url, expect={"text": "xxx"}, max_body=1000), LONG).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("behave", "outcome", "reason"),
    [
        (says(end=End.HOLD), Outcome.DOWN, "does not answer within 300 ms"),
        (says(), Outcome.DOWN, "closes the connection without an answer"),
        (
            says(response(b"ready", content_length="9")),
            Outcome.DOWN,
            "breaks off in the middle of its answer",
        ),
        (says(b"nonsense\r\n"), Outcome.DOWN, "does not answer as a web server should"),
        (
            pages(lambda path, _: response(b"", "302 Found", location=path)),
            Outcome.WRONG,
            "sends visitors on to another address more than 5 times",
        ),
    ],
)
def test_no_usable_answer_has_its_words(behave: Any, outcome: Outcome, reason: str) -> None:
    with serving(behave) as server:
        answer = ask(options(server.url), timedelta(milliseconds=300))
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)
    assert answer.detail


def test_a_closed_port_is_down() -> None:
    answer = ask(options(f"http://127.0.0.1:{closed_port()}"), LONG)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "refuses connections")


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "portal.example.com"},
        {"url": "ftp://portal.example.com"},
        {"url": "https://"},
        {"url": "https://portal.example.com:99999"},
        {"url": "https://portal.example.com/a b"},
        {"url": "https://me:secret@portal.example.com/"},
        {"method": "get"},
        {"headers": {"Bad Name": "x"}},
        {"headers": {"X": "a\r\nHost: b"}},
        {"headers": {"X": "${NO_SUCH_NAME}"}},
        {"expect": {"status": []}},
        {"expect": {"status": [20]}},
        {"expect": {"status": ["299-200"]}},
        {"expect": {"status": [True]}},
        {"expect": {"text": ""}},
        {"expect": {"text": [1]}},
        {"expect": {"json": {"a": [1]}}},
        {"expect": {"sttus": [200]}},
        {"slow_after": "0s"},
        {"slow_after": 5},
        {"redirects": -1},
        {"redirects": True},
        {"max_body": 0},
        {"follow": True},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        HttpOptions.model_validate({"url": URL, **wrong})


def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TOKEN", "4711")
    asked = options(headers={"X-Key": "${PORTAL_TOKEN}"}, body="${PORTAL_TOKEN}")
    assert "4711" not in f"{asked!r} {asked.request!r}"

"""What http checks may expect of the body, the headers and a redirect."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.model.status import Outcome
from tests.checks.asked import URL, asked, judged, options
from tests.servers import response, says, serving

FINE = "answers in 212 ms"
LATIN = {"Content-Type": "text/html; charset=iso-8859-1"}


@pytest.mark.parametrize(
    ("body", "absent", "outcome"),
    [
        (b"all is well", "Fatal error", Outcome.OK),
        (b"Fatal error: no memory", "Fatal error", Outcome.WRONG),
        (b"out of order", ["Fatal error", "out of order"], Outcome.WRONG),
        ("Störung".encode("latin-1"), "Störung", Outcome.WRONG),
        ("Störung".encode(), "Störung", Outcome.WRONG),
        (b"", "x", Outcome.OK),
    ],
)
def test_text_that_must_not_be_there(body: bytes, absent: Any, outcome: Outcome) -> None:
    answer = judged(body, headers=LATIN, expect={"absent": absent})
    expected = FINE if outcome is Outcome.OK else "has text that must not be there"
    assert (answer.outcome, str(answer.reason)) == (outcome, expected)


def test_text_may_come_in_wide_characters() -> None:
    wide = {"Content-Type": "text/html; charset=UTF-16"}
    body = "we are ready".encode("utf-16")
    assert judged(body, headers=wide, expect={"text": "ready"}).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("body", "pattern", "found"),
    [
        (b"version: 4.12", r"version: 4\.\d+", True),
        (b"version: 5.0", r"version: 4\.\d+", False),
        (b"one\ntwo\nthree", r"(?m)^two$", True),
        (b"READY", r"(?i)ready", True),
        ("Größe".encode("latin-1"), r"Gr\w+e", True),
        (b"\xff\xfe ready", "ready$", True),
        (b"x" * 65_536 + b"ready", "ready", False),
        (b"x" * 65_531 + b"ready", "ready", True),
    ],
)
def test_a_pattern_is_looked_for_in_the_beginning(body: bytes, pattern: str, found: bool) -> None:
    answer = judged(body, headers=LATIN, expect={"pattern": pattern})
    expected = (Outcome.OK, FINE) if found else (Outcome.WRONG, "expected text is missing")
    assert (answer.outcome, str(answer.reason)) == expected


DOCUMENT = json.dumps(
    {"queue": {"length": 250}, "disks": [{"free": 5.5}], "open": True, "name": "7", "none": None}
).encode()


@pytest.mark.parametrize(
    ("path", "wanted", "reason"),
    [
        ("queue.length", "< 251", None),
        ("queue.length", "<251", None),
        ("queue.length", "< 250", "a value is 250, expected under 250"),
        ("queue.length", "<= 250", None),
        ("queue.length", "> 249.5", None),
        ("queue.length", "> 250", "a value is 250, expected over 250"),
        ("queue.length", ">= 250", None),
        ("queue.length", ">= 1000", "a value is 250, expected at least 1,000"),
        ("queue.length", "> -1", None),
        ("disks.0.free", ">= 5", None),
        ("disks.0.free", "< 5.5", "a value is 5.5, expected under 5.5"),
        ("open", "> 0", "a value is not the expected one"),
        ("name", "> 0", "a value is not the expected one"),
        ("none", "< 1", "a value is not the expected one"),
        ("queue", "< 1", "a value is not the expected one"),
        ("gone", "< 1", "an expected value is missing"),
    ],
)
def test_a_number_is_compared(path: str, wanted: str, reason: str | None) -> None:
    answer = judged(DOCUMENT, expect={"json": {path: wanted}})
    assert answer.outcome is (Outcome.WRONG if reason else Outcome.OK)
    assert str(answer.reason) == (reason or FINE)


@pytest.mark.parametrize(
    ("number", "wanted", "reason"),
    [
        ("NaN", "< 1", "a value is not a number, expected under 1"),
        ("1e999", "<= 1", "a value is beyond all measure, expected at most 1"),
        ("9" * 400, "<= 1", "a value is beyond all measure, expected at most 1"),
        ("93", "< 90", "a value is 93, expected under 90"),
        ("90.0001", "< 90", "a value is 90, expected under 90"),
        ("90.0001", "<= 90", "a value is 90.0001, expected at most 90"),
        ("1234567.5", "< 90", "a value is 1,230,000, expected under 90"),
    ],
)
def test_a_number_of_any_size_is_told_in_few_figures(number: str, wanted: str, reason: str) -> None:
    answer = judged(f'{{"load": {number}}}'.encode(), expect={"json": {"load": wanted}})
    assert (answer.outcome, str(answer.reason)) == (Outcome.WRONG, reason)


def test_only_operators_learn_the_path() -> None:
    answer = judged(DOCUMENT, expect={"json": {"queue.length": "< 100"}})
    assert "'queue.length' is 250, not < 100" in answer.detail
    assert "queue" not in str(answer.reason)


@pytest.mark.parametrize(
    ("expected", "outcome", "reason"),
    [
        ({"Content-Type": "text/html"}, Outcome.OK, None),
        ({"content-TYPE": "charset=utf-8"}, Outcome.OK, None),
        ({"Content-Type": "json"}, Outcome.WRONG, "a header is not the expected one"),
        ({"X-Served-By": ""}, Outcome.WRONG, "an expected header is missing"),
        ({"Content-Type": "", "Vary": "Accept"}, Outcome.OK, None),
        ({"Vary": "Cookie"}, Outcome.OK, None),
    ],
)
def test_headers_hold_what_is_expected(
    expected: dict[str, str], outcome: Outcome, reason: str | None
) -> None:
    answer = response(content_type="text/html; charset=utf-8", vary="Accept\r\nVary: Cookie")
    with serving(says(answer)) as server:
        got = asked(server.url, expect={"headers": expected})
    assert got.outcome is outcome
    assert reason is None or str(got.reason) == reason


@pytest.mark.parametrize(
    ("status", "location", "outcome", "reason"),
    [
        ("301 Moved", "https://www.example.com/", Outcome.OK, None),
        ("308 Moved", "HTTPS://WWW.example.com:443", Outcome.OK, None),
        (
            "302 Found",
            "//www.example.com/",
            Outcome.WRONG,
            "sends visitors on to another address than expected",
        ),
        ("302 Found", "/on", Outcome.WRONG, "sends visitors on to another address than expected"),
        (
            "302 Found",
            "https://[::1/?token=4711",
            Outcome.WRONG,
            "sends visitors on to another address than expected",
        ),
        ("302 Found", None, Outcome.WRONG, "does not send visitors on to another address"),
        ("200 OK", None, Outcome.WRONG, "answers with status 200, expected a redirect"),
        ("502 Bad Gateway", None, Outcome.DOWN, "answers with error 502, expected a redirect"),
    ],
)
def test_a_redirect_may_be_expected_and_is_not_followed(
    status: str, location: str | None, outcome: Outcome, reason: str | None
) -> None:
    headers = {} if location is None else {"location": location}
    with serving(says(response(b"", status, **headers))) as server:
        got = asked(server.url, expect={"redirect": "https://www.example.com/"})
        assert len(server.asked) == 1
    assert got.outcome is outcome
    assert reason is None or str(got.reason) == reason
    assert "4711" not in f"{got.reason!s} {got.detail}"


def test_a_redirect_may_be_expected_with_one_status() -> None:
    with serving(says(response(b"", "302 Found", location="https://www.example.com/"))) as server:
        got = asked(server.url, expect={"redirect": "https://www.example.com/", "status": 301})
    assert (got.outcome, str(got.reason)) == (Outcome.WRONG, "answers with status 302, expected 301")


@pytest.mark.parametrize(
    ("expect", "says_why"),
    [
        ({"absent": []}, "list of texts"),
        ({"pattern": ""}, "at least 1 character"),
        ({"pattern": "("}, "unclosed group"),
        ({"json": {"a": "< many"}}, "must have a number"),
        ({"json": {"a": ">"}}, "must have a number"),
        ({"json": {"a": "< 5s"}}, "must have a number"),
        ({"headers": {"No Name": "x"}}, "not the name of a header"),
        ({"headers": {"Vary": 1}}, "valid string"),
        ({"redirect": "/on"}, "web address"),
        ({"health": "yes"}, "valid boolean"),
    ],
)
def test_a_wrong_expectation_is_refused(expect: dict[str, Any], says_why: str) -> None:
    with pytest.raises(ValidationError, match=says_why):
        options(expect=expect)


@pytest.mark.parametrize(
    "expect", [{"text": "a"}, {"absent": "a"}, {"pattern": "a"}, {"json": {"a": 1}}, {"health": True}]
)
def test_nothing_is_expected_of_the_body_of_a_head(expect: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="HEAD has no body"):
        options(URL, method="HEAD", expect=expect)

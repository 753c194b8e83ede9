"""Health documents: what a service says of itself."""

import json
from typing import Any

import pytest

from statuspage.model.status import Outcome
from tests.checks.asked import asked, judged
from tests.servers import response, says, serving

HEALTH = {"Content-Type": "application/health+json; charset=utf-8"}
FINE = "answers in 212 ms"


def document(status: object) -> bytes:
    return json.dumps({"status": status, "version": "1"}).encode()


@pytest.mark.parametrize(
    ("word", "outcome", "reason"),
    [
        ("pass", Outcome.OK, FINE),
        ("ok", Outcome.OK, FINE),
        ("UP", Outcome.OK, FINE),
        ("Warn", Outcome.SLOW, "the service itself reports a warning"),
        ("fail", Outcome.DOWN, "the service itself reports a failure"),
        ("error", Outcome.DOWN, "the service itself reports a failure"),
        ("down", Outcome.DOWN, "the service itself reports a failure"),
        ("splendid", Outcome.WRONG, "what it reports of itself can't be understood"),
        (None, Outcome.WRONG, "what it reports of itself can't be understood"),
        (["pass"], Outcome.WRONG, "what it reports of itself can't be understood"),
    ],
)
def test_its_status_counts(word: object, outcome: Outcome, reason: str) -> None:
    answer = judged(document(word), headers=HEALTH)
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'"pass"', b"[" * 100_000])
def test_what_is_no_health_document_is_wrong(body: bytes) -> None:
    answer = judged(body, headers=HEALTH)
    assert (answer.outcome, str(answer.reason)) == (
        Outcome.WRONG,
        "what it reports of itself can't be understood",
    )


def test_the_status_of_the_answer_decides_first() -> None:
    answer = judged(document("pass"), 503, headers=HEALTH)
    assert (answer.outcome, str(answer.reason)) == (
        Outcome.DOWN,
        "answers with error 503, expected 200 to 299",
    )


def test_a_failure_is_one_even_under_a_status_that_is_expected() -> None:
    answer = judged(document("fail"), 503, headers=HEALTH, expect={"status": [200, 503]})
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "the service itself reports a failure")


@pytest.mark.parametrize(
    ("word", "text", "reason"),
    [
        ("fail", "gone", "the service itself reports a failure"),
        ("warn", "gone", "expected text is missing"),
        ("warn", "version", "the service itself reports a warning"),
    ],
)
def test_the_worst_is_told(word: str, text: str, reason: str) -> None:
    assert str(judged(document(word), headers=HEALTH, expect={"text": text}).reason) == reason


@pytest.mark.parametrize(
    ("kind", "expect", "outcome"),
    [
        ("application/json", {}, Outcome.OK),
        ("application/json", {"health": True}, Outcome.DOWN),
        ("application/health+json", {}, Outcome.DOWN),
        ("Application/Health+JSON ;v=1", {}, Outcome.DOWN),
        ("application/health+json", {"health": False}, Outcome.OK),
    ],
)
def test_it_is_read_where_it_is_one(kind: str, expect: dict[str, Any], outcome: Outcome) -> None:
    assert judged(document("down"), headers={"Content-Type": kind}, expect=expect).outcome is outcome


def test_a_real_server_says_so() -> None:
    with serving(says(response(document("warn"), content_type="application/health+json"))) as server:
        assert asked(server.url).outcome is Outcome.SLOW
        assert asked(server.url, method="HEAD").outcome is Outcome.OK

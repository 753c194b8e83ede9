"""Checks of kind tcp: connect, and perhaps say something and expect something."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.answers import right
from statuspage.checks.tcp import TcpOptions, ask, judge, split_address
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.net.clock import Clock
from tests.servers import Behaviour, Call, End, closed_port, deaf, says, says_all, serving

SOON = timedelta(milliseconds=300)


def asked(address: str, **others: Any) -> Answer:
    return ask(TcpOptions.model_validate({"address": address, **others}), SOON)


def test_a_port_that_takes_connections_is_ok() -> None:
    with serving(says(end=End.HOLD, listens=False)) as server:
        answer = asked(server.address)
    assert answer.outcome is Outcome.OK
    assert str(answer.reason).startswith("answers in ")
    assert answer.phases.connect is not None
    assert answer.phases.first_byte is None


def test_a_port_that_refuses_is_down() -> None:
    answer = asked(f"127.0.0.1:{closed_port()}")
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "refuses connections")


def test_a_port_that_does_not_take_connections_is_down() -> None:
    with deaf() as server:
        answer = asked(server.address)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "does not answer within 300 ms")


def echo(call: Call) -> None:
    call.say([call.conn.recv(100)])
    call.end(End.HOLD)


@pytest.mark.parametrize(
    ("behave", "outcome", "reason"),
    [
        (says(b"220 mail\r\n", end=End.HOLD, listens=False), Outcome.OK, None),
        (says(b"2", b"2", b"0", every=0.02, end=End.HOLD, listens=False), Outcome.OK, None),
        (says(b"554 no\r\n", end=End.HOLD, listens=False), Outcome.WRONG, "expected text is missing"),
        (says(b"554", listens=False), Outcome.WRONG, "expected text is missing"),
        (says(b"22", end=End.HOLD, listens=False), Outcome.DOWN, "does not finish its answer within 300 ms"),
        (says(end=End.HOLD, listens=False), Outcome.DOWN, "does not answer within 300 ms"),
        (says(listens=False), Outcome.DOWN, "closes the connection without an answer"),
        (
            says_all(lambda: iter(lambda: b"x" * 999, b""), listens=False),
            Outcome.WRONG,
            "expected text is missing",
        ),
    ],
    ids=["at once", "in pieces", "another line", "another end", "half", "silence", "closed", "endless"],
)
def test_what_is_expected_must_come(behave: Behaviour, outcome: Outcome, reason: str | None) -> None:
    with serving(behave) as server:
        answer = asked(server.address, expect="220")
    assert answer.outcome is outcome
    assert str(answer.reason) == reason or reason is None
    assert server.address not in str(answer.reason)


def test_what_is_to_be_said_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_PASSWORD", "4711")
    with serving(echo) as server:
        answer = asked(server.address, send="AUTH ${CACHE_PASSWORD}\r\n", expect="AUTH 4711\r\n")
    assert answer.outcome is Outcome.OK


def test_a_right_answer_may_be_slow() -> None:
    options = TcpOptions.model_validate(
        {"address": "mail.example.com:25", "expect": "220", "slow_after": "1s"}
    )
    answer = judge(options, b"220 hello", 2300.0, Phases())
    assert (answer.outcome, str(answer.reason)) == (Outcome.SLOW, "answers in 2.3 s, expected under 1 s")


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("mail.example.com:25", ("mail.example.com", 25)),
        ("198.51.100.1:53", ("198.51.100.1", 53)),
        ("[2001:db8::1]:25", ("2001:db8::1", 25)),
    ],
)
def test_an_address_is_a_host_and_a_port(address: str, parts: tuple[str, int]) -> None:
    assert split_address(address) == parts


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "mail.example.com"},
        {"address": "mail.example.com:0"},
        {"address": "mail.example.com:65536"},
        {"address": "2001:db8::1:25"},
        {"address": "tcp://mail.example.com:25"},
        {"address": "a b:25"},
        {"expect": ""},
        {"send": "${NO_SUCH_NAME}"},
        {"slow_after": "0s"},
        {"port": 25},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TcpOptions.model_validate({"address": "mail.example.com:25", **wrong})


def test_a_long_patience_is_said_in_minutes() -> None:
    late = Clock(timedelta(minutes=1)).late()
    assert str(late.sentence) == "does not answer within 1 minute"
    slow = right(61_000, timedelta(minutes=1), Phases())
    assert str(slow.reason) == "answers in 61 s, expected under 1 minute"

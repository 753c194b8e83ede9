"""STARTTLS with real servers that speak the protocols, well and badly."""

import re
import socket
import ssl
from collections.abc import Sequence
from datetime import timedelta
from itertools import repeat
from typing import Any

import pytest

from statuspage.checks.tls import TlsOptions, ask
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from tests.servers import CERTS, Behaviour, Call, End, says_all, serving

SOON = timedelta(milliseconds=300)
LONG = timedelta(seconds=5)
REFUSES = "does not offer a secure connection"
TURNS_AWAY = "turns visitors away"
INVALID = dict.fromkeys(("smtp", "imap", "pop3"), "does not answer as a mail server should") | {
    "ftp": "does not answer as a file server should"
}

GREETS = {
    "smtp": b"220 mail\r\n",
    "imap": b"* OK hello\r\n",
    "pop3": b"+OK hello\r\n",
    "ftp": b"220 files\r\n",
}
"""Greetings."""

EHLO = r"EHLO \[127\.0\.0\.1\]"
OFFERS = b"250-mail\r\n250-SIZE 1000\r\n250 STARTTLS\r\n"
ASKS = {"smtp": "STARTTLS", "imap": "a1 STARTTLS", "pop3": "STLS", "ftp": "AUTH TLS"}
"""What each protocol is to say before TLS."""

Step = bytes | str
"""What is said, or a pattern of the line that is heard."""


def speaks(*steps: Step, certificate: str | None = "good.pem", end: End = End.HOLD) -> Behaviour:
    """Go through the steps, then begin TLS where there is a certificate."""

    def behave(call: Call) -> None:
        if not converse(call.conn, steps):
            return
        if certificate is None:
            call.end(end)
        else:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTS / certificate)
            with context.wrap_socket(call.conn, server_side=True):
                call.stop.wait(30)

    return behave


def converse(conn: socket.socket, steps: Sequence[Step]) -> bool:
    """Say and hear; false when something else was heard."""
    with conn.makefile("rb") as lines:
        for step in steps:
            if isinstance(step, bytes):
                conn.sendall(step)
            elif not re.fullmatch(step + "\r\n", lines.readline().decode()):
                return False
    return True


def asked(protocol: str, behave: Behaviour, timeout: timedelta = LONG) -> Answer:
    with serving(behave) as server:
        given: dict[str, Any] = {"address": server.address, "starttls": protocol, "ca": str(CERTS / "ca.pem")}
        return ask(TlsOptions.model_validate(given), timeout)


WELL: dict[str, list[Step]] = {
    "smtp": [b"220 mail\r\n", EHLO, OFFERS, "STARTTLS", b"220 go\r\n"],
    "smtp in many lines": [
        b"220-mail\r\n220-no\r\n220\r\n",
        EHLO,
        b"250-mail\r\n250-STARTTLS\r\n250 SIZE\r\n",
        "STARTTLS",
        b"220-yes\r\n220 go\r\n",
    ],
    "smtp in pieces": [
        b"22",
        b"0 mail\n",
        EHLO,
        OFFERS[:20],
        OFFERS[20:],
        "STARTTLS",
        b"220 ",
        b"go\r",
        b"\n",
    ],
    "imap": [b"* OK hello\r\n", "a1 STARTTLS", b"a1 OK go\r\n"],
    "imap with news": [b"* OK a\r\n* CAPABILITY IMAP4\r\n", "a1 STARTTLS", b"* 1 EXISTS\r\nA1 ok go\r\n"],
    "pop3": [b"+OK hello\r\n", "STLS", b"+OK\r\n"],
    "ftp": [b"220 files\r\n", "AUTH TLS", b"234 go\r\n"],
    "ftp in many lines": [
        b"120 soon\r\n220-files\r\n  of all\r\n 220 kinds\r\n220 ready\r\n",
        "AUTH TLS",
        b"234 go\r\n",
    ],
}


@pytest.mark.parametrize("name", WELL)
def test_tls_begins_after_a_right_dialogue(name: str) -> None:
    answer = asked(name.split()[0], speaks(*WELL[name]))
    assert answer.outcome is Outcome.OK, answer
    assert answer.phases.first_byte is not None
    assert answer.phases.tls is not None


@pytest.mark.parametrize("name", ["smtp", "imap", "pop3", "ftp"])
def test_the_certificate_behind_it_is_judged(name: str) -> None:
    expired = asked(name, speaks(*WELL[name], certificate="expired.pem"))
    assert (expired.outcome, expired.certain) == (Outcome.DOWN, True)
    assert re.fullmatch(r"its certificate expired [\d,]+ days ago", str(expired.reason))
    other = asked(name, speaks(*WELL[name], certificate="other.pem"))
    assert str(other.reason) == "its certificate is for another address"


@pytest.mark.parametrize(
    ("protocol", "steps", "reason"),
    [
        ("smtp", [GREETS["smtp"], EHLO, b"250-mail\r\n250 SIZE\r\n"], REFUSES),
        ("smtp", [GREETS["smtp"], EHLO, b"250 STARTTLS\r\n"], REFUSES),
        ("smtp", [GREETS["smtp"], EHLO, b"502 what\r\n"], REFUSES),
        ("smtp", [GREETS["smtp"], EHLO, OFFERS, "STARTTLS", b"454 not now\r\n"], REFUSES),
        ("smtp", [b"421 too busy\r\n"], TURNS_AWAY),
        ("smtp", [b"554-no\r\n554 never\r\n"], TURNS_AWAY),
        ("imap", [GREETS["imap"], "a1 STARTTLS", b"a1 NO\r\n"], REFUSES),
        ("imap", [GREETS["imap"], "a1 STARTTLS", b"a1 BAD what\r\n"], REFUSES),
        ("imap", [b"* PREAUTH hello\r\n"], REFUSES),
        ("imap", [b"* BYE\r\n"], TURNS_AWAY),
        ("imap", [GREETS["imap"], "a1 STARTTLS", b"* BYE\r\n"], TURNS_AWAY),
        ("pop3", [GREETS["pop3"], "STLS", b"-ERR what\r\n"], REFUSES),
        ("pop3", [b"-ERR busy\r\n"], TURNS_AWAY),
        ("ftp", [GREETS["ftp"], "AUTH TLS", b"534 no\r\n"], REFUSES),
        ("ftp", [b"530 no\r\n"], TURNS_AWAY),
    ],
)
def test_a_server_that_refuses_is_down(protocol: str, steps: list[Step], reason: str) -> None:
    answer = asked(protocol, speaks(*steps, certificate=None))
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, reason)
    assert "'" in answer.detail


@pytest.mark.parametrize("protocol", GREETS)
@pytest.mark.parametrize(
    "rubbish",
    [b"HTTP/1.1 400 Bad Request\r\n", b"\x00\xff\r\n", b"\r\n", b"2200 hello\r\n", b"*\r\n", b"x" * 3000],
)
def test_rubbish_is_not_the_protocol(protocol: str, rubbish: bytes) -> None:
    greeting = asked(protocol, speaks(rubbish, certificate=None))
    assert (greeting.outcome, str(greeting.reason)) == (Outcome.DOWN, INVALID[protocol])
    hello: list[Step] = [EHLO, OFFERS] if protocol == "smtp" else []
    if (protocol, rubbish) == ("imap", b"*\r\n"):
        rubbish = b"a1\r\n"  # a lone star would be no answer at all
    later = asked(protocol, speaks(GREETS[protocol], *hello, ASKS[protocol], rubbish))
    assert (later.outcome, str(later.reason)) == (Outcome.DOWN, INVALID[protocol])


@pytest.mark.parametrize("name", ["smtp", "imap", "pop3", "ftp"])
@pytest.mark.parametrize("lie", [b"250 all is well\r\n", b"\x00"])
def test_text_put_after_the_last_word_in_the_clear_is_not_believed(name: str, lie: bytes) -> None:
    *before, last = WELL[name]
    assert isinstance(last, bytes)
    at_once = asked(name, speaks(*before, last + lie))
    assert (at_once.outcome, str(at_once.reason)) == (Outcome.DOWN, INVALID[name])
    apart = asked(name, speaks(*before, last, lie))
    assert apart.outcome is Outcome.DOWN
    assert str(apart.reason) in {INVALID[name], "does not begin a secure connection"}


@pytest.mark.parametrize(
    ("protocol", "pieces", "every", "reason"),
    [
        ("smtp", [], 0.0, "does not answer within 300 ms"),
        ("smtp", repeat(b"2"), 0.02, "does not finish its answer within 300 ms"),
        ("smtp", repeat(b"220-mail\r\n"), 0.0, INVALID["smtp"]),
        ("imap", repeat(b"* OK hello\r\n"), 0.0, INVALID["imap"]),
        ("pop3", repeat(b"+OK" * 99), 0.0, INVALID["pop3"]),
        ("ftp", repeat(b"220-files\r\nmore\r\n"), 0.0, INVALID["ftp"]),
    ],
    ids=["silence", "drips", "smtp", "imap", "pop3", "ftp"],
)
def test_a_greeting_without_an_end_ends(protocol: str, pieces: Any, every: float, reason: str) -> None:
    answer = asked(protocol, says_all(lambda: pieces, every=every, end=End.HOLD, listens=False), SOON)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, reason)
    assert answer.ms < 1000


@pytest.mark.parametrize("protocol", ["smtp", "imap", "pop3", "ftp"])
def test_a_server_that_hangs_half_way_is_late(protocol: str) -> None:
    for steps, what in (
        (WELL[protocol][:2], "does not finish its answer"),
        (WELL[protocol], "does not begin a secure connection"),
    ):
        answer = asked(protocol, speaks(*steps, certificate=None), timedelta(milliseconds=100))
        assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, f"{what} within 100 ms")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], "closes the connection without an answer"),
        ([b"220 ma"], "breaks off in the middle of its answer"),
        ([GREETS["smtp"], EHLO, b"250-mail\r\n"], "breaks off in the middle of its answer"),
    ],
)
def test_a_server_that_hangs_up_is_down(steps: list[Step], reason: str) -> None:
    answer = asked("smtp", speaks(*steps, certificate=None, end=End.CLOSE))
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, reason)

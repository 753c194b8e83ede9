"""Checks of kind tls: certificates of real servers, right and wrong."""

import os
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.tls import Certificate, TlsOptions, ask, judge
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from tests.servers import CERTS, Behaviour, Call, End, closed_port, deaf, says, serving

SOON = timedelta(milliseconds=300)
LONG = timedelta(seconds=5)
NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
QUIET = says(end=End.HOLD, listens=False)
UNSIGNED = "its certificate is not signed by anyone we trust"


def options(address: str = "mail.example.com:443", **others: Any) -> TlsOptions:
    return TlsOptions.model_validate({"address": address, **others})


def asked(certificate: str, ca: str | None = "ca.pem", host: str = "localhost", **others: Any) -> Answer:
    trust = {"ca": str(CERTS / ca)} if ca else {}
    with serving(QUIET, certificate) as server:
        return ask(options(f"{host}:{server.port}", **trust, **others), LONG)


def judged(
    *, begins: timedelta = timedelta(days=-30), ends: timedelta, ms: float = 212, **others: Any
) -> Answer:
    certificate = Certificate(NOW + begins, NOW + ends, "for mail.example.com")
    return judge(options(**others), certificate, ms, Phases(), NOW)


@pytest.mark.parametrize(
    ("ends", "outcome", "reason"),
    [
        (timedelta(days=14), Outcome.OK, "answers in 212 ms"),
        (
            timedelta(days=13, hours=23),
            Outcome.SLOW,
            "its certificate ends in 13 days, on 7 Dec 2026",
        ),
        (timedelta(days=9), Outcome.SLOW, "its certificate ends in 9 days, on 2 Dec 2026"),
        (timedelta(hours=30), Outcome.SLOW, "its certificate ends in 1 day, on 24 Nov 2026"),
        (timedelta(hours=5), Outcome.SLOW, "its certificate ends in 5 hours, on 23 Nov 2026"),
        (
            timedelta(seconds=1),
            Outcome.SLOW,
            "its certificate ends in less than an hour, on 23 Nov 2026",
        ),
        (timedelta(0), Outcome.DOWN, "its certificate expired less than an hour ago"),
        (timedelta(hours=-1), Outcome.DOWN, "its certificate expired 1 hour ago"),
        (timedelta(days=-3), Outcome.DOWN, "its certificate expired 3 days ago"),
    ],
)
def test_the_end_of_a_certificate_is_told_in_time(ends: timedelta, outcome: Outcome, reason: str) -> None:
    answer = judged(ends=ends)
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)
    assert answer.certain is (outcome is not Outcome.OK)
    assert answer.detail == "for mail.example.com"


def test_how_early_the_end_is_told_may_be_set() -> None:
    assert judged(ends=timedelta(days=20), warn_before="21d").outcome is Outcome.SLOW
    assert judged(ends=timedelta(hours=1), warn_before="0s").outcome is Outcome.OK


def test_a_certificate_may_not_have_begun() -> None:
    answer = judged(begins=timedelta(days=2), ends=timedelta(days=90))
    reason = "its certificate is not valid before 25 Nov 2026"
    assert (answer.outcome, str(answer.reason), answer.certain) == (Outcome.DOWN, reason, True)


def test_a_right_certificate_may_come_slowly() -> None:
    answer = judged(ends=timedelta(days=90), ms=2300, slow_after="1s")
    assert (answer.outcome, str(answer.reason)) == (Outcome.SLOW, "answers in 2.3 s, expected under 1 s")
    assert not answer.certain


def test_a_right_certificate_is_ok() -> None:
    answer = asked("good.pem")
    assert answer.outcome is Outcome.OK
    assert "localhost, 127.0.0.1" in answer.detail
    assert "Test authority" in answer.detail
    assert answer.phases.tls is not None


@pytest.mark.parametrize(
    ("certificate", "ca", "reason", "certain"),
    [
        ("other.pem", "ca.pem", "its certificate is for another name", False),
        ("good.pem", None, UNSIGNED, False),
        ("good.pem", "ca2.pem", UNSIGNED, False),
        ("self-signed.pem", "ca.pem", UNSIGNED, False),
        ("future.pem", "ca2.pem", "its certificate is not valid before 1 Jan 2120", True),
        (
            "below-expired.pem",
            "ca2.pem",
            "its certificate, or one that vouches for it, is out of date",
            True,
        ),
    ],
)
def test_each_fault_of_a_certificate_has_its_words(
    certificate: str, ca: str | None, reason: str, certain: bool
) -> None:
    answer = asked(certificate, ca)
    assert (answer.outcome, str(answer.reason), answer.certain) == (Outcome.DOWN, reason, certain)
    assert answer.detail


def test_an_expired_certificate_tells_since_when() -> None:
    answer = asked("expired.pem")
    days = (datetime.now(UTC) - datetime(2020, 2, 1, tzinfo=UTC)).days
    assert (answer.outcome, answer.certain) == (Outcome.DOWN, True)
    assert str(answer.reason) == f"its certificate expired {days:,} days ago"
    assert "Feb  1 00:00:00 2020" in answer.detail


def test_a_real_certificate_that_ends_soon_is_slow() -> None:
    answer = asked("good.pem", warn_before="99999d")
    assert (answer.outcome, answer.certain) == (Outcome.SLOW, True)
    assert str(answer.reason).endswith(" days, on 30 Oct 2126")


def test_the_name_may_be_another_than_the_address() -> None:
    assert asked("other.pem", server_name="elsewhere.example").outcome is Outcome.OK
    assert asked("good.pem", host="127.0.0.1").outcome is Outcome.OK
    answer = asked("other.pem", host="127.0.0.1")
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "its certificate is for another address")


def secured_by(certificate: str, times: int) -> Behaviour:
    """TLS for the first callers; the others are hung up on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTS / certificate)

    def behave(call: Call) -> None:
        call.server.asked.append(b"")
        if len(call.server.asked) <= times:
            with context.wrap_socket(call.conn, server_side=True):
                call.stop.wait(30)

    return behave


def test_where_a_second_look_fails_the_first_one_counts() -> None:
    with serving(secured_by("expired.pem", times=1)) as server:
        answer = ask(options(f"localhost:{server.port}", ca=str(CERTS / "ca.pem")), LONG)
    assert len(server.asked) == 2
    assert (answer.outcome, answer.certain) == (Outcome.DOWN, True)
    assert str(answer.reason) == "its certificate has expired"


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (QUIET, "does not begin a secure connection within 300 ms"),
        (says(b"HTTP/1.1 400 no\r\n\r\n", end=End.HOLD, listens=False), "does not begin a secure connection"),
        (
            says(b"\x16\x03\x03\x40", end=End.HOLD, listens=False),
            "does not begin a secure connection within 300 ms",
        ),
    ],
    ids=["silence", "no TLS", "half a record"],
)
def test_no_secure_connection_is_down(behave: Behaviour, reason: str) -> None:
    with serving(behave) as server:
        answer = ask(options(server.address), SOON)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, reason)
    assert answer.ms < 1000


def test_no_connection_is_down() -> None:
    refused = ask(options(f"127.0.0.1:{closed_port()}"), LONG)
    assert (refused.outcome, str(refused.reason)) == (Outcome.DOWN, "refuses connections")
    with deaf() as server:
        late = ask(options(server.address), SOON)
    assert (late.outcome, str(late.reason)) == (Outcome.DOWN, "does not answer within 300 ms")


def test_one_family_of_addresses_may_be_asked_for() -> None:
    assert asked("good.pem", host="127.0.0.1", ip=4).outcome is Outcome.OK
    answer = asked("good.pem", host="127.0.0.1", ip=6)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "has no IPv6 address")


@pytest.mark.parametrize(
    "write",
    [lambda _: None, lambda path: path.write_text("rubbish"), lambda path: path.mkdir()],
    ids=["missing", "rubbish", "folder"],
)
def test_authorities_that_cant_be_read_are_an_error(write: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    write(path)
    answer = ask(options(ca=str(path)), LONG)
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert str(path) in answer.detail


def test_nothing_stays_open() -> None:
    asked("good.pem")
    before = len(os.listdir("/proc/self/fd"))
    for certificate in ("good.pem", "expired.pem", "other.pem"):
        asked(certificate)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "mail.example.com"},
        {"address": "https://mail.example.com"},
        {"server_name": ""},
        {"server_name": "a b"},
        {"server_name": "https://mail.example.com"},
        {"starttls": "SMTP"},
        {"starttls": "ldap"},
        {"warn_before": 14},
        {"slow_after": "0s"},
        {"ca": "ca.pem"},
        {"ip": 5},
        {"ip": True},
        {"port": 443},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TlsOptions.model_validate({"address": "mail.example.com:443", **wrong})

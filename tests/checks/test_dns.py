"""Checks of kind dns: what is made of the answers of a real name server on loopback."""

from typing import Any

import dns.rcode
import pytest
from pydantic import ValidationError

from statuspage.checks.dns import DnsOptions
from statuspage.checks.dnsoptions import split_server
from statuspage.model.status import Outcome
from tests.checks.names import DOMAIN, RIGHT, Reply, asked, replies


def test_a_name_with_an_address_is_ok() -> None:
    found = asked(RIGHT)
    assert found.outcome is Outcome.OK
    assert str(found.reason).startswith("answers in ")
    assert found.detail == "A: 192.0.2.10"
    assert found.phases.dns is not None


@pytest.mark.parametrize(
    ("reply", "outcome", "reason"),
    [
        (replies(code=dns.rcode.NXDOMAIN), Outcome.WRONG, "its internet name does not exist"),
        (
            replies(f"{DOMAIN}. CNAME gone.example.com.", code=dns.rcode.NXDOMAIN),
            Outcome.WRONG,
            "its internet name leads to one that does not exist",
        ),
        (replies(), Outcome.WRONG, "its internet name has no A record"),
        (replies(f"{DOMAIN}. CNAME web.example.com."), Outcome.WRONG, "its internet name has no A record"),
        (replies("other.example.com. A 192.0.2.10"), Outcome.WRONG, "its internet name has no A record"),
        (
            replies(f"{DOMAIN}. CNAME a.example.com.", f"a.example.com. CNAME {DOMAIN}."),
            Outcome.WRONG,
            "its internet name has no A record",
        ),
        (replies(code=dns.rcode.SERVFAIL), Outcome.DOWN, "its name server reports a failure"),
        (replies(code=dns.rcode.REFUSED), Outcome.DOWN, "its name server refuses to answer"),
        (replies(code=dns.rcode.NOTIMP), Outcome.DOWN, "its name server answers with an error"),
    ],
    ids=["nxdomain", "alias of none", "empty", "alias", "another", "loop", "servfail", "refused", "notimp"],
)
def test_each_failure_has_its_words(reply: Reply, outcome: Outcome, reason: str) -> None:
    found = asked(reply)
    assert (found.outcome, str(found.reason)) == (outcome, reason)
    assert found.detail


def test_aliases_are_followed_in_any_order() -> None:
    chain = [
        "web.example.net. A 192.0.2.10",
        "web.example.com. CNAME web.example.net.",
        f"{DOMAIN}. CNAME WEB.example.com.",
    ]
    assert asked(replies(*chain), expect="192.0.2.10").outcome is Outcome.OK


@pytest.mark.parametrize(
    ("kind", "records", "expect"),
    [
        ("A", ["192.0.2.10", "192.0.2.11"], ["192.0.2.11"]),
        ("AAAA", ["2001:db8::1"], ["2001:0DB8:0::1"]),
        ("CNAME", ["Web.Example.com."], ["web.example.COM"]),
        ("MX", ["10 mx1.example.com.", "20 mx2.example.com."], ["20 MX2.example.com", "10 mx1.example.com."]),
        ("NS", ["ns1.example.com."], ["ns1.example.com"]),
        ("TXT", ['"v=spf1 mx " "-all"', '"other"'], ["v=spf1 mx -all"]),
        (
            "SOA",
            ["ns1.example.com. post.example.com. 7 1 2 3 4"],
            ["ns1.example.com post.example.com 7 1 2 3 4"],
        ),
        ("SRV", ["0 5 5060 sip.example.com."], ["0 5 5060 sip.example.com"]),
        ("CAA", ['0 issue "ca.example.net"'], ['0 issue "ca.example.net"']),
        ("PTR", ["portal.example.com."], ["portal.example.com"]),
    ],
)
def test_expected_answers_are_found_in_any_spelling(kind: str, records: list[str], expect: list[str]) -> None:
    reply = replies(*(f"{DOMAIN}. {kind} {record}" for record in records))
    found = asked(reply, type=kind, expect=expect)
    assert found.outcome is Outcome.OK, found.detail


def test_all_expected_answers_must_come() -> None:
    found = asked(RIGHT, expect=["192.0.2.10", "192.0.2.11"])
    assert (found.outcome, str(found.reason)) == (Outcome.WRONG, "an expected answer is missing")
    assert found.detail == "not 192.0.2.11, but A: 192.0.2.10"


def test_text_is_compared_to_the_letter() -> None:
    reply = replies(f'{DOMAIN}. TXT "Key=ABC"')
    assert asked(reply, type="TXT", expect="Key=ABC").outcome is Outcome.OK
    assert asked(reply, type="TXT", expect="key=abc").outcome is Outcome.WRONG


def test_an_address_is_asked_for_backwards() -> None:
    reply = replies("10.2.0.192.in-addr.arpa. PTR portal.example.com.")
    assert asked(reply, domain="192.0.2.10", type="PTR", expect=DOMAIN).outcome is Outcome.OK


def test_a_right_answer_may_be_slow() -> None:
    found = asked(RIGHT, slow_after="0.001ms")
    assert (found.outcome, "expected under" in str(found.reason)) == (Outcome.SLOW, True)


@pytest.mark.parametrize(
    ("server", "parts"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
    ],
)
def test_a_server_is_an_address_and_perhaps_a_port(server: str, parts: tuple[str, int]) -> None:
    assert split_server(server) == parts


@pytest.mark.parametrize(
    "wrong",
    [
        {"domain": ""},
        {"domain": "two..dots.example"},
        {"domain": "a b.example"},
        {"domain": "x" * 64 + ".example"},
        {"domain": "ü" * 60 + ".example"},
        {"domain": "x." * 127 + "example"},
        {"domain": "."},
        {"domain": "@"},
        {"type": "ANY"},
        {"type": "a"},
        {"resolver": "ns1.example.com"},
        {"resolver": "192.0.2.53:0"},
        {"resolver": "[2001:db8::53]"},
        {"expect": "portal.example.com"},
        {"expect": ["192.0.2.10", "192.0.2.300"]},
        {"expect": [1]},
        {"type": "MX", "expect": "mx1.example.com"},
        {"type": "MX", "expect": "10 mx1.example.com more"},
        {"slow_after": "0s"},
        {"host": "example.com"},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DnsOptions.model_validate({"domain": DOMAIN, **wrong})


def test_a_wrong_answer_is_named_in_one_sentence() -> None:
    with pytest.raises(ValidationError, match=r"is not an answer of type MX as a zone file has it\."):
        DnsOptions.model_validate({"domain": DOMAIN, "type": "MX", "expect": "mx1.example.com"})

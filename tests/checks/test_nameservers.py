"""Name servers that are silent, lie, cut short or refuse, by UDP and by TCP."""

import socket
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.checks import nameservers
from statuspage.checks.dns import DnsOptions, ask
from statuspage.checks.dnsoptions import split_server
from statuspage.checks.nameservers import inquire, own_servers
from statuspage.model.status import Outcome
from statuspage.net.clock import Clock, Failure, TransportError
from tests.checks.names import (
    DOMAIN,
    LONG,
    RIGHT,
    Reply,
    answer,
    asked,
    cut,
    name_server,
    over_tcp,
    replies,
    silent,
)
from tests.servers import Behaviour, End, says

SOON = timedelta(milliseconds=300)


def test_a_long_answer_comes_by_tcp() -> None:
    many = replies(*(f"{DOMAIN}. A 192.0.2.{last}" for last in range(1, 255)))
    found = asked(cut, over_tcp(many), expect=["192.0.2.1", "192.0.2.254"])
    assert found.outcome is Outcome.OK
    assert found.phases.connect is not None


def half_a_message(query: dns.message.Message) -> Sequence[bytes]:
    message = answer(query, f"{DOMAIN}. A 192.0.2.10")
    message.flags |= dns.flags.TC
    return [message.to_wire()[:-3]]


def test_an_answer_that_is_cut_in_a_record_comes_by_tcp_too() -> None:
    assert asked(half_a_message, over_tcp(RIGHT)).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("tcp", "reason"),
    [
        (over_tcp(cut), "its name server does not answer as a name server should"),
        (over_tcp(lambda _: [b"rubbish"]), "its name server does not answer as a name server should"),
        (
            over_tcp(lambda _: RIGHT(dns.message.make_query(DOMAIN, "A"))),
            "its name server does not answer as a name server should",
        ),
        (says(listens=False), "its name server closes the connection without an answer"),
        (says(b"\x00", listens=False), "its name server breaks off in the middle of its answer"),
        (says(b"\x00\x40half", listens=False), "its name server breaks off in the middle of its answer"),
        (says(end=End.HOLD, listens=False), "its name server does not answer within 300 ms"),
        (
            says(*[b"\xff"] * 99, every=0.02, listens=False),
            "its name server does not finish its answer within 300 ms",
        ),
    ],
    ids=["cut", "rubbish", "another id", "closed", "half a length", "half", "silence", "drips"],
)
def test_what_goes_wrong_by_tcp_is_down(tcp: Behaviour, reason: str) -> None:
    found = asked(cut, tcp, SOON)
    assert (found.outcome, str(found.reason)) == (Outcome.DOWN, reason)


def forged(query: dns.message.Message) -> Sequence[bytes]:
    """Packets that are no answer to the question, each of which would be believed if it were."""
    other_id, other_name = dns.message.make_query(DOMAIN, "A"), dns.message.make_query("x.test", "A")
    other_id.id, other_name.id = query.id ^ 1, query.id
    lie = f"{DOMAIN}. A 203.0.113.6"
    mere_question = dns.message.make_query(DOMAIN, "A", id=query.id)
    return [
        b"",
        b"rubbish",
        bytes(500),
        answer(query, lie).to_wire()[:-2],
        answer(query, lie).to_wire() + b"more",
        answer(other_id, lie).to_wire(),
        answer(other_name, lie).to_wire(),
        mere_question.to_wire(),
    ]


def test_what_does_not_answer_the_question_is_passed_over() -> None:
    found = asked(lambda query: [*forged(query), *RIGHT(query)], expect="192.0.2.10")
    assert (found.outcome, found.detail) == (Outcome.OK, "A: 192.0.2.10")


@pytest.mark.parametrize("reply", [silent, forged], ids=["silence", "forged"])
def test_no_answer_in_time_is_down(reply: Reply) -> None:
    found = asked(reply, timeout=SOON)
    assert (found.outcome, str(found.reason)) == (
        Outcome.DOWN,
        "its name server does not answer within 300 ms",
    )
    assert found.ms < 1000


def test_where_no_server_is_connections_are_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    found = ask(DnsOptions.model_validate({"domain": DOMAIN, "resolver": f"127.0.0.1:{port}"}), LONG)
    assert (found.outcome, str(found.reason)) == (Outcome.DOWN, "its name server refuses connections")


def test_a_lost_packet_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameservers, "_PATIENCE", 0.05)
    heard: list[int] = []

    def second_time(query: dns.message.Message) -> Sequence[bytes]:
        heard.append(query.id)
        return RIGHT(query) if len(heard) == 2 else []

    assert asked(second_time).outcome is Outcome.OK


@pytest.mark.parametrize("first", [silent, replies(code=dns.rcode.SERVFAIL), replies(code=dns.rcode.REFUSED)])
def test_of_several_servers_one_that_helps_will_do(first: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameservers, "_PATIENCE", 0.05)
    query = DnsOptions.model_validate({"domain": DOMAIN}).query
    with name_server(first) as one, name_server(RIGHT) as two:
        came = inquire(query, [split_server(one), split_server(two)], Clock(LONG))
    assert came.rcode() == dns.rcode.NOERROR


def test_servers_of_which_none_helps_are_told_by_an_answer() -> None:
    query = DnsOptions.model_validate({"domain": DOMAIN}).query
    with name_server(replies(code=dns.rcode.SERVFAIL)) as fails, name_server(silent) as mute:
        for other in (("127.0.0.1", 1), split_server(mute)):
            came = inquire(query, [split_server(fails), other], Clock(SOON))
            assert came.rcode() == dns.rcode.SERVFAIL


def test_this_machines_own_name_servers_are_asked_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with name_server(RIGHT) as address:
        monkeypatch.setattr(nameservers, "own_servers", lambda _: [split_server(address)])
        assert ask(DnsOptions.model_validate({"domain": DOMAIN}), LONG).outcome is Outcome.OK


def test_this_machines_name_servers_are_read_each_time(tmp_path: Path) -> None:
    path = tmp_path / "resolv.conf"
    path.write_text("search example.com\nnameserver 192.0.2.53\nnameserver 2001:db8::53\n")
    assert own_servers(Clock(LONG), str(path)) == [("192.0.2.53", 53), ("2001:db8::53", 53)]
    path.write_text("nameserver 192.0.2.54\n")
    assert own_servers(Clock(LONG), str(path)) == [("192.0.2.54", 53)]


@pytest.mark.parametrize(
    "text", [None, "", "nameserver ns1.example.com\n"], ids=["no file", "none", "a name"]
)
def test_a_machine_without_name_servers_can_ask_nothing(text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "resolv.conf"
    if text is not None:
        path.write_text(text)
    with pytest.raises(TransportError) as caught:
        own_servers(Clock(LONG), str(path))
    assert caught.value.kind is Failure.OURS


@given(st.binary(max_size=300))
def test_no_packet_breaks_the_reader(packet: bytes) -> None:
    query = dns.message.make_query(DOMAIN, "A", id=4711)
    whole = answer(query, f"{DOMAIN}. A 192.0.2.10").to_wire()
    for each in (packet, whole[:12] + packet, whole[:-16] + packet):
        read = nameservers._read(each)
        assert read is None or isinstance(read, dns.message.Message)

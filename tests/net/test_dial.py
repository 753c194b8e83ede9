"""Connections to hosts with several addresses."""

import errno
import os
import socket
from collections.abc import Callable
from datetime import timedelta

import pytest

from statuspage.net import dial as dialling
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from tests.servers import closed_port, says, serving

Hosts = Callable[..., None]


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Hosts:
    """Gives the name ``many.test`` some addresses of loopback."""

    def give(*hosts: str) -> None:
        found = [(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, 0)) for host in hosts]
        monkeypatch.setattr(dialling, "addresses_of", lambda *_: found)

    return give


def reach(port: int, ms: int = 5000, family: int = socket.AF_UNSPEC) -> str:
    with dial("many.test", port, Clock(timedelta(milliseconds=ms)), family=family) as sock:
        return str(sock.getpeername()[0])


def test_an_address_that_refuses_gives_way_to_the_next(addresses: Hosts) -> None:
    addresses("127.0.0.2", "127.0.0.3", "127.0.0.1")
    with serving(says(listens=False)) as server:
        assert reach(server.port) == "127.0.0.1"


def test_a_dead_address_does_not_hide_one_that_lives(addresses: Hosts) -> None:
    addresses("127.0.0.2", "127.0.0.1")
    with serving(says(listens=False)) as server, socket.socket() as dead:
        dead.bind(("127.0.0.2", server.port))
        dead.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.2", server.port))
        assert reach(server.port, 2000) == "127.0.0.1"
        for filler in fillers:
            filler.close()


def test_addresses_of_the_other_family_are_left_alone(addresses: Hosts) -> None:
    addresses("::1", "127.0.0.1")
    with serving(says(listens=False)) as server:
        assert reach(server.port, family=socket.AF_INET) == "127.0.0.1"


def test_a_host_without_an_address_of_the_family_is_told(addresses: Hosts) -> None:
    addresses("127.0.0.1", "127.0.0.2")
    with pytest.raises(TransportError) as caught:
        reach(closed_port(), family=socket.AF_INET6)
    assert (caught.value.kind, str(caught.value.sentence)) == (Failure.DNS, "has no IPv6 address")


def test_when_all_refuse_the_host_refuses_and_nothing_stays_open(addresses: Hosts) -> None:
    addresses("127.0.0.2", "127.0.0.3")
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(TransportError) as caught:
        reach(closed_port())
    assert caught.value.kind is Failure.REFUSED
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.EMFILE, Failure.OURS),
        (errno.ENETUNREACH, Failure.OURS),
        (errno.EHOSTUNREACH, Failure.UNREACHABLE),
        (errno.ECONNREFUSED, Failure.REFUSED),
    ],
)
def test_what_this_machine_lacks_is_told_from_what_the_other_does(code: int, kind: Failure) -> None:
    failures = [OSError(code, os.strerror(code))]
    assert dialling._unconnected(failures, Clock(timedelta(seconds=1))).kind is kind


def test_of_several_failures_the_other_sides_counts(addresses: Hosts) -> None:
    failures = [OSError(errno.ECONNREFUSED, "refused"), OSError(errno.ENETUNREACH, "no route")]
    assert dialling._unconnected(failures, Clock(timedelta(seconds=1))).kind is Failure.REFUSED

"""Names are looked up with a wait that ends.

``test_stuck_dns.py`` has a real name server that is silent. Here ``getaddrinfo`` is one that waits until
it is let go, since a real one can't be.
"""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from statuspage.net import lookup
from statuspage.net.clock import Clock
from statuspage.net.dial import dial
from statuspage.net.lookup import TooManyLookups, addresses_of
from statuspage.transport import Failure, TransportError, fetch, prepare


@dataclass
class Stuck:
    """A resolver that never answers for ``*.stuck.test`` and knows no ``*.gone.test``."""

    let_go: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str, *_: object, **__: object) -> list[object]:
        self.asked.append(host)
        if host.endswith(".stuck.test"):
            self.let_go.wait(30)
        if host.endswith(".gone.test"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        host.encode("idna")  # as the real one does first
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))]


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    resolver = Stuck()
    monkeypatch.setattr(socket, "getaddrinfo", resolver.getaddrinfo)
    monkeypatch.setattr(lookup, "_IDLE", 0.05)
    yield resolver
    resolver.let_go.set()
    ends_by = time.monotonic() + 5
    while any(thread.name == "lookup" for thread in threading.enumerate()) and time.monotonic() < ends_by:
        time.sleep(0.01)


def lookups() -> int:
    return sum(thread.name == "lookup" for thread in threading.enumerate())


def test_a_question_whose_name_is_not_answered_ends_by_its_deadline(stuck: Stuck) -> None:
    began = time.monotonic()
    with pytest.raises(TransportError) as caught:
        fetch(prepare("http://a.stuck.test/"), timeout=timedelta(milliseconds=200))
    assert time.monotonic() - began < 0.8
    assert (caught.value.kind, str(caught.value.sentence)) == (
        Failure.TIMEOUT,
        "its internet name can't be found within 200 ms",
    )
    assert caught.value.phases.dns is not None
    assert caught.value.phases.connect is None


def test_a_host_that_is_being_looked_up_is_not_looked_up_again(stuck: Stuck) -> None:
    for _ in range(5):
        with pytest.raises(TimeoutError):
            addresses_of("a.stuck.test", 0.01)
    assert stuck.asked == ["a.stuck.test"]
    assert lookups() == 1


def test_those_who_wait_for_one_host_get_one_answer(stuck: Stuck) -> None:
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(addresses_of, "a.stuck.test", 5) for _ in range(8)]
        time.sleep(0.05)
        stuck.let_go.set()
        assert {tuple(each.result()) for each in waiting} == {((socket.AF_INET, ("192.0.2.1", 0)),)}
    assert stuck.asked == ["a.stuck.test"]


def test_stuck_hosts_hold_up_no_other(stuck: Stuck) -> None:
    for number in range(50):
        with pytest.raises(TimeoutError):
            addresses_of(f"{number}.stuck.test", 0)
    began = time.monotonic()
    assert addresses_of("well.test", 5)
    assert time.monotonic() - began < 1


def test_there_is_a_limit_to_stuck_lookups(stuck: Stuck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_MOST", 3)
    for number in range(3):
        with pytest.raises(TimeoutError):
            addresses_of(f"{number}.stuck.test", 0)
    with pytest.raises(TooManyLookups):
        addresses_of("well.test", 5)
    with pytest.raises(TransportError) as caught:
        fetch(prepare("http://well.test/"), timeout=timedelta(seconds=5))
    assert caught.value.kind is Failure.OURS


def test_helpers_with_nothing_to_do_end(stuck: Stuck) -> None:
    addresses_of("well.test", 5)
    ends_by = time.monotonic() + 5
    while lookups() and time.monotonic() < ends_by:
        time.sleep(0.01)
    assert lookups() == 0
    assert addresses_of("well.test", 5)


@pytest.mark.parametrize("host", ["www.gone.test", "two..dots.test", "x" * 64 + ".test"])
def test_a_name_that_leads_nowhere_is_a_failure_of_its_own(stuck: Stuck, host: str) -> None:
    with pytest.raises(TransportError) as caught:
        dial(host, 80, Clock(timedelta(seconds=5)))
    assert (caught.value.kind, str(caught.value.sentence)) == (
        Failure.DNS,
        "its internet name can't be found",
    )

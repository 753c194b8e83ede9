"""Providers' pages are read at once, each in its own time, whatever the others do."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from statuspage.model.provider import Match, Provider
from statuspage.model.site import Site
from statuspage.model.status import Status
from statuspage.providerbook import Heard
from statuspage.providers.fetch import Sources
from statuspage.providerwatch import Desk, ProviderWatch
from tests.make import site
from tests.processes import until
from tests.providers.made import statuspage, statuspage_component, statuspage_post
from tests.servers import closed_port, deaf, pages, response, serving

GOOD = statuspage()
FILES = statuspage_component("Files", "major_outage")
ERRORS = statuspage_post("Errors", "identified", "major", FILES)
BAD = statuspage("major", [statuspage_component("Mail"), FILES], [ERRORS])


def provider(url: str, id_: str = "p", *match: str) -> Provider:
    return Provider(id_, id_.capitalize(), "statuspage", url, Match(match))


def site_of(*providers: Provider) -> Site:
    return replace(site(), providers=providers)


def body(document: object) -> bytes:
    return json.dumps(document).encode()


class Ears:
    """What a watch told so far."""

    def __init__(self) -> None:
        self.queue: queue.SimpleQueue[Heard] = queue.SimpleQueue()

    def next(self, seconds: float = 5) -> Heard:
        return self.queue.get(timeout=seconds)


@contextmanager
def watching(*providers: Provider) -> Iterator[tuple[Ears, Callable[[Site], None]]]:
    """A watch of some providers, and how to give it another site; its threads end."""
    ears, stop = Ears(), threading.Event()
    watch = ProviderWatch(ears.queue.put)
    watch.adopt(site_of(*providers), stop)
    try:
        yield ears, lambda changed: watch.adopt(changed, stop)
    finally:
        stop.set()
        watch.end()
        until(lambda: not _threads(), 15, what="the end of all threads")


def _threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "provider"]


def test_every_provider_is_read_at_once_whatever_hangs() -> None:
    with serving(pages(lambda *_: response(body(GOOD)))) as server, deaf() as hanging:
        good = [provider(f"{server.url}/{number}", f"p{number}") for number in range(30)]
        stuck = [provider(f"{hanging.url}/{number}", f"h{number}") for number in range(10)]
        with watching(*stuck, *good) as (ears, _):
            heard = [ears.next(5) for _ in good]
    assert {one.provider.id for one in heard} == {one.id for one in good}
    assert {one.reading.status for one in heard if one.reading} == {Status.OPERATIONAL}
    assert not any(one.failed for one in heard)


def test_one_address_is_asked_once_for_all_who_want_it() -> None:
    with serving(pages(lambda *_: response(body(BAD)))) as server:
        mail, files = provider(server.url, "mail", "Mail"), provider(server.url, "files", "Files")
        with watching(mail, files) as (ears, _):
            heard = {one.provider.id: one.reading for one in (ears.next(), ears.next())}
        assert len(server.asked) == 1
    assert heard["mail"]
    assert heard["files"]
    assert (heard["mail"].status, heard["files"].status) == (Status.OPERATIONAL, Status.MAJOR_OUTAGE)


def test_what_is_asked_after_may_change_without_asking_again() -> None:
    with serving(pages(lambda *_: response(body(BAD)))) as server:
        one = provider(server.url, "p", "Mail")
        with watching(one) as (ears, adopt):
            first = ears.next()
            adopt(site_of(replace(one, match=Match(("Files",)))))
            second = ears.next()
            adopt(site_of())
            until(lambda: not _threads(), what="the end of who is not wanted")
            adopt(site_of(one))
            third = ears.next()
        assert len(server.asked) == 2
    assert first.reading
    assert second.reading
    assert (first.reading.status, second.reading.status) == (Status.OPERATIONAL, Status.MAJOR_OUTAGE)
    assert third.reading == first.reading


def test_who_can_not_be_read_says_why() -> None:
    refused = provider(f"http://127.0.0.1:{closed_port()}/", "gone")
    ouch = pages(lambda *_: response(b"no", "500 Ouch"))
    with serving(ouch) as server, watching(provider(server.url, "ill"), refused) as (ears, _):
        heard = {one.provider.id: one for one in (ears.next(), ears.next())}
    assert heard["ill"].reading is None
    assert str(heard["ill"].instead.reason) == "answers with status 500"
    assert heard["ill"].failed == "status 500"
    assert heard["gone"].failed
    assert "127.0.0.1" not in str(heard["gone"].instead.reason)


def test_a_round_that_brings_nothing_new_is_told_with_its_time() -> None:
    """Asked over its own address again, as every minute would, without waiting for it."""

    def answer(_: str, request: bytes) -> bytes:
        known = b"if-none-match" in request.lower()
        return response(b"", "304 Not Modified") if known else response(body(GOOD), etag='"v1"')

    ears, now = Ears(), datetime(2026, 11, 23, 12, tzinfo=UTC)
    minute = timedelta(minutes=1)
    with serving(pages(answer)) as server:
        one, sources = provider(server.url), Sources("https://status.example.com")
        desk = Desk(ears.queue.put)
        for moment in (now, now + timedelta(seconds=1), now + 2 * minute):
            desk.hear(sources.look(one.url, moment, minute), (one,), moment)
        assert len(server.asked) == 2
    first, second = ears.next(), ears.next()
    assert ears.queue.empty()
    assert first.reading is second.reading
    assert (first.fetched_at, second.fetched_at) == (now, now + 2 * minute)

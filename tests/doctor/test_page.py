"""The page as it is served: its clock, its age, what it loads from elsewhere, and its certificate."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from statuspage.doctor.deadline import Deadline
from statuspage.doctor.examined import Examined, Level
from statuspage.doctor.hosts import certificate
from statuspage.doctor.page import SeenPage, clock_by, see
from statuspage.net import trust
from statuspage.net.clock import Clock, TransportError
from statuspage.timeutil import format_instant, utc_now
from tests.servers import CERTS, Behaviour, closed_port, pages, response, says, serving

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
LONG = timedelta(seconds=5)


def site(html: bytes = b"<p>fine", valid: timedelta = timedelta(minutes=1)) -> Behaviour:
    until = format_instant(utc_now() + valid)

    def page(path: str, _: bytes) -> bytes:
        if path.endswith("snapshot.json"):
            return response(json.dumps({"valid_until": until}).encode())
        return response(html, date=format_datetime(utc_now(), usegmt=True))

    return pages(page)


def seen(behave: Behaviour) -> tuple[SeenPage, dict[str, Examined]]:
    with serving(behave) as server:
        page = see(server.url, Deadline(LONG))
    return page, {one.thing: one for one in page.examined}


def test_a_good_page_is_fine() -> None:
    page, looks = seen(site())
    assert {one.level for one in looks.values()} == {Level.FINE}
    assert list(looks) == ["page", "clock", "age"]
    assert page.assets == ()


def test_a_page_whose_time_is_over_is_wrong() -> None:
    _, looks = seen(site(valid=timedelta(seconds=-1)))
    assert looks["age"].level is Level.WRONG


def test_what_a_page_loads_from_other_hosts_is_found_and_mere_links_are_not() -> None:
    html = b"""<link rel=stylesheet href=//fonts.example/a.css><script src="https://cdn.example/x.js"></script>
    <img src="/own.png"><link rel=canonical href="https://elsewhere.example/"><a href="https://a.example/">a</a>
    <img src="https://cdn.example/y.png"><img src="http://[broken">"""
    page, _ = seen(site(html))
    assert page.assets == ("http://fonts.example/a.css", "https://cdn.example/x.js")


def test_a_host_that_the_page_is_redirected_to_is_one_that_it_needs() -> None:
    with serving(site()) as there:
        elsewhere = f"http://localhost:{there.port}/"
        page, _ = seen(pages(lambda *_: response(b"", "302 Found", location=elsewhere)))
    assert page.assets == (elsewhere,)


def test_a_page_that_can_t_be_read_is_unknown_and_not_fine() -> None:
    page = see(f"http://127.0.0.1:{closed_port()}", Deadline(LONG))
    assert {one.level for one in page.examined} == {Level.UNKNOWN}


@pytest.mark.parametrize(
    ("headers", "level", "words"),
    [
        ({"Date": "Mon, 23 Nov 2026 10:05:01 GMT"}, Level.FINE, "agrees"),
        ({"Date": "Mon, 23 Nov 2026 10:04:00 GMT"}, Level.WARNING, "60 s ahead of"),
        ({"Date": "Mon, 23 Nov 2026 10:06:01 GMT"}, Level.WARNING, "60 s behind"),
        ({"Date": "Mon, 23 Nov 2026 10:04:00 GMT", "Age": "60"}, Level.FINE, "agrees"),
        ({}, Level.UNKNOWN, "no time"),
        ({"Date": "yesterday"}, Level.UNKNOWN, "no time"),
    ],
)
def test_the_clock_is_held_against_the_page_s(headers: dict[str, str], level: Level, words: str) -> None:
    look = clock_by(headers, NOW, NOW + timedelta(seconds=1))
    assert look.level is level
    assert words in look.sentence


def test_a_certificate_tells_its_authority_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("statuspage.doctor.hosts.USUAL", trust.Trust(ca=str(CERTS / "ca.pem")))
    with serving(says(), "good.pem") as server:
        issuer, ends = certificate("localhost", server.port, Clock(LONG))
        assert issuer
        assert ends is not None
        assert ends > utc_now()
    with serving(says(), "expired.pem") as server, pytest.raises(TransportError, match="has expired"):
        certificate("localhost", server.port, Clock(LONG))

"""Planned work as a calendar that others subscribe to."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from statuspage.model.post import Post
from tests.make import T0, at, post, update
from tests.web.seen import document, seen

PATH = "/maintenance.ics"


def works(*more: Any, **given: Any) -> Post:
    settings: dict[str, Any] = {
        "kind": "maintenance",
        "id": "works",
        "title": "New disks, and more; \n really",
        "components": {"mail": None},
        "starts": at(86_400),
        "ends": at(90_000),
    }
    return post(update(-90_000, "scheduled"), *more, **(settings | given))


def raw(*posts: Post, later: timedelta = timedelta(), outcome: str = "ok") -> bytes:
    return document(seen({"mail": outcome}, posts=posts, now=T0 + later), PATH).body


def events(*posts: Post, later: timedelta = timedelta()) -> list[Any]:
    calendar = Calendar.from_ical(raw(*posts, later=later))
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not any(one.errors for one in found)
    return found


def test_an_event_has_what_calendars_need() -> None:
    [event] = events(works())
    assert event["UID"] == "works@status.example.com"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (at(86_400), at(90_000))
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CONFIRMED", 0, "TRANSPARENT")
    assert event["SUMMARY"] == "New disks, and more; \n really"
    assert event["URL"] == "https://status.example.com/incidents/works/"
    assert event["CATEGORIES"].to_ical() == b"Mail"
    assert "Scheduled: It is scheduled." in event["DESCRIPTION"]


def test_lines_are_folded_and_end_as_calendars_want() -> None:
    text = raw(works(title="A very long title " * 20 + "é" * 200))
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert b"METHOD:PUBLISH" in text


def test_the_same_content_gives_the_same_bytes_whenever_it_is_asked_for() -> None:
    assert raw(works()) == raw(works(), later=timedelta(hours=5), outcome="down")


def test_a_change_is_a_later_revision_and_the_event_stays_itself() -> None:
    [first] = events(works())
    [second] = events(works(update(-60, "scheduled"), ends=at(99_000)))
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.decoded("DTSTAMP") == second.decoded("LAST-MODIFIED") == at(-60)
    [moved] = events(works(changed_at=at(-30), starts=at(90_000), ends=at(99_000)))
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    assert moved.decoded("DTSTAMP") == at(-30)
    [at_once] = events(works(changed_at=at(-20), starts=at(91_000), ends=at(99_000)))
    assert at_once["SEQUENCE"] > moved["SEQUENCE"]


def test_what_is_called_off_stays_until_it_would_be_past() -> None:
    called_off = works(update(-60, "completed"))
    [event] = events(called_off)
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] > events(works(update(-60, "scheduled")))[0]["SEQUENCE"]
    assert events(called_off, later=timedelta(days=1, minutes=30))
    assert not events(called_off, later=timedelta(days=1, hours=2))


def test_what_is_over_stays_for_a_while() -> None:
    done = works(update(-3600, "completed"), starts=at(-8000), ends=at(-4000))
    assert [one["STATUS"] for one in events(done)] == ["CONFIRMED"]
    assert events(done, later=timedelta(days=89))
    assert not events(done, later=timedelta(days=91))


def test_one_without_an_end_and_none_at_all_are_calendars_too() -> None:
    [event] = events(works(ends=None))
    assert event.decoded("DTEND") > event.decoded("DTSTART")
    assert events() == []

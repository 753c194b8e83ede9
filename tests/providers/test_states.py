"""Every format when all is fine, in trouble, at work, and broken."""

import json
from datetime import UTC, datetime

import pytest

from statuspage.model.status import Status
from statuspage.providers import FORMATS
from tests.providers.made import NOW, said
from tests.providers.states import STATES, States

MADE = {name: (format_, make()) for name, (format_, make) in STATES.items()}
KINDS = [pytest.param(*made, id=name) for name, made in MADE.items()]
WORKING = [pytest.param(*made, id=name) for name, made in MADE.items() if made[1].work]
AS_JSON = [pytest.param(*made, id=name) for name, made in MADE.items() if made[1].trouble[:1] != b"<"]
HTML = b"<!DOCTYPE html><html><head><title>Azure Status</title></head><body><p>All is fine</p></body></html>"
BROKEN = {
    "no bytes": b"",
    "blank": b" \r\n ",
    "zeros": b"\x00" * 64,
    "page of HTML": HTML,
    "page of XHTML": b'<html xmlns="http://www.w3.org/1999/xhtml"><title>x</title></html>',
    "refusal": b'{"message":"Forbidden"}',
    "null": b"null",
    "word": b'"operational"',
    "number": b"100",
    "empty object": b"{}",
    "list of words": b'["operational"]',
    "list of empty objects": b"[{}]",
    "another feed": b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>",
    "feed without a title": b"<rss><channel><item/></channel></rss>",
    "endless objects": b'{"page":{},"status":{"indicator":"none"},"components":['
    + b"{}," * 200_000
    + b"{}]}",
    "endless items": b"<rss><channel><title>x</title>" + b"<item/>" * 30_000 + b"</channel></rss>",
    "endless tags": b"<rss><channel><title>x</title>" + b"<i/>" * 300_000 + b"</channel></rss>",
    "deep JSON": b"[" * 100_000,
    "deep objects": b'{"page":' * 50_000,
    "long number": b"[" + b"9" * 10_000 + b"]",
    "binary": bytes(range(256)) * 8,
}


def test_every_format_has_its_states() -> None:
    assert {format_ for format_, _ in STATES.values()} == set(FORMATS)


@pytest.mark.parametrize(("format_", "states"), KINDS)
def test_fine_is_operational(format_: str, states: States) -> None:
    reading = said(format_, states.fine)
    assert (reading.status, str(reading.reason), reading.events) == (
        Status.OPERATIONAL,
        "reports no trouble",
        (),
    )


@pytest.mark.parametrize(("format_", "states"), KINDS)
def test_trouble_is_told_with_its_event(format_: str, states: States) -> None:
    reading = said(format_, states.trouble)
    assert reading.status is states.status
    [event] = reading.events
    assert event.status.is_trouble
    assert event.id
    assert str(reading.reason).startswith(f"reports “{event.title}”")
    assert not event.quiet
    assert event.started_at is None or event.started_at.date() == NOW.date()


@pytest.mark.parametrize(("format_", "states"), WORKING)
def test_work_is_maintenance(format_: str, states: States) -> None:
    assert states.work
    reading = said(format_, states.work)
    assert reading.status is Status.UNDER_MAINTENANCE
    assert [event.status for event in reading.events] == [Status.UNDER_MAINTENANCE]


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_broken_is_unknown(format_: str, body: bytes) -> None:
    reading = said(format_, body)
    assert reading.status is Status.UNKNOWN
    assert reading.reason
    assert reading.events == ()


@pytest.mark.parametrize(("format_", "states"), KINDS)
def test_another_format_is_unknown(format_: str, states: States) -> None:
    for other in set(FORMATS) - {format_, "rss"}:
        assert said(other, states.trouble).status is Status.UNKNOWN
        assert said(other, states.fine).status is Status.UNKNOWN


@pytest.mark.parametrize("format_", ["google", "slack"])
def test_an_empty_history_is_unknown(format_: str) -> None:
    reading = said(format_, "[]")
    assert (reading.status, str(reading.reason)) == (Status.UNKNOWN, "answers with nothing")


def test_amazons_empty_list_is_all_clear() -> None:
    assert said("aws", "[]").status is Status.OPERATIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-le"])
@pytest.mark.parametrize(("format_", "states"), AS_JSON)
def test_json_is_read_in_any_unicode(format_: str, states: States, encoding: str) -> None:
    own = "utf-16" if states.trouble[:1] == b"\xfe" else "utf-8"
    body = states.trouble.decode(own).encode(encoding)
    assert said(format_, body) == said(format_, states.trouble)


def test_sentences_are_ready_for_people() -> None:
    format_, make = STATES["aws"]
    reason = said(format_, make().trouble, "s3-us-east-1").reason
    assert f"Amazon S3 (us-east-1) {reason}" == (
        "Amazon S3 (us-east-1) reports “Increased Error Rates” since 23 Nov 2026, 09:37 UTC"
    )


def test_an_event_without_news_for_14_days_is_quiet_but_counts() -> None:
    format_, make = STATES["statuspage"]
    reading = said(format_, make().trouble, now=datetime(2026, 12, 8, 12, tzinfo=UTC))
    assert reading.status is Status.PARTIAL_OUTAGE
    assert [event.quiet for event in reading.events] == [True]


def test_instants_ahead_are_not_believed() -> None:
    format_, make = STATES["statuspage"]
    body = make().trouble.replace(b"2026-11-23T11", b"2031-11-23T11")
    [event] = said(format_, body).events
    assert (event.started_at, event.updated_at) == (None, None)
    assert json.loads(body)

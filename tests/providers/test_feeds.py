"""Feeds: what is accepted as one, what in it goes on, and whether its clock runs."""

from datetime import timedelta

import pytest

from statuspage.model.status import Status
from statuspage.providers.prose import is_over
from tests.providers.made import NOW, aws_feed, azure, google, item, rss, said, snapshot

FINE, TROUBLE, UNKNOWN = Status.OPERATIONAL, Status.DEGRADED_PERFORMANCE, Status.UNKNOWN

BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>"""
FROM_A_FILE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss><channel><title>Azure Status &a;</title></channel></rss>"""
FROM_THE_WEB = (
    '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss><channel><title>x</title></channel></rss>'
)


@pytest.mark.parametrize("format_", ["rss", "azure", "aws"])
@pytest.mark.parametrize("bomb", [BILLION_LAUGHS, FROM_A_FILE, FROM_THE_WEB])
def test_entities_are_refused(format_: str, bomb: str) -> None:
    reading = said(format_, bomb)
    assert reading.status is UNKNOWN
    assert reading.detail


def test_deep_xml_is_borne() -> None:
    assert said("rss", b"<a>" * 200_000 + b"</a>" * 200_000).status is UNKNOWN
    deep = "<b>" * 50_000 + "x" + "</b>" * 50_000
    assert (
        said("rss", rss(f"<item><title>Errors</title><description>{deep}</description></item>")).status
        is TROUBLE
    )


@pytest.mark.parametrize(
    ("title", "body", "over"),
    [
        ("[Resolved] Errors", "", True),
        ("RESOLVED: Errors", "We look.", True),
        ("Errors - Resolved", "", True),
        ("Errors (resolved)", "", True),
        ("Resolved errors come back", "We look.", False),
        ("Errors", "The incident has been resolved.", True),
        ("Errors", "We found a bug. It is fixed. We apologise for the inconvenience.", True),
        ("Errors", "Die Störung wurde behoben.", True),
        ("Errors", "Resolved in North Europe. Impact continues in West Europe", False),
        ("Errors", "Resolved in North Europe. West Europe shows errors.", False),
        ("Errors", "This is not resolved.", False),
        ("Errors", "Partially resolved.", False),
        ("Errors", "We expect it to be resolved by noon.", False),
        ("Errors", "It will be resolved.", False),
        ("Errors", "The issue is unresolved.", False),
        ("Errors", "It is fixed, but watch out.", False),
        ("Errors", "Most services have recovered.", False),
        ("Errors", "Thank you.", False),
        ("Errors", "", False),
        ("", "", False),
    ],
)
def test_prose_is_over_only_where_its_last_word_says_so(title: str, body: str, over: bool) -> None:
    assert is_over(title, body) is over


@pytest.mark.parametrize(
    "hostile", ["not " * 5000, "a.\n" * 5000, "[" * 9000, " - " * 5000, "sorry. " * 3000]
)
def test_prose_of_any_kind_takes_little_time(hostile: str) -> None:
    assert is_over(hostile[:200], hostile) is False


def test_words_of_another_language_may_be_added() -> None:
    feed = rss(item("Panne", "<p>Le problème est résolu.</p>"))
    assert said("rss", feed).status is TROUBLE
    assert said("rss", feed, resolved=("Résolu",)).status is FINE


def test_rules_say_what_an_item_means() -> None:
    feed = rss(item("Newsletter of May"), item("Outage of mail"))
    rules = (("newsletter", None), ("outage", Status.MAJOR_OUTAGE))
    assert said("rss", feed, rules=rules).status is Status.MAJOR_OUTAGE
    assert len(said("rss", feed, rules=rules).events) == 1
    assert said("rss", rss(item("Newsletter of May")), rules=rules).status is FINE


def test_an_item_that_says_nothing_is_over_after_14_days_but_an_open_one_is_not() -> None:
    old = "Mon, 02 Nov 2026 11:00:00 +0000"
    assert said("rss", rss(item("Errors", "Odd.", at=old))).status is FINE
    reading = said("rss", rss(item("Errors", "<p><strong>Monitoring</strong> - Odd.</p>", at=old)))
    assert (reading.status, reading.events[0].quiet) == (TROUBLE, True)


def test_an_announced_item_is_not_yet() -> None:
    assert said("rss", rss(item("Disks", "<p><strong>Scheduled</strong> - On Friday.</p>"))).status is FINE


def test_atom_is_read() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title><updated>2026-11-23T11:00:00Z</updated>
    <entry><id>tag:x,1</id><title>Errors</title><link rel="self" href="https://x.example/no"/>
    <link href="https://x.example/1"/><published>2026-11-23T10:00:00Z</published><updated>2026-11-23T11:00:00Z</updated>
    <category term="Mail"/><content type="html">&lt;p&gt;We look.&lt;/p&gt;</content></entry></feed>"""
    [event] = said("rss", feed).events
    assert (event.id, event.url, event.text, event.components) == (
        "tag:x,1",
        "https://x.example/1",
        "We look.",
        ("Mail",),
    )
    assert event.started_at
    assert event.started_at.hour == 10


@pytest.mark.parametrize(
    ("format_", "make", "fresh", "stale"),
    [
        ("azure", azure, "Mon, 23 Nov 2026 11:40:00 Z", "Mon, 23 Nov 2026 11:20:00 Z"),
        ("rss", lambda built: rss(built=built), "Mon, 23 Nov 2026 11:40:00 Z", "Mon, 23 Nov 2026 10:20:00 Z"),
        ("aws", aws_feed, "Mon, 23 Nov 2026 02:00:00 PST", "Sat, 21 Nov 2026 02:00:00 PST"),
    ],
)
def test_an_empty_feed_is_believed_while_its_clock_runs(format_: str, make, fresh: str, stale: str) -> None:  # type: ignore[no-untyped-def]
    assert said(format_, make(built=fresh)).status is FINE
    assert "was not brought up to date since" in str(said(format_, make(built=stale)).reason)
    for built in (stale, "", "tomorrow", "Mon, 30 Nov 2026 11:40:00 Z"):
        assert said(format_, make(built=built)).status is UNKNOWN


def test_trouble_of_a_feed_that_stands_still_is_unknown() -> None:
    feed = azure(item("Cannot connect", "We look."), built="Mon, 23 Nov 2026 11:20:00 Z")
    assert said("azure", feed).status is UNKNOWN


@pytest.mark.parametrize(
    ("at", "built", "status"),
    [
        ("Mon, 01 Dec 2025 11:20:00 +0000", "", FINE),
        ("Mon, 03 Nov 2025 11:20:00 +0000", "", UNKNOWN),
        ("Mon, 03 Nov 2025 11:20:00 +0000", "Sun, 22 Nov 2026 08:00:00 Z", FINE),
        ("Sun, 27 Dec 2026 11:20:00 +0000", "", FINE),
        ("no date", "", FINE),
    ],
)
def test_a_feed_in_which_nothing_was_written_for_a_year_is_not_believed(
    at: str, built: str, status: Status
) -> None:
    assert said("rss", rss(item("[Resolved] Errors", at=at), built=built)).status is status


def test_a_history_of_google_that_ends_long_ago_is_not_believed() -> None:
    old = google(end="2025-10-01T11:50:00+00:00", modified="2025-10-01T11:50:00+00:00")
    assert said("google", [old]).status is UNKNOWN
    assert said("google", [old, google(end="2026-11-01T11:50:00+00:00")]).status is FINE


def test_another_page_of_ours_is_believed_as_long_as_it_says() -> None:
    assert said("snapshot", snapshot()).status is FINE
    assert said("snapshot", snapshot(), now=NOW + timedelta(minutes=2)).status is UNKNOWN
    assert said("snapshot", snapshot(valid_until="soon")).status is UNKNOWN
    assert said("snapshot", snapshot(generated_at=None)).status is UNKNOWN
    assert said("snapshot", snapshot(valid_until=None)).status is FINE


def test_of_a_long_item_the_last_sentence_counts() -> None:
    filler = "<p>We restored a part of it.</p>" * 300
    assert said("rss", rss(item("Errors", f"{filler}<p>All is resolved.</p>"))).status is FINE
    assert said("rss", rss(item("Errors", f"<p>Resolved.</p>{filler}<p>We look.</p>"))).status is TROUBLE
    cut = "<p>All is resolved.</p>" + " " * 60_000 + "<p>Except for mail.</p>"
    assert said("rss", rss(item("Errors", cut))).status is TROUBLE


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "hostile", ["<b>  ", "<b>", "<!--", "<!", "a ", "&#", "<a ", "<a b='", "</", "<script>", "<a/"]
)
def test_no_body_takes_long(hostile: str) -> None:
    body = (hostile * 19_000)[:19_000]
    feed = rss(*(item("Errors", body) for _ in range(20)))
    assert said("rss", feed).status is TROUBLE

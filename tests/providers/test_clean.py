"""What strangers write is made harmless."""

from datetime import UTC, datetime

import pytest

from statuspage.providers.clean import BODY, instant, line, names, past, web_address, words
from tests.providers.made import NOW, said, statuspage, statuspage_component, statuspage_post


@pytest.mark.parametrize(
    ("hostile", "plain"),
    [
        ("plain words", "plain words"),
        ("<p>One&nbsp;two</p><p>three<br>four</p>", "One two\nthree\nfour"),
        ("a <b>bold</b> claim", "a bold claim"),
        ("latency < 5 ms & rising", "latency < 5 ms & rising"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("<script>alert(1)</script>after", "after"),
        ("<style>p{}</style><svg><text>no</text></svg>yes", "yes"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ("seen<!-- <p>never --> and <!doctype x>seen", "seen and seen"),
        ("if a<b and 2 < 3", "if a<b and 2 < 3"),
        ("cut <a href='http://x", "cut"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07bell\x07", "red bell"),
        ("\x9b31mred", "red"),
        ("nul\x00 del\x7f next\x85line", "nul del nextline"),
        ("turned \u202eretpmoc\u202c", "turned retpmoc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud800 pair", "half pair"),
        ("tag\U000e0041", "tag"),
        ("  spaces \t and\r\n\r\n\n lines ", "spaces and\nlines"),
        (None, ""),
        (["list"], ""),
        (True, ""),
        (77, "77"),
    ],
)
def test_words_are_plain(hostile: object, plain: str) -> None:
    assert words(hostile) == plain


def test_words_and_lines_have_a_limit() -> None:
    assert len(words("word " * 5000)) <= BODY
    assert len(words("<p>" * 50_000)) <= BODY
    assert line("a" * 500).endswith("…")
    assert len(line("a" * 500)) == 200
    assert line("two\nlines") == "two lines"


@pytest.mark.parametrize(
    "bomb", ["<" * 100_000, "<!" * 50_000, "&" * 100_000, "<![CDATA[" * 9000, "&#x110000;" * 9000]
)
def test_markup_that_is_none_is_borne(bomb: str) -> None:
    assert len(words(bomb)) <= BODY


def test_names_are_single_and_not_empty() -> None:
    assert names(["A", None, "", "A", "<b>B</b>", {}]) == ("A", "B")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-23T11:00:00Z", "11:00"),
        ("2026-11-23T11:00:00.123456789Z", "11:00"),
        ("2026-11-23T03:00:00-08:00", "11:00"),
        ("2026-11-23 11:00:00", "11:00"),
        ("Mon, 23 Nov 2026 11:00:00 +0000", "11:00"),
        ("Mon, 23 Nov 2026 11:00:00 Z", "11:00"),
        ("Mon, 23 Nov 2026 03:00:00 PST", "11:00"),
        ("Mon, 23 Nov 2026 04:00:00 PDT", "11:00"),
        (1795431600, "11:00"),
        ("1795431600", "11:00"),
        (1795431600000, "11:00"),
        ("1999-12-31T23:59:59Z", None),
        ("2100-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("Mon, 99 Nov 2026 11:00:00 +0000", None),
        ("Mon, 23 Nov 2026 11:00:00 +9999999", None),
        ("yesterday at noon", None),
        ("", None),
        ("2" * 5000, None),
        (1e308, None),
        (float("nan"), None),
        (float("inf"), None),
        (-5, None),
        (True, None),
        ([], None),
    ],
)
def test_instants_are_sane_or_none(written: object, moment: str | None) -> None:
    read = instant(written)
    assert (read and f"{read:%H:%M}") == moment
    assert read is None or read.tzinfo is UTC


def test_what_was_can_not_lie_ahead() -> None:
    assert past("2026-11-23T12:04:00Z", NOW) == NOW
    assert past("2026-11-25T12:04:00Z", NOW) is None
    assert past("2026-11-23T11:00:00Z", NOW) == datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "fine"),
    [
        ("https://status.example.org/a?b=c#d", True),
        ("http://x.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//x.example/", False),
        ("https://", False),
        ("https://ann:secret@x.example/", False),
        ('https://x.example/"onclick="', False),
        ("https://x.example/\n", False),
        ("https://x.example/ü", False),
        ("https://[", False),
        ("https://x.example/" + "a" * 500, False),
        (None, False),
    ],
)
def test_addresses_are_of_the_web(written: object, fine: bool) -> None:
    assert web_address(written) == (written if fine else None)


def test_nothing_hostile_comes_through_a_reader() -> None:
    evil = "\x1b[2J<script>x</script>\u202eevil\x00\ud800"
    post = statuspage_post(evil, "investigating", "minor", statuspage_component(evil))
    post.update(id=evil, shortlink="javascript:x")
    post["incident_updates"][0]["body"] = evil * 5000
    [event] = said("statuspage", statuspage("minor", None, [post])).events
    assert (event.id, event.title, event.url, event.components) == ("evil", "evil", None, ("evil",))
    assert set(event.text) <= set("evil…")
    assert len(event.text) <= BODY


def test_events_are_limited_and_all_count() -> None:
    posts = [statuspage_post(f"no {i}", "investigating", "minor") for i in range(300)]
    reading = said("statuspage", statuspage("minor", None, posts))
    assert len(reading.events) == 50

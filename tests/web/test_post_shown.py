"""How a post is shown: its card while it goes on, its line once it is over, and how time is counted."""

import re

from statuspage.model.post import Post
from tests.make import at, component, post, update
from tests.web.seen import document, seen

HOUR = 3600.0


def page(path: str, *posts: Post, language: str = "en") -> str:
    """A page at two hours after T0, with its tags left out and its blanks made one."""
    shown = seen({"mail": "ok"}, components=[component()], posts=posts, now=at(2 * HOUR), language=language)
    html = document(shown, path).body.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def test_a_card_says_its_state_once() -> None:
    text = page("/", post(update(0, "investigating", mail="degraded_performance"), update(60, "identified")))
    assert text.count("Identified") == 1
    assert "Minor · Mail · began 10:00 Identified · 10:01 It is identified." in text
    assert "Investigating · 10:00 It is investigating." in text


def test_a_card_that_may_be_read_much_later_gives_its_dates_in_full() -> None:
    text = page("/history/2026-11/", post(update(0, "investigating", mail="degraded_performance")))
    assert "began 23 Nov 2026, 10:00 GMT Investigating · 23 Nov 2026, 10:00 GMT" in text


def test_the_weight_of_a_post_has_a_shape_and_a_word() -> None:
    down = post(update(0, "investigating", mail="major_outage"))
    shown = document(seen({"mail": "ok"}, components=[component()], posts=[down], now=at(HOUR)), "/history/")
    assert re.search(
        r'class="nature critical"><svg class="mark".*?</svg></span> Critical', shown.body.decode()
    )


def test_a_card_keeps_the_last_word_where_the_clock_has_gone_on() -> None:
    work = post(
        update(-HOUR, "scheduled"),
        kind="maintenance",
        starts=at(0),
        ends=at(3 * HOUR),
        components={"mail": None},
    )
    text = page("/", work)
    assert "In progress · Maintenance" in text
    assert "Scheduled · 09:00" in text


def test_work_that_was_called_off_never_began_and_took_no_time() -> None:
    off = post(
        update(-HOUR, "scheduled"),
        update(0, "completed"),
        kind="maintenance",
        starts=at(0),
        ends=at(3 * HOUR),
        components={"mail": None},
    )
    text = page(f"/incidents/{off.id}/", off)
    assert "Called off" in text
    assert "Planned from23 Nov 2026, 10:00 GMT" in text
    assert "Began" not in text
    assert "Lasted" not in text


def test_a_line_says_when_it_was_resolved_also_once_its_cause_is_told() -> None:
    told = post(
        update(0, "investigating", mail="major_outage"),
        update(HOUR, "resolved"),
        update(1.5 * HOUR, "postmortem"),
    )
    for path in ("/", "/components/mail/"):
        text = page(path, told)
        assert "Resolved after 1 h" in text, path
        assert "Postmortem after" not in text, path


def test_the_component_page_says_how_uptime_is_counted() -> None:
    rule = (
        "Down counts whole, partly down 30 %, slow not at all; maintenance and what was not measured are left"
    )
    assert f"{rule} out." in page("/components/mail/")
    assert "teilweise ausgefallen zu 30 %, langsam gar nicht" in page("/components/mail/", language="de")

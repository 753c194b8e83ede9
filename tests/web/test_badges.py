"""Badges: what they say, that they can be read without seeing them, and that they never claim too much."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from werkzeug.test import Client

from statuspage.decide.freshness import MONITOR_SILENCE
from statuspage.model.day import Day
from statuspage.model.status import Status
from statuspage.timeutil import parse_instant, utc_now
from statuspage.web.badgesvg import Badge, badge_svg, words_long
from statuspage.web.cache import PageCache
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme
from tests.make import component, post, update
from tests.processes import command
from tests.web.made import write_site, write_store
from tests.web.seen import data, document, renderer, seen

SVG = "{http://www.w3.org/2000/svg}"


def title(snapshot: object, path: str) -> str:
    root = ElementTree.fromstring(document(snapshot, path).body)  # type: ignore[arg-type]
    found = root.findtext(f"{SVG}title")
    assert found == root.get("aria-label")
    assert root.get("role") == "img"
    return str(found)


def fill(svg: str) -> str | None:
    """The colour behind what a badge says."""
    path = ElementTree.fromstring(svg).find(f"{SVG}path")
    assert path is not None
    return path.get("fill")


@pytest.mark.parametrize(
    ("outcome", "word", "colour"),
    [
        ("ok", "Works", "brightgreen"),
        ("slow", "Slow", "yellow"),
        ("wrong", "Answering wrongly", "orange"),
        ("down", "Down", "red"),
        ("", "Not known", "lightgrey"),
    ],
)
def test_a_badge_says_how_a_component_is_and_as_of_when(outcome: str, word: str, colour: str) -> None:
    now = seen({"mail": outcome})
    assert title(now, "/badges/mail.svg") == f"Mail: {word}, as of 10:00 UTC, 23 Nov"
    told = data(now, "/badges/mail.json")
    assert (told["schemaVersion"], told["label"], told["color"]) == (1, "Mail", colour)
    assert told["message"] == f"{word}, as of 10:00 UTC, 23 Nov"
    assert told["cacheSeconds"] >= 300
    assert data(now, "/badges/page.json")["color"] == colour


def test_what_nothing_measures_is_not_green() -> None:
    now = seen({}, components=[component("desk", checks=[])])
    assert data(now, "/badges/desk.json")["color"] == "lightgrey"
    assert title(now, "/badges/desk.svg").startswith("Desk: No problem reported")
    assert title(now, "/badges/page.svg").startswith("Virtual Office: No problem reported")
    assert "/badges/desk/uptime-30d.svg" not in renderer().paths(now)


def test_uptime_is_that_of_the_days_it_names() -> None:
    assert "100 % up" in title(seen({"mail": "ok"}), "/badges/mail/uptime-30d.svg")
    assert data(seen({"mail": "down"}), "/badges/mail/uptime-90d.json")["color"] == "red"
    assert title(seen({"mail": ""}), "/badges/mail/uptime-90d.svg").startswith(
        "Mail, 90 days: nothing measured yet"
    )


def test_uptime_says_how_much_of_the_time_was_measured() -> None:
    now = seen({"mail": "ok"})
    [mail] = now.components
    day = Day(now.generated_at.date(), {Status.OPERATIONAL: 900.0, Status.UNKNOWN: 100.0})
    told = data(replace(now, components=(replace(mail, days=(day,)),)), "/badges/mail/uptime-30d.json")
    assert told["message"].startswith("100 % of the 90.00 % measured, as of")


def test_the_last_incident_is_dated() -> None:
    over = post(update(-7200, "investigating", mail="major_outage"), update(-3600, "resolved"))
    going = post(update(-7200, "investigating", mail="major_outage"))
    path = "/badges/mail/last-incident.json"
    assert data(seen({"mail": "ok"}), path)["message"].startswith("none, as of")
    assert data(seen({"mail": "ok"}, posts=[over]), path)["message"].startswith("23 Nov 2026, as of")
    told = data(seen({"mail": "ok"}, posts=[going]), path)
    assert (told["message"].startswith("since 23 Nov 2026"), told["color"]) == (True, "orange")
    page = data(seen({"mail": "ok"}, posts=[over]), "/badges/page/last-incident.json")
    assert page["label"] == "Virtual Office: last incident"


def test_words_of_any_kind_are_told_their_length_and_escaped() -> None:
    svg = badge_svg(Badge('<b>&"', "邮件", "ét", "blue"))
    root = ElementTree.fromstring(svg)
    lengths = [int(str(one.get("textLength"))) for one in root.iter(f"{SVG}text")]
    assert all(length > 0 for length in lengths)
    assert sum(lengths) + 6 * 6 == int(str(root.get("width")))
    assert [one.text for one in root.iter(f"{SVG}text")] == ['<b>&"', "邮件", "ét"]


@pytest.mark.parametrize(
    ("name", "long"), [("Meeting-room booking", 124), ("خدمة البريد الإلكتروني", 102), ("דואר", 23)]
)
def test_names_are_drawn_about_as_long_as_they_are(name: str, long: int) -> None:
    """As Chromium measured them in DejaVu Sans: else letters are stretched."""
    assert words_long(name, 11) == pytest.approx(long, rel=0.2)


def test_what_joins_letters_and_is_not_seen_takes_no_room() -> None:
    assert words_long("👩\u200d👧", 11) == words_long("👩👧", 11)


def test_a_live_badge_turns_grey_when_the_monitor_is_dead(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    write_store(root / ".statuspage", ["ok", "ok"], utc_now() - MONITOR_SILENCE - timedelta(seconds=5))
    theme = Theme(root)
    page = Client(PageCache(Source(root, root / ".statuspage", theme), Renderer(theme)))
    for id_ in ("mail", "page"):
        told = page.get(f"/badges/{id_}.json").get_json()
        assert (told["color"], told["message"].startswith("Not known")) == ("lightgrey", True)
        svg = page.get(f"/badges/{id_}.svg").text
        assert "Not known" in svg
        assert fill(svg) == fill(badge_svg(Badge("a", "b", "c", "lightgrey")))
        assert fill(svg) != fill(badge_svg(Badge("a", "b", "c", "brightgreen")))


def test_a_badge_of_a_build_shows_the_moment_of_the_build(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    write_store(site / ".statuspage", ["ok", "ok"])
    done = command("build", str(site), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "out" / "api" / "v1" / "snapshot.json").read_text())["generated_at"]
    root = ElementTree.parse(tmp_path / "out" / "badges" / "mail.svg").getroot()
    shown = [str(one.text) for one in root.iter(f"{SVG}text")]
    assert shown[:2] == ["Mail", "Works"]
    moment = parse_instant(made).astimezone(ZoneInfo("Europe/London"))
    assert shown[2].startswith(f"as of {moment:%H:%M} ")

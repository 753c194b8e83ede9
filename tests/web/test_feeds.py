"""Feeds as readers get them: their ids, dates and bytes."""

import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from werkzeug.test import Client

from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.web.cache import PageCache
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme
from tests.processes import until
from tests.web.made import POST, TOML, write_site, write_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MAINTENANCE = """---
title: Move to the new hall
kind: maintenance
date: 2026-11-10 09:00 UTC
starts: 2026-11-22 22:00 UTC
ends: 2026-11-22 23:00 UTC
components: [desk]
---
Calls ring elsewhere.
"""
FEEDS = ("history.rss", "history.atom", "updates.rss", "updates.atom", "updates.json")
XML = FEEDS[:-1]


def snapshot_of(root: Path, now: datetime = NOW) -> Snapshot:
    return take(open_site(root).site, Measurements(), now, timedelta(seconds=60))


def render(root: Path, path: str, now: datetime = NOW) -> bytes:
    return Renderer(Theme(root)).render(snapshot_of(root, now), path).body


def entries(body: bytes) -> list[Any]:
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.bozo_exception
    return list(feed.entries)


def ids_and_dates(root: Path, path: str) -> list[tuple[str, str]]:
    return [(one.id, one.get("published", "")) for one in entries(render(root, path))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path, posts={"2026-11-20-mail-late.md": POST, "move.md": MAINTENANCE})


def test_updates_has_an_item_for_each_thing_that_happened(root: Path) -> None:
    found = entries(render(root, "/updates.rss"))
    assert [(one.title, one.id.rpartition("2026:")[2]) for one in found] == [
        ("[Completed] Move to the new hall", "move/end"),
        ("[In progress] Move to the new hall", "move/start"),
        ("[Resolved] Mail is arriving late", "2026-11-20-mail-late/20261120T1040Z-resolved"),
        ("[Investigating] Mail is arriving late", "2026-11-20-mail-late/20261120T1005Z-investigating"),
        ("[Scheduled] Move to the new hall", "move/20261110T0900Z-scheduled"),
    ]
    resolved = found[2]
    assert resolved.link == (
        "https://status.example.com/incidents/2026-11-20-mail-late/#update-20261120T1040Z-resolved"
    )
    assert resolved.published == "Fri, 20 Nov 2026 10:40:00 +0000"
    assert {tag.term for tag in resolved.tags} == {"Resolved", "Mail"}
    assert "A full queue disk" in resolved.content[0].value


def test_all_forms_tell_the_same(root: Path) -> None:
    told = [one.id for one in entries(render(root, "/updates.rss"))]
    assert [one.id for one in entries(render(root, "/updates.atom"))] == told
    assert [one["id"] for one in json.loads(render(root, "/updates.json"))["items"]] == told


def test_a_json_feed_is_whole(root: Path) -> None:
    feed = json.loads(render(root, "/components/mail/updates.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://status.example.com/components/mail/updates.json"
    assert feed["home_page_url"] == "https://status.example.com/components/mail/"
    item = feed["items"][0]
    assert (item["date_published"], item["tags"]) == ("2026-11-20T10:40:00Z", ["Resolved", "Mail"])
    assert item["_status"] == {"incident_id": "2026-11-20-mail-late"}
    assert item["content_html"].strip() == "<p>A full queue disk; cleared.</p>"


@pytest.mark.parametrize("name", FEEDS)
def test_a_component_hears_of_its_own_alone(root: Path, name: str) -> None:
    mail, desk = (render(root, f"/components/{id_}/{name}").decode() for id_ in ("mail", "desk"))
    assert "2026-11-20-mail-late" in mail
    assert "Move to the new hall" not in mail
    assert "Move to the new hall" in desk
    assert "2026-11-20-mail-late" not in desk


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("folder", ["/", "/components/mail/"])
def test_a_feed_names_itself_and_its_page(root: Path, folder: str, name: str) -> None:
    body = render(root, f"{folder}{name}")
    feed = feedparser.parse(body).feed
    assert feed.link == f"https://status.example.com{folder}"
    assert f'href="https://status.example.com{folder}{name}" rel="self"' in body.decode()


def test_no_two_feeds_have_one_id(root: Path) -> None:
    paths = [f"{folder}{name}" for folder in ("/", "/components/mail/") for name in XML]
    ids = {feedparser.parse(render(root, path)).feed.id for path in paths if path.endswith("atom")}
    assert len(ids) == 4


@pytest.mark.parametrize("name", FEEDS)
def test_other_moments_give_the_same_bytes(root: Path, name: str) -> None:
    for path in (f"/{name}", f"/components/mail/{name}"):
        assert render(root, path) == render(root, path, NOW + timedelta(hours=31))


@pytest.mark.parametrize("name", FEEDS)
def test_a_site_without_posts_has_feeds(tmp_path: Path, name: str) -> None:
    root = write_site(tmp_path, posts={})
    assert render(root, f"/{name}") == render(root, f"/{name}", NOW + timedelta(days=3))


def _mended(text: str) -> Iterator[str]:
    """The same post, written otherwise."""
    head, body = text.split("---\n", 2)[1:]
    sections = [f"## {one}" for one in body.split("## ")[1:]]
    yield text.replace("ten", "10").replace("A full queue disk", "A full disk")
    yield text.replace("title: Mail is arriving late", "title: Mail was late")
    yield "\n".join([f"---\n{head}---", *reversed([one.strip() + "\n" for one in sections])])
    yield text.replace("2026-11-20 10:05 UTC — Investigating", "2026-11-20 11:05 +01:00 - investigating")
    yield text.replace("components:\n  mail: degraded_performance", "components: [mail]")


def test_no_typo_order_or_spelling_changes_an_id_or_a_date(root: Path) -> None:
    before = {name: ids_and_dates(root, f"/{name}") for name in XML}
    for text in _mended(POST):
        (root / "incidents" / "2026-11-20-mail-late.md").write_text(text, encoding="utf-8")
        assert {name: ids_and_dates(root, f"/{name}") for name in XML} == before


def test_a_move_to_another_host_changes_no_id(root: Path) -> None:
    before = {name: ids_and_dates(root, f"/{name}") for name in XML}
    moved = TOML.replace("https://status.example.com", "https://example.org/status")
    (root / "statuspage.toml").write_text(moved, encoding="utf-8")
    assert {name: ids_and_dates(root, f"/{name}") for name in XML} == before
    assert b"https://example.org/status/incidents/" in render(root, "/updates.rss")


def test_whatever_a_post_says_a_feed_can_be_read(root: Path) -> None:
    dice = random.Random(7)
    odd = [chr(i) for i in range(32)] + [
        "\x7f",
        "\ufffe",
        "\uffff",
        "]]>",
        "<",
        "&",
        "😀",
        "\u202e",
        "</title>",
    ]
    for _ in range(12):
        words = (
            "".join(dice.choice([*odd, "word ", " "]) for _ in range(40)).replace("\r", "").replace("\n", "")
        )
        text = POST.replace("Mail is arriving late", f'"{words.replace(chr(34), "").replace(chr(92), "")}"')
        text = text.replace("Messages take", f"{words} Messages take")
        (root / "incidents" / "2026-11-20-mail-late.md").write_bytes(text.encode("utf-8", "replace"))
        for name in XML:
            assert len(entries(render(root, f"/{name}"))) >= 1, words
        assert json.loads(render(root, "/updates.json"))["items"]


def test_an_open_incident_stays_whatever_its_age(root: Path) -> None:
    old = POST.replace("2026-11-20", "2024-01-02").replace("Resolved", "Monitoring")
    (root / "incidents" / "2024-01-02-old.md").write_text(old, encoding="utf-8")
    for name in XML:
        assert "2024-01-02-old" in render(root, f"/{name}").decode()


def test_the_head_of_a_page_names_the_feeds(root: Path) -> None:
    (root / "templates").mkdir()
    text = "{% from '_feedlinks.html' import feed_links with context %}{{ feed_links(component) }}"
    (root / "templates" / "component.html").write_text(text, encoding="utf-8")
    html = render(root, "/components/mail/").decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', html)
    assert ("application/feed+json", "../../updates.json") in found
    assert ("application/atom+xml", "updates.atom") in found
    assert ("application/rss+xml", "../../history.rss") in found


def test_an_incident_that_goes_on_or_ended_lately_has_a_feed_of_its_own(root: Path) -> None:
    address = "/incidents/2026-11-20-mail-late/updates.atom"
    titles = [entry.title for entry in entries(render(root, address))]
    assert titles == ["[Resolved] Mail is arriving late", "[Investigating] Mail is arriving late"]
    renderer, later = Renderer(Theme(root)), NOW + timedelta(days=15)
    assert address in renderer.paths(snapshot_of(root))
    assert address not in renderer.paths(snapshot_of(root, later))
    assert renderer.render(snapshot_of(root, later), address).status == 404


@pytest.fixture
def page(root: Path) -> Client:
    write_store(root / ".statuspage", ["ok", "ok"])
    theme = Theme(root)
    return Client(PageCache(Source(root, root / ".statuspage", theme), Renderer(theme)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("rss", "application/rss+xml"), ("atom", "application/atom+xml"), ("json", "application/feed+json")],
)
def test_a_feed_is_served_with_its_type_and_compressed(page: Client, name: str, kind: str) -> None:
    answer = page.get(f"/updates.{name}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", FEEDS)
def test_who_has_a_feed_is_told_that_nothing_changed(page: Client, name: str) -> None:
    first = page.get(f"/{name}")
    modified = first.headers["Last-Modified"]
    assert modified.endswith(" GMT")
    for asked in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": modified}):
        again = page.get(f"/{name}", headers=asked)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    for asked in (
        {"If-None-Match": '"other"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert page.get(f"/{name}", headers=asked).status_code == 200


def test_an_update_that_is_dated_back_is_heard_of_by_who_asks_by_date(page: Client, root: Path) -> None:
    known = page.get("/updates.rss").headers["Last-Modified"]
    late = POST.replace("2026-11-20 10:40 UTC — Resolved", "2026-11-20 10:30 UTC — Identified")
    (root / "incidents" / "2026-11-19-late.md").write_text(late, encoding="utf-8")

    def heard() -> bool:
        answer = page.get("/updates.rss", headers={"If-Modified-Since": known})
        return answer.status_code == 200 and b"2026-11-19-late" in answer.data

    until(heard, 10, "the update")

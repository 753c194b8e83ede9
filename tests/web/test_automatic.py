"""An automatic incident: the same on the page, in feeds and in the API, and gone where it is not wanted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from statuspage.decide.contradictions import contradictions, sights
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.histories import Histories
from statuspage.model.snapshot import Snapshot
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import TOML, write_site, write_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ID = "auto-mail-20261123t0950z"
DOWN = ["down"] * 11
PATHS = ("/", "/history/", "/history/2026-11/", "/components/mail/", "/history.rss", "/updates.json")
WRITTEN = """---
title: Mail is out of order
components: [mail]
---
## 2026-11-23 09:{minute} UTC — Investigating
We are looking.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_site(tmp_path, posts={})
    write_store(root / ".statuspage", DOWN, NOW)
    return root


def snapshot_of(root: Path, now: datetime = NOW, histories: Histories | None = None) -> Snapshot:
    reader = Reader(root / ".statuspage")
    try:
        held = reader.measurements(now - HISTORY_WINDOW)
    finally:
        reader.close()
    return take(open_site(root).site, held, now, timedelta(seconds=60), histories)


def render(root: Path, path: str) -> str:
    return Renderer(Theme(root)).render(snapshot_of(root), path).body.decode()


def write(root: Path, minute: int) -> None:
    (root / "incidents" / "out.md").write_text(WRITTEN.format(minute=minute), encoding="utf-8")


def test_it_is_told_everywhere(root: Path) -> None:
    for path in PATHS:
        assert "Mail is down" in render(root, path), path
        assert ID in render(root, path), path
    page = render(root, f"/incidents/{ID}/")
    assert "Our checks say that Mail is down since 09:50." in page
    assert 'id="update-20261123T0955Z-investigating"' in page
    assert "How this text came to be" not in page
    (one,) = json.loads(render(root, "/api/v1/snapshot.json"))["incidents"]
    assert (one["id"], one["automatic"], one["started_at"]) == (ID, True, "2026-11-23T09:50:00Z")
    (item,) = feedparser.parse(render(root, "/components/mail/updates.rss")).entries
    assert item.id == f"tag:status.example.com,2026:{ID}/20261123T0955Z-investigating"
    assert item.link == f"https://status.example.com/incidents/{ID}/#update-20261123T0955Z-investigating"


def test_it_changes_neither_the_component_nor_its_history(root: Path) -> None:
    with_it = snapshot_of(root)
    (root / "statuspage.toml").write_text(f"{TOML}\n[feeds]\nautomatic = false\n", encoding="utf-8")
    without = snapshot_of(root)
    assert without.posts == ()
    assert with_it.components == without.components
    assert with_it.sentence == without.sentence
    for path in PATHS:
        assert ID not in render(root, path), path


def test_a_post_takes_its_place_and_its_address_leads_there(root: Path) -> None:
    said = json.loads(render(root, "/updates.json"))["items"]
    write(root, 58)
    for path in ("/", "/history.rss", "/api/v1/snapshot.json"):
        shown = render(root, path).replace("Mail is down since", "")
        assert "Mail is down" not in shown, path
    assert "Mail is out of order" in render(root, f"/incidents/{ID}/")
    items = json.loads(render(root, "/updates.json"))["items"]
    assert [one["title"] for one in items] == [
        "[Investigating] Mail is out of order",
        "[Investigating] Mail is down",
    ]
    assert items[1] == said[0]


def test_a_post_in_time_leaves_nothing_of_it(root: Path) -> None:
    write(root, 52)
    (item,) = json.loads(render(root, "/updates.json"))["items"]
    assert item["title"] == "[Investigating] Mail is out of order"
    assert "Mail is out of order" in render(root, f"/incidents/{ID}/")


def test_that_nobody_wrote_is_still_missed(root: Path) -> None:
    write_store(root / ".statuspage", ["down"] * 30, NOW)
    now = snapshot_of(root)
    names = {one.id: one.name for one in now.components}
    (found,) = contradictions(now.posts, names, sights(now), NOW)
    assert found.rule.endswith("and no post names it.")


def test_all_workers_say_the_same_whatever_they_saw_before(root: Path) -> None:
    kept = Histories()
    for seconds in range(-700, 300, 50):
        now = NOW + timedelta(seconds=seconds)
        one, other = snapshot_of(root, now, kept), snapshot_of(root, now)
        assert (one.posts, one.replaced) == (other.posts, other.replaced)

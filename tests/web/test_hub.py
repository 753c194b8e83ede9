"""A WebSub hub and a mailing list, where the site has them: in feeds, in headers, on the page."""

import json
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from statuspage.model.snapshot import Measurements
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.timeutil import utc_now
from statuspage.web.document import Document
from statuspage.web.health import Health
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.make import at
from tests.web.made import TOML, write_site

HUB = "https://hub.example.com/?a=b&c=d"
LIST = "https://lists.example.com/status"
WITH = TOML.replace(
    "[components.mail]", f'mail_list = "{LIST}"\n[feeds]\nhub = "{HUB}"\n[components.mail]', 1
)


def rendered(root: Path, path: str, toml: str = WITH) -> Document:
    site = open_site(write_site(root, toml=toml)).site
    return Renderer(Theme(root)).render(take(site, Measurements(), utc_now(), timedelta(minutes=1)), path)


@pytest.mark.parametrize("name", ["updates.rss", "updates.atom", "history.rss", "history.atom"])
@pytest.mark.parametrize("folder", ["/", "/components/mail/"])
def test_a_feed_names_its_hub_and_itself(tmp_path: Path, folder: str, name: str) -> None:
    found = rendered(tmp_path, folder + name)
    feed = feedparser.parse(found.body)
    assert not feed.bozo
    links = {one.rel: one.href for one in feed.feed.links}
    own = f"https://status.example.com{folder}{name}"
    assert (links["hub"], links["self"]) == (HUB, own)
    assert feed.feed.link.startswith("https://status.example.com/")
    assert found.headers["Link"] == f'<{HUB}>; rel="hub", <{own}>; rel="self"'


def test_a_json_feed_names_its_hub(tmp_path: Path) -> None:
    assert json.loads(rendered(tmp_path, "/updates.json").body)["hubs"] == [{"type": "WebSub", "url": HUB}]


@pytest.mark.parametrize("name", ["updates.rss", "updates.atom", "updates.json"])
def test_without_a_hub_no_feed_speaks_of_one(tmp_path: Path, name: str) -> None:
    found = rendered(tmp_path, f"/{name}", TOML)
    assert b"hub" not in found.body
    assert "Link" not in found.headers


def test_the_mailing_list_is_on_the_page_to_subscribe(tmp_path: Path) -> None:
    assert f'href="{LIST}"'.encode() in rendered(tmp_path, "/subscribe/").body
    assert b"mailing list" not in rendered(tmp_path, "/subscribe/", TOML).body


def test_healthz_warns_while_notices_fail() -> None:
    health = Health(at(0), at(0), False, None, (), notices_stuck=True)
    assert health.status == "warn"
    assert "Notices can't be sent: the monitor's log says why." in health.notes()
    assert health.checks()["notices:sent"][0]["status"] == "warn"
    lost = Health(at(0), at(0), False, None, (), notices_lost=True)
    assert lost.status == lost.checks()["notices:kept"][0]["status"] == "warn"
    assert "A notice was given up in the last 24 hours: the monitor's log says which." in lost.notes()
    assert Health(at(0), at(0), False, None, ()).status == "pass"

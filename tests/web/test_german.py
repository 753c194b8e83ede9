"""A German page is German from top to bottom, and what stands in a text is never taken for markup."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from statuspage.model.text import text
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import TOML, write_site, write_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
GERMAN = (
    TOML.replace('time_zone = "Europe/London"', 'time_zone = "Europe/Berlin"\nlanguage = "de-AT"')
    .replace("Virtual Office", "Büro")
    .replace("Reception desk", "Empfang")
    .replace("Communication", "Kommunikation")
    .replace("Sending and receiving", "Senden und Empfangen")
)
POSTS = {
    "mail.md": """---
title: Mail kommt verzögert an
components: {mail: degraded_performance}
---
## 2026-11-20 10:05 UTC — Investigating
Nachrichten brauchen bis zu zehn Minuten.

## 2026-11-20 10:40 UTC — Resolved
Components: mail = operational

Behoben.
""",
    "anlage.md": """---
title: Neue Telefonanlage
kind: maintenance
starts: 2026-11-22 10:00 UTC
ends: 2026-11-23 09:00 UTC
components: [mail]
---
Wir tauschen die Anlage.
""",
    "netz.md": """---
title: Netz gestört
components: {desk: partial_outage}
---
## 2026-11-23 08:05 UTC — Investigating
Wir suchen.

## 2026-11-23 08:25 UTC — Identified
Gefunden.
""",
}
ENGLISH = """the is are since and of not with this to from what last days day checks check works down slow no
never nothing history all services service until after began lasted by for our we it you your resolved minor
major incidents maintenance investigating identified completed month months today monday times page load
updates posts post asked says why state measured unknown under be at"""
"""Words of English that are no words of German; beside them stand names, and what made answers say."""


class Words(HTMLParser):
    """What a person reads or hears of a page: its text, and the attributes that are texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            sentence = name.startswith("data-") and name != "data-components" and " " in (value or "").strip()
            if sentence or name in ("aria-label", "title", "alt", "placeholder"):
                self.found.append(value or "")

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.found.append(data)


def english_in(html: str) -> set[str]:
    reader = Words()
    reader.feed(html)
    said = re.sub("is (ok|slow|down)|the old reader", "", " ".join(reader.found).lower())
    words = re.findall(r"[^\W\d_]+", said)
    return set(ENGLISH.split()) & set(words)


def rendered(root: Path, path: str | None = None) -> dict[str, str]:
    reader, renderer = Reader(root / ".statuspage"), Renderer(Theme(root))
    held = reader.measurements(NOW - timedelta(days=90))
    reader.close()
    now = take(open_site(root).site, held, NOW + timedelta(seconds=5), timedelta(seconds=60))
    paths = [path] if path else renderer.paths(now)
    return {one: renderer.render(now, one).body.decode() for one in paths if not one.startswith("/static")}


@pytest.mark.parametrize("outcomes", [("ok", "ok"), ("slow", "slow"), ("down", "down"), ()], ids=str)
def test_every_page_is_german(tmp_path: Path, outcomes: tuple[str, ...]) -> None:
    root = write_site(tmp_path, toml=GERMAN, posts=POSTS)
    if outcomes:
        write_store(root / ".statuspage", outcomes, NOW)
    pages = {path: html for path, html in rendered(root).items() if path.endswith(("/", ".html"))}
    assert len(pages) > 5
    left = {path: english_in(html) for path, html in pages.items()}
    assert {path: found for path, found in left.items() if found} == {}


def test_the_sentence_and_the_times_are_german(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=GERMAN, posts={})
    write_store(root / ".statuspage", ["down", "down"], NOW)
    pages = rendered(root)
    assert 'lang="de-AT"' in pages["/"]
    assert re.search(r"<h1[^>]*>Mail ist seit <time [^>]*>10:59</time> ausgefallen\.", pages["/"])
    assert "<title>Mail ist seit 10:59 ausgefallen. " in pages["/"]
    told = json.loads(pages["/api/v1/snapshot.json"])
    assert told["page"]["sentence"] == "Mail ist seit 10:59 ausgefallen."


def test_what_readers_of_feeds_know_stays_english(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=GERMAN, posts=POSTS)
    feed = rendered(root, "/history.atom")["/history.atom"]
    assert "&lt;strong&gt;Resolved&lt;/strong&gt;" in feed
    assert "<title>Status: Büro</title>" in feed


def test_a_broken_catalogue_of_the_site_leaves_the_page_as_it_was(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=GERMAN, posts={})
    (root / "locales").mkdir()
    (root / "locales" / "de.po").write_text('msgid "Services"\nmsgstr "Gar nichts\n', encoding="utf-8")
    assert "Dienste" in rendered(root, "/")["/"]


def test_a_catalogue_of_the_site_is_used_and_its_change_is_seen(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=GERMAN, posts={})
    theme = Theme(root)
    before = theme.signature()
    assert theme.language("de").gettext("Services") == "Dienste"
    (root / "locales").mkdir()
    (root / "locales" / "de.po").write_text('msgid "Services"\nmsgstr "Angebote"\n', encoding="utf-8")
    assert theme.signature() != before
    theme.forget()
    assert theme.language("de").gettext("Services") == "Angebote"


TEMPLATE = """{{ said }}|{{ said|say_plain }}|{{ _('Hello %(name)s, 100 %%', name=hostile) }}|
{{- ngettext('%(num)s day', '%(num)s days', 1200) }}|{% trans name=hostile %}Bye {{ name }}{% endtrans %}|
{{- _(said) }}|{{ hostile|say }}"""


def test_what_stands_in_a_text_is_escaped_and_never_read(tmp_path: Path) -> None:
    hostile = "<script>{since} %(name)s {{ 7 * 7 }}"
    shown = "&lt;script&gt;{since} %(name)s {{ 7 * 7 }}"
    root = write_site(tmp_path, posts={})
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text(
        "{% set hostile = page.name %}{% set said = snapshot.sentence %}" + TEMPLATE, encoding="utf-8"
    )
    reader = Reader(root / ".statuspage")
    held = reader.measurements(NOW)
    now = take(open_site(root).site, held, NOW, timedelta(seconds=60))
    now = replace(
        now,
        page=replace(now.page, name=hostile),
        sentence=text("<b> {what} {since}", what=hostile, since=NOW),
    )
    time = '<time datetime="2026-11-23T10:00:00Z" data-as="short">10:00</time>'
    said = f"&lt;b&gt; {shown} {time}"
    assert Renderer(Theme(root)).render(now, "/404.html").body.decode().split("|") == [
        said,
        f"&lt;b&gt; {shown} 10:00",
        f"Hello {shown}, 100 %",
        "1,200 days",
        f"Bye {shown}",
        said,
        shown,
    ]

"""How the page is found and shared: what search engines, chats and tabs are told."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.images import png
from tests.web.made import POST, TOML, write_site
from tests.web.test_page import snapshot_of

INCIDENT = "/incidents/2026-11-20-mail-late/"
PAGES = ["/", "/components/mail/", "/components/desk/", INCIDENT, "/history/", "/history/2026-11/"]
WAS = [INCIDENT, "/history/", "/history/2026-11/"]

Page = Callable[..., str]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Renders an address with some outcomes of the one check."""

    def render(path: str, *outcomes: str, toml: str = TOML, posts: dict[str, str] | None = None) -> str:
        root = write_site(tmp_path, toml=toml, posts=posts)
        return Renderer(Theme(root)).render(snapshot_of(root, *outcomes), path).body.decode()

    return render


def of(html: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', html)
    assert found, name
    return found[1]


def icon(html: str) -> str:
    return unquote(re.findall(r'<link rel="icon" href="data:image/svg\+xml,([^"]+)"', html)[0])


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_and_where_it_is(page: Page, path: str) -> None:
    html = page(path, "ok", "ok")
    assert f'<link rel="canonical" href="https://status.example.com{path}">' in html
    assert of(html, "og:url") == f"https://status.example.com{path}"
    assert of(html, "og:site_name") == "Virtual Office status"
    assert of(html, "og:type") == "website"
    assert of(html, "description") == of(html, "og:description") != ""
    assert "og:image" not in html
    assert 'name="robots"' not in html


def test_what_is_shared_says_how_things_are(page: Page) -> None:
    assert of(page("/", "down", "down"), "og:title").startswith("Mail is down")
    assert of(page("/components/mail/", "slow", "slow"), "og:title") == "Mail: slow"
    assert of(page("/components/desk/", "ok"), "og:title") == "Reception desk: no problem reported"
    assert of(page(INCIDENT, "ok"), "og:title") == "Mail is arriving late"
    assert of(page(INCIDENT, "ok"), "description") == "A full queue disk; cleared."


def test_what_a_post_says_stays_text_in_the_head(page: Page) -> None:
    post = POST.replace("Mail is arriving late", "'\"><script>alert(1)</script>").replace(
        "A full queue disk; cleared.", '"><script>alert(2)</script> ' + "long " * 100
    )
    html = page(INCIDENT, "ok", posts={"2026-11-20-mail-late.md": post})
    head = html.partition("</head>")[0]
    assert "<script>alert" not in head
    assert len(of(html, "description")) < 400


def test_a_logo_is_shared_where_it_is_a_png(page: Page, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "logo.png").write_bytes(png(64, 64))
    html = page("/history/", "ok", toml=TOML + '[look]\nlogo = "logo.png"\n')
    assert of(html, "og:image") == "https://status.example.com/static/logo.png"


def test_the_icon_shows_the_state_by_shape_and_colour(page: Page) -> None:
    icons = {
        icon(page("/", *outcomes)) for outcomes in ([], ["ok", "ok"], ["slow", "slow"], ["down", "down"])
    }
    assert len(icons) == 4
    assert len({re.sub("fill='[^']+'", "", one) for one in icons}) == 4
    for one in icons:
        ElementTree.fromstring(one)


def test_the_icon_has_the_sites_colours(page: Page) -> None:
    toml = TOML + '[look]\ncolours = { operational = "teal" }\n'
    assert "fill='#008080'" in icon(page("/components/mail/", "ok", "ok", toml=toml))


@pytest.mark.parametrize("path", WAS)
def test_what_was_looks_the_same_whatever_is(page: Page, path: str) -> None:
    good, bad = page(path, "ok", "ok"), page(path, "down", "down")
    assert good.partition("<main")[0] == bad.partition("<main")[0]
    assert "data-stale" not in good


@pytest.mark.parametrize("path", ["/", "/components/mail/"])
def test_what_is_has_an_icon_for_when_it_is_out_of_date(page: Page, path: str) -> None:
    unknown = icon(page("/"))
    found = re.search(r'data-stale="data:image/svg\+xml,([^"]+)"', page(path, "ok", "ok"))
    assert found
    assert unquote(found[1]) == unknown


@pytest.mark.parametrize("path", PAGES)
def test_the_present_page_is_marked_in_the_navigation(page: Page, path: str) -> None:
    head = page(path, "ok").partition("<main")[0]
    assert head.count('aria-current="page"') == (path in ("/", "/history/"))


def test_the_sitemap_lists_every_page_once_with_its_last_change(page: Page) -> None:
    tree = ElementTree.fromstring(page("/sitemap.xml", "ok"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {one[0].text: [below.text for below in one[1:]] for one in tree.iter(f"{space}url")}
    assert {f"https://status.example.com{path}" for path in PAGES} <= found.keys()
    assert found[f"https://status.example.com{INCIDENT}"] == ["2026-11-20T10:40:00Z"]
    assert found["https://status.example.com/"] == []
    assert not any(name in str(url) for url in found for name in ("404", "embed"))


def test_the_sitemap_leaves_out_what_only_leads_elsewhere(page: Page) -> None:
    posts = {"a.md": POST.replace("---\ntitle", "---\naliases: [old]\ntitle", 1)}
    listed = page("/sitemap.xml", posts=posts)
    assert "/incidents/a/" in listed
    assert "/incidents/old/" not in listed


def test_robots_are_told_of_the_sitemap(page: Page) -> None:
    assert page("/robots.txt") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://status.example.com/sitemap.xml\n"
    )


def test_a_site_that_does_not_want_to_be_found_says_so_where_it_can_be_read(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=TOML.replace("[site]", "[site]\nnoindex = true"))
    renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok", "ok")
    for path in PAGES:
        assert of(renderer.render(snapshot, path).body.decode(), "robots") == "noindex"
    assert renderer.render(snapshot, "/robots.txt").body == b"User-agent: *\nAllow: /\n"
    assert "/sitemap.xml" not in renderer.paths(snapshot)
    assert renderer.render(snapshot, "/sitemap.xml").status == 404


def test_the_page_for_what_is_not_there_is_no_page_to_find(page: Page) -> None:
    html = page("/404.html")
    assert "canonical" not in html
    assert "og:" not in html
    assert '<meta name="robots" content="noindex">' in html

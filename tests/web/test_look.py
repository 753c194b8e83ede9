"""A site's look on its pages: logo, colours, letters and links."""

from pathlib import Path

import pytest

from statuspage.web.render import Renderer
from statuspage.web.theme import Theme, csp_hash
from tests.images import png
from tests.letters import BLOCKS
from tests.web.made import TOML, write_site
from tests.web.test_page import snapshot_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>'


def rendered(root: Path, look: str = "", path: str = "/") -> str:
    write_site(root, toml=f"{TOML}[look]\n{look}\n")
    return Renderer(Theme(root)).render(snapshot_of(root, "ok", "ok"), path).body.decode()


def style(root: Path, look: str = "") -> str:
    return rendered(root, look, "/static/page.css")


def put(root: Path, name: str, content: str | bytes) -> None:
    file = root / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_site_without_a_look_has_the_themes_style_alone(tmp_path: Path) -> None:
    theme = Theme(tmp_path)
    assert style(tmp_path).encode() == theme.files()["page.css"]
    assert "<img" not in rendered(tmp_path)


def test_colours_follow_the_themes_and_change_the_style_sheets_address(tmp_path: Path) -> None:
    before = rendered(tmp_path)
    look = 'colours = { link = "#7a1f5c", major_outage = "red", dark = { link = "#f0a8d8" } }'
    css = style(tmp_path, look)
    assert ":root { --link: #7a1f5c; --down: #ff0000; --down-bg: #ffe6e6; }" in css
    assert ':root[data-theme="dark"] { --link: #f0a8d8; }' in css
    assert ':root:not([data-theme="light"]) { --link: #f0a8d8; }' in css
    after = rendered(tmp_path, look)
    assert _address(before) != _address(after)


def _address(html: str) -> str:
    return html.partition('rel="stylesheet" href="')[2].partition('"')[0]


def test_what_a_site_adds_comes_last_and_its_own_whole_style_stands_alone(tmp_path: Path) -> None:
    put(tmp_path, "css/site.css", ".brought { color: red }\n")
    look = 'colours = { link = "#7a1f5c" }'
    css = style(tmp_path, look)
    assert css.endswith(".brought { color: red }\n")
    assert 0 < css.index("--link: #7a1f5c") < css.index(".brought")
    put(tmp_path, "page.css", "body { color: blue }")
    assert style(tmp_path, look) == "body { color: blue }"


def test_letters_are_served_with_the_page(tmp_path: Path) -> None:
    put(tmp_path, "fonts/a.woff2", BLOCKS)
    look = 'font = { file = "fonts/a.woff2", family = "Georgia, serif" }'
    css = style(tmp_path, look)
    mark = Theme(tmp_path).fingerprint("fonts/a.woff2", snapshot_of(tmp_path).page.look)
    assert f'src: url("fonts/a.woff2?v={mark}") format("woff2"); font-weight: 400; font-display: swap;' in css
    assert 'body { font-family: "own letters", "Georgia", serif; }' in css


def test_a_variable_font_is_all_weights(tmp_path: Path) -> None:
    put(tmp_path, "a.woff2", BLOCKS)
    assert "font-weight: 100 900;" in style(tmp_path, 'font = { file = "a.woff2", bold = "a.woff2" }')
    put(tmp_path, "b.woff2", BLOCKS + b" ")
    both = style(tmp_path, 'font = { file = "a.woff2", bold = "b.woff2" }')
    assert "font-weight: 400;" in both
    assert "font-weight: 700;" in both


@pytest.mark.parametrize("content", [None, b"no font"])
def test_a_font_that_is_none_is_left_out(tmp_path: Path, content: bytes | None) -> None:
    if content:
        put(tmp_path, "a.woff2", content)
    css = style(tmp_path, 'font = { file = "a.woff2", family = "serif" }')
    assert "@font-face" not in css
    assert "body { font-family: serif; }" in css


def brand_of(html: str) -> str:
    """What stands at the top, in the link to the page."""
    return html.partition('class="brand"')[2].partition("</a>")[0]


def test_a_logo_stands_before_the_name(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", SVG)
    html = rendered(tmp_path, 'logo = "logo.svg"', "/history/")
    brand = brand_of(html)
    assert 'src="../static/logo.svg?v=' in brand
    assert 'width="40" height="20" alt=""' in brand
    assert "Virtual Office" in brand


def test_a_logo_that_has_the_name_in_it_says_it(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", SVG)
    html = rendered(tmp_path, 'logo = "logo.svg"\nshow_name = false')
    brand = brand_of(html)
    assert brand.count("Virtual Office") == 1
    assert 'alt="Virtual Office"' in brand


@pytest.mark.parametrize("content", [None, "<p>no picture</p>"])
def test_a_logo_that_can_not_be_shown_leaves_the_name(tmp_path: Path, content: str | None) -> None:
    if content:
        put(tmp_path, "logo.svg", content)
    html = rendered(tmp_path, 'logo = "logo.svg"\nshow_name = false')
    assert "<img" not in html
    assert ">Virtual Office</a>" in html


def test_a_dark_logo_stands_in_for_the_other(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", SVG)
    put(tmp_path, "dark.png", png(8, 4))
    look = 'logo = "logo.svg"\nlogo_dark = "dark.png"'
    html = rendered(tmp_path, look)
    assert 'class="in-light" src="static/logo.svg' in html
    assert 'class="in-dark" src="static/dark.png' in html
    assert ".brand .in-dark" in style(tmp_path, look)


def test_links_lead_where_they_should_from_any_page(tmp_path: Path) -> None:
    look = (
        'header = { "A & B" = "https://www.example.com/?a=1&b=2" }\n'
        'footer = { Help = "mailto:help@example.com", Imprint = "/imprint", More = "static/more.pdf" }'
    )
    html = rendered(tmp_path, look, "/components/mail/")
    assert '<a href="https://www.example.com/?a=1&amp;b=2">A &amp; B</a>' in html.partition("</header>")[0]
    footer = html.partition("<footer")[2]
    for address in ("mailto:help@example.com", "/imprint", "../../static/more.pdf"):
        assert f'href="{address}"' in footer


def test_no_page_has_inline_style(tmp_path: Path) -> None:
    put(tmp_path, "logo.svg", SVG)
    html = rendered(tmp_path, 'logo = "logo.svg"\ncolours = { paper = "ivory", dark = { paper = "navy" } }')
    assert "style=" not in html
    assert "<style" not in html
    assert '(prefers-color-scheme: light)" content="#fffff0"' in html
    assert '(prefers-color-scheme: dark)" content="#000080"' in html


@pytest.mark.parametrize("path", ["/embed/", "/404.html"])
def test_pages_that_link_no_file_have_the_sites_colours_too(tmp_path: Path, path: str) -> None:
    text = rendered(tmp_path, 'colours = { link = "#7a1f5c", operational = "#0b5d1e" }', path)
    inside = text.partition("<style>")[2].partition("</style>")[0]
    assert "--link: #7a1f5c; --ok: #0b5d1e;" in inside
    assert csp_hash(inside).replace("'", "&#39;") in text

"""What a site may say in [look], and what is refused: nothing of it may break out of CSS or a link."""

import pytest

from statuspage.model.look import Font, Look
from statuspage.site.config import read_config

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'


def look_of(text: str) -> Look:
    config = read_config(f"{SITE}[look]\n{text}", kinds={})
    assert config.site is not None, config.faults
    return config.site.look


def fault_of(text: str) -> tuple[str, str, str]:
    config = read_config(f"{SITE}[look]\n{text}", kinds={})
    assert config.site is None
    (fault,) = config.faults
    return fault.place.removeprefix("statuspage.toml: "), fault.rule, fault.example


def test_a_site_that_says_nothing_has_the_themes_look() -> None:
    config = read_config(SITE, kinds={})
    assert config.site is not None
    assert config.site.look == Look()
    assert not config.site.noindex


def test_a_whole_look_is_read() -> None:
    assert look_of(
        'logo = "logo.svg"\nlogo_dark = "dark/logo.png"\nshow_name = false\n'
        'colours = { link = "#F0a", operational = "Teal", dark = { link = "#f0a8d8" } }\n'
        """font = { file = "a.woff2", bold = "b.woff2", family = "Open  Sans, 'Segoe UI', serif" }\n"""
        'header = { Website = "https://www.example.com/?a=1#b" }\n'
        'footer = { "Über uns" = "/imprint", Help = "mailto:help@example.com", More = "more/" }\n'
    ) == Look(
        logo="logo.svg",
        logo_dark="dark/logo.png",
        show_name=False,
        colours={"link": "#ff00aa", "operational": "#008080"},
        dark={"link": "#f0a8d8"},
        font=Font("a.woff2", "b.woff2", '"Open Sans", "Segoe UI", serif'),
        header={"Website": "https://www.example.com/?a=1#b"},
        footer={"Über uns": "/imprint", "Help": "mailto:help@example.com", "More": "more/"},
    )


@pytest.mark.parametrize(
    "colour",
    [
        "#12345",
        "#ggg",
        "rgb(0,0,0)",
        "var(--ink)",
        "red;}body{display:none",
        "red/**/",
        "transparent",
        "",
        "url(x)",
    ],
)
@pytest.mark.parametrize("dark", [False, True])
def test_what_is_no_plain_colour_is_refused(colour: str, dark: bool) -> None:
    table = f'{{ link = "{colour}" }}'
    place, rule, example = fault_of(f"colours = {f'{{ dark = {table} }}' if dark else table}")
    assert place == ("look.colours.dark.link" if dark else "look.colours.link")
    assert rule == "It must be a colour: #rgb, #rrggbb or a name of CSS."
    assert '= "#7a1f5c"' in example


@pytest.mark.parametrize(
    "name",
    [
        "../logo.svg",
        "/etc/logo.svg",
        "a//b.svg",
        ".logo.svg",
        'a"b.svg',
        "a b.svg",
        "a/../b.svg",
        "https://a/b.svg",
    ],
)
def test_a_logo_is_a_plain_path(name: str) -> None:
    place, rule, example = fault_of(f"logo = '{name}'")
    assert place == "look.logo"
    assert "is not the plain path of a file in static/" in rule
    assert example == 'logo = "logo.svg"'


def test_a_logo_and_a_font_have_known_endings() -> None:
    assert (
        fault_of('logo = "logo.gif"')[1] == '"logo.gif" is no logo: its name ends in .svg or .png or .webp.'
    )
    assert fault_of('font = { file = "a.ttf" }')[1] == '"a.ttf" is no web font: its name ends in .woff2.'


@pytest.mark.parametrize(
    "family", ["", "a;b", "a}b", "url(x)", "a,,b", "a\\\\22 b", ",".join("abcdefghijk"), "x" * 400]
)
def test_families_are_plain_names(family: str) -> None:
    assert fault_of(f'font = {{ family = "{family}" }}')[0] == "look.font.family"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "http://example.com",
        "//example.com",
        "a//b",
        "../a",
        "https://",
        "https://user:pw@example.com",
        "https://example.com:99999",
        "https://exa mple.com",
        "https://exämple.com",
        "mailto:",
        "mailto:a@b?body=x",
        "",
        "x" * 501,
    ],
)
def test_what_a_link_may_not_be(address: str) -> None:
    place, _, example = fault_of(f'footer = {{ Help = "{address}" }}')
    assert place == "look.footer.Help"
    assert example.startswith("footer = { ")


def test_an_unknown_key_names_the_nearest() -> None:
    assert fault_of('colors = { link = "red" }')[1] == "colors is not a known key; did you mean colours?"
    assert "did you mean major_outage?" in fault_of('colours = { major_outtage = "red" }')[1]

"""The files of a look: what lint says of them."""

from pathlib import Path

import pytest

from statuspage.errors import Severity
from statuspage.lint import lint
from statuspage.lookfiles import MOST_LOGO, Picture, look_faults, read_picture
from statuspage.model.look import Font, Look
from statuspage.site.svghead import read_svg_head
from tests.images import png
from tests.letters import BLOCKS
from tests.web.made import TOML, write_site

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>'


def told(root: Path, look: Look) -> list[str]:
    return [str(fault) for fault in look_faults(root, look)]


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "static").mkdir()
    return tmp_path / "static"


def test_good_files_have_no_fault(static: Path) -> None:
    (static / "logo.svg").write_bytes(SVG)
    (static / "a.woff2").write_bytes(BLOCKS)
    assert told(static.parent, Look(logo="logo.svg", font=Font("a.woff2", "a.woff2"))) == []


def test_a_file_that_is_not_there_is_told_with_a_right_example(static: Path) -> None:
    look = Look(logo="logo.png", logo_dark="dark.svg", font=Font("a.woff2", "b.woff2"))
    assert told(static.parent, look) == [
        "statuspage.toml: look.logo: The logo static/logo.png is not shown. There is no such file. "
        'For example: logo = "logo.svg"',
        "statuspage.toml: look.logo_dark: The logo static/dark.svg is not shown. There is no such file. "
        'For example: logo_dark = "logo.svg"',
        "statuspage.toml: look.font.file: The font static/a.woff2 is not used. There is no such file. "
        'For example: font = { file = "letters.woff2" }',
        "statuspage.toml: look.font.bold: The font static/b.woff2 is not used. There is no such file. "
        'For example: font = { bold = "letters.woff2" }',
    ]


def test_a_file_is_no_larger_than_a_first_visit_bears(static: Path) -> None:
    (static / "logo.svg").write_bytes(SVG + b" " * MOST_LOGO)
    (static / "a.woff2").write_bytes(BLOCKS + bytes(300_000))
    logo, font = told(static.parent, Look(logo="logo.svg", font=Font("a.woff2")))
    assert "The file has 200 kB, and 200 kB is the most." in logo
    assert "The file has 300 kB, and 300 kB is the most." in font


def test_a_file_is_what_its_name_says(static: Path) -> None:
    (static / "logo.png").write_bytes(SVG)
    (static / "a.woff2").write_bytes(b"OTTO")
    logo, font = told(static.parent, Look(logo="logo.png", font=Font("a.woff2")))
    assert "The file is no whole PNG or WebP." in logo
    assert "The file is no WOFF2 font." in font


def test_a_link_out_of_static_is_not_followed(static: Path) -> None:
    (static.parent / "secret.svg").write_bytes(SVG)
    (static / "logo.svg").symlink_to(static.parent / "secret.svg")
    assert "The link leaves static/." in told(static.parent, Look(logo="logo.svg"))[0]


def test_colours_too_alike_are_warned_about_with_figures(static: Path) -> None:
    look = Look(colours={"link": "#99aaff"}, dark={"operational": "#123322"})
    faults = list(look_faults(static.parent, look))
    assert {fault.severity for fault in faults} == {Severity.WARNING}
    texts = [str(fault) for fault in faults]
    assert texts[0] == (
        "statuspage.toml: look.colours.link: warning: Link on card has a contrast of 2.2:1, and 4.5:1 is the "
        'least that can be made out well. For example: a lighter or darker colour, such as link = "#1c1b1a"'
    )
    assert any("look.colours.dark.operational" in one and "where it is dark" in one for one in texts)


def test_a_style_sheet_that_hides_the_look_is_told(static: Path) -> None:
    (static / "page.css").write_text("body { color: red }")
    (fault,) = look_faults(static.parent, Look(colours={"link": "#000000"}))
    assert fault.severity is Severity.WARNING
    assert "static/page.css takes the place of the whole style" in fault.rule


def test_lint_tells_of_the_look(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=TOML + '[look]\nlogo = "logo.svg"\n')
    assert [fault.place for fault in lint(root).faults] == ["statuspage.toml: look.logo"]


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        (b'<svg width="120" height="30.4px" viewBox="0 0 1 1">', (120, 30)),
        (b'<?xml version="1.0"?><!-- <svg width="1" height="1"> --><svg viewBox="-1 -1, 64 32">', (64, 32)),
        (b'<svg width="100%" height="100%" viewBox="0 0 64 32">', (64, 32)),
        (b"<svg stroke-width='3' width='8' height='4'>", (8, 4)),
        (b"<svg>", None),
        (b'<svg viewBox="0 0 0 10">', None),
        (b'<svg width="1.2.3" height="4">', None),
        (b"\xff\xfe", None),
        (b"", None),
    ],
)
def test_the_size_of_an_svg(svg: bytes, size: tuple[int, int] | None) -> None:
    assert read_svg_head(svg) == size


def test_the_size_of_a_png(tmp_path: Path) -> None:
    assert read_picture("logo.png", png(64, 32)) == Picture("logo.png", 64, 32)

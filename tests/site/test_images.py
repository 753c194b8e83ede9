import pytest

from statuspage.model.attachment import Attachment
from statuspage.site.images import Images, local_name
from statuspage.site.markdown import pictures, plain, render
from tests.site.reading import HEAD, read, right, shown, warns, wrong

QUEUE = Attachment("late/queue 1.png", "image/png", 70, 3, 2, "0123456789abcdef0123")
IMAGES = Images("../attachments/", (QUEUE,))
ADDRESS = "../attachments/late/queue%201.png?v=0123456789"
BEGIN = f"{HEAD}## 2026-11-23 10:05 UTC — Investigating\n"


@pytest.mark.parametrize("source", ["late/queue%201.png", "<late/queue 1.png>", "./late//queue%201.png"])
def test_an_image_of_the_site_is_shown_with_its_size(source: str) -> None:
    html = render(f'Look: ![Queue "length" > 9]({source} "title")', IMAGES)
    for part in (f'src="{ADDRESS}"', 'width="3"', 'height="2"', 'loading="lazy"', "&quot;length&quot;"):
        assert part in html
    assert "title" not in html


def test_an_image_by_reference_and_one_with_escapes_are_shown() -> None:
    one = Attachment("a_b_c.png", "image/png", 70, 3, 2, "0" * 20)
    html = render("![x][q] ![y](a\\_b_c.png)\n\n[q]: a_b_c.png", Images("", (one,)))
    assert html.count(' src="a_b_c.png?v=0000000000"') == 2


@pytest.mark.parametrize(
    "text",
    [
        "![alt](https://tracker.example/late/queue%201.png)",
        "![alt](//tracker.example/a.png)",
        "![alt](data:image/png;base64,AAAA)",
        "![alt](late/other.png)",
        "![alt](../late/queue%201.png)",
        f"![alt]({ADDRESS})",
    ],
)
def test_of_any_other_image_the_words_stay(text: str) -> None:
    assert render(text, IMAGES) == "<p><em>alt</em></p>"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://tracker.example/a.png" alt="x">',
        "<img src=x onerror=alert(1)>",
        '<img src="late/queue 1.png">',
        '<img alt="<img src=&quot;">',
    ],
)
def test_images_written_in_html_go(html: str) -> None:
    shown = render(f"![a](late/queue%201.png) b {html}", IMAGES)
    assert shown.count("<img") == 1
    assert "tracker" not in shown
    assert "onerror" not in shown


def test_words_stand_for_images_where_only_words_can() -> None:
    assert plain("See ![the queue](late/queue%201.png).") == "See the queue."


def test_images_in_code_are_none() -> None:
    assert pictures("`![a](a.png)`\n\n```\n![b](b.png)\n```\n\n![c](c.png)") == (("c.png", "c"),)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.png", "a.png"),
        ("b/../a.JPEG", "a.JPEG"),
        ("Schl%C3%A4ge.webp", "Schläge.webp"),
        ("../a.png", None),
        ("b/../../a.png", None),
        ("%2e%2e/a.png", None),
        ("/etc/a.png", None),
        ("..\\a.png", None),
        (".a.png", None),
        ("_drafts/a.png", None),
        ("a.svg", None),
        ("a.md", None),
        ("a%00.png", None),
        ("HTTP:a.png", None),
        ("", None),
    ],
)
def test_only_image_files_below_incidents_have_a_name(source: str, name: str | None) -> None:
    assert local_name(source) == name


def test_a_post_tells_which_images_it_names_and_where() -> None:
    found = read(f"{BEGIN}Look:\n\n![A](a.png) and ![B](late/b.gif)\n\n![A](a.png)\n")
    assert found.faults == ()
    assert found.images == (("a.png", 7), ("late/b.gif", 7))


def test_a_post_without_images_names_none() -> None:
    assert read(f"{BEGIN}Look: `![A](a.png)`").images == ()
    right(f"{BEGIN}All well!")


def test_what_is_wrong_with_an_image_is_told_with_its_line() -> None:
    text = f"{BEGIN}Look:\n![](a.png)\n![B](b.svg)\n![C](../c.png)\n![D](https://a.example/d.png)\n"
    wrong(text, (6, "no words"), (7, "SVG may hold scripts"), (8, "in incidents/"), (9, "Only images in"))
    found = read(text)
    assert warns(found) == [True, False, False, True]
    assert found.images == (("a.png", 6),)
    assert shown(found).updates[0].body.startswith("Look:")

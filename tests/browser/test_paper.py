"""A page on paper, on narrow and wide screens, and in the site's own time."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from statuspage.timeutil import format_instant
from tests.browser.conftest import Visit
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 640}
INK = "getComputedStyle(document.querySelector('%s')).%s"


def test_what_is_printed_is_dark_on_white_and_whole(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("incident/"), color_scheme="dark").page
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
    expect(page.locator(".component .why").first).to_be_hidden()
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(INK % ("h4 a", "color")) == "rgb(0, 0, 0)"
    assert page.evaluate(INK % (".card", "backgroundColor")) == "rgb(255, 255, 255)"
    assert page.evaluate(INK % (":root", "colorScheme")) == "light"
    expect(page.locator(".told > summary").first).to_be_visible()
    for part in (".component .why", ".earlier .latest p"):
        assert page.locator(part).first.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
        assert page.locator(part).first.evaluate("one => one.getBoundingClientRect().height") > 10


def _since_long_ago(html: str, stage: Stage) -> str:
    """The page with trouble that began on another day, and names that are long."""
    was = stage.snapshot("incident").generated_at - timedelta(days=40)
    older = re.sub(
        r'(<h1.*?<time datetime=")[^"]*', rf"\g<1>{format_instant(was)}", html, count=1, flags=re.S
    )
    return older.replace("Reception desk", "Receptionists and their secretaries")


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_shows_all_without_scrolling_sideways(
    stage: Stage, visit: Callable[..., Visit], width: int
) -> None:
    stage.edit = lambda html: _since_long_ago(html, stage)
    page = visit(stage.url("incident/"), viewport=SMALL | {"width": width}, timezone_id="Asia/Kathmandu").page
    expect(page.locator("h1 time").first).to_have_text(re.compile(r"^\d+ \w+( \d+)?, \d\d:\d\d"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert _broken_words(page) == []


def _broken_words(page: Page) -> list[str]:
    """Words of names that take more than one line."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('.top h4 a')].flatMap(one => {
      const text = one.firstChild, words = [...text.data.matchAll(/\\S+/g)];
      return words.filter(word => { const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return range.getClientRects().length > 1 && !word[0].includes('-'); }).map(word => word[0]); })""")
    return found


def test_a_banner_with_a_long_name_stays_in_its_frame(stage: Stage, visit: Callable[..., Visit]) -> None:
    stage.edit = lambda html: re.sub(r'(target="_blank"[^>]*>)', r"\1" + "Verwaltung" * 12, html, count=1)
    page = visit(stage.url("incident/embed/"), viewport=SMALL).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_wide_screen_has_two_columns_of_groups(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("incident/"), viewport={"width": 2560, "height": 1300}).page
    lefts = page.locator(".group").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == 2
    page.set_viewport_size({"width": 1440, "height": 900})
    lefts = page.locator(".group").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1


def test_links_in_lists_and_at_the_foot_are_high_enough(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("incident/")).page
    small = page.evaluate("""() => [...document.querySelectorAll('a')].filter(one => one.checkVisibility()
      && !one.closest('.skip') && one.getClientRects()[0].height < 24).map(one => one.textContent)""")
    assert small == []


def test_the_sites_own_time_is_one_press_away_and_kept(stage: Stage, visit: Callable[..., Visit]) -> None:
    seen = visit(stage.url("incident/"), timezone_id="Asia/Tokyo")
    page, first = seen.page, seen.page.locator("h1 time").first
    yours, theirs = first.inner_text(), first.get_attribute("title")
    assert theirs
    assert theirs.endswith(" · Europe/London")
    assert yours != theirs.removesuffix(" · Europe/London")
    page.get_by_role("button", name="Times: yours").press("Enter")
    expect(first).to_have_text(theirs.removesuffix(" · Europe/London"))
    expect(first).to_have_attribute("title", f"{yours} · Asia/Tokyo")
    expect(page.locator(".zone")).to_have_text("Times are in Europe/London.")
    page.reload()
    expect(first).to_have_text(theirs.removesuffix(" · Europe/London"))
    page.get_by_role("button", name="Times: Europe/London").click()
    expect(first).to_have_text(yours)
    expect(page.locator(".zone")).to_contain_text("Asia/Tokyo")
    assert seen.errors == []


def test_where_both_zones_are_one_there_is_nothing_to_choose(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("incident/"), timezone_id="Europe/London").page
    expect(page.locator("#zones")).to_be_hidden()
    expect(page.locator("#colours")).to_be_visible()

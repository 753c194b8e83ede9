"""A page whose time is over turns grey, and is itself again when it is renewed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from statuspage.timeutil import format_instant, utc_now
from tests.browser.conftest import Visit
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_a_page_past_its_time_is_grey_and_fresh_again_once_renewed(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    seen = visit(stage.url("fine/"), clock=True)
    page, html = seen.page, seen.page.locator("html")
    expect(html).not_to_have_class("is-stale")
    icon = page.locator("link[rel=icon]").get_attribute("href")
    stage.gone = True
    page.clock.fast_forward("24:00:30")
    page.clock.run_for(3000)
    expect(page.locator("html.is-stale")).to_have_count(1)
    expect(page.locator("#stale")).to_be_visible()
    expect(page.locator("#by-clock")).to_be_visible()
    assert page.title().startswith("? ")
    expect(page.locator("h1")).to_have_text(re.compile("^As it was at .*: All services"))
    said = "getComputedStyle(document.querySelector('.top .state'), '::before').content"
    assert page.evaluate(said) == '"was: "'
    assert page.locator("#verdict .mark").evaluate("one => getComputedStyle(one).borderRadius") == "50%"
    assert page.locator("link[rel=icon]").get_attribute("href") != icon
    stage.gone = False
    later = format_instant(stage.snapshot("fine").generated_at.replace(year=2100))
    stage.edit = lambda text: text.replace('data-valid-until="', f'data-valid-until="{later}" data-old="')
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(1000)
    expect(page.locator("html.is-stale")).to_have_count(0)
    expect(page.locator("#stale")).to_be_hidden()
    expect(page.locator("#by-clock")).to_be_hidden()
    assert not page.title().startswith("? ")
    expect(page.locator("h1")).to_have_text(re.compile("^All services"))
    assert page.evaluate(said) == "none"
    assert page.locator("link[rel=icon]").get_attribute("href") == icon
    assert [one for one in seen.errors if "ERR_EMPTY_RESPONSE" not in one] == []


def test_a_clock_that_is_wrong_does_not_turn_a_page_grey(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    page.clock.fast_forward("24:00:30")
    page.clock.run_for(3000)
    page.wait_for_timeout(200)
    page.clock.run_for(2000)
    assert [one for one in stage.asked if one.startswith("HEAD")] == ["HEAD /fine/"]
    expect(page.locator("html.is-stale")).to_have_count(0)


def test_ages_and_validity_go_by_the_clock_of_the_host(stage: Stage, visit: Callable[..., Visit]) -> None:
    for hours in (-3, 3):
        page = visit(stage.url("fine/"), clock=utc_now() + timedelta(hours=hours)).page
        page.clock.run_for(11000)
        expect(page.locator("html[data-skew]")).to_have_count(1)
        page.clock.run_for(2000)
        expect(page.locator("#validity > [data-script]").first).to_have_text(
            re.compile("(second|minute)s? ago")
        )
        expect(page.locator("html.is-stale")).to_have_count(0)


def test_a_page_whose_host_has_told_the_time_does_not_blame_the_visitors_clock(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    page.clock.run_for(11000)
    expect(page.locator("html[data-skew]")).to_have_count(1)
    stage.gone = True
    page.clock.fast_forward("24:00:30")
    page.clock.run_for(3000)
    expect(page.locator("html.is-stale")).to_have_count(1)
    expect(page.locator("#by-clock")).to_be_hidden()


def test_a_slow_clock_does_not_keep_an_old_copy_green(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("stale/"), clock=utc_now() - timedelta(days=2)).page
    expect(page.locator("html.is-stale")).to_have_count(0)
    page.clock.run_for(11000)
    expect(page.locator("html[data-skew]")).to_have_count(1)
    page.clock.run_for(2000)
    expect(page.locator("html.is-stale")).to_have_count(1)


def test_a_server_that_is_silent_does_not_keep_a_page_green(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    stage.silent.clear()
    page.clock.fast_forward("24:00:30")
    page.clock.run_for(6000)
    expect(page.locator("html.is-stale")).to_have_count(1)
    assert len([one for one in stage.asked if one.startswith("HEAD")]) <= 1
    stage.silent.set()


def test_an_old_copy_is_grey_at_once(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("stale/")).page
    expect(page.locator("html.is-stale")).to_have_count(1)
    expect(page.locator("#by-clock")).to_be_hidden()
    assert "grayscale" in page.locator("#verdict .mark").evaluate("one => getComputedStyle(one).filter")

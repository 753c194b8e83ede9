"""The small things that scripts add: a bar's days, times in the visitor's zone, colours; and paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage
from tests.browser.test_renewal import renewed

pytestmark = pytest.mark.browser

TROUBLED = "down/components/portal/"


def test_the_days_of_a_bar_by_keyboard(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url(TROUBLED)).page
    slider = page.get_by_role("slider")
    expect(slider).to_have_count(1)
    expect(slider).to_have_attribute("aria-valuenow", "89")
    today = slider.get_attribute("aria-valuetext") or ""
    assert "down" in today
    page.locator(".verdict").click()
    while not slider.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    expect(page.locator(".tip")).to_have_text(today)
    for key, day in (("ArrowLeft", 88), ("PageDown", 81), ("Home", 0), ("ArrowLeft", 0), ("End", 89)):
        page.keyboard.press(key)
        expect(slider).to_have_attribute("aria-valuenow", str(day))
        expect(page.locator(".tip")).to_have_text(slider.get_attribute("aria-valuetext") or "?")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_have_count(0)


def test_the_days_of_a_bar_by_mouse_and_finger(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url(TROUBLED), has_touch=True, viewport={"width": 360, "height": 740}).page
    slider = page.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    page.touchscreen.tap(box["x"] + 3, box["y"] + 10)
    expect(page.locator(".tip")).to_have_count(1)
    expect(slider).to_have_attribute("aria-valuenow", "0")
    page.locator("#days").tap()
    expect(page.locator(".tip")).to_have_count(0)
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 10)
    expect(slider).to_have_attribute("aria-valuenow", "89")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_have_count(0)


def test_a_day_that_is_shown_is_renewed(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url(TROUBLED), clock=True).page
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    stage.edit = lambda html: html.replace("</b> down ", "</b> really down ")
    renewed(page, stage)
    expect(page.locator(".tip")).to_contain_text("really down")
    expect(page.get_by_role("slider")).to_be_focused()


def test_times_are_the_visitors_and_ages_count(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("slow/"), clock=True, timezone_id="Asia/Tokyo").page
    time = page.locator("#validity > time").first
    assert "GMT+9" in time.inner_text()
    assert (time.get_attribute("title") or "").endswith(("GMT · Europe/London", "BST · Europe/London"))
    assert "Asia/Tokyo" in page.locator(".zone").inner_text()
    assert "Europe/London" in page.locator(".zone").inner_text()
    assert "minutes ago" in page.locator(".component .why", has_text="since").first.inner_text()
    assert "minutes ago" in page.locator("h1").inner_text()
    # The host's clock stands beside this one, and would set the page right.
    page.route("**/*", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    page.clock.run_for(5000)
    first = page.locator("#validity").inner_text()
    page.clock.fast_forward(61_000)  # from a minute on, an age counts in minutes
    assert page.locator("#validity").inner_text() != first


def test_in_the_sites_own_zone_nothing_is_rewritten(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/"), timezone_id="Europe/London").page
    assert page.locator("time[title]").count() == 0
    assert page.locator(".zone").inner_text() == "Times are in Europe/London."


def test_colours_that_were_chosen_stay_and_reach_other_tabs(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), color_scheme="light").page
    other = page.context.new_page()
    other.goto(stage.url("fine/history/"))
    paper = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    button = page.locator("#colours")
    for said in ("light", "dark"):
        button.click()
        expect(button).to_have_text(f"Colours: {said}")
    assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") != paper
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(button).to_have_text("Colours: dark")
    button.click()
    expect(page.locator("html[data-theme]")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_on_paper_there_is_what_can_be_read(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("incident/"), color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("header nav", "#colours", "#mine button", ".skip"):
        expect(page.locator(hidden).first).to_be_hidden()
    for part in ("h1", "#validity", ".post h3"):
        expect(page.locator(part).first).to_be_visible()
    ink, paper = (
        page.locator("h1").evaluate(f"one => getComputedStyle(one.closest('{where}')).{what}")
        for where, what in (("h1", "color"), ("body", "backgroundColor"))
    )
    assert paper == "rgb(255, 255, 255)"
    assert sum(map(int, ink[4:-1].split(","))) < 200, "too pale to print"

"""Each state of a page, quickly: what it says, and that nothing on it is broken."""

from collections.abc import Callable

import pytest

from statuspage.demo.states import STATES
from tests.browser.conftest import Visit
from tests.browser.stage import Stage, staged

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SAYS = {
    "fine": "All services",
    "slow": "is slow",
    "wrong": "is answering wrongly",
    "down": "down",
    "unknown": "not known",
    "planned": "All services",
    "maintenance": "maintenance",
    "incident": "down",
    "provider": "All services",
    "affected": "is down",
    "advisory": "All services",
    "stale": "All services",
    "empty": "",
    "many": "",
}
"""What the sentence has in it; where there is nothing to find, that there is a sentence."""

REACHABLE = """() => [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
  .filter(one => one.checkVisibility()).length"""


def test_every_state_is_tried_here() -> None:
    assert set(SAYS) == set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_said_and_nothing_is_broken(stage: Stage, visit: Callable[..., Visit], state: str) -> None:
    seen = visit(stage.url(f"{state}/"), viewport=PHONE)
    page = seen.page
    assert SAYS[state] in page.locator("h1").inner_text()
    assert SAYS[state] in page.title()
    assert seen.errors == []
    assert [one for one in seen.asked_hosts() if not one.startswith(stage.url(state))] == []
    first = [one for one in stage.asked if one.startswith("GET")]
    assert len(first) <= 3, first
    some = ("", "history/", "subscribe/", "providers/", "providers/aws-s3/")
    known = stage.folders(state)
    for path in (f"{state}/{one}" for one in some if f"{state}/{one}" in known):
        page.goto(stage.url(path))
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.locator("h1:visible").count() == 1, path
    assert seen.errors == []


@pytest.mark.parametrize("state", ["incident", "unknown"])
def test_the_keyboard_reaches_everything(stage: Stage, visit: Callable[..., Visit], state: str) -> None:
    page = visit(stage.url(f"{state}/")).page
    for number in range(page.locator("details").count()):
        page.locator("details").nth(number).evaluate("one => { one.open = true }")
    wanted = page.evaluate(REACHABLE)
    page.evaluate("""() => { window.met = new Set();
      addEventListener('focusin', event => window.met.add(event.target)); }""")
    for _ in range(wanted):
        page.keyboard.press("Tab")
    assert page.evaluate("window.met.size") == wanted
    assert page.evaluate("document.activeElement.id") == "colours"


@pytest.mark.parametrize("state", ["incident", "stale"])
def test_without_scripts_all_of_it_can_be_read(stage: Stage, visit: Callable[..., Visit], state: str) -> None:
    page = visit(stage.url(f"{state}/"), java_script_enabled=False, viewport=PHONE).page
    assert page.get_by_text("True as of").is_visible()
    assert page.get_by_text("Distrust this page after").is_visible()
    assert page.locator("#mine, .tools").locator("visible=true").count() == 0
    assert page.locator(".bar svg").first.is_visible() or page.locator(".group > summary").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_it_is_whole_in_german(visit: Callable[..., Visit]) -> None:
    with staged("de") as german:
        seen = visit(german.url("incident/"), viewport=PHONE, timezone_id="Asia/Tokyo")
        assert seen.page.locator("html").get_attribute("lang") == "de"
        assert "Sekunde" in seen.page.locator("#validity").inner_text()
        assert "Asia/Tokyo" in seen.page.locator(".zone").inner_text()
        assert seen.page.get_by_text("Last checked").count() == 0
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert seen.errors == []

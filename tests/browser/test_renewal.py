"""An open page renews itself and disturbs nobody."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage
from tests.processes import until

pytestmark = pytest.mark.browser

SENTENCE = re.compile(r"(<h1[^>]*>).*?(</h1>)", re.DOTALL)
NEWS = '<section id="current"><h2>Now</h2><article class="card" id="p-new">News</article></section>'
ROW = '<li class="component"'
TALL = {"width": 800, "height": 500}


def with_news(html: str) -> str:
    """The page with another sentence, and a post above what was there."""
    html = SENTENCE.sub(r"\1Something else.\2", html)
    return html.replace('<section aria-labelledby="services"', f'{NEWS}<section aria-labelledby="services"')


def renewed(page: Page, stage: Stage, seconds: int = 20) -> None:
    """Let time pass until the page has asked and shows what it was told."""
    page.evaluate("window.renewed = 0; document.addEventListener('renewed', () => { window.renewed += 1 })")
    page.clock.fast_forward(seconds * 1000)
    until(lambda: page.evaluate("window.renewed > 0"), what="the page is renewed")


def test_news_come_in_and_what_was_open_selected_or_in_focus_stays(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    seen = visit(stage.url("fine/"), clock=True, viewport=TALL)
    page = seen.page
    group = page.locator("details.group").first
    group.evaluate("one => { one.open = true }")
    link = group.locator("h4 a").first
    link.focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#services'))")
    page.evaluate("scrollTo(0, document.querySelector('.component').getBoundingClientRect().top - 100)")
    until(lambda: page.evaluate("scrollY > 0"), what="it scrolls")
    before = link.bounding_box()
    page.evaluate("window.same = document.querySelector('.component')")
    stage.edit = with_news
    renewed(page, stage)
    expect(page.locator("#verdict h1")).to_have_text("Something else.")
    expect(page.locator("#p-new")).to_have_text("News")
    expect(page.get_by_role("status").filter(has_text="Something else.")).to_have_count(1)
    after = link.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 1, "what was being read has moved"
    assert group.get_attribute("open") is not None
    assert page.evaluate("document.activeElement === window.same.querySelector('a')")
    assert page.evaluate("getSelection().toString().trim()") == "Services"
    assert page.evaluate("document.querySelector('.component') === window.same")
    stage.edit = str
    renewed(page, stage)
    expect(page.locator("#p-new")).to_have_count(0)
    assert group.get_attribute("open") is not None
    assert seen.errors == []


def test_what_did_not_change_is_not_touched(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("incident/"), clock=True).page
    page.evaluate("""() => { window.changes = [];
      new MutationObserver(found => window.changes.push(...found.filter(one => one.type === 'childList')
        .map(one => one.target.nodeName + [...one.addedNodes].map(it => it.outerHTML))))
        .observe(document.querySelector('main'), {childList: true, subtree: true}); }""")
    renewed(page, stage)
    assert page.evaluate("window.changes") == []


def test_services_that_change_places_keep_their_parts(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("many/"), clock=True).page
    page.evaluate("document.querySelectorAll('.component').forEach(one => { one.mark = one.id })")
    before = page.locator(".component").evaluate_all("all => all.map(one => one.id)")

    def swap(html: str) -> str:
        head, first, second, *rest = html.split(ROW)
        assert 'class="card group"' not in first + second, "these are not of one group"
        return ROW.join([head, second, first, *rest])

    stage.edit = swap
    renewed(page, stage)
    assert page.evaluate("[...document.querySelectorAll('.component')].every(one => one.mark === one.id)")
    after = page.locator(".component").evaluate_all("all => all.map(one => one.id)")
    assert after == [before[1], before[0], *before[2:]]
    assert page.locator(".component").first.get_by_role("slider", include_hidden=True).count() == 1


def test_a_group_stays_as_it_is_but_is_unfolded_when_it_turns_bad(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    stage.edit = lambda html: html.replace('id="g-1" open', 'id="g-1"')
    renewed(page, stage)
    group = page.locator("#g-1")
    expect(group).to_have_attribute("open", "")
    group.evaluate("one => { one.open = false }")
    renewed(page, stage)
    expect(page.locator("#g-1[open]")).to_have_count(0)
    stage.edit = str
    renewed(page, stage)
    expect(group).to_have_attribute("open", "")


def test_while_the_server_is_gone_it_is_asked_less_and_less(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    stage.gone = True
    assert _asked_within(page, stage, 300) <= 8 < 300 / 15
    assert _asked_within(page, stage, 900) <= 8 < 900 / 15
    stage.gone = False
    page.evaluate("dispatchEvent(new Event('online'))")
    asked = len(stage.asked)
    until(lambda: _asked_within(page, stage, 30) + len(stage.asked) > asked + 1, what="it asks again")


def _asked_within(page: Page, stage: Stage, seconds: int) -> int:
    before = len([one for one in stage.asked if one == "GET /fine/"])
    for _ in range(seconds // 10):
        page.clock.run_for(10_000)
        page.wait_for_timeout(10)
    return len([one for one in stage.asked if one == "GET /fine/"]) - before


def test_a_hidden_tab_does_not_ask_and_one_that_is_seen_again_does(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    hide = """hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
      document.dispatchEvent(new Event('visibilitychange')); }"""
    page.evaluate(hide, True)
    assert _asked_within(page, stage, 120) == 0
    page.evaluate(hide, False)
    until(lambda: stage.asked.count("GET /fine/") == 2, what="it asks when it is seen")


def test_a_page_of_another_version_is_loaded_anew(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    page.evaluate("window.old = true")
    stage.edit = lambda html: html.replace("page.js?v=", "page.js?v=next")
    page.clock.fast_forward(20_000)
    page.wait_for_event("load")
    assert not page.evaluate("window.old")
    expect(page.locator("h1")).to_contain_text("All services")


def test_what_is_not_the_page_is_not_shown(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/"), clock=True).page
    stage.edit = lambda _: "<!doctype html><title>Sign in</title><main><h1>Sign in here</h1></main>"
    page.clock.fast_forward(20_000)
    until(lambda: stage.asked.count("GET /fine/") == 2, what="it asks")
    page.wait_for_timeout(100)
    expect(page.locator("h1")).to_contain_text("All services")

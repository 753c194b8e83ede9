"""Accessibility by axe-core: WCAG 2.2 AA and best practice, on every page in every state, in both colours."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from statuspage.demo.states import STATES
from tests.browser.stage import Stage
from tests.npm import npm_file

pytestmark = [pytest.mark.browser, pytest.mark.world, pytest.mark.timeout(900)]

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([runOnly, rules]) =>
  (await axe.run(document, {runOnly, rules, resultTypes: ["violations"]})).violations
  .flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.html.slice(0, 160)} ${node.any.map(it => it.message)}`))"""


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    stage: Stage, chromium: Browser, state: str, colours: Literal["light", "dark"]
) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(bypass_csp=True, color_scheme=colours, reduced_motion="reduce")
    page = context.new_page()
    found = {path: _found(page, axe, stage.url(path)) for path in _some(stage, state)}
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def _some(stage: Stage, state: str) -> list[str]:
    """All pages of a state; of a large site the first, and some of each kind."""
    pages = stage.paths(state)
    return pages if state != "many" else pages[:12]


def _found(page: Page, axe: str, url: str) -> list[Any]:
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(axe)
    # What is framed by another page has no heading of its own.
    rules = {"page-has-heading-one": {"enabled": not url.endswith("/embed/")}}
    faults: list[Any] = page.evaluate(RUN, [TAGS, rules])
    return faults

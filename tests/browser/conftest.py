"""One stage for all tests in a browser, and pages that tell what went wrong on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.stage import Stage, staged


@dataclass
class Visit:
    """A page that is open, with what the browser complained of and what it asked for."""

    page: Page
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def asked_hosts(self) -> list[str]:
        """Every request but those that stand in the page itself."""
        return [one for one in self.asked if not one.startswith(("data:", "blob:"))]


@pytest.fixture(scope="session")
def house() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture
def stage(house: Stage) -> Iterator[Stage]:
    """The one stage, as if it were new."""
    house.restore()
    house.asked.clear()
    yield house
    house.restore()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page, its clock held; other keywords are a browser context's (``timezone_id``, …)."""
    contexts: list[BrowserContext] = []

    def open_page(url: str, *, clock: bool | datetime = False, **how: Any) -> Visit:
        contexts.append(chromium.new_context(**how))
        one = Visit(contexts[-1].new_page())
        if clock:
            one.page.clock.install(time=None if clock is True else clock)
        one.page.goto(url)
        return one

    yield open_page
    for context in contexts:
        context.close()

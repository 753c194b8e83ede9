"""What a status page claims, as each kind of visitor sees it."""

import json
import urllib.request
from typing import Any, Self

from playwright.sync_api import Browser, Page

from statuspage.timeutil import parse_instant, utc_now

GREEN = "#verdict.operational, main.operational"


def data_at(address: str) -> dict[str, Any]:
    """What a program reads at an address. Raises OSError."""
    with urllib.request.urlopen(address, timeout=5) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def badge_is_dated(base: str) -> bool:
    """Whether a badge names the instant of the page that it stands on."""
    made = parse_instant(data_at(f"{base}/api/v1/snapshot.json")["generated_at"])
    return f"as of {made:%H:%M} UTC" in data_at(f"{base}/badges/mail.json")["message"]


def _holds(valid_until: str | None) -> bool:
    return valid_until is not None and parse_instant(valid_until) > utc_now()


def _green(page: Page) -> bool:
    """A page or a banner in green, and not grey for its age."""
    return page.locator(GREEN).count() > 0 and page.locator("html.is-stale").count() == 0


def _green_by_its_words(page: Page) -> bool:
    """A page in green without scripts, whose reader compares the time that it names with a clock."""
    until = page.locator("#validity .until time").get_attribute("datetime")
    return page.locator(GREEN).count() > 0 and _holds(until)


class Visitors:
    """A browser with tabs that stay open and fresh looks, with scripts and without; and programs."""

    def __init__(self, browser: Browser) -> None:
        self._scripted = browser.new_context()
        self._plain = browser.new_context(java_script_enabled=False)
        self._fresh, self._bare = self._scripted.new_page(), self._plain.new_page()
        self._tabs: dict[str, Page] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._scripted.close()
        self._plain.close()

    def open(self, base: str) -> None:
        """Open the page, and leave it open."""
        self._tabs[base] = self._scripted.new_page()
        self._tabs[base].goto(f"{base}/")

    def tab_is_green(self, base: str) -> bool:
        """Whether the open tab shows that all is well; it is made to ask for news sooner than by itself."""
        self._tabs[base].evaluate("dispatchEvent(new Event('online'))")
        return _green(self._tabs[base])

    def believing(self, base: str) -> set[str]:
        """Who is told at this address that all is well now. Raises OSError where nothing answers."""
        found = {"an open tab"} if self.tab_is_green(base) else set()
        for name, path in (("a visitor", "/"), ("a banner", "/embed/")):
            self._fresh.goto(base + path)
            if _green(self._fresh):
                found.add(name)
        self._bare.goto(f"{base}/")
        if _green_by_its_words(self._bare):
            found.add("one without scripts")
        told, other = data_at(f"{base}/api/v1/snapshot.json"), data_at(f"{base}/api/v2/status.json")
        if told["page"]["status"] == "operational" and _holds(told["valid_until"]):
            found.add("a program")
        if other["status"]["known"] and _holds(other["valid_until"]):
            found.add("a program of Statuspage's API")
        return found


ALL = {
    *("an open tab", "a visitor", "one without scripts", "a banner"),
    *("a program", "a program of Statuspage's API"),
}
"""Everybody that :meth:`Visitors.believing` knows."""

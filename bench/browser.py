"""A first view by a real browser."""

import shutil
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright


@dataclass(frozen=True, slots=True)
class Seen:
    """What came over the wire in bytes, and the host of each request."""

    size: int
    hosts: tuple[str, ...]


def chromium() -> str | None:
    """The path of a Chromium of this machine, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def view_in(program: str, port: int) -> Seen:
    """Show the page at ``/`` with an empty cache, and wait until nothing is loading."""
    hosts: list[str] = []
    sizes: list[float] = []

    def asked(event: dict[str, Any]) -> None:
        parts = urlsplit(event["request"]["url"])
        if parts.scheme in {"http", "https"}:
            hosts.append(parts.netloc)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        tools = page.context.new_cdp_session(page)
        tools.on("Network.requestWillBeSent", asked)
        tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        tools.send("Network.enable")
        page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        browser.close()
    return Seen(round(sum(sizes)), tuple(hosts))

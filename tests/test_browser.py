"""What a visitor sees, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import Running, command, free_port, running, until
from tests.web.made import write_site, write_store

pytestmark = pytest.mark.browser

WIDTHS = [360, 1280]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Running, Path]]:
    """The demo, with every service answering."""
    port, folder = free_port(), tmp_path / "demo"
    arguments = ["demo", "--port", str(port), "--dir", str(folder)]
    with running(*arguments, log=tmp_path / "log", port=port) as one:
        until(lambda: one.snapshot()["page"]["status"] == "operational", 60, "all green")
        yield one, folder
    assert not folder.exists()


def errors_of(page: Page) -> list[str]:
    """What the browser complains of, collected as it happens: scripts, policy, requests to elsewhere."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_breaking_a_service_is_seen_and_healing_it_too(demo: tuple[Running, Path], chromium: Browser) -> None:
    server, folder = demo
    page = chromium.new_page()
    errors, hosts = errors_of(page), set[str]()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    url = f"http://127.0.0.1:{server.port}/"
    page.goto(url)
    until(lambda: "All services that we measure work." in _reload(page), 20, "all green, by either worker")
    for service, how, words in (
        ("phones", "down", "Phones is down"),
        ("rooms", "slow", "Meeting-room booking is slow"),
        ("mail", "wrong", "Mail is answering wrongly"),
    ):
        assert command("demo", "break", service, "--how", how, "--dir", str(folder)).returncode == 0
        until(lambda words=words: words in _reload(page), 40, how)  # type: ignore[misc]
        assert command("demo", "heal", service, "--dir", str(folder)).returncode == 0
        until(lambda: "All services that we measure work." in _reload(page), 40, "healed")
    assert errors == []
    assert hosts == {f"127.0.0.1:{server.port}"}
    page.close()


def _reload(page: Page) -> str:
    page.reload()
    return page.locator("h1").inner_text()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Running]:
    """A page whose last measurement was just now, served without a monitor: it will go stale."""
    site, port = write_site(tmp_path / "site"), free_port()
    write_store(site / ".statuspage", ["ok", "ok"])
    with running("web", str(site), "--port", str(port), log=tmp_path / "log", port=port) as one:
        until(lambda: one.get()[0] == 200, what="the page")
        yield one


def test_an_open_page_turns_grey_when_its_time_is_over(served: Running, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    errors = errors_of(page)
    page.clock.install()
    page.goto(f"http://127.0.0.1:{served.port}/")
    expect(page.locator("html")).not_to_have_class(re.compile("is-stale"))
    expect(page.locator("#stale")).to_be_hidden()
    context.set_offline(True)
    page.clock.fast_forward("02:00")
    page.clock.run_for(5000)
    expect(page.locator("html")).to_have_class(re.compile("is-stale"))
    expect(page.locator("#stale")).to_be_visible()
    context.set_offline(False)
    context.close()
    assert [error for error in errors if "ERR_INTERNET_DISCONNECTED" not in error] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("javascript", [True, False])
def test_the_page_is_whole_at_any_width_with_and_without_javascript(
    served: Running, chromium: Browser, width: int, javascript: bool
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()
    for path in ("/", "/history/", "/incidents/2026-11-20-mail-late/", "/components/mail/"):
        page.goto(f"http://127.0.0.1:{served.port}{path}")
        assert page.locator("h1").count() == 1
        scrolls = page.locator("html").evaluate("html => html.scrollWidth > html.clientWidth")
        assert not scrolls, f"{path} scrolls sideways at {width} px"
    page.goto(f"http://127.0.0.1:{served.port}/")
    distrust = page.get_by_text("Distrust this page after")
    expect(distrust).to_be_visible(visible=not javascript)  # a script watches over it
    page.emulate_media(media="print")
    expect(distrust).to_be_visible()
    context.close()


def test_the_first_view_is_small(served: Running, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if not request.url.startswith("data:") else None
    )
    page.goto(f"http://127.0.0.1:{served.port}/", wait_until="networkidle")
    assert len(asked) <= 3
    size = page.evaluate("performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)")
    assert 1000 < size < 25_000
    context.close()

"""The banner in a real browser: in a frame of another site, live and as a file, fresh and stale."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.processes import command, free_port, running, until
from tests.web.made import write_site, write_store

pytestmark = pytest.mark.browser

HOST = '<!doctype html><title>Our product</title><iframe src="{}" title="Status" height="64"></iframe>'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """A host that serves files only."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(params=["live", "built"])
def banner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a page whose last measurement was just now, and will go stale."""
    site = write_site(tmp_path / "site")
    write_store(site / ".statuspage", ["ok", "ok"])
    if request.param == "live":
        port = free_port()
        with running("web", str(site), "--port", str(port), log=tmp_path / "log", port=port) as one:
            until(lambda: one.get()[0] == 200, what="the page")
            yield f"http://127.0.0.1:{port}"
    else:
        built = command("build", str(site), "--out", str(tmp_path / "out"), "--valid-for", "60s")
        assert built.returncode == 0, built.stderr
        with files(tmp_path / "out") as address:
            yield address


def framed(page: Page, host: str, folder: Path, address: str) -> FrameLocator:
    """What a page of another origin shows in its frame."""
    (folder / "index.html").write_text(HOST.format(address), encoding="utf-8")
    page.goto(host)
    return page.frame_locator("iframe")


def test_it_stands_in_a_frame_and_turns_grey(banner: str, tmp_path: Path, chromium: Browser) -> None:
    context, folder = chromium.new_context(), tmp_path / "product"
    folder.mkdir()
    page, errors = context.new_page(), list[str]()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install()
    with files(folder) as host:
        frame = framed(page, host, folder, f"{banner}/embed/")
        expect(frame.get_by_text("All services that we measure work.")).to_be_visible()
        expect(frame.locator("#stale")).to_be_hidden()
        context.set_offline(True)
        page.clock.fast_forward("02:00")
        page.clock.run_for(6000)
        expect(frame.locator("html")).to_have_class("is-stale")
        expect(frame.locator("#stale")).to_be_visible()
        expect(frame.locator("#was")).to_be_visible()
        context.set_offline(False)
    context.close()
    assert [one for one in errors if "ERR_INTERNET_DISCONNECTED" not in one and "404" not in one] == []


def test_it_can_be_quiet_while_all_is_well(banner: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{banner}/embed/#quiet")
    expect(page.locator("main")).to_be_hidden()
    page.goto(f"{banner}/embed/")
    expect(page.locator("main")).to_be_visible()
    page.close()


@pytest.mark.parametrize("banner", ["live"], indirect=True)
def test_the_page_itself_stands_in_no_frame(banner: str, tmp_path: Path, chromium: Browser) -> None:
    page, folder = chromium.new_page(), tmp_path / "product"
    folder.mkdir()
    with files(folder) as host:
        frame = framed(page, host, folder, f"{banner}/")
        expect(frame.get_by_text("All services that we measure work.")).to_have_count(0)
    page.close()

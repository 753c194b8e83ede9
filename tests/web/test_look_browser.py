"""A page with a look of its own in a real browser: nothing is refused and nothing comes from elsewhere."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from statuspage.export import export
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.letters import BLOCKS
from tests.web.made import TOML, write_site
from tests.web.test_page import snapshot_of

pytestmark = pytest.mark.browser

LOOK = """
[look]
logo = "logo.svg"
logo_dark = "dark.svg"
font = { file = "fonts/blocks.woff2" }
header = { Website = "https://www.example.com" }
[look.colours]
paper = "#faf5f8"
dark = { paper = "#1a1318" }
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of the built page on an ordinary web server."""
    root, out = tmp_path / "site", tmp_path / "out"
    (root / "static" / "fonts").mkdir(parents=True)
    (root / "static" / "fonts" / "blocks.woff2").write_bytes(BLOCKS)
    for name in ("logo", "dark"):
        (root / "static" / f"{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
        )
    write_site(root, toml=TOML + LOOK)
    export(snapshot_of(root, "ok", "ok"), Renderer(Theme(root)), out)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(out)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("scheme", "paper", "logo", "other"),
    [
        ("light", "rgb(250, 245, 248)", "in-light", "in-dark"),
        ("dark", "rgb(26, 19, 24)", "in-dark", "in-light"),
    ],
)
def test_a_look_breaks_no_rule_and_asks_nobody_else(
    url: str, chromium: Browser, scheme: str, paper: str, logo: str, other: str
) -> None:
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    errors: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url, wait_until="networkidle")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    box = page.locator(f".brand .{logo}").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (64, 32)
    assert not page.locator(f".brand .{other}").is_visible()
    assert page.evaluate("Array.from(document.fonts).map(one => one.status)") == ["loaded"]
    assert all(address.startswith((url, "data:")) for address in asked)
    assert errors == []
    context.close()

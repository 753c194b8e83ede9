"""A push, and a visitor who sees it: git, the served site and a real browser."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.git.repos import Clone
from tests.processes import serving_site, until
from tests.web.made import POST

pytestmark = pytest.mark.browser

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[git]
every = "1h"

[components.mail]
name = "Mail"
"""


def test_a_visitor_sees_a_post_within_five_seconds_of_its_push(
    remote: Path, author: Clone, tmp_path: Path, chromium: Browser
) -> None:
    author.post({"statuspage.toml": TOML})
    site = Clone.of(remote, tmp_path / "served").root
    hook = remote / "hooks" / "post-receive"
    hook.write_text(f"#!/bin/sh\ntouch '{site}/.statuspage/wake'\n")
    hook.chmod(0o755)
    with serving_site(site, tmp_path / "log") as server:
        page = chromium.new_page()
        url = f"http://127.0.0.1:{server.port}"
        page.goto(url)
        assert "Mail is arriving late" not in page.content()
        author.post({"incidents/2026-11-20-mail-late.md": POST})
        pushed = time.monotonic()
        until(lambda: page.reload() and page.get_by_role("link", name="Mail is arriving late").count(), 5)
        until(lambda: "Mail is arriving late" in page.request.get(f"{url}/history.rss").text(), 5)
        assert time.monotonic() - pushed < 5
        page.get_by_role("link", name="Mail is arriving late").first.click()
        assert page.get_by_text("A full queue disk; cleared.").is_visible()
        page.close()

"""The page as files, in a browser: from a disk, below a path, without scripts, and where nothing is."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.conftest import Visit
from tests.processes import command
from tests.web.made import POST, write_site, write_store

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
OPEN = POST.split("## 2026-11-20 10:40")[0]


@pytest.fixture(scope="module")
def www(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the page is a few folders deep."""
    top = tmp_path_factory.mktemp("files")
    site = write_site(top / "site", posts={"late.md": POST, "2026-11-21-open.md": OPEN})
    write_store(site / ".statuspage")
    done = command("build", str(site), "--out", str(top / "www/deep/status"))
    assert done.returncode == 0, done.stderr
    return top / "www"


def pages(www: Path) -> list[Path]:
    """Every page, but for the banner: it is for the pages of others, and stands in a frame."""
    every = sorted((www / "deep/status").rglob("*.html"))
    return [path for path in every if path.parent.name != "embed"]


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """A static host that answers with 404.html, as they do, where it has no file."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def send_error(self, code: int, *_: object, **__: object) -> None:
            body = (folder / "deep/status/404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def links(one: Visit) -> list[str]:
    found: list[str] = one.page.evaluate("Array.from(document.links, link => link.href)")
    return found


def test_from_a_disk_each_page_is_whole_and_each_link_leads_to_a_file(www: Path, visit: Open) -> None:
    for path in pages(www):
        one = visit(path.as_uri())
        asked = [unquote(urlsplit(url).path) for url in one.asked_hosts() if url.startswith("file:")]
        assert len(asked) == len(one.asked_hosts()), one.asked_hosts()
        assert [each for each in asked if not Path(each).is_file()] == []
        assert one.errors == []
        if path.name != "404.html":
            there = [unquote(urlsplit(url).path) for url in links(one) if url.startswith("file:")]
            assert [each for each in there if not Path(each).is_file()] == [], path
        one.page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_below_a_path_each_page_asks_its_own_host_only(www: Path, visit: Open, scripts: bool) -> None:
    with host(www) as origin:
        for path in pages(www):
            name = path.relative_to(www).as_posix().removesuffix("index.html")
            one = visit(f"{origin}/{name}", java_script_enabled=scripts)
            assert [url for url in one.asked_hosts() if not url.startswith(f"{origin}/deep/status/")] == []
            assert one.errors == []
            assert one.page.locator("h1").first.is_visible()
            one.page.context.close()


def test_without_scripts_the_page_says_how_it_is_and_as_of_when(www: Path, visit: Open) -> None:
    with host(www) as origin:
        page = visit(f"{origin}/deep/status/", java_script_enabled=False).page
        told = page.locator("body").inner_text()
    assert "Mail is arriving late" in told
    assert "True as of" in told
    assert "Distrust this page after" in told


@pytest.mark.parametrize("depth", ["x", "x/", "incidents/none/", "a/b/c/d/e.html"])
def test_where_nothing_is_the_page_stands_alone(www: Path, visit: Open, depth: str) -> None:
    with host(www) as origin:
        one = visit(f"{origin}/deep/status/{depth}")
        assert one.asked_hosts() == [f"{origin}/deep/status/{depth}"]
        assert "https://status.example.com/" in links(one)
        assert one.page.evaluate("getComputedStyle(document.body).fontFamily").lower() != "times new roman"
        assert [said for said in one.errors if "404" not in said] == []

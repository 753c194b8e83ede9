"""``statuspage serve`` as a whole: real processes, a real service, a real browser's view of HTTP."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from statuspage.store.reader import Reader
from tests.processes import Running, command, free_port, running, serving_site, until
from tests.servers import pages, response, serving
from tests.web.made import POST, write_site

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[monitor]
every = "2s"
timeout = "1s"
confirm_every = "1s"

[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "http"
url = "{url}"
"""


class Service:
    """A real HTTP service whose answer can be changed."""

    def __init__(self) -> None:
        self.status = "200 OK"
        self.url = ""

    def answer(self, _path: str, _heard: bytes) -> bytes:
        return response(status=self.status)


@pytest.fixture
def service() -> Iterator[Service]:
    one = Service()
    with serving(pages(one.answer)) as server:
        one.url = server.url
        yield one


@pytest.fixture
def site(tmp_path: Path, service: Service) -> Path:
    return write_site(tmp_path / "site", toml=TOML.format(url=service.url))


@pytest.fixture
def page(site: Path, tmp_path: Path) -> Iterator[Running]:
    with serving_site(site, tmp_path / "log") as one:
        until(lambda: one.status_of("mail") == "operational", what="green")
        yield one


def remembered(site: Path, post: Path) -> bool:
    """Whether the store keeps the good version of a post as it is now."""
    reader = Reader(site / ".statuspage")
    try:
        kept = reader.files().get(post.relative_to(site).as_posix())
    finally:
        reader.close()
    return kept is not None and kept.good == post.read_text(encoding="utf-8")


def test_a_post_is_live_within_two_seconds_and_a_broken_one_keeps_the_last_good(
    page: Running, site: Path
) -> None:
    late = site / "incidents" / "2026-11-22-new.md"
    late.write_text(POST.replace("Mail is arriving late", "Something new"), encoding="utf-8")
    until(lambda: "Something new" in page.get()[1], 2.5, "the new post")
    until(lambda: remembered(site, late), what="the good version in the store")
    late.write_text("<<<<<<< HEAD\n" + late.read_text(encoding="utf-8"), encoding="utf-8")
    until(lambda: "incidents/2026-11-22-new.md:1" in page.said(), 5, "the report")
    until(lambda: all("Something new" in page.get()[1] for _ in range(8)), 3, "the last good version")
    status, body, headers = page.get("/healthz")
    assert (status, '"status": "warn"' in body) == (200, True)
    assert headers["content-type"] == "application/health+json"
    (site / "statuspage.toml").write_text("[site\n", encoding="utf-8")
    until(lambda: "statuspage.toml:1" in page.said(), 5, "the report")
    assert "Virtual Office" in page.get()[1]


def test_each_process_killed_is_back_within_five_seconds_while_the_other_goes_on(page: Running) -> None:
    monitor = page.children("monitor")[0]
    web = page.children("web")[0]
    workers = web.children()
    monitor.kill()
    assert page.get()[0] == 200
    until(lambda: [one for one in page.children("monitor") if one.pid != monitor.pid], 5, "a new monitor")
    assert web.is_running()
    web.kill()
    until(lambda: [one for one in page.children("web") if one.pid != web.pid], 5, "a new web server")
    until(lambda: not [one for one in workers if one.is_running()], 2, "the end of the old workers")
    until(lambda: page.get()[0] == 200, 5, "the page")
    until(lambda: len(page.children("web")) == 3, 5, "its workers")
    page.children("web")[-1].kill()
    until(lambda: all(page.get()[0] == 200 for _ in range(8)), 5, "a new worker")


def test_when_serve_is_killed_nothing_of_it_stays(page: Running) -> None:
    below = psutil.Process(page.process.pid).children(recursive=True)
    assert len(below) >= 4
    page.process.kill()
    page.process.wait()
    until(lambda: not [one for one in below if one.is_running()], 5, "the end of all")


def test_sigterm_ends_all_within_three_seconds_and_the_database_is_sound(page: Running, site: Path) -> None:
    below = psutil.Process(page.process.pid).children(recursive=True)
    start = time.monotonic()
    page.process.terminate()
    assert page.process.wait(3) == 0
    until(lambda: not [one for one in below if one.is_running()], 1, "the end of all")
    assert time.monotonic() - start < 3.5
    database = sqlite3.connect(site / ".statuspage" / "store.db")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM results").fetchone()[0] > 0
    database.close()


def test_history_survives_a_restart_and_down_is_not_green_in_between(
    site: Path, service: Service, tmp_path: Path
) -> None:
    with serving_site(site, tmp_path / "one") as page:
        until(lambda: page.status_of("mail") == "operational", what="green")
        service.status = "500 Internal Server Error"
        until(lambda: page.status_of("mail") == "major_outage", what="red")
        page.process.send_signal(signal.SIGKILL)
        page.process.wait()
    with serving_site(site, tmp_path / "two") as page:
        seen = [page.status_of("mail") for _ in range(20)]
        assert set(seen) <= {"major_outage", "unknown"}
        until(lambda: page.status_of("mail") == "major_outage", what="red again")
        service.status = "200 OK"
        until(lambda: page.status_of("mail") == "operational", what="green again")
        assert "Down" in page.get("/components/mail/")[1]


def test_a_port_in_use_and_an_unwritable_folder_are_one_sentence_each(
    page: Running, site: Path, tmp_path: Path
) -> None:
    taken = command("serve", str(site), "--port", str(page.port), "--data", str(tmp_path / "other"))
    assert taken.returncode == 1
    assert f"Port {page.port} of 127.0.0.1 is in use" in taken.stderr
    assert "Traceback" not in taken.stderr
    (tmp_path / "file").write_text("not a folder")
    blocked = command("serve", str(site), "--port", str(free_port()), "--data", str(tmp_path / "file"))
    assert (blocked.returncode, blocked.stderr.count("\n")) == (1, 1)
    assert "--data" in blocked.stderr
    second = command("monitor", str(site))
    assert second.returncode == 1
    assert "A monitor already works on" in second.stderr


def test_a_damaged_database_never_keeps_the_page_from_being_served(site: Path, tmp_path: Path) -> None:
    folder = site / ".statuspage"
    folder.mkdir()
    (folder / "store.db").write_bytes(b"this is not a database" * 200)
    with serving_site(site, tmp_path / "log") as page:
        assert page.status_of("mail") == "unknown"
        assert "Mail is arriving late" in page.get()[1]
        status, body, _ = page.get("/healthz")
        assert (status, '"status": "fail"' in body) == (503, True)
        until(lambda: "--new-database" in page.said(), 10, "the way out")
    assert (folder / "store.db").read_bytes().startswith(b"this is not a database")
    alone = command("monitor", str(site))
    assert (alone.returncode, "damaged" in alone.stderr) == (1, True)
    built = command("build", str(site), "--out", str(tmp_path / "out"))
    assert (built.returncode, "damaged" in built.stderr) == (1, True)
    with serving_site(site, tmp_path / "log2", "--new-database") as page:
        until(lambda: page.status_of("mail") == "operational", what="green")
    assert [path for path in folder.iterdir() if path.name.startswith("store.db.2")]


def test_a_locked_database_is_waited_for_while_the_page_is_served(site: Path, tmp_path: Path) -> None:
    folder = site / ".statuspage"
    folder.mkdir()
    other = sqlite3.connect(folder / "store.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE held (x)")
    other.execute("BEGIN EXCLUSIVE")
    with serving_site(site, tmp_path / "log") as page:
        until(lambda: "locked" in page.said(), 10, "the word")
        assert page.status_of("mail") == "unknown"
        other.execute("ROLLBACK")
        other.close()
        until(lambda: page.status_of("mail") == "operational", what="green")


def test_both_workers_say_the_same(page: Running) -> None:
    # They may differ for half a second where something changed.
    until(lambda: len({page.get()[2]["etag"] for _ in range(12)}) == 1, 5, "the same bytes")


def test_conditional_and_compressed_answers(page: Running) -> None:
    _, body, headers = page.get("/static/page.css")
    assert "etag" in headers
    status, empty, _ = page.get("/static/page.css", {"If-None-Match": headers["etag"]})
    assert (status, empty) == (304, "")
    assert body
    assert page.get("/history")[0] == 308
    assert page.get("/no/such/page")[0] == 404
    assert "There is no such page" in page.get("/no/such/page")[1]


def test_web_alone_shows_unknown_and_needs_no_monitor(site: Path, tmp_path: Path) -> None:
    port = free_port()
    with running("web", str(site), "--port", str(port), log=tmp_path / "log", port=port) as page:
        until(lambda: page.get()[0] == 200, what="the page")
        assert page.status_of("mail") == "unknown"
        os.kill(page.process.pid, signal.SIGTERM)
        assert page.process.wait(4) == 0

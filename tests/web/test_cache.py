"""The page cache as a WSGI app, asked directly."""

import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from statuspage.model.snapshot import Snapshot
from statuspage.timeutil import utc_now
from statuspage.web.answer import takes_gzip
from statuspage.web.cache import PageCache
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme
from tests.processes import until
from tests.web.made import write_site, write_store

POST = "---\ntitle: Letters get lost\n---\n## 2026-11-22 10:05 UTC — Investigating\nWe look.\n"


def client(root: Path) -> Client:
    theme = Theme(root)
    return Client(PageCache(Source(root, root / ".statuspage", theme), Renderer(theme)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = write_site(tmp_path)
    write_store(site / ".statuspage", ["ok", "ok"])
    return site


def health(page: Client) -> Mapping[str, Any]:
    answer = page.get("/healthz")
    return {"code": answer.status_code, **(answer.get_json(force=True))}


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("GZIP, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("notgzip", False),
        ("identity", False),
        ("", False),
    ],
)
def test_gzip_is_sent_only_to_whom_takes_it(accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) is taken


def test_an_address_without_its_slash_leads_to_the_one_with_it(root: Path) -> None:
    answer = client(root).get("/history?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "history/?x=1")


def test_what_is_not_a_page_is_404_and_what_is_not_get_is_405(root: Path) -> None:
    page = client(root)
    assert page.get("/nothing").status_code == 404
    assert page.get("/%ff%fe").status_code == 404
    assert page.post("/").status_code == 405
    assert page.head("/").status_code == 200
    assert page.head("/").data == b""


def test_a_failing_template_keeps_the_last_good_page_and_is_said(root: Path) -> None:
    page = client(root)
    assert b"All services that we measure work" in page.get("/").data
    (root / "templates").mkdir()
    (root / "templates" / "index.html").write_text("{{ nothing.at.all }}", encoding="utf-8")
    until(lambda: page.get("/") and health(page)["status"] == "warn", 10, "the word")
    assert b"All services that we measure work" in page.get("/").data
    (root / "templates" / "index.html").write_text("mended", encoding="utf-8")
    until(lambda: page.get("/").data == b"mended", 10, "the new page")
    (root / "templates" / "index.html").unlink()
    until(lambda: b"services work" in page.get("/").data, 10, "the default page")


def test_a_page_that_never_could_be_rendered_is_500_and_is_not_kept(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "index.html").write_text("{% broken", encoding="utf-8")
    answer = client(root).get("/", headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")


def test_content_that_makes_no_sense_is_a_damaged_database(root: Path) -> None:
    database = sqlite3.connect(root / ".statuspage" / "store.db")
    database.execute("UPDATE checks SET state = '{bad'")
    database.commit()
    database.close()
    page = client(root)
    assert b"Mail is not known" in page.get("/").data
    assert health(page)["code"] == 503


def test_a_tick_from_the_future_is_no_sign_of_life(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    write_store(site / ".statuspage", ["ok", "ok"], utc_now() + timedelta(hours=1))
    page = client(site)
    assert b"Mail is not known" in page.get("/").data
    assert health(page)["status"] == "fail"


def test_odd_files_in_the_site_stop_nothing(root: Path) -> None:
    os.mkfifo(root / "incidents" / "2026-11-22-pipe.md")
    (root / "incidents" / os.fsdecode(b"2026-\xff\xfe.md")).write_text("x")
    (root / "static").mkdir()
    (root / "static" / os.fsdecode(b"\xff.css")).write_text("x")
    page = client(root)
    assert page.get("/").status_code == 200
    time.sleep(0.6)
    assert page.get("/").status_code == 200
    assert health(page)["status"] == "warn"


class Hanging(Source):
    """Looks at a disk that after the first look does not answer until ``disk`` is set."""

    disk = threading.Event()
    looks = 0

    def look(self) -> Snapshot | None:
        self.looks += 1
        if self.looks > 1:
            self.disk.wait(20)
        return super().look()


def test_a_look_that_hangs_is_waited_for_once_and_told_of(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("statuspage.web.cache._RENEWED_LATELY", 1.0)
    theme = Theme(root)
    source = Hanging(root, root / ".statuspage", theme)
    page = Client(PageCache(source, Renderer(theme)))
    (root / "incidents" / "2026-11-22-new.md").write_text(POST, encoding="utf-8")
    time.sleep(0.6)
    began = time.monotonic()
    page.get("/")
    waited = time.monotonic() - began
    assert all(page.get("/").status_code == 200 for _ in range(20))
    assert time.monotonic() - began - waited < 1 < waited
    assert health(page)["notes"] == ["The page can't be renewed: what it shows grows old."]
    source.disk.set()
    until(lambda: b"Letters get lost" in page.get("/").data, 5, "the page is renewed again")


def test_security_headers_are_on_every_answer(root: Path) -> None:
    page = client(root)
    for path in ("/", "/history.rss", "/api/v1/snapshot.json", "/static/page.css", "/nothing", "/healthz"):
        answer = page.get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert "Set-Cookie" not in answer.headers


def test_a_program_is_told_in_json_that_an_address_is_missing(root: Path) -> None:
    page = client(root)
    missing = page.get("/api/v2/nothing.json", headers={"Origin": "https://elsewhere.example"})
    assert (missing.status_code, missing.content_type) == (404, "application/json")
    assert "There is nothing at this address" in missing.get_json()["error"]
    assert missing.headers["Access-Control-Allow-Origin"] == "*"
    assert page.head("/api/v2/nothing.json").data == b""
    assert page.get("/nothing").content_type == "text/html; charset=utf-8"


def test_no_cache_goes_on_saying_that_an_address_is_missing(root: Path) -> None:
    page = client(root)
    assert [page.get(path).headers["Cache-Control"] for path in ("/new", "/api/new.json")] == ["no-store"] * 2

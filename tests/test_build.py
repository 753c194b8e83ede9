"""``statuspage build``: whole, repeatable, careful with what it finds, the same bytes as the live page."""

import http.server
import json
import os
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from statuspage.export import MANIFEST
from statuspage.timeutil import format_instant, utc_now
from tests.processes import command, free_port, running, until
from tests.web.made import write_site, write_store


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site")
    write_store(root / ".statuspage", ["ok", "ok"])
    return root


def build(site: Path, out: Path, *arguments: str) -> str:
    done = command("build", str(site), "--out", str(out), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_two_builds_of_one_instant_are_equal_to_the_byte(site: Path, tmp_path: Path) -> None:
    now = format_instant(utc_now())
    build(site, tmp_path / "a", "--now", now)
    build(site, tmp_path / "b", "--now", now)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert f'"generated_at":"{now}"' in (tmp_path / "a" / "api/v1/snapshot.json").read_text().replace(" ", "")


def test_every_public_address_is_a_file(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "out")
    found = files_of(tmp_path / "out").keys()
    assert {
        "index.html",
        "404.html",
        "history.rss",
        "history.atom",
        "history/index.html",
        "history/2026-11/index.html",
        "incidents/2026-11-20-mail-late/index.html",
        "components/mail/index.html",
        "components/desk/index.html",
        "api/v1/snapshot.json",
        "static/page.css",
    } <= found
    assert not [name for name in found if "healthz" in name]


def test_a_second_build_touches_only_what_changed_and_removes_only_its_own(
    site: Path, tmp_path: Path
) -> None:
    out, now = tmp_path / "out", format_instant(utc_now())
    build(site, out, "--now", now)
    (out / "mine.txt").write_text("not of the build")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert ": 0 files written" in build(site, out, "--now", now)
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    (site / "incidents" / "2026-11-20-mail-late.md").unlink()
    build(site, out, "--now", now)
    assert not (out / "incidents").exists()
    assert (out / "mine.txt").exists()


def test_a_folder_that_holds_something_else_is_refused(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "precious.txt").write_text("mine")
    refused = command("build", str(site), "--out", str(out))
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True)
    assert files_of(out) == {"precious.txt": b"mine"}


def test_a_manifest_from_elsewhere_removes_nothing_outside(site: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps({"files": ["../victim.txt", str(victim), "gone.html"]}))
    build(site, out)
    assert victim.exists()
    (out / MANIFEST).write_text("not json")
    assert command("build", str(site), "--out", str(out)).returncode == 1


def test_the_result_may_be_believed_for_as_long_as_asked(site: Path, tmp_path: Path) -> None:
    write_store(site / ".statuspage", ["ok"], utc_now())
    build(site, tmp_path / "out", "--valid-for", "2h")
    data = json.loads((tmp_path / "out/api/v1/snapshot.json").read_text())
    assert data["valid_until"] > data["generated_at"]
    assert data["components"][0]["status"] == "operational"
    wrong = command("build", str(site), "--out", str(tmp_path / "x"), "--valid-for", "soon")
    assert (wrong.returncode, "15m" in wrong.stderr) == (2, True)


def test_a_build_long_after_the_last_result_claims_nothing(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "out", "--now", "2099-01-01T00:00:00Z")
    data = json.loads((tmp_path / "out/api/v1/snapshot.json").read_text())
    assert data["page"]["status"] == "unknown"


@contextmanager
def static_server(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_live_and_exported_bytes_are_the_same(site: Path, tmp_path: Path) -> None:
    """Without a monitor the live page's clock goes in steps of 5 s: what is fetched in one is built after.

    One worker may be half a second behind another, so a step may pass in between: then it is tried again.
    """
    write_store(site / ".statuspage", ["ok", "ok"], utc_now() - timedelta(seconds=20))
    port = free_port()
    with running("web", str(site), "--port", str(port), log=tmp_path / "log", port=port) as page:
        until(lambda: page.get()[0] == 200, what="the page")
        names = files_of_build(site, tmp_path / "first", page.snapshot()["generated_at"]).keys()
        for attempt in range(6):
            now = page.snapshot()["generated_at"]
            live = {name: page.get(f"/{name.removesuffix('index.html')}")[1] for name in names}
            built = files_of_build(site, tmp_path / f"out{attempt}", now)
            differing = [name for name in built if _is_text(name) and live[name].encode() != built[name]]
            if not differing:
                return
    assert differing == []


def files_of_build(site: Path, out: Path, now: str) -> dict[str, bytes]:
    build(site, out, "--now", now, "--valid-for", "60s")
    return {name: body for name, body in files_of(out).items() if name != MANIFEST}


def _is_text(name: str) -> bool:
    return os.path.splitext(name)[1] in (".html", ".rss", ".atom", ".json", ".css", ".js", ".svg")


def test_it_works_from_any_path_of_any_static_server(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "www" / "deep" / "status")
    with static_server(tmp_path / "www") as origin:
        with urllib.request.urlopen(f"{origin}/deep/status/incidents/2026-11-20-mail-late/") as answer:
            html = answer.read().decode()
        assert 'href="../../static/page.css' in html
        with urllib.request.urlopen(f"{origin}/deep/status/static/page.css") as answer:
            assert answer.status == 200


def test_a_broken_template_writes_nothing_and_says_which(site: Path, tmp_path: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "history.html").write_text("{{ nothing.at.all }}")
    broken = command("build", str(site), "--out", str(tmp_path / "out"))
    assert broken.returncode == 1
    assert "/history/" in broken.stderr
    assert "Traceback" not in broken.stderr

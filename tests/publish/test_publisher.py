"""``statuspage publish``: each target on its own, after each change, and through a sudden end."""

import json
import signal
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from statuspage.placing import MANIFEST, digest
from statuspage.publish.publisher import Publisher
from statuspage.publish.record import RECORD, read_record
from statuspage.timeutil import parse_instant
from tests.processes import command, running, serving_site, until
from tests.publish.places import texts
from tests.web.made import POST, TOML, write_site, write_store

BAD = """
[[publish.targets]]
name = "hangs"
command = ["sh", "-c", "sleep 60", "{dir}"]
timeout = "30s"
[[publish.targets]]
name = "fails"
command = "false {dir}"
"""


def site_with(root: Path, more: str = "", every: str = "60s") -> Path:
    targets = f'[publish]\nevery = "{every}"\n[[publish.targets]]\nfolder = "../www"\n'
    write_site(root, toml=TOML + targets + more)
    write_store(root / ".statuspage")
    return root


def page(tmp_path: Path) -> str:
    return (tmp_path / "www/index.html").read_text()


def test_once_brings_the_page_and_says_who_failed(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", '[[publish.targets]]\ncommand = "false {dir}"\n')
    done = command("publish", str(site))
    assert (done.returncode, done.stderr) == (1, "command: false failed with code 1\n")
    data = json.loads((tmp_path / "www/api/v1/snapshot.json").read_text())
    lasts = parse_instant(data["valid_until"]) - parse_instant(data["generated_at"])
    assert 170 <= lasts.total_seconds() <= 180  # three periods, from the last sign of life on
    known = read_record(site / ".statuspage")
    assert known["folder"].good_at is not None
    assert known["command"].failing_since is not None


def test_without_a_target_it_says_what_to_write(tmp_path: Path) -> None:
    done = command("publish", str(write_site(tmp_path / "site")))
    assert (done.returncode, "[[publish.targets]]" in done.stderr) == (1, True)


def test_a_hanging_and_a_failing_target_delay_no_other(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", BAD)
    with running("publish", str(site), "--watch", log=tmp_path / "log"):
        until(lambda: "Mail is arriving late" in page(tmp_path) or None, what="the first page")
        began = time.monotonic()
        (site / "incidents/new.md").write_text(POST.replace("Mail is arriving late", "Brand new"))
        until(lambda: "Brand new" in page(tmp_path) or None, 30, what="the change")
        assert time.monotonic() - began < 25
        second = command("publish", str(site))
        assert (second.returncode, "already works" in second.stderr) == (1, True)
        known = until(lambda: read_record(site / ".statuspage"))
        assert known["fails"].why == "false failed with code 1"
        assert "hangs" not in known


def test_killed_in_mid_publish_the_page_stays_whole_and_the_next_goes_on(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site")
    for pause in (0.0, 0.1, 0.3, 0.6, 1.0):
        with running("publish", str(site), "--watch", log=tmp_path / "log") as one:
            until(lambda: (site / ".statuspage/publish.lock").exists() or None, what="its begin")
            time.sleep(pause)  # somewhere in its work
            one.process.send_signal(signal.SIGKILL)
            one.process.wait(5)
        if (tmp_path / "www").exists():
            listed = json.loads((tmp_path / "www" / MANIFEST).read_text())["files"]
            assert listed == {name: digest(text.encode()) for name, text in texts(tmp_path / "www").items()}
    assert command("publish", str(site)).returncode == 0
    assert "Mail is arriving late" in page(tmp_path)


@pytest.fixture
def pinged() -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_switch_is_called_only_when_all_have_the_page(
    tmp_path: Path, pinged: tuple[str, list[str]]
) -> None:
    address, seen = pinged
    site = site_with(tmp_path / "good", f'[watch]\nping = "{address}/token"\n')
    assert command("publish", str(site)).returncode == 0
    assert seen == ["/token"]
    site = site_with(tmp_path / "bad", BAD.split("[[")[0] + "[[publish.targets]]\nbranch = 'x'\n")
    with (site / "statuspage.toml").open("a") as file:
        file.write(f'[watch]\nping = "{address}/other"\n')
    done = command("publish", str(site))
    assert done.returncode == 1
    assert seen == ["/token"]
    assert "other" not in done.stderr


def test_serve_publishes_and_tells_how_it_stands(tmp_path: Path) -> None:
    site = site_with(tmp_path / "site", '[web]\ntoken = "sesame"\n')
    with serving_site(site, tmp_path / "log") as one:
        until(lambda: page(tmp_path), what="the page as files")
        until(lambda: (site / ".statuspage" / RECORD).exists() or None)

        def health() -> dict[str, object] | None:
            _, body, _ = one.get("/healthz", {"Authorization": "Bearer sesame"})
            found = json.loads(body)["checks"].get("folder:published")
            return found[0] if found and "observedValue" in found[0] else None

        def counted() -> bool:
            metrics = one.get("/metrics", {"Authorization": "Bearer sesame"})[1]
            return 'statuspage_publish_success{target="folder"} 1' in metrics

        assert until(health)["status"] == "pass"
        # Another worker may answer, which looks a moment later.
        assert until(counted)
        assert len(one.children("publish")) == 1
    assert "statuspage_publish" not in one.log.read_text()


def test_a_time_without_memory_is_outlived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher = Publisher(site_with(tmp_path / "site"), tmp_path / "site/.statuspage")
    forget, stop, left = publisher._renderer.forget_templates, Event(), [MemoryError, MemoryError]

    def fail_at_first() -> None:
        forget()
        if left:
            raise left.pop()

    monkeypatch.setattr(publisher._renderer, "forget_templates", fail_at_first)
    monkeypatch.setattr(publisher, "_is_due", lambda *_: publisher._number == 0)
    thread = Thread(target=publisher.run, args=(stop,))
    thread.start()
    try:
        until(lambda: "Mail is arriving late" in page(tmp_path) or None, what="the page")
    finally:
        stop.set()
        thread.join(10)
    assert not left

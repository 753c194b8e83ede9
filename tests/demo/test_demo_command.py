"""The demo as a command: what it runs, and what it writes."""

from pathlib import Path

from tests.processes import command, free_port, running, serving_site, until
from tests.web.made import write_site


def test_it_begins_with_a_past_and_goes_on_from_it(tmp_path: Path) -> None:
    port = free_port()
    place = ("--port", str(port), "--dir", str(tmp_path / "demo"))
    with running("demo", *place, log=tmp_path / "log", port=port) as demo:
        until(lambda: demo.get()[0] == 200, what="the page")
        until(lambda: demo.snapshot()["page"]["status"] == "operational", what="a green page")
        began = demo.snapshot()["components"][0]
        spent = began["uptime"]["seconds"]
        assert sum(spent.values()) > 89 * 86_400
        assert sum(spent.values()) - spent["operational"] < 6 * 3600
        until(
            lambda: demo.snapshot()["components"][0]["checked_at"] > began["checked_at"],
            what="a newer answer",
        )
        assert demo.status_of("portal") == "operational"
        status, parts, headers = demo.get("/_parts")
        assert status == 200
        assert "All parts of a page" in parts
        assert "content-security-policy" in headers
        assert command("demo", "break", "files", "--how", "wrong", *place[2:]).returncode == 0
        until(lambda: demo.status_of("files") == "partial_outage", what="the broken service")
    assert not (tmp_path / "demo").exists()


def test_no_real_site_shows_the_page_of_all_parts(tmp_path: Path) -> None:
    with serving_site(write_site(tmp_path / "site"), tmp_path / "log") as page:
        assert page.get("/_parts")[0] == 404


def test_what_it_writes_can_be_built_at_once(tmp_path: Path) -> None:
    site, out = str(tmp_path / "site"), str(tmp_path / "public")
    written = command("demo", "--history", "30d", "--seed", "3", "--out", site)
    assert written.returncode == 0, written.stderr
    assert "statuspage serve" in written.stdout
    built = command("build", site, "--out", out)
    assert built.returncode == 0, built.stderr
    assert 'class="verdict operational"' in (tmp_path / "public" / "index.html").read_text()


def test_what_it_writes_can_be_served(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert command("demo", "--components", "12", "--out", str(site)).returncode == 0
    with serving_site(site, tmp_path / "log") as page:
        until(lambda: page.snapshot()["page"]["status"] == "operational", what="a green page")
        assert len(page.snapshot()["components"]) == 12


def test_wrong_options_are_told(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    refused = command("demo", "--out", str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr == f"{tmp_path} is not empty and no demo wrote it: name a new folder, --out DIR.\n"
    assert command("demo", "--components", "5").returncode == 2
    assert command("demo", "--history", "long").returncode == 2

"""The commands about providers: the catalogue, and a page tried out."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from statuspage.cli import main
from tests.providers.made import rss, statuspage, statuspage_component, statuspage_post
from tests.servers import closed_port, pages, response, says, serving
from tests.web.made import TOML, write_site

FILES = statuspage_component("Files", "major_outage")
ERRORS = statuspage_post("Errors \x1b[31m", "identified", "critical", FILES)
SUMMARY = json.dumps(statuspage("critical", [statuspage_component("Mail"), FILES], [ERRORS])).encode()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["providers", *arguments])


def with_api(path: str, _: bytes) -> bytes:
    """A page for people that has its API at the usual place."""
    if path == "/api/v2/summary.json":
        return response(SUMMARY)
    return response(b"<html>All is well</html>") if path == "/" else response(b"", "404 Not Found")


def test_the_catalogue_is_searched_by_words() -> None:
    found = run("search", "google", "cloud")
    assert found.exit_code == 0
    assert found.output.split()[:2] == ["google-cloud", "google"]
    assert len(run("search").output.splitlines()) >= 15
    none = run("search", "nobody-knows-this")
    assert none.exit_code == 1
    assert "providers try URL" in none.output


def test_a_page_for_people_leads_to_what_can_be_read(tmp_path: Path) -> None:
    with serving(pages(with_api)) as server:
        tried = run("try", server.url, "--site", str(tmp_path))
    assert tried.exit_code == 0, tried.output
    lines = tried.output.splitlines()
    assert lines[:2] == [
        f"asked   {server.url}: no status that we can read",
        f"asked   {server.url}/api/v2/summary.json: the format statuspage",
    ]
    assert "status  major_outage" in lines
    assert "event   Errors" in tried.output
    assert "\x1b" not in tried.output
    assert 'format = "statuspage"' in lines
    assert f'url = "{server.url}/api/v2/summary.json"' in lines


def test_what_is_asked_after_and_is_not_there_is_said(tmp_path: Path) -> None:
    with serving(pages(with_api)) as server:
        tried = run("try", server.url, "--match", "Fils", "--site", str(tmp_path))
        narrowed = run("try", server.url, "--match", "Mail", "--site", str(tmp_path))
    assert tried.exit_code == 1
    assert "has nothing called Fils" in tried.output
    assert "status  operational" in narrowed.output
    assert 'match = ["Mail"]' in narrowed.output


def test_a_feed_is_found_where_feeds_usually_are(tmp_path: Path) -> None:
    def answer(path: str, _: bytes) -> bytes:
        feed = path == "/history.atom"
        return response(rss().encode()) if feed else response(b"", "404 Not Found")

    with serving(pages(answer)) as server:
        tried = run("try", server.url, "--site", str(tmp_path))
    assert 'format = "rss"' in tried.output


def test_a_provider_of_the_site_is_tried_by_its_id(tmp_path: Path) -> None:
    with serving(pages(with_api)) as server:
        keys = f'name = "Store"\nformat = "statuspage"\nurl = "{server.url}"\nmatch = ["Mail"]\n'
        write_site(tmp_path, toml=f"{TOML}\n[providers.storage]\n{keys}")
        tried = run("try", "storage", "--site", str(tmp_path))
        assert b"(+https://status.example.com)" in server.asked[0]
    assert "says    Store reports no trouble" in tried.output
    assert tried.exit_code == 0


def test_where_nobody_is_it_is_asked_once_and_said(tmp_path: Path) -> None:
    tried = run("try", f"http://127.0.0.1:{closed_port()}", "--site", str(tmp_path))
    assert tried.exit_code == 1
    assert tried.output.count("asked") == 1
    assert "No status could be read there." in tried.output


def test_what_is_no_provider_names_the_nearest(tmp_path: Path) -> None:
    tried = run("try", "githb", "--site", str(tmp_path))
    assert tried.exit_code == 1
    assert 'There is no provider "githb"; did you mean github?' in tried.output
    secret = run("try", "https://user:secret@a.example/", "--site", str(tmp_path))
    assert secret.exit_code == 1
    assert "secret" not in secret.output


def test_where_a_wrong_name_can_not_be_seen_it_says_so(tmp_path: Path) -> None:
    with serving(says(response(b"[]"))) as server:
        table = f'[providers.aws]\nformat = "aws"\nurl = "{server.url}/"\nannounce = true\n'
        root = write_site(tmp_path, toml=TOML + table, posts={})
        tried = run("try", "aws", "--match", "s3-us-eas-1", "--site", str(root))
        whole = run("try", "aws", "--site", str(root))
    assert "did you mean s3-us-east-1?" in tried.output
    assert "note    A page of this format lists only what goes on" in tried.output
    assert "note" not in whole.output

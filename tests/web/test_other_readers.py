"""Readers of feeds and calendars that others wrote, against a served page."""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.npm import npm_file, program
from tests.processes import Running
from tests.web.states import PLANNED, SAID, page_in
from tests.web.test_other_programs import told

pytestmark = [pytest.mark.world, pytest.mark.timeout(300)]

FEEDS = ("history.rss", "history.atom", "updates.rss", "updates.atom")


@pytest.fixture(params=SAID)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Running]]:
    """A page in a state of that name."""
    with page_in(str(request.param), tmp_path) as one:
        yield str(request.param), one


def expected(one: Running, feed: str) -> dict[str, tuple[str, str]]:
    """Title and link of every entry, by its id."""
    found = feedparser.parse(one.get(f"/{feed}")[1])
    assert not found.bozo, found.bozo_exception
    assert found.entries
    return {entry.id: (entry.title, entry.link) for entry in found.entries}


FEED_PARSER = """
const { parseFeed } = require("@rowanmanning/feed-parser");
(async () => {
  const answer = await fetch(process.argv[1]);
  console.log(JSON.stringify(parseFeed(await answer.text())));
})();
"""


@pytest.mark.parametrize("feed", FEEDS)
def test_feed_parser_by_npm_reads_all_that_a_feed_says(
    page: tuple[str, Running], feed: str, tmp_path: Path
) -> None:
    one = page[1]
    packages = str(npm_file("@rowanmanning/feed-parser", "index.js").parents[2])
    address = f"http://127.0.0.1:{one.port}/{feed}"
    read = told(program("node"), "-e", FEED_PARSER, address, cwd=tmp_path, NODE_PATH=packages)
    assert (read["url"], read["self"]) == (
        "https://status.example.com/",
        f"https://status.example.com/{feed}",
    )
    assert {item["id"]: (item["title"], item["url"]) for item in read["items"]} == expected(one, feed)
    for item in read["items"]:
        assert all([item["published"], item["content"] or item["description"], item["categories"]])


@pytest.mark.parametrize("feed", FEEDS)
def test_newsboat_keeps_every_entry_once(page: tuple[str, Running], feed: str, tmp_path: Path) -> None:
    one, newsboat = page[1], program("newsboat")
    (tmp_path / "urls").write_text(f"http://127.0.0.1:{one.port}/{feed}\n")
    (tmp_path / "config").write_text("")
    cache = tmp_path / "cache.db"
    files = ["-u", str(tmp_path / "urls"), "-C", str(tmp_path / "config"), "-c", str(cache)]
    for _ in range(2):
        subprocess.run([newsboat, *files, "-x", "reload"], check=True, timeout=60, capture_output=True)
    with sqlite3.connect(cache) as database:
        rows = database.execute("SELECT guid, title, url, pubDate FROM rss_item").fetchall()
    database.close()
    assert {guid: (title, url) for guid, title, url, _ in rows} == expected(one, feed)
    assert len(rows) == len(expected(one, feed))
    assert all(date > 0 for *_, date in rows)


@pytest.fixture
def calendar(page: tuple[str, Running], tmp_path: Path) -> tuple[int, Path]:
    """The page's calendar as a file, and how many events should be in it."""
    file = tmp_path / "maintenance.ics"
    file.write_text(page[1].get("/maintenance.ics")[1], newline="")
    return PLANNED[page[0]], file


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_calcurse_opens_the_calendar(calendar: tuple[int, Path], tmp_path: Path) -> None:
    count, file = calendar
    calcurse = program("calcurse")
    said = run(calcurse, "-D", tmp_path / "curse", "-i", file)
    assert re.search(rf"\b{count} apps?\b.* 0 skipped", said)
    shown = run(calcurse, "-D", tmp_path / "curse", "-Q", "--from", "11/28/2030", "--days", "2")
    assert shown.count("New disks") == count


KHAL = """
[calendars]
[[ours]]
path = {folder}/ours
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = ours
"""


def test_khal_shows_every_event_with_its_words(calendar: tuple[int, Path], tmp_path: Path) -> None:
    count, file = calendar
    khal, config = program("khal"), tmp_path / "khal.conf"
    config.write_text(KHAL.format(folder=tmp_path))
    (tmp_path / "ours").mkdir()
    if count:
        run(khal, "-c", config, "import", "--batch", "-a", "ours", file)
    shape = "{uid}|{title}|{status}|{url}|{description}"
    shown = run(khal, "-c", config, "list", "2030-11-28", "1d", "--day-format", "", "--format", shape)
    lines = [line for line in shown.splitlines() if "|" in line]
    assert len(lines) == count
    for line in lines:
        uid, title, status, url, words = line.split("|")
        assert (uid, title, status.strip()) == ("works@status.example.com", "New disks", "CONFIRMED")
        assert url.strip() == "https://status.example.com/incidents/works/"
        assert "Mail may be late." in words


VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair ours]
a = "page"
b = "here"
collections = null
[storage page]
type = "http"
url = "http://127.0.0.1:{port}/maintenance.ics"
[storage here]
type = "filesystem"
path = "{folder}/synced/"
fileext = ".ics"
"""


def test_vdirsyncer_subscribes_to_the_calendar(page: tuple[str, Running], tmp_path: Path) -> None:
    state, one = page
    vdirsyncer, config, here = program("vdirsyncer"), tmp_path / "vdirsyncer.conf", tmp_path / "synced"
    config.write_text(VDIRSYNCER.format(folder=tmp_path, port=one.port))
    here.mkdir()
    run(vdirsyncer, "-c", config, "discover")
    run(vdirsyncer, "-c", config, "sync")
    kept = {file.name: file.read_bytes() for file in here.iterdir()}
    assert len(kept) == PLANNED[state]
    run(vdirsyncer, "-c", config, "sync")
    assert {file.name: file.read_bytes() for file in here.iterdir()} == kept

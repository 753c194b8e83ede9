"""A site's files held against each other, the store and the page that is served."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.decide.history import HISTORY_WINDOW
from statuspage.errors import Fault, Severity
from statuspage.lint import Findings, lint
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.store.writer import Writer
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.servers import closed_port, pages, response, serving
from tests.web.made import POST, TOML, write_store
from tests.web.made import write_site as write_files

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN = """---
title: Mail is late
components: {mail: major_outage}
---
## 2026-11-23 06:00 UTC — Investigating
x
"""
NAME = "2026-11-23-mail-late.md"
PATH = f"incidents/{NAME}"
OUTLIVED = [f"{PATH}:1"]
MISSING = ["statuspage.toml: components.mail"]


def write_site(root: Path, *, toml: str = TOML, posts: dict[str, str]) -> Path:
    """Write a site's files as if they had come at NOW."""
    write_files(root, toml=toml, posts=posts)
    for path in root.rglob("*.*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return root


def at_now(root: Path, folder: Path | None = None, *, live: bool = False) -> Findings:
    return lint(root, folder, live=live, now=NOW)


def places(found: Findings) -> list[str]:
    return [fault.place for fault in found.faults]


def only(found: Findings) -> Fault:
    (fault,) = found.faults
    return fault


def site_with(tmp_path: Path, text: str, toml: str = TOML) -> Path:
    return write_site(tmp_path / "site", toml=toml, posts={NAME: text})


@pytest.mark.parametrize(
    ("posts", "outcomes", "expected"),
    [
        ({NAME: OPEN}, ["ok"] * 62, OUTLIVED),
        ({NAME: OPEN}, ["ok"] * 50, []),
        ({NAME: OPEN}, ["down"] * 62, []),
        ({}, ["down"] * 17, MISSING),
        ({}, ["down"] * 10, []),
    ],
)
def test_posts_are_held_against_the_store(
    tmp_path: Path, posts: dict[str, str], outcomes: list[str], expected: list[str]
) -> None:
    root = write_site(tmp_path / "site", posts=posts)
    write_store(tmp_path / "data", outcomes, NOW)
    found = at_now(root, tmp_path / "data")
    assert (places(found), found.skipped) == (expected, "")
    assert all(fault.severity is Severity.WARNING for fault in found.faults)
    assert all(fault.severity is Severity.ERROR for fault in found.strict().faults)


def test_a_maintenance_that_overruns_is_told(tmp_path: Path) -> None:
    head = "title: A\nkind: maintenance\ncomponents: [mail]\nstarts: 2026-11-23 06:00\nends: 2026-11-23 08:00"
    root = site_with(tmp_path, f"---\n{head}\n---\n## 2026-11-22 06:00 UTC — Scheduled\nx\n")
    write_store(tmp_path / "data", ["down"] * 5, NOW)
    assert "past its end" in only(at_now(root, tmp_path / "data")).rule


@pytest.mark.parametrize("folder", [None, "no-such-folder", "empty"])
def test_without_measurements_what_is_skipped_is_named_in_one_line(
    tmp_path: Path, folder: str | None
) -> None:
    (tmp_path / "empty").mkdir()
    found = at_now(site_with(tmp_path, OPEN), tmp_path / folder if folder else None)
    assert found.faults == ()
    assert found.skipped.startswith("Not looked at: incidents open while all works")
    assert "--live" in found.skipped
    assert "\n" not in found.skipped


def test_old_measurements_are_none(tmp_path: Path) -> None:
    write_store(tmp_path / "data", ["ok"] * 62, NOW - timedelta(hours=1))
    found = at_now(site_with(tmp_path, OPEN), tmp_path / "data")
    assert found.faults == ()
    assert "the monitor does not run" in found.skipped


def test_a_damaged_store_is_named_and_stops_nothing(tmp_path: Path) -> None:
    write_store(tmp_path / "data", now=NOW)
    (database,) = (path for path in (tmp_path / "data").iterdir() if path.suffix == ".db")
    database.write_bytes(b"nonsense" * 1000)
    found = at_now(site_with(tmp_path, OPEN), tmp_path / "data")
    assert found.faults == ()
    assert str(database) in found.skipped


def remembered(tmp_path: Path, text: str = OPEN) -> Path:
    """A site with one post that the store knows."""
    root = site_with(tmp_path, text)
    write_store(tmp_path / "data", now=NOW)
    writer = Writer(tmp_path / "data")
    writer.remember_files(open_site(root).files, NOW)
    writer.close()
    return root


def test_a_deleted_post_that_feeds_still_carry_is_told(tmp_path: Path) -> None:
    root = remembered(tmp_path)
    assert at_now(root, tmp_path / "data").faults == ()
    (root / PATH).unlink()
    fault = only(at_now(root, tmp_path / "data"))
    assert (fault.place, fault.severity) == (PATH, Severity.WARNING)
    assert "was deleted" in fault.rule
    assert "aliases: [2026-11-23-mail-late]" in fault.example


def test_a_post_that_ended_long_ago_or_was_renamed_is_not(tmp_path: Path) -> None:
    root = remembered(tmp_path, POST.replace("2026-11-20", "2026-05-20"))
    (root / PATH).unlink()
    assert at_now(root, tmp_path / "data").faults == ()
    again = remembered(tmp_path)
    (again / PATH).rename(again / "incidents" / "b.md")
    (again / "incidents" / "b.md").write_text(OPEN.replace("title", "aliases: [2026-11-23-mail-late]\ntitle"))
    assert at_now(again, tmp_path / "data").faults == ()


def test_a_broken_file_is_not_a_deleted_one(tmp_path: Path) -> None:
    root = remembered(tmp_path)
    (root / PATH).write_text("<<<<<<< ours\n")
    assert [place.rpartition(":")[0] for place in places(at_now(root, tmp_path / "data"))] == [PATH]


def snapshot_of(root: Path, folder: Path, now: datetime = NOW) -> bytes:
    """The snapshot.json that a page of this site serves."""
    reader = Reader(folder)
    held = reader.measurements(now - HISTORY_WINDOW)
    reader.close()
    snapshot = take(open_site(root).site, held, now, timedelta(seconds=60))
    return Renderer(Theme(root)).render(snapshot, "/api/v1/snapshot.json").body


def live(
    tmp_path: Path, served: bytes, text: str = OPEN, status: str = "200 OK"
) -> tuple[Findings, list[str]]:
    """What lint finds where a page serves this body, and the paths that were asked for."""
    asked: list[str] = []

    def answer(path: str, _: bytes) -> bytes:
        asked.append(path)
        return response(served, status)

    with serving(pages(answer)) as server:
        toml = TOML.replace("https://status.example.com", server.url.rstrip("/"))
        return at_now(site_with(tmp_path, text, toml), live=True), asked


@pytest.mark.parametrize(
    ("text", "outcomes", "expected"),
    [(OPEN, ["ok"] * 62, OUTLIVED), (OPEN, ["down"] * 62, []), (POST, ["down"] * 62, MISSING)],
)
def test_posts_are_held_against_the_page_that_is_served(
    tmp_path: Path, text: str, outcomes: list[str], expected: list[str]
) -> None:
    write_store(tmp_path / "data", outcomes, NOW)
    served = snapshot_of(site_with(tmp_path / "there", text), tmp_path / "data")
    found, asked = live(tmp_path, served, text)
    assert (places(found), found.skipped, asked) == (expected, "", ["/api/v1/snapshot.json"])


def test_a_post_that_only_the_page_has_is_told(tmp_path: Path) -> None:
    write_store(tmp_path / "data", ["down"] * 2, NOW)
    there = write_site(
        tmp_path / "there", posts={"gone.md": OPEN, "x.md": POST.replace("2026-11", "2026-05")}
    )
    found, _ = live(tmp_path, snapshot_of(there, tmp_path / "data"))
    assert places(found) == ["incidents/gone.md"]


def test_an_occurrence_of_a_maintenance_that_recurs_is_not_missing(tmp_path: Path) -> None:
    write_store(tmp_path / "data", ["ok"] * 2, NOW)
    posts = {"2026-11-23-mail-late-2026-11-22.md": OPEN, "mail-2026-11-22.md": OPEN}
    there = write_site(tmp_path / "there", posts=posts)
    found, _ = live(tmp_path, snapshot_of(there, tmp_path / "data"))
    assert places(found) == ["incidents/mail-2026-11-22.md"]


def odd(**changed: object) -> Callable[[bytes], bytes]:
    return lambda served: json.dumps(json.loads(served) | changed).encode()


@pytest.mark.parametrize(
    "change",
    [
        odd(components=None),
        odd(components=[None, 5, {"id": []}, {"id": "mail", "seen": "fine"}, {"id": "mail", "seen": []}]),
        odd(components=[{"id": "mail", "seen": "operational", "seen_since": "0001-01-01T00:00:00+23:00"}]),
        odd(components=[{"id": "mail", "seen": "operational", "seen_since": 5, "because_of": {"a": 1}}]),
        odd(incidents=[{"id": "::error::\n"}, {"id": 7}, []]),
        odd(incidents="many", maintenances=5, advisories={}),
    ],
)
def test_whatever_the_page_says_is_read_without_harm(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    write_store(tmp_path / "data", ["down"] * 2, NOW)
    served = snapshot_of(site_with(tmp_path / "there", OPEN), tmp_path / "data")
    assert live(tmp_path, change(served))[0].faults == ()


@pytest.mark.parametrize(
    ("served", "status", "words"),
    [
        (b"{}", "503 Service Unavailable", "answers with status 503"),
        (b"<html>", "200 OK", "is not the snapshot of a status page"),
        (b"[" * 100_000, "200 OK", "is not the snapshot of a status page"),
        (b"[]", "200 OK", "is not the snapshot of a status page"),
        (b" " * 5_000_001, "200 OK", "answers with more than 5 MB"),
    ],
)
def test_a_page_that_can_t_be_read_is_named_and_stops_nothing(
    tmp_path: Path, served: bytes, status: str, words: str
) -> None:
    found, _ = live(tmp_path, served, status=status)
    assert found.faults == ()
    assert words in found.skipped


def test_a_page_that_is_out_of_date_is_not_believed(tmp_path: Path) -> None:
    then = NOW - timedelta(hours=1)
    write_store(tmp_path / "data", ["down"] * 62, then)
    found, _ = live(tmp_path, snapshot_of(site_with(tmp_path / "there", POST), tmp_path / "data", then), POST)
    assert found.faults == ()
    assert "out of date" in found.skipped


def test_a_page_that_does_not_answer_is_named(tmp_path: Path) -> None:
    toml = TOML.replace("https://status.example.com", f"http://127.0.0.1:{closed_port()}")
    assert "/snapshot.json refuses connections." in at_now(site_with(tmp_path, OPEN, toml), live=True).skipped


def test_times_without_a_zone_are_told_only_where_the_site_sets_none(tmp_path: Path) -> None:
    text = OPEN.replace(" UTC", "")
    assert at_now(site_with(tmp_path, text)).faults == ()
    fault = only(at_now(site_with(tmp_path, text, TOML.replace('time_zone = "Europe/London"', ""))))
    assert (fault.place, fault.severity) == (f"{PATH}:5", Severity.WARNING)


HEAD = "---\ntitle: A\n{}---\n## 2026-11-23 06:00 UTC — Investigating\nx\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD.format("components: [mial]\n"), 3, "did you mean Mail?"),
        (HEAD.format("").replace("Investigating", "Identifed"), 4, "did you mean identified?"),
        (HEAD.format("kind: advisory\nverdict: affected\n"), 3, "needs the provider"),
        (HEAD.format("").replace("2026-11-23 06:00 UTC", "2026-10-25 01:30"), 4, "is there twice"),
        (HEAD.format("").replace("2026-11-23 06:00 UTC", "2026-03-29 01:30"), 4, "is missing"),
        (HEAD.format("") + "## 2026-11-23 05:00 UTC — Resolved\ny\n", 6, "is resolved before it is investig"),
    ],
)  # fmt: skip
def test_each_mistake_in_a_post_has_its_line_and_says_how_to_mend_it(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    fault = only(at_now(site_with(tmp_path, text)))
    assert fault.place == f"{PATH}:{line}"
    assert words in fault.rule
    assert fault.example


def test_two_posts_with_one_address_are_told(tmp_path: Path) -> None:
    posts = {"a.md": OPEN, "b.md": OPEN.replace("title", "id: a\ntitle")}
    fault = only(at_now(write_site(tmp_path, posts=posts)))
    assert fault.place == "incidents/b.md:1"
    assert 'incidents/a.md has the address "a" as well' in fault.rule
    mended = {"a.md": OPEN, "b.md": OPEN.replace("title", f"{fault.example}\ntitle")}
    assert at_now(write_site(tmp_path, posts=mended)).faults == ()

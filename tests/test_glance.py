"""A page at a glance: read from our snapshot, a Statuspage summary or a folder, and shown in a terminal."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage.errors import StatusPageError
from statuspage.glance.read import read_folder, read_page
from statuspage.glance.value import fit
from statuspage.model.status import Status
from statuspage.timeutil import format_instant, utc_now
from tests.processes import command
from tests.servers import closed_port, pages, response, says, serving
from tests.web.made import write_site, write_store

HOSTILE = "Mail\x1b]0;owned\x07 \x1b[2J\u202ereversed\r\nnext"


def own(status: str = "operational", valid: float = 60, **given: Any) -> dict[str, Any]:
    now = utc_now()
    component = {
        "name": "Mail",
        "group": None,
        "status": status,
        "measured": True,
        "since": None,
        "reason": "",
    }
    return {
        "generated_at": format_instant(now),
        "valid_until": format_instant(now + timedelta(seconds=valid)),
        "page": {"name": "Office", "url": "https://a.example", "status": status, "sentence": "So it is."},
        "components": [component],
    } | given


SUMMARY = {
    "page": {"name": "Their page", "url": "https://b.example", "updated_at": "2026-11-23T10:00:00.000Z"},
    "status": {"indicator": "minor", "description": "Partially Degraded Service"},
    "components": [
        {"id": "c", "name": "API", "status": "degraded_performance", "group_id": "g", "group": False},
        {"id": "g", "name": "Core", "status": "degraded_performance", "group_id": None, "group": True},
    ],
    "incidents": [
        {"name": "Slow", "status": "identified", "updated_at": "2026-11-23T10:00:00.000Z",
         "incident_updates": [{"body": "Found it."}, {"body": "Looking."}]}
    ],
    "scheduled_maintenances": [],
}  # fmt: skip


@contextmanager
def served(**answers: object) -> Iterator[str]:
    """A page below a path that answers with these, ``snapshot`` and ``summary``."""

    def answer(path: str, _heard: bytes) -> bytes:
        name = path.rpartition("/")[2].removesuffix(".json")
        if name not in answers or not path.startswith("/under/"):
            return response(b"no", "404 Not Found")
        return response(json.dumps(answers[name]).encode())

    with serving(pages(answer)) as server:
        yield f"{server.url}/under"


def test_our_own_page_is_read_with_its_validity() -> None:
    posts = [
        {
            "title": "Late",
            "status": "monitoring",
            "updates": [{"at": "2026-11-23T10:00:00Z", "body": "Soon."}],
        }
    ]
    with served(snapshot=own("major_outage", incidents=posts), summary=SUMMARY) as url:
        seen = read_page(url + "/")
    assert (seen.name, seen.status, seen.sentence) == ("Office", Status.MAJOR_OUTAGE, "So it is.")
    assert [(one.name, one.status) for one in seen.parts] == [("Mail", Status.MAJOR_OUTAGE)]
    assert [(one.title, one.words) for one in seen.said] == [("Late", "Soon.")]
    assert not seen.is_stale(utc_now())
    assert seen.is_stale(utc_now() + timedelta(seconds=61))


def test_another_page_is_read_by_its_summary() -> None:
    with served(summary=SUMMARY) as url:
        seen = read_page(url)
    assert (seen.name, seen.status) == ("Their page", Status.DEGRADED_PERFORMANCE)
    assert [(one.group, one.name) for one in seen.parts] == [("Core", "API")]
    assert [one.words for one in seen.said] == ["Found it."]
    assert seen.valid_until is None


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"page": None},
        {"page": {}, "components": 5, "generated_at": 7, "valid_until": {}, "incidents": "x"},
        {"page": {}, "components": [], "generated_at": 7, "incidents": [{"status": [], "updates": [{}]}]},
    ],
)
def test_odd_answers_are_errors_or_unknown(answer: object) -> None:
    with served(snapshot=answer, summary=SUMMARY) as url:
        assert read_page(url).status in (Status.UNKNOWN, Status.DEGRADED_PERFORMANCE)
    with served(summary=answer) as url, pytest.raises(StatusPageError, match="can't be read"):
        read_page(url)


def test_a_page_that_is_not_there_is_said_with_both_reasons() -> None:
    with pytest.raises(StatusPageError, match=r"snapshot\.json .*; /api/v2/summary\.json "):
        read_page(f"http://127.0.0.1:{closed_port()}")
    with serving(says(b"HTTP/1.1 200 OK\r\nContent-Le")) as server, pytest.raises(StatusPageError):
        read_page(server.url)


def test_foreign_words_command_no_terminal() -> None:
    assert fit(HOSTILE) == "Mail ]0;owned [2J reversed next"
    assert fit("x" * 1000) == "x" * 300
    assert fit(None) == ""


def test_a_site_is_read_from_its_folder(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    write_store(tmp_path / "data", now=utc_now())
    seen = read_folder(site, tmp_path / "data", utc_now())
    assert {one.name: one.status for one in seen.parts}["Mail"] is Status.OPERATIONAL
    assert read_folder(site, tmp_path / "none", utc_now()).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("status", "valid", "code", "words"),
    [
        ("operational", 60, 0, "● Mail  works"),
        ("under_maintenance", 60, 0, "under maintenance"),
        ("unknown", 60, 1, "not known"),
        ("degraded_performance", 60, 1, "slow or unstable"),
        ("major_outage", 60, 1, "down"),
        ("operational", -1, 1, "too old to be believed"),
    ],
)
def test_the_command_ends_by_how_things_are(status: str, valid: float, code: int, words: str) -> None:
    with served(snapshot=own(status, valid)) as url:
        done = command("status", "--site", url)
    assert (done.returncode, done.stderr) == (code, "")
    assert words in done.stdout
    assert "As of 20" in done.stdout


def test_what_is_in_no_group_is_not_shown_as_of_the_one_before(tmp_path: Path) -> None:
    mail = own()["components"][0]
    parts = [mail | {"name": "Portal", "group": "Web"}, mail, mail | {"name": "Shop", "group": "Web"}]
    with served(snapshot=own(components=parts)) as url:
        done = command("status", "--site", url)
    shown = [line.strip() for line in done.stdout.splitlines()[3:]]
    assert shown == ["", "Web", "● Portal  works", "● Shop  works", "", "● Mail  works"]


def test_an_address_that_is_none_of_a_page_is_told_so() -> None:
    done = command("status", "--site", "ftp://status.example.com")
    assert done.returncode == 1
    assert "ftp://status.example.com can't be read: an address looks like https://" in done.stderr


def test_the_command_shows_no_escape_sequence_of_others(tmp_path: Path) -> None:
    page = {"name": HOSTILE, "url": HOSTILE, "status": "operational", "sentence": f"{HOSTILE} [red]x[/red]"}
    with served(snapshot=own(page=page)) as url:
        done = command("status", "--site", url)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[red]x[/red]" in done.stdout
    assert command("status", "--site", str(tmp_path)).returncode == 1
    assert command("status", "--nonsense").returncode == 2

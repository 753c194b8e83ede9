"""Calls of services, over HTTP, until the page says so."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.processes import Running, serving_site, until
from tests.web.made import write_site

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[components.backup]
name = "Backup"
[[components.backup.checks]]
kind = "heartbeat"
token = "let me in"
every = "2s"
timeout = "1s"
grace = "1s"
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("calls")
    with serving_site(write_site(root / "site", toml=TOML, posts={}), root / "log") as one:
        yield one


def call(page: Running, path: str, token: str | None = "let me in", method: str = "POST") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    request = urllib.request.Request(f"http://127.0.0.1:{page.port}{path}", method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_it_is_unknown_until_the_first_call_then_up_then_late_then_up(page: Running) -> None:
    assert page.status_of("backup") == "unknown"
    assert call(page, "/heartbeat/backup") == 200
    until(lambda: page.status_of("backup") == "operational", 5, "up")
    until(lambda: "has not called for" in page.snapshot()["components"][0]["reason"], 8, "late")
    until(
        lambda: all(page.status_of("backup") == "major_outage" for _ in range(6)), 3, "late, by all workers"
    )
    assert call(page, "/heartbeat/backup/heartbeat?token=let%20me%20in", None, "GET") == 200
    until(lambda: page.status_of("backup") == "operational", 5, "up again")
    assert call(page, "/heartbeat/backup?status=fail&ms=1200&message=disk%20full") == 200
    until(lambda: page.status_of("backup") == "major_outage", 5, "failed")
    assert "disk full" not in page.get()[1]


@pytest.mark.parametrize(
    ("path", "token"),
    [
        ("/heartbeat/backup", "wrong"),
        ("/heartbeat/backup", ""),
        ("/heartbeat/backup", None),
        ("/heartbeat/nothing", "let me in"),
        ("/heartbeat/backup/other", "let me in"),
        ("/heartbeat/backup", "lét me in"),
    ],
)
def test_without_the_token_nothing_is_taken_and_nothing_learned(
    page: Running, path: str, token: str | None
) -> None:
    assert call(page, path, token.encode().decode("latin-1") if token else token) == 403


def test_nonsense_is_refused(page: Running) -> None:
    assert call(page, "/heartbeat/backup?ms=-5") == 400
    assert call(page, "/heartbeat/backup?ms=nan") == 400
    assert call(page, "/heartbeat/backup", method="DELETE") == 405


def test_a_token_is_in_no_log(page: Running) -> None:
    call(page, "/heartbeat/backup?token=let%20me%20in", None)
    assert "let me in" not in page.said()
    assert "let%20me" not in page.said()

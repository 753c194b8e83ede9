"""What is not the page is answered so often and no more; the secret's owner is not kept out by others."""

from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage.web.limits import AT_ONCE, EACH_SECOND, Limits
from tests.web.made import write_site, write_store
from tests.web.test_cache import client

TOML = """
[site]
name = "Office"
url = "https://status.example.com"
[web]
token = "operators only"
[git]
secret = "between us"
[components.backup]
name = "Backup"
[[components.backup.checks]]
kind = "heartbeat"
token = "let me in"
every = "2s"
grace = "1s"
"""
KNOWN = {"Authorization": "Bearer operators only"}
CALLER = {"Authorization": "Bearer let me in"}
HOST = {"X-Gitlab-Token": "between us"}


@pytest.fixture
def page(tmp_path: Path) -> Client:
    site = write_site(tmp_path, toml=TOML, posts={})
    write_store(site / ".statuspage")
    return client(site)


def test_a_caller_has_some_calls_at_once_and_then_so_many_a_second() -> None:
    now = 0.0
    limits = Limits(clock=lambda: now)
    assert [limits.allow("a") for _ in range(int(AT_ONCE) + 1)] == [True] * int(AT_ONCE) + [False]
    assert limits.allow("b")
    now = 1.0
    assert sum(limits.allow("a") for _ in range(50)) == EACH_SECOND


@pytest.mark.parametrize(
    ("method", "path", "known", "good"),
    [
        ("GET", "/healthz", KNOWN, 200),
        ("GET", "/metrics", KNOWN, 200),
        ("POST", "/heartbeat/backup", CALLER, 200),
        ("POST", "/heartbeat/backup/heartbeat", CALLER, 200),
        ("POST", "/hooks/git", HOST, 204),
    ],
)
def test_who_knows_no_secret_is_refused_sooner_than_who_does(
    page: Client, method: str, path: str, known: dict[str, str], good: int
) -> None:
    wrong = {"Authorization": "Bearer guess", "X-Gitlab-Token": "guess"}
    asked = [page.open(path, method=method, headers=wrong) for _ in range(300)]
    assert asked[-1].status_code == 429
    assert asked[-1].headers["Retry-After"] == "1"
    assert page.open(path, method=method, headers=known).status_code == good
    many = {page.open(path, method=method, headers=known).status_code for _ in range(300)}
    assert many == {good, 429}


def test_the_page_itself_has_no_limit(page: Client) -> None:
    assert {page.get("/").status_code for _ in range(300)} == {200}


def test_every_address_that_is_not_the_page_has_a_limit(page: Client) -> None:
    renderer = page.application._renderer  # type: ignore[attr-defined]
    live = {str(rule) for rule in renderer.app.url_map.iter_rules() if renderer.is_live(str(rule))}
    assert live == {
        "/healthz", "/metrics", "/heartbeat/<component>", "/heartbeat/<component>/<name>", "/hooks/git"
    }  # fmt: skip

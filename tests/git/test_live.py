"""A push to the page: a served site that follows a repository, with a real bare one beside it."""

import hashlib
import hmac
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Running, command, serving_site, until
from tests.web.made import POST, write_site

SECRET = "between us"
TOML = f"""
[site]
name = "Virtual Office"
url = "https://status.example.com"

[git]
every = "1h"
secret = "{SECRET}"
history_url = "https://git.example.com/site/{{path}}"

[components.mail]
name = "Mail"
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An operator's clone; what it pushes comes to the bare repository ``hub.git``."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    git(tmp_path, "clone", "-q", str(tmp_path / "hub.git"), "desk")
    desk = write_site(tmp_path / "desk", toml=TOML, posts={})
    git(desk, "checkout", "-q", "-b", "main")
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "Begin")
    git(desk, "push", "-q", "origin", "main")
    git(tmp_path, "clone", "-q", str(tmp_path / "hub.git"), "site")
    return desk


@pytest.fixture
def page(desk: Path, tmp_path: Path) -> Iterator[Running]:
    with serving_site(tmp_path / "site", tmp_path / "log") as one:
        yield one


def call(page: Running, signature: str) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{page.port}/hooks/git", data=b"{}", headers={"X-Hub-Signature-256": signature}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_from_push_to_page_in_five_seconds_and_no_stranger_wakes_it(page: Running, desk: Path) -> None:
    assert call(page, "sha256=wrong") == 403
    (desk / "incidents").mkdir(exist_ok=True)
    (desk / "incidents" / "2026-11-20-mail-late.md").write_text(POST, encoding="utf-8")
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "Mail is late")
    git(desk, "push", "-q", "origin", "main")
    digest = hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    assert call(page, f"sha256={digest}") == 204
    until(lambda: "Mail is arriving late" in page.get()[1], 5, "the post")
    until(lambda: "Mail is arriving late" in page.get("/history.rss")[1], 2, "the feed")
    source = "git.example.com/site/incidents/2026-11-20-mail-late.md"
    own = "/incidents/2026-11-20-mail-late/"
    until(lambda: source in page.get(own)[1], 2, "the post's page, by either worker")
    for path in ("/", "/incidents/2026-11-20-mail-late/", "/api/v1/snapshot.json"):
        assert "a@example.com" not in page.get(path)[1]


def test_an_edit_at_the_page_is_live_and_is_never_overwritten(
    page: Running, desk: Path, tmp_path: Path
) -> None:
    here = tmp_path / "site" / "incidents"
    here.mkdir(exist_ok=True)
    (here / "2026-11-21-typed.md").write_text("---\ntitle: Typed here\n---\nIt fails.", encoding="utf-8")
    until(lambda: "Typed here" in page.get()[1], 5, "the edit")
    (desk / "README.md").write_text("hello", encoding="utf-8")
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "Words")
    git(desk, "push", "-q", "origin", "main")
    digest = hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    assert call(page, f"sha256={digest}") == 204
    until(lambda: (tmp_path / "site" / "README.md").exists(), 6, "the commit")
    assert "Typed here" in page.get()[1]


def test_healthz_warns_while_the_remote_is_gone_and_the_page_stays(page: Running, tmp_path: Path) -> None:
    (tmp_path / "hub.git").rename(tmp_path / "away.git")
    digest = hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    assert call(page, f"sha256={digest}") == 204
    until(lambda: "Posts can't arrive" in page.get("/healthz")[1], 15, "the word")
    assert page.get()[0] == 200
    (tmp_path / "away.git").rename(tmp_path / "hub.git")
    (tmp_path / "site" / ".statuspage" / "wake").touch()
    until(lambda: "Posts can't arrive" not in page.get("/healthz")[1], 15, "the word to go")


def test_the_commands_and_lint_need_no_secret(tmp_path: Path) -> None:
    toml = TOML.replace(SECRET, "${NO_SUCH_SECRET}")
    site = write_site(tmp_path / "alone", toml=toml, posts={})
    assert command("lint", str(site)).returncode == 0
    assert command("incident", "list", "--site", str(site)).returncode == 0
    assert "NO_SUCH_SECRET" in command("monitor", str(site)).stderr

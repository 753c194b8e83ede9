"""One file committed in real repositories, with hooks of ours and of others."""

import subprocess
from pathlib import Path

import pytest

from statuspage.errors import StatusPageError
from statuspage.gitcommit import commit_file
from statuspage.site.starter import starter_text
from tests.git.repos import git
from tests.web.made import POST, write_site

pytestmark = pytest.mark.usefixtures("own_git")

NAME = "incidents/2026-11-20-mail-late.md"
NEW = "incidents/a.md"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A repository with the site, and a new post in it that git has not."""
    git(tmp_path, "init", "--quiet", "mine")
    site = write_site(tmp_path / "mine")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "begin")
    (site / NEW).write_text(POST)
    return site


def hooked(site: Path, text: str, name: str = "pre-commit") -> None:
    hook = site / ".git/hooks" / name
    hook.write_text(text)
    hook.chmod(0o755)


def refused_by(site: Path, path: str = NEW) -> str:
    with pytest.raises(StatusPageError, match="is written but not committed") as refused:
        commit_file(site, path, "A")
    return str(refused.value)


def test_only_the_one_file_is_committed(mine: Path) -> None:
    (mine / NEW).unlink()
    (mine / "statuspage.toml").write_text("# half an edit\n")
    (mine / "staged.txt").write_text("staged")
    git(mine, "add", "staged.txt")
    (mine / "incidents/[new] é.md").write_text(POST)
    short = commit_file(mine, "incidents/[new] é.md", "#1 Mail is late: resolved")
    assert git(mine, "log", "-1", "--format=%h %s|%an") == f"{short} #1 Mail is late: resolved|Ann Lee"
    assert git(mine, "-c", "core.quotePath=off", "show", "--name-only", "--format=") == "incidents/[new] é.md"
    assert git(mine, "status", "--short").split("\n") == ["A  staged.txt", " M statuspage.toml"]


def test_a_site_below_the_top_of_its_repository_is_committed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "top")
    site = write_site(tmp_path / "top/status")
    commit_file(site, NAME, "Mail: resolved")
    assert git(tmp_path / "top", "ls-files") == f"status/{NAME}"


def test_a_hook_of_others_is_heard_to_the_end_and_nothing_stays_staged(mine: Path) -> None:
    long = "word " * 100 + "end"
    hooked(mine, f"#!/bin/sh\necho {long}\necho and on stderr >&2\nexit 1\n")
    told = refused_by(mine).splitlines()
    assert told[1:3] == [f"    {long}", "    and on stderr"]
    assert git(mine, "status", "--short") == f"?? {NEW}"
    assert (mine / NEW).read_text() == POST
    command = told[3].removeprefix("Mend that, then: ").partition(" (--no-verify")[0]
    subprocess.run(f"{command} --no-verify --quiet -m A", shell=True, check=True)
    assert git(mine, "status", "--short") == ""


def test_what_was_staged_before_is_staged_after_a_refusal(mine: Path) -> None:
    hooked(mine, "#!/bin/sh\nexit 1\n")
    git(mine, "add", NEW)
    (mine / NEW).write_text(POST + "More.\n")
    (mine / NAME).write_text(POST + "More.\n")
    assert "failed with code 1" in refused_by(mine)
    refused_by(mine, NAME)
    assert git(mine, "status", "--short").split("\n") == [f"M {NAME}", f"AM {NEW}"]


def test_what_others_broke_keeps_no_post_back(mine: Path) -> None:
    (mine / "incidents/broken.md").write_text("no title")
    git(mine, "add", "incidents/broken.md")
    git(mine, "commit", "--quiet", "-m", "broken")
    folder = mine / ".githooks"
    folder.mkdir()
    text = starter_text(".githooks/pre-commit").replace('lint "$folder"', 'lint --strict "$folder/status"')
    (folder / "pre-commit").write_text(text)
    (folder / "pre-commit").chmod(0o755)
    git(mine, "config", "core.hooksPath", ".githooks")
    assert commit_file(mine, NEW, "A")
    (mine / NEW).write_text(POST + "More.\n")
    assert commit_file(mine, NEW, "B")


def test_our_hook_with_something_added_and_a_commit_msg_hook_are_run(mine: Path) -> None:
    ours = starter_text(".githooks/pre-commit")
    hooked(mine, ours.replace("\n\nif", "\necho added; exit 1\nif"))
    assert "    added" in refused_by(mine)
    hooked(mine, ours.replace("statuspage lint", "true #"))
    hooked(mine, "#!/bin/sh\necho no ticket; exit 1\n", "commit-msg")
    assert "    no ticket" in refused_by(mine)


def test_a_file_that_git_ignores_is_told(mine: Path) -> None:
    (mine / ".gitignore").write_text("a.md\n")
    assert "ignored" in refused_by(mine)

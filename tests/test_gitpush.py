"""Commit and push, with real repositories: one bare, and clones of two people who post at once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage.errors import StatusPageError
from statuspage.gitcommit import commit_file
from statuspage.gitpush import push, ready
from tests.git.repos import git
from tests.web.made import POST, write_site

pytestmark = pytest.mark.usefixtures("own_git")

NAME = "incidents/2026-11-20-mail-late.md"


@pytest.fixture
def clones(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two clones of one bare repository, each with the site."""
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    mine, other = tmp_path / "mine", tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "origin.git", "mine")
    write_site(mine)
    git(mine, "add", ".")
    git(mine, "commit", "--quiet", "-m", "begin")
    git(mine, "push", "--quiet", "origin", "HEAD")
    git(tmp_path, "clone", "--quiet", "origin.git", "other")
    yield mine, other
    assert git(mine, "worktree", "list").count("\n") == 0


def change(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    commit_file(folder, name, message)


def shown(folder: Path, name: str) -> str:
    return git(folder, "show", f"origin/main:{name}")


def test_a_first_commit_of_a_new_repository_is_made_and_pushed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(tmp_path, "init", "--quiet", "site")
    site = write_site(tmp_path / "site")
    git(site, "remote", "add", "upstream", "../origin.git")
    ready(site, to_push=True)
    commit_file(site, NAME, "Mail: resolved")
    assert push(site) == "upstream/main"
    assert git(tmp_path / "origin.git", "log", "--format=%s", "main") == "Mail: resolved"


def test_after_a_first_push_git_pull_and_git_push_know_where_to(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    git(tmp_path, "init", "--quiet", "site")
    site = write_site(tmp_path / "site")
    git(site, "remote", "add", "origin", "../origin.git")
    commit_file(site, NAME, "Mail: resolved")
    (tmp_path / "origin.git").rename(tmp_path / "away.git")
    with pytest.raises(StatusPageError, match="Try again: git push"):
        push(site)
    (tmp_path / "away.git").rename(tmp_path / "origin.git")
    git(site, "push", "--quiet")
    git(site, "pull", "--quiet", "--rebase")
    assert git(site, "status", "--short", "--branch").startswith("## main...origin/main\n")


def test_two_people_who_post_at_once_both_get_through(clones: tuple[Path, Path]) -> None:
    mine, other = clones
    change(mine, "incidents/a.md", "A", "A: investigating")
    assert push(mine) == "origin/main"
    change(other, "incidents/b.md", "B", "B: investigating")
    (other / NAME).write_text("an edit that nobody committed")
    assert push(other) == "origin/main"
    assert git(other, "log", "--format=%s", "origin/main").split("\n") == [
        "B: investigating", "A: investigating", "begin",
    ]  # fmt: skip
    assert (other / "incidents/a.md").read_text() == "A"
    assert (other / NAME).read_text() == "an edit that nobody committed"
    assert git(other, "status", "--short", "--branch") == f"## main...origin/main\n M {NAME}"


def test_updates_at_two_places_of_one_post_are_put_together(clones: tuple[Path, Path]) -> None:
    mine, other = clones
    change(mine, NAME, POST + "\n## 2026-11-20 11:00 UTC — Postmortem\nA.\n", "postmortem")
    push(mine)
    change(other, NAME, POST.replace("is arriving late", "was late"), "title")
    push(other)
    assert "title: Mail was late" in shown(other, NAME)
    assert "Postmortem" in shown(other, NAME)


def test_a_true_conflict_keeps_both_texts_and_says_what_to_do(clones: tuple[Path, Path]) -> None:
    mine, other = clones
    change(mine, NAME, POST + "\nMine.\n", "mine")
    push(mine)
    change(other, NAME, POST + "\nTheirs.\n", "theirs")
    before = git(other, "rev-parse", "HEAD")
    with pytest.raises(StatusPageError, match=r"committed here but not pushed.*git pull --rebase") as refused:
        push(other)
    assert NAME in str(refused.value)
    assert "\n" not in str(refused.value)
    assert git(other, "rev-parse", "HEAD") == before
    assert (other / NAME).read_text() == POST + "\nTheirs.\n"
    assert git(other, "status", "--short") == ""
    git(other, "fetch", "--quiet")
    assert shown(other, NAME).endswith("Mine.")
    assert git(other, "for-each-ref", "refs/statuspage") == ""


def test_an_edit_in_the_way_is_never_overwritten(clones: tuple[Path, Path]) -> None:
    mine, other = clones
    change(mine, NAME, POST + "\nMine.\n", "mine")
    push(mine)
    (other / NAME).write_text("an edit that nobody committed")
    change(other, "incidents/b.md", "B", "B")
    with pytest.raises(StatusPageError, match="edits here that are not committed"):
        push(other)
    assert (other / NAME).read_text() == "an edit that nobody committed"


def test_a_refusal_that_no_rebase_helps_is_told_in_the_hosts_words(clones: tuple[Path, Path]) -> None:
    mine, _ = clones
    hook = mine.parent / "origin.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho main is protected >&2\nexit 1\n")
    hook.chmod(0o755)
    change(mine, "incidents/a.md", "A", "A")
    with pytest.raises(StatusPageError, match="main is protected"):
        push(mine)


def test_who_always_comes_too_late_is_told_after_some_attempts(clones: tuple[Path, Path]) -> None:
    mine, other = clones
    change(mine, "incidents/a.md", "A", "A")
    hook = other / ".git/hooks/pre-push"
    hook.write_text(
        f"#!/bin/sh\ncd {mine} && git commit -q --allow-empty -m more && git push -q origin main\n"
    )
    hook.chmod(0o755)
    change(other, "incidents/b.md", "B", "B")
    with pytest.raises(StatusPageError, match="others keep pushing"):
        push(other)
    assert git(mine, "rev-list", "--count", "origin/main") == "6"
    assert git(other, "log", "-1", "--format=%s") == "B"


def test_what_is_missing_is_told_before_anything_is_done(
    tmp_path: Path, clones: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = clones
    ready(mine, to_push=True)
    write_site(tmp_path / "plain")
    with pytest.raises(StatusPageError, match=r"it is no git repository\. For example: git init"):
        ready(tmp_path / "plain")
    git(tmp_path / "plain", "init", "--quiet")
    with pytest.raises(StatusPageError, match="no remote to push to"):
        ready(tmp_path / "plain", to_push=True)
    git(mine, "checkout", "--quiet", "--detach")
    with pytest.raises(StatusPageError, match="on no branch"):
        ready(mine, to_push=True)
    Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text("[user]\nuseConfigOnly = true\n")
    with pytest.raises(StatusPageError, match="in whose name"):
        ready(mine)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(StatusPageError, match="no program git"):
            ready(mine)

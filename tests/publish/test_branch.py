"""A branch as target: one commit, replaced, in real repositories."""

import shutil
import stat
from pathlib import Path

import pytest

from statuspage.publish.branch import to_branch
from statuspage.publish.notpublished import NotPublished
from tests.git.repos import git
from tests.publish.places import FIRST, SECOND, build, target

pytestmark = pytest.mark.usefixtures("own_git")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


def publish(built: Path, remote: Path, branch: str = "gh-pages") -> None:
    top = remote.parent
    to_branch(built, target("branch", place=branch, remote=str(remote)), top, top / "work")


def held(remote: Path) -> dict[str, str]:
    names = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    return {name: git(remote, "show", f"gh-pages:{name}") for name in names if "manifest" not in name}


def test_the_branch_has_one_commit_however_often_it_is_published(remote: Path, tmp_path: Path) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    assert held(remote) == FIRST | {".nojekyll": ""}
    publish(build(tmp_path / "built", SECOND), remote)
    assert held(remote) == SECOND | {".nojekyll": ""}
    assert git(remote, "rev-list", "--count", "gh-pages") == "1"


def test_the_same_page_is_not_pushed_again(remote: Path, tmp_path: Path) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    before = git(remote, "rev-parse", "gh-pages")
    publish(tmp_path / "built", remote)
    assert git(remote, "rev-parse", "gh-pages") == before


def test_the_domain_that_the_host_keeps_in_the_branch_stays(remote: Path, tmp_path: Path) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(remote), "clone")
    (tmp_path / "clone/CNAME").write_text("status.example.com\n")
    git(tmp_path / "clone", "add", "CNAME")
    git(tmp_path / "clone", "commit", "--quiet", "-m", "domain")
    git(tmp_path / "clone", "push", "--quiet")
    publish(build(tmp_path / "built", SECOND), remote)
    assert held(remote)["CNAME"] == "status.example.com"
    assert git(remote, "rev-list", "--count", "gh-pages") == "1"


def test_a_branch_that_holds_something_else_is_refused(remote: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(remote), "clone")
    (tmp_path / "clone/code.py").write_text("precious")
    git(tmp_path / "clone", "add", "code.py")
    git(tmp_path / "clone", "commit", "--quiet", "-m", "work")
    git(tmp_path / "clone", "push", "--quiet", "origin", "HEAD:gh-pages")
    with pytest.raises(NotPublished, match="holds something else"):
        publish(build(tmp_path / "built", FIRST), remote)
    assert held(remote) == {"code.py": "precious"}


@pytest.mark.parametrize("lock", ["index.lock", "refs/published.lock", "shallow.lock", "config.lock"])
def test_a_lock_that_a_killed_publisher_left_is_no_hindrance(remote: Path, tmp_path: Path, lock: str) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    (tmp_path / "work" / lock).touch()
    publish(build(tmp_path / "built", SECOND), remote)
    assert held(remote)["index.html"] == SECOND["index.html"]


@pytest.mark.parametrize("lost", ["config", "refs", "objects"])
def test_a_repository_that_was_cut_off_while_it_was_made_is_mended(
    remote: Path, tmp_path: Path, lost: str
) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    gone = tmp_path / "work" / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    publish(build(tmp_path / "built", SECOND), remote)
    assert held(remote)["index.html"] == SECOND["index.html"]


def test_a_repository_that_a_power_failure_damaged_is_begun_anew_the_next_time(
    remote: Path, tmp_path: Path
) -> None:
    publish(build(tmp_path / "built", FIRST), remote)
    for file in (tmp_path / "work").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"")
    second = build(tmp_path / "built", SECOND)
    with pytest.raises(NotPublished):
        publish(second, remote)
    publish(second, remote)
    assert held(remote)["index.html"] == SECOND["index.html"]


def test_a_remote_that_refuses_is_told_of_without_its_password(remote: Path, tmp_path: Path) -> None:
    hook = remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IEXEC)
    built = build(tmp_path / "built", FIRST)
    with pytest.raises(NotPublished, match="git push failed"):
        publish(built, remote)
    there = target("branch", place="gh-pages", remote="https://me:hunter2@127.0.0.1:1/x.git")
    with pytest.raises(NotPublished) as refused:
        to_branch(built, there, tmp_path, tmp_path / "work")
    assert "hunter2" not in str(refused.value)

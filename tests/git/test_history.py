"""When posts came and were changed, from real commits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.git.command import GitFailed
from statuspage.git.history import FileHistory, History, first_commits, history_link, last_commits
from tests.git.repos import Clone, git


def at(minute: int) -> datetime:
    return datetime(2026, 11, 23, 10, minute, tzinfo=UTC)


def put(site: Clone, minute: int, files: dict[str, str]) -> str:
    site.write(files)
    return site.commit(at=at(minute))


def test_first_and_last_commits(site: Clone) -> None:
    put(site, 1, {"incidents/b.md": "one\n", "incidents/odd \tnäme.md": "x\n"})
    put(site, 2, {"elsewhere.md": "x\n"})
    last = put(site, 3, {"incidents/b.md": "two\n"})
    site.write({"incidents/uncommitted.md": "x\n"})
    files = History(site.root).look()
    assert files["incidents/b.md"] == FileHistory(at(1), at(3), last)
    assert set(files) == {"incidents/a.md", "incidents/b.md", "incidents/odd \tnäme.md"}
    assert first_commits(files)["incidents/b.md"] == at(1)
    assert last_commits(files)["incidents/b.md"] == at(3)
    assert History(site.root, "inc*").look() == {}


def test_it_is_read_again_only_at_another_commit(site: Clone) -> None:
    history = History(site.root)
    before = history.look()
    site.write({"incidents/a.md": "edited\n"})
    assert history.look() is before
    put(site, 1, {})
    assert history.look() is not before


def test_a_renamed_post_came_when_it_first_came(site: Clone) -> None:
    put(site, 1, {"incidents/b.md": "a text of some lines\nthat is known again\n"})
    changed = put(site, 2, {"incidents/b.md": "a text of some lines\nthat is known again\nand more\n"})
    site.git("mv", "incidents/b.md", "incidents/c.md")
    site.commit(at=at(3))
    put(site, 4, {"incidents/b.md": "another post\n"})
    files = History(site.root).look()
    assert files["incidents/c.md"] == FileHistory(at(1), at(2), changed)
    assert files["incidents/b.md"].first == at(4)


def test_a_deleted_post_is_gone_and_one_put_back_came_when_it_first_came(site: Clone) -> None:
    put(site, 1, {"incidents/b.md": "b\n", "incidents/c.md": "something else\n"})
    site.git("rm", "--quiet", "incidents/b.md", "incidents/c.md")
    site.commit(at=at(2))
    put(site, 3, {"incidents/c.md": "something else\n"})
    files = History(site.root).look()
    assert "incidents/b.md" not in files
    assert (files["incidents/c.md"].first, files["incidents/c.md"].last) == (at(1), at(3))


def test_a_rebase_changes_no_date(site: Clone, author: Clone) -> None:
    put(site, 1, {"incidents/mine.md": "mine\n"})
    author.post({"incidents/b.md": "new\n"})
    assert site.sync().arrived
    assert first_commits(History(site.root).look())["incidents/mine.md"] == at(1)


def test_posts_that_came_by_a_merge_came_when_they_were_written(site: Clone) -> None:
    site.git("checkout", "--quiet", "-b", "side")
    put(site, 1, {"incidents/b.md": "b\n"})
    site.git("checkout", "--quiet", "main")
    put(site, 2, {"incidents/c.md": "c\n"})
    site.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    assert first_commits(History(site.root).look())["incidents/b.md"] == at(1)


def test_paths_are_inside_the_site_that_is_a_folder_of_a_repository(site: Clone) -> None:
    put(site, 1, {"status/incidents/b.md": "b\n"})
    assert list(History(site.root / "status").look()) == ["incidents/b.md"]


def test_a_shallow_clone_does_not_know_when_older_posts_came(remote: Path, author: Clone) -> None:
    author.post({"incidents/b.md": "b\n"})
    git(remote.parent, "clone", "--quiet", "--depth=1", remote.as_uri(), "shallow")
    shallow = Clone(remote.parent / "shallow")
    put(shallow, 1, {"incidents/b.md": "changed\n", "incidents/c.md": "c\n"})
    files = History(shallow.root).look()
    assert set(files) == {"incidents/b.md", "incidents/c.md"}
    assert (files["incidents/b.md"].first, files["incidents/c.md"].first) == (None, at(1))
    assert set(first_commits(files)) == {"incidents/c.md"}


def test_a_date_that_is_none_is_passed_over(site: Clone) -> None:
    text = site.git("cat-file", "commit", "HEAD").replace("ada@example.com> ", "ada@example.com> 99999999")
    (site.root / "commit").write_text(text + "\n")
    odd = site.git("hash-object", "-t", "commit", "-w", "--literally", "commit")
    site.git("update-ref", "refs/heads/main", odd)
    put(site, 1, {"incidents/b.md": "b\n"})
    assert set(History(site.root).look()) == {"incidents/b.md"}


def test_nobody_is_named(site: Clone) -> None:
    assert "ada" not in repr(History(site.root).look()).lower()


def test_a_folder_without_commits_and_one_without_git(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "empty")
    assert History(tmp_path / "empty").look() == {}
    with pytest.raises(GitFailed, match="not a git repository"):
        History(tmp_path, timeout=timedelta(seconds=20)).look()


def test_a_link_to_the_history_at_the_host() -> None:
    pattern = "https://git.example.com/site/commits/main/{path}"
    link = history_link(pattern, "incidents/50% & more?#.md")
    assert link == "https://git.example.com/site/commits/main/incidents/50%25%20%26%20more%3F%23.md"

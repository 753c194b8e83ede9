"""When a post counts as edited: by real commits."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.model.kept import KeptFile
from statuspage.model.post import Post
from statuspage.sitefiles import open_site
from tests.git.repos import Clone
from tests.web.made import TOML

NAME = "incidents/mail-late.md"
TEXT = "---\ntitle: Mail is late\n---\n## 2026-11-23 10:00 UTC — Investigating\nIt is slow.\n"
OTHER = TEXT.replace("slow", "very slow")


def at(minute: int) -> datetime:
    return datetime(2026, 11, 23, 10 + minute // 60, minute % 60, tzinfo=UTC)


def read(root: Path) -> Post:
    (post,) = [post for post in open_site(root).site.posts if post.path == NAME]
    return post


def edited_at(root: Path) -> datetime | None:
    return read(root).edited_at


def put(site: Clone, *commits: tuple[int, str]) -> None:
    site.write({"statuspage.toml": TOML})
    for minute, text in commits:
        site.write({NAME: text})
        site.commit(at=at(minute))


@pytest.mark.parametrize("minute", [0, 5, 300])
def test_a_post_with_one_commit_was_never_edited_however_late_that_came(site: Clone, minute: int) -> None:
    put(site, (minute, TEXT))
    assert edited_at(site.root) is None


def test_a_commit_well_after_the_last_update_is_an_edit(site: Clone) -> None:
    put(site, (1, TEXT), (45, OTHER))
    assert edited_at(site.root) == at(45)


def test_a_commit_that_adds_an_update_is_none_nor_is_one_soon_after(site: Clone) -> None:
    more = "\n## 2026-11-23 10:40 UTC — Resolved\nIt is over.\n"
    put(site, (1, TEXT), (42, TEXT + more), (50, OTHER + more))
    assert edited_at(site.root) is None


def test_a_post_was_changed_with_its_last_commit_however_soon_that_came(site: Clone) -> None:
    put(site, (1, TEXT), (5, OTHER))
    assert read(site.root).changed_at == at(5)


def test_a_post_in_no_commit_was_changed_when_its_file_was_written(site: Clone) -> None:
    site.write({"statuspage.toml": TOML, NAME: TEXT})
    os.utime(site.root / NAME, (at(30).timestamp(), at(30).timestamp()))
    assert (read(site.root).changed_at, edited_at(site.root)) == (at(30), None)


def test_a_renaming_is_no_edit(site: Clone) -> None:
    site.write({"statuspage.toml": TOML, "incidents/old-name.md": TEXT})
    site.commit(at=at(1))
    site.git("mv", "incidents/old-name.md", NAME)
    site.commit(at=at(90))
    assert edited_at(site.root) is None


@pytest.mark.parametrize("seen", [-7, 7])
def test_an_undated_post_is_of_when_it_was_seen_or_committed_whichever_came_first(
    site: Clone, seen: int
) -> None:
    put(site, (0, "---\ntitle: Mail is late\n---\nIt is slow.\n"))
    (post,) = open_site(site.root, {NAME: KeptFile(at(0) + timedelta(minutes=seen), None)}).site.posts
    assert post.updates[0].at == min(at(0), at(0) + timedelta(minutes=seen))

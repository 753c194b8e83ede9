"""A checkout and its remote: every way they can differ, with real repositories."""

from pathlib import Path

import pytest

from statuspage.git.sync import Outcome, Step, decide
from tests.git.repos import KEPT, NOW, Clone, git

A = "one\ntwo\nthree\n"


def tip(remote: Path) -> str:
    return git(remote, "rev-parse", "main")


def test_nothing_to_do(site: Clone) -> None:
    before = site.head
    done = site.sync()
    assert (done.outcome, done.old, done.new, done.sentence) == (Outcome.CURRENT, before, before, "")
    assert (done.at, done.arrived) == (NOW, True)


def test_a_push_elsewhere_arrives(site: Clone, author: Clone) -> None:
    old = site.head
    new = author.post({"incidents/b.md": "new\n", "incidents/a.md": "changed\n"})
    done = site.sync()
    assert (done.outcome, done.old, done.new) == (Outcome.FORWARDED, old, new)
    assert (site.head, site.status) == (new, [])
    assert site.read("incidents/b.md") == "new\n"
    assert site.sync().outcome is Outcome.CURRENT


def test_an_address_does_as_well_as_a_name(site: Clone, author: Clone, remote: Path) -> None:
    new = author.post({"incidents/b.md": "new\n"})
    assert site.sync(str(remote)).new == new


def test_a_site_may_be_a_folder_of_a_repository(site: Clone, author: Clone) -> None:
    author.post({"incidents/b.md": "new\n"})
    assert Clone(site.root / "incidents").sync().outcome is Outcome.FORWARDED
    assert site.read("incidents/b.md") == "new\n"


def test_commits_made_here_are_pushed(site: Clone, remote: Path) -> None:
    site.write({"incidents/mine.md": "mine\n"})
    mine = site.commit()
    done = site.sync()
    assert (done.outcome, done.new, tip(remote)) == (Outcome.PUSHED, mine, mine)


def test_commits_made_here_are_put_on_top_and_pushed(site: Clone, author: Clone, remote: Path) -> None:
    site.write({"incidents/mine.md": "mine\n"})
    site.commit("mine")
    theirs = author.post({"incidents/b.md": "new\n", "old.md": "newer\n"})
    done = site.sync()
    assert (done.outcome, done.sentence) == (Outcome.REBASED_AND_PUSHED, "")
    assert site.head == done.new == tip(remote)
    assert site.git("rev-parse", "HEAD^") == theirs
    assert (site.read("incidents/mine.md"), site.read("old.md")) == ("mine\n", "newer\n")
    assert site.git("log", "-1", "--format=%an %s") == "Ada Author mine"
    assert (site.status, len(site.git("worktree", "list").splitlines())) == ([], 1)


def test_where_pushing_is_not_wanted_they_stay_on_top(site: Clone, author: Clone, remote: Path) -> None:
    site.write({"incidents/mine.md": "mine\n"})
    site.commit()
    theirs = author.post({"incidents/b.md": "new\n"})
    done = site.sync(push=False)
    assert (done.outcome, done.sentence, done.arrived) == (Outcome.UNPUSHED, "", True)
    assert (tip(remote), site.git("rev-parse", "HEAD^")) == (theirs, theirs)
    assert site.sync(push=False).outcome is Outcome.UNPUSHED


def test_where_pushing_is_not_allowed_the_others_arrive_all_the_same(
    site: Clone, author: Clone, remote: Path
) -> None:
    site.write({"incidents/mine.md": "mine\n"})
    site.commit()
    theirs = author.post({"incidents/b.md": "new\n"})
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho read only\nexit 1\n")
    hook.chmod(0o755)
    done = site.sync()
    assert (done.outcome, tip(remote), site.read("incidents/b.md")) == (Outcome.UNPUSHED, theirs, "new\n")
    assert "Commits made here are here only: git push failed" in done.sentence
    hook.unlink()
    assert (site.sync().outcome, tip(remote)) == (Outcome.PUSHED, site.head)


def test_a_conflict_changes_nothing(site: Clone, author: Clone, remote: Path) -> None:
    site.write({"incidents/a.md": "mine\n"})
    mine = site.commit()
    theirs = author.post({"incidents/a.md": "theirs\n"})
    done = site.sync()
    assert (done.outcome, done.arrived) == (Outcome.FAILED, False)
    assert "incidents/a.md was changed both here and in main at origin" in done.sentence
    assert (site.head, tip(remote), site.read("incidents/a.md")) == (mine, theirs, "mine\n")
    assert (site.status, len(site.git("worktree", "list").splitlines())) == ([], 1)


def test_what_is_the_same_commit_by_content_needs_no_push(site: Clone, author: Clone) -> None:
    for clone in (site, author):
        clone.write({"incidents/b.md": "new\n"})
    site.commit("one message")
    author.commit("another")
    author.git("push", "--quiet")
    assert (site.sync().outcome, site.head) == (Outcome.FORWARDED, author.head)


def test_a_merge_made_here_is_not_taken_apart(site: Clone, author: Clone) -> None:
    site.git("checkout", "--quiet", "-b", "side")
    site.write({"incidents/mine.md": "mine\n"})
    site.commit()
    site.git("checkout", "--quiet", "main")
    site.git("merge", "--quiet", "--no-ff", "-m", "merge", "side")
    before = site.head
    author.post({"incidents/b.md": "new\n"})
    done = site.sync()
    assert (done.outcome, site.head) == (Outcome.FAILED, before)
    assert "has a merge" in done.sentence


def rewrite(author: Clone) -> str:
    """Make the remote's last commit another one."""
    author.write({"incidents/b.md": "rewritten\n"})
    author.git("add", "--all")
    author.git("commit", "--quiet", "--amend", "-m", "rewritten")
    author.git("push", "--quiet", "--force", "origin", "main")
    return author.head


@pytest.mark.parametrize("name", ["origin", "address"])
def test_a_rewritten_remote_is_followed_and_the_old_tip_kept(
    site: Clone, author: Clone, remote: Path, name: str
) -> None:
    where = "origin" if name == "origin" else str(remote)
    old = site.head
    assert site.sync(where).arrived
    new = rewrite(author)
    done = site.sync(where)
    assert (done.outcome, done.old, done.new, site.head) == (Outcome.FOLLOWED_REWRITE, old, new, new)
    assert KEPT in done.sentence
    assert site.git("rev-parse", KEPT) == old
    assert (site.read("incidents/b.md"), site.status) == ("rewritten\n", [])
    assert site.sync(where).outcome is Outcome.CURRENT


def test_a_post_that_the_remote_takes_back_is_not_pushed_again(
    site: Clone, author: Clone, remote: Path
) -> None:
    before = site.head
    author.post({"incidents/secret.md": "4711\n"})
    site.sync()
    author.git("push", "--quiet", "--force", "origin", f"{before}:main")
    assert site.sync().outcome is Outcome.FOLLOWED_REWRITE
    assert (site.head, tip(remote), (site.root / "incidents/secret.md").exists()) == (before, before, False)


def test_a_post_made_here_that_the_remote_takes_back_is_not_pushed_again(site: Clone, remote: Path) -> None:
    before = site.head
    site.write({"incidents/secret.md": "4711\n"})
    mine = site.commit()
    assert site.sync().outcome is Outcome.PUSHED
    git(remote, "update-ref", "refs/heads/main", before)
    assert site.sync().outcome is Outcome.FOLLOWED_REWRITE
    assert (site.head, tip(remote), site.git("rev-parse", KEPT)) == (before, before, mine)


def test_a_rewritten_remote_waits_for_edits_and_is_no_news_to_push(
    site: Clone, author: Clone, remote: Path
) -> None:
    site.sync()
    author.git("rm", "--quiet", "old.md")
    new = rewrite(author)
    site.write({"old.md": "edited\n"})
    assert [site.sync().outcome for _ in range(2)] == [Outcome.DIRTY_KEPT] * 2
    assert (tip(remote), site.git("for-each-ref", KEPT)) == (new, "")
    site.git("checkout", "--quiet", "old.md")
    assert (site.sync().outcome, site.head) == (Outcome.FOLLOWED_REWRITE, new)


def test_a_rewritten_remote_and_commits_made_here_are_for_people(
    site: Clone, author: Clone, remote: Path
) -> None:
    site.sync()
    site.write({"incidents/mine.md": "mine\n"})
    mine = site.commit()
    new = rewrite(author)
    done = site.sync()
    assert (done.outcome, site.head, tip(remote)) == (Outcome.FAILED, mine, new)
    assert "by hand" in done.sentence


def test_a_remote_never_seen_before_with_another_history_is_for_people(site: Clone, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "other.git")
    git(tmp_path, "clone", "--quiet", "other.git", "other")
    other = Clone(tmp_path / "other")
    other.git("checkout", "--quiet", "-B", "main")
    other.post({"x": "x"})
    before = site.head
    assert site.sync(str(tmp_path / "other.git")).outcome is Outcome.FAILED
    assert site.head == before


def test_two_monitors_that_both_have_commits_come_together(site: Clone, remote: Path, tmp_path: Path) -> None:
    second = Clone.of(remote, tmp_path / "second")
    for clone, name in ((site, "x"), (second, "y")):
        clone.write({f"incidents/{name}.md": name})
        clone.commit()
    assert site.sync().outcome is Outcome.PUSHED
    assert second.sync().outcome is Outcome.REBASED_AND_PUSHED
    assert site.sync().outcome is Outcome.FORWARDED
    assert site.head == second.head == tip(remote)


def test_what_is_to_be_done() -> None:
    table = {
        (True, False, False, False): Step.FORWARD,
        (True, False, False, True): Step.FORWARD,
        (False, True, True, False): Step.PUSH,
        (False, True, True, None): Step.PUSH,
        (False, True, False, True): Step.FOLLOW,
        (False, False, False, True): Step.FOLLOW,
        (False, False, True, True): Step.REFUSE,
        (False, True, True, True): Step.REFUSE,
        (False, False, True, False): Step.REBASE,
        (False, False, True, None): Step.REFUSE,
    }
    for (behind, ahead, own, rewritten), step in table.items():
        assert decide(behind=behind, ahead=ahead, own=own, rewritten=rewritten) is step

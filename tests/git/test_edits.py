"""What people have not committed, and what was killed halfway: nothing of it is lost, nothing stays stuck."""

import os
import threading
from pathlib import Path

import pytest

from statuspage.git import move as moving
from statuspage.git.command import Git
from statuspage.git.sync import Outcome
from tests.git.repos import Clone


def test_edits_of_other_files_stay(site: Clone, author: Clone) -> None:
    site.write({"old.md": "edited\n", "incidents/draft.md": "draft\n", "staged.md": "staged\n"})
    site.git("add", "staged.md")
    new = author.post({"incidents/b.md": "new\n", "incidents/a.md": "changed\n"})
    assert (site.sync().outcome, site.head) == (Outcome.FORWARDED, new)
    assert site.status == ["M old.md", "A  staged.md", "?? incidents/draft.md"]
    assert (site.read("old.md"), site.read("incidents/a.md")) == ("edited\n", "changed\n")


def test_an_edit_in_the_way_stays_live(site: Clone, author: Clone) -> None:
    before = site.head
    site.write({"incidents/a.md": "edited\n"})
    author.post({"incidents/a.md": "changed\n", "incidents/b.md": "new\n"})
    done = site.sync()
    assert (done.outcome, done.new, done.arrived) == (Outcome.DIRTY_KEPT, before, False)
    assert "incidents/a.md: in " in done.sentence
    assert (site.head, site.read("incidents/a.md")) == (before, "edited\n")
    assert not (site.root / "incidents/b.md").exists()
    site.git("checkout", "--quiet", "incidents/a.md")
    assert site.sync().outcome is Outcome.FORWARDED


def stage(site: Clone) -> None:
    site.write({"incidents/a.md": "staged\n"})
    site.git("add", "incidents/a.md")
    site.write({"incidents/a.md": "one\ntwo\nthree\n"})


def remove(site: Clone) -> None:
    (site.root / "incidents/a.md").unlink()


def hide(site: Clone) -> None:
    site.git("update-index", "--assume-unchanged", "incidents/a.md")
    site.write({"incidents/a.md": "edited\n"})


def link(site: Clone) -> None:
    (site.root / "incidents").rename(site.root.parent / "elsewhere")
    (site.root / "incidents").symlink_to(site.root.parent / "elsewhere")


def pipe(site: Clone) -> None:
    remove(site)
    os.mkfifo(site.root / "incidents/a.md")


def folder(site: Clone) -> None:
    site.write({"incidents/b.md/inside": "x"})


def untracked(site: Clone) -> None:
    site.write({"incidents/b.md": "mine\n"})


def ignored(site: Clone) -> None:
    (site.root / ".git/info/exclude").write_text("b.md\n")
    untracked(site)


@pytest.mark.parametrize("edit", [stage, remove, hide, link, pipe, folder, untracked, ignored])
def test_whatever_stands_in_the_way_is_left_alone(site: Clone, author: Clone, edit: object) -> None:
    before = site.head
    assert callable(edit)
    edit(site)
    status = site.status
    author.post({"incidents/a.md": "changed\n", "incidents/b.md": "new\n"})
    done = site.sync()
    assert (done.outcome, site.head, site.status) == (Outcome.DIRTY_KEPT, before, status)


def test_the_same_text_by_hand_and_by_git_is_no_edit(site: Clone, author: Clone) -> None:
    for clone in (site, author):
        clone.write({"incidents/a.md": "changed\n", "incidents/b.md": "new\n"})
    author.commit()
    author.git("push", "--quiet")
    assert (site.sync().outcome, site.head, site.status) == (Outcome.FORWARDED, author.head, [])


def test_files_folders_and_links_take_each_other_s_places(site: Clone, author: Clone) -> None:
    author.post({"f": "file\n", "d/x": "inside\n", "l/same": "same\n"})
    assert site.sync().arrived
    author.git("rm", "-r", "--quiet", "f", "d", "l")
    (author.root / "l").symlink_to("f")
    author.post({"f/x": "inside\n", "d": "file\n", "f/same": "same\n"})
    assert site.sync().outcome is Outcome.FORWARDED
    assert (site.read("f/x"), site.read("d"), site.read("l/same")) == ("inside\n", "file\n", "same\n")
    author.git("rm", "-r", "--quiet", "f", "l")
    author.post({"l/same": "same\n"})
    assert site.sync().outcome is Outcome.FORWARDED
    assert (site.status, (site.root / "l").is_symlink(), (site.root / "f").exists()) == ([], False, False)


def test_modes_line_ends_and_many_files_arrive(site: Clone, author: Clone) -> None:
    author.write(
        {".gitattributes": "*.txt text eol=crlf\n", "a.txt": "a\n", "-x *?[.md": "odd\n", "x\ny": "odd"}
    )
    author.write({f"many/{number}": str(number) for number in range(450)})
    author.write({"run": "#!/bin/sh\n"})
    (author.root / "run").chmod(0o755)
    author.post({})
    assert site.sync().outcome is Outcome.FORWARDED
    assert (site.status, (site.root / "a.txt").read_bytes()) == ([], b"a\r\n")
    assert os.access(site.root / "run", os.X_OK)
    author.post({"a.txt": "b\n"})
    assert site.sync().outcome is Outcome.FORWARDED


def test_no_file_is_ever_missing_or_half_written(site: Clone, author: Clone) -> None:
    texts = [str(number) * 200_000 for number in range(8)]
    seen: set[str] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add(site.read("incidents/a.md"))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for text in texts:
            author.post({"incidents/a.md": text})
            assert site.sync().arrived
    finally:
        stop.set()
        thread.join()
    assert seen <= {*texts, "one\ntwo\nthree\n"}


class Killed(BaseException):
    """An end that nothing tidies up after."""


@pytest.mark.parametrize("step", ["_new_index", "_write_out", "_put_in_place", "half", "replace", "ref"])
def test_killed_anywhere_the_next_one_goes_on(
    site: Clone, author: Clone, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    new = author.post({"incidents/a.md": "changed\n", "incidents/b.md": "new\n", "incidents/c.md": "new\n"})
    real, calls = os.replace, []

    def replace(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == (2 if step == "half" else 4):
            raise Killed
        real(source, target)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if step in ("half", "replace"):
            patch.setattr(os, "replace", replace)
        elif step == "ref":
            ask = Git.ask
            patch.setattr(Git, "ask", lambda git, *args: die() if "-m" in args[:2] else ask(git, *args))
        else:
            patch.setattr(moving, step, die)
        with pytest.raises(Killed):
            site.sync()
    (site.root / ".git/index.lock").write_bytes(b"statuspage\n")
    assert (site.sync().outcome, site.head, site.status) == (Outcome.FORWARDED, new, [])


def test_a_worktree_that_was_left_behind_is_cleared(site: Clone, author: Clone) -> None:
    bench = site.root / ".git/statuspage/rebase"
    site.git("worktree", "add", "--quiet", "--detach", str(bench))
    (bench / "incidents/a.md").write_text("half")
    assert site.sync().arrived
    assert not bench.exists()
    site.git("worktree", "add", "--quiet", "--detach", str(bench))
    (bench / ".git").write_text("nonsense")
    site.write({"incidents/mine.md": "mine\n"})
    site.commit()
    author.post({"incidents/b.md": "new\n"})
    assert site.sync().outcome is Outcome.REBASED_AND_PUSHED
    assert len(site.git("worktree", "list").splitlines()) == 1


def test_another_git_s_lock_is_waited_for_then_told(
    site: Clone, author: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    author.post({"incidents/b.md": "new\n"})
    lock = site.root / ".git/index.lock"
    lock.touch()
    timer = threading.Timer(0.2, lock.unlink)
    timer.start()
    assert site.sync().outcome is Outcome.FORWARDED
    timer.join()
    author.post({"incidents/b.md": "newer\n"})
    lock.touch()
    monkeypatch.setattr("statuspage.git.checkout._LOCK_PATIENCE", 0.0)
    done = site.sync()
    assert (done.outcome, lock.exists()) == (Outcome.FAILED, True)
    assert "remove that file" in done.sentence


def test_what_a_person_has_under_way_is_left_to_them(site: Clone, author: Clone) -> None:
    author.post({"incidents/b.md": "new\n"})
    (site.root / ".git/MERGE_HEAD").write_text(site.head)
    done = site.sync()
    assert (done.outcome, "A merge is under way" in done.sentence) == (Outcome.FAILED, True)


def test_an_edit_at_the_very_moment_is_not_overwritten(
    site: Clone, author: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = author.post({"incidents/a.md": "changed\n", "incidents/b.md": "new\n"})
    real = moving._write_out

    def meanwhile(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        site.write({"incidents/b.md": "edited\n"})

    with monkeypatch.context() as patch:
        patch.setattr(moving, "_write_out", meanwhile)
        done = site.sync()
    assert done.sentence == "incidents/b.md was just edited: the update is tried again."
    assert site.sync().outcome is Outcome.DIRTY_KEPT
    assert site.read("incidents/b.md") == "edited\n"
    (site.root / "incidents/b.md").unlink()
    assert (site.sync().outcome, site.head, site.status) == (Outcome.FORWARDED, new, [])

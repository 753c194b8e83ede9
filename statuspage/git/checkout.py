"""A site's checkout, while we work on it: one at a time, and what a killed one left behind is cleared."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.git.command import Git, GitFailed

_OURS = b"statuspage\n"
"""What an ``index.lock`` holds that we took, so that the next of us knows it for its own."""

_PATIENCE = timedelta(seconds=5)
"""How long git may take to say whether it keeps the data folder."""

_LOCK_PATIENCE = 1.0
"""Seconds to wait for another git to let go of the index."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A working tree: ``git`` works at its ``top``, ``folder`` is its ``.git``, ``private`` is ours in it."""

    git: Git
    top: Path
    folder: Path

    @property
    def private(self) -> Path:
        """Where we keep what nobody else should see; on the file system of ``.git``."""
        return self.folder / "statuspage"

    @property
    def bench(self) -> Path:
        """The temporary worktree in which commits are rebased."""
        return self.private / "rebase"

    @property
    def is_followed(self) -> bool:
        """Whether this was ever brought up to date with a remote by itself; no push can undo that."""
        return (self.private / "followed").exists()

    def is_to_follow(self) -> None:
        """Remember that it is brought up to date by itself."""
        (self.private / "followed").touch()

    @property
    def under_way(self) -> str:
        """What a person has begun here and not finished: "merge", "rebase"; "" for nothing."""
        marks = {
            "MERGE_HEAD": "merge",
            "CHERRY_PICK_HEAD": "cherry-pick",
            "REVERT_HEAD": "revert",
            "rebase-merge": "rebase",
            "rebase-apply": "rebase",
        }
        return next((word for mark, word in marks.items() if (self.folder / mark).exists()), "")

    @contextmanager
    def index_lock(self) -> Iterator[None]:
        """Keep every other git from changing the index, as git itself would. Raises GitFailed."""
        lock = self.folder / "index.lock"
        end = time.monotonic() + _LOCK_PATIENCE
        while True:
            try:
                handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
                break
            except FileExistsError:
                if time.monotonic() > end:
                    raise GitFailed(
                        f"Another git holds {lock}: it is tried again; if no git runs, remove that file."
                    ) from None
                time.sleep(0.02)
        try:
            os.write(handle, _OURS)
            os.close(handle)
            yield
        finally:
            lock.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what one of us that was killed left behind."""
        if self.bench.exists():
            self.git.run("worktree", "remove", "--force", "--force", "--", str(self.bench))
            shutil.rmtree(self.bench, ignore_errors=True)
        shutil.rmtree(self.private / "new", ignore_errors=True)
        lock = self.folder / "index.lock"
        with contextlib.suppress(FileNotFoundError):
            if lock.read_bytes() == _OURS:
                lock.unlink()


def find_checkout(root: Path, timeout: timedelta) -> Checkout:
    """The checkout that the folder is in. Raises GitFailed with a sentence."""
    git = Git(root, timeout)
    try:
        places = git.ask("rev-parse", "--show-toplevel", "--absolute-git-dir")
        top, folder = (Path(os.fsdecode(place)) for place in places.splitlines())
    except (GitFailed, ValueError) as error:
        raise GitFailed(f"{root} is no checkout that can be used: {error}") from None
    return Checkout(git.within(top), top, folder)


def untracked(folder: Path) -> Path:
    """A data folder, absolute. Raises StatusPageError where it is a part of a repository."""
    folder = Path(os.path.abspath(folder))
    if is_tracked(folder, _PATIENCE):
        raise StatusPageError(
            f"git keeps {folder}, so whoever may push could change our data there: "
            "name another folder with --data or STATUSPAGE_DATA, or take it out with git rm -r --cached."
        )
    return folder


def is_tracked(path: Path, timeout: timedelta) -> bool:
    """Whether git keeps this file, or anything in this folder, in the repository that it lies in.

    That is asked of a repository of another user as well: it reads the index and runs nothing.
    """
    try:
        asked = ("-c", "safe.directory=*", "ls-files", "-z", "--", path.name)
        return bool(Git(path.parent, timeout).run(*asked).out)
    except GitFailed:
        return False


@contextmanager
def working(root: Path, timeout: timedelta) -> Iterator[Checkout]:
    """The checkout that the folder is in, for us alone. Raises GitFailed, also when another has it."""
    checkout = find_checkout(root, timeout)
    checkout.private.mkdir(exist_ok=True)
    handle = os.open(checkout.private / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GitFailed(f"Another statuspage is bringing {checkout.top} up to date.") from None
        checkout.clear()
        yield checkout
    finally:
        os.close(handle)

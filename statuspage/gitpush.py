"""What somebody posted and committed, pushed: as they would do it themselves, with their hooks and keys.

A push that is refused because others pushed first is put on top of theirs and tried again. That goes
on in a worktree of its own, so that the site's folder never shows a conflict.
"""

import re
import time
from contextlib import ExitStack
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.git.checkout import Checkout, working
from statuspage.git.command import GitFailed
from statuspage.git.move import move
from statuspage.git.rebase import rebased
from statuspage.gitcommit import TIMEOUT, failure, git, line

_ATTEMPTS = 4
"""The first, and three more after others were there before."""

_PATIENCE = 10.0
"""Seconds to wait for a monitor that brings the same checkout up to date."""

_THEIRS = "refs/statuspage/theirs"
_BEHIND = re.compile(
    rb"^!\t.*\[rejected\]|^!\t.*\[remote rejected\].*(?:lock|failed to update ref)", re.MULTILINE
)


def ready(root: Path, *, to_push: bool = False) -> None:
    """See that a commit, and with ``to_push`` a push, can be tried.

    Raises StatusPageError with what is missing.
    """
    ran = git(root, "rev-parse", "--is-inside-work-tree")
    if ran.code != 0 or ran.out.strip() != b"true":
        no_git = b"not a git repository" in ran.err
        reason = "it is no git repository" if no_git else failure(ran, "rev-parse")
        raise StatusPageError(
            f"Nothing can be committed in {root}: {reason.rstrip('.')}. For example: git init"
        )
    if git(root, "var", "GIT_AUTHOR_IDENT").code != 0 or git(root, "var", "GIT_COMMITTER_IDENT").code != 0:
        example = 'git config --global user.name "Ann Lee", and user.email'
        raise StatusPageError(f"git does not know in whose name to commit. For example: {example}")
    if to_push:
        _target(root)


def push(root: Path) -> str:
    """Push the checkout's branch to where it comes from; the name of that, such as ``origin/main``.

    Raises StatusPageError with what to do; the commits stay, and so does what others pushed.
    """
    remote, branch, ref = _target(root)
    where = f"{remote}/{ref.removeprefix('refs/heads/')}"
    if not line(root, "config", f"branch.{branch}.merge"):  # so that git push and git pull work from now on
        git(root, "config", f"branch.{branch}.remote", remote)
        git(root, "config", f"branch.{branch}.merge", ref)
    for _ in range(_ATTEMPTS):
        ran = git(root, "push", "--porcelain", remote, f"refs/heads/{branch}:{ref}")
        if ran.code == 0:
            return where
        if not _BEHIND.search(ran.out):
            raise StatusPageError(
                f"It is committed but not pushed: {failure(ran, 'push')} Try again: git push"
            )
        _catch_up(root, remote, branch, ref, where)
    raise StatusPageError(f"It is committed but not pushed, as others keep pushing to {where}; try: git push")


def _catch_up(root: Path, remote: str, branch: str, ref: str, where: str) -> None:
    """Put the branch's own commits on top of the remote's. Raises StatusPageError, with nothing moved."""
    fetched = git(root, "fetch", "--quiet", "--no-tags", remote, f"+{ref}:{_THEIRS}")
    if fetched.code != 0:
        raise StatusPageError(
            f"It is committed but not pushed: {failure(fetched, 'fetch')} Try again: git push"
        )
    try:
        with ExitStack() as stack:
            checkout = _alone(root, stack)
            local = checkout.git.line("rev-parse", f"refs/heads/{branch}")
            theirs = checkout.git.line("rev-parse", _THEIRS)
            new = rebased(checkout, local, theirs, where)
            edited = move(checkout, f"refs/heads/{branch}", local, new).edited
    except (GitFailed, OSError) as error:
        raise StatusPageError(f"It is committed here but not pushed. {error}") from None
    finally:
        git(root, "update-ref", "-d", _THEIRS)
    if edited:
        raise StatusPageError(
            f"It is committed but not pushed: {edited[0]} was changed in {where} and has edits here that "
            "are not committed. Commit them, then: git pull --rebase, and git push"
        )


def _alone(root: Path, stack: ExitStack) -> Checkout:
    """The checkout for us alone, once a monitor that works on it is done. Raises GitFailed."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return stack.enter_context(working(root, TIMEOUT))
        except GitFailed:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _target(root: Path) -> tuple[str, str, str]:
    """The remote to push to, the local branch, and the full name of the remote's. Raises StatusPageError."""
    branch = line(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch:
        raise StatusPageError(
            f"{root} is on no branch, so nothing can be pushed. For example: git switch main"
        )
    remotes = line(root, "remote").split("\n")
    remote = line(root, "config", f"branch.{branch}.remote")
    remote = remote or ("origin" if "origin" in remotes else remotes[0])
    if not remote:
        raise StatusPageError(
            f"{root} has no remote to push to. For example: git remote add origin git@example.com:status.git"
        )
    return remote, branch, line(root, "config", f"branch.{branch}.merge") or f"refs/heads/{branch}"

"""Commits made here, put on top of the remote's: in a worktree of its own, so that nobody sees it at work."""

from pathlib import Path

from statuspage.git.checkout import Checkout
from statuspage.git.command import Git, GitFailed, listed

_QUIET = ("--quiet", "--no-stat", "--no-autostash", "--no-autosquash", "--no-fork-point", "--no-verify")


def rebased(checkout: Checkout, local: str, remote: str, where: str) -> str:
    """The commit that has what ``remote`` has and, on top, what only ``local`` has; neither is changed.

    ``where`` is what the remote is called in sentences. Raises GitFailed: for a conflict it names the
    files. Merges are refused, since what was decided in one is lost when it is taken apart.
    """
    git = checkout.git
    if git.line("rev-list", "--max-count=1", "--merges", f"{remote}..{local}"):
        raise GitFailed(
            f"The checkout has a merge that {where} has not: in {checkout.top}, git pull and git push."
        )
    try:
        git.ask("worktree", "add", "--force", "--force", "--quiet", "--detach", str(checkout.bench), local)
        return _rebase(git.within(checkout.bench), remote, where, checkout.top)
    finally:
        checkout.clear()


def _rebase(git: Git, remote: str, where: str, top: Path) -> str:
    try:
        git.ask("rebase", *_QUIET, remote, env=_committer(git))
    except GitFailed:
        torn = git.items("diff", "--name-only", "--diff-filter=U", "-z")
        if not torn:
            raise
        raise GitFailed(
            f"{listed(torn)} was changed both here and in {where}, and nothing was moved: "
            f"in {top}, git pull --rebase, mend it, git add it, git rebase --continue, git push."
        ) from None
    return git.line("rev-parse", "HEAD")


def _committer(git: Git) -> dict[str, str]:
    """A name to commit under where the machine has none; authors stay who they are."""
    if git.line("config", "--get", "user.email"):
        return {}
    return {"GIT_COMMITTER_NAME": "statuspage", "GIT_COMMITTER_EMAIL": "statuspage@localhost"}

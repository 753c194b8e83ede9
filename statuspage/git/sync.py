"""A checkout and the remote branch that it follows, brought together without losing a commit or an edit."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from statuspage.git.checkout import Checkout, working
from statuspage.git.command import GitFailed, listed, plain
from statuspage.git.move import Moved, move
from statuspage.git.rebase import rebased


class Outcome(StrEnum):
    """What came of a sync."""

    CURRENT = "current"
    FORWARDED = "forwarded"
    PUSHED = "pushed"
    REBASED_AND_PUSHED = "rebased_and_pushed"
    UNPUSHED = "unpushed"
    FOLLOWED_REWRITE = "followed_rewrite"
    DIRTY_KEPT = "dirty_kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sync:
    """What a sync at ``at`` did: the commit the checkout was at before and is at now, where known.

    ``sentence`` is for operators, without credentials; "" where there is nothing to say. ``unpushed``:
    all that the remote has is here, and commits of our own are here only.
    """

    outcome: Outcome
    at: datetime
    old: str | None
    new: str | None
    sentence: str = ""

    @property
    def arrived(self) -> bool:
        """Whether all that the remote has is in the checkout now."""
        return self.outcome not in (Outcome.DIRTY_KEPT, Outcome.FAILED)


class Step(StrEnum):
    """What is to be done."""

    NOTHING = "nothing"
    FORWARD = "forward"
    PUSH = "push"
    REBASE = "rebase"
    FOLLOW = "follow"
    REFUSE = "refuse"


def decide(*, behind: bool, ahead: bool, own: bool, rewritten: bool | None) -> Step:
    """What is to be done with a local and another remote commit.

    ``behind``: the remote one follows on the local one; ``ahead``: the reverse. ``own``: there are
    commits here that the remote never had. ``rewritten``: the remote left its own path since it was
    last seen; None: it was never seen.
    """
    if behind:
        return Step.FORWARD
    if rewritten:
        return Step.REFUSE if own else Step.FOLLOW
    if ahead:
        return Step.PUSH
    return Step.REFUSE if rewritten is None else Step.REBASE


def sync(
    root: Path, remote: str, branch: str, *, now: datetime, timeout: timedelta, push: bool = True
) -> Sync:
    """Bring the checkout that ``root`` is in and ``branch`` of ``remote`` (a name or a URL) together.

    Each git command may take ``timeout``. Without ``push`` our own commits stay here, on top of the
    remote's. Never raises; what went wrong is in the result.
    """
    try:
        _check(remote, branch)
        with working(root, timeout) as checkout:
            checkout.is_to_follow()
            return _Turn(checkout, remote, branch, now, push).run()
    except (GitFailed, OSError) as error:
        return Sync(Outcome.FAILED, now, None, None, plain(str(error)))


def _check(remote: str, branch: str) -> None:
    """Raises GitFailed for names that git would take for something else."""
    for what, name in (("remote", remote), ("branch", branch)):
        if not name.strip() or name.startswith("-") or not name.isprintable():
            raise GitFailed(f"The {what} of [git] can't be {plain(name)!r}.")


class _Turn:
    """One sync of a checkout that is ours alone."""

    def __init__(self, checkout: Checkout, remote: str, branch: str, now: datetime, push: bool) -> None:
        self._checkout, self._git = checkout, checkout.git
        self._remote, self._branch, self._now, self._push = remote, branch, now, push
        self._ref = f"refs/heads/{branch}"
        key = hashlib.sha256(remote.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self._seen_ref = f"refs/statuspage/seen/{key}/{branch}"
        self._fetched_ref = f"refs/statuspage/fetched/{key}/{branch}"

    def run(self) -> Sync:
        """Raises GitFailed or OSError."""
        local = self._local()
        before = self._tip(self._seen_ref)
        seen = before or self._tracked()
        remote = self._fetch()
        step = Step.NOTHING if local == remote else self._decide(local, remote, seen)
        done = self._take(step, local, remote)
        # What was seen moves on only once it is dealt with: a rewriting is one until it was followed.
        pushed = done.outcome in (Outcome.PUSHED, Outcome.REBASED_AND_PUSHED)
        now_seen = done.new if pushed and done.new else remote
        if done.arrived and now_seen != before:
            self._git.ask("update-ref", self._seen_ref, now_seen)
        return done

    def _local(self) -> str:
        if not self._git.agrees("check-ref-format", self._ref):
            raise GitFailed(f"{plain(self._branch)!r} can't be the name of a branch.")
        head = self._git.line("symbolic-ref", "--quiet", "HEAD")
        if head != self._ref:
            at = plain(head.removeprefix("refs/heads/")) or "no branch"
            raise GitFailed(
                f"The checkout is at {at}, and [git] names the branch {self._branch}: "
                f"in {self._checkout.top}, git switch {self._branch}"
            )
        local = self._tip(self._ref)
        if not local:
            raise GitFailed(f"{self._checkout.top} has no commit yet: git pull, or commit something.")
        return local

    def _tip(self, ref: str) -> str:
        """The commit that a ref is at; "" where there is no such ref."""
        return self._git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")

    def _tracked(self) -> str:
        """Where git itself saw the remote last: after a clone, the tip that was cloned."""
        named = re.fullmatch(r"\w[\w.-]*", self._remote)
        return self._tip(f"refs/remotes/{self._remote}/{self._branch}") if named else ""

    def _fetch(self) -> str:
        quiet = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
        self._git.ask("fetch", *quiet, "--", self._remote, f"+{self._ref}:{self._fetched_ref}")
        return self._tip(self._fetched_ref)

    def _decide(self, local: str, remote: str, seen: str) -> Step:
        def contains(newer: str, older: str) -> bool:
            return self._git.agrees("merge-base", "--is-ancestor", older, newer)

        known = ["^" + remote] + (["^" + seen] if seen else [])
        return decide(
            behind=contains(remote, local),
            ahead=contains(local, remote),
            own=bool(self._git.line("rev-list", "--max-count=1", local, *known)),
            rewritten=not contains(remote, seen) if seen else None,
        )

    def _take(self, step: Step, local: str, remote: str) -> Sync:
        match step:
            case Step.NOTHING:
                return self._say(Outcome.CURRENT, local, local)
            case Step.FORWARD:
                return self._move(Outcome.FORWARDED, local, remote)
            case Step.FOLLOW:
                return self._follow(local, remote)
            case Step.PUSH:
                return self._send(Outcome.PUSHED, local, local)
            case Step.REBASE:
                return self._rebase(local, remote)
            case Step.REFUSE:
                raise GitFailed(
                    f"The checkout has commits that {self._where} has not, and their histories do not "
                    f"fit together: in {self._checkout.top}, put them on top of it or let them go, by hand."
                )

    def _follow(self, local: str, remote: str) -> Sync:
        keep = f"refs/statuspage/{self._now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        moved = self._move(Outcome.FOLLOWED_REWRITE, local, remote, keep=keep)
        if not moved.arrived:
            return moved
        return self._say(
            moved.outcome, local, remote, f"{self._where} was rewritten; the old tip is kept at {keep}."
        )

    def _rebase(self, local: str, remote: str) -> Sync:
        onto = rebased(self._checkout, local, remote, self._where)
        moved = self._move(Outcome.FORWARDED, local, onto)
        if not moved.arrived or onto == remote:
            return moved
        return self._send(Outcome.REBASED_AND_PUSHED, local, onto)

    def _move(self, outcome: Outcome, old: str, new: str, *, keep: str = "") -> Sync:
        moved = move(self._checkout, self._ref, old, new, keep=keep)
        return self._kept(old, moved) if moved.edited else self._say(outcome, old, new)

    def _kept(self, old: str, moved: Moved) -> Sync:
        return self._say(
            Outcome.DIRTY_KEPT,
            old,
            old,
            f"An update from {self._where} waits, since it changes what has uncommitted edits here, "
            f"{listed(moved.edited)}: in {self._checkout.top}, commit them or undo them.",
        )

    def _send(self, outcome: Outcome, old: str, new: str) -> Sync:
        """Push; where that is not wanted or not allowed, our commits stay here, and all is well."""
        if not self._push:
            return self._say(Outcome.UNPUSHED, old, new)
        quiet = ("--quiet", "--no-verify", "--no-recurse-submodules", "--no-follow-tags", "--no-signed")
        try:
            self._git.ask("push", *quiet, "--", self._remote, f"{new}:{self._ref}")
        except GitFailed as error:
            return self._say(Outcome.UNPUSHED, old, new, f"Commits made here are here only: {error}")
        return self._say(outcome, old, new)

    def _say(self, outcome: Outcome, old: str, new: str, sentence: str = "") -> Sync:
        return Sync(outcome, self._now, old, new, plain(sentence))

    @property
    def _where(self) -> str:
        return f"{self._branch} at {plain(self._remote)}"

"""Publishing to a git branch: one commit without parents, which each publication replaces.

It works in a repository of its own in the data folder, so that the site's checkout is never touched.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from statuspage.git.command import Git, GitFailed, plain
from statuspage.model.publish import Target
from statuspage.placing import MANIFEST
from statuspage.publish.notpublished import NotPublished

_WHO: Mapping[str, str] = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "statuspage"), ("EMAIL", "statuspage@localhost"))
}
_KEPT = ("CNAME",)
"""Files of the host's that stay in the branch: where GitHub Pages keeps a domain's name."""


def to_branch(built: Path, target: Target, root: Path, work: Path) -> None:
    """Replace a branch by the build in ``built``. ``root`` is the site, ``work`` a folder for our repository.

    A branch that holds anything but an earlier page is refused. Raises NotPublished.
    """
    try:
        address = _address(target, root)
        work.mkdir(parents=True, exist_ok=True)
        _Push(Git(work.absolute(), target.timeout, bare=True), target.place, address, built).run()
    except (GitFailed, OSError) as error:
        shutil.rmtree(work, ignore_errors=True)  # whatever is wrong with it, the next time begins anew
        raise NotPublished(plain(str(error))) from None


def _address(target: Target, root: Path) -> str:
    """The repository's address: a remote's name is one of the site's checkout."""
    if "/" in target.remote or ":" in target.remote:
        return target.remote
    git = Git(root.resolve(), target.timeout)
    return os.fsdecode(git.ask("remote", "get-url", "--push", target.remote)).strip()


class _Push:
    def __init__(self, git: Git, branch: str, address: str, built: Path) -> None:
        self._git, self._address, self._built = git, address, built
        self._ref = f"refs/heads/{branch}"

    def run(self) -> None:
        """Raises GitFailed."""
        for left in self._git.folder.rglob("*.lock"):  # one that was killed left it
            left.unlink(missing_ok=True)
        self._git.ask("init", "--quiet", "--bare", ".")  # harmless where there is one, and mends half a one
        there = self._there()
        tree = self._tree(there)
        if there and tree == self._git.line("rev-parse", f"{there}^{{tree}}"):
            return
        commit = os.fsdecode(self._git.ask("commit-tree", "-m", "The status page", tree, env=_WHO)).strip()
        self._git.ask(
            *("push", "--quiet", f"--force-with-lease={self._ref}:{there}"),
            *(self._address, f"{commit}:{self._ref}"),
        )
        self._git.ask("update-ref", "refs/published", commit)
        self._git.run("gc", "--quiet", "--auto", "--prune=now")

    def _there(self) -> str:
        """The commit that the branch is at, fetched; "" where there is no such branch."""
        told = os.fsdecode(self._git.ask("ls-remote", self._address, self._ref)).split()
        if not told:
            return ""
        if self._git.run("cat-file", "-e", f"{told[0]}^{{tree}}").code != 0:
            self._git.ask("fetch", "--quiet", "--no-tags", "--depth=1", self._address, self._ref)
        if self._git.run("cat-file", "-e", f"{told[0]}:{MANIFEST}").code != 0:
            raise GitFailed(f"{self._ref} holds something else than a page: name a branch of its own.")
        return told[0]

    def _tree(self, there: str) -> str:
        """The build as a tree, without a change by anybody's line endings or lists of what to ignore."""
        plainly = (
            "-c",
            "core.autocrlf=false",
            "-c",
            "core.attributesFile=/dev/null",
            "-c",
            "core.bare=false",
        )
        within = (*plainly, f"--git-dir={self._git.folder}", f"--work-tree={self._built}")
        self._git.ask(*within, "add", "--all", "--force", f"{self._built}/")
        empty = os.fsdecode(self._git.ask("hash-object", "-w", "/dev/null")).strip()
        self._git.ask("update-index", "--add", "--cacheinfo", f"100644,{empty},.nojekyll")
        for name in _KEPT:
            blob = self._git.line("rev-parse", "--verify", "--quiet", f"{there}:{name}") if there else ""
            if blob:
                self._git.ask("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        return os.fsdecode(self._git.ask("write-tree")).strip()

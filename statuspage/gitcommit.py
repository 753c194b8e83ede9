"""One file committed, as its writer would do it: in their name, with their keys and their hooks.

But not with the hook that ``statuspage init`` writes. It looks at the whole site, and what somebody
else left broken there must not keep a word about an outage back: the post itself has been read back.
"""

import os
import shlex
from datetime import timedelta
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.git.command import plain, why
from statuspage.run import Ended, Ran, run
from statuspage.site.starter import starter_text

TIMEOUT = timedelta(seconds=120)
"""How long a git command may take, hooks and all."""

_ENVIRONMENT = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "GIT_LITERAL_PATHSPECS": "1"}
_OF_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE")
"""What tells a hook of git about its own repository, which need not be the site's."""

_HOOK = ".githooks/pre-commit"
_MOST_LINES = 20


def git(root: Path, *arguments: str) -> Ran:
    """Run git in a folder as whoever called us would, but asking nothing."""
    env = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    return run(
        ["git", "--no-pager", *arguments], timeout=TIMEOUT, env=env | _ENVIRONMENT, cwd=root.absolute()
    )


def line(root: Path, *arguments: str) -> str:
    """The one line that git prints, or "" where it fails."""
    ran = git(root, *arguments)
    return os.fsdecode(ran.out).strip() if ran.code == 0 else ""


def failure(ran: Ran, command: str) -> str:
    """One sentence on a git command that failed."""
    return why(ran, command, TIMEOUT)


def commit_file(root: Path, path: str, message: str) -> str:
    """Commit one file, and nothing else that is changed or staged; the short name of the commit.

    ``path`` is relative to ``root``. Raises StatusPageError with git's or the hook's own words; the
    file stays, and what is staged is what was staged before.
    """
    known = is_known(root, path)
    if not known:
        ran = git(root, "add", "--intent-to-add", "--", path)
        if ran.code != 0:
            raise StatusPageError(f"{path} is written but not committed: {failure(ran, 'add')}")
    past = ["--no-verify"] if _only_our_hook(root) else []
    ran = git(root, "commit", "--quiet", "--only", *past, "-m", message, "--", path)
    if ran.code != 0:
        if not known:
            git(root, "rm", "--cached", "--force", "--quiet", "--", path)
        raise StatusPageError(_refused(root, path, ran))
    return line(root, "rev-parse", "--short", "HEAD")


def is_known(root: Path, path: str) -> bool:
    """Whether git has a file, or has been told of it."""
    return git(root, "ls-files", "--error-unmatch", "--", path).code == 0


def _only_our_hook(root: Path) -> bool:
    """Whether all that ``--no-verify`` leaves out is the hook of ``init``."""
    try:
        text = _hook(root, "pre-commit").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    ours = _without_lint(text) == _without_lint(starter_text(_HOOK))
    return ours and not _hook(root, "commit-msg").exists()


def _hook(root: Path, name: str) -> Path:
    return root / line(root, "rev-parse", "--git-path", f"hooks/{name}")


def _without_lint(hook: str) -> list[str]:
    """A hook but for the line that lints, which may name another folder, or be strict."""
    return [line for line in hook.split("\n") if not line.startswith("statuspage lint ")]


def _refused(root: Path, path: str, ran: Ran) -> str:
    """What to say of a commit that failed: the last lines that were printed, and how to go on."""
    told = [line for line in ran.err.decode("utf-8", "replace").splitlines() if line.strip()]
    if ran.ended is not Ended.FINISHED or not told:
        said = f": {failure(ran, 'commit')}"
    else:
        said = "; git commit, or a hook, says:\n" + "\n".join(
            f"    {plain(each)}" for each in told[-_MOST_LINES:]
        )
    here = "git" if root == Path() else f"git -C {shlex.quote(str(root))}"
    file = shlex.quote(path)
    return (
        f"{path} is written but not committed{said}\n"
        f"Mend that, then: {here} add {file} && {here} commit {file} (--no-verify goes past a hook)"
    )

"""git, run as a program: under a deadline, asking nobody, running no code that a repository brings along.

Hooks and file system monitors are off, and only the plain transports may be used: an address such as
``ext::…`` would be a command. Filters and merge drivers that ``.gitattributes`` names run only where
the machine's owner has set them up in git's own configuration, which no fetch changes.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.run import Ended, Ran, run
from statuspage.timeutil import format_duration

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "safe.bareRepository=explicit",  # a site's folder may be made to look like a repository
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "commit.gpgSign=false",  # whoever could type the passphrase is not there
    "gc.autoDetach=false",
    "rerere.enabled=false",
    "rebase.updateRefs=false",
    "log.showRoot=true",
    "log.showSignature=false",
)

_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": ":",
    "GIT_SEQUENCE_EDITOR": ":",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
}

_PASSED = (
    *("SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"),
    *("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"),
)
"""What git may need of our own environment to reach a remote and to be let in."""

_MOST_OUTPUT = 15_000_000
_MOST_WORDS = 300
_MOST_NAME = 100
_ADVICE = ("hint:", "warning:", "From ", "To ", "remote: hint:")
_PREFIX = re.compile(r"^(fatal|error|ssh): ")
_USERINFO = re.compile(r"(?<=://)[^\s'\"<>]*@")
_QUERY = re.compile(r"(://[^\s'\"<>?#]*)[?#][^\s'\"<>]*")


class GitFailed(StatusPageError):
    """git could not do what it was asked; the text is a sentence for operators, without credentials."""


@dataclass(frozen=True, slots=True)
class Git:
    """git in a folder. Each command may take ``timeout``; ``index`` stands for the folder's own index.

    A ``bare`` one is in a folder that is a repository without files.
    """

    folder: Path
    timeout: timedelta
    index: Path | None = None
    bare: bool = False

    def within(self, folder: Path) -> "Git":
        """git in another folder."""
        return Git(folder, self.timeout)

    def with_index(self, index: Path) -> "Git":
        """git in the same folder with another index."""
        return replace(self, index=index)

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        """Run a command to its end, whatever that is."""
        settings = [part for each in _SETTINGS for part in ("-c", each)]
        given = {name: os.environ[name] for name in _PASSED if name in os.environ} | _ENVIRONMENT
        if self.bare:
            given["GIT_DIR"] = str(self.folder)
        if self.index is not None:
            given["GIT_INDEX_FILE"] = str(self.index)
        return run(
            ["git", "--no-pager", *settings, *arguments],
            timeout=self.timeout,
            env=given | dict(env or {}),
            cwd=self.folder,
            max_output=_MOST_OUTPUT,
        )

    def ask(self, *arguments: str, env: Mapping[str, str] | None = None) -> bytes:
        """What a command prints. Raises GitFailed."""
        ran = self.run(*arguments, env=env)
        if ran.code != 0 or len(ran.out) >= _MOST_OUTPUT:
            raise GitFailed(why(ran, arguments[0], self.timeout))
        return ran.out

    def line(self, *arguments: str) -> str:
        """The one line that a command prints, or "" where it says no. Raises GitFailed."""
        ran = self.run(*arguments)
        if ran.ended is not Ended.FINISHED or ran.code not in (0, 1):
            raise GitFailed(why(ran, arguments[0], self.timeout))
        return os.fsdecode(ran.out).removesuffix("\n") if ran.code == 0 else ""

    def items(self, *arguments: str) -> list[str]:
        """What a command prints with ``-z``, as names in the file system's spelling. Raises GitFailed."""
        return [os.fsdecode(each) for each in self.ask(*arguments).split(b"\0") if each]

    def agrees(self, *arguments: str) -> bool:
        """Whether a command says yes (0) or no (1). Raises GitFailed when it says neither."""
        ran = self.run(*arguments)
        if ran.code not in (0, 1):
            raise GitFailed(why(ran, arguments[0], self.timeout))
        return ran.code == 0


def why(ran: Ran, command: str, timeout: timedelta) -> str:
    """One sentence on a command that failed: git's own words, or what became of it."""
    if ran.ended is Ended.UNSTARTED:
        return ran.why
    if ran.ended is Ended.TIMEOUT:
        return f"git {command} took longer than {format_duration(timeout)}."
    if ran.ended is Ended.FLOOD or ran.code == 0:
        return f"git {command} printed more than can be taken in."
    lines = [line.strip() for line in ran.err.decode("utf-8", "replace").splitlines()]
    told = [_PREFIX.sub("", line) for line in lines if line and not line.startswith(_ADVICE)]
    words = plain("; ".join(told[:2]), _MOST_WORDS).rstrip(".")
    return f"git {command} failed: {words}." if words else f"git {command} failed with code {ran.code}."


def plain(text: str, most: int = 1000) -> str:
    """Words from outside, fit for a log: no credentials, no control characters, not too long."""
    clean = _QUERY.sub(r"\1", _USERINFO.sub("", text))
    return "".join(char if char.isprintable() else "?" for char in clean)[:most]


def listed(paths: Sequence[str]) -> str:
    """The first few of many paths, in words."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(plain(path, _MOST_NAME) for path in paths[:3]) + more

"""When each post came and was last changed, as the site's commits tell; never who did it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from statuspage.git.command import Git

_TIMEOUT = timedelta(seconds=30)
_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class FileHistory:
    """A file's commits: when the first and the last were written (author date), and the last one's hash.

    A rebase changes neither date. A renamed file keeps its first commit, and a renaming that changes
    nothing else is no last one. ``first`` is None in a shallow clone that does not hold it.
    """

    first: datetime | None
    last: datetime
    commit: str


class History:
    """The history of a folder in a site; read anew only when the checkout is at another commit."""

    def __init__(self, root: Path, folder: str = "incidents", timeout: timedelta = _TIMEOUT) -> None:
        self._git = Git(root, timeout)
        self._folder = folder
        self._head = ""
        self._files: Mapping[str, FileHistory] = {}

    def look(self) -> Mapping[str, FileHistory]:
        """By path inside the site; the very same mapping as last time where no commit came.

        Files that were never committed are not in it. Raises GitFailed.
        """
        head = self._git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if head != self._head:
            self._files = self._read(head) if head else {}
            self._head = head
        return self._files

    def _read(self, head: str) -> Mapping[str, FileHistory]:
        asked = ("log", "-z", "--topo-order", "--relative", "-M", "--name-status", "--no-ext-diff")
        out = self._git.ask(*asked, "--format=%x01%H %at %p", head, "--", self._folder)
        shallow = self._git.line("rev-parse", "--is-shallow-repository") == "true"
        return gather(_changes(out), shallow=shallow)


def first_commits(files: Mapping[str, FileHistory]) -> Mapping[str, datetime]:
    """When each file came, where that is known."""
    return {path: file.first for path, file in files.items() if file.first is not None}


def last_commits(files: Mapping[str, FileHistory]) -> Mapping[str, datetime]:
    """When each file was last changed."""
    return {path: file.last for path, file in files.items()}


def history_link(pattern: str, path: str) -> str:
    """Where the git host shows a file's history; ``{path}`` in the pattern stands for its path."""
    return pattern.replace("{path}", quote(path, safe="/"))


class _Commit(NamedTuple):
    hash: str
    at: datetime
    parents: tuple[str, ...]


class _Change(NamedTuple):
    commit: _Commit
    status: str
    old: str
    path: str


def _changes(out: bytes) -> Iterator[_Change]:
    """Each file that each commit changed, newest commit first."""
    parts = (os.fsdecode(part).lstrip("\n") for part in out.split(b"\0"))
    commit: _Commit | None = None
    for part in parts:
        if part.startswith(_MARK):
            commit = _commit(part)
        elif part:
            old = next(parts)
            path = next(parts) if part[0] in "RC" else old
            if commit is not None:
                yield _Change(commit, part, old, path)


def _commit(line: str) -> _Commit | None:
    """The commit of a line; None where its date, which anybody can write, is none."""
    hash_, seconds, *parents = line.removeprefix(_MARK).split()
    try:
        return _Commit(hash_, datetime.fromtimestamp(int(seconds), UTC), tuple(parents))
    except (ValueError, OverflowError, OSError):
        return None


def gather(changes: Iterator[_Change], *, shallow: bool = False) -> Mapping[str, FileHistory]:
    """The histories that changes, newest first, add up to.

    In a ``shallow`` clone a commit without parents is where the clone was cut off: it seems to add
    every file, and says nothing.
    """
    found: dict[str, FileHistory] = {}
    gone: set[str] = set()
    now_at: dict[str, str] = {}
    for commit, status, old, path in changes:
        name = now_at.get(path, path)
        if shallow and not commit.parents:
            if name in found:
                found[name] = replace(found[name], first=None)
            continue
        if name not in found and status == "D":
            gone.add(name)
        if status != "R100":
            before = found.get(name) or FileHistory(commit.at, commit.at, commit.hash)
            found[name] = replace(before, first=commit.at)
        if status[0] == "R":
            now_at[old] = name
    return {path: file for path, file in found.items() if path not in gone}

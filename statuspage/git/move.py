"""A checkout moved from one commit to another, while people and the page look at its files.

Not by ``git merge --ff-only``, which removes a file before it writes it anew: killed in between it
leaves a file missing, and the page could see it half written. Here each file goes from its old to its
new text in one rename, then the index follows, then the branch. Killed anywhere, every file is as the
old or as the new commit has it, so that the next move knows it for no edit and goes on.
"""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from statuspage.git.checkout import Checkout
from statuspage.git.command import Git, GitFailed

_DATA = ".statuspage"
"""Where data of ours is, with repositories that we work in: no push may put anything there."""

_AT_ONCE = 200
"""Paths in one command."""


class Entry(NamedTuple):
    """A file by its kind and the hash of what it holds. Its permissions are no edit of a text."""

    kind: str
    hash: str


Trace = tuple[int, int, int, int] | None
"""What shows that a file is still the one that was looked at; None where there is none."""

_KINDS = {"100": "file", "120": "link", "160": "module"}
_OTHER = Entry("other", "")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one path; None stands for no file."""

    path: str
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Whether the checkout was moved; if not, ``edited`` names the files whose edits are in the way."""

    edited: tuple[str, ...] = ()


def move(checkout: Checkout, ref: str, old: str, new: str, *, keep: str = "") -> Moved:
    """Bring files, index and the branch ``ref`` from commit ``old`` to ``new``: all of it or nothing.

    Edits and files of which the two commits say nothing stay as they are. ``keep`` is a ref to put
    on the old commit first. Raises GitFailed or OSError; what was begun then, the next move ends.
    """
    if checkout.under_way:
        raise GitFailed(f"A {checkout.under_way} is under way in {checkout.top}: finish it or abort it.")
    git = checkout.git
    changes = list(_changes(git, old, new))
    if any(change.new and _DATA in change.path.lower().split("/") for change in changes):
        raise GitFailed(f"The update has files in a folder {_DATA}, which is not for a repository.")
    with checkout.index_lock():
        traces = {change.path: _trace(checkout.top, change.path) for change in changes}
        present = _present(checkout, changes, traces)
        edited = tuple(_edited(checkout, changes, present))
        if edited:
            return Moved(edited)
        if keep:
            git.ask("update-ref", keep, old, "")  # "": only where there is none
        index = _new_index(checkout, old, new)
        todo = [change for change in changes if present[change.path] != change.new]
        _write_out(checkout, index, todo)
        _put_in_place(checkout, todo, traces)
        os.replace(index, checkout.folder / "index")
        git.ask("update-ref", "-m", "statuspage: brought up to date", ref, new, old)
    return Moved()


def _changes(git: Git, old: str, new: str) -> Iterator[Change]:
    parts = iter(git.items("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new))
    for info in parts:
        old_mode, new_mode, old_hash, new_hash, _ = info.removeprefix(":").split()
        yield Change(next(parts), _entry(old_mode, old_hash), _entry(new_mode, new_hash))


def _entry(mode: str, value: str) -> Entry | None:
    return Entry(_KINDS[mode[:3]], value) if mode[:3] in _KINDS else None


def _trace(top: Path, name: str) -> Trace:
    """The file at a path below ``top``; what a link leads to is elsewhere, so it is not there."""
    path = top / name
    if any((top / parent).is_symlink() for parent in Path(name).parents):
        return None
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISDIR(found.st_mode):
        return None
    return found.st_mode, found.st_mtime_ns, found.st_size, found.st_ino


def _present(
    checkout: Checkout, changes: Sequence[Change], traces: Mapping[str, Trace]
) -> Mapping[str, Entry | None]:
    """What there is at each path now. A submodule is taken for what is wanted: it is not ours to move."""
    present: dict[str, Entry | None] = {}
    plain: list[str] = []
    for change in changes:
        trace = traces[change.path]
        if "module" in (change.old and change.old.kind, change.new and change.new.kind):
            present[change.path] = change.new
        elif trace is None:
            present[change.path] = None
        elif stat.S_ISLNK(trace[0]):
            target = os.fsencode(os.readlink(checkout.top / change.path))
            present[change.path] = Entry("link", _hash(target, change.old or change.new))
        elif stat.S_ISREG(trace[0]):
            plain.append(change.path)
        else:
            present[change.path] = _OTHER
    for paths in _batches(plain):
        hashes = checkout.git.ask("hash-object", "--", *paths).decode().split()
        present |= {path: Entry("file", value) for path, value in zip(paths, hashes, strict=True)}
    return present


def _hash(target: bytes, like: Entry | None) -> str:
    """A link's hash as git counts it; ``like`` shows which of git's two ways the repository uses."""
    kind = "sha256" if like and len(like.hash) == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(target) + target, usedforsecurity=False).hexdigest()


def _edited(
    checkout: Checkout, changes: Sequence[Change], present: Mapping[str, Entry | None]
) -> Iterator[str]:
    """The paths that hold something, in the files or staged, that neither commit has there."""
    staged = _staged(checkout.git)
    touched = {change.path for change in changes}
    for change in changes:
        wanted = (change.old, change.new)
        if present[change.path] not in wanted or staged.get(change.path) not in wanted:
            yield change.path
        elif change.new is not None:
            yield from _blocking(checkout.top, change.path, touched)


def _staged(git: Git) -> dict[str, Entry | None]:
    """The index: what is staged at each path, or _OTHER in the middle of a conflict."""
    found: dict[str, Entry | None] = {}
    for item in git.items("ls-files", "--stage", "-z"):
        info, _, path = item.partition("\t")
        mode, value, stage = info.split()
        found[path] = _entry(mode, value) if stage == "0" else _OTHER
    return found


def _blocking(top: Path, name: str, touched: set[str]) -> Iterator[str]:
    """What stands where a file or a folder above it must be, and is not about to go."""
    for parent in list(Path(name).parents)[:-1]:
        path = top / parent
        if (path.is_symlink() or (path.exists() and not path.is_dir())) and str(parent) not in touched:
            yield str(parent)
    here = top / name
    if here.is_dir() and not here.is_symlink():
        for folder, _, files in os.walk(here):
            inside = (os.path.relpath(os.path.join(folder, file), top) for file in files)
            yield from (path for path in inside if path not in touched)


def _new_index(checkout: Checkout, old: str, new: str) -> Path:
    """A copy of the index, brought to the new commit, whatever the files hold; other staged things stay."""
    path = checkout.private / "index"
    path.unlink(missing_ok=True)
    path.with_name("index.lock").unlink(missing_ok=True)
    shutil.copy(checkout.folder / "index", path)
    checkout.git.with_index(path).ask("read-tree", "-i", "-m", old, new)
    return path


def _write_out(checkout: Checkout, index: Path, changes: Iterable[Change]) -> None:
    """Write the new files, as git would in the working tree, where nobody looks."""
    git = checkout.git.with_index(index)
    names = [change.path for change in changes if change.new]
    for paths in _batches(names):
        git.ask("checkout-index", "--quiet", "--force", f"--prefix={checkout.private}/new/", "--", *paths)


def _put_in_place(checkout: Checkout, changes: Sequence[Change], traces: Mapping[str, Trace]) -> None:
    """Remove, then replace; never a file that changed since it was looked at. Raises GitFailed."""
    for change in sorted(changes, key=lambda change: change.new is not None):
        path = checkout.top / change.path
        if _trace(checkout.top, change.path) != traces[change.path]:
            raise GitFailed(f"{change.path} was just edited: the update is tried again.")
        if change.new is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(checkout.private / "new" / change.path, path)
        else:
            path.unlink()
            _remove_empty(path.parent, checkout.top)
    shutil.rmtree(checkout.private / "new", ignore_errors=True)


def _remove_empty(folder: Path, top: Path) -> None:
    with contextlib.suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _batches(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE))

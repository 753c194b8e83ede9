"""Files of posts: read as they are, written whole or not at all, and never over another."""

import contextlib
import difflib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.site.layout import split_lines
from statuspage.timeutil import from_ms

_TEMPORARY = ".statuspage-"
_MODE = 0o644


def read_text(path: Path) -> str:
    """A file's text; bytes that are not UTF-8 stay, as lone surrogates. Raises StatusPageError."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise StatusPageError(f"{path} can't be read: {error.strerror}.") from None


def changed_at(path: Path) -> datetime | None:
    """When a file was last changed; None where there is none."""
    try:
        return from_ms(path.stat().st_mtime_ns // 1_000_000)
    except OSError:
        return None


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Let one command at a time change the posts of a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise StatusPageError(f"{folder} can't be written: {error.strerror}.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def replace_text(path: Path, text: str) -> None:
    """Put a text in place of a file's, with its mode and owner kept. Raises StatusPageError."""
    with _finished(path, text) as (name, handle):
        there = path.stat()
        os.fchmod(handle, there.st_mode & 0o7777)
        with contextlib.suppress(OSError):
            os.fchown(handle, there.st_uid, there.st_gid)
        os.replace(name, path)


def create_text(path: Path, text: str) -> bool:
    """Write a new file; False, with nothing written, when there is one of its name.

    Raises StatusPageError.
    """
    with _finished(path, text) as (name, handle):
        os.fchmod(handle, _MODE)
        try:
            os.link(name, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            if os.path.lexists(path):
                return False
            os.rename(name, path)
    return True


def diff(name: str, before: str | None, after: str) -> str:
    """What changes in a file, as ``diff -u`` has it; ``before`` is None for a new file."""
    old, new = (
        [line.rstrip("\r\n") for line in split_lines(_printable(text))] for text in (before or "", after)
    )
    origin = f"a/{name}" if before is not None else "/dev/null"
    return "\n".join(difflib.unified_diff(old, new, origin, f"b/{name}", lineterm=""))


@contextmanager
def _finished(path: Path, text: str) -> Iterator[tuple[str, int]]:
    """A whole file beside its place, to be put there; gone afterwards."""
    try:
        handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8", "surrogateescape"))
                file.flush()
                os.fsync(file.fileno())
                yield name, file.fileno()
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StatusPageError(f"{path} can't be written: {error.strerror}.") from None


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")

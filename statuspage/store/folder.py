"""The data folder, and the lock that keeps it to one monitor."""

import contextlib
import fcntl
import itertools
import os
from datetime import datetime
from pathlib import Path
from typing import Self

from statuspage.errors import StatusPageError

DATABASE = "store.db"
_LOCK = "monitor.lock"


def prepare(folder: Path) -> None:
    """Make the data folder, out of git's sight. Raises StatusPageError where it can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StatusPageError(
            f"The data folder {folder} can't be written ({error.strerror}): "
            "make it writable or name another with --data /var/lib/statuspage."
        ) from None


class MonitorLock:
    """One monitor a folder. A context manager; the lock goes with the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK
        self._handle: int | None = None

    def __enter__(self) -> Self:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise StatusPageError(
                f"A monitor already works on {self._path.parent} (process {holder}): "
                "stop it first, or name another folder with --data."
            ) from None
        with contextlib.suppress(OSError):  # a full disk must not keep the page from being watched
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        self._handle = handle
        return self

    def beat(self) -> None:
        """Say that the monitor lives, whether or not the database can be written."""
        if self._handle is not None:
            with contextlib.suppress(OSError):  # a disk that may only be read: whoever looks sees silence
                os.utime(self._handle)

    def __exit__(self, *exc: object) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def last_beat(folder: Path) -> float | None:
    """When the folder's monitor last said that it lives, in seconds since 1970; None if it never did."""
    try:
        return (folder / _LOCK).stat().st_mtime
    except OSError:
        return None


def aside_name(folder: Path, now: datetime) -> Path:
    """A name beside the database, for one that gives its place to another; nothing has it yet."""
    stem = f"{DATABASE}.{now:%Y%m%dT%H%M%SZ}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(folder / name for name in names if not (folder / name).exists())


def set_aside(folder: Path, now: datetime) -> Path | None:
    """Move the database out of the way, to be looked at later; its new path, None if there is none.

    The caller holds the :class:`MonitorLock`.
    """
    database = folder / DATABASE
    if not database.exists():
        return None
    aside = aside_name(folder, now)
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{database}{suffix}")
        if part.exists():
            part.rename(Path(f"{aside}{suffix}"))
    return aside

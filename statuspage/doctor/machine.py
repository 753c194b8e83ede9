"""How the machine is on which the doctor runs: disk, database, permissions, versions."""

import os
import platform
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from statuspage.doctor.examined import Examined, Level
from statuspage.errors import StatusPageError
from statuspage.git.command import Git, GitFailed
from statuspage.sitefolder import CONFIG, POSTS
from statuspage.store.faults import StoreDamaged, StoreLocked
from statuspage.store.folder import DATABASE
from statuspage.store.health import SQLITE, quick_check

_LEAST = 200_000_000
"""Free bytes below which little more can be kept: a day of a thousand checks and its journal."""

_LEAST_SHARE = 0.02
_CHECK = timedelta(seconds=5)
_GIT = timedelta(seconds=3)


def examine(root: Path, folder: Path) -> Iterator[Examined]:
    """Look at the machine of a site and its data ``folder``, which may not exist. Never raises."""
    yield disk(folder if folder.is_dir() else root)
    yield database(folder)
    yield permissions(root, folder)
    yield versions(root)


def disk(folder: Path) -> Examined:
    """How much room is left where the data is: bytes and, where the file system counts them, files."""
    try:
        usage, counts = shutil.disk_usage(folder), os.statvfs(folder)
    except OSError as error:
        return Examined("disk", Level.UNKNOWN, f"The disk could not be looked at ({error.strerror}).")
    return room(usage.free, usage.total, counts.f_favail, counts.f_files)


def room(free: int, size: int, files_free: int, files: int) -> Examined:
    """What to make of so many free bytes of all, and so many free files (none: not counted)."""
    told = f"{free / 1e9:.1f} GB of {size / 1e9:.1f} GB are free"
    if files and files_free < 1000:
        return Examined(
            "disk", Level.WRONG, f"{files_free} more files fit on the disk.", "Remove many small files."
        )
    if free < _LEAST // 10:
        return Examined("disk", Level.WRONG, f"The disk is full: {told}.", "Make room: nothing can be kept.")
    if free < _LEAST or free < size * _LEAST_SHARE:
        return Examined("disk", Level.WARNING, f"The disk is nearly full: {told}.", "Make room in time.")
    return Examined("disk", Level.FINE, f"{told}.")


def database(folder: Path) -> Examined:
    """Whether the database is sound; it is opened for reading only."""
    try:
        size = quick_check(folder, _CHECK)
    except StoreDamaged as error:
        return Examined("database", Level.WRONG, str(error))
    except StoreLocked as error:
        return Examined("database", Level.WARNING, str(error))
    except StatusPageError as error:
        return Examined("database", Level.UNKNOWN, str(error))
    except OSError:
        told = f"The database is too large to be looked through within {_CHECK.total_seconds():.0f} s."
        return Examined(
            "database", Level.UNKNOWN, told, "sqlite3 store.db 'PRAGMA integrity_check' has time."
        )
    if size is None:
        return Examined(
            "database", Level.UNKNOWN, f"There is no database in {folder}.", "--data says where it is."
        )
    return Examined("database", Level.FINE, f"The database is sound: {size / 1e6:.1f} MB.")


def permissions(root: Path, folder: Path) -> Examined:
    """Which files of the site and its data anybody on the machine may change."""
    paths = [root, root / CONFIG, root / POSTS, *sorted((root / POSTS).glob("*.md")), root / "templates"]
    paths += [root / "static", folder, folder / DATABASE, folder / "inbox.db"]
    loose = [path for path in paths if _anybody_may_write(path)]
    if loose:
        named = ", ".join(map(str, loose[:3])) + (f" and {len(loose) - 3} more" if len(loose) > 3 else "")
        told = f"Anybody on this machine may change {named}."
        return Examined("permissions", Level.WRONG, told, f"chmod o-w {loose[0]}")
    if _anybody_may_read(folder / DATABASE):
        told = "Anybody on this machine may read the database, which names hosts that the page does not."
        return Examined("permissions", Level.WARNING, told, f"chmod o-rx {folder}")
    return Examined("permissions", Level.FINE, "Only their owner and group may change the site and its data.")


def versions(root: Path) -> Examined:
    """What is installed, for the record."""
    try:
        own = version("statuspage-generator")
    except PackageNotFoundError:
        own = "unknown"
    try:
        git = Git(root if root.is_dir() else Path("/"), _GIT).line("version").removeprefix("git version ")
    except GitFailed:
        git = "none"
    told = f"statuspage {own}, Python {platform.python_version()}, SQLite {SQLITE}, git {git}"
    return Examined("versions", Level.FINE, f"{told}, {platform.system()} {platform.release()}.")


def _anybody_may_write(path: Path) -> bool:
    mode = _mode(path)
    return bool(mode & stat.S_IWOTH) and not (stat.S_ISDIR(mode) and mode & stat.S_ISVTX)


def _anybody_may_read(path: Path) -> bool:
    """Whether the file and the folders above it are open to all."""
    above = all(_mode(folder) & stat.S_IXOTH for folder in path.absolute().parents)
    return bool(_mode(path) & stat.S_IROTH) and above


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0

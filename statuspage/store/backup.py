"""Copies of the database: taken while the monitor works, and put back where it does not."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from statuspage.errors import StatusPageError
from statuspage.store.faults import StoreDamaged, explained
from statuspage.store.folder import DATABASE, MonitorLock, aside_name, prepare, set_aside
from statuspage.store.schema import connect, migrations

_WAIT = 10.0
"""Seconds that a copy waits for another program's lock."""

_OURS = {"checks", "results", "spans", "heart", "files"}


def back_up(folder: Path, target: Path, *, force: bool = False) -> int:
    """Copy the database of a data folder to the file ``target``; its size in bytes.

    The monitor may go on meanwhile: the copy is of one moment. ``target`` is whole or untouched.
    Raises StatusPageError where there is no database, ``target`` exists (without ``force``) or
    can't be written, or the copy is not sound; StoreDamaged or StoreLocked as the database is.
    """
    database = folder / DATABASE
    if not database.exists():
        raise StatusPageError(
            f"There is no database in {folder}: name the data folder with --data /var/lib/statuspage."
        )
    if target.exists() and not force:
        raise StatusPageError(f"{target} exists already: name another file, or add --force to replace it.")
    if target.exists() and target.samefile(database):
        raise StatusPageError(f"{target} is the database itself: name another file.")
    with explained(database), closing(connect(str(database), read_only=True, wait=_WAIT)) as source:
        _copy_to_file(source, target)
    return target.stat().st_size


def restore(backup: Path, folder: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the database of a data folder; where the old one is now, if there was one.

    Raises StatusPageError where ``backup`` is no sound database of this program, or is of a newer
    version, and where a monitor works on the folder.
    """
    if not backup.is_file():
        raise StatusPageError(f"There is no file {backup}: name one that statuspage backup has written.")
    database = folder / DATABASE
    if database.exists() and backup.samefile(database):
        raise StatusPageError(f"{backup} is the present database: name a backup of it.")
    prepare(folder)
    with MonitorLock(folder), _readable(backup) as source:
        _see_that_it_is_ours(source, backup)
        aside, revision = _keep(folder, now)
        with explained(database), closing(connect(str(database), read_only=False, wait=_WAIT)) as target:
            source.conn.backup(target.conn)
            migrations.apply(target)
            _renew(target, revision)
    return aside


def _copy_to_file(source: Database, target: Path) -> None:
    """Copy a database to a file of its own, checked and on disk before it has its name."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        os.close(handle)
        try:
            with closing(sqlite3.connect(name)) as copy:
                source.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                _see_that_it_is_sound(copy)
            _put_on_disk(Path(name))
            os.replace(name, target)
            _put_on_disk(target.parent)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StatusPageError(f"{target} can't be written ({error.strerror}): name another file.") from None


def _put_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(folder: Path, now: datetime) -> tuple[Path | None, int]:
    """Keep the present database beside itself; the file that it is in, and its revision.

    A sound one is copied, so that readers find the new one in the file that they have open; a
    damaged one is moved out of the way.
    """
    database = folder / DATABASE
    if not database.exists():
        return None, 0
    try:
        with explained(database), closing(connect(str(database), read_only=False, wait=_WAIT)) as present:
            aside = aside_name(folder, now)
            _copy_to_file(present, aside)
            return aside, _revision(present)
    except StoreDamaged:
        return set_aside(folder, now), 0


def _revision(db: Database) -> int:
    rows = db.execute("SELECT revision FROM heart") if db.table("heart").exists() else []
    return max((int(row[0]) for row in rows), default=0)


def _renew(db: Database, revision: int) -> None:
    """Give the database a revision that no reader has seen, so that everything is read anew."""
    with db.atomic():
        db.execute("UPDATE heart SET revision = max(revision, ?) + 1", [revision])
        db.execute("UPDATE histories SET revision = (SELECT revision FROM heart)")


def _see_that_it_is_ours(db: Database, backup: Path) -> None:
    if not set(db.table_names()) >= _OURS:
        raise StatusPageError(
            f"{backup} is not a database of this program: name one that statuspage backup wrote."
        )
    _see_that_it_is_sound(db.conn)
    with closing(Database(memory=True)) as empty:
        known = {one.name for one in migrations.pending(empty)}
    if {one.name for one in migrations.applied(db)} - known:
        raise StatusPageError(
            f"{backup} was written by a newer version of this program: install that one first."
        )


def _see_that_it_is_sound(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError where it is not: its caller says which file is meant."""
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise sqlite3.DatabaseError(found)


@contextmanager
def _readable(backup: Path) -> Iterator[Database]:
    """A backup, opened; that it is none is said in its own words."""
    try:
        with closing(connect(str(backup), read_only=True, wait=_WAIT)) as db:
            yield db
    except sqlite3.DatabaseError as error:
        raise StatusPageError(f"{backup} is not a sound database ({error}): use another backup.") from None

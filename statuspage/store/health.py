"""Whether the database is sound, looked at without writing to it."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from statuspage.store.faults import StoreDamaged, explained
from statuspage.store.folder import DATABASE
from statuspage.store.schema import connect

SQLITE = sqlite3.sqlite_version
"""The version of SQLite's own library."""

_STEPS = 20_000
"""SQLite's own steps between two looks at the time."""


def quick_check(folder: Path, within: timedelta) -> int | None:
    """Look whether a data folder's database is sound: its size in bytes, None where there is none.

    SQLite's quick_check leaves out whether indexes agree with tables (sqlite.org/pragma.html). Raises
    StoreLocked, StoreDamaged, StoreError, and TimeoutError where it takes longer than ``within``.
    """
    database = folder / DATABASE
    if not database.exists():
        return None
    due = time.monotonic() + within.total_seconds()
    late = False

    def look() -> bool:
        nonlocal late
        late = time.monotonic() > due
        return late

    with explained(database), closing(connect(str(database), read_only=True, wait=1.0)) as db:
        db.conn.set_progress_handler(look, _STEPS)
        try:
            found = str(db.conn.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.OperationalError:
            if late:
                raise TimeoutError from None
            raise
    if found != "ok":
        raise StoreDamaged(f"The database {database} is damaged ({found}): restore a backup.")
    return database.stat().st_size

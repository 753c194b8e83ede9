"""Calls from services, as they came: a file of its own, so that the web process writes nothing else."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from statuspage.store.faults import explained
from statuspage.store.schema import connect
from statuspage.timeutil import from_ms, to_ms

INBOX = "inbox.db"

_WAIT = 0.5
"""Seconds that a call, or the monitor, waits for another's lock."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a service, stamped on arrival. ``ms`` and ``words`` are what it said of itself."""

    component: str
    name: str
    at: datetime
    good: bool = True
    ms: float = 0.0
    words: str = ""


class Inbox:
    """The calls that the monitor has not yet taken. A connection is opened for each use and closed after it.

    Every method raises StoreError.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / INBOX

    def put(self, call: Call) -> None:
        """Keep a call."""
        with explained(self._path):
            db = self._open()
            try:
                with db.atomic():
                    db.execute(
                        "INSERT INTO calls (component, name, at, good, ms, words) VALUES (?, ?, ?, ?, ?, ?)",
                        [call.component, call.name, to_ms(call.at), int(call.good), call.ms, call.words],
                    )
            finally:
                db.close()

    def waiting(self, after: int = 0) -> tuple[list[Call], int]:
        """The calls after a number, oldest first, and the number of the last, to :meth:`drop` them by."""
        with explained(self._path):
            if not self._path.exists():
                return [], after
            db = self._open()
            try:
                for row in db.query("SELECT seq FROM sqlite_sequence WHERE name = 'calls'"):
                    after = after if row["seq"] >= after else 0  # another file: its numbers begin anew
                rows = list(db.query("SELECT * FROM calls WHERE id > ? ORDER BY id LIMIT 10000", [after]))
            finally:
                db.close()
        calls = [
            Call(
                row["component"], row["name"], from_ms(row["at"]), bool(row["good"]), row["ms"], row["words"]
            )
            for row in rows
        ]
        return calls, rows[-1]["id"] if rows else after

    def drop(self, last: int) -> None:
        """Forget the calls up to a number."""
        with explained(self._path):
            db = self._open()
            try:
                with db.atomic():
                    db.execute("DELETE FROM calls WHERE id <= ?", [last])
            finally:
                db.close()

    def set_aside(self) -> None:
        """Move a damaged file out of the way, so that calls can be heard again."""
        for suffix in ("-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        self._path.replace(f"{self._path}.damaged")

    def _open(self) -> Database:
        db = connect(str(self._path), read_only=False, wait=_WAIT)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(
            "CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY AUTOINCREMENT, "
            "component TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, "
            "good INTEGER NOT NULL, ms REAL NOT NULL, words TEXT NOT NULL) STRICT"
        )
        return db

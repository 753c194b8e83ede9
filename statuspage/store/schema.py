"""The tables. A change is a new migration at the end, never an edit of an old one.

Instants are milliseconds since 1970. Raw results are kept for days and are many, so they are
keyed by a small number for the check and hold words only where an answer was not ok. A latency
bucket is so many ``minutes`` long and begins ``start`` buckets of its length after 1970.
``histories`` says at which revision a component's spans last changed. ``outbox`` holds notices that
are not yet sent, ``told`` what they told of so far, ``failing`` the channels that could not be reached.
``durations`` counts answers by the ``place`` of their bound among BOUNDS, for ever; ``ms`` is what they took.
``providers`` holds what their pages said last; their spans are among those of components, as ``provider:ID``.
"""

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("statuspage")


@migrations()
def m001_first_tables(db: Database) -> None:
    for statement in (
        """CREATE TABLE checks (
             id INTEGER PRIMARY KEY, component TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL,
             state TEXT, UNIQUE (component, name, region)) STRICT""",
        """CREATE TABLE results (
             check_id INTEGER NOT NULL, at INTEGER NOT NULL, outcome INTEGER NOT NULL, ms INTEGER NOT NULL,
             reason TEXT, detail TEXT, PRIMARY KEY (check_id, at)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE spans (
             component TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER, status TEXT NOT NULL,
             reason TEXT NOT NULL, PRIMARY KEY (component, start)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE histories (
             component TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE latency (
             check_id INTEGER NOT NULL, minutes INTEGER NOT NULL, start INTEGER NOT NULL,
             count INTEGER NOT NULL, min INTEGER NOT NULL, median INTEGER NOT NULL,
             p95 INTEGER NOT NULL, max INTEGER NOT NULL,
             PRIMARY KEY (check_id, minutes, start)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE heart (
             id INTEGER PRIMARY KEY CHECK (id = 1), tick INTEGER, revision INTEGER NOT NULL,
             changed_at INTEGER, offline_since INTEGER, fetched_at INTEGER,
             git_failing_since INTEGER) STRICT""",
        """CREATE TABLE files (
             path TEXT PRIMARY KEY, first_seen INTEGER NOT NULL, good TEXT) STRICT, WITHOUT ROWID""",
        "INSERT INTO heart (id, tick, revision, changed_at) VALUES (1, NULL, 0, NULL)",
    ):
        db.execute(statement)


@migrations()
def m002_notices(db: Database) -> None:
    for statement in (
        """CREATE TABLE outbox (
             id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, message TEXT NOT NULL,
             at INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL) STRICT""",
        "CREATE TABLE told (id INTEGER PRIMARY KEY CHECK (id = 1), told TEXT NOT NULL) STRICT",
        "CREATE TABLE failing (channel TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "ALTER TABLE heart ADD COLUMN notices_failing_since INTEGER",
    ):
        db.execute(statement)


@migrations()
def m003_providers(db: Database) -> None:
    db.execute(
        """CREATE TABLE providers (
             id TEXT PRIMARY KEY, question TEXT NOT NULL, reading TEXT NOT NULL, fetched_at INTEGER,
             failing_since INTEGER) STRICT, WITHOUT ROWID"""
    )


@migrations()
def m004_rounds(db: Database) -> None:
    db.execute("ALTER TABLE heart ADD COLUMN rounds INTEGER")


@migrations()
def m005_given_up(db: Database) -> None:
    db.execute("ALTER TABLE heart ADD COLUMN notices_given_up_at INTEGER")


@migrations()
def m006_durations(db: Database) -> None:
    db.execute(
        """CREATE TABLE durations (
             check_id INTEGER NOT NULL, place INTEGER NOT NULL, count INTEGER NOT NULL, ms INTEGER NOT NULL,
             PRIMARY KEY (check_id, place)) STRICT, WITHOUT ROWID"""
    )


def connect(path: str, *, read_only: bool, wait: float) -> Database:
    """Open a database file; ``wait`` is how many seconds a lock of another is waited for."""
    connection = sqlite3.connect(
        f"file:{_quote(path)}?mode={'ro' if read_only else 'rwc'}",
        uri=True,
        timeout=wait,
        check_same_thread=False,
    )
    return Database(connection)


def _quote(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")

"""Reading the store: no lock is held between reads, and no read waits long."""

import os
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from statuspage.model.kept import KeptFile
from statuspage.model.latency import Bucket, Durations
from statuspage.model.provider import DEPENDENCY
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.snapshot import Measurements
from statuspage.store.buckets import read_buckets
from statuspage.store.codec import decode_result, decode_state, instant_of
from statuspage.store.durations import read_durations
from statuspage.store.faults import explained
from statuspage.store.folder import DATABASE
from statuspage.store.providers import KnownProviders
from statuspage.store.schema import connect
from statuspage.store.spans import KnownSpans
from statuspage.timeutil import from_ms, to_ms

_WAIT = 0.2
"""Seconds that a read waits for a lock: a page must not wait longer."""

_INSTANTS = (
    "tick",
    "changed_at",
    "offline_since",
    "fetched_at",
    "git_failing_since",
    "notices_failing_since",
    "notices_given_up_at",
)


class Heart(NamedTuple):
    """The monitor's last sign of life and the last visible change."""

    tick: datetime | None
    revision: int
    changed_at: datetime | None
    offline_since: datetime | None = None
    fetched_at: datetime | None = None
    git_failing_since: datetime | None = None
    notices_failing_since: datetime | None = None
    notices_given_up_at: datetime | None = None
    rounds: timedelta | None = None


class Reader:
    """Reads the store of a data folder, which may not exist yet; used by one thread at a time.

    Every method raises StoreLocked, StoreDamaged or StoreError. A file that was replaced by
    another is opened anew.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        self._db: Database | None = None
        self._inode = 0
        self._spans = KnownSpans()
        self._providers = KnownProviders()
        self._states: dict[CheckKey, tuple[str, CheckState]] = {}

    def heart(self) -> Heart:
        """The monitor's heart; a cheap look."""
        db = self._open()
        if db is None:
            return Heart(None, 0, None)
        with explained(self._path):
            for row in db.query("SELECT * FROM heart"):
                instants = {name: instant_of(row.get(name)) for name in _INSTANTS}
                rounds = row.get("rounds")
                often = None if rounds is None else timedelta(milliseconds=rounds)
                return Heart(revision=row["revision"], rounds=often, **instants)
        return Heart(None, 0, None)

    def measurements(self, since: datetime) -> Measurements:
        """Everything a snapshot needs, of one moment, with the spans that reach past ``since``."""
        db = self._open()
        if db is None:
            return Measurements()
        with explained(self._path), db.atomic():
            heart = self.heart()
            spans = self._spans.read(db, since, heart.revision)
            upstream = {name for name in spans if name.startswith(DEPENDENCY)}
            return Measurements(
                states=self._read_states(db),
                spans={id_: those for id_, those in spans.items() if id_ not in upstream},
                providers=self._providers.read(db),
                provider_spans={name.removeprefix(DEPENDENCY): spans[name] for name in upstream},
                tick=heart.tick,
                revision=heart.revision,
                changed_at=heart.changed_at,
                offline_since=heart.offline_since,
                fetched_at=heart.fetched_at,
                rounds=heart.rounds,
            )

    def results_after(self, states: Mapping[CheckKey, CheckState]) -> list[Result]:
        """Raw results that are newer than what the check states know of, oldest first.

        An answer that was ok is kept without its words, so they are made from its duration.
        """
        db = self._open()
        if db is None:
            return []
        found: list[Result] = []
        with explained(self._path), db.atomic():
            for row in db.query("SELECT id, component, name, region FROM checks"):
                key = CheckKey(row["component"], row["name"], row["region"])
                last = states.get(key, CheckState()).last
                newer = db.query(
                    "SELECT at, outcome, ms, reason, detail FROM results "
                    "WHERE check_id = ? AND at > ? ORDER BY at",
                    [row["id"], to_ms(last.at) if last else 0],
                )
                found.extend(decode_result(key, result) for result in newer)
        return sorted(found, key=lambda result: result.at)

    def latency(
        self, keys: Collection[CheckKey], since: Mapping[timedelta, datetime]
    ) -> dict[CheckKey, tuple[Bucket, ...]]:
        """How fast some checks' answers came: of each length of buckets those since an instant.

        They come by length as ``since`` names them, and of one length the oldest first.
        """
        found: dict[CheckKey, tuple[Bucket, ...]] = dict.fromkeys(keys, ())
        db = self._open()
        if db is None:
            return found
        with explained(self._path), db.atomic():
            for key in found:
                for row in db.execute(
                    "SELECT id FROM checks WHERE component = ? AND name = ? AND region = ?", key
                ).fetchall():
                    found[key] = read_buckets(db, row[0], since)
        return found

    def durations(self) -> dict[CheckKey, Durations]:
        """How long the usable answers of every check took, counted from the first one on."""
        db = self._open()
        if db is None:
            return {}
        with explained(self._path):
            return read_durations(db)

    def files(self) -> dict[str, KeptFile]:
        """What is known of the site's files, by path."""
        db = self._open()
        if db is None:
            return {}
        with explained(self._path):
            return {
                row["path"]: KeptFile(from_ms(row["first_seen"]), row["good"])
                for row in db.query("SELECT path, first_seen, good FROM files")
            }

    def close(self) -> None:
        """Close the database, if it is open."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _read_states(self, db: Database) -> dict[CheckKey, CheckState]:
        """The state of every check; one that is written as it was is not decoded again."""
        known, self._states = self._states, {}
        for component, name, region, written in db.execute(
            "SELECT component, name, region, state FROM checks WHERE state IS NOT NULL"
        ):
            key = CheckKey(component, name, region)
            before = known.get(key)
            same = before is not None and before[0] == written
            self._states[key] = before if before and same else (written, decode_state(key, written))
        return {key: state for key, (_, state) in self._states.items()}

    def _open(self) -> Database | None:
        """The open database; None while there is none, or none that a monitor has set up."""
        with explained(self._path):
            try:
                inode = os.stat(self._path).st_ino
            except (FileNotFoundError, NotADirectoryError):
                self.close()
                return None
        if self._db is not None and inode == self._inode:
            return self._db
        self.close()
        with explained(self._path):
            db = connect(str(self._path), read_only=True, wait=_WAIT)
            ready = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone()
        if ready is None:
            db.close()
            return None
        self._db, self._inode, self._spans = db, inode, KnownSpans()
        return db

"""The one writer of the store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, cast

from statuspage.model.kept import KeptFile
from statuspage.model.provider import Kept
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.span import Span
from statuspage.model.status import Outcome
from statuspage.store.buckets import Row, put_buckets
from statuspage.store.codec import OUTCOME_CODE, encode_state, ms_of
from statuspage.store.durations import count_durations
from statuspage.store.faults import StoreReplaced, explained
from statuspage.store.folder import DATABASE
from statuspage.store.outbox import Outbox
from statuspage.store.providers import put_provider
from statuspage.store.schema import connect, migrations
from statuspage.store.spans import KnownSpans
from statuspage.store.upkeep import Upkeep
from statuspage.store.wording import write_text
from statuspage.timeutil import to_ms

_USABLE = {OUTCOME_CODE[Outcome.OK], OUTCOME_CODE[Outcome.SLOW]}

_WAIT = 5.0
"""Seconds that opening waits for another program's lock."""

_PATIENCE = 500
"""Milliseconds that a write waits for it: nothing is asked meanwhile, and it is tried again in a second."""

_SKEW = 5000
"""Milliseconds by which a clock may step back without having been set."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction writes.

    Readers see a new revision only with ``publish``, and all they read changes with the revision
    alone: so every reader says the same. ``spans`` are those that begin, each with its component;
    ``offline_since`` is set while our own network keeps us from asking; ``fetched_at`` is when posts
    were last fetched (None: it stays as it was), ``git_failing_since`` is set while they can't be;
    ``providers`` are those of which something new is known, None for those to be forgotten;
    ``rounds`` is how often the monitor runs that does not run all the time.
    """

    now: datetime
    results: Sequence[Result] = ()
    states: Mapping[CheckKey, CheckState] = field(default_factory=dict)
    spans: Sequence[tuple[str, Span]] = ()
    publish: bool = False
    offline_since: datetime | None = None
    fetched_at: datetime | None = None
    git_failing_since: datetime | None = None
    providers: Mapping[str, Kept | None] = field(default_factory=dict)
    rounds: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """Times of which others know: the spans of components, oldest first and the last one open, and
    how fast the answers of checks came, as rows of buckets that take the place of earlier ones."""

    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    latency: Iterable[tuple[CheckKey, Iterable[Row]]] = ()


History: TypeAlias = Callable[[datetime], Mapping[str, tuple[Span, ...]]]
"""Reads the spans of components that reach past an instant, oldest first."""

Entry: TypeAlias = Callable[[Outbox, History | None], None]
"""What else goes into the transaction of a batch: notices, which know the history of components with the
batch in it. It is None where readers see nothing new."""


class Writer:
    """Writes the store; used by one thread, under the folder's MonitorLock.

    Every method raises StoreLocked, StoreDamaged or StoreError.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        with explained(self._path):
            self._db = connect(str(self._path), read_only=False, wait=_WAIT)
            self._db.enable_wal()
            self._db.execute("PRAGMA synchronous = NORMAL")
            migrations.apply(self._db)
            self._inode = self._path.stat().st_ino
            self._upkeep = Upkeep(self._db)
            self._ids = self._learn_ids()
            self._torn = False
            self._db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            self._spans = KnownSpans()

    def write(self, batch: Batch, keep: timedelta | None = None, entry: Entry | None = None) -> None:
        """Write a batch in one transaction; with it goes the monitor's sign of life.

        With ``keep`` some upkeep is done too, and raw results older than that are dropped. An ``entry``
        adds what it has to say, once the batch is in.
        """
        self._see_that_it_is_there()
        with self._transaction():
            self._forget_ahead(to_ms(batch.now))
            rows = [self._row(result) for result in batch.results]
            self._insert("results", rows)
            usable = (row for row in rows if row["outcome"] in _USABLE)
            count_durations(self._db, ((row["check_id"], row["ms"]) for row in usable))
            for key, state in batch.states.items():
                self._db.execute(
                    "UPDATE checks SET state = ? WHERE id = ?", [encode_state(state), self._id(key)]
                )
            for component, span in batch.spans:
                self._begin(component, span)
            for id_, kept in batch.providers.items():
                put_provider(self._db, id_, kept)
            self._beat(batch.now, batch.publish)
            if batch.publish:
                self._db.execute(
                    "UPDATE heart SET offline_since = ?, fetched_at = coalesce(?, fetched_at), "
                    "git_failing_since = ?, rounds = ?",
                    [
                        *(ms_of(batch.offline_since), ms_of(batch.fetched_at)),
                        *(ms_of(batch.git_failing_since), _ms(batch.rounds)),
                    ],
                )
            if keep is not None:
                self._upkeep.work(self._ids.values(), batch.now, keep)
            if entry is not None:
                entry(Outbox(self._db), self._history if batch.publish else None)

    def remember_files(self, files: Mapping[str, KeptFile], now: datetime) -> None:
        """Keep when files were first seen, and the text of those that are good (None: keep the old text)."""
        with self._transaction():
            for path, (first_seen, good) in files.items():
                self._db.execute(
                    "INSERT INTO files (path, first_seen, good) VALUES (?, ?, ?) ON CONFLICT (path) "
                    "DO UPDATE SET good = coalesce(excluded.good, good)",
                    [path, to_ms(first_seen), good],
                )
            self._beat(now, publish=True)

    def add_past(self, past: Past, now: datetime) -> None:
        """Put in a past that was not seen by this store: instead of what it knew of the same times.

        Readers see it with the next revision, which is of ``now``.
        """
        with self._transaction():
            for component, spans in past.spans.items():
                self._db.execute("DELETE FROM spans WHERE component = ?", [component])
                self._touch(component)
                self._insert("spans", [_span_row(component, span) for span in spans])
            for key, rows in past.latency:
                put_buckets(self._db, self._id(key), rows)
            self._beat(now, publish=True)

    def rename(
        self, checks: Iterable[tuple[CheckKey, CheckKey]], components: Iterable[tuple[str, str]]
    ) -> None:
        """Carry history over from old names to new ones, where there is none under the new one yet."""
        with self._transaction():
            for old, new in checks:
                if old in self._ids and new not in self._ids:
                    self._ids[new] = self._ids.pop(old)
                    self._db.execute(
                        "UPDATE checks SET component = ?, name = ?, region = ? WHERE id = ?",
                        [*new, self._ids[new]],
                    )
            for before, now in components:
                moved = self._db.execute(
                    "UPDATE spans SET component = ? WHERE component = ? "
                    "AND NOT EXISTS (SELECT 1 FROM spans WHERE component = ?)",
                    [now, before, now],
                ).rowcount
                if moved:
                    self._touch(before)
                    self._touch(now)

    def close(self) -> None:
        """Close the database, its log folded in."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction. Where it fails, what was remembered of it is found out anew."""
        with explained(self._path):
            try:
                if self._torn:
                    self._ids = self._learn_ids()
                    self._upkeep.forget()
                    self._spans = KnownSpans()
                    self._torn = False
                with self._db.atomic():
                    yield
            except BaseException:
                self._torn = True
                raise

    def _history(self, since: datetime) -> Mapping[str, tuple[Span, ...]]:
        """The spans that reach past an instant, as this transaction has them."""
        revision = self._db.execute("SELECT revision FROM heart").fetchone()[0]
        return self._spans.read(self._db, since, revision)

    def _learn_ids(self) -> dict[CheckKey, int]:
        return {
            CheckKey(row["component"], row["name"], row["region"]): row["id"]
            for row in self._db.query("SELECT id, component, name, region FROM checks")
        }

    def _see_that_it_is_there(self) -> None:
        """What is written into a file that was removed or replaced is lost, so nothing more is."""
        with explained(self._path):
            there = self._path.exists() and self._path.stat().st_ino == self._inode
        if not there:
            raise StoreReplaced(
                f"The database {self._path} was removed or replaced: start the monitor again."
            )

    def _forget_ahead(self, now: int) -> None:
        """After the clock was set back, drop the raw results that lie ahead: they would come true again."""
        [[tick]] = self._db.execute("SELECT tick FROM heart").fetchall()
        if tick is not None and tick > now + _SKEW:
            for [id_] in self._db.execute("SELECT id FROM checks").fetchall():
                self._db.execute("DELETE FROM results WHERE check_id = ? AND at > ?", [id_, now])

    def _beat(self, now: datetime, publish: bool) -> None:
        at = to_ms(now)
        if publish:
            self._db.execute("UPDATE heart SET tick = ?, revision = revision + 1, changed_at = ?", [at, at])
        else:
            self._db.execute("UPDATE heart SET tick = ?", [at])

    def _begin(self, component: str, span: Span) -> None:
        """Let a span begin: it cuts short or replaces what reached past its start."""
        start = to_ms(span.start)
        self._db.execute("DELETE FROM spans WHERE component = ? AND start >= ?", [component, start])
        self._db.execute(
            "UPDATE spans SET end = ? WHERE component = ? AND (end IS NULL OR end > ?) "
            "AND start = (SELECT max(start) FROM spans WHERE component = ?)",
            [start, component, start, component],
        )
        self._touch(component)
        self._insert("spans", [_span_row(component, replace(span, end=None))])

    def _touch(self, component: str) -> None:
        """Have readers read a component's spans anew, at the next revision."""
        self._db.execute(
            "INSERT OR REPLACE INTO histories SELECT ?, revision + 1 FROM heart WHERE id = 1", [component]
        )

    def _id(self, key: CheckKey) -> int:
        id_ = self._ids.get(key)
        if id_ is None:
            cursor = self._db.execute(
                "INSERT INTO checks (component, name, region) VALUES (?, ?, ?)", list(key)
            )
            id_ = self._ids[key] = cast(int, cursor.lastrowid)
        return id_

    def _row(self, result: Result) -> dict[str, Any]:
        answer = result.answer
        said = answer.outcome is not Outcome.OK
        check_id, at = self._id(result.key), to_ms(result.at)
        self._upkeep.late(check_id, at)
        return {
            "check_id": check_id,
            "at": at,
            "outcome": OUTCOME_CODE[answer.outcome],
            "ms": round(answer.ms),
            "reason": write_text(answer.reason) if said else None,
            "detail": (answer.detail or None) if said else None,
        }

    def _insert(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._db.table(table).insert_all(rows, replace=True)


def _ms(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(milliseconds=1)


def _span_row(component: str, span: Span) -> dict[str, Any]:
    return {
        "component": component,
        "start": to_ms(span.start),
        "end": ms_of(span.end),
        "status": span.status.value,
        "reason": write_text(span.reason),
    }
